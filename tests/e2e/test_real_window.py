"""The program as people start it: its own process, a real window, keys and clipboard from outside.

Under an X server of the test's own; xdotool types and xclip, another program, pastes.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from support.embedded_folder import embedded_folder
from support.every_book import IN_FORCE, every_book
from support.long_stay import DIAGNOSES, PROCEDURES
from support.other_programs import OtherPrograms, need
from support.resting import PATIENCE, come_to_rest, until

from codebook_app.bootstrap import open_program
from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.paths import Folders
from codebook_app.services.encounters import Encounters

pytestmark = [pytest.mark.window, pytest.mark.slow]


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A data folder with the embedded releases, for tests to copy."""
    for tool in ("xdotool", "xclip"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    return embedded_folder(tmp_path_factory)


@pytest.fixture
def data(installed, tmp_path) -> Path:
    return Path(shutil.copytree(installed, tmp_path / "data"))


class RunningWindow:
    """The program over one data folder on one X server."""

    def __init__(self, data: Path, environment: dict[str, str]) -> None:
        self._environment = environment
        self.folders = Folders(data)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "codebook_app", "--data-dir", str(data)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def tool(self, *command: str) -> str:
        """Run another program on the same screen and return what it prints, "" if it fails."""
        done = subprocess.run(
            command,
            check=False,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        return done.stdout if done.returncode == 0 else ""

    def window(self) -> str:
        """Return the id of the visible window, "" while there is none."""
        ids = self.tool("xdotool", "search", "--onlyvisible", "--name", "^Codebook$").split()
        return ids[-1] if ids else ""

    def focus(self) -> None:
        """Give the window the keyboard: there is no window manager to do it."""
        until(lambda: self.has_ended() or self.window(), "the window to show")
        assert not self.has_ended(), f"it ended instead of showing: {self.last_words()}"
        until(
            lambda: (
                self.tool("xdotool", "windowfocus", "--sync", self.window()) is not None
                and self.tool("xdotool", "getwindowfocus").strip() == self.window()
            ),
            "the window to have the keyboard",
        )
        self.rest()

    def rest(self) -> None:
        """Wait until the window has done all it was asked for."""
        come_to_rest(self.process.pid, self._environment)

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def last_words(self) -> str:
        """Return how a process that has ended did so, and what it said."""
        _, said = self.process.communicate()
        return f"exit {self.process.returncode}, {said!r}"

    def type(self, text: str) -> None:
        """Type *text* and let the program come to rest, as a person does who looks."""
        self.tool("xdotool", "type", "--delay", "15", text)
        self.rest()

    def press(self, *keys: str) -> None:
        """Press *keys*, and look at what comes of each before going on."""
        for key in keys:
            self.tool("xdotool", "key", key)
            self.rest()

    def add(self, code: str) -> None:
        """Type *code* over what the search field holds and add what is found."""
        self.tool("xdotool", "type", "--args", "1", "--delay", "6", code, "key", "ctrl+Return")
        until(lambda: code in self.codes(), f"{code} to be saved")

    def saved_summary(self, file: Path) -> str:
        """Save the coding summary as *file*, the name it is offered, by keys; return its text.

        The text is without white space, since lines break where they are full.
        """
        import pypdfium2

        def asking() -> list[str]:
            found = self.tool("xdotool", "search", "--onlyvisible", "--name", "^Save as PDF$")
            return found.split()

        def answer() -> None:
            """Press Enter in each of the dialogs: the preview, once it is set, then the name."""
            for dialog in asking():
                self.tool("xdotool", "windowfocus", "--sync", dialog)
                self.press("Return")

        self.focus()
        self.press("alt+c", "y")  # in the menu of the encounter
        until(asking, "the preview of the summary")
        until(lambda: not asking() or answer(), "the summary to be saved")
        document = pypdfium2.PdfDocument(file)
        pages = [page.get_textpage().get_text_bounded() for page in document]
        document.close()
        # A text may go on over a page's end: what stands at the head of the next is none of it.
        heads = re.compile(r"\A.*?page \d+ of \d+", re.DOTALL)
        return unspaced("".join([pages[0], *(heads.sub("", page) for page in pages[1:])]))

    def codes(self) -> list[str]:
        """Return the codes of the latest encounter as they are on the disk."""
        if not self.folders.user_db.exists():
            return []
        encounters = Encounters(self.folders.user_db)
        latest = encounters.latest()
        encounters.close()
        return [line.code for line in latest.lines] if latest else []

    def pasted(self) -> str:
        """Return what another program pastes."""
        return self.tool("xclip", "-o", "-selection", "clipboard")

    def pasted_as(self, target: str) -> str:
        """Return what a program pastes that takes the list as *target*."""
        return self.tool("xclip", "-o", "-selection", "clipboard", "-t", target)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


def unspaced(text: str) -> str:
    """Return *text* without any white space."""
    return "".join(text.split())


@pytest.fixture
def start(x_display, data) -> Iterator[Callable[[], RunningWindow]]:
    running: list[RunningWindow] = []

    def begin() -> RunningWindow:
        running.append(RunningWindow(data, x_display))
        return running[-1]

    yield begin
    for one in running:
        one.end()


def test_typed_opened_added_copied_and_pasted_into_another_program(start):
    codebook = start()
    codebook.focus()

    codebook.type("diabetes type 2 ckd")
    codebook.press("Return")
    codebook.press("ctrl+Return")
    until(lambda: codebook.codes() == ["E11.22"], "the code to be saved")
    codebook.press("ctrl+shift+c")

    until(lambda: codebook.pasted() == "E11.22", "the clipboard")
    assert {"text/plain", "text/html", "text/csv"} <= set(codebook.pasted_as("TARGETS").split())
    assert codebook.pasted_as("text/csv") == "E11.22"
    assert ">E11.22<" in codebook.pasted_as("text/html")
    codebook.press("ctrl+q")
    assert codebook.process.wait(timeout=PATIENCE) == 0
    assert codebook.process.stderr is not None
    assert codebook.process.stderr.read() == ""
    assert not codebook.folders.log.exists()


def test_a_second_start_brings_the_first_window_to_the_front_and_ends(start):
    first = start()
    first.focus()

    second = start()

    assert second.process.wait(timeout=PATIENCE) == 3
    assert second.process.stderr is not None
    assert second.process.stderr.read().splitlines() == [
        "Codebook is already open on this data folder; its window was brought to the front."
    ]
    first.press("ctrl+q")
    assert first.process.wait(timeout=PATIENCE) == 0


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX systems do")
def test_after_a_kill_the_next_start_has_every_edit(start):
    first = start()
    first.focus()
    first.type("n18.30")
    first.press("ctrl+Return")
    until(lambda: first.codes() == ["N18.30"], "the code to be saved")
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()

    again = start()
    again.focus()
    again.press("ctrl+shift+c")

    until(lambda: again.pasted() == "N18.30", "the clipboard")


def test_a_procedure_is_built_and_the_index_walked_by_keys_alone(start, data, tmp_path):
    every_book(tmp_path, data).close()
    encounters = Encounters(Folders(data).user_db)
    encounters.create("Visit 14", Setting.INPATIENT, IN_FORCE)
    encounters.close()
    codebook = start()
    codebook.focus()

    codebook.press("ctrl+alt+b")
    codebook.type("0110z")  # the one body system picks itself
    codebook.press("ctrl+Return")
    until(lambda: codebook.codes() == ["00110ZZ"], "the procedure to be saved")

    codebook.press("alt+1")
    codebook.type("Sample diab")
    codebook.press("Return")
    codebook.type("fneph")
    codebook.press("Return", "ctrl+Return")
    # A diagnosis goes behind its like.
    until(lambda: codebook.codes() == ["E11.21", "00110ZZ"], "the diagnosis to be saved")
    codebook.press("ctrl+q")
    assert codebook.process.wait(timeout=PATIENCE) == 0


def test_a_list_of_another_program_is_pasted_and_added_by_keys_alone(start, tmp_path):
    codebook = start()
    codebook.focus()
    codebook.type("n18.30")
    codebook.press("ctrl+Return")
    until(lambda: codebook.codes() == ["N18.30"], "the code to be saved")
    note = tmp_path / "note.txt"
    note.write_text("Principal: E11.22 Y\nI1O Hypertension\nMRN 12345, vitamin B12 low\nZ79.4\n")
    # xclip goes on holding what it gives away, with its streams closed.
    codebook.tool("sh", "-c", f"xclip -selection clipboard < '{note}' > /dev/null 2>&1")
    until(lambda: "I1O" in codebook.pasted(), "the clipboard to be the other program's")

    def dialog() -> str:
        ids = codebook.tool("xdotool", "search", "--onlyvisible", "--name", "^Paste or import")
        return ids.strip()

    codebook.press("ctrl+alt+v")
    until(dialog, "the dialog to show")
    codebook.tool("xdotool", "windowfocus", "--sync", dialog())
    codebook.rest()
    codebook.press("1", "ctrl+Return")  # I1O is I10

    pasted = ["N18.30", "E11.22", "I10", "Z79.4"]
    until(lambda: codebook.codes() == pasted, "the list to be added")
    codebook.focus()
    codebook.press("ctrl+z")
    until(lambda: codebook.codes() == ["N18.30"], "the list to be taken away again")


def test_a_stay_of_25_diagnoses_and_25_procedures_is_built_grouped_checked_and_pasted(
    start, data, x_display, tmp_path
):
    """By keys alone; group and findings are read off the summary that the window saves as a PDF.

    The spreadsheet is Gnumeric, which would make 16070 of 0016070 in the html, the CSV or the text:
    it takes its own format, which lies beside them.
    """
    need("l3afpad", "gnumeric", "ssconvert")
    Folders(data).settings.write_text(
        f'[copy]\nformat = "tsv"\n[print]\nfolder = "{tmp_path}"\n'  # as it was done last
    )
    codebook = start()
    codebook.focus()

    def kept() -> Encounter | None:
        if not codebook.folders.user_db.exists():
            return None
        encounters = Encounters(codebook.folders.user_db)
        latest = encounters.latest()
        encounters.close()
        return latest

    def stay() -> Encounter:
        now = kept()
        assert now is not None
        return now

    codebook.press("ctrl+n")
    until(kept, "the encounter to be begun")
    codebook.type("Stay 1\t")
    codebook.type("i\t")  # inpatient
    codebook.type("9/8/2026")
    codebook.press("shift+F4")
    codebook.type("3/2/1959\tF\t9/1/2026\t03\t")
    until(lambda: stay().discharge_status == "03", "patient and stay to be saved")
    codebook.press("ctrl+l")
    for code in (*DIAGNOSES, *PROCEDURES):
        codebook.add(code)
    until(lambda: codebook.codes() == [*DIAGNOSES, *PROCEDURES], "50 codes to be saved")

    codebook.press("F4")  # of the last procedure
    codebook.type("9/2/2026\t ")  # and for all without one
    until(lambda: all(line.performed_on for line in stay().lines[25:]), "the dates")
    codebook.press("Escape", "F4", "F4", "Home", "Down", "n", "Down", "u", "ctrl+shift+y")
    until(lambda: all(line.poa for line in stay().lines[:25]), "the POA of all")

    now = stay()
    assert (now.label, now.setting, now.date_of_service) == (
        "Stay 1",
        Setting.INPATIENT,
        date(2026, 9, 8),
    )
    assert (now.birth_date, now.sex, now.admitted_on) == (
        date(1959, 3, 2),
        "F",
        date(2026, 9, 1),
    )
    assert "".join(line.poa for line in now.lines) == "YNU" + 22 * "Y"
    assert {line.performed_on for line in now.lines[25:]} == {date(2026, 9, 2)}
    codes = [*DIAGNOSES, *PROCEDURES]

    summary = codebook.saved_summary(tmp_path / "Coding summary Stay 1.pdf")
    program = open_program(data)
    claim = program.summaries.of(now).claim
    program.close()
    assert claim.grouped is not None
    assert claim.grouped.drg is not None
    drg = claim.grouped.drg
    assert unspaced(f"{drg.number}{drg.title}relative weight {drg.weight:.4f}") in summary
    assert claim.report is not None
    assert claim.report.findings
    said = [finding.text for finding in claim.report.findings]
    said += [edit.words for edit in claim.grouped.edits]
    said += [one.reason for one in (*claim.report.not_checked, *claim.grouped.not_checked)]
    assert [text for text in said if unspaced(text) not in summary] == []

    def copy() -> OtherPrograms:
        codebook.focus()
        codebook.press("ctrl+shift+c")
        until(lambda: all(code in codebook.pasted() for code in codes), "the clipboard")
        return OtherPrograms(x_display, tmp_path)

    cells = copy().spreadsheet()
    rows = [line.split("\t") for line in copy().text_editor().splitlines()]
    assert [row[rows[0].index("code")] for row in rows[1:]] == codes
    assert [row[cells[0].index("code")] for row in cells[1:]] == codes

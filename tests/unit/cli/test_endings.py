"""How commands end: exit codes, one line for what stopped them, nothing on standard output."""

from __future__ import annotations

import os
import signal

import pytest

from codebook_app import __version__
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken


def test_known_fault_is_one_line_on_standard_error_and_exit_code_three(desk):
    done = desk.run("show", "X99", "--json")

    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr == "X99 is not in ICD-10-CM. Nearest: W11.2\n"


@pytest.mark.parametrize(
    "command", [("search", "widget"), ("search", "widget", "--json"), ("show", "W11.2")]
)
def test_looking_up_where_nothing_is_installed_says_what_to_run(desk, command):
    desk.program.releases.releases = ()

    done = desk.run(*command)

    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith("No code set is installed in ")
    assert done.stderr.endswith("Run: codebook setup\n")
    assert desk.program.lookup.asked == []


def test_releases_where_none_is_installed_is_an_answer(desk):
    desk.program.releases.releases = ()

    assert desk.run("releases", "--json").stdout == "[]\n"
    assert desk.run("releases").stderr == "No release is installed. Run: codebook setup\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("search",),
        ("search", "a", "--limit", "0"),
        ("search", "a", "--date", "2026-02-30"),
        ("show",),
        ("check",),
        ("check", "W11", "--encounter", "e.json"),
        ("check", "W11", "--setting", "home"),
        ("check", "W11", "--sex", "X"),
        ("check", "W11", "--age", "-1"),
        ("export", "--format", "plain"),
        ("import",),
        ("import", "/no/such/file"),
        ("remove", "icd10cm"),
        ("--nonsense",),
    ],
)
def test_wrong_usage_ends_with_two(desk, arguments):
    done = desk.run(*arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr
    assert desk.windows == []


def test_data_dir_that_is_a_file_is_wrong_usage(desk, tmp_path):
    file = tmp_path / "file"
    file.touch()

    assert desk.run("releases", "--data-dir", str(file)).exit_code == 2


def test_encounter_file_that_is_not_there_is_a_known_fault(desk, tmp_path):
    done = desk.run("check", "--encounter", str(tmp_path / "none.json"))

    assert done.exit_code == 3
    assert "none.json cannot be read: No such file" in done.stderr


def test_encounter_file_that_is_no_text_is_named_with_its_line(desk, tmp_path):
    file = tmp_path / "e.json"
    file.write_bytes(b'{\n"label": "\xff"}')

    done = desk.run("export", "--encounter", str(file), "--format", "plain")

    assert (done.exit_code, done.stderr) == (
        3,
        f"{file}, line 2: not UTF-8 text. Save it as UTF-8.\n",
    )


def test_first_interrupt_lets_the_work_tidy_up(desk):
    def interrupted(cancel: CancelToken) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        cancel.raise_if_cancelled()

    desk.program.releases.while_working = interrupted
    before = signal.getsignal(signal.SIGINT)  # a shell lets its background jobs ignore it

    done = desk.run("setup")

    assert (done.exit_code, done.stdout) == (130, "")
    assert done.stderr.splitlines()[-2:] == ["Stopping …", "Stopped. Nothing half-done was kept."]
    assert signal.getsignal(signal.SIGINT) is before


def test_second_interrupt_stops_at_once(desk):
    def interrupted(cancel: CancelToken) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        raise AssertionError("went on")

    desk.program.releases.while_working = interrupted

    assert desk.run("setup").exit_code == 130


def test_fault_of_the_operating_system_is_one_line(desk):
    def full(cancel: CancelToken) -> None:
        raise OSError(28, "No space left on device", "/some/file")

    desk.program.releases.while_working = full

    done = desk.run("setup")

    assert done.exit_code == 3
    assert "No space left on device (/some/file)" in done.stderr.splitlines()[-1]


def test_bug_is_one_line_with_its_traceback_in_the_log(desk, tmp_path):
    def broken(cancel: CancelToken) -> None:
        raise ZeroDivisionError("deep down")

    desk.program.releases.while_working = broken

    done = desk.run("--data-dir", str(tmp_path), "setup")

    log = tmp_path / "codebook.log"
    assert done.exit_code == 3
    assert "ZeroDivisionError" in done.stderr.splitlines()[-1]
    assert str(log) in done.stderr
    assert "deep down" not in done.stderr
    assert "ZeroDivisionError: deep down" in log.read_text()


def test_version_is_printed_without_opening_anything(desk):
    done = desk.run("--version")

    assert (done.exit_code, done.stdout) == (0, f"codebook {__version__}\n")
    assert (desk.windows, desk.data_dirs) == ([], [])


def test_no_command_opens_the_window_and_ends_as_it_does(desk, tmp_path):
    desk.window_ends_with = 5

    done = desk.run("--data-dir", str(tmp_path))

    assert (done.exit_code, desk.windows) == (5, [tmp_path])


@pytest.mark.skipif(os.name != "posix" or os.uname().sysname != "Linux", reason="Linux alone")
def test_no_command_and_no_display_offers_the_command_line(desk, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    done = desk.run()

    assert (done.exit_code, desk.windows) == (3, [])
    assert "codebook --help" in done.stderr


def test_window_that_cannot_open_is_a_known_fault_too(desk, monkeypatch):
    def refuse(data_dir: object) -> int:
        raise KnownError("The window is open already.")

    monkeypatch.setattr(desk, "_open_window", refuse)

    assert desk.run().exit_code == 3


@pytest.mark.parametrize("words", [("",), (" ", "\t")])
def test_a_search_for_nothing_is_wrong_usage_that_says_what_to_give(desk, words):
    done = desk.run("search", *words)

    assert (done.exit_code, done.stdout) == (2, "")
    assert "Give words or a code to search for." in done.stderr


def test_the_age_of_a_patient_ends_where_that_of_an_encounter_file_does(desk):
    assert desk.run("check", "I10", "--age", "131").exit_code == 2
    assert desk.run("check", "I10", "--age", "130").exit_code == 0

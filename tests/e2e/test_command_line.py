"""The command line as a person or a script has it: processes of its own over folders of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from filelock import FileLock
from support.embedded_folder import embedded_folder
from support.tabular_xml import BILLABLE, sample

pytestmark = pytest.mark.slow  # a new process for every answer

EMBEDDED = ["FY2026-04", "FY2024-04", "v40", "v41", "v42", "v43", "v44"]
TITLE = "Type 2 sample diabetes with Ménière’s kidney ≥ 5"
Done = subprocess.CompletedProcess[str]


class Codebook:
    """``codebook`` over one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "codebook_app", "--data-dir", str(self.data), *arguments]

    def run(self, *arguments: str, stdin: str = "", **variables: str) -> Done:
        return subprocess.run(
            self.command(*arguments),
            check=False,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="strict",
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
            cwd=self.data.parent,
            timeout=900,
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command(*arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.data.parent,
        )

    def answer(self, *arguments: str, stdin: str = "") -> Any:
        """Return the document of a command that must succeed."""
        done = self.run(*arguments, "--json", stdin=stdin)
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)

    def releases(self) -> list[str]:
        return [release["release"] for release in self.answer("releases")]


@pytest.fixture
def codebook(tmp_path) -> Codebook:
    """A program that nothing is installed for."""
    return Codebook(tmp_path / "data")


@pytest.fixture(scope="module")
def sample_xml(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("sample") / "sample.xml"
    file.write_text(sample(title_of_e1122=TITLE), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def imported(tmp_path_factory, sample_xml) -> Codebook:
    """The invented book, installed, for the tests that only read."""
    codebook = Codebook(tmp_path_factory.mktemp("imported") / "data")
    done = codebook.run("import", str(sample_xml))
    assert done.returncode == 0, done.stderr
    return codebook


@pytest.fixture
def book(imported, tmp_path) -> Codebook:
    """The invented book, installed, for a test that may spoil it."""
    shutil.copytree(imported.data, tmp_path / "data")
    return Codebook(tmp_path / "data")


@pytest.fixture(scope="module")
def embedded(tmp_path_factory) -> Codebook:
    """The embedded release, installed."""
    return Codebook(embedded_folder(tmp_path_factory))


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.005)


def encounter(*codes: str) -> str:
    diagnoses = [{"code": code} for code in codes]
    return json.dumps({"label": "Visit 14", "setting": "outpatient", "diagnoses": diagnoses})


def test_import_tells_what_it_installed_and_a_second_one_changes_nothing(codebook, sample_xml):
    (report,) = codebook.answer("import", str(sample_xml))

    assert set(report) == {
        *("code_set", "release", "effective_from", "effective_to"),
        *("codes", "billable", "files", "checked", "left_out", "seconds"),
        *("unchanged", "notice"),
    }
    assert (report["release"], report["billable"]) == ("FY2099", BILLABLE)
    assert report["effective_from"] == "2098-10-01"
    assert codebook.releases() == ["FY2099"]
    assert "was installed already" in codebook.run("import", str(sample_xml)).stdout


def test_search_finds_by_words_and_by_code(imported):
    for query in (("sample", "kid", "menieres"), ("e1122",), ("E11.22",)):
        answer = imported.answer("search", *query)
        assert answer["hits"][0]["code"] == "E11.22", query
        assert answer["hits"][0]["path"] == ["4", "E08-E13", "E11", "E11.2"]


def test_show_gives_inherited_notes_with_where_they_come_from(imported):
    page = imported.answer("show", "e1122")

    excludes1 = [note for note in page["notes"] if note["kind"] == "excludes1"]
    assert page["title"] == TITLE
    assert [line["code"] for line in page["ancestors"]] == ["4", "E08-E13", "E11", "E11.2"]
    assert {note["from"] for note in excludes1} == {"4", "E08-E13", "E11"}
    assert ["E10.-"] in [note["codes"] for note in excludes1]


def test_show_gives_the_seventh_characters(imported):
    page = imported.answer("show", "S06.0X0")

    assert not page["billable"]
    assert [seventh["code"] for seventh in page["seventh_characters"]] == [
        "S06.0X0A",
        "S06.0X0D",
        "S06.0X0S",
    ]


def test_show_of_an_unknown_code_is_one_line(imported):
    done = imported.run("show", "E11.29", "--json")

    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
    assert "E11.29" in done.stderr


def test_check_finds_an_excludes1_pair_and_an_incomplete_code(imported):
    done = imported.run("check", "E11.22, e10.9", "S06.0X0", "--date", "2099-05-01", "--json")

    findings = json.loads(done.stdout)["findings"]
    assert done.returncode == 1  # the missing seventh character is an error
    assert {"E11.22", "E10.9"} in [
        set(finding["codes"]) for finding in findings if finding["severity"] == "warning"
    ]
    assert ["S06.0X0"] in [
        finding["codes"] for finding in findings if finding["severity"] == "error"
    ]


def test_check_without_errors_ends_with_zero(imported):
    assert imported.run("check", "E11.9", "--date", "2099-05-01").returncode == 0


def test_encounter_is_checked_and_exported_from_a_file_and_from_standard_input(imported, tmp_path):
    file = tmp_path / "visit.json"
    file.write_text(encounter("E11.22", "N18.30"), encoding="utf-8")
    export = ("export", "--encounter", str(file), "--format")

    assert imported.run(*export, "plain").stdout == "E11.22\nN18.30\n"
    assert imported.run(*export, "plain", "--no-dots").stdout == "E1122\nN1830\n"
    assert TITLE in imported.run(*export, "titles").stdout
    assert any("\t" in line for line in imported.run(*export, "tsv").stdout.splitlines())
    done = imported.run(
        *("export", "--encounter", "-", "--format", "plain"), stdin=encounter("E11.9")
    )
    assert done.stdout == "E11.9\n"
    assert imported.run("check", "--encounter", str(file)).returncode == 0


def test_an_encounter_file_is_exported_as_a_claim_or_refused_with_what_does_not_fit(
    imported, tmp_path
):
    file = tmp_path / "visit.json"
    visit = json.loads(encounter("E11.22", "N18.30", "Z79.4"))
    service = {"code_set": "hcpcs", "code": "G0439", "units": 1, "modifiers": ["25"]}
    service |= {"pointers": ["A", "B"], "charge": 150}
    file.write_text(
        json.dumps({**visit, "setting": "professional", "procedures": [service]}), encoding="utf-8"
    )
    export = ("export", "--encounter", str(file), "--format")

    assert imported.run(*export, "837p").stdout == (
        "HI*ABK:E1122*ABF:N1830*ABF:Z794~\nSV1*HC:G0439:25*150*UN*1***1:2~\n"
    )
    assert "LX*1~\nSV1*" in imported.run(*export, "837p", "--loops").stdout
    visit["diagnoses"] += [{"code": f"A{at:02d}"} for at in range(10)]
    file.write_text(json.dumps({**visit, "setting": "professional"}), encoding="utf-8")
    refused = imported.run(*export, "cms1500")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "no place for A09." in refused.stderr


def test_a_stay_is_exported_with_the_group_that_group_tells(imported, tmp_path):
    file = tmp_path / "stay.json"
    stay = {
        **{"setting": "inpatient", "date": "2026-01-18", "admitted": "2026-01-14"},
        **{"age": 64, "sex": "F", "discharge_status": "01"},
        "diagnoses": [{"code": "I21.09", "poa": "Y"}, {"code": "J96.01", "poa": "N"}],
    }
    file.write_text(json.dumps(stay), encoding="utf-8")

    assert imported.run("export", "--encounter", str(file), "--format", "837i").stdout == (
        "HI*ABK:I2109:::::::Y~\nHI*ABF:J9601:::::::N~\nHI*DR:280~\n"
    )
    assert imported.answer("group", "--encounter", str(file))["drg"] == "280"


def test_the_summary_is_a_pdf_where_there_is_no_display(imported, tmp_path):
    file = tmp_path / "summary.pdf"
    nowhere = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    command = ("summary", "--encounter", "-", "--pdf", str(file))

    told = imported.run(*command, "--json", stdin=encounter("E11.22", "N18.30"), **nowhere)

    assert (told.returncode, told.stderr) == (0, "")
    assert json.loads(told.stdout) == {"file": str(file), "pages": 1}
    document = pypdfium2.PdfDocument(file)
    page = document[0].get_textpage()
    text = page.get_text_bounded()
    page.close()
    document.close()
    assert text.index("E11.22") < text.index("N18.30") < text.index("Releases used")
    again = imported.run(*command, stdin=encounter("E11.9"), **nowhere)
    assert (again.returncode, again.stderr) == (
        3,
        f"{file} is there already. Choose another name, or add --replace.\n",
    )


def test_encounter_file_that_is_wrong_is_one_line(imported, tmp_path):
    file = tmp_path / "visit.json"
    for text in ("", "[]", '{"diagnoses": [{"cod": "E11"}]}', '{"diagnoses": '):
        file.write_text(text)

        done = imported.run("check", "--encounter", str(file), "--json")

        assert (done.returncode, done.stdout) == (3, ""), text
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert "visit.json" in done.stderr


def test_a_pasted_note_becomes_a_kept_encounter_that_is_exported(book):
    note = "1. E1122 Y kidneys\n2. E11\nE11.229\nMRN 12345"
    document = book.answer("import-list", "--keep", "--label", "Visit 14", stdin=note)

    assert [one["code"] for one in document["diagnoses"]] == ["E11.22", "E11", "E11.229"]
    assert [one["kind"] for one in document["oddities"]] == ["not_billable", "unknown"]
    (kept,) = book.answer("encounters")
    exported = book.run("export", "--kept", kept["id"], "--format", "plain")
    assert exported.stdout.splitlines() == ["E11.22", "E11", "E11.229"]


def test_unknown_format_is_one_line(imported):
    done = imported.run(
        *("export", "--encounter", "-", "--format", "fax"), stdin=encounter("E11.9")
    )

    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("truncated.xml", sample().encode()[:2000]),
        ("empty.xml", b""),
        ("words.xml", b"Dear coder"),
        ("wrong.xml", b"<?xml version='1.0'?><book><page/></book>"),
        ("encoding.xml", sample().replace("Sample river", "S\u00e4mple river").encode("latin-1")),
        (
            "bomb.xml",
            sample().replace("<ICD10CM", '<!DOCTYPE x [<!ENTITY a "b">]><ICD10CM', 1).encode(),
        ),
        ("noise.zip", b"PK\x03\x04 and then nothing"),
    ],
)
def test_bad_file_is_one_line_and_nothing_is_installed(codebook, tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)

    done = codebook.run("import", str(file), "--json")

    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert name in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert codebook.releases() == []
    assert not list(codebook.data.rglob("*.partial"))


def test_empty_zip_is_one_line_and_nothing_is_installed(codebook, tmp_path):
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass

    done = codebook.run("import", str(tmp_path / "empty.zip"))

    assert done.returncode == 3
    assert "empty.zip" in done.stderr.splitlines()[-1]


def test_bad_file_leaves_the_installed_release_alone(book, tmp_path):
    file = tmp_path / "truncated.xml"
    file.write_bytes(sample(title_of_e1122="Another").encode()[:-500])

    assert book.run("import", str(file)).returncode == 3
    assert book.answer("show", "E11.22")["title"] == TITLE


def test_looking_up_in_an_empty_folder_says_what_to_run(codebook):
    for command in (("search", "diabetes"), ("show", "E11.22"), ("check", "E11.22")):
        done = codebook.run(*command, "--json")

        assert (done.returncode, done.stdout) == (3, ""), command
        assert "codebook setup" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_damaged_index_is_said_and_setup_builds_it_again(book):
    (index,) = book.data.glob("releases/icd10cm/FY2099/index")
    largest = max(index.iterdir(), key=lambda file: file.stat().st_size)
    largest.write_bytes(b"?" * largest.stat().st_size)

    done = book.run("search", "kidney")

    assert (done.returncode, done.stdout) == (3, "")
    assert "codebook setup" in done.stderr
    doctor = book.run("doctor", "--json")
    assert doctor.returncode == 1
    assert [
        part["part"] for part in json.loads(doctor.stdout) if part["condition"] == "failed"
    ] == ["icd10cm FY2099 search index"]

    assert book.run("setup").returncode == 0
    hits = book.answer("search", "menieres", "--date", "2099-05-01")["hits"]
    assert hits[0]["code"] == "E11.22"


def test_missing_index_is_said(book):
    (index,) = book.data.glob("releases/icd10cm/FY2099/index")
    shutil.rmtree(index)

    done = book.run("search", "kidney")

    assert (done.returncode, done.stdout) == (3, "")
    assert "codebook setup" in done.stderr
    assert book.answer("show", "E11.22")["title"] == TITLE


def test_doctor_finds_a_damaged_book_and_a_damaged_user_database(book):
    (reference,) = book.data.glob("releases/icd10cm/FY2099/reference.db")
    content = bytearray(reference.read_bytes())
    content[4096:8192] = b"?" * 4096
    reference.write_bytes(content)
    (book.data / "user.db").write_bytes(b"no database at all" * 100)

    done = book.run("doctor", "--json")

    failed = {
        part["part"]: part for part in json.loads(done.stdout) if part["condition"] == "failed"
    }
    assert done.returncode == 1
    assert set(failed) >= {"icd10cm FY2099", "encounters"}
    assert all(part["action"] for part in failed.values())


def test_doctor_on_a_sound_book_ends_with_zero(imported):
    done = imported.run("doctor")

    assert done.returncode == 0, done.stdout
    assert "failed" not in done.stdout


def test_another_installation_at_the_same_time_is_refused(book, sample_xml):
    with FileLock(book.data / "releases" / ".install.lock"):
        done = book.run("remove", "icd10cm", "FY2099")

    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert book.releases() == ["FY2099"]


def test_data_dir_below_a_file_is_one_line(sample_xml, tmp_path):
    (tmp_path / "file").touch()
    codebook = Codebook(tmp_path / "file" / "data")

    done = subprocess.run(
        codebook.command("import", str(sample_xml)), check=False, capture_output=True, text=True
    )

    assert done.returncode in (2, 3)
    assert "Traceback" not in done.stderr


def test_removed_release_is_gone(book):
    assert book.run("remove", "icd10cm", "FY2099").returncode == 0
    assert book.releases() == []
    assert book.run("remove", "icd10cm", "FY2099").returncode == 3


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_console_of_any_encoding_gets_an_answer(imported, encoding):
    def run(*arguments: str) -> str:
        done = subprocess.run(
            imported.command(*arguments),
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": encoding, "LC_ALL": "C"},
            timeout=900,
        )
        return done.stdout.decode(encoding)

    assert "with M" in run("show", "E11.22")
    assert json.loads(run("show", "E11.22", "--json"))["title"] == TITLE
    assert "Usage" in run("--help")


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_reader_that_leaves_early_is_no_fault(imported):
    process = imported.start("search", "sample", "--limit", "1000", "--date", "2099-05-01")
    assert process.stdout is not None
    process.stdout.close()

    _, errors = process.communicate(timeout=300)

    assert process.returncode == 141
    assert errors == b""


def test_small_commands_load_nothing_large(tmp_path):
    script = (
        "import sys; sys.argv = ['codebook', '--version']\n"
        "from codebook_app.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('PySide6', 'sqlalchemy', 'whoosh', 'numpy', 'rich')"
        " if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=tmp_path
    )

    assert done.stdout.splitlines()[-1] == "[]"


def test_installed_command_is_the_same_program(imported):
    command = shutil.which("codebook", path=sysconfig.get_path("scripts"))
    if command is None:
        pytest.skip("the project is not installed in this environment")

    done = subprocess.run(
        [command, "show", "E11.22", "--json", "--data-dir", str(imported.data)],
        check=True,
        capture_output=True,
    )

    assert json.loads(done.stdout)["title"] == TITLE


def test_embedded_release_from_setup_to_pasted_list(embedded):
    installed = embedded.answer("releases")
    assert [(one["release"], one["billable"]) for one in installed[:2]] == [
        ("FY2026-04", 74719),
        ("FY2024-04", 78638),
    ]
    assert [one["release"] for one in installed] == EMBEDDED
    assert all(one["searchable"] for one in installed)
    assert embedded.answer("setup") == []

    hits = embedded.answer("search", "diabetes", "type", "2", "ckd")["hits"]
    assert hits[0]["code"] == "E11.22"

    page = embedded.answer("show", "E11.22")
    assert "E11" in {note["from"] for note in page["notes"] if note["kind"] == "excludes1"}

    done = embedded.run("check", "E11.22", "N18.30", "--date", "2026-05-01", "--json")
    assert done.returncode == 0, done.stdout

    done = embedded.run(
        *("export", "--encounter", "-", "--format", "plain"), stdin=encounter("E11.22", "N18.30")
    )
    assert done.stdout == "E11.22\nN18.30\n"

    stay = {"setting": "inpatient", "diagnoses": [{"code": "I50.21"}, {"code": "N17.9"}]}
    done = embedded.run(
        *("group", "--encounter", "-", "--date", "2026-03-01", "--json"), stdin=json.dumps(stay)
    )
    group = json.loads(done.stdout)
    assert (group["drg"], group["mdc"], group["grouper"][:23]) == (
        "292",
        "05",
        "MS-DRG Grouper v43.0 (m",
    )
    assert group["weight"] > 0  # of the embedded Table 5


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("how", "ends_with"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)]
)
def test_setup_stopped_half_way_leaves_nothing_and_the_next_one_does_it(codebook, how, ends_with):
    process = codebook.start("setup")
    wait_until(lambda: bool(list(codebook.data.glob("releases/icd10cm/*.partial/reference.db"))))
    process.send_signal(how)
    output, errors = process.communicate(timeout=300)

    assert process.returncode == ends_with, errors
    assert output == b""
    assert codebook.releases() == []
    if how == signal.SIGINT:
        # As on a new machine, from which the next one would begin as it does anyway.
        assert not list(codebook.data.rglob("*.partial"))
        assert errors.decode().splitlines()[-1] == "Stopped. Nothing half-done was kept."
        return

    assert [report["release"] for report in codebook.answer("setup")] == EMBEDDED
    assert not list(codebook.data.rglob("*.partial"))
    assert codebook.answer("search", "e1122")["hits"][0]["code"] == "E11.22"

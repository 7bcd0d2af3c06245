"""Spreadsheets of other people read what we write: no code becomes a number, a date or a formula.

They are asked without a screen, to make another file of ours.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from support.claims import a_procedure, a_service, a_stay, claim_of, rendered

from codebook_app.gui.clipboard import html_document

CODES = ["E11.22", "0016070", "02E5678", "3E03317", "00142", "G0439"]
TITLE = '=1+1 é; "x", <b> & 😀'
STAY = a_stay(
    "E11.22",
    *[replace(a_procedure(code), title=TITLE) for code in CODES[1:4]],
    a_service("00142", "59", revenue="0370"),
    a_service("G0439", revenue="0510"),
)
pytestmark = pytest.mark.slow


def converted(program: str, file: Path) -> list[list[str]]:
    """Return the rows that *program* makes of *file*."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    out = file.with_name("out") / f"{file.stem}.csv"
    out.parent.mkdir()
    if program == "ssconvert":
        command = [program, str(file), str(out)]
    else:
        reads = ["--infilter=HTML (StarCalc)"] if file.suffix == ".html" else []
        if file.suffix == ".csv":
            reads = ["--infilter=Text - txt - csv (StarCalc):44,34,UTF-8,1"]
        command = [
            program,
            f"-env:UserInstallation={(file.parent / 'profile').as_uri()}",
            *("--headless", "--calc", *reads),
            *("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,UTF-8"),
            *(str(file), "--outdir", str(out.parent)),
        ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with out.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def columns(rows: list[list[str]]) -> dict[str, list[str]]:
    head, *body = [row for row in rows if len(row) > 3]
    return {name: [row[at] for row in body] for at, name in enumerate(head)}


@pytest.mark.parametrize("program", ["ssconvert", "soffice"])
def test_a_spreadsheet_that_opens_the_csv_has_every_code(program, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(rendered("csv", claim_of(STAY)).csv, encoding="utf-8")

    read = columns(converted(program, file))

    assert read["code"] == CODES
    assert read["revenue code"] == ["", "", "", "", "0370", "0510"]
    # To Gnumeric an apostrophe is the mark of a text, and no part of it.
    assert read["title"][1] in {TITLE, f"'{TITLE}"}


def test_the_table_on_the_clipboard_keeps_every_code_in_libreoffice(tmp_path):
    file = tmp_path / "list.html"
    file.write_text(html_document(rendered("csv", claim_of(STAY))), encoding="utf-8")

    read = columns(converted("soffice", file))

    assert read["code"] == CODES
    assert read["revenue code"] == ["", "", "", "", "0370", "0510"]
    assert read["title"][1] == f"'{TITLE}"


def test_codes_alone_stay_codes_in_libreoffice_too(tmp_path):
    file = tmp_path / "list.html"
    file.write_text(html_document(rendered("plain", claim_of(STAY))), encoding="utf-8")

    assert [cell for row in converted("soffice", file) for cell in row if cell] == CODES

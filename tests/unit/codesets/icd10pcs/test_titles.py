"""Lists of codes and titles alone."""

from __future__ import annotations

import pytest
from support.pcs_xml import CODES, official, refusal, sample_titles, titles_csv

from codebook_app.codesets.icd10pcs.titles import (
    count_titles,
    is_titles_csv,
    is_titles_text,
    read_titles,
)

SPACED = "".join(f"{code} {title}\r\n" for code, title in sample_titles().items())
COLUMNS = titles_csv(sample_titles())


@pytest.mark.parametrize("content", [SPACED, COLUMNS, COLUMNS.replace('"', "")])
def test_both_forms_are_read(content):
    assert read_titles(official(content, "titles")).codes == sample_titles()
    assert count_titles(official(content, "titles")) == CODES


def test_the_forms_are_told_apart_and_from_anything_else():
    assert is_titles_text(SPACED.encode())
    assert not is_titles_csv(SPACED.encode())
    assert is_titles_csv(COLUMNS.encode())
    assert not is_titles_text(COLUMNS.encode())
    assert not is_titles_text(b"surgery is a word of seven letters\n")
    assert not is_titles_text(b"SURGERY is one too\nANOTHER\n")
    assert not is_titles_csv(b"0016070\n")


def test_a_title_may_hold_commas_and_quotes():
    content = '"0016070","Sample, ""so called"" bypass"\n'
    assert read_titles(official(content, "t.csv")).codes == {
        "0016070": 'Sample, "so called" bypass'
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (COLUMNS + '"0016070"\n', "line 15: the line is not a code and a title"),
        (COLUMNS + '"00I6070","Sample"\n', "line 15: the line is not a code and a title"),
        (COLUMNS + '"0016070"," "\n', "line 15: the line is not a code and a title"),
        (COLUMNS + '"0016070","Sam"ple"\n', "line 15: the line is not in columns"),
        (COLUMNS + COLUMNS.splitlines()[0], "line 15: 001107Z was there already"),
        (SPACED + "0016070\r\n", "line 15: the line is not a code, a blank and a title"),
        (SPACED + "00110ZZ Again\r\n", "line 15: 00110ZZ was there already"),
    ],
)
def test_a_line_of_another_shape_is_refused_with_its_number(content, words):
    said = refusal(lambda: read_titles(official(content, "titles")))
    assert said.startswith(f"titles, {words}")

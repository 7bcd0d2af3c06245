"""The files of abbreviations and synonyms."""

from __future__ import annotations

from pathlib import Path

import pytest

from codebook_app.errors import KnownError
from codebook_app.search.wordings import Wordings


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "wordings.tsv"
    path.write_text(content, encoding="utf-8")
    return path


def test_an_abbreviation_is_found_among_the_words_typed(tmp_path: Path) -> None:
    path = written(tmp_path, "# comment\n\nh/o\tpersonal history; history\nMI\tinfarction\n")
    wordings = Wordings.abbreviations(path)
    assert wordings.at(["h", "o", "mi"], 0) == (2, ("personal history", "history"))
    assert wordings.at(["h", "o", "mi"], 2) == (1, ("infarction",))
    assert wordings.at(["h", "mi"], 0) == (0, ())


def test_a_synonym_finds_the_others_of_its_set(tmp_path: Path) -> None:
    wordings = Wordings.synonyms(written(tmp_path, "bleeding; hemorrhage\nkidney; renal\n"))
    assert wordings.at(["hemorrhage"], 0) == (1, ("bleeding",))
    assert wordings.at(["renal"], 0) == (1, ("kidney",))
    assert wordings.at(["haemorrhages"], 0) == (1, ("bleeding",))


@pytest.mark.parametrize("line", ["MI", "\tinfarction", "MI\t", "MI\t; ;", "MI\ta\nmi\tb"])
def test_a_line_that_is_no_abbreviation_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(KnownError, match=r"wordings.tsv, line \d"):
        Wordings.abbreviations(written(tmp_path, f"{line}\n"))


@pytest.mark.parametrize("line", ["alone", "one; ", "; ;"])
def test_a_line_that_is_no_set_of_synonyms_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(KnownError, match=r"wordings.tsv, line 1"):
        Wordings.synonyms(written(tmp_path, f"{line}\n"))

"""Questions with known answers: read, made of an index, and misspelt."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from codebook_app.domain.search import HitKind, SearchableTerm
from codebook_app.errors import KnownError
from codebook_app.services.bench.questions import (
    Question,
    bare,
    misspelt,
    misspelt_each,
    questions_from_index,
    read_questions,
    spoken,
)


def term(*path: str, kind: HitKind = HitKind.INDEX, codes: tuple[str, ...] = ("Q011",)):
    return SearchableTerm(1, kind, path[-1], path[:-1], codes=codes)


def written(folder: Path, text: str) -> Path:
    file = folder / "questions.tsv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_is_read_with_its_codes_bare(tmp_path: Path) -> None:
    file = written(tmp_path, "query\tcodes\nsample blot\tQ01.1-|q02\n\npaper cut\tQ03\n")

    assert read_questions(file) == (
        Question("sample blot", ("Q011", "Q02")),
        Question("paper cut", ("Q03",)),
    )


@pytest.mark.parametrize("line", ["sample blot", "sample blot\t", "\tQ01", "blot\t|", "a\tb\tc"])
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    file = written(tmp_path, f"query\tcodes\nblot\tQ01\n{line}\n")

    with pytest.raises(KnownError, match=r"questions\.tsv, line 3"):
        read_questions(file)


def test_a_file_without_questions_or_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="holds no question"):
        read_questions(written(tmp_path, "query\tcodes\n"))
    with pytest.raises(KnownError, match="cannot be read"):
        read_questions(tmp_path / "none.tsv")


def test_a_code_as_printed_becomes_one_without_point_and_dashes() -> None:
    assert [bare(code) for code in ("e11.2-", "S72.00--", " I10 ", "")] == [
        "E112",
        "S7200",
        "I10",
        "",
    ]


@pytest.mark.parametrize(
    ("path", "question"),
    [
        (("Inkblot", "left", "thumb"), "left inkblot thumb"),
        (("Inkblot", "of thumb"), "inkblot of thumb"),
        (("Inkblot", "with", "smear, old"), "inkblot with smear old"),
        (("Inkblot", "type 2", "with", "smear"), "type 2 inkblot with smear"),
        (("Inkblot", "wet NEC"), "wet inkblot"),
        (("Inkblot", "NOS"), ""),
    ],
)
def test_a_path_is_asked_as_one_would_say_it(path: tuple[str, ...], question: str) -> None:
    assert spoken(term(*path)) == question


def test_questions_are_made_of_subterms_with_codes_and_the_same_each_time() -> None:
    terms = [
        term("Inkblot", "wet", codes=("Q011", "Q02")),
        term("Inkblot"),
        term("Inkblot", "dry", codes=()),
        term("Ink", "black", kind=HitKind.TABLE),
        *(term("Inkblot", f"kind {letter}", codes=("Q03",)) for letter in "abcdefgh"),
    ]

    every = questions_from_index(terms, "icd10cm", 100, Random(1))
    assert len(every) == 9
    assert Question("wet inkblot", ("Q011", "Q02"), "icd10cm") in every
    drawn = questions_from_index(terms, "icd10cm", 3, Random(1))
    assert len(drawn) == 3
    assert drawn == questions_from_index(terms, "icd10cm", 3, Random(1))


def edits(one: str, other: str) -> int:
    """Return how many letters must be put in, left out, replaced or swapped with the next."""
    rows = [list(range(len(other) + 1))]
    for i, left in enumerate(one, 1):
        row = [i]
        for j, right in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (left != right))
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def test_a_text_gets_one_typing_error_and_keeps_each_first_letter() -> None:
    kinds = set()
    for seed in range(200):
        wrong = misspelt("acute inkblot of 2 left thumbs", Random(seed))
        assert edits("acute inkblot of 2 left thumbs", wrong) == 1
        assert [word[0] for word in wrong.split()] == ["a", "i", "o", "2", "l", "t"]
        kinds.add(len(wrong) - len("acute inkblot of 2 left thumbs"))
    assert kinds == {-1, 0, 1}


def test_what_has_no_longer_word_stays_and_is_no_misspelt_question() -> None:
    assert misspelt("T4 of 2", Random(1)) == "T4 of 2"
    questions = [Question("T4 of 2", ("Q01",)), Question("inkblot", ("Q02",), "icd10cm")]

    (wrong,) = misspelt_each(questions, Random(1))

    assert (wrong.wanted, wrong.code_set) == (("Q02",), "icd10cm")
    assert wrong.text != "inkblot"

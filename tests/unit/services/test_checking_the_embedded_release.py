"""Pairs and codes that coders know, checked against the release inside the installed package."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.embedded_book import embedded_book
from support.embedded_checks import EMBEDDED, IN_FORCE, embedded_checking

from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.note import NoteKind
from codebook_app.edits.excludes import excludes1_pairs
from codebook_app.edits.listed import CodeList
from codebook_app.services.checking import Checking
from codebook_app.services.code_lists import Asked, ListReader
from codebook_app.store.reference_db import ReferenceDb

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def checks(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Checking, ReferenceDb]]:
    checking, book = embedded_checking(embedded_book(tmp_path_factory))
    yield checking, book
    book.close()


@pytest.fixture
def checking(checks: tuple[Checking, ReferenceDb]) -> Checking:
    return checks[0]


@pytest.fixture
def book(checks: tuple[Checking, ReferenceDb]) -> ReferenceDb:
    return checks[1]


def excludes1(checking: Checking, *codes: str) -> list[Finding]:
    report = checking.check_codes(codes, on=IN_FORCE)
    return [one for one in report.findings if one.rule == "excludes1"]


@pytest.mark.parametrize(
    ("first", "second", "origin", "text"),
    [
        ("E11.22", "E10.9", "E1", "diabetes mellitus (E1"),  # both categories have such a note
        ("R73.9", "E11.9", "R73", "diabetes mellitus (E08-E13)"),
        ("F32.A", "F33.1", "F32", "recurrent depressive disorder (F33.-)"),
        ("M54.50", "M51.26", "M54.5", "lumbago due to intervertebral disc displacement (M51.2-)"),
        ("S01.01XA", "S02.0XXB", "S01", "open skull fracture (S02.- with 7th character B)"),
        ("R47.01", "I69.320", "R47.01", "(I69. with final characters -20)"),
        ("G63", "E11.42", "G63", "diabetes mellitus (E08-E13 with .42)"),
        ("I10", "O10.011", "I10", "(O10-O11, O13-O16)"),
        ("J18.9", "P24.01", "J18", "neonatal aspiration pneumonia (P24.-)"),
        ("J45.909", "J67.8", None, ""),
        ("S01.01XA", "S02.0XXA", None, ""),
        ("G63", "E11.41", None, ""),
        ("E11.22", "N18.30", None, ""),
        ("E11.22", "Z79.4", None, ""),
        ("J44.9", "J43.9", None, ""),  # Excludes2 since FY2018
        ("J18.9", "J69.0", None, ""),  # Excludes2
        ("I67.850", "I63.9", None, ""),  # "code also stroke" at the code itself
        ("T65.221A", "Z77.22", None, ""),  # "use additional code" at the code's line
        ("A15.0", "A17.0", None, ""),  # both under the section whose note names A15
        ("M27.8", "M26.4", None, ""),  # both under the section whose note names M27.8
        ("G31.84", "F06.70", "G31.84", ""),  # G31's own "use additional code" is farther away
    ],
)
def test_pairs_that_coders_know(checking, first, second, origin, text):
    found = excludes1(checking, first, second)

    if origin is None:
        assert found == []
        return
    (finding,) = found
    assert finding.severity is Severity.WARNING
    assert f"Excludes1 note at {origin}" in finding.source
    assert text in finding.source
    assert "FY2026" in finding.source
    assert len(excludes1(checking, second, first)) == 1


@pytest.mark.parametrize(
    ("code", "rule", "offered"),
    [
        ("W21.89A", "placeholder", ["W21.89XA"]),
        ("T36.01XA", "placeholder", ["T36.0X1A"]),
        ("W21.89", "seventh_character", ["W21.89XA", "W21.89XD", "W21.89XS"]),
        ("S06.2X7", "seventh_character", ["S06.2X7A"]),
        ("E11.2", "not_billable", ["E11.21", "E11.22", "E11.29"]),
        ("E11.22A", "unknown_code", ["E11.22"]),
        ("S72.O02A", "unknown_code", ["S72.002A"]),
    ],
)
def test_codes_as_they_are_mistyped(checking, code, rule, offered):
    findings = checking.check_codes([code], on=IN_FORCE).findings

    (finding,) = (one for one in findings if one.rule != "external_cause_first")
    assert finding.rule == rule
    assert [choice.code for choice in finding.completions] == offered


def test_a_fracture_is_offered_each_of_its_seventh_characters(checking):
    (finding,) = checking.check_codes(["S72.002"], on=IN_FORCE).findings

    assert [choice.character for choice in finding.completions] == list("ABCDEFGHJKMNPQRS")


def test_a_category_of_thousands_says_how_many(checking):
    (finding,) = checking.check_codes(["S72"], on=IN_FORCE).findings

    assert "2,466 billable codes stand under it" in finding.text
    assert len(finding.completions) == 20


def test_an_everyday_list_has_nothing_but_a_little_information(checking):
    codes = "E11.22 N18.30 I12.9 Z79.4 E78.5 I25.10 K21.9 Z87.891 E66.9 Z68.35 G47.33".split()  # noqa: SIM905
    report = checking.check_codes(codes, on=IN_FORCE)

    assert {one.severity for one in report.findings} == {Severity.INFORMATION}
    assert [one.reason for one in report.not_checked] == [
        "I25.10 and Z68.35 are for adults (15 to 124 years), and no age is given."
    ]
    assert len(report.findings) <= 3


def test_every_excludes1_note_that_names_a_code_gives_a_warning(book):
    lines = {line.id: line for root in book.roots() for line in book.subtree(root)}
    named = {
        line.code.replace(".", ""): line.code
        for line in lines.values()
        if line.level not in {"chapter", "section"}
    }
    asked: list[tuple[str, str, str]] = []
    for line_id, own in book.notes(list(lines)).items():
        origin = lines[line_id]
        for note in own:
            # A condition ("with fifth character 5") asks for a code below the one that is named.
            targets = [
                named[one.first]
                for one in note.references
                if one.first in named and not (one.final_characters or one.pattern)
            ]
            if note.kind is NoteKind.EXCLUDES1 and targets and origin.code in named.values():
                asked.append((origin.code, targets[0], note.text))
    codes = {code for *pair, _ in asked for code in pair}
    reader = ListReader(EMBEDDED, (), lambda *_: book)
    listed = {one.written: one for one in reader.read([Asked(code) for code in sorted(codes)])}

    silent = [
        (origin, text)
        for origin, target, text in asked
        if not list(excludes1_pairs(CodeList((listed[origin], listed[target]), "")))
    ]

    assert len(asked) > 4000
    # The one note of the release that names a code of its own branch.
    assert silent == [("D72", "basophilia (D72.824)")]

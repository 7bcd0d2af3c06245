"""Pointers go on naming the same diagnosis, whatever becomes of the list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.code_lists import a_line

from codebook_app.domain.encounter import EncounterLine, Role
from codebook_app.domain.pointers import followed, letter_of, listed, place_of


def a_service(*pointers: str, line_id: str = "service") -> EncounterLine:
    return replace(a_line("99213", line_id=line_id, code_set="cpt"), pointers=pointers)


A, B, C, D = (a_line(code) for code in ("A00.0", "B20", "C50.911", "D64.9"))


def letters(before: list[EncounterLine], after: list[EncounterLine]) -> tuple[str, ...]:
    (service,) = (line for line in followed(before, after) if line.code_set == "cpt")
    return service.pointers


@pytest.mark.parametrize(
    ("place", "letter"), [(0, "A"), (11, "L"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ")]
)
def test_a_place_and_its_letter_are_each_others(place, letter):
    assert letter_of(place) == letter
    assert place_of(letter) == place


def test_letters_count_the_listed_diagnoses_alone():
    admitting = replace(A, role=Role.ADMITTING)
    lines = (admitting, a_service("A", "B"), B, a_line("0016070", code_set="icd10pcs"), C)

    assert listed(lines) == (B.id, C.id)


def test_a_pointer_follows_its_diagnosis():
    service = a_service("A", "C")

    assert letters([A, B, C, service], [C, service, A, B]) == ("B", "A")
    assert letters([A, B, C, service], [D, A, B, C, service]) == ("B", "D")
    assert letters([A, B, C, service], [A, C, service]) == ("A", "B")
    assert letters([A, B, C, service], [B, C, service]) == ("B",)


def test_a_diagnosis_that_is_listed_no_longer_is_pointed_at_no_longer():
    admitting = replace(A, role=Role.ADMITTING)

    assert letters([A, B, a_service("A", "B")], [admitting, B, a_service("A", "B")]) == ("A",)


def test_an_empty_place_names_the_diagnosis_that_is_entered_there():
    assert letters([A, a_service("B")], [A, a_service("B"), B]) == ("B",)
    assert letters([a_service("A")], [a_service("A"), B]) == ("A",)


def test_an_empty_place_never_comes_to_name_a_diagnosis_that_only_moved():
    before = [A, B, a_service("A", "C", "D")]

    assert letters(before, [C, *before]) == ("B", "D", "E")


def test_no_pointer_is_lost_behind_the_end_of_a_claim():
    many = [a_line(f"Z{number}", line_id=f"d{number}") for number in range(30)]
    service = a_service("A")

    assert letters([*many, service], [*many[1:], many[0], service]) == ("AD",)


def test_a_line_that_is_new_keeps_its_letters():
    assert letters([A], [B, A, a_service("A")]) == ("A",)


def test_a_list_without_pointers_is_left_as_it_is():
    after = (B, A)

    assert followed((A, B), after) == after

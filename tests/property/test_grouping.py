"""What holds of the group of every stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.stays import coded

from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting
from codebook_app.errors import KnownError
from codebook_app.grouping.deciding import counting, without_each
from codebook_app.grouping.editor_words import raised
from codebook_app.grouping.hcc import RiskCategories
from codebook_app.grouping.ms_drg import MsDrgGrouper
from codebook_app.grouping.stay import CodedDiagnosis, Stay
from codebook_app.services.grouping import Grouping

NEWBORN = "Z3800"
PRINCIPALS = (
    *("I5021", "S72001A", "N179", "J189", "K8000", "O80", "C3490", "A419", "T2020XA"),
    NEWBORN,
)
SECONDARIES = (
    *("N179", "J9601", "E440", "D62", "I10", "E1122", "N1830", "Z7901", "I469", "L89154"),
    *("T8140XA", "S22078A", "Z370", "E43", "R6521", "K631", "Z9911", "B20"),
)
PROCEDURES = ("0QS604Z", "5A1955Z", "0FT44ZZ", "02703DZ", "0BH17EZ", "10E0XZZ", "0DTJ4ZZ")
INERT = "Z7901"  # long term use of anticoagulants: neither CC nor in any list of a group

STAYS = st.builds(
    lambda principal, others, procedures, status, sex: coded(
        principal, *others, procedures=procedures, discharge_status=status, sex=sex
    ),
    st.sampled_from(PRINCIPALS),
    st.lists(
        st.tuples(st.sampled_from(SECONDARIES), st.sampled_from("YNUW")),
        max_size=8,
        unique_by=lambda one: one[0],
    ),
    st.lists(st.sampled_from(PROCEDURES), max_size=3, unique=True),
    st.sampled_from(["", "01", "02", "07", "20"]),
    st.sampled_from(["F", "M", "U", ""]),
)


@pytest.fixture(scope="module")
def grouper() -> Iterator[MsDrgGrouper]:
    one = MsDrgGrouper()
    yield one
    one.close()


@given(stay=STAYS, chance=st.randoms(use_true_random=False))
def test_order_of_secondary_codes_does_not_change_the_group(grouper, stay, chance):
    others = list(stay.diagnoses[1:])
    procedures = list(stay.procedures)
    chance.shuffle(others)
    chance.shuffle(procedures)

    shuffled = replace(stay, diagnoses=(stay.diagnoses[0], *others), procedures=tuple(procedures))

    assert grouper.group(shuffled).raw == grouper.group(stay).raw


# Of a normal newborn every other diagnosis is a problem.
@given(stay=STAYS.filter(lambda stay: stay.diagnoses[0].code != NEWBORN))
def test_code_without_severity_or_role_changes_nothing(grouper, stay):
    bare = replace(stay, diagnoses=tuple(one for one in stay.diagnoses if one.code != INERT))
    more = replace(bare, diagnoses=(*bare.diagnoses, CodedDiagnosis(INERT, "Y")))

    assert grouper.group(more).raw == grouper.group(bare).raw


@given(stay=STAYS)
def test_what_is_told_of_each_code_is_what_grouping_without_it_gives(grouper, stay):
    answer = grouper.group(stay)
    told = {
        (one.procedure, one.place): one.answer for one in without_each(stay, answer, grouper.group)
    }

    for place in range(1, len(stay.diagnoses)):
        other = grouper.group(stay.without_diagnosis(place))
        assert ((False, place) in told) is (other.drg != answer.drg)
    counted = counting(stay, answer, grouper.group)
    assert 0 not in counted
    for place in counted:
        made_of = answer.at(place, stay)
        assert made_of is not None
        assert made_of.severity
        assert not made_of.excluded


@settings(max_examples=50)
@given(
    codes=st.lists(st.text(max_size=12), min_size=1, max_size=6),
    procedures=st.lists(st.text(max_size=12), max_size=3),
    admitting=st.text(max_size=9),
    age=st.none() | st.integers(-5, 400),
    sex=st.text(max_size=2),
    status=st.text(max_size=3),
    poa=st.text(max_size=2),
    on=st.dates(date(2015, 1, 1), date(2040, 1, 1)),
)
def test_no_text_breaks_the_grouper_or_the_editor(
    grouper, codes, procedures, admitting, age, sex, status, poa, on
):
    stay = Stay(
        on,
        tuple(CodedDiagnosis(code, poa) for code in codes),
        tuple(procedures),
        admitting,
        age,
        sex,
        status,
    )

    raised(stay, grouper.edits)
    if grouper.version_on(on) is not None:
        answer = grouper.group(stay)
        list(without_each(stay, answer, grouper.group))
        counting(stay, answer, grouper.group)


class NoReleases:
    """Where nothing is installed."""

    def choose(self, code_set: str, _on: date | None) -> NoReturn:
        raise KnownError(f"No release of {code_set} is installed.", "")

    def stamp(self) -> tuple[int, ...]:
        return ()


@pytest.fixture(scope="module")
def grouping(grouper) -> Grouping:
    tables = RiskCategories({2027: {"V28": {"I5021": ("226",)}}}, {}, "sample 1")
    return Grouping(NoReleases(), lambda: grouper, lambda: tables)  # type: ignore[arg-type]


DAYS = st.none() | st.dates(date(2015, 1, 1), date(2040, 1, 1))
LINES = st.builds(
    lambda code_set, code, poa, role: EncounterLine("", code_set, "", code, "", poa=poa, role=role),
    st.sampled_from(["icd10cm", "icd10cm", "icd10pcs", "hcpcs", "icf"]),
    st.sampled_from([*PRINCIPALS, *SECONDARIES, *PROCEDURES, "I50.21", " i50.21 ", ".", ""])
    | st.text(max_size=9),
    st.sampled_from(["", "Y", "N", "U", "W", "1", "?"]),
    st.sampled_from([Role.LISTED, Role.LISTED, Role.ADMITTING, Role.REASON_FOR_VISIT]),
)


@settings(max_examples=60)
@given(
    lines=st.lists(LINES, max_size=8),
    setting=st.sampled_from(list(Setting)),
    on=DAYS,
    admitted_on=DAYS,
    birth_date=DAYS,
    age=st.none() | st.integers(-1, 200),
    sex=st.sampled_from(["", "F", "M", "U", "?"]),
    status=st.sampled_from(["", "01", "20", "99", "x", "²²"]),
)
def test_every_encounter_is_answered_line_by_line(
    grouping, lines, setting, on, admitted_on, birth_date, age, sex, status
):
    moment = datetime(2026, 5, 2, tzinfo=UTC)
    encounter = Encounter(
        "1",
        "",
        setting,
        on,
        tuple(replace(line, id=str(at)) for at, line in enumerate(lines)),
        (),
        0,
        moment,
        moment,
        age=age,
        sex=sex,
        discharge_status=status,
        admitted_on=admitted_on,
        birth_date=birth_date,
    )

    grouped = grouping.group(encounter)

    assert [code.line_id for code in grouped.codes] == [line.id for line in encounter.lines]
    assert (grouped.drg is None) is bool(grouped.problem)
    assert {one.line_id for one in grouped.without} <= {line.id for line in encounter.lines}
    named = {line_id for edit in grouped.edits for line_id in edit.line_ids}
    assert named <= {line.id for line in encounter.lines}

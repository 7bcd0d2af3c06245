"""A list that this program wrote is read back whole; prose holds no codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.drawn_encounters import encounters, said
from support.list_reading import invented_import

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import CopyOptions
from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting
from codebook_app.domain.list_reading import ListReading
from codebook_app.exchange.encounter_file import encounter_json
from codebook_app.exchange.formats import standard_formats
from codebook_app.services.list_told import encounter_read

READER = invented_import()
FORMATS = standard_formats()


def answered(reading: ListReading, meant: Sequence[EncounterLine]) -> tuple[EncounterLine, ...]:
    """Return the lines after each question is answered with the code that was meant."""
    answers = {}
    for at, (found, line) in enumerate(zip(reading.codes, meant, strict=True)):
        if found.oddity is not None:
            answers[at] = next(
                place
                for place, choice in enumerate(found.oddity.choices)
                if choice.line is not None
                and (choice.line.code_set, choice.line.code) == (line.code_set, line.code)
            )
    return reading.lines(answers)


def written(encounter: Encounter, name: str, **options: object) -> str:
    """Return an encounter in a format with its own defaults, but for *options*."""
    form = FORMATS.named(name)
    chosen: CopyOptions = replace(form.described.defaults, **options)  # type: ignore[arg-type]
    return form.render(Claim.of(encounter), chosen).text


@pytest.mark.slow
@given(encounters(), st.sampled_from(["tsv", "csv"]), st.booleans(), st.booleans())
def test_a_table_of_ours_is_read_back_with_all_it_holds(encounter, name, dots, guard):
    text = written(encounter, name, dots=dots, guard=guard)

    fields = ("poa", "role", "performed_on", "units", "modifiers", "pointers", "charge")
    fields += ("revenue_code",)
    assert said(READER.read_text(text).lines(), *fields) == said(encounter.lines, *fields)


@pytest.mark.slow
@given(encounters(), st.sampled_from(["markdown", "html"]), st.booleans())
def test_a_table_for_people_is_read_back_with_all_it_shows(encounter, name, dots):
    lines = answered(READER.read_text(written(encounter, name, dots=dots)), encounter.lines)

    fields = ("poa", "role", "performed_on", "units", "modifiers", "pointers", "charge")
    assert said(lines, *fields) == said(encounter.lines, *fields)


@pytest.mark.slow
@given(encounters(), st.booleans(), st.booleans(), st.booleans())
def test_numbered_codes_are_read_back_with_their_roles(encounter, dots, poa, descriptions):
    text = written(encounter, "dx", dots=dots, poa=poa, descriptions=descriptions)

    fields = ("role", "poa") if poa else ("role",)
    assert said(READER.read_text(text).lines(), *fields) == said(encounter.lines, *fields)


@pytest.mark.slow
@given(encounters(), st.booleans(), st.booleans())
def test_codes_with_titles_are_read_back_whatever_the_titles_say(encounter, dots, poa):
    text = written(encounter, "titles", dots=dots, poa=poa)
    lines = answered(READER.read_text(text), encounter.lines)

    fields = ("poa",) if poa else ()
    assert said(lines, *fields) == said(encounter.lines, *fields)


@pytest.mark.slow
@given(encounters(), st.sampled_from(["\n", ",", " ", ", ", ";", "\t", " / "]), st.booleans())
def test_codes_alone_are_read_back_whatever_stands_between(encounter, separator, dots):
    text = written(encounter, "plain", dots=dots, separator=separator)

    assert said(answered(READER.read_text(text), encounter.lines)) == said(encounter.lines)


@pytest.mark.slow
@given(encounters())
def test_an_institutional_claim_is_read_back_by_its_fields(encounter):
    # 837I: no pointers and no date of services without their loops; one admitting diagnosis.
    kept = [
        replace(line, role=Role.LISTED, pointers=(), modifiers=line.modifiers[:4])
        for line in encounter.lines
    ]
    for at, line in enumerate(kept):
        if line.code_set in {"cpt", "hcpcs"}:
            kept[at] = replace(line, performed_on=None, revenue_code="0450", units=line.units or 1)
    inpatient = replace(encounter, setting=Setting.INPATIENT, lines=tuple(kept))
    if not Claim.of(inpatient).diagnoses:
        return
    claim = Claim.of(inpatient)
    back = READER.read_text(written(inpatient, "837i"), Setting.INPATIENT)
    read = Claim.of(encounter_read(back, back.lines()))

    for field in ("principal", "secondary", "external_causes", "procedures", "services"):
        was, now = getattr(claim, field), getattr(read, field)
        was, now = ((was,), (now,)) if field == "principal" else (was, now)
        fields = {
            "procedures": ("performed_on",),
            "services": ("units", "modifiers", "charge", "revenue_code"),
        }.get(field, ("poa",))
        assert said(now, *fields) == said(was, *fields)


@pytest.mark.slow
@given(encounters())
def test_an_encounter_file_is_read_back_as_it_was(encounter):
    reading = READER.read_text(encounter_json(encounter))
    by_field = sorted(encounter.lines, key=lambda line: line.code_set != "icd10cm")

    fields = ("poa", "role", "performed_on", "units", "modifiers", "pointers", "charge", "title")
    assert said(reading.lines(), *fields) == said(by_field, *fields)
    assert reading.encounter is not None
    assert reading.encounter.label == encounter.label


WORDS = (  # noqa: SIM905 - to be read
    "the patient was seen for a follow up of diabetes and has no chest pain today with blood"
    " pressure of taking daily tablets in room at age weeks ago left knee type stage vitamin covid"
    " sats on air hemoglobin dose increased from to fracture grade who reports walking hospital"
    " years normal sinus rhythm discharged home stable labs reviewed repeat next visit in month"
).split()
numbers = st.one_of(
    st.integers(0, 10**9).map(str),
    st.decimals(0, 9999, places=2).map(str),
    st.sampled_from(
        (  # noqa: SIM905
            "B12 A1C T4 C4 L5 S1 H1N1 COVID19 CO2 O2 98.6F 120/80 11/22/2026 10:45 2nd 3x 1st N95"
            " K2 CD4 HbA1c Q6h P53 L5-S1"
        ).split()
    ),
)


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(WORDS), min_size=2, max_size=6),
            numbers,
            st.lists(st.sampled_from(WORDS), min_size=2, max_size=6),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([" ", ". ", "\n", ", "]),
)
def test_no_code_is_read_out_of_words_and_numbers(sentences, between):
    text = between.join(" ".join([*a, number, *b]) for a, number, b in sentences)

    assert READER.read_text(text).lines() == ()


@given(st.text(max_size=80))
def test_any_text_at_all_can_be_read(text):
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return
    reading = READER.read_text(text)

    for found in (*reading.codes, *reading.ignored):
        assert 0 <= found.start <= found.end <= len(reading.text)
    for one in reading.questions:
        assert one.oddity is not None
        assert one.oddity.choices[one.oddity.leave_out].line is None

"""An encounter written to a file and read again is the same, whatever it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.code_lists import MOMENT

from codebook_app.domain.encounter import (
    Encounter,
    EncounterLine,
    Kind,
    Override,
    Role,
    Setting,
)
from codebook_app.domain.pointers import listed, place_of
from codebook_app.exchange.encounter_file import EncounterFile, encounter_json

READER = EncounterFile()
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
names = words.map(lambda text: " ".join(text.split())).filter(bool)
releases = st.sampled_from(["", "FY2099", "2025-10"])
charges = st.none() | st.integers(0, 999_999_999).map(lambda cents: Decimal(cents) / 100).map(
    lambda amount: amount.quantize(Decimal("0.01"))
)
diagnoses = st.builds(
    EncounterLine,
    id=st.just(""),
    code_set=st.just("icd10cm"),
    release=releases,
    code=st.from_regex(r"[A-Z][0-9][0-9AB](\.[0-9A-Z]{1,4})?", fullmatch=True),
    title=words,
    poa=st.sampled_from(["", "Y", "N", "U", "W"]),
    role=st.sampled_from(list(Role)),
)
procedures = st.builds(
    EncounterLine,
    id=st.just(""),
    code_set=st.sampled_from(["icd10pcs", "cpt", "hcpcs"]),
    release=releases,
    code=st.from_regex(r"[0-9A-Z]{5,7}", fullmatch=True),
    title=words,
    performed_on=st.none() | st.dates(),
    units=st.none() | st.integers(1, 99_999),
    modifiers=st.lists(st.from_regex(r"[A-Z0-9]{2}", fullmatch=True), max_size=5).map(tuple),
    pointers=st.lists(st.from_regex("[A-L]|AB", fullmatch=True), max_size=5).map(tuple),
    charge=charges,
    revenue_code=st.from_regex("([0-9]{4})?", fullmatch=True),
)
others = st.builds(
    EncounterLine,
    id=st.just(""),
    code_set=st.sampled_from(["icf", "msdrg", "loinc"]),
    release=releases,
    code=st.from_regex(r"[bsde][0-9]{1,4}([.+][0-9])?|[0-9]{3}", fullmatch=True),
    title=words,
    performed_on=st.none() | st.dates(),
)
overrides = st.builds(
    Override,
    rule=st.sampled_from(["excludes1", "age"]),
    codes=st.lists(st.sampled_from(["A00.0", "B20"]), max_size=3).map(tuple),
    reason=names,
    made_at=st.datetimes(timezones=st.just(UTC)),
)
encounters = st.builds(
    Encounter,
    id=st.just(""),
    label=names,
    setting=st.sampled_from(list(Setting)),
    date_of_service=st.none() | st.dates(),
    lines=st.lists(diagnoses | procedures | others, max_size=8).map(
        lambda lines: tuple(replace(line, id=str(at)) for at, line in enumerate(lines))
    ),
    overrides=st.lists(overrides, max_size=3).map(tuple),
    revision=st.just(0),
    created_at=st.just(MOMENT),
    changed_at=st.just(MOMENT),
    age=st.none() | st.integers(0, 130),
    sex=st.sampled_from(["", "F", "M", "U"]),
    discharge_status=st.sampled_from(["", "01", "20"]),
    admitted_on=st.none() | st.dates(),
    birth_date=st.none() | st.dates(),
    kind=st.sampled_from(list(Kind)),
    poa_exempt_hospital=st.booleans(),
)


def filed(encounter: Encounter) -> Encounter:
    """Return *encounter* with its lines in the order of a file, without their ids."""

    def place(line: EncounterLine) -> int:
        claimed = ("icd10pcs", "cpt", "hcpcs")
        return 0 if line.code_set == "icd10cm" else 1 if line.code_set in claimed else 2

    return unnamed(replace(encounter, lines=tuple(sorted(encounter.lines, key=place))))


def unnamed(encounter: Encounter) -> Encounter:
    return replace(encounter, lines=tuple(replace(line, id="") for line in encounter.lines))


@pytest.mark.slow
@settings(max_examples=200)
@given(encounters)
def test_what_is_written_is_read_back_whole(encounter):
    again = READER.read(encounter_json(encounter), "visit.json", MOMENT)

    assert unnamed(again) == filed(encounter)
    assert encounter_json(again) == encounter_json(encounter)


@pytest.mark.slow
@settings(max_examples=100)
@given(encounters)
def test_a_service_points_at_the_same_diagnoses_after_the_file(encounter):
    def shown(visit: Encounter) -> list[list[str]]:
        codes = {line.id: line.code for line in visit.lines}
        places = [codes[one] for one in listed(visit.lines)]
        return [
            [places[at] for at in map(place_of, line.pointers) if at < len(places)]
            for line in visit.lines
            if line.pointers
        ]

    again = READER.read(encounter_json(encounter), "visit.json", MOMENT)

    assert shown(again) == shown(encounter)

"""Nothing written is lost on the way back, and nothing read brings the program down."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.code_lists import MOMENT, a_list

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import CopyOptions
from codebook_app.domain.encounter import EncounterLine
from codebook_app.errors import KnownError
from codebook_app.exchange.delimited import COLUMNS
from codebook_app.exchange.encounter_file import EncounterFile
from codebook_app.exchange.formats import standard_formats
from codebook_app.paths import resource

titles = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
codes = st.from_regex(r"[A-TV-Z][0-9][0-9AB](\.[0-9A-Z]{1,4})?", fullmatch=True)
lines = st.builds(
    EncounterLine,
    id=st.just("1"),
    code_set=st.sampled_from(["icd10cm", "icd10pcs", "cpt"]),
    release=st.sampled_from(["FY2099", ""]),
    code=codes,
    title=titles,
    poa=st.sampled_from(["", "Y", "N"]),
    units=st.none() | st.integers(1, 99),
    modifiers=st.lists(st.from_regex(r"[A-Z0-9]{2}", fullmatch=True), max_size=4).map(tuple),
    pointers=st.lists(st.sampled_from("ABCDEFGHIJKL"), max_size=4).map(tuple),
)
READER = EncounterFile()
KEYS = [*json.loads(resource("encounter.schema.json").read_text())["properties"], "code", "poa"]
KEYS += ["code_set", "units", "modifiers", "pointers", "other"]


@pytest.mark.slow
@given(st.lists(lines, max_size=6), st.booleans())
def test_a_tsv_is_read_back_with_every_code_in_its_order(listed, dots):
    chosen = CopyOptions(dots=dots, poa=True, descriptions=True)
    rendered = standard_formats().named("tsv").render(Claim.of(a_list(*listed)), chosen)
    rows = list(csv.reader(io.StringIO(rendered.text), delimiter="\t", strict=True))

    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(listed) + 1
    for line, row in zip(listed, rows[1:], strict=True):
        told = dict(zip(COLUMNS, row, strict=True))
        undotted = line.code.replace(".", "") if line.code_set == "icd10cm" else line.code
        assert told["code"] == (line.code if dots else undotted)
        assert told["dotless"] == undotted
        title = " ".join(line.title.split())
        assert told["title"] in {title, f"'{title}"}
        assert not told["title"].startswith(("=", "+", "-", "@"))
        assert told["POA"] == (line.poa if line.code_set == "icd10cm" else "")
        assert told["units"] == ("" if line.units is None else str(line.units))
        assert tuple(told["modifiers"].split()) == line.modifiers
        assert tuple(told["pointers"]) == line.pointers


@pytest.mark.slow
@given(st.lists(lines, max_size=6))
def test_plain_codes_lose_reorder_and_invent_nothing(listed):
    text = standard_formats().named("plain").render(Claim.of(a_list(*listed)), CopyOptions()).text

    assert (text.split("\n") if text else []) == [line.code for line in listed]


@given(st.text(max_size=60))
def test_any_text_is_an_encounter_or_one_clear_line(text):
    _read(text)


near_misses: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | codes,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@pytest.mark.slow
@given(near_misses)
def test_any_json_is_an_encounter_or_one_clear_line(document):
    _read(json.dumps(document))


@pytest.mark.slow
@given(
    st.lists(
        st.fixed_dictionaries(
            {"code": codes}, optional={"poa": st.sampled_from(["", "Y", "N", "U", "W"])}
        ),
        max_size=8,
    )
)
def test_every_diagnosis_of_a_file_is_read_in_its_order(diagnoses):
    encounter = READER.read(json.dumps({"diagnoses": diagnoses}), "a.json", MOMENT)

    assert [(line.code, line.poa) for line in encounter.lines] == [
        (one["code"], one.get("poa", "")) for one in diagnoses
    ]


def _read(text: str) -> None:
    try:
        encounter = READER.read(text, "a.json", MOMENT)
    except KnownError as fault:
        said = str(fault)
        assert said.isprintable()
        assert len(said) < 400
        said.encode()
    else:
        assert all(line.code for line in encounter.lines)

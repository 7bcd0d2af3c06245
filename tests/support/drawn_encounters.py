"""Encounters drawn by hypothesis, saying what a claim may need of each line; what lines say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from support.code_lists import a_list
from support.list_reading import LINES

from codebook_app.domain.encounter import Encounter, EncounterLine, Role

titles = st.from_regex(r"[A-Za-z][a-z0-9 ,.()'|\\\"*-]{4,40}[a-z]", fullmatch=True).map(
    lambda text: " ".join(text.split())
)
known = st.sampled_from(sorted(key for key, line in LINES.items() if line.billable))
invented = st.one_of(
    st.tuples(st.just("icd10cm"), st.from_regex(r"[P-T][0-9]{2}\.[0-9]{1,3}[2-8]", fullmatch=True)),
    st.tuples(st.just("cpt"), st.from_regex(r"[1-9][0-9]{4}", fullmatch=True)),
    st.tuples(st.just("hcpcs"), st.from_regex(r"[G-L][0-9]{4}", fullmatch=True)),
    st.tuples(st.just("icd10pcs"), st.from_regex(r"[0-9][2-9]W[A-HJ-NP-Z3-9]{4}", fullmatch=True)),
)
PAIRS = st.one_of(known, invented)
MODIFIERS = st.lists(st.sampled_from(["25", "59", "LT", "XS", "G1"]), max_size=4, unique=True)


@st.composite
def encounters(draw: st.DrawFn) -> Encounter:
    """Draw an encounter that says what a claim may need of each line."""
    pairs = draw(st.lists(PAIRS, max_size=8, unique=True))
    lines = [draw(_lines(pair, at)) for at, pair in enumerate(pairs)]
    return a_list(*lines)


def _lines(pair: tuple[str, str], at: int) -> st.SearchStrategy[EncounterLine]:
    code_set, code = pair
    diagnosis, service = code_set == "icd10cm", code_set in {"cpt", "hcpcs"}
    return st.builds(
        EncounterLine,
        id=st.just(f"L{at}"),
        code_set=st.just(code_set),
        release=st.just("FY2099"),
        code=st.just(code),
        title=titles,
        poa=st.sampled_from(["", "Y", "N", "U", "W"]) if diagnosis else st.just(""),
        role=st.sampled_from(list(Role)) if diagnosis else st.just(Role.LISTED),
        performed_on=st.none()
        if diagnosis
        else st.none() | st.dates(date(2016, 1, 1), date(2029, 12, 31)),
        units=st.none() | st.integers(1, 99) if service else st.none(),
        modifiers=MODIFIERS.map(tuple) if service else st.just(()),
        pointers=st.lists(st.sampled_from("ABCD"), max_size=4, unique=True).map(tuple)
        if service
        else st.just(()),
        charge=st.none() | st.integers(0, 99999).map(lambda cents: Decimal(cents) / 100)
        if service
        else st.none(),
        revenue_code=st.sampled_from(["", "0450"]) if service else st.just(""),
    )


def said(lines: Sequence[EncounterLine], *fields: str) -> list[tuple[object, ...]]:
    """Return what lines say, without what a format does not hold."""
    return [tuple(getattr(line, name) for name in ("code_set", "code", *fields)) for line in lines]

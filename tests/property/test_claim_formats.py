"""No encounter whose claim loses, reorders or invents a code, in any of the claim formats.

Each claim is read back, X12 by pyx12 and FHIR by ``fhir.resources``, and compared field by field
with the encounter; an encounter that does not fit is refused and nothing else happens.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.cells import Cells
from support.claims import GROUPED, rendered
from support.code_lists import a_list
from support.fhir_resources import validated
from support.x12_envelopes import faults, segments, whole_document

from codebook_app.domain.claim import Claim
from codebook_app.domain.encounter import EncounterLine, Role, Setting
from codebook_app.errors import KnownError
from codebook_app.exchange.formats import standard_formats

FORMATS = ("837p", "837i", "cms1500", "ub04", "fhir", "fhir-bundle")
LETTERS = "ABCDEFGHIJKL"
days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
charges = st.none() | st.decimals(0, 10**7, places=2)
titles = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
modifiers = st.lists(st.from_regex(r"[A-Z0-9]{2}", fullmatch=True), max_size=4).map(tuple)
diagnoses = st.builds(
    EncounterLine,
    id=st.just("1"),
    code_set=st.just("icd10cm"),
    release=st.just("FY2099"),
    code=st.from_regex(r"[A-Z][0-9][0-9AB](\.[0-9A-Z]{1,4})?", fullmatch=True),
    title=titles,
    poa=st.sampled_from(["", "Y", "N", "U", "W"]),
    role=st.sampled_from([Role.LISTED] * 8 + [Role.ADMITTING, Role.REASON_FOR_VISIT]),
)
procedures = st.builds(
    EncounterLine,
    id=st.just("2"),
    code_set=st.just("icd10pcs"),
    release=st.just("FY2099"),
    code=st.from_regex(r"[0-9A-HJ-NP-Z]{7}", fullmatch=True),
    title=titles,
    performed_on=days,
)
services = st.builds(
    EncounterLine,
    id=st.just("3"),
    code_set=st.sampled_from(["cpt", "hcpcs"]),
    release=st.just("FY2099"),
    code=st.from_regex(r"[0-9A-V][0-9]{3}[0-9A-Z]|0[01][0-9]{3}", fullmatch=True),
    title=titles,
    performed_on=days,
    units=st.none() | st.integers(1, 999) | st.integers(1, 99999),
    modifiers=modifiers,
    pointers=st.lists(st.sampled_from("AABBCDEL"), max_size=4).map(tuple),
    charge=charges,
    revenue_code=st.sampled_from(["", "0300", "0450"]),
)
strangers = st.builds(
    EncounterLine,
    id=st.just("4"),
    code_set=st.sampled_from(["icf", "msdrg"]),
    release=st.just("FY2099"),
    code=st.sampled_from(["b280", "280"]),
    title=titles,
)


@st.composite
def claims(draw):
    """Return a claim of any setting: mostly one that fits, now and then one that can't.

    There are a few lines of each kind in any order, or very many of one kind.
    """
    setting = draw(st.sampled_from(Setting))
    kinds = [diagnoses, diagnoses, services]
    if setting is Setting.INPATIENT:
        kinds.append(procedures)
    lines = draw(st.lists(st.one_of(kinds), max_size=10))
    if draw(st.integers(0, 3)) == 0:
        lines += draw(st.lists(draw(st.sampled_from(kinds)), min_size=8, max_size=40))
    if draw(st.integers(0, 9)) == 0:
        lines.append(draw(st.one_of(strangers, procedures)))
    elif draw(st.integers(0, 9)):
        lines = fitting(lines, setting)
    encounter = replace(
        a_list(*lines, on=draw(days)),
        setting=setting,
        admitted_on=draw(days),
        birth_date=draw(days),
        sex=draw(st.sampled_from(["", "F", "M", "U"])),
        discharge_status=draw(st.sampled_from(["", "01"])),
    )
    codes = [line.code for line in lines if line.code_set == "icd10cm"]
    some = st.sets(st.sampled_from(codes)).map(frozenset) if codes else st.just(frozenset())
    return Claim.of(
        encounter,
        exempt=draw(st.none() | some),
        grouped=draw(st.sampled_from([None, GROUPED])) if setting is Setting.INPATIENT else None,
    )


def fitting(lines, setting):
    """Return *lines* with roles that the setting has, and pointers to diagnoses that are there."""
    rooms = {
        Setting.PROFESSIONAL: {},
        Setting.OUTPATIENT: {Role.REASON_FOR_VISIT: 3},
        Setting.INPATIENT: {Role.ADMITTING: 1},
    }[setting]
    used = defaultdict(int)
    placed = []
    for line in lines:
        used[line.role] += 1
        fits = line.role is Role.LISTED or used[line.role] <= rooms.get(line.role, 0)
        placed.append(line if fits else replace(line, role=Role.LISTED))
    listed = sum(line.code_set == "icd10cm" and line.role is Role.LISTED for line in placed)
    there = LETTERS[:listed]
    return [
        replace(line, pointers=tuple(one for one in line.pointers if one in there))
        for line in placed
    ]


def fits(name, claim):
    """Return whether *claim* fits the format; one that does not is refused with all its reasons."""
    unfit = standard_formats().named(name).unfit(claim)
    if not unfit:
        return True
    with pytest.raises(KnownError) as fault:
        rendered(name, claim)
    assert all(reason in fault.value.message for reason in unfit)
    assert str(fault.value).isprintable()
    return False


def bare(lines):
    return [line.code.replace(".", "") for line in lines]


def poa(claim, line):
    """Return the POA a claim has, by the rule of the brief and not by the program's."""
    if claim.encounter.setting is not Setting.INPATIENT or line.code in (claim.exempt or ()):
        return ""
    return line.poa


def day_of(claim, service):
    """Return the day of a service: a stay's date is its discharge, and no service's."""
    on = claim.encounter.date_of_service
    return service.performed_on or (None if claim.encounter.setting is Setting.INPATIENT else on)


def minutes_of(service):
    """Return the minutes of anesthesia as written, None where the service has units."""
    timed = "00100" <= service.code <= "01999" and service.code not in {"01953", "01996"}
    if service.code_set != "cpt" or not timed:
        return None
    return "" if service.units is None else str(service.units)


def money(text):
    return Decimal(text) if text else None


@pytest.mark.slow
@given(claims())
def test_an_837p_is_read_back_as_it_was(claim):
    if not fits("837p", claim):
        return
    found = segments(rendered("837p", claim).text)
    codes = [one for name, elements in found if name == "HI" for one in elements]
    read = [elements for name, elements in found if name == "SV1"]

    assert len(codes) <= 12
    assert [code for _, code in codes] == bare(claim.diagnoses)
    assert [qualifier for qualifier, _ in codes] == ["ABK", *["ABF"] * 11][: len(codes)]
    assert len(read) == len(claim.services)
    for service, elements in zip(claim.services, read, strict=True):
        # Empty elements at the end of a segment are left out.
        padded = [*elements, *[[""]] * (4 - len(elements))]
        procedure, (charge,), (unit,), (units,), *rest = padded
        assert procedure == ["HC", service.code, *service.modifiers]
        assert money(charge) == service.charge
        assert (unit, units) == (
            ("MJ", minutes)
            if (minutes := minutes_of(service)) is not None
            else ("UN", str(service.units or 1))
        )
        pointers = rest[2] if rest else []
        assert [LETTERS[int(one) - 1] for one in pointers] == list(service.pointers)
    assert {name for name, _ in found} <= {"HI", "SV1"}


@pytest.mark.slow
@given(claims())
def test_an_837i_is_read_back_as_it_was(claim):
    if not fits("837i", claim):
        return
    found = segments(rendered("837i", claim, loops=True).text)
    by_qualifier = defaultdict(list)
    for name, elements in found:
        if name == "HI":
            assert len(elements) <= 12
            assert len({one[0] for one in elements}) == 1
            for one in elements:
                by_qualifier[one[0]].append(one[1:])
    listed = claim.diagnoses
    external = [line for line in listed[1:] if line.code[0] in "VWXY"]
    others = [line for line in listed[1:] if line.code[0] not in "VWXY"]

    for qualifier, lines in (("ABK", listed[:1]), ("ABN", external), ("ABF", others)):
        read = by_qualifier.pop(qualifier, [])
        assert [one[0] for one in read] == bare(lines)
        assert [one[7] if len(one) == 8 else "" for one in read] == [
            poa(claim, one) for one in lines
        ]
        assert all(set(one[1:7]) <= {""} for one in read)
    for qualifier, lines in (("ABJ", claim.admitting), ("APR", claim.reasons)):
        assert by_qualifier.pop(qualifier, []) == [[code] for code in bare(lines)]
    for qualifier, lines in (("BBR", claim.procedures[:1]), ("BBQ", claim.procedures[1:])):
        assert by_qualifier.pop(qualifier, []) == [
            [one.code, "D8", f"{one.performed_on:%Y%m%d}"] if one.performed_on else [one.code]
            for one in lines
        ]
    assert by_qualifier.pop("DR", []) == ([["280"]] if claim.grouped else [])
    assert by_qualifier == {}
    _same_services(claim, [one for one in found if one[0] != "HI"])


def _same_services(claim, found):
    """Compare the loops of services, each of LX, SV2 and perhaps DTP."""
    loops = []
    for name, elements in found:
        if name == "LX":
            loops.append({})
        loops[-1][name] = elements
    assert [one["LX"] for one in loops] == [[[str(at)]] for at in range(1, len(loops) + 1)]
    assert len(loops) == len(claim.services)
    for service, loop in zip(claim.services, loops, strict=True):
        assert loop["SV2"] == [
            [service.revenue_code],
            ["HC", service.code, *service.modifiers],
            loop["SV2"][2],
            ["UN"],
            [str(service.units or 1)],
        ]
        assert money(loop["SV2"][2][0]) == service.charge
        on = day_of(claim, service)
        assert loop.get("DTP") == ([["472"], ["D8"], [f"{on:%Y%m%d}"]] if on else None)


@pytest.mark.slow
@settings(max_examples=10)  # pyx12 reads the maps for each document
@given(claims())
def test_pyx12_finds_nothing_wrong_in_a_claim_of_which_all_is_known(claim):
    kind, name = {
        Setting.PROFESSIONAL: ("837P", "837p"),
        Setting.OUTPATIENT: ("837I outpatient", "837i"),
        Setting.INPATIENT: ("837I inpatient", "837i"),
    }[claim.encounter.setting]
    whole = complete(claim)
    assume(whole.diagnoses and (whole.services or kind == "837I inpatient"))
    assume(not standard_formats().named(name).unfit(whole))

    assert faults(whole_document(kind, rendered(name, whole, loops=True).text)) == []


def complete(claim):
    """Return *claim* with the dates, charges, pointers and revenue codes that an 837 requires."""
    known = {"charge": Decimal(1), "pointers": ("A",), "revenue_code": "0300", "units": 1}
    lines = []
    for line in claim.encounter.lines:
        missing = {"performed_on": date(2026, 1, 1)} if line.code_set != "icd10cm" else {}
        if line in claim.services:
            missing |= known
        lines.append(replace(line, **{key: getattr(line, key) or missing[key] for key in missing}))
    encounter = replace(claim.encounter, lines=tuple(lines), date_of_service=date(2026, 1, 1))
    return Claim.of(encounter, exempt=claim.exempt, grouped=claim.grouped)


def rows_of(shown):
    """Return the rows of a CSV by sheet or page, box and line, guards taken off."""
    rows = list(csv.reader(io.StringIO(shown.csv)))[1:]
    return [[one.removeprefix('="').removesuffix('"') for one in row] for row in rows]


@pytest.mark.slow
@given(claims())
def test_a_cms1500_is_read_back_as_it_was(claim):
    if not fits("cms1500", claim):
        return
    shown = rendered("cms1500", claim)
    sheets = defaultdict(dict)
    for sheet, box, line, value in rows_of(shown):
        sheets[int(sheet)][box, line] = value
    html = [cell for row in Cells(shown.html).rows for cell in row]
    read = []

    assert list(sheets) == list(range(1, max(1, -(-len(claim.services) // 6)) + 1))
    for boxes in sheets.values():
        assert [value for (box, _), value in boxes.items() if box == "21"] == bare(claim.diagnoses)
        assert [line for box, line in boxes if box == "21"] == list(LETTERS[: len(claim.diagnoses)])
        read += [
            {box: value for (box, at), value in boxes.items() if at == str(line)}
            for line in range(1, 7)
            if ("24D CPT/HCPCS", str(line)) in boxes
        ]
    assert len(read) == len(claim.services)
    for service, boxes in zip(claim.services, read, strict=True):
        on = day_of(claim, service)
        minutes = minutes_of(service)
        assert boxes["24D CPT/HCPCS"] == service.code
        assert tuple(boxes.get("24D Modifier", "").split()) == service.modifiers
        assert tuple(boxes.get("24E Pointer", "")) == service.pointers
        assert money(boxes.get("24F Charges", "").replace(" ", ".")) == service.charge
        assert boxes.get("24G Units", "") == (
            str(service.units or 1) if minutes is None else minutes
        )
        assert boxes.get("24A From") == boxes.get("24A To") == (f"{on:%m %d %y}" if on else None)
        assert service.code in html
        assert service.code in shown.text
    assert all(code in html and code in shown.text for code in bare(claim.diagnoses))


@pytest.mark.slow
@given(claims())
def test_a_ub04_is_read_back_as_it_was(claim):
    if not fits("ub04", claim):
        return
    shown = rendered("ub04", claim)
    rows = rows_of(shown)
    codes = [(locator, value, poa, on) for _, locator, line, value, poa, on in rows if not line]
    listed = claim.diagnoses
    external = [line for line in listed[1:] if line.code[0] in "VWXY"]
    others = [line for line in listed[1:] if line.code[0] not in "VWXY"]

    def field(prefix, name):
        return [
            one[1:] for one in codes if one[0].startswith(prefix) or one[0] == f"837I only: {name}"
        ]

    for prefix, name, lines in (
        ("FL67", "Other diagnosis", [*listed[:1], *others]),
        ("FL69", "Admitting diagnosis", claim.admitting),
        ("FL70", "Reason for visit", claim.reasons),
        ("FL72", "External cause", external),
    ):
        shows_poa = prefix in {"FL67", "FL72"}
        assert field(prefix, name) == [
            (code, poa(claim, line) if shows_poa else "", "")
            for code, line in zip(bare(lines), lines, strict=True)
        ]
    assert field("FL74", "Other procedure") == [
        (one.code, "", f"{one.performed_on:%m%d%y}" if one.performed_on else "")
        for one in claim.procedures
    ]
    assert field("FL71", "") == ([("280", "", "")] if claim.grouped else [])
    on_paper = [locator for locator, *_ in codes if locator.startswith(("FL67", "FL7"))]
    assert len(set(on_paper)) == len(on_paper)
    services = defaultdict(dict)
    for page, locator, line, value, *_ in rows:
        if line:
            services[int(page), int(line)][locator] = value
    charges = [service.charge for service in claim.services]
    if charges:
        pages = -(-len(charges) // 22)
        last = services.pop((pages, 23))
        assert last.pop("FL42 Rev. code") == "0001"
        whole = None if None in charges else sum(charges)
        assert money(last.pop("FL47 Charges", "").replace(" ", ".")) == whole
        assert not last
    assert list(services) == [(at // 22 + 1, at % 22 + 1) for at in range(len(claim.services))]
    for service, boxes in zip(claim.services, services.values(), strict=True):
        assert boxes["FL44 HCPCS"].split() == [service.code, *service.modifiers]
        assert boxes.get("FL42 Rev. code", "") == service.revenue_code
        assert boxes["FL46 Units"] == str(service.units or 1)
        assert money(boxes.get("FL47 Charges", "").replace(" ", ".")) == service.charge
    for line in (*listed, *claim.admitting, *claim.reasons, *claim.procedures):
        assert line.code.replace(".", "") in shown.text
        assert line.code.replace(".", "") in shown.html


def references(found):
    """Yield what every Reference in *found* points at, however deep."""
    if isinstance(found, dict):
        if "reference" in found:
            yield found["reference"]
        for inner in found.values():
            yield from references(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from references(inner)


def code(concept):
    (coding,) = concept["coding"]
    return coding["code"]


@pytest.mark.slow
@given(claims())
def test_a_fhir_claim_is_read_back_as_it_was(claim):
    if not fits("fhir", claim):
        return
    found = validated(rendered("fhir", claim).text)
    lines = [*claim.diagnoses, *claim.admitting, *claim.reasons]
    read = found.get("diagnosis", [])

    assert [one["sequence"] for one in read] == list(range(1, len(lines) + 1))
    assert [code(one["diagnosisCodeableConcept"]) for one in read] == [one.code for one in lines]
    assert [code(one["onAdmission"]) if "onAdmission" in one else "" for one in read] == [
        poa(claim, one) if one.role is Role.LISTED else "" for one in lines
    ]
    assert [
        (code(one["procedureCodeableConcept"]), one.get("date"))
        for one in found.get("procedure", [])
    ] == [
        (one.code, one.performed_on.isoformat() if one.performed_on else None)
        for one in claim.procedures
    ]
    contained = [f"#{one['id']}" for one in found["contained"]]
    assert sorted(set(references(found))) == contained
    assert {"status", "type", "use", "patient", "created", "provider", "priority"} <= set(found)
    # What is not known says so, and points nowhere.
    absent = [found["provider"], *(one["coverage"] for one in found["insurance"])]
    assert [one["extension"][0]["valueCode"] for one in absent] == ["unknown", "unknown"]
    items = found.get("item", [])
    assert len(items) == len(claim.services)
    for service, one in zip(claim.services, items, strict=True):
        assert code(one["productOrService"]) == service.code
        assert tuple(map(code, one.get("modifier", []))) == service.modifiers
        assert [LETTERS[at - 1] for at in one.get("diagnosisSequence", [])] == list(
            service.pointers
        )
        assert one.get("quantity", {}).get("value") == service.units
        assert money(str(one["net"]["value"]) if "net" in one else "") == service.charge
        assert (code(one["revenue"]) if "revenue" in one else "") == service.revenue_code


@pytest.mark.slow
@given(claims())
def test_a_fhir_bundle_is_read_back_as_it_was(claim):
    if not fits("fhir-bundle", claim):
        return
    entries = validated(rendered("fhir-bundle", claim).text)["entry"]
    by_url = {one["fullUrl"]: one["resource"] for one in entries}
    of_kind = defaultdict(list)
    for resource in by_url.values():
        of_kind[resource["resourceType"]].append(resource)
    for reference in references(entries):
        assert reference in by_url
    lines = [*claim.diagnoses, *claim.admitting, *claim.reasons]
    uses = of_kind["Encounter"][0].get("diagnosis", [])
    done = [*claim.procedures, *claim.services]

    assert len(by_url) == len(entries) == 2 + len(lines) + len(done)
    assert [code(one["code"]) for one in of_kind["Condition"]] == [one.code for one in lines]
    assert [code(by_url[one["condition"]["reference"]]["code"]) for one in uses] == [
        one.code for one in lines
    ]
    assert [
        code(one["extension"][0]["valueCodeableConcept"]) if "extension" in one else ""
        for one in uses
    ] == [poa(claim, one) if one.role is Role.LISTED else "" for one in lines]
    assert [code(one["code"]) for one in of_kind["Procedure"]] == [one.code for one in done]
    for line, one in zip(done, of_kind["Procedure"], strict=True):
        reasons = [by_url[each["reference"]] for each in one.get("reasonReference", [])]
        assert [code(each["code"]) for each in reasons] == [
            lines[LETTERS.index(letter)].code for letter in line.pointers
        ]


@pytest.mark.slow
@given(claims(), st.sampled_from(FORMATS), st.booleans())
def test_the_text_is_one_and_the_same_each_time_and_pasted_whole(claim, name, dots):
    if not fits(name, claim):
        return
    shown = rendered(name, claim, dots=dots)

    assert shown == rendered(name, claim, dots=dots)
    assert not shown.text.endswith("\n")
    assert all(remark.isprintable() and remark.endswith(".") for remark in shown.said)

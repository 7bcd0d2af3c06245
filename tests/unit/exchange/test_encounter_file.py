"""Encounter files: what they hold, and one clear line for each way they can be wrong."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.code_lists import MOMENT

from codebook_app.domain.encounter import Encounter, Kind, Override, Role, Setting
from codebook_app.errors import KnownError
from codebook_app.exchange.encounter_file import EncounterFile, encounter_json
from codebook_app.exchange.json_text import LONGEST_TEXT
from codebook_app.exchange.schema_faults import _KINDS
from codebook_app.paths import resource

WHOLE = {
    "label": "Visit 14",
    "setting": "inpatient",
    "date": "2026-04-01",
    "age": 67,
    "sex": "F",
    "discharge_status": "01",
    "diagnoses": [{"code": "e11.22", "poa": "Y"}, {"code": "N1830"}],
    "procedures": [
        {"code_set": "icd10pcs", "code": "0016070", "date": "2026-04-02"},
        {
            "code_set": "cpt",
            "code": "99213",
            "units": 2,
            "modifiers": ["25", "59"],
            "pointers": ["A", "B"],
        },
    ],
}


def charged(amount: object) -> dict[str, Any]:
    """Return procedures of a file, one of them with a charge."""
    return {"procedures": [{"code_set": "cpt", "code": "99213", "charge": amount}]}


def read(text: str) -> Encounter:
    return EncounterFile().read(text, "visit.json", MOMENT)


def fault_of(document: Any) -> str:
    text = document if isinstance(document, str) else json.dumps(document)
    with pytest.raises(KnownError) as fault:
        read(text)
    said = str(fault.value)
    assert said.startswith("visit.json")
    assert said.isprintable()
    assert len(said) < 300
    return said


def test_the_schema_is_one():
    schema = json.loads(resource("encounter.schema.json").read_text(encoding="utf-8"))

    Draft202012Validator.check_schema(schema)


def test_a_whole_file_is_read_with_everything_it_holds():
    visit = read(json.dumps(WHOLE))

    assert (visit.label, visit.setting, visit.date_of_service) == (
        "Visit 14",
        Setting.INPATIENT,
        date(2026, 4, 1),
    )
    assert (visit.age, visit.sex, visit.discharge_status) == (67, "F", "01")
    assert [(one.code_set, one.code, one.poa) for one in visit.lines] == [
        ("icd10cm", "E11.22", "Y"),
        ("icd10cm", "N1830", ""),
        ("icd10pcs", "0016070", ""),
        ("cpt", "99213", ""),
    ]
    stay, service = visit.lines[2:]
    assert stay.performed_on == date(2026, 4, 2)
    assert (service.units, service.modifiers, service.pointers) == (2, ("25", "59"), ("A", "B"))
    assert len({one.id for one in visit.lines}) == 4
    assert (visit.id, visit.revision, visit.overrides) == ("", 0, ())


def test_what_a_claim_needs_is_read_too():
    visit = read(
        json.dumps(
            {
                "kind": "template",
                "admitted": "2026-03-28",
                "birth_date": "1958-05-06",
                "diagnoses": [
                    {"code": "r07.9", "role": "admitting"},
                    {"code": "I21.09", "title": "Invented infarction", "release": "FY2099"},
                ],
                "procedures": [
                    {"code_set": "cpt", "code": "99213", "charge": 125.1, "revenue_code": "0450"},
                    {"code_set": "hcpcs", "code": "g0439", "charge": "0.5"},
                ],
                "others": [{"code_set": "icf", "code": "b280.2", "date": "2026-04-01"}],
                "overrides": [{"rule": "excludes1", "codes": ["A", "B"], "reason": "Unrelated"}],
            }
        )
    )

    assert (visit.kind, visit.admitted_on) == (Kind.TEMPLATE, date(2026, 3, 28))
    assert visit.birth_date == date(1958, 5, 6)
    admitting, infarction, service, supply, function = visit.lines
    assert (admitting.code, admitting.role) == ("R07.9", Role.ADMITTING)
    assert (infarction.title, infarction.release) == ("Invented infarction", "FY2099")
    assert (str(service.charge), service.revenue_code) == ("125.10", "0450")
    assert (supply.code, str(supply.charge)) == ("G0439", "0.50")
    assert (function.code_set, function.code) == ("icf", "b280.2")
    assert visit.overrides == (Override("excludes1", ("A", "B"), "Unrelated", MOMENT),)


def test_what_was_not_entered_is_not_written():
    visit = read('{"diagnoses": [{"code": "I10"}]}')

    assert json.loads(encounter_json(visit)) == {
        "label": "visit.json",
        "setting": "outpatient",
        "diagnoses": [{"code": "I10"}],
    }


def test_a_written_file_is_one_of_the_schema():
    schema = json.loads(resource("encounter.schema.json").read_text(encoding="utf-8"))
    again = json.loads(encounter_json(read(json.dumps(WHOLE))))

    Draft202012Validator(schema).validate(again)
    assert again["procedures"] == WHOLE["procedures"]
    assert again["diagnoses"] == [{"code": "E11.22", "poa": "Y"}, {"code": "N1830"}]


def test_little_is_enough():
    visit = read('{"diagnoses": []}')

    assert (visit.label, visit.setting, visit.date_of_service, visit.lines) == (
        "visit.json",
        Setting.OUTPATIENT,
        None,
        (),
    )
    assert (visit.age, visit.sex, visit.discharge_status) == (None, "", "")


def test_null_is_not_given_and_a_byte_order_mark_is_passed_over():
    visit = read('\ufeff{"date": null, "age": null, "diagnoses": [{"code": "I10"}]}')

    assert (visit.date_of_service, visit.age) == (None, None)


def test_a_whole_number_may_be_written_with_a_point():
    assert read('{"age": 67.0, "diagnoses": []}').age == 67


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"diagnoses": "E11.22"}, 'diagnoses: must be a list […], not "E11.22"'),
        ({"diagnoses": ["E11.22"]}, 'diagnoses[0]: must be an object {…}, not "E11.22"'),
        (
            {"diagnoses": [{"code": "I10"}, {"code": "I11"}, {"code": 5}]},
            "diagnoses[2].code: must be text in quotes, not 5",
        ),
        ({"diagnoses": [{"poa": "Y"}]}, "diagnoses[0]: “code” is missing"),
        (
            {"diagnoses": [{"code": "I10; DROP"}]},
            'diagnoses[0].code: "I10; DROP" is not a code: letters, digits and a dot',
        ),
        ({"diagnoses": [{"code": "=1+1"}]}, 'diagnoses[0].code: "=1+1" is not a code'),
        ({"diagnoses": [{"code": "I" * 17}]}, "is not a code"),
        (
            {"diagnoses": [{"code": "I10", "poa": "X"}]},
            'diagnoses[0].poa: "X" is none of "Y", "N", "U", "W"',
        ),
        (
            {"diagnoses": [{"code": "I10", "name": "A"}]},
            'diagnoses[0]: "name" is unknown here; known are code, poa, role',
        ),
        ({"diagnoses": [{"code": "I10"}] * 251}, "diagnoses: holds 251, 250 at most"),
        ({"patient": "A"}, 'the document: "patient" is unknown here; known are label, setting'),
        ({"setting": "hospital"}, 'setting: "hospital" is none of "inpatient", "outpatient"'),
        ({"date": "04/01/2026"}, 'date: "04/01/2026" is not a date written year-month-day'),
        ({"date": "2026-02-30"}, 'date: "2026-02-30" is not a date'),
        ({"date": "20260401"}, 'date: "20260401" is not a date'),
        ({"date": 20260401}, "date: must be text in quotes or null, not 20260401"),
        ({"age": -1}, "age: -1 must be at least 0"),
        ({"age": 131}, "age: 131 must be at most 130"),
        ({"age": 1.5}, "age: must be a whole number or null, not 1.5"),
        ({"age": True}, "age: must be a whole number or null, not true"),
        ({"sex": "female"}, 'sex: "female" is none of "F", "M", "U"'),
        ({"discharge_status": "1"}, 'discharge_status: "1" is not two digits'),
        ({"label": "x" * 201}, "label: is 201 characters long, 200 at most"),
        ({"label": "a\nb"}, "label: holds the character U+000A, which is no text"),
        ({"label": "\ud800"}, "label: holds the character U+D800, which is no text"),
        (
            {"procedures": [{"code_set": "cpt", "code": "99213", "modifiers": ["25", "5"]}]},
            'procedures[0].modifiers[1]: "5" is not',
        ),
        (
            {"procedures": [{"code_set": "cpt", "code": "99213", "pointers": ["1"]}]},
            'procedures[0].pointers[0]: "1" is not',
        ),
        ({"procedures": [{"code": "99213"}]}, "procedures[0]: “code_set” is missing"),
        ({"admitted": "04/01/2026"}, 'admitted: "04/01/2026" is not a date'),
        ({"birth_date": 1958}, "birth_date: must be text in quotes or null, not 1958"),
        ({"kind": "list"}, 'kind: "list" is none of "encounter", "template"'),
        (
            {"diagnoses": [{"code": "I10", "role": "first"}]},
            'role: "first" is none of "admitting", "reason_for_visit"',
        ),
        (charged("12.345"), 'procedures[0].charge: "12.345" is not dollars and cents'),
        (charged(12.345), "procedures[0].charge: 12.345 has more than two decimals"),
        (charged("-1"), 'procedures[0].charge: "-1" is not dollars'),
        (charged(-1), "procedures[0].charge: -1 must be at least 0"),
        (charged(1e8), "procedures[0].charge: 100000000.0 must be at most 9999999.99"),
        (charged([]), "charge: must be text in quotes or a number or null, not []"),
        (
            {"procedures": [{"code_set": "cpt", "code": "99213", "revenue_code": "450"}]},
            'procedures[0].revenue_code: "450" is not four digits',
        ),
        (
            {"overrides": [{"rule": "excludes1", "codes": [], "reason": ""}]},
            "overrides[0].reason: ",
        ),
        (
            {
                "overrides": [
                    {"rule": "a", "codes": [], "reason": "b", "made_at": "2026-04-01T12:00:00"}
                ]
            },
            "overrides[0].made_at: ",
        ),
        ({"poa_exempt_hospital": "yes"}, "poa_exempt_hospital: must be true or false, not"),
        ({"others": [{"code_set": "ICF!", "code": "b280"}]}, "is not the name of a code set"),
        (
            {"procedures": [{"code_set": "cpt", "code": "9", "units": 0}]},
            "units: 0 must be at least",
        ),
    ],
)
def test_a_difference_from_the_schema_says_where_and_what(change, said):
    assert said in fault_of({**WHOLE, **change})


def test_every_type_of_the_schema_has_words():
    schema = resource("encounter.schema.json").read_text(encoding="utf-8")
    named = re.findall(r'"type": (?:\[([^]]*)\]|("[a-z]+"))', schema)
    kinds = {kind for one in named for kind in re.findall(r'"([a-z]+)"', "".join(one))}

    assert {"boolean", "string"} <= kinds <= set(_KINDS)


def test_the_first_fault_of_the_file_is_told():
    document = {**WHOLE, "diagnoses": [{"code": 1}] * 12}

    assert "diagnoses[0].code" in fault_of(document)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty."),
        ("\ufeff \n", "is empty."),
        ('{"diagnoses": [', "is not JSON: line 1, column"),
        ('{"diagnoses": []}\nmore', "is not JSON: line 2, column 1"),
        ("[]", "the document: must be an object {…}, not []"),
        ("null", "the document: must be an object {…}, not null"),
        ("{}", "the document: “diagnoses” is missing"),
        ('{"age": NaN, "diagnoses": []}', "NaN is not a number"),
        ('{"age": -Infinity, "diagnoses": []}', "-Infinity is not a number"),
        ('{"age": 1e999, "diagnoses": []}', "too large a number"),
        ('{"age": ' + "9" * 5000 + ', "diagnoses": []}', "too large a number"),
        ('{"age": 1, "age": 2, "diagnoses": []}', 'the key "age" stands twice'),
        ('{"diagnoses": [{"code": "I10", "code": "I11"}]}', 'the key "code" stands twice'),
        ("[" * 100_000, "nested too deeply"),
        ("[" * 500 + "]" * 500, "nested too deeply"),
        ('{"a":' * 300 + "1" + "}" * 300, "nested too deeply"),
        ("\x00\x01", "is not JSON"),
        ("E11.22\nN18.30", "is not JSON"),
        (" " * (LONGEST_TEXT + 1), "is too long to be an encounter"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_plain_json_is_refused_in_one_line(text, said):
    assert said in fault_of(text)


def test_a_key_of_odd_characters_is_told_safely():
    assert "U+001B" in fault_of('{"\\u001b[31m": 1, "diagnoses": []}')
    assert "unknown here" in fault_of({"ключ" * 50: 1, "diagnoses": []})

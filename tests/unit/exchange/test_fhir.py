"""FHIR resources: what they say of the list, and that ``fhir.resources`` takes them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from support.claims import (
    a_diagnosis,
    a_procedure,
    a_service,
    a_stay,
    an_office_visit,
    an_outpatient_visit,
    claim_of,
    rendered,
)
from support.code_lists import a_line, a_list
from support.fhir_resources import validated

from codebook_app.domain.encounter import Role, Setting
from codebook_app.errors import KnownError
from codebook_app.exchange.formats import standard_formats

ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
STAY = a_stay(
    a_diagnosis("I21.09", "Y"),
    a_diagnosis("R07.9", role=Role.ADMITTING),
    a_diagnosis("W01.0XXA", "Y"),
    a_diagnosis("J96.01", "N"),
    a_diagnosis("Z79.4"),
    a_procedure("02703DZ"),
    a_procedure("B2111ZZ", on=None),
    a_service("81000", "59", pointers="", revenue="0300", charge="12.25"),
)
OFFICE = an_office_visit(
    "E11.22",
    "N18.30",
    a_service("99213", "25", "LT", pointers="BA", units=2, on=date(2026, 1, 16)),
    a_service("G0439", charge="99.50", units=None),
)


def resource(name, encounter, *exempt, **options):
    return validated(rendered(name, claim_of(encounter, *exempt), **options).text)


def coding(concept):
    (one,) = concept["coding"]
    return one["system"], one["code"]


def test_a_claim_has_the_diagnoses_in_their_order_with_type_and_poa():
    diagnoses = resource("fhir", STAY, "Z79.4")["diagnosis"]

    assert [one["sequence"] for one in diagnoses] == [1, 2, 3, 4, 5]
    assert [coding(one["diagnosisCodeableConcept"]) for one in diagnoses] == [
        (ICD10CM, "I21.09"),
        (ICD10CM, "W01.0XXA"),
        (ICD10CM, "J96.01"),
        (ICD10CM, "Z79.4"),
        (ICD10CM, "R07.9"),
    ]
    assert [coding(one["type"][0]) for one in diagnoses] == [
        ("http://terminology.hl7.org/CodeSystem/ex-diagnosistype", "principal"),
        (
            "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimDiagnosisType",
            "externalcauseofinjury",
        ),
        ("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimDiagnosisType", "other"),
        ("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimDiagnosisType", "other"),
        ("http://terminology.hl7.org/CodeSystem/ex-diagnosistype", "admitting"),
    ]
    system = "https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/HospitalAcqCond/Coding"
    assert [coding(one["onAdmission"]) for one in diagnoses if "onAdmission" in one] == [
        (system, "Y"),
        (system, "Y"),
        (system, "N"),
    ]


def test_a_claim_has_the_group_with_the_principal_diagnosis():
    diagnoses = resource("fhir", STAY)["diagnosis"]

    assert coding(diagnoses[0]["packageCode"]) == (
        "http://terminology.hl7.org/CodeSystem/MSDRG",
        "280",
    )
    assert all("packageCode" not in one for one in diagnoses[1:])


def test_a_claim_has_procedures_with_their_dates():
    procedures = resource("fhir", STAY)["procedure"]

    assert [coding(one["procedureCodeableConcept"]) for one in procedures] == [
        ("http://www.cms.gov/Medicare/Coding/ICD10", "02703DZ"),
        ("http://www.cms.gov/Medicare/Coding/ICD10", "B2111ZZ"),
    ]
    assert [one["type"][0]["coding"][0]["code"] for one in procedures] == ["primary", "secondary"]
    assert [one.get("date") for one in procedures] == ["2026-01-15", None]


def test_a_claim_has_services_as_items():
    claim = resource("fhir", OFFICE)
    first, second = claim["item"]

    assert coding(first["productOrService"]) == ("http://www.ama-assn.org/go/cpt", "99213")
    assert coding(second["productOrService"]) == (
        "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        "G0439",
    )
    assert first["diagnosisSequence"] == [2, 1]
    assert [coding(one) for one in first["modifier"]] == [
        ("http://www.ama-assn.org/go/cpt", "25"),
        ("http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "LT"),
    ]
    assert (first["servicedDate"], second["servicedDate"]) == ("2026-01-16", "2026-01-15")
    assert first["quantity"] == {"value": 2}
    assert first["net"] == {"value": 150, "currency": "USD"}
    assert "quantity" not in second
    assert "diagnosisSequence" not in second
    assert claim["total"] == {"value": 249.5, "currency": "USD"}


def test_a_service_points_behind_the_twenty_sixth_diagnosis():
    service = replace(a_line("99213", code_set="cpt"), pointers=("AA", "B"))
    many = [a_line(f"Z{number}", line_id=f"d{number}") for number in range(10, 40)]
    claim = resource("fhir", a_list(*many, service))

    assert claim["item"][0]["diagnosisSequence"] == [27, 2]


def test_a_hospital_service_has_its_revenue_code():
    (item,) = resource("fhir", STAY)["item"]

    assert coding(item["revenue"]) == ("https://www.nubc.org/CodeSystem/RevenueCodes", "0300")
    assert item["net"]["value"] == 12.25
    assert "servicedDate" not in item


def test_a_claim_tells_of_patient_and_stay_what_is_known_and_no_name():
    claim = resource("fhir", STAY)

    assert claim["contained"] == [
        {
            "resourceType": "Patient",
            "id": "patient",
            "gender": "female",
            "birthDate": "1960-02-03",
        }
    ]
    assert claim["patient"] == {"reference": "#patient"}
    assert claim["billablePeriod"] == {"start": "2026-01-14", "end": "2026-01-18"}
    assert coding(claim["supportingInfo"][0]["code"]) == (
        "https://www.nubc.org/CodeSystem/PatDischargeStatus",
        "01",
    )
    assert STAY.label not in json.dumps(claim)


@pytest.mark.parametrize(
    ("encounter", "kind"),
    [
        (STAY, "institutional"),
        (OFFICE, "professional"),
        (an_outpatient_visit("A00"), "institutional"),
    ],
)
def test_a_claim_is_of_the_kind_of_its_setting(encounter, kind):
    assert resource("fhir", encounter)["type"]["coding"][0]["code"] == kind


def test_a_reason_for_visit_has_its_type():
    visit = an_outpatient_visit("A00", a_diagnosis("R07.9", role=Role.REASON_FOR_VISIT))

    assert coding(resource("fhir", visit)["diagnosis"][1]["type"][0])[1] == "patientreasonforvisit"


@pytest.mark.parametrize("name", ["fhir", "fhir-bundle"])
def test_titles_and_dots_are_written_as_wanted(name):
    visit = a_list(a_line("E11.22", "Sample  diabetes,\n“type 2”"))

    assert '"display": "Sample diabetes, “type 2”"' in rendered(name, visit).text
    assert "display" not in rendered(name, visit, descriptions=False).text
    assert '"code": "E1122"' in rendered(name, visit, dots=False).text


@pytest.mark.parametrize("name", ["fhir", "fhir-bundle"])
@pytest.mark.parametrize("setting", Setting)
def test_a_list_of_which_little_is_known_is_valid_too(name, setting):
    for lines in ((), ("A00",), (a_service("99213", units=None, charge=None),)):
        resource(name, replace(a_list(*lines), setting=setting))


@pytest.mark.parametrize("name", ["fhir", "fhir-bundle"])
def test_what_is_no_diagnosis_procedure_or_service_is_refused(name):
    visit = an_office_visit("A00", a_line("b280", code_set="icf"), a_service(pointers="B"))
    said = (
        "G0439 points to B, and the list has 1 diagnosis.",
        "b280 is ICF: no claim has a field for it.",
    )

    assert standard_formats().named(name).unfit(claim_of(visit)) == said
    with pytest.raises(KnownError, match="b280 is ICF"):
        rendered(name, visit)


def test_a_bundle_has_the_conditions_in_their_order_with_use_rank_and_poa():
    bundle = resource("fhir-bundle", STAY, "Z79.4")
    by_url = {one["fullUrl"]: one["resource"] for one in bundle["entry"]}
    (visit,) = (one for one in by_url.values() if one["resourceType"] == "Encounter")
    uses = visit["diagnosis"]

    assert [coding(by_url[one["condition"]["reference"]]["code"])[1] for one in uses] == [
        "I21.09",
        "W01.0XXA",
        "J96.01",
        "Z79.4",
        "R07.9",
    ]
    assert [one["use"]["coding"][0]["code"] for one in uses] == ["billing"] * 4 + ["AD"]
    assert [one.get("rank") for one in uses] == [1, 2, 3, 4, None]
    assert [
        one["extension"][0]["valueCodeableConcept"]["coding"][0]["code"]
        for one in uses
        if "extension" in one
    ] == ["Y", "Y", "N"]
    assert visit["class"]["code"] == "IMP"
    assert visit["period"] == {"start": "2026-01-14", "end": "2026-01-18"}


def test_a_bundle_has_procedures_with_their_reasons():
    bundle = resource("fhir-bundle", OFFICE)
    by_url = {one["fullUrl"]: one["resource"] for one in bundle["entry"]}
    done = [one for one in by_url.values() if one["resourceType"] == "Procedure"]

    assert [coding(one["code"])[1] for one in done] == ["99213", "G0439"]
    assert [coding(by_url[one["reference"]]["code"])[1] for one in done[0]["reasonReference"]] == [
        "N18.30",
        "E11.22",
    ]
    assert done[0]["performedDateTime"] == "2026-01-16"
    assert rendered("fhir-bundle", OFFICE).said == (
        "Modifiers, units and charges have no place in a Procedure: the FHIR Claim has them.",
    )


def test_every_reference_of_a_bundle_is_to_one_of_its_resources():
    for encounter in (STAY, OFFICE):
        text = rendered("fhir-bundle", encounter).text
        urls = [one["fullUrl"] for one in json.loads(text)["entry"]]

        assert len(set(urls)) == len(urls)
        assert set(references(json.loads(text))) <= set(urls)


def test_the_same_list_has_the_same_ids_and_another_has_others():
    assert rendered("fhir-bundle", STAY).text == rendered("fhir-bundle", STAY).text
    assert (
        rendered("fhir-bundle", a_list("A00")).text != rendered("fhir-bundle", a_list("B00")).text
    )


def test_fhir_resources_would_refuse_what_is_wrong():
    claim = json.loads(rendered("fhir", OFFICE).text)

    for wrong in ({"status": None}, {"insurance": None}, {"diagnosis": [{"sequence": 0}]}):
        with pytest.raises(ValueError, match="Claim"):
            validated(json.dumps({**claim, **wrong}))


def references(found):
    if isinstance(found, dict):
        if isinstance(found.get("reference"), str):
            yield found["reference"]
        for inner in found.values():
            yield from references(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from references(inner)


def test_anesthesia_of_a_professional_is_counted_in_minutes():
    services = (a_service("00142", units=45), a_service("G0439", units=2))
    visit = an_office_visit("A00", *services)
    items = validated(rendered("fhir", visit).text)["item"]

    assert [one["quantity"] for one in items] == [
        {"value": 45, "unit": "minutes", "system": "http://unitsofmeasure.org", "code": "min"},
        {"value": 2},
    ]
    facility = validated(rendered("fhir", an_outpatient_visit("A00", services[0])).text)
    assert facility["item"][0]["quantity"] == {"value": 45}

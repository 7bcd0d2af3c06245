"""What hospitals paste and drop: the encounter it tells of, nothing lost in silence or invented."""

from __future__ import annotations

import json

import pytest
from support.list_reading import asked, invented_import, taken

from codebook_app.domain.encounter import Setting
from codebook_app.domain.list_reading import ListReading, Part

READER = invented_import()
INPATIENT, PROFESSIONAL = Setting.INPATIENT, Setting.PROFESSIONAL
READ = [
    # Problem lists and notes of record systems.
    ("Essential hypertension (Primary) [I10]\nType 2 diabetes, on insulin (HCC) [E11.22, Z79.4]\n"
     "Stage 3a CKD [N18.31]", ["I10", "E11.22", "Z79.4", "N18.31"]),
    ("PRINCIPAL DIAGNOSIS:\n1. STEMI (I21.09) POA-Y\nSECONDARY DIAGNOSES:\n2. Failure - J96.01 "
     "(POA: N)\n3. Type 2 DM, E11.65, POA Y\nPROCEDURES:\n1. PTCA 02703DZ 01/15/2026\n"
     "Total charges: $48,213.55  MS-DRG 280", [
         "I21.09 Y", "J96.01 N", "E11.65 Y", "02703DZ 2026-01-15"]),
    ("A/P:\n# T2DM (E11.9): A1c 8.2, metformin 1000 mg BID\n# HTN (I10) - BP 150/90\nE/M: 99214-25",
     ["E11.9", "I10", "99214 -25"]),
    ("• E11.22 → T2DM w/ CKD ✓\n● N18.31 – CKD 3a\n▪ Z79.4\n☐ I10", [
        "E11.22", "N18.31", "Z79.4", "I10"]),
    ("- **E11.9** diabetes\n- `I10` HTN", ["E11.9", "I10"]),
    ("1.E11.9 2.I10 3.Z79.4", ["E11.9", "I10", "Z79.4"]),
    ("E11.22 POA=Y; I10 POA=N; Z79.4 POA exempt", ["E11.22 Y", "I10 N", "Z79.4"]),
    ("Query: was I21.4 POA? Dr. Smith: Yes, I21.4 POA=Y, R07.9 POA=N", ["I21.4 Y", "R07.9 N"]),
    ("> Hi, for acct 99213445:\n>> I10\n>> E11.9\n> Sue (ext. 4411, suite E11)", ["I10", "E11.9"]),
    ("Dx: I10, E11.9; Px: 02703DZ on 1/15/2026", ["I10", "E11.9", "02703DZ 2026-01-15"]),
    ("{E11.9, I10}", ["E11.9", "I10"]),
    ('<Dx><Code>E11.9</Code></Dx><Dx><Code>I10</Code></Dx>', ["E11.9", "I10"]),
    # Letters that scanners, phones and other keyboards make.
    ("\uff25\uff11\uff11\uff0e\uff12\uff12\u3001\uff29\uff11\uff10\uff1b\uff3a\uff17\uff19.4", [
        "E11.22", "I10", "Z79.4"]),
    ("E11\u00ad.22\u00a0\u2013 Diabetes\nI\u200b10\u2003HTN", ["E11.22", "I10"]),
    ("N18 .30\nE11. 65", ["N18.30", "E11.65"]),
    # Bills.
    ("CPT      Mod   Dx     Units   Fee\n99214    25    A,B    1       $185.00\n"
     "J0585          B      2       $12.50\n\nA: I10   B: E11.9", [
         "99214 -25 x1 @AB $185.00", "J0585 x2 @B $12.50", "I10", "E11.9"]),
    ("0450  99284-25   1   $900.00\n0636  J0585      2   $12.50\n0250             3   $41.00", [
        "99284 -25 x1 $900.00 rev 0450", "J0585 x2 $12.50 rev 0636"]),
    ("0450 EMERG ROOM   99284 25   011426   1   900 00", [
        "99284 -25 x1 2026-01-14 $900.00 rev 0450"]),
    ("24. 01 15 26 01 15 26 11  99214     185 00 1", ["99214 x1 2026-01-15 $185.00"]),
    ("71046-26/TC\n97110-GP,59 3 units\nJ0585 100U", [
        "71046 -26 -TC", "97110 -GP -59 x3", "J0585 x100"]),
    ("Line 1: G0439-25 DX 1,2 $150.00 1 UN", ["G0439 -25 x1 @AB $150.00"]),
    # Tables of other programs.
    ('"Dx Cd","POA Ind","DRG Wt"\n"E1122","Y","1.2"\n"N1831","N",""', ["E11.22 Y", "N18.31 N"]),
    ("PtAcctNbr,DiagnosisCode,POAIndicator\n7,E1122,Y\n7,I10,N", ["E11.22 Y", "I10 N"]),
    ("Dx1,Dx1 POA,Dx2,Dx2 POA,Px1,Px1 Date\nE1122,Y,N1831,N,02703DZ,1/15/2026", [
        "E11.22 Y", "N18.31 N", "02703DZ 2026-01-15"]),
    ("dx1,dx2,poa1,poa2\nE1122,I10,Y,N", ["E11.22 Y", "I10 N"]),
    ("Admit Dx,Principal Dx,Secondary Dx 1\nR079,I2109,E1122", [
        "R07.9 admitting", "I21.09", "E11.22"]),
    ("CPT\tDx\tQty\n99213\tA,B\t1\nG0439\t2\t1", ["99213 x1 @AB", "G0439 x1 @B"]),
    ("PCS Code;Date\n02703DZ;46037\n0SR90J9;15.01.26", [
        "02703DZ 2026-01-15", "0SR90J9"]),
    ("Code;Bezeichnung;Wert\nE11.9;Diabetes;5", ["E11.9"]),
    ('="E11.22"\t="Y"\n="I10"\t="N"', ["E11.22 Y", "I10 N"]),
    ("Code\tDescription\tPOA\nE11.22\tDM\tYes\nI10\tHTN\tNo\n\tTotal 2 codes\t", [
        "E11.22 Y", "I10 N"]),
    ('[{"code": "E11.22", "poa": "Y"}, {"code": "I10", "poa": "N"}]', ["E11.22 Y", "I10 N"]),
    ('{"visit": 5, "codes": ["E11.22", "I10"]}', ["E11.22", "I10"]),
    # Words and numbers of a chart that are no codes.
    ("C5-C6 and L4-L5 discs, S1, T12, P2Y12, K2 40 mg, O2 92%, D5W, J-tube, Z-pack, G6PD, CA 19-9,"
     " HER2 neg, FEV1 62, E. coli O157, M1 segment, V1-V3 leads, T2N0M0, BRCA1, C3 C4", []),
    ("MS-DRG 470, rev code 0450, rev 0360 $12,000.00, TOB 0111, NPI 1234567893, "
     "tel 555.010.1234, 00023-1145-01", []),
    ("Jane Coder, RHIA\n100 Main Street\nT: 312-555-0100", []),
    ("E08-E13; N18.1 through N18.6; 99202-99215; Room E11", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), READ, ids=[repr(text[:30]) for text, _ in READ])
def test_what_a_hospital_writes_is_read_as_it_means_it(text, codes):
    assert taken(READER.read_text(text, INPATIENT)) == codes


ASKED = [
    ("Resolved: Failure J96.01", "uncertain", []),
    ("Change E11.9 to E11.22", "uncertain", ["E11.22"]),
    ("Remove I10.", "uncertain", []),
    ("remark N130 was told", "unknown", []),
    ("S72.0O2A", "misspelt", ["S72.002A"]),
    ("2000000000000000000000000000000000000000000000", None, []),
    ("PCS Code\n16070", "mangled", ["0016070"]),
    ("V45.81", "unknown", ["V45.81"]),
]


@pytest.mark.parametrize(("text", "kind", "codes"), ASKED, ids=[text for text, *_ in ASKED])
def test_what_is_odd_in_it_is_asked_about(text, kind, codes):
    reading = READER.read_text(text, INPATIENT)

    assert asked(reading)[-1:] == ([kind] if kind and reading.questions else [])
    assert taken(reading) == codes


def test_codes_of_icd_9_are_told_to_be_that():
    reading = READER.read_text("250.00  Diabetes\n401.9 Hypertension\nE849.0 Place, home\nI10")

    assert taken(reading) == ["I10"]
    assert [one.written for one in reading.ignored] == ["250.00", "401.9", "E849.0"]
    assert reading.told == (
        "3 codes have the shape of ICD-9-CM, which claims took to 2015-09-30 only.",
    )


def test_a_dose_behind_a_code_of_two_code_sets_makes_it_the_drug():
    (found,) = READER.read_text("J0585 100 mg").codes

    assert found.line is not None
    assert found.line.code_set == "hcpcs"


def test_the_places_of_codes_with_unseen_letters_are_those_of_the_text():
    text = "a \u00adE11\u00ad.22, I\u200b10"
    reading = READER.read_text(text)

    assert [text[one.start : one.end] for one in reading.codes] == ["E11\u00ad.22", "I\u200b10"]


def test_a_table_tells_how_many_of_its_rows_have_no_code():
    reading = READER.read_text("code,title\nE11.22,DM\n,HTN\n,COPD")

    assert reading.told == ("2 rows have a title and no code.",)


CLAIMS = """ISA|00|          |00|          |ZZ|S              |ZZ|R              |260201|1200|^|\
00501|000000001|0|P|>
GS|HC|S|R|20260201|1200|1|X|005010X223A2
HL|2|1|22|0
DMG|D8|19410203|F
CLM|HSP-1|48213.55|||11>A>1||A|Y|Y
DTP|434|RD8|20260114-20260118
DTP|435|DT|202601140800
CL1|1|1|06
HI|ABK>I2109>>>>>>>Y
HI|ABJ>R079
HI|ABN>W010XXA>>>>>>>Y
HI|ABF>J9601>>>>>>>N|ABF>Z794
HI|BBR>02703DZ>D8>20260115
HI|DR>280
HI|BE>80>>>4
LX|1
SV2|0120||4000|DA|4
LX|2
SV2|0636|HC>J0585>JW|1200.5|UN|100
DTP|472|D8|20260115
CLM|HSP-2|90|||13>A>1||A|Y|Y
DTP|434|RD8|20260116-20260116
HI|ABK>I10
HI|BK>4019
LX|1
SV2|0510|HP>1BFKS|90|UN|1
"""


class TestClaims:
    def test_a_whole_837_is_the_encounter_it_tells_of(self):
        reading = READER.read_text(CLAIMS)
        told = reading.encounter

        assert taken(reading) == [
            "I21.09 Y", "R07.9 admitting", "J96.01 N", "Z79.4", "W01.0XXA Y",
            "02703DZ 2026-01-15", "J0585 -JW x100 2026-01-15 $1200.5 rev 0636",
        ]  # fmt: skip
        assert told is not None
        assert (told.label, told.setting) == ("Claim HSP-1", INPATIENT)
        assert (str(told.admitted_on), str(told.date_of_service)) == ("2026-01-14", "2026-01-18")
        assert (str(told.birth_date), told.sex, told.discharge_status) == ("1941-02-03", "F", "06")
        assert [(one.written, one.reason) for one in reading.ignored] == [
            ("280", "a diagnosis-related group (DR)"),
            ("80", "a value code (BE)"),
            ("0120", "a revenue code without a service"),
        ]

    def test_each_claim_is_a_visit_of_its_own(self):
        reading = READER.read_text(CLAIMS, part=Part(visit="HSP-2"))

        assert reading.parts.visits == ("HSP-1", "HSP-2")
        assert taken(reading) == ["I10"]
        assert [one.written for one in reading.ignored] == ["4019", "1BFKS"]
        assert reading.encounter is not None
        assert reading.encounter.setting is Setting.OUTPATIENT

    def test_a_claim_wrapped_at_the_eightieth_letter_is_read(self):
        text = "CLM*1*90***11:B:1~HI*ABK:E1\n122*ABF:N18\n30~LX*1~SV1*HC:G0439*90*UN*1***1:2~"

        assert taken(READER.read_text(text)) == ["E11.22", "N18.30", "G0439 x1 @AB $90"]

    def test_minutes_are_the_units_of_anesthesia_and_of_nothing_else(self):
        reading = READER.read_text("SV1*HC:00840:QK*900*MJ*95***1~SV1*HC:G0439*9*MJ*95***1~")

        assert taken(reading) == ["00840 -QK x95 @A $900", "G0439 @A $9"]
        assert reading.ignored[0].reason == "minutes, which are no units of this service"


def condition(code: str, number: int, **more: object) -> dict[str, object]:
    system = "http://hl7.org/fhir/sid/icd-10-cm"
    return {
        "resourceType": "Condition", "id": f"c{number}",
        "code": {"coding": [
            {"system": "http://snomed.info/sct", "code": "44054006"},
            {"system": system, "code": code, "display": "Sample"},
        ]},
        "encounter": {"reference": "Encounter/v1"}, **more,
    }  # fmt: skip


class TestFhir:
    def test_conditions_are_read_in_the_order_of_their_encounter(self):
        refuted = {"coding": [{"code": "refuted"}]}
        resources = [
            condition("I10", 1), condition("E11.22", 2), condition("J96.01", 3),
            condition("R07.9", 4, verificationStatus=refuted),
            {"resourceType": "Condition", "id": "c5", "encounter": {"reference": "Encounter/v1"},
             "code": {"coding": [{"system": "http://snomed.info/sct", "code": "38341003"}]}},
            {"resourceType": "Encounter", "id": "v1", "class": {"code": "IMP"},
             "period": {"start": "2026-01-14T08:00:00Z", "end": "2026-01-18"},
             "diagnosis": [
                 {"condition": {"reference": "Condition/c1"}, "rank": 2},
                 {"condition": {"reference": "Condition/c2"}, "rank": 1},
             ]},
        ]  # fmt: skip
        bundle = {
            "resourceType": "Bundle", "entry": [{"resource": one} for one in resources]
        }  # fmt: skip
        by_line = "\n".join(map(json.dumps, resources))

        for text in (json.dumps(bundle), json.dumps(resources), by_line):
            reading = READER.read_text(text)
            assert taken(reading) == ["E11.22", "I10", "J96.01"]
            assert {(one.written, one.reason) for one in reading.ignored} == {
                ("R07.9", "refuted"),
                ("38341003", "a code of SNOMED CT"),
            }
            assert reading.encounter is not None
            assert reading.encounter.setting is INPATIENT
            assert str(reading.encounter.admitted_on) == "2026-01-14"

    def test_the_codes_are_shown_where_they_stand(self):
        text = json.dumps(condition("E11.22", 1), indent=2)
        (found,) = READER.read_text(text).codes

        assert text[found.start : found.end] == "E11.22"

    def test_odd_resources_are_read_as_far_as_they_go(self):
        for claim in (
            {"resourceType": "Claim"},
            {"resourceType": "Claim", "diagnosis": 5, "item": [1, {"sequence": "x"}]},
            {"resourceType": "Claim", "diagnosis": [{"sequence": None}], "patient": [], "type": 3},
            {"resourceType": "Bundle", "entry": [{"resource": None}, 4]},
            {"resourceType": "Encounter", "diagnosis": [{}], "class": [], "period": "x"},
            {"resourceType": ["Claim"]},
            {"resourceType": "Claim", "item": [{"diagnosisSequence": [[]]}]},
        ):
            reading: ListReading = READER.read_text(json.dumps(claim))
            assert reading.codes == ()

"""Lists as people paste them: what is read, what is asked, what is left alone."""

from __future__ import annotations

import pytest
from support.list_reading import InventedCodes, asked, invented_import, taken

from codebook_app.domain.encounter import Role, Setting
from codebook_app.domain.list_reading import Confidence, OddityKind
from codebook_app.errors import KnownError

READ = [
    # Plain lists, with anything between the codes.
    ("E11.22, I10, Z79.4", ["E11.22", "I10", "Z79.4"]),
    ("E11.22;I10;Z79.4", ["E11.22", "I10", "Z79.4"]),
    ("E11.22 I10 Z79.4", ["E11.22", "I10", "Z79.4"]),
    ("E1122\nI10\nZ794\n", ["E11.22", "I10", "Z79.4"]),
    ("e11.22\ti10\tz79.4", ["E11.22", "I10", "Z79.4"]),
    ("E11.22/I10/Z79.4", ["E11.22", "I10", "Z79.4"]),
    ("E11.22 | I10 | Z79.4", ["E11.22", "I10", "Z79.4"]),
    ("“E11.22”, ‘I10’", ["E11.22", "I10"]),
    ("E11.22\u00a0\nI10\u2028", ["E11.22", "I10"]),
    ("E11.22.\nI10.", ["E11.22", "I10"]),
    ("E11 22\nN18 30", ["E11.22", "N18.30"]),
    ("E11,22\nI10", ["E11.22", "I10"]),
    ("E11.22 and I10", ["E11.22", "I10"]),
    # Numbered, bulleted, labelled.
    ("1. E11.22\n2. I10", ["E11.22", "I10"]),
    ("1) E11.22 Diabetes\n2) I10 Hypertension", ["E11.22", "I10"]),
    ("• E11.22\n- I10\n* Z79.4", ["E11.22", "I10", "Z79.4"]),
    ("A. E11.22  B. I10  C. Z79.4", ["E11.22", "I10", "Z79.4"]),
    ("#1 E11.22 #2 I10", ["E11.22", "I10"]),
    ("Dx1: E11.22\nDx2: I10", ["E11.22", "I10"]),
    ("Diagnosis 1 E11.22\nDiagnosis 2 I10", ["E11.22", "I10"]),
    ("ICD-10: E11.22", ["E11.22"]),
    ("ICD10-E11.22", ["E11.22"]),
    ("Dx codes: E11.22, I10", ["E11.22", "I10"]),
    ("21. A. E1122 B. I10", ["E11.22", "I10"]),
    ("Principal: I21.09\nAdmitting: R07.9", ["I21.09", "R07.9 admitting"]),
    ("Admit Dx R07.9\nPrimary Dx I21.09", ["R07.9 admitting", "I21.09"]),
    ("I10\nPrincipal diagnosis: I21.09", ["I21.09", "I10"]),
    ("I21.09 (principal); R07.9 (admitting); I10", ["I21.09", "R07.9 admitting", "I10"]),
    ("W01.0XXA; S72.002A (principal)", ["S72.002A", "W01.0XXA"]),
    ("DX1,DX2\nE11.22,I10\nE11.22,Z23", ["E11.22", "I10", "Z23"]),
    ("67 I2109Y A E1122Y 69 R079 74 02703DZ 011525", [
        "I21.09 Y", "E11.22 Y", "R07.9", "02703DZ 2025-01-15"]),
    ("LABS: CO2 24 BUN 18 T4 1.2 B12 310 CD4 500 O2 sat 97% FEV1 62", []),
    ("Knee: I10?? and 0SR90J9 on 3/4/2025, DRG 470, ext 4455", ["0SR90J9 2025-03-04"]),
    ("Type 2 diabetes with CKD (HCC) [E11.22, N18.30, Z79.4]", ["E11.22", "N18.30", "Z79.4"]),
    ("Reason for visit: R05.1\nI10", ["R05.1 reason_for_visit", "I10"]),
    # With titles before or behind.
    ("E11.22 - Type 2 diabetes with CKD\nI10 - HTN", ["E11.22", "I10"]),
    ("E11.22- Type 2 diabetes\nI10: HTN", ["E11.22", "I10"]),
    ("Type 2 diabetes (E11.22), hypertension (I10).", ["E11.22", "I10"]),
    ("Type 2 diabetes [E11.22]\nHypertension - I10", ["E11.22", "I10"]),
    ("E11.22 diabetes, I10 hypertension", ["E11.22", "I10"]),
    ("Type 2 diabetes, E11.22, and long term insulin, Z79.4.", ["E11.22", "Z79.4"]),
    ("He is stable.E11.22 stays.", ["E11.22"]),
    ("E11.22  Invented sweetness of 2 kidneys, see I10\nZ23  Shot", ["E11.22", "Z23"]),
    ("1. E11.22 Invented sweetness of 2 kidneys, see I10\n2. Z23", ["E11.22", "Z23"]),
    ("G2212 Sample service 7 beyond the maximum (in addition to codes 99205, 99215)", ["G2212"]),
    # Present on admission.
    ("E11.22 Y\nN18.30 N\nI10 U", ["E11.22 Y", "N18.30 N", "I10 U"]),
    ("E11.22 (Y)\nI10 POA: N", ["E11.22 Y", "I10 N"]),
    ("E11.22\tY\tDiabetes\nI10\tW\tHypertension", ["E11.22 Y", "I10 W"]),
    ("E11.22\tDiabetes\tY\nI10\tHypertension\tN", ["E11.22 Y", "I10 N"]),
    ("E1122Y I10Y", ["E11.22 Y", "I10 Y"]),
    ("E11.22 present on admission: yes", ["E11.22 Y"]),
    ("6. T2DM w CKD 3: E11.22 Y, N18.30 N", ["E11.22 Y", "N18.30 N"]),
    ("10. Sweetness E11.9 Y, long term Z79.4", ["E11.9 Y", "Z79.4"]),
    ("E11.22 sweetness (N), N18.30 kidneys (Y)", ["E11.22 N", "N18.30 Y"]),
    ("had sweetness E11.9 (Y)", ["E11.9 Y"]),
    ("7. HTN I10 Y\n8. Worn HTN I10. N95 mask", ["I10 Y"]),
    ("Grade E11.9 W, and more", ["E11.9 W"]),
    ("told E11.9 N times", ["E11.9"]),
    # Services with what belongs to them.
    ("99213-25", ["99213 -25"]),
    ("99213-25-59\nG0439:33", ["99213 -25 -59", "G0439 -33"]),
    ("G0439 25", ["G0439 -25"]),
    ("99213 x2\nJ0585 100 units", ["99213 x2", "J0585 x100"]),
    ("J0585 qty 100 $1,250.00", ["J0585 x100 $1250.00"]),
    ("CPT 99213 modifier 25", ["99213 -25"]),
    ("99213-25 dx: AB", ["99213 -25 @AB"]),
    ("99213 ptr 1,2", ["99213 @AB"]),
    (
        "01/15/2026 01/15/2026 11 99213 25 AB 150 00 1",
        ["99213 -25 x1 @AB 2026-01-15 $150.00"],
    ),
    ("2026-01-15 99213 $150.00", ["99213 2026-01-15 $150.00"]),
    ("0450 EMERGENCY ROOM G0439 25", ["G0439 -25 rev 0450"]),
    # Procedures.
    ("02703DZ 01/15/2026\n0SR90J9", ["02703DZ 2026-01-15", "0SR90J9"]),
    ("PCS: 0SR90J9", ["0SR90J9"]),
    ("0sr90j9", ["0SR90J9"]),
    ("03/04/2025 joint 0SR90J9, vessel 02703DZ", ["0SR90J9 2025-03-04", "02703DZ 2025-03-04"]),
    ("0SR90J9 03/04/2025, 02703DZ", ["0SR90J9 2025-03-04", "02703DZ"]),
    ("03/04/2025 0SR90J9, 02703DZ 03/06/2025", ["0SR90J9", "02703DZ 2025-03-06"]),
    # Segments of a claim.
    (
        "HI*ABK:I2109:::::::Y~\nHI*ABJ:R079~\nHI*ABF:J9601:::::::N*ABF:E1165:::::::Y~",
        ["I21.09 Y", "R07.9 admitting", "J96.01 N", "E11.65 Y"],
    ),
    ("HI*BBR:02703DZ:D8:20260115~HI*BBQ:B2111ZZ:D8:20260116~", [
        "02703DZ 2026-01-15", "B2111ZZ 2026-01-16"]),
    (
        "HI*ABK:E1122*ABF:Z794~LX*1~SV1*HC:G0439:25*150*UN*1***1:2~DTP*472*D8*20260115~",
        ["E11.22", "Z79.4", "G0439 -25 x1 @AB 2026-01-15 $150"],
    ),
    ("SV2*0450*HC:99284:25*500.5*UN*1~", ["99284 -25 x1 $500.5 rev 0450"]),
    # Tables.
    ("code,title\nE11.22,\"Diabetes, type 2\"\nI10,HTN", ["E11.22", "I10"]),
    ("ICD-10 Code;POA\nE11.22;Y\nI10;N", ["E11.22 Y", "I10 N"]),
    ("Visit 14\n\nDx Code\tDescription\nE11.22\tsee I10\n", ["E11.22"]),
    ("| Code | POA |\n| --- | --- |\n| E11.22 | Y |", ["E11.22 Y"]),
    ("CPT,Mod 1,Mod 2,Units,Dx Pointer,DOS,Charge\n99213,25,59,1,\"1,2\",1/15/2026,$150.00", [
        "99213 -25 -59 x1 @AB 2026-01-15 $150.00"]),
    ("Dx1,Dx2,Dx3\nE11.22,I10,\nZ79.4,,", ["E11.22", "I10", "Z79.4"]),
    ("code,type\nR07.9,Admitting\nI21.09,Principal", ["R07.9 admitting", "I21.09"]),
    ('code,code system\n="0016070",ICD-10-PCS\nG0439,HCPCS', ["0016070", "G0439"]),
    # Among words: nothing that is no code.
    ("Vitamin B12 deficiency, A1C 7.2, L5-S1, T12, H1N1, COVID19, SpO2 98%", []),
    ("N95 mask, CO2 40, H2O, F150, I-131, S1 heard", []),
    ("MRN 12345, phone 555-1234, (312) 555-1234, ZIP 60601, $99,213", []),
    ("Seen 11/22/2026 at 10:45, weight 72 kg, 25 mg daily, born 1954", []),
    ("12345 Main Street, Springfield, IL 60601\n12345 people", []),
    ("DOB 01/02/1954. Room B20. Lot E1122.", []),
    ("See E08-E13 and N18.1-N18.6; Excludes1: type 1 diabetes (E10.-)", []),
    ("", []),
    ("\n \t \n", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), READ, ids=[repr(text[:40]) for text, _ in READ])
def test_what_people_paste_is_read_as_they_mean_it(text, codes):
    assert taken(invented_import().read_text(text)) == codes


ASKED = [
    ("E11", "not_billable", ["E11"]),
    ("S72.002", "not_billable", ["S72.002"]),
    ("E11.-", "not_billable", ["E11"]),
    ("E11.229", "unknown", ["E11.229"]),
    ("N18.3", "not_valid_on_date", ["N18.3"]),
    ("G0439", "two_readings", ["G04.39"]),
    ("EII.9", "misspelt", ["E11.9"]),
    ("I1O", "misspelt", ["I10"]),
    ("GO439", "misspelt", ["G04.39"]),
    ("024.410", "misspelt", ["O24.410"]),
    ("E112.2", "misspelt", ["E11.22"]),
    ("16070", "two_readings", ["16070"]),
    ("2.00E+45", "mangled", ["0002E45"]),
    ("I10\nI10", "repeated", ["I10"]),
    ("room I10", "uncertain", []),
    ("has i10 today", "uncertain", []),
    ("12345 people came", "uncertain", []),
    ("a form called LGMD I10 today", "uncertain", []),
    ("Code first I10 if known", "uncertain", []),
]


@pytest.mark.parametrize(("text", "kind", "codes"), ASKED, ids=[text for text, *_ in ASKED])
def test_what_is_odd_is_asked_and_nothing_of_a_list_is_lost_unanswered(text, kind, codes):
    reading = invented_import().read_text(text)

    assert asked(reading)[-1:] == [kind]
    assert taken(reading) == codes


def test_every_question_can_be_answered_by_leaving_the_code_out():
    for text, *_ in ASKED:
        reading = invented_import().read_text(text)
        answers = {
            at: one.oddity.leave_out
            for at, one in enumerate(reading.codes)
            if one.oddity is not None
        }

        assert reading.lines(answers) == tuple(
            one.line for one in reading.codes if one.oddity is None
        )


def test_a_deleted_code_is_asked_about_with_what_took_its_place():
    (found,) = invented_import().read_text("N18.3 Y").codes

    assert found.oddity is not None
    assert [one.code for one in found.oddity.choices] == ["N18.30", "N18.31", "", ""]
    assert found.oddity.choices[0].line is not None
    assert found.oddity.choices[0].line.poa == "Y"
    assert "2020-09-30" in found.oddity.text


def test_a_number_that_lost_its_zeros_is_a_procedure_in_a_hospital_and_else_a_service():
    reading = invented_import()

    assert taken(reading.read_text("16070", Setting.INPATIENT)) == ["0016070"]
    assert taken(reading.read_text("16070", Setting.PROFESSIONAL)) == ["16070"]


@pytest.mark.parametrize(
    ("text", "code_set"),
    [
        ("G04.39", "icd10cm"),
        ("HCPCS: G0439", "hcpcs"),
        ("Diagnosis: G0439", "icd10cm"),
        ("G0439-25", "hcpcs"),
        ("G0439 Sample wellness visit", "hcpcs"),
        ("Diagnoses:\nG0439", "icd10cm"),
        ("HCPCS codes\nG0439", "hcpcs"),
        ("code set,code\nhcpcs,G0439", "hcpcs"),
    ],
)
def test_a_code_of_two_code_sets_is_told_apart_by_what_stands_around(text, code_set):
    (found,) = invented_import().read_text(text).codes

    assert found.oddity is None
    assert found.line is not None
    assert found.line.code_set == code_set


def test_on_an_inpatient_claim_a_code_of_two_code_sets_is_the_diagnosis():
    (found,) = invented_import().read_text("G0439", Setting.INPATIENT).codes

    assert found.oddity is None
    assert found.line is not None
    assert found.line.code_set == "icd10cm"


def test_what_is_taken_for_granted_is_said():
    first, second = invented_import().read_text("E11 22\n99213-25").codes

    assert first.confidence is Confidence.LIKELY
    assert "dot" in first.remark
    assert first.written == "E11 22"
    assert "not installed" in second.remark


def test_without_any_release_the_shape_of_the_codes_decides():
    reading = invented_import(InventedCodes(installed=())).read_text("E11.22 Y\n0SR90J9\n99213")

    assert taken(reading) == ["E11.22 Y", "0SR90J9", "99213"]


def test_what_looks_like_a_code_and_is_none_is_listed_with_the_reason():
    reading = invented_import().read_text("B12 low, MRN 12345, E08-E13")

    assert [(one.written, one.reason) for one in reading.ignored] == [
        ("B12", "in no installed release"),
        ("12345", "behind “MRN”"),
        ("E08-E13", "a range of codes"),
    ]


def test_each_code_is_told_with_its_place_in_the_text():
    text = "He has “diabetes” (E11.22)\nand\tI10"
    reading = invented_import().read_text(text)

    assert [text[one.start : one.end] for one in reading.codes] == ["E11.22", "I10"]


def test_the_same_diagnosis_as_admitting_and_principal_is_no_repetition():
    reading = invented_import().read_text("Principal: I21.09\nAdmitting: I21.09")

    assert asked(reading) == []
    assert [line.role for line in reading.lines()] == [Role.LISTED, Role.ADMITTING]


def test_a_diagnosis_that_the_encounter_holds_already_is_asked_about():
    reader = invented_import()
    held = reader.read_text("E11.22\nG0439-25").lines()

    reading = reader.read_text("E11.22\nI10\nG0439-25", held=held)

    assert asked(reading) == ["repeated"]
    assert taken(reading) == ["I10", "G0439 -25"]


def test_a_service_on_two_days_is_no_repetition():
    table = "CPT,DOS\n99213,1/15/2026\n99213,1/16/2026\n99213,1/16/2026"
    reading = invented_import().read_text(table)

    assert asked(reading) == ["repeated"]
    assert len(reading.lines()) == 3


def test_codes_are_looked_up_once_however_many_there_are():
    codes = InventedCodes()
    invented_import(codes).read_text("\n".join(["E11.22", "X99.9", "G0439"] * 200))

    assert codes.asked == 1


def test_more_codes_than_an_encounter_holds_are_told_before_they_are_added():
    text = "\n".join(f"{number:05}" for number in range(10000, 10501))
    reading = invented_import().read_text(f"CPT\n{text}")

    assert reading.told == ("501 codes were found; an encounter holds 500 at most.",)


def test_a_text_without_end_is_refused_in_one_line():
    with pytest.raises(KnownError, match="too long to be a list of codes"):
        invented_import().read_text("E11.22 " * 200_000)


class TestFiles:
    @pytest.mark.parametrize(
        "content",
        [
            "code,title\nE11.22,Größe\n".encode(),
            "\ufeffcode,title\nE11.22,Größe\n".encode(),
            "code\ttitle\nE11.22\tGröße\n".encode("utf-16"),
            "code\ttitle\nE11.22\tGroesse\n".encode("utf-16-le"),
            "code;title\r\nE11.22;Größe\r\n".encode("cp1252"),
            "code\rE11.22\r".encode("ascii"),
        ],
    )
    def test_any_common_encoding_and_divider_is_read(self, tmp_path, content):
        file = tmp_path / "list.csv"
        file.write_bytes(content)

        assert taken(invented_import().read_file(file)) == ["E11.22"]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "is empty"),
            (b" \n", "is empty"),
            (b"%PDF-1.7 x", "is a PDF"),
            (b"PK\x03\x04xxxx", "is a zip and no text"),
            (b"E11\x00\x01\x02\x03abcdefghijklmnop", "is no text"),
            (b"\xff\xfeE\x00\x00\xd8", "is marked as UTF-16"),
            (b"\x7fELF\x02\x01" + bytes(20) + b"\x00\xdc" * 8, "is no text"),
            (b'{"' + b"x" * 10, "is not JSON: line 1"),
            (b'{"diagnoses": [{"code": "E11.22", "poa": "Q"}]}', r"diagnoses\[0\].poa"),
        ],
    )
    def test_what_is_no_list_is_one_line_that_names_the_file(self, tmp_path, content, said):
        file = tmp_path / "visit.txt"
        file.write_bytes(content)

        with pytest.raises(KnownError, match=said) as fault:
            invented_import().read_file(file)
        assert "visit.txt" in str(fault.value)

    def test_a_file_that_is_not_there_is_one_line(self, tmp_path):
        with pytest.raises(KnownError, match="cannot be read"):
            invented_import().read_file(tmp_path / "none.txt")

    def test_a_huge_file_is_not_read_at_all(self, tmp_path):
        file = tmp_path / "huge.txt"
        with file.open("wb") as opened:
            opened.truncate(5_000_000)

        with pytest.raises(KnownError, match="too large"):
            invented_import().read_file(file)

    def test_an_encounter_file_brings_its_own_dates_and_titles(self, tmp_path):
        file = tmp_path / "visit.json"
        file.write_text(
            '{"label": "Visit 14", "setting": "inpatient", "date": "2098-11-22",'
            ' "diagnoses": [{"code": "E11.22", "poa": "Y"}, {"code": "E11"}],'
            ' "procedures": [{"code_set": "icd10pcs", "code": "0sr90j9"}]}'
        )
        reading = invented_import().read_file(file)

        assert reading.encounter is not None
        assert reading.encounter.label == "Visit 14"
        assert reading.encounter.setting is Setting.INPATIENT
        assert taken(reading) == ["E11.22 Y", "E11", "0SR90J9"]
        assert [line.release for line in reading.lines()] == ["FY2099"] * 3
        assert reading.codes[1].remark == "takes more characters"


def test_kinds_have_names_for_scripts():
    assert {kind.value for kind in OddityKind} >= {"unknown", "not_billable", "two_readings"}


def test_a_code_with_a_space_for_its_dot_among_words_may_be_kept_in_one_way_only():
    (found,) = invented_import().read_text("in E11 22 the").codes

    assert found.oddity is not None
    assert [choice.label.split("  ")[0] for choice in found.oddity.choices] == [
        "E11.22",
        "Keep E11 as it is",
        "Leave it out",
    ]

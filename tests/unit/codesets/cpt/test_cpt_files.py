"""Each file of a licensed AMA folder is taken for what it is, by its content."""

from __future__ import annotations

import pytest
from support.cpt_files import (
    LONG,
    MODIFIERS,
    NOTICE,
    clinician,
    consolidated,
    consumer,
    headed,
    longult,
    medu,
    modul,
    shortu,
)
from support.official_texts import a_file, refusal
from support.spreadsheet_files import a_workbook

from codebook_app.codesets.cpt.descriptors import read_descriptors
from codebook_app.codesets.cpt.editions import edition_of
from codebook_app.codesets.cpt.layouts import Kind, layout_of
from codebook_app.codesets.cpt.modifiers import CptModifier, read_modifiers


def kind_of(file):
    layout = layout_of(file)
    return layout and layout.kind


def descriptors(file):
    return read_descriptors(file, layout_of(file))


ROW = ("1001", "99202", "Sample words")


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (longult(), Kind.LONG),
        (medu(LONG), Kind.MEDIUM),
        (shortu(LONG), Kind.SHORT),
        (consumer(ROW), Kind.CONSUMER),
        (clinician(("1001", "99202", "7", "Sample words")), Kind.CLINICIAN),
        (consolidated(("1001", "99202", "Sample", "SAMPLE", "SMP", "Sample", "", "")),
         Kind.CONSOLIDATED),
        (MODIFIERS, Kind.MODIFIERS),
        (a_file(headed("22\tSample increased work"), "m.txt"), Kind.MODIFIERS),
        (a_file(headed("\t".join(ROW)), "c.txt"), Kind.CONSUMER),
        (a_file(headed("1001\t99202\t7\tSample words"), "c.txt"), Kind.CLINICIAN),
        (a_file(headed("99202 SAMPLE"), "MEDU.txt"), Kind.MEDIUM),
        (a_file(headed(f"99202 {'SAMPLE ' * 5}"), "other.txt"), Kind.MEDIUM),
        (a_file(headed(f"99202 {'SAMPLE ' * 9}"), "other.txt"), Kind.LONG),
        (a_file(headed("99202 SAMPLE"), "other.txt"), Kind.SHORT),
        (a_file(headed("99202\tSample service 1", notice=""), "LONGULT.txt"), Kind.LONG),
    ],
    ids=lambda one: getattr(one, "name", None),
)  # fmt: skip
def test_the_layouts_are_told_apart(file, kind):
    assert kind_of(file) == kind


@pytest.mark.parametrize(
    "content",
    [
        "00001 A00     0 Cholera" + " " * 60 + "Cholera\r\n",
        "00001 001     0 Central Nervous System and Cranial Nerves, Bypass\r\n",
        "1\tB90.0\tSequelae of sample\r\n",
        "12345\tan order of something else\r\n",
        "Only prose about CPT and the American Medical Association.\r\n",
        "",
        "\n\n\n",
    ],
)
def test_other_files_are_not_taken_for_cpt(content):
    assert kind_of(a_file(content)) is None


def test_a_spreadsheet_is_read_as_the_text_is():
    heading = ["Concept Id", "CPT Code", "Long", "Medium", "Short"]
    row = [1001, 100, "Sample anesthesia", "SAMPLE ANES", "SMP"]
    file = a_file(a_workbook([[NOTICE], [None], heading, row]), "Consolidated_Code_List.xlsx")

    layout = layout_of(file)

    assert layout is not None
    assert (layout.kind, layout.notice) == (Kind.CONSOLIDATED, " ".join(NOTICE.split()))
    (line,) = read_descriptors(file, layout).lines
    assert (line.code, line.texts["long"], line.texts["Concept Id"]) == (
        "00100",
        "Sample anesthesia",
        "1001",
    )


def test_other_spreadsheets_are_not_taken_for_cpt():
    assert kind_of(a_file(a_workbook([["Code", "Title"], ["99202", "Sample"]]), "a.xlsx")) is None


def test_data_may_follow_the_notice_without_a_blank_line():
    content = f"{NOTICE}\n99202\tSample service 1\n99203\tSample service 2\n"
    layout = layout_of(a_file(content, "LONGULT.txt"))

    assert layout is not None
    assert (layout.kind, layout.notice) == (Kind.LONG, NOTICE)


def test_a_notice_keeps_its_signs_however_the_file_is_cut_into_pieces():
    lines = "".join(f"{code:05d}\tSample ünïtü\n" for code in range(10_000, 15_000))
    for blanks in range(2):
        notice = f"© 2025 Sample Owner, CPT{'.' * blanks}"
        layout = layout_of(a_file(f"{notice}\n\n{lines}", "LONGULT.txt", "utf-8"))
        assert layout is not None
        assert layout.notice == notice


def test_the_notice_is_what_stands_before_the_data():
    layout = layout_of(longult())

    assert layout is not None
    assert layout.notice == NOTICE
    assert layout.first_line == len(NOTICE.splitlines()) + 2


def test_descriptors_are_read_with_their_columns():
    row = ("1001", "99202", "Sample long", "SAMPLE MED", "SMP", "Sample words", "Muestra ñ", "")
    (line,) = descriptors(consolidated(row)).lines

    assert line.code == "99202"
    assert line.texts == {
        "Concept Id": "1001",
        "long": "Sample long",
        "medium": "SAMPLE MED",
        "short": "SMP",
        "consumer": "Sample words",
        "Spanish Consumer": "Muestra ñ",
    }


def test_fixed_width_texts_lose_their_blanks():
    assert descriptors(medu({"99202": "Sample service"})).lines[0].texts == {
        "medium": "SAMPLE SERVICE"
    }


def test_a_code_may_have_several_clinician_descriptors():
    rows = [("1001", "99202", "7", "Sample one"), ("1001", "99202", "8", "Sample two")]

    assert [line.texts["clinician"] for line in descriptors(clinician(*rows)).lines] == [
        "Sample one",
        "Sample two",
    ]


def test_a_line_that_is_no_data_is_refused_with_its_number():
    content = headed("99202\tSample 1", "9920\tSample 2", "99204\tSample 3")

    said = refusal(lambda: descriptors(a_file(content, "LONGULT.txt")))

    assert said.startswith("LONGULT.txt, line 7: “9920\tSample 2” is no line of CPT codes")


def test_lines_behind_the_last_code_are_left_out_and_told():
    content = headed("99202\tSample 1", "99203\tSample 2", "", "End of the sample file")

    found = descriptors(a_file(content, "LONGULT.txt"))

    assert [line.code for line in found.lines] == ["99202", "99203"]
    assert found.left_out == (
        "LONGULT.txt, line 9: “End of the sample file” and what follows hold no code",
    )


def test_a_code_twice_is_left_out_or_refused():
    same = headed("99202\tSample 1", "99202\tSample 1")
    other = headed("99202\tSample 1", "99202\tSample 2")

    assert descriptors(a_file(same, "LONGULT.txt")).left_out == (
        "LONGULT.txt, line 7: 99202, which line 6 has already",
    )
    assert "line 7: 99202 stands twice, and otherwise in line 6" in refusal(
        lambda: descriptors(a_file(other, "LONGULT.txt"))
    )


def test_modifiers_are_read_with_their_explanations():
    found = read_modifiers(MODIFIERS, layout_of(MODIFIERS))

    assert found.modifiers == (
        CptModifier("22", "Sample increased work", "Sample words that explain it over two lines."),
        CptModifier("1P", "Sample exclusion", ""),
        CptModifier("LT", "Sample left side", ""),
    )
    assert found.left_out == (
        "MODUL.txt: a line that describes no modifier, “Sample heading of others” first",
    )


def test_a_modifier_twice_is_refused():
    file = modul("22 Sample one", "22 Sample two")

    assert "MODUL.txt, line 7: modifier 22 stands twice" in refusal(
        lambda: read_modifiers(file, layout_of(file))
    )


@pytest.mark.parametrize(
    ("notice", "name", "year"),
    [
        ("Sample CPT® 2026 Data Files. Copyright 2025 Sample Owner.", "x", "2026"),
        ("The 2027 CPT of a sample", "x", "2027"),
        ("CPT copyright 2025 Sample Owner.", "CPT2026/LONGULT.txt", "2026"),
        ("CPT copyright 2025 Sample Owner.", "LONGULT.txt", "2026"),
        ("© 1966, 1970, 1995-2024 Sample Owner", "LONGULT.txt", "2025"),
        ("no year", "cpt_2024.zip › LONGULT.txt", "2024"),
    ],
)
def test_the_year_is_told_by_notice_names_and_copyright(notice, name, year):
    edition = edition_of(notice, a_file("x", name))

    assert edition is not None
    assert edition.release == year
    assert (edition.effective_from.isoformat(), edition.effective_to.isoformat()) == (
        f"{year}-01-01",
        f"{year}-12-31",
    )


def test_without_any_year_no_edition_is_stated():
    assert edition_of("no year", a_file("x", "LONGULT.txt")) is None
    assert edition_of("", a_file("x", "file 1850/LONGULT.txt")) is None

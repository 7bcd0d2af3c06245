"""A release of CPT made of a licensed folder."""

from __future__ import annotations

import pytest
from support.cpt_files import (
    LONG,
    MODIFIERS,
    NOTICE,
    clinician,
    consolidated,
    consumer,
    longult,
    medu,
    modul,
    shortu,
)
from support.official_texts import a_file, read_release, refusal, sound_lines

from codebook_app.codesets.base import PartFile, Role
from codebook_app.codesets.cpt.code_set import Cpt
from codebook_app.domain.note import NoteKind
from codebook_app.progress import Cancelled, CancelToken, silent

CPT = Cpt()


def test_a_release_is_off_until_the_licence_is_confirmed_and_carries_the_notice():
    assert CPT.licensed
    assert read_release(CPT, longult()).content.notice == NOTICE


def test_codes_stand_in_their_sections_in_the_books_order():
    read = read_release(CPT, longult(), MODIFIERS)

    assert read.printed() == [
        "99202-99499", "  992xx", "    99202", "    99203",
        "00100-01999", "  001xx", "    00100", "  991xx", "    99100",
        "10004-69990", "  100xx", "    10004",
        "70010-79999", "  700xx", "    70010",
        "80047-89398", "  800xx", "    80047", "  00xxM", "    0002M", "  00xxU", "    0001U",
        "90281-99607", "  902xx", "    90281", "  995xx", "    99500",
        "Category II", "  00xxF", "    0001F",
        "Category III", "  00xxT", "    0042T",
        "Modifiers", "  22", "  1P", "  LT",
    ]  # fmt: skip
    assert sound_lines(read.codes)
    assert read.line("992xx").title == "99200 to 99299"
    assert read.line("00xxU").title == "PLA codes 0000U to 0099U"
    assert {one.code for one in read.codes if one.billable} == set(LONG)
    assert [one.code for one in read.codes if one.opens_page and one.code[-2:] != "xx"] == [
        "00xxM", "00xxU", "00xxF", "00xxT", "Modifiers",
    ]  # fmt: skip


def test_every_descriptor_of_a_code_is_told_and_found():
    read = read_release(
        CPT,
        longult({"99202": "Sample service 1"}),
        medu({"99202": "Sample service with a medium text"}),
        shortu({"99202": "Sample svc"}),
        consumer(("1001", "99202", "Sample plain words")),
        clinician(("1001", "99202", "7", "Sample one"), ("1001", "99202", "8", "Sample two")),
    )

    assert read.line("99202").title == "Sample service 1"
    assert read.facts("99202") == [
        ("Short descriptor", "SAMPLE SVC", ""),
        ("Medium descriptor", "SAMPLE SERVICE WITH A MEDIUM TEXT", ""),
        ("Consumer descriptor", "Sample plain words", ""),
        ("Clinician descriptor", "Sample one", ""),
        ("Clinician descriptor", "Sample two", ""),
        ("Concept Id", "1001", ""),
    ]
    assert [fact.searched for fact in read.content.facts] == [True] * 5 + [False]


def test_a_consolidated_list_makes_a_release_alone():
    row = ("1001", "0001U", "Sample long", "SAMPLE MED", "SMP", "Plain", "Muestra", "Sample lab")
    read = read_release(CPT, consolidated(row))

    assert read.line("0001U").title == "Sample long"
    assert ("Lab Name", "Sample lab", "") in read.facts("0001U")
    assert ("Spanish Consumer", "Muestra", "") in read.facts("0001U")


def test_short_descriptors_alone_give_codes_with_short_titles():
    read = read_release(CPT, shortu({"99202": "Sample svc"}), medu({"99202": "Sample medium"}))

    assert read.line("99202").title == "SAMPLE MEDIUM"
    assert read_release(CPT, shortu({"99202": "Sample svc"})).line("99202").title == "SAMPLE SVC"


def test_a_modifiers_explanation_is_its_note():
    read = read_release(CPT, longult(), MODIFIERS)

    assert read.line("22").title == "Sample increased work"
    assert not read.line("22").billable
    (note,) = read.content.tabular.notes
    assert (note.code_id, note.kind) == (read.line("22").id, NoteKind.NOTES)
    assert note.text == "Sample words that explain it over two lines."


def test_files_that_differ_in_their_codes_are_told():
    read = read_release(
        CPT,
        longult({"99202": "Sample 1", "99203": "Sample 2"}),
        medu({"99202": "Sample 1"}),
        consumer(("1001", "99299", "Sample plain"), ("1002", "99202", "Sample plain")),
        shortu({"99202": "Sample 1", "99203": "Sample 2"}),
    )

    assert read.content.checks == (
        "2 codes and 0 modifiers",
        "compared with MEDU.txt: 1 code (99203) not in it",
        "compared with SHORTU.txt: 2 codes agree",
        "compared with ConsumerDescriptor.txt: 1 code (99203) not in it; 1 code (99299) in it"
        " alone",
    )


def test_a_code_of_no_section_is_shown_and_told():
    read = read_release(CPT, longult({"99999": "Sample stray"}))

    assert read.printed() == ["Other", "  999xx", "    99999"]
    assert "in none of CPT's sections: 1 code (99999)" in read.content.checks


@pytest.mark.parametrize(
    ("file", "role"),
    [
        (longult(), Role.BASE),
        (medu(LONG), Role.SPARE),
        (consumer(("1001", "99202", "Sample")), Role.JOINS),
        (modul("22 Sample"), Role.JOINS),
    ],
    ids=lambda one: getattr(one, "own_name", ""),
)
def test_only_files_with_all_codes_make_a_release(file, role):
    part = CPT.part(file)
    assert part is not None
    assert part.role is role


def test_descriptors_in_small_letters_are_preferred():
    capitals = CPT.part(longult({"99202": "SAMPLE SERVICE"}))
    mixed = CPT.part(longult({"99202": "Sample service"}))
    assert capitals is not None
    assert mixed is not None
    assert (capitals.kind, mixed.kind) == ("long", "long")
    assert mixed.preference < capitals.preference


def test_modifiers_alone_make_no_release():
    found = PartFile(CPT.part(MODIFIERS), MODIFIERS)

    said = refusal(lambda: CPT.read([found], CPT.edition(found), silent, None))

    assert said.startswith("CPT 2026 has no file with its codes.")


def test_a_file_without_a_notice_says_so():
    file = a_file("99202\tSample service 1\r\n", "CPT 2026/LONGULT.txt")

    content = read_release(CPT, file).content

    assert content.notice == "The imported files carry no notice of their own."


def test_reading_stops_when_cancelled():
    found = PartFile(CPT.part(longult()), longult())
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(Cancelled):
        CPT.read([found], CPT.edition(found), silent, cancel)

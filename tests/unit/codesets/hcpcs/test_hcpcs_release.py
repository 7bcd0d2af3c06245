"""A release of HCPCS: which quarter, which lines, what is said of them."""

from __future__ import annotations

from datetime import date

import pytest
from support.hcpcs_files import PROCESSING_NOTES, SAMPLES, hcpcs_sheet, hcpcs_text, sample
from support.official_texts import a_file, read_release, refusal, sound_lines
from support.spreadsheet_files import a_workbook

from codebook_app.codesets.base import PartFile
from codebook_app.codesets.hcpcs.code_set import LIST, NOTES, SHEET, Hcpcs
from codebook_app.codesets.hcpcs.editions import edition_by_names, edition_of
from codebook_app.domain.content import DELETED, NEW, REVISED, Conversion, Listing
from codebook_app.progress import Cancelled, CancelToken, silent

HCPCS = Hcpcs()


def text_file(samples=SAMPLES, name="HCPC2025_OCT_ANWEB.txt"):
    return a_file(hcpcs_text(samples), name)


def test_codes_stand_in_sections_and_groups_and_modifiers_come_last():
    read = read_release(HCPCS, text_file())

    assert read.printed() == [
        "A", "  A00xx", "    A0001",
        "E", "  E11xx", "    E1100",
        "J", "  J00xx", "    J0001", "    J0002", "    J0003",
        "Modifiers", "  Modifiers A", "    A1", "  Modifiers Z", "    ZZ",
    ]  # fmt: skip
    assert sound_lines(read.codes)
    assert read.line("E").title == "Durable medical equipment"
    assert read.line("J00xx").title == "J0000 to J0099"
    assert read.line("Modifiers A").title == "Modifiers beginning with A"
    assert [one.code for one in read.codes if one.opens_page] == [
        "A00xx", "E11xx", "J00xx", "Modifiers A", "Modifiers Z",
    ]  # fmt: skip
    assert all(one.heading for one in read.codes if one.level in {"section", "group"})


def test_only_codes_that_are_not_terminated_are_billable():
    read = read_release(HCPCS, text_file())

    assert [one.code for one in read.codes if one.billable] == ["A0001", "E1100", "J0001", "J0002"]
    assert read.line("J0003").level == "terminated code"
    assert read.line("A1").level == "modifier"
    assert read.line("ZZ").level == "terminated modifier"


def test_a_code_that_ends_within_the_release_is_still_billable():
    ends = sample("J0004", "Sample drug", TERM_DT="20251231", ACT_EFF_DT="20251001")

    assert read_release(HCPCS, text_file([ends])).line("J0004").billable


def test_a_code_added_after_the_release_is_not_billable_yet():
    later = sample("J0004", "Sample drug", ADD_DT="20260101", ACT_EFF_DT="20260101")
    read = read_release(HCPCS, text_file([*SAMPLES, later]))

    assert read.edition.release == "2025-10"
    assert not read.line("J0004").billable
    assert "added after 2025-12-31, and so not billable yet: 1 (J0004)" in read.content.checks


def test_what_the_columns_say_is_told_in_words():
    read = read_release(HCPCS, text_file(), a_file(PROCESSING_NOTES, "proc_notes_2025.txt"))

    assert read.facts("J0001") == [
        ("Short description", "Inj sample drug", ""),
        ("Coverage", "D", "special coverage instructions apply"),
        ("Pricing", "51", "drugs"),
        ("Multiple pricing", "A", "priced under one methodology"),
        ("BETOS", "O1E", "other drugs"),
        ("Type of service", "1", "medical care"),
        ("Type of service", "P", "lump sum purchase of DME, prosthetics, orthotics"),
        ("Cross reference", "J0002", ""),
        ("Processing note", "0001", "SAMPLE NOTE THAT GOES ON OVER TWO LINES."),
        ("Added", "2025-10-01", ""),
        ("Action", "A", "code added, effective 2025-10-01"),
    ]
    assert ("Terminated", "2025-09-30", "the last day of use") in read.facts("J0003")
    assert (
        "ASC payment group",
        "YY",
        "approved for ambulatory surgical centers from 2008-01-01",
    ) in read.facts("E1100")
    assert [fact.name for fact in read.content.facts if fact.searched] == [
        "Short description"
    ] * sum(bool(one.short) for one in SAMPLES)


def test_action_codes_list_what_is_new_revised_and_deleted():
    read = read_release(HCPCS, text_file())

    assert read.content.listings == (
        Listing(NEW, "J0001", SAMPLES[2].long),
        Listing(DELETED, "J0003", "Injection, sample drug, discontinued"),
        Listing(REVISED, "A0001", "Sample ambulance service"),
    )


def test_a_terminated_codes_cross_reference_is_what_took_its_place():
    read = read_release(HCPCS, text_file())

    assert read.content.conversions == (Conversion("J0001", ("J0003",), date(2025, 10, 1)),)


def test_cross_references_to_other_code_sets_are_told_and_convert_nothing():
    ended = sample("J0004", "Sample drug", XREF1="99406", TERM_DT="20250930")
    read = read_release(HCPCS, text_file([*SAMPLES[2:4], ended]))

    assert ("Cross reference", "99406", "") in read.facts("J0004")
    assert read.content.conversions == ()


def test_a_code_that_ended_on_the_day_before_is_terminated_and_one_of_the_day_is_not():
    ends = [
        sample("J0004", "Sample drug", TERM_DT="20250930", ACT_EFF_DT="20251001"),
        sample("J0005", "Sample drug", TERM_DT="20251001"),
    ]
    read = read_release(HCPCS, text_file(ends))

    assert [read.line(code).level for code in ("J0004", "J0005")] == ["terminated code", "code"]


def test_a_spreadsheet_beside_the_text_is_compared_and_told():
    sheet = a_file(hcpcs_sheet(), "HCPC2025_OCT_ANWEB.xlsx")
    read = read_release(HCPCS, text_file(), sheet)

    assert (
        "compared with HCPC2025_OCT_ANWEB.xlsx: 7 codes and modifiers agree, column for column"
        in read.content.checks
    )
    assert (
        "HCPC2025_OCT_ANWEB.xlsx: the same list again; it was only compared"
        in read.content.left_out
    )
    assert read_release(HCPCS, sheet).printed() == read.printed()


def test_differences_between_text_and_spreadsheet_are_counted():
    others = [sample("J0002", "Injection, another drug", "Other", COV="M"), *SAMPLES[4:]]
    read = read_release(HCPCS, text_file(SAMPLES[3:]), a_file(hcpcs_sheet(others[:-1]), "o.xlsx"))

    (told,) = (one for one in read.content.checks if one.startswith("compared"))
    assert "only in HCPC2025_OCT_ANWEB.txt (E1100)" in told
    assert "1 with another description" in told
    assert "1 with another coverage" in told


def test_counts_are_compared_with_those_published():
    checks = read_release(HCPCS, text_file()).content.checks

    assert checks[0] == ("5 codes and 2 modifiers, where CMS published 8,463 and 383")
    assert checks[1] == "terminated before 2025-10-01, and so found but not billable: 2"


def test_a_list_that_ends_early_is_told():
    told = "the last code is J0003, where CMS's list goes on to V: the file may be cut off"

    assert told in read_release(HCPCS, text_file()).content.checks
    whole = read_release(HCPCS, text_file([*SAMPLES, sample("V0001", "Sample lens")]))
    assert not any("cut off" in one for one in whole.content.checks)


@pytest.mark.parametrize(
    ("days", "name", "release", "last_day"),
    [
        (["20251001", "20200101"], "any.txt", "2025-10", date(2025, 12, 31)),
        (["20250915"], "any.txt", "2025-07", date(2025, 9, 30)),
        (["20240101"], "any.txt", "2024-01", date(2024, 3, 31)),
        (["20190101"], "any.txt", "2019-01", date(2019, 12, 31)),
        (["20250701"], "HCPC2025_OCT_ANWEB.txt", "2025-07", date(2025, 9, 30)),
        (["20251001", "20251001", "20260101"], "HCPC2025_OCT_ANWEB.txt", "2025-10",
         date(2025, 12, 31)),
        (["20251001", "20260101"], "HCPC2025.txt", "2026-01", date(2026, 3, 31)),
        (["20251001"] * 1200 + ["20520101"], "any.txt", "2025-10", date(2025, 12, 31)),
    ],
)  # fmt: skip
def test_the_latest_dates_tell_the_quarter(days, name, release, last_day):
    dates = [date(int(day[:4]), int(day[4:6]), int(day[6:])) for day in days]
    edition = edition_of(dates, a_file("x", name))

    assert edition is not None
    assert (edition.release, edition.effective_to) == (release, last_day)
    assert edition.effective_from.isoformat()[:7] == release


@pytest.mark.parametrize(
    ("name", "release", "last_day"),
    [
        ("october-2025-alpha-numeric-hcpcs-file.zip › proc_notes.txt", "2025-10", (2025, 12, 31)),
        ("proc_notes_APR2024.txt", "2024-04", (2024, 6, 30)),
        ("proc_notes_2019.txt", "2019-01", (2019, 12, 31)),
        ("2024-file.zip › HCPC2023_JUL_x.txt", "2023-07", (2023, 9, 30)),
    ],
)
def test_names_tell_the_quarter_of_the_notes(name, release, last_day):
    edition = edition_by_names(a_file("x", name))

    assert edition is not None
    assert (edition.release, edition.effective_to) == (release, date(*last_day))


def test_a_list_without_dates_and_names_states_no_edition():
    file = a_file(hcpcs_text([SAMPLES[3]], before="")[:91] + "\r\n")

    assert HCPCS.edition(PartFile(LIST, file)) is None


def test_a_year_that_cannot_be_is_refused():
    assert "its latest date is in 1066" in refusal(
        lambda: edition_of([date(1066, 10, 14)], a_file("x"))
    )


def test_each_file_of_the_zip_is_taken_for_what_it_is():
    assert HCPCS.part(text_file()) == LIST
    assert HCPCS.part(a_file(hcpcs_sheet(), "any.xlsx")) == SHEET
    assert HCPCS.part(a_file(PROCESSING_NOTES)) == NOTES
    changes = [["HCPCS/MOD", "TYPE OF CHANGE", "SHORT DESCRIPTION"], ["   A1", "No Change", "x"]]
    for content, reason in (
        (" HCPCS/MOD      TYPE OF CHANGE    SHORT DESCRIPTION\r\n", "a list of changes"),
        (a_workbook(changes), "a list of changes"),
        ("CMS RIF REPORT\r\n  HCPCS Contractor Record - 2019\r\n", "the description of"),
        ("HEALTH CARE PROCEDURE CODING SYSTEM (HCPCS)\r\nSample", "a text about"),
    ):
        file = a_file(content)
        assert HCPCS.part(file) is None
        assert (HCPCS.declines(file) or "").startswith(reason)
    assert HCPCS.declines(a_file("anything else")) is None


def test_notes_alone_make_no_release():
    file = a_file(PROCESSING_NOTES, "proc_notes_2025.txt")
    edition = edition_by_names(file)
    assert edition is not None

    said = refusal(lambda: HCPCS.read([PartFile(NOTES, file)], edition, silent, None))

    assert said.startswith("HCPCS Level II 2025-01 has no list of codes.")


def test_reading_stops_when_cancelled():
    file = text_file()
    edition = HCPCS.edition(PartFile(LIST, file))
    assert edition is not None
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(Cancelled):
        HCPCS.read([PartFile(LIST, file)], edition, silent, cancel)

"""The addenda of the order file."""

from __future__ import annotations

from support.pcs_xml import CODES, addenda, addenda_line, official, refusal, sample_addenda

from codebook_app.codesets.icd10pcs.addenda import is_addenda, read_addenda
from codebook_app.domain.content import DELETED, NEW, REVISED, Listing


def test_codes_and_tables_are_listed_as_new_deleted_or_revised():
    listings = read_addenda(addenda()).listings
    assert listings == (
        Listing(NEW, "XW0", "Sample novelties, Sample regions, Sample introduction"),
        Listing(NEW, "XW033A5", "Sample introduction of sample XW033A5"),
        Listing(NEW, "XW043A5", "Sample introduction of sample XW043A5"),
        Listing(DELETED, "0019999", "Sample bypass of old"),
        Listing(REVISED, "001", "Sample joints, upper, Sample bypass"),
    )


def test_it_says_how_many_codes_there_were_and_are():
    read = read_addenda(addenda())
    assert (read.before, read.after) == (CODES - 1, CODES)
    assert read.after_name == "icd10pcs_order_2099.txt"
    assert read.codes(NEW) == {"XW033A5", "XW043A5"}


def test_the_addenda_of_the_codes_file_have_long_titles_alone():
    title = (
        "Sample introduction of a sample with a title that is far longer than sixty characters are"
    )
    text = f"Add:         XW033A5 {title}\r\nDelete:      0019999 Sample bypass\r\n"
    listings = read_addenda(official(text, "codes_addenda_2099.txt")).listings
    assert [listing.title for listing in listings] == [title, "Sample bypass"]


def test_they_are_told_from_those_of_icd_10_cm():
    assert is_addenda(sample_addenda().encode())
    assert not is_addenda(
        b"Add:         A000    Sample cholera                  Sample cholera\r\n"
    )
    assert not is_addenda(f"{addenda_line('Add', 'H4010X0', 'Sample eye')}\r\n".encode())
    assert not is_addenda(b"anything else\r\n" + sample_addenda().encode())


def test_addenda_of_new_technology_alone_are_known_by_the_file_they_lead_to():
    line = addenda_line("Add", "XW033A5", "Sample introduction")
    text = f"{line}\r\n\r\nCodes\r\n  9 codes in icd10pcs_order_2099.txt\r\n"
    assert is_addenda(text.encode())


def test_whatever_the_summary_says_besides_counts_is_passed_over():
    text = sample_addenda() + "Sample remark of the year\r\n"
    assert read_addenda(official(text, "addenda.txt")) == read_addenda(
        official(sample_addenda(), "addenda.txt")
    )


def test_a_change_of_what_is_no_code_is_refused_with_its_number():
    text = sample_addenda() + "Add:         XWO33A5 Sample\r\n"
    said = refusal(lambda: read_addenda(official(text, "addenda.txt")))
    assert said.startswith("addenda.txt, line 18: the line is neither an addition")


def test_a_line_of_another_shape_is_refused_with_its_number():
    text = sample_addenda().replace("Delete: ", "Remove: ")
    said = refusal(lambda: read_addenda(official(text, "addenda.txt")))
    assert said.startswith("addenda.txt, line 4: the line is neither an addition")

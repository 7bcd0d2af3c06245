"""What is said of how the files of a release agree."""

from __future__ import annotations

from support.pcs_xml import (
    CODES,
    SAMPLE,
    addenda,
    official,
    order_line,
    order_lines,
    order_text,
    read,
    sample_addenda,
    sample_definitions,
    sample_definitions_xml,
    sample_index,
    sample_index_xml,
    sample_order,
    sample_tables,
    sample_titles,
    tables_xml,
    titles_csv,
)

from codebook_app.codesets.archive import OfficialFile


def said(*files: OfficialFile, release: str = "") -> str:
    return "\n".join(read(*files, release=release).checks)


def test_files_that_agree_are_said_to():
    told = said(sample_order(), sample_tables(), sample_index(), sample_definitions(), addenda())
    assert told.splitlines() == [
        "14 codes in 4 tables, 3 body systems and 3 sections; no count published by CMS is known"
        " for FY2099",
        "the 5 rows of the tables make as many codes as they state",
        "compared with icd10pcs_order_2099.txt: 14 codes of 4 tables agree, code for code",
        "order_addenda_2099.txt: 2 codes are new, 1 deleted and 0 retitled since a release of 13;"
        " all of it agrees",
        "icd10pcs_index_2099.xml: 5 main terms, 3 subterms; all 6 codes and tables they name are in"
        " this release",
        "icd10pcs_definitions_2099.xml: 5 values defined, 1 specific device counted among general"
        " ones",
    ]


def test_a_count_that_differs_from_the_published_one_is_said():
    assert "14 codes in 4 tables, 3 body systems and 3 sections, where CMS counts 78,948 codes" in (
        said(sample_order(), release="FY2025")
    )


def test_rows_that_contradict_themselves_are_said():
    xml = tables_xml().replace('codes="8"', 'codes="7"')
    told = said(official(xml, "tables.xml"))
    assert "the tables contradict themselves in 1 place: line" in told
    assert "states 7 codes, its values make 8" in told


def test_a_code_that_two_rows_make_is_said():
    bypass = SAMPLE[0]
    double = type(bypass)(bypass.code, bypass.labels, (*bypass.rows, bypass.rows[1]))
    told = said(official(tables_xml((double, *SAMPLE[1:])), "tables.xml"))
    assert "2 codes are made by more than one row of the tables (00190J1, 00190J2)" in told


def test_two_names_for_one_body_system_are_said():
    xml = tables_xml().replace("Sample joints, upper", "Sample joints", 1)
    assert "00 “Sample joints” and in 002 “Sample joints, upper”" in said(official(xml, "t.xml"))


def test_codes_of_one_file_alone_are_said():
    lines = [*order_lines()[:-1], order_line(18, "XW0Z3A5", "1", "Sample")]
    told = said(official(order_text(lines), "order_2099.txt"), sample_tables())
    assert "1 code in it alone (XW0Z3A5); 1 code in the tables alone (XW043A5)" in told


def test_missing_lines_and_headers_are_said():
    lines = order_lines()
    del lines[0], lines[5]
    told = said(official(order_text(lines), "order_2099.txt"), sample_tables())
    assert "do not count its lines one by one, from line 1 on; lines may be missing" in told
    assert "order_2099.txt: 1 table has no header line (001)" in told
    assert "1 table in the tables alone (001)" in told


def test_headers_worded_otherwise_than_the_tables_are_said():
    text = order_text().replace("Sample minds, Sample talk ", "Sample talk, minds        ")
    text = text.replace(" Sample minds, Sample talk\r\n", " Sample talk, minds\r\n")
    told = said(official(text, "order_2099.txt"), sample_tables())
    assert "1 table is titled otherwise than the tables name the characters (GZ1)" in told


def test_titles_are_compared_with_the_order_file():
    other = sample_titles() | {"XW0Z3A5": "Another", "GZ13ZZZ": "Otherwise"}
    del other["XW043A5"]
    told = said(sample_order(), official(titles_csv(other), "titles.csv"))
    assert (
        "compared with titles.csv: 1 code is not in it (XW043A5); 1 code in it alone was not taken"
        " (XW0Z3A5); 1 code has another title in it (GZ13ZZZ)" in told
    )
    told = said(sample_order(), official(titles_csv(sample_titles()), "titles.csv"))
    assert f"compared with titles.csv: {CODES} codes and titles agree" in told


def test_what_a_release_lacks_for_want_of_a_file_is_said():
    assert "until the order file comes" in said(sample_tables())
    assert "until the tables come" in said(sample_order())
    titles = official(titles_csv(sample_titles()), "titles_2099.csv")
    assert "until the official tables come" in said(titles)
    assert "until" not in said(sample_order(), sample_tables())


def test_addenda_that_do_not_fit_are_said():
    told = said(sample_order(), official(sample_addenda(after=20), "addenda_2099.txt"))
    assert "19 codes before, with these changes, make 20" not in told
    wrong = sample_addenda().replace("Delete:      0019999", "Delete:      GZ13ZZZ")
    wrong = wrong.replace("Add:         XW033A5", "Add:         XW0Z3A5").replace(
        "  13 codes", "  9 codes"
    )
    told = said(sample_order(), official(wrong, "addenda_2099.txt"))
    assert "1 new code is not in this release (XW0Z3A5)" in told
    assert "1 deleted code is in this release (GZ13ZZZ)" in told
    assert "9 codes before, with these changes, make 10 and not the 14 it states" in told


def test_index_codes_that_lead_nowhere_are_said():
    xml = sample_index_xml().replace("<codes>0011</codes>", "<codes>0018</codes>")
    told = said(sample_order(), official(xml, "index.xml"))
    assert "of the 6 codes and tables they name 1 is not in this release (0018)" in told


def test_what_contradicts_itself_in_the_index_is_said():
    xml = sample_index_xml().replace('level="2"', 'level="3"')
    assert "index.xml: 1 term stands at another level than it states" in said(
        sample_order(), official(xml, "index.xml")
    )


def test_definitions_of_values_that_no_table_has_are_said():
    xml = sample_definitions_xml().replace("Sample plastic for", "Sample foam for")
    told = said(sample_order(), sample_tables(), official(xml, "defined.xml"))
    assert "1 value is in no table (0 Sample foam for Sample bypass in Sample joints" in told


def test_elements_that_are_not_known_are_left_out_in_words():
    xml = tables_xml().replace("<pcsRow", "<remark>x</remark><pcsRow")
    content = read(official(xml, "tables.xml"))
    assert content.left_out == (
        "5 × <remark> in tables.xml: an element that this version does not know",
    )

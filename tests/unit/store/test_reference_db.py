"""Asking the book of a release."""

from __future__ import annotations

import errno
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from support.tabular_xml import BILLABLE, LINES, build_reference, sample

from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.tabular import read_tabular
from codebook_app.domain.code import Code
from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.note import NoteKind
from codebook_app.domain.tabular import TabularList
from codebook_app.errors import KnownError
from codebook_app.progress import Cancelled, CancelToken, Progress
from codebook_app.store import reference_build, reference_rows
from codebook_app.store.reference_build import build_reference_db
from codebook_app.store.reference_db import ReferenceDb


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    opened = build_reference(tmp_path_factory.mktemp("book"))
    yield opened
    opened.close()


def content() -> TabularList:
    return assemble(read_tabular([sample().encode()], "tabular.xml"), "icd10cm", "FY2099")


def line(book: ReferenceDb, text: str) -> Code:
    found = book.code(text)
    assert found is not None
    return found


def codes(lines: tuple[Code, ...]) -> list[str]:
    return [one.code for one in lines]


@pytest.mark.parametrize("text", ["E11.22", "e11.22", "E1122", "e1122", "  E11.22 "])
def test_a_code_is_found_in_any_spelling(book, text):
    found = line(book, text)
    assert (found.code, found.title, found.billable) == (
        "E11.22",
        "Type 2 sample diabetes with sample chronic kidney disease",
        True,
    )
    assert (found.code_set, found.release) == ("icd10cm", "FY2099")


@pytest.mark.parametrize(
    ("text", "level"),
    [("4", "chapter"), ("E08-E13", "section"), ("e08–e13", "section"), ("B20", "category")],
)
def test_chapters_and_sections_are_found_and_a_category_before_its_section(book, text, level):
    assert line(book, text).level == level


@pytest.mark.parametrize(
    "text", ["", "E11.99", "E1.122", "E11.2.2", "E", "99", "'; DROP TABLE lines"]
)
def test_what_is_no_code_of_the_release_is_none(book, text):
    assert book.code(text) is None


def test_every_line_that_was_handed_in_comes_back_as_it_was(book):
    expected = content()
    assert book.codes([one.id for one in expected.codes]) == {one.id: one for one in expected.codes}
    notes = book.notes([one.id for one in expected.codes])
    assert [one for own in notes.values() for one in own] == list(expected.notes)


def test_ids_that_are_unknown_or_told_twice_do_no_harm(book):
    assert list(book.codes([3, 3, 10**9])) == [3]
    assert book.codes([]) == {}


def test_more_ids_than_one_statement_takes_are_asked_in_portions(book):
    assert len(book.codes(range(40_000))) == len(content().codes)


def test_beginnings_of_codes_are_answered_in_code_order(book):
    assert codes(book.starting_with("E112", 10)) == ["E11.2", "E11.21", "E11.22"]
    assert codes(book.starting_with("S5202", 3)) == ["S52.02", "S52.02XA", "S52.02XB"]
    assert book.starting_with("E99", 10) == ()


def test_beginnings_find_no_sections_and_chapters(book):
    assert codes(book.starting_with("E08", 10)) == ["E08", "E08.9"]
    assert codes(book.starting_with("B20", 10)) == ["B20"]
    assert book.starting_with("1", 10) == ()


def test_the_book_begins_with_its_chapters(book):
    assert codes(book.roots()) == ["1", "4", "13", "14", "19", "20", "21"]


def test_ancestors_run_from_the_chapter_to_the_line_that_is_completed(book):
    assert codes(book.ancestors(line(book, "S52.02XA"))) == [
        "19",
        "S50-S59",
        "S52",
        "S52.0",
        "S52.02",
    ]
    assert codes(book.ancestors(line(book, "W21"))) == ["20", "V00-X58", "W00-X58", "W20-W49"]
    assert book.ancestors(line(book, "4")) == ()


def test_the_codes_above_come_for_many_lines_at_once(book):
    ids = [line(book, text).id for text in ("E11.22", "4", "S52.02XA")]
    assert {own: above for own, (_, above) in book.hit_rows(ids).items()} == {
        ids[0]: ("4", "E08-E13", "E11", "E11.2"),
        ids[1]: (),
        ids[2]: ("19", "S50-S59", "S52", "S52.0", "S52.02"),
    }


def test_the_codes_above_name_the_same_lines_as_ancestors(book):
    lines = book.codes(range(1, 200))
    rows = book.hit_rows(list(lines))
    for own, one in lines.items():
        assert rows[own] == (one, tuple(codes(book.ancestors(one))))


def test_children_are_directly_below_and_no_completed_codes(book):
    assert codes(book.children(line(book, "E11"))) == ["E11.2", "E11.3", "E11.9"]
    assert codes(book.children(line(book, "M00-M25"))) == ["M05-M14"]
    assert book.children(line(book, "S52.02")) == ()


def test_a_subtree_is_the_line_and_all_below_it(book):
    assert codes(book.subtree(line(book, "E11.3"))) == ["E11.3", "E11.32", "E11.321"]
    assert codes(book.subtree(line(book, "E11.3"), seventh=True)) == [
        "E11.3",
        "E11.32",
        "E11.321",
        "E11.3211",
        "E11.3212",
        "E11.3219",
    ]
    assert codes(book.subtree(line(book, "S52.02XA"))) == ["S52.02XA"]


def test_seventh_characters_come_for_many_lines_at_once(book):
    stem, plain = line(book, "S52.02"), line(book, "E11.22")
    found = book.seventh_characters([stem.id, plain.id])
    assert list(found) == [stem.id]
    assert [(one.character, one.meaning, one.code) for one in found[stem.id]] == [
        ("A", "initial encounter for closed fracture", "S52.02XA"),
        ("B", "initial encounter for open fracture", "S52.02XB"),
        ("D", "subsequent encounter for fracture with routine healing", "S52.02XD"),
        ("S", "sequela", "S52.02XS"),
    ]


def test_governing_notes_begin_with_the_chapter_and_end_with_the_codes_own(book):
    governing = book.governing_notes(line(book, "E11.22"))
    assert [one.origin.code for one in governing] == [
        "4",
        "4",
        "E08-E13",
        *["E11"] * 7,
        "E11.22",
    ]
    assert [one.inherited for one in governing] == [True] * 10 + [False]
    assert governing[1].note.text == "transitory sample disorders of newborn (P70-P74)"
    assert governing[-1].note.kind is NoteKind.USE_ADDITIONAL_CODE


def test_all_that_governs_a_completed_code_is_inherited(book):
    governing = book.governing_notes(line(book, "S52.02XA"))
    assert {one.origin.code for one in governing} == {"19", "S52"}
    assert all(one.inherited for one in governing)


def test_conditions_of_references_survive_the_store(book):
    notes = book.notes([line(book, "S52").id, line(book, "M14").id])
    references = [one for own in notes.values() for note in own for one in note.references]
    wrist = next(one for one in references if one.first == "S62")
    assert wrist.covers("S62001B")
    assert not wrist.covers("S62001A")
    joint = next(one for one in references if one.pattern == ".{3}61")
    assert joint.covers("E11610")


def test_neighbours_are_of_the_same_level(book):
    def around(text: str) -> list[str | None]:
        return [one.code if one else None for one in book.neighbours(line(book, text))]

    assert around("E11") == ["E10", "M13"]
    assert around("4") == ["1", "13"]
    assert around("1") == [None, "4"]
    assert around("21") == ["20", None]
    assert around("E08-E13") == ["B20", "M00-M25"]
    assert around("E11.22") == ["E11.21", "E11.321"]
    assert around("S52.02XA") == ["S52.01XS", "S52.02XB"]


def test_the_index_gets_every_line_with_its_texts(book):
    entries = {entry.id: entry for entry in book.searchable()}
    assert len(entries) == len(content().codes)
    a01 = entries[line(book, "A01.1").id]
    assert (a01.code, a01.inclusion_terms, a01.notes) == (
        "A011",
        ("Lower lake sickness NOS",),
        (),
    )
    e11 = entries[line(book, "E11").id]
    assert e11.notes[0] == ("Includes", "sample diabetes NOS")
    assert [label for label, _ in e11.notes] == [
        "Includes",
        "Includes",
        "Use additional code",
        "Excludes1",
        "Excludes1",
        "Excludes1",
        "Excludes2",
    ]
    completed = entries[line(book, "S52.02XA").id]
    assert completed.completes == line(book, "S52.02").id
    assert (completed.level, completed.billable) == ("code", True)
    assert entries[line(book, "4").id].level == "chapter"


def test_lines_and_valid_codes_are_counted(book):
    assert book.counts() == (LINES, BILLABLE)


def test_many_threads_read_at_once(book):
    start = threading.Barrier(8)

    def ask(number: int) -> list[str]:
        start.wait()
        found = []
        for _ in range(20):
            found += codes(book.ancestors(line(book, "S52.02XA")))
            found += codes(book.starting_with("E11", number + 1))
        return found

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(8)))
    for number, answer in enumerate(answers):
        assert len(answer) == 20 * (5 + number + 1)


def test_a_folder_with_odd_letters_in_its_name_is_opened(tmp_path):
    odd = tmp_path / "a #1? 100% größe"
    odd.mkdir()
    opened = build_reference(odd)
    assert opened.code("E11.22") is not None
    opened.close()


def test_nothing_can_be_written_through_it(book):
    connection = book.file.engine.connect()
    with connection, pytest.raises(OperationalError, match="readonly"):
        connection.exec_driver_sql("DELETE FROM lines")


@pytest.mark.parametrize("damage", ["missing", "text", "empty", "other schema", "header only"])
def test_a_database_that_is_none_of_ours_is_refused(tmp_path, damage):
    build_reference(tmp_path).close()
    path = tmp_path / "FY2099.db"
    if damage == "missing":
        path.unlink()
    elif damage == "text":
        path.write_text("no database " * 1000)
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "header only":
        path.write_bytes(path.read_bytes()[:100])
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 999")
        connection.close()
    with pytest.raises(KnownError, match=r"FY2099\.db cannot be read") as caught:
        ReferenceDb.open(path, "icd10cm", "FY2099")
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_building_tells_how_far_it_is_and_ends_at_the_total(tmp_path):
    reports: list[Progress] = []
    build_reference_db(tmp_path / "x.db", ReleaseContent(content()), reports.append)
    done = [report.done for report in reports]
    assert done == sorted(done)
    assert reports[-1].done == reports[-1].total == len(content().codes) + len(content().notes)


def test_building_can_be_cancelled(tmp_path):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        build_reference_db(tmp_path / "x.db", ReleaseContent(content()), cancel=cancel)


def test_a_place_that_cannot_be_written_is_an_oserror(tmp_path):
    with pytest.raises(OSError, match="unable to open") as caught:
        build_reference_db(tmp_path / "absent" / "x.db", ReleaseContent(content()))
    assert caught.value.errno == errno.EACCES


def test_a_full_disk_is_said_to_be_full(tmp_path, monkeypatch):
    connect = sqlite3.connect

    def on_a_small_disk(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.execute("PRAGMA max_page_count = 6")  # SQLite then says what a full disk says
        return connection

    monkeypatch.setattr(reference_build.sqlite3, "connect", on_a_small_disk)
    with pytest.raises(OSError, match="full") as caught:
        build_reference_db(tmp_path / "x.db", ReleaseContent(content()))
    assert caught.value.errno == errno.ENOSPC


def test_what_did_not_arrive_in_the_file_is_noticed(tmp_path, monkeypatch):
    whole = reference_rows.line_rows
    monkeypatch.setattr(reference_rows, "line_rows", lambda tabular: list(whole(tabular))[:-1])
    with pytest.raises(KnownError, match="did not come out as it was written"):
        build_reference_db(tmp_path / "x.db", ReleaseContent(content()))

"""What changed between two releases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from support.whole_release import PlannedLine, build_release, line, tabular

from codebook_app.domain.changes import Chapter, ReleaseChanges
from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.note import NoteKind
from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.store.reference_changes import release_changes
from codebook_app.store.reference_db import ReferenceDb

EARLIER = Release(
    code_set="icd10cm",
    release="FY2098",
    title="Sample FY2098",
    effective_from=date(2097, 10, 1),
    effective_to=date(2098, 9, 30),
    codes=0,
    billable=0,
    sources=(),
    origin="",
    installed_at=datetime(2098, 1, 1, tzinfo=UTC),
    app_version="1",
    searchable=True,
)
LATER = replace(EARLIER, release="FY2099", title="Sample FY2099")


def chapter(code: str, *below: PlannedLine, title: str = "Sample chapter") -> PlannedLine:
    return line(code, title, *below, heading=True, level="chapter")


def changes(
    tmp_path: Path, before: tuple[PlannedLine, ...], after: tuple[PlannedLine, ...]
) -> ReleaseChanges:
    earlier = build_release(tmp_path, ReleaseContent(tabular(*before)), release="FY2098")
    later = build_release(tmp_path, ReleaseContent(tabular(*after)), release="FY2099")
    try:
        return release_changes(earlier, later, EARLIER, LATER)
    finally:
        earlier.close()
        later.close()


def codes(lines: tuple[object, ...]) -> list[str]:
    return [one.code for one in lines]  # type: ignore[attr-defined]


def test_equal_releases_differ_in_nothing(tmp_path):
    lines = (chapter("1", line("A00", "Lake fever", notes=[(NoteKind.INCLUDES, "fever")])),)
    found = changes(tmp_path, lines, lines)
    assert (found.before, found.after) == (EARLIER, LATER)
    assert found == ReleaseChanges(
        EARLIER, LATER, (), (), (), (), (), (), (Chapter("1", "Sample chapter"),), {}
    )


def test_codes_that_came_and_went_are_told_in_printed_order_with_their_chapter(tmp_path):
    found = changes(
        tmp_path,
        (chapter("1", line("A00", "Kept"), line("A02", "Gone")), chapter("2", line("B01", "Gone"))),
        (
            chapter("1", line("A00", "Kept"), line("A05", "Come"), line("A03", "Come")),
            chapter("3", line("C00", "Come")),
        ),
    )
    assert codes(found.added) == ["A05", "A03", "C00"]
    assert codes(found.deleted) == ["A02", "B01"]
    assert {one.release for one in found.added} == {"FY2099"}
    assert {one.release for one in found.deleted} == {"FY2098"}
    assert [one.code for one in found.chapters] == ["1", "3", "2"]
    assert found.chapter_of == {"A05": "1", "A03": "1", "C00": "3", "A02": "1", "B01": "2"}


def test_a_code_that_got_parts_is_deleted_as_billable_and_added_as_a_header(tmp_path):
    found = changes(
        tmp_path,
        (line("A00", "Fever", line("A00.1", "Lake fever"), opens_page=True),),
        (
            line(
                "A00",
                "Fever",
                line("A00.1", "Lake fever", line("A00.11", "Deep lake fever")),
                opens_page=True,
            ),
        ),
    )
    assert codes(found.deleted) == codes(found.headers_added) == ["A00.1"]
    assert codes(found.added) == ["A00.11"]
    assert found.headers_deleted == ()


def test_a_header_that_lost_its_parts_is_added_as_billable(tmp_path):
    found = changes(
        tmp_path,
        (line("A00", "Fever", line("A00.1", "Lake fever")),),
        (line("A00", "Fever"),),
    )
    assert (codes(found.added), codes(found.deleted)) == (["A00"], ["A00.1"])
    assert (codes(found.headers_added), codes(found.headers_deleted)) == ([], ["A00"])


def test_what_is_terminated_went_and_never_came(tmp_path):
    found = changes(
        tmp_path,
        (
            line("J0001", "Sample drug"),
            line("Q8", "Sample modifier", billable=False, level="modifier"),
        ),
        (
            line("J0001", "Sample drug", billable=False, level="terminated code"),
            line("J0002", "Short-lived", billable=False, level="terminated code"),
            line("Q8", "Sample modifier", billable=False, level="terminated modifier"),
            line("Q9", "New modifier", billable=False, level="modifier"),
        ),
    )
    assert (codes(found.deleted), codes(found.headers_deleted)) == (["J0001"], ["Q8"])
    assert (codes(found.added), codes(found.headers_added)) == ([], ["Q9"])


def test_new_titles_are_told_with_the_old_ones(tmp_path):
    found = changes(
        tmp_path,
        (chapter("1", line("A00", "Lake fever"), line("A01", "Same"), title="Fevers"),),
        (chapter("1", line("A00", "Fever of lakes"), line("A01", "Same"), title="All fevers"),),
    )
    assert [(one.line.code, one.before, one.line.title) for one in found.retitled] == [
        ("1", "Fevers", "All fevers"),
        ("A00", "Lake fever", "Fever of lakes"),
    ]
    assert found.chapter_of == {"1": "1", "A00": "1"}


def test_a_section_is_never_taken_for_the_category_of_its_name(tmp_path):
    def lines(section: str, category: str) -> tuple[PlannedLine, ...]:
        return (
            chapter(
                "1",
                line("B20", section, line("B20", category, opens_page=True), heading=True),
            ),
        )

    found = changes(tmp_path, lines("Section", "Category"), lines("Section", "Category new"))
    assert [(one.line.level, one.before) for one in found.retitled] == [("category", "Category")]
    assert (found.added, found.deleted) == ((), ())


def test_headings_of_one_name_are_told_apart_by_their_level(tmp_path):
    lines = (chapter("1", line("1", "Sample section", line("A00", "Fever"), heading=True)),)
    assert changes(tmp_path, lines, lines).retitled == ()


def test_notes_that_came_and_went_are_told_by_line_and_kind(tmp_path):
    found = changes(
        tmp_path,
        (
            line(
                "A00",
                "Fever",
                notes=[
                    (NoteKind.INCLUDES, "kept"),
                    (NoteKind.INCLUDES, "old"),
                    (NoteKind.EXCLUDES1, "moved"),
                ],
            ),
            line("A01", "Gone", notes=[(NoteKind.INCLUDES, "gone with it")]),
        ),
        (
            line("A02", "Come", notes=[(NoteKind.INCLUDES, "come with it")]),
            line(
                "A00",
                "Fever",
                notes=[
                    (NoteKind.INCLUDES, "new"),
                    (NoteKind.INCLUDES, "kept"),
                    (NoteKind.INCLUDES, "newer"),
                    (NoteKind.EXCLUDES2, "moved"),
                ],
            ),
        ),
    )
    assert [(one.line.code, one.kind, one.added, one.removed) for one in found.notes_changed] == [
        ("A00", NoteKind.INCLUDES, ("new", "newer"), ("old",)),
        ("A00", NoteKind.EXCLUDES2, ("moved",), ()),
        ("A00", NoteKind.EXCLUDES1, (), ("moved",)),
    ]
    assert found.notes_changed[0].line.release == "FY2099"


def test_the_point_and_case_of_a_code_make_no_change(tmp_path):
    found = changes(tmp_path, (line("b2801", "Pain"),), (line("B280.1", "Pain"),))
    assert (found.added, found.deleted, found.retitled) == ((), (), ())


def test_a_release_that_cannot_be_read_is_told_and_nothing_is_made(tmp_path):
    content = ReleaseContent(tabular(line("A00", "Fever")))
    earlier = build_release(tmp_path, content, release="FY2098")
    later = build_release(tmp_path, content, release="FY2099")
    earlier.close()
    (tmp_path / "FY2098.db").unlink()
    with pytest.raises(KnownError, match="FY2099 and FY2098 cannot be compared"):
        release_changes(earlier, later, EARLIER, LATER)
    later.close()
    assert [one.name for one in tmp_path.iterdir()] == ["FY2099.db"]


def test_both_releases_stay_readable(tmp_path):
    content = ReleaseContent(tabular(line("A00", "Fever")))
    books = [build_release(tmp_path, content, release=name) for name in ("FY2098", "FY2099")]
    for _ in range(2):
        release_changes(books[0], books[1], EARLIER, LATER)
    assert all(isinstance(one, ReferenceDb) and one.code("a00") for one in books)
    for one in books:
        one.close()

"""Bookmarks in folders: their order, their moves, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from codebook_app.domain.notebook import DEEPEST, Bookmark, Folder
from codebook_app.errors import ConflictError, KnownError
from codebook_app.services.notebook import Notebook


@pytest.fixture
def notebook(user_db: Path) -> Iterator[Notebook]:
    kept = Notebook(user_db)
    yield kept
    kept.close()


def folder(notebook: Notebook, name: str, parent: Folder | None = None) -> Folder:
    return notebook.bookmarks.create_folder(name, "" if parent is None else parent.id)[0]


def bookmark(notebook: Notebook, code: str, within: Folder | None = None) -> Bookmark:
    made, _ = notebook.bookmarks.add(
        f"icd10cm:{code}", "icd10cm", code, f"Sample {code}", "" if within is None else within.id
    )
    return made


def codes(notebook: Notebook, within: Folder | None = None) -> list[str]:
    folder_id = "" if within is None else within.id
    return [one.code for one in notebook.contents().bookmarks if one.folder_id == folder_id]


def names(notebook: Notebook, within: Folder | None = None) -> list[str]:
    parent_id = "" if within is None else within.id
    return [one.name for one in notebook.contents().folders if one.parent_id == parent_id]


def now(notebook: Notebook, entry: Folder | Bookmark) -> Folder | Bookmark:
    contents = notebook.contents()
    return next(one for one in (*contents.folders, *contents.bookmarks) if one.id == entry.id)


def test_bookmarks_stand_in_the_order_they_were_made_and_moved_to(notebook):
    a, b, c = (bookmark(notebook, code) for code in ("A01", "B02", "C03"))
    assert codes(notebook) == ["A01", "B02", "C03"]

    notebook.bookmarks.move(c, "", 0)
    assert codes(notebook) == ["C03", "A01", "B02"]
    notebook.bookmarks.move(a, "", 5)
    assert codes(notebook) == ["C03", "B02", "A01"]
    notebook.bookmarks.move(now(notebook, a), "", 1)
    assert codes(notebook) == ["C03", "A01", "B02"]
    notebook.bookmarks.move(b, "", -3)
    assert codes(notebook) == ["B02", "C03", "A01"]


def test_moving_between_the_same_two_for_ever_keeps_the_order(notebook):
    first, last = bookmark(notebook, "A01"), bookmark(notebook, "Z99")
    moved = [bookmark(notebook, code) for code in ("M01", "M02")]
    for turn in range(44):
        notebook.bookmarks.move(now(notebook, moved[turn % 2]), "", 1)

    assert codes(notebook) == ["A01", "M02", "M01", "Z99"]
    assert {first.code, last.code} < set(codes(notebook))


def test_a_place_is_kept_once_in_a_folder_and_again_in_another(notebook):
    within = folder(notebook, "Kidney")
    first = bookmark(notebook, "N18")

    assert bookmark(notebook, "N18") == first
    assert bookmark(notebook, "N18", within).id != first.id
    assert codes(notebook) == codes(notebook, within) == ["N18"]


def test_a_folder_moves_with_all_in_it_but_never_into_itself(notebook):
    outer = folder(notebook, "Outer")
    inner = folder(notebook, "Inner", outer)
    bookmark(notebook, "N18", inner)
    other = folder(notebook, "Other")

    with pytest.raises(KnownError, match="can't be put into itself"):
        notebook.bookmarks.move_folder(outer, inner.id)
    with pytest.raises(KnownError, match="can't be put into itself"):
        notebook.bookmarks.move_folder(outer, outer.id)
    notebook.bookmarks.move_folder(outer, other.id)

    assert names(notebook) == ["Other"]
    assert names(notebook, other) == ["Outer"]
    assert codes(notebook, inner) == ["N18"]


def test_a_folder_is_removed_with_all_in_it_and_undo_brings_all_back(notebook):
    outer = folder(notebook, "Outer")
    inner = folder(notebook, "Inner", outer)
    bookmark(notebook, "N18", inner)
    bookmark(notebook, "A01")

    removed = notebook.bookmarks.remove_folder(outer)
    assert names(notebook) == []
    assert [one.code for one in notebook.contents().bookmarks] == ["A01"]

    notebook.undo(removed)
    assert names(notebook, outer) == ["Inner"]
    assert codes(notebook, inner) == ["N18"]


def test_sorting_puts_folders_by_name_and_bookmarks_by_code_as_one_step(notebook):
    for name in ("beta", "Alpha", "Gamma"):
        folder(notebook, name)
    for code in ("N18", "E11.9", "A01"):
        bookmark(notebook, code)
    notebook.bookmarks.add("@index:icd10cm:FY:1:", "icd10cm", "", "Index")

    notebook.bookmarks.sort("")
    assert names(notebook) == ["Alpha", "beta", "Gamma"]
    assert codes(notebook) == ["A01", "E11.9", "N18", ""]

    notebook.undo()
    assert names(notebook) == ["beta", "Alpha", "Gamma"]
    assert codes(notebook) == ["N18", "E11.9", "A01", ""]


def test_names_are_one_line_and_never_empty(notebook):
    made = folder(notebook, "  Two\nlines ")
    assert made.name == "Two lines"
    kept = bookmark(notebook, "N18")
    for rename in (
        lambda: notebook.bookmarks.create_folder("  "),
        lambda: notebook.bookmarks.rename_folder(made, ""),
        lambda: notebook.bookmarks.rename(kept, "\n"),
    ):
        with pytest.raises(KnownError, match="needs a name"):
            rename()
    notebook.bookmarks.rename(kept, "My page")
    assert now(notebook, kept).title == "My page"
    notebook.bookmarks.rename_folder(made, "Other")
    assert names(notebook) == ["Other"]


def test_folders_lie_only_so_deep(notebook):
    deepest = None
    for level in range(DEEPEST):
        deepest = folder(notebook, f"Level {level}", deepest)
    beside = folder(notebook, "Beside")

    with pytest.raises(KnownError, match="at most 20 levels deep"):
        folder(notebook, "One more", deepest)
    with pytest.raises(KnownError, match="at most 20 levels deep"):
        notebook.bookmarks.move_folder(beside, deepest.id)


def test_nothing_is_put_into_a_folder_that_is_gone(notebook):
    gone = folder(notebook, "Gone")
    kept = bookmark(notebook, "N18")
    notebook.bookmarks.remove_folder(gone)

    for put in (
        lambda: bookmark(notebook, "A01", gone),
        lambda: notebook.bookmarks.move(kept, gone.id),
        lambda: folder(notebook, "Inner", gone),
    ):
        with pytest.raises(ConflictError, match="The folder was removed"):
            put()
    assert codes(notebook) == ["N18"]


def test_an_entry_changed_elsewhere_is_not_overwritten(notebook):
    made, kept = folder(notebook, "Kidney"), bookmark(notebook, "N18")
    notebook.bookmarks.rename_folder(made, "Kidneys")
    notebook.bookmarks.rename(kept, "Mine")

    for change in (
        lambda: notebook.bookmarks.rename_folder(made, "Renal"),
        lambda: notebook.bookmarks.move(kept, made.id),
        lambda: notebook.bookmarks.remove(kept),
        lambda: notebook.bookmarks.remove_folder(made),
    ):
        with pytest.raises(ConflictError, match="was changed in another window"):
            change()

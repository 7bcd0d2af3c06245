"""An index is opened only when it is whole and of this program's making."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from support.entries import sample_entries

from codebook_app.errors import KnownError
from codebook_app.search import stamp
from codebook_app.search.index import SearchIndex, build_index
from codebook_app.search.stamp import STAMP, check_stamp


@pytest.fixture
def built(tmp_path: Path) -> Path:
    directory = tmp_path / "index"
    directory.mkdir()
    build_index(sample_entries().all, directory)
    return directory


def test_a_whole_index_opens(built: Path) -> None:
    index = SearchIndex.open(built)
    assert index.search("sugar").matches
    index.close()


def test_an_index_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="no search index") as told:
        SearchIndex.open(tmp_path / "nowhere")
    assert "setup" in told.value.hint


def test_every_single_file_is_watched(built: Path) -> None:
    for path in sorted(built.iterdir()):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if whole else b"more")
        with pytest.raises(KnownError):
            SearchIndex.open(built)
        path.unlink()
        with pytest.raises(KnownError):
            SearchIndex.open(built)
        path.write_bytes(whole)
    check_stamp(built)


def test_a_file_that_was_added_is_noticed(built: Path) -> None:
    (built / "_CODEBOOK_2.toc").write_bytes(b"")
    with pytest.raises(KnownError, match="damaged"):
        SearchIndex.open(built)


@pytest.mark.parametrize("key", ["program", "format", "whoosh", "numpy"])
def test_an_index_of_another_version_is_refused(built: Path, key: str) -> None:
    content = json.loads((built / STAMP).read_text(encoding="utf-8"))
    content[key] = "0"
    (built / STAMP).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(KnownError, match="another version"):
        SearchIndex.open(built)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"files": 1}', "\ufffd"])
def test_a_damaged_stamp_is_refused(built: Path, content: str) -> None:
    (built / STAMP).write_text(content, encoding="utf-8")
    with pytest.raises(KnownError):
        SearchIndex.open(built)


def test_nothing_is_unpickled_before_the_stamp_is_right(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: object, **__: object) -> None:
        raise AssertionError("unpickled")

    (table,) = built.glob("*.toc")
    table.write_bytes(table.read_bytes() + b"!")
    monkeypatch.setattr(pickle, "loads", explode)
    monkeypatch.setattr(pickle, "load", explode)
    with pytest.raises(KnownError):
        SearchIndex.open(built)


def test_every_file_is_flushed_before_the_stamp_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []
    really = stamp._flush
    monkeypatch.setattr(stamp, "_flush", lambda path: (flushed.append(path.name), really(path)))
    directory = tmp_path / "index"
    directory.mkdir()
    build_index(sample_entries().all, directory)
    assert sorted(flushed) == sorted(path.name for path in directory.iterdir())
    assert flushed[-1] == STAMP

"""A file is written whole or not at all, and what was there keeps its rights."""

from __future__ import annotations

import os
import stat
import sys

import pytest

from codebook_app.errors import KnownError
from codebook_app.exchange.whole_file import write_whole

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights and links are others there")


def test_a_file_is_written_and_replaced_and_nothing_lies_beside_it(tmp_path):
    file = tmp_path / "list.txt"
    write_whole(file, b"one", "The list")
    write_whole(file, b"two\r\n", "The list")

    assert file.read_bytes() == b"two\r\n"
    assert list(tmp_path.iterdir()) == [file]


def test_what_was_there_stays_where_writing_fails(tmp_path, monkeypatch):
    file = tmp_path / "list.txt"
    file.write_bytes(b"what was there")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KnownError, match=r"The list could not be saved to .*: No space left"):
        write_whole(file, b"new", "The list")

    assert file.read_bytes() == b"what was there"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(KnownError, match="No such file"):
        write_whole(tmp_path / "nowhere" / "list.txt", b"new", "The list")
    with pytest.raises(KnownError, match="could not be saved"):
        write_whole(tmp_path, b"new", "The list")
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_new_file_has_the_usual_rights_and_a_replaced_one_its_own(tmp_path):
    new, shared = tmp_path / "new.txt", tmp_path / "shared.txt"
    plain = tmp_path / "plain.txt"
    plain.touch()
    shared.touch(0o640)
    shared.chmod(0o640)

    for file in (new, shared):
        write_whole(file, b"x", "The list")

    assert new.stat().st_mode == plain.stat().st_mode
    assert stat.S_IMODE(shared.stat().st_mode) == 0o640


@posix
def test_the_file_that_a_link_leads_to_is_replaced(tmp_path):
    file, link = tmp_path / "list.txt", tmp_path / "link.txt"
    file.touch()
    link.symlink_to(file)

    write_whole(link, b"x", "The list")

    assert link.is_symlink()
    assert file.read_bytes() == b"x"

"""The settings file: round trip, what a person may do to it, and what a disk may."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from codebook_app.errors import KnownError
from codebook_app.settings import Settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "settings.toml"


def test_what_was_put_is_read_back_after_a_restart(file):
    settings = Settings(file)
    settings.put("view.theme", "dark")
    settings.put("view.scale", 1.25)
    settings.put("copy.dots", False)
    settings.put("window.panes", (300, 600, 380))
    settings.save()

    again = Settings(file)

    assert again.text("view.theme", "system") == "dark"
    assert again.number("view.scale", 1.0) == 1.25
    assert again.flag("copy.dots", True) is False
    assert again.numbers("window.panes") == (300, 600, 380)
    assert again.word == ""


def test_without_a_file_everything_has_its_default_and_nothing_is_written(file):
    settings = Settings(file)

    assert settings.text("view.theme", "system") == "system"
    settings.save()

    assert not file.parent.exists()


def test_a_value_of_another_kind_than_asked_for_is_answered_with_the_default(file):
    file.parent.mkdir()
    file.write_text('theme = 3\nscale = "big"\ndots = "no"\npanes = [1, "2"]\nnan = nan\n')
    settings = Settings(file)

    assert settings.text("theme", "system") == "system"
    assert settings.number("scale", 1.0) == 1.0
    assert settings.flag("dots", True) is True
    assert settings.numbers("panes", (7,)) == (7,)
    assert settings.number("nan", 2.0) == 2.0
    assert settings.text("theme.deeper", "x") == "x"


def test_comments_and_values_of_the_persons_own_stay_in_the_file(file):
    file.parent.mkdir()
    file.write_text('# my settings\nown = "kept"\n[view]\ntheme = "light"  # for the beamer\n')
    settings = Settings(file)

    settings.put("view.theme", "dark")
    settings.save()

    written = file.read_text()
    assert "# my settings" in written
    assert 'own = "kept"' in written
    assert 'theme = "dark"' in written


@pytest.mark.parametrize("content", [b"theme = [", b"\xff\xfe\x00broken", b"view = 1\nview = 2"])
def test_a_file_that_cannot_be_read_is_told_of_and_kept_aside(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    settings = Settings(file)

    assert settings.text("view.theme", "system") == "system"
    assert str(file) in settings.word
    assert "\n" not in settings.word
    assert file.read_bytes() == content  # nothing moves before there is something to write
    settings.put("view.theme", "dark")
    settings.save()

    settings.put("view.theme", "light")
    settings.save()

    assert (file.parent / "settings-unreadable.toml").read_bytes() == content
    assert Settings(file).text("view.theme") == "light"


def test_a_table_in_the_way_of_a_value_is_replaced(file):
    file.parent.mkdir()
    file.write_text('view = "wide"\n')
    settings = Settings(file)

    settings.put("view.theme", "dark")
    settings.save()

    assert Settings(file).text("view.theme") == "dark"


def test_saving_writes_only_when_something_changed(file):
    settings = Settings(file)
    settings.put("view.theme", "dark")
    settings.save()
    before = file.stat().st_mtime_ns, file.stat().st_ino

    settings.put("view.theme", "dark")
    settings.save()

    assert (file.stat().st_mtime_ns, file.stat().st_ino) == before


def test_a_full_disk_is_one_clear_line_and_the_old_file_stands(file, monkeypatch):
    settings = Settings(file)
    settings.put("view.theme", "light")
    settings.save()
    before = file.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    settings.put("view.theme", "dark")
    with pytest.raises(KnownError, match="No space left on device"):
        settings.save()

    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]
    assert settings.text("view.theme") == "dark"  # to be saved when there is room again
    monkeypatch.undo()
    settings.save()
    assert Settings(file).text("view.theme") == "dark"

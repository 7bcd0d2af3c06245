"""The ending of a file that was asked for: nothing that is there is replaced unasked."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget

from codebook_app.gui.dialogs.file_asking import ended

YES, NO = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No


@pytest.fixture
def asked(monkeypatch):
    """Return what was asked; the last answer given is the answer."""
    words, answers = [], []

    def question(_parent, _title, text, *_buttons):
        words.append(text)
        return answers.pop()

    monkeypatch.setattr(QMessageBox, "question", question)
    return words, answers


def test_a_name_with_its_ending_is_taken_as_it_is(qtbot, asked, tmp_path):
    there = tmp_path / "Visit 14.PDF"
    there.touch()

    # The system's dialog has asked about this one.
    assert ended(there, (".pdf",), QWidget()) == there
    assert ended(tmp_path / "log.txt", (".csv", ".txt"), QWidget()) == tmp_path / "log.txt"
    assert asked[0] == []


def test_a_name_gets_its_ending_and_the_person_is_asked_where_a_file_has_it(qtbot, asked, tmp_path):
    words, answers = asked
    whole = tmp_path / "Dr. No.pdf"
    assert ended(tmp_path / "Dr. No", (".pdf",), QWidget()) == whole

    whole.touch()
    answers += [YES, NO]

    assert ended(tmp_path / "Dr. No", (".pdf",), QWidget()) is None
    assert ended(tmp_path / "Dr. No", (".pdf",), QWidget()) == whole
    assert words == ["Dr. No.pdf is there already. Replace it?"] * 2

"""The dialog of a person's own copy formats: preview, keeping, deleting, the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from support.code_lists import a_line, a_list

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import CopyTemplate
from codebook_app.gui.copy_template_desk import CopyTemplateDesk
from codebook_app.gui.dialogs.copy_templates import CopyTemplatesDialog
from codebook_app.services.copy_templates import CopyTemplates

CLAIM = Claim.of(a_list(a_line("E11.22", "Sample diabetes"), a_line("N18.30", "Sample stage")))


@pytest.fixture
def templates(folders):
    made = CopyTemplates(folders.user_db)
    yield made
    made.close()


@pytest.fixture
def make(qtbot, light_theme, templates, worker):
    def built() -> CopyTemplatesDialog:
        dialog = CopyTemplatesDialog(CopyTemplateDesk(templates, worker), CLAIM, light_theme)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        qtbot.waitUntil(lambda: not worker.busy)
        return dialog

    return built


def write(qtbot, dialog: CopyTemplatesDialog, **parts: str) -> None:
    for name, text in parts.items():
        field = dialog.fields.parts[name]
        field.clear()
        qtbot.keyClicks(field, text)


def names(dialog: CopyTemplatesDialog) -> list[str]:
    model = dialog.view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_first_template_begins_with_a_line_that_works(make):
    dialog = make()

    assert dialog.preview.toPlainText() == "E11.22\tSample diabetes\nN18.30\tSample stage"
    assert not dialog.fault.isVisible()
    assert not dialog.keep_button.isEnabled()


def test_the_preview_follows_every_key(qtbot, make):
    dialog = make()
    write(qtbot, dialog, line="{seq}. {dotless}", header=r"{label}:\n", between="; ", footer=".")

    assert dialog.preview.toPlainText() == "Visit 14:\n1. E1122; 2. N1830."


def test_a_fault_is_told_where_it_is_and_what_can_not_be_kept_is_not(qtbot, make):
    dialog = make()
    write(qtbot, dialog, name="Mine", line="{cod}")

    assert dialog.fault.accessibleName() == "Line, character 1: there is no field {cod}."
    assert dialog.preview.toPlainText() == ""
    assert not dialog.keep_button.isEnabled()


def test_a_template_that_loses_the_codes_says_so(qtbot, make):
    dialog = make()
    write(qtbot, dialog, name="Mine", line="{title}")

    assert dialog.said.accessibleName().startswith("The line has neither {code} nor {dotless}")
    assert dialog.keep_button.isEnabled()


def test_a_template_is_kept_by_enter_and_changed_afterwards(qtbot, make, templates, worker):
    dialog = make()
    write(qtbot, dialog, name="Mine", line="{code}")
    qtbot.keyClick(dialog.fields.parts["line"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not worker.busy)
    assert names(dialog) == ["Mine"]
    write(qtbot, dialog, between=" ")
    dialog.keep_button.click()
    qtbot.waitUntil(lambda: not worker.busy)

    (kept,) = templates.all()
    assert (kept.name, kept.line, kept.between) == ("Mine", "{code}", " ")
    assert dialog.isVisible()


def test_a_field_is_written_where_the_cursor_was(qtbot, make):
    dialog = make()
    header = dialog.fields.parts["header"]
    header.setFocus()
    qtbot.keyClicks(header, "of ")
    dialog.fields.insert("count")

    assert dialog.template.header == "of {count}"


def test_closing_keeps_what_was_written(qtbot, make, templates, worker):
    dialog = make()
    write(qtbot, dialog, name="Mine", line="{code}")
    with qtbot.waitSignal(dialog.left) as left:
        dialog.reject()
    qtbot.waitUntil(lambda: not worker.busy)

    assert [one.name for one in templates.all()] == ["Mine"]
    assert left.args == ["own:Mine"]


@pytest.mark.parametrize("drop", [False, True])
def test_the_person_is_asked_before_what_can_not_be_kept_is_dropped(
    qtbot, make, templates, monkeypatch, drop
):
    dialog = make()
    write(qtbot, dialog, name="Mine", line="{cod}")
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.informativeText())
        wanted = "&Drop it" if drop else "&Mend it"
        next(one for one in box.buttons() if one.text() == wanted).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    dialog.reject()

    assert asked == ["Line, character 1: there is no field {cod}."]
    assert dialog.isVisible() is not drop
    assert templates.all() == ()


def test_another_template_is_shown_and_the_one_before_it_kept(qtbot, make, templates, worker):
    for name in ("A", "B"):
        templates.keep(CopyTemplate(name, "{code}"))
    dialog = make()
    assert dialog.template.name == "A"
    write(qtbot, dialog, footer="!")
    qtbot.keyClick(dialog.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not worker.busy)

    assert [one.footer for one in templates.all()] == ["!", ""]
    assert dialog.template.name == "B"
    assert dialog.view.currentIndex().data() == "B"


def test_a_deleted_template_is_brought_back(qtbot, make, templates, worker):
    templates.keep(CopyTemplate("A", "{code}"))
    dialog = make()
    assert not dialog.buttons.restore.isEnabled()
    dialog.buttons.delete.click()
    qtbot.waitUntil(lambda: not worker.busy)
    assert names(dialog) == []
    (back,) = dialog.buttons.restore.menu().actions()
    back.trigger()
    qtbot.waitUntil(lambda: not worker.busy)

    assert names(dialog) == ["A"]
    assert dialog.template.name == "A"


def test_a_name_that_is_taken_is_told_and_what_was_written_stays(qtbot, make, templates, worker):
    templates.keep(CopyTemplate("A", "{code}"))
    dialog = make()
    dialog.buttons.new.click()
    write(qtbot, dialog, name="a", line="{dotless}")

    assert "There is a template called “a” already." in dialog.fault.accessibleName()
    assert not dialog.keep_button.isEnabled()
    write(qtbot, dialog, name="b")
    assert not dialog.fault.isVisible()


def test_what_another_window_changed_meanwhile_is_not_overwritten_and_nothing_written_is_lost(
    qtbot, make, templates, worker
):
    kept = templates.keep(CopyTemplate("A", "{code}"))
    dialog = make()
    templates.keep(replace(kept, footer="theirs"))
    write(qtbot, dialog, footer="mine")
    dialog.reject()
    qtbot.waitUntil(lambda: not worker.busy)

    assert dialog.isVisible()
    assert "was changed in another window" in dialog.fault.accessibleName()
    assert dialog.template.footer == "mine"
    assert [one.footer for one in templates.all()] == ["theirs"]
    write(qtbot, dialog, footer="")  # as it was: nothing is left to keep


def test_an_example_is_begun_under_a_name_that_is_free(qtbot, make, templates, worker):
    templates.keep(CopyTemplate("Charge sheet", "{code}"))
    dialog = make()
    example = next(
        one for one in dialog.buttons.examples.menu().actions() if one.text() == "Charge sheet"
    )

    example.trigger()

    assert dialog.template.name == "Charge sheet 2"
    assert "E11.22" in dialog.preview.toPlainText()
    dialog.keep()
    qtbot.waitUntil(lambda: names(dialog) == ["Charge sheet", "Charge sheet 2"])


def test_templates_are_exported_and_imported(qtbot, make, templates, worker, tmp_path):
    templates.keep(CopyTemplate("Mine", "{code}"))
    dialog = make()
    file = tmp_path / "mine.json"
    dialog.buttons.written.emit(file, True)
    qtbot.waitUntil(lambda: file.exists() and not worker.busy)
    dialog.buttons.deleted.emit()
    qtbot.waitUntil(lambda: names(dialog) == [])

    dialog.buttons.read.emit(file)

    qtbot.waitUntil(lambda: names(dialog) == ["Mine"])
    qtbot.waitUntil(lambda: dialog.notice.accessibleName().startswith("1 template imported"))
    dialog.buttons.read.emit(tmp_path / "nowhere.json")
    qtbot.waitUntil(lambda: "cannot be read" in dialog.fault.accessibleName())
    assert names(dialog) == ["Mine"]

"""The person's own copy formats: made, changed and deleted, with a preview of the list in hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.copying import CopyOptions, CopyTemplate
from codebook_app.exchange.own_templates import OwnTemplate, template_faults
from codebook_app.gui.dialogs.copy_line import DialogLine
from codebook_app.gui.dialogs.copy_preview import exact_text
from codebook_app.gui.dialogs.copy_template_buttons import CopyTemplateButtons
from codebook_app.gui.dialogs.copy_template_fields import CopyTemplateFields
from codebook_app.gui.dialogs.dropping import dropped
from codebook_app.gui.dialogs.fitting import fit

if TYPE_CHECKING:
    from codebook_app.domain.claim import Claim
    from codebook_app.gui.copy_template_desk import CopyTemplateDesk
    from codebook_app.gui.theme import Theme

_NEW = CopyTemplate("", r"{code}\t{title}")


class CopyTemplatesDialog(QDialog):
    """Lists the templates beside the one in hand, whose preview follows every key.

    What is written is kept with Keep, and when another template is chosen or the dialog is closed,
    if it is sound; the person is asked before something that is not is dropped. A deleted template
    can be brought back.
    """

    left = Signal(str)
    """The dialog was closed; with the name of the format that was in hand, "" where none was."""

    def __init__(
        self, desk: CopyTemplateDesk, claim: Claim, theme: Theme, parent: QWidget | None = None
    ) -> None:
        """Show what *desk* has; *claim* is the list of the preview."""
        super().__init__(parent)
        self.setWindowTitle("Your templates")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._claim = claim
        self._templates: tuple[CopyTemplate, ...] = ()
        self._shown = _NEW
        self._keeping: tuple[CopyTemplate, CopyTemplate] | None = None  # as written, as it was
        self._closing = False
        self._gone = False
        self._make(theme)
        self._lay_out(theme)
        desk.listed.connect(self._show_list)
        desk.failed.connect(self._say_failed)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        desk.told.connect(self.notice.tell)
        self.fields.changed.connect(self._on_edited)
        self.buttons.begun.connect(self.begin)
        self.buttons.deleted.connect(self.delete)
        self.buttons.restored.connect(desk.restore)
        self.buttons.read.connect(self.import_from)
        self.buttons.written.connect(self.export_to)
        self._show(_NEW)
        self.fields.parts["name"].setFocus(Qt.FocusReason.OtherFocusReason)
        desk.load()

    @property
    def template(self) -> CopyTemplate:
        """The template in hand as it is written now."""
        return self.fields.template(self._shown)

    def show_claim(self, claim: Claim) -> None:
        """Show the preview of *claim* from now on."""
        self._claim = claim
        self._show_preview()

    def keep(self) -> None:
        """Keep the template in hand, where it can be."""
        if self._changed and not self._faults():
            self._keeping = (self.template, self._shown)
            self._desk.keep(self.template)

    def begin(self, example: CopyTemplate | None = None) -> None:
        """Begin a new template, once the one in hand is kept or dropped; from *example* or empty.

        An example gets a name that is free.
        """
        if self._let_go():
            self.view.clearSelection()
            self.view.setCurrentIndex(QModelIndex())
            self._show(_NEW)
            if example is not None:
                self.fields.show_template(replace(example, name=self._free(example.name)))
                self._show_preview()
            self.fields.parts["name"].setFocus()

    def import_from(self, file: Path) -> None:
        """Take the templates of *file*, once the one in hand is kept or dropped."""
        if self._let_go():
            self._desk.import_from(file)

    def export_to(self, file: Path, whole: bool) -> None:
        """Write the template in hand as it is kept, or all of them, to *file*."""
        self._desk.export_to(file, self._templates if whole else (self._shown,))

    def delete(self) -> None:
        """Delete the template in hand; one that was never kept is just cleared."""
        if self._shown.id:
            self._desk.delete(self._shown)
        self._show(_NEW)

    def done(self, result: int) -> None:
        """Close, once what is written is kept, or dropped if the person says so."""
        if self._gone or not self._let_go():
            return
        if self._keeping is not None:
            self._closing = True  # what could not be kept after all is shown again
            return
        self._gone = True
        name = self.template.format_name if self.template.name.strip() else ""
        super().done(result)
        self.left.emit(name)

    # What is shown --------------------------------------------------------------------------

    @property
    def _changed(self) -> bool:
        return self.template != self._shown

    def _let_go(self) -> bool:
        """Keep what is written; return False where it is faulty and the person wants to mend it."""
        if not self._changed:
            return True
        faults = self._faults()
        if not faults:
            self.keep()
            return True
        if not dropped("Your templates", faults[0], self):
            return False
        self._show(self._shown)
        return True

    def _free(self, name: str) -> str:
        taken, at, free = {one.name.casefold() for one in self._templates}, 2, name
        while free.casefold() in taken:
            free, at = f"{name} {at}", at + 1
        return free

    def _on_edited(self) -> None:
        self.notice.tell("")
        self._show_preview()

    def _faults(self) -> list[str]:
        """Return what keeps the template in hand from being kept."""
        template = self.template
        name = " ".join(template.name.split())
        faults = [one.words for one in template_faults(template)]
        others = {one.name.casefold() for one in self._templates if one.id != template.id}
        if name.casefold() in others:
            faults.append(f"There is a template called “{name}” already. Choose another name.")
        return faults

    def _show_list(
        self, templates: tuple[CopyTemplate, ...], deleted: tuple[CopyTemplate, ...], about: str
    ) -> None:
        if self._gone:
            return
        # One that was kept because another was chosen stays behind that one.
        stays = self._keeping is not None and self._keeping[1] is not self._shown
        if about:
            self._keeping = None
        if self._closing:
            self._closing = False
            self._show(next((one for one in templates if one.id == about), self._shown))
            self.done(0)
            return
        wanted = self._shown.id if stays else about or self._shown.id
        self._templates = templates
        self._names.setStringList([one.name for one in templates])
        self.buttons.show_deleted(deleted)
        self.buttons.export_all.setEnabled(bool(templates))
        if not templates and not self._changed:
            self.notice.tell("You have no templates yet: write one, or begin with an example.")
        row = next((at for at, one in enumerate(templates) if one.id == wanted), -1)
        if row < 0 and templates and not self._changed:
            row = 0
        if row >= 0:
            if not self._changed or (about and not stays):
                self._show(templates[row])
            with QSignalBlocker(self.view.selectionModel()):
                self.view.setCurrentIndex(self._names.index(row))
            self.view.viewport().update()
        self._show_preview()

    def _on_current(self, current: QModelIndex) -> None:
        row = current.row()
        if row < 0 or row >= len(self._templates) or self._templates[row].id == self._shown.id:
            return
        if self._let_go():
            self._show(self._templates[row])
        else:
            back = next(
                (a for a, one in enumerate(self._templates) if one.id == self._shown.id), -1
            )
            self.view.setCurrentIndex(self._names.index(back) if back >= 0 else QModelIndex())

    def _show(self, template: CopyTemplate) -> None:
        self._shown = template
        self.fields.show_template(template)
        self.buttons.delete.setEnabled(bool(template.id))
        self.buttons.export_one.setEnabled(bool(template.id))
        self._show_preview()

    def _show_preview(self) -> None:
        template, faults = self.template, self._faults()
        # A template that has no name yet is only unfinished: the fault is told, the preview shown.
        unreadable = any(one.where != "name" for one in template_faults(template))
        untouched = not self._changed and not template.id
        self.fault.tell("" if untouched else " ".join(faults))
        self.keep_button.setEnabled(self._changed and not faults)
        if unreadable:
            self.said.tell("")
            self.preview.clear()
            return
        rendered = OwnTemplate(replace(template, name="Preview")).render(self._claim, CopyOptions())
        self.preview.setPlainText(rendered.text)
        self.said.tell(" ".join(rendered.said))

    def _say_failed(self, words: str) -> None:
        if self._keeping is not None:
            written, self._shown = self._keeping
            self.fields.show_template(written)
            self._show_preview()
            self._keeping = None
        self._closing = False
        self.fault.tell(words)

    # Building -------------------------------------------------------------------------------

    def _make(self, theme: Theme) -> None:
        self._names = QStringListModel(self)
        self.view = QListView(self)
        self.view.setModel(self._names)
        self.view.setAccessibleName("Your templates")
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setMinimumWidth(theme.length(170))
        self.buttons = CopyTemplateButtons(theme, self)
        self.fields = CopyTemplateFields(theme, self)
        self.preview = exact_text("Preview of the list in hand", theme, self)
        self.fault = DialogLine("error", theme, self)
        self.said = DialogLine("information", theme, self)
        self.notice = DialogLine("information", theme, self)
        self.keep_button = QPushButton("&Keep", self)
        self.keep_button.setProperty("role", "primary")
        self.keep_button.setDefault(True)
        self.keep_button.clicked.connect(self.keep)

    def _lay_out(self, theme: Theme) -> None:
        kept = QLabel("Your tem&plates", self)
        kept.setProperty("role", "label")
        kept.setBuddy(self.view)
        shown = QLabel("Preview of the list in hand", self)
        shown.setProperty("role", "label")
        left = QVBoxLayout()
        left.setSpacing(theme.space(3))
        left.addWidget(kept)
        left.addWidget(self.view, 1)
        left.addWidget(self.buttons)
        right = QVBoxLayout()
        right.setSpacing(theme.space(3))
        right.addWidget(self.fields)
        right.addWidget(self.fault)
        right.addWidget(shown)
        right.addWidget(self.preview, 1)
        right.addWidget(self.said)
        halves = QHBoxLayout()
        halves.setSpacing(theme.space(6))
        halves.addLayout(left, 2)
        halves.addLayout(right, 5)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.keep_button, QDialogButtonBox.ButtonRole.ApplyRole)
        close = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        side = theme.space(5)
        column.setContentsMargins(side, theme.space(4), side, theme.space(4))
        column.setSpacing(theme.space(4))
        column.addLayout(halves, 1)
        column.addWidget(self.notice)
        column.addWidget(buttons)
        fit(self, theme, 820, 560)

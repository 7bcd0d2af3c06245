"""The head of the encounter pane: label, setting and date of service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.gui.panels.date_field import DateField
from codebook_app.gui.theme import Theme


class EncounterHead(QWidget):
    """Shows what an encounter is called, where and when it took place, each edited in place."""

    renamed = Signal(str)
    setting_chosen = Signal(object)
    date_entered = Signal(object)
    """The date of service, or None for none."""

    def __init__(
        self,
        theme: Theme,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: Encounter | None = None

        self.label = _LabelLine(self)
        self.label.setAccessibleName("Label of the encounter")
        self.label.setAccessibleDescription("Your own name for the list; no patient's name needed.")
        self.label.setPlaceholderText("Label, such as Visit 14")
        self.label.setToolTip("Your own name for this list (F2). No patient's name is needed.")
        self.label.setMaxLength(200)
        self.label.editingFinished.connect(self.finish_label)
        self.label.abandoned.connect(self._put_label_back)
        self.menu_button = QToolButton(self)
        self.menu_button.setProperty("role", "quiet")
        self.menu_button.setAccessibleName("Encounter menu")
        self.menu_button.setToolTip("New, open, delete")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.setting = QComboBox(self)
        self.setting.setAccessibleName("Setting")
        self.setting.setToolTip("Where the service took place; some checks depend on it")
        for setting in Setting:
            self.setting.addItem(setting.value.capitalize(), setting)
        self.setting.activated.connect(
            lambda row: self.setting_chosen.emit(Setting(self.setting.itemData(row)))
        )
        self.date_field = DateField("Date of service", theme, today, self)
        self.date_field.date_entered.connect(self.date_entered)
        self.date_field.refused.connect(self._show_refusal)
        self._refusal = QLabel(self)
        self._refusal.setProperty("role", "error")
        self._refusal.setWordWrap(True)
        self._refusal.hide()

        first = QHBoxLayout()
        first.addWidget(self.label, 1)
        first.addWidget(self.menu_button)
        self._first = first
        self._fields = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._setting_box = _captioned("Setting", self.setting, self.setting, self)
        self._date_box = _captioned("Date of service", self.date_field, self.date_field.line, self)
        self._fields.addWidget(self._setting_box, 1, Qt.AlignmentFlag.AlignTop)
        self._fields.addWidget(self._date_box, 1, Qt.AlignmentFlag.AlignTop)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(first)
        self._layout.addLayout(self._fields)
        self._layout.addWidget(self._refusal)
        for before, after in (
            (self.label, self.setting),
            (self.setting, self.date_field.line),
        ):
            QWidget.setTabOrder(before, after)
        theme.changed.connect(self._dress)
        self._dress()
        self.show_encounter(None)

    @property
    def refusal(self) -> str:
        """Why what is typed as the date is none, empty where it is one."""
        return self._refusal.text()

    def show_encounter(self, encounter: Encounter | None) -> None:
        """Show *encounter*; what is being typed is left alone unless it is another encounter."""
        another = (encounter and encounter.id) != (self._shown and self._shown.id)
        self._shown = encounter
        if another or not self.label.isModified():
            self._put_label_back()
        setting = encounter.setting if encounter else Setting.OUTPATIENT
        self.setting.setCurrentIndex(self.setting.findData(setting))
        if another:
            self.date_field.line.setModified(False)
        self.date_field.show_date(encounter.date_of_service if encounter else None)

    def rename(self) -> None:
        """Put the cursor into the label, all of it selected."""
        self.label.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.label.selectAll()

    def finish_label(self) -> None:
        """Take the label as typed; an empty one is put back."""
        typed = " ".join(self.label.text().split())
        shown = self._shown.label if self._shown else ""
        if self.label.isModified() and typed and typed != shown:
            self.label.setModified(False)
            self.renamed.emit(typed)
        else:
            self._put_label_back()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Set the fields below one another where they do not fit side by side."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        margins = self._layout.contentsMargins()
        wanted = (
            self._setting_box.sizeHint().width()
            + self._date_wanted()
            + self._fields.spacing()
            + margins.left()
            + margins.right()
        )
        side_by_side = wanted <= self.width()
        direction = QBoxLayout.Direction
        self._fields.setDirection(direction.LeftToRight if side_by_side else direction.TopToBottom)

    def _date_wanted(self) -> int:
        """Return the width in which a whole date can be read beside its button."""
        text = self.date_field.line.fontMetrics().horizontalAdvance("2026-12-28")
        return text + self._theme.space(5) * 2 + self.date_field.button.sizeHint().width()

    def _put_label_back(self) -> None:
        self.label.setText(self._shown.label if self._shown else "")
        self.label.setModified(False)
        self.label.setCursorPosition(0)

    def _show_refusal(self, text: str) -> None:
        self._refusal.setText(text)
        self._refusal.setVisible(bool(text))

    def _dress(self) -> None:
        theme = self._theme
        self._layout.setContentsMargins(
            theme.space(4), theme.space(3), theme.space(4), theme.space(3)
        )
        self._layout.setSpacing(theme.space(3))
        self._first.setSpacing(theme.space(2))
        self._fields.setSpacing(theme.space(4))
        for box in (self._setting_box, self._date_box):
            inner = box.layout()
            if inner is not None:
                inner.setSpacing(theme.space(1))
        self.menu_button.setIconSize(QSize(theme.icon_size, theme.icon_size))
        self.menu_button.setIcon(theme.icon("more", "muted"))
        # A heading that turns into a field when it is entered.
        heading, space = theme.font("heading"), theme.space(2)
        self.label.setStyleSheet(
            f"QLineEdit {{ font-size: {heading.pointSizeF():.2f}pt; font-weight: 600;"
            f" background: transparent; border: 1px solid transparent;"
            f" padding: {theme.space(1)}px {space}px; margin-left: -{space}px; }}"
            f"QLineEdit:hover {{ border-color: {theme.colour('border').name()}; }}"
            f"QLineEdit:focus {{ border: 2px solid {theme.colour('focus').name()};"
            f" background: {theme.colour('surface').name()}; padding: {theme.space(1) - 1}px"
            f" {space - 1}px; }}"
        )
        self._fit()


class _LabelLine(QLineEdit):
    abandoned = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take Escape as "leave it as it was"; all else is typed."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.abandoned.emit()
        else:
            super().keyPressEvent(event)


def _captioned(caption: str, field: QWidget, buddy: QWidget, parent: QWidget) -> QWidget:
    box = QWidget(parent)
    label = QLabel(caption, box)
    label.setProperty("role", "label")
    label.setBuddy(buddy)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(label)
    column.addWidget(field)
    return box

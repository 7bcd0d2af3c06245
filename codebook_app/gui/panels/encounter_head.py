"""The head of the encounter pane: label, setting, dates, the patient and the stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.encounter import Encounter, Kind, Setting
from codebook_app.gui.panels.attention import Attention
from codebook_app.gui.panels.captioned import Captioned
from codebook_app.gui.panels.date_field import DateField
from codebook_app.gui.panels.stay_fields import StayFields
from codebook_app.gui.theme import Theme

_DATE = "Date of service"
_DISCHARGE = "Discharged"
"""The date of service of a stay: it decides which release is in force."""


class EncounterHead(QWidget):
    """Shows what an encounter is called, where and when it took place, and of whom.

    Each is edited in place. A template has no date and no patient. In a low pane setting and date
    fold into the line about the patient while the focus is elsewhere.
    """

    renamed = Signal(str)
    setting_chosen = Signal(object)
    date_entered = Signal(object)
    """The date of service, or None for none."""
    done = Signal()
    """Enter was pressed in a field, and what it holds is taken: the coder goes on to the codes."""

    def __init__(
        self,
        theme: Theme,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: Encounter | None = None
        self._low = False

        self._make_top()
        self.setting = QComboBox(self)
        self.setting.setAccessibleName("Setting")
        self.setting.setToolTip("Where the service took place; some checks depend on it")
        for setting in Setting:
            self.setting.addItem(setting.value.capitalize(), setting)
        self.setting.activated.connect(
            lambda row: self.setting_chosen.emit(Setting(self.setting.itemData(row)))
        )
        self.date_field = DateField(_DATE, theme, today, self)
        self.date_field.date_entered.connect(self.date_entered)
        self.date_field.refused.connect(self._show_refusal)
        self.date_field.returned.connect(self.done)
        self._refusal = QLabel(self)
        self._refusal.setProperty("role", "error")
        self._refusal.setWordWrap(True)
        self._refusal.hide()

        self._fields_box = QWidget(self)
        self._fields = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._fields_box)
        self._setting_box = Captioned("Setting", self.setting, theme, self)
        self._date_box = Captioned(_DATE, self.date_field, theme, self, buddy=self.date_field.line)
        self.stay = StayFields(theme, today, self)
        self.stay.done.connect(self.done)
        self._fields.addWidget(self._setting_box, 1, Qt.AlignmentFlag.AlignTop)
        self._fields.addWidget(self._date_box, 1, Qt.AlignmentFlag.AlignTop)
        # Nothing of it is squeezed: where there is no room for all, the pane scrolls.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(self._first)
        self._layout.addWidget(self._fields_box)
        self._layout.addWidget(self._refusal)
        self._layout.addWidget(self.stay)
        self._attention = Attention(self)
        self._attention.came.connect(self._fold_or_not)
        self._attention.left.connect(self._fold_or_not)
        for before, after in pairwise(self.stops):
            QWidget.setTabOrder(before, after)
        theme.changed.connect(self._dress)
        self._dress()
        self.show_encounter(None)

    def _make_top(self) -> None:
        self.label = _LabelLine(self)
        self.label.setAccessibleName("Label of the encounter")
        self.label.setAccessibleDescription("Your own name for the list; no patient's name needed.")
        self.label.setPlaceholderText("Label, such as Visit 14")
        self.label.setToolTip("Your own name for this list (F2). No patient's name is needed.")
        self.label.setMaxLength(200)
        self.label.editingFinished.connect(self.finish_label)
        self.label.abandoned.connect(self._put_label_back)
        self.label.returnPressed.connect(self.done)
        self.menu_button = QToolButton(self)
        self.menu_button.setProperty("role", "quiet")
        self.menu_button.setAccessibleName("Encounter menu")
        self.menu_button.setToolTip("All that can be done with the encounter")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._first = QHBoxLayout()
        self._first.addWidget(self.label, 1)
        self._first.addWidget(self.menu_button)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """The widgets in the order of Tab, but for the menu's button."""
        return (self.label, self.setting, self.date_field.line, *self.stay.stops)

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
        template = encounter is not None and encounter.kind is Kind.TEMPLATE
        self._date_box.setVisible(not template)
        self.stay.setVisible(not template)
        name = _DISCHARGE if setting is Setting.INPATIENT else _DATE
        if self._date_box.caption != name:
            self._date_box.set_caption(name)
            self.date_field.rename(name)
        self.stay.show_encounter(encounter, another=another)
        self.date_field.show_date(encounter.date_of_service if encounter else None)
        self._fold_or_not()

    def set_low(self, low: bool) -> None:
        """Take as little height as can be while the focus is elsewhere, or as much as is wanted."""
        if low != self._low:
            self._low = low
            self._fold_or_not()

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

    def finish(self) -> None:
        """Take all that is still being typed."""
        self.finish_label()
        self.date_field.commit()
        self.stay.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Set the fields below one another where they do not fit side by side."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take Enter on the setting; a button's is the window's matter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.setting.hasFocus():
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        margins = self._layout.contentsMargins()
        wanted = (
            self._setting_box.sizeHint().width()
            + self.date_field.readable_width
            + self._fields.spacing()
            + margins.left()
            + margins.right()
        )
        side_by_side = wanted <= self.width()
        direction = QBoxLayout.Direction
        self._fields.setDirection(direction.LeftToRight if side_by_side else direction.TopToBottom)

    def _fold_or_not(self) -> None:
        template = self._shown is not None and self._shown.kind is Kind.TEMPLATE
        folded = self._low and not (self._attention.inside or self.refusal or template)
        self._fields_box.setHidden(folded)
        self.stay.set_brief(folded)

    def _put_label_back(self) -> None:
        self.label.setText(self._shown.label if self._shown else "")
        self.label.setModified(False)
        self.label.setCursorPosition(0)

    def _show_refusal(self, text: str) -> None:
        self._refusal.setText(text)
        self._refusal.setVisible(bool(text))
        self._fold_or_not()

    def _dress(self) -> None:
        theme = self._theme
        self._layout.setContentsMargins(
            theme.space(4), theme.space(2), theme.space(4), theme.space(2)
        )
        self._layout.setSpacing(theme.space(2))
        self._first.setSpacing(theme.space(2))
        self._fields.setContentsMargins(0, 0, 0, 0)
        self._fields.setSpacing(theme.space(4))
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

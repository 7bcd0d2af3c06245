"""What a claim wants of the current line beside its code: date, units, modifiers and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.claim import SERVICES
from codebook_app.domain.encounter import Encounter, EncounterLine
from codebook_app.gui.applying_fields import POA_CHOICES, applying, roles
from codebook_app.gui.line_values import (
    read_charge,
    read_modifiers,
    read_pointers,
    read_revenue_code,
    read_units,
    written_charge,
    written_modifiers,
    written_plainly,
    written_pointers,
)
from codebook_app.gui.panels.captioned import Captioned
from codebook_app.gui.panels.choice_box import ChoiceBox
from codebook_app.gui.panels.date_field import DateField
from codebook_app.gui.panels.value_line import ValueLine
from codebook_app.gui.theme import Theme

_COLUMNS = 12
_SPANS = {"modifiers": 5, "units": 3, "pointers": 4, "charge": 4, "day": 8}
_FACILITY_SPANS = {
    "modifiers": 4,
    "units": 2,
    "pointers": 3,
    "revenue_code": 3,
    "charge": 4,
    "day": 8,
}
_TIGHT_SPANS = {
    "modifiers": 7,
    "units": 5,
    "pointers": 6,
    "revenue_code": 6,
    "charge": 4,
    "day": 8,
}
"""How many of the columns a field takes, half of them where nothing is said."""


class LineFields(QWidget):
    """Shows those fields that apply to a line's code set and setting, each saved as it is left.

    Enter and Escape return to the list; Page Down and Page Up go to the same field of the next
    line and the one before.
    """

    entered = Signal(str, object)
    """The id of a line and what is to be set of it, a dict of fields."""
    role_chosen = Signal(object)
    """The Role that the line is to have."""
    dates_asked = Signal(object)
    """All procedures without a date are to have this one."""
    left = Signal()
    """Back to the list."""
    closed = Signal()
    """The fields are wanted no more."""
    step_asked = Signal(int)
    """The line so many places further is wanted."""
    resized = Signal()
    """What is shown wants another height."""

    def __init__(
        self, theme: Theme, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line: EncounterLine | None = None
        self.setAccessibleName("Fields of the line")
        self._nothing = QLabel(self)
        self._nothing.setProperty("role", "small")
        self._nothing.setWordWrap(True)
        self.close_button = QToolButton(self)
        self.close_button.setProperty("role", "inline")
        self.close_button.setAccessibleName("Close the line's fields")
        self.close_button.setToolTip("Close the line's fields (F4)")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.closed)
        self._refusal = QLabel(self)
        self._refusal.setProperty("role", "error")
        self._refusal.setWordWrap(True)
        self._refusal.hide()

        self.role = ChoiceBox("Role of the diagnosis", self)
        self.poa = ChoiceBox("Present on admission", self)
        self.poa.offer(POA_CHOICES)
        self.day = DateField("Date", theme, today, self)
        self.modifiers = ValueLine("Modifiers", read_modifiers, written_modifiers, self)
        self.modifiers.setPlaceholderText("25 LT")
        self.modifiers.setToolTip("Up to four modifiers: 25 LT")
        self.units = ValueLine("Units", read_units, written_plainly, self)
        self.pointers = ValueLine("Diagnosis pointers", read_pointers, written_pointers, self)
        self.pointers.setPlaceholderText("A–L")
        self.pointers.setToolTip(
            "The letters of the diagnoses this service answers to, the main one first: AB"
        )
        self.charge = ValueLine("Charge in dollars", read_charge, written_charge, self)
        self.charge.setPlaceholderText("0.00")
        self.revenue_code = ValueLine("Revenue code", read_revenue_code, written_plainly, self)
        self.revenue_code.setPlaceholderText("0450")
        self.spread_button = QToolButton(self)
        self.spread_button.setText("Use for all without one")
        self.spread_button.setProperty("role", "inline")
        self.spread_button.setAccessibleName("Use this date for all procedures without one")
        self.spread_button.setToolTip("Give all procedures without a date this one")
        self.spread_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.spread_button.clicked.connect(self._spread)
        self._boxes: dict[str, Captioned] = {
            "poa": Captioned("Present on admission", self.poa, theme, self, short="POA"),
            "role": Captioned("Role", self.role, theme, self),
            "modifiers": Captioned("Modifiers", self.modifiers, theme, self, short="Mod."),
            "units": Captioned("Units", self.units, theme, self),
            "pointers": Captioned("Points to", self.pointers, theme, self, short="To"),
            "revenue_code": Captioned("Rev. code", self.revenue_code, theme, self, short="Rev."),
            "charge": Captioned("Charge", self.charge, theme, self),
            "day": Captioned("Date", self.day, theme, self, buddy=self.day.line),
        }
        for box in (*self._boxes.values(), self.spread_button):
            box.hide()
        self._shown: tuple[str, ...] = ()
        self._narrow = self._tight = False
        # Nothing of it is squeezed: where there is no room for all, the pane scrolls.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._lay_out()
        self._connect()
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """The widgets in the order of Tab, those that do not apply among them."""
        fields = (self._stop(name) for name in self._boxes)
        return (*fields, self.spread_button, self.close_button)

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the fields that apply to the line, in the order of Tab."""
        return self._shown

    @property
    def refusal(self) -> str:
        """Why what is typed cannot be, empty where it can."""
        return self._refusal.text()

    def show_line(self, line: EncounterLine | None, encounter: Encounter | None) -> None:
        """Show the fields of *line*; what is being typed of the same line is left alone."""
        another = (line and line.id) != (self._line and self._line.id)
        self._line = line
        if line is None or encounter is None:
            self._arrange(())
            self._nothing.setText("No line to show fields of")
            return
        self._nothing.setText(f"{line.code}: no more is asked for in this setting")
        self.setAccessibleDescription(f"{line.code} {line.title}")
        self._arrange(tuple(applying(line, encounter)))
        self.role.offer(roles(line, encounter.setting))
        self.role.show_choice(line.role)
        self.poa.show_choice(line.poa)
        if another:
            self.day.line.setModified(False)
        self.day.show_date(line.performed_on)
        service = encounter.date_of_service if line.code_set in SERVICES else None
        self.day.line.setPlaceholderText(service.isoformat() if service else "YYYY-MM-DD")
        for field, value in (
            (self.modifiers, line.modifiers),
            (self.units, line.units),
            (self.pointers, line.pointers),
            (self.charge, line.charge),
            (self.revenue_code, line.revenue_code),
        ):
            field.show_value(value, another=another)

    def enter(self) -> bool:
        """Put the cursor into the first field; return whether there is one."""
        first = next(iter(self._applying_stops()), None)
        if first is None:
            return False
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(first, QLineEdit):
            first.selectAll()
        return True

    def commit(self) -> None:
        """Take what is being typed or chosen."""
        for name in self._shown:
            field = self._field(name)
            if isinstance(field, ChoiceBox | ValueLine | DateField):
                field.commit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take Page Up and Page Down out of every field, for another line's."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._step(step)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Return to the list on Enter and Escape, which the field had no more use for."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.commit()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        """Go to another line and stay in the field, or in the first where it has not this one."""
        focus = self.focusWidget()
        self.commit()
        self.step_asked.emit(by)
        if focus in tuple(self._applying_stops()):
            focus.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if isinstance(focus, QLineEdit):
                focus.selectAll()
        elif not self.enter():
            self.left.emit()

    def _lay_out(self) -> None:
        # The line they are of is the one marked in the list above: its code is not said again, and
        # the button stands beside the captions, where it takes no field's room.
        self._grid = QGridLayout()
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._grid)
        self._column.addWidget(self._nothing)
        self._column.addWidget(self._refusal)
        for name in self._boxes:
            self._stop(name).installEventFilter(self)

    def _connect(self) -> None:
        self.role.chosen.connect(self.role_chosen)
        self.poa.chosen.connect(lambda value: self._enter("poa", value))
        self.day.date_entered.connect(lambda value: self._enter("performed_on", value))
        self.modifiers.entered.connect(lambda value: self._enter("modifiers", value))
        self.units.entered.connect(lambda value: self._enter("units", value))
        self.pointers.entered.connect(lambda value: self._enter("pointers", value))
        self.charge.entered.connect(lambda value: self._enter("charge", value))
        self.revenue_code.entered.connect(lambda value: self._enter("revenue_code", value))
        for field in (
            self.day,
            self.modifiers,
            self.units,
            self.pointers,
            self.charge,
            self.revenue_code,
        ):
            field.refused.connect(self._refuse)
        for choice in (self.role, self.poa):
            choice.done.connect(self.left)
        self.day.returned.connect(self.left)

    def _spread(self) -> None:
        self.day.commit()
        if self.day.day is not None:
            self.dates_asked.emit(self.day.day)
        else:
            self.day.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self, field: str, value: object) -> None:
        if self._line is not None:
            self.entered.emit(self._line.id, {field: value})

    def _refuse(self, why: str) -> None:
        self._refusal.setText(why)
        if self._refusal.isHidden() == bool(why):
            self._refusal.setVisible(bool(why))
            self.resized.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give a date a row of its own where half of one would cut it off."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Measure once the looks are known."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        space = self._theme.space(3)
        share = 8 if "charge" in self._shown else 6
        room = (self.width() - self._theme.space(4) * 2 - space) * share // _COLUMNS
        narrow = self.day.readable_width > room
        code = self.revenue_code.fontMetrics().horizontalAdvance("0450") + self._theme.space(5) * 2
        tight = (self.width() - self._theme.space(4) * 2) // 4 - space < code
        if (narrow, tight) != (self._narrow, self._tight):
            self._narrow, self._tight = narrow, tight
            self._place(self._shown)

        button, side = self.close_button, self._theme.space(2)
        size = button.sizeHint()
        button.setGeometry(self.width() - size.width() - side, 1, size.width(), size.height())
        button.raise_()

    def _arrange(self, names: tuple[str, ...]) -> None:
        """Show the fields of *names* beside and below one another."""
        if names != self._shown:
            self._place(names)
            self._fit()

    def _place(self, names: tuple[str, ...]) -> None:
        self._shown = names
        for name, box in self._boxes.items():
            self._grid.removeWidget(box)
            if name not in names:
                box.hide()  # the others keep the cursor
        facility = _TIGHT_SPANS if self._tight else _FACILITY_SPANS
        spans = facility if "revenue_code" in names else _SPANS
        row = column = 0
        for name in names:
            span = spans.get(name, _COLUMNS // 2) if len(names) > 1 else _COLUMNS // 2
            if name == "day" and self._narrow:
                span = _COLUMNS
            if column + span > _COLUMNS:
                row, column = row + 1, 0
            self._grid.addWidget(self._boxes[name], row, column, 1, span)
            self._boxes[name].show()
            column += span
        self.spread_button.setVisible(names == ("day",))
        if names == ("day",):
            below = Qt.AlignmentFlag.AlignBottom
            if column == _COLUMNS:
                row, column = row + 1, 0
            self._grid.addWidget(self.spread_button, row, column, 1, _COLUMNS - column, below)
        self._nothing.setVisible(not names)
        self.resized.emit()

    def _applying_stops(self) -> Iterator[QWidget]:
        return (self._stop(name) for name in self._shown)

    def _stop(self, name: str) -> QWidget:
        field = self._field(name)
        return field.line if isinstance(field, DateField) else field

    def _field(self, name: str) -> QWidget:
        field: QWidget = getattr(self, name)
        return field

    def _dress(self) -> None:
        theme = self._theme
        self._column.setContentsMargins(
            theme.space(4), theme.space(2), theme.space(4), theme.space(3)
        )
        self._column.setSpacing(theme.space(1))
        self._grid.setHorizontalSpacing(theme.space(3))
        self._grid.setVerticalSpacing(theme.space(2))
        side = theme.icon_size * 3 // 4
        self.close_button.setIconSize(QSize(side, side))
        self.close_button.setIcon(theme.icon("close", "muted"))
        self._fit()
        self.resized.emit()

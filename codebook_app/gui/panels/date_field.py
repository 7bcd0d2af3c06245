"""A date that may be left empty: typed as coders type dates, picked, or today by one key."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.errors import KnownError
from codebook_app.gui.panels.left_line import LeftLine
from codebook_app.gui.theme import Theme

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_AMERICAN = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_ISO_DIGITS = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_AMERICAN_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")
_HINT = "Type it as 2026-11-22 or 11/22/2026, or press T for today."


def read_date(text: str, today: date) -> date | None:
    """Return the date that *text* says, None for no text.

    Read are 2026-11-22, 20261122, 11/22/2026, 11/22/26 and 11222026 (month first, as claims have
    it), and "t" or "today". Anything else, or a day the calendar does not have, is a KnownError.
    """
    said = text.strip().lower()
    if not said:
        return None
    if said in ("t", "today"):
        return today
    if (found := _ISO.fullmatch(said) or _ISO_DIGITS.fullmatch(said)) is not None:
        year, month, day = (int(part) for part in found.groups())
    elif (found := _AMERICAN.fullmatch(said) or _AMERICAN_DIGITS.fullmatch(said)) is not None:
        month, day, year = (int(part) for part in found.groups())
        year += 2000 if year < 100 else 0
    else:
        raise KnownError(f"“{text.strip()}” is not a date.", _HINT)
    if not 1900 <= year <= 2200:
        raise KnownError(f"“{text.strip()}” lies in the year {year}.", _HINT)
    if not 1 <= month <= 12:
        raise KnownError(f"“{text.strip()}” is not a date: there is no month {month}.", _HINT)
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        name = calendar.month_name[month]
        raise KnownError(f"“{text.strip()}” is not a date: {name} {year} has {last} days.", _HINT)
    return date(year, month, day)


class DateField(QWidget):
    """A line for the date and a button that opens a calendar.

    Keys in the line: T today, + and − (or ↑ and ↓) a day on or back, Alt+↓ the calendar, Enter
    takes what is typed, Escape puts back what was there. What is not a date is told by
    :attr:`refused`, stays in the line to be mended, and changes nothing.
    """

    date_entered = Signal(object)
    """The person entered another date, or None for none."""
    refused = Signal(str)
    """What is typed is no date; empty once that is over."""
    returned = Signal()
    """Enter was pressed on a date, or on none: what comes next is wanted."""

    def __init__(
        self,
        name: str,
        theme: Theme,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._theme = theme
        self._today = today
        self._day: date | None = None
        self.line = _DateLine(self)
        self.line.setAccessibleDescription(f"{_HINT} May be left empty.")
        self.line.setPlaceholderText("YYYY-MM-DD")
        self.line.left.connect(self.commit)
        self.line.returned.connect(self._on_returned)
        self.line.abandoned.connect(self._put_back)
        self.line.today_asked.connect(lambda: self._enter(self._today()))
        self.line.days_asked.connect(self._step)
        self.line.calendar_asked.connect(self._open_calendar)
        self.button = QToolButton(self)
        self.button.setToolTip("Pick in a calendar (Alt+↓)")
        self.button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Alt+↓ is its key
        self.button.clicked.connect(self._open_calendar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.rename(name)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def day(self) -> date | None:
        """The date shown, None where there is none; what is being typed does not count yet."""
        return self._day

    @property
    def readable_width(self) -> int:
        """The pixels in which a whole date is read beside the button."""
        text = self.line.fontMetrics().horizontalAdvance("2026-12-28")
        return text + self._theme.space(5) * 2 + self.button.sizeHint().width()

    def show_date(self, day: date | None) -> None:
        """Show *day*; text being typed is left alone."""
        typing = self.line.hasFocus() and self.line.isModified()
        self._day = day
        if not typing:
            self._put_back()

    def rename(self, name: str) -> None:
        """Give the date another name: what it says differs by where the service took place."""
        self._name = name
        self.line.setAccessibleName(name)
        self.line.setToolTip(f"{name}. {_HINT} + and − change the day, Alt+↓ opens the calendar.")
        self.button.setAccessibleName(f"{name}: pick in a calendar")

    def commit(self) -> None:
        """Take what is typed, as Enter and leaving the field do."""
        if not self.line.isModified():
            return
        try:
            day = read_date(self.line.text(), self._today())
        except KnownError as fault:
            self.refused.emit(str(fault))
            return
        self._enter(day)

    def _enter(self, day: date | None) -> None:
        changed = day != self._day
        self._day = day
        self._put_back()
        if changed:
            self.date_entered.emit(day)

    def _on_returned(self) -> None:
        self.commit()
        if not self.line.isModified():
            self.returned.emit()

    def _put_back(self) -> None:
        self.line.setText(self._day.isoformat() if self._day else "")
        self.line.setModified(False)
        self.refused.emit("")

    def _step(self, days: int) -> None:
        try:
            day = read_date(self.line.text(), self._today()) or self._today()
        except KnownError as fault:
            self.refused.emit(str(fault))
            return
        self._enter(day + timedelta(days=days))

    def _open_calendar(self) -> None:
        calendar_ = QCalendarWidget()
        frame = _Popup(self)
        frame.setProperty("role", "pane")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(calendar_)
        calendar_.setAccessibleName(f"{self._name}: calendar")
        calendar_.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar_.setGridVisible(False)
        plain = QTextCharFormat()
        plain.setForeground(self._theme.colour("text"))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar_.setWeekdayTextFormat(weekend, plain)  # red is for errors
        shown = self._day or self._today()
        calendar_.setSelectedDate(QDate(shown.year, shown.month, shown.day))

        def pick(day: QDate) -> None:
            frame.close()
            self._enter(date(day.year(), day.month(), day.day()))
            self.line.setFocus(Qt.FocusReason.PopupFocusReason)

        calendar_.activated.connect(pick)
        calendar_.clicked.connect(pick)
        frame.adjustSize()
        frame.move(self._place(frame))
        frame.show()
        calendar_.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self, frame: QWidget) -> QPoint:
        """Return where the calendar goes: below the line, kept on the screen."""
        room = self.screen().availableGeometry()
        below = self.mapToGlobal(QPoint(0, self.height()))
        return QPoint(
            max(room.left(), min(below.x(), room.right() - frame.width())),
            max(room.top(), min(below.y(), room.bottom() - frame.height())),
        )

    def _dress(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(self._theme.space(1))
        self.button.setIconSize(QSize(self._theme.icon_size, self._theme.icon_size))
        self.button.setIcon(self._theme.icon("calendar", "muted"))


class _Popup(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


class _DateLine(LeftLine):
    """The line itself: turns the keys of a date into wishes."""

    returned = Signal()
    abandoned = Signal()
    today_asked = Signal()
    days_asked = Signal(int)
    calendar_asked = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Alt+↓ for the calendar, whatever the window does with it elsewhere."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _asks_calendar(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take the keys of a date; all others are typed."""
        key, text = event.key(), event.text()
        if _asks_calendar(event):
            self.calendar_asked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.returned.emit()
        elif key == Qt.Key.Key_Escape and self.isModified():
            self.abandoned.emit()
        elif text in ("t", "T"):
            self.today_asked.emit()
        elif text in ("+", "=") or key == Qt.Key.Key_Up:
            self.days_asked.emit(1)
        elif key == Qt.Key.Key_Down or (text == "-" and not self._mid_date()):
            self.days_asked.emit(-1)
        else:
            super().keyPressEvent(event)

    def _mid_date(self) -> bool:
        """Whether a hyphen now is a part of the date being typed, and not "a day back"."""
        return self.isModified() and bool(self.text())


def _asks_calendar(event: QKeyEvent) -> bool:
    alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return alt and event.key() == Qt.Key.Key_Down

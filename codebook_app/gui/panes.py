"""The panes of the window: which one has the focus, and F6 from one to another."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from codebook_app.gui.theme import Theme

_LEAST_HEIGHT = 160


class PaneFrame(QFrame):
    """A pane with a line on top that turns to the accent while the focus is inside.

    In a window too low for its content the pane scrolls, so that nothing is ever cut off; what
    the focus goes to by a key comes into sight, with as much of what is around it as fits.
    """

    def __init__(self, name: str, content: QWidget, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._active = False
        self.name = name
        self.content = content
        self.setProperty("role", "pane")
        self.setAccessibleName(name)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setSpacing(0)
        layout.addWidget(self._scroll)
        theme.changed.connect(self._dress)
        self._dress()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def rename(self, name: str) -> None:
        """Give the pane another name."""
        self.name = name
        self.setAccessibleName(name)

    @property
    def active(self) -> bool:
        """Whether the focus is inside."""
        return self._active

    def set_active(self, active: bool) -> None:
        """Show whether the focus is inside."""
        if active != self._active:
            self._active = active
            self.update(0, 0, self.width(), self._line())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for the width of the content and the bar beside it, and a part of the height."""
        least = self.content.minimumSizeHint().expandedTo(self.content.minimumSize())
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        return QSize(least.width() + bar, min(least.height(), self._theme.length(_LEAST_HEIGHT)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the ground and the line."""
        super().paintEvent(event)
        painter = QPainter(self)
        colour = self._theme.colour("accent" if self._active else "border")
        line = self._line() if self._active else 1
        painter.fillRect(0, 0, self.width(), line, colour)

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        # What is clicked is in sight, and must not move away below the pointer.
        if now is None or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        if self.content.isAncestorOf(now):
            # What was opened for the focus has its place once the layouts have been at work.
            QTimer.singleShot(0, now, lambda: self._bring_into_sight(now))

    def _bring_into_sight(self, widget: QWidget) -> None:
        room = self._scroll.viewport().height()
        if room >= self.content.height() or not self.content.isAncestorOf(widget):
            return
        shown = widget
        while (around := shown.parentWidget()) not in (None, self.content):
            if around.height() > room:
                break
            shown = around
        top = shown.mapTo(self.content, QPoint(0, 0)).y()
        bar = self._scroll.verticalScrollBar()
        bottom = top + shown.height()
        if top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + room:
            bar.setValue(min(top, bottom - room))

    def _line(self) -> int:
        return self._theme.length(2)

    def _dress(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, self._line(), 0, 0)
        self.update()


class PaneRound(QObject):
    """Knows which pane has the focus and takes it to the next, where it was there before."""

    entered = Signal(str)
    """The focus came into the pane of this name."""

    def __init__(self, stops: dict[str, QWidget], parent: QObject) -> None:
        """Go round *stops* in their order: a name and the widget that is or holds the pane."""
        super().__init__(parent)
        self._stops = stops
        self._last: dict[str, QWidget] = {}
        self._here = ""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def here(self) -> str:
        """The name of the pane that has the focus or had it last, "" before the first."""
        return self._here

    def set_stops(self, stops: dict[str, QWidget]) -> None:
        """Go round other *stops* from now on."""
        self._stops = stops
        self._last = {name: last for name, last in self._last.items() if name in stops}

    def forget(self, name: str) -> None:
        """Take the focus to where the pane *name* begins when it is entered next."""
        self._last.pop(name, None)

    def step(self, by: int) -> None:
        """Go to the pane *by* places further, round the ends."""
        names = [name for name, stop in self._stops.items() if stop.isVisible()]
        if not names:
            return
        at = names.index(self._here) if self._here in names else 0
        for far in range(1, len(names) + 1):
            if self.enter(names[(at + by * far) % len(names)]):
                return

    def enter(self, name: str) -> bool:
        """Give the focus to the pane *name*; return whether it has anything to take it."""
        stop = self._stops[name]
        last = self._last.get(name)
        if last is not None and isValid(last) and _takes_focus(last) and stop.isAncestorOf(last):
            last.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        target = _first_to_focus(stop)
        if target is None:
            return False
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            return
        for name, stop in self._stops.items():
            if stop is now or stop.isAncestorOf(now):
                self._last[name] = now
                self._here = name
                self.entered.emit(name)
                return


def _takes_focus(widget: QWidget) -> bool:
    return (
        widget.isVisible() and widget.isEnabled() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    )


def _first_to_focus(stop: QWidget) -> QWidget | None:
    """Return *stop*, its focus proxy, or the first widget in it that takes the focus."""
    content = stop.content if isinstance(stop, PaneFrame) else stop
    wanted = content
    while (proxy := wanted.focusProxy()) is not None:
        wanted = proxy
    if _takes_focus(wanted):
        return wanted
    for widget in content.findChildren(QWidget):
        if _takes_focus(widget) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return widget
    return None

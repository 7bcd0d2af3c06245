"""Two hands on a keyboard, and no mouse: what a person does who has only the keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QAccessible, QAction, QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QMainWindow,
    QMenu,
    QWidget,
)

if TYPE_CHECKING:
    from stage import Stage

    from codebook_app.gui.main_window import MainWindow

_LONGEST_WALK = 120
_STILL_FOR = 0.02

_OF_A_MOUSE = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.HoverMove,
    QEvent.Type.TabletPress,
    QEvent.Type.TabletMove,
    QEvent.Type.TouchBegin,
    QEvent.Type.DragEnter,
    QEvent.Type.Drop,
}


class Unplugged(QObject):
    """Watches the whole application for what only a mouse, a pen or a finger does."""

    def __init__(self, app: QApplication) -> None:
        """Begin to watch; :meth:`end` ends it."""
        super().__init__()
        self.seen: list[str] = []
        self._app = app
        app.installEventFilter(self)

    def end(self) -> None:
        """Watch no more."""
        self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note what a mouse did; everything goes on as it would."""
        of_a_mouse = event.type() in _OF_A_MOUSE or (
            isinstance(event, QContextMenuEvent)
            and event.reason() == QContextMenuEvent.Reason.Mouse
        )
        if of_a_mouse:
            self.seen.append(f"{event.type().name} in {type(watched).__name__}")
        return False


class Hands:
    """Presses keys where the focus is, as a person does, and sees what comes of each."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def press(self, *chords: str) -> None:
        """Press chords in Qt's spelling ("Down", "Ctrl+Shift+K", "?"), one by one."""
        for chord in chords:
            pressed = QKeySequence(chord)[0]
            self._send(pressed.key(), pressed.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type *text*, letter by letter, where the focus is then."""
        for letter in text:
            QTest.keyClicks(self.target, letter)
        self._stage.settle(_STILL_FOR)

    def until(self, seen: Callable[[], object]) -> None:
        """Wait until something is *seen* that comes a little after the keys."""
        self._stage.until(seen)

    @property
    def target(self) -> QWidget:
        """What hears the keys: an open menu or list, else what has the focus."""
        return QApplication.activePopupWidget() or self.focus

    @property
    def focus(self) -> QWidget:
        """What has the focus; it is always somewhere."""
        focus = QApplication.focusWidget()
        assert focus is not None, "the focus is nowhere"
        return focus

    @property
    def where(self) -> str:
        """What a screen reader calls what has the focus."""
        return _name(self.focus)

    def tab_to(self, name: str) -> None:
        """Press Tab until the focus is on what is called so, or begins so."""
        for _ in range(_LONGEST_WALK):
            if self.where.startswith(name):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not come to “{name}”")

    def walk(self, chord: str) -> list[str]:
        """Press *chord* until the focus is back where it was; return the names on the way."""
        began, names = self.focus, []
        for _ in range(_LONGEST_WALK):
            self.press(chord)
            if self.focus is began:
                return names
            names.append(self.where)
        raise AssertionError(f"{chord} never comes back: {names[-12:]}")

    # What is seen -------------------------------------------------------------------------

    @property
    def window(self) -> MainWindow:
        """The window."""
        return self._stage.window

    @property
    def top(self) -> QWidget:
        """The dialog on top, the window where there is none."""
        return self._stage.top()

    @property
    def at(self) -> str:
        """The text of the place that the current book shows."""
        return self.window.area.book.place.text

    @property
    def code(self) -> str:
        """The code in focus in the current book."""
        return self.window.book.current_code()

    @property
    def listed(self) -> list[str]:
        """The codes of the encounter, in order."""
        shown = self.window.encounter.encounter
        return [line.code for line in shown.lines] if shown is not None else []

    @property
    def tabs(self) -> list[int]:
        """How many books each column has."""
        return [len(column.books) for column in self.window.area.columns.columns]

    def read_all(self, view: QAbstractItemView) -> str:
        """Return what a screen reader reads of a list or tree, row by row."""
        return "\n".join(_rows(view, QModelIndex()))

    # What the keys mean -------------------------------------------------------------------

    def shared_mnemonics(self, top: QWidget) -> list[str]:
        """Return the letters that, held with Alt, mean two things in a window or menu."""
        letters = Counter(
            text[text.index("&") + 1].casefold()
            for text in (one.replace("&&", "") for one in _labelled(top))
            if "&" in text[:-1]
        )
        return [letter for letter, times in letters.items() if times > 1]

    def shared_keys(self) -> list[str]:
        """Return the keys that two actions or shortcuts of the window claim."""
        everywhere = {Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut}
        claimed = Counter(
            key.toString()
            for one in self.window.findChildren(QAction)
            if one.shortcutContext() in everywhere
            for key in one.shortcuts()
        )
        claimed.update(
            key.toString()
            for one in self.window.findChildren(QShortcut)
            if one.context() in everywhere and one.parentWidget().window() is self.window
            for key in (one.key(),)
        )
        return [key for key, times in claimed.items() if times > 1]

    def _send(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        QTest.keyClick(self.target, key, held)
        self._stage.settle(_STILL_FOR)
        if QApplication.activeWindow() is None:
            # Where a window closed, the one below it becomes active: a window manager's doing.
            self._stage.top().activateWindow()
            self._stage.settle(_STILL_FOR)


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _rows(view: QAbstractItemView, above: QModelIndex) -> Iterator[str]:
    model = view.model()
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            yield str(index.data(role) or "")
        yield from _rows(view, index)


def _labelled(top: QWidget) -> Iterator[str]:
    if isinstance(top, QMenu):
        yield from (action.text() for action in top.actions())
        return
    if isinstance(top, QMainWindow):
        yield from (action.text() for action in top.menuBar().actions())
    for widget in top.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not top:
            continue
        if isinstance(widget, QAbstractButton) or (
            isinstance(widget, QLabel) and widget.buddy() is not None
        ):
            yield widget.text()

"""What keeps people off a window who use a screen reader or no mouse: found by walking it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QTabWidget,
    QWidget,
)

_NO_ROLE = {QAccessible.Role.NoRole, QAccessible.Role.Client}
_MANY = 60
"""So many rows of a list are read; those below are made the same way."""
_LONGEST_ROUND = 400


def faults_of(top: QWidget, looked_at: set[str]) -> list[str]:
    """Return what is wrong with the window or dialog *top* as it is shown, one line each.

    Whether the focus is seen is looked at once for every widget of the same class, name and place,
    which takes the longest: *looked_at* are those of the screens before.
    """
    return [*_unnamed(top), *_unreachable(top), *_silent_rows(top), *_unseen_focus(top, looked_at)]


def takes_part(top: QWidget) -> Iterator[QWidget]:
    """Yield the shown and enabled widgets of *top* that take the focus, not those of Qt's own."""
    for widget in top.findChildren(QWidget):
        if (
            widget.isVisible()
            and widget.isEnabled()
            and widget.window() is top
            and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not widget.objectName().startswith("qt_")
            and not _is_inside_of_a_control(widget)
        ):
            yield widget


def described(widget: QWidget) -> str:
    """Return which widget this is, for a message."""
    name = _interface(widget).text(QAccessible.Text.Name)
    above = [type(one).__name__ for one in _ancestors(widget)][:3]
    return f"{type(widget).__name__} “{name}” in {' in '.join(above)}"


def _unnamed(top: QWidget) -> Iterator[str]:
    for widget in takes_part(top):
        told = _interface(widget)
        if not told.text(QAccessible.Text.Name).strip():
            yield f"no accessible name: {described(widget)}"
        if told.role() in _NO_ROLE and not isinstance(widget, QAbstractScrollArea | QTabWidget):
            yield f"no role: {described(widget)}"


def _unreachable(top: QWidget) -> Iterator[str]:
    """Walk the round of Tab and name what a person without a mouse cannot get to."""
    round_ = set(_tab_round(top))
    for widget in takes_part(top):
        if (
            widget in round_
            or _is_reached_otherwise(widget)
            or _is_walked_by_arrows(widget, round_)
        ):
            continue
        if isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QAbstractItemView):
            yield f"Tab does not come to: {described(widget)}"
    for button in top.findChildren(QAbstractButton):
        if (
            button.isVisible()
            and button.isEnabled()
            and button.focusPolicy() == Qt.FocusPolicy.NoFocus
            and not _is_reached_otherwise(button)
        ):
            yield f"takes no focus and has no key: {described(button)}"


def _tab_round(top: QWidget) -> Iterator[QWidget]:
    """Yield the widgets in Qt's focus chain that Tab stops at."""
    widget = top.nextInFocusChain()
    for _ in range(100_000):
        if widget is None or widget is top:
            return
        if (
            widget.isVisible()
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            yield widget
            if widget.focusProxy() is not None:
                yield widget.focusProxy()
        widget = widget.nextInFocusChain()


def _silent_rows(top: QWidget) -> Iterator[str]:
    """Name rows of lists that tell a screen reader nothing."""
    for view in top.findChildren(QAbstractItemView):
        model = view.model()
        if not view.isVisible() or model is None or view.window() is not top:
            continue
        for row in range(min(model.rowCount(QModelIndex()), _MANY)):
            columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
            texts = (
                model.index(row, column).data(role)
                for column in range(columns)
                for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
            )
            if not any(str(text).strip() for text in texts if text is not None):
                yield f"row {row} is silent: {described(view)}"


def _unseen_focus(top: QWidget, looked_at: set[str]) -> Iterator[str]:
    """Name what looks the same with the focus and without."""
    had = QApplication.focusWidget()
    for widget in list(takes_part(top)):
        if not _takes_it(widget) or _is_reached_otherwise(widget) or described(widget) in looked_at:
            continue
        _unfocus(top)
        without = _seen(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if not widget.hasFocus():
            continue  # it hands the focus on
        looked_at.add(described(widget))
        if _seen(widget) == without:
            yield f"focus cannot be seen: {described(widget)}"
    if had is not None:
        had.setFocus(Qt.FocusReason.OtherFocusReason)


def _unfocus(top: QWidget) -> None:
    if (now := QApplication.focusWidget()) is not None:
        now.clearFocus()
    QApplication.processEvents()


def _seen(widget: QWidget) -> QImage:
    """Return how the window looks: a pane shows the focus of what it holds on its own edge."""
    return widget.window().grab().toImage()


def _takes_it(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _is_reached_otherwise(widget: QWidget) -> bool:
    """Whether a key leads there that is none of Tab's: a shortcut, or the menu bar's Alt."""
    if isinstance(widget, QAbstractButton):
        if not widget.shortcut().isEmpty():
            return True
        action = getattr(widget, "defaultAction", lambda: None)()
        if action is not None and not action.shortcut().isEmpty():
            return True
        return bool(widget.property("also_by_key"))
    return False


def _is_walked_by_arrows(widget: QWidget, round_: set[QWidget]) -> bool:
    """Whether Tab stops at one of several of a kind, and the arrow keys go on to the others."""
    if isinstance(widget, QAbstractButton | QLineEdit | QComboBox):
        return False
    around = list(_ancestors(widget))[:2]  # each may stand below a heading of its own
    return any(
        type(one) is type(widget) and any(one_above in around for one_above in _ancestors(one))
        for one in round_
    )


def _is_inside_of_a_control(widget: QWidget) -> bool:
    """Whether the widget is a part that Qt makes for a control: a viewport, a box's own line."""
    parent = widget.parentWidget()
    if isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget:
        return True
    return isinstance(parent, QComboBox) or (
        parent is not None and parent.focusProxy() is widget and not widget.isVisible()
    )


def _interface(widget: QWidget) -> QAccessibleInterface:
    told = QAccessible.queryAccessibleInterface(widget)
    assert told is not None, f"{type(widget).__name__} is not told to screen readers"
    return told


def _ancestors(widget: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()

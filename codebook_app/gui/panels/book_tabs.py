"""The tabs over a column of open books."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QIcon, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from codebook_app.gui.found_titles import FoundTitle
from codebook_app.gui.theme import Theme

_WIDEST_TAB = 210
_CLOSE_SIDE = 12
_SCROLLER = 44
"""How wide the two scroll buttons are together."""


class BookTabs(QTabBar):
    """Shows a title a tab, with a badge that names its code set.

    Moved by dragging; closed by the button, a middle click, or Delete while it has the focus.
    """

    menu_asked = Signal(int, QPoint)
    """The menu of a tab was asked for: which, and where on the screen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._titles: tuple[FoundTitle, ...] = ()
        self._foremost = True
        self.setMovable(True)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName("Open books")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        theme.changed.connect(self._dress)

    def show_titles(self, titles: Sequence[FoundTitle]) -> None:
        """Show *titles*, one for each tab there is."""
        self._titles = tuple(titles)
        for at, title in enumerate(self._titles):
            self.setTabText(at, (title.text or "Book").replace("&", "&&"))
            self.setTabToolTip(at, f"{title.text}\n{title.book}".strip())
            self.setAccessibleTabName(at, ", ".join(filter(None, (title.text, title.book))))
            if self.tabButton(at, QTabBar.ButtonPosition.RightSide) is None:
                self.setTabButton(at, QTabBar.ButtonPosition.RightSide, self._close_button())
        self._dress()

    def set_foremost(self, foremost: bool) -> None:
        """Say whether hits and links open in this column; its tab bears the accent."""
        if foremost != self._foremost:
            self._foremost = foremost
            self._dress_line()

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        """Give a tab the room of its title, up to a part of the row."""
        hint = super().tabSizeHint(index)
        return QSize(min(hint.width(), self._theme.length(_WIDEST_TAB)), hint.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Scroll in place of taking room from the other panes."""
        return QSize(self._theme.length(_WIDEST_TAB) // 2, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close the tab in front on Delete."""
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.tabCloseRequested.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Close the tab that the middle button was let go on."""
        if event.button() is Qt.MouseButton.MiddleButton:
            at = self.tabAt(event.position().toPoint())
            if at >= 0:
                self.tabCloseRequested.emit(at)
        else:
            super().mouseReleaseEvent(event)

    def _close_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "bare")
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Delete and Ctrl+W are the keys
        button.setAccessibleName("Close this tab")
        button.setToolTip("Close this tab (Ctrl+W)")
        button.clicked.connect(lambda: self._close_by(button))
        return button

    def _close_by(self, button: QToolButton) -> None:
        for at in range(self.count()):
            if self.tabButton(at, QTabBar.ButtonPosition.RightSide) is button:
                self.tabCloseRequested.emit(at)
                return

    def _ask_menu(self, point: QPoint) -> None:
        at = self.tabAt(point)
        if at < 0:
            at = self.currentIndex()
        self.menu_asked.emit(at, self.mapToGlobal(self.tabRect(at).bottomLeft()))

    def _dress(self) -> None:
        theme = self._theme
        side = theme.length(_CLOSE_SIDE)
        close = theme.icon("close", "muted")
        badges = [self._badge(one.badge) if one.badge else QPixmap() for one in self._titles]
        widest = QSize(0, 0)
        for badge in badges:
            widest = widest.expandedTo(badge.deviceIndependentSize().toSize())
        for at, badge in enumerate(badges):
            button = self.tabButton(at, QTabBar.ButtonPosition.RightSide)
            if isinstance(button, QToolButton):
                button.setIcon(close)
                button.setIconSize(QSize(side, side))
            # Qt draws an icon in the middle of the room that the widest of them has, and sets the
            # title beside the icon itself: narrower ones would stand on their titles.
            self.setTabIcon(at, QIcon(_in_room(badge, widest)))
        self.setIconSize(widest)
        self._dress_line()

    def _dress_line(self) -> None:
        # Beside the other column's, the tab that hits open in has the accent, the other a grey one.
        colour = self._theme.colour("accent" if self._foremost else "control_border").name()
        # Bold, a title would be cut at both ends: Qt gives a tab the room of plain type.
        self.setStyleSheet(
            f"QTabBar::tab:selected {{ border-bottom-color: {colour}; font-weight: 400; }}"
            f" QTabBar::scroller {{ width: {self._theme.length(_SCROLLER)}px; }}"
            " QTabBar QToolButton { padding: 0; }"
        )

    def _badge(self, word: str) -> QPixmap:
        theme = self._theme
        font = theme.font("label")
        metrics = QFontMetricsF(font)
        wide = round(metrics.horizontalAdvance(word)) + 2 * theme.space(2)
        high = round(metrics.height())
        ratio = self.devicePixelRatioF()
        badge = QPixmap(round(wide * ratio), round(high * ratio))
        badge.setDevicePixelRatio(ratio)
        badge.fill(Qt.GlobalColor.transparent)
        painter = QPainter(badge)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(0.5, 0.5, wide - 1, high - 1)
        painter.setPen(QPen(theme.colour("control_border"), 1))
        painter.drawRoundedRect(frame, theme.radius / 2, theme.radius / 2)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, word)
        painter.end()
        return badge


def _in_room(badge: QPixmap, room: QSize) -> QPixmap:
    """Return *badge* at the left of as much room as the widest one takes."""
    if badge.isNull() or badge.deviceIndependentSize().toSize() == room:
        return badge
    ratio = badge.devicePixelRatio()
    wide = QPixmap(room * ratio)
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, badge)
    painter.end()
    return wide

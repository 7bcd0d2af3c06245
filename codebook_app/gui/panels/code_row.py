"""The line of a row with a code: icon, code and title from the left, the rest from the right."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from codebook_app.gui.theme import Theme


class CodeRow:
    """Draws one row for a delegate, from its ground on: each piece takes its room of the line.

    *left* and *right* are where the line is still free, *top* and *height* where it stands, in
    pixels; *ink* and *quiet* the colours of text in a row that is selected or is not.
    """

    def __init__(
        self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme, inset: int
    ) -> None:
        """Begin a row, its icon *inset* pixels from its left edge."""
        state: QStyle.StateFlag = option.state
        self.rect: QRect = option.rect
        self.selected = bool(state & QStyle.StateFlag.State_Selected)
        self.focused = bool(state & QStyle.StateFlag.State_HasFocus)
        self.ink = theme.colour("on_selection" if self.selected else "text")
        self.quiet = theme.colour("on_selection" if self.selected else "muted")
        self.height = QFontMetrics(theme.font("body")).height()
        self.top = self.rect.top() + theme.space(2)
        self.left = self.rect.left() + inset
        self.right = self.rect.right() - theme.space(3)
        self._painter = painter
        self._theme = theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.selected:
            painter.fillRect(self.rect, theme.colour("selection"))

    def icon(self, name: str, colour: str) -> None:
        """Draw the icon *name* in the theme's *colour*."""
        theme, side = self._theme, self._theme.icon_size
        theme.icon(name, "on_selection" if self.selected else colour).paint(
            self._painter, QRect(self.left, self.top + (self.height - side) // 2, side, side)
        )
        self.left += side + theme.space(3)

    def beside(self, text: str, colour: QColor, *, share: int = 1) -> None:
        """Write *text* small at the right, in one part of *share* of the line at most."""
        font = self._theme.font("small")
        width = min(_width(text, font), (self.right - self.left) // share)
        place = QRect(self.right - width, self.top, width, self.height)
        self.write(place, text, font, colour)
        self.right -= width + self._theme.space(4)

    def code(self, text: str, colour: QColor, *, struck: bool = False) -> None:
        """Write a code; *struck* through where it is left out."""
        font = self._theme.font("code")
        font.setStrikeOut(struck)
        width = min(_width(text, font), max(0, self.right - self.left))
        self.write(QRect(self.left, self.top, width, self.height), text, font, colour)
        self.left += width + self._theme.space(4)

    def title(self, text: str, font: QFont, colour: QColor) -> None:
        """Write *text* in what is left of the line."""
        place = QRect(self.left, self.top, self.right - self.left, self.height)
        self.write(place, text, font, colour)

    def write(self, place: QRect, text: str, font: QFont, colour: QColor) -> None:
        """Write *text* at *place*, in the middle of its height, cut where it is too long."""
        self._painter.setFont(font)
        self._painter.setPen(colour)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(place, middle, shown)


def _width(text: str, font: QFont) -> int:
    # A pixel more: what is measured in whole pixels may be drawn a part of one wider.
    return QFontMetrics(font).horizontalAdvance(text) + 1

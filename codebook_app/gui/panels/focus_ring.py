"""The ring around what has the focus and has no line of its own to show it."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPen

from codebook_app.gui.theme import Theme


def paint_focus(painter: QPainter, area: QRect, theme: Theme) -> None:
    """Paint a ring just inside *area*, as wide and in the colour that controls have theirs."""
    width = theme.length(2)
    painter.setPen(QPen(theme.colour("focus"), width))
    painter.drawRect(area.adjusted(width // 2, width // 2, -width, -width))

"""Icons drawn from their SVG, in the colours and sizes they are shown in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


def tinted_icon(path: Path, tints: Mapping[QIcon.Mode, QColor], sides: Iterable[int]) -> QIcon:
    """Return the SVG at *path* as an icon, its ``currentColor`` that of *tints* for each mode.

    It is drawn at each of *sides*, in pixels of the screen.
    """
    drawing = path.read_text(encoding="utf-8")
    sides = tuple(sides)
    icon = QIcon()
    for mode, tint in tints.items():
        renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", tint.name()).encode()))
        for side in sides:
            icon.addPixmap(_drawn(renderer, side), mode)
    return icon


def _drawn(renderer: QSvgRenderer, side: int) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap

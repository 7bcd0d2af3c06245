"""Papers, where the text stands on them, and what it is measured in."""

from __future__ import annotations

from dataclasses import dataclass

UNITS_PER_INCH = 1200
"""What is set is measured in these, whatever it is painted on: lines break alike everywhere."""
POINT = UNITS_PER_INCH / 72
TEXT_WIDTH = 504.0
"""The text is so many points wide on every paper that is wide enough: 7 inches."""

TOP = 62.0
"""Where the text begins below the edge of the paper, in points."""
_SIDE, _BOTTOM = 45.0, 58.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper's *width* and *height* in points, and the *zoom* of the text on it."""

    width: float
    height: float
    zoom: float = 1.0

    @property
    def scale(self) -> float:
        """How much the text is enlarged; less than asked where the paper is too narrow for it."""
        fitting = (self.width - 2 * _SIDE + 18) / TEXT_WIDTH
        return self.zoom * min(1.0, fitting)

    @property
    def printed_width(self) -> float:
        """The width of the text in points of the paper, whatever the zoom."""
        return min(TEXT_WIDTH, self.width - 2 * _SIDE + 18)

    @property
    def text_width(self) -> float:
        """The width of the text in points of the sheet."""
        return self.printed_width / self.scale

    @property
    def text_height(self) -> float:
        """The height of the text between head and foot in points of the sheet."""
        return (self.height - TOP - _BOTTOM) / self.scale


LETTER = Paper(612.0, 792.0)
A4 = Paper(595.0, 842.0)

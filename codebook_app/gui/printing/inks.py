"""Type and colours for paper, from those of the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont

from codebook_app.gui.printing.paper_sizes import POINT
from codebook_app.gui.printing.sheet import Style, Words
from codebook_app.gui.theme import Theme
from codebook_app.gui.tokens import Tokens

_SIZES = {
    Style.TITLE: ("text", 14.0, QFont.Weight.DemiBold),
    Style.TITLE_CODE: ("code", 13.5, QFont.Weight.DemiBold),
    Style.HEADING: ("text", 10.5, QFont.Weight.DemiBold),
    Style.BODY: ("text", 9.5, QFont.Weight.Normal),
    Style.STRONG: ("text", 9.5, QFont.Weight.DemiBold),
    Style.CODE: ("code", 9.0, QFont.Weight.Normal),
    Style.CODE_STRONG: ("code", 9.0, QFont.Weight.DemiBold),
    Style.LABEL: ("text", 8.5, QFont.Weight.DemiBold),
    Style.SMALL: ("text", 8.5, QFont.Weight.Normal),
    Style.ASIDE: ("text", 8.5, QFont.Weight.Normal),
    Style.COLUMN: ("text", 7.2, QFont.Weight.DemiBold),
}
"""The face, the size in points and the weight of each style."""
_QUIET = {Style.SMALL, Style.ASIDE}


@dataclass(frozen=True, slots=True)
class Inks:
    """The families of type, by "text" and "code", and the colours by tone; as ``#rrggbb``."""

    families: Mapping[str, Sequence[str]]
    colours: Mapping[str, str]

    def font(self, style: Style) -> QFont:
        """Return the font of *style*, its size in units."""
        family, points, weight = _SIZES[style]
        font = QFont()
        font.setFamilies(list(self.families[family]))
        font.setPixelSize(round(points * POINT))
        font.setWeight(weight)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def colour(self, words: Words) -> QColor:
        """Return what *words* are printed in: black where no tone says otherwise."""
        tone = words.tone or ("muted" if words.style in _QUIET else "text")
        return QColor(self.colours[tone])


def inks(theme: Theme) -> Inks:
    """Return type and colours for paper: the window's faces, the light theme's colours always."""
    return Inks(
        {
            family: theme.font(role).families()
            for family, role in (("text", "body"), ("code", "code"))
        },
        Tokens.read("light").colours,
    )

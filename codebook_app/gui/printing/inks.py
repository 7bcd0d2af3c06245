"""Type and colours for paper, from those of the window."""

from __future__ import annotations

from codebook_app.gui.printing.typesetting import Inks
from codebook_app.gui.theme import Theme
from codebook_app.gui.tokens import Tokens


def inks(theme: Theme) -> Inks:
    """Return type and colours for paper: the window's faces, the light theme's colours always."""
    return Inks(
        {
            family: theme.font(role).families()
            for family, role in (("text", "body"), ("code", "code"))
        },
        Tokens.read("light").colours,
    )

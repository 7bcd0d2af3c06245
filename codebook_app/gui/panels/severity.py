"""How a finding's weight is shown: a shape, a colour and a word, never the colour alone."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from codebook_app.domain.finding import Finding, Severity
from codebook_app.gui.theme import Theme

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFORMATION)
_WORDS = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFORMATION: ("information", "information"),
}


def icon_name(finding: Finding) -> str:
    """Return the icon of a finding: octagon, triangle, circle; a check where it is set aside."""
    return "check" if finding.override_reason else finding.severity.value


def colour_name(finding: Finding) -> str:
    """Return the theme colour of a finding's shape and word."""
    return "muted" if finding.override_reason else finding.severity.value


def counted(findings: Iterable[Finding]) -> str:
    """Return the findings in numbers, "1 error, 2 warnings, 1 set aside"; empty where none."""
    found = tuple(findings)
    parts = []
    for severity in _ORDER:
        number = sum(
            finding.severity is severity and not finding.override_reason for finding in found
        )
        if number:
            parts.append(f"{number} {_WORDS[severity][number != 1]}")
    if aside := sum(bool(finding.override_reason) for finding in found):
        parts.append(f"{aside} set aside")
    return ", ".join(parts)


def mark(theme: Theme, icon: str, colour: str, widget: QWidget) -> QPixmap:
    """Return an icon beside text in a colour of the theme, as sharp as *widget*'s screen is."""
    side = theme.icon_size
    return theme.icon(icon, colour).pixmap(QSize(side, side), widget.devicePixelRatioF())

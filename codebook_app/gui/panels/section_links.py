"""Links to the sections of the Official Guidelines that the source of a finding cites."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from codebook_app.domain.finding import Finding
from codebook_app.domain.guideline_sections import APPENDIX, GuidelinesKept

_ALONE = re.compile(r"ICD-10-CM Official Guidelines, sections? [IVX]\.[\w., ]+")


def section_links(
    finding: Finding, guidelines: GuidelinesKept | None, parent: QWidget
) -> tuple[QToolButton, ...]:
    """Return a link a section that *finding* cites, none where no guidelines are kept."""
    if guidelines is None:
        return ()
    return tuple(
        _link(section, guidelines, parent, first=not place)
        for place, section in enumerate(finding.sections)
    )


def is_citation_alone(finding: Finding) -> bool:
    """Whether the source says no more than its links: which sections of the guidelines it is."""
    return _ALONE.fullmatch(finding.source) is not None


def how_to_get(finding: Finding, guidelines: GuidelinesKept | None) -> str:
    """Return how to get the guidelines that *finding* cites, "" where they can be opened."""
    if guidelines is not None or not finding.sections:
        return ""
    return (
        "To read the section here, get the guidelines in File › Releases,"
        " or import their PDF: it joins its release."
    )


def _link(section: str, guidelines: GuidelinesKept, parent: QWidget, *, first: bool) -> QToolButton:
    numbered = section if section.startswith(APPENDIX) else f"section {section}"
    link = QToolButton(parent)
    link.setProperty("role", "inline")
    link.setText(f"Official Guidelines, {numbered}" if first else section)
    link.setAccessibleName(f"Guidelines, {numbered}")
    link.setCursor(Qt.CursorShape.PointingHandCursor)
    link.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    lacking = "" if guidelines.own else f"; none are kept with {guidelines.release}"
    link.setToolTip(f"Open {numbered} in the guidelines of {guidelines.title}{lacking}")
    return link

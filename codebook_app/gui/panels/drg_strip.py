"""The strip under the findings that tells what an inpatient stay is grouped to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from codebook_app.domain.encounter import Setting
from codebook_app.domain.grouping import Drg, Grouped
from codebook_app.gui.announcing import announce
from codebook_app.gui.panels.elided import Elided

if TYPE_CHECKING:
    from codebook_app.gui.stay_grouping import StayGrouping
    from codebook_app.gui.theme import Theme

_KEYS = "Ctrl+Alt+G"


class DrgStrip(QFrame):
    """Shows the MS-DRG with its weight, and which it was before the last change.

    While it is computed the last one stands dimmed, so that nothing jumps. Where the stay can't be
    grouped, it says why. A click anywhere, or its button, asks for the details.
    """

    details_asked = Signal()

    def __init__(self, stay: StayGrouping, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stay = stay
        self._theme = theme
        self._said = ""
        self._brief = False
        self.setProperty("role", "strip")
        self.setAccessibleName("Group of the stay")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.number = QLabel(self)
        self.number.setProperty("role", "release")
        self.title = Elided(self)
        self.figures = Elided(self)
        self.figures.setProperty("role", "small")
        self.problem = QLabel(self)
        self.problem.setProperty("role", "small")
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.details_button = QToolButton(self)
        self.details_button.setProperty("role", "quiet")
        self.details_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.details_button.clicked.connect(self.details_asked)
        self._first = QHBoxLayout()
        self._first.addWidget(self.number)
        self._first.addWidget(self.title, 1)
        self._texts = QVBoxLayout()
        self._texts.addStretch(1)
        self._texts.addLayout(self._first)
        self._texts.addWidget(self.figures)
        self._texts.addWidget(self.problem)
        self._texts.addStretch(1)
        self._layout = QHBoxLayout(self)
        self._layout.addLayout(self._texts, 1)
        self._layout.addWidget(self.details_button)
        stay.told.connect(self._show)
        stay.waiting.connect(self._wait)
        theme.changed.connect(self._dress)
        self._dress()
        self._show()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the details: the strip is one target."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.details_asked.emit()

    def set_brief(self, brief: bool) -> None:
        """Say it in one line where there is little height: what changed and weighs first."""
        if brief != self._brief:
            self._brief = brief
            self._show()

    def _show(self) -> None:
        encounter, grouped = self._stay.encounter, self._stay.grouped
        inpatient = encounter is not None and encounter.setting is Setting.INPATIENT
        self.setVisible(inpatient and grouped is not None)
        if grouped is None or not inpatient:
            self._said = ""
            return
        self._dim(False)
        drg = grouped.drg
        self.number.setText(f"MS-DRG {drg.number}" if drg else "No MS-DRG")
        title = drg.title if drg else _before_conditions(grouped)
        figures = strip_figures(grouped, self._stay.before)
        telling = self._stay.before is not None or (drg is not None and drg.weight is not None)
        parts = (figures, title) if telling else (title, figures)
        one_line = " · ".join(part for part in parts if part)
        self.title.show_text(one_line if self._brief else title)
        self.figures.show_text(figures)
        self.figures.setVisible(bool(figures) and not self._brief)
        self.problem.setText(grouped.problem)
        self.problem.setVisible(bool(grouped.problem))
        said = spoken(grouped, self._stay.before)
        self.details_button.setAccessibleName(f"Group of the stay, details: {said}")
        self.details_button.setToolTip(f"What decides the group, code by code ({_KEYS})")
        if self._said and said != self._said:
            announce(self, said)
        self._said = said

    def _wait(self) -> None:
        self._dim(True)

    def _dim(self, dimmed: bool) -> None:
        for label in (self.number, self.title, self.figures, self.problem):
            label.setEnabled(not dimmed)

    def _dress(self) -> None:
        theme = self._theme
        side, rim = theme.space(4), theme.space(1)
        self._layout.setContentsMargins(side, rim, theme.space(2), rim)
        self._layout.setSpacing(theme.space(3))
        self._first.setSpacing(theme.space(3))
        self._texts.setSpacing(theme.space(1))
        self.details_button.setIconSize(QSize(theme.icon_size, theme.icon_size))
        self.details_button.setIcon(theme.icon("chevron-right", "muted"))


def strip_figures(grouped: Grouped, before: Drg | None) -> str:
    """Return weight, length of stay, and which group it was before, in one short line."""
    said = []
    drg = grouped.drg
    if drg is not None and drg.weight is not None:
        said.append(f"weight {drg.weight:.4f}")
    if drg is not None and drg.gmlos is not None:
        said.append(f"GMLOS {drg.gmlos:.1f}")
    if drg is not None and grouped.table_wanted:
        said.append("no weight: Table 5 is not installed")
    if before is not None:
        weight = f" ({before.weight:.4f})" if before.weight is not None else ""
        said.insert(0, f"was {before.number}{weight}")
    if drg is not None and grouped.initial is not None:
        said.append(f"{grouped.initial.number} before HAC")
    return " · ".join(said)


def spoken(grouped: Grouped, before: Drg | None) -> str:
    """Return the strip as a sentence for a screen reader."""
    drg = grouped.drg
    if drg is None:
        return f"No MS-DRG. {grouped.problem}"
    weight = f", weight {drg.weight:.4f}" if drg.weight is not None else ""
    was = f", was {before.number}" if before is not None else ""
    return f"MS-DRG {drg.number}, {drg.title}{weight}{was}"


def _before_conditions(grouped: Grouped) -> str:
    return f"{grouped.initial.number} before HAC" if grouped.initial is not None else ""

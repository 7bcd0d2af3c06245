"""The code list with its findings below, and how the two share the height."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from codebook_app.gui.models.encounter import EncounterLineModel
from codebook_app.gui.panels.encounter_lines import EncounterLineView
from codebook_app.gui.panels.findings import FindingsPane
from codebook_app.gui.theme import Theme

_LEAST_HEIGHT = 150


class EncounterBody(QWidget):
    """Holds list and findings.

    The findings get the height they want as long as the whole list is seen; when not all fits,
    each may have half, and what one does not need is the other's.
    """

    def __init__(
        self, model: EncounterLineModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.list = EncounterLineView(theme, model, self)
        self.findings = FindingsPane(theme, self.list, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        self._rule = hair_line(theme, self)
        column.addWidget(self._rule)
        column.addWidget(self.findings)
        self.list.setMinimumHeight(0)
        self.findings.resized.connect(self.share)
        self.share()

    def share(self) -> None:
        """Share the height anew: the list or the findings want another."""
        lines = sum(self.list.sizeHintForRow(row) for row in range(self._model.rowCount()))
        spare = self.height() - lines - self._theme.space(4)
        wanted = self.findings.wanted_height(self.width())
        self.findings.setFixedHeight(max(0, min(wanted, max(spare, self.height() // 2))))
        self._rule.setVisible(wanted > 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Ask for a few lines and a finding's head, whatever height the two now share."""
        return QSize(super().minimumSizeHint().width(), self._theme.length(_LEAST_HEIGHT))

    def sizeHint(self) -> QSize:  # noqa: N802
        """Ask for no more than the least: list and findings take what is there, and scroll."""
        return QSize(super().sizeHint().width(), self._theme.length(_LEAST_HEIGHT))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Tell a scroll area around the pane not to make room for all findings at once."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Share the new height."""
        super().resizeEvent(event)
        self.share()


def hair_line(theme: Theme, parent: QWidget) -> QFrame:
    """Return a line of one pixel in the theme's colour of borders."""
    line = QFrame(parent)
    line.setFixedHeight(1)

    def dress() -> None:
        line.setStyleSheet(f"background: {theme.colour('border').name()};")

    theme.changed.connect(dress)
    dress()
    return line

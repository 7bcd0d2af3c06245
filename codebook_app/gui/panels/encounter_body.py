"""The code list, the fields of its current line, its findings, and how they share the height."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from codebook_app.gui.models.encounter import EncounterLineModel
from codebook_app.gui.panels.encounter_lines import EncounterLineView
from codebook_app.gui.panels.findings import FindingsPane
from codebook_app.gui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from codebook_app.gui.panels.line_fields import LineFields

_LEAST_HEIGHT = 150


class EncounterBody(QWidget):
    """Holds list and findings, and between them, where wanted, the fields of the current line.

    The findings get the height they want as long as the whole list is seen; when not all fits, the
    list may have three fifths, and what one does not need is the other's.
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
        self.fields: LineFields | None = None
        self._fields_rule = hair_line(theme, self)
        self._fields_rule.hide()
        column.addWidget(self._fields_rule)
        self._rule = hair_line(theme, self)
        column.addWidget(self._rule)
        column.addWidget(self.findings)
        self.list.setMinimumHeight(0)
        self.findings.resized.connect(self.share)
        self.share()

    def open_fields(self, make: Callable[[QWidget], LineFields]) -> LineFields:
        """Show the fields of the current line below the list; *make* them the first time."""
        if self.fields is None:
            self.fields = make(self)
            column = self.layout()
            if isinstance(column, QVBoxLayout):
                column.insertWidget(column.indexOf(self._fields_rule) + 1, self.fields)
            self.fields.resized.connect(self._on_fields_resized)
            for before, after in pairwise((self.list, *self.fields.stops)):
                QWidget.setTabOrder(before, after)
            self.findings.set_before(self.fields.stops[-1])
        self.fields.show()
        self._fields_rule.show()
        self._on_fields_resized()
        return self.fields

    def _on_fields_resized(self) -> None:
        self.updateGeometry()
        self.share()

    def keep_current_in_sight(self) -> None:
        """Scroll to the current line once the list has the height it now gets."""
        view = self.list
        QTimer.singleShot(0, view, lambda: view.scrollTo(view.currentIndex()))

    def close_fields(self) -> None:
        """Show the fields no more."""
        if self.fields is not None:
            self.fields.hide()
            self._fields_rule.hide()
            self._on_fields_resized()

    @property
    def fields_open(self) -> bool:
        """Whether the fields of the current line are shown."""
        return self.fields is not None and not self.fields.isHidden()

    def share(self) -> None:
        """Share the height anew: the list, the fields or the findings want another."""
        height = self.height()
        if self.fields is not None and self.fields_open:
            height -= self.fields.sizeHint().height()
        lines = sum(self.list.sizeHintForRow(row) for row in range(self._model.rowCount()))
        spare = height - lines - self._theme.space(4)
        wanted = self.findings.wanted_height(self.width())
        # With the fields open the line they are of has to stay in sight.
        least = height // 3 if self.fields_open else height * 2 // 5
        self.findings.setFixedHeight(max(0, min(wanted, max(spare, least))))
        self._rule.setVisible(wanted > 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Ask for a few lines, the fields and a finding's head, whatever height they now share."""
        return QSize(super().minimumSizeHint().width(), self._least_height())

    def sizeHint(self) -> QSize:  # noqa: N802
        """Ask for no more than the least: list and findings take what is there, and scroll."""
        return QSize(super().sizeHint().width(), self._least_height())

    def _least_height(self) -> int:
        least = self._theme.length(_LEAST_HEIGHT)
        if self.fields is not None and self.fields_open:
            least += self.fields.sizeHint().height()
        return least

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

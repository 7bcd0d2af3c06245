"""The code list, the fields of its current line, its findings, and how they share the height."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from codebook_app.gui.models.encounter import EncounterLineModel
from codebook_app.gui.panels.attention import Attention
from codebook_app.gui.panels.encounter_lines import EncounterLineView
from codebook_app.gui.panels.findings import FindingsPane
from codebook_app.gui.panels.findings_grip import FindingsGrip
from codebook_app.gui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from codebook_app.gui.panels.line_fields import LineFields

_LEAST_HEIGHT = 160
_LEAST_CARD = 56
"""Of a finding's card less than this says too little to be worth its room."""
_OWN_LINES, _LEAST_LINES = 8, 3


class EncounterBody(QWidget):
    """Holds list and findings, and between them, where wanted, the fields of the current line.

    The list is what is worked on: while not all fits, eight of its lines and three fifths of the
    height are its own, and the findings fold to their line of numbers where little is left. They
    get room while the focus is in them. A height that the person gave them is kept.
    """

    height_chosen = Signal(float)
    """The height the findings are to have, in pixels at 100 %; 0 for as much as there is room."""

    def __init__(
        self,
        model: EncounterLineModel,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        chosen: float = 0.0,
    ) -> None:
        """Begin with the height *chosen* for the findings, 0 for none."""
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._chosen = chosen
        self._attended = False
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
        self.grip = FindingsGrip(theme, self)
        self.grip.moved.connect(self._on_grip_moved)
        self.grip.released.connect(lambda: self.height_chosen.emit(self._chosen))
        self.grip.reset.connect(lambda: self._choose(0.0))
        column.addWidget(self.grip)
        column.addWidget(self.findings)
        self.list.setMinimumHeight(0)
        self.findings.resized.connect(self.share)
        self.findings.switched.connect(self._switch)
        self.findings.taller_asked.connect(self._on_taller_asked)
        attention = Attention(self.findings)
        attention.came.connect(self._on_attention)
        attention.left.connect(lambda: self._attend(False))
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

    def show_findings(self) -> None:
        """Give the findings the room they want at once: the focus is about to go into them."""
        self._attend(True)

    def share(self) -> None:
        """Share the height anew: the list, the fields or the findings want another."""
        height, findings = self.height(), self.findings
        if self.fields is not None and self.fields_open:
            height -= self.fields.sizeHint().height() + 1
        wanted = findings.wanted_height(self.width())
        head = findings.least_height()
        shown = min(wanted, max(height - self._lines_height(), self._most(height)))
        useful = min(wanted, head + self._theme.length(_LEAST_CARD))
        if shown < useful:
            shown = head
        findings.fold(shown < useful)
        findings.setFixedHeight(shown)
        self.grip.setVisible(wanted > 0)

    def _most(self, height: int) -> int:
        """Return how high the findings may be where the list doesn't fit into the rest."""
        least = self._lines_height(_LEAST_LINES)
        if self._attended:
            return height - max(height * 2 // 5, least)
        if self._chosen:
            return min(self._theme.length(self._chosen), height - least)
        return height - max(height * 3 // 5, self._lines_height(_OWN_LINES))

    def _lines_height(self, number: int = 0) -> int:
        """Return the height of so many lines, of all with 0."""
        rows = self._model.rowCount()
        view = self.list
        lines = sum(view.sizeHintForRow(row) for row in range(min(rows, number or rows)))
        return lines + self._theme.space(2)

    # The height of the findings -------------------------------------------------------------

    def _on_attention(self) -> None:
        # Where a click brought the focus, nothing may move away below the pointer.
        if not QApplication.mouseButtons():
            self._attend(True)

    def _switch(self) -> None:
        self._attend(self.findings.folded)
        if self._attended:
            self.findings.switch.setFocus(Qt.FocusReason.OtherFocusReason)

    def _attend(self, attended: bool) -> None:
        self._attended = attended
        self.share()
        self.keep_current_in_sight()

    def _on_grip_moved(self, up: int) -> None:
        self._attended = False
        self._chosen = max(1.0, (self.findings.height() + up) / self._theme.length(100) * 100)
        self.share()

    def _on_taller_asked(self, lines: int) -> None:
        step = lines * self._theme.length(24)
        self._on_grip_moved(step)
        self._choose(self._chosen)

    def _choose(self, chosen: float) -> None:
        self._chosen = chosen
        self.share()
        self.keep_current_in_sight()
        self.height_chosen.emit(chosen)

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

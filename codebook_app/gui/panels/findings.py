"""What the checks found and what they could not check, below the code list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.finding import CheckReport, Finding, NotChecked, Severity
from codebook_app.domain.guideline_sections import GuidelinesKept
from codebook_app.gui.panels.finding_card import FindingCard
from codebook_app.gui.panels.findings_line import FindingsLine
from codebook_app.gui.panels.not_checked import NotCheckedBox
from codebook_app.gui.panels.severity import counted
from codebook_app.gui.theme import Theme

_MOST_UNFOLDED = 2
_RIM = 2
"""Above and below the line of numbers, in steps of space."""


class FindingsPane(QWidget):
    """Shows a report: its numbers, a card a finding, and apart from them what was not checked.

    The cards of the current line stand first. Information folds away where there is much of it.
    Nothing is called passed: a report without findings says that the checks that ran found none.
    """

    open_requested = Signal(str)
    section_asked = Signal(str, str)
    """A section of the guidelines to show, and the release they go with."""
    complete_asked = Signal(object, str)
    fix_asked = Signal(object)
    """A fix of a finding."""
    override_asked = Signal(object)
    withdraw_asked = Signal(object)
    resized = Signal()
    """What is shown wants another height."""
    left = Signal()
    """The card that had the focus is gone, and none took its place."""
    switched = Signal()
    """The cards are wanted where they are folded away, or the other way round."""
    taller_asked = Signal(int)
    """So many lines more are wanted, negative for fewer."""

    def __init__(self, theme: Theme, before: QWidget, parent: QWidget | None = None) -> None:
        """Begin empty; *before* is the widget that Tab leaves for the first card."""
        super().__init__(parent)
        self._theme = theme
        self._before = before
        self._reported: list[FindingCard] = []  # in the order of the report
        self._cards: list[FindingCard] = []  # in the order they are seen
        self._current = ""
        self._unfolded = False
        self._folded = False

        self._line = FindingsLine(theme, self)
        self.switch = self._line.switch
        self._line.switched.connect(self.switched)
        self._line.taller_asked.connect(self.taller_asked)

        self._inside = QWidget(self)
        self._inside.setProperty("role", "pane")
        self._column = QVBoxLayout(self._inside)
        self._fold = self._make_fold()
        self._not_checked = NotCheckedBox(theme, self._inside)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._line)
        self._layout.addWidget(self._scroll, 1)
        theme.changed.connect(self._dress)
        self.clear()
        self._dress()

    # What it is given -----------------------------------------------------------------------

    def clear(self) -> None:
        """Show nothing: there is no code to check."""
        self._not_checked.show_reasons(())
        self._put_cards(())
        self._line.say("", "", "")
        self.setVisible(False)
        self.resized.emit()

    def show_checking(self) -> None:
        """Say that an answer is under way, where none is shown yet."""
        if self.isHidden():
            self._line.say("Checking…", "", "")
            self.setVisible(True)
            self.resized.emit()

    def show_report(self, report: CheckReport) -> None:
        """Show *report* in place of the one before; cards that are the same stay."""
        self._not_checked.show_reasons(report.not_checked)
        self._put_cards(report.findings, report.guidelines)
        counting = [finding for finding in report.findings if not finding.override_reason]
        words = counted(report.findings) or "No findings by the checks that ran"
        if report.not_checked:
            words += f" · {len(report.not_checked)} not checked"
        if counting:
            worst = counting[0].severity.value
            self._line.say(words, worst, worst)
        else:
            self._line.say(words, "ok", "muted")
        self.setVisible(True)
        self.resized.emit()

    def show_unchecked(self, why: str) -> None:
        """Say that no check ran, and why."""
        self._not_checked.show_reasons((NotChecked("No check ran", why),))
        self._put_cards(())
        self._line.say("Not checked", "not-billable", "muted")
        self.setVisible(True)
        self.resized.emit()

    def show_current(self, line_id: str) -> None:
        """Put the findings of the line *line_id* first."""
        if line_id != self._current:
            self._current = line_id
            self._arrange()

    def set_before(self, before: QWidget) -> None:
        """Have Tab leave *before* for the first card."""
        self._before = before
        self._arrange()

    # What others ask ------------------------------------------------------------------------

    @property
    def cards(self) -> tuple[FindingCard, ...]:
        """The cards from the top down."""
        return tuple(self._cards)

    @property
    def word(self) -> str:
        """The line of numbers."""
        return self._line.words

    @property
    def not_checked_text(self) -> str:
        """All that is said about what was not checked."""
        return self._not_checked.text

    def cards_of(self, line_id: str) -> tuple[FindingCard, ...]:
        """Return the cards that concern a line."""
        return tuple(card for card in self._cards if line_id in card.finding.line_ids)

    def wanted_height(self, width: int) -> int:
        """Return the height that shows everything without scrolling."""
        if self.isHidden():
            return 0
        margins = self._layout.contentsMargins()
        room = width - margins.left() - margins.right()
        head = 2 * self._theme.space(_RIM) + self._line.wanted_height(room)
        if not self._filled:
            return head
        return head + self._layout.spacing() + self._inside.heightForWidth(room)

    def least_height(self) -> int:
        """Return the height of the line of numbers alone, in one line."""
        if self.isHidden():
            return 0
        return 2 * self._theme.space(_RIM) + self._line.least_height()

    def enter(self) -> None:
        """Give the focus to the answer of the first card, else to its first link."""
        for card in self._cards[:1]:
            target = card.main_button or next(iter(card.focusable), self.switch)
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fold(self, folded: bool) -> None:
        """Show the line of numbers alone, or the cards below it as well."""
        if folded != self._folded:
            self._folded = folded
            self._show_what_is_inside()

    @property
    def folded(self) -> bool:
        """Whether only the line of numbers is shown of what is there."""
        return self._folded and self._filled

    # Inside ---------------------------------------------------------------------------------

    def _put_cards(
        self, findings: Sequence[Finding], guidelines: GuidelinesKept | None = None
    ) -> None:
        focused = self._focused_card()
        old = list(self._cards)
        cards = []
        for finding in findings:
            same = next((card for card in old if card.shows(finding, guidelines)), None)
            if same is not None:
                old.remove(same)
            cards.append(same or self._make_card(finding, guidelines))
        self._reported = cards
        self._arrange()
        for card in old:
            card.hide()
            self._column.removeWidget(card)
            card.deleteLater()
        if focused is not None and focused in old:
            self._hand_on_focus(focused.finding)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Bring what gets the focus into sight: Qt does so for Tab from within only.

        Not what the mouse is pressed on: moved from under it, a button would lose the click.
        """
        by_key = (
            isinstance(event, QFocusEvent) and event.reason() != Qt.FocusReason.MouseFocusReason
        )
        if event.type() == QEvent.Type.FocusIn and by_key and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched)
        return super().eventFilter(watched, event)

    def _make_card(self, finding: Finding, guidelines: GuidelinesKept | None) -> FindingCard:
        card = FindingCard(finding, self._theme, self._inside, guidelines=guidelines)
        card.section_asked.connect(self.section_asked)
        card.open_requested.connect(self.open_requested)
        card.complete_asked.connect(self.complete_asked)
        card.fix_asked.connect(self.fix_asked)
        card.override_asked.connect(self.override_asked)
        card.withdraw_asked.connect(self.withdraw_asked)
        for widget in card.focusable:
            widget.installEventFilter(self)
        return card

    def _arrange(self) -> None:
        """Set the cards of the current line first, for the eye and for Tab alike."""
        self._cards = sorted(
            self._reported,
            key=lambda card: (
                self._current not in card.finding.line_ids,
                bool(card.finding.override_reason),
            ),
        )
        folded = self._folded_apart()
        self._cards = [card for card in self._cards if card not in folded] + folded
        first_folded = len(self._cards) - len(folded)
        before = self._before
        QWidget.setTabOrder(before, self.switch)
        before = self.switch
        for place, card in enumerate(self._cards):
            card.set_about_current(self._current in card.finding.line_ids)
            if place == first_folded and folded:
                QWidget.setTabOrder(before, self._fold)
                before = self._fold
            self._column.insertWidget(place + bool(folded and place >= first_folded), card)
            card.setVisible(place < first_folded or self._unfolded)
            for widget in card.focusable:
                QWidget.setTabOrder(before, widget)
                before = widget
        self._show_fold(len(folded), first_folded)
        self._column.removeWidget(self._not_checked)
        self._column.addWidget(self._not_checked)
        self._show_what_is_inside()
        if self._focused_card() is None:
            self._scroll.verticalScrollBar().setValue(0)

    def _folded_apart(self) -> list[FindingCard]:
        """Return the cards of information where they are many: they fold away together."""
        told = [card for card in self._cards if card.finding.severity is Severity.INFORMATION]
        return told if len(told) > _MOST_UNFOLDED else []

    def _make_fold(self) -> QPushButton:
        fold = QPushButton(self._inside)
        fold.setProperty("role", "quiet")
        fold.setCheckable(True)
        fold.setAutoDefault(False)
        fold.hide()
        fold.toggled.connect(self._unfold)
        return fold

    def _unfold(self, unfolded: bool) -> None:
        self._unfolded = unfolded
        self._arrange()
        self.resized.emit()

    def _show_fold(self, number: int, place: int) -> None:
        self._column.removeWidget(self._fold)
        self._fold.setVisible(number > 0)
        if number:
            self._column.insertWidget(place, self._fold, 0, Qt.AlignmentFlag.AlignLeft)
            verb = "Hide" if self._unfolded else "Show"
            self._fold.setText(f"{verb} {number} notes for information")
            self._fold.setAccessibleDescription("What the book asks for beside errors and warnings")

    def _show_what_is_inside(self) -> None:
        # An empty scroll area would still take its least height, from the line of numbers.
        shown = self._filled and not self._folded
        self._scroll.setVisible(shown)
        side, rim = self._theme.space(4), self._theme.space(_RIM)
        self._layout.setContentsMargins(side, rim, side, 0 if shown else rim)
        self._line.show_switch(filled=self._filled, folded=self._folded)

    @property
    def _filled(self) -> bool:
        return bool(self._cards) or not self._not_checked.isHidden()

    def _focused_card(self) -> FindingCard | None:
        focus = QApplication.focusWidget()
        return next(
            (card for card in self._cards if focus is not None and card.isAncestorOf(focus)), None
        )

    def _hand_on_focus(self, gone: Finding) -> None:
        for card in self._cards:
            heir = card.main_button
            if (card.finding.rule, card.finding.codes) == (gone.rule, gone.codes) and heir:
                heir.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.left.emit()

    def _dress(self) -> None:
        theme = self._theme
        self._show_what_is_inside()
        self._layout.setSpacing(theme.space(_RIM))
        self._line.dress()
        self._column.setContentsMargins(0, 0, 0, theme.space(3))
        self._column.setSpacing(theme.space(3))
        self.resized.emit()

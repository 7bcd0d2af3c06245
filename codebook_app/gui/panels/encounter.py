"""The encounter pane: the code list in hand, its findings, and the way out to the clipboard."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from codebook_app.gui.encounter_shelf import EncounterShelf
from codebook_app.gui.models.encounter import EncounterLineModel
from codebook_app.gui.panels.claim_edits import ClaimEdits
from codebook_app.gui.panels.current_fields import CurrentFields
from codebook_app.gui.panels.encounter_answers import FindCode, FindingAnswers
from codebook_app.gui.panels.encounter_body import EncounterBody
from codebook_app.gui.panels.encounter_choosing import EncounterChoosing
from codebook_app.gui.panels.encounter_copying import EncounterCopying
from codebook_app.gui.panels.encounter_current import CurrentLine
from codebook_app.gui.panels.encounter_edits import EncounterEdits
from codebook_app.gui.panels.encounter_foot import EncounterFoot
from codebook_app.gui.panels.encounter_head import EncounterHead
from codebook_app.gui.panels.encounter_wiring import lay_out, wire
from codebook_app.gui.panels.encounter_words import added_words, fault_words
from codebook_app.gui.panels.notice import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from codebook_app.domain.code import Code
    from codebook_app.domain.copying import CopyFormat
    from codebook_app.domain.encounter import Encounter
    from codebook_app.domain.finding import CheckReport
    from codebook_app.gui.jobs import Worker
    from codebook_app.gui.theme import Theme
    from codebook_app.services.checking import Checking
    from codebook_app.services.copying import Copying
    from codebook_app.services.encounters import Encounters
    from codebook_app.settings import Settings


_STAY_OPEN = "encounter.stay_open"
_FINDINGS_HEIGHT = "encounter.findings_height"
_LOW, _BRIEF = 470, 640
"""Heights in pixels at 100 % below which the head folds up, and the group takes one line."""


class EncounterPanel(QWidget):
    """Shows one encounter and edits it; every edit is saved by the desk worker as it is made."""

    open_requested = Signal(str)
    """What to open in the book, as the text of a place."""
    section_asked = Signal(str, str)
    """A section of the guidelines to show, and the release they go with."""
    date_changed = Signal(object)
    """The date of service is another (a date, or None): it picks the release in force."""
    message = Signal(str)
    """One line for the status bar."""
    search_wanted = Signal()
    """What the encounter is of is entered: its codes are looked up next."""
    brief = Signal(bool)
    """The pane is low: what stands around the code list is to take little of its height."""
    undo_state = Signal(str, str)
    """What undo and redo would do ("add E11.22"), each empty where there is nothing."""

    def __init__(  # noqa: PLR0917 - what bootstrap and the window hand over
        self,
        encounters: Encounters,
        checking: Checking,
        copying: Copying,
        desk: Worker,
        theme: Theme,
        settings: Settings,
        find_code: FindCode,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: Encounter | None = None
        self._report: CheckReport | None = None
        self._checked = False  # whether the report is that of the list as it is now
        self._date: date | None = None

        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Encounter")
        self.edits = EncounterEdits(encounters, checking, desk, self)
        self.claim = ClaimEdits(self.edits)
        self.copying = EncounterCopying(copying, desk, settings, self)
        self.head = EncounterHead(theme, today, self)
        self.head.stay.keep.setChecked(settings.flag(_STAY_OPEN, False))
        self.head.stay.kept_open.connect(lambda kept: settings.put(_STAY_OPEN, kept))
        self.notice = NoticeBar(theme, self)
        self.shelf = EncounterShelf(encounters, desk, self)
        self.choosing = EncounterChoosing(self.edits, self.shelf, self.notice, theme, today)
        self.model = EncounterLineModel(self)
        self.body = EncounterBody(
            self.model, theme, self, chosen=settings.number(_FINDINGS_HEIGHT, 0.0)
        )
        self.body.height_chosen.connect(lambda chosen: settings.put(_FINDINGS_HEIGHT, chosen))
        self.list, self.findings = self.body.list, self.body.findings
        self.current = CurrentLine(self.edits, self.claim, self.list, self.model)
        self.fields = CurrentFields(self.edits, self.claim, self.current, self.body, theme, today)
        self.answers = FindingAnswers(self.edits, self.body, find_code, theme, self)
        self.foot = EncounterFoot(theme, self)
        self.strip_slot = QVBoxLayout()
        """Where what the stay is grouped to stands, between findings and foot."""
        self._notice_box = QWidget(self)
        self._notice_layout = QVBoxLayout(self._notice_box)
        self._notice_layout.addWidget(self.notice)
        lay_out(self, self._notice_box, theme)
        theme.changed.connect(self._dress)
        self._dress()
        self._connect()
        self._show_notice()
        self._show(None)

    # What the window calls ------------------------------------------------------------------

    @property
    def encounter(self) -> Encounter | None:
        """The encounter as shown."""
        return self._shown

    def start(self) -> None:
        """Open the encounter changed last; where there is none, teach what to do."""
        self.choosing.start()

    def add(self, code: Code) -> None:
        """Put *code* at the end of the list; without an encounter, begin one."""
        self.edits.add(code, lambda: self.message.emit(added_words(code, self._shown)))

    def new_encounter(self) -> None:
        """Begin another encounter and put the cursor into its label."""
        self.finish_editing()
        self.edits.when_settled(self.choosing.begin)

    def open_dialog(self) -> None:
        """Show the encounters to find one again."""
        self.finish_editing()
        self.choosing.show_dialog(self.window())

    def open_encounter(self, encounter_id: str) -> None:
        """Take the encounter with this id in hand."""
        self.finish_editing()
        self.choosing.open(encounter_id)

    def delete_encounter(self) -> None:
        """Delete the encounter in hand, and offer to bring it back."""
        self.choosing.delete()

    def rename(self) -> None:
        """Edit the label in place."""
        self.head.rename()

    def go_to_findings(self) -> None:
        """Go to the first finding, which is the current line's where it has one; then back."""
        findings = self.findings
        if not findings.cards:
            self.message.emit("There is no finding to go to.")
        elif findings.isAncestorOf(self.window().focusWidget() or self):
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.body.show_findings()
            findings.enter()

    def undo(self) -> None:
        """Take the last change back, and say which."""
        self.edits.undo(
            lambda words: self.message.emit(f"Undone: {words}." if words else "Nothing to undo.")
        )

    def redo(self) -> None:
        """Make the change undone last again, and say which."""
        self.edits.redo(
            lambda words: self.message.emit(
                f"Done again: {words}." if words else "Nothing to redo."
            )
        )

    def copy_last_format(self) -> None:
        """Copy the list at once as it was copied last, and say so."""
        self.edits.when_settled(lambda: self.copying.copy(self._shown, self._fault_words))

    def copy_as(self, format_: CopyFormat) -> None:
        """Copy the list at once in *format_*, and from now on."""
        self.edits.when_settled(
            lambda: self.copying.copy_as(format_, self._shown, self._fault_words)
        )

    def copy_dialog(self) -> None:
        """Show the formats and the preview."""
        self.edits.when_settled(
            lambda: self.copying.open_dialog(
                self._shown,
                self._fault_words,
                self._theme,
                self.window(),
            )
        )

    def copy_templates(self) -> None:
        """Show the person's own copy formats."""
        self.edits.when_settled(
            lambda: self.copying.show_templates(self._shown, self._theme, self.window())
        )

    def save_as(self) -> None:
        """Save the list as a file in the format copied last."""
        self.edits.when_settled(lambda: self.copying.save(self._shown, self.window()))

    def releases_changed(self) -> None:
        """Run the checks again: there are other releases to check against."""
        self.edits.check_again()

    def finish_editing(self) -> None:
        """Take what is still being typed, as hiding the pane does; before the desk is closed."""
        self.head.finish()
        self.fields.commit()

    # What comes back ------------------------------------------------------------------------

    def _show(self, encounter: Encounter | None) -> None:
        before, self._shown = self._shown, encounter
        self._checked = False
        same = before is not None and encounter is not None and before.id == encounter.id
        if not same:
            self._report = None
            self.model.show_findings(())
            self.findings.clear()
        self.head.show_encounter(encounter)
        overrides = encounter.overrides if encounter else ()
        self.answers.offer_reasons(tuple(override.reason for override in overrides))
        known = {line.id for line in before.lines} if same and before else set()
        lines = encounter.lines if encounter else ()
        self.current.on_lines(lines)
        self.model.show(encounter)
        new = [row for row, line in enumerate(lines) if line.id not in known]
        if same and new:
            # Of many at once as much as fits, from the first on: that is where reading begins.
            self.list.scrollTo(self.model.index(new[-1]))
            self.list.make_current(new[0])
            self.body.keep_current_in_sight()
        elif lines and not self.list.currentIndex().isValid():
            self.list.make_current(0)
        self._on_current_changed()
        if not lines:
            self._report = None
            self.findings.clear()
        elif self._report is None:
            self.findings.show_checking()
        self._show_foot()
        day = encounter.date_of_service if encounter else None
        if day != self._date:
            self._date = day
            self.date_changed.emit(day)
        self.body.share()

    def _fault_words(self) -> str:
        return fault_words(self._report if self._checked else None)

    def _show_foot(self) -> None:
        if self._shown is not None and self._shown.lines:
            self.copying.prepare()
        choice = self.copying.choice_for(self._shown)
        self.foot.show_encounter(self._shown, choice, self.copying.formats)
        undo, redo = ("", "")
        if self._shown is not None:
            undo, redo = self._shown.undo_word, self._shown.redo_word
        self.undo_state.emit(undo, redo)

    def _show_report(self, report: CheckReport) -> None:
        if self._shown is None or not self._shown.lines:
            return
        self._report, self._checked = report, True
        self.model.show_findings(report.findings)
        self.model.show_exempt(report.exempt)
        self.findings.show_report(report)
        self.body.share()

    def _show_unchecked(self, why: str) -> None:
        self._report, self._checked = None, False
        self.model.show_findings(())
        if self._shown is not None and self._shown.lines:
            self.findings.show_unchecked(why)
        self.body.share()

    def _on_opened(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.make_current(0)

    def _on_current_changed(self, *_: object) -> None:
        line = self.list.current_line
        self.findings.show_current(line.id if line else "")
        self.fields.refresh()

    # Building -------------------------------------------------------------------------------

    def _connect(self) -> None:
        wire(self)
        self.choosing.opened.connect(self._on_opened)
        self.edits.changed.connect(self._show)
        self.edits.checked.connect(self._show_report)
        self.edits.unchecked.connect(self._show_unchecked)
        self.copying.chosen.connect(self._show_foot)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.notice.resized.connect(self._show_notice)

    def _show_notice(self) -> None:
        self._notice_box.setVisible(not self.notice.isHidden())

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the width in which codes, titles and findings read well."""
        return QSize(self._theme.length(340), self._theme.length(600))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take F2, wherever in the pane it is pressed."""
        if event.key() == Qt.Key.Key_F2 and not event.modifiers():
            self.rename()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep room for the code list in a low pane."""
        super().resizeEvent(event)
        self._measure_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Hear of another height of what the pane scrolls in."""
        if event.type() == QEvent.Type.Resize:
            self._measure_room()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Watch the height of what the pane is put into."""
        around = self.parentWidget()
        if event.type() == QEvent.Type.ParentChange and around is not None:
            around.installEventFilter(self)
        return super().event(event)

    def _measure_room(self) -> None:
        around = self.parentWidget()
        room = around.height() if around is not None else self.height()
        self.head.set_low(room < self._theme.length(_LOW))
        self.brief.emit(room < self._theme.length(_BRIEF))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Take what is being typed: the window may be closing."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.finish_editing()

    def _dress(self) -> None:
        theme = self._theme
        self._notice_layout.setContentsMargins(theme.space(4), 0, theme.space(4), theme.space(3))
        self.setMinimumWidth(theme.length(240))
        self._measure_room()

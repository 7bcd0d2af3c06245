"""The edits of the encounter in hand, done in order on the desk worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.domain.finding import CheckReport, Finding
from codebook_app.domain.fix import Fix
from codebook_app.errors import KnownError
from codebook_app.gui.jobs import Worker
from codebook_app.gui.panels.claim_edits import place_for
from codebook_app.gui.panels.encounter_desk import DeskAnswer, Edit, EncounterDesk

if TYPE_CHECKING:
    from codebook_app.services.checking import Checking
    from codebook_app.services.encounters import Encounters

Done = Callable[[], None]


class EncounterEdits(QObject):
    """Holds the encounter in hand and edits it without making the window wait.

    Edits are done one after the other, each on what the one before it left behind, and every one is
    answered by :attr:`changed` or told by :attr:`failed`. Checks run after the last of them.
    """

    changed = Signal(object)
    """The encounter as it is now, or None where there is none."""
    checked = Signal(object)
    """The CheckReport of the encounter as shown."""
    unchecked = Signal(str)
    """The checks could not run, and why."""
    failed = Signal(str)
    """An edit was not done: what happened and what to do, in one line."""
    gone = Signal(object)
    """The encounter in hand was deleted elsewhere: only restoring it lets work on it go on."""
    told = Signal(str)
    """Something the person should know, in one line; nothing is wrong."""

    def __init__(
        self,
        encounters: Encounters,
        checking: Checking,
        worker: Worker,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = EncounterDesk(encounters, checking)
        self._worker = worker
        self._waiting = 0
        self._encounter: Encounter | None = None
        self._once_settled: list[Done] = []

    @property
    def encounter(self) -> Encounter | None:
        """The encounter as last answered."""
        return self._encounter

    @property
    def settled(self) -> bool:
        """Whether every edit asked for has been answered."""
        return self._waiting == 0

    def when_settled(self, call: Done) -> None:
        """Call *call* once every edit asked for has been answered, at once if all have."""
        if self.settled:
            call()
        else:
            self._once_settled.append(call)

    # Which encounter ------------------------------------------------------------------------

    def take(
        self, choose: Callable[[Encounters], Encounter | None], done: Done | None = None
    ) -> None:
        """Take another encounter in hand: the one *choose* returns."""
        desk = self._desk
        self._submit(lambda: desk.take(choose), done)

    def delete(self, done: Done | None = None) -> None:
        """Delete the encounter in hand and take the one changed last."""
        self._submit(self._desk.delete, done)

    # Edits ----------------------------------------------------------------------------------

    def edit(
        self, words: str, edit: Edit, done: Done | None = None, *, repeatable: bool = False
    ) -> None:
        """Make a change in its turn; a fault is told with its *words*.

        A *repeatable* one is made although another window changed the encounter meanwhile.
        """
        desk = self._desk
        self._submit(lambda: desk.edit(edit, repeatable=repeatable, words=words), done)

    def add(self, code: Code, done: Done) -> None:
        """Put *code* behind those of its field of the claim; without an encounter begin one.

        Whatever another window did to the list meanwhile, the code is added to it.
        """
        self.edit(
            f"add {code.code}",
            lambda encounters, now: encounters.add(
                now, code, place_for(now.lines, code.code_set, code.code)
            ),
            done,
            repeatable=True,
        )

    def replace(self, line_id: str, code: Code, done: Done) -> None:
        """Put *code* in the place of a line."""
        self.edit(
            f"replace a line by {code.code}",
            lambda encounters, now: encounters.replace(now, line_id, code),
            done,
        )

    def remove(self, line: EncounterLine, done: Done) -> None:
        """Take *line* off the list."""
        self.edit(
            f"remove {line.code}", lambda encounters, now: encounters.remove(now, line.id), done
        )

    def move_to(self, line_id: str, position: int) -> None:
        """Move a line to *position*, from 0."""
        self.edit("move a line", lambda encounters, now: encounters.move(now, line_id, position))

    def move_by(self, line: EncounterLine, step: int) -> None:
        """Move *line* by *step* places from where it then is; it stays within the list."""

        def move(encounters: Encounters, now: Encounter) -> Encounter:
            ids = [one.id for one in now.lines]
            at = ids.index(line.id) if line.id in ids else 0
            return encounters.move(now, line.id, max(0, min(at + step, len(ids) - 1)))

        self.edit(f"move {line.code}", move)

    def rename(self, label: str) -> None:
        """Give the encounter another label."""
        self.edit("rename", lambda encounters, now: encounters.rename(now, label))

    def set_setting(self, setting: Setting) -> None:
        """Say where the service took place."""
        self.edit(
            f"change to {setting}", lambda encounters, now: encounters.set_setting(now, setting)
        )

    def set_date_of_service(self, day: date | None) -> None:
        """Say when the service took place."""
        self.edit(
            "change the date of service",
            lambda encounters, now: encounters.set_date_of_service(now, day),
        )

    def override(self, finding: Finding, reason: str) -> None:
        """Set a warning aside with a reason."""
        rule, codes = finding.rule, finding.codes
        self.edit(
            f"override {_pair(codes)}",
            lambda encounters, now: encounters.override(now, rule, codes, reason),
        )

    def withdraw_override(self, finding: Finding) -> None:
        """Let a warning that was set aside count again."""
        rule, codes = finding.rule, finding.codes
        self.edit(
            f"withdraw the override of {_pair(codes)}",
            lambda encounters, now: encounters.withdraw_override(now, rule, codes),
        )

    def apply(self, fix: Fix, done: Done) -> None:
        """Make the changes that *fix* offers, as one step of undo."""
        words = fix.label[:1].lower() + fix.label[1:]
        self.edit(words, lambda encounters, now: encounters.apply(now, fix), done)

    def undo(self, told: Callable[[str], None]) -> None:
        """Take the last change back; *told* gets its words, empty where there was none."""
        words: list[str] = []

        def step(encounters: Encounters, now: Encounter) -> Encounter:
            words.append(now.undo_word)
            return encounters.undo(now) if now.undo_word else now

        self._step(step, words, told, "undo")

    def redo(self, told: Callable[[str], None]) -> None:
        """Make the change undone last again; *told* gets its words, empty where there was none."""
        words: list[str] = []

        def step(encounters: Encounters, now: Encounter) -> Encounter:
            words.append(now.redo_word)
            return encounters.redo(now) if now.redo_word else now

        self._step(step, words, told, "redo")

    def check_again(self) -> None:
        """Run the checks again: what they check against is another."""
        self._desk.generation += 1
        self._check()

    # Answers --------------------------------------------------------------------------------

    def _step(self, step: Edit, words: list[str], told: Callable[[str], None], name: str) -> None:
        if self._encounter is None and self.settled:
            told("")  # nothing in hand: an edit would begin an encounter
        else:
            self.edit(name, step, lambda: told(words[-1]))

    def _submit(self, work: Callable[[], DeskAnswer], done: Done | None) -> None:
        self._waiting += 1
        self._desk.generation += 1

        def on_done(answer: DeskAnswer) -> None:
            self._settle(answer.encounter)
            if answer.gone:
                self.gone.emit(answer.encounter)
            if answer.fault is not None:
                self._tell(answer.fault, self.failed.emit)
                return
            if answer.told:
                self.told.emit(answer.told)
            if done is not None:
                done()

        def on_error(fault: Exception) -> None:
            self._settle(self._encounter)
            self._tell(fault, self.failed.emit)

        self._worker.submit(work, on_done, on_error)

    def _settle(self, encounter: Encounter | None) -> None:
        self._waiting -= 1
        self._encounter = encounter
        self.changed.emit(encounter)
        self._check()
        if self.settled:
            waiting, self._once_settled = self._once_settled, []
            for call in waiting:
                call()

    def _check(self) -> None:
        if self._waiting or self._encounter is None:
            return
        desk, generation = self._desk, self._desk.generation

        def on_done(report: CheckReport | None) -> None:
            if report is not None and generation == desk.generation:
                self.checked.emit(report)

        def on_error(fault: Exception) -> None:
            if generation == desk.generation:
                self._tell(fault, self.unchecked.emit)

        self._worker.submit(lambda: desk.check(generation), on_done, on_error)

    def _tell(self, fault: Exception, tell: Callable[[str], None]) -> None:
        if isinstance(fault, KnownError):
            tell(str(fault))
            return
        # A bug: the line stays on the screen, and the crash handler gets the traceback.
        tell(f"That did not work because of a fault in Codebook ({type(fault).__name__}).")
        raise fault


def _pair(codes: Sequence[str]) -> str:
    return " with ".join(codes)

"""Search while the person types: the newest question wins, an older one is stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.search import Hit, SearchAnswer
from codebook_app.gui.jobs import Worker
from codebook_app.progress import Cancelled, CancelToken

if TYPE_CHECKING:
    from codebook_app.services.lookup import Lookup
    from codebook_app.services.notebook_find import NotebookFinder

HITS = 50
"""How many hits are asked for: more than anybody reads, fewer than would slow a keystroke."""


class SearchController(QObject):
    """Asks the lookup worker and hands on only the answer to what was typed last.

    Each question stops the one under way and raises the generation; an answer of an older
    generation is dropped, whenever it comes.
    """

    answered = Signal(object)
    """The :class:`SearchAnswer` to the newest question."""
    cleared = Signal()
    """Nothing is typed."""
    failed = Signal(object)
    """What the newest question raised."""

    def __init__(self, lookup: Lookup, worker: Worker) -> None:
        super().__init__()
        self._lookup = lookup
        self._worker = worker
        self._on: date | None = None
        self._code_sets: tuple[str, ...] = ()
        self._text = ""
        self._as_typed = False
        self._generation = 0
        self._running = CancelToken()
        self._pending = False
        self._then: list[Callable[[], None]] = []
        self.notebook: NotebookFinder | None = None
        """Where the person's own notes are looked for beside the hits, None for nowhere."""

    @property
    def text(self) -> str:
        """What was asked last, without surrounding blanks."""
        return self._text

    @property
    def on(self) -> date | None:
        """The date of service whose releases are searched."""
        return self._on

    @property
    def code_sets(self) -> tuple[str, ...]:
        """The code set that is searched, none where all are."""
        return self._code_sets

    @property
    def as_typed(self) -> bool:
        """Whether words are searched as typed: no abbreviation, synonym or other spelling."""
        return self._as_typed

    def ask(self, text: str) -> None:
        """Search for *text*, reading its words; blanks around it are no new question."""
        if text.strip() != self._text:
            self._text = text.strip()
            self._as_typed = False
            self._submit()

    def set_as_typed(self, as_typed: bool) -> None:
        """Search the same words as typed, or read again; what is typed next is read in any case."""
        if as_typed != self._as_typed:
            self._as_typed = as_typed
            self._submit()

    def ask_again(self) -> None:
        """Ask the same anew: another release has come."""
        self._submit()

    def set_date(self, on: date | None) -> None:
        """Search the release in force *on* this date of service from now on."""
        if on != self._on:
            self._on = on
            self._submit()

    def set_code_set(self, code_set: str) -> None:
        """Search *code_set* only from now on, "" for every code set at once."""
        chosen = (code_set,) if code_set else ()
        if chosen != self._code_sets:
            self._code_sets = chosen
            self._submit()

    def first_hit(self, use: Callable[[Hit], None]) -> None:
        """Call *use* with the best hit on what is typed now, whatever is typed meanwhile."""
        text, on, code_sets, as_typed = self._text, self._on, self._code_sets, self._as_typed

        def found(answer: SearchAnswer) -> None:
            if answer.hits:
                use(answer.hits[0])

        self._worker.submit(
            lambda: self._lookup.search(
                text, code_sets=code_sets, limit=HITS, on=on, as_typed=as_typed
            ),
            found,
            self.failed.emit,
        )

    @property
    def pending(self) -> bool:
        """Whether the hits shown are still those of an earlier question."""
        return self._pending

    def when_answered(self, then: Callable[[], None]) -> None:
        """Call *then* once the hits belong to what is typed, at once if they do already.

        What is asked meanwhile is done in its order: down, down, Enter. Typing on before the answer
        takes it back: what was meant by it is then unknown.
        """
        if self._pending:
            self._then.append(then)
        else:
            then()

    def close(self) -> None:
        """Stop the search under way; its answer is dropped."""
        self._generation += 1
        self._running.cancel()

    def _submit(self) -> None:
        self._generation += 1
        self._running.cancel()
        self._then = []
        self._pending = bool(self._text)
        if not self._text:
            self.cleared.emit()
            return
        generation, text, on = self._generation, self._text, self._on
        code_sets, as_typed, notebook = self._code_sets, self._as_typed, self.notebook
        self._running = token = CancelToken()

        def search() -> SearchAnswer:
            from codebook_app.services.notebook_hits import with_own_notes  # late: first paint

            token.raise_if_cancelled()  # overtaken while it waited for its turn
            answer = self._lookup.search(
                text, code_sets=code_sets, limit=HITS, on=on, as_typed=as_typed, cancel=token
            )
            if notebook is None:
                return answer
            return with_own_notes(notebook, answer, code_sets, as_typed=as_typed)

        self._worker.submit(
            search,
            lambda answer: self._on_answer(generation, answer),
            lambda fault: self._on_fault(generation, fault),
        )

    def _on_answer(self, generation: int, answer: SearchAnswer) -> None:
        if generation != self._generation:
            return
        self._pending = False
        waiting, self._then = self._then, []
        self.answered.emit(answer)
        for then in waiting:
            then()

    def _on_fault(self, generation: int, fault: Exception) -> None:
        if generation != self._generation or isinstance(fault, Cancelled):
            return
        self._pending = False
        self._then = []
        self.failed.emit(fault)

"""Completions while the person types: asked after the hits, newest wins, never in their way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from codebook_app.domain.search import Completion
from codebook_app.gui.jobs import Worker
from codebook_app.gui.messages import LOG
from codebook_app.gui.panels.search_field import SearchField
from codebook_app.gui.searching import SearchController
from codebook_app.progress import Cancelled

if TYPE_CHECKING:
    from codebook_app.gui.panels.completions import CompletionList
    from codebook_app.services.lookup import Lookup

_OFFERED = 8


class Completing(QObject):
    """Offers completions of what the person types at the end of the search field.

    They are asked for only once the hits are there, so that no hit ever waits for one. What was put
    into the field otherwise (the last session's query, an example) is completed by nobody.
    """

    def __init__(
        self,
        lookup: Lookup,
        worker: Worker,
        search: SearchController,
        *,
        field: SearchField,
        make_list: Callable[[], CompletionList],
        beside: QWidget,
        on: bool,
    ) -> None:
        """Complete in *field*; the list of *make_list*, made when first needed, clears *beside*."""
        super().__init__()
        self._lookup = lookup
        self._worker = worker
        self._search = search
        self._field = field
        self._make_list = make_list
        self._beside = beside
        self._list: CompletionList | None = None
        self._on = on
        self._typed = False
        self._generation = 0
        field.textEdited.connect(self._on_edited)
        field.textChanged.connect(self._on_changed)
        field.completed.connect(self._on_completed)
        field.completion_stepped.connect(self._on_stepped)
        for elsewhere in (field.busy_elsewhere, field.stepped, field.paged, field.opened):
            elsewhere.connect(self.hide)

    @property
    def on(self) -> bool:
        """Whether completions are offered."""
        return self._on

    def switch(self, on: bool) -> None:
        """Offer completions from now on, or none."""
        self._on = on
        self.hide()

    @property
    def offered(self) -> tuple[Completion, ...]:
        """What is listed now."""
        shown = self._list is not None and not self._list.isHidden()
        return self._list.completions if shown and self._list is not None else ()

    def hide(self) -> None:
        """Take the completions away, and drop those still under way."""
        self._generation += 1
        self._field.offer("")
        if self._list is not None:
            self._list.hide()

    def close(self) -> None:
        """Want no answer any more."""
        self._generation += 1

    # What is typed ------------------------------------------------------------------------

    def _on_edited(self, _text: str) -> None:
        self._typed = True  # the change itself is told of next, to the search first

    def _on_changed(self, text: str) -> None:
        typed, self._typed = self._typed, False
        if not typed or not self._on or not text.strip() or not self._field.at_end:
            self.hide()
            return
        self._generation += 1
        still = tuple(one for one in self.offered if _goes_on(one, text))
        if still:
            self._show(still)
        else:
            self.hide()
        self._search.when_answered(lambda: self._ask(text))

    def _on_completed(self) -> None:
        """Go on after a completion was taken: with the values of a filter, or a next word."""
        self.hide()
        text = self._field.text()
        if not text.endswith((":", " ")):
            self._field.insert(" ")
            text = self._field.text()
        self._search.when_answered(lambda: self._ask(text))

    def _on_stepped(self, by: int) -> None:
        if self._list is not None:
            self._list.mark(by)

    def _on_chosen(self, text: str) -> None:
        self._field.put(text)
        self._on_completed()

    # What is offered ----------------------------------------------------------------------

    def _ask(self, text: str) -> None:
        if text != self._field.text() or not self._on:
            return
        self._generation += 1
        generation = self._generation
        code_sets, on = self._search.code_sets, self._search.on

        def complete() -> tuple[Completion, ...]:
            if generation != self._generation:
                raise Cancelled
            return self._lookup.complete(text, code_sets=code_sets, on=on, limit=_OFFERED)

        self._worker.submit(
            complete, lambda found: self._on_found(generation, found), self._on_fault
        )

    def _on_found(self, generation: int, found: tuple[Completion, ...]) -> None:
        if generation != self._generation or not self._field.hasFocus():
            return
        if not self._field.word_begun:
            found = tuple(one for one in found if one.hits != 1)  # nothing is left to narrow
        if found:
            self._show(found)
        else:
            self.hide()

    def _on_fault(self, fault: Exception) -> None:
        # The search has asked the same releases and tells the person what is wrong with them.
        if not isinstance(fault, Cancelled):
            LOG.warning("Completing a search: %s", fault)

    def _show(self, completions: tuple[Completion, ...]) -> None:
        if self._list is None:
            self._list = self._make_list()
            self._list.chosen.connect(self._on_chosen)
            self._list.marked.connect(self._field.offer)
        self._list.show_below(completions, self._field, self._beside)
        self._field.offer(completions[0].text)


def _goes_on(completion: Completion, text: str) -> bool:
    """Whether *completion* still goes on from *text*."""
    whole = completion.text.casefold()
    return whole.startswith(text.casefold()) and len(whole.strip()) > len(text.strip())

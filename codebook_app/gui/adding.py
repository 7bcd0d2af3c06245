"""From a hit or a line of the book into the encounter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.code import Code
from codebook_app.domain.search import Hit, HitKind
from codebook_app.errors import KnownError
from codebook_app.gui.code_finder import CodeFinder
from codebook_app.gui.models.hits import level_word
from codebook_app.gui.panels.book_area import BookArea
from codebook_app.gui.panels.book_columns import FIRST, SECOND
from codebook_app.gui.panels.encounter import EncounterPanel
from codebook_app.gui.panels.search_field import SearchField
from codebook_app.gui.panes import PaneRound
from codebook_app.gui.places import ICF, PROCEDURES, Place, tabular_place
from codebook_app.gui.reading import Reading

_NO_LINE = "is appended to a procedure's code and cannot be a line of its own"


class Adding(QObject):
    """Adds what the person is looking at, and leaves undo within reach of the search field.

    Nothing is added from an index or a table alone: what they lead to is opened to be checked. A
    modifier is no line, and neither is a heading.
    """

    said = Signal(str)
    """One line for the status bar."""
    went_wrong = Signal(object, str)
    """A fault that needs a dialog, and what was being done."""

    def __init__(
        self,
        *,
        reading: Reading,
        finder: CodeFinder,
        panes: PaneRound,
        field: SearchField,
        area: BookArea,
        encounter: EncounterPanel,
    ) -> None:
        super().__init__()
        self._reading = reading
        self._finder = finder
        self._field = field
        self._area = area
        self._encounter = encounter
        self._from_book = False
        panes.entered.connect(self._on_entered)
        area.add_requested.connect(self.add)
        finder.failed.connect(self._on_not_found)

    def add_current(self) -> None:
        """Add the code in focus in the book, or the current hit, whichever was used last."""
        if self._from_book and self._area.current.has_something_to_add:
            self._area.current.add_current()
        else:
            self._field.selectAll()  # the next term is typed over this one
            self._reading.use_current_hit(self._add_hit)

    def add(self, code: str, code_set: str = "") -> None:
        """Add *code* of *code_set*, or of the first that has it, to the encounter."""
        self._field.leave_undo()
        self._finder.find(code, self._add_found, code_set)

    def change(self, change: Callable[[], object]) -> None:
        """Make a *change* to the encounter; undo then means this one."""
        self._field.leave_undo()
        change()

    def _add_hit(self, hit: Hit) -> None:
        if hit.kind is HitKind.NOTE:
            self.add(hit.code, hit.code_set)
        elif hit.kind is not HitKind.CODE:
            self._reading.navigator.open(tabular_place(hit))
            self.said.emit(
                f"Never code from the index alone: check {hit.code} here, with its notes; "
                "Ctrl+Enter then adds it."
                if hit.code
                else "The index refers to another term here; it has no code of its own."
            )
        elif level := level_word(hit):
            self.said.emit(f"{level} {hit.code} is no code to report; open it to choose one.")
        else:
            self.add(as_typed(self._reading.search.text, hit.code, hit.code_set), hit.code_set)

    def _add_found(self, code: Code) -> None:
        if code.level.endswith("modifier"):
            self.said.emit(f"{code.code} is a modifier: it {_NO_LINE}.")
        elif code.heading:
            level = code.level[:1].upper() + code.level[1:]
            self.said.emit(f"{level} {code.code} is no code to report; open it to choose one.")
        elif code.code_set == PROCEDURES and not code.billable:
            self._reading.navigator.open(Place(PROCEDURES, code.code))
            self.said.emit(
                f"{code.code} is the table of a code: pick the rest of it here; Ctrl+Enter then"
                " adds it."
            )
        else:
            self._encounter.add(code)

    def _on_entered(self, name: str) -> None:
        if name != "Encounter":
            self._from_book = name in {FIRST, SECOND}

    def _on_not_found(self, code: str, fault: Exception) -> None:
        if isinstance(fault, KnownError):
            self.said.emit(str(fault))
        else:
            self.went_wrong.emit(fault, f"looking up {code}")


def as_typed(typed: str, code: str, code_set: str) -> str:
    """Return what was *typed* where it is *code* with its ICF qualifiers, else *code*."""
    text = "".join(typed.split())
    qualifies = code_set == ICF and text.lower().startswith((f"{code}.", f"{code}+"))
    return text if qualifies else code

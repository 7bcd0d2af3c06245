"""Which books were open, kept between starts."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.gui.found_titles import NO_TITLE, FoundTitle
from codebook_app.settings import Settings

_COLUMNS = ("left", "right")
_PARTS = 5


@dataclass(frozen=True, slots=True)
class KeptTab:
    """A tab: the text of its place, and what it was called."""

    place: str
    title: FoundTitle = NO_TITLE


@dataclass(frozen=True, slots=True)
class KeptColumn:
    """The tabs of a column, at least one, and which of them was in *front*."""

    tabs: tuple[KeptTab, ...]
    front: int = 0


@dataclass(frozen=True, slots=True)
class KeptBooks:
    """One or two columns, which of them had the focus, and how wide they were in pixels."""

    columns: tuple[KeptColumn, ...]
    active: int = 0
    sizes: tuple[int, ...] = ()

    @property
    def place(self) -> str:
        """The place in front of the column that had the focus."""
        column = self.columns[self.active]
        return column.tabs[column.front].place

    @classmethod
    def read(cls, settings: Settings) -> KeptBooks:
        """Return what :meth:`write` kept; whatever the settings hold, it can be opened."""
        fronts = settings.numbers("book.fronts")
        columns = []
        for at, name in enumerate(_COLUMNS):
            tabs = tuple(map(_tab, settings.texts(f"book.{name}")))
            front = fronts[at] if at < len(fronts) else 0
            if tabs:
                columns.append(KeptColumn(tabs, min(max(front, 0), len(tabs) - 1)))
        if not columns:  # as the versions before tabs kept it, or the first start
            return cls((KeptColumn((KeptTab(settings.text("book.place")),)),))
        active = min(max(round(settings.number("book.active", 0)), 0), len(columns) - 1)
        sizes = settings.numbers("book.columns")
        return cls(tuple(columns), active, sizes)

    def write(self, settings: Settings) -> None:
        """Note it all in *settings*."""
        for at, name in enumerate(_COLUMNS):
            tabs = self.columns[at].tabs if at < len(self.columns) else ()
            settings.put(f"book.{name}", tuple(map(_line, tabs)))
        settings.put("book.fronts", tuple(column.front for column in self.columns))
        settings.put("book.active", self.active)
        settings.put("book.columns", self.sizes)
        settings.put("book.place", self.place)


def _line(tab: KeptTab) -> str:
    title = tab.title
    parts = (tab.place, title.code, title.title, title.book, title.badge)
    return "\t".join(" ".join(part.split()) for part in parts)


def _tab(line: str) -> KeptTab:
    place, *parts = line.split("\t")
    if len(parts) != _PARTS - 1:
        return KeptTab(place)
    return KeptTab(place, FoundTitle(*parts))

"""Whether what is installed is what is in force on the date, and what of the encounter changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from codebook_app.errors import KnownError
from codebook_app.gui.code_set_names import FIRST, code_set_title, in_shown_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codebook_app.domain.encounter import Encounter
    from codebook_app.domain.validity import CodeValidity, Currency
    from codebook_app.gui.jobs import Worker
    from codebook_app.services.releases import Releases
    from codebook_app.services.validity import Validity

_REST_MILLISECONDS = 250
_SOURCE = re.compile(r" \((?:[^()]|\([^()]*\))*\)$")


@dataclass(frozen=True, slots=True)
class CurrencyNews:
    """Which installed releases are not the newest in force on *day*.

    *codes* are those of the open encounter that the newer release changed. Empty where all is well.
    """

    day: date
    currencies: tuple[Currency, ...] = ()
    codes: tuple[CodeValidity, ...] = ()


class CurrencyWatch(QObject):
    """Asks on a worker, once dates, releases and the encounter have come to rest.

    Diagnoses are watched always, any other code set while the encounter or the search is on it:
    nobody who codes visits to the office wants to hear of procedures of the hospital.
    """

    told = Signal(object)
    """The :class:`CurrencyNews` of the date, at every change of it."""
    failed = Signal(object)
    """A fault that is none of the world's."""

    def __init__(self, validity: Validity, releases: Releases, worker: Worker) -> None:
        super().__init__()
        self._validity = validity
        self._releases = releases
        self._worker = worker
        self._on: date | None = None
        self._code_set = ""
        self._codes: tuple[tuple[str, str], ...] = ()
        self._generation = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MILLISECONDS)
        self._rest.timeout.connect(self._ask)

    def show_encounter(self, encounter: Encounter | None) -> None:
        """Watch the date and the codes of another encounter, or of none."""
        on = encounter.date_of_service if encounter else None
        lines = encounter.lines if encounter else ()
        codes = tuple((line.code_set, line.code) for line in lines)
        if (on, codes) != (self._on, self._codes):
            self._on, self._codes = on, codes
            self.refresh()

    def set_code_set(self, code_set: str) -> None:
        """Watch the code set that is searched too."""
        if code_set != self._code_set:
            self._code_set = code_set
            self.refresh()

    def refresh(self) -> None:
        """Ask again soon: a release has come or gone."""
        self._generation += 1
        self._rest.start()

    def _ask(self) -> None:
        on, codes, generation = self._on, self._codes, self._generation
        also = {FIRST, self._code_set}

        def answer(news: CurrencyNews | None) -> None:
            if news is not None and generation == self._generation:
                self.told.emit(news)

        self._worker.submit(
            lambda: self._news(on, codes, also) if generation == self._generation else None,
            answer,
            self._fail,
        )

    def _news(
        self, on: date | None, codes: Sequence[tuple[str, str]], also: set[str]
    ) -> CurrencyNews:
        there = {one.code_set for one in self._releases.installed() if one.confirmed}
        used = {code_set for code_set, _ in codes}
        # What the encounter is coded with comes first.
        names = (*in_shown_order(there & used), *in_shown_order(there & (also - used)))
        asked = [self._validity.currency(name, on) for name in names]
        currencies = tuple(one for one in asked if one is not None)
        day = currencies[0].day if currencies else on or date.today()
        changed: list[CodeValidity] = []
        for currency in currencies:
            own = [code for code_set, code in codes if code_set == currency.code_set]
            if own:
                changed.extend(self._validity.of_codes(currency.code_set, own, day))
        return CurrencyNews(day, currencies, tuple(changed))

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, KnownError):  # a release gone meanwhile is told of elsewhere
            self.failed.emit(fault)


def code_word(validity: CodeValidity) -> str:
    """Return what became of a code, in a few words."""
    day = validity.day_of_change.isoformat() if validity.day_of_change else ""
    instead = f", now {', '.join(validity.successors)}" if validity.successors else ""
    match validity.state:
        case "deleted":
            return f"{validity.code} was valid until {day}{instead}"
        case "not yet":
            return f"{validity.code} is valid from {day} on"
        case "unknown":
            return f"{validity.code} is on no list"
        case _:
            return f"{validity.code} is valid, but not in the installed release"


def _headline(currency: Currency) -> str:
    """Return the word on *currency* without its source, which the details name."""
    word = _SOURCE.sub("", currency.word.rstrip(". "))
    title = code_set_title(currency.code_set)
    return f"{word}." if title in word else f"{title}: {word}."


def short_line(news: CurrencyNews) -> str:
    """Return which release is in force and which installed, in a few words; empty for no news."""
    if not news.currencies:
        return ""
    first = news.currencies[0]
    title = code_set_title(first.code_set)
    return f"{title} {first.in_force} is in force, {first.installed} is installed."


def news_line(news: CurrencyNews) -> str:
    """Return the news in one or two sentences, the encounter's own codes first."""
    words = [_headline(currency) for currency in news.currencies[:1]]
    if news.codes:
        shown = "; ".join(code_word(one) for one in news.codes[:2])
        more = f"; and {len(news.codes) - 2} more" if len(news.codes) > 2 else ""
        words.append(f"In this encounter {shown}{more}.")
    return " ".join(words)

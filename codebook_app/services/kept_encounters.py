"""The shelf of encounters and templates: begun, found, put away, brought back, told of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from codebook_app.domain.audit import KeptList
from codebook_app.domain.encounter import (
    Encounter,
    EncounterLine,
    EncounterSummary,
    Kind,
    Setting,
)
from codebook_app.domain.encounter_log import Log
from codebook_app.errors import KnownError
from codebook_app.services.line_edits import fresh

if TYPE_CHECKING:
    from codebook_app.store.user_db import UserDb

MOST_LINES = 500
LONGEST_LABEL = 200
SHORTEST_ID = 4
SHOWN_ID = 8
"""How much of an id a list for the eye shows: it is enough to name one."""


class KeptEncounters:
    """The person's encounters and templates, kept in *user_db* (a path or an SQLAlchemy URL)."""

    def __init__(self, user_db: Path | str) -> None:
        self._user_db = user_db
        self._opened: UserDb | None = None

    @property
    def _db(self) -> UserDb:
        if self._opened is None:
            from codebook_app.store.user_db import UserDb  # late: see releases.py

            self._opened = UserDb(self._user_db)
        return self._opened

    def found(
        self,
        text: str = "",
        limit: int = 200,
        *,
        kind: Kind | None = None,
        archived: bool = False,
        favourites: bool = False,
        on: date | tuple[date, date] | None = None,
    ) -> tuple[EncounterSummary, ...]:
        """Return the encounters that answer every word of *text*, the newest change first.

        A word answers where the label holds it, in any case, where a code begins with it, with or
        without its dot, or where it is a date (2026-11-03, 11/3/2026) or month (2026-11) of the
        service or stay. *kind* asks for encounters or templates alone, *archived* for what was put
        away instead of what was not, *favourites* for these alone, *on* for a day of the service
        or stay, or for a stretch of days from its first to its last.
        """
        days = on if on is None or isinstance(on, tuple) else (on, on)
        return self._db.found(
            text.split(), limit, kind=kind, archived=archived, favourites=favourites, days=days
        )

    def named(self, text: str) -> EncounterSummary:
        """Return the encounter or template whose id *text* is or begins, or whose label it is.

        An id may be cut to four characters; archived and deleted ones are found too, and the codes
        are left out. :class:`KnownError` where there is none or there are several.
        """
        text = " ".join(text.split())
        found = self._db.named(text, SHORTEST_ID) if text else ()
        if not found:
            raise KnownError(
                f"No encounter is called “{text}”.", "See: codebook encounters, for their ids."
            )
        if len(found) > 1:
            ids = ", ".join(one.id[:SHOWN_ID] for one in found[:5])
            raise KnownError(
                f"{len(found)} encounters are called “{text}”.", f"Give the id of one: {ids}."
            )
        return found[0]

    def deleted(self, text: str = "", limit: int = 200) -> tuple[EncounterSummary, ...]:
        """Return the deleted encounters that answer *text*, the newest change first.

        They wait for :meth:`restore`; see :meth:`found` for how a text is answered.
        """
        return self._db.found(text.split(), limit, deleted=True)

    def latest(self) -> Encounter | None:
        """Return the encounter changed last, or None where there is none.

        Templates and archived encounters do not count.
        """
        return self._db.latest()

    def open(self, encounter_id: str) -> Encounter:
        """Return the encounter or template as it stands now, an archived one too."""
        return self._db.open(encounter_id)

    def create(
        self,
        label: str = "",
        setting: Setting = Setting.OUTPATIENT,
        date_of_service: date | None = None,
        kind: Kind = Kind.ENCOUNTER,
        *,
        poa_exempt_hospital: bool = False,
    ) -> Encounter:
        """Begin an encounter; without a label it is numbered ("Encounter 15").

        A template has no date: :class:`KnownError` where one is given.
        """
        if kind is Kind.TEMPLATE and date_of_service is not None:
            raise no_patient()
        begun = replace(
            _BLANK,
            setting=setting,
            date_of_service=date_of_service,
            kind=kind,
            poa_exempt_hospital=poa_exempt_hospital,
        )
        return self._keep(begun, label, "begin")

    def take_in(self, encounter: Encounter, label: str = "") -> Encounter:
        """Keep an encounter that was read from a file or a list; it gets an id and lines' ids."""
        return self._keep(encounter, label or encounter.label, "take in")

    def duplicate(self, encounter: Encounter, label: str = "") -> Encounter:
        """Keep a copy with everything that is on it, overrides too, but no undo and no log of old.

        Without a label it has the old one with "(copy)". The copy is no favourite, nor archived.
        """
        label = label or f"{encounter.label[: LONGEST_LABEL - 7]} (copy)"
        return self._keep(encounter, label, f"duplicate of “{encounter.label}” ({encounter.id})")

    def keep_as_template(self, encounter: Encounter, label: str) -> Encounter:
        """Keep a template with the lines of *encounter*, to begin others from.

        Codes, roles, modifiers, pointers, units, charges and revenue codes stay. What is the one
        patient's or stay's goes: dates, age, sex, discharge status, POA, and overrides with their
        reasons. Raises :class:`KnownError` without a label.
        """
        if not one_line(label):
            raise KnownError("A template needs a label.", "Type what it is for.")
        template = replace(_without_patient(encounter), kind=Kind.TEMPLATE)
        return self._keep(template, label, f"template of “{encounter.label}” ({encounter.id})")

    def begin_from(
        self, template: Encounter, date_of_service: date | None = None, label: str = ""
    ) -> Encounter:
        """Begin an encounter with the lines of a template, by default under the same label.

        The lines keep release and title as the template has them: checks and re-audit say what
        has been deleted since.
        """
        begun = replace(
            _without_patient(template), kind=Kind.ENCOUNTER, date_of_service=date_of_service
        )
        word = f"begin from “{template.label}” ({template.id})"
        return self._keep(begun, label or template.label, word)

    def set_favourite(self, encounter: Encounter, favourite: bool) -> Encounter:
        """Mark as a favourite, or no longer. No step of undo, and no newer change to sort by."""
        return self._db.set_favourite(encounter, favourite)

    def archive(self, encounter: Encounter) -> Encounter:
        """Put the encounter away: it is found among the archived ones only. No step of undo."""
        return self._db.set_archived(encounter, True)

    def unarchive(self, encounter: Encounter) -> Encounter:
        """Bring an archived encounter back to the others."""
        return self._db.set_archived(encounter, False)

    def delete(self, encounter: Encounter) -> None:
        """Take the encounter off the list of encounters; :meth:`restore` brings it back whole."""
        self._db.delete(encounter)

    def restore(self, encounter_id: str) -> Encounter:
        """Bring a deleted encounter back with its lines, overrides and undo."""
        return self._db.restore(encounter_id)

    def log(self, encounter_id: str) -> Log:
        """Return everything that was ever done to an encounter, a deleted one too.

        :attr:`Log.faults` say where the log, or the encounter, was changed outside Codebook.
        """
        return self._db.log(encounter_id)

    def log_text(self, log: Log, form: Literal["csv", "json", "text"]) -> str:
        """Return *log* as a file holds it: a table, a document with its hashes, or to be read."""
        from codebook_app.exchange import encounter_log  # late: few sessions export one

        return {
            "csv": encounter_log.log_csv,
            "json": encounter_log.log_json,
            "text": encounter_log.log_words,
        }[form](log)

    def kept_lists(self) -> Iterator[tuple[KeptList, ...]]:
        """Yield the codes of all encounters and templates in use, portion by portion.

        For the re-audit, which lets edits pass in between.
        """
        return self._db.kept_lists()

    def close(self) -> None:
        """Close the database."""
        if self._opened is not None:
            self._opened.close()

    def _keep(self, encounter: Encounter, label: str, word: str) -> Encounter:
        room_for((), len(encounter.lines))
        kept = replace(
            encounter,
            label=one_line(label),
            lines=fresh(encounter.lines),
            favourite=False,
            archived_at=None,
        )
        return self._db.keep(kept, kept.kind.value.capitalize(), word)


def one_line(label: str) -> str:
    """Return a label as it is kept: without line breaks and of 200 characters at most."""
    return " ".join(label.split())[:LONGEST_LABEL].rstrip()


def room_for(lines: Sequence[EncounterLine], more: int) -> None:
    """Raise :class:`KnownError` where *more* lines are too many."""
    if len(lines) + more > MOST_LINES:
        raise KnownError(
            f"An encounter holds {MOST_LINES} lines at most.", "Begin another encounter for more."
        )


def no_patient() -> KnownError:
    """Return the error for what a template cannot have."""
    return KnownError(
        "A template has no patient and no dates.",
        "Begin an encounter from it, and enter them there.",
    )


def _without_patient(encounter: Encounter) -> Encounter:
    return replace(
        _BLANK,
        setting=encounter.setting,
        poa_exempt_hospital=encounter.poa_exempt_hospital,
        lines=tuple(replace(line, poa="", performed_on=None) for line in encounter.lines),
    )


_BLANK = Encounter(
    id="",
    label="",
    setting=Setting.OUTPATIENT,
    date_of_service=None,
    lines=(),
    overrides=(),
    revision=0,
    created_at=datetime.min.replace(tzinfo=UTC),
    changed_at=datetime.min.replace(tzinfo=UTC),
)

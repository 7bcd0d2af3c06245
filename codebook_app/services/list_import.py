"""Reading a list of codes out of a text or a file; what is odd is asked, and nothing is added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from codebook_app.codesets.any_workbook import (
    LARGEST_WORKBOOK,
    WORKBOOK_SUFFIXES,
    too_large,
    workbook_kind,
)
from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.domain.list_reading import (
    ENCOUNTER_FILE,
    WHOLE,
    Confidence,
    FoundCode,
    Ignored,
    ListReading,
    OddityKind,
    Part,
)
from codebook_app.errors import KnownError
from codebook_app.exchange.candidates import Candidate, Pasted, Standing, Watch, unwatched
from codebook_app.exchange.encounter_file import EncounterFile
from codebook_app.exchange.fhir_reading import is_fhir, read_fhir
from codebook_app.exchange.html_text import text_of_html
from codebook_app.exchange.json_lists import is_json, text_of_json
from codebook_app.exchange.pasted import take_apart
from codebook_app.exchange.pasted_shapes import is_icd9
from codebook_app.exchange.text_file import LARGEST, text_of
from codebook_app.services.encounters import MOST_LINES
from codebook_app.services.known_codes import CodesKnown, KnownCodes
from codebook_app.services.list_deciding import Deciding
from codebook_app.services.list_sequence import (
    SwallowedTitles,
    principal_first,
    repetitions_asked,
)
from codebook_app.services.list_sheets import sheet_text
from codebook_app.services.list_told import encounter_of, visit_chosen

LONGEST_TEXT = 1_000_000
_DECIDED_UNWATCHED = 500
_DIAGNOSES = "icd10cm"


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a reading is asked for with."""

    setting: Setting
    on: date | None
    held: Sequence[EncounterLine]
    part: Part
    watch: Watch = unwatched


class ListImport:
    """Reads texts and files; changes nothing. Safe from any thread."""

    def __init__(self, known: KnownCodes) -> None:
        self._known = known
        self._encounter_file: EncounterFile | None = None

    def read_text(
        self,
        text: str,
        setting: Setting = Setting.OUTPATIENT,
        on: date | None = None,
        held: Sequence[EncounterLine] = (),
        *,
        part: Part = WHOLE,
        watch: Watch = unwatched,
    ) -> ListReading:
        """Return the codes of *text* in their order, with what has to be asked about them.

        *held* are the lines of the encounter they are meant for: its diagnoses are asked about. Of
        a text that tells of several encounters *part* names the one to read.

        The text may be an encounter file or a whole claim: then :attr:`ListReading.encounter` is
        set. *watch* is told how far it is, and may raise to end it.

        Raises:
            KnownError: the text is too long, an encounter file with a fault, has no such part, or a
                release cannot be read.
        """
        if len(text) > LONGEST_TEXT:
            raise KnownError(
                f"The text is too long to be a list of codes (over {LONGEST_TEXT:,} characters).",
                "Take the part of it that holds the codes.",
            )
        return self._read_text(text, "The text", _Wish(setting, on, held, part, watch))

    def read_file(
        self,
        path: Path,
        setting: Setting = Setting.OUTPATIENT,
        on: date | None = None,
        held: Sequence[EncounterLine] = (),
        *,
        part: Part = WHOLE,
        watch: Watch = unwatched,
    ) -> ListReading:
        """Return the codes of a file: text, CSV or TSV in any common encoding, a workbook, JSON.

        Raises:
            KnownError: it cannot be read, is empty, too large, protected or no text, has no such
                part, or is an encounter file with a fault, with its place.
        """
        return self.read_bytes(_content(path), path.name, setting, on, held, part=part, watch=watch)

    def read_bytes(
        self,
        content: bytes,
        name: str,
        setting: Setting = Setting.OUTPATIENT,
        on: date | None = None,
        held: Sequence[EncounterLine] = (),
        *,
        part: Part = WHOLE,
        watch: Watch = unwatched,
    ) -> ListReading:
        """Return the codes of a file's *content*, as :meth:`read_file` does; *name* names it."""
        wish = _Wish(setting, on, held, part, watch)
        if _is_workbook(content, name):
            text, parts, told = sheet_text(content, name, part.sheet, LONGEST_TEXT)
            read = self._read(text, take_apart(text, watch), wish)
            of_both = replace(read.parts, sheets=parts.sheets, sheet=parts.sheet)
            return replace(read, parts=of_both, told=(*told, *read.told))
        if part.sheet:
            raise KnownError(f"{name} has no sheets.", "Only workbooks have.")
        return self._read_text(text_of(content, name), name, wish)

    def read_each(
        self,
        reading: ListReading,
        setting: Setting = Setting.OUTPATIENT,
        on: date | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[ListReading]:
        """Yield the reading of each visit that the text of *reading* tells of; one where it is one.

        Between two visits *stop* is asked whether to go on; the sheet is the one of *reading*.

        Raises:
            KnownError: as :meth:`read_text`.
        """
        if not reading.parts.visits:
            yield reading
            return
        text = reading.text
        whole = read_fhir(text, "The text") if is_fhir(text) else take_apart(text)
        for name in reading.parts.visits:
            if stop():
                return
            yield self._read(text, whole, _Wish(setting, on, (), Part(visit=name)))

    def _read_text(self, text: str, name: str, wish: _Wish) -> ListReading:
        if is_fhir(text):
            return self._read(text, read_fhir(text, name), wish)
        if is_json(text) or name.lower().endswith(".json"):
            shown = text_of_json(text)
            if shown is None:
                return self._read_encounter(text, name)
            text = shown
        text = text_of_html(text)
        return self._read(text, take_apart(text, wish.watch), wish)

    def _read(self, text: str, whole: Pasted, wish: _Wish) -> ListReading:
        pasted, visit, parts = visit_chosen(whole, wish.part.visit)
        setting, on = wish.setting, wish.on
        if visit is not None:
            setting, on = visit.setting or setting, visit.date_of_service or on
        known = self._known.known(*_asked(pasted.candidates), on)
        deciding = Deciding(known, setting)
        codes: list[tuple[FoundCode, Candidate]] = []
        ignored = [Ignored(one.start, one.end, one.written, one.reason) for one in pasted.passed]
        until = 0
        titles = SwallowedTitles(text)
        for number, candidate in enumerate(pasted.candidates):
            if number % _DECIDED_UNWATCHED == 0:
                wish.watch(len(text), len(text))
            if candidate.start < until and pasted.shape == "text":
                continue
            if candidate.standing < Standing.STATED and titles.holds(candidate):
                ignored.append(
                    Ignored(
                        candidate.start,
                        candidate.end,
                        candidate.written,
                        f"named in the title of {titles.code}",
                    )
                )
                continue
            decided = deciding.decide(candidate)
            until = max(until, decided.until)
            if isinstance(decided.found, Ignored):
                ignored.append(decided.found)
            else:
                found = decided.found
                if found.end > candidate.end:
                    found = replace(found, written=text[found.start : found.end])
                codes.append((found, candidate))
                titles.begin(found)
        codes = repetitions_asked(codes, wish.held)
        codes, told = principal_first(codes)
        read = tuple(one for one, _ in codes)
        return ListReading(
            text,
            pasted.shape,
            read,
            tuple(sorted(ignored, key=lambda one: one.start)),
            (*pasted.told, *told, *_said_of_icd9(read, ignored), *_said_of_length(read)),
            None
            if visit is None
            else encounter_of(visit, pasted.visit_word, _lines_of(read), setting, on),
            parts,
        )

    def _read_encounter(self, text: str, name: str) -> ListReading:
        if self._encounter_file is None:
            self._encounter_file = EncounterFile()
        read = self._encounter_file.read(text, name, datetime.now(UTC))
        keys = [(line.code_set, line.code) for line in read.lines]
        known = self._known.known(keys, (), read.date_of_service)
        lines = tuple(_with_title(line, known) for line in read.lines)
        encounter: Encounter = replace(read, lines=lines)
        codes = tuple(
            FoundCode(0, 0, line.code, line, Confidence.CERTAIN, remark=_remark(line, known))
            for line in lines
        )
        return ListReading(
            text, ENCOUNTER_FILE, codes, told=_said_of_length(codes), encounter=encounter
        )


def _said_of_icd9(codes: Sequence[FoundCode], ignored: Sequence[Ignored]) -> tuple[str, ...]:
    asked = sum(
        one.oddity is not None and one.oddity.kind is OddityKind.UNKNOWN and is_icd9(one.written)
        for one in codes
    )
    passed = sum("ICD-9-CM" in one.reason for one in ignored)
    if not passed and asked < 2:
        return ()
    said = "1 code has" if asked + passed == 1 else f"{asked + passed} codes have"
    return (f"{said} the shape of ICD-9-CM, which claims took to 2015-09-30 only.",)


def _lines_of(codes: Sequence[FoundCode]) -> list[EncounterLine]:
    return [one.line for one in codes if one.line is not None]


def _is_workbook(content: bytes, name: str) -> bool:
    """Whether a file is a workbook, or a broken one by its name and first bytes."""
    if workbook_kind(content):
        return True
    return name.lower().endswith(WORKBOOK_SUFFIXES) and content.startswith((b"PK", b"\xd0\xcf"))


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise KnownError(f"{path.name} is a folder.", "Choose a file with codes.")
        workbook = path.suffix.lower() in WORKBOOK_SUFFIXES
        if workbook and path.stat().st_size > LARGEST_WORKBOOK:
            raise too_large(path.name)
        if not workbook and path.stat().st_size > LARGEST:
            raise KnownError(
                f"{path.name} is too large to be a list of codes (over {LARGEST:,} bytes).",
                "Official files are imported with “Import files…”.",
            )
        return path.read_bytes()
    except OSError as fault:
        raise KnownError(
            f"{path} cannot be read: {fault.strerror or fault}.", "Check the path."
        ) from fault


def _asked(
    candidates: Sequence[Candidate],
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the codes to look up, and those worth looking for neighbours of."""
    codes, near = [], []
    for candidate in candidates:
        for one in candidate.spellings:
            codes.append((one.code_set, one.code))
            if one.code_set == "icf":
                codes.append((one.code_set, one.code.partition(".")[0]))
            serious = candidate.standing >= Standing.LISTED or "." in candidate.written
            if not one.how and serious and one.code_set != "cpt":
                near.append((one.code_set, one.code))
    return codes, near


def _said_of_length(codes: Sequence[FoundCode]) -> tuple[str, ...]:
    count = sum(one.line is not None for one in codes)
    if count <= MOST_LINES:
        return ()
    return (f"{count} codes were found; an encounter holds {MOST_LINES} at most.",)


def _with_title(line: EncounterLine, known: CodesKnown) -> EncounterLine:
    held = known.line(line.code_set, line.code)
    if held is None or line.title:
        return line
    return replace(line, release=line.release or held.release, title=held.title, code=held.code)


def _remark(line: EncounterLine, known: CodesKnown) -> str:
    held = known.line(line.code_set, line.code)
    if held is None and known.is_installed(line.code_set):
        return f"in no line of {known.releases[line.code_set].release}"
    if held is not None and not held.billable:
        return "takes more characters"
    return ""

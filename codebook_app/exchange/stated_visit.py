"""What a note says of its visit under labels: its days, birth date, age, sex and discharge status.

Only what is labelled without doubt is read: "Admit date: 06/01/2025", "66 y/o F". Names and numbers
of patients are never.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from codebook_app.domain.discharge import DISCHARGE_STATUSES
from codebook_app.domain.encounter import OLDEST_AGE, Setting
from codebook_app.exchange.candidates import Visit
from codebook_app.exchange.pasted_lines import masked

_HEAD = 20
"""In how many lines with words a patient, or a day without "date" or a colon, is looked for."""
_BEGIN = re.compile(r"[\s\-*•·>#]*")
_BETWEEN = re.compile(r"[\s,;|·.\-]*")
_NEXT = re.compile(r"[;|\t]\s*|(?<![.\s]) {2,}")
_SAID = r"\s*[:=]?\s*(?=\S)"
_COLON = r"\s*[:=]\s*(?=\S)"


def _label(words: str, said: str = _SAID) -> re.Pattern[str]:
    return re.compile(rf"(?:{words}){said}", re.IGNORECASE)


_ADMITTED = "admitted", "admission date"
_DISCHARGED = "discharged", "discharge date"
_SERVED = "served", "date of service"
_BORN = "born", "birth date"
_DAYS = (
    (_ADMITTED, _label(r"(?:admit|admission|admitted)\s+date|date\s+(?:of\s+admission|admitted)")),
    (_ADMITTED, _label(r"admitted(?:\s+on)?|admission|admit", _COLON)),
    (_DISCHARGED, _label(r"(?:discharge|discharged|d/c|dc)\s+date")),
    (_DISCHARGED, _label(r"date\s+(?:of\s+discharge|discharged)")),
    (_DISCHARGED, _label(r"discharged(?:\s+on)?|discharge|d/c", _COLON)),
    (_SERVED, _label(r"dos|date\s+of\s+service|service\s+date|visit\s+date|date\s+of\s+visit")),
)
_DAYS_OF_HEAD = (
    (_ADMITTED, _label(r"admitted(?:\s+on)?")),
    (_DISCHARGED, _label(r"discharged(?:\s+on)?")),
    (_BORN, _label(r"dob|d\.o\.b\.|date\s+of\s+birth|birth\s?date")),
)
_DATELIKE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?![\d/])")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/]\d{1,2}[-/]\d{2}")
_RANGE = re.compile(r"\s*(?:-|to\b|through\b|thru\b)\s*\d")
_AGE = re.compile(
    r"age\s*[:=]?\s*(\d{1,3})\s*(?:(y|yr|yrs|years?|y/?o|m|mo|mos|months?|w|wks?|weeks?|d|days?)"
    r"(?:[\s-]old)?\b\.?)?(?![\w./-])",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"(?:(?:(?:the|this)\s+)?(?:patient|pt)\.?\s*(?:is\s+|:\s*)?|this\s+is\s+)?(?:an?\s+)?"
    r"(\d{1,3})\s?-?(?:y/o|yo|y\.o\.|years?[\s-]old)\s*,?\s*"
    r"(?:(?:\w+\s+)?(f|m|female|male|woman|man)(?![\w/]))?",
    re.IGNORECASE,
)
_SEX = re.compile(r"(?:sex|gender)\s*[:=]\s*(female|male|unknown|f|m|u)(?![\w/-])", re.IGNORECASE)
_STATUS = _label(
    r"(?:(?:patient\s+)?discharge\s+|d/c\s+)?disposition|(?:patient\s+)?discharge\s+status"
)
_TO = _label(r"discharged\s+(?:to|home(?=\s*(?:$|[.;|,]|with\b)))", r"\s*:?\s*")
_DIGITS = re.compile(r"(\d\d)(?=\s*(?:$|[-:(,;|.]\s*(?:$|\D)))")
_WORDS = re.compile(r"[A-Za-z][A-Za-z '/-]*")
_FILLING = re.compile(r"^(?:discharged\s+|transferred\s+)?(?:to\s+)?(?:an?\s+|the\s+)?")
_SENT = {
    "01": ("home", "home or self care", "home/self care", "home self care", "routine home"),
    "02": ("short-term hospital", "short term hospital", "acute care hospital"),
    "03": ("snf", "skilled nursing facility", "skilled nursing facility snf"),
    "04": ("icf", "intermediate care facility"),
    "06": (
        "home health",
        "home health care",
        "home with home health",
        "home with home health care",
        "home with home health services",
    ),
    "07": ("ama", "left ama", "against medical advice", "left against medical advice"),
    "20": ("expired", "died", "deceased"),
    "50": ("home hospice", "hospice at home", "home with hospice", "hospice home"),
    "51": ("hospice facility", "inpatient hospice", "hospice medical facility"),
    "62": (
        "irf",
        "inpatient rehab",
        "inpatient rehabilitation",
        "inpatient rehabilitation facility",
    ),
    "63": ("ltch", "ltac", "ltach", "long-term care hospital", "long term acute care hospital"),
    "65": ("psychiatric hospital", "inpatient psychiatric hospital"),
    "66": ("critical access hospital", "cah"),
}
_CODE_OF = {words: status for status, every in _SENT.items() for words in every}


def stated_visit(
    text: str, code_places: Collection[int] = ()
) -> tuple[Visit | None, tuple[str, ...]]:
    """Return the visit that *text* states, None for none, and sentences about what was not taken.

    The day of a line with codes is these codes' and no date of service; *code_places* are where
    codes stand in *text*.
    """
    found = _Found()
    worded, at = 0, 0
    for line in text.split("\n"):
        worded += bool(line.strip())
        if line.strip():
            coded = any(at <= place < at + len(line) for place in code_places)
            _Line(line, found, head=worded <= _HEAD, coded=coded).read()
        at += len(line) + 1
    return found.visit(), tuple(found.told)


class _Found:
    """What has been found so far, by the field it fills; what is said twice has to agree."""

    def __init__(self) -> None:
        self._values: dict[str, list[object]] = {}
        self._words: dict[str, str] = {}
        self.told: list[str] = []

    def put(self, field: str, words: str, value: object) -> None:
        """Keep what a label says of *field*, which *words* name."""
        values = self._values.setdefault(field, [])
        if value not in values:
            values.append(value)
        self._words[field] = words

    def visit(self) -> Visit | None:
        """Return all that fits together."""
        one: dict[str, object] = {}
        for field, values in self._values.items():
            sure = field.removesuffix("?")
            if field != sure and sure in self._values:
                continue  # a label with "date" or a colon goes before a word in a sentence
            if len(values) == 1:
                one[sure] = values[0]
            else:
                self.told.append(f"The text has more than one {self._words[field]}: none is taken.")
        admitted, left = _day(one, "admitted"), _day(one, "discharged")
        if admitted is not None and left is not None and left < admitted:
            self.told.append(
                f"The discharge {left} lies before the admission {admitted}: neither is taken."
            )
            admitted = left = None
        born, age, sex = _day(one, "born"), one.get("age"), one.get("sex")
        status = one.get("status")
        served = left or _day(one, "served")
        first = min((day for day in (admitted, served) if day is not None), default=None)
        if born is not None and first is not None and not 0 <= first.year - born.year <= OLDEST_AGE:
            self.told.append(f"The birth date {born} does not go with {first}: it is not taken.")
            born = None
        elif born is not None and first is not None and born > first:
            self.told.append(f"The birth date {born} lies after {first}: it is not taken.")
            born = None
        visit = Visit(
            "",
            admitted_on=admitted,
            date_of_service=served,
            birth_date=born,
            sex=sex if isinstance(sex, str) else "",
            age=age if isinstance(age, int) and born is None else None,
            discharge_status=status if isinstance(status, str) else "",
        )
        if admitted is not None and left is not None and status:
            visit = replace(visit, setting=Setting.INPATIENT)
        return visit if visit.tells else None


def _day(found: dict[str, object], field: str) -> date | None:
    day = found.get(field)
    return day if isinstance(day, date) else None


class _Line:
    """One line, read from label to label; between them it goes on behind a clear division only."""

    def __init__(self, line: str, found: _Found, *, head: bool, coded: bool) -> None:
        self._line = line
        self._found = found
        self._coded = coded
        self._dates = {one.start: one for one in masked(line).dates}
        readers: list[Callable[[int], int | None]] = [self._status, self._sure_day]
        if head:
            readers += [self._day_of_head, self._age, self._old, self._sex]
        self._readers = readers

    def read(self) -> None:
        """Find all that the line states."""
        line = self._line
        place = _end(_BEGIN, line, 0)
        while place < len(line):
            behind = next(filter(None, (read(place) for read in self._readers)), None)
            if behind is not None:
                place = _end(_BETWEEN, line, max(behind, place + 1))
                continue
            division = _NEXT.search(line, place + 1)
            if division is None:
                return
            place = division.end()

    def _sure_day(self, place: int) -> int | None:
        return self._labelled_day(_DAYS, place, "")

    def _day_of_head(self, place: int) -> int | None:
        return self._labelled_day(_DAYS_OF_HEAD, place, "?")

    def _labelled_day(
        self,
        labels: tuple[tuple[tuple[str, str], re.Pattern[str]], ...],
        place: int,
        doubt: str,
    ) -> int | None:
        for (field, words), label in labels:
            said = label.match(self._line, place)
            if said is None:
                continue
            at = said.end()
            stated = self._dates.get(at)
            if stated is None:
                odd = _DATELIKE.match(self._line, at)
                if odd is None:
                    continue
                self._found.told.append(f"“{odd[0]}” is no day: no {words} is taken.")
                return odd.end()
            written = self._line[at : stated.end]
            of_codes = field == "served" and (
                self._coded or _RANGE.match(self._line, stated.end) is not None
            )
            if field == "born" and _SHORT_YEAR.fullmatch(written):
                self._found.told.append(f"The year of birth in “{written}” is not whole.")
            elif not of_codes:
                self._found.put(field + doubt, words, stated.day)
            return stated.end
        return None

    def _status(self, place: int) -> int | None:
        said = _STATUS.match(self._line, place)
        if said is not None:
            digits = _DIGITS.match(self._line, said.end())
            if digits is not None:
                if digits[1] in DISCHARGE_STATUSES:
                    self._found.put("status", "discharge status", digits[1])
                else:
                    self._found.told.append(f"“{digits[1]}” is no discharge status: none is taken.")
                return digits.end()
            return self._sent(said.end())
        said = _TO.match(self._line, place)
        if said is None:
            return None
        home = said[0].lower().find("home")
        return self._sent(said.end() if home < 0 else place + home)

    def _sent(self, place: int) -> int | None:
        words = _WORDS.match(self._line, place)
        if words is None:
            return None
        until = words.end()
        behind = self._line[until:].lstrip()
        if behind and behind[0] not in ".;|,(\t":
            return None
        plain = _FILLING.sub("", " ".join(re.split(r" {2,}", words[0])[0].lower().split()))
        status = _CODE_OF.get(plain)
        if status is None:
            return None
        self._found.put("status", "discharge status", status)
        return until

    def _age(self, place: int) -> int | None:
        said = _AGE.match(self._line, place)
        if said is None:
            return None
        per_year = {"m": 12, "w": 52, "d": 365}.get((said[2] or "y")[0].lower(), 1)
        self._put_age(int(said[1]) // per_year)
        return said.end()

    def _old(self, place: int) -> int | None:
        said = _OLD.match(self._line, place)
        if said is None:
            return None
        self._put_age(int(said[1]))
        if said[2]:
            self._found.put("sex", "sex", "F" if said[2][0] in "fFwW" else "M")
        return said.end()

    def _put_age(self, years: int) -> None:
        if years <= OLDEST_AGE:
            self._found.put("age", "age", years)
        else:
            self._found.told.append(f"{years} is no age: none is taken.")

    def _sex(self, place: int) -> int | None:
        said = _SEX.match(self._line, place)
        if said is None:
            return None
        self._found.put("sex", "sex", said[1][0].upper())
        return said.end()


def _end(pattern: re.Pattern[str], line: str, place: int) -> int:
    found = pattern.match(line, place)
    return place if found is None else found.end()

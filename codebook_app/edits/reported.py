"""Codes of other code sets than ICD-10-CM: whether they exist, and are in use on the date.

Sources: 45 CFR 162.1000 and 162.1002 (the code sets, those valid when the care is furnished); of
each code, the release it was looked up in: CMS's HCPCS list with its termination dates, the CPT
file of the person, CMS's ICD-10-PCS tables, WHO's ICF.
"""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.finding import Finding, NotChecked, Severity
from codebook_app.domain.fix import Fix, RemoveLine
from codebook_app.edits.chart import Book, Chart, OtherCode, joined

_TOLD_APART = frozenset({"59", "76", "77", "91", "XE", "XP", "XS", "XU"})
_SHAPES = {
    "icd10pcs": "seven characters of 0 to 9 and A to Z without I and O",
    "hcpcs": "a letter and four digits",
    "cpt": "five characters, the first four digits",
    "icf": "b, s, d or e with digits, and qualifiers that it takes behind a point",
}


def other_codes(chart: Chart) -> Iterator[Finding | NotChecked]:
    """Yield errors for codes that no book has, or that are not in use on the date.

    Rules ``unknown_code`` and ``not_valid_on_date``. Where the release looked up in is not the one
    in force, a code that it lacks is *not checked*; so are all where none is installed.
    """
    unlooked: dict[str, list[OtherCode]] = {}
    for one in chart.others:
        if not one.shaped:
            yield _error(
                "unknown_code",
                one,
                f"“{one.line.code}” is not shaped like a code of {one.book.title}.",
                f"{one.book.title}: {_SHAPES.get(one.book.code_set, 'its own shape')}.",
                "Correct it, or search for what was done.",
            )
        elif one.by_list:
            continue
        elif one.book.missing:
            unlooked.setdefault(one.book.missing, []).append(one)
        elif one.last_day is not None and one.last_day < chart.day:
            yield _error(
                "not_valid_on_date",
                one,
                f"{one.line.code} was in use to {one.last_day.isoformat()}; the date is"
                f" {chart.day.isoformat()}.",
                f"{one.book.release}.",
                "Choose the code in use on the date.",
            )
        elif one.first_day is not None and one.first_day > chart.day:
            yield _error(
                "not_valid_on_date",
                one,
                f"{one.line.code} is in use from {one.first_day.isoformat()} on; the date is"
                f" {chart.day.isoformat()}.",
                f"{one.book.release}.",
                "Check the date of service, or choose a code that was in use on it.",
            )
        elif one.held is None and not one.book.in_force:
            why = (
                f"not in {one.book.release}, and the release in force on {chart.day.isoformat()} is"
                " not installed."
            )
            unlooked.setdefault(why, []).append(one)
        elif one.held is None:
            yield _error(
                "unknown_code",
                one,
                f"{one.line.code} is not in {one.book.release}.",
                f"{one.book.release}.",
                "Correct it, or search for what was done.",
            )
        elif not one.held.billable and one.last_day is None and one.book.code_set != "icf":
            yield _error(
                "not_billable",
                one,
                f"{one.line.code} is no complete code of {one.book.title}.",
                f"{one.book.release}.",
                f"Choose a code that begins with {one.line.code}.",
            )
    for why, found in unlooked.items():
        codes = joined(list(dict.fromkeys(one.line.code for one in found)))
        yield NotChecked(f"{_name(found[0].book)}_codes", f"{codes}: {why}")
    yield from _old_books(chart, {id(one) for found in unlooked.values() for one in found})


def repeated_services(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for a service that stands twice for one day, told apart by nothing.

    CMS, National Correct Coding Initiative Policy Manual, chapter I (modifiers 59, XE, XP, XS, XU,
    76, 77 and 91): such a line is denied as a duplicate. Lines whose modifiers differ (left and
    right) are told apart.
    """
    seen: dict[tuple[object, ...], list[str]] = {}
    for line in chart.claim.services:
        if not _TOLD_APART.intersection(line.modifiers):
            day = line.performed_on or chart.encounter.date_of_service
            key = (line.code_set, line.code, day, frozenset(line.modifiers))
            seen.setdefault(key, []).append(line.id)
    for (_, code, _, _), ids in seen.items():
        if len(ids) > 1:
            yield Finding(
                rule="repeated_service",
                severity=Severity.WARNING,
                codes=(str(code),),
                text=f"{code} stands {len(ids)} times for one day, and nothing tells them apart.",
                source="National Correct Coding Initiative Policy Manual, chapter I: modifiers 59,"
                " X{EPSU}, 76, 77 and 91 say why a service is repeated.",
                action="Count units on one line, or give the modifier that the record supports.",
                line_ids=tuple(ids),
                fixes=(
                    Fix(
                        "Keep the first only",
                        tuple(RemoveLine(one) for one in ids[1:]),
                    ),
                ),
            )


def units(chart: Chart) -> Iterator[Finding]:
    """Yield an error for units below one.

    ASC X12N 005010X222A1 (837P) SV104 and 005010X223A2 (837I) SV205: the units of a service.
    """
    for line in chart.claim.services:
        if line.units is not None and line.units < 1:
            yield Finding(
                rule="units",
                severity=Severity.ERROR,
                codes=(line.code,),
                text=f"{line.code} has {line.units} units.",
                source="837P, loop 2400, SV104; 837I, loop 2400, SV205: service units.",
                action="Give the units, one or more.",
                line_ids=(line.id,),
            )


def _old_books(chart: Chart, unlooked: set[int]) -> Iterator[NotChecked]:
    """Yield that codes were read with a release of another time, for each such book once."""
    told: dict[str, list[str]] = {}
    for one in chart.others:
        old = not one.book.in_force and not one.book.missing and not one.by_list
        if old and one.held is not None and one.shaped and id(one) not in unlooked:
            told.setdefault(one.book.release, []).append(one.line.code)
    for release, codes in told.items():
        yield NotChecked(
            "validity",
            f"{joined(list(dict.fromkeys(codes)))}: read with {release}, which is not in force on"
            f" {chart.day.isoformat()}.",
        )


def _name(book: Book) -> str:
    return book.title.replace(" Level II", "").replace("-", "_").lower()


def _error(rule: str, one: OtherCode, text: str, source: str, action: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        codes=(one.line.code,),
        text=text,
        source=source,
        action=action,
        line_ids=(one.line.id,),
    )

"""Whether each code exists, is complete, and stands on the list once.

Sources: ICD-10-CM Official Guidelines for Coding and Reporting, sections I.A.4 (placeholder),
I.A.5 (seventh characters), I.B.2 (level of detail) and I.B.12 (a code is reported once).
"""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.code import SeventhCharacter
from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.fix import Fix, RemoveLine
from codebook_app.edits.listed import Choices, CodeList, Line, ListedCode
from codebook_app.edits.spelling import placeholders

_GUIDELINES = "ICD-10-CM Official Guidelines"


def unknown_codes(codes: CodeList) -> Iterator[Finding]:
    """Yield a finding for each code the release does not hold, with what it may be meant as.

    Rules ``placeholder`` (X missing, left over or misplaced), ``seventh_character`` (one the code
    does not take), ``not_valid_on_date`` (another installed release holds it), ``unknown_code``.
    """
    for listed in codes.codes:
        if listed.line is None:
            yield _unknown(listed, codes.release)


def incomplete_codes(codes: CodeList) -> Iterator[Finding]:
    """Yield a finding for each code that is no valid code yet, with the codes to choose from.

    Rules ``seventh_character`` where only that is missing, and ``not_billable``.
    """
    for listed in codes.codes:
        if listed.line is not None and not listed.line.code.billable:
            yield _incomplete(listed, listed.line, codes.release)


def duplicates(codes: CodeList) -> Iterator[Finding]:
    """Yield one finding for each code that stands on the list more than once."""
    places: dict[str, list[int]] = {}
    for place, listed in enumerate(codes.codes, 1):
        places.setdefault(listed.written, []).append(place)
    for code, found in places.items():
        if len(found) > 1:
            ids = tuple(one.line_id for one in codes.codes if one.written == code and one.line_id)
            yield Finding(
                rule="duplicate",
                severity=Severity.ERROR,
                codes=(code,),
                text=f"{code} stands {len(found)} times on the list: lines {_listed(found)}.",
                source=f"{_GUIDELINES}, section I.B.12: a code is reported once for an encounter.",
                action="Remove all but one.",
                line_ids=ids,
                fixes=(
                    (Fix("Keep the first only", tuple(RemoveLine(one) for one in ids[1:])),)
                    if len(ids) > 1
                    else ()
                ),
            )


def _unknown(listed: ListedCode, release: str) -> Finding:
    # The whole code in another spelling, before one that needs completing too.
    meant = sorted(listed.respelled, key=lambda line: not line.code.billable)
    if not listed.shaped and not meant:
        return _error(
            "unknown_code",
            listed,
            text=f"“{listed.written}” is not shaped like an ICD-10-CM code.",
            source=f"{_GUIDELINES}, section I.A.2: three to seven characters, a letter first.",
            action="Correct it, or search for the condition.",
        )
    if listed.elsewhere:
        there = " and ".join(listed.elsewhere)
        return _error(
            "not_valid_on_date",
            listed,
            text=f"{listed.written} is not in {release}; it is in {there}.",
            source=release,
            action="Check the date of service, or choose a code of the release in force on it.",
            completions=_offered(listed.closest),
        )
    if meant:
        return _misspelled(listed, tuple(meant), release)
    if listed.closest is not None:
        return _beyond(listed, listed.closest, release)
    return _error(
        "unknown_code",
        listed,
        text=f"{listed.written} is not in {release}.",
        source=release,
        action="Correct it, or search for the condition.",
    )


def _misspelled(listed: ListedCode, meant: tuple[Line, ...], release: str) -> Finding:
    first = meant[0].code
    complete = [line for line in meant if line.code.billable]
    rule, what, section = _misspelling(listed.undotted, first.code.replace(".", ""))
    also = "" if complete else ", which needs completing"
    return _error(
        rule,
        listed,
        text=f"{listed.written} {what}: the code is {first.code}{also}.",
        source=f"{_GUIDELINES}, section {section}; {release}.",
        action=f"Replace it by {first.code}." if complete else "Choose a complete code.",
        completions=tuple(_as_choice(line) for line in complete) or _offered(meant[0]),
    )


def _misspelling(written: str, meant: str) -> tuple[str, str, str]:
    """Return the rule, what is wrong in words, and the section of the guidelines."""
    if written == meant:
        return "unknown_code", "has its point in the wrong place", "I.A.2"
    if written.replace("X", "") != meant.replace("X", ""):
        return "unknown_code", "has letters in place of digits", "I.A.2"
    missing = placeholders(meant) - placeholders(written)
    if missing > 0:
        what = "lacks the placeholder X" if missing == 1 else f"lacks {missing} placeholders X"
    elif missing < 0:
        what = "has a placeholder X too many"
    else:
        what = "has the placeholder X in the wrong place"
    return "placeholder", what, "I.A.4 and I.A.5"


def _beyond(listed: ListedCode, closest: Line, release: str) -> Finding:
    code = closest.code.code
    choices = closest.choices
    if choices is not None and choices.seventh:
        taken = ", ".join(one.character for one in choices.offered)
        return _error(
            "seventh_character",
            listed,
            text=f"{listed.written} is not in {release}: seventh characters of {code} are {taken}.",
            source=f"Seventh characters of {code}, {release}.",
            action="Choose one of them.",
            completions=choices.offered,
            source_code=code,
        )
    if closest.code.billable:
        told, action = "is complete as it is", f"Replace it by {code}."
    else:
        told, action = "is the nearest that is there", f"Choose a code under {code}."
    return _error(
        "unknown_code",
        listed,
        text=f"{listed.written} is not in {release}; {code} {told}.",
        source=release,
        action=action,
        completions=_offered(closest),
    )


def _incomplete(listed: ListedCode, line: Line, release: str) -> Finding:
    code, choices = line.code.code, line.choices
    if choices is not None and choices.seventh:
        taken = ", ".join(one.character for one in choices.offered)
        padded = any("X" in one.code[len(code) :] for one in choices.offered)
        between = ", with the placeholder X before it" if padded else ""
        return _error(
            "seventh_character",
            listed,
            text=f"{code} needs a seventh character{between}: {taken}.",
            source=f"{_GUIDELINES}, section I.A.5; seventh characters of {code}, {release}.",
            action="Choose the seventh character.",
            completions=choices.offered,
        )
    return _error(
        "not_billable",
        listed,
        text=f"{code} is not billable{_under(choices)}.",
        source=f"{_GUIDELINES}, section I.B.2 (all characters of a code); {release}.",
        action=f"Choose a code under {code}.",
        completions=_offered(line),
    )


def _under(choices: Choices | None) -> str:
    if choices is None or not choices.offered:
        return ""
    if choices.count == 1:
        return f": the billable code under it is {choices.offered[0].code}"
    return (
        f": {choices.count:,} billable codes stand under it, "
        f"the nearest are {' and '.join(one.code for one in choices.offered[:2])}"
    )


def _offered(line: Line | None) -> tuple[SeventhCharacter, ...]:
    if line is None:
        return ()
    if line.choices is not None:
        return line.choices.offered
    return (_as_choice(line),) if line.code.billable else ()


def _as_choice(line: Line) -> SeventhCharacter:
    return SeventhCharacter(line.code.seventh_character, line.code.title, line.code.code)


def _error(
    rule: str,
    listed: ListedCode,
    *,
    text: str,
    source: str,
    action: str,
    completions: tuple[SeventhCharacter, ...] = (),
    source_code: str = "",
) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        codes=(listed.written,),
        text=text,
        source=source,
        action=action,
        line_ids=(listed.line_id,) if listed.line_id else (),
        completions=completions,
        source_code=source_code,
    )


def _listed(numbers: list[int]) -> str:
    words = [str(number) for number in numbers]
    return f"{', '.join(words[:-1])} and {words[-1]}"

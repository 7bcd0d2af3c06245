"""Notes that ask for more codes than stand on the list: information, never a fault.

Official Guidelines, sections I.A.17 (code also) and I.B.7 (use additional code).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.note import CodeReference, NoteKind
from codebook_app.edits.chart import Chart, ids_of, joined
from codebook_app.edits.code_groups import group
from codebook_app.edits.combinations import combination_code
from codebook_app.edits.companions import missing_code
from codebook_app.edits.diabetes import presumed_link
from codebook_app.edits.instructions import Instruction, instructions, shortened
from codebook_app.edits.listed import ListedCode

_RULES = {
    NoteKind.USE_ADDITIONAL_CODE: "use_additional_code",
    NoteKind.CODE_ALSO: "code_also",
}
_SHOWN = 160
_SHORT = 60
_TOBACCO = group("F17 Z57.31 Z72.0 Z77.22 Z87.891 P96.81")
_ALCOHOL = group("F10")
# What every such note says before it comes to what it asks for.
_PREAMBLE = re.compile(
    r"^(?:[^:]*?\bto (?:identify|specify):?|(?:if|where) applicable,?|:)\s*", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


@dataclass(slots=True)
class _Open:
    """An instruction nothing on the list answers, and the codes it governs."""

    asked: Instruction
    governed: list[ListedCode] = field(default_factory=list)


def prompts(chart: Chart) -> Iterator[Finding]:
    """Yield what is asked for and not on the list; what several codes inherit is told once.

    Rules ``use_additional_code`` and ``code_also``, one finding for each set of codes that is asked
    for. Notes that ask "if applicable", those of whole chapters and sections, and those that ask
    for the use of tobacco or alcohol (nearly every code of heart, lung and mouth has one) are one
    finding together, ``where_applicable``: the chart decides, and they would drown the others. A
    note that names no code is taken as answered where another diagnosis stands on the list (behind
    the code, for an additional one): which condition it means cannot be read off a code. What a
    rule of the guidelines asks for at the same code is not asked for here.
    """
    said = [
        finding
        for rule in (combination_code, missing_code, presumed_link)
        for finding in rule(chart)
    ]
    firm: dict[object, _Open] = {}
    conditional: dict[object, _Open] = {}
    for place, listed in enumerate(chart.diagnoses.codes):
        for asked in _asked_of(listed):
            if not (
                _is_answered(asked, listed, place, chart.diagnoses.codes)
                or any(_is_said(asked, listed, finding) for finding in said)
            ):
                to_chart = (
                    asked.conditional
                    or asked.kind is NoteKind.CODE_FIRST
                    or any(_is_of_habit(one) for one in asked.references)
                )
                kept = conditional if to_chart else firm
                open_one = kept.setdefault(asked.key, _Open(asked))
                if all(one.written != listed.written for one in open_one.governed):
                    open_one.governed.append(listed)
    for one in _widest(firm.values()):
        yield _firm(chart, one)
    rest = [one for one in _widest(conditional.values()) if one.asked.key not in firm]
    if rest:
        yield _where_applicable(chart, rest)


def _asked_of(listed: ListedCode) -> Iterator[Instruction]:
    if listed.line is None or not listed.line.code.billable:
        return  # first of all it is to be a code
    for kind in _RULES:
        yield from instructions(listed, kind)
    for asked in instructions(listed, NoteKind.CODE_FIRST):
        # The others are the matter of code_first().
        if asked.conditional or asked.open_ended:
            yield asked


def _is_said(asked: Instruction, listed: ListedCode, finding: Finding) -> bool:
    """Whether *finding* sends the person to what *asked* wants of *listed*."""
    if listed.written not in finding.codes:
        return False
    if not asked.references:
        return finding.rule == "missing_code"
    return any(
        one.covers(named.first) or named.covers(one.first)
        for one in asked.references
        for named in finding.named
    )


def _is_answered(
    asked: Instruction, listed: ListedCode, place: int, codes: tuple[ListedCode, ...]
) -> bool:
    others = [one for one in codes if one.written != listed.written]
    if asked.references and any(asked.names(one) for one in others):
        return True
    if asked.kind is NoteKind.CODE_FIRST:
        # Nothing before it at all: code_first() says so. Without codes named, anything may be it.
        return not asked.conditional and (place == 0 or not asked.references)
    if asked.references:
        # A note may name the very code it stands at, among others (Z16 at a whole chapter).
        return asked.names(listed)
    return any(
        one.written != listed.written
        for one in (codes[place + 1 :] if asked.kind is NoteKind.USE_ADDITIONAL_CODE else codes)
    )


def _widest(found: Iterable[_Open]) -> list[_Open]:
    """Return *found* with instructions merged into another one that names all of their codes.

    Every book of lung, heart and mouth asks for the tobacco codes, some for one code more.
    """
    by_size = sorted(found, key=lambda one: -len(one.asked.references))
    kept: list[_Open] = []
    for one in by_size:
        own = set(one.asked.key[1])
        wider = next(
            (
                other
                for other in kept
                if own and own <= set(other.asked.key[1]) and other.asked.kind is one.asked.kind
            ),
            None,
        )
        if wider is None:
            kept.append(one)
        else:
            wider.governed += [
                listed
                for listed in one.governed
                if all(listed.written != there.written for there in wider.governed)
            ]
    return kept


def _firm(chart: Chart, one: _Open) -> Finding:
    asked = one.asked
    codes = tuple(listed.written for listed in one.governed)
    governs = "" if codes == (asked.where,) else f", which governs {joined(codes, 4)}"
    return Finding(
        rule=_RULES[asked.kind],
        severity=Severity.INFORMATION,
        codes=codes,
        text=f"{joined(codes, 4)}: {_request(asked)}",
        source=f"{asked.kind.label} note at {asked.where}{governs} ({chart.diagnoses.release}).",
        action="Add it where the documentation supports it.",
        line_ids=ids_of(*one.governed),
        source_code=asked.origin.code,
        named=asked.references,
    )


def _where_applicable(chart: Chart, found: list[_Open]) -> Finding:
    governed = {listed.written: listed for one in found for listed in one.governed}
    broad = [one for one in found if _is_broad(one.asked)]
    lines = [
        f"• {joined([listed.written for listed in one.governed], 3)}: {_request(one.asked)}"
        for one in found
        if not _is_broad(one.asked)
    ]
    subjects: dict[str, dict[str, None]] = {}
    for one in broad:
        codes = subjects.setdefault(_subject(one.asked), {})
        codes.update(dict.fromkeys(listed.written for listed in one.governed))
    pieces = [f"{subject} ({joined(list(codes), 3)})" for subject, codes in subjects.items()]
    if broad:
        lines.append(f"• Of many codes alike: {'; '.join(pieces)}.")
    wheres = list(dict.fromkeys(one.asked.where for one in found))
    references: dict[tuple[str, str], CodeReference] = {}
    for one in found:
        for reference in one.asked.references:
            references.setdefault((reference.first, reference.last), reference)
    return Finding(
        rule="where_applicable",
        severity=Severity.INFORMATION,
        codes=tuple(governed),
        text="\n".join(["More codes are asked for where they apply.", *lines])
        if len(broad) < len(found)
        else f"Asked for where they apply, of many codes alike: {'; '.join(pieces)}.",
        source=f"Notes at {joined(wheres, 8)} ({chart.diagnoses.release}).",
        action="",
        line_ids=ids_of(*governed.values()),
        source_code=found[0].asked.origin.code if len(wheres) == 1 else "",
        named=tuple(references.values()),
    )


def _is_of_habit(reference: CodeReference) -> bool:
    """Whether a reference is to the use of tobacco or alcohol, or exposure to it."""
    return _TOBACCO.has(reference.first) or _ALCOHOL.has(reference.first)


def _is_broad(asked: Instruction) -> bool:
    """Whether an instruction says little of the code itself: a few words of it are enough."""
    return asked.of_heading or (
        bool(asked.references) and all(_is_of_habit(one) for one in asked.references)
    )


def _subject(asked: Instruction) -> str:
    """Return in a few words what an instruction asks for."""
    if asked.references and all(_is_of_habit(one) for one in asked.references):
        alcohol = any(_ALCOHOL.has(one.first) for one in asked.references)
        tobacco = any(_TOBACCO.has(one.first) for one in asked.references)
        return " and ".join(
            [
                *(["alcohol use"] if alcohol else []),
                *(["tobacco use or exposure"] if tobacco else []),
            ]
        )
    text = _IN_BRACKETS.sub("", _PREAMBLE.sub("", asked.text)).strip(" ,;.")
    return shortened(text, _SHORT)


def _request(asked: Instruction) -> str:
    text = asked.text
    if asked.kind is NoteKind.USE_ADDITIONAL_CODE:
        said = (
            f"use additional {text}"
            if text.lower().startswith("code")
            else f"use additional code: {text}"
        )
    else:
        said = f"{asked.kind.label.casefold()} {text}"
    return shortened(said, _SHOWN)

"""Codes as they are typed: of which code set each is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from codebook_app.codesets.icd10cm import grammar
from codebook_app.domain.claim import DIAGNOSES
from codebook_app.domain.code import Code
from codebook_app.domain.encounter import EncounterLine
from codebook_app.domain.finding import Finding, Severity
from codebook_app.errors import KnownError
from codebook_app.services.other_codes import is_shaped
from codebook_app.services.releases import Releases

# ICD-10-CM comes before these; a code of five digits can only be CPT's.
_OTHERS = ("hcpcs", "icd10pcs", "icf")
_CPT = re.compile(r"[0-9]{4}[0-9A-Z]")


@dataclass(frozen=True, slots=True)
class TypedCodes:
    """The *lines* that typed codes make, their ids their places from 1; and *findings* on them."""

    lines: tuple[EncounterLine, ...]
    findings: tuple[Finding, ...]


def read_typed(codes: Sequence[str], releases: Releases, on: date | None) -> TypedCodes:
    """Return *codes* as lines, each of the code set that has it.

    ``hcpcs:G0439`` names its code set. Without: of ICD-10-CM where its release has the code, else
    of the installed code set that does, else of ICD-10-CM, whose checks say what is wrong with it.
    A code that both have (G0439 is G04.39, too) is read as ICD-10-CM, and a finding says so.

    Raises:
        KnownError: no release of ICD-10-CM is installed, or a named code set is none.
    """
    bare = [text for text in codes if ":" not in text]
    held = _held(
        releases, DIAGNOSES, [one for one in bare if grammar.normalise(one)], on, must=True
    )
    others = {
        code_set: _held(
            releases, code_set, [one for one in bare if is_shaped(_line(code_set, one, 0))], on
        )
        for code_set in _OTHERS
    }
    lines, findings = [], []
    for place, text in enumerate(codes, 1):
        named, _, code = text.rpartition(":")
        if named:
            _refuse_unknown(releases, named)
            lines.append(_line(named, code, place))
            continue
        having = [one for one in _OTHERS if text in others[one]]
        if text in held or not having:
            is_cpt = text not in held and _CPT.fullmatch(text.upper()) is not None
            lines.append(_line("cpt" if is_cpt else DIAGNOSES, text, place))
            if having:
                title = releases.code_sets.named(having[0]).title
                findings.append(_ambiguous(place, text, held[text], having[0], title))
        else:
            lines.append(_line(having[0], text, place))
    return TypedCodes(tuple(lines), tuple(findings))


def _line(code_set: str, text: str, place: int) -> EncounterLine:
    code = text if code_set in {DIAGNOSES, "icf"} else text.upper()
    return EncounterLine(str(place), code_set, "", code, "")


def _held(
    releases: Releases, code_set: str, codes: Sequence[str], on: date | None, *, must: bool = False
) -> dict[str, Code]:
    if not codes and not must:
        return {}
    from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

    try:
        choice = releases.choose(code_set, on)
        reader = releases.reader(code_set, choice.release.release)
    except KnownError:
        if must:
            raise
        return {}
    lines = ListedLines(reader).named(codes)
    return {code: line for code, line in lines.items() if "modifier" not in line.level}


def _refuse_unknown(releases: Releases, named: str) -> None:
    known = [one.name for one in releases.code_sets]
    if named not in known:
        raise KnownError(f"“{named}” is no code set.", f"Code sets: {', '.join(known)}.")


def _ambiguous(place: int, text: str, read_as: Code, other: str, title: str) -> Finding:
    return Finding(
        rule="also_a_code",
        severity=Severity.INFORMATION,
        codes=(read_as.code,),
        text=f"{text} was read as {read_as.code} of ICD-10-CM; {title} has a code {text}, too.",
        source="The installed releases.",
        action=f"Write {other}:{text} to have it checked as that.",
        line_ids=(str(place),),
    )

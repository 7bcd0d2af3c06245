"""Lists as this program writes them as text: codes with titles, and numbered codes.

A title is never searched for codes.
"""

from __future__ import annotations

import re

from codebook_app.domain.encounter import Role
from codebook_app.exchange.candidates import Candidate, Given, Passed, Pasted, Spelling, Standing
from codebook_app.exchange.pasted_segments import service_spelling
from codebook_app.exchange.pasted_shapes import CM, PCS, dotted, spellings

_CODE = r"([A-Za-z0-9]+(?:\.[A-Za-z0-9+_]+)*)"
_TITLED = re.compile(rf"{_CODE}(?:  ([YNUW]))?(?:  (\S.*))?")
_NUMBERED = re.compile(rf"(Dx|Adm|RFV|Px|Svc|Oth)\d+\t{_CODE}(?:\t(.*))?")
_ROLES = {"Adm": Role.ADMITTING, "RFV": Role.REASON_FOR_VISIT}


def read_titled(text: str) -> Pasted | None:
    """Read codes with their titles, two spaces between; None where any line is no such line."""
    candidates = []
    titled = False
    at = 0
    for line in text.split("\n"):
        match = _TITLED.fullmatch(line)
        if match is not None:
            spelled = spellings(match[1], alone=False)
            if not spelled:
                return None
            titled = titled or match[3] is not None
            of_cm = any(one.code_set == CM for one in spelled)
            given = Given(title=match[3] or "", poa=(match[2] or "") if of_cm else "")
            candidates.append(
                Candidate(at, at + len(match[1]), match[1], spelled, Standing.LISTED, given)
            )
        elif line.strip():
            return None
        at += len(line) + 1
    return Pasted("codes with titles", tuple(candidates)) if titled else None


def read_numbered(text: str) -> Pasted | None:
    """Read ``Dx1<TAB>E11.22``, with POA and title behind; None where any line is no such line."""
    candidates: list[Candidate] = []
    passed: list[Passed] = []
    at = 0
    for line in text.split("\n"):
        match = _NUMBERED.fullmatch(line.rstrip(" "))
        if match is not None:
            start, end = at + match.start(2), at + match.end(2)
            spelled = _of_kind(match[1], match[2])
            if spelled is None:
                passed.append(Passed(start, end, match[2], "no diagnosis, procedure or service"))
            else:
                rest = (match[3] or "").split("\t")
                poa = rest[0] if rest[0] in {"Y", "N", "U", "W"} else ""
                given = Given(
                    poa=poa if spelled.code_set == CM else "",
                    role=_ROLES.get(match[1], Role.LISTED),
                    title=rest[-1] if rest[-1] != poa else "",
                )
                candidates.append(
                    Candidate(start, end, match[2], (spelled,), Standing.STATED, given)
                )
        elif line.strip():
            return None
        at += len(line) + 1
    if not candidates:
        return None
    return Pasted("numbered codes", tuple(candidates), tuple(passed))


def _of_kind(kind: str, written: str) -> Spelling | None:
    match kind:
        case "Svc":
            return service_spelling(written)
        case "Px":
            return Spelling(PCS, written.upper())
        case "Oth":
            others = [one for one in spellings(written, alone=True) if one.code_set == "icf"]
            return others[0] if others else None
        case _:
            return Spelling(CM, dotted(written.upper().replace(".", "")))

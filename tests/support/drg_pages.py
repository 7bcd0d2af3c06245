"""An invented page of MS-DRG."""

from __future__ import annotations

from dataclasses import replace

from support.procedure_pages import CHOICE

from codebook_app.domain.code import Code
from codebook_app.domain.content import Fact
from codebook_app.domain.page import Page, PageLine
from codebook_app.domain.release import ReleaseChoice

_HEADING = Code(
    1,
    "msdrg",
    "v99",
    "MDC 08",
    "Sample bones",
    "MDC",
    False,
    0,
    None,
    6,
    heading=True,
    opens_page=True,
)
_GROUPS = (
    ("480", "Sample hip WITH MCC", "surgical", "3.02", "6.1", "7.3"),
    ("481", "Sample hip WITH CC", "surgical", "2.09", "4.3", "4.8"),
    ("482", "Sample hip WITHOUT CC/MCC", "surgical", "1.60", "3.1", "3.4"),
    ("533", "Sample fracture with MCC or Sample pin", "medical", "**", "**", "**"),
    ("562", "Sample sprain", "medical", "0.90", "2.0", "9.9"),
)


def drg_page(focus: str = "481", *, weights: bool = True) -> Page:
    """Return an MDC of five groups, one of whose weights CMS does not give."""
    lines = [PageLine(_HEADING, (), ())]
    for at, (code, title, kind, weight, gmlos, amlos) in enumerate(_GROUPS, start=2):
        own = Code(at, "msdrg", "v99", code, title, "MS-DRG", True, 1, 1, at)
        facts = [Fact(at, "Type", kind[:4].upper(), kind)]
        if weights:
            facts += [
                Fact(at, "Relative weight", weight, "with the 10% cap on decreases"),
                Fact(at, "Weight before the cap", "2.00"),
                Fact(at, "GMLOS", gmlos),
                Fact(at, "AMLOS", amlos),
                Fact(at, "Post-acute care transfer", "Yes" if code < "500" else "No"),
                Fact(at, "Special pay", "Yes" if code == "481" else "No"),
            ]
        lines.append(PageLine(own, (), (), tuple(facts)))
    at = next(line.code.id for line in lines if focus in {line.code.code, "MDC 08"})
    release = replace(CHOICE.release, code_set="msdrg", title="MS-DRG v99")
    choice = ReleaseChoice(release, in_force=True, word="")
    return Page(_HEADING, (), (), tuple(lines), at, focus, None, None, choice)

"""The MS-DRGs of a Major Diagnostic Category, each with its weight and lengths of stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields

from codebook_app.domain.content import Fact
from codebook_app.domain.page import Page, PageLine

_SEVERITY = re.compile(r"(.*) (with|without) (MCC|CC/MCC|CC)\b(.*)", re.IGNORECASE)
_YES = "Yes"


@dataclass(frozen=True, slots=True)
class DrgGroup:
    """One MS-DRG. *line* is as the release holds it, with every fact that Table 5 tells.

    *family* is the title without the severity it is split by (the base MS-DRG), *severity* that
    ("with MCC"), "" where it is not split. *weight* is the relative weight, *gmlos* and *amlos* are
    the geometric and the arithmetic mean length of stay in days; None where no Table 5 is there or
    CMS gives none. *first* tells the first of a family.
    """

    line: PageLine
    family: str
    severity: str
    type: str
    weight: float | None = None
    gmlos: float | None = None
    amlos: float | None = None
    transfer: bool = False
    special_pay: bool = False
    first: bool = True

    @property
    def code(self) -> str:
        """The number of the group: ``481``."""
        return self.line.code.code

    @property
    def title(self) -> str:
        """The title as printed."""
        return self.line.code.title


@dataclass(frozen=True, slots=True)
class GroupPage(Page):
    """A page of MS-DRG: an MDC with its *groups* in the order of their numbers."""

    groups: tuple[DrgGroup, ...] = ()

    @classmethod
    def of(cls, page: Page) -> GroupPage:
        """Return *page*, which is one of MS-DRG, with its groups."""
        own = {field.name: getattr(page, field.name) for field in fields(Page)}
        return cls(**own, groups=tuple(_groups(page)))


def split_by_severity(title: str) -> tuple[str, str]:
    """Return what a title names, and the severity it is split by: ``("…", "with CC")``.

    What stands behind the severity belongs to it: "with MCC or Intestinal Transplant".
    """
    match = _SEVERITY.fullmatch(title)
    if match is None:
        return title, ""
    return match[1], f"{match[2].lower()} {match[3].upper()}{match[4]}"


def _groups(page: Page) -> Iterator[DrgGroup]:
    before = ("", "")
    for line in page.lines:
        if line.code.heading:
            continue
        told = {fact.name: fact for fact in line.facts}
        family, severity = split_by_severity(line.code.title)
        kind = told["Type"].meaning if "Type" in told else ""
        here = (family.casefold(), kind)
        yield DrgGroup(
            line,
            family,
            severity,
            kind,
            weight=_number(told.get("Relative weight")),
            gmlos=_number(told.get("GMLOS")),
            amlos=_number(told.get("AMLOS")),
            transfer=_applies(told.get("Post-acute care transfer")),
            special_pay=_applies(told.get("Special pay")),
            first=not severity or here != before,
        )
        before = here


def _number(fact: Fact | None) -> float | None:
    try:
        return float(fact.value) if fact is not None else None
    except ValueError:  # Table 5 prints "**" where there is none
        return None


def _applies(fact: Fact | None) -> bool:
    return fact is not None and fact.value == _YES

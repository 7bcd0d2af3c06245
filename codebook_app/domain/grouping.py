"""What the grouper makes of an inpatient stay, and why."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.domain.finding import NotChecked


@dataclass(frozen=True, slots=True)
class Drg:
    """An MS-DRG: its three digits, title, and what Table 5 of the release in force says of it.

    *gmlos* and *amlos* are the geometric and arithmetic mean lengths of stay in days; these and the
    relative *weight* are None where no Table 5 for the day is there or CMS gives none.
    """

    number: str
    title: str
    weight: float | None = None
    gmlos: float | None = None
    amlos: float | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """An HCC that a diagnosis maps to: ``V28``, ``37``, its label, and the payment year's table."""

    model: str
    number: str
    label: str
    year: int


@dataclass(frozen=True, slots=True)
class GroupedCode:
    """What the grouper made of one line.

    *cc* is "MCC", "CC" or ""; *counts* whether it decides the severity of the DRG (another may do
    so as well), *excluded* whether it would be a CC or MCC and the principal diagnosis excludes it.
    *poa_effect* says in words what its POA did, "" where nothing. *or_procedure* is a procedure's.
    *hac* names the hospital-acquired conditions it belongs to. *categories* are its HCCs.
    """

    line_id: str
    code: str
    code_set: str
    cc: str = ""
    counts: bool = False
    excluded: bool = False
    poa_effect: str = ""
    or_procedure: bool = False
    hac: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class Without:
    """The DRG that would come out *without* one line; only lines that change it are told."""

    line_id: str
    code: str
    drg: Drg


@dataclass(frozen=True, slots=True)
class EditorEdit:
    """An edit of the Medicare Code Editor, in words; *codes* are those it is about, as printed."""

    name: str
    words: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouped:
    """The grouping of a stay.

    *drg* is None where the stay can't be grouped, and *problem* then says why and what to do.
    *initial* is the DRG before hospital-acquired conditions were taken off, where it is another.
    *mdc* is its two digits, *kind* "medical" or "surgical". *grouper* names version and package,
    *caution* that it is not the payer's. *not_checked* tells what could not be told, and why.
    """

    drg: Drg | None
    mdc: str = ""
    mdc_title: str = ""
    kind: str = ""
    severity: str = ""
    initial: Drg | None = None
    problem: str = ""
    codes: tuple[GroupedCode, ...] = ()
    without: tuple[Without, ...] = ()
    edits: tuple[EditorEdit, ...] = ()
    hac: tuple[str, ...] = ()
    grouper: str = ""
    editor: str = ""
    caution: str = ""
    not_checked: tuple[NotChecked, ...] = ()

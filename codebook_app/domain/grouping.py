"""What the grouper makes of an inpatient stay, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from codebook_app.domain.finding import NotChecked


@dataclass(frozen=True, slots=True)
class Drg:
    """An MS-DRG: its three digits, title, and what Table 5 of the release in force says of it.

    *gmlos* and *amlos* are the geometric and arithmetic mean lengths of stay in days; these and the
    relative *weight* are None where no Table 5 for the day is there or CMS gives none. *transfer*
    says that the post-acute care transfer policy is for it, *special_pay* that its special payment
    is.
    """

    number: str
    title: str
    weight: float | None = None
    gmlos: float | None = None
    amlos: float | None = None
    transfer: bool = False
    special_pay: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """An HCC that a diagnosis maps to: ``V28``, ``37``, its label, and the payment year's table."""

    model: str
    number: str
    label: str
    year: int


@dataclass(frozen=True, slots=True)
class Superseded:
    """An HCC that does not count for payment: its hierarchy puts *by* above it.

    *by* is None for HCC 223 of V28, which counts only beside another HCC of the heart.
    """

    category: Category
    by: Category | None


@dataclass(frozen=True, slots=True)
class GroupedCode:
    """What the grouper made of one line.

    *cc* is "MCC", "CC" or ""; *counts* whether it decides the severity of the DRG (another may do
    so as well), *excluded* whether it would be a CC or MCC and does not count as one, and *why_not*
    says why in words: the principal diagnosis excludes it, the patient died, or it was acquired in
    the hospital. *poa_effect* says in words what its POA did, "" where nothing. *or_procedure* is a
    procedure's: the grouper takes it for one of the operating room. *decides* tells that the
    grouper used the code for the DRG. *hac* names the hospital-acquired conditions it belongs to,
    met or not. *categories* are its HCCs. *invalid* tells that it is no valid code on the day, so
    that the grouper left it out.
    """

    line_id: str
    code: str
    code_set: str
    cc: str = ""
    counts: bool = False
    excluded: bool = False
    why_not: str = ""
    poa_effect: str = ""
    or_procedure: bool = False
    decides: bool = False
    invalid: bool = False
    hac: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class Without:
    """The DRG that would come out *without* one line; only lines that change it are told.

    *drg* is None where the stay could not be grouped without it. Without the principal diagnosis
    (*principal*) the next one takes its place.
    """

    line_id: str
    code: str
    drg: Drg | None
    principal: bool = False


@dataclass(frozen=True, slots=True)
class EditorEdit:
    """An edit of the Medicare Code Editor, in words; *codes* are those it is about, as listed.

    *name* is the editor's own (``AGE_CONFLICT``).
    """

    name: str
    words: str
    codes: tuple[str, ...] = ()
    line_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouped:
    """The grouping of a stay.

    *drg* is None where the stay can't be grouped, and *problem* then says why and what to do.
    *initial* is the DRG before hospital-acquired conditions were taken off, where it is another.
    Where the POA of a hospital-acquired condition is missing, there is an *initial* one only. *mdc*
    is its two digits, *kind* "medical" or "surgical", "" where no release tells. *severity* is that
    of the secondary diagnoses as the DRG has it: "MCC", "CC" or "". *hac* names the
    hospital-acquired conditions that are met. *on* is the day of the discharge, *assumed* what was
    taken for granted where the encounter does not say it, in sentences. *grouper* and *editor* name
    version and package, *caution* that they are not the payer's. *not_checked* tells what could not
    be told, and why. The codes stand in the order of the list. *transfer* says in words what the
    discharge status means for a group of the transfer policy, "" where nothing. *table_wanted* is
    the MS-DRG release ("v44") whose Table 5 would tell the weights, "" where they are there.
    *superseded* are the HCCs that a hierarchy takes out.
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
    assumed: tuple[str, ...] = ()
    on: date | None = None
    risk_tables: str = ""
    transfer: str = ""
    table_wanted: str = ""
    superseded: tuple[Superseded, ...] = ()

    @property
    def categories(self) -> tuple[Category, ...]:
        """The HCCs of all diagnoses, each once, in the order of the list."""
        return tuple(dict.fromkeys(one for code in self.codes for one in code.categories))

    @property
    def payment_categories(self) -> tuple[Category, ...]:
        """The HCCs that are left after the hierarchies, in the order of the list."""
        gone = {one.category for one in self.superseded}
        return tuple(one for one in self.categories if one not in gone)

    def of_line(self, line_id: str) -> GroupedCode | None:
        """Return what was made of one line."""
        return next((code for code in self.codes if code.line_id == line_id), None)

    def without_line(self, line_id: str) -> Without | None:
        """Return what would come out without one line, None where the DRG would stay."""
        return next((one for one in self.without if one.line_id == line_id), None)

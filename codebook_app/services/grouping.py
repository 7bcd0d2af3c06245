"""Groups an encounter: its MS-DRG with all that decides it, and the HCCs of its diagnoses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from codebook_app.domain.claim import Claim
from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.domain.finding import NotChecked
from codebook_app.domain.grouping import (
    Category,
    Drg,
    EditorEdit,
    Grouped,
    GroupedCode,
    Superseded,
)
from codebook_app.errors import KnownError
from codebook_app.grouping.editor_words import raised, words
from codebook_app.grouping.transfer import transfer_words
from codebook_app.services.drg_tables import DrgTables
from codebook_app.services.grouping_words import problem_of, undotted
from codebook_app.services.releases import Releases
from codebook_app.services.stay_grouping import CodedStay, StayGroup

if TYPE_CHECKING:
    from codebook_app.grouping.hcc import RiskCategories
    from codebook_app.grouping.ms_drg import MsDrgGrouper
    from codebook_app.grouping.stay import Stay

CAUTION = (
    "Grouped on this computer by the open-source package named here, for information: "
    "the payer's own grouper, pricer and contract decide what is paid."
)
_SETTINGS = {
    Setting.OUTPATIENT: "an outpatient visit",
    Setting.PROFESSIONAL: "a professional claim",
}
# From here on the editor no longer asks the sex.
_NO_SEX_CONFLICTS = date(2024, 10, 1)


class Grouping:
    """Groups encounters. Safe from any thread; a stay of fifty codes takes some ten milliseconds.

    *grouper* and *categories* open the native package and the CMS-HCC tables when they are first
    asked. *today* is the day of a discharge that is not given.
    """

    def __init__(
        self,
        releases: Releases,
        grouper: Callable[[], MsDrgGrouper],
        categories: Callable[[], RiskCategories],
        today: Callable[[], date] = date.today,
    ) -> None:
        self._tables = DrgTables(releases)
        self._open_grouper = grouper
        self._open_categories = categories
        self._today = today
        self._grouper: MsDrgGrouper | None = None

    def group(self, encounter: Encounter) -> Grouped:
        """Return the MS-DRG of an inpatient stay, and the HCCs of the diagnoses of any encounter.

        Never raises for what is on the list: where there is no DRG, ``problem`` says why. Codes are
        grouped as they are, never converted from those of another year.
        """
        claim = Claim.of(encounter)
        day = encounter.date_of_service or self._today()
        risks = _Risks.on(day, self._open_categories)
        bare = Grouped(
            None,
            codes=tuple(_bare(line, risks) for line in encounter.lines),
            caution=CAUTION,
            not_checked=risks.not_checked,
            on=day,
            risk_tables=risks.source,
        )
        bare = replace(bare, superseded=tuple(risks.superseded(bare.categories)))
        if encounter.setting is not Setting.INPATIENT:
            what = _SETTINGS[encounter.setting]
            return replace(bare, problem=f"MS-DRGs group inpatient stays, and this is {what}.")
        if encounter.date_of_service is None:
            bare = _assuming(bare, f"No date of discharge is given: grouped as of today, {day}.")
        try:
            return self._of_stay(bare, claim, day)
        except KnownError as fault:  # no grouper
            return replace(bare, problem=str(fault))

    def close(self) -> None:
        """Free the grouper's data. Nothing may be grouped afterwards."""
        if self._grouper is not None:
            self._grouper.close()

    def _of_stay(self, bare: Grouped, claim: Claim, day: date) -> Grouped:
        if self._grouper is None:
            self._grouper = self._open_grouper()
        grouper = self._grouper
        coded = CodedStay(claim, day)
        if not coded.diagnoses:
            return replace(bare, problem="No diagnosis is listed: the first one is the principal.")
        if not claim.encounter.discharge_status:
            words = "No discharge status is given: grouped as discharged home (01)."
            bare = _assuming(bare, words)
        edited = _edited(bare, coded, grouper)
        version = grouper.version_on(day)
        if version is None:
            since, until = grouper.covered()
            return replace(
                edited,
                problem=f"No MS-DRG version for a discharge on {day} is installed: "
                f"{grouper.name} groups discharges from {since} to {until}.",
            )
        table = self._tables.on(day)
        group = StayGroup(coded, grouper, table)
        answer = group.answer
        invalid = {
            line_id
            for edit in edited.edits
            if edit.name == "INVALID_CODE"
            for line_id in edit.line_ids
        }
        codes = tuple(group.told(code, invalid=code.line_id in invalid) for code in bare.codes)
        severities = {code.cc for code in codes if code.counts}
        without = tuple(group.without()) if group.drg else ()
        changing = {one.line_id for one in without}
        codes = tuple(
            replace(one, decides=True) if one.line_id in changing else one for one in codes
        )
        return replace(
            edited,
            drg=group.drg,
            initial=group.initial if group.initial != group.drg else None,
            mdc="" if answer.mdc is None else f"{answer.mdc:02}",
            mdc_title=answer.mdc_title,
            kind=table.kind(answer.drg or answer.initial),
            severity=next((one for one in ("MCC", "CC") if one in severities), ""),
            problem="" if group.drg else problem_of(answer, coded.stay, coded.printed, day),
            codes=codes,
            without=without,
            hac=tuple(group.acquired()),
            grouper=f"MS-DRG Grouper v{version // 10}.{version % 10} ({grouper.name})",
            not_checked=(*edited.not_checked, *table.missing()),
            transfer=_transfer(group.drg, coded.stay),
            table_wanted=table.wanted,
        )


def _transfer(drg: Drg | None, stay: Stay) -> str:
    if drg is None:
        return ""
    return transfer_words(
        stay.discharge_status,
        post_acute=drg.transfer,
        special_pay=drg.special_pay,
        days=stay.days,
        gmlos=drg.gmlos,
    )


def _bare(line: EncounterLine, risks: _Risks) -> GroupedCode:
    return GroupedCode(line.id, line.code, line.code_set, categories=risks.of(line))


def _assuming(grouped: Grouped, words: str) -> Grouped:
    return replace(grouped, assumed=(*grouped.assumed, words))


def _unchecked(grouped: Grouped, more: Sequence[NotChecked]) -> Grouped:
    return replace(grouped, not_checked=(*grouped.not_checked, *more))


def _edited(bare: Grouped, coded: CodedStay, grouper: MsDrgGrouper) -> Grouped:
    """Return *bare* with the findings of the Medicare Code Editor."""
    stay = coded.stay
    edits = raised(stay, grouper.edits)
    year = stay.on.year + (stay.on.month >= 10)
    editor = f"Medicare Code Editor v{year - 1983} ({grouper.name})"
    if edits is None:
        reason = f"{grouper.name} holds no editor for a discharge on {stay.on}."
        return _unchecked(bare, [NotChecked("Medicare Code Editor", reason)])
    told = []
    for one in edits:
        lines = [coded.diagnoses[at] for at in one.diagnoses]
        lines += [coded.procedures[at] for at in one.procedures]
        lines += coded.admitting if one.admitting else []
        told.append(
            EditorEdit(
                one.name,
                words(one.name),
                tuple(dict.fromkeys(line.code for line in lines)),
                tuple(line.id for line in lines),
            )
        )
    return _unchecked(
        replace(bare, edits=tuple(told), editor=editor), list(_unasked(stay, grouper))
    )


def _unasked(stay: Stay, grouper: MsDrgGrouper) -> Iterator[NotChecked]:
    """Yield the edits that could not be asked because the encounter does not say enough."""
    if stay.age is None:
        yield NotChecked("Age edits of the Medicare Code Editor", "No age is given.")
    if not stay.sex and stay.on < _NO_SEX_CONFLICTS:
        yield NotChecked("Sex edits of the Medicare Code Editor", "No sex is given.")
    if stay.days is None and stay.procedures and grouper.bound_to_length(stay):
        yield NotChecked(
            "Length of stay edit of the Medicare Code Editor",
            "The day of admission or of discharge is not given.",
        )


class _Risks:
    """The HCCs of diagnoses on a day, as far as there are tables."""

    def __init__(
        self,
        of_code: Mapping[str, tuple[Category, ...]],
        source: str,
        not_checked: tuple[NotChecked, ...] = (),
        tables: RiskCategories | None = None,
    ) -> None:
        self._of_code = of_code
        self._tables = tables
        self.source = source
        self.not_checked = not_checked

    @classmethod
    def on(cls, day: date, categories: Callable[[], RiskCategories]) -> _Risks:
        try:
            tables = categories()
        except KnownError as fault:
            return cls({}, "", (NotChecked("HCC", fault.message),))
        if not tables.covers(day):
            reason = f"No CMS-HCC table for services of {day.year} is installed."
            return cls({}, "", (NotChecked("HCC", reason),))
        source = f"CMS-HCC V24 and V28 ({tables.package})"
        return cls(tables.on(day), source, tables=tables)

    def superseded(self, categories: Sequence[Category]) -> Iterator[Superseded]:
        if self._tables is not None:
            yield from self._tables.superseded(categories)

    def of(self, line: EncounterLine) -> tuple[Category, ...]:
        if line.code_set != "icd10cm" or line.role:
            return ()
        return self._of_code.get(undotted(line.code), ())

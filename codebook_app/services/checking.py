"""Runs the rules over an encounter against the releases and lists in force on its date."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from codebook_app.domain.claim import DIAGNOSES, PROCEDURES, Claim
from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.encounter import Encounter, EncounterLine, Override, Setting
from codebook_app.domain.finding import CheckReport, Finding, NotChecked
from codebook_app.domain.release import Release, ReleaseChoice
from codebook_app.edits import engine
from codebook_app.edits.coverage import Circumstances
from codebook_app.edits.listed import CodeList, ListedCode
from codebook_app.edits.proposals import proposed_codes
from codebook_app.edits.validity import ToldCodes
from codebook_app.errors import KnownError
from codebook_app.services.charts import Charts
from codebook_app.services.code_lists import Asked, ListReader
from codebook_app.services.guidelines import guidelines_kept
from codebook_app.services.other_codes import is_shaped
from codebook_app.services.releases import Releases
from codebook_app.services.validity import Validity

if TYPE_CHECKING:
    from codebook_app.codesets.grouper_editor import CodeEditor

_BARE = "a list of bare codes has none; an encounter file does."
# What bare codes cannot be blamed for, and the check that it leaves undone.
_NEED_AN_ENCOUNTER = MappingProxyType(
    {
        "poa_missing": ("poa", f"Present-on-admission indicators: {_BARE}"),
        "pointer_missing": ("pointers", f"Diagnosis pointers: {_BARE}"),
        "procedure_date_missing": (
            "procedure_date",
            f"Dates of procedures: {_BARE}",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class _Read:
    """The diagnoses as a release has them, and what the rules of a list found in them.

    *listed* are by their line's id; *siblings* are the codes beside them that name a side;
    *offered* the valid ones of those that rules may put in the place of others.
    """

    listed: Mapping[str, ListedCode]
    release: str
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    siblings: Mapping[str, tuple[Code, ...]] = field(default_factory=dict)
    offered: Mapping[str, Code] = field(default_factory=dict)


class Checking:
    """Checks encounters against the releases in force on their date. Safe from any thread.

    With *validity*, which codes are valid on the date is told for days no installed release is in
    force on, too. *editor* opens the Medicare Code Editor's lists when they are first asked: its
    edits are not checked without.
    """

    def __init__(
        self,
        releases: Releases,
        validity: Validity | None = None,
        editor: Callable[[], CodeEditor] | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._releases = releases
        self._validity = validity
        self._charts = Charts(releases, editor, today)

    def check(self, encounter: Encounter) -> CheckReport:
        """Check an encounter; findings carry its line ids and the reasons of its overrides.

        Never refuses: while no release is installed, the rules that need one are not checked.
        """
        claim = Claim.of(encounter)
        try:
            choice = self._releases.choose(DIAGNOSES, encounter.date_of_service)
        except KnownError as fault:
            read, in_use = _without_release(encounter, claim, fault), ""
        else:
            read, in_use = self._read(encounter, claim, choice), choice.release.release
        listed_by = self._list_of_procedures(encounter.date_of_service)
        chart = self._charts.chart(
            encounter,
            claim,
            listed=read.listed,
            release=read.release,
            siblings=read.siblings,
            offered=read.offered,
            procedures_by=listed_by,
        )
        findings, not_checked = engine.run_chart(chart)
        if listed_by:
            findings += self._of_procedures(encounter, claim)
        order = [one.written for one in chart.every_diagnosis]
        order += [line.code for line in encounter.lines if line.code_set != DIAGNOSES]
        found = engine.in_order((*read.findings, *findings), order)
        return CheckReport(
            tuple(_overridden(one, encounter.overrides) for one in found),
            engine.merged((*read.not_checked, *not_checked)),
            None if chart.exempt is None else chart.exempt.codes,
            guidelines_kept(self._releases.installed(), DIAGNOSES, in_use),
        )

    def check_codes(
        self,
        codes: Sequence[str],
        *,
        setting: Setting = Setting.OUTPATIENT,
        on: date | None = None,
        age: int | None = None,
        sex: str = "",
        poa_exempt_hospital: bool = False,
    ) -> CheckReport:
        """Check a list of codes, each in any spelling, in their order.

        They are read as :func:`~codebook_app.services.typed_codes.read_typed` reads them; the ids
        of findings' lines are their places, from 1. What bare codes have no field for (POA, dates
        of procedures, pointers, discharge status) is not checked, nor that there is a diagnosis.

        Raises:
            KnownError: no release of ICD-10-CM is installed, or a code set is named that is none.
        """
        from codebook_app.services.typed_codes import read_typed

        typed = read_typed(codes, self._releases, on)
        moment = datetime.now(UTC)
        report = self.check(
            Encounter(
                "",
                "",
                setting,
                on,
                typed.lines,
                (),
                0,
                moment,
                moment,
                age=age,
                sex=sex,
                poa_exempt_hospital=poa_exempt_hospital,
            )
        )
        left_out = {*_NEED_AN_ENCOUNTER, "discharge_status", "no_diagnosis"}
        told = tuple(one for one in report.findings if one.rule not in left_out)
        missed = {one.rule for one in report.findings if one.rule in _NEED_AN_ENCOUNTER}
        return replace(
            report,
            findings=(*told, *typed.findings),
            not_checked=engine.merged(
                (
                    *report.not_checked,
                    *(NotChecked(*_NEED_AN_ENCOUNTER[rule]) for rule in sorted(missed)),
                )
            ),
        )

    def _read(self, encounter: Encounter, claim: Claim, choice: ReleaseChoice) -> _Read:
        release, on = choice.release, encounter.date_of_service
        lines = _diagnoses(claim)
        others = [
            one
            for one in self._releases.installed()
            if one.code_set == DIAGNOSES and one.release != release.release
        ]
        reader = ListReader(release, others, self._releases.reader)
        listed = dict(
            zip(
                (line.id for line in lines),
                reader.read([Asked(line.code, line.id) for line in lines]),
                strict=True,
            )
        )
        circumstances = Circumstances(on=on)
        told = ToldCodes(on or date.min)
        if self._validity is not None and on is not None:
            try:
                in_force = self._in_force(DIAGNOSES, on)
                told = self._told(list(listed.values()), release, on, in_force)
                circumstances = replace(
                    circumstances,
                    validity=self._validity.source(DIAGNOSES, on),
                    in_force=in_force,
                )
            except KnownError:  # no grouper: not_checked says what is left
                pass
        newest = max((one.effective_to for one in others), default=date.min)
        on_claim = CodeList(tuple(listed[line.id] for line in claim.diagnoses), release.title)
        beside = CodeList(
            tuple(listed[line.id] for line in (*claim.admitting, *claim.reasons)), release.title
        )
        return _Read(
            listed=listed,
            release=release.title,
            findings=(
                *engine.run(engine.rules_with(told), on_claim),
                *engine.run(engine.structure_with(told), beside),
            ),
            not_checked=(
                circumstances.not_checked(choice, newest=release.effective_to >= newest)
                if lines
                else ()
            ),
            siblings=reader.beside(one.line.code for one in on_claim.codes if one.line is not None),
            offered=reader.valid(proposed_codes(on_claim.codes)),
        )

    def _told(
        self, listed: Sequence[ListedCode], release: Release, on: date, in_force: str
    ) -> ToldCodes:
        """Return what the master lists tell of the codes, with the successors to choose from."""
        if self._validity is None:
            return ToldCodes(on)
        held = {one.written for one in listed if one.line is not None and one.line.code.billable}
        told = self._validity.of_codes(DIAGNOSES, [one.written for one in listed], on, held)
        successors = [code for one in told for code in one.successors]
        offered: dict[str, SeventhCharacter] = {}
        if successors:
            from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

            reader = self._releases.reader(release.code_set, release.release)
            for code, line in ListedLines(reader).named(successors).items():
                if line.billable:
                    offered[code] = SeventhCharacter(line.seventh_character, line.title, line.code)
        return ToldCodes(on, told, offered, in_force) if in_force else ToldCodes(on, told, offered)

    def _in_force(self, code_set: str, on: date) -> str:
        """Return the title of the release in force on a day where it is not installed, else ""."""
        currency = self._validity.currency(code_set, on) if self._validity is not None else None
        if currency is None:
            return ""
        return f"{self._releases.code_sets.named(code_set).title} {currency.in_force}"

    def _list_of_procedures(self, on: date | None) -> str:
        """Return the master list that tells which ICD-10-PCS codes are valid on a day, else ""."""
        if self._validity is None or on is None:
            return ""
        try:
            return self._validity.source(PROCEDURES, on)
        except KnownError:  # no grouper: the release alone is asked
            return ""

    def _of_procedures(self, encounter: Encounter, claim: Claim) -> tuple[Finding, ...]:
        """Return what the master list tells of the ICD-10-PCS codes on the date."""
        on = encounter.date_of_service
        lines = [line for line in claim.procedures if is_shaped(line)]
        if self._validity is None or on is None or not lines:
            return ()
        codes = [line.code for line in lines]
        told = (
            *self._validity.of_codes(PROCEDURES, codes, on),
            *self._validity.unknown(PROCEDURES, codes, on),
        )
        in_force = self._in_force(PROCEDURES, on) or "the release in force on the date"
        listed = CodeList(
            tuple(ListedCode(one.code, None, one.id) for one in lines), self._read_with(lines, on)
        )
        return engine.run((ToldCodes(on, told, in_force=in_force).findings,), listed)

    def _read_with(self, lines: Sequence[EncounterLine], on: date) -> str:
        """Return in words the releases that procedure *lines* were added from, or are read in."""
        named = dict.fromkeys(line.release for line in lines if line.release)
        if named:
            return " and ".join(named)
        try:
            return self._releases.choose(PROCEDURES, on).release.title
        except KnownError:
            return "an installed release"


def _diagnoses(claim: Claim) -> tuple[EncounterLine, ...]:
    return (*claim.diagnoses, *claim.admitting, *claim.reasons)


def _without_release(encounter: Encounter, claim: Claim, fault: KnownError) -> _Read:
    listed = {line.id: ListedCode(line.code, None, line.id) for line in _diagnoses(claim)}
    on_claim = CodeList(tuple(listed[line.id] for line in claim.diagnoses), "")
    return _Read(
        listed=listed,
        release="",
        findings=engine.run(engine.WITHOUT_RELEASE, on_claim),
        not_checked=Circumstances(on=encounter.date_of_service).without_release(fault.message)
        if listed
        else (),
    )


def _overridden(finding: Finding, overrides: Sequence[Override]) -> Finding:
    """Return *finding* with the reason of the override that names its rule and codes."""
    if not finding.overridable:
        return finding
    for override in overrides:
        if override.rule == finding.rule and sorted(override.codes) == sorted(finding.codes):
            return replace(finding, override_reason=override.reason)
    return finding

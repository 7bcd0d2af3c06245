"""Runs the rules over a code list against the release in force on its date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from codebook_app.domain.code import SeventhCharacter
from codebook_app.domain.encounter import Encounter, EncounterLine, Override, Setting
from codebook_app.domain.finding import CheckReport, Finding
from codebook_app.domain.release import Release, ReleaseChoice
from codebook_app.edits import engine
from codebook_app.edits.coverage import Circumstances
from codebook_app.edits.listed import CodeList, ListedCode
from codebook_app.edits.validity import ToldCodes
from codebook_app.errors import KnownError
from codebook_app.services.code_lists import Asked, ListReader
from codebook_app.services.releases import Releases
from codebook_app.services.validity import Validity

_CODE_SET = "icd10cm"
_PROCEDURES = "icd10pcs"


class Checking:
    """Checks code lists against the release in force on their date. Safe from any thread.

    With *validity*, which codes are valid on the date is told for days no installed release is in
    force on, too.
    """

    def __init__(self, releases: Releases, validity: Validity | None = None) -> None:
        self._releases = releases
        self._validity = validity

    def check(self, encounter: Encounter) -> CheckReport:
        """Check an encounter; findings carry its line ids and the reasons of its overrides.

        Never refuses: while no release is installed, the rules that need one are not checked.
        """
        circumstances = Circumstances(
            on=encounter.date_of_service,
            setting=encounter.setting,
            age=encounter.age,
            sex=encounter.sex,
            poa=any(line.poa for line in encounter.lines),
            procedures=any(line.code_set != _CODE_SET for line in encounter.lines),
        )
        asked = [
            Asked(line.code, line.id) for line in encounter.lines if line.code_set == _CODE_SET
        ]
        try:
            choice = self._releases.choose(_CODE_SET, encounter.date_of_service)
        except KnownError as fault:
            bare = CodeList(tuple(ListedCode(one.text, None, one.line_id) for one in asked), "")
            report = CheckReport(
                engine.run(engine.WITHOUT_RELEASE, bare),
                circumstances.without_release(fault.message),
            )
        else:
            report = self._report(asked, choice, circumstances)
        findings = engine.most_severe_first((*report.findings, *self._of_procedures(encounter)))
        return replace(
            report, findings=tuple(_overridden(one, encounter.overrides) for one in findings)
        )

    def check_codes(
        self,
        codes: Sequence[str],
        *,
        setting: Setting = Setting.OUTPATIENT,
        on: date | None = None,
        age: int | None = None,
        sex: str = "",
    ) -> CheckReport:
        """Check a list of ICD-10-CM codes, each in any spelling, in their order.

        Raises:
            KnownError: no release of ICD-10-CM is installed.
        """
        choice = self._releases.choose(_CODE_SET, on)
        circumstances = Circumstances(on=on, setting=setting, age=age, sex=sex)
        return self._report([Asked(code) for code in codes], choice, circumstances)

    def _report(
        self, asked: Sequence[Asked], choice: ReleaseChoice, circumstances: Circumstances
    ) -> CheckReport:
        others = [
            one
            for one in self._releases.installed()
            if one.code_set == _CODE_SET and one.release != choice.release.release
        ]
        listed = ListReader(choice.release, others, self._releases.reader).read(asked)
        told = ToldCodes(circumstances.on or date.min)
        if self._validity is not None and circumstances.on is not None:
            try:
                told = self._told(listed, choice.release, circumstances.on)
                circumstances = replace(
                    circumstances,
                    validity=self._validity.source(_CODE_SET, circumstances.on),
                    in_force=self._in_force(_CODE_SET, circumstances.on),
                )
            except KnownError:  # no grouper: not_checked says what is left
                pass
        newest = max((one.effective_to for one in others), default=date.min)
        return CheckReport(
            engine.run(engine.rules_with(told), CodeList(listed, choice.release.title)),
            circumstances.not_checked(choice, newest=choice.release.effective_to >= newest),
        )

    def _told(self, listed: Sequence[ListedCode], release: Release, on: date) -> ToldCodes:
        """Return what the master lists tell of the codes, with the successors to choose from."""
        if self._validity is None:
            return ToldCodes(on)
        held = {one.written for one in listed if one.line is not None and one.line.code.billable}
        told = self._validity.of_codes(_CODE_SET, [one.written for one in listed], on, held)
        successors = [code for one in told for code in one.successors]
        offered: dict[str, SeventhCharacter] = {}
        if successors:
            from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

            reader = self._releases.reader(release.code_set, release.release)
            for code, line in ListedLines(reader).named(successors).items():
                if line.billable:
                    offered[code] = SeventhCharacter(line.seventh_character, line.title, line.code)
        in_force = self._in_force(release.code_set, on)
        return ToldCodes(on, told, offered, in_force) if in_force else ToldCodes(on, told, offered)

    def _in_force(self, code_set: str, on: date) -> str:
        """Return the title of the release in force on a day where it is not installed, else ""."""
        currency = self._validity.currency(code_set, on) if self._validity is not None else None
        if currency is None:
            return ""
        return f"{self._releases.code_sets.named(code_set).title} {currency.in_force}"

    def _of_procedures(self, encounter: Encounter) -> tuple[Finding, ...]:
        """Return what the master lists tell of the ICD-10-PCS codes on the date."""
        on = encounter.date_of_service
        lines = [line for line in encounter.lines if line.code_set == _PROCEDURES]
        if self._validity is None or on is None or not lines:
            return ()
        try:
            codes = [line.code for line in lines]
            told = (
                *self._validity.of_codes(_PROCEDURES, codes, on),
                *self._validity.unknown(_PROCEDURES, codes, on),
            )
            in_force = self._in_force(_PROCEDURES, on) or "the release in force on the date"
        except KnownError:  # no grouper: not_checked says what is left
            return ()
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
            return self._releases.choose(_PROCEDURES, on).release.title
        except KnownError:
            return "an installed release"


def _overridden(finding: Finding, overrides: Sequence[Override]) -> Finding:
    """Return *finding* with the reason of the override that names its rule and codes."""
    if not finding.overridable:
        return finding
    for override in overrides:
        if override.rule == finding.rule and sorted(override.codes) == sorted(finding.codes):
            return replace(finding, override_reason=override.reason)
    return finding

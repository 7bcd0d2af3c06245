"""Runs the rules over a code list against the release in force on its date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from codebook_app.domain.encounter import Encounter, Override, Setting
from codebook_app.domain.finding import CheckReport, Finding
from codebook_app.domain.release import ReleaseChoice
from codebook_app.edits import engine
from codebook_app.edits.coverage import Circumstances
from codebook_app.edits.listed import CodeList, ListedCode
from codebook_app.errors import KnownError
from codebook_app.services.code_lists import Asked, ListReader
from codebook_app.services.releases import Releases

_CODE_SET = "icd10cm"


class Checking:
    """Checks code lists against the release in force on their date. Safe from any thread."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases

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
        return replace(
            report,
            findings=tuple(_overridden(one, encounter.overrides) for one in report.findings),
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
        newest = max((one.effective_to for one in others), default=date.min)
        return CheckReport(
            engine.run(engine.RULES, CodeList(listed, choice.release.title)),
            circumstances.not_checked(choice, newest=choice.release.effective_to >= newest),
        )


def _overridden(finding: Finding, overrides: Sequence[Override]) -> Finding:
    """Return *finding* with the reason of the override that names its rule and codes."""
    if not finding.overridable:
        return finding
    for override in overrides:
        if override.rule == finding.rule and sorted(override.codes) == sorted(finding.codes):
            return replace(finding, override_reason=override.reason)
    return finding

"""Gathers for an encounter what the rules need to know, each list asked once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from codebook_app.domain import editor_attributes as mce
from codebook_app.domain.claim import Claim
from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Encounter
from codebook_app.edits.chart import Chart, EditorsWord
from codebook_app.edits.listed import CodeList, ListedCode
from codebook_app.services.exemptions import Exemptions
from codebook_app.services.late import Late
from codebook_app.services.other_codes import OtherCodes
from codebook_app.services.releases import Releases

if TYPE_CHECKING:
    from codebook_app.codesets.grouper_editor import CodeEditor

_AGES = (mce.NEWBORN, mce.PEDIATRIC, mce.MATERNITY, mce.ADULT)


class Charts:
    """Makes charts. Safe from any thread; reads files.

    *editor* opens the Medicare Code Editor's lists when they are first asked; without them, or
    where they cannot be read, charts have none. *today* is the day where none is given.
    """

    def __init__(
        self,
        releases: Releases,
        editor: Callable[[], CodeEditor] | None,
        today: Callable[[], date],
    ) -> None:
        self._editor = Late(editor)
        self._others = OtherCodes(releases)
        self._exemptions = Exemptions(releases)
        self._today = today

    def chart(
        self,
        encounter: Encounter,
        claim: Claim,
        *,
        listed: Mapping[str, ListedCode],
        release: str,
        siblings: Mapping[str, tuple[Code, ...]],
        offered: Mapping[str, Code],
        procedures_by: str = "",
    ) -> Chart:
        """Return the chart of *encounter*, whose diagnoses were read with *release*.

        *listed* are its diagnoses by their line's id, *siblings* the codes beside them that name a
        side, by the code; *offered* the valid codes that rules may put in the place of others.
        *procedures_by* names the list that tells which ICD-10-PCS codes are valid on the day, where
        there is one.
        """
        on = encounter.date_of_service
        day = on or self._today()
        beside = (*claim.admitting, *claim.reasons)
        return Chart(
            encounter=encounter,
            claim=claim,
            diagnoses=CodeList(tuple(listed[line.id] for line in claim.diagnoses), release),
            day=day,
            beside=CodeList(tuple(listed[line.id] for line in beside), release),
            editor=self._word(
                [one.undotted for one in listed.values()],
                [line.code.upper() for line in claim.procedures],
                day,
            ),
            exempt=self._exemptions.listed([one.code for one in claim.diagnoses], on)
            if claim.diagnoses
            else None,
            others=self._others.read(encounter.lines, on, procedures_by),
            modifiers=self._others.modifiers(claim.services, on),
            siblings=siblings,
            offered=offered,
        )

    def _word(
        self, diagnoses: Iterable[str], procedures: Sequence[str], day: date
    ) -> EditorsWord | None:
        """Return what the editor holds of codes, written without point, on a day."""
        editor = self._editor.get()
        if editor is None or not editor.covers("icd10cm", day):
            return None
        ages = {name: editor.ages(name, day) for name in _AGES}
        return EditorsWord(
            diagnoses=_attributes(editor, "icd10cm", diagnoses, day),
            procedures=_attributes(editor, "icd10pcs", procedures, day),
            ages={name: found for name, found in ages.items() if found is not None},
            source=editor.source(day),
        )


def _attributes(
    editor: CodeEditor, code_set: str, codes: Iterable[str], day: date
) -> dict[str, tuple[str, ...]]:
    # Code by code: a list's codes stand far apart, and all between them would be read.
    found: dict[str, tuple[str, ...]] = {}
    for code in codes:
        found |= editor.attributes(code_set, code, code, day)
    return found

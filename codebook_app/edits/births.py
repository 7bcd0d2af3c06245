"""Mother and newborn have records of their own; a birth is told once.

Official Guidelines, sections I.C.15.a.2, I.C.15.b.5, I.C.16.a.1 and I.C.16.a.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.finding import Finding
from codebook_app.edits.chart import Chart, joined
from codebook_app.edits.code_groups import group
from codebook_app.edits.guideline import distinct, guideline_finding

_MOTHER = group("O00-O9A Z37")
_NEWBORN = group("P00-P96 Z38")
_BIRTH = group("Z38")
_IN_HOSPITAL = group("Z38.0 Z38.3 Z38.6")


def mother_and_newborn(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for a list with codes of the mother's record and of the newborn's."""
    listed = distinct(chart.diagnoses.codes)
    mother = [one for one in listed if _MOTHER.holds(one)]
    newborn = [one for one in listed if _NEWBORN.holds(one)]
    if mother and newborn:
        yield guideline_finding(
            "mother_and_newborn",
            (*mother, *newborn),
            f"{joined([one.written for one in mother], 4)}"
            f" {'is' if len(mother) == 1 else 'are'} of a mother's record,"
            f" {joined([one.written for one in newborn], 4)} of a newborn's.",
            section="I.C.15.a.2, I.C.15.b.5 and I.C.16.a",
            action="Code the two on records of their own.",
        )


def birth_record(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for a birth told twice, or after the day of the birth.

    A code of Z38 is given once, on the record of the birth: not twice on a list, and of the births
    in hospital not on a stay that began on a later day than that of the birth.
    """
    births = [one for one in distinct(chart.diagnoses.codes) if _BIRTH.holds(one)]
    if len(births) > 1:
        yield guideline_finding(
            "birth_record",
            births,
            f"{joined([one.written for one in births])} tell of more than one birth.",
            section="I.C.16.a.2",
            action="Keep the one of this newborn.",
        )
    born, admitted = chart.encounter.birth_date, chart.encounter.admitted_on
    if born is None or admitted is None or not chart.inpatient or admitted <= born:
        return
    for one in births:
        if _IN_HOSPITAL.holds(one):
            yield guideline_finding(
                "birth_record",
                (one,),
                f"{one.written} tells of a birth in hospital; the admission,"
                f" {admitted.isoformat()}, is after the birth, {born.isoformat()}.",
                section="I.C.16.a.2",
                action="A hospital that receives a newborn codes what it is received for.",
            )

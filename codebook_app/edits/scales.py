"""Scales and stages: the coma scale whole, a pressure ulcer by one stage.

Official Guidelines, sections I.C.12.a and I.C.18.e.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.finding import Finding, Severity
from codebook_app.edits.chart import Chart, joined
from codebook_app.edits.code_groups import group
from codebook_app.edits.guideline import distinct, guideline_finding
from codebook_app.edits.listed import ListedCode

_PARTS = {"R4021": "eyes open", "R4022": "best verbal", "R4023": "best motor"}
_TOTAL = "R4024"
_ULCER = group("L89")


def coma_scale(chart: Chart) -> Iterator[Finding]:
    """Yield information for a coma scale that is not whole.

    Section I.C.18.e.1: one code of each of R40.21-, R40.22- and R40.23- with the same seventh
    character, or the total score (R40.24-) alone where no more is recorded.
    """
    scored: dict[str, list[ListedCode]] = {}
    for one in distinct(chart.diagnoses.codes):
        if len(one.undotted) == 7 and one.undotted[:5] in {*_PARTS, _TOTAL}:
            scored.setdefault(one.undotted[6], []).append(one)
    for found in scored.values():
        given = {one.undotted[:5] for one in found}
        missing = [words for part, words in _PARTS.items() if part not in given]
        names = joined([one.written for one in found])
        if _TOTAL in given and len(given) > 1:
            text = f"{names}: the total score is coded where the single ones are not known."
        elif _TOTAL not in given and missing:
            text = (
                f"{names} {'is' if len(found) == 1 else 'are'} not the whole coma scale of one"
                f" time: {joined(missing)} {'is' if len(missing) == 1 else 'are'} missing."
            )
        else:
            continue
        yield guideline_finding(
            "coma_scale",
            found,
            text,
            section="I.C.18.e.1",
            action="Complete it from the record, or leave the scale out.",
            severity=Severity.INFORMATION,
        )


def ulcer_stages(chart: Chart) -> Iterator[Finding]:
    """Yield information for pressure ulcers of one site at several stages.

    Section I.C.12.a: a stage is coded once, but for an ulcer that worsens during a stay (a.6),
    whose higher stage was not present on admission, and for ulcers beside each other.
    """
    by_site: dict[str, list[ListedCode]] = {}
    for one in distinct(chart.diagnoses.codes):
        if _ULCER.holds(one) and len(one.undotted) > 4:
            by_site.setdefault(one.undotted[:-1], []).append(one)
    for found in by_site.values():
        worsened = chart.inpatient and any(chart.poa_of(one) == "N" for one in found)
        if len(found) > 1 and not worsened:
            yield guideline_finding(
                "ulcer_stages",
                found,
                f"{joined([one.written for one in found])} are stages of one site.",
                section="I.C.12.a",
                action="Keep one, unless there are several ulcers.",
                severity=Severity.INFORMATION,
            )

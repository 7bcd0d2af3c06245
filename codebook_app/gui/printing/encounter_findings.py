"""What the checks and the grouper say of an encounter, as the coding summary prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codebook_app.domain.claim import Claim
from codebook_app.domain.coding_summary import UsedRelease
from codebook_app.domain.encounter import Encounter, Override, Setting
from codebook_app.domain.finding import CheckReport, Finding, Severity
from codebook_app.domain.grouping import Drg, Grouped, GroupedCode
from codebook_app.gui.models.encounter import rule_words
from codebook_app.gui.printing.sheet import NEW_LINE, Block, Cell, Style, Words

_SIDE = 76.0
_WORDS = {
    Severity.ERROR: "Error",
    Severity.WARNING: "Warning",
    Severity.INFORMATION: "Information",
}


def heading(title: str) -> Block:
    """Return the heading of a part of the summary, on the page of what follows it."""
    return Block((Cell((Words(title, Style.HEADING),)),), gap=11.0, kept=True)


# The grouping ---------------------------------------------------------------------------------


def grouping_blocks(claim: Claim) -> Iterator[Block]:
    """Yield the group of a stay, or why it has none; nothing where it is no stay."""
    if claim.encounter.setting is not Setting.INPATIENT:
        return
    yield heading("MS-DRG")
    grouped = claim.grouped
    if grouped is None:
        yield _said("Not grouped.")
        return
    if grouped.drg is None:
        yield _said(grouped.problem or "The stay cannot be grouped.", tone="warning")
    else:
        yield from _group(grouped, grouped.drg)
    for edit in grouped.edits:
        codes = f" ({', '.join(edit.codes)})" if edit.codes else ""
        yield _labelled("Code editor", edit.name, f"{edit.words}{codes}", tone="warning")
    for hac in grouped.hac:
        yield _labelled("Hospital-acquired", "", hac, tone="warning")
    for unchecked in grouped.not_checked:
        yield _labelled("Not checked", _begun(rule_words(unchecked.rule)), unchecked.reason)
    told = [word for word in (grouped.grouper, grouped.editor, grouped.caution) if word]
    if told:
        yield Block((Cell((Words(" · ".join(told), Style.ASIDE),)),), gap=3.0)


def _group(grouped: Grouped, drg: Drg) -> Iterator[Block]:
    mdc = f"MDC {grouped.mdc} {grouped.mdc_title}".strip() if grouped.mdc else ""
    told = [
        "" if drg.weight is None else f"relative weight {drg.weight:.4f}",
        "" if drg.gmlos is None else f"geometric mean stay {drg.gmlos:.1f} days",
        "" if drg.amlos is None else f"arithmetic mean {drg.amlos:.1f} days",
        mdc,
        grouped.kind,
    ]
    yield Block(
        (
            Cell((Words(drg.number, Style.CODE_STRONG),), 0.0, width=_SIDE - 6),
            Cell((Words(drg.title, Style.STRONG),), _SIDE, hang=8.0),
        ),
        gap=3.0,
        kept=True,
    )
    yield _said(" · ".join(word for word in told if word), left=_SIDE)
    if grouped.initial is not None and grouped.initial.number != drg.number:
        initial = grouped.initial
        yield _said(
            f"Before hospital-acquired conditions: {initial.number} {initial.title}.", left=_SIDE
        )
    if weighing := [code for code in grouped.codes if code.cc or code.poa_effect]:
        yield _said("; ".join(map(_severity, weighing)), left=_SIDE)


def _severity(code: GroupedCode) -> str:
    notes = [
        "decides the severity" if code.counts else "",
        code.why_not.rstrip("."),
        code.poa_effect,
    ]
    told = ", ".join(note for note in notes if note)
    return f"{code.code} {code.cc}".strip() + (f" ({told})" if told else "")


# The findings ---------------------------------------------------------------------------------


def finding_blocks(claim: Claim) -> Iterator[Block]:
    """Yield the findings with their sources, what was set aside and why, what was not checked."""
    report = claim.report
    if report is None:
        return
    yield heading("Checks")
    if not report.findings:
        checked = "." if not report.not_checked else " by the rules that could be checked."
        yield _said(f"Nothing was found{checked}")
    for finding in report.findings:
        yield from _finding(finding, claim.encounter)
    yield from _other_overrides(claim.encounter, report)
    for at, unchecked in enumerate(report.not_checked):
        gap = 4.0 if at == 0 else 1.5
        yield _labelled(
            "Not checked", _begun(rule_words(unchecked.rule)), unchecked.reason, gap=gap
        )


def _finding(finding: Finding, encounter: Encounter) -> Iterator[Block]:
    aside = finding.override_reason
    word = "Set aside" if aside else _WORDS[finding.severity]
    tone = "muted" if aside else finding.severity.value
    action = f" {finding.action}" if finding.action and not aside else ""
    yield Block(
        (
            Cell((Words(word, Style.LABEL, tone),), 0.0, width=_SIDE - 6),
            Cell((_words(finding.text), _words(action)), _SIDE),
        ),
        gap=4.0,
        kept=bool(finding.source or aside),
    )
    if aside:
        made = next((one for one in encounter.overrides if _is_of(one, finding)), None)
        when = f" ({made.made_at.astimezone().date().isoformat()})" if made else ""
        yield Block(
            (Cell((Words("Because: ", Style.LABEL), _words(f"{aside}{when}")), _SIDE),),
            kept=bool(finding.source),
        )
    if finding.source:
        yield Block((Cell((_words(finding.source, Style.ASIDE),), _SIDE),))


def _begun(words: str) -> str:
    """Return *words* as a sentence begins; abbreviations stay as they are."""
    return f"{words[:1].upper()}{words[1:]}"


def _other_overrides(encounter: Encounter, report: CheckReport) -> Iterator[Block]:
    """Yield what was set aside and is not found any more: the reason is kept all the same."""
    for one in encounter.overrides:
        if not any(_is_of(one, finding) for finding in report.findings):
            day = one.made_at.astimezone().date().isoformat()
            yield _labelled(
                "Set aside before", " and ".join(one.codes), f"{one.reason} ({day}; not found now)"
            )


def _is_of(override: Override, finding: Finding) -> bool:
    return override.rule == finding.rule and sorted(override.codes) == sorted(finding.codes)


# The releases ---------------------------------------------------------------------------------


def release_blocks(releases: Sequence[UsedRelease]) -> Iterator[Block]:
    """Yield the releases the codes were added from, and when each is in force."""
    if not releases:
        return
    yield heading("Releases used")
    for at, one in enumerate(releases):
        count = "1 code" if one.lines == 1 else f"{one.lines} codes"
        told = ", ".join(word for word in (one.dates, count) if word)
        words = [Words(f"{one.title}: {told}.")]
        if one.caution:
            words.append(Words(f" {one.caution}", Style.LABEL, "warning"))
        yield Block((Cell(tuple(words)),), gap=3.0 if at == 0 else 1.0)


def _said(text: str, *, tone: str = "", left: float = 0.0) -> Block:
    return Block((Cell((_words(text, tone=tone),), left),), gap=3.0)


def _words(text: str, style: Style = Style.BODY, *, tone: str = "") -> Words:
    """Return *text* with its line breaks as pages have them."""
    return Words(text.replace("\n", NEW_LINE), style, tone)


def _labelled(label: str, name: str, text: str, *, tone: str = "muted", gap: float = 3.0) -> Block:
    named = (Words(f"{name.rstrip('.')}. ", Style.STRONG),) if name else ()
    return Block(
        (
            Cell((Words(label, Style.LABEL, tone),), 0.0, width=_SIDE - 6),
            Cell((*named, _words(text)), _SIDE),
        ),
        gap=gap,
    )

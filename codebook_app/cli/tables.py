"""The answers for the eye. A table without lines reads as well in a terminal as in a pipe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from codebook_app.domain.checkup import Condition, Examination
from codebook_app.domain.copying import CopyFormat
from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.note import SourcedNote
from codebook_app.domain.page import Entry
from codebook_app.domain.release import Release
from codebook_app.domain.search import Hit

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

_SEVERITY_STYLE = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.INFORMATION: "blue",
}
_CONDITION_STYLE = {
    Condition.OK: "green",
    Condition.WARNING: "yellow",
    Condition.FAILED: "bold red",
}


def hit_table(hits: Sequence[Hit], between: str) -> Table:
    """Return the hits, best first: code, billable or not, title, and what matched elsewhere.

    *between* stands between the parts of a cell that may have several.
    """
    table = _columns()
    several = len({hit.code_set for hit in hits}) > 1
    for hit in hits:
        title = _marked(hit.title, hit.marks)
        if hit.reason:
            title.append(f"{between}{hit.reason}: ", "dim")
            title.append_text(_marked(hit.reason_text, hit.reason_marks, "dim"))
        code_set = [_text(hit.code_set, "dim")] if several else []
        table.add_row(*code_set, _text(hit.code, "bold"), _billable(hit.billable), title)
    return table


def entry_tree(entry: Entry) -> tuple[RenderableType, ...]:
    """Return a code's page from its heading down: place, notes, seventh characters, lines below."""
    code = entry.code
    heading = _text(f"{_lead(code.level, code.code)}  {code.title}", "bold")
    below = _text(f"{code.level}, {code.billable_word}; {entry.choice.release.title}", "dim")
    parts: list[RenderableType] = [heading, below]
    if entry.choice.word and not entry.choice.in_force:
        parts.append(_text(entry.choice.word, "yellow"))
    if entry.flags:
        parts.append(_text(", ".join(entry.flags)))
    if entry.ancestors:
        parts += [_text(""), _text("Under", "bold")]
        for depth, ancestor in enumerate(entry.ancestors):
            line = f"{_lead(ancestor.level, ancestor.code)}  {ancestor.title}"
            parts.append(_indented(line, 2 * depth + 2))
    for origin, sourced in groupby(entry.notes, key=lambda sourced: sourced.origin):
        inherited = f" from {_lead(origin.level, origin.code)}" if origin.id != code.id else ""
        where = f"Notes{inherited}"
        parts += [_text(""), _text(where, "bold"), *_note_lines(tuple(sourced))]
    if entry.seventh_characters:
        rows = _columns()
        for seventh in entry.seventh_characters:
            rows.add_row(f" {seventh.character}", _text(seventh.code, "bold"), seventh.meaning)
        parts += [_text(""), _text("Seventh characters", "bold"), rows]
    if entry.facts:
        rows = _columns()
        for fact in entry.facts:
            rows.add_row(f" {fact.name}", ", ".join(filter(None, (fact.value, fact.meaning))))
        parts += [_text(""), _text("Facts", "bold"), rows]
    if entry.index_paths:
        parts += [_text(""), _text("In the index", "bold")]
        for path in entry.index_paths:
            column = f" ({path.column})" if path.column else ""
            parts.append(_indented(f"{path.text}{column}  {path.code}", 2))
    if entry.children:
        rows = _columns()
        for child in entry.children:
            rows.add_row(_text(f" {child.code}", "bold"), _billable(child.billable), child.title)
        parts += [_text(""), _text("Below it", "bold"), rows]
    return tuple(parts)


def installed_table(releases: Sequence[Release], on: date) -> Table:
    """Return the installed releases, with the state of each *on* a day."""
    table = _columns("code set", "release", "in force", "", "codes", "billable", "from")
    for release in releases:
        words = [f"in force on {on}" if release.in_force_on(on) else ""]
        words += [] if release.searchable else ["not searchable: run codebook setup"]
        words += [] if release.confirmed else ["off: see codebook licence"]
        table.add_row(
            release.code_set,
            _text(release.release, "bold"),
            f"{release.effective_from} to {release.effective_to}",
            _text(
                ", ".join(filter(None, words)),
                "green" if release.searchable and release.confirmed else "yellow",
            ),
            f"{release.codes:,}",
            f"{release.billable:,}",
            release.origin,
        )
    return table


def finding_table(findings: Sequence[Finding], between: str) -> Table:
    """Return the findings: how grave, which codes, what is wrong, where it is said, what to do."""
    table = _columns()
    for finding in findings:
        what = _text(finding.text)
        what.append(f"{between}{finding.source}" if finding.source else "", "dim")
        what.append(f"{between}{finding.action}" if finding.action else "")
        table.add_row(
            _text(finding.severity.value, _SEVERITY_STYLE[finding.severity]),
            _text(", ".join(finding.codes), "bold"),
            what,
        )
    return table


def format_table(formats: Sequence[CopyFormat]) -> Table:
    """Return the formats of ``export``."""
    table = _columns()
    for copy_format in formats:
        table.add_row(_text(copy_format.name, "bold"), copy_format.title, copy_format.description)
    return table


def checkup_table(examinations: Sequence[Examination], between: str) -> Table:
    """Return every part that was examined, what was seen, and what to do."""
    table = _columns()
    for found in examinations:
        what = _text(found.text)
        what.append(f"{between}{found.action}" if found.action else "", "bold")
        table.add_row(
            _text(found.condition.value, _CONDITION_STYLE[found.condition]),
            _text(found.part),
            what,
        )
    return table


def _columns(*headings: str) -> Table:
    from rich.table import Table

    table = Table(box=None, show_header=bool(headings), header_style="dim", pad_edge=False)
    table.padding = (0, 2, 0, 0)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _text(words: str, style: str = "") -> Text:
    # Text, never a plain string: square brackets are words here and no markup.
    from rich.text import Text

    return Text(words, style, overflow="fold")


def _indented(words: str, by: int) -> Padding:
    """Return *words* set in by so many blanks, those that are folded too."""
    from rich.padding import Padding

    return Padding(_text(words), (0, 0, 0, by), expand=False)


def _marked(words: str, marks: Sequence[tuple[int, int]], style: str = "") -> Text:
    text = _text(words, style)
    for start, end in marks:
        text.stylize("bold", start, end)
    return text


def _billable(billable: bool) -> Text:
    return _text("billable", "green") if billable else _text("not billable", "dim")


def _lead(level: str, code: str) -> str:
    """Return how a line is called: ``Chapter 4``, ``E08-E13``, ``E11.22``."""
    return f"Chapter {code}" if level == "chapter" else code


def _note_lines(notes: Sequence[SourcedNote]) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for kind, sourced in groupby(notes, key=lambda sourced: sourced.note.kind):
        lines.append(_indented(f"{kind.label}:", 2))
        for each in sourced:
            lines += [_indented(line, 4) for line in each.note.text.splitlines()]
    return lines

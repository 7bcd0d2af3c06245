"""The answers as JSON documents, with exactly the keys that the command line promises.

Dates are written as ISO 8601 writes them; the codes as their release prints them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from codebook_app.domain.checkup import Examination
from codebook_app.domain.code import Code
from codebook_app.domain.copying import CopyFormat, CopyOptions, Option, Separator
from codebook_app.domain.finding import CheckReport
from codebook_app.domain.fix import Fix, ReplaceLine
from codebook_app.domain.note import CodeReference, SourcedNote
from codebook_app.domain.page import Entry
from codebook_app.domain.release import InstallReport, Release
from codebook_app.domain.search import Hit, SearchAnswer

Document = dict[str, object]


def install_document(report: InstallReport) -> Document:
    """Return what ``setup`` and ``import`` answer of one release."""
    return {
        "code_set": report.code_set,
        "release": report.release,
        "effective_from": report.effective_from.isoformat(),
        "effective_to": report.effective_to.isoformat(),
        "codes": report.codes,
        "billable": report.billable,
        "files": list(report.files),
        "checked": list(report.checked),
        "left_out": list(report.left_out),
        "seconds": round(report.seconds, 3),
        "unchanged": report.unchanged,
        "notice": report.notice,
    }


def release_document(release: Release, on: date) -> Document:
    """Return what ``releases`` answers of one release, *on* the day asked for."""
    return {
        "code_set": release.code_set,
        "release": release.release,
        "title": release.title,
        "effective_from": release.effective_from.isoformat(),
        "effective_to": release.effective_to.isoformat(),
        "in_force": release.in_force_on(on),
        "codes": release.codes,
        "billable": release.billable,
        "searchable": release.searchable,
        "origin": release.origin,
        "confirmed": release.confirmed,
        "files": [source.name for source in release.sources],
        "checked": list(release.checked),
        "left_out": list(release.left_out),
    }


def answer_document(answer: SearchAnswer) -> Document:
    """Return what ``search`` answers; *read_as* is empty where the text was taken as typed."""
    return {
        "query": answer.query,
        "read_as": answer.read_as,
        "hits": [_hit_document(hit) for hit in answer.hits],
        "milliseconds": round(answer.milliseconds, 3),
        "failed": [
            {"word": failed.word, "nearest": list(failed.nearest)} for failed in answer.failed
        ],
        "told": list(answer.told),
    }


def _hit_document(hit: Hit) -> Document:
    return {
        "code_set": hit.code_set,
        "release": hit.release,
        "kind": hit.kind.value,
        "code": hit.code,
        "title": hit.title,
        "path": list(hit.path),
        "billable": hit.billable,
        "score": round(hit.score, 4),
    }


def entry_document(entry: Entry) -> Document:
    """Return what ``show`` answers."""
    return {
        "code": entry.code.code,
        "title": entry.code.title,
        "level": entry.code.level,
        "billable": entry.code.billable,
        "ancestors": _code_documents(entry.ancestors),
        "children": _code_documents(entry.children),
        "seventh_characters": [
            {"character": seventh.character, "meaning": seventh.meaning, "code": seventh.code}
            for seventh in entry.seventh_characters
        ],
        "notes": [_note_document(sourced) for sourced in entry.notes],
        "flags": [flag.name for flag in entry.flags],
        "index_paths": [
            {"book": path.book.value, "path": path.text, "code": path.code, "column": path.column}
            for path in entry.index_paths
        ],
        "facts": [
            {"name": fact.name, "value": fact.value, "meaning": fact.meaning}
            for fact in entry.facts
        ],
        "code_set": entry.code.code_set,
        "release": entry.code.release,
    }


def _code_documents(codes: Sequence[Code]) -> list[Document]:
    return [
        {"code": code.code, "title": code.title, "level": code.level, "billable": code.billable}
        for code in codes
    ]


def _note_document(sourced: SourcedNote) -> Document:
    note = sourced.note
    return {
        "kind": note.kind.value,
        "text": note.text,
        "from": sourced.origin.code,
        "codes": [note.text[named.start : named.end] for named in note.references],
    }


def check_document(report: CheckReport) -> Document:
    """Return what ``check`` answers."""
    return {
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "codes": list(finding.codes),
                "text": finding.text,
                "source": finding.source,
                "action": finding.action,
                "line": list(finding.line_ids),
                "override_reason": finding.override_reason,
                "completions": [one.code for one in finding.completions],
                "fixes": [_fix_document(fix) for fix in finding.fixes],
                "named": [_named_words(one) for one in finding.named],
                "guideline_sections": list(finding.sections),
            }
            for finding in report.findings
        ],
        "not_checked": [
            {"rule": unchecked.rule, "reason": unchecked.reason} for unchecked in report.not_checked
        ],
    }


def _fix_document(fix: Fix) -> Document:
    """Return a way out: its words, and each change by its kind and what it sets."""
    return {
        "label": fix.label,
        "changes": [
            {"change": "ReplaceLine", "line_id": change.line_id, "code": change.code.code}
            if isinstance(change, ReplaceLine)
            else {"change": type(change).__name__, **asdict(change)}
            for change in fix.changes
        ],
    }


def _named_words(reference: CodeReference) -> str:
    """Return what a note names, without points: ``N181-N186``, ``E08`` for it and all below."""
    if reference.first == reference.last:
        return reference.first
    return f"{reference.first}-{reference.last}"


def format_document(copy_format: CopyFormat) -> Document:
    """Return what ``formats`` answers of one format."""
    return {
        "name": copy_format.name,
        "title": copy_format.title,
        "description": copy_format.description,
        "group": copy_format.group.value,
        "options": {
            option.value: _default(copy_format.defaults, option)
            for option in Option
            if option in copy_format.takes
        },
        "limits": list(copy_format.limits),
        "suffix": copy_format.suffix,
    }


def _default(options: CopyOptions, option: Option) -> bool | str:
    """Return what *option* is where nothing is chosen, as the command line spells it."""
    match option:
        case Option.SEPARATOR:
            return Separator.of(options.separator).value
        case Option.ORDER:
            return options.order.value
        case Option.DESCRIPTIONS:
            return options.descriptions
        case _:
            return bool(getattr(options, option.value))


def checkup_document(examinations: Sequence[Examination]) -> list[Document]:
    """Return what ``doctor`` answers."""
    return [
        {
            "part": examination.part,
            "condition": examination.condition.value,
            "text": examination.text,
            "action": examination.action,
        }
        for examination in examinations
    ]

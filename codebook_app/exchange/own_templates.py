r"""Formats of a person's own: text with fields in braces, written for each code of the list.

``{code}`` is a field, ``{{`` and ``}}`` are the braces themselves, ``\t`` a tab, ``\n`` a new
line and ``\\`` a backslash. Header and footer know the fields of the encounter, the line knows
those of its code as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from codebook_app.domain.claim import DIAGNOSES, Claim
from codebook_app.domain.copying import (
    CopyFormat,
    CopyOptions,
    CopyTemplate,
    Group,
    Need,
    Option,
    Rendered,
)
from codebook_app.domain.encounter import EncounterLine
from codebook_app.errors import KnownError
from codebook_app.exchange.any_list import AnyListFits
from codebook_app.exchange.claim_words import total
from codebook_app.exchange.written import (
    cell,
    code_as,
    csv_text,
    html_table,
    misread,
    numbers,
    one_line,
    ordered,
)

LINE_FIELDS: Mapping[str, str] = {
    "code": "the code as printed",
    "dotless": "the code without its dot",
    "title": "its title as it was when added",
    "seq": "its number on the claim",
    "role": "principal, secondary, procedure, service …",
    "poa": "present on admission: Y, N, U, W",
    "date": "when it was performed, as 2026-01-15",
    "units": "the units of a service",
    "modifiers": "its modifiers, a space between",
    "pointers": "the letters of its diagnoses",
    "charge": "its charge in dollars",
    "revenue_code": "its revenue code",
    "code_set": "icd10cm, icd10pcs, cpt, hcpcs …",
    "release": "the release it was taken from",
}
"""The fields of a code, each with what it is."""

LIST_FIELDS: Mapping[str, str] = {
    "label": "the encounter's label",
    "setting": "inpatient, outpatient or professional",
    "service_date": "the date of service or discharge",
    "admitted": "the date of admission",
    "age": "the age in whole years",
    "sex": "F, M or U",
    "discharge_status": "its two digits",
    "count": "how many codes there are",
    "total": "the sum of the charges, where each is known",
    "drg": "the MS-DRG of an inpatient stay",
    "drg_title": "its title",
}
"""The fields of the encounter, which header, line and footer have."""

_GROUPED = frozenset({"drg", "drg_title"})
_CODES = frozenset({"code", "dotless"})
_PARTS = re.compile(r"\{\{|\}\}|\{(?P<field>[^{}]*)\}|\\(?P<escape>.?)|(?P<brace>[{}])", re.DOTALL)
_ESCAPES = {"t": "\t", "n": "\n", "\\": "\\"}

_LONGEST_NAME = 60
LONGEST_PART = 2000
"""The characters of a header, line, between or footer at most."""


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """What is wrong with a template: *where* ("name", "line", …) and the *words* to tell."""

    where: str
    words: str


def template_faults(template: CopyTemplate) -> tuple[TemplateFault, ...]:
    """Return what keeps *template* from being used, at most one for each part; empty if nothing.

    A text tells the character, counted from 1, at which it goes wrong.
    """
    faults = []
    name = template.name.strip()
    if not name:
        faults.append(TemplateFault("name", "The template has no name."))
    elif len(name) > _LONGEST_NAME:
        faults.append(TemplateFault("name", f"A name has at most {_LONGEST_NAME} characters."))
    for where, text, fields in _texts(template):
        if len(text) > LONGEST_PART:
            words = f"{where.capitalize()} has more than {LONGEST_PART} characters."
            faults.append(TemplateFault(where, words))
            continue
        try:
            _parsed(text, fields)
        except _FaultyTemplateError as fault:
            faults.append(TemplateFault(where, f"{where.capitalize()}, {fault}"))
    return tuple(faults)


def lost_words(template: CopyTemplate) -> str:
    """Return a sentence where a sound *template* writes no code at all, else nothing."""
    if _CODES & _fields(template.line):
        return ""
    return "The line has neither {code} nor {dotless}: no code of the list is written."


def refuse_faulty(template: CopyTemplate) -> None:
    """Raise KnownError with the first thing that keeps *template* from being used."""
    for fault in template_faults(template):
        raise KnownError(fault.words, "Mend the template.")


class OwnTemplate(AnyListFits):
    """Writes a list as a person's template says.

    Raises:
        KnownError: the template is faulty, as :func:`template_faults` says.
    """

    def __init__(self, template: CopyTemplate) -> None:
        refuse_faulty(template)
        texts = {where: _parsed(text, fields) for where, text, fields in _texts(template)}
        self._header, self._line = texts["header"], texts["line"]
        self._footer, self._between = texts["footer"], texts["between"]
        self._lost = lost_words(template)
        used = _fields(template.header + template.line + template.footer)
        self.described = CopyFormat(
            name=template.format_name,
            title=template.name,
            description="A template of your own.",
            takes=frozenset({Option.ORDER}),
            group=Group.OWN,
            needs=frozenset({Need.GROUPING} if used & _GROUPED else ()),
        )

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write header, a line for each code with *between* between two, and footer."""
        shared = _list_values(claim)
        number = numbers(claim)
        lines = [
            self._line(shared | _line_values(claim, line, number[line.id]))
            for line in ordered(claim, options)
        ]
        body = self._between({}).join(lines)
        text = f"{self._header(shared)}{body}{self._footer(shared)}"
        said = tuple(self._say(claim))
        if "\t" not in text:
            return Rendered(text, _html(text), said=said)
        # Tabs are meant as columns, and a spreadsheet would take the paragraphs for cells.
        rows = [[cell(one) for one in line.split("\t")] for line in text.split("\n")]
        return Rendered(text, html_table(rows), csv_text(rows, guard=True), said)

    def _say(self, claim: Claim) -> Iterator[str]:
        if self._lost and claim.encounter.lines:
            yield self._lost
        if Need.GROUPING in self.described.needs and (
            claim.grouped is None or claim.grouped.drg is None
        ):
            why = claim.grouped.problem if claim.grouped else ""
            yield f"There is no DRG to write. {why}".rstrip()


class _FaultyTemplateError(Exception):
    """Where a text goes wrong and how."""


_Write = Callable[[Mapping[str, str]], str]


def _texts(template: CopyTemplate) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield each text of *template*: what it is called, itself, and the fields it knows."""
    of_list, of_line = frozenset(LIST_FIELDS), frozenset((*LIST_FIELDS, *LINE_FIELDS))
    yield "header", template.header, of_list
    yield "line", template.line, of_line
    yield "between", template.between, frozenset()
    yield "footer", template.footer, of_list


def _parsed(text: str, fields: frozenset[str]) -> _Write:
    """Return what writes *text* from the values of its fields."""
    parts: list[tuple[str, str]] = []  # words before a field, the field or nothing
    words, end = "", 0
    for found in _PARTS.finditer(text):
        words += text[end : found.start()]
        end, at = found.end(), f"character {found.start() + 1}:"
        field, escaped = found["field"], found["escape"]
        if found["brace"]:
            raise _FaultyTemplateError(
                f"{at} a single “{found['brace']}”. A field is written {{code}}, a brace twice."
            )
        if escaped is not None:
            if escaped not in _ESCAPES:
                raise _FaultyTemplateError(
                    f"{at} “\\{escaped}” means nothing. Write \\t, \\n, or \\\\ for a backslash."
                )
            words += _ESCAPES[escaped]
        elif field is None:
            words += found.group()[0]
        elif field.strip() in fields:
            parts.append((words, field.strip()))
            words = ""
        else:
            raise _FaultyTemplateError(f"{at} {_unknown(field, fields)}")
    words += text[end:]
    return lambda values: "".join(before + values[name] for before, name in parts) + words


def _unknown(field: str, fields: frozenset[str]) -> str:
    if field.strip() in LINE_FIELDS:
        return f"{{{field.strip()}}} is a field of one code: it belongs in the line."
    if not fields:
        return f"there are no fields here, and “{{{one_line(field)}}}” is one."
    return f"there is no field {{{one_line(field)}}}."


def _fields(text: str) -> frozenset[str]:
    return frozenset(
        found["field"].strip() for found in _PARTS.finditer(text) if found["field"] is not None
    )


def _list_values(claim: Claim) -> dict[str, str]:
    encounter, charges = claim.encounter, total(claim.services)
    drg = claim.grouped.drg if claim.grouped else None
    return {
        "label": one_line(encounter.label),
        "setting": encounter.setting.value,
        "service_date": encounter.date_of_service.isoformat() if encounter.date_of_service else "",
        "admitted": encounter.admitted_on.isoformat() if encounter.admitted_on else "",
        "age": "" if encounter.age_in_years is None else str(encounter.age_in_years),
        "sex": encounter.sex,
        "discharge_status": encounter.discharge_status,
        "count": str(len(encounter.lines)),
        "total": "" if charges is None else f"{charges:.2f}",
        "drg": drg.number if drg else "",
        "drg_title": drg.title if drg else "",
    }


def _line_values(claim: Claim, line: EncounterLine, number: int) -> dict[str, str]:
    return {
        "code": line.code,
        "dotless": code_as(line, dots=False),
        "title": one_line(line.title),
        "seq": str(number),
        "role": claim.role_word(line),
        "poa": line.poa if line.code_set == DIAGNOSES else "",
        "date": line.performed_on.isoformat() if line.performed_on else "",
        "units": "" if line.units is None else str(line.units),
        "modifiers": " ".join(line.modifiers),
        "pointers": "".join(line.pointers),
        "charge": "" if line.charge is None else f"{line.charge:f}",
        "revenue_code": line.revenue_code,
        "code_set": line.code_set,
        "release": line.release,
    }


def _html(text: str) -> str:
    """Return *text* as paragraphs in which runs of blanks stay as they are.

    Where a spreadsheet would misread a line, it is a table of one column.
    """
    lines = text.split("\n")
    if any(map(misread, lines)):
        return html_table([(line,) for line in lines])
    return "".join(
        f'<p style="margin:0; white-space:pre-wrap">{escape(line)}</p>' for line in lines
    )

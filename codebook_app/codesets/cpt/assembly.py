"""Makes a release's content of the AMA's descriptors and modifiers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby

from codebook_app.codesets.base import Edition
from codebook_app.codesets.cpt.descriptors import CONCEPT, DescriptorFile
from codebook_app.codesets.cpt.layouts import Kind
from codebook_app.codesets.cpt.modifiers import CptModifier, ModifierFile
from codebook_app.codesets.cpt.sections import (
    MODIFIERS,
    OTHER,
    SECTIONS,
    group_of,
    group_title,
    section_of,
)
from codebook_app.codesets.outline import OutlineLine, numbered
from codebook_app.domain.content import Fact, ReleaseContent
from codebook_app.domain.note import Note, NoteKind
from codebook_app.domain.tabular import TabularList

# Which descriptor is a code's title, best first.
_TITLES = (Kind.LONG, Kind.MEDIUM, Kind.SHORT, Kind.CONSUMER)
_NAMES = {
    "long": "Long descriptor",
    "short": "Short descriptor",
    "medium": "Medium descriptor",
    "consumer": "Consumer descriptor",
    "clinician": "Clinician descriptor",
}
_MAKE_CODES = (Kind.LONG, Kind.CONSOLIDATED)
_SPARE = (Kind.MEDIUM, Kind.SHORT)
_EXAMPLES = 3

Texts = dict[str, list[str]]


def assemble(
    described: Mapping[Kind, tuple[str, DescriptorFile]],
    modifiers: ModifierFile | None,
    notice: str,
    edition: Edition,
    code_set: str,
) -> ReleaseContent:
    """Return the content of the release *edition* of what the files, each with its name, say.

    The codes are those of the long descriptors and the consolidated list; where neither is there,
    of the medium descriptors, else the short ones. Other files only describe them.
    """
    makers = [kind for kind in _MAKE_CODES if kind in described]
    makers = makers or [kind for kind in _SPARE if kind in described][:1]
    texts: dict[str, Texts] = {
        line.code: {} for kind in makers for line in described[kind][1].lines
    }
    for kind in Kind:
        if kind in described:
            _add(texts, described[kind][1])
    marks = modifiers.modifiers if modifiers is not None else ()
    titled = {code: title for code, found in texts.items() if (title := _title(found))}
    lines = numbered(_outline(titled, marks), code_set, edition.release)
    notes_of = {mark.code: mark.note for mark in marks if mark.note}
    return ReleaseContent(
        TabularList(
            lines,
            tuple(
                Note(number, line.id, 1, NoteKind.NOTES, notes_of[line.code])
                for number, line in enumerate(
                    (one for one in lines if one.level == "modifier" and one.code in notes_of),
                    start=1,
                )
            ),
            {},
        ),
        facts=tuple(
            fact
            for line in lines
            if line.level == "code"
            for fact in _facts(line.id, line.title, texts[line.code])
        ),
        notice=notice,
        checks=tuple(_checks(titled, marks, described, makers)),
        left_out=(
            *(words for _, file in described.values() for words in file.left_out),
            *(modifiers.left_out if modifiers is not None else ()),
            *(f"{code}: a code that no file describes" for code in texts.keys() - titled.keys()),
        ),
    )


def _add(texts: dict[str, Texts], file: DescriptorFile) -> None:
    """Add what *file* says of each of the codes in *texts*."""
    for line in file.lines:
        known = texts.get(line.code)
        if known is None:
            continue
        for name, text in line.texts.items():
            said = known.setdefault(name, [])
            if text not in said:
                said.append(text)


def _title(texts: Texts) -> str:
    return next((texts[kind][0] for kind in _TITLES if texts.get(kind)), "")


def _outline(
    titled: Mapping[str, str], modifiers: Collection[CptModifier]
) -> Iterator[OutlineLine]:
    order = {section.code: place for place, section in enumerate(SECTIONS)}
    placed = sorted(titled, key=lambda code: (order[section_of(code).code], group_key(code)))
    for section, in_section in groupby(placed, key=section_of):
        yield OutlineLine(section.code, section.title, "section", 0, heading=True)
        for group, found in groupby(in_section, key=group_of):
            title = group_title(group)
            yield OutlineLine(group, title, "group", 1, heading=True, opens_page=True)
            for code in found:
                yield OutlineLine(code, titled[code], "code", 2, billable=True)
    if modifiers:
        yield OutlineLine(
            MODIFIERS.code, MODIFIERS.title, "section", 0, heading=True, opens_page=True
        )
        for modifier in modifiers:
            yield OutlineLine(modifier.code, modifier.title, "modifier", 1)


def group_key(code: str) -> tuple[str, str]:
    """Return what codes are ordered by: those with one last letter stand together."""
    return ("" if code.isdigit() else code[-1], code)


def _facts(line_id: int, title: str, texts: Texts) -> Iterator[Fact]:
    for name, heading in _NAMES.items():
        for text in texts.get(name, ()):
            if text.casefold() != title.casefold():
                yield Fact(line_id, heading, text, searched=True)
    for name, said in texts.items():
        if name not in _NAMES and name != CONCEPT:
            for text in said:
                yield Fact(line_id, name, text)
    for text in texts.get(CONCEPT, ()):
        yield Fact(line_id, CONCEPT, text)


def _checks(
    titled: Mapping[str, str],
    modifiers: Collection[CptModifier],
    described: Mapping[Kind, tuple[str, DescriptorFile]],
    makers: Collection[Kind],
) -> Iterator[str]:
    yield f"{len(titled):,} codes and {len(modifiers):,} modifiers"
    outside = [code for code in titled if section_of(code) is OTHER]
    if outside:
        yield f"in none of CPT's sections: {_counted(outside)}"
    for kind in sorted(described, key=list(Kind).index):
        name, file = described[kind]
        there = {line.code for line in file.lines}
        differences = [
            f"{_counted(sorted(codes))} {words}"
            for codes, words in (
                (titled.keys() - there, "not in it"),
                (there - titled.keys(), "in it alone"),
            )
            if codes
        ]
        if differences:
            yield f"compared with {name}: {'; '.join(differences)}"
        elif kind not in makers:
            yield f"compared with {name}: {len(there):,} codes agree"


def _counted(codes: Sequence[str]) -> str:
    more = ", …" if len(codes) > _EXAMPLES else ""
    word = "code" if len(codes) == 1 else "codes"
    return f"{len(codes):,} {word} ({', '.join(codes[:_EXAMPLES])}{more})"

"""Makes a release's content of the HCPCS lines, and says how it compares with what is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta

from codebook_app.codesets.base import Edition
from codebook_app.codesets.hcpcs.columns import HcpcsFile, HcpcsLine
from codebook_app.codesets.hcpcs.facts import facts_of
from codebook_app.codesets.hcpcs.sections import SECTIONS, outlined
from codebook_app.codesets.outline import numbered
from codebook_app.domain.content import (
    DELETED,
    NEW,
    REVISED,
    Conversion,
    Fact,
    Listing,
    ReleaseContent,
)
from codebook_app.domain.tabular import TabularList

# Codes and modifiers, terminated ones included, that CMS's files of a release hold.
_PUBLISHED = {"2019-01": (6_440, 360), "2025-10": (8_463, 383)}
_LAST_SECTION = "V"
_LISTS = {"A": NEW, "B": REVISED, "C": REVISED, "S": REVISED, "D": DELETED}
_EXAMPLES = 3


def assemble(
    read: Sequence[tuple[str, HcpcsFile]],
    notes: Mapping[str, str],
    edition: Edition,
    code_set: str,
) -> ReleaseContent:
    """Return the content of the release *edition* of the files *read*, each with its name.

    The first is the release's; others are compared with it. *notes* are the processing notes by
    number. A code is terminated where its last day of use lies before the release.
    """
    name, found = read[0]
    lines = found.lines
    outline = list(outlined(lines, [_level(line, edition) for line in lines]))
    codes = numbered((placed for placed, _ in outline), code_set, edition.release)
    facts: list[Fact] = []
    for code, (_, line) in zip(codes, outline, strict=True):
        if line is not None:
            facts.extend(facts_of(line, code.id, notes))
    return ReleaseContent(
        TabularList(codes, (), {}),
        facts=tuple(facts),
        listings=tuple(
            Listing(_LISTS[line.action], line.code, line.title)
            for line in lines
            if line.action in _LISTS
        ),
        conversions=tuple(_conversions(lines)),
        checks=(
            *_counted(lines, edition),
            *(doubt for _, one in read for doubt in one.doubts),
            *_compared_notes(lines, notes),
            *(_compared(name, lines, other, further.lines) for other, further in read[1:]),
        ),
        left_out=(
            *found.left_out,
            *(f"{other}: the same list again; it was only compared" for other, _ in read[1:]),
        ),
    )


def _level(line: HcpcsLine, edition: Edition) -> tuple[str, bool]:
    """Return the level of *line*, and whether it can be billed in the time of *edition*."""
    kind = "modifier" if line.modifier else "code"
    if line.terminated is not None and line.terminated < edition.effective_from:
        return f"terminated {kind}", False
    return kind, not line.modifier and not _is_later(line, edition)


def _is_later(line: HcpcsLine, edition: Edition) -> bool:
    return line.added is not None and line.added > edition.effective_to


def _conversions(lines: Sequence[HcpcsLine]) -> Iterator[Conversion]:
    """Yield what took the place of each terminated code, as its cross references say."""
    known = {line.code for line in lines}
    for line in lines:
        if line.terminated is None:
            continue
        for successor in line.values.get("cross reference", ()):
            if successor in known and successor != line.code:
                yield Conversion(successor, (line.code,), line.terminated + timedelta(days=1))


def _counted(lines: Sequence[HcpcsLine], edition: Edition) -> Iterator[str]:
    modifiers = sum(line.modifier for line in lines)
    codes = len(lines) - modifiers
    words = f"{codes:,} codes and {modifiers:,} modifiers"
    published = _PUBLISHED.get(edition.release)
    if published == (codes, modifiers):
        words += ", as many as CMS published"
    elif published is not None:
        words += f", where CMS published {published[0]:,} and {published[1]:,}"
    yield words
    terminated = [line for line in lines if _level(line, edition)[0].startswith("terminated")]
    if terminated:
        yield (
            f"terminated before {edition.effective_from.isoformat()}, and so found but not"
            f" billable: {len(terminated):,}"
        )
    later = [line.code for line in lines if _is_later(line, edition)]
    if later:
        yield (
            f"added after {edition.effective_to.isoformat()}, and so not billable yet:"
            f" {len(later):,} ({_some(later)})"
        )
    last = max((line.code for line in lines if not line.modifier), default="")
    if last[:1] < _LAST_SECTION:
        yield (
            f"the last code is {last}, where CMS's list goes on to {_LAST_SECTION}: the file may be"
            " cut off"
        )
    strange = [line.code for line in lines if not line.modifier and line.code[0] not in SECTIONS]
    if strange:
        yield f"of a letter that HCPCS has not: {len(strange):,} ({_some(strange)})"


def _compared_notes(lines: Sequence[HcpcsLine], notes: Mapping[str, str]) -> Iterator[str]:
    if not notes:
        return
    named = [number for line in lines for number in line.values.get("processing note", ())]
    missing = sorted({number for number in named if number not in notes})
    words = f"{len(notes):,} processing notes, which {len(named):,} codes refer to"
    yield f"{words}; not among them: {_some(missing)}" if missing else words


def _compared(
    name: str, lines: Sequence[HcpcsLine], other_name: str, others: Sequence[HcpcsLine]
) -> str:
    """Return, in a sentence, how the lines of two files agree."""
    here, there = ({line.code: line for line in some} for some in (lines, others))
    differences = [
        f"{len(codes):,} {words} ({_some(sorted(codes))})"
        for codes, words in (
            (here.keys() - there.keys(), f"only in {name}"),
            (there.keys() - here.keys(), f"only in {other_name}"),
        )
        if codes
    ]
    both = here.keys() & there.keys()
    differing = Counter(word for code in both for word in _differing(here[code], there[code]))
    differences += [f"{count:,} with another {word}" for word, count in differing.most_common()]
    agree = f"{len(both):,} codes and modifiers agree"
    if not differences:
        return f"compared with {other_name}: {agree}, column for column"
    return f"compared with {other_name}: {len(both):,} codes and modifiers in both; " + "; ".join(
        differences
    )


_WORDS = {
    "modifier": "type",
    "title": "description",
    "short": "short description",
    "added": "date added",
    "effective": "effective date",
    "terminated": "termination date",
    "action": "action",
}


def _differing(line: HcpcsLine, other: HcpcsLine) -> Iterator[str]:
    for one in fields(HcpcsLine):
        if one.name in _WORDS and getattr(line, one.name) != getattr(other, one.name):
            yield _WORDS[one.name]
    for column in sorted(line.values.keys() | other.values.keys()):
        if line.values.get(column) != other.values.get(column):
            yield column


def _some(codes: Collection[str]) -> str:
    more = ", …" if len(codes) > _EXAMPLES else ""
    return ", ".join(list(codes)[:_EXAMPLES]) + more

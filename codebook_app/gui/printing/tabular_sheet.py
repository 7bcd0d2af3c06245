"""A page of the tabular as it is printed: codes by their level, notes by kind and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from codebook_app.domain.note import NoteKind, SourcedNote
from codebook_app.domain.notebook import OwnNote
from codebook_app.domain.page import Page, PageLine
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.models.page_order import page_rows
from codebook_app.gui.models.page_rows import (
    GroupRow,
    LineRow,
    NoteRow,
    OriginRow,
    Row,
    SeventhRow,
)
from codebook_app.gui.models.page_words import State, named, printed_title
from codebook_app.gui.printing.note_blocks import BAR, note_blocks
from codebook_app.gui.printing.sheet import NEW_LINE, Block, Cell, Sheet, Style, Words

_NO_BREAK = "\u00a0"
_STEP = 10.0
"""A level is so much further in."""
_MOST_STEPS = 7
_CODE_CHARACTER = 5.4

OwnNotes = Mapping[str, Sequence[OwnNote]]
_NONE: OwnNotes = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """What of a page is printed.

    *inherited*: the notes of chapter, section and category above. *sevenths*: each code that a
    seventh character makes; without it they stand once, where they are defined. *own_notes*: what
    the person wrote.
    """

    inherited: bool = True
    sevenths: bool = False
    own_notes: bool = True


def narrowed(page: Page, code_id: int) -> Page:
    """Return the part of *page* that is a line and all below it, as a page of its own.

    Notes of the lines between the page's heading and that line are among the inherited ones. The
    heading itself, or a line that is not on the page, is the whole page.
    """
    by_id = {line.code.id: line for line in page.lines}
    line = by_id.get(code_id)
    if line is None or line.code == page.heading:
        return page
    above: list[PageLine] = []
    parent = line.code.parent_id
    while parent is not None and parent in by_id:
        above.insert(0, by_id[parent])
        parent = by_id[parent].code.parent_id
    inherited = tuple(
        SourcedNote(note, origin.code, inherited=True)
        for origin in above
        for note in origin.notes
        if note.kind is not NoteKind.INCLUSION_TERM
    )
    below = tuple(
        one for one in page.lines if line.code.id <= one.code.id <= line.code.last_descendant_id
    )
    return replace(
        page,
        heading=line.code,
        ancestors=(*page.ancestors, *(one.code for one in above)),
        inherited=(*page.inherited, *inherited),
        lines=below,
        focus=line.code.id,
    )


def tabular_sheet(
    page: Page,
    choice: PrintChoice,
    printed_on: date,
    width: float = 504.0,
    own_notes: OwnNotes = _NONE,
) -> Sheet:
    """Return *page* as it is printed, *width* points wide, with *own_notes* by code as printed."""
    blocks: list[Block] = list(_way_to(page))
    above: LineRow | None = None
    notes = own_notes if choice.own_notes else _NONE
    for row in _defined_once(page_rows(page, inherited_open=choice.inherited)):
        if isinstance(row, LineRow):
            blocks.extend(_own(above, notes, page))
            above = row
        blocks.extend(_blocks(row, page, choice, width))
    blocks.extend(_own(above, notes, page))
    heading = page.heading
    return Sheet(
        code_set_title(page.choice.release.code_set),
        f"{named(heading)} {printed_title(heading)[0]}",
        page.choice,
        _headed(blocks),
        printed_on,
    )


def _way_to(page: Page) -> Iterator[Block]:
    """Yield where the page stands: chapter, section and what else is above it."""
    if page.ancestors:
        way = "  ›  ".join(
            f"{named(above)} {printed_title(above)[0]}"
            if named(above) != printed_title(above)[0]
            else named(above)
            for above in page.ancestors
        )
        yield Block((Cell((Words(way, Style.SMALL),)),), kept=True)


def _own(row: LineRow | None, notes: OwnNotes, page: Page) -> Iterator[Block]:
    """Yield what the person wrote on a line and on the codes that seventh characters make of it."""
    if row is None:
        return
    left = BAR if row.line.code == page.heading else _title_left(row)
    made = [seventh.code for seventh in row.line.seventh_characters]
    for code in (row.code, *made):
        for note in notes.get(code, ()):
            on = "" if code == row.code else f" on {code}"
            label = f"Your note{on} · {note.changed_at.date().isoformat()}  "
            text = note.text.replace("\n", NEW_LINE)
            yield Block(
                (Cell((Words(label, Style.LABEL, "accent"), Words(text)), left + BAR, hang=8.0),),
                gap=2.0,
                bar="accent",
                bar_left=left,
            )


def _defined_once(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield *rows*, what the seventh characters mean only at the last of a line's notes on them."""
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        if isinstance(row, NoteRow) and isinstance(below, NoteRow) and below.defined:
            yield replace(row, defined=())
        else:
            yield row


def _blocks(row: Row, page: Page, choice: PrintChoice, width: float) -> Iterator[Block]:
    match row:
        case GroupRow():
            if choice.inherited:
                yield _plain(row.words, Style.HEADING, gap=6.0, kept=True)
                for member in row.members:
                    yield from _blocks(member, page, choice, width)
        case OriginRow():
            yield _origin(row)
        case NoteRow():
            yield from note_blocks(row, _note_left(row, page), width)
        case LineRow():
            yield _heading(row, page) if row.depth == 0 else _line(row, page)
            if choice.sevenths or (row.depth == 0 and row.members):
                for member in row.members:
                    yield _seventh(member, row)


def _headed(blocks: list[Block]) -> tuple[Block, ...]:
    """Return *blocks* with each code's line on the page of what first follows it."""
    kept: list[Block] = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        leads = bool(block.guide) and following is not None and not following.guide
        # The first of several notes of a kind bears their label: it is not left behind alone.
        leads |= bool(block.bar and block.gap and following and following.bar == block.bar)
        kept.append(replace(block, kept=True) if leads else block)
    return tuple(kept)


def _plain(text: str, style: Style, *, gap: float = 0.0, kept: bool = False) -> Block:
    return Block((Cell((Words(text, style),)),), gap=gap, kept=kept)


def _origin(row: OriginRow) -> Block:
    title = printed_title(row.origin)[0] if row.titled else ""
    words = (
        Words(f"{row.words} ", Style.SMALL),
        Words(named(row.origin), Style.CODE),
        Words(f"  {title}".rstrip(), Style.SMALL),
    )
    return Block((Cell(words, BAR),), gap=4.0, kept=True)


def _heading(row: LineRow, page: Page) -> Block:
    title, codes = printed_title(row.line.code)
    words = [
        Words(f"{named(row.line.code)}  ", Style.TITLE_CODE),
        Words(title, Style.TITLE),
    ]
    if codes:
        words.append(Words(f"  {codes}", Style.CODE))
    return Block(
        (Cell((*words, *_state(row, page))),), gap=10.0, rule=True, guide=named(row.line.code)
    )


def _line(row: LineRow, page: Page) -> Block:
    header = row.line.code.has_children and not row.opens and not row.listed
    title, codes = printed_title(row.line.code)
    words = [Words(title, Style.STRONG if header else Style.BODY)]
    if codes:
        words.append(Words(f"  {codes}", Style.CODE))
    left = _code_left(row.depth)
    code = Cell((Words(row.code, Style.CODE_STRONG),), left, width=_title_left(row) - left)
    return Block(
        (code, Cell((*words, *_state(row, page)), _title_left(row), hang=8.0)),
        gap=4.0 if header else 2.0,
        guide=row.code,
    )


def _state(row: LineRow, page: Page) -> tuple[Words, ...]:
    """Return the line's state and its flags in words, as the printed page has no hover."""
    words: list[Words] = []
    if row.state is not State.NONE:
        mark = "●" if row.state.is_full else "○"
        tone = "billable" if row.state.is_full else "not_billable"
        said = row.state.value.replace(" ", _NO_BREAK)
        words.append(Words(f"   {mark}{_NO_BREAK}{said}", Style.ASIDE, tone))
    badges = [flag.badge for flag in page.flagged.of(row.line.code.code) if flag.badge]
    if badges:
        said = " · ".join(badge.replace(" ", _NO_BREAK) for badge in badges)
        words.append(Words(f"  · {said}", Style.ASIDE))
    return tuple(words)


def _seventh(member: Row, line: LineRow) -> Block:
    assert isinstance(member, SeventhRow)  # noqa: S101 - what a line's members are
    left = _title_left(line) + BAR
    code = left + 14
    meaning = code + len(member.seventh.code) * _CODE_CHARACTER + 10
    return Block(
        (
            Cell((Words(member.seventh.character, Style.CODE_STRONG, "seventh"),), left, width=14),
            Cell((Words(member.seventh.code, Style.CODE),), code, width=meaning - code),
            Cell((Words(member.seventh.meaning),), meaning),
        ),
        bar="seventh",
        bar_left=left - BAR,
    )


def _code_left(depth: int) -> float:
    return min(max(0, depth - 1), _MOST_STEPS) * _STEP


def _title_left(row: LineRow | NoteRow) -> float:
    return _code_left(row.depth) + row.characters * _CODE_CHARACTER + 10.0


def _note_left(row: NoteRow, page: Page) -> float:
    """Return where a note begins: under its line's title, the heading's at the margin."""
    if row.origin is not None or row.note.code_id == page.heading.id:
        return BAR
    return _title_left(row)

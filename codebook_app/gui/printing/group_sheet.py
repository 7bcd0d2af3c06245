"""The MS-DRGs of an MDC as they are printed: families, weights and lengths of stay in columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from codebook_app.domain.group_page import DrgGroup, GroupPage
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.models.page_words import named, printed_title
from codebook_app.gui.printing.sheet import Block, Cell, Sheet, Style, Words

_NUMBER, _TITLE = 0.0, 34.0
_TYPE, _FIGURE = 52.0, 50.0
_FIGURES = ("Weight", "GMLOS", "AMLOS")
_DIGITS = (4, 1, 1)


def group_sheet(page: GroupPage, printed_on: date, width: float) -> Sheet:
    """Return *page* as it is printed, *width* points wide.

    Weights and lengths of stay are left out where the release came without Table 5; a dash
    says that CMS gives none.
    """
    weighed = any(group.weight is not None for group in page.groups)
    heads = _row(("DRG", "Title", "Type", *(_FIGURES if weighed else ())), width, Style.LABEL)
    heads = replace(heads, gap=6.0, kept=True, rule=True)
    title = printed_title(page.heading)[0]
    named_so = f"{named(page.heading)}  "
    blocks = [
        Block((Cell((Words(named_so, Style.TITLE_CODE), Words(title, Style.TITLE))),), kept=True),
        heads,
    ]
    for group, following in zip(page.groups, [*page.groups[1:], None], strict=True):
        row = _row(_cells(group, weighed), width, Style.BODY)
        leads = following is not None and not following.first
        gap = 4.0 if group.first else 0.0
        blocks.append(replace(row, gap=gap, kept=leads, guide=group.code))
    return Sheet(
        code_set_title(page.choice.release.code_set),
        f"{named(page.heading)} {title}",
        page.choice,
        tuple(blocks),
        printed_on,
        columns=heads,
    )


def _cells(group: DrgGroup, weighed: bool) -> tuple[str, ...]:
    figures = (group.weight, group.gmlos, group.amlos)
    told = (
        "–" if figure is None else f"{figure:.{digits}f}"
        for figure, digits in zip(figures, _DIGITS, strict=True)
    )
    return (group.code, group.title, group.type, *(told if weighed else ()))


def _row(texts: tuple[str, ...], width: float, style: Style) -> Block:
    number, title, kind, *figures = texts
    right = width - _FIGURE * len(figures)
    code = style if style is Style.LABEL else Style.CODE_STRONG
    cells = [
        Cell((Words(number, code),), _NUMBER, width=_TITLE - 4),
        Cell((Words(title, style),), _TITLE, width=right - _TYPE - _TITLE - 8, hang=10.0),
        Cell((Words(kind, style),), right - _TYPE, width=_TYPE - 4),
    ]
    cells += [
        Cell((Words(figure, code if style is Style.LABEL else Style.CODE),), right + at * _FIGURE)
        for at, figure in enumerate(figures)
    ]
    return Block(tuple(cells))

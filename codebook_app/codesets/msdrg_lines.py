"""The lines of MS-DRG: the groups of a version under their MDCs, and what is told of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from codebook_app.codesets.grouper_groups import PRE
from codebook_app.codesets.msdrg_tables import GroupRow
from codebook_app.domain.code import Code
from codebook_app.domain.content import Fact

_TYPES = {"SURG": "surgical", "MED": "medical", "**": "neither surgical nor medical"}
_YES_NO = {
    "post_acute": ("Post-acute care transfer", "the transfer policy"),
    "special_pay": ("Special pay", "the special payment of the transfer policy"),
}
_UNRELATED = "UNRELATED"
_ERRORS = "ERRORS"
_MDC_TITLES = {
    _UNRELATED: "Operating room procedures unrelated to the principal diagnosis",
    _ERRORS: "Invalid or ungroupable",
    PRE: "Pre-MDC",
}


def lines_of(
    rows: Sequence[GroupRow], titles: Mapping[str, str], code_set: str, release: str
) -> tuple[tuple[Code, ...], tuple[Fact, ...]]:
    """Return the MDCs with their groups below them, and the groups' facts.

    *titles* are the MDCs', by what Table 5 prints in their place.
    """
    by_mdc: dict[str, list[GroupRow]] = {}
    for row in rows:
        by_mdc.setdefault(_heading_of(row), []).append(row)
    codes: list[Code] = []
    facts: list[Fact] = []
    for mdc in sorted(by_mdc, key=_place):
        own = len(codes) + 1
        title = titles.get(mdc) or _MDC_TITLES.get(mdc) or f"Major Diagnostic Category {mdc}"
        codes.append(
            Code(
                id=own,
                code_set=code_set,
                release=release,
                code=f"MDC {mdc}" if mdc.isdigit() else mdc,
                title=title,
                level="MDC",
                billable=False,
                depth=0,
                parent_id=None,
                last_descendant_id=own + len(by_mdc[mdc]),
                heading=True,
                opens_page=True,
            )
        )
        for row in sorted(by_mdc[mdc], key=lambda row: row.drg):
            line = len(codes) + 1
            codes.append(
                Code(
                    id=line,
                    code_set=code_set,
                    release=release,
                    code=row.drg,
                    title=row.title,
                    level="MS-DRG",
                    billable=True,
                    depth=1,
                    parent_id=own,
                    last_descendant_id=line,
                )
            )
            facts += _facts(line, row, mdc, title)
    return tuple(codes), tuple(facts)


def _facts(line: int, row: GroupRow, mdc: str, mdc_title: str) -> Iterator[Fact]:
    if mdc not in {_UNRELATED, _ERRORS}:
        yield Fact(line, "MDC", mdc, mdc_title)
    yield Fact(line, "Type", row.type, _TYPES[row.type])
    if row.capped_weight:
        yield Fact(line, "Relative weight", row.capped_weight, "with the 10% cap on decreases")
        yield Fact(line, "Weight before the cap", row.weight)
    elif row.weight:
        yield Fact(line, "Relative weight", row.weight)
    if row.geometric:
        yield Fact(line, "GMLOS", row.geometric, "geometric mean length of stay in days")
    if row.arithmetic:
        yield Fact(line, "AMLOS", row.arithmetic, "arithmetic mean length of stay in days")
    for field, (name, policy) in _YES_NO.items():
        answer: str = getattr(row, field)
        if answer:
            applies = "applies" if answer == "Yes" else "does not apply"
            yield Fact(line, name, answer, f"{policy} {applies}")


def _heading_of(row: GroupRow) -> str:
    """Return the MDC a group stands under; Table 5 leaves it empty where it is none."""
    return row.mdc or (_ERRORS if row.type == "**" else _UNRELATED)


def _place(mdc: str) -> tuple[int, str]:
    order = {PRE: 0, _UNRELATED: 2, _ERRORS: 3}
    return order.get(mdc, 1), mdc

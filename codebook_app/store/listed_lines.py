"""What the checks of a code list need of a release, in a handful of queries whatever its length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable, func, select
from sqlalchemy.orm import aliased

from codebook_app.domain.code import Code
from codebook_app.store.reference_db import ReferenceDb
from codebook_app.store.reference_file import portions
from codebook_app.store.reference_keys import code_key
from codebook_app.store.reference_models import LineRow


@dataclass(frozen=True, slots=True)
class BillableBelow:
    """The billable codes under a line: how many, and the *nearest* of them in printed order."""

    count: int
    nearest: tuple[Code, ...]


class ListedLines:
    """Reads lines of a release for many codes at once. Safe from any thread."""

    def __init__(self, reference: ReferenceDb) -> None:
        self._reference = reference

    def named(self, codes: Iterable[str]) -> dict[str, Code]:
        """Return the lines with these codes, written in any case with or without point.

        Keyed as asked; headings and codes that the release does not hold are left out.
        """
        asked: dict[str, list[str]] = {}
        for code in codes:
            asked.setdefault(code_key(code), []).append(code)
        found: dict[str, Code] = {}
        for some in portions(asked):
            query = (
                select(LineRow.undotted, LineRow.id)
                .where(
                    LineRow.undotted.in_(some),
                    LineRow.heading.is_(False),
                )
                .order_by(LineRow.id.desc())
            )
            ids = {row.undotted: row.id for row in self._rows(query)}
            lines = self._reference.codes(list(ids.values()))
            for key, line_id in ids.items():
                found |= dict.fromkeys(asked[key], lines[line_id])
        return found

    def has_level(self, level: str) -> bool:
        """Whether the release has any line of a level."""
        query = select(LineRow.id).where(LineRow.level == level).limit(1)
        return bool(self._rows(query))

    def above(self, lines: Iterable[Code]) -> dict[int, tuple[Code, ...]]:
        """Return the lines above each of *lines*, the chapter first, without itself, by its id."""
        own = {line.id: line for line in lines}
        parents = {line.parent_id for line in own.values() if line.parent_id is not None}
        climbed = select(LineRow.id, LineRow.parent_id).where(LineRow.id.in_(parents))
        path = climbed.cte("path", recursive=True)
        parent = aliased(LineRow)
        # Not "union all": lists share chapters and sections, which need be climbed from once only.
        path = path.union(
            select(parent.id, parent.parent_id).join(path, parent.id == path.c.parent_id)
        )
        known = own | self._reference.codes([row.id for row in self._rows(select(path))])
        return {line_id: _path(line, known) for line_id, line in own.items()}

    def beside(self, lines: Iterable[Code]) -> dict[int, tuple[Code, ...]]:
        """Return the lines under the same one as each of *lines*, without itself, by its id.

        Beside a code made by a seventh character stand those of its siblings that end in the same
        one: beside S72.009A are S72.001A and S72.002A.
        """
        own = {line.id: line for line in lines}
        bases = self._reference.codes(
            [one.parent_id for one in own.values() if one.seventh_character and one.parent_id]
        )
        group_of = {
            line_id: (
                bases[line.parent_id].parent_id if line.parent_id in bases else line.parent_id
            )
            for line_id, line in own.items()
        }
        siblings: dict[int | None, list[int]] = {}
        query = select(LineRow.id, LineRow.parent_id).where(
            LineRow.parent_id.in_({one for one in group_of.values() if one is not None})
        )
        for line_id, parent_id in self._rows(query.order_by(LineRow.id)):
            siblings.setdefault(parent_id, []).append(line_id)
        completed: dict[tuple[int, str], int] = {}
        if bases:
            of_bases = {one for base in bases.values() for one in siblings.get(base.parent_id, ())}
            completing = select(LineRow.id, LineRow.parent_id, LineRow.seventh_character).where(
                LineRow.parent_id.in_(of_bases), LineRow.seventh_character != ""
            )
            for line_id, parent_id, character in self._rows(completing):
                completed[parent_id, character] = line_id
        found: dict[int, list[int]] = {}
        for line_id, line in own.items():
            beside = siblings.get(group_of[line_id], [])
            if line.parent_id in bases:
                ends = line.seventh_character
                beside = [completed[one, ends] for one in beside if (one, ends) in completed]
            found[line_id] = [one for one in beside if one != line_id]
        codes = self._reference.codes([one for some in found.values() for one in some])
        return {line_id: tuple(codes[one] for one in some) for line_id, some in found.items()}

    def billable_below(self, lines: Iterable[Code], most: int) -> dict[int, BillableBelow]:
        """Return the billable codes under each of *lines* by its id; those without are left out.

        At most *most* of them, looked for level by level: those directly below come first.
        """
        heads = [line.id for line in lines if line.has_children]
        if not heads:
            return {}
        head, below = aliased(LineRow), aliased(LineRow)
        counted = (
            select(head.id, func.count())
            .join(below, below.id.between(head.id + 1, head.last_descendant_id) & below.billable)
            .where(head.id.in_(heads))
            .group_by(head.id)
        )
        counts = {row[0]: int(row[1]) for row in self._rows(counted)}
        nearest = self._nearest_billable(counts, most)
        codes = self._reference.codes([one for found in nearest.values() for one in found])
        return {
            line_id: BillableBelow(count, tuple(codes[one] for one in sorted(nearest[line_id])))
            for line_id, count in counts.items()
        }

    def _nearest_billable(self, heads: Iterable[int], most: int) -> dict[int, list[int]]:
        """Return the ids of *most* billable lines under each of *heads*, level by level.

        Every line that is not billable has one below it that is, so that no more of a level needs
        to be followed than there are lines still wanted.
        """
        found: dict[int, list[int]] = {head: [] for head in heads}
        level = {head: [head] for head in found}
        while level:
            children = (
                select(LineRow.id, LineRow.parent_id, LineRow.billable)
                .where(LineRow.parent_id.in_({one for lines in level.values() for one in lines}))
                .order_by(LineRow.id)
            )
            below: dict[int, list[tuple[int, bool]]] = {}
            for line_id, parent_id, billable in self._rows(children):
                below.setdefault(parent_id, []).append((line_id, billable))
            following: dict[int, list[int]] = {}
            for head, lines in level.items():
                next_level = [child for line in lines for child in below.get(line, ())]
                wanted = most - len(found[head])
                found[head] += [child for child, billable in next_level if billable][:wanted]
                wanted = most - len(found[head])
                if followed := [child for child, billable in next_level if not billable][:wanted]:
                    following[head] = followed
            level = following
        return found

    def _rows(self, query: Executable) -> Sequence[Any]:
        return self._reference.file.rows(query)


def _path(line: Code, known: Mapping[int, Code]) -> tuple[Code, ...]:
    path: list[Code] = []
    while line.parent_id is not None:
        line = known[line.parent_id]
        path.append(line)
    return tuple(reversed(path))

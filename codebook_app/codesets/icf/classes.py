"""A class of the ICF as a file describes it, and the tree that the classes make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from codebook_app.codesets.icf.grammar import BLOCK, CODE, COMPONENTS, parent_in
from codebook_app.domain.note import NoteKind
from codebook_app.errors import KnownError

COMPONENT, CHAPTER, BLOCKS, CATEGORY = "component", "chapter", "block", "category"
AGAIN = "Download the file again from WHO, or unpack it again, and import that."
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class IcfClass:
    """A component, chapter, block or category, beginning in *line* of its file.

    *above* are the codes that it says it stands under, *below* those it names as standing under it;
    *notes* are in the file's order.
    """

    code: str
    kind: str
    title: str
    line: int
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    notes: tuple[tuple[NoteKind, str], ...] = ()


@dataclass(frozen=True, slots=True)
class IcfFile:
    """The classes of a file in its order.

    *left_out* says in words what of it was not taken, *doubts* what does not fit together.
    """

    classes: tuple[IcfClass, ...]
    left_out: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Tree:
    """The classes in printed order, each with its depth; *doubts* say where they did not fit."""

    placed: list[tuple[int, IcfClass]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def unique(classes: Sequence[IcfClass], name: str) -> tuple[tuple[IcfClass, ...], tuple[str, ...]]:
    """Return *classes* of the file *name* without those that stand twice, and which those are.

    Raises:
        KnownError: a class stands twice and differs.
    """
    known: dict[str, IcfClass] = {}
    left_out = []
    for one in classes:
        first = known.setdefault(one.code, one)
        if first is one:
            continue
        if replace(one, line=first.line) != first:
            raise KnownError(
                f"{name}, line {one.line}: {one.code} stands twice, and otherwise in line"
                f" {first.line}.",
                AGAIN,
            )
        left_out.append(f"{name}, line {one.line}: {one.code}, which line {first.line} has already")
    return tuple(known.values()), tuple(left_out)


def grown(classes: Sequence[IcfClass]) -> Tree:
    """Return the tree of *classes*: each under what it says it stands under.

    A class whose place is missing, or which stands under itself, goes under the code it begins
    with. Components that the file does not hold are added.
    """
    by_code = {one.code: one for one in classes}
    tree = Tree()
    parents = _parents(by_code, tree)
    for letter, title in COMPONENTS.items():
        if letter not in by_code and any(_component(code) == letter for code in by_code):
            by_code[letter] = IcfClass(letter, COMPONENT, title, 0)
    for code in [code for code, above in parents.items() if not above]:
        letter = _component(code)
        if letter and letter != code:
            parents[code] = parent_in(code, by_code.keys() - {code}) or letter
    _break_cycles(parents, by_code, tree)
    children: dict[str, list[str]] = {}
    for code in by_code:
        children.setdefault(parents.get(code, ""), []).append(code)
    for above, below in children.items():
        if above:
            _order(below, by_code[above].below)
        else:
            _order(below, tuple(COMPONENTS))
    tree.placed.extend(_walk(children, by_code))
    return tree


def _component(code: str) -> str:
    """Return the letter of the component that *code* is of, or is; empty where it is of none."""
    if code in COMPONENTS:
        return code
    return code[0] if CODE.fullmatch(code) or BLOCK.fullmatch(code) else ""


def _parents(by_code: Mapping[str, IcfClass], tree: Tree) -> dict[str, str]:
    """Return what each class stands under, empty where nothing known is named."""
    claimed = {below: one.code for one in by_code.values() for below in one.below}
    parents: dict[str, str] = {}
    missing, several = [], []
    for code, one in by_code.items():
        known = [above for above in one.above if above in by_code and above != code]
        if len(known) > 1:
            several.append(code)
        if one.above and not known:
            missing.append(f"{code} under {one.above[0]}")
        claim = claimed.get(code, "")
        parents[code] = known[0] if known else (claim if claim != code else "")
    for found, words in (
        (missing, "under a class that is not there"),
        (several, "under several classes, of which the first is taken"),
        ([code for code in claimed if code not in by_code], "not there though named by others"),
    ):
        if found:
            count = "1 class is" if len(found) == 1 else f"{len(found):,} classes are"
            tree.doubts.append(f"{count} {words}: {_some(found)}")
    return parents


def _break_cycles(parents: dict[str, str], by_code: Mapping[str, IcfClass], tree: Tree) -> None:
    """Take each ring of classes that stand under one another apart at one of them."""
    safe: set[str] = set()
    for start in by_code:
        path: dict[str, None] = {}
        code = start
        while code and code not in safe and code not in path:
            path[code] = None
            code = parents.get(code, "")
        if code in path:
            tree.doubts.append(f"{code} stands under itself; it was put where its code belongs")
            places = (parent_in(code, by_code.keys() - {code}), _component(code), "")
            parents[code] = next(
                place for place in places if not _stands_under(place, code, parents)
            )
        safe.update(path)


def _stands_under(code: str, above: str, parents: Mapping[str, str]) -> bool:
    """Whether *code* is *above* or stands, however deep, under it or in a ring."""
    seen: set[str] = set()
    while code and code not in seen:
        if code == above:
            return True
        seen.add(code)
        code = parents.get(code, "")
    return bool(code)


def _order(codes: list[str], first: Sequence[str]) -> None:
    """Sort *codes* as *first* names them; the others keep their order behind."""
    places = {code: place for place, code in enumerate(first)}
    codes.sort(key=lambda code: places.get(code, len(places)))


def _walk(
    children: Mapping[str, Sequence[str]], by_code: Mapping[str, IcfClass]
) -> Iterator[tuple[int, IcfClass]]:
    waiting = [(0, code) for code in reversed(children.get("", ()))]
    while waiting:
        depth, code = waiting.pop()
        yield depth, by_code[code]
        waiting.extend((depth + 1, below) for below in reversed(children.get(code, ())))


def _some(codes: Sequence[str]) -> str:
    return ", ".join(codes[:_EXAMPLES]) + (", …" if len(codes) > _EXAMPLES else "")

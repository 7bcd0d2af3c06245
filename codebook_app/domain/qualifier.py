"""The qualifiers of ICF codes: what they are of, the digits they take, how they are written.

``b280.2``: a function with an extent; ``e310+3``: a facilitator, ``e310.3`` a barrier;
``d450.12``: performance, then capacity; ``s7300.321``: extent, nature, location of a change. The
digits are WHO's, the words our own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

OPEN = "_"
"""Stands for a qualifier that is left open while a later one is given."""
_REST = (("8", "not specified"), ("9", "not applicable"))
EXTENTS = (
    ("0", "none"),
    ("1", "mild"),
    ("2", "moderate"),
    ("3", "severe"),
    ("4", "complete"),
    *_REST,
)
_NATURES = (
    ("0", "unchanged"),
    ("1", "missing"),
    ("2", "partly missing"),
    ("3", "something added"),
    ("4", "unusual size or form"),
    ("5", "interrupted"),
    ("6", "out of place"),
    ("7", "altered, as by fluid"),
    *_REST,
)
_LOCATIONS = (
    ("0", "several regions"),
    ("1", "right"),
    ("2", "left"),
    ("3", "both sides"),
    ("4", "front"),
    ("5", "back"),
    ("6", "nearer the trunk"),
    ("7", "farther from the trunk"),
    *_REST,
)


@dataclass(frozen=True, slots=True)
class Scale:
    """What a qualifier is of, and the digits it takes, each with its meaning."""

    name: str
    digits: tuple[tuple[str, str], ...]

    def meaning(self, digit: str) -> str:
        """Return what *digit* means, itself where it means nothing."""
        return dict(self.digits).get(digit, digit)


_EXTENT = Scale("extent", EXTENTS)
_SCALES = (
    ("b", (_EXTENT,)),
    ("s", (_EXTENT, Scale("nature", _NATURES), Scale("location", _LOCATIONS))),
    (
        "d",
        tuple(
            Scale(name, EXTENTS)
            for name in (
                "performance",
                "capacity without assistance",
                "capacity with assistance",
                "performance without assistance",
            )
        ),
    ),
    ("e", (_EXTENT,)),
)


def scales_of(code: str) -> tuple[Scale, ...]:
    """Return the scales that the qualifiers of *code* have, in their order; none of no ICF code."""
    return next((scales for letter, scales in _SCALES if code[:1].lower() == letter), ())


def may_help(code: str) -> bool:
    """Whether *code* is an environmental factor, which is a barrier or a facilitator."""
    return code[:1].lower() == "e"


@dataclass(frozen=True, slots=True)
class Qualifying:
    """A *code* while its qualifiers are chosen: a digit for each of its scales, "" for none yet.

    *facilitator* turns the point of an environmental factor into a plus. Immutable: each step
    returns another one.
    """

    code: str
    digits: tuple[str, ...] = ()
    facilitator: bool = False

    @classmethod
    def begun(cls, code: str) -> Qualifying:
        """Return *code* with nothing chosen."""
        return cls(code, ("",) * len(scales_of(code)))

    @property
    def text(self) -> str:
        """The code with what is chosen, as it is written: ``d450._2``."""
        last = max((at for at, digit in enumerate(self.digits, start=1) if digit), default=0)
        if not last:
            return self.code
        return (
            self.code
            + ("+" if self.facilitator else ".")
            + "".join(digit or OPEN for digit in self.digits[:last])
        )

    @property
    def words(self) -> str:
        """What is chosen, in words: "performance: mild, capacity without assistance: severe"."""
        told = []
        for scale, digit in zip(scales_of(self.code), self.digits, strict=True):
            if digit:
                of = scale.name
                if may_help(self.code):
                    of = "facilitator" if self.facilitator else "barrier"
                told.append(f"{of}: {scale.meaning(digit)}")
        return ", ".join(told)

    @property
    def next_open(self) -> int:
        """The first scale nothing is chosen of, from 0; their number where all are."""
        return next((at for at, digit in enumerate(self.digits) if not digit), len(self.digits))

    def chosen(self, scale: int, digit: str) -> Qualifying:
        """Return the code with *digit* on a scale, which must have it; "" takes it back."""
        digits = list(self.digits)
        digits[scale] = digit
        return replace(self, digits=tuple(digits))

    def stepped_back(self) -> Qualifying:
        """Return the code without its last qualifier."""
        last = max((at for at, digit in enumerate(self.digits) if digit), default=-1)
        return self if last < 0 else self.chosen(last, "")

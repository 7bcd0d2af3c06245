"""How the flags of a line are set: small worded badges behind its title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codebook_app.domain.flag import Flag
from codebook_app.gui.panels.page_measures import NO_BREAK, Measures
from codebook_app.gui.panels.page_text import Link, LinkAct, Run, SetText

_JOINED = "\N{WORD JOINER}\N{EN DASH}\N{WORD JOINER}"
_BETWEEN = "  "
_ROLE = "badge"


class BadgeSetter:
    """Sets text with badges behind it, which never push the text aside.

    They go on where the text ends, as many as fit that line or, where none does, the one below.
    Those that decide most come first; the rest is counted in one more, "+2", that tells them.
    """

    def __init__(self, measures: Measures) -> None:
        self._measures = measures

    def set(
        self,
        runs: Sequence[Run],
        flags: Sequence[Flag],
        x: float,
        y: float,
        width: float,
        *,
        role: str = "body",
    ) -> SetText:
        """Wrap *runs* to *width* with the badges of *flags* behind."""
        setter = self._measures.setter
        badges = printed(flags)
        shown = len(badges)
        if badges:
            plain = setter.set(runs, x, y, width, role=role)
            # Behind the text, else on a line of their own.
            shown = self._fitting(badges, width - plain.last_line_width)
            shown = shown or self._fitting(badges, width)
        behind = [run for flag in badges[:shown] for run in _badge(flag)]
        if left := badges[shown:]:
            behind += _more(left)
        return setter.set([*runs, *behind], x, y, width, role=role)

    def _fitting(self, badges: Sequence[Flag], room: float) -> int:
        """Return how many badges fit beside each other, with the count of those that do not."""
        for shown in range(len(badges), 0, -1):
            runs = [run for flag in badges[:shown] for run in _badge(flag)]
            if badges[shown:]:
                runs += _more(badges[shown:])
            if sum(self._measures.setter.advance(run.text, run.role) for run in runs) <= room:
                return shown
        return 0


def printed(flags: Sequence[Flag]) -> tuple[Flag, ...]:
    """Return those of *flags* that have a badge; the words of flags with the same come together."""
    by_badge: dict[str, Flag] = {}
    for flag in flags:
        if flag.badge in by_badge:
            first = by_badge[flag.badge]
            words = f"{first.sentence}\n{flag.sentence}"
            by_badge[flag.badge] = Flag(first.name, words, first.tone, first.badge)
        elif flag.badge:
            by_badge[flag.badge] = flag
    return tuple(by_badge.values())


def _badge(flag: Flag) -> Iterator[Run]:
    words = flag.badge.replace(" ", NO_BREAK).replace("\N{EN DASH}", _JOINED)
    colour = f"flag_{flag.tone.value}"
    link = Link(LinkAct.TELL, flag.sentence, flag.badge, frame=colour, walked=False)
    yield Run(_BETWEEN, "small")
    yield Run(f"{NO_BREAK}{words}{NO_BREAK}", _ROLE, colour, link)


def _more(flags: Sequence[Flag]) -> Iterator[Run]:
    told = "\n".join(flag.sentence for flag in flags)
    named = ", ".join(flag.badge for flag in flags)
    link = Link(LinkAct.TELL, told, f"{len(flags)} more: {named}", frame="flag_plain")
    yield Run(_BETWEEN, "small")
    yield Run(f"{NO_BREAK}+{len(flags)}{NO_BREAK}", _ROLE, "flag_plain", link)

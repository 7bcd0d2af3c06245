"""Groups of codes as the guidelines name them: by beginnings, ranges and characters."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.edits.listed import ListedCode


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """ICD-10-CM codes that *begin* so or lie in one of *ranges*, both ends included, less *but*.

    All without points. Where *sixths* are given, the last character before the seventh that is no
    placeholder is one of them ("fifth or sixth character 5"); where *sevenths* are, the seventh.
    """

    begin: tuple[str, ...]
    ranges: tuple[tuple[str, str], ...] = ()
    but: tuple[str, ...] = ()
    sixths: str = ""
    sevenths: str = ""

    def holds(self, listed: ListedCode) -> bool:
        """Whether a code of a list is of the group."""
        return self.has(listed.undotted)

    def has(self, code: str) -> bool:
        """Whether a code without point is of the group."""
        if not code.startswith(self.begin) and not any(
            first <= code and code[: len(last)] <= last for first, last in self.ranges
        ):
            return False
        if self.but and code.startswith(self.but):
            return False
        if self.sixths and (code[:6].rstrip("X")[-1:] or " ") not in self.sixths:
            return False
        return not self.sevenths or (len(code) == 7 and code[6] in self.sevenths)


def group(text: str, *, but: str = "", sixths: str = "", sevenths: str = "") -> CodeGroup:
    """Return the group that *text* names, apart by blanks: "I50 I51.4-I51.7 I51.89"."""
    parts = [part.split("-") for part in text.replace(".", "").split()]
    return CodeGroup(
        begin=tuple(part[0] for part in parts if len(part) == 1),
        ranges=tuple((part[0], part[1]) for part in parts if len(part) == 2),
        but=tuple(but.replace(".", "").split()),
        sixths=sixths,
        sevenths=sevenths,
    )

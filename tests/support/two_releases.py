"""A category in two invented releases, between which something of every kind changed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.note import Note, NoteKind, SourcedNote
from codebook_app.domain.page import Page, PageLine
from codebook_app.domain.release import Release, ReleaseChoice
from codebook_app.errors import KnownError

CHAPTER = Code(1, "icd10cm", "", "1", "Invented diseases", "chapter", False, 0, None, 99, "", True)


def invented_release(name: str, year: int) -> Release:
    """Return a release in force for a year from October of the one before *year*."""
    return Release(
        code_set="icd10cm",
        release=name,
        title=f"ICD-10-CM {name} (invented)",
        effective_from=date(year - 1, 10, 1),
        effective_to=date(year, 9, 30),
        codes=6,
        billable=4,
        sources=(),
        origin="invented for tests",
        installed_at=datetime(2098, 1, 1, tzinfo=UTC),
        app_version="0",
        searchable=True,
    )


EARLIER, LATER = invented_release("FY2098", 2098), invented_release("FY2099", 2099)


def line(
    code: str,
    title: str,
    *notes: tuple[NoteKind, str],
    billable: bool = True,
    seventh: tuple[tuple[str, str], ...] = (),
) -> PageLine:
    """Return a line of the category Q30, at the depth of its code."""
    number = int("".join(letter for letter in code if letter.isdigit()))
    depth = 2 if len(code) == len("Q30") else len(code) - 2
    return PageLine(
        Code(number, "icd10cm", "", code, title, "code", billable, depth, 1, number),
        tuple(Note(at, number, at, kind, text) for at, (kind, text) in enumerate(notes)),
        tuple(
            SeventhCharacter(letter, meaning, f"{code}XX{letter}") for letter, meaning in seventh
        ),
    )


INCLUDES, EXCLUDES1 = NoteKind.INCLUDES, NoteKind.EXCLUDES1

BEFORE = (
    line("Q30", "Smudge", (INCLUDES, "smear of ink"), billable=False),
    line("Q30.0", "Smudge of hand"),
    line("Q30.1", "Smudge of sleeve, any part", (EXCLUDES1, "smudge of cuff of sleeve (Q31.0)")),
    line("Q30.2", "Smudge of collar", (EXCLUDES1, "stain of collar")),
    line("Q30.9", "Smudge, unspecified", seventh=(("A", "first"),)),
)
AFTER = (
    line("Q30", "Smudge", (INCLUDES, "smear of ink"), billable=False),
    line("Q30.0", "Smudge of hand", billable=False),
    line("Q30.01", "Smudge of right hand", (EXCLUDES1, "smudge of thumb")),
    line("Q30.1", "Smudge of sleeve, any part but cuff", (EXCLUDES1, "smudge of cuff of sleeve")),
    line("Q30.9", "Smudge, unspecified", seventh=(("A", "first"), ("D", "later"))),
)


def smudge(release: Release, focus: str = "Q30") -> Page:
    """Return the category's page in *release*."""
    lines = BEFORE if release is EARLIER else AFTER
    asked = next((one for one in lines if one.code.code == focus), None)
    if asked is None:
        raise KnownError(f"{focus} is not in {release.release}.", "Nearest: Q30.")
    above = SourcedNote(Note(90, 1, 0, NoteKind.NOTES, "write plainly"), CHAPTER, True)
    return Page(
        lines[0].code,
        (CHAPTER,),
        (above,) if release is LATER else (),
        lines,
        asked.code.id,
        focus,
        None,
        None,
        ReleaseChoice(release, True, ""),
    )


class SmudgeLookup:
    """Has one page, in either release."""

    def page(self, code: str, *, code_set: str, release: str) -> Page:
        assert code_set == "icd10cm"
        return smudge(EARLIER if release == EARLIER.release else LATER, code)


class SmudgeReleases:
    """Has the two releases installed, the later one listed first."""

    def __init__(self) -> None:
        self.there: tuple[Release, ...] = (LATER, EARLIER)

    def installed(self) -> tuple[Release, ...]:
        return self.there

    def choose(self, _code_set: str, _on: object, release: str) -> ReleaseChoice:
        for one in self.there:
            if one.release == release:
                return ReleaseChoice(one, True, "")
        raise KnownError(f"{release} is not installed.", "Install it.")

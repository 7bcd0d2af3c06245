"""The flags of a code one by one: their names, their badges, and the sentences that say them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from codebook_app.domain import editor_attributes as mce
from codebook_app.domain.content import DELETED, MCC, NEW
from codebook_app.domain.flag import Flag, Tone
from codebook_app.domain.grouping import Category
from codebook_app.domain.release import Release

if TYPE_CHECKING:
    from codebook_app.codesets.grouper_editor import CodeEditor

_NOT_PRINCIPAL = "not principal"
_TABLES = {True: "6I", False: "6J"}
_EDITS = {
    mce.MANIFESTATION: (
        "manifestation",
        "Manifestation code: never the principal diagnosis, the underlying disease comes first",
        _NOT_PRINCIPAL,
    ),
    mce.UNACCEPTABLE: (
        "unacceptable principal diagnosis",
        "Unacceptable as principal diagnosis: a circumstance, or what another condition causes",
        _NOT_PRINCIPAL,
    ),
    mce.NEEDS_SECONDARY: (
        "unacceptable principal diagnosis without a secondary",
        "As principal diagnosis acceptable only with another diagnosis",
        _NOT_PRINCIPAL,
    ),
    mce.EXTERNAL_CAUSE: (
        "external cause",
        "External cause: never the principal diagnosis",
        "",
    ),
    mce.FEMALE: ("female only", "Female only: in conflict with a male patient", "♀ female only"),
    mce.MALE: ("male only", "Male only: in conflict with a female patient", "♂ male only"),
    mce.QUESTIONABLE_ADMISSION: (
        "questionable admission",
        "Questionable admission: as principal diagnosis seldom reason for an acute care stay",
        "",
    ),
    mce.UNSPECIFIED: (
        "unspecified",
        "Unspecified: a more specific code of the category may say which side; the editor asks",
        "",
    ),
    mce.WRONG_PROCEDURE: (
        "wrong procedure performed",
        "Wrong procedure performed: the stay is not covered",
        "not covered",
    ),
    mce.NOT_COVERED: ("non-covered", "Non-covered procedure", "not covered"),
    mce.LIMITED_COVERAGE: (
        "limited coverage",
        "Limited coverage: Medicare covers it under conditions only",
        "limited coverage",
    ),
}
"""Name, sentence and badge by the editor's attribute, in the order they are told."""
_MANIFESTATION = Flag(
    "manifestation",
    "Manifestation: the title says so; it is coded after the underlying disease.",
    Tone.LIMIT,
    _NOT_PRINCIPAL,
)
_UNSPECIFIED = Flag(
    "unspecified",
    "Unspecified: the title says so; payers ask for the detail where it is documented.",
)
_TITLES = {
    (False, False): (),
    (False, True): (_UNSPECIFIED,),
    (True, False): (_MANIFESTATION,),
    (True, True): (_MANIFESTATION, _UNSPECIFIED),
}
_AGES = {
    mce.NEWBORN: ("newborn only", "newborn"),
    mce.PEDIATRIC: ("pediatric", "pediatric"),
    mce.MATERNITY: ("maternity", "maternity"),
    mce.ADULT: ("adult", "adult"),
}


def severity_flag(listed: str, release: Release) -> Flag:
    """Return that a code stands on the list of MCCs or of CCs of a MS-DRG *release*."""
    major = listed == MCC
    source = f"MS-DRG {release.release}, Table {_TABLES[major]}"
    packages = {one.package for one in release.sources if one.part == listed and one.package}
    if packages:
        source = f"MS-DRG {release.release} ({', '.join(sorted(packages))})"
    words = "Major complication or comorbidity" if major else "Complication or comorbidity"
    name = "MCC" if major else "CC"
    return Flag(name, f"{name}: {words.lower()}. {source}.", Tone.SEVERITY, name)


def category_flag(category: Category, day: date, package: str) -> Flag:
    """Return that a code maps to a CMS-HCC *category*."""
    label = f": {category.label}" if category.label else ""
    paid = f"payment year {category.year}"
    if category.year < day.year + 1:
        paid += ", the newest table of it"
    name = f"HCC {category.number} ({category.model})"
    return Flag(
        name,
        f"{name}{label}. CMS-HCC, {paid} ({package}).",
        Tone.SEVERITY,
        f"HCC {category.number}" if category.model == "V28" else "",
    )


def editor_flags(attributes: Sequence[str], editor: CodeEditor, day: date) -> tuple[Flag, ...]:
    """Return what the Medicare Code Editor's *attributes* of a code say on *day*."""
    source = editor.source(day)
    flags = []
    for attribute, (name, words, badge) in _EDITS.items():
        # With another diagnosis the editor takes it.
        spared = attribute == mce.UNACCEPTABLE and mce.NEEDS_SECONDARY in attributes
        if attribute in attributes and not spared:
            tone = Tone.LIMIT if badge else Tone.PLAIN
            flags.append(Flag(name, f"{words}. {source}.", tone, badge))
    for attribute, (name, short) in _AGES.items():
        ages = editor.ages(attribute, day) if attribute in attributes else None
        if ages is not None:
            first, last = ages
            years = "0" if last == 0 else f"{first}–{last}"
            badge = f"{short} {years}"
            words = f"{short.capitalize()}: for patients aged {years} years only"
            flags.append(Flag(name, f"{words}. {source}.", Tone.LIMIT, badge))
    return tuple(flags)


def changed_flag(listed: str, release: Release) -> Flag:
    """Return what the addenda or the action codes of *release* say became of a code."""
    word = "new" if listed == NEW else "deleted" if listed == DELETED else "revised"
    what = {"new": "New", "deleted": "Deleted", "revised": "Title or notes revised"}[word]
    words = f"{what} with {release.title}, as its list of changes says."
    return Flag(f"{word} in {release.release}", words, Tone.CHANGE, word)


def poa_flag(release: Release) -> Flag:
    """Return that a code is exempt from reporting whether it was present on admission."""
    words = f"POA exempt: no present-on-admission indicator is reported. CMS list, {release.title}."
    return Flag("POA exempt", words, Tone.PLAIN, "POA exempt")


def title_flags(printed: str) -> tuple[Flag, ...]:
    """Return what a title itself says."""
    title = printed.casefold()
    # Not the B95-B97 codes, which name an organism "as the cause of diseases classified …".
    manifestation = "diseases classified elsewhere" in title and "cause of" not in title
    return _TITLES[manifestation, "unspecified" in title]


def seventh_flag() -> Flag:
    """Return that a line is completed by a seventh character only."""
    words = "A seventh character completes the code; without it the code is not billable."
    return Flag("seventh character required", words)

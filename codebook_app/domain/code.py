"""A line of a code set's hierarchy, from chapter to valid code."""

from __future__ import annotations

from dataclasses import dataclass

TERMINATED = "terminated "
"""What the level of a line begins with that its release lists as no longer in use."""


@dataclass(frozen=True, slots=True)
class Code:
    """One line of a code set as one release prints it.

    *id* counts the lines of the release in printed order from 1, so that a line and everything
    under it are the ids ``id`` to ``last_descendant_id``; it means nothing in another release.
    *code* is written as printed (``E11.22``, section ``E08-E13``, chapter ``4``), *level* is the
    code set's own word (ICD-10-CM: chapter, section, category, subcategory, code). A *heading*
    groups codes and is none itself (chapter, section, letter, body system); a line that
    *opens_page* is printed on a page of its own with all that stands below it (ICD-10-CM: category,
    ICD-10-PCS: table). *depth* counts the lines above it, 0 for a chapter; *parent_id* is the id of
    the nearest of them, None where there is none.
    """

    id: int
    code_set: str
    release: str
    code: str
    title: str
    level: str
    billable: bool
    depth: int
    parent_id: int | None
    last_descendant_id: int
    seventh_character: str = ""
    heading: bool = False
    opens_page: bool = False

    @property
    def has_children(self) -> bool:
        """Whether any line stands under this one, seventh-character codes included."""
        return self.last_descendant_id > self.id

    @property
    def billable_word(self) -> str:
        """The billable state in words, for the eye and for a screen reader."""
        return "billable" if self.billable else "not billable"


@dataclass(frozen=True, slots=True)
class SeventhCharacter:
    """A seventh character a code takes: *character*, its *meaning*, and the *code* it makes."""

    character: str
    meaning: str
    code: str

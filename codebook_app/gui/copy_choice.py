"""How the person last copied a list, kept between starts, and how that is said in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codebook_app.domain.copying import CopyFormat, CopyOptions, Separator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codebook_app.domain.encounter import Encounter
    from codebook_app.settings import Settings

_FORMAT, _DOTS, _SEPARATOR = "copy.format", "copy.dots", "copy.separator"


@dataclass(frozen=True, slots=True)
class CopyChoice:
    """A format with its options."""

    format: CopyFormat
    dots: bool = True
    separator: Separator = Separator.NEWLINE

    @property
    def options(self) -> CopyOptions:
        """The options as the services take them."""
        return replace(self.format.defaults, dots=self.dots, separator=self.separator.text)

    @property
    def words(self) -> str:
        """The format in words, "plain codes with dots", to stand within a sentence."""
        title = self.format.title
        if not title[1:2].isupper():  # an abbreviation stays as it is
            title = title[:1].lower() + title[1:]
        if title == "codes":
            title = "plain codes"
        between = ", " if " with " in title else " "
        words = f"{title}{between}{'with' if self.dots else 'without'} dots"
        if self.format.takes_separator and self.separator is not Separator.NEWLINE:
            words += f", separated by {self.separator.label.lower()}"
        return words

    def copied_words(self, encounter: Encounter) -> str:
        """Return what was copied, "3 codes copied as plain codes with dots"."""
        number = len(encounter.lines)
        return f"{number} {'code' if number == 1 else 'codes'} copied as {self.words}"


def last_choice(settings: Settings, formats: Sequence[CopyFormat]) -> CopyChoice:
    """Return how the person copied last, at first the first of *formats* with dots."""
    name = settings.text(_FORMAT)
    format_ = next((one for one in formats if one.name == name), formats[0])
    try:
        separator = Separator(settings.text(_SEPARATOR))
    except ValueError:
        separator = Separator.NEWLINE
    return CopyChoice(format_, settings.flag(_DOTS, True), separator)


def keep_choice(settings: Settings, choice: CopyChoice) -> None:
    """Keep *choice* for the next copy; it is written when the settings are saved."""
    settings.put(_FORMAT, choice.format.name)
    settings.put(_DOTS, choice.dots)
    settings.put(_SEPARATOR, choice.separator.value)

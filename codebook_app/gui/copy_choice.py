"""How the person last copied a list, kept between starts, and how that is said in words."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from codebook_app.domain.copying import CopyFormat, CopyOptions, Option, Order, Separator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codebook_app.domain.encounter import Encounter, Setting
    from codebook_app.settings import Settings

_FORMAT = "copy.format"
_FORMAT_OF = "copy.format_of"
_CLEAR_AFTER = "copy.clear_after"
# Before each format had options of its own, these were those of all.
_DOTS_OF_ALL, _SEPARATOR_OF_ALL = "copy.dots", "copy.separator"
_FORMATS_THEN = frozenset({"plain", "titles", "tsv"})

CLEAR_AFTER = (0, 30, 60, 300, 900)
"""After how many seconds the clipboard may be cleared; 0 is never."""


@dataclass(frozen=True, slots=True)
class CopyChoice:
    """A format with its options."""

    format: CopyFormat
    options: CopyOptions

    @property
    def words(self) -> str:
        """The format in words, "plain codes with dots", to stand within a sentence."""
        title = self.format.title
        if self.format.own:
            return f"“{title}”"
        if not title[1:2].isupper():  # an abbreviation stays as it is
            title = title[:1].lower() + title[1:]
        if title == "codes":
            title = "plain codes"
        words, options = title, self.options
        if Option.DOTS in self.format.takes:
            between = ", " if " with " in title else " "
            words += f"{between}{'with' if options.dots else 'without'} dots"
        separator = Separator.of(options.separator)
        if self.format.takes_separator and separator is not Separator.NEWLINE:
            words += f", separated by {separator.label.lower()}"
        if options.order is Order.CODE:
            words += ", by code"
        return words

    def copied_words(self, encounter: Encounter) -> str:
        """Return what was copied, "3 codes copied as plain codes with dots"."""
        number = len(encounter.lines)
        return f"{number} {'code' if number == 1 else 'codes'} copied as {self.words}"


def last_choice(
    settings: Settings, formats: Sequence[CopyFormat], setting: Setting | None = None
) -> CopyChoice:
    """Return how the person last copied a list of *setting*, else how they last copied any.

    At first that is the first of *formats*, of which there is at least one, as it usually is. Who
    codes stays and office visits in turn so has the format of each at hand.
    """
    there = {one.name: one for one in formats}
    own = settings.text(f"{_FORMAT_OF}.{setting.value}") if setting is not None else ""
    format_ = there.get(own) or there.get(settings.text(_FORMAT)) or formats[0]
    return choice_of(settings, format_)


def choice_of(settings: Settings, format_: CopyFormat) -> CopyChoice:
    """Return *format_* with the options it was last copied with."""
    options = format_.defaults
    if format_.name in _FORMATS_THEN:
        separator = _separator(settings.text(_SEPARATOR_OF_ALL), options.separator)
        dots = settings.flag(_DOTS_OF_ALL, options.dots)
        options = replace(options, dots=dots, separator=separator)
    key = _key(format_)
    options = replace(
        options,
        separator=_separator(settings.text(f"{key}.separator"), options.separator),
        order=_order(settings.text(f"{key}.order"), options.order),
        **{
            name: settings.flag(f"{key}.{name}", getattr(options, name))
            for name in ("dots", "poa", "descriptions", "guard", "loops")
        },
    )
    return CopyChoice(format_, options)


def keep_choice(settings: Settings, choice: CopyChoice, setting: Setting | None = None) -> None:
    """Keep *choice* for the next copy of *setting*; it is written when the settings are saved.

    Every format keeps its own options, whatever the setting.
    """
    settings.put(_FORMAT, choice.format.name)
    if setting is not None:
        settings.put(f"{_FORMAT_OF}.{setting.value}", choice.format.name)
    key, before = _key(choice.format), choice_of(settings, choice.format).options
    for field in fields(CopyOptions):
        value = getattr(choice.options, field.name)
        if value == getattr(before, field.name):
            continue
        match field.name:
            case "separator":
                settings.put(f"{key}.separator", Separator.of(value).value)
            case "order":
                settings.put(f"{key}.order", Order(value).value)
            case name:
                settings.put(f"{key}.{name}", bool(value))


def clear_after(settings: Settings) -> int:
    """Return after how many seconds a copy is taken off the clipboard, 0 for never."""
    seconds = int(settings.number(_CLEAR_AFTER, 0))
    return seconds if seconds in CLEAR_AFTER else 0


def keep_clear_after(settings: Settings, seconds: int) -> None:
    """Keep one of :data:`CLEAR_AFTER` for every copy from now on."""
    settings.put(_CLEAR_AFTER, seconds)


def duration_words(seconds: int) -> str:
    """Return one of :data:`CLEAR_AFTER` in words: "never", "after 30 seconds", "after 1 minute"."""
    if not seconds:
        return "never"
    if seconds < 60:
        return f"after {seconds} seconds"
    minutes = seconds // 60
    return f"after {minutes} {'minute' if minutes == 1 else 'minutes'}"


def _key(format_: CopyFormat) -> str:
    # A dot would begin another table of the settings file.
    return f"copy.as.{format_.name.replace('.', '_')}"


def _separator(name: str, default: str) -> str:
    try:
        return Separator(name).text
    except ValueError:
        return default


def _order(name: str, default: Order) -> Order:
    try:
        return Order(name)
    except ValueError:
        return default

"""What the value in focus means: definition, explanation, what it includes, what counts as it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from codebook_app.domain.procedure_build import GrowingCode
from codebook_app.gui.models.procedure_column import ValueRow

_EXAMPLES = 4


def meaning_html(code: GrowingCode, position: int, value: ValueRow) -> str:
    """Return what CMS says of *value* at *position* of *code*, as HTML."""
    return "".join(_parts(code, position, value))


def _parts(code: GrowingCode, position: int, value: ValueRow) -> Iterator[str]:
    axis = code.axis_title(position)
    # In one line: below the columns there are few.
    yield (
        f'<p style="margin-bottom:2px"><span class="muted">{escape(axis)} '
        f"{escape(value.character)}</span>&nbsp; "
        f'<span class="heading">{escape(value.label)}</span></p>'
    )
    defined = code.definition(position, value.label)
    if defined is not None:
        if defined.definition:
            yield f"<p>{escape(defined.definition)}</p>"
        if defined.explanation:
            yield f'<p><span class="muted">Explanation</span><br>{escape(defined.explanation)}</p>'
        if defined.includes:
            yield f'<p class="muted" style="margin-bottom:2px">{_includes_word(position)}</p>'
            yield _listed(defined.includes)
    counted = [
        (one.device, f"{one.character} {one.parent}", one.operation)
        for one in code.aggregates(value.label)
    ]
    general = [device for device, _, _ in counted if device != value.label]
    if general:
        yield '<p class="muted" style="margin-bottom:2px">Counts for these specific devices</p>'
        yield _listed(tuple(dict.fromkeys(general)))
    for device, parent, operation in counted:
        if device == value.label:
            where = "" if operation == "All applicable" else f" for {operation}"
            words = f"Counts as {parent} where no closer value is offered{where}."
            yield f"<p>{escape(words)}</p>"
    if code.page.outline.derived and position > 3:
        yield _examples(code, position, value)
    yield f'<p class="muted">{_codes_word(code, position, value)}</p>'
    if code.page.outline.derived:
        yield f'<p class="muted">{escape(derived_word(code))}</p>'


def derived_word(code: GrowingCode) -> str:
    """Return what to know of a release that has no tables."""
    return (
        f"{code.page.choice.release.title} came as codes and titles, without tables: which values"
        " go together is exact, what they are called is read from the titles. Import the ICD-10-PCS"
        " tables and definitions that CMS publishes for the printed labels and what they mean."
    )


def _includes_word(position: int) -> str:
    return {4: "Body part key: includes", 6: "Device or substance key: includes"}.get(
        position, "Includes or examples"
    )


def _listed(words: tuple[str, ...]) -> str:
    inside = "".join(f"<li>{escape(word)}</li>" for word in words)
    return f'<ul style="margin-top:0">{inside}</ul>'


def _examples(code: GrowingCode, position: int, value: ValueRow) -> str:
    """Return a few titles that have the value: what it is called is read from them."""
    chosen = {at: one for at, one in code.chosen.items() if at != position}
    chosen[position] = value.character
    having = [
        (made, title)
        for made, title in code.page.titles.items()
        if all(made[at - 1] == one for at, one in chosen.items())
    ]
    titles = tuple(f"{made} {title}" for made, title in having[:_EXAMPLES])
    return '<p class="muted" style="margin-bottom:2px">Titles that have it</p>' + _listed(titles)


def _codes_word(code: GrowingCode, position: int, value: ValueRow) -> str:
    if not value.codes:
        return "No code has it beside what is picked: picking it drops what it does not go with."
    beside = " beside what else is picked" if len(code.picks) - value.picked and position else ""
    return (
        "1 code has it" + beside + "."
        if value.codes == 1
        else (f"{value.codes:,} codes have it{beside}.")
    )

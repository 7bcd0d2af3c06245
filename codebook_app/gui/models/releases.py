"""The installed releases and those that can be fetched, as rows and in words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from codebook_app.gui.models.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from codebook_app.domain.catalogue import CataloguedRelease
    from codebook_app.domain.release import Release

_MEGA = 1_000_000


def state_word(release: Release, day: date) -> str:
    """Return whether *release* is used on *day*, and why not."""
    if not release.confirmed:
        return "Off: confirm the licence"
    if not release.searchable:
        return "Pages only: search index missing"
    if release.in_force_on(day):
        return "In force"
    if release.effective_from > day:
        return f"From {release.effective_from.isoformat()}"
    return "Past"


def release_columns(day: Callable[[], date]) -> tuple[Column[Release], ...]:
    """Return the columns of the installed releases, their state that of the *day*."""
    return (
        Column("Release", lambda release: release.title),
        Column("In force", lambda release: release.dates_word.removeprefix("in force ")),
        Column("State", lambda release: state_word(release, day())),
    )


def release_page(release: Release, day: date) -> str:
    """Return all that is known of an installed release as HTML: state, files, checks, leavings."""
    installed = release.installed_at.date().isoformat()
    parts = [
        f"<p class='heading'>{escape(release.title)}</p>",
        f"<p>{escape(_state_line(release, day))}<br>"
        f"{release.codes:,} codes, {release.billable:,} of them billable<br>"
        f'<span class="muted">Installed {installed}, {escape(release.origin)}</span></p>',
    ]
    files = [_file_line(file.name, file.part, file.size) for file in release.sources]
    for title, lines in (
        ("Checked", release.checked),
        ("Made from", files),
        ("Left out", release.left_out),
    ):
        parts.append(listed(title, lines))
    if release.notice:
        parts.append(f"<p><b>The owner's notice</b></p><p>{_paragraphs(release.notice)}</p>")
    return "".join(parts)


def _state_line(release: Release, day: date) -> str:
    state, dates = state_word(release, day), release.dates_word
    return dates[:1].upper() + dates[1:] if state == "In force" else f"{state} · {dates}"


def _file_line(name: str, part: str, size: int) -> str:
    about = ", ".join(filter(None, (part, size_word(size))))
    return f"{name} ({about})" if about else name


def size_word(size: int) -> str:
    """Return *size* bytes for people, "" where it is not known."""
    if size <= 0:
        return ""
    return f"{size / _MEGA:.1f} MB" if size >= _MEGA / 10 else f"{max(1, size // 1000):,} kB"


def listed(title: str, lines: Sequence[str]) -> str:
    """Return *lines* under a *title* as HTML, nothing where there are none."""
    if not lines:
        return ""
    rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<p><b>{escape(title)}</b></p><ul>{rows}</ul>"


def _paragraphs(text: str) -> str:
    return escape(text).replace("\n", "<br>")


# The catalogue --------------------------------------------------------------------------------


def catalogue_word(entry: CataloguedRelease) -> str:
    """Return whether a catalogued release is here, can be fetched, or must be bought."""
    if entry.installed:
        return f"Installed, without {entry.lacking}" if entry.lacking else "Installed"
    if entry.places:
        return "Can be downloaded"
    return "From its owner only"


def catalogue_columns() -> tuple[Column[CataloguedRelease], ...]:
    """Return the columns of the releases that can be fetched."""
    return (
        Column("Release", lambda entry: entry.title),
        Column("Publisher", lambda entry: entry.publisher),
        Column("State", catalogue_word),
    )


def catalogue_page(entry: CataloguedRelease) -> str:
    """Return where a release is published, file by file, as HTML."""
    parts = [
        f"<p class='heading'>{escape(entry.title)}</p>",
        f"<p>{escape(catalogue_word(entry))} · {escape(entry.publisher)} · "
        f"{escape(entry.licence)}</p>",
    ]
    if entry.places:
        rows = []
        for place in entry.places:
            known = ", ".join(filter(None, (size_word(place.size), _verified(place.verified))))
            rows.append(
                f'<li>{escape(place.holds)}<br><span class="muted">{escape(place.url)}'
                f"<br>{escape(known)}</span></li>"
            )
        parts.append(f"<p><b>Files</b></p><ul>{''.join(rows)}</ul>")
    else:
        parts.append(
            "<p>It cannot be fetched by Codebook. Get it from its owner, then drop its folder or "
            "zip on the window.</p>"
        )
    if entry.page:
        parts.append(
            f'<p>The publisher\'s page: <a href="{escape(entry.page)}">{escape(entry.page)}</a></p>'
        )
    return "".join(parts)


def _verified(verified: bool) -> str:
    return "" if verified else "address not verified yet: it follows last year's pattern"

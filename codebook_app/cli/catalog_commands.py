"""``catalog`` and ``download``: where releases are published, and fetching them from there."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codebook_app.cli.install_answers import tell
from codebook_app.cli.rendering import columns, text
from codebook_app.cli.shared_options import AsJson, DataDir, OpenProgram
from codebook_app.cli.stopping import stoppable
from codebook_app.cli.terminal import Terminal
from codebook_app.domain.catalogue import CataloguedRelease

if TYPE_CHECKING:
    from rich.table import Table

Catalog = Annotated[
    Path | None,
    typer.Option(
        "--catalog",
        metavar="FILE",
        dir_okay=False,
        help="A catalogue of your own (TOML) in place of the program's.",
    ),
]
_WHAT = typer.Argument(
    metavar="CODE_SET[:RELEASE]", help="For example icd10cm:FY2027; without a release the newest."
)


class CatalogCommands:
    """The commands about official places."""

    def __init__(self, open_program: OpenProgram, terminal: Terminal) -> None:
        self._open_program = open_program
        self._terminal = terminal

    def catalog(
        self, *, catalog: Catalog = None, json: AsJson = False, data_dir: DataDir = None
    ) -> None:
        """List where the releases of each code set are published. Nothing is fetched."""
        with closing(self._open_program(data_dir)) as program:
            releases = program.catalogue.releases(catalog)
        if json:
            self._terminal.document([catalogued_document(release) for release in releases])
        elif releases:
            self._terminal.show(catalog_table(releases, self._terminal.between))
        else:
            self._terminal.say("The catalogue is empty.")

    def download(
        self,
        what: Annotated[str, _WHAT],
        *,
        catalog: Catalog = None,
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """Fetch a release from its publisher and install it.

        What broke off goes on where it stopped.
        """
        code_set, colon, release = what.strip().partition(":")
        if not code_set or (colon and not release):
            raise typer.BadParameter(f"{what} is not CODE_SET or CODE_SET:RELEASE.")
        with (
            closing(self._open_program(data_dir)) as program,
            stoppable(self._terminal) as cancel,
            self._terminal.progress() as progress,
        ):
            reports = program.catalogue.download(
                code_set, release or None, catalog, progress, cancel
            )
        tell(self._terminal, reports, json=json)


def catalogued_document(release: CataloguedRelease) -> dict[str, object]:
    """Return what ``catalog`` answers of one release."""
    return {
        "code_set": release.code_set,
        "release": release.release,
        "title": release.title,
        "publisher": release.publisher,
        "licence": release.licence,
        "page": release.page,
        "installed": release.installed,
        "places": [
            {
                "url": place.url,
                "holds": place.holds,
                "verified": place.verified,
                "optional": place.optional,
                "sha256": place.sha256,
                "size": place.size,
            }
            for place in release.places
        ],
    }


def catalog_table(releases: Sequence[CataloguedRelease], between: str) -> Table:
    """Return the releases with what is fetched, from where, or what is needed instead."""
    table = columns("code set", "release", "", "places")
    for release in releases:
        places = text("")
        for place in release.places:
            places.append(between if places.plain else "")
            places.append(place.url)
            remarks = [place.holds]
            remarks += [] if place.verified else ["address not seen yet"]
            remarks += ["optional"] if place.optional else []
            places.append(f" ({', '.join(remarks)})", "dim")
        if not release.places:
            places.append(release.page)
            places.append(f" ({release.licence})", "dim")
        table.add_row(
            release.code_set,
            text(release.release, "bold"),
            text("installed" if release.installed else "", "green"),
            places,
        )
    return table

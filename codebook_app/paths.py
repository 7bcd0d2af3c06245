"""Where things are kept. The only place that asks the operating system for a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Folders:
    """Every place the program writes to, all of it under *data*."""

    data: Path

    @property
    def releases(self) -> Path:
        """The installed releases, ``<code set>/<release>/`` each."""
        return self.data / "releases"

    @property
    def user_db(self) -> Path:
        """The person's own database."""
        return self.data / "user.db"

    @property
    def settings(self) -> Path:
        """The settings the person may also edit by hand."""
        return self.data / "settings.toml"

    @property
    def licences(self) -> Path:
        """For which licensed releases the person confirmed a licence."""
        return self.data / "licences.json"

    @property
    def log(self) -> Path:
        """The log that the messages' "Details" button opens."""
        return self.data / "codebook.log"


def folders(data_dir: Path | None = None) -> Folders:
    """Return the folders below *data_dir*, by default the operating system's place for us."""
    if data_dir is None:
        import platformdirs

        data_dir = platformdirs.user_data_path("Codebook", appauthor=False)
    return Folders(data_dir.expanduser().absolute())


def resource(*parts: str) -> Path:
    """Return the path of a shipped resource, ``resource("themes", "light.toml")``.

    In a wheel the resources lie inside the package, in a checkout beside it.
    """
    inside = _PACKAGE / "resources"
    return (inside if inside.is_dir() else _PACKAGE.parent / "resources").joinpath(*parts)


def data_file(*parts: str) -> Path:
    """Return the path of our own data, ``data_file("abbreviations.tsv")``; no code set is in it.

    In a wheel the data lie inside the package, in a checkout beside it.
    """
    inside = _PACKAGE / "data"
    return (inside if inside.is_dir() else _PACKAGE.parent / "data").joinpath(*parts)

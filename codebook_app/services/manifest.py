"""The manifest.json of an installed release: where it came from, what it holds."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from codebook_app.domain.release import Release, SourceFile
from codebook_app.store.reference_schema import SCHEMA

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of an installed release besides its content.

    *package* is the package and version an embedded release came in, empty for an imported one;
    *reference_size* the bytes of its reference.db; *schema* that of the program that built it.
    *release* always says that it is not searchable: only its folder knows.
    """

    release: Release
    package: str
    reference_size: int
    schema: int = SCHEMA

    @property
    def is_current(self) -> bool:
        """Whether this version of the program reads the release as it lies there."""
        return self.schema == SCHEMA


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write and flush the manifest of the release in *folder*."""
    release = manifest.release
    content = {
        "schema": manifest.schema,
        "code_set": release.code_set,
        "release": release.release,
        "title": release.title,
        "effective_from": release.effective_from.isoformat(),
        "effective_to": release.effective_to.isoformat(),
        "codes": release.codes,
        "billable": release.billable,
        "sources": [
            {"name": source.name, "size": source.size, "sha256": source.sha256}
            for source in release.sources
        ],
        "origin": release.origin,
        "package": manifest.package,
        "installed_at": release.installed_at.isoformat(),
        "app_version": release.app_version,
        "left_out": list(release.left_out),
        "reference_size": manifest.reference_size,
    }
    with (folder / NAME).open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=2)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of the release in *folder*, None where there is none to be understood."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return _manifest(content)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _manifest(content: dict[str, Any]) -> Manifest:
    release = Release(
        code_set=str(content["code_set"]),
        release=str(content["release"]),
        title=str(content["title"]),
        effective_from=date.fromisoformat(content["effective_from"]),
        effective_to=date.fromisoformat(content["effective_to"]),
        codes=int(content["codes"]),
        billable=int(content["billable"]),
        sources=tuple(
            SourceFile(str(source["name"]), int(source["size"]), str(source["sha256"]))
            for source in content["sources"]
        ),
        origin=str(content["origin"]),
        installed_at=datetime.fromisoformat(content["installed_at"]),
        app_version=str(content["app_version"]),
        searchable=False,
        left_out=tuple(str(line) for line in content["left_out"]),
    )
    return Manifest(
        release,
        package=str(content["package"]),
        reference_size=int(content["reference_size"]),
        schema=int(content["schema"]),
    )

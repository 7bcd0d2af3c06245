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

    *reference_size* are the bytes of its reference.db; *schema* is that of the program that built
    it. *decided_by* says how its edition was found out, *not_taken* what of its imports was left
    out, besides what reading its files says each time. *release* always says that it is not
    searchable and confirmed: only its folder and the person's licences know.
    """

    release: Release
    reference_size: int
    schema: int = SCHEMA
    decided_by: str = ""
    not_taken: tuple[str, ...] = ()

    @property
    def packages(self) -> frozenset[str]:
        """The packages and their versions that files of it came in; none for an imported one."""
        return frozenset(source.package for source in self.release.sources if source.package)

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
        "sources": [_source_written(source) for source in release.sources],
        "origin": release.origin,
        "installed_at": release.installed_at.isoformat(),
        "app_version": release.app_version,
        "decided_by": manifest.decided_by,
        "checked": list(release.checked),
        "left_out": list(release.left_out),
        "not_taken": list(manifest.not_taken),
        "notice": release.notice,
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


def _source_written(source: SourceFile) -> dict[str, Any]:
    written: dict[str, Any] = {
        "part": source.part,
        "name": source.name,
        "size": source.size,
        "sha256": source.sha256,
        "states": source.states,
    }
    if source.states_from and source.states_to:
        written["states_from"] = source.states_from.isoformat()
        written["states_to"] = source.states_to.isoformat()
    if source.package:
        written["package"] = source.package
    return written


def _source(content: dict[str, Any], package: str) -> SourceFile:
    return SourceFile(
        name=str(content["name"]),
        size=int(content["size"]),
        sha256=str(content["sha256"]),
        part=str(content.get("part", "")),
        states=str(content.get("states", "")),
        states_from=_day(content.get("states_from")),
        states_to=_day(content.get("states_to")),
        package=str(content.get("package", package)),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _manifest(content: dict[str, Any]) -> Manifest:
    # The first versions made a release of one file, and kept what they had checked with the rest.
    package = str(content.get("package", ""))
    left_out = tuple(str(line) for line in content["left_out"])
    release = Release(
        code_set=str(content["code_set"]),
        release=str(content["release"]),
        title=str(content["title"]),
        effective_from=date.fromisoformat(content["effective_from"]),
        effective_to=date.fromisoformat(content["effective_to"]),
        codes=int(content["codes"]),
        billable=int(content["billable"]),
        sources=tuple(_source(source, package) for source in content["sources"]),
        origin=str(content["origin"]),
        installed_at=datetime.fromisoformat(content["installed_at"]),
        app_version=str(content["app_version"]),
        searchable=False,
        left_out=left_out,
        checked=tuple(str(line) for line in content.get("checked", ())),
        notice=str(content.get("notice", "")),
        confirmed=False,
    )
    return Manifest(
        release,
        reference_size=int(content["reference_size"]),
        schema=int(content["schema"]),
        decided_by=str(content.get("decided_by", "".join(left_out[:1]))),
        not_taken=tuple(str(line) for line in content.get("not_taken", ())),
    )

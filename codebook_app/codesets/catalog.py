"""The catalogue of official places: a TOML file of ours, or one of the person's own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from codebook_app.domain.catalogue import CataloguedRelease, OfficialPlace
from codebook_app.errors import KnownError

_CODE_SET_TEXTS = ("publisher", "licence", "page")
_RELEASE_TEXTS = ("release", "title")
_PLACE_TEXTS = ("url", "holds")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CORRECT_IT = "Correct it; data/catalog.toml of Codebook shows how one is written."
Table = Mapping[str, object]


def read_catalog(path: Path, code_sets: Collection[str]) -> tuple[CataloguedRelease, ...]:
    """Return the releases of the catalogue at *path* in its order; none of them as installed.

    Raises:
        KnownError: it cannot be read, is no TOML (with its line), names a code set that is not one
            of *code_sets*, or an entry lacks something or has what it may not; the message says
            which.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise KnownError(
            f"The catalogue {path} cannot be read ({fault.strerror}).", "Check the path."
        ) from fault
    except UnicodeDecodeError as fault:
        raise KnownError(f"The catalogue {path} is not UTF-8 text.", "Save it as UTF-8.") from fault
    try:
        catalog = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise KnownError(f"The catalogue {path} is no TOML: {fault}.", _CORRECT_IT) from fault
    return tuple(_Reader(path, code_sets).releases(catalog))


class _Reader:
    """Reads the tables of one catalogue and says which entry is at fault."""

    def __init__(self, path: Path, code_sets: Collection[str]) -> None:
        self._path = path
        self._code_sets = code_sets

    def releases(self, catalog: Table) -> Iterator[CataloguedRelease]:
        seen: set[tuple[str, str]] = set()
        for code_set, about in catalog.items():
            if code_set not in self._code_sets:
                known = ", ".join(self._code_sets)
                raise self._fault(code_set, f"there is no such code set; there are {known}")
            table = self._table(about, code_set, {*_CODE_SET_TEXTS, "releases"})
            texts = self._texts(table, code_set, _CODE_SET_TEXTS)
            self._address(texts["page"], code_set)
            for entry in self._tables(table.get("releases", []), code_set):
                release = self._release(code_set, texts, entry)
                if (code_set, release.release) in seen:
                    raise self._fault(f"{code_set} {release.release}", "it stands twice")
                seen.add((code_set, release.release))
                yield release

    def _release(self, code_set: str, about: Mapping[str, str], entry: object) -> CataloguedRelease:
        table = self._table(entry, code_set, {*_RELEASE_TEXTS, "places", "page"})
        texts = self._texts(table, code_set, _RELEASE_TEXTS)
        where = f"{code_set} {texts['release']}"
        page = self._texts(table, where, ("page",))["page"] if "page" in table else about["page"]
        self._address(page, where)
        return CataloguedRelease(
            code_set=code_set,
            release=texts["release"],
            title=texts["title"],
            publisher=about["publisher"],
            licence=about["licence"],
            page=page,
            places=tuple(
                self._place(place, where) for place in self._tables(table.get("places", []), where)
            ),
            installed=False,
        )

    def _place(self, entry: object, where: str) -> OfficialPlace:
        keys = {*_PLACE_TEXTS, "verified", "optional", "sha256", "size"}
        table = self._table(entry, where, keys)
        texts = self._texts(table, where, _PLACE_TEXTS)
        self._address(texts["url"], where)
        sha256, size = table.get("sha256", ""), table.get("size", 0)
        if not isinstance(sha256, str) or not (sha256 == "" or _SHA256.fullmatch(sha256.lower())):
            raise self._fault(where, "its sha256 is not 64 hexadecimal digits")
        if not isinstance(size, int) or isinstance(size, bool) or size < 0:
            raise self._fault(where, "its size is no number of bytes")
        return OfficialPlace(
            url=texts["url"],
            holds=texts["holds"],
            verified=self._flag(table, "verified", where),
            sha256=sha256.lower(),
            size=size,
            optional=self._flag(table, "optional", where),
        )

    def _flag(self, table: Table, key: str, where: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self._fault(where, f"its {key} is neither true nor false")
        return value

    def _address(self, url: str, where: str) -> None:
        try:
            parts = urlsplit(url)
            sound = parts.scheme in {"https", "http"} and bool(parts.hostname)
        except ValueError:
            sound = False
        if not sound:
            raise self._fault(where, f"“{url}” is no address that begins with https://")

    def _texts(self, table: Table, where: str, keys: Collection[str]) -> dict[str, str]:
        texts = {}
        for key in keys:
            value = table.get(key)
            if not isinstance(value, str) or not value.strip():
                raise self._fault(where, f"its {key} is missing or no text")
            texts[key] = value.strip()
        return texts

    def _table(self, value: object, where: str, keys: Collection[str]) -> Table:
        if not isinstance(value, dict):
            raise self._fault(where, "it is no table")
        for key in value:
            if key not in keys:
                raise self._fault(where, f"“{key}” means nothing there")
        return value

    def _tables(self, value: object, where: str) -> list[object]:
        if not isinstance(value, list):
            raise self._fault(where, "it holds something else than a list of tables")
        return value

    def _fault(self, where: str, why: str) -> KnownError:
        return KnownError(f"The catalogue {self._path}, {where}: {why}.", _CORRECT_IT)

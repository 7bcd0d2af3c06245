"""Official places that releases can be fetched from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficialPlace:
    """One file of one release at its publisher.

    *verified* says that the address was seen to hold it; *sha256* and *size* (bytes) are known or
    empty and 0. *holds* says in words what is in it. The release is whole without an *optional*
    one.
    """

    url: str
    holds: str
    verified: bool
    sha256: str = ""
    size: int = 0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class CataloguedRelease:
    """A release and the files it is published in; *installed* on this computer or not.

    *lacking* names what is not with an installed one and its places hold ("Table 5"), "" for the
    others. *licence* says under what terms: "public domain", or whose licence the person needs;
    *page* is the publisher's page for people. One without *places* cannot be fetched; *page* says
    where to go.
    """

    code_set: str
    release: str
    title: str
    publisher: str
    licence: str
    page: str
    places: tuple[OfficialPlace, ...]
    installed: bool
    lacking: str = ""

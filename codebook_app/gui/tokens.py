"""The values of a theme, as ``resources/themes`` has them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from codebook_app.paths import resource


@dataclass(frozen=True, slots=True)
class TypeRole:
    """A step of the type scale: *family* ("text" or "code"), *size* in pixels at 100 %, weight."""

    family: str
    size: float
    weight: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """All values of one theme. Colours are ``#rrggbb``; lengths are pixels at 100 % text size."""

    name: str
    colours: Mapping[str, str]
    space: tuple[int, ...]
    radius: int
    icon: int
    control: int
    families: Mapping[str, tuple[str, ...]]
    type: Mapping[str, TypeRole]

    @classmethod
    def read(cls, name: str, folder: Path | None = None) -> Tokens:
        """Read the theme *name* from *folder*, by default one of the shipped ones."""
        folder = folder or resource("themes")
        shape = tomllib.loads((folder / "shape.toml").read_text(encoding="utf-8"))
        colours = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))["colours"]
        return cls(
            name=name,
            colours=colours,
            space=tuple(shape["space"]),
            radius=shape["radius"],
            icon=shape["icon"],
            control=shape["control"],
            families={role: tuple(names) for role, names in shape["families"].items()},
            type={role: TypeRole(**values) for role, values in shape["type"].items()},
        )

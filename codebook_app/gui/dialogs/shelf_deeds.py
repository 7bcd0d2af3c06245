"""What can be done to what lies on the shelf, by where it lies."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.gui.encounter_shelf import Place

PLACES = {
    Place.ENCOUNTERS: "&Encounters",
    Place.TEMPLATES: "&Templates",
    Place.FAVOURITES: "★ &Favourites",
    Place.ARCHIVED: "&Archived",
    Place.DELETED: "De&leted",
}
"""The places with their names on the tabs, in their order."""

_STANDING = frozenset({Place.ENCOUNTERS, Place.TEMPLATES, Place.FAVOURITES})
_THERE = _STANDING | {Place.ARCHIVED}


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed: the *name* of the method, its *words*, its *keys*, and the *places* it is for.

    *in_list* says that the list hears the key alone: in the line it edits the text.
    """

    name: str
    words: str
    keys: str
    places: frozenset[Place]
    in_list: bool = False


DEEDS = (
    Deed("open_itself", "&Open as it is", "Ctrl+Return", _THERE),
    Deed("rename", "&Rename", "F2", _THERE),
    Deed("star", "Favourite: set or take the ★", "Ctrl+D", _THERE),
    Deed("duplicate", "Du&plicate", "Ctrl+Alt+D", _THERE),
    Deed("keep_as_template", "&Keep as template…", "Ctrl+T", _THERE),
    Deed("archive", "Arc&hive", "Ctrl+E", _STANDING),
    Deed("unarchive", "&Bring back", "Ctrl+E", frozenset({Place.ARCHIVED})),
    Deed("delete", "&Delete", "Del", _THERE, in_list=True),
)

EMPTY = {
    Place.ENCOUNTERS: "No encounters yet. Ctrl+N begins one.",
    Place.TEMPLATES: "No templates yet. Ctrl+T keeps the codes of an encounter as one, to begin "
    "others from.",
    Place.FAVOURITES: "No favourites yet. Ctrl+D gives an encounter or a template a star.",
    Place.ARCHIVED: "Nothing is archived. Ctrl+E puts away what is done with; it can still be "
    "found here.",
    Place.DELETED: "Nothing was deleted.",
}
"""What is said of a place where nothing lies: why, and what to do."""

"""What coders look out for in a code, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codebook_app.domain.code import Code
from codebook_app.domain.content import CC, DELETED, MCC, NEW, POA_EXEMPT, REVISED

if TYPE_CHECKING:
    from codebook_app.store.reference_db import ReferenceDb


def flags_of(
    line: Code, reader: ReferenceDb, complications: ReferenceDb | None = None
) -> tuple[str, ...]:
    """Return the flags of *line*, which *reader* holds.

    Whether it is a (major) complication or comorbidity is read in *complications*, the MS-DRG
    release in force.
    """
    title = line.title.casefold()
    own = {one.list for one in reader.lists.of([line.code]).get(line.code, ())}
    drg = set()
    if complications is not None:
        drg = {one.list for one in complications.lists.of([line.code]).get(line.code, ())}
    told = {
        "unspecified": "unspecified" in title,
        # Not the B95-B97 codes, which name an organism "as the cause of diseases classified …".
        "manifestation": "diseases classified elsewhere" in title and "cause of" not in title,
        "seventh character required": not line.seventh_character
        and bool(reader.seventh_characters([line.id])),
        "MCC": MCC in drg,
        "CC": CC in drg,
        "POA exempt": POA_EXEMPT in own,
        f"new in {line.release}": NEW in own,
        f"revised in {line.release}": REVISED in own,
        f"deleted in {line.release}": DELETED in own,
    }
    return tuple(flag for flag, holds in told.items() if holds)

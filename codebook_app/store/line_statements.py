"""SQL for the lines of a page: always the same texts, so that SQLite finds them prepared.

A row has the fields of :class:`~codebook_app.domain.code.Code`, but for its code set and release.
"""

from __future__ import annotations

_SELECT = """
    SELECT id, code, title, level, billable, depth, parent_id, last_descendant_id,
        seventh_character, heading, opens_page
    FROM lines
"""
_ABOVE = """
    WITH RECURSIVE above(id) AS (
        SELECT parent_id FROM lines WHERE id = ?
        UNION ALL
        SELECT lines.parent_id FROM lines JOIN above ON lines.id = above.id
    )
"""
_PAGES = f"{_SELECT} WHERE opens_page = 1"
_ALIKE = f"{_SELECT} WHERE opens_page = 0 AND level = ? AND (seventh_character <> '') = ?"
_BEFORE = "AND id < ? ORDER BY id DESC LIMIT 1"
_AFTER = "AND id > ? ORDER BY id LIMIT 1"

NAMED = f"{_SELECT} WHERE undotted = ?"
"""The lines of a code without point."""

ANCESTORS = f"{_ABOVE} {_SELECT} WHERE id IN above ORDER BY id"
"""What stands above the line with an id, the chapter first."""

CHILDREN = f"{_SELECT} WHERE parent_id = ? AND seventh_character = '' ORDER BY id"
"""The lines directly below that of an id, without seventh-character codes."""

SUBTREE = f"{_SELECT} WHERE id BETWEEN ? AND ? ORDER BY id"
"""The lines from one id to another in printed order."""

PRINTED = f"""{_SELECT}
    WHERE id BETWEEN ? AND ? AND (seventh_character = '' OR id = ?) ORDER BY id
"""
"""The same without seventh-character codes, but for the line of a third id."""

PAGE_BEFORE, PAGE_AFTER = f"{_PAGES} {_BEFORE}", f"{_PAGES} {_AFTER}"
"""The line nearest to an id that opens a page."""

ALIKE_BEFORE, ALIKE_AFTER = f"{_ALIKE} {_BEFORE}", f"{_ALIKE} {_AFTER}"
"""The line of a level nearest to an id that opens none, a seventh-character code (1) or not (0)."""

SEVENTH = """
    SELECT parent_id, seventh_character, seventh_meaning, code FROM lines
    WHERE parent_id IN (SELECT value FROM json_each(?)) AND seventh_character <> ''
    ORDER BY id
"""
"""The codes that complete lines, whose ids are given as JSON."""

SEVENTH_BETWEEN = """
    SELECT parent_id, seventh_character, seventh_meaning, code FROM lines
    WHERE id BETWEEN ? AND (SELECT last_descendant_id FROM lines WHERE id = ?)
        AND seventh_character <> ''
    ORDER BY id
"""
"""The codes that complete the lines from one id to another: half the cost of asking for each."""

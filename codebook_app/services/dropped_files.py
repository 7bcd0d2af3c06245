"""Whether a file that was dropped is a list of codes or an official file to import."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from codebook_app.codesets.any_workbook import LARGEST_WORKBOOK, WORKBOOK_SUFFIXES
from codebook_app.codesets.archive import official_files
from codebook_app.codesets.base import CodeSet
from codebook_app.errors import KnownError
from codebook_app.exchange.text_file import LARGEST

LIST_SUFFIXES = frozenset(
    {".csv", ".tsv", ".tab", ".txt", ".text", ".md", ".json", ".html", ".htm", ".x12", ".edi"}
    | {".837", ".eml", ".log", ".ndjson", *WORKBOOK_SUFFIXES}
)
"""The endings of files that may hold a list; what they hold decides."""


def may_be_list(path: Path, code_sets: Iterable[CodeSet]) -> bool:
    """Whether *path* is a text or workbook, and none of *code_sets* knows it as official."""
    if path.suffix.lower() not in LIST_SUFFIXES or not path.is_file():
        return False
    try:
        workbook = path.suffix.lower() in WORKBOOK_SUFFIXES
        if path.stat().st_size > (LARGEST_WORKBOOK if workbook else LARGEST):
            return False
        with official_files([path]) as found:
            return not any(
                code_set.part(file) is not None or code_set.declines(file) is not None
                for file in found.files
                for code_set in code_sets
            )
    except (KnownError, OSError):
        return True  # what is wrong with it is said when it is read

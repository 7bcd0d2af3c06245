"""PDFs of official documents: their pages' text and their outline."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from codebook_app.codesets.archive import OfficialFile
from codebook_app.errors import KnownError

LARGEST = 128 * 2**20
"""Bytes a PDF may have; the guidelines have 2 MB."""
PDFIUM = threading.Lock()
"""PDFium has state of its own for the whole process: who calls it, on any thread, holds this."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of an outline: its *title*, its *depth* from 0, its *page* from 1."""

    title: str
    depth: int
    page: int


class Pdf:
    """An opened PDF; good for the block of :func:`opened_pdf` only."""

    def __init__(self, document: Any) -> None:
        self._document = document

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._document)

    def text(self, page: int) -> str:
        """Return the text of *page*, from 1, its lines ended by line feeds."""
        # Closed at once, so that nothing of it is left to be collected outside the lock.
        with closing(self._document[page - 1]) as opened, closing(opened.get_textpage()) as text:
            return str(text.get_text_range()).replace("\r\n", "\n")

    def outline(self) -> tuple[Bookmark, ...]:
        """Return the bookmarks that lead to a page, in printed order; empty where it has none."""
        found = []
        for mark in self._document.get_toc():
            # pypdfium2 4 has plain attributes, 5 has methods.
            title = mark.title if hasattr(mark, "title") else mark.get_title()
            if hasattr(mark, "page_index"):
                page = mark.page_index
            else:
                destination = mark.get_dest()
                page = None if destination is None else destination.get_index()
            words = " ".join(str(title).split())
            if page is not None and 0 <= page < self.pages and words:
                found.append(Bookmark(words, int(mark.level), int(page) + 1))
        return tuple(found)


def is_pdf(file: OfficialFile) -> bool:
    """Whether *file* is a PDF."""
    return file.head.startswith(b"%PDF-")


@contextmanager
def opened_pdf(file: OfficialFile) -> Iterator[Pdf]:
    """Open *file* and yield it while the block runs; no other thread uses PDFium meanwhile.

    Raises:
        KnownError: it is too large, no whole PDF, or needs a password.
    """
    # Imported late: only who imports a PDF needs it.
    import pypdfium2

    if file.size > LARGEST:
        raise KnownError(
            f"{file.name} has {file.size // 2**20} MB, which no official document has.",
            "It was not opened.",
        )
    content = b"".join(file.chunks())
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as fault:
            raise _damaged(file, fault) from fault
        try:
            yield Pdf(document)
        except pypdfium2.PdfiumError as fault:
            raise _damaged(file, fault) from fault
        finally:
            document.close()


def _damaged(file: OfficialFile, fault: Exception) -> KnownError:
    return KnownError(
        f"{file.name} is no whole PDF that can be opened ({fault}).",
        "Download it again and import that.",
    )

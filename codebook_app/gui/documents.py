"""An official document's pages as pictures, drawn on a worker."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from codebook_app.domain.content import DocumentSection
from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.jobs import Worker
from codebook_app.services.guidelines import guidelines_of

if TYPE_CHECKING:
    from codebook_app.services.releases import Releases


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A document of a release: its *sections*, and the *sizes* of its pages in points."""

    title: str
    sections: tuple[DocumentSection, ...]
    sizes: tuple[tuple[float, float], ...]


class _Opened:
    """A PDF held open between pages. Lives on the worker's thread, every call holds the lock."""

    def __init__(self, content: bytes) -> None:
        # Late: nobody needs it who opens no document, and the first paint even less.
        import pypdfium2

        from codebook_app.codesets.pdf import PDFIUM

        self._lock = PDFIUM
        with self._lock:
            try:
                self._document: Any = pypdfium2.PdfDocument(content)
            except pypdfium2.PdfiumError as fault:
                raise KnownError(
                    f"The document cannot be opened ({fault}).", "Import it again."
                ) from fault

    def sizes(self) -> tuple[tuple[float, float], ...]:
        with self._lock:
            return tuple(self._document.get_page_size(at) for at in range(len(self._document)))

    def image(self, page: int, width: int) -> QImage:
        """Return *page*, from 1, drawn *width* pixels wide."""
        with self._lock, closing(self._document[page - 1]) as opened:
            scale = width / opened.get_width()
            with closing(opened.render(scale=scale, rev_byteorder=True)) as bitmap:
                kind = {
                    "RGB": QImage.Format.Format_RGB888,
                    "RGBA": QImage.Format.Format_RGBA8888,
                    "RGBX": QImage.Format.Format_RGBX8888,
                    "L": QImage.Format.Format_Grayscale8,
                }[bitmap.mode]
                content = bytes(bitmap.buffer)
                drawn = QImage(content, bitmap.width, bitmap.height, bitmap.stride, kind)
                return drawn.copy()  # the bitmap's memory goes with it

    def close(self) -> None:
        with self._lock:
            self._document.close()


class DocumentPages(QObject):
    """Opens one document and draws its pages on a worker of its own, which it closes.

    The document that is wanted last is drawn first: pages scrolled past meanwhile are passed over.
    """

    opened = Signal(object)
    """A :class:`DocumentShown`."""
    drawn = Signal(int, int, object)
    """A page from 1, the width it was drawn for, and its QImage."""
    failed = Signal(object)

    def __init__(self, releases: Releases, code_set: str, release: str = "") -> None:
        """Show the document of *release*, by default of the newest that has one."""
        super().__init__()
        self._releases = releases
        self._code_set = code_set
        self._release = release
        self._worker = Worker("document")
        self._held: _Opened | None = None
        self._wanted: frozenset[tuple[int, int]] = frozenset()

    def open(self) -> None:
        """Read the document out of the release's kept sources."""
        self._worker.submit(self._read, self.opened.emit, self.failed.emit)

    def want(self, pages: Sequence[int], width: int) -> None:
        """Draw *pages* at *width* pixels; what was wanted before and is not any more is not."""
        before, self._wanted = self._wanted, frozenset((page, width) for page in pages)
        for page in pages:
            if (page, width) not in before:
                self._draw(page, width)

    def close(self) -> None:
        """Stop drawing and wait for the page under way."""
        self._wanted = frozenset()
        self._worker.close(drain=False)
        if self._held is not None:
            with suppress(Exception):
                self._held.close()
            self._held = None

    def _draw(self, page: int, width: int) -> None:
        def draw() -> QImage | None:
            if (page, width) not in self._wanted or self._held is None:
                return None
            return self._held.image(page, width)

        def tell(image: QImage | None) -> None:
            if image is not None:
                self.drawn.emit(page, width, image)

        self._worker.submit(draw, tell, self.failed.emit)

    def _read(self) -> DocumentShown:
        shown, name = self._release_with_document()
        reader = self._releases.reader(self._code_set, shown.release)
        self._held = _Opened(self._releases.document(self._code_set, shown.release, name))
        title = shown.title
        if self._release and shown.release != self._release:
            title += f" (none are kept with {self._release})"
        return DocumentShown(title, tuple(reader.document_sections()), self._held.sizes())

    def _release_with_document(self) -> tuple[Release, str]:
        """Return the release whose guidelines are shown, with the document's name."""
        found = guidelines_of(self._releases.installed(), self._code_set, self._release)
        if found is None:
            raise KnownError(
                f"No guidelines of {code_set_title(self._code_set)} are installed.",
                "Import the official guidelines PDF: it joins its release.",
            )
        return found

"""The official guidelines, opened at their section."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLabel,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.content import DocumentSection
from codebook_app.domain.guideline_sections import find_section
from codebook_app.errors import KnownError
from codebook_app.gui.announcing import announce
from codebook_app.gui.documents import DocumentPages, DocumentShown
from codebook_app.gui.models.columns import Column, ColumnsModel
from codebook_app.gui.panels.document_view import DocumentView
from codebook_app.gui.panels.rows_view import RowsView
from codebook_app.gui.theme import Theme

_COLUMNS: tuple[Column[DocumentSection], ...] = (
    Column("Section", lambda section: "   " * section.depth + section.title),
    Column("Page", lambda section: str(section.page), True),
)


class DocumentDialog(QDialog):
    """Sections on the left, pages on the right; choosing a section scrolls to it.

    *chapter* is the number of the chapter whose section it opens at, "" for the beginning.
    *section* is the number of a section to open at instead (``I.C.9.a.2``); where the document has
    none of that number, it opens at the nearest one around it and says so.
    """

    def __init__(
        self,
        pages: DocumentPages,
        theme: Theme,
        chapter: str = "",
        parent: QWidget | None = None,
        *,
        section: str = "",
    ) -> None:
        super().__init__(parent)
        self._pages = pages
        self._theme = theme
        self._chapter = chapter
        self._section = section
        self._sections: tuple[DocumentSection, ...] = ()
        self.setWindowTitle("Guidelines")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText("Find a section")
        self.filter.setAccessibleName("Find a section")
        self.filter.setClearButtonEnabled(True)
        self.elsewhere = QLabel(self)
        """Says that the section asked for is not in the document, and what is shown instead."""
        self.elsewhere.setWordWrap(True)
        self.elsewhere.setProperty("role", "warning")
        self.elsewhere.hide()
        self.model: ColumnsModel[DocumentSection] = ColumnsModel(_COLUMNS, self)
        self.table = RowsView(self.model, "Sections", theme, (0,), self)
        self.table.horizontalHeader().hide()
        self.view = DocumentView(theme, self)
        self.word = QLabel("Opening the guidelines…", self)
        self.word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.word.setWordWrap(True)
        self.word.setProperty("role", "muted")
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.word)
        self._stack.addWidget(self.view)
        self._lay_out()
        self.filter.textChanged.connect(self._list)
        self.table.chosen.connect(self._go)
        self.table.clicked.connect(lambda _: self._go())
        self.view.wanted.connect(pages.want)
        pages.opened.connect(self._show)
        pages.drawn.connect(self.view.show_picture)
        pages.failed.connect(self._on_fault)
        self.resize(self.sizeHint())  # Qt by itself stops at two thirds of the screen
        pages.open()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for two columns, within the window it stands over."""
        wanted = QSize(self._theme.length(1080), self._theme.length(760))
        parent = self.parentWidget()
        return wanted.boundedTo(parent.size() * 0.96) if parent is not None else wanted

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop drawing."""
        self._pages.close()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """Stop drawing, on Escape too."""
        self._pages.close()
        super().done(result)

    def _show(self, shown: DocumentShown) -> None:
        self.setWindowTitle(f"Guidelines · {shown.title}")
        self._sections = shown.sections
        self._list()
        self._stack.setCurrentWidget(self.view)
        self.view.show_pages(shown.sizes)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        at = self._place_to_open_at()
        if at is not None:
            self.table.make_current(at)
            middle = QAbstractItemView.ScrollHint.PositionAtCenter
            self.table.scrollTo(self.table.currentIndex(), middle)
            self._go()

    def _place_to_open_at(self) -> int | None:
        if not self._section:
            return chapter_section(self._sections, self._chapter)
        found = find_section(self._sections, self._section)
        if found is None or not found.exact:
            around = "" if found is None else ": this is the one around it"
            words = f"This document has no section {self._section}{around}."
            self.elsewhere.setText(words)
            self.elsewhere.show()
            announce(self, words)
        return None if found is None else found.place

    def _list(self) -> None:
        words = self.filter.text().casefold().split()
        self.table.teach(
            "No section has these words in its heading. Try fewer, or the beginning of a word."
            if words
            else "The document names no sections: scroll through its pages."
        )
        self.model.show(
            [
                section
                for section in self._sections
                if all(word in section.title.casefold() for word in words)
            ]
        )

    def _go(self) -> None:
        section = self.model.row_at(self.table.currentIndex())
        if section is not None:
            self.view.go_to(section.page)

    def _on_fault(self, fault: Exception) -> None:
        self.word.setText(
            str(fault)
            if isinstance(fault, KnownError)
            else "The document could not be shown; the log has the rest."
        )
        self._stack.setCurrentWidget(self.word)

    def _lay_out(self) -> None:
        theme = self._theme
        left = QWidget(self)
        column = QVBoxLayout(left)
        side = theme.space(3)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(side)
        column.addWidget(self.elsewhere)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(left)
        split.addWidget(self._stack)
        split.setSizes([theme.length(330), theme.length(750)])
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)


def chapter_section(sections: tuple[DocumentSection, ...], chapter: str) -> int | None:
    """Return the place of the section on a chapter of the tabular, None where there is none."""
    if not chapter:
        return None
    wanted = f"chapter {chapter}:"
    return next(
        (at for at, section in enumerate(sections) if wanted in f"{section.title.casefold()}"),
        None,
    )

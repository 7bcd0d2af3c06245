"""The pane of hits: the ranked list, how the query was read, and what to type when it is empty."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QListView, QStackedWidget, QVBoxLayout, QWidget

from codebook_app.domain.search import FailedWord, Hit, SearchAnswer
from codebook_app.gui.models.hit_groups import BEST
from codebook_app.gui.models.hits import HitListModel
from codebook_app.gui.panels.answer_line import (
    AnswerLine,
    link_style,
)
from codebook_app.gui.panels.hit_row import HitRowDelegate
from codebook_app.gui.panels.hits_lesson import how_to, lesson, no_hit
from codebook_app.gui.query_filters import FilterInForce
from codebook_app.gui.theme import Theme

_ROWS_IN_SIGHT = 12
_ROOM = 140
"""Pixels at 100 % that one hit of each of two parts take."""
_LEAST = (200, 120)
"""Pixels at every text size: with large text the other panes need the room more."""

_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OPEN_MORE = (*_OPEN, Qt.Key.Key_Right, Qt.Key.Key_Space)


class HitListView(QListView):
    """The list itself: typing in it goes on in the search field, Enter opens."""

    typed = Signal(str)
    opened = Signal()
    opened_apart = Signal(object)
    """The index of what was clicked with Ctrl or the middle button."""
    left_at_top = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open on Enter, leave upwards from the first hit, hand letters to the search field."""
        model = self.model()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        on_more = isinstance(model, HitListModel) and model.more(self.currentIndex()) is not None
        if plain and event.key() in (_OPEN_MORE if on_more else _OPEN):
            self.opened.emit()
        elif (
            event.key() == Qt.Key.Key_Up
            and isinstance(model, HitListModel)
            and self.currentIndex() == model.first()
        ):
            self.left_at_top.emit()
        elif plain and (event.key() == Qt.Key.Key_Backspace or _is_writing(event.text())):
            self.typed.emit("\b" if event.key() == Qt.Key.Key_Backspace else event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Leave what is current alone where a hit is only opened apart."""
        if not _is_apart(event):
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open apart what Ctrl or the middle button was let go on."""
        if not _is_apart(event):
            super().mouseReleaseEvent(event)
        elif (index := self.indexAt(event.position().toPoint())).isValid():
            self.opened_apart.emit(index)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Wrap the titles anew when the width is another."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


class HitsPanel(QWidget):
    """Shows the answer to the search; the shell decides what opening a hit means."""

    open_requested = Signal(object)
    """Enter or a double click on a hit: the Hit."""
    apart_requested = Signal(object)
    """Ctrl+click or a middle click on a hit, which is to have a tab of its own: the Hit."""
    previewed = Signal(object)
    """The person moved to a hit with the arrows or a click: the Hit."""
    example_chosen = Signal(str)
    """An example of the teaching page or another way to put the query was chosen: its text."""
    reading_toggled = Signal()
    """The words are wanted as typed, or read again."""
    filter_removed = Signal(object)
    """A :class:`FilterInForce` is wanted no more."""
    typed = Signal(str)
    """A letter was typed while the list had the focus: it belongs into the search field."""
    search_wanted = Signal()
    """The person left the list upwards."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._query = ""
        self._book = ""
        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = HitListModel(self)
        self._read_as = ""
        self._failed: tuple[FailedWord, ...] = ()
        self.line = AnswerLine(theme)
        self._view = HitListView()
        self._view.setProperty("role", "ringed")
        self._delegate = HitRowDelegate(theme, self._view)
        self._set_up_view()
        self._lesson = lesson()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._lesson)
        self._stack.addWidget(self._view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.line)
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self._view)
        self.setAccessibleName("Hits")

        self._view.opened.connect(self._open_current)
        self._view.opened_apart.connect(self._open_apart)
        self._view.doubleClicked.connect(lambda _: self._open_current())
        self._view.clicked.connect(self._on_clicked)
        self._view.typed.connect(self.typed)
        self._view.left_at_top.connect(self.search_wanted)
        self._view.selectionModel().currentChanged.connect(self._on_current_changed)
        self._lesson.linkActivated.connect(self.example_chosen)
        self.line.query_chosen.connect(self.example_chosen)
        self.line.reading_toggled.connect(self.reading_toggled)
        self.line.filter_removed.connect(self.filter_removed)
        theme.changed.connect(self._dress)
        self._settled = True
        self._lesson_word = ""
        self._dress()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Stay useful when the other panes want room."""
        return QSize(*_LEAST)

    def current(self) -> Hit | None:
        """Return the hit that Enter would open, None where there is none."""
        return self._model.hit(self._view.currentIndex())

    def open_more(self) -> bool:
        """Show the hits that the current row tells of; tell whether it was such a row."""
        self._settled = False
        self._delegate.forget()
        index = self._model.open(self._view.currentIndex())
        if index.isValid():
            self._view.setCurrentIndex(index)
            self._announce(index)
        self._settled = True
        if index.isValid():
            self._preview_current()
        return index.isValid()

    @property
    def at_first(self) -> bool:
        """Whether the current hit is the first one: nobody has chosen another yet."""
        return self._view.currentIndex() == self._model.first()

    @property
    def read_as(self) -> str:
        """How the query of the hits shown was read, "" where as typed."""
        return self._read_as

    def set_favourites(self, codes: frozenset[tuple[str, str]]) -> None:
        """Mark the hits on these codes, each with its code set, as the person's favourites."""
        self._model.set_favourites(codes)

    def set_book(self, book: str) -> None:
        """Say, where nothing is found, that only this book is searched; "" for all."""
        self._book = book

    def show_answer(
        self,
        answer: SearchAnswer,
        undone: str = "",
        filters: tuple[FilterInForce, ...] = (),
    ) -> None:
        """Show *answer*; the first hit is current, or the same one when the query is the same.

        *undone* is the reading that the person took back, *filters* narrow the search.
        """
        again = answer.query == self._query
        kept = self.current() if again else None
        self._query = answer.query
        self._delegate.forget()
        self._settled = False
        self._model.show(answer.hits, keep_opened=again, best=self._best_in_sight())
        index = self._model.find(kept) if kept is not None else QModelIndex()
        self._view.setCurrentIndex(index if index.isValid() else self._model.first())
        self._settled = True
        if not index.isValid():
            self._view.scrollToTop()
        self._read_as = answer.read_as
        self._failed = answer.failed
        self.line.show_answer(answer, undone, filters)
        if answer.hits:
            self._stack.setCurrentWidget(self._view)
        else:
            self._teach(no_hit(answer.query, self._book, self._failed, self._theme.space(6)))

    def show_lesson(self, word: str = "") -> None:
        """Show how to search; *word* comes first, when a release is not there yet for example."""
        self._query = ""
        self._settled = False
        self._model.show(())
        self._settled = True
        self._read_as = ""
        self._failed = ()
        self.line.clear()
        self._lesson_word = word
        self._teach(how_to(word))

    def step(self, by: int) -> None:
        """Make the hit *by* hits further current, as an arrow key in the search field does.

        At the end of the list the last one stays current, and is previewed all the same.
        """
        before = self._view.currentIndex()
        index = self._model.step(before, by)
        if index.isValid():
            self._view.setCurrentIndex(index)
            self._view.scrollTo(index)
            self._announce(index)
        if index == before:
            self._preview_current()

    def page_length(self) -> int:
        """Return how many hits fit into the pane, about: the step of Page Up and Page Down."""
        row = self._view.sizeHintForRow(1) if self._model.rowCount() > 1 else 0
        return max(1, self._view.viewport().height() // row) if row > 0 else 1

    def _best_in_sight(self) -> int:
        """Return how many hits of a part leave room for as many of another."""
        return max(BEST, self.height() // self._theme.length(_ROOM))

    def _announce(self, index: QModelIndex) -> None:
        """Say the current hit to a screen reader, whose attention is on the search field."""
        spoken = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def _set_up_view(self) -> None:
        self._view.setModel(self._model)
        self._view.setItemDelegate(self._delegate)
        self._view.setAccessibleName("Hits")
        self._view.setMouseTracking(True)
        self._view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that comes and goes would change the width the rows are wrapped to.
        self._view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # The rows in sight are laid out at once and those below when there is time for it.
        self._view.setLayoutMode(QListView.LayoutMode.Batched)
        self._view.setBatchSize(_ROWS_IN_SIGHT)
        self._view.setFrameShape(QListView.Shape.NoFrame)

    # Its own events -----------------------------------------------------------------------

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        hit = self._model.hit(current)
        if self._settled and hit is not None:
            self.previewed.emit(hit)

    def _preview_current(self) -> None:
        if (hit := self.current()) is not None:
            self.previewed.emit(hit)

    def _on_clicked(self) -> None:
        if not self.open_more():
            self._preview_current()

    def _open_current(self) -> None:
        if not self.open_more() and (hit := self.current()) is not None:
            self.open_requested.emit(hit)

    def _open_apart(self, index: QModelIndex) -> None:
        if (hit := self._model.hit(index)) is not None:
            self.apart_requested.emit(hit)

    def _teach(self, html: str) -> None:
        self._lesson.setText(link_style(self._theme) + html)
        self._stack.setCurrentWidget(self._lesson)

    def _dress(self) -> None:
        theme = self._theme
        side = theme.space(4)
        self._lesson.setContentsMargins(side, side, side, side)
        if self._stack.currentWidget() is self._lesson:
            self._teach(
                no_hit(self._query, self._book, self._failed, self._theme.space(6))
                if self._query
                else how_to(self._lesson_word)
            )
        QTimer.singleShot(0, self._view, self._view.scheduleDelayedItemsLayout)


def _is_apart(event: QMouseEvent) -> bool:
    if event.button() is Qt.MouseButton.LeftButton:
        return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.button() is Qt.MouseButton.MiddleButton


def _is_writing(text: str) -> bool:
    return bool(text.strip()) and text.isprintable()

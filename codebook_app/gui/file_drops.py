"""Files dropped on the window, to be imported or read as a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from codebook_app.gui.importing import local_paths
from codebook_app.gui.panels.drop_hint import DropHint


class FileDrops(QObject):
    """Hands *take* what is let go anywhere on *window*, with a hint while it is over it."""

    def __init__(
        self, window: QWidget, hint: DropHint, take: Callable[[Sequence[Path]], None]
    ) -> None:
        super().__init__(window)
        self._hint = hint
        self._take = take
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Hear what is dragged over the window and dropped."""
        if isinstance(event, QDragEnterEvent):
            if local_paths(event.mimeData()):
                event.acceptProposedAction()
                self._hint.show_over()
            return True
        if event.type() == QEvent.Type.DragLeave:
            self._hint.hide()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self._hint.hide()
            self._take(local_paths(event.mimeData()))
            return True
        return super().eventFilter(watched, event)

"""Garbage is looked for on the window's thread, and on no other.

Python looks for it on whichever thread happens to make objects. Where that is a worker, a widget or
a model that was left in a cycle is destroyed there, and Qt, which allows that on their own thread
only, takes the program down.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500
_YOUNGEST = 20_000
"""How many objects more than before are made until those made last are looked through."""
_OLDER = 10
"""How many looks at one generation until the next older one is looked through as well."""


class GarbageLook(QObject):
    """Takes the place of Python's own looking for garbage from :meth:`start` to :meth:`stop`.

    To be made, started and stopped on the window's thread.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look from now on, and never through what was made until now: the program itself."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Leave the looking to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def look(self) -> None:
        """Look through the generations that have grown, as Python by itself would."""
        young, middle, old = gc.get_count()
        if young <= _YOUNGEST:
            return
        generation = 0
        if middle > _OLDER:
            generation = 2 if old > _OLDER else 1
        gc.collect(generation)

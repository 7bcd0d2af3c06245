"""The window's actions and the sheet of keys, made from the list of actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from codebook_app.gui.action_list import ACTIONS, PANE_KEYS
from codebook_app.gui.action_spec import MENUS
from codebook_app.gui.theme import Theme


class Actions(QObject):
    """The actions of one window, made from :data:`ACTIONS`, each bound to what it does."""

    def __init__(
        self, window: QWidget, theme: Theme, handlers: Mapping[str, Callable[[], object]]
    ) -> None:
        """Bind *handlers* by name; a missing or a spare one is a bug (KeyError)."""
        super().__init__(window)
        if handlers.keys() != {spec.name for spec in ACTIONS}:
            raise KeyError(sorted(handlers.keys() ^ {spec.name for spec in ACTIONS}))
        self._theme = theme
        self._undressed = set(MENUS)
        self._made: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        groups: dict[str, QActionGroup] = {}
        for spec in ACTIONS:
            action = QAction(spec.text, self)
            action.setStatusTip(spec.tip)
            action.setToolTip(spec.tip)
            if spec.pane:
                # The key is shown and not claimed: the pane hears it where it has the focus.
                action.setText(f"{spec.text}\t{native(spec.keys[0])}")
            else:
                action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
            action.setCheckable(spec.check or bool(spec.group))
            if spec.group:
                groups.setdefault(spec.group, QActionGroup(self)).addAction(action)
            handler = handlers[spec.name]
            action.triggered.connect(lambda _=False, handler=handler: handler())
            window.addAction(action)
            self._made[spec.name] = action
        theme.changed.connect(lambda: self._undressed.update(MENUS))

    def __getitem__(self, name: str) -> QAction:
        """Return the action *name*."""
        return self._made[name]

    def fill(self, bar: QMenuBar) -> None:
        """Put every action into its menu."""
        for menu_name, specs in groupby(ACTIONS, lambda spec: spec.menu):
            menu = self._menus[menu_name] = bar.addMenu(MENUS[menu_name])
            # Twenty drawings that nobody sees before a menu opens would hold up the first paint.
            menu.aboutToShow.connect(lambda name=menu_name: self._dress(name))
            for spec in specs:
                if spec.starts_group:
                    menu.addSeparator()
                menu.addAction(self._made[spec.name])

    def joined(self, name: str, *within: str) -> QMenu:
        """Return a menu of what the bar's menu *name* holds, with its menus *within* at the end.

        For another place of the window, once the bar was filled.
        """
        menu = QMenu(self._menus[name].parentWidget())
        menu.aboutToShow.connect(lambda: self._dress(name))
        menu.addActions(self._menus[name].actions())
        menu.addSeparator()
        for other in within:
            menu.addMenu(self._menus[other])
        return menu

    def _dress(self, menu_name: str) -> None:
        if menu_name not in self._undressed:
            return
        self._undressed.discard(menu_name)
        for spec in ACTIONS:
            if spec.icon and spec.menu == menu_name:
                self._made[spec.name].setIcon(self._theme.icon(spec.icon, "muted"))


def native(keys: str) -> str:
    """Return *keys* as this system's keyboards name them; the large key is Enter to people."""
    written = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return written.replace("Return", "Enter")


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A row of the sheet of keys: the *keys* that do the same, *what* they do, and a few words."""

    keys: tuple[str, ...]
    what: str
    tip: str = ""


def key_sheet() -> Iterator[tuple[str, tuple[KeyRow, ...]]]:
    """Yield each group of the sheet of keys: its title and its rows."""
    with_keys = [spec for spec in ACTIONS if spec.keys]
    for menu_name, specs in groupby(with_keys, lambda spec: spec.menu):
        yield (
            MENUS[menu_name].replace("&", ""),
            tuple(
                KeyRow(
                    tuple(native(keys) for keys in _shown(spec.keys)),
                    spec.plain_text.rstrip("…"),
                    spec.tip,
                )
                for spec in specs
            ),
        )
    for place, rows in groupby(PANE_KEYS, lambda row: row[2]):
        yield place, tuple(KeyRow(keys, what) for keys, what, _ in rows)


def _shown(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys worth a place on the sheet: not the same by the keypad or a browser key."""
    return tuple(key for key in keys if key not in {"Ctrl+Return", "Ctrl+=", "Back", "Forward"})

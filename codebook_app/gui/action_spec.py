"""What an action of the window is, and the menus they stand in."""

from __future__ import annotations

from dataclasses import dataclass

MENUS = {
    "file": "&File",
    "edit": "&Edit",
    "encounter": "En&counter",
    "list": "&List",
    "go": "&Go",
    "notebook": "&Notebook",
    "view": "&View",
    "tabs": "&Tabs",
    "help": "&Help",
}


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing the person can do.

    *keys* are shortcuts in Qt's portable spelling. Where *pane* names a place, its widgets hear
    the key themselves, and the menu only shows it. *group* makes the action one of a choice.
    *starts_group* puts a line above it in the menu; *check* makes it a switch, on or off.
    """

    name: str
    menu: str
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    pane: str = ""
    icon: str = ""
    group: str = ""
    starts_group: bool = False
    check: bool = False

    @property
    def plain_text(self) -> str:
        """The text without the mark of its mnemonic."""
        return self.text.replace("&", "")

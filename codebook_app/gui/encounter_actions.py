"""The actions about the encounter: the list in hand, its lines, the way to the claim."""

from __future__ import annotations

from codebook_app.gui.action_spec import ActionSpec

ENCOUNTER = (
    ActionSpec(
        "new_encounter",
        "encounter",
        "&New encounter",
        "Start an empty code list",
        ("Ctrl+N",),
        icon="new",
    ),
    ActionSpec(
        "open_encounter",
        "encounter",
        "&Open encounter…",
        "Find an earlier code list by its label or a code",
        ("Ctrl+O",),
        icon="open",
    ),
    ActionSpec(
        "rename_encounter",
        "encounter",
        "&Rename encounter…",
        "Give the code list another label",
        ("F2",),
        icon="edit",
    ),
    ActionSpec(
        "delete_encounter",
        "encounter",
        "D&elete encounter",
        "Take the code list off the shelf; it can be brought back",
    ),
    ActionSpec(
        "add",
        "encounter",
        "&Add code to encounter",
        "Add the current hit, or the code in focus in the book",
        ("Ctrl+Enter", "Ctrl+Return"),
        icon="add",
        starts_group=True,
    ),
    ActionSpec(
        "remove_line",
        "encounter",
        "Re&move code",
        "Remove the current code of the encounter",
        ("Del",),
        pane="encounter",
        icon="delete",
    ),
    ActionSpec(
        "move_up",
        "encounter",
        "Move code u&p",
        "Sequence the current code of the encounter earlier",
        ("Alt+Up",),
        icon="up",
    ),
    ActionSpec(
        "move_down",
        "encounter",
        "Move code &down",
        "Sequence the current code of the encounter later",
        ("Alt+Down",),
        icon="down",
    ),
    ActionSpec(
        "copy_list",
        "encounter",
        "&Copy list",
        "Copy the encounter's code list in the format used last",
        ("Ctrl+Shift+C",),
        icon="copy",
        starts_group=True,
    ),
    ActionSpec(
        "copy_dialog",
        "encounter",
        "Copy list a&s…",
        "Choose the format and see what goes to the clipboard",
        ("Ctrl+Alt+C",),
    ),
)

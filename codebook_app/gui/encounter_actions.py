"""The actions about the encounter as a whole: which one is in hand, what is kept of it."""

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
        "new_from_template",
        "encounter",
        "Ne&w from template…",
        "Begin an encounter with the codes of a template, favourites first",
        ("Ctrl+Alt+N",),
    ),
    ActionSpec(
        "open_encounter",
        "encounter",
        "Op&en encounter…",
        "Find an earlier code list or a template by label, code or date",
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
        starts_group=True,
    ),
    ActionSpec(
        "duplicate_encounter",
        "encounter",
        "D&uplicate encounter",
        "Go on with a copy of the code list; the first one is kept",
        ("Ctrl+Alt+D",),
    ),
    ActionSpec(
        "keep_template",
        "encounter",
        "&Keep as template…",
        "Keep the codes, to begin other encounters from",
    ),
    ActionSpec(
        "archive_encounter",
        "encounter",
        "Arc&hive encounter",
        "Put the code list away; Ctrl+O finds it among the archived ones",
        ("Ctrl+E",),
    ),
    ActionSpec(
        "delete_encounter",
        "encounter",
        "&Delete encounter",
        "Take the code list off the shelf; it can be brought back",
    ),
    ActionSpec(
        "stay_fields",
        "encounter",
        "Patien&t and stay",
        "Age or birth date, sex, admission, discharge status",
        ("Shift+F4",),
        starts_group=True,
    ),
    ActionSpec(
        "grouping",
        "encounter",
        "&Group of the stay, in detail…",
        "MS-DRG, what each code counts as, the group without it, HAC, HCC, Medicare Code Editor",
        ("Ctrl+Alt+G",),
    ),
    ActionSpec(
        "encounter_log",
        "encounter",
        "&Log of changes…",
        "Everything that was done to the encounter, from what to what",
        ("Ctrl+Alt+L",),
    ),
    ActionSpec(
        "print_summary",
        "encounter",
        "Pr&int coding summary…",
        "Codes, titles, POA, findings, DRG and releases on paper, with a preview",
        ("Ctrl+Alt+P",),
        icon="print",
        starts_group=True,
    ),
    ActionSpec(
        "save_summary",
        "encounter",
        "Save summar&y as PDF…",
        "The coding summary as a PDF file",
    ),
    ActionSpec(
        "audit",
        "encounter",
        "Re-&audit all lists…",
        "Which encounters and templates hold codes that are not valid any more",
        ("Ctrl+Alt+A",),
        icon="check",
        starts_group=True,
    ),
)

"""Every action of the window and every key, as data, menu by menu."""

from __future__ import annotations

from codebook_app.gui.action_spec import ActionSpec
from codebook_app.gui.book_actions import GO, NOTEBOOK, TABS
from codebook_app.gui.encounter_actions import ENCOUNTER
from codebook_app.gui.list_actions import LIST

_FILE = (
    ActionSpec(
        "import_files",
        "file",
        "&Import files…",
        "Import official files of any code set, as they are or zipped",
        ("Ctrl+I",),
        icon="import",
    ),
    ActionSpec(
        "import_folder", "file", "Import &folder…", "Import all releases that lie in a folder"
    ),
    ActionSpec(
        "install",
        "file",
        "Install &embedded releases",
        "Install the code sets that come with Codebook, if they are missing or damaged",
    ),
    ActionSpec(
        "releases",
        "file",
        "Re&leases…",
        "What is installed, when it is in force, what was checked; remove, confirm a licence",
        ("Ctrl+R",),
        icon="book",
        starts_group=True,
    ),
    ActionSpec(
        "get_releases",
        "file",
        "&Get more releases…",
        "Where the official files are published; fetched only when asked for",
        ("Ctrl+Shift+R",),
    ),
    ActionSpec(
        "compare_releases",
        "file",
        "What &changed…",
        "Compare two releases of a code set: codes added, deleted, retitled, notes changed",
        ("Ctrl+Shift+D",),
    ),
    ActionSpec(
        "print",
        "file",
        "&Print…",
        "The page, the term or the table that is open, with a preview",
        ("Ctrl+P",),
        icon="print",
        starts_group=True,
    ),
    ActionSpec(
        "save_pdf",
        "file",
        "Save as P&DF…",
        "The same as a PDF file",
        ("Ctrl+Shift+P",),
    ),
    ActionSpec("quit", "file", "&Quit", "Close Codebook", ("Ctrl+Q",), starts_group=True),
)

_EDIT = (
    ActionSpec(
        "undo", "edit", "&Undo", "Take back the encounter's last change", ("Ctrl+Z",), icon="undo"
    ),
    ActionSpec(
        "redo",
        "edit",
        "&Redo",
        "Make the change again",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        icon="redo",
    ),
    ActionSpec(
        "copy_code",
        "edit",
        "Copy &this code",
        "Copy the code in focus in the book or the encounter",
        ("Ctrl+C",),
        pane="book",
    ),
    ActionSpec(
        "find_on_page",
        "edit",
        "&Find on this page…",
        "Find words on the page that is open; Enter goes from one to the next",
        ("Ctrl+F",),
        icon="search",
        starts_group=True,
    ),
)

_VIEW = (
    ActionSpec(
        "theme_system", "view", "As the &system", "Light or dark as the desktop", group="theme"
    ),
    ActionSpec("theme_light", "view", "&Light", "Always light", group="theme"),
    ActionSpec("theme_dark", "view", "&Dark", "Always dark", group="theme"),
    ActionSpec(
        "theme_contrast", "view", "&High contrast", "Black and white, strong colours", group="theme"
    ),
    ActionSpec(
        "larger",
        "view",
        "Larger &text",
        "Everything larger, up to 200 %",
        ("Ctrl++", "Ctrl+="),
        starts_group=True,
    ),
    ActionSpec("smaller", "view", "S&maller text", "Everything smaller, down to 80 %", ("Ctrl+-",)),
    ActionSpec("actual_size", "view", "&Normal text", "Back to 100 %", ("Ctrl+0",)),
    ActionSpec(
        "completions",
        "view",
        "&Completions while typing",
        "Offer to complete the word being typed",
        starts_group=True,
        check=True,
    ),
)

_HELP = (
    ActionSpec("keys", "help", "&Keys", "All keys on one sheet", ("F1",), icon="keyboard"),
    ActionSpec(
        "welcome",
        "help",
        "&Welcome",
        "How to search, read and add, in a minute",
        starts_group=True,
    ),
    ActionSpec(
        "help_start",
        "help",
        "&Getting started",
        "From a chart to a pasted code list",
        icon="help",
    ),
    ActionSpec("help_search", "help", "&Searching", "How a search is read"),
    ActionSpec(
        "help_encounters",
        "help",
        "&Encounters",
        "Code lists: settings, roles, templates, re-audit, log, print",
    ),
    ActionSpec("help_checks", "help", "The &checks", "Every rule, its weight and its source"),
    ActionSpec("help_book", "help", "The &book", "Pages, indexes, tables, tabs, notes, print"),
    ActionSpec(
        "help_releases", "help", "About &releases", "Where the code sets come from, and their dates"
    ),
    ActionSpec("help_formats", "help", "Copy &formats", "What goes where on a claim, and how much"),
    ActionSpec(
        "help_lists",
        "help",
        "&Importing lists",
        "What a pasted text may look like, and what is asked",
    ),
    ActionSpec(
        "help_grouping",
        "help",
        "Groups of a sta&y",
        "What MS-DRG, HAC and HCC are told by, and how far",
    ),
    ActionSpec(
        "open_log", "help", "Open the &log", "What Codebook wrote down of faults", starts_group=True
    ),
    ActionSpec("about", "help", "&About Codebook", "Version, licences and sources"),
)

ACTIONS = (*_FILE, *_EDIT, *ENCOUNTER, *LIST, *GO, *NOTEBOOK, *_VIEW, *TABS, *_HELP)
"""All of them in the order of the menus. A new one is a row above and one in ``commands``."""

PANE_KEYS = (
    (("Tab", "→"), "Take the completion, at the end of the text", "In the search field"),
    (("Ctrl+↓", "Ctrl+↑"), "Mark another completion", "In the search field"),
    (("Home", "End", "Page Up", "Page Down"), "Move through a page or a list", "In the panes"),
    (("Tab", "Shift+Tab"), "Next and previous link, field or button", "In the panes"),
    (("→", "←"), "Open and close a code's seventh characters, or a list of notes", "In the book"),
    (("Enter",), "Follow the link, or open the code in focus", "In the book"),
    (("Enter", "Ctrl+Enter"), "Open what the term leads to, to be checked", "In an index"),
    (("F", "Ctrl+F"), "Find in the main term that is open, words cut short", "In an index"),
    (("A", "…"), "The main terms that begin so, in the list of a book", "In an index"),
    (("←", "→"), "The columns of a table", "In an index"),
    (("A", "…"), "The row of a table that begins so; Ctrl+F finds any words", "In an index"),
    (("Enter", "Shift+Enter"), "Next and previous of what was found; Esc ends", "In an index"),
    (("Enter",), "Open the current code in the book", "In the encounter"),
    (("→",), "Complete the current code with its seventh character", "In the encounter"),
    (("Y", "N", "U", "W"), "Present on admission, of a stay's diagnosis", "In the encounter"),
    (("Backspace",), "Take the present-on-admission indicator away", "In the encounter"),
    (("E", "1", "…"), "The code that begins so", "In the encounter"),
    (("Enter",), "From its label, date or patient to the search", "In the encounter"),
    (("Page Up", "Page Down"), "The same field of another line", "In the encounter"),
    (("↑", "↓"), "Height of the findings, on their arrow", "In the encounter"),
    (("Enter", "Esc"), "From a line's fields back to the list", "In the encounter"),
    (("↑", "↓"), "A day later or earlier, in a date", "In the encounter"),
    (("T",), "Today, in a date", "In the encounter"),
    (("Alt+↓",), "The calendar, in a date", "In the encounter"),
    (("Ctrl+D",), "Give a star, or take it away", "Among the encounters"),
    (("Ctrl+E",), "Archive, or bring back", "Among the encounters"),
    (("Ctrl+Alt+D", "Ctrl+T"), "Keep a copy, or a template", "Among the encounters"),
    (("F2", "Del"), "Rename, or delete; Ctrl+Z brings it back", "Among the encounters"),
    (("Ctrl+Enter",), "Open a template itself, which Enter begins from", "Among the encounters"),
    (("Enter", "Ctrl+Enter"), "Open the list, or replace the code", "In the re-audit"),
    (("Ctrl+S",), "Save as table, JSON or text", "In the log"),
    (("Enter", "Ctrl+Enter"), "Open in the book, or add to the encounter", "In the notebook"),
    (("F2", "Del"), "Rename, or remove the current entry", "In the notebook"),
    (("Ctrl+Shift+N",), "Make a folder", "In the notebook"),
    (("Alt+↑", "Alt+↓"), "Move an entry among its like", "In the notebook"),
    (
        ("Alt+←", "Alt+→"),
        "Move an entry out of its folder, or into the one above",
        "In the notebook",
    ),
    (("Ctrl+Z", "Ctrl+Y"), "Take the last change back, or make it again", "In the notebook"),
)
"""Keys that belong to what has the focus and are no action of a menu: keys, meaning, place."""

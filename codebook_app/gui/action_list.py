"""Every action of the window and every key, as data, menu by menu."""

from __future__ import annotations

from dataclasses import dataclass

MENUS = {
    "file": "&File",
    "edit": "&Edit",
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


_FILE = (
    ActionSpec(
        "new_encounter",
        "file",
        "&New encounter",
        "Start an empty code list",
        ("Ctrl+N",),
        icon="new",
    ),
    ActionSpec(
        "open_encounter",
        "file",
        "&Open encounter…",
        "Find an earlier code list by its label or a code",
        ("Ctrl+O",),
        icon="open",
    ),
    ActionSpec(
        "rename_encounter",
        "file",
        "&Rename encounter…",
        "Give the code list another label",
        ("F2",),
        icon="edit",
    ),
    ActionSpec(
        "import_files",
        "file",
        "&Import files…",
        "Import official files of any code set, as they are or zipped",
        ("Ctrl+I",),
        icon="import",
        starts_group=True,
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
        "add",
        "edit",
        "&Add code to encounter",
        "Add the current hit, or the code in focus in the book",
        ("Ctrl+Enter", "Ctrl+Return"),
        icon="add",
        starts_group=True,
    ),
    ActionSpec(
        "remove_line",
        "edit",
        "Re&move code",
        "Remove the current code of the encounter",
        ("Del",),
        pane="encounter",
        icon="delete",
    ),
    ActionSpec(
        "move_up",
        "edit",
        "Move code u&p",
        "Sequence the current code of the encounter earlier",
        ("Alt+Up",),
        icon="up",
    ),
    ActionSpec(
        "move_down",
        "edit",
        "Move code &down",
        "Sequence the current code of the encounter later",
        ("Alt+Down",),
        icon="down",
    ),
    ActionSpec(
        "copy_list",
        "edit",
        "&Copy list",
        "Copy the encounter's code list in the format used last",
        ("Ctrl+Shift+C",),
        icon="copy",
        starts_group=True,
    ),
    ActionSpec(
        "copy_dialog",
        "edit",
        "Copy list a&s…",
        "Choose the format and see what goes to the clipboard",
        ("Ctrl+Alt+C",),
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

_GO = (
    ActionSpec("search", "go", "&Search", "Go to the search field", ("Ctrl+L", "/"), icon="search"),
    ActionSpec("next_hit", "go", "&Next hit", "Move through the hits", ("Down",), pane="search"),
    ActionSpec(
        "previous_hit", "go", "Pre&vious hit", "Move through the hits", ("Up",), pane="search"
    ),
    ActionSpec(
        "open_hit",
        "go",
        "&Open in the book",
        "Open the current hit, or the code in focus",
        ("Return",),
        pane="search",
    ),
    ActionSpec(
        "as_typed",
        "go",
        "Search as &typed",
        "Undo how the words were read (htn → hypertension); again reads them once more",
        ("Ctrl+T",),
    ),
    ActionSpec(
        "leave",
        "go",
        "Back to the s&earch",
        "Leave a pane for the search field; there, clear it",
        ("Esc",),
        pane="window",
    ),
    ActionSpec(
        "back",
        "go",
        "&Back",
        "Return to the page before",
        ("Alt+Left", "Back"),
        icon="back",
        starts_group=True,
    ),
    ActionSpec(
        "forward",
        "go",
        "&Forward",
        "Go to the page you came back from",
        ("Alt+Right", "Forward"),
        icon="forward",
    ),
    ActionSpec(
        "history",
        "go",
        "&History…",
        "Everything opened in the book, found again by a code or a word",
        ("Ctrl+Shift+H",),
    ),
    ActionSpec(
        "contents",
        "go",
        "&Chapters",
        "The chapters of the book, and all other books",
        ("Alt+Home",),
        icon="book",
    ),
    ActionSpec(
        "choose_book",
        "go",
        "Boo&k…",
        "Search one code set only, or all books at once",
        ("Ctrl+B",),
    ),
    ActionSpec(
        "open_index",
        "go",
        "Alphabetic &index",
        "The alphabetic index of ICD-10-CM, by its letters",
        ("Alt+1",),
        starts_group=True,
    ),
    ActionSpec(
        "open_external",
        "go",
        "Externa&l causes",
        "The index to external causes of injury",
        ("Alt+2",),
    ),
    ActionSpec(
        "open_neoplasm",
        "go",
        "Neoplas&m table",
        "Where a neoplasm is, and how it behaves: a code a column",
        ("Alt+3",),
    ),
    ActionSpec(
        "open_drugs",
        "go",
        "Table of drugs",
        "Drugs and chemicals: poisoning, adverse effect, underdosing",
        ("Alt+4",),
    ),
    ActionSpec(
        "open_pcs_index",
        "go",
        "Procedure index",
        "The alphabetic index of ICD-10-PCS",
        ("Alt+5",),
    ),
    ActionSpec(
        "build_procedure",
        "go",
        "Build a proce&dure code",
        "An ICD-10-PCS code, character by character, from the one in focus or from the sections",
        ("Ctrl+Alt+B",),
    ),
    ActionSpec(
        "guidelines",
        "go",
        "G&uidelines",
        "The official guidelines of the release, at the chapter of the open page",
        ("Ctrl+G",),
    ),
    ActionSpec(
        "compare_page",
        "go",
        "Compare &releases of this page",
        "The page in two releases side by side, with what differs marked",
        ("Ctrl+Shift+E",),
    ),
    ActionSpec(
        "previous_page",
        "go",
        "Pa&ge before",
        "The category, section or chapter printed before this one",
        ("Alt+PgUp",),
        pane="book",
    ),
    ActionSpec(
        "following_page",
        "go",
        "Page &after",
        "The category, section or chapter printed after this one",
        ("Alt+PgDown",),
        pane="book",
    ),
    ActionSpec(
        "next_pane",
        "go",
        "Ne&xt pane",
        "Search, hits, book, encounter",
        ("F6",),
        starts_group=True,
    ),
    ActionSpec(
        "previous_pane", "go", "Previous &pane", "The same the other way round", ("Shift+F6",)
    ),
)

_NOTEBOOK = (
    ActionSpec(
        "write_note",
        "notebook",
        "&Note on this code…",
        "Write down what you want to remember of the code in focus; saved as you type",
        ("Ctrl+M",),
        icon="note",
    ),
    ActionSpec(
        "favourite",
        "notebook",
        "&Favourite, or no more",
        "Mark the code in focus as a favourite, or take the mark away",
        ("Ctrl+D",),
        icon="star",
    ),
    ActionSpec(
        "bookmark",
        "notebook",
        "&Bookmark this place",
        "Keep the code or the page in focus, in the folder used last",
        ("Ctrl+Shift+M",),
        icon="bookmark",
    ),
    ActionSpec(
        "notebook",
        "notebook",
        "&Open the notebook…",
        "Your notes, bookmarks in folders and favourites: find, sort, export, import",
        ("Ctrl+Shift+B",),
        icon="folder",
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

_TABS = (
    ActionSpec(
        "open_apart",
        "tabs",
        "Open in a &new tab",
        "Open the link, line or hit in focus in a tab of its own; Ctrl+click does the same",
        ("Ctrl+K",),
    ),
    ActionSpec(
        "open_beside",
        "tabs",
        "Show in the &other column",
        "Show the link, line or hit in focus beside this page; the focus stays here",
        ("Ctrl+Shift+K",),
    ),
    ActionSpec("new_tab", "tabs", "New &tab", "A tab on what there is to read", ("Ctrl+Shift+N",)),
    ActionSpec("close_tab", "tabs", "&Close tab", "Close the current tab", ("Ctrl+W",)),
    ActionSpec(
        "reopen_tab",
        "tabs",
        "&Reopen closed tab",
        "Open the tab closed last again",
        ("Ctrl+Shift+T",),
    ),
    ActionSpec(
        "next_tab",
        "tabs",
        "Ne&xt tab",
        "The tab to the right, round the end",
        ("Ctrl+PgDown", "Ctrl+Tab"),
        starts_group=True,
    ),
    ActionSpec(
        "previous_tab",
        "tabs",
        "&Previous tab",
        "The tab to the left, round the end",
        ("Ctrl+PgUp", "Ctrl+Shift+Tab"),
    ),
    ActionSpec(
        "split",
        "tabs",
        "&Split view",
        "Two columns side by side, each with its tabs; F6 goes from one to the other",
        ("Ctrl+\\",),
        starts_group=True,
        check=True,
    ),
    ActionSpec(
        "move_beside",
        "tabs",
        "&Move tab to the other column",
        "The current tab goes over, with the focus",
        ("Ctrl+Shift+\\",),
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
    ActionSpec("help_book", "help", "The &book", "Pages, indexes, tables, tabs, notes, print"),
    ActionSpec(
        "help_releases", "help", "About &releases", "Where the code sets come from, and their dates"
    ),
    ActionSpec(
        "open_log", "help", "Open the &log", "What Codebook wrote down of faults", starts_group=True
    ),
    ActionSpec("about", "help", "&About Codebook", "Version, licences and sources"),
)

ACTIONS = (*_FILE, *_EDIT, *_GO, *_NOTEBOOK, *_VIEW, *_TABS, *_HELP)
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
    (("↑", "↓"), "A day later or earlier, in the date of service", "In the encounter"),
    (("T",), "Today, in the date of service", "In the encounter"),
    (("Alt+↓",), "The calendar, in the date of service", "In the encounter"),
)
"""Keys that belong to what has the focus and are no action of a menu: keys, meaning, place."""

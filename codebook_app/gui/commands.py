"""What each action of the window does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from codebook_app.domain.encounter import Role
from codebook_app.domain.index_term import IndexBook

if TYPE_CHECKING:
    from codebook_app.gui.main_window import MainWindow


def handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Return what to call for every name in :data:`~codebook_app.gui.action_list.ACTIONS`."""
    encounter, theme = window.encounter, window.theme
    reading, adding, area = window.reading, window.adding, window.area
    noting, windows = window.noting, window.encounter_windows

    def help_page(page: str) -> Callable[[], object]:
        def show() -> None:
            from codebook_app.gui.dialogs.help import HelpDialog  # late: no first paint needs it

            HelpDialog(page, theme, window).show()

        return show

    def keys() -> None:
        from codebook_app.gui.dialogs.keys import KeysDialog  # late: no first paint needs it

        KeysDialog(theme, window).show()

    def book(book: IndexBook) -> Callable[[], object]:
        return lambda: reading.open_index(book)

    def change(change: Callable[[], object]) -> Callable[[], object]:
        return lambda: adding.change(change)

    return {
        "new_encounter": encounter.new_encounter,
        "open_encounter": encounter.open_dialog,
        "rename_encounter": encounter.rename,
        "delete_encounter": encounter.delete_encounter,
        "import_list": window.lists.show,
        "import_files": window.importing.choose_files,
        "import_folder": window.importing.choose_folder,
        "install": window.installation.install,
        "releases": window.windows.show_installed,
        "get_releases": window.windows.show_catalogue,
        "compare_releases": window.windows.show_changes,
        "print": lambda: window.shown.show_print(to_file=False),
        "save_pdf": lambda: window.shown.show_print(to_file=True),
        "quit": window.close,
        "undo": change(encounter.undo),
        "redo": change(encounter.redo),
        "print_summary": lambda: windows.show_print(to_file=False),
        "save_summary": lambda: windows.show_print(to_file=True),
        "audit": windows.show_audit,
        "new_from_template": windows.show_templates,
        "duplicate_encounter": windows.duplicate,
        "keep_template": windows.keep_as_template,
        "archive_encounter": windows.archive,
        "encounter_log": windows.show_log,
        "grouping": windows.show_grouping,
        "add": adding.add_current,
        "remove_line": change(encounter.current.remove),
        "move_up": change(lambda: encounter.current.move(-1)),
        "move_down": change(lambda: encounter.current.move(1)),
        "line_fields": encounter.fields.toggle,
        "stay_fields": encounter.head.stay.open,
        "findings": encounter.go_to_findings,
        "missing_poa": change(encounter.current.set_missing_poa),
        "missing_dates": change(encounter.current.set_missing_dates),
        "make_admitting": change(lambda: encounter.current.make(Role.ADMITTING)),
        "make_reason": change(lambda: encounter.current.make(Role.REASON_FOR_VISIT)),
        "make_listed": change(lambda: encounter.current.make(Role.LISTED)),
        "sort_claim": change(lambda: encounter.claim.sort("claim")),
        "sort_code": change(lambda: encounter.claim.sort("code")),
        "copy_list": encounter.copy_last_format,
        "copy_dialog": encounter.copy_dialog,
        "copy_templates": encounter.copy_templates,
        "copy_code": area.copy_code,
        "find_on_page": area.find_on_page,
        "search": reading.go_to_search,
        "next_hit": lambda: reading.step(1),
        "previous_hit": lambda: reading.step(-1),
        "open_hit": reading.open_current,
        "as_typed": reading.toggle_as_typed,
        "leave": reading.go_to_search,
        "back": area.back,
        "forward": area.forward,
        "history": window.shown.show_history,
        "contents": reading.contents,
        "open_index": book(IndexBook.INDEX),
        "open_external": book(IndexBook.EXTERNAL),
        "open_neoplasm": book(IndexBook.NEOPLASM),
        "open_drugs": book(IndexBook.DRUGS),
        "open_pcs_index": book(IndexBook.PCS),
        "choose_book": window.top_bar.choose_book,
        "build_procedure": reading.build_procedure,
        "compare_page": window.shown.compare_page,
        "guidelines": window.shown.show_guidelines,
        "previous_page": lambda: area.turn_page(0),
        "following_page": lambda: area.turn_page(1),
        "next_pane": lambda: window.panes.step(1),
        "previous_pane": lambda: window.panes.step(-1),
        "write_note": noting.write_note,
        "favourite": noting.toggle_favourite,
        "bookmark": noting.bookmark,
        "notebook": noting.show_notebook,
        "theme_system": lambda: theme.choose("system"),
        "theme_light": lambda: theme.choose("light"),
        "theme_dark": lambda: theme.choose("dark"),
        "theme_contrast": lambda: theme.choose("contrast"),
        "larger": lambda: theme.zoom(1),
        "smaller": lambda: theme.zoom(-1),
        "actual_size": lambda: theme.zoom(0),
        "completions": window.switch_completions,
        "open_apart": window.opening.open_apart,
        "open_beside": window.opening.open_beside,
        "new_tab": area.new_tab,
        "close_tab": area.close_tab,
        "reopen_tab": area.reopen_tab,
        "next_tab": lambda: area.step_tab(1),
        "previous_tab": lambda: area.step_tab(-1),
        "split": area.toggle_split,
        "move_beside": area.move_beside,
        "keys": keys,
        "welcome": window.welcoming.show,
        "help_start": help_page("getting-started"),
        "help_search": help_page("searching"),
        "help_encounters": help_page("encounters"),
        "help_checks": help_page("checks"),
        "help_book": help_page("book"),
        "help_releases": help_page("releases"),
        "help_lists": help_page("importing-lists"),
        "help_formats": help_page("formats"),
        "help_grouping": help_page("grouping"),
        "open_log": window.messages.open_log,
        "about": help_page("about"),
    }

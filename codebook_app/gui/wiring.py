"""Which part of the window hears which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codebook_app.gui.places import Place

if TYPE_CHECKING:
    from codebook_app.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Connect the parts of *window*, once all are made."""
    for part in (window.reading, window.adding, window.noting):
        part.said.connect(window.say)
        part.went_wrong.connect(window.messages.show)
    window.importing.said.connect(window.say)
    window.lists.said.connect(window.say)
    window.lists.went_wrong.connect(window.messages.show)
    window.encounter.list.paste_asked.connect(window.lists.show)
    window.noting.focus_wanted.connect(lambda: window.panes.enter("Book"))
    window.noting.add_asked.connect(window.adding.add)
    window.area.history_changed.connect(window.on_history)
    window.encounter.open_requested.connect(lambda text: window.area.open(Place.parse(text)))
    window.area.columns.changed.connect(window.on_columns)
    window.area.visited.connect(window.visits.keep)
    window.area.code_focused.connect(window.particulars.want)
    window.particulars.ready.connect(window.area.show_entry)
    window.particulars.failed.connect(
        lambda fault: window.messages.show(fault, "looking up a code")
    )
    window.release.books.connect(window.top_bar.book.show_books)
    window.top_bar.book.chosen.connect(window.on_book)
    window.reading.all_books_wanted.connect(window.top_bar.book.choose_all)
    window.encounter.section_asked.connect(window.windows.show_guideline_section)
    window.encounter.date_changed.connect(window.on_date)
    window.encounter.head.menu_button.setMenu(window.deeds.joined("encounter", "list"))
    window.encounter.search_wanted.connect(lambda: _on_to_the_codes(window))
    window.encounter.message.connect(window.say)
    window.encounter.undo_state.connect(window.on_undo_state)
    window.release.chosen.connect(window.top_bar.show_release)
    window.release.missing.connect(window.on_no_release)
    window.release.failed.connect(lambda fault: window.messages.show(fault, "choosing a release"))
    window.installation.release_ready.connect(window.on_release)
    window.installation.stopped.connect(window.release.refresh)
    window.installation.failed.connect(lambda _fault, _installing: window.release.refresh())
    window.theme.changed.connect(window.keep_look)
    _wire_releases(window)


def _on_to_the_codes(window: MainWindow) -> None:
    """Go to the search: what the encounter is of is entered, F6 leads to its list from now on."""
    window.panes.forget("Encounter")
    window.reading.go_to_search()


def _wire_releases(window: MainWindow) -> None:
    windows, banner = window.windows, window.banner
    window.encounter.edits.changed.connect(window.currency.show_encounter)
    window.currency.told.connect(banner.show_news)
    window.currency.failed.connect(
        lambda fault: window.messages.show(fault, "asking which release is in force")
    )
    banner.get_asked.connect(windows.show_catalogue)
    banner.details_asked.connect(windows.show_news)
    auditing = window.encounter_windows.auditing
    auditing.news.connect(banner.show_audit)
    window.encounter_windows.stay.failed.connect(
        lambda fault: window.messages.show(fault, "grouping the stay")
    )
    auditing.failed.connect(lambda fault: window.messages.show(fault, "checking the lists"))
    banner.audit_asked.connect(window.encounter_windows.show_audit)
    banner.audit_closed.connect(auditing.dismiss)
    window.encounter_windows.days.changed.connect(window.on_day)
    windows.releases_changed.connect(window.on_releases_changed)
    windows.open_asked.connect(window.reading.open_link)
    windows.said.connect(window.say)
    windows.failed.connect(window.messages.show)

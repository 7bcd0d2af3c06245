"""Finding an encounter or template again by label, code or date, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QSplitter, QTabBar, QWidget

from codebook_app.domain.encounter import Encounter, EncounterSummary, Kind
from codebook_app.gui.dialogs.find_dialog import FindDialog
from codebook_app.gui.dialogs.fitting import fit
from codebook_app.gui.dialogs.shelf_deeds import DEEDS, EMPTY, PLACES
from codebook_app.gui.dialogs.template_label import ask_template_label
from codebook_app.gui.encounter_shelf import EncounterShelf, Place
from codebook_app.gui.models.encounters import EncounterTableModel
from codebook_app.gui.panels.encounter_preview import EncounterPreview
from codebook_app.gui.panels.notice import NoticeBar
from codebook_app.gui.panels.shelf_table import ShelfTable
from codebook_app.gui.theme import Theme


class OpenEncounterDialog(FindDialog):
    """Lists a place of the shelf as the person types; Enter opens, begins from, or brings back.

    What is deleted here can be brought back with Ctrl+Z until the dialog is closed, and from among
    the deleted ones at any time.
    """

    open_asked = Signal(str)
    """The id of the encounter or template to open."""
    begin_asked = Signal(str)
    """The id of the template that an encounter is to begin from."""
    new_asked = Signal()
    """A new encounter is wanted."""

    def __init__(
        self,
        shelf: EncounterShelf,
        theme: Theme,
        *,
        current_id: str = "",
        place: Place = Place.ENCOUNTERS,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "New from template" if place is Place.TEMPLATES else "Open an encounter",
            theme,
            parent,
            offered="Label, code or date, for example “visit 14”, “E11.22” or “2026-11-03”",
            said="Find an encounter by label, code or date",
        )
        self._shelf = shelf
        self._today = today
        self._wanted = current_id
        self._deleted: list[EncounterSummary] = []
        self.places = QTabBar(self)
        self.places.setAccessibleName("Where to look")
        self.places.setDrawBase(False)
        self.places.setExpanding(False)
        for name in PLACES.values():
            self.places.addTab(name)
        self.places.setCurrentIndex(list(PLACES).index(place))
        self.model = EncounterTableModel(self)
        self.table = ShelfTable(self.model, theme, self)
        self.preview = EncounterPreview(theme, self)
        self.notice = NoticeBar(theme, self)
        self.step_in(self.table)
        self.open_button = self.first_button("&Open", self.accept)
        self.rename_button = self.button("&Rename", "F2", self.rename)
        self.delete_button = self.button("&Delete", "Delete, in the list", self.delete)
        self.new_button = self.button("&New encounter", "Ctrl+N", self._new)
        self.more_button = self.button("&More", "Favourite, duplicate, archive, template", _nothing)
        self.close_button = self.button("Close", "Escape", self.reject)
        self.deeds = {deed.name: self._deed_action(deed.name) for deed in DEEDS}
        self._lay_out()
        self._connect()
        self.table.hide()  # nothing is said of encounters before the first answer
        self._allow()
        self._find()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def current(self) -> EncounterSummary | None:
        """The encounter the keys act on."""
        return self.model.summary_at(self.table.currentIndex().row())

    @property
    def place(self) -> Place:
        """Where on the shelf is looked."""
        return list(PLACES)[self.places.currentIndex()]

    # What the person does -------------------------------------------------------------------

    def accept(self) -> None:
        """Open the current encounter, begin one from the template, or bring back the deleted."""
        summary = self.current
        if summary is None:
            return
        if self.place is Place.DELETED:
            self._shelf.restore(summary.id)
            self.notice.say(f"“{summary.label}” is back where it was.")
            return
        super().accept()
        asked = self.begin_asked if summary.kind is Kind.TEMPLATE else self.open_asked
        asked.emit(summary.id)

    def open_itself(self) -> None:
        """Open the current encounter or the template itself, to change it."""
        if (summary := self.current) is not None:
            super().accept()
            self.open_asked.emit(summary.id)

    def rename(self) -> None:
        """Edit the label of the current encounter in its row."""
        if self.place is not Place.DELETED:
            self.table.edit_label()

    def star(self) -> None:
        """Give the current encounter or template a star, or take it away."""
        if (summary := self.current) is not None:
            self._wanted = summary.id
            self._shelf.set_favourite(summary.id, not summary.favourite)

    def duplicate(self) -> None:
        """Keep a copy of the current encounter or template, current then."""
        if (summary := self.current) is not None:
            self._shelf.duplicate(summary.id)

    def keep_as_template(self) -> None:
        """Keep the codes of the current encounter as a template, under a label that is asked."""
        if (summary := self.current) is not None:
            ask_template_label(
                summary.label,
                self,
                lambda label: self._shelf.keep_as_template(summary.id, label),
            )

    def archive(self) -> None:
        """Put the current encounter away, and offer to bring it back."""
        if (summary := self.current) is not None:
            self._step_off()
            self._shelf.archive(summary.id)
            self.notice.offer(
                f"“{summary.label}” was archived.",
                "Bring back",
                lambda: self._shelf.unarchive(summary.id),
            )

    def unarchive(self) -> None:
        """Bring the current encounter back to the others."""
        if (summary := self.current) is not None:
            self._step_off()
            self._shelf.unarchive(summary.id)
            self.notice.say(f"“{summary.label}” is back among the others.")

    def delete(self) -> None:
        """Delete the current encounter, and offer to bring it back."""
        if (summary := self.current) is not None and self.place is not Place.DELETED:
            self._step_off()
            self._shelf.delete(summary)

    def restore(self) -> None:
        """Bring back what was deleted last."""
        if self._deleted:
            summary = self._deleted.pop()
            self._wanted = summary.id
            self.notice.pass_over()
            self._shelf.restore(summary.id)

    # Answers --------------------------------------------------------------------------------

    def _find(self, _asked: object = None) -> None:
        self._shelf.find(self.line.text(), self.place)

    def _on_place(self, _number: int) -> None:
        self.notice.pass_over()
        self._allow()
        self._find()

    def _on_made(self, made: Encounter) -> None:
        self._wanted = made.id
        kind = "template" if made.kind is Kind.TEMPLATE else "copy"
        self.notice.say(f"Kept as a {kind}: “{made.label}”.")
        if made.kind is Kind.TEMPLATE and self.place is Place.ENCOUNTERS:
            self.places.setCurrentIndex(list(PLACES).index(Place.TEMPLATES))

    def _offer_restore(self, gone: EncounterSummary) -> None:
        self._deleted.append(gone)
        self.notice.offer(f"“{gone.label}” was deleted.", "Undo (Ctrl+Z)", self.restore)

    def _show(self, found: tuple[EncounterSummary, ...]) -> None:
        wanted = self._wanted or (self.current.id if self.current else "")
        self.model.show(found, self._today())
        self.table.show_days(self.place is not Place.TEMPLATES)
        self._wanted = ""
        if found:
            self.table.make_current(max(0, self.model.row_of(wanted)))
        self.table.setVisible(bool(found))
        self._beside.setVisible(bool(found))
        self.empty.setVisible(not found)
        typed = self.line.text().strip()
        self.empty.setText(
            f"Nothing here has “{typed}” in its label, its codes or its dates."
            if typed
            else EMPTY[self.place]
        )
        self._allow()
        self._look()

    def _look(self) -> None:
        summary = self.current
        self.preview.wait_for(summary)
        if summary is not None and self.place is not Place.DELETED:
            self._shelf.preview(summary.id)
        self._allow()

    def _allow(self) -> None:
        summary, place = self.current, self.place
        some = summary is not None
        for deed in DEEDS:
            here = place in deed.places
            self.deeds[deed.name].setVisible(here)
            self.deeds[deed.name].setEnabled(here and some)
        begins = some and summary is not None and summary.kind is Kind.TEMPLATE
        words = "&Begin encounter" if begins else "&Open"
        self.open_button.setText("&Restore" if place is Place.DELETED else words)
        self.open_button.setEnabled(some)
        for button in (self.rename_button, self.delete_button, self.more_button):
            button.setEnabled(some)
            button.setVisible(place is not Place.DELETED)

    def _step_off(self) -> None:
        """Make the row beside the current one current once that has gone."""
        row = self.table.currentIndex().row()
        beside = self.model.summary_at(row + 1) or self.model.summary_at(row - 1)
        self._wanted = beside.id if beside else ""

    def _new(self) -> None:
        super().accept()
        self.new_asked.emit()

    # Building -------------------------------------------------------------------------------

    def _deed_action(self, name: str) -> QAction:
        deed = next(one for one in DEEDS if one.name == name)
        action = QAction(deed.words, self)
        action.triggered.connect(getattr(self, name))
        if deed.in_list:
            action.setText(f"{deed.words}\t{deed.keys}")
            key = QShortcut(QKeySequence(deed.keys), self.table)
            key.setContext(Qt.ShortcutContext.WidgetShortcut)
            key.activated.connect(action.trigger)
        else:
            action.setShortcut(QKeySequence(deed.keys))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self.addAction(action)
        return action

    def _connect(self) -> None:
        for keys, answer in (("Ctrl+N", self._new), ("Ctrl+Z", self.restore)):
            QShortcut(QKeySequence(keys), self).activated.connect(answer)
        shelf = self._shelf
        self.line.textChanged.connect(self._find)
        self.places.currentChanged.connect(self._on_place)
        self.model.rename_requested.connect(shelf.rename)
        self.table.doubleClicked.connect(self.accept)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._look())
        shelf.found.connect(self._show)
        shelf.previewed.connect(self.preview.show_encounter)
        shelf.made.connect(self._on_made)
        shelf.deleted.connect(self._offer_restore)
        shelf.changed.connect(self._find)
        shelf.failed.connect(self.notice.say_fault)

    def _lay_out(self) -> None:
        theme = self._theme
        menu = QMenu(self.more_button)
        menu.addActions(list(self.deeds.values()))
        self.more_button.setMenu(menu)
        self._beside = QSplitter(Qt.Orientation.Horizontal, self)
        self._beside.setChildrenCollapsible(False)
        self._beside.setHandleWidth(1)
        self._beside.addWidget(self.table)
        self._beside.addWidget(self.preview)
        self._beside.setSizes([theme.length(620), theme.length(280)])
        self._beside.setStretchFactor(0, 1)
        self.stack(
            (self.places, self.notice, self._beside, self.empty),
            (self.new_button, self.rename_button, self.delete_button, self.more_button),
            (self.close_button, self.open_button),
            self._beside,
        )
        fit(self, theme, 980, 520)


def _nothing() -> None:
    """Do nothing: the button opens a menu."""

"""Finding an encounter again, with the keyboard only."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit
from support.code_lists import a_code
from support.encounter_pane import HeldDesk, InventedChecking

from codebook_app.domain.encounter import Kind
from codebook_app.errors import KnownError
from codebook_app.gui.dialogs.open_encounter import OpenEncounterDialog
from codebook_app.gui.encounter_shelf import EncounterShelf, Place
from codebook_app.gui.panels.encounter import EncounterPanel
from codebook_app.services.copying import Copying
from codebook_app.services.encounters import Encounters
from codebook_app.settings import Settings

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def encounters(folders):
    made = Encounters(folders.user_db)
    for label, code in (("Visit 12", "Q01.11"), ("Visit 13", "Q02.0"), ("Clinic", "Q01.12")):
        made.add(made.create(label), a_code(code))
    yield made
    made.close()


@pytest.fixture
def shelf(encounters, desk):
    return EncounterShelf(encounters, desk)


@pytest.fixture
def make(qtbot, shelf, desk, light_theme):
    def built(current_id: str = "", place: Place = Place.ENCOUNTERS) -> OpenEncounterDialog:
        dialog = OpenEncounterDialog(
            shelf,
            light_theme,
            current_id=current_id,
            place=place,
            today=lambda: date(2026, 11, 22),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        qtbot.waitUntil(lambda: not desk.busy)
        return dialog

    return built


@pytest.fixture
def dialog(make):
    return make()


@pytest.fixture
def settle(qtbot, desk):
    def wait() -> None:
        qtbot.waitUntil(lambda: not desk.busy)

    return wait


def labels(dialog: OpenEncounterDialog) -> list[str]:
    return [dialog.model.index(row, 0).data() for row in range(dialog.model.rowCount())]


def test_the_newest_change_stands_first_and_is_current(dialog):
    assert labels(dialog) == ["Clinic", "Visit 13", "Visit 12"]
    assert dialog.current.label == "Clinic"


def test_the_encounter_in_hand_is_current_at_first(make, encounters):
    third = encounters.found("Visit 12")[0]

    assert make(third.id).current == third


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("visit", ["Visit 13", "Visit 12"]),
        ("Q01.11", ["Visit 12"]),
        ("q011", ["Clinic", "Visit 12"]),
        ("13", ["Visit 13"]),
    ],
)
def test_an_encounter_is_found_by_label_or_code_as_one_types(qtbot, dialog, settle, typed, found):
    qtbot.keyClicks(dialog.line, typed)
    settle()

    assert labels(dialog) == found


def test_only_the_answer_to_what_is_typed_last_is_shown(qtbot, dialog, desk, settle, encounters):
    asked: list[str] = []
    found = encounters.found
    encounters.found = lambda text, **place: asked.append(text) or found(text, **place)
    held = HeldDesk(desk)
    qtbot.keyClicks(dialog.line, "clinic")
    held.release()
    settle()

    assert asked == ["clinic"]
    assert labels(dialog) == ["Clinic"]


def test_arrows_move_in_the_list_while_typing_and_enter_opens(qtbot, dialog):
    wanted = dialog.model.summary_at(1).id
    qtbot.keyClick(dialog.line, Qt.Key.Key_Down)
    assert dialog.focusWidget() is dialog.line

    with qtbot.waitSignal(dialog.open_asked) as opened:
        qtbot.keyClick(dialog.line, Qt.Key.Key_Return)

    assert opened.args == [wanted]
    assert not dialog.isVisible()


def test_nothing_found_says_what_was_looked_for_and_opens_nothing(qtbot, dialog, settle):
    qtbot.keyClicks(dialog.line, "zzz")
    settle()
    with qtbot.assertNotEmitted(dialog.open_asked):
        qtbot.keyClick(dialog.line, Qt.Key.Key_Return)

    assert dialog.empty.isVisible()
    assert dialog.empty.text() == "Nothing here has “zzz” in its label, its codes or its dates."
    assert not dialog.open_button.isEnabled()


def test_f2_renames_in_the_row(qtbot, dialog, shelf, settle, encounters):
    qtbot.keyClick(dialog.line, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor is not dialog.line
    editor.selectAll()
    qtbot.keyClicks(editor, "Clinic, Tuesday")
    with qtbot.waitSignal(shelf.changed):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle()

    assert labels(dialog)[0] == "Clinic, Tuesday"
    assert encounters.found("tuesday")[0].codes == ("Q01.12",)


def test_delete_in_the_list_deletes_and_ctrl_z_takes_it_back(qtbot, dialog, settle, encounters):
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    settle()
    assert labels(dialog) == ["Visit 13", "Visit 12"]
    assert dialog.current.label == "Visit 13"
    assert "“Clinic” was deleted." in dialog.notice.text

    qtbot.keyClick(dialog.table, Qt.Key.Key_Z, CTRL)
    settle()

    assert sorted(labels(dialog)) == ["Clinic", "Visit 12", "Visit 13"]
    assert dialog.current.label == "Clinic"
    assert dialog.notice.text == ""


def test_several_deletions_are_taken_back_one_by_one(qtbot, dialog, settle):
    for _ in range(2):
        dialog.delete()
        settle()
    assert labels(dialog) == ["Visit 12"]
    for _ in range(2):
        dialog.restore()
        settle()

    assert len(labels(dialog)) == 3


def test_delete_in_the_search_line_edits_the_text(qtbot, dialog, settle):
    qtbot.keyClicks(dialog.line, "visit")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Home)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Delete)
    settle()

    assert dialog.line.text() == "isit"
    assert len(labels(dialog)) == 2


def test_ctrl_n_asks_for_a_new_encounter(qtbot, dialog):
    with qtbot.waitSignal(dialog.new_asked):
        qtbot.keyClick(dialog.line, Qt.Key.Key_N, CTRL)

    assert not dialog.isVisible()


def test_a_database_that_cannot_be_read_is_told_in_one_line(
    qtbot, dialog, settle, encounters, monkeypatch
):
    def unreadable(_: str, **__: object) -> None:
        raise KnownError("user.db cannot be read.", "Check the folder.")

    monkeypatch.setattr(encounters, "found", unreadable)
    qtbot.keyClicks(dialog.line, "v")
    settle()

    assert dialog.notice.text == "user.db cannot be read. Check the folder."
    assert len(labels(dialog)) == 3


# From the pane --------------------------------------------------------------------------------


@pytest.fixture
def panel(qtbot, encounters, desk, light_theme, folders, settle):
    made = EncounterPanel(
        encounters,
        InventedChecking(),
        Copying(),
        desk,
        light_theme,
        Settings(folders.settings),
        lambda code, found: found(a_code(code)),
    )
    qtbot.addWidget(made)
    made.show()
    made.start()
    settle()
    return made


@pytest.fixture
def from_panel(qtbot, panel, settle):
    panel.open_dialog()
    made = panel.findChild(OpenEncounterDialog)
    settle()
    return made


def test_the_chosen_encounter_is_taken_in_hand(qtbot, panel, from_panel, settle):
    qtbot.keyClicks(from_panel.line, "visit 12")
    settle()
    qtbot.keyClick(from_panel.line, Qt.Key.Key_Return)
    settle()

    assert panel.head.label.text() == "Visit 12"
    assert [line.code for line in panel.model.lines] == ["Q01.11"]


def test_renaming_the_encounter_in_hand_shows_and_the_next_edit_works(panel, from_panel, settle):
    from_panel.model.setData(from_panel.model.index(0, 0), "Clinic 2")
    settle()
    from_panel.reject()
    panel.add(a_code("Q09"))
    settle()

    assert panel.head.label.text() == "Clinic 2"
    assert [line.code for line in panel.model.lines] == ["Q01.12", "Q09"]
    assert panel.notice.text == ""


def test_deleting_the_encounter_in_hand_takes_the_one_before(panel, from_panel, settle):
    from_panel.delete()
    settle()

    assert panel.head.label.text() == "Visit 13"


def test_the_encounter_in_hand_that_is_deleted_and_restored_stays_in_hand(
    panel, from_panel, settle
):
    from_panel.delete()
    settle()
    from_panel.restore()
    settle()

    assert panel.head.label.text() == "Clinic"


def test_deleting_another_encounter_leaves_the_one_in_hand(panel, from_panel, settle):
    from_panel.table.setCurrentIndex(from_panel.model.index(2, 0))
    from_panel.delete()
    settle()

    assert panel.head.label.text() == "Clinic"


def test_renaming_another_encounter_leaves_the_one_in_hand(panel, from_panel, settle):
    from_panel.model.setData(from_panel.model.index(2, 0), "Visit 12b")
    settle()

    assert panel.head.label.text() == "Clinic"


def test_what_was_asked_for_is_done_and_shown_although_the_dialog_is_closed(
    panel, from_panel, desk, settle
):
    held = HeldDesk(desk)
    from_panel.model.setData(from_panel.model.index(0, 0), "Clinic 2")
    from_panel.reject()
    panel.add(a_code("Q09"))
    held.release()
    settle()

    assert panel.head.label.text() == "Clinic 2"
    assert [line.code for line in panel.model.lines] == ["Q01.12", "Q09"]
    assert panel.findChild(OpenEncounterDialog) is None


def test_a_fault_that_comes_after_the_dialog_is_closed_is_told_in_the_pane(
    panel, from_panel, desk, settle, encounters, monkeypatch
):
    def full(*_: object) -> None:
        raise KnownError("The disk is full.", "Make room.")

    monkeypatch.setattr(encounters, "rename", full)
    held = HeldDesk(desk)
    from_panel.model.setData(from_panel.model.index(0, 0), "Clinic 2")
    from_panel.reject()
    held.release()
    settle()

    assert panel.notice.text == "The disk is full. Make room."


# The other places on the shelf ------------------------------------------------------------------


@pytest.fixture
def full_shelf(encounters):
    """Put a template with a star, one without, an archived and a deleted encounter on the shelf."""
    visit = encounters.open(encounters.found("Visit 12")[0].id)
    starred = encounters.keep_as_template(visit, "Diabetic check-up")
    encounters.set_favourite(starred, True)
    encounters.keep_as_template(visit, "Annual wellness")
    encounters.archive(encounters.add(encounters.create("Old visit"), a_code("Q07")))
    encounters.delete(encounters.add(encounters.create("Wrong one"), a_code("Q08")))
    return encounters


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (Place.ENCOUNTERS, ["Clinic", "Visit 13", "Visit 12"]),
        (Place.TEMPLATES, ["★ Diabetic check-up", "Annual wellness"]),
        (Place.FAVOURITES, ["★ Diabetic check-up"]),
        (Place.ARCHIVED, ["Old visit"]),
        (Place.DELETED, ["Wrong one"]),
    ],
)
def test_each_place_lists_its_own_a_star_first_among_templates(full_shelf, make, place, found):
    assert labels(make(place=place)) == found


def test_the_places_are_reached_by_keyboard(qtbot, full_shelf, dialog, settle):
    qtbot.keyClick(dialog, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    settle()

    assert labels(dialog) == ["Old visit"]
    assert dialog.deeds["unarchive"].isVisible()
    assert not dialog.deeds["archive"].isVisible()


def test_an_encounter_is_found_by_its_date(qtbot, encounters, dialog, settle):
    visit = encounters.open(encounters.found("Visit 13")[0].id)
    encounters.set_date_of_service(visit, date(2026, 11, 3))

    qtbot.keyClicks(dialog.line, "2026-11-03")
    settle()

    assert labels(dialog) == ["Visit 13"]


def test_enter_on_a_template_begins_an_encounter_and_ctrl_enter_opens_it(qtbot, full_shelf, make):
    for modifier, signal in ((NONE, "begin_asked"), (CTRL, "open_asked")):
        dialog = make(place=Place.TEMPLATES)
        assert dialog.open_button.text() == "&Begin encounter"
        template = dialog.current.id

        with qtbot.waitSignal(getattr(dialog, signal)) as asked:
            qtbot.keyClick(dialog.line, Qt.Key.Key_Return, modifier)

        assert asked.args == [template]
        assert not dialog.isVisible()


def test_a_star_is_given_and_taken_by_keyboard(qtbot, dialog, settle, encounters):
    qtbot.keyClick(dialog.line, Qt.Key.Key_Down)
    for starred in (["Visit 13"], []):
        qtbot.keyClick(dialog.line, Qt.Key.Key_D, CTRL)
        settle()
        assert [one.label for one in encounters.found(favourites=True)] == starred
        assert dialog.current.label == "Visit 13"
    assert "★" not in "".join(labels(dialog))


def test_what_is_archived_goes_and_is_brought_back(qtbot, dialog, settle, encounters):
    qtbot.keyClick(dialog.line, Qt.Key.Key_E, CTRL)
    settle()
    assert labels(dialog) == ["Visit 13", "Visit 12"]
    assert [one.label for one in encounters.found(archived=True)] == ["Clinic"]

    dialog.places.setCurrentIndex(3)
    settle()
    qtbot.keyClick(dialog.line, Qt.Key.Key_E, CTRL)
    settle()

    assert labels(dialog) == []
    assert dialog.empty.text().startswith("Nothing is archived.")
    assert encounters.found(archived=True) == ()


def test_a_copy_is_kept_beside_and_becomes_current(qtbot, dialog, settle):
    qtbot.keyClick(dialog.line, Qt.Key.Key_D, CTRL | Qt.KeyboardModifier.AltModifier)
    settle()

    assert labels(dialog)[0] == "Clinic (copy)"
    assert dialog.current.label == "Clinic (copy)"
    assert "Kept as a copy" in dialog.notice.text


def test_a_template_is_kept_under_a_label_that_is_asked(qtbot, dialog, settle, encounters):
    qtbot.keyClick(dialog.line, Qt.Key.Key_T, CTRL)
    asking = dialog.findChild(QInputDialog)
    assert asking.textValue() == "Clinic"
    asking.setTextValue("Blot check-up")
    asking.accept()
    settle()

    assert dialog.place is Place.TEMPLATES
    assert labels(dialog) == ["Blot check-up"]
    (template,) = encounters.found(kind=Kind.TEMPLATE)
    assert template.codes == ("Q01.12",)


def test_enter_restores_what_was_deleted(qtbot, full_shelf, make, settle):
    dialog = make(place=Place.DELETED)
    assert dialog.open_button.text() == "&Restore"

    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    settle()

    assert dialog.isVisible()
    assert labels(dialog) == []
    assert full_shelf.found("Wrong one")[0].codes == ("Q08",)


def test_the_codes_of_the_current_encounter_are_shown_with_their_titles(qtbot, dialog, settle):
    assert "Invented condition Q01.12" in dialog.preview.page.toPlainText()

    qtbot.keyClick(dialog.line, Qt.Key.Key_Down)
    settle()

    words = dialog.preview.page.toPlainText()
    assert "Visit 13" in words
    assert "Q02.0 Invented condition Q02.0" in words
    assert "first-listed" in words


def test_the_pane_begins_from_a_template_and_keeps_one(qtbot, full_shelf, panel, settle):
    panel.choosing.show_dialog(panel, Place.TEMPLATES)
    dialog = panel.findChild(OpenEncounterDialog)
    settle()
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    settle()

    assert panel.encounter.kind is Kind.ENCOUNTER
    assert panel.encounter.label == "Diabetic check-up"
    assert [line.code for line in panel.model.lines] == ["Q01.11"]


def test_the_pane_goes_on_with_a_copy(panel, settle, encounters):
    before = panel.encounter
    panel.choosing.duplicate()
    settle()

    assert panel.encounter.label == "Clinic (copy)"
    assert panel.encounter.id != before.id
    assert encounters.open(before.id) == before


def test_the_pane_archives_and_offers_to_bring_back(panel, settle, encounters):
    panel.choosing.archive()
    settle()
    assert panel.head.label.text() == "Visit 13"
    assert panel.notice.text == "“Clinic” was archived."

    panel.notice.answer_button.click()
    settle()

    assert panel.head.label.text() == "Clinic"
    assert encounters.found(archived=True) == ()


def test_a_template_that_is_opened_says_that_it_is_one(qtbot, full_shelf, panel, settle):
    (starred,) = full_shelf.found(favourites=True)

    with qtbot.waitSignal(panel.message) as said:
        panel.open_encounter(starred.id)

    assert said.args[0].startswith("“Diabetic check-up” is a template:")
    assert panel.encounter.kind is Kind.TEMPLATE

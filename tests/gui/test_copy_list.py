"""Copying a list: what lies on the clipboard, the preview, the file, what is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from support.code_lists import a_code, a_line, a_list
from support.encounter_pane import HeldDesk

from codebook_app.domain.copying import (
    CopyFormat,
    CopyOptions,
    Group,
    Order,
    Rendered,
    Separator,
    Written,
)
from codebook_app.domain.encounter import Setting
from codebook_app.errors import KnownError
from codebook_app.gui.clipboard import ListClipboard, clipboard_data, html_document
from codebook_app.gui.copy_choice import (
    CopyChoice,
    choice_of,
    clear_after,
    keep_choice,
    keep_clear_after,
    last_choice,
)
from codebook_app.gui.dialogs.copy_list import CopyListDialog
from codebook_app.gui.list_file import write_list
from codebook_app.gui.panels.encounter import EncounterPanel
from codebook_app.services.copying import Copying
from codebook_app.services.encounters import Encounters
from codebook_app.settings import Settings

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
PLAIN, TITLES, TSV = map(Copying().described, ("plain", "titles", "tsv"))
FORMATS = Copying().formats()
CSV = Copying().described("csv")
FULL = CopyFormat("full", "Full form", "Holds nothing.", group=Group.CLAIM, limits=("0 codes.",))
"""A claim form that no list fits."""
VISIT = a_list(a_line("Q01.11", "Ménière's inkblot"), "Q02.0", "Q03")


@pytest.fixture
def settings(folders):
    return Settings(folders.settings)


@pytest.fixture
def clipboard(qapp):
    made = QGuiApplication.clipboard()
    made.setText("what was there before")
    return made


def chosen(format_: CopyFormat, **options: object) -> CopyChoice:
    return CopyChoice(format_, replace(format_.defaults, **options))


@pytest.fixture
def make(qtbot, light_theme, settings):
    def built(choice: CopyChoice | None = None, fault_words: str = "") -> CopyListDialog:
        copying = Copying()

        def write(encounter, choice, done):
            if choice.format == FULL:
                done(Written(None, ("The form holds 0 codes, the list has 3.",)))
            else:
                done(copying.write(encounter, choice.format.name, choice.options))

        dialog = CopyListDialog(
            VISIT,
            (*copying.formats(), FULL),
            choice or chosen(PLAIN),
            lambda format_: choice_of(settings, format_),
            write,
            light_theme,
            faults=lambda: fault_words,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    return built


def choose(dialog: CopyListDialog, format_: CopyFormat) -> None:
    dialog.formats.choose(format_.name)


# The clipboard --------------------------------------------------------------------------------


def test_text_and_html_lie_on_the_clipboard_together():
    carried = clipboard_data(
        Rendered("Q01.11\tMénière's", "<table><tr><td>Q01.11</td></tr></table>")
    )

    assert carried.text() == "Q01.11\tMénière's"
    assert carried.hasHtml()
    assert "<table><tr><td>Q01.11</td></tr></table>" in carried.html()


def test_the_html_names_its_encoding_before_the_first_letter():
    document = html_document(Rendered("é", "<p>é</p>"))

    assert document.index("charset=utf-8") < document.index("é")


def test_the_csv_lies_beside_them_where_there_is_one():
    assert clipboard_data(Rendered("a", "", "a,b")).data("text/csv").data() == b"a,b"
    assert not clipboard_data(Rendered("a", "<p>a</p>")).hasFormat("text/csv")


def test_a_spreadsheet_that_knows_no_mark_of_ours_gets_its_own_table():
    carried = clipboard_data(Rendered("0016070", "", '"=""0016070""",a'))

    range_ = bytes(carried.data("application/x-gnumeric").data()).decode()
    assert '<gnm:Cell Row="0" Col="0" ValueType="60">0016070</gnm:Cell>' in range_
    lines = clipboard_data(Rendered("0450\nb", "<p>0450</p><p>b</p>"))
    assert b'Row="1" Col="0" ValueType="60">b<' in lines.data("application/x-gnumeric").data()


def test_a_list_is_taken_off_the_clipboard_in_time(qtbot, clipboard):
    laid = ListClipboard(clipboard)
    with qtbot.waitSignal(laid.cleared):
        laid.lay(Rendered("Q02.0", ""), clear_after=1)

    assert clipboard.text() == ""


def test_what_was_copied_meanwhile_is_never_cleared(qtbot, clipboard):
    laid = ListClipboard(clipboard)
    laid.lay(Rendered("Q02.0", ""), clear_after=60)
    clipboard.setText("Q02.0")
    with qtbot.assertNotEmitted(laid.cleared):
        laid.clear()

    assert clipboard.text() == "Q02.0"


def test_only_a_copy_that_is_to_go_is_kept_out_of_histories_and_cleared_at_the_end(qapp, clipboard):
    laid = ListClipboard(clipboard)
    hint = "x-kde-passwordManagerHint"
    laid.lay(Rendered("Q02.0", ""))
    assert not clipboard.mimeData().hasFormat(hint)
    qapp.aboutToQuit.emit()
    assert clipboard.text() == "Q02.0"

    laid.lay(Rendered("Q03", ""), clear_after=900)
    assert clipboard.mimeData().data(hint).data() == b"secret"
    qapp.aboutToQuit.emit()
    assert clipboard.text() == ""


def test_a_time_nobody_offers_is_never(settings):
    keep_clear_after(settings, 300)
    assert clear_after(settings) == 300
    settings.put("copy.clear_after", 7)
    assert clear_after(settings) == 0


# The choice -----------------------------------------------------------------------------------


def test_the_first_copy_is_plain_codes_with_dots(settings):
    choice = last_choice(settings, Copying().formats())

    assert choice == CopyChoice(PLAIN, CopyOptions(dots=True, separator="\n"))


def test_the_last_choice_outlives_a_restart(settings, folders):
    kept = chosen(PLAIN, dots=False, separator=",", order=Order.CODE)
    keep_choice(settings, kept)
    settings.save()

    assert last_choice(Settings(folders.settings), Copying().formats()) == kept


def test_each_format_remembers_its_own_options(settings):
    keep_choice(settings, chosen(CSV, guard=False, descriptions=False))
    keep_choice(settings, chosen(TSV, dots=False))

    assert choice_of(settings, CSV) == chosen(CSV, guard=False, descriptions=False)
    assert choice_of(settings, TITLES) == chosen(TITLES)
    assert last_choice(settings, Copying().formats()) == chosen(TSV, dots=False)


def test_each_setting_has_the_format_it_was_last_copied_in(settings):
    formats = Copying().formats()
    keep_choice(settings, chosen(TSV), Setting.INPATIENT)
    keep_choice(settings, chosen(TITLES), Setting.PROFESSIONAL)

    assert last_choice(settings, formats, Setting.INPATIENT).format == TSV
    assert last_choice(settings, formats, Setting.PROFESSIONAL).format == TITLES
    # One that was never copied yet begins with what was used last of all.
    assert last_choice(settings, formats, Setting.OUTPATIENT).format == TITLES
    settings.put("copy.format_of.inpatient", "papyrus")
    assert last_choice(settings, formats, Setting.INPATIENT).format == TITLES


def test_what_was_chosen_before_formats_had_options_of_their_own_still_holds(settings):
    settings.put("copy.format", "plain")
    settings.put("copy.dots", False)
    settings.put("copy.separator", "comma")

    formats = Copying().formats()
    assert last_choice(settings, formats) == chosen(PLAIN, dots=False, separator=",")
    assert choice_of(settings, CSV).options.dots is True


def test_a_choice_that_no_longer_exists_falls_back_to_the_first(settings):
    settings.put("copy.format", "papyrus")
    settings.put("copy.separator", "daggers")
    settings.put("copy.as.plain.order", "by moon")

    assert last_choice(settings, Copying().formats()) == chosen(PLAIN)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (chosen(PLAIN), "3 codes copied as plain codes with dots"),
        (chosen(PLAIN, dots=False), "3 codes copied as plain codes without dots"),
        (
            chosen(PLAIN, separator=","),
            "3 codes copied as plain codes with dots, separated by commas",
        ),
        (chosen(PLAIN, order=Order.CODE), "3 codes copied as plain codes with dots, by code"),
        (
            chosen(CopyFormat("own:It's", "It's", "", frozenset(), group=Group.OWN)),
            "3 codes copied as “It's”",
        ),
        (chosen(TITLES), "3 codes copied as codes with titles, with dots"),
        (chosen(TSV, dots=False), "3 codes copied as table (TSV) without dots"),
    ],
)
def test_what_was_copied_is_said_in_words(choice, words):
    assert choice.copied_words(VISIT) == words


def test_one_code_is_one_code():
    assert chosen(PLAIN).copied_words(a_list("Q03")).startswith("1 code copied")


# The dialog -----------------------------------------------------------------------------------


def test_the_preview_is_the_text_to_the_character(make):
    dialog = make()

    assert dialog.preview.text.toPlainText() == "Q01.11\nQ02.0\nQ03" == dialog.rendered.text


def test_every_option_changes_the_preview_at_once(qtbot, make):
    dialog = make()
    dialog.options.dots.setFocus()
    qtbot.keyClick(dialog.options.dots, Qt.Key.Key_Space)
    assert dialog.preview.text.toPlainText() == "Q0111\nQ020\nQ03"

    dialog.options.separator.setFocus()
    qtbot.keyClick(dialog.options.separator, Qt.Key.Key_Down)
    assert dialog.preview.text.toPlainText() == "Q0111,Q020,Q03"

    choose(dialog, TITLES)
    assert "Ménière's inkblot" in dialog.preview.text.toPlainText()
    assert "Ménière's inkblot" in dialog.preview.table.toPlainText()


def test_formats_stand_under_headings_that_keys_step_over(qtbot, make, qtmodeltester):
    dialog = make()
    view, model = dialog.formats.view, dialog.formats.model
    qtmodeltester.check(model, force_py=False)
    headings = [
        model.index(row).data() for row in range(model.rowCount()) if not model.index(row).flags()
    ]
    qtbot.keyClick(view, Qt.Key.Key_End)
    last = dialog.choice.format
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Up, Qt.Key.Key_PageUp):
        qtbot.keyClick(view, key)
    first = dialog.choice.format
    seen = [first]
    for _ in range(model.rowCount()):
        qtbot.keyClick(view, Qt.Key.Key_Down)
        seen.append(dialog.choice.format)

    assert headings == ["Text", "Claim", "Data"]
    assert (first, last.name) == (PLAIN, "json")
    assert {one.name for one in seen} == {one.name for one in (*FORMATS, FULL)}


def test_a_list_that_does_not_fit_is_told_before_and_can_not_be_copied(qtbot, make):
    dialog = make()
    choose(dialog, FULL)

    assert dialog.unfit.isVisible()
    assert dialog.unfit.accessibleName() == "The form holds 0 codes, the list has 3."
    assert not dialog.copy_button.isEnabled()
    assert dialog.preview.text.toPlainText() == ""
    assert "0 codes." in dialog.options.description.text()
    with qtbot.assertNotEmitted(dialog.copy_asked):
        qtbot.keyClick(dialog.formats.view, Qt.Key.Key_Return)
    assert dialog.isVisible()

    choose(dialog, PLAIN)
    assert not dialog.unfit.isVisible()
    assert dialog.copy_button.isEnabled()


def test_options_chosen_for_a_format_are_there_again_after_another_was_looked_at(make):
    dialog = make()
    dialog.options.dots.setChecked(False)
    choose(dialog, TSV)
    assert dialog.options.dots.isChecked()
    choose(dialog, PLAIN)

    assert dialog.choice == chosen(PLAIN, dots=False)
    assert dialog.preview.text.toPlainText() == "Q0111\nQ020\nQ03"


def test_what_is_to_be_known_of_the_text_stands_below_it(make):
    dialog = make()
    assert not dialog.said.isVisible()
    choose(dialog, CSV)
    assert dialog.preview.csv.toPlainText() == dialog.preview.text.toPlainText()
    assert not dialog.said.isVisible()  # none of these codes is a number


def test_the_separator_is_offered_only_where_it_means_something(make):
    dialog = make()
    assert dialog.options.separator.isVisible()

    choose(dialog, TSV)

    assert not dialog.options.separator.isVisible()


def test_only_the_options_of_the_format_can_be_touched(make):
    dialog = make()
    options = dialog.options
    assert options.order.isVisible()
    assert not options.descriptions.isVisible()

    choose(dialog, Copying().described("837p"))

    assert options.loops.isVisible()
    assert not options.guard.isVisible()
    assert not options.poa.isEnabled()
    assert not options.order.isVisible()


def test_the_dialog_opens_as_it_was_left(make):
    dialog = make(chosen(PLAIN, dots=False, separator=" "))

    assert dialog.choice == chosen(PLAIN, dots=False, separator=" ")
    assert dialog.options.separator.currentText() == Separator.SPACE.label
    assert dialog.focusWidget() is dialog.formats.view


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_copies_what_is_previewed(qtbot, make, key):
    dialog = make()
    with qtbot.waitSignal(dialog.copy_asked) as asked:
        qtbot.keyClick(dialog.formats.view, key)

    assert asked.args == [dialog.choice, dialog.rendered]
    assert not dialog.isVisible()


def test_enter_copies_once(qtbot, make):
    dialog = make()
    copies: list = []
    dialog.copy_asked.connect(lambda *copied: copies.append(copied))
    qtbot.keyClick(dialog.formats.view, Qt.Key.Key_Return)

    assert len(copies) == 1


def test_escape_copies_nothing(qtbot, make):
    dialog = make()
    with qtbot.assertNotEmitted(dialog.copy_asked):
        qtbot.keyClick(dialog.formats.view, Qt.Key.Key_Escape)

    assert not dialog.isVisible()


def test_errors_in_the_list_are_said_beside_the_preview_and_hold_nothing_up(make):
    dialog = make(fault_words="the list has 1 error")

    assert dialog.fault.isVisible()
    assert dialog.fault.accessibleName() == "Copying is not held up, but the list has 1 error."
    assert dialog.copy_button.isEnabled()


def test_a_clean_list_shows_no_such_line(make):
    assert not make().fault.isVisible()


# The file -------------------------------------------------------------------------------------


def test_a_saved_list_ends_its_last_line(tmp_path):
    write_list(tmp_path / "visit.txt", "Q01.11\nQ02.0")

    assert (tmp_path / "visit.txt").read_bytes() == b"Q01.11\nQ02.0\n"


def test_only_a_table_beyond_ascii_carries_a_byte_order_mark(tmp_path):
    for name in ("list.txt", "table.tsv"):
        write_list(tmp_path / name, "Ménière")
    write_list(tmp_path / "plain.tsv", "Q01.11")

    marked = {path.name for path in tmp_path.iterdir() if path.read_bytes()[:3] == b"\xef\xbb\xbf"}
    assert marked == {"table.tsv"}


def test_a_file_that_cannot_be_written_is_told_and_the_old_one_stays(tmp_path):
    folder = tmp_path / "visits"
    folder.mkdir()
    (folder / "visit.txt").write_text("old")
    target = folder / "visit.txt" / "inside a file"

    with pytest.raises(KnownError) as told:
        write_list(target, "new")

    assert str(target) in str(told.value)
    assert (folder / "visit.txt").read_text() == "old"
    assert [path.name for path in folder.iterdir()] == ["visit.txt"]


# From the pane --------------------------------------------------------------------------------


@pytest.fixture
def panel(qtbot, desk, light_theme, folders, settings, checking):
    encounters = Encounters(folders.user_db)
    made = EncounterPanel(
        encounters,
        checking,
        Copying(),
        desk,
        light_theme,
        settings,
        lambda code, found: found(a_code(code)),
    )
    qtbot.addWidget(made)
    made.show()
    for code in ("Q02.0", "Q03"):
        made.add(a_code(code))
    qtbot.waitUntil(lambda: made.edits.settled and not desk.busy)
    yield made
    desk.close(drain=True)
    encounters.close()


@pytest.fixture
def answered(qtbot, desk):
    """Waits for the desk, which writes the lists."""
    return lambda: qtbot.waitUntil(lambda: not desk.busy)


@pytest.fixture
def said(panel):
    lines: list[str] = []
    panel.message.connect(lines.append)
    return lines


def test_the_list_is_copied_at_once_and_told(panel, clipboard, said, answered):
    panel.copy_last_format()
    answered()

    assert clipboard.text() == "Q02.0\nQ03"
    assert "Q02.0" in clipboard.mimeData().html()
    assert said == ["2 codes copied as plain codes with dots."]


def test_errors_among_the_findings_are_told_with_the_copy(qtbot, panel, clipboard, said, desk):
    panel.add(a_code("Q01.11"))
    qtbot.waitUntil(lambda: panel.edits.settled and not desk.busy)
    panel.copy_last_format()
    qtbot.waitUntil(lambda: not desk.busy)

    assert clipboard.text() == "Q02.0\nQ03\nQ01.11"
    assert said[-1] == "3 codes copied as plain codes with dots; the list has 1 error."


def test_codes_still_on_their_way_into_the_list_are_copied_too(qtbot, panel, clipboard, desk):
    held = HeldDesk(desk)
    panel.add(a_code("Q04"))
    panel.copy_last_format()
    held.release()

    qtbot.waitUntil(lambda: clipboard.text() == "Q02.0\nQ03\nQ04")


def test_a_list_whose_checks_failed_is_not_passed_off_as_clean(
    qtbot, panel, checking, said, answered
):
    checking.fault = KnownError("The release is gone.")
    panel.add(a_code("Q04"))
    panel.copy_last_format()
    answered()

    assert said[-1].endswith("with dots; the list has not been checked yet.")


def test_a_copy_asked_for_while_the_checks_run_knows_what_they_found(
    qtbot, panel, checking, said, answered
):
    checking.gate.clear()
    panel.add(a_code("Q01.11"))
    panel.copy_last_format()
    checking.gate.set()
    answered()

    assert said[-1] == "3 codes copied as plain codes with dots; the list has 1 error."


def test_an_empty_list_leaves_the_clipboard_as_it_is(panel, clipboard, said, qtbot, desk):
    panel.new_encounter()
    qtbot.waitUntil(lambda: panel.edits.settled and not desk.busy)
    panel.copy_last_format()
    panel.copy_dialog()

    assert clipboard.text() == "what was there before"
    assert said[-1] == "Nothing to copy: there is no code on the list yet."
    assert panel.findChild(CopyListDialog) is None


def in_menu(panel: EncounterPanel, group: str) -> dict[str, QAction]:
    """Return the actions of a group in the menu beside Copy, by their words."""
    menu = next(one.menu() for one in panel.foot.menu.actions() if one.text() == group)
    return {one.text(): one for one in menu.actions()}


def test_a_format_of_the_menu_copies_now_and_is_used_from_now_on(
    panel, clipboard, settings, answered
):
    in_menu(panel, "&Text")[TITLES.title].trigger()
    answered()
    first = clipboard.text()
    clipboard.clear()
    panel.copy_last_format()
    answered()

    assert (
        first == clipboard.text() == "Q02.0  Invented condition Q02.0\nQ03  Invented condition Q03"
    )
    assert settings.text("copy.format") == "titles"
    assert TITLES.title.lower() in panel.foot.copy_button.toolTip()


def test_the_menu_has_every_format_once_under_its_group_and_ticks_the_last_one(panel, settings):
    shown = [
        (menu.text().replace("&", ""), action.text())
        for menu in panel.foot.menu.actions()
        if menu.menu()
        for action in menu.menu().actions()
        if action.isCheckable()
    ]

    assert shown == [
        (one.group.value, one.title) for group in Group for one in FORMATS if one.group is group
    ]
    assert in_menu(panel, "&Text")[PLAIN.title].isChecked()
    assert not in_menu(panel, "&Data")[TSV.title].isChecked()


def test_what_the_dialog_copies_is_its_preview_and_the_choice_is_kept(
    qtbot, panel, clipboard, settings, answered
):
    panel.copy_dialog()
    dialog = panel.findChild(CopyListDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.options.dots.setChecked(False)
    answered()
    previewed = dialog.preview.text.toPlainText()
    shown = dialog.rendered
    qtbot.keyClick(dialog.formats.view, Qt.Key.Key_C, CTRL_SHIFT)

    assert clipboard.text() == previewed == shown.text == "Q020\nQ03"
    assert bytes(clipboard.mimeData().data("text/csv").data()).decode() == shown.csv
    assert clipboard.mimeData().html() == html_document(shown)
    assert choice_of(settings, PLAIN) == chosen(PLAIN, dots=False)


def test_an_enter_before_the_preview_is_there_copies_as_soon_as_it_is(
    qtbot, panel, clipboard, desk, answered
):
    panel.copy_dialog()
    dialog = panel.findChild(CopyListDialog)
    answered()
    held = HeldDesk(desk)
    dialog.options.dots.setChecked(False)
    qtbot.keyClick(dialog.formats.view, Qt.Key.Key_Return)
    assert clipboard.text() == "what was there before"
    held.release()
    answered()

    assert clipboard.text() == "Q020\nQ03"


def test_a_dialog_that_is_left_keeps_what_was_chosen_before(panel, settings, clipboard, answered):
    panel.copy_dialog()
    dialog = panel.findChild(CopyListDialog)
    dialog.options.dots.setChecked(False)
    dialog.reject()
    panel.copy_last_format()
    answered()

    assert clipboard.text() == "Q02.0\nQ03"


def test_a_copy_asked_for_later_overtakes_an_earlier_one(panel, clipboard, said, desk, answered):
    held = HeldDesk(desk)
    panel.copy_last_format()
    panel.copy_as(TSV)
    held.release()
    answered()

    assert clipboard.text().startswith("seq\trole")
    assert [line for line in said if "copied" in line] == [
        "2 codes copied as table (TSV) with dots."
    ]


def test_a_list_the_last_format_can_not_hold_is_not_copied_and_the_pane_says_why(
    panel, clipboard, answered, monkeypatch
):
    monkeypatch.setattr(
        Copying, "write", lambda *_: Written(None, ("It holds 1 code, the list has 2.", "More."))
    )
    panel.copy_last_format()
    answered()

    assert clipboard.text() == "what was there before"
    assert panel.notice.text == (
        "Nothing was copied as Codes: It holds 1 code, the list has 2. "
        "(1 more: see the preview, Ctrl+Alt+C.)"
    )


def test_a_copy_is_taken_off_the_clipboard_after_the_time_chosen_in_the_dialog(
    qtbot, panel, clipboard, said, settings, answered
):
    panel.copy_dialog()
    dialog = panel.findChild(CopyListDialog)
    dialog.clear_after.setCurrentIndex(dialog.clear_after.findData(60))
    answered()
    dialog.accept()

    assert clear_after(settings) == 60
    assert said[-1].endswith("The clipboard is cleared after 1 minute.")
    panel.copying.findChild(ListClipboard).clear()
    assert clipboard.text() == ""
    assert said[-1] == "The clipboard was cleared."


def test_a_list_is_saved_off_the_windows_thread_and_told(qtbot, panel, tmp_path, said):
    with qtbot.waitSignal(panel.message):
        panel.copying.saving.save_to(tmp_path / "visit.txt", Rendered("Q02.0", ""))

    assert (tmp_path / "visit.txt").read_text() == "Q02.0\n"
    assert said == [f"Saved to {tmp_path / 'visit.txt'}."]


def test_a_list_that_cannot_be_saved_says_so_until_it_is_read(qtbot, panel, tmp_path):
    target = tmp_path / "no such folder" / "visit.txt"
    with qtbot.waitSignal(panel.copying.failed):
        panel.copying.saving.save_to(target, Rendered("Q02.0", ""))

    assert str(target) in panel.notice.text


def test_save_as_offers_a_name_every_system_takes_and_saves_what_is_chosen(
    qtbot, panel, tmp_path, desk, settings, answered
):
    panel.edits.rename("Visit 14: knee/hip?")
    qtbot.waitUntil(lambda: panel.edits.settled and not desk.busy)
    panel.save_as()
    answered()
    dialog = panel.window().findChild(QFileDialog)
    (offered,) = dialog.selectedFiles()
    dialog.fileSelected.emit(str(tmp_path / "chosen.txt"))
    dialog.reject()
    qtbot.waitUntil(lambda: not desk.busy)

    assert offered.endswith("Visit 14- knee-hip.txt")
    assert (tmp_path / "chosen.txt").read_text() == "Q02.0\nQ03\n"
    assert settings.text("copy.folder") == str(tmp_path)

"""Copying a list: what lies on the clipboard, the preview, the file, what is kept."""

from __future__ import annotations

import stat
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from support.code_lists import a_code, a_line, a_list
from support.encounter_pane import HeldDesk, InventedChecking

from codebook_app.domain.copying import CopyFormat, Rendered, Separator
from codebook_app.errors import KnownError
from codebook_app.gui.clipboard import clipboard_data, html_document
from codebook_app.gui.copy_choice import CopyChoice, keep_choice, last_choice
from codebook_app.gui.dialogs.copy_list import CopyListDialog
from codebook_app.gui.jobs import Worker
from codebook_app.gui.list_file import write_list
from codebook_app.gui.panels.encounter import EncounterPanel
from codebook_app.services.copying import Copying
from codebook_app.services.encounters import Encounters
from codebook_app.settings import Settings

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
PLAIN, TITLES, TSV = map(Copying().described, ("plain", "titles", "tsv"))
VISIT = a_list(a_line("Q01.11", "Ménière's inkblot"), "Q02.0", "Q03")


@pytest.fixture
def settings(folders):
    return Settings(folders.settings)


@pytest.fixture
def clipboard(qapp):
    made = QGuiApplication.clipboard()
    made.setText("what was there before")
    return made


@pytest.fixture
def make(qtbot, light_theme):
    def built(choice: CopyChoice | None = None, fault_words: str = "") -> CopyListDialog:
        copying = Copying()
        dialog = CopyListDialog(
            VISIT,
            copying.formats(),
            choice or CopyChoice(PLAIN),
            lambda encounter, chosen: copying.render(encounter, chosen.format.name, chosen.options),
            light_theme,
            fault_words=fault_words,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    return built


def choose(dialog: CopyListDialog, format_: CopyFormat) -> None:
    view = dialog.options.formats
    view.setCurrentIndex(view.model().index(Copying().formats().index(format_), 0))


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


# The choice -----------------------------------------------------------------------------------


def test_the_first_copy_is_plain_codes_with_dots(settings):
    choice = last_choice(settings, Copying().formats())

    assert choice == CopyChoice(PLAIN, dots=True, separator=Separator.NEWLINE)


def test_the_last_choice_outlives_a_restart(settings, folders):
    chosen = CopyChoice(PLAIN, dots=False, separator=Separator.COMMA)
    keep_choice(settings, chosen)
    settings.save()

    assert last_choice(Settings(folders.settings), Copying().formats()) == chosen


def test_a_choice_that_no_longer_exists_falls_back_to_the_first(settings):
    settings.put("copy.format", "papyrus")
    settings.put("copy.separator", "daggers")

    assert last_choice(settings, Copying().formats()) == CopyChoice(PLAIN)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (CopyChoice(PLAIN), "3 codes copied as plain codes with dots"),
        (CopyChoice(PLAIN, dots=False), "3 codes copied as plain codes without dots"),
        (
            CopyChoice(PLAIN, separator=Separator.COMMA),
            "3 codes copied as plain codes with dots, separated by commas",
        ),
        (CopyChoice(TITLES), "3 codes copied as codes with titles, with dots"),
        (CopyChoice(TSV, dots=False), "3 codes copied as table (TSV) without dots"),
    ],
)
def test_what_was_copied_is_said_in_words(choice, words):
    assert choice.copied_words(VISIT) == words


def test_one_code_is_one_code():
    assert CopyChoice(PLAIN).copied_words(a_list("Q03")).startswith("1 code copied")


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


def test_the_separator_is_offered_only_where_it_means_something(make):
    dialog = make()
    assert dialog.options.separator.isEnabled()

    choose(dialog, TSV)

    assert not dialog.options.separator.isEnabled()


def test_the_dialog_opens_as_it_was_left(make):
    dialog = make(CopyChoice(TSV, dots=False, separator=Separator.SPACE))

    assert dialog.choice == CopyChoice(TSV, dots=False, separator=Separator.SPACE)
    assert dialog.focusWidget() is dialog.options.formats


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_copies_what_is_previewed(qtbot, make, key):
    dialog = make()
    with qtbot.waitSignal(dialog.copy_asked) as asked:
        qtbot.keyClick(dialog.options.formats, key)

    assert asked.args == [dialog.choice, dialog.rendered]
    assert not dialog.isVisible()


def test_enter_copies_once(qtbot, make):
    dialog = make()
    copies: list = []
    dialog.copy_asked.connect(lambda *copied: copies.append(copied))
    qtbot.keyClick(dialog.options.formats, Qt.Key.Key_Return)

    assert len(copies) == 1


def test_escape_copies_nothing(qtbot, make):
    dialog = make()
    with qtbot.assertNotEmitted(dialog.copy_asked):
        qtbot.keyClick(dialog.options.formats, Qt.Key.Key_Escape)

    assert not dialog.isVisible()


def test_errors_in_the_list_are_said_beside_the_preview_and_hold_nothing_up(make):
    dialog = make(fault_words="Copying is not held up, but the list has 1 error.")

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


@pytest.mark.skipif(sys.platform == "win32", reason="rights are bits on POSIX systems")
def test_a_saved_list_is_the_persons_own_file_like_any_other(tmp_path):
    write_list(tmp_path / "visit.txt", "Q03")

    mode = (tmp_path / "visit.txt").stat().st_mode
    assert mode & stat.S_IRUSR
    assert mode & stat.S_IWUSR


# From the pane --------------------------------------------------------------------------------


@pytest.fixture
def desk(qtbot):
    made = Worker("desk")
    yield made
    made.close(drain=True)


@pytest.fixture
def checking():
    made = InventedChecking()
    yield made
    made.gate.set()


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
def said(panel):
    lines: list[str] = []
    panel.message.connect(lines.append)
    return lines


def test_the_list_is_copied_at_once_and_told(panel, clipboard, said):
    panel.copy_last_format()

    assert clipboard.text() == "Q02.0\nQ03"
    assert "Q02.0" in clipboard.mimeData().html()
    assert said == ["2 codes copied as plain codes with dots."]


def test_errors_among_the_findings_are_told_with_the_copy(qtbot, panel, clipboard, said, desk):
    panel.add(a_code("Q01.11"))
    qtbot.waitUntil(lambda: panel.edits.settled and not desk.busy)
    panel.copy_last_format()

    assert clipboard.text() == "Q02.0\nQ03\nQ01.11"
    assert said[-1] == "3 codes copied as plain codes with dots; the list has 1 error."


def test_codes_still_on_their_way_into_the_list_are_copied_too(qtbot, panel, clipboard, desk):
    held = HeldDesk(desk)
    panel.add(a_code("Q04"))
    panel.copy_last_format()
    held.release()

    qtbot.waitUntil(lambda: clipboard.text() == "Q02.0\nQ03\nQ04")


def test_a_list_whose_checks_have_not_answered_is_not_passed_off_as_clean(
    qtbot, panel, checking, said
):
    checking.gate.clear()
    panel.add(a_code("Q04"))
    qtbot.waitUntil(lambda: panel.edits.settled)
    panel.copy_last_format()
    checking.gate.set()

    assert said[-1].endswith("with dots; the list has not been checked yet.")


def test_an_empty_list_leaves_the_clipboard_as_it_is(panel, clipboard, said, qtbot, desk):
    panel.new_encounter()
    qtbot.waitUntil(lambda: panel.edits.settled and not desk.busy)
    panel.copy_last_format()
    panel.copy_dialog()

    assert clipboard.text() == "what was there before"
    assert said[-1] == "Nothing to copy: there is no code on the list yet."
    assert panel.findChild(CopyListDialog) is None


def test_a_format_of_the_menu_copies_now_and_is_used_from_now_on(panel, clipboard, settings):
    action = next(one for one in panel.foot.menu.actions() if one.text() == TITLES.title)
    action.trigger()
    first = clipboard.text()
    clipboard.clear()
    panel.copy_last_format()

    assert (
        first == clipboard.text() == "Q02.0  Invented condition Q02.0\nQ03  Invented condition Q03"
    )
    assert settings.text("copy.format") == "titles"
    assert TITLES.title.lower() in panel.foot.copy_button.toolTip()


def test_what_the_dialog_copies_is_its_preview_and_the_choice_is_kept(
    qtbot, panel, clipboard, settings
):
    panel.copy_dialog()
    dialog = panel.findChild(CopyListDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.options.dots.setChecked(False)
    previewed = dialog.preview.text.toPlainText()
    qtbot.keyClick(dialog.options.formats, Qt.Key.Key_C, CTRL_SHIFT)

    assert clipboard.text() == previewed == "Q020\nQ03"
    assert settings.flag("copy.dots", True) is False


def test_a_dialog_that_is_left_keeps_what_was_chosen_before(panel, settings, clipboard):
    panel.copy_dialog()
    dialog = panel.findChild(CopyListDialog)
    dialog.options.dots.setChecked(False)
    dialog.reject()
    panel.copy_last_format()

    assert clipboard.text() == "Q02.0\nQ03"


def test_a_list_is_saved_off_the_windows_thread_and_told(qtbot, panel, tmp_path, said):
    with qtbot.waitSignal(panel.message):
        panel.copying.save_to(tmp_path / "visit.txt", Rendered("Q02.0", ""))

    assert (tmp_path / "visit.txt").read_text() == "Q02.0\n"
    assert said == [f"Saved to {tmp_path / 'visit.txt'}."]


def test_a_list_that_cannot_be_saved_says_so_until_it_is_read(qtbot, panel, tmp_path):
    target = tmp_path / "no such folder" / "visit.txt"
    with qtbot.waitSignal(panel.copying.failed):
        panel.copying.save_to(target, Rendered("Q02.0", ""))

    assert str(target) in panel.notice.text


def test_save_as_offers_a_name_every_system_takes_and_saves_what_is_chosen(
    qtbot, panel, tmp_path, desk, settings
):
    panel.edits.rename("Visit 14: knee/hip?")
    qtbot.waitUntil(lambda: panel.edits.settled and not desk.busy)
    panel.save_as()
    dialog = panel.window().findChild(QFileDialog)
    (offered,) = dialog.selectedFiles()
    dialog.fileSelected.emit(str(tmp_path / "chosen.txt"))
    dialog.reject()
    qtbot.waitUntil(lambda: not desk.busy)

    assert offered.endswith("Visit 14- knee-hip.txt")
    assert (tmp_path / "chosen.txt").read_text() == "Q02.0\nQ03\n"
    assert settings.text("copy.folder") == str(tmp_path)

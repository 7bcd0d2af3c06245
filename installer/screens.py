"""Every screen of the window, and how it is reached: what ``pictures.py`` takes pictures of.

Add a screen by adding a line: a name, what it shows, and what a person does to get there. Raise
:class:`stage.NotReached` where the releases at hand lack what it needs. Each begins with an empty
search field, the list of all books, and "Visit 14" in the encounter.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from codebook_app.domain.claim import SERVICES
from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.domain.index_term import IndexBook
from codebook_app.errors import KnownError
from codebook_app.gui.dialogs.copy_list import CopyListDialog
from codebook_app.gui.dialogs.copy_templates import CopyTemplatesDialog
from codebook_app.gui.dialogs.print_page import PrintDialog

if TYPE_CHECKING:
    from stage import Reach, Stage

    from codebook_app.services.encounters import Encounters


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: its *name* for files, *what* it shows, how to *reach* it on a stage.

    *alone* is one of a first start: it has a window of its own, without releases and work. One that
    leaves *marks* on the person's work is the last of its window.
    """

    name: str
    what: str
    reach: Reach
    alone: bool = False
    marks: bool = False


def _window(stage: Stage) -> None:
    stage.type("diabetes type 2 ckd")
    stage.press("Return")


def _typo(stage: Stage) -> None:
    stage.type("htn diabtes code:E")
    stage.press("Down")


def _seventh(stage: Stage) -> None:
    stage.open("icd10cm:S72.002")


def _table(stage: Stage) -> None:
    stage.open_term("Neoplasm, neoplastic", "breast", book=IndexBook.NEOPLASM)


def _first_start(stage: Stage) -> None:
    stage.window.start()
    stage.until(stage.window.strip.isVisible)


def _welcome(stage: Stage) -> None:
    stage.trigger("welcome")
    stage.type("diab type 2 ckd")


def _guidelines(stage: Stage) -> None:
    stage.trigger("guidelines")
    labels = stage.top().findChildren(QLabel)
    stage.until(
        lambda: not any(one.isVisible() and one.text().startswith("Opening") for one in labels)
    )


def _print(stage: Stage) -> None:
    stage.open("icd10cm:E11.22")
    _print_what_is_open(stage)


def _print_what_is_open(stage: Stage) -> None:
    from stage import NotReached

    stage.trigger("print")
    dialog = stage.top()
    if not isinstance(dialog, PrintDialog):
        raise NotReached("no release of it has such a page")
    stage.until(lambda: dialog.proof is not None)
    stage.settle(0.2)


def _own_note(stage: Stage) -> None:
    stage.open("icd10cm:E11.22")
    stage.settle(0.3)  # own notes come after the page


def _notebook(stage: Stage) -> None:
    stage.trigger("notebook")
    stage.settle(0.3)


def _history(stage: Stage) -> None:
    for place in ("icd10cm:S72.0", "icd10cm:E11.22", "icd10cm:I21.4"):
        stage.open(place)
    stage.trigger("history")
    stage.settle(0.3)


def _find_on_page(stage: Stage) -> None:
    stage.open("icd10cm:E11.22")
    stage.trigger("find_on_page")
    QTest.keyClicks(QApplication.focusWidget() or stage.window, "kidney")
    stage.settle(0.3)


def _tabs(stage: Stage) -> None:
    stage.glance_over("S72.002")
    stage.trigger("new_tab")
    stage.glance_over("diab type 2 ckd")
    stage.trigger("new_tab")
    stage.open_term("Fracture, traumatic", "femur")


def _split(stage: Stage) -> None:
    stage.open_term("Diabetes, diabetic", "type 2")
    stage.trigger("split")
    stage.open("icd10cm:E11.22")


def _side_by_side(stage: Stage) -> None:
    stage.open("icd10cm:E11")
    stage.trigger("compare_page")
    stage.settle(0.4)


def _drugs(stage: Stage) -> None:
    stage.open_term("Acetaminophen", book=IndexBook.DRUGS)


def _icf(stage: Stage) -> None:
    stage.need("icf")
    stage.open("icf:b1")


def _external(stage: Stage) -> None:
    stage.open_term("Fall, falling", book=IndexBook.EXTERNAL)


def _print_table(stage: Stage) -> None:
    _table(stage)
    _print_what_is_open(stage)


def _print_procedures(stage: Stage) -> None:
    stage.open("icd10pcs:0SR9")
    _print_what_is_open(stage)


def _by_guidelines(stage: Stage) -> None:
    codes = [("icd10cm", code) for code in ("I10", "I50.9", "N18.30")]
    _take(stage, Setting.OUTPATIENT, *codes)
    cards = stage.window.encounter.findings.cards
    for link in [link for card in cards for link in card.section_links][:1]:
        link.setFocus(Qt.FocusReason.TabFocusReason)


def _empty_encounter(stage: Stage) -> None:
    stage.trigger("new_encounter")


def _take(stage: Stage, setting: Setting, *codes: tuple[str, str]) -> None:
    """Take a list of those of *codes*, each with its code set, in hand that are at hand."""
    found = []
    for code_set, code in codes:
        with suppress(KnownError):
            found.append(stage.program.lookup.listed(code, code_set=code_set, on=stage.on))
    day = stage.on or date.today()

    def make(encounters: Encounters) -> Encounter:
        now = encounters.create("Visit 15", setting, day)
        now = encounters.set_patient(now, birth_date=day.replace(year=day.year - 67), sex="F")
        now = encounters.add_many(now, found)
        services = [line for line in now.lines if line.code_set in SERVICES]
        for line in services[:1]:
            now = encounters.set_line(
                now, line.id, modifiers=("25",), units=1, pointers=("A", "B"), charge=Decimal(150)
            )
        if setting is not Setting.INPATIENT:
            return now
        first = now.lines[0]
        now = encounters.set_stay(now, admitted_on=day - timedelta(days=6), discharge_status="03")
        return encounters.set_line(now, first.id, poa="Y")

    stage.window.encounter.edits.take(make)
    stage.settle()


_DIAGNOSES = tuple(
    ("icd10cm", code)
    for code in (
        *("S72.002A", "E11.22", "N18.30", "I50.33", "J96.01", "D62", "E87.1", "Z79.4", "I10"),
        *("W01.0XXA", "Y92.009"),
    )
)
_PROCEDURES = tuple(("icd10pcs", code) for code in ("0SRB0JZ", "30233N1", "0BH17EZ", "0SR9019"))
_SERVICES = tuple(("hcpcs", code) for code in ("G0439", "G0008", "J1815", "E0601"))


def _inpatient(stage: Stage) -> None:
    _take(stage, Setting.INPATIENT, *_DIAGNOSES, *_PROCEDURES)
    stage.trigger("stay_fields")
    stage.trigger("line_fields")


def _stay_list(stage: Stage) -> None:
    _take(stage, Setting.INPATIENT, *_DIAGNOSES, *_PROCEDURES)


def _outpatient(stage: Stage) -> None:
    _take(stage, Setting.OUTPATIENT, *_DIAGNOSES[1:5], *_SERVICES)
    stage.trigger("make_reason")
    _last_line(stage)


def _professional(stage: Stage) -> None:
    _take(stage, Setting.PROFESSIONAL, *_DIAGNOSES[1:7], *_SERVICES)
    _last_line(stage)


def _last_line(stage: Stage) -> None:
    view = stage.window.encounter.list
    view.make_current(view.model().rowCount() - 1)
    stage.trigger("line_fields")


def _list_import(stage: Stage) -> None:
    QApplication.clipboard().setText(
        "Principal: I21.09 Y\nAdmitting: R07.9\nE11.22 Type 2 diabetes with CKD (N18.3)\n"
        "E11\nI1O hypertension, MRN 12345\nG0439-25 x1 $150.00\nE11.22"
    )
    stage.trigger("import_list")
    stage.settle(0.8)


def _shelf(stage: Stage) -> None:
    """Put a template with a star and a list with a deleted code on the shelf."""

    def fill(encounters: Encounters) -> Encounter:
        now = encounters.create("Visit 16", Setting.OUTPATIENT, date(2026, 11, 3))
        deleted = EncounterLine("", "icd10cm", "FY2026-04", "D69.1", "A code until October 2026")
        now = encounters.add_lines(now, [deleted])
        template = encounters.keep_as_template(now, "Diabetic check-up")
        encounters.set_favourite(template, True)
        return now

    stage.window.encounter.edits.take(fill)
    stage.settle()


def _templates(stage: Stage) -> None:
    _shelf(stage)
    stage.trigger("new_from_template")
    stage.settle(0.3)


def _audit(stage: Stage) -> None:
    _shelf(stage)
    stage.trigger("audit")
    stage.settle(0.3)


def _print_summary(stage: Stage) -> None:
    _take(stage, Setting.INPATIENT, *_DIAGNOSES, *_PROCEDURES)
    stage.trigger("print_summary")
    dialog = stage.top()
    stage.until(lambda: isinstance(dialog, PrintDialog) and dialog.proof is not None)
    stage.settle(0.2)


def _grouping(stage: Stage) -> None:
    _stay_list(stage)
    stage.trigger("grouping")
    stage.settle(0.5)


def _compared(stage: Stage) -> None:
    stage.trigger("compare_releases")


def _copy(stage: Stage) -> CopyListDialog:
    stage.trigger("copy_dialog")
    stage.until(lambda: isinstance(stage.top(), CopyListDialog))
    dialog = cast("CopyListDialog", stage.top())
    stage.until(lambda: dialog.rendered is not None)
    return dialog


def _copy_claim(stage: Stage) -> None:
    dialog = _copy(stage)
    dialog.formats.choose("837p")
    stage.settle(0.4)


def _copy_templates(stage: Stage) -> None:
    stage.window.encounter.copy_templates()
    stage.until(lambda: isinstance(stage.top(), CopyTemplatesDialog))
    stage.settle(0.3)


SCREENS = (
    Screen("first-start", "the first start, nothing installed yet", _first_start, alone=True),
    Screen("window", "hits, a page and a code list", _window),
    Screen("welcome", "the welcome, a step done", _welcome, marks=True),
    Screen("contents", "all there is to open", lambda stage: stage.trigger("contents")),
    Screen("no-hits", "words that are nowhere", lambda stage: stage.type("zzqxv qqvvk")),
    Screen("reading", "a query read as something else", _typo),
    Screen("code-search", "the first part of a code", lambda stage: stage.type("s72.0")),
    Screen("section", "a page with inherited notes", lambda stage: stage.open("icd10cm:S72.0")),
    Screen("category", "a category", lambda stage: stage.open("icd10cm:E11.22")),
    Screen("seventh", "seventh characters", _seventh),
    Screen("chapter", "a chapter", lambda stage: stage.open("icd10cm:4")),
    Screen("index", "a main term", lambda stage: stage.open_term("Fracture, traumatic", "femur")),
    Screen("neoplasm", "the neoplasm table", _table),
    Screen("drugs", "the table of drugs", _drugs),
    Screen("external", "a term of the external causes", _external),
    Screen("pcs", "a procedure being built", lambda stage: stage.open("icd10pcs:0SR")),
    Screen("pcs-built", "a procedure built", lambda stage: stage.open("icd10pcs:0SR9019")),
    Screen("hcpcs", "a page of HCPCS", lambda stage: stage.open("hcpcs:E0601")),
    Screen("msdrg", "a page of MS-DRG", lambda stage: stage.open("msdrg:481")),
    Screen("icf", "a page of ICF", _icf),
    Screen("own-note", "a page with a note of one's own", _own_note),
    Screen("find", "words found on the page", _find_on_page),
    Screen("tabs", "three books in tabs", _tabs, marks=True),
    Screen("split", "two columns", _split, marks=True),
    Screen("compared", "a page in two releases", _side_by_side),
    Screen("notebook", "the notebook", _notebook, marks=True),
    Screen("history", "what was opened", _history),
    Screen("encounter-empty", "a new encounter", _empty_encounter, marks=True),
    Screen("encounter-stay", "the code list of a stay", _stay_list, marks=True),
    Screen("encounter-inpatient", "a stay: patient, POA, procedures", _inpatient, marks=True),
    Screen("encounter-outpatient", "a visit to a facility", _outpatient, marks=True),
    Screen("encounter-professional", "a professional's services", _professional, marks=True),
    Screen("encounter-guidelines", "findings by the guidelines", _by_guidelines),
    Screen("encounter-open", "the encounters to open", lambda s: s.trigger("open_encounter")),
    Screen("list-import", "a list being imported", _list_import),
    Screen("grouping", "the group of a stay in detail", _grouping, marks=True),
    Screen("templates", "the templates to begin from", _templates, marks=True),
    Screen("encounter-log", "what was done to a list", lambda s: s.trigger("encounter_log")),
    Screen("audit", "lists with codes that were deleted", _audit, marks=True),
    Screen("print-summary", "the coding summary, to be printed", _print_summary, marks=True),
    Screen("copy", "the copy dialog", _copy),
    Screen("copy-claim", "the copy dialog, a claim format", _copy_claim),
    Screen("copy-templates", "copy formats of one's own", _copy_templates),
    Screen("print", "the print dialog", _print),
    Screen("print-table", "the print dialog on a table", _print_table),
    Screen("print-procedures", "the print dialog on a table of procedures", _print_procedures),
    Screen("releases", "what is installed", lambda stage: stage.trigger("releases")),
    Screen("catalogue", "what can be fetched", lambda stage: stage.trigger("get_releases")),
    Screen("changes", "two releases compared", _compared),
    Screen("guidelines", "the guidelines", _guidelines),
    Screen("keys", "the sheet of keys", lambda stage: stage.trigger("keys")),
    Screen("help", "a help page", lambda stage: stage.trigger("help_start")),
    Screen("about", "about Codebook", lambda stage: stage.trigger("about")),
)

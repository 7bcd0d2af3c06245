"""The coding summary on paper: all of the encounter is on it, and reads back from the PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pypdfium2
import pytest
from support.code_lists import a_line, a_list
from support.invented_window import InventedReleases

from codebook_app.codesets.registry import all_code_sets
from codebook_app.domain.claim import Claim
from codebook_app.domain.coding_summary import CodingSummary, UsedRelease
from codebook_app.domain.encounter import Override, Role, Setting
from codebook_app.domain.finding import CheckReport, Finding, NotChecked, Severity
from codebook_app.domain.grouping import Drg, Grouped, GroupedCode
from codebook_app.gui.dialogs.print_page import PrintDialog
from codebook_app.gui.printing.encounter_sheet import encounter_sheet, printable_summary
from codebook_app.gui.printing.inks import inks
from codebook_app.gui.printing.paper import pdf
from codebook_app.gui.printing.paper_sizes import LETTER
from codebook_app.gui.printing.sheet import NEW_LINE, plain
from codebook_app.gui.printing.summary_file import save_summary
from codebook_app.gui.printing.typesetting import Typeset
from codebook_app.services.coding_summaries import CodingSummaries
from codebook_app.settings import Settings

ON, PRINTED = date(2099, 3, 4), date(2099, 3, 9)
WIDTH = LETTER.text_width
GROUPED = Grouped(
    Drg("481", "Sample hip with CC", 2.0812, 3.9, 4.6),
    mdc="08",
    mdc_title="Sample bones",
    kind="surgical",
    codes=(GroupedCode("b", "Q02.0", "icd10cm", "CC", counts=True),),
    grouper="MS-DRG v99 (sample)",
    caution="Not the payer's own.",
)
PAIR = Finding(
    "excludes1",
    Severity.WARNING,
    ("Q01.11", "Q02.0"),
    "Q01.11 with Q02.0 is kept apart.",
    "Excludes1 at Q01, FY2099.",
    "Keep one.",
)
MISSING = Finding("poa", Severity.ERROR, ("Q03",), "Q03 has no POA.", "UB-04 FL67.", "Enter it.")


class Shelf(InventedReleases):
    """The invented release among the code sets there are."""

    code_sets = all_code_sets()


def stay(*more):
    lines = (
        replace(a_line("Q01.11", "Inkblot of right thumb"), poa="Y"),
        replace(a_line("Q02.0", "Paper cut"), poa="N"),
        a_line("Q03", "Personal history of ink"),
        a_line("W01", "Fall on paper"),
        replace(a_line("R52", "Pain"), role=Role.ADMITTING),
        *more,
    )
    return replace(
        a_list(*lines, on=ON),
        setting=Setting.INPATIENT,
        admitted_on=date(2099, 3, 1),
        age=78,
        sex="F",
        discharge_status="03",
    )


def words(encounter, **parts):
    claim = Claim.of(encounter, **parts)
    used = (UsedRelease("ICD-10-CM FY2099", "in force 2098-10-01 to 2099-09-30", 5),)
    return plain(encounter_sheet(CodingSummary(claim, used), PRINTED, WIDTH).blocks)


def pages(sheet, theme):
    """Return the text of each page of the PDF that *sheet* becomes."""
    made = pdf(Typeset(sheet, LETTER, inks(theme)), LETTER, sheet.title)
    document = pypdfium2.PdfDocument(made)
    texts = []
    for page in document:
        read = page.get_textpage()
        texts.append(read.get_text_bounded())
        read.close()
        page.close()
    document.close()
    return texts


def test_a_stay_is_told_with_its_dates_and_each_diagnosis_with_role_and_poa():
    told = words(stay(), exempt=frozenset({"Q03"})).splitlines()

    assert told[0] == "Visit 14"
    assert told[1] == (
        "Inpatient encounter · admitted 2099-03-01 · discharged 2099-03-04 · discharge status 03 ·"
        " age 78 · female"
    )
    assert "A  Q01.11  Inkblot of right thumb  Principal  Y" in told
    assert "B  Q02.0  Paper cut  Secondary  N" in told
    assert "C  Q03  Personal history of ink  Secondary  exempt" in told
    assert "D  W01  Fall on paper  External cause  –" in told
    assert "R52  Pain  Admitting" in told  # beside the listed ones, without a letter


def test_procedures_are_told_with_their_dates():
    procedure = replace(
        a_line("0SR9019", "Sample replacement", code_set="icd10pcs"),
        performed_on=date(2099, 3, 2),
    )

    assert "1  0SR9019  Sample replacement  2099-03-02" in words(stay(procedure)).splitlines()


def test_services_are_told_with_all_that_was_entered_and_no_column_for_what_was_not():
    service = replace(
        a_line("99213", "Sample service 1", code_set="cpt"),
        units=2,
        modifiers=("25", "GT"),
        pointers=("A", "C"),
        charge=Decimal("1250.5"),
    )
    visit = replace(a_list("Q01.11", service, on=ON), setting=Setting.PROFESSIONAL)

    told = words(visit).splitlines()

    assert "Code  Modifiers  Service  Units  Dx  Charge" in told
    assert "1  99213  25 GT  Sample service 1  2  AC  1,250.50" in told
    assert "A  Q01.11  Invented condition Q01.11  First-listed" in told
    assert "MS-DRG" not in "\n".join(told)


def test_the_charges_are_summed_where_each_is_known():
    services = [
        replace(a_line("99213", "Sample service 1", code_set="cpt"), charge=Decimal(charge))
        for charge in ("1250.5", "9999999.99")
    ]
    visit = replace(a_list("Q01.11", *services, on=ON), setting=Setting.PROFESSIONAL)
    unknown = replace(visit, lines=(*visit.lines, a_line("99214", "Other", code_set="cpt")))

    assert "Total  10,001,250.49" in words(visit).splitlines()
    assert "Total" not in words(unknown)


def test_the_lines_of_a_finding_stand_below_each_other():
    listing = replace(MISSING, text="More is asked for.\n• Q01.11: this\n• Q02.0: that")

    told = words(stay(), report=CheckReport((listing,), ()))

    assert f"More is asked for.{NEW_LINE}• Q01.11: this{NEW_LINE}• Q02.0: that" in told


def test_dates_charges_and_words_of_a_column_are_not_broken(light_theme):
    service = replace(
        a_line("99213", "Sample service 1", code_set="cpt"),
        performed_on=ON,
        charge=Decimal("9999999.99"),
        units=99999,
        pointers=("A", "B", "C", "D"),
        revenue_code="0450",
    )
    encounter = stay(service)
    claim = Claim.of(encounter, exempt=frozenset({"Q03"}))

    (text,) = pages(encounter_sheet(CodingSummary(claim), PRINTED, WIDTH), light_theme)

    for whole in ("2099-03-04", "9,999,999.99", "99999", "ABCD", "Revenue", "exempt"):
        assert whole in text


def test_a_summary_is_saved_without_a_window(light_theme, tmp_path):
    file = tmp_path / "summary.pdf"

    assert save_summary(CodingSummary(Claim.of(stay())), file, "A4") == 1

    document = pypdfium2.PdfDocument(file)
    assert [round(side) for side in document.get_page_size(0)] == [595, 842]
    document.close()


def test_findings_are_told_with_source_and_action_and_what_was_set_aside_with_its_reason():
    made = datetime(2099, 3, 5, 12, tzinfo=UTC)
    overrides = (
        Override("excludes1", ("Q02.0", "Q01.11"), "Unrelated, other hand.", made),
        Override("excludes1", ("Q05", "Q06"), "Long ago.", made),
    )
    report = CheckReport(
        (MISSING, replace(PAIR, override_reason="Unrelated, other hand.")),
        (NotChecked("age", "No age is given."),),
    )

    told = words(replace(stay(), overrides=overrides), report=report)

    assert "Error  Q03 has no POA. Enter it.\nUB-04 FL67." in told
    assert (
        "Set aside  Q01.11 with Q02.0 is kept apart.\nBecause: Unrelated, other hand. (2099" in told
    )
    assert "Keep one." not in told  # it was decided otherwise
    assert "Set aside before  Q05 and Q06. Long ago. (2099-03-05; not found now)" in told
    assert "Not checked  Age. No age is given." in told


def test_a_list_without_findings_says_so_as_far_as_it_was_checked():
    nothing = words(stay(), report=CheckReport((), ()))
    unchecked = words(stay(), report=CheckReport((), (NotChecked("age", "No age."),)))

    assert "Nothing was found." in nothing
    assert "Nothing was found by the rules that could be checked." in unchecked


def test_the_group_is_told_with_weight_stay_version_and_caution():
    told = words(stay(), grouped=GROUPED)

    assert "481  Sample hip with CC" in told
    assert (
        "relative weight 2.0812 · geometric mean stay 3.9 days · arithmetic mean 4.6 days" in told
    )
    assert "MDC 08 Sample bones · surgical" in told
    assert "Q02.0 CC (decides the severity)" in told
    assert "MS-DRG v99 (sample) · Not the payer's own." in told


def test_a_stay_that_is_not_grouped_says_why():
    assert "Not grouped." in words(stay())
    problem = replace(GROUPED, drg=None, problem="No principal diagnosis: add one.")
    assert "No principal diagnosis: add one." in words(stay(), grouped=problem)


def test_the_releases_used_are_told_with_their_dates():
    used = (
        UsedRelease("ICD-10-CM FY2099", "in force 2098-10-01 to 2099-09-30", 1),
        UsedRelease("HCPCS 2098-10", "in force 2098-10-01 to 2098-12-31", 2, "Not in force then."),
    )
    sheet = encounter_sheet(CodingSummary(Claim.of(stay()), used), PRINTED, WIDTH)

    told = plain(sheet.blocks)
    assert "ICD-10-CM FY2099: in force 2098-10-01 to 2099-09-30, 1 code." in told
    assert "HCPCS 2098-10: in force 2098-10-01 to 2098-12-31, 2 codes. Not in force then." in told
    assert sheet.release_words == "ICD-10-CM FY2099 · HCPCS 2098-10"


def test_twenty_five_codes_with_their_group_fit_on_one_page(light_theme):
    codes = tuple(replace(a_line(f"Q{at}.1", "Inkblot of a part"), poa="Y") for at in range(10, 35))
    encounter = replace(a_list(*codes, on=ON), setting=Setting.INPATIENT)
    claim = Claim.of(encounter, grouped=GROUPED, report=CheckReport((MISSING,), ()))
    used = (UsedRelease("ICD-10-CM FY2099", "in force 2098-10-01 to 2099-09-30", 25),)

    (text,) = pages(encounter_sheet(CodingSummary(claim, used), PRINTED, WIDTH), light_theme)

    places = [text.find(line.code) for line in codes]
    assert -1 not in places
    assert places == sorted(places)
    assert "printed 2099-03-09 · page 1 of 1" in text


def test_a_long_list_breaks_with_its_own_headings_on_every_page(light_theme):
    diagnoses = [a_line(f"Q{at}.1", f"Inkblot {at}", line_id=f"d{at}") for at in range(10, 60)]
    procedures = [
        a_line(f"0SR90{at}", "Sample replacement", line_id=f"p{at}", code_set="icd10pcs")
        for at in range(10, 60)
    ]
    encounter = replace(a_list(*diagnoses, *procedures, on=ON), setting=Setting.INPATIENT)
    sheet = encounter_sheet(CodingSummary(Claim.of(encounter)), PRINTED, WIDTH)

    texts = pages(sheet, light_theme)

    assert len(texts) == 3
    for number, text in enumerate(texts, start=1):
        assert "Visit 14" in text
        assert f"page {number} of 3" in text
    assert "POA" in texts[1]
    assert "Q59.1" in texts[1]
    assert "Procedures" not in texts[2]  # the part's title is not repeated, its headings are
    assert "Code Procedure Performed" in texts[2]
    assert "POA" not in texts[2]
    whole = "".join(texts)
    places = [whole.find(line.code) for line in (*diagnoses, *procedures)]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("release", "words_of_it", "caution"),
    [
        ("FY2099", "ICD-10-CM FY2099 (invented)", ""),
        ("FY1999", "ICD-10-CM FY1999", "Not installed any more."),
        ("", "ICD-10-CM, no release", "Found in no installed release when they were added."),
    ],
)
def test_what_was_used_is_named_although_it_is_gone(release, words_of_it, caution):
    encounter = a_list(replace(a_line("Q01.11"), release=release), on=ON)

    summary = CodingSummaries(Shelf(), lambda _: CheckReport((), ())).of(encounter)

    (used,) = summary.releases
    assert (used.title, used.caution, used.lines) == (words_of_it, caution, 1)


def test_only_a_stay_is_grouped():
    asked = []

    summaries = CodingSummaries(
        Shelf(), lambda _: CheckReport((), ()), lambda one: asked.append(one) or GROUPED
    )

    assert summaries.of(stay()).claim.grouped is GROUPED
    assert summaries.of(a_list("Q01.11", on=ON)).claim.grouped is None
    assert len(asked) == 1


def test_the_dialog_previews_and_saves_the_summary(qtbot, light_theme, tmp_path):
    class Summaries:
        def of(self, encounter):
            return CodingSummary(Claim.of(encounter, grouped=GROUPED))

    offered = printable_summary(stay(), Summaries())
    settings = Settings(tmp_path / "settings.toml")
    dialog = PrintDialog((offered,), light_theme, settings, to_file=True, today=lambda: PRINTED)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.proof is not None)
    assert dialog.choices.chosen.name == "Coding summary: Visit 14"
    assert dialog.choices.inherited.isHidden()

    with qtbot.waitSignal(dialog.said) as said:
        dialog.save_to(tmp_path / "summary.pdf")

    assert said.args == [f"Saved as {tmp_path / 'summary.pdf'}."]
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF")

"""The shelf: copies, templates, favourites, the archive, and finding by date."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from support.code_lists import a_code, a_line, a_list, codes_of
from support.kept_visit import encounters, user_db, visit

from codebook_app.domain.encounter import EncounterLine, Kind, Role, Setting
from codebook_app.errors import KnownError
from codebook_app.services.encounters import MOST_LINES, Encounters

__all__ = ["encounters", "user_db", "visit"]


@pytest.fixture(scope="module")
def prepared(empty_user_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stay with everything that can be entered."""
    file = Path(shutil.copy(empty_user_db, tmp_path_factory.mktemp("prepared") / "user.db"))
    encounters = Encounters(file)
    made = encounters.create("Diabetic check-up of Tuesday", Setting.OUTPATIENT, date(2026, 4, 1))
    made = encounters.set_patient(made, age=64, sex="F", birth_date=date(1961, 5, 6))
    made = encounters.set_stay(made, admitted_on=date(2026, 3, 30), discharge_status="01")
    made = encounters.add_many(
        made, [a_code("E11.22"), a_code("N18.30"), replace(a_code("99213"), code_set="cpt")]
    )
    made = encounters.set_line(made, made.lines[0].id, poa="Y", role=Role.REASON_FOR_VISIT)
    made = encounters.set_line(
        made,
        made.lines[2].id,
        performed_on=date(2026, 4, 1),
        modifiers=("25",),
        pointers=("A",),
        units=2,
        charge=Decimal("125.00"),
        revenue_code="0450",
    )
    encounters.override(made, "excludes1", ("E11.22", "N18.30"), "Unrelated")
    encounters.close()
    return file


def unnamed(lines: tuple[EncounterLine, ...]) -> tuple[EncounterLine, ...]:
    return tuple(replace(line, id="") for line in lines)


def labels(encounters: Encounters, text: str = "", **asked: object) -> list[str]:
    return sorted(one.label for one in encounters.found(text, **asked))


def test_a_copy_has_everything_but_the_past(encounters, visit):
    copy = encounters.duplicate(encounters.set_favourite(visit, True))

    assert copy.label == "Diabetic check-up of Tuesday (copy)"
    assert unnamed(copy.lines) == unnamed(visit.lines)
    assert not {line.id for line in copy.lines} & {line.id for line in visit.lines}
    assert copy.overrides == visit.overrides
    assert (copy.age, copy.birth_date, copy.admitted_on) == (
        64,
        date(1961, 5, 6),
        date(2026, 3, 30),
    )
    assert (copy.undo_word, copy.favourite, copy.id == visit.id) == ("", False, False)
    assert encounters.duplicate(visit, "Another").label == "Another"
    assert len(encounters.duplicate(encounters.create("x" * 200)).label) == 200


def test_a_template_has_the_codes_and_nothing_of_the_patient(encounters, visit):
    template = encounters.keep_as_template(visit, "Diabetic check-up")

    assert (template.kind, template.label) == (Kind.TEMPLATE, "Diabetic check-up")
    assert (template.date_of_service, template.admitted_on) == (None, None)
    assert (template.age, template.birth_date, template.sex) == (None, None, "")
    assert (template.discharge_status, template.overrides) == ("", ())
    reason, chronic, service = template.lines
    assert (reason.role, reason.poa, chronic.code) == (Role.REASON_FOR_VISIT, "", "N18.30")
    assert (service.performed_on, service.units, service.charge) == (None, 2, Decimal("125.00"))
    assert (service.modifiers, service.pointers, service.revenue_code) == (("25",), ("A",), "0450")
    assert encounters.open(visit.id) == visit
    with pytest.raises(KnownError, match="needs a label"):
        encounters.keep_as_template(visit, "  ")


def test_a_template_of_a_stay_keeps_that_its_hospital_reports_no_poa(encounters, visit):
    stay = encounters.set_stay(visit, poa_exempt_hospital=True)

    template = encounters.keep_as_template(stay, "Hip")

    assert template.poa_exempt_hospital
    assert encounters.begin_from(template).poa_exempt_hospital
    assert not encounters.set_stay(template, poa_exempt_hospital=False).poa_exempt_hospital


def test_an_encounter_begins_from_a_template(encounters, visit):
    template = encounters.keep_as_template(visit, "Diabetic check-up")
    begun = encounters.begin_from(template, date(2026, 5, 1))

    assert (begun.kind, begun.label) == (Kind.ENCOUNTER, "Diabetic check-up")
    assert (begun.date_of_service, begun.setting) == (date(2026, 5, 1), Setting.OUTPATIENT)
    assert unnamed(begun.lines) == unnamed(template.lines)
    assert begun.undo_word == ""
    (entry,) = encounters.log(begun.id).entries
    assert entry.word == f"begin from “Diabetic check-up” ({template.id})"
    assert encounters.begin_from(template, label="Visit 15").label == "Visit 15"


def test_a_template_takes_edits_but_no_patient_and_no_dates(encounters, visit):
    template = encounters.keep_as_template(visit, "Diabetic check-up")
    template = encounters.add(template, a_code("Z79.4"))
    template = encounters.set_patient(template, age=None)
    template = encounters.set_date_of_service(template, None)

    for edit in (
        lambda: encounters.set_patient(template, age=64),
        lambda: encounters.set_stay(template, admitted_on=date(2026, 4, 1)),
        lambda: encounters.set_date_of_service(template, date(2026, 4, 1)),
        lambda: encounters.set_line(template, template.lines[0].id, poa="Y"),
        lambda: encounters.set_line(template, template.lines[2].id, performed_on=date(2026, 4, 1)),
        lambda: encounters.create("A", Setting.INPATIENT, date(2026, 4, 1), Kind.TEMPLATE),
    ):
        with pytest.raises(KnownError, match="A template has no patient and no dates"):
            edit()
    assert encounters.open(template.id) == template


def test_templates_are_listed_apart_and_are_never_the_latest(encounters, visit):
    encounters.keep_as_template(visit, "Diabetic check-up")
    encounters.create(kind=Kind.TEMPLATE)

    assert labels(encounters, kind=Kind.TEMPLATE) == ["Diabetic check-up", "Template 2"]
    assert labels(encounters, kind=Kind.ENCOUNTER) == [visit.label]
    assert len(labels(encounters)) == 3
    assert encounters.latest() == visit


def test_favourites_are_listed_alone_when_asked_for(encounters, visit):
    other = encounters.create("Other")
    visit = encounters.set_favourite(visit, True)

    assert encounters.open(visit.id).favourite
    assert labels(encounters, favourites=True) == [visit.label]
    assert [one.favourite for one in encounters.found()] == [False, True]
    assert encounters.latest() == other
    assert visit.undo_word == "override E11.22 with N18.30"
    visit = encounters.set_favourite(visit, False)
    assert labels(encounters, favourites=True) == []


def test_what_is_archived_is_found_among_the_archived_only(encounters, visit):
    visit = encounters.archive(visit)

    assert visit.archived_at is not None
    assert encounters.archive(visit) == visit
    assert labels(encounters) == []
    assert encounters.latest() is None
    assert labels(encounters, "e11", archived=True) == [visit.label]
    assert [one.archived for one in encounters.found(archived=True)] == [True]
    assert encounters.open(visit.id) == visit
    assert encounters.add(visit, a_code("I10")).archived_at == visit.archived_at

    back = encounters.unarchive(encounters.open(visit.id))
    assert back.archived_at is None
    assert labels(encounters) == [visit.label]
    assert labels(encounters, archived=True) == []


def test_a_deleted_one_that_was_archived_comes_back_archived(encounters, visit):
    visit = encounters.archive(visit)
    encounters.delete(visit)

    assert labels(encounters, archived=True) == []
    assert [one.id for one in encounters.deleted()] == [visit.id]
    assert encounters.restore(visit.id).archived_at == visit.archived_at


@pytest.mark.parametrize(
    "on",
    [
        date(2026, 3, 30),
        date(2026, 3, 31),
        date(2026, 4, 1),
        (date(2026, 4, 1), date(2026, 12, 31)),
        (date(2026, 1, 1), date(2026, 3, 30)),
        (date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_stay_is_found_by_any_of_its_days(encounters, visit, on):
    assert labels(encounters, on=on) == [visit.label]


@pytest.mark.parametrize(
    "on", [date(2026, 3, 29), date(2026, 4, 2), (date(2025, 1, 1), date(2026, 3, 29))]
)
def test_a_stay_is_not_found_by_other_days(encounters, visit, on):
    encounters.create("without a date")

    assert labels(encounters, on=on) == []


@pytest.mark.parametrize(
    "text", ["2026-04-01", "4/1/2026", "3/31/2026", "2026-03 e11", "n18 4/2026"]
)
def test_a_date_among_the_words_finds_by_date(encounters, visit, text):
    encounters.create("E11 of another day", date_of_service=date(2026, 5, 1))

    assert labels(encounters, text) == [visit.label]


def test_a_word_that_looks_like_a_date_is_found_in_labels_too(encounters):
    encounters.create("Seen 2026-07-01")

    assert labels(encounters, "2026-07-01") == ["Seen 2026-07-01"]
    assert labels(encounters, "2026-07-02") == []


def test_an_encounter_of_a_file_is_taken_in_whole(encounters):
    service = replace(a_line("99213", code_set="cpt", line_id="P1"), pointers=("A",))
    read = replace(a_list("E11.22", service, on=date(2026, 4, 1)), age=64)
    kept = encounters.take_in(read)

    assert (kept.label, kept.age, codes_of(kept)) == ("Visit 14", 64, ["E11.22", "99213"])
    assert kept.id != read.id
    assert encounters.open(kept.id) == kept
    assert encounters.take_in(read, "Visit 15").label == "Visit 15"
    assert encounters.take_in(replace(read, label="")).label == "Encounter 4"


def test_more_lines_than_an_encounter_holds_are_not_taken_in(encounters):
    read = a_list(*(a_line("I10", line_id=str(at)) for at in range(MOST_LINES + 1)))

    with pytest.raises(KnownError, match=f"{MOST_LINES} lines at most"):
        encounters.take_in(read)
    assert len(encounters.found()) == 1


def test_an_encounter_is_named_by_its_id_its_beginning_or_its_label(encounters, visit):
    other = encounters.create("Other")

    assert encounters.named(visit.id).id == visit.id
    assert encounters.named(visit.id[:5].upper()).id == visit.id
    assert encounters.named(" diabetic  CHECK-UP of tuesday ").id == visit.id
    encounters.delete(encounters.archive(other))
    assert encounters.named("other").id == other.id
    for text in ("", visit.id[:3], "Diabetic"):
        with pytest.raises(KnownError, match="No encounter is called"):
            encounters.named(text)
    encounters.create("Other")
    with pytest.raises(KnownError, match=f"2 encounters are called “other”.*{other.id[:8]}"):
        encounters.named("other")

"""What a note states of its visit, against an encounter that knows some of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from support.code_lists import a_list
from support.list_reading import invented_import

from codebook_app.domain.encounter import Kind
from codebook_app.services.list_told import fields_lacking, stated_said

NOTE = "Admit date: 06/01/2025\nDischarge date: 06/11/2025\n66 y/o F\nDischarged to SNF\nE11.22\n"


def stated():
    return invented_import().read_text(NOTE).stated


def test_only_what_the_encounter_lacks_is_set_and_the_rest_is_told():
    now = replace(a_list(), sex="M", birth_date=date(1959, 3, 2), date_of_service=None)

    assert fields_lacking(now, stated()) == {
        "admitted_on": date(2025, 6, 1),
        "date_of_service": date(2025, 6, 11),
        "discharge_status": "03",
    }
    assert stated_said(now, stated()) == (
        "Admitted 2025-06-01 · discharged 2025-06-11 · discharge status skilled nursing facility"
        " (03). The encounter keeps M; the text says F."
    )


def test_a_template_takes_nothing_of_a_patient():
    now = replace(a_list(), kind=Kind.TEMPLATE)

    assert fields_lacking(now, stated()) == {}
    assert stated_said(now, stated()) == ""


def test_a_table_or_a_list_states_nothing():
    assert invented_import().read_text("E11.22, I10").stated is None

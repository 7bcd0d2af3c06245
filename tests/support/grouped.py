"""Invented groupings, as the window is given them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.domain.finding import NotChecked
from codebook_app.domain.grouping import (
    Category,
    Drg,
    EditorEdit,
    Grouped,
    GroupedCode,
    Without,
)

WITH_CC = Drg("902", "Sample procedure with CC", 2.0945, 4.3, 4.8)
BARE = Drg("903", "Sample procedure without CC/MCC", 1.5)
STAY = Encounter(
    "e1",
    "Stay 14",
    Setting.INPATIENT,
    date(2026, 5, 1),
    (
        EncounterLine("1", "icd10cm", "FY2099", "Q01.11", "Invented condition"),
        EncounterLine("2", "icd10cm", "FY2099", "Q02.0", "Other <condition>"),
        EncounterLine("3", "icd10cm", "FY2099", "Q03.0", "Third condition"),
        EncounterLine("4", "icd10pcs", "FY2099", "0QS", "Invented procedure"),
    ),
    (),
    0,
    datetime(2026, 5, 2, tzinfo=UTC),
    datetime(2026, 5, 2, tzinfo=UTC),
)
GROUPED = Grouped(
    WITH_CC,
    mdc="08",
    mdc_title="Sample system",
    kind="surgical",
    severity="CC",
    initial=Drg("901", "Sample procedure with MCC", 3.0),
    codes=(
        GroupedCode("1", "Q01.11", "icd10cm", decides=True),
        GroupedCode(
            "2",
            "Q02.0",
            "icd10cm",
            cc="CC",
            counts=True,
            categories=(Category("V28", "37", "Sample HCC", 2027),),
        ),
        GroupedCode(
            "3",
            "Q03.0",
            "icd10cm",
            cc="MCC",
            excluded=True,
            why_not="Acquired in the hospital (HAC 04), it does not count as MCC.",
            poa_effect="POA N: HAC 04.",
        ),
        GroupedCode("4", "0QS", "icd10pcs", or_procedure=True, decides=True),
    ),
    without=(Without("2", "Q02.0", BARE), Without("1", "Q01.11", None, principal=True)),
    edits=(EditorEdit("AGE_CONFLICT", "Age conflict: <not> at this age.", ("Q02.0",), ("2",)),),
    hac=("HAC 04 Sample ulcers",),
    grouper="MS-DRG Grouper v99.0 (sample 1)",
    editor="Medicare Code Editor v99 (sample 1)",
    caution="Not the payer's.",
    not_checked=(NotChecked("Weight", "No table."),),
    assumed=("Grouped as discharged home.",),
)
UNGROUPED = replace(
    GROUPED, drg=None, problem="Q03.0 may be acquired: give its POA.", without=(), edits=()
)

"""What the guidelines keep apart."""

from __future__ import annotations

import pytest
from support.charts import a_chart, found
from support.listed import a_listed, a_note, a_place

from codebook_app.domain.finding import Severity
from codebook_app.domain.fix import RemoveLine
from codebook_app.domain.note import NoteKind
from codebook_app.edits.apart import not_together

PAIRS = [
    # kept, not used with it, section, a neighbour that is
    ("U07.1", "Z20.822", "I.C.1.g.1.e", "Z20.828"),
    ("A41.02", "B95.62", "I.C.1.e.1.a", "B95.61"),
    ("J15.212", "B95.62", "I.C.1.e.1.a", "B95.61"),
    ("B95.62", "Z16.11", "I.C.1.e.1.b", "Z16.12"),
    ("C50.911", "C80.0", "I.C.2.j", "C79.51"),
    ("C34.90", "C80.1", "I.C.2.k", "C77.9"),
    ("C61", "Z85.46", "I.C.2.m", "Z85.47"),
    ("C73", "Z85.850", "I.C.2.m", "Z85.3"),
    ("E66.813", "E66.01", "I.C.4.b.1", "Z68.41"),
    ("I10", "R03.0", "I.C.9.a.7", "R03.1"),
    ("I25.110", "I25.10", "I.C.9.b", "I25.2"),
    ("N18.6", "N18.4", "I.C.14.a.1", "N17.9"),
    ("O24.414", "Z79.4", "I.C.15.i", "Z79.82"),
    ("O24.410", "Z79.85", "I.C.15.i", "Z79.01"),
    ("O70.0", "O80", "I.C.15.n.1", "Z37.0"),
    ("P36.4", "B96.20", "I.C.16.f", "B97.4"),
    ("T76.12XA", "Y07.11", "I.C.19.f", "W01.0XXA"),
    ("S72.001D", "Z47.89", "I.C.21.c.7", "Z47.1"),
    ("Z3A.30", "Z68.35", "I.C.21.c.3", "Z66"),
    ("T86.11", "Z94.0", "I.C.21.c.3", "Z94.1"),
    ("T86.41", "Z94.4", "I.C.21.c.3", "Z94.0"),
    ("T82.110A", "Z95.0", "I.C.21.c.3", "Z95.5"),
    ("T84.020A", "Z96.641", "I.C.21.c.3", "Z96.642"),
    ("T84.54XA", "Z96.652", "I.C.21.c.3", "Z96.651"),
]


@pytest.mark.parametrize(("kept", "other", "section", "neighbour"), PAIRS)
def test_the_pair_is_told_once_in_either_order_and_one_taken_off(kept, other, section, neighbour):
    for codes in ((kept, other), (other, kept)):
        (finding,) = found(not_together, a_chart(*codes))
        assert finding.rule == "not_together"
        assert finding.overridable
        assert finding.codes == (kept, other)
        assert finding.source == f"ICD-10-CM Official Guidelines, section {section}."
        assert finding.fixes[0].changes == (RemoveLine(other),)
    assert found(not_together, a_chart(kept, neighbour)) == []
    assert found(not_together, a_chart(other)) == []


@pytest.mark.parametrize(
    "codes",
    ["O24.410 O24.111", "O80 Z37.2", "O09.511 Z37.0", "P95 P07.30"],
)
def test_where_the_record_decides_none_is_offered_to_be_taken_off(codes):
    (finding,) = found(not_together, a_chart(*codes.split()))

    assert finding.severity is Severity.WARNING
    assert finding.fixes == ()


@pytest.mark.parametrize(
    "codes",
    [
        "O80 Z37.0 Z3A.39",
        "O09.511 Z3A.30",
        "T74.12XA T76.22XA Y07.11",
        "S72.001A Z47.89",
        "C80.1 C77.9",
        "O24.111 Z79.4",
        "N18.5",
        "I48.91 I48.92",
        "P95 O80",
        "E66.3 E66.9",
    ],
)
def test_what_goes_together_is_left_alone(codes):
    assert found(not_together, a_chart(*codes.split())) == []


@pytest.mark.parametrize(
    ("specific", "unspecified"),
    [
        ("I50.22", "I50.9"),
        ("N18.30", "N18.9"),
        ("J45.41", "J45.909"),
        ("E66.811", "E66.9"),
        ("A41.51", "A41.9"),
        ("J15.0", "J18.9"),
    ],
)
def test_an_unspecified_code_beside_a_specific_one_is_information(specific, unspecified):
    (finding,) = found(not_together, a_chart(unspecified, specific))

    assert finding.severity is Severity.INFORMATION
    assert finding.fixes[0].changes == (RemoveLine(unspecified),)


def test_all_codes_that_a_reason_takes_off_are_told_together():
    (finding,) = found(not_together, a_chart("O24.414", "Z79.4", "Z79.84"))

    assert finding.codes == ("O24.414", "Z79.4", "Z79.84")
    assert finding.fixes[0].changes == (RemoveLine("Z79.4"), RemoveLine("Z79.84"))


def test_an_organism_that_a_third_code_asks_for_may_be_that_ones():
    wound = a_place("L03.115", 3)
    asks = a_note(wound, "code to identify organism", "B95-B97", kind=NoteKind.USE_ADDITIONAL_CODE)

    assert found(not_together, a_chart("A41.02", a_listed(wound, asks), "B95.62")) == []
    assert len(found(not_together, a_chart("A41.02", a_listed(wound), "B95.62"))) == 1

"""Addenda: what came, went and was retitled with a release."""

from __future__ import annotations

import pytest
from support.cm_files import a_file, codes_addenda, order_addenda, sample_list, tally

from codebook_app.codesets.icd10cm.addenda import (
    Addenda,
    compare_addenda,
    compare_with_addenda,
    is_codes_addenda,
    is_order_addenda,
    read_addenda,
)
from codebook_app.codesets.icd10cm.checks import TabularCodes
from codebook_app.domain.content import DELETED, NEW, REVISED, Listing
from codebook_app.errors import KnownError

CHANGES = [
    ("Delete", 1, "E1120", "Sample nephropathy"),
    ("Add", 0, "E112", "Sample kidney complications"),
    ("Add", 1, "E1121", "Type 2 sample diabetes with sample nephropathy"),
    ("Revise from", 1, "A00", "Sample brook fever"),
    ("Revise to", 1, "A00", "Sample river fever"),
    ("Revise from", 0, "A01", "Sample pond fever"),
    ("Revise to", 0, "A01", "Sample lake fever"),
]
VALID = [(action, code, title) for action, flag, code, title in CHANGES if flag]


@pytest.fixture(scope="module")
def codes() -> TabularCodes:
    return TabularCodes(sample_list())


def of_order(content: str) -> Addenda:
    return read_addenda(a_file(content, "order-addenda.txt"), of_order=True)


def test_valid_codes_that_came_went_or_were_retitled_are_listed():
    addenda = of_order(order_addenda(CHANGES, tally(2099, 1, 1, 1)))
    assert addenda.listings == (
        Listing(DELETED, "E1120", "Sample nephropathy"),
        Listing(NEW, "E1121", "Type 2 sample diabetes with sample nephropathy"),
        Listing(REVISED, "A00", "Sample river fever"),
    )
    assert addenda.tally == {NEW: 1, DELETED: 1, REVISED: 1}
    assert (addenda.year, addenda.odd) == (2099, ())


def test_addenda_to_the_code_file_say_the_same():
    order = of_order(order_addenda(CHANGES))
    listed = read_addenda(a_file(codes_addenda(VALID), "codes.txt"), of_order=False)
    assert listed.listings == order.listings
    assert compare_addenda(order, listed) == "codes.txt says the same as order-addenda.txt"
    fewer = read_addenda(a_file(codes_addenda(VALID[1:]), "codes.txt"), of_order=False)
    assert compare_addenda(order, fewer) == (
        "codes.txt and order-addenda.txt differ in 1 code (E1120)"
    )


def test_shapes_tell_the_two_apart_and_from_those_of_icd10pcs():
    order, listed = order_addenda(CHANGES).encode(), codes_addenda(VALID).encode()
    assert is_order_addenda(order)
    assert is_codes_addenda(listed)
    assert not is_order_addenda(listed)
    assert not is_codes_addenda(order)
    for pcs in (
        order_addenda([("Add", 1, "00H033J", "Sample")]),
        codes_addenda([("Add", "00H033J", "Sample")]),
        "Codes\r\n",
    ):
        assert not is_order_addenda(pcs.encode())
        assert not is_codes_addenda(pcs.encode())


def test_agreement_with_the_tabular_list_is_said(codes):
    addenda = of_order(order_addenda(CHANGES, tally(2099, 1, 1, 1)))
    assert compare_with_addenda(codes, addenda) == (
        "order-addenda.txt: 1 code new, 1 deleted, 1 retitled; the tabular list agrees"
    )


def test_each_kind_of_difference_is_told(codes):
    changes = [*CHANGES, ("Add", 1, "Q999", "Sample"), ("Delete", 1, "A010", "Sample")]
    content = order_addenda(changes, tally(2099, 1, 1, 1)) + "Add:  1 shifted\r\n"
    assert compare_with_addenda(codes, of_order(content)) == (
        "order-addenda.txt: 2 codes new, 2 deleted, 1 retitled;"
        " 1 of the new not valid in the tabular list (Q999);"
        " 1 of the deleted valid in the tabular list (A010);"
        " the file itself counts 1, 1, 1; 1 line of another shape passed over (line 24)"
    )


def test_a_file_that_says_nothing_of_any_code_is_refused():
    with pytest.raises(KnownError, match=r"order-addenda.txt: no line says"):
        of_order("Dear reader\r\n")

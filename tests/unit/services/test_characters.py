"""What the characters of a procedure code mean."""

from __future__ import annotations

import pytest
from support.every_book import IN_FORCE, shared_books
from support.pcs_xml import read, sample_definitions, sample_order, sample_tables

from codebook_app.domain.code import Code
from codebook_app.services.characters import character_facts
from codebook_app.services.lookup import Lookup

CONTENT = read(sample_tables(), sample_order(), sample_definitions())
TABLES = {table.code: table for table in CONTENT.procedure_tables}


def line(written: str) -> Code:
    return next(code for code in CONTENT.tabular.codes if code.code == written)


def test_each_character_is_named_with_its_axis_label_and_definition():
    facts = character_facts(line("00190J1"), TABLES["001"], CONTENT.definitions)

    assert [fact.value for fact in facts] == [
        "0 Sample surgery",
        "0 Sample joints, upper",
        "1 Sample bypass",
        "9 Sample joint",
        "0 Open",
        "J Sample plastic",
        "1 Left",
    ]
    assert facts[2].name == "Operation"
    assert facts[2].meaning == "Leading a sample around"
    assert {fact.meaning for fact in facts if fact is not facts[2]} == {""}
    assert {fact.line_id for fact in facts} == {line("00190J1").id}


@pytest.mark.parametrize(("written", "table"), [("001", "001"), ("00190J1", "002")])
def test_what_a_table_does_not_make_has_no_characters(written, table):
    assert character_facts(line(written), TABLES[table]) == ()


def test_a_release_without_tables_says_nothing():
    assert character_facts(line("00190J1"), None) == ()


def test_a_procedure_is_shown_with_its_characters(tmp_path_factory):
    releases = shared_books(tmp_path_factory)
    try:
        entry = Lookup(releases).entry("00190J1", on=IN_FORCE)
        heading = Lookup(releases).entry("001", on=IN_FORCE)
    finally:
        releases.close()

    assert [fact.value for fact in entry.facts][2:4] == ["1 Sample bypass", "9 Sample joint"]
    assert heading.facts == ()

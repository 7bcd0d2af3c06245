"""Whatever bytes come as a file of ICD-10-PCS, they are read or refused in one line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.pcs_xml import (
    addenda,
    official,
    order_lines,
    order_text,
    parts_of,
    read,
    refusal,
    sample_addenda,
    sample_definitions,
    sample_definitions_xml,
    sample_index,
    sample_index_xml,
    sample_order,
    sample_tables,
    sample_titles,
    tables_xml,
    titles_csv,
)

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import PartFile
from codebook_app.codesets.icd10pcs import grammar
from codebook_app.codesets.icd10pcs.addenda import read_addenda
from codebook_app.codesets.icd10pcs.code_set import Icd10Pcs
from codebook_app.codesets.icd10pcs.definitions import read_definitions
from codebook_app.codesets.icd10pcs.index import read_index
from codebook_app.codesets.icd10pcs.order import read_order
from codebook_app.codesets.icd10pcs.tables import read_tables
from codebook_app.codesets.icd10pcs.titles import read_titles
from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.procedure import ProcedureTable

WHOLE = {
    "order": order_text().encode(),
    "tables": tables_xml().encode(),
    "titles": titles_csv(sample_titles()).encode(),
    "index": sample_index_xml().encode(),
    "definitions": sample_definitions_xml().encode(),
    "order-addenda": sample_addenda().encode(),
}
READERS: dict[str, Callable[[OfficialFile], object]] = {
    "order": read_order,
    "tables": read_tables,
    "titles": read_titles,
    "index": read_index,
    "definitions": read_definitions,
    "order-addenda": read_addenda,
}
XML = ("tables", "index", "definitions")
PARTS = {
    part.part.kind: part
    for part in parts_of(
        sample_order(),
        sample_tables(),
        official(WHOLE["titles"], "titles.csv"),
        sample_index(),
        sample_definitions(),
        addenda(),
    )
}
TAGS = [
    "pcsTable", "pcsRow", "axis", "label", "title", "definition", "letter", "mainTerm", "term",
    "see", "use", "code", "codes", "tab", "section", "terms", "includes", "aggregate",
    "deviceAggregation", "parent", "version", "ICD10PCS.tabular", "new",
]  # fmt: skip
kinds = st.sampled_from(list(WHOLE))


def elements(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, attribute, parts: f"<{tag}{attribute}>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        st.sampled_from(["", ' pos="3"', ' code="0"', ' code="O"', ' codes="2"', ' level="x"']),
        st.lists(inside, max_size=4),
    )


trees = st.recursive(st.sampled_from(["", "001", "text", "2099"]), elements, max_leaves=20)


def release_or_refusal(kind: str, content: bytes) -> ReleaseContent | None:
    """Return the release made of the sample's files with *content* as the one of *kind*.

    None where it is refused, in one line that names the file.
    """
    file = official(content, "any")
    code_set = Icd10Pcs()
    edition = code_set.edition(PARTS["order"])
    assert edition is not None
    changed = {**PARTS, kind: PartFile(PARTS[kind].part, file)}
    made: list[ReleaseContent] = []
    said = refusal(
        lambda: made.append(code_set.read(list(changed.values()), edition, lambda _: None, None))
    )
    assert bool(made) != bool(said)
    assert not said or (said.startswith("any, line ") and "\n" not in said)
    return made[0] if made else None


def assert_whole(content: ReleaseContent) -> None:
    """Check what everyone may rely on of a release."""
    lines = content.tabular.codes
    assert [line.id for line in lines] == list(range(1, len(lines) + 1))
    by_id = {line.id: line for line in lines}
    for line in lines:
        above = by_id[line.parent_id].code if line.parent_id is not None else ""
        assert above == grammar.parent(line.code)
        assert line.title
        assert grammar.looks_like_prefix(line.code) == line.code
    terms = content.index_terms
    assert [term.id for term in terms] == list(range(1, len(terms) + 1))
    for term in terms:
        assert term.id <= term.last_descendant_id <= len(terms)


@pytest.mark.slow
@given(kinds, st.binary())
@example("order", b"")
@example("titles", b'"0016070","\xff')
@example("tables", b'<?xml version="1.0" encoding="utf-32"?><a/>')
def test_any_bytes_are_read_or_refused(kind, content):
    said = refusal(lambda: READERS[kind](official(content, "any")))
    assert "\n" not in said
    assert Icd10Pcs().part(official(content, "any")) is None or said


@pytest.mark.slow
@given(kinds, st.data())
def test_a_damaged_file_is_read_whole_or_refused(kind, data):
    whole = WHOLE[kind]
    place = data.draw(st.integers(0, len(whole) - 1))
    put, gone = data.draw(st.binary(max_size=4)), data.draw(st.integers(0, 20))
    content = release_or_refusal(kind, whole[:place] + put + whole[place + gone :])
    if content is not None:
        assert_whole(content)


@given(kinds, st.data())
def test_which_release_a_damaged_file_is_of_is_told_or_refused(kind, data):
    whole = WHOLE[kind]
    place, gone = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 40))
    file = official(whole[:place] + whole[place + gone :], "any")
    code_set = Icd10Pcs()
    part = code_set.part(file)
    code_set.declines(file)
    if part is not None:
        said = refusal(lambda: code_set.edition(PartFile(part, file)))
        assert not said or said.startswith("any, line ")


@given(st.sampled_from(XML), st.data())
def test_an_xml_file_cut_off_anywhere_is_refused(kind, data):
    end = data.draw(st.integers(0, WHOLE[kind].rindex(b"</ICD10PCS")))
    assert "line" in refusal(lambda: READERS[kind](official(WHOLE[kind][:end], "any")))


@pytest.mark.slow
@given(st.sampled_from(XML), trees)
def test_elements_in_any_order_are_read_or_refused(kind, tree):
    root = {"tables": "tabular"}.get(kind, kind)
    xml = f"<ICD10PCS.{root}><version>2099</version>{tree}</ICD10PCS.{root}>"
    content = release_or_refusal(kind, xml.encode())
    if content is not None:
        assert_whole(content)


@given(st.permutations(order_lines()), st.integers(0, 18))
def test_the_order_of_the_lines_does_not_matter_but_is_told_of(lines, kept):
    content = read(official(order_text(lines), "order_2099.txt"))
    assert content.tabular == read(sample_order()).tabular
    numbered = lines == order_lines()
    assert any("do not count" in check for check in content.checks) is not numbered


@pytest.mark.slow
@given(st.sets(st.integers(2, 17)))
def test_lines_gone_from_the_order_file_are_told_of_and_made_by_the_tables(gone):
    lines = [line for at, line in enumerate(order_lines()) if at not in gone]
    content = read(official(order_text(lines), "order_2099.txt"), sample_tables())
    assert content.tabular.billable == 14
    agree = any(check.endswith("code for code") for check in content.checks)
    assert agree is not bool(gone)


@given(st.integers(0, 60))
def test_shifted_columns_are_refused(shift):
    lines = order_lines()
    lines[3] = " " * shift + lines[3]
    said = refusal(lambda: read(official(order_text(lines), "order_2099.txt")))
    assert said.startswith("order_2099.txt, line 4: ") if shift else not said


@pytest.fixture(scope="module")
def bypass() -> ProcedureTable:
    return read(sample_tables()).procedure_tables[0]


@given(st.dictionaries(st.integers(4, 7), st.sampled_from("01239JZ7")))
def test_choosing_leads_to_codes_and_to_all_of_them(bypass, chosen):
    codes = [
        code
        for code in bypass.codes()
        if all(code[position - 1] == character for position, character in chosen.items())
    ]
    for axis in bypass.choices(chosen):
        at = axis.position - 1
        others = {
            code
            for code in bypass.codes()
            if all(
                code[position - 1] == character
                for position, character in chosen.items()
                if position != axis.position
            )
        }
        assert {value.character for value in axis.values} == {code[at] for code in others}
    assert bool(codes) == any(row.takes(chosen) for row in bypass.rows)
    for code in codes:
        assert "".join(value.character for _, value in bypass.reading(code)) == code


@given(st.text(max_size=9))
@example("ıııııı1")
@example("ß")
def test_any_text_spells_a_code_or_none(text):
    code = grammar.normalise(text)
    assert code is None or (len(code) == 7 and set(code) <= set(grammar.ALPHABET))
    beginning = grammar.looks_like_prefix(text)
    assert beginning is None or grammar.looks_like_prefix(beginning) == beginning

"""Whatever bytes come as a file of the ICF, they are read or refused in one line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.icf_files import (
    CLASSES,
    a_class,
    claml,
    claml_file,
    tabulation,
    tabulation_file,
)
from support.official_texts import a_file, read_or_refuse, refusal

from codebook_app.codesets.base import PartFile
from codebook_app.codesets.icf.classes import IcfClass, grown
from codebook_app.codesets.icf.code_set import Icf
from codebook_app.codesets.icf.grammar import normalise, parse
from codebook_app.codesets.icf.references import find_references
from codebook_app.progress import silent

ICF = Icf()
WHOLE = claml(*CLASSES).encode()
TABULATION = tabulation().encode()
TAGS = ["ClaML", "Class", "SuperClass", "SubClass", "Rubric", "Label", "Reference", "Title",
        "Para", "Modifier", "new"]  # fmt: skip


@given(st.binary())
@example(b"<!DOCTYPE ClaML SYSTEM 'x'><ClaML>")
@example(b"\xff\xfeC\x00o\x00")
def test_any_bytes_are_read_or_refused(content):
    read_or_refuse(ICF, a_file(content, "icf.xml"))
    read_or_refuse(ICF, a_file(TABULATION[:60] + content, "icf.txt"))


@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=4), st.integers(0, 20))
def test_a_damaged_claml_is_read_or_refused(place, put, gone):
    read_or_refuse(ICF, a_file(WHOLE[:place] + put + WHOLE[place + gone :], "icf.xml"))


@given(st.integers(0, len(TABULATION) - 1), st.binary(max_size=4), st.integers(0, 20))
def test_a_damaged_tabulation_is_read_or_refused(place, put, gone):
    read_or_refuse(ICF, a_file(TABULATION[:place] + put + TABULATION[place + gone :], "icf.txt"))


@given(st.integers(len(WHOLE) // 2, len(WHOLE) - len("</ClaML>\n")))
def test_a_claml_cut_off_is_refused(end):
    file = a_file(WHOLE[:end], "icf.xml")
    part = ICF.part(file)
    assert part is not None
    found = PartFile(part, file)
    edition = ICF.edition(found)
    assert edition is not None

    assert "line" in refusal(lambda: ICF.read([found], edition, silent, None))


attributes = st.sampled_from(
    [
        "",
        'code="b110"',
        'code="b1"',
        'kind="preferred"',
        'kind="category" code="b2"',
        'xml:lang="en"',
    ]
)
trees = st.recursive(
    st.sampled_from(["", "b110", "text"]),
    lambda inside: st.builds(
        lambda tag, attribute, parts: f"<{tag} {attribute}>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        attributes,
        st.lists(inside, max_size=4),
    ),
    max_leaves=20,
)


@pytest.mark.slow
@given(trees)
def test_elements_in_any_order_are_read_or_refused(tree):
    read_or_refuse(ICF, claml_file(claml(a_class("b1", "Sample"), tree)))


codes = st.sampled_from(
    ["b", "b1", "b11", "b110", "b111", "b1100", "b110-b139", "s", "s1", "d4", "d45", "e3", "x1"]
)
classes = st.builds(
    IcfClass,
    code=codes,
    kind=st.sampled_from(["component", "chapter", "block", "category", "other"]),
    title=st.just("Sample"),
    line=st.just(1),
    above=st.lists(codes, max_size=2).map(tuple),
    below=st.lists(codes, max_size=3).map(tuple),
)


@settings(max_examples=60)
@given(st.lists(classes, max_size=8, unique_by=lambda one: one.code))
@example([IcfClass("b", "component", "Sample", 1, ("b11",)), IcfClass("b11", "x", "Sample", 1)])
def test_whatever_classes_say_each_has_exactly_one_place(found):
    tree = grown(found)

    placed = [one.code for _, one in tree.placed]
    assert len(placed) == len(set(placed))
    assert {one.code for one in found} <= set(placed) <= {one.code for one in found} | set("bsde")
    depths = [depth for depth, _ in tree.placed]
    assert all(after <= depth + 1 for depth, after in pairwise(depths))


@given(st.lists(st.permutations(range(1, 9)), min_size=1, max_size=1))
def test_rows_in_any_order_are_read_or_refused(order):
    lines = tabulation().splitlines(keepends=True)
    read_or_refuse(ICF, tabulation_file("".join([lines[0], *(lines[place] for place in order[0])])))


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_none(text):
    code = normalise(text)
    assert code is None or normalise(code) == code
    parsed = parse(text)
    assert parsed is None or parse(parsed.text) == parsed
    for reference in find_references(text):
        assert reference.covers(reference.first)
        assert text[reference.start :].startswith(reference.first)

"""Whatever comes in place of an ICD-10-CM file is read, left out or refused in one line."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.cm_files import (
    a_file,
    a_pdf,
    codes_addenda,
    codes_lines,
    conversion_sheet,
    order_addenda,
    order_lines,
    poa_sheet,
    poa_text,
    sample_list,
    tally,
)
from support.index_xml import sample_drugs, sample_external, sample_index, sample_neoplasm
from support.tabular_xml import sample

from codebook_app.codesets.base import PartFile
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.codesets.icd10cm.editions import fiscal_year
from codebook_app.codesets.icd10cm.index import read_index
from codebook_app.codesets.icd10cm.index_text import Title
from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.index_term import essential_title
from codebook_app.errors import KnownError
from codebook_app.progress import silent

CHANGES = [("Add", 1, "E1121", "Sample"), ("Delete", 1, "E1120", "Sample")]
FILES: Mapping[str, bytes] = {
    "index.xml": sample_index().encode(),
    "external.xml": sample_external().encode(),
    "neoplasm.xml": sample_neoplasm().encode(),
    "drugs.xml": sample_drugs().encode(),
    "order.txt": "".join(order_lines(sample_list())).encode(),
    "codes.txt": "".join(codes_lines(sample_list())).encode(),
    "order-addenda.txt": order_addenda(CHANGES, tally(2099, 1, 1, 0)).encode(),
    "codes-addenda.txt": codes_addenda([(a, c, t) for a, _, c, t in CHANGES]).encode(),
    "poa.txt": poa_text().encode(),
    "poa.xlsx": poa_sheet(),
    "conversion.xlsx": conversion_sheet([("E11.21", 2098, "E11.20"), ("A00", 2098, "None")]),
    "guidelines.pdf": a_pdf(
        [["ICD-10-CM Official Guidelines for Coding and Reporting", "FY 2099"]],
        [(0, "Section I. Sample", 1), (1, "A. Sample", 1)],
    ),
}
TABULAR = sample().encode()
TAGS = [
    "letter", "title", "mainTerm", "term", "nemod", "code", "manif", "see", "seeAlso", "seecat",
    "subcat", "cell", "head", "indexHeading", "version", "ICD10CM.index", "new",
]  # fmt: skip


def refusal(attempt: Callable[[], object]) -> str:
    """Return what was said when *attempt* was refused, empty where it was not."""
    try:
        attempt()
    except KnownError as fault:
        return str(fault)
    return ""


def read(name: str, content: bytes) -> ReleaseContent | None:
    """Read the sample tabular list with *content*, whatever that is; None where it is no part."""
    code_set = Icd10Cm()
    file = a_file(content, name)
    part = code_set.part(file)
    said = code_set.declines(file)
    assert said is None or "\n" not in said
    if part is None:
        return None
    code_set.edition(PartFile(part, file))
    whole = a_file(TABULAR)
    base = code_set.part(whole)
    assert base is not None
    parts = {base.kind: PartFile(base, whole), part.kind: PartFile(part, file)}
    content_read = code_set.read(list(parts.values()), fiscal_year(2099, ""), silent, None)
    alone = {"order", "codes"} & parts.keys()
    if alone:
        code_set.read([parts[alone.pop()]], fiscal_year(2099, ""), silent, None)
    assert all(line and "\n" not in line for line in content_read.checks + content_read.left_out)
    return content_read


def read_or_refuse(name: str, content: bytes) -> None:
    said = refusal(lambda: read(name, content))
    assert not said or (name in said and "\n" not in said)


@pytest.mark.parametrize("name", FILES)
def test_each_file_as_it_should_be_is_a_part(name):
    assert read(name, FILES[name]) is not None


@given(
    st.sampled_from(sorted(FILES)), st.integers(0, 10**6), st.binary(max_size=4), st.integers(0, 20)
)
@example("drugs.xml", 40, b"", 5)
def test_a_damaged_file_is_read_or_refused(name, place, put, gone):
    content = FILES[name]
    place %= len(content)
    read_or_refuse(name, content[:place] + put + content[place + gone :])


@given(st.sampled_from(sorted(FILES)), st.integers(0, 10**6))
def test_a_file_cut_off_anywhere_is_read_or_refused(name, end):
    read_or_refuse(name, FILES[name][: end % len(FILES[name])])


@pytest.mark.slow
@given(st.sampled_from(sorted(FILES)), st.integers(0, 10**6), st.integers(0, 7))
def test_a_flipped_bit_is_read_or_refused(name, place, bit):
    content = bytearray(FILES[name])
    content[place % len(content)] ^= 1 << bit
    read_or_refuse(name, bytes(content))


@pytest.mark.slow
@given(st.sampled_from([name for name in sorted(FILES) if name.endswith(".xml")]), st.data())
def test_swapped_tags_are_read_or_refused(name, data):
    one, other = (data.draw(st.sampled_from(TAGS)) for _ in range(2))
    text = FILES[name].decode()
    for mark in ("<", "</"):
        for end in (">", " "):
            text = text.replace(f"{mark}{one}{end}", f"{mark}\0{end}")
            text = text.replace(f"{mark}{other}{end}", f"{mark}{one}{end}")
            text = text.replace(f"{mark}\0{end}", f"{mark}{other}{end}")
    read_or_refuse(name, text.encode())


@pytest.mark.slow
@given(
    st.sampled_from([name for name in sorted(FILES) if name.endswith(".txt")]),
    st.lists(st.sampled_from(["drop", "double", "shift", "swap", "blank"]), max_size=6),
    st.integers(0, 2**32),
)
def test_lines_dropped_doubled_shifted_or_swapped_are_read_or_refused(name, deeds, seed):
    chance = random.Random(seed)
    lines = FILES[name].decode().splitlines(keepends=True)
    for deed in deeds:
        at = chance.randrange(len(lines)) if lines else 0
        if not lines:
            break
        if deed == "drop":
            del lines[at]
        elif deed == "double":
            lines.insert(chance.randrange(len(lines)), lines[at])
        elif deed == "shift":
            lines[at] = " " + lines[at]
        elif deed == "blank":
            lines[at] = "\r\n"
        else:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
    read_or_refuse(name, "".join(lines).encode())


@settings(max_examples=50)
@given(st.binary(max_size=300), st.sampled_from(["", "<", "PK\x03\x04", "%PDF-1.4\n", "Add: "]))
def test_any_bytes_are_no_part_or_refused(content, beginning):
    read_or_refuse("any", beginning.encode() + content)


pieces = st.lists(
    st.tuples(st.booleans(), st.text(alphabet=" ab,-.(s)é\n", max_size=8)), max_size=6
)


@given(pieces)
def test_a_title_keeps_every_word_of_its_pieces(printed):
    title = Title()
    for essential, piece in printed:
        (title.essential if essential else title.nonessential)(piece)
    words = "".join("".join(piece.split()) for _, piece in printed)
    assert title.text.replace(" ", "") == words
    assert title.text == " ".join(title.text.split())
    modifiers = [title.text[start:end] for start, end in title.modifiers]
    assert modifiers == [
        " ".join(piece.split()) for essential, piece in printed if not essential and piece.split()
    ]
    kept = "".join("".join(piece.split()) for essential, piece in printed if essential)
    assert essential_title(title.text, title.modifiers).replace(" ", "") == kept or not kept


@given(st.lists(st.integers(0, 4), max_size=12))
def test_a_term_and_all_below_it_are_one_run_of_ids(depths):
    opened: list[str] = []
    xml = ""
    for depth in depths:
        while len(opened) > min(depth, len(opened)):
            xml += f"</{opened.pop()}>"
        tag = "term" if opened else "mainTerm"
        xml += f'<{tag} level="{len(opened)}"><title>lake</title>'
        opened.append(tag)
    while opened:
        xml += f"</{opened.pop()}>"
    heading = "<title>INDEX TO DISEASES</title><letter><title>L</title>"
    whole = f"<ICD10CM.index><version>2099</version>{heading}{xml}</letter></ICD10CM.index>"
    if not depths:
        assert "holds no terms" in refusal(lambda: read_index([whole.encode()], "any.xml"))
        return
    terms = read_index([whole.encode()], "any.xml").terms
    assert len(terms) == len(depths)
    for found in terms:
        below = terms[found.id : found.last_descendant_id]
        assert all(other.depth > found.depth for other in below)
        after = terms[found.last_descendant_id : found.last_descendant_id + 1]
        assert all(other.depth <= found.depth for other in after)

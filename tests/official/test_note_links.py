"""Every code in the notes of the real tabular lists is a link, and every link opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from codebook_app.codesets.archive import official_files
from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.code_set import EMBEDDED
from codebook_app.codesets.icd10cm.tabular import ROOT_TAG, read_tabular
from codebook_app.domain.note import Note
from codebook_app.domain.tabular import TabularList
from codebook_app.gui.models.page_words import link_target, run_in

pytestmark = [pytest.mark.official, pytest.mark.slow]

LOOKS_LIKE_A_CODE = re.compile(
    r"(?<![A-Za-z0-9.])[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?(?:\.?-)?(?![A-Za-z0-9])"
)
NO_CODES = (
    re.compile(r"vitamin (B12)", re.IGNORECASE),
    re.compile(r"LGMD (R\d\d)"),  # types of limb girdle muscular dystrophy
)
MISPRINTS = {
    "G3190",  # printed G31.90 for G31.9
    "T84040",  # T84.04-, of FY2017: these moved to M97 with that release
    "T84041",
    "T84042",
    "T84043",
    "T8404",
    "R6383",  # printed R63.83 for T63.83
    "E09692",  # printed E09.692 for E09.649
    "V94X",
    "Z87001",  # Z87.41-
    "Z87008",
}
"""Codes the publisher names in notes and does not have."""
RELEASES = {
    "embedded": "",
    "FY2017": "ICD10CM_FY2017_Full_XML.zip",
    "FY2025": "assembled-icd10cm-table-and-index-2025.zip",
}


@pytest.fixture(scope="module", params=list(RELEASES))
def tabular(request: pytest.FixtureRequest, official_dir: Path) -> TabularList:
    if not RELEASES[request.param]:
        file = EMBEDDED[0].official_files()[0]
        printed = read_tabular(file.chunks(), file.name, file.size)
    else:
        with official_files([official_dir / "icd10cm" / RELEASES[request.param]]) as found:
            (file,) = (file for file in found.files if file.root == ROOT_TAG)
            printed = read_tabular(file.chunks(), file.name, file.size)
    return assemble(printed, "icd10cm", request.param)


def unlinked(note: Note) -> Iterator[str]:
    """Yield the texts of *note* that look like a code and are no part of a link."""
    no_codes = {found.span(1) for each in NO_CODES for found in each.finditer(note.text)}
    for found in LOOKS_LIKE_A_CODE.finditer(note.text):
        linked = any(
            named.start <= found.start() and found.end() <= named.end for named in note.references
        )
        if not linked and found.span() not in no_codes:
            yield f"{found[0]} in {note.text!r}"


def test_every_code_in_a_note_is_a_link_with_its_dash(tabular: TabularList) -> None:
    assert [text for note in tabular.notes for text in unlinked(note)] == []
    assert sum(len(note.references) for note in tabular.notes) > 8_000


def test_every_link_of_a_note_opens_a_line_of_the_release(tabular: TabularList) -> None:
    names = {line.code.replace(".", "") for line in tabular.codes}
    sections = 0
    for note in tabular.notes:
        for named in note.references:
            target = link_target(named)
            sections += "-" in target and target in names
            opens = target if target in names else target.partition("-")[0]
            assert opens in names or opens in MISPRINTS, (target, note.text)
    assert sections > 100


def test_what_is_printed_of_a_note_keeps_its_links_in_place(tabular: TabularList) -> None:
    for note in tabular.notes:
        _, body, cut = run_in(note)
        for named in note.references:
            words = body[named.start - cut : named.end - cut]
            assert words == note.text[named.start : named.end]
            assert words.replace(".", "").startswith(named.first), (words, note.text)

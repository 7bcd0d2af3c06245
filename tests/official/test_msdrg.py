"""The FY2026 tables against the installed grouper, and mutated copies of them."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path

import pytest
from support.official_texts import a_file, refusal

from codebook_app.codesets.archive import official_files
from codebook_app.codesets.base import PartFile
from codebook_app.codesets.grouper_groups import GrouperGroups
from codebook_app.codesets.msdrg import MsDrg
from codebook_app.domain.content import CC, MCC, ReleaseContent
from codebook_app.progress import silent

pytestmark = pytest.mark.official


@pytest.fixture(scope="module")
def content(official_dir: Path) -> ReleaseContent:
    msdrg = MsDrg()
    with official_files([official_dir / "msdrg"]) as found:
        assert found.left_out == ()
        parts = [PartFile(part, file) for file in found.files if (part := msdrg.part(file))]
        editions = {msdrg.edition(part) for part in parts}
        assert {one.release for one in editions if one} == {"v43"}
        return msdrg.read(parts, next(one for one in editions if one), silent, None)


def read_alone(msdrg: MsDrg, found: PartFile) -> ReleaseContent:
    edition = msdrg.edition(found)
    assert edition is not None
    return msdrg.read([found], edition, silent, None)


def test_table_5_holds_the_772_groups_of_v43(content):
    assert content.tabular.billable == 772
    assert content.checks == (
        "772 groups, of 25 MDCs and of none: 403 surgical, 367 medical, 2 for errors, as CMS"
        " counts them",
        "3,354 MCCs and 15,078 CCs",
    )


def test_the_groupers_own_groups_and_lists_are_the_published_ones(content):
    grouper = GrouperGroups()
    groups = {one.drg: one for one in grouper.groups(43)}
    published = {code.code: code.title for code in content.tabular.codes if code.billable}

    assert {drg: "".join(one.title.split()).casefold() for drg, one in groups.items()} == {
        drg: "".join(title.split()).casefold() for drg, title in published.items()
    }
    for kind, severity in ((MCC, "MCC"), (CC, "CC")):
        listed = {one.code for one in content.listings if one.list == kind}
        assert set(grouper.complications(43, severity)) == listed


@pytest.mark.slow
def test_mutated_tables_are_read_or_refused_with_their_line(official_dir):
    msdrg, chance = MsDrg(), random.Random(43)
    with official_files([official_dir / "msdrg"]) as found:
        tables = [b"".join(file.chunks())[:40_000] for file in found.files]
    refused = 0
    for _ in range(150):
        content = bytearray(chance.choice(tables))
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        file = a_file(bytes(content[: chance.randint(1, len(content))]), "FY2026 › table.txt")
        part = msdrg.part(file)
        if part is None or part.kind != "table5":
            continue
        told = refusal(partial(read_alone, msdrg, PartFile(part, file)))
        refused += bool(told)
        assert not told or told.startswith("FY2026 › table.txt")
    assert refused > 10

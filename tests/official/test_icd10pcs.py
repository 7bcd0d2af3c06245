"""ICD-10-PCS as CMS publishes it: order files, tables, index, definitions, addenda."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from support.pcs_xml import official, parts_of, refusal

from codebook_app.codesets.archive import OfficialFile, official_files
from codebook_app.codesets.base import Edition, PartFile
from codebook_app.codesets.icd10pcs import grammar
from codebook_app.codesets.icd10pcs.code_set import Icd10Pcs
from codebook_app.codesets.icd10pcs.names import known_names
from codebook_app.codesets.icd10pcs.tables import read_tables
from codebook_app.domain.content import DELETED, NEW, REVISED, ReleaseContent
from codebook_app.domain.note import NoteKind
from codebook_app.progress import silent

pytestmark = [pytest.mark.official, pytest.mark.slow]

FY2025 = (
    "2025-icd-10-pcs-order-file-long-and-abbreviated-titles.zip",
    "assembled-icd10pcs-tables-and-index-2025.zip",
)
FY2026 = (
    "2026-icd-10-pcs-order-file-long-and-abbreviated-titles.zip",
    "assembled-icd10pcs-tables-2026.zip",
)


def made(code_set: Icd10Pcs, files: Sequence[OfficialFile]) -> tuple[Edition, ReleaseContent]:
    """Return the release that the recognised of *files* make, all of one edition."""
    parts = [PartFile(part, file) for file in files if (part := code_set.part(file)) is not None]
    editions = [code_set.edition(part) for part in parts]
    (release,) = {edition.release for edition in editions if edition is not None}
    edition = editions[0]
    assert edition is not None
    assert edition.release == release
    return edition, code_set.read(parts, edition, silent, None)


def release_of(folder: Path, names: Sequence[str]) -> tuple[Edition, ReleaseContent]:
    with official_files([folder / "icd10pcs" / name for name in names]) as found:
        return made(Icd10Pcs(), found.files)


@pytest.fixture(scope="module")
def fy2025(official_dir: Path) -> ReleaseContent:
    edition, content = release_of(official_dir, FY2025)
    assert edition.release == "FY2025"
    return content


@pytest.fixture(scope="module")
def fy2026(official_dir: Path) -> ReleaseContent:
    edition, content = release_of(official_dir, FY2026)
    assert edition.release == "FY2026"
    return content


@pytest.fixture(scope="module")
def tables_xml(official_dir: Path) -> bytes:
    with official_files([official_dir / "icd10pcs" / FY2026[1]]) as found:
        (file,) = (file for file in found.files if file.root == "ICD10PCS.tabular")
        return b"".join(file.chunks())


def valid(content: ReleaseContent) -> set[str]:
    return {line.code for line in content.tabular.codes if line.billable}


def test_fy2025_agrees_in_all_its_parts(fy2025):
    checks = "\n".join(fy2025.checks)
    assert "78,948 codes in 908 tables, 114 body systems and 17 sections, as many codes" in checks
    assert "the 2,661 rows of the tables make as many codes as they state" in checks
    assert "icd10pcs_order_2025.txt: 78,948 codes of 908 tables agree, code for code" in checks
    assert "371 codes are new, 61 deleted and 0 retitled since a release of 78,638; all" in checks
    assert "3,215 main terms, 21,269 subterms" in checks
    assert "1,066 values defined, 60 specific devices" in checks
    assert fy2025.left_out == ()


def test_fy2026_agrees_in_all_its_parts(fy2026):
    checks = "\n".join(fy2026.checks)
    assert "79,115 codes in 914 tables, 115 body systems and 17 sections, as many codes" in checks
    assert "the 2,733 rows of the tables make as many codes as they state" in checks
    assert "icd10pcs_order_2026.txt: 79,115 codes of 914 tables agree, code for code" in checks
    assert "156 codes are new, 27 deleted and 0 retitled since a release of 78,986; all" in checks
    assert "1,090 values defined, 60 specific devices" in checks
    assert fy2026.left_out == ()


@pytest.mark.parametrize("year", ["fy2025", "fy2026"])
def test_the_rows_make_exactly_the_codes_of_the_order_file(request, year):
    content = request.getfixturevalue(year)
    products = [code for table in content.procedure_tables for code in table.codes()]
    assert len(products) == len(set(products)) == content.tabular.billable
    assert set(products) == valid(content)
    assert all(grammar.normalise(code) == code for code in products)


def test_each_code_reads_in_its_table(fy2026):
    tables = {table.code: table for table in fy2026.procedure_tables}
    for code in sorted(valid(fy2026))[::97]:
        reading = tables[code[:3]].reading(code)
        assert "".join(value.character for _, value in reading) == code
    assert [value.label for _, value in tables["0SR"].reading("0SR90J9")][3:] == [
        "Hip Joint, Right",
        "Open",
        "Synthetic Substitute",
        "Cemented",
    ]


def test_titles_are_those_of_the_order_file(fy2026):
    titles = {line.code: line.title for line in fy2026.tabular.codes}
    assert titles["0016070"] == (
        "Bypass Cerebral Ventricle to Nasopharynx with Autologous Tissue Substitute, Open Approach"
    )
    assert titles["0SR"] == "Lower Joints, Replacement"
    assert titles["0S"] == "Lower Joints"
    assert titles["GZ1"] == "Mental Health, Psychological Tests"


def test_what_is_new_in_fy2026_is_listed(fy2025, fy2026):
    new = {one.code for one in fy2026.listings if one.list == NEW and len(one.code) == 7}
    deleted = {one.code for one in fy2026.listings if one.list == DELETED}
    assert len(new) == 156
    assert len(deleted) == 27
    assert new <= valid(fy2026)
    assert not deleted & valid(fy2026)
    assert [one.code for one in fy2026.listings if one.list == REVISED] == ["6A4"]
    added, gone = valid(fy2026) - valid(fy2025), valid(fy2025) - valid(fy2026)
    # The rest came with the April update of 2025, which the addenda go out from.
    assert new < added
    assert deleted < gone
    assert (len(added), len(gone)) == (206, 39)


def test_the_embedded_release_and_the_addenda_of_fy2025_make_fy2025(fy2025):
    code_set = Icd10Pcs()
    (embedded,) = code_set.embedded
    edition, content = made(code_set, embedded.official_files())
    assert edition.release == "FY2024-04"
    new = {one.code for one in fy2025.listings if one.list == NEW and len(one.code) == 7}
    deleted = {one.code for one in fy2025.listings if one.list == DELETED}
    assert (valid(content) - deleted) | new == valid(fy2025)
    assert deleted <= valid(content)


def test_names_that_titles_lack_are_those_of_the_tables(fy2025, fy2026):
    known = known_names()
    for content in (fy2025, fy2026):
        printed = {
            table.code[: axis.position]: axis.values[0].label
            for table in content.procedure_tables
            for axis in table.axes[:2]
        }
        assert {code: known.get(code, label) for code, label in printed.items()} == printed
    assert known.keys() <= printed.keys()


def test_headers_alone_name_the_body_systems_as_the_tables_do(official_dir, fy2026):
    _, content = release_of(official_dir, FY2026[:1])
    named = {line.code: line.title for line in content.tabular.codes if not line.billable}
    printed = {line.code: line.title for line in fy2026.tabular.codes if not line.billable}
    assert named == printed


def test_most_tables_without_headers_are_named_by_their_operation(fy2025):
    code_set = Icd10Pcs()
    _, content = made(code_set, code_set.embedded[0].official_files())
    named = {line.code: line.title for line in content.tabular.codes if line.opens_page}
    printed = {line.code: line.title for line in fy2025.tabular.codes if line.opens_page}
    same = [code for code, title in named.items() if printed.get(code) == title]
    assert len(same) > 0.75 * len(named)


def test_every_table_says_what_its_operation_is(fy2026):
    defined = {note.code_id for note in fy2026.tabular.notes if note.kind is NoteKind.DEFINITION}
    without = [
        line.code for line in fy2026.tabular.codes if line.opens_page and line.id not in defined
    ]
    # Radiation therapy has no definitions.
    assert without
    assert {code[0] for code in without} == {"D"}


def test_the_index_leads_into_the_tables(fy2025):
    beginnings = {code[:length] for code in valid(fy2025) for length in range(3, 8)}
    named = [target.code for term in fy2025.index_terms for target in term.targets if target.code]
    assert len(named) > 15_000
    # Two codes that no table of the year makes.
    assert sorted(set(named) - beginnings) == ["5A0512C", "5A0522C"]
    see = next(term for term in fy2025.index_terms if term.title == "Abdominohysterectomy")
    assert [(target.text, target.code) for target in see.targets] == [("Resection, Uterus", "0UT9")]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'<label code="7">', b'<label code="O">', "is no character of an ICD-10-PCS code"),
        (b'<axis pos="6"', b'<axis pos="5"', "a row has other characters than 4 to 7"),
        (b"<pcsRow ", b"<pcsRow codes='1' ", "not well-formed"),
        (b"</pcsRow>", b"", "stands where none belongs"),
        (b"<title>Approach</title>", b"<label>Approach</label>", "is no character"),
    ],
)
def test_a_damaged_tables_file_is_refused_with_its_line(tables_xml, old, new, words):
    place = tables_xml.index(old, len(tables_xml) // 2)
    damaged = tables_xml[:place] + new + tables_xml[place + len(old) :]
    line = tables_xml[:place].count(b"\n") + 1
    said = refusal(lambda: read_tables(official(damaged, "tables.xml")))
    assert words in said
    told = int(said.split("line ", 1)[1].split(":")[0])
    # An element is judged where it ends: at most a row's lines later.
    assert line - 120 <= told <= line + 120


def test_a_value_lost_from_the_tables_is_told_of_and_the_order_file_keeps_the_codes(
    official_dir, tables_xml
):
    place = tables_xml.index(b'<label code="7">')
    end = tables_xml.index(b"</label>", place) + len(b"</label>")
    with official_files([official_dir / "icd10pcs" / FY2026[0]]) as found:
        order = found.files
        parts = [
            *parts_of(*(file for file in order if "order_2026" in file.own_name)),
            *parts_of(official(tables_xml[:place] + tables_xml[end:], "icd10pcs_tables_2026.xml")),
        ]
        code_set = Icd10Pcs()
        edition = code_set.edition(parts[0])
        assert edition is not None
        content = code_set.read(parts, edition, silent, None)
    checks = "\n".join(content.checks)
    assert content.tabular.billable == 79_115
    assert "the tables contradict themselves in 2 places: line" in checks
    assert "codes in it alone (001607" in checks

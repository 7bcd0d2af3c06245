"""All that CDC and CMS publish of an ICD-10-CM release: indexes, tables, lists, guidelines."""

from __future__ import annotations

import ast
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from codebook_app import edits
from codebook_app.codesets.archive import OfficialFile, OfficialFiles, official_files
from codebook_app.codesets.base import Edition, PartFile, Role
from codebook_app.codesets.icd10cm.code_set import EMBEDDED, Icd10Cm
from codebook_app.codesets.icd10cm.guidelines import _contents, guideline_sections
from codebook_app.codesets.icd10cm.index import read_index
from codebook_app.codesets.icd10cm.poa import read_poa
from codebook_app.codesets.icd10cm.printed import PrintedIndex
from codebook_app.codesets.pdf import opened_pdf
from codebook_app.domain.content import DELETED, NEW, POA_EXEMPT, REVISED, ReleaseContent
from codebook_app.domain.guideline_sections import cited_sections, find_section
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.errors import KnownError
from codebook_app.progress import silent

pytestmark = [pytest.mark.official, pytest.mark.slow]

FY2017 = "ICD10CM_FY2017_Full_XML.zip"
FY2025 = "assembled-icd10cm-table-and-index-2025.zip"
FY2026 = "assembled-icd10cm-table-and-index-April-1-2026.zip"


@pytest.fixture(scope="module")
def folder(official_dir: Path) -> Path:
    return official_dir / "icd10cm"


@pytest.fixture(scope="module")
def found(folder: Path) -> Iterator[OfficialFiles]:
    with official_files([folder]) as files:
        yield files


@pytest.fixture(scope="module")
def parts(found: OfficialFiles) -> dict[str, tuple[PartFile, Edition]]:
    """Return every part by the name of its zip and file."""
    code_set = Icd10Cm()
    taken = {}
    for file in found.files:
        part = code_set.part(file)
        if part is not None:
            edition = code_set.edition(PartFile(part, file))
            assert edition is not None, file.name
            taken[file.name] = (PartFile(part, file), edition)
    return taken


def read(parts: Mapping[str, tuple[PartFile, Edition]], release: str) -> ReleaseContent:
    """Read *release* with all the parts that hold for it."""
    (base,) = (
        edition
        for part, edition in parts.values()
        if part.part.role is Role.BASE and edition.release == release
    )
    chosen: dict[str, PartFile] = {}
    for part, edition in parts.values():
        taken = chosen.get(part.part.kind)
        if edition.covers(base) and (taken is None or taken.part.preference > part.part.preference):
            chosen[part.part.kind] = part
    return Icd10Cm().read(list(chosen.values()), base, silent, None)


@pytest.fixture(scope="module")
def fy2026(parts: dict[str, tuple[PartFile, Edition]]) -> ReleaseContent:
    return read(parts, "FY2026-04")


@pytest.fixture(scope="module")
def fy2025(parts: dict[str, tuple[PartFile, Edition]]) -> ReleaseContent:
    return read(parts, "FY2025-04")


@pytest.fixture(scope="module")
def fy2017(parts: dict[str, tuple[PartFile, Edition]]) -> ReleaseContent:
    return read(parts, "FY2017")


def terms_of(content: ReleaseContent, book: IndexBook) -> list[IndexTerm]:
    return [term for term in content.index_terms if term.book is book]


def at(content: ReleaseContent, book: IndexBook, *titles: str) -> IndexTerm:
    """Return the term reached by the essential *titles* from a main term down."""
    terms = content.index_terms
    place = next(
        term
        for term in terms
        if term.book is book and term.depth == 0 and term.essential == titles[0]
    )
    for title in titles[1:]:
        below = terms[place.id : place.last_descendant_id]
        place = next(
            term for term in below if term.parent_id == place.id and term.essential == title
        )
    return place


def test_every_file_is_taken_or_told_why_not(found, parts):
    kinds = Counter((edition.release, part.part.kind) for part, edition in parts.values())
    assert kinds == {
        **{("FY2017", kind): 1 for kind in ("tabular", "index", "external", "neoplasm", "drugs")},
        ("FY2025-04", "tabular"): 1,
        **{("FY2025", kind): 1 for kind in ("index", "external", "neoplasm", "drugs")},
        **{("FY2026-04", kind): 1 for kind in ("tabular", "external", "neoplasm", "drugs")},
        **{("FY2025", kind): 1 for kind in ("order", "codes", "order-addenda", "codes-addenda")},
        **{("FY2026", kind): 2 for kind in ("order", "codes", "order-addenda", "codes-addenda")},
        ("FY2025", "poa"): 2,
        ("FY2026", "poa"): 2,
        ("FY2026", "conversion"): 1,
        ("FY2026", "guidelines"): 1,
    }
    rest = [file for file in found.files if file.name not in parts]
    reasons = {file.own_name: Icd10Cm().declines(file) for file in rest}
    poa = {name: reason for name, reason in reasons.items() if name.startswith("POAexempt")}
    assert len(poa) == 12
    assert all(reason is not None and "POA-exempt" in reason for reason in poa.values())
    assert {name for name in reasons if name not in poa} == {
        "icd10OrderFiles.pdf", "icd10cmCodesFile.pdf", "icd-10-cm-order-files.pdf",
        "icd-10-cm-codes-file.pdf", "ReadMePOAexemptFY25.txt", "ReadMePOAexemptFY26.txt",
    }  # fmt: skip


def test_files_of_other_code_sets_are_none_of_ours(official_dir):
    others = [official_dir / name for name in ("icd10pcs", "hcpcs", "msdrg")]
    with official_files(others) as found:
        taken = [file.name for file in found.files if Icd10Cm().part(file) is not None]
        declined = [file.name for file in found.files if Icd10Cm().declines(file) is not None]
    assert (taken, declined) == ([], [])


def test_the_index_of_fy2017_is_read_whole(fy2017):
    terms = terms_of(fy2017, IndexBook.INDEX)
    assert sum(term.depth == 0 for term in terms) == 7_973
    assert len(terms) == 7_973 + 69_226
    kinds = Counter(target.kind for term in terms for target in term.targets)
    assert kinds == {
        TargetKind.CODE: 59_412,
        TargetKind.SEE: 11_979,
        TargetKind.SEE_ALSO: 1_704,
        TargetKind.MANIFESTATION: 746,
        TargetKind.SUBCATEGORY: 130,
        TargetKind.SEE_CATEGORY: 15,
    }
    assert max(term.depth for term in terms) == 9
    assert fy2017.left_out == ()


def test_titles_of_fy2017_keep_what_follows_a_nonessential_modifier(fy2017):
    heat = at(fy2017, IndexBook.EXTERNAL, "Abandonment NEC")
    assert heat.title == (
        "Abandonment (causing exposure to weather conditions) (with intent to injure or kill) NEC"
    )
    index = terms_of(fy2017, IndexBook.INDEX)
    followed = [
        term for term in index if term.modifiers and term.modifiers[-1][1] < len(term.title)
    ]
    assert len(followed) == 828


@pytest.mark.parametrize("kind", ["index", "external", "neoplasm", "drugs"])
def test_another_parser_finds_the_same_titles_and_codes_in_fy2017(parts, fy2017, kind):
    """The other one builds the whole tree and knows nothing of how terms are numbered."""
    (file,) = (
        part.file
        for part, edition in parts.values()
        if part.part.kind == kind and edition.release == "FY2017"
    )
    tree = fromstring(b"".join(file.chunks()))
    theirs = [
        (
            "".join("".join(element.find("title").itertext()).split()),
            "".join("".join(t for t in _outside(element.find("title"))).split()),
            [
                (child.tag, " ".join((child.text or "").split()))
                for child in element
                if child.tag not in ("title", "term", "cell")
            ],
            [(child.text or "").strip() for child in element if child.tag == "cell"],
            sum(1 for _ in element.iter("term")) + (element.tag == "mainTerm"),
        )
        for element in tree.iter()
        if element.tag in ("mainTerm", "term")
    ]
    mine = [
        (
            term.title.replace(" ", ""),
            term.essential.replace(" ", ""),
            [(target.kind.value, target.text) for target in term.targets],
            [cell for cell in term.cells if cell],
            term.last_descendant_id - term.id + 1,
        )
        for term in terms_of(fy2017, IndexBook(kind))
    ]
    assert len(mine) == len(theirs)
    for (title, essential, targets, cells, size), other in zip(mine, theirs, strict=True):
        assert title == other[0]
        assert essential == (other[1] or other[0])
        assert targets == other[2]
        assert cells == [cell for cell in other[3] if cell.strip("-")]
        assert size == other[4]


def _outside(title: Element) -> Iterator[str]:
    """Yield what stands outside the nonessential modifiers."""
    yield title.text or ""
    for child in title:
        yield child.tail or ""


def test_pairs_of_codes_of_fy2017_keep_their_second(fy2017):
    heart = at(fy2017, IndexBook.INDEX, "Amyloid heart")
    assert heart.title == "Amyloid heart (disease)"
    assert heart.targets == (
        IndexTarget(TargetKind.CODE, "E85.4", "E854", True),
        IndexTarget(TargetKind.MANIFESTATION, "I43", "I43", True),
    )
    with_pairs = [
        term
        for term in terms_of(fy2017, IndexBook.INDEX)
        if [target.kind for target in term.targets] == [TargetKind.CODE, TargetKind.MANIFESTATION]
    ]
    assert len(with_pairs) == 710


def test_the_index_of_fy2025_has_the_published_terms_and_incomplete_codes(fy2025):
    terms = terms_of(fy2025, IndexBook.INDEX)
    assert sum(term.depth == 0 for term in terms) == 8_100
    assert sum(term.depth > 0 for term in terms) == 72_924
    codes = [target for term in terms for target in term.targets if target.kind is TargetKind.CODE]
    assert sum(not target.complete for target in codes) == 6_930
    path = ("Diabetes, diabetic", "type 2", "with", "chronic kidney disease")
    assert at(fy2025, IndexBook.INDEX, *path).targets[0].text == "E11.22"


def test_tables_have_a_code_for_each_column(fy2026):
    assert fy2026.index_columns[IndexBook.NEOPLASM] == (
        "Neoplasm", "Malignant Primary", "Malignant Secondary", "Ca in situ", "Benign",
        "Uncertain Behavior", "Unspecified Behavior",
    )  # fmt: skip
    assert [len(terms_of(fy2026, book)) for book in IndexBook] == [0, 8_090, 1_940, 7_430, 0]
    breast = at(fy2026, IndexBook.NEOPLASM, "Neoplasm, neoplastic", "abdomen, abdominal")
    assert breast.cells == ("C76.2", "C79.8-", "D09.8", "D36.7", "D48.7", "D49.89")
    propanol = at(fy2026, IndexBook.DRUGS, "1-propanol")
    assert propanol.cells == ("T51.3X1", "T51.3X2", "T51.3X3", "T51.3X4", "", "")
    assert sum(bool(cell) for term in fy2026.index_terms for cell in term.cells) == 49_056


@pytest.mark.parametrize("release", ["fy2017", "fy2025", "fy2026"])
def test_terms_and_their_subterms_are_runs_of_ids(release, request):
    terms = request.getfixturevalue(release).index_terms
    assert [term.id for term in terms] == list(range(1, len(terms) + 1))
    for term in terms:
        if term.parent_id is not None:
            above = terms[term.parent_id - 1]
            assert above.book is term.book
            assert above.depth == term.depth - 1
            assert above.id < term.id <= term.last_descendant_id <= above.last_descendant_id


def said_of(content: ReleaseContent, words: str) -> str:
    (said,) = (said for said in content.checks if words in said)
    return said


def test_fy2026_agrees_with_all_that_is_published_beside_it(fy2026):
    assert "74,719 billable codes, as CDC counts" in said_of(fy2026, "tabular-April")
    assert said_of(fy2026, "icd10cm_order_2026.txt: 98,186").endswith("agree, code for code")
    assert said_of(fy2026, "icd10cm_codes_2026.txt: 74,719").endswith("agree, code for code")
    for book in (IndexBook.NEOPLASM, IndexBook.DRUGS, IndexBook.EXTERNAL):
        assert "all lead into the tabular list" in said_of(fy2026, book.label)
    poa = said_of(fy2026, "POA reporting")
    assert "38,349 codes exempt" in poa
    assert poa.endswith("as published; all are in the tabular list")
    assert said_of(fy2026, "retitled").endswith(
        "487 codes new, 28 deleted, 38 retitled; the tabular list agrees"
    )
    assert len(fy2026.checks) == 11
    assert fy2026.left_out == ()


def test_fy2025_agrees_with_all_that_is_published_beside_it(fy2025):
    assert "74,260 billable codes, as CDC counts" in said_of(fy2025, "tabular-April")
    assert said_of(fy2025, "order-2025.txt: 97,584").endswith("agree, code for code")
    assert "all lead into the tabular list" in said_of(fy2025, "Alphabetic index")
    assert "38,154 codes exempt" in said_of(fy2025, "POA reporting")
    assert "252 codes new, 36 deleted, 13 retitled" in said_of(fy2025, "retitled")


def test_codes_of_fy2017_that_lead_nowhere_are_told(fy2017):
    assert "71,486 billable codes, as CDC counts" in said_of(fy2017, "tabular_2017")
    assert "44 codes to nowhere in the tabular list (T81.43" in said_of(fy2017, "Alphabetic index")
    assert "6 codes to nowhere" in said_of(fy2017, "External cause")
    assert "1 not written as a code" in said_of(fy2017, "Neoplasm table")


def test_lists_hold_the_published_counts(fy2026):
    counts = Counter(listing.list for listing in fy2026.listings)
    assert counts == {POA_EXEMPT: 38_349, NEW: 487, DELETED: 28, REVISED: 38}


def test_text_and_spreadsheet_of_the_poa_list_say_the_same(parts):
    lists = [
        read_poa(part.file).listings
        for name, (part, edition) in parts.items()
        if part.part.kind == "poa" and edition.release == "FY2026"
    ]
    assert len(lists) == 2
    assert lists[0] == lists[1]


def test_the_conversion_table_is_read_whole(fy2026):
    assert len(fy2026.conversions) == 5_892
    assert "18 not valid" in said_of(fy2026, "coded before")
    by_current = {found.current: found for found in fy2026.conversions}
    assert by_current["U07.0"].previous == (
        "J68.0", "J68.9", "J69.1", "J80", "J82", "J84.114", "J84.89", "Z72.0",
    )  # fmt: skip
    assert by_current["U07.0"].effective == date(2020, 4, 1)
    assert by_current["C50.A0"].effective == date(2025, 10, 1)
    assert by_current["Y07.050"].previous == ("Y07.01", "Y07.02", "Y07.03", "Y07.04")
    assert by_current["P91.821"].previous == ("I63.-", "P91.88")
    assert sum(not found.previous for found in fy2026.conversions) == 125


def test_the_guidelines_open_at_their_sections(fy2026):
    sections = {found.title: found for found in fy2026.document_sections}
    assert len(fy2026.document_sections) == 492
    diabetes = "4. Chapter 4: Endocrine, Nutritional, and Metabolic Diseases (E00-E89)"
    assert (sections[diabetes].page, sections[diabetes].depth) == (39, 2)
    pages = [found.page for found in fy2026.document_sections]
    assert pages == sorted(pages)


def test_every_section_that_the_checks_cite_is_in_the_guidelines(fy2026):
    """The numbers in the rules are those of FY2026; a mistyped one would open another section."""
    strings = (
        part.value
        for module in sorted(Path(edits.__file__).parent.glob("*.py"))
        for part in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )
    cited = {
        section
        for words in strings
        if "\n" not in words
        for section in cited_sections(
            words if "Guidelines" in words else f"Official Guidelines, section {words.strip()}"
        )
    }

    assert len(cited) > 60
    sections = fy2026.document_sections
    missing = {
        section
        for section in cited
        if (found := find_section(sections, section)) is None or not found.exact
    }
    assert missing == set()


def test_the_table_of_contents_of_the_guidelines_says_the_same_as_their_outline(parts):
    (file,) = (part.file for part, _ in parts.values() if part.part.kind == "guidelines")
    by_title = {
        found.title.replace(" ", ""): (found.depth, found.page)
        for found in guideline_sections(file)
    }
    with opened_pdf(file) as pdf:
        contents = list(_contents(pdf))
    shared = [entry for entry in contents if entry[0].replace(" ", "") in by_title]
    assert len(shared) > 200
    assert len(contents) - len(shared) < 10
    for title, _, page in shared:
        assert by_title[title.replace(" ", "")][1] == page


def test_an_order_file_alone_has_the_codes_of_the_tabular_list(parts, fy2026):
    chosen = [
        part
        for part, edition in parts.values()
        if part.part.kind == "order" and edition.release == "FY2026"
    ]
    edition = next(edition for _, edition in parts.values() if edition.release == "FY2026")
    content = Icd10Cm().read(chosen[:1], edition, silent, None)
    mine = {line.code: line for line in content.tabular.codes if not line.heading}
    theirs = {line.code: line for line in fy2026.tabular.codes if not line.heading}
    assert mine.keys() == theirs.keys()
    assert all(mine[code].billable == theirs[code].billable for code in mine)
    chapters = [line.code for line in content.tabular.codes if line.heading]
    assert chapters == [line.code for line in fy2026.tabular.codes if line.level == "chapter"]
    titles = {line.title for line in fy2026.tabular.codes if line.level == "chapter"}
    assert {line.title for line in content.tabular.codes if line.heading} == titles


# What real files become in the hands of a bad disk or a bad download.


def damaged(file: OfficialFile, deed: str, chance: random.Random) -> OfficialFile:
    content = bytearray(b"".join(file.chunks()))
    if deed == "cut":
        del content[chance.randrange(len(content)) :]
    elif deed == "flip":
        for _ in range(20):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    else:
        start = chance.randrange(len(content))
        del content[start : start + chance.randrange(1, 5000)]
    data = bytes(content)
    root = file.root if data[:2000] == file.head[:2000] else None
    return replace(
        file, size=len(data), head=data[:65_536], root=root, opener=lambda: BytesIO(data), parsed={}
    )


@pytest.mark.parametrize("deed", ["cut", "flip", "gap"])
@pytest.mark.parametrize(
    "kind",
    [
        "index",
        "external",
        "neoplasm",
        "drugs",
        "order",
        "codes",
        "order-addenda",
        "poa",
        "conversion",
        "guidelines",
    ],
)
def test_damaged_files_are_read_or_refused_in_one_line(parts, kind, deed):
    """A tabular list of two chapters stands for the whole, which takes long to read each time."""
    chance = random.Random(f"{kind} {deed}")
    (tabular,) = EMBEDDED[0].official_files()
    text = b"".join(tabular.chunks())
    data = text[: text.index(b"</chapter>") + len(b"</chapter>")] + b"</ICD10CM.tabular>"
    small = replace(tabular, size=len(data), head=data[:65_536], opener=lambda: BytesIO(data))
    base = Icd10Cm().part(small)
    assert base is not None
    original, edition = next(
        (part, edition) for part, edition in parts.values() if part.part.kind == kind
    )
    for _ in range(1 if kind in {"index", "order"} else 3):
        file = damaged(original.file, deed, chance)
        said = refusal_of(
            lambda file=file: Icd10Cm().read(
                [PartFile(base, small), PartFile(original.part, file)], edition, silent, None
            )
        )
        assert not said or file.name in said
        refusal_of(lambda file=file: Icd10Cm().part(file))
        refusal_of(lambda file=file: Icd10Cm().edition(PartFile(original.part, file)))


@pytest.mark.parametrize("deed", ["cut", "flip", "gap"])
def test_a_damaged_tabular_list_is_read_or_refused_in_one_line(deed):
    (tabular,) = EMBEDDED[0].official_files()
    file = damaged(tabular, deed, random.Random(deed))
    part = Icd10Cm().part(tabular)
    assert part is not None
    found = PartFile(part, file)
    edition = Icd10Cm().edition(PartFile(part, tabular))
    assert edition is not None
    said = refusal_of(lambda: Icd10Cm().read([found], edition, silent, None))
    assert not said or file.name in said
    assert said or deed == "flip"


def refusal_of(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except KnownError as fault:
        return one_line(str(fault))
    return ""


def one_line(said: str) -> str:
    assert said
    assert "\n" not in said
    return said


def test_an_index_cut_off_anywhere_is_refused(parts):
    (part,) = (
        part
        for part, edition in parts.values()
        if part.part.kind == "neoplasm" and edition.release == "FY2017"
    )
    content = b"".join(part.file.chunks())

    def read_to(end: int) -> PrintedIndex:
        return read_index([content[:end]], "any.xml")

    chance = random.Random(2017)
    for _ in range(20):
        assert "line" in refusal_of(lambda: read_to(chance.randrange(len(content) - 30)))

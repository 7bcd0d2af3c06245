"""The indexes of several releases, searched as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.entries import Entries, opened_index, sample_entries, sample_terms

from codebook_app.domain.search import HitKind
from codebook_app.search.index import SearchIndex
from codebook_app.search.joining import join
from codebook_app.search.schema import COMPLETED, LINES, TERMS

DISEASES = sample_entries()


def procedures() -> Entries:
    entries = Entries()
    entries.add("0SR", "Replacement of lower joints", level="table", billable=False)
    entries.add("0SR9019", "Replacement of elbow with metal, open")
    entries.add("0SR901A", "Replacement of elbow with clay, open")
    entries.add("470", "Sugar operations of the elbow")
    return entries


def supplies() -> Entries:
    entries = Entries()
    entries.add("A1", "Dressing for one sore", level="modifier", billable=False)
    entries.add("E11", "Sugar supplies", level="group", billable=False)
    entries.add("E1122", "Crutch with kidney pad")
    entries.add("J0585", "Injection, sugar, one unit")
    entries.add("Q9", "Gauze, one yard", level="terminated code", billable=False)
    return entries


PROCEDURES, SUPPLIES = procedures(), supplies()
ALL = (DISEASES, PROCEDURES, SUPPLIES)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[SearchIndex]]:
    folder = tmp_path_factory.mktemp("joined")
    opened = [
        opened_index(folder / "diseases", DISEASES.all, sample_terms()),
        opened_index(folder / "procedures", PROCEDURES.all),
        opened_index(folder / "supplies", SUPPLIES.all),
    ]
    yield opened
    for each in opened:
        each.close()


@pytest.fixture(scope="module")
def index(parts: list[SearchIndex]) -> SearchIndex:
    return SearchIndex.joined(parts)


def codes(index: SearchIndex, text: str, **options: object) -> list[tuple[int, str]]:
    return [
        (match.owner, ALL[match.owner].code(match.entry_id))
        for match in index.search(text, **options).matches  # type: ignore[arg-type]
        if match.kind is HitKind.CODE
    ]


def test_every_match_tells_which_index_it_is_of(index: SearchIndex) -> None:
    assert codes(index, "clay")[0] == (1, "0SR901A")
    assert codes(index, "dressing")[0] == (2, "A1")
    assert codes(index, "gastric sore bleeding")[0] == (0, "K250")
    term = index.search("bellyache").matches[0]
    assert (term.kind, term.owner, term.entry_id) == (HitKind.INDEX, 0, 5)


def test_hits_of_all_are_put_in_one_order(index: SearchIndex) -> None:
    found = codes(index, "sugar")
    assert {owner for owner, _ in found} == {0, 1, 2}
    # No owner's hits come in a block of their own.
    assert [owner for owner, _ in found] != sorted(owner for owner, _ in found)


def test_a_word_that_one_index_knows_is_no_misspelling_in_the_others(index: SearchIndex) -> None:
    assert index.search("metal").read_as == ""
    assert index.search("metl").read_as == "metl → metal"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("J0585", (2, "J0585")),
        ("j0585", (2, "J0585")),
        ("0SR", (1, "0SR")),
        ("0sr90", (1, "0SR9019")),
        ("470", (1, "470")),
        ("A1", (2, "A1")),
        ("K25", (0, "K25")),
        ("4", (0, "4")),
        ("s5202xs", (0, "S5202XS")),
    ],
)
def test_a_code_of_any_code_set_comes_first(
    index: SearchIndex, typed: str, first: tuple[int, str]
) -> None:
    found = index.search(typed)
    assert codes(index, typed)[0] == first
    assert "no code" not in found.read_as


def test_a_code_that_two_code_sets_have_is_shown_of_both_before_what_begins_so(
    index: SearchIndex,
) -> None:
    found = codes(index, "E11")
    assert found[:2] == [(0, "E11"), (2, "E11")]
    assert {(0, "E112"), (2, "E1122")} <= set(found[2:])
    assert codes(index, "E11.22")[:2] == [(0, "E1122"), (2, "E1122")]


def test_words_are_found_below_a_number_that_is_a_code(index: SearchIndex) -> None:
    shown = codes(index, "470")
    assert shown[0] == (1, "470")
    assert (0, "E11") in codes(index, "2")


def test_a_mistyped_code_shows_the_nearest_of_any_code_set(index: SearchIndex) -> None:
    found = index.search("J05859")
    assert found.read_as == "J05859 is no code → J0585"
    assert codes(index, "J05859") == [(2, "J0585")]


def test_a_joined_index_puts_the_same_first_as_its_only_owner_does_alone(
    index: SearchIndex, parts: list[SearchIndex]
) -> None:
    for text in ("gastric sore", "fracture elbow sequela", "S52.01XD", "viral liver fever b"):
        alone = [match.entry_id for match in parts[0].search(text).matches if match.owner == 0]
        together = [match.entry_id for match in index.search(text).matches if match.owner == 0]
        # How rare a word is differs, and with it what stands further down.
        assert together[:3] == alone[:3], text
        assert set(alone) <= set(together), text


def test_the_parts_of_a_joined_index_may_be_closed(tmp_path: Path) -> None:
    parts = [
        opened_index(tmp_path / "a", DISEASES.all, sample_terms()),
        opened_index(tmp_path / "b", SUPPLIES.all),
    ]
    joined = SearchIndex.joined(parts)
    for each in parts:
        each.close()
    assert codes(joined, "gastric sore bleeding")[0] == (0, "K250")
    assert joined.search("J05").matches[0].owner == 1
    mapped = Path("/proc/self/maps")
    if mapped.exists():
        assert str(tmp_path) not in mapped.read_text()


def test_one_index_joined_is_itself(parts: list[SearchIndex]) -> None:
    assert SearchIndex.joined(parts[:1]) is parts[0]


def test_every_posting_of_the_parts_is_in_the_whole(parts: list[SearchIndex]) -> None:
    volumes = [each.volume for each in parts]
    whole = join(volumes)
    for name in (LINES, COMPLETED, TERMS):
        field = whole.fields[name]
        assert list(field.terms) == sorted(
            {term for one in volumes for term in one.fields[name].terms}
        )
        assert len(field.ids) == sum(len(one.fields[name].ids) for one in volumes)
        first = whole.first(name)
        for number, term in enumerate(field.terms):
            documents, weights = field.postings(number, number + 1)
            assert documents.tolist() == sorted(documents.tolist())
            shown = [
                (int(whole.owner[document]), int(whole.entry_ids[document]), float(weight))
                for document, weight in zip(documents, weights, strict=True)
            ]
            wanted = []
            for owner, one in enumerate(volumes):
                at = one.fields[name].number(term)
                if at >= 0:
                    ids, own = one.fields[name].postings(at, at + 1)
                    wanted += [
                        (owner, int(one.entry_ids[each]), float(weight))
                        for each, weight in zip(ids, own, strict=True)
                    ]
            assert shown == wanted
            assert all(first <= document < first + whole.counts[name] for document in documents)


def test_each_index_and_the_whole_mark_the_codes_that_are_no_longer_in_use(
    parts: list[SearchIndex], index: SearchIndex
) -> None:
    def terminated(one: SearchIndex) -> list[tuple[int, int]]:
        lines = one.volume.terminated.nonzero()[0]
        return [(int(one.volume.owner[at]), int(one.volume.entry_ids[at])) for at in lines]

    last = SUPPLIES.all[-1].id
    assert [terminated(one) for one in parts] == [[], [], [(0, last)]]
    assert terminated(index) == [(2, last)]

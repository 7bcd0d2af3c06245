"""How queries are read, seen by what they find in small invented books."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.entries import Entries, opened_index

from codebook_app.search.index import SearchIndex
from codebook_app.search.wordings import Wordings


def book() -> Entries:
    entries = Entries()
    add = entries.add
    add("A10", "Suppurative ear fever")
    add("A11", "Nonsuppurative ear fever")
    add("A12", "Type 1 marsh fever")
    add("A13", "Type 1 hill disease")
    add("A14", "Type 1 valley disease")
    for number in range(20, 40):
        add(f"A{number}", f"Type {number} coast disease of grade 1")
    add("B10", "Quillon's syndrome")
    return entries


ENTRIES = book()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    opened = opened_index(tmp_path_factory.mktemp("reading") / "index", ENTRIES.all)
    yield opened
    opened.close()


def codes(index: SearchIndex, text: str) -> list[str]:
    return ENTRIES.codes(index.search(text))


@pytest.mark.parametrize("typed", ["non-suppurative ear fever", "non suppurative fever"])
def test_two_words_that_the_book_writes_as_one_find_it_first(
    index: SearchIndex, typed: str
) -> None:
    assert codes(index, typed)[0] == "A11"
    assert codes(index, "suppurative ear fever")[0] == "A10"


def test_where_nothing_holds_all_words_the_rarest_counts_more_than_several_common_ones(
    index: SearchIndex,
) -> None:
    assert codes(index, "Quillon's disease type 1")[0] == "B10"


def shorthand() -> Entries:
    entries = Entries()
    add = entries.add
    add("C10", "Hill fever")
    add("C11", "Valley fever")
    add("C12", "Ebb disease")
    add("C13", "Positive moss test")
    add("C14", "Moss infection, site not specified")
    add("C15", "Moss infection of newborn")
    add("C16", "Mossy cardigan rash")
    add("C17", "Ebb with hill fever")
    for number in range(20, 34):
        add(f"C{number}", f"Cardamom rash {number}")
    add("C40", "Tide without surge")
    add("C41", "Tide with surge")
    add("C42", "Foam rash not having achieved calm")
    add("C43", "Foam rash in calm")
    return entries


SHORT = shorthand()
MEANINGS = {
    ("hf",): ("hill fever", "valley fever"),
    ("as",): ("ebb disease",),
    ("w",): ("with",),
    ("card",): ("ebb disease",),
    ("mi",): ("moss infection",),
}


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    opened = opened_index(tmp_path_factory.mktemp("short") / "index", SHORT.all)
    yield SearchIndex(opened.volume, Wordings(MEANINGS), Wordings({}))
    opened.close()


def test_the_first_meaning_of_an_abbreviation_comes_first(short: SearchIndex) -> None:
    found = short.search("hf")
    assert SHORT.codes(found)[:2] == ["C10", "C11"]
    assert found.read_as == "hf → hill fever or valley fever"


def test_an_abbreviation_that_is_a_filler_is_meant_in_capitals_only(short: SearchIndex) -> None:
    assert short.search("AS").read_as == "AS → ebb disease"
    assert short.search("rash as AS").read_as == "AS → ebb disease"
    for typed in ("as", "rash as", "RASH AS FEVER"):
        assert short.search(typed).read_as == ""


def test_an_abbreviation_of_fillers_is_a_filler(short: SearchIndex) -> None:
    found = short.search("ebb w/ fever")
    assert SHORT.codes(found)[0] == "C17"
    assert found.read_as == ""
    assert found.failed == ()


def test_a_plus_after_a_word_is_read_as_positive(short: SearchIndex) -> None:
    assert SHORT.codes(short.search("moss+"))[0] == "C13"
    assert SHORT.codes(short.search("moss"))[0] == "C14"


def test_an_abbreviation_is_found_in_its_plural(short: SearchIndex) -> None:
    assert short.search("MIs").read_as == "MIs → moss infection"


def test_what_is_left_open_says_nothing_else(short: SearchIndex) -> None:
    assert SHORT.codes(short.search("moss infection"))[:2] == ["C14", "C15"]


def test_what_an_abbreviation_means_comes_before_what_only_begins_so(short: SearchIndex) -> None:
    assert SHORT.codes(short.search("card"))[0] == "C12"


def test_a_reading_that_found_none_of_the_best_is_not_told(short: SearchIndex) -> None:
    found = short.search("rash card")
    assert SHORT.codes(found)[0] in {"C16", *(f"C{number}" for number in range(20, 34))}
    assert found.read_as == ""


def test_what_is_denied_comes_after_what_is_there(short: SearchIndex) -> None:
    assert SHORT.codes(short.search("tide surge")) == ["C41", "C40"]
    assert SHORT.codes(short.search("foam calm")) == ["C43", "C42"]
    assert SHORT.codes(short.search("tide without surge"))[0] == "C40"


def test_a_code_no_longer_in_use_and_another_book_come_after(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    first, second = Entries(), Entries()
    first.add("D10", "Lantern rash", level="terminated code")
    first.add("D11", "Lantern rash of sailors")
    second.add("L10", "Lantern rash")
    indexes = [
        opened_index(tmp_path_factory.mktemp("books") / "index", book.all)
        for book in (first, second)
    ]
    joined = SearchIndex.joined(indexes)
    found = [(match.owner, match.entry_id) for match in joined.search("lantern rash").matches]
    assert found == [(1, 1), (0, 2), (0, 1)]
    for one in indexes:
        one.close()


@pytest.mark.parametrize("typed", ["dm2", "DM2"])
def test_an_abbreviation_shaped_like_a_code_means_what_it_abbreviates_first(
    tmp_path_factory: pytest.TempPathFactory, typed: str
) -> None:
    book = Entries()
    book.add("DM2", "Ray treatment")
    book.add("DM20", "Ray treatment of hand")
    book.add("E11", "Sugar disease")
    index = opened_index(tmp_path_factory.mktemp("shaped") / "index", book.all)
    short = SearchIndex(index.volume, Wordings({("dm2",): ("sugar disease",)}), Wordings({}))
    assert book.codes(short.search(typed)) == ["E11", "DM2", "DM20"]
    assert book.codes(short.search(typed, as_typed=True))[0] == "DM2"
    index.close()


def test_a_word_that_hardly_any_entry_holds_may_be_a_slip_for_a_common_one(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    book = Entries()
    book.add("M10", "Lanten oil")
    for number in range(20, 60):
        book.add(f"M{number}", f"Lantern rash {number}")
    index = opened_index(tmp_path_factory.mktemp("slips") / "index", book.all)
    found = index.search("lanten rash 33")
    assert book.codes(found)[0] == "M33"
    assert found.read_as == "lanten → lantern"
    assert book.codes(index.search("lanten oil"))[0] == "M10"
    assert index.search("lanten oil").read_as == ""
    assert index.search("lanten rash 33", as_typed=True).failed
    index.close()


def test_what_was_typed_comes_before_a_synonym_that_is_rarer(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    book = Entries()
    book.add("S90", "Luxo of the ankle and globe")
    for number, joint in enumerate(("ankle", "elbow", "finger", "hip", "jaw", "knee", "toe")):
        book.add(f"S{number}0", f"Slip of {joint}")
    index = opened_index(tmp_path_factory.mktemp("rarer") / "index", book.all)
    same = {("slip",): ("luxo",), ("luxo",): ("slip",)}
    read = SearchIndex(index.volume, Wordings({}), Wordings(same))
    slips, luxation = book.codes(read.search("slip")), book.codes(read.search("luxo"))[0]
    assert (slips[0], slips[-1], luxation) == ("S00", "S90", "S90")
    index.close()

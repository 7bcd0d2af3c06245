"""Searching an index of invented entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support.entries import Entries, opened_index, sample_entries

from codebook_app.progress import Cancelled, CancelToken, Progress
from codebook_app.search.codec import FlatField
from codebook_app.search.found import MatchedIn
from codebook_app.search.index import SearchIndex, build_index
from codebook_app.search.query import Choice, Slice, Word, WordGroup
from codebook_app.search.scored import Span
from codebook_app.search.scoring import GroupScores

ENTRIES = sample_entries()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    opened = opened_index(tmp_path_factory.mktemp("sample") / "index", ENTRIES.all)
    yield opened
    opened.close()


def codes(index: SearchIndex, text: str, **options: object) -> list[str]:
    return ENTRIES.codes(index.search(text, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["E11.22", "e1122", " E11.22 ", "e11 22", "E1122"])
def test_a_code_is_found_in_any_spelling(index: SearchIndex, typed: str) -> None:
    found = index.search(typed)
    assert ENTRIES.codes(found)[0] == "E1122"
    assert found.matches[0].said.matched is MatchedIn.CODE


@pytest.mark.parametrize("typed", ["E11.-", "E11", "e11.", "E11-"])
def test_a_part_of_a_code_shows_its_line_and_those_below_in_order(
    index: SearchIndex, typed: str
) -> None:
    assert codes(index, typed)[:4] == ["E11", "E112", "E1122", "E119"]


def test_seventh_character_codes_are_folded_under_the_line_they_complete(
    index: SearchIndex,
) -> None:
    found = index.search("S52.0")
    assert ENTRIES.codes(found) == ["S5201", "S5202"]
    assert [match.folded for match in found.matches] == [3, 3]


def test_a_code_of_seven_characters_comes_first_then_its_line_and_the_others(
    index: SearchIndex,
) -> None:
    assert codes(index, "S52.01XD") == ["S5201XD", "S5201", "S5201XA", "S5201XS"]
    assert codes(index, "s5201x") == ["S5201", "S5201XA", "S5201XD", "S5201XS"]


@pytest.mark.parametrize(
    ("typed", "code"), [("4", "4"), ("E08-E13", "E08-E13"), ("e08 - e13", "E08-E13")]
)
def test_chapters_and_sections_are_found_by_their_codes(
    index: SearchIndex, typed: str, code: str
) -> None:
    assert codes(index, typed)[0] == code


def test_a_code_that_does_not_exist_shows_the_nearest_and_says_so(index: SearchIndex) -> None:
    found = index.search("E11.229")
    assert ENTRIES.codes(found) == ["E1122"]
    assert found.read_as == "E11.229 is no code → E11.22"


def test_a_code_and_words_are_read_as_words(index: SearchIndex) -> None:
    found = index.search("k25 acute")
    assert "no code" not in found.read_as
    assert ENTRIES.codes(found)[0] == "K250"


def test_words_are_found_in_any_order_case_and_cut(index: SearchIndex) -> None:
    for text in (
        "kidney chron sugar 2 type",
        "TYPE 2 SUGAR KIDNEY DISEASE chr",
        "sug typ 2 kid chr",
    ):
        assert codes(index, text)[0] == "E1122", text


def test_the_numbers_of_types_are_told_apart(index: SearchIndex) -> None:
    assert codes(index, "type 1 sugar disease")[0] == "E10"
    assert codes(index, "type 2 sugar disease")[0] == "E11"
    assert codes(index, "type ii sugar disease")[0] == "E11"


def test_a_single_letter_counts_as_a_word(index: SearchIndex) -> None:
    assert codes(index, "viral liver fever b")[0] == "K752"


def test_accents_and_possessives_make_no_difference(index: SearchIndex) -> None:
    assert codes(index, "hepatite meniere")[0] == "K751"
    assert codes(index, "Bartholins liver")[0] == "K751"


def test_fillers_are_dropped_unless_nothing_else_is_left(index: SearchIndex) -> None:
    assert codes(index, "of the fracture in") == codes(index, "fracture")
    assert "S52" in codes(index, "of")


def test_british_plural_and_latin_forms_are_found(index: SearchIndex) -> None:
    assert set(codes(index, "fractures of elbows")[:2]) == {"S5201", "S5202"}
    assert codes(index, "diverticula of elbow")[0] == "S5202"
    assert codes(index, "gastric sore haemorrhage")[0] == "K250"  # bleeding, by its synonym


def test_an_abbreviation_is_written_out_and_told(index: SearchIndex) -> None:
    found = index.search("sugar type 2 ckd")
    assert ENTRIES.codes(found)[0] == "E1122"
    assert found.read_as == "ckd → chronic kidney disease"


def test_a_misspelt_word_is_read_as_the_nearest_and_told(index: SearchIndex) -> None:
    found = index.search("gastrc sore")
    assert ENTRIES.codes(found)[0] == "K25"
    assert found.read_as == "gastrc → gastric"


def test_a_word_nobody_knows_fails_and_the_others_answer(index: SearchIndex) -> None:
    found = index.search("xqzzkw sugar")
    assert found.read_as == ""
    assert found.unknown == ("xqzzkw",)
    assert "E11" in ENTRIES.codes(found)
    assert index.search("xqzzkw").matches == ()


def test_all_words_come_before_most_words(index: SearchIndex) -> None:
    found = codes(index, "acute gastric sore bleeding")
    assert found[0] == "K250"
    assert {"K25", "K259"} <= set(found)


def test_a_phrase_that_says_nothing_else_wins_and_unspecified_says_nothing(
    index: SearchIndex,
) -> None:
    found = codes(index, "gastric sore")
    assert found.index("K25") < found.index("K250")
    assert found.index("K259") < found.index("K250")


def test_other_comes_after_what_was_asked(index: SearchIndex) -> None:
    found = codes(index, "viral liver fever")
    assert found.index("K752") < found.index("K753")


def test_an_inclusion_term_is_told_as_the_reason(index: SearchIndex) -> None:
    (first, *_) = index.search("sore of stomach").matches
    assert ENTRIES.code(first.entry_id) == "K25"
    assert (first.said.matched, first.said.position) == (MatchedIn.INCLUSION_TERM, 0)


def test_a_line_inherits_the_inclusion_terms_above_it(index: SearchIndex) -> None:
    (first, *_) = index.search("acute stomach sore bleeding").matches
    assert ENTRIES.code(first.entry_id) == "K250"


def test_words_of_a_seventh_character_unfold_it(index: SearchIndex) -> None:
    found = index.search("fracture left elbow sequela")
    assert ENTRIES.codes(found)[0] == "S5202XS"
    assert codes(index, "subsequent encounter")[:2] == ["S5201XD", "S5202XD"]
    assert codes(index, "fracture elbow healing")[:2] == ["S5201XD", "S5202XD"]
    # These words are in the meanings of seventh characters too, but do not ask for one.
    assert not {"S5201XA", "S5202XA", "S5201XS"} & set(codes(index, "fracture elbow"))


def test_only_billable_codes_are_hits_when_asked_for(index: SearchIndex) -> None:
    billable = {entry.code for entry in ENTRIES.all if entry.billable}
    for text in ("sugar", "E11", "S52", "fracture", "sequela", "S52.01XD", "4", "gastric"):
        found = codes(index, text, billable=True)
        assert set(found) <= billable, text
        assert len(set(found)) == len(found), text
    match = index.search("fracture right elbow", billable=True).matches[0]
    assert (ENTRIES.code(match.entry_id), match.folded) == ("S5201XA", 2)


def test_billable_comes_before_header_only_between_equals(tmp_path: Path) -> None:
    entries = Entries()
    entries.add("Q10", "Blue spots", level="category", billable=False)
    entries.add("Q101", "Blue spots")
    entries.add("Q11", "Blue spots of skin", level="category", billable=False)
    index = opened_index(tmp_path / "index", entries.all)
    assert entries.codes(index.search("blue spots")) == ["Q101", "Q10", "Q11"]
    assert entries.codes(index.search("blue spots skin"))[0] == "Q11"
    index.close()


def test_no_more_hits_than_asked_for(index: SearchIndex) -> None:
    for text in ("s", "E", "e1", "sugar"):
        assert len(index.search(text, limit=2).matches) <= 2
        assert index.search(text, limit=0).matches == ()


def test_scores_never_grow_down_the_list(index: SearchIndex) -> None:
    for text in ("s", "e1", "sugar disease", "fracture elbow initial"):
        scores = [match.score for match in index.search(text).matches]
        assert scores == sorted(scores, reverse=True)


def test_marks_name_the_matched_words(index: SearchIndex) -> None:
    marks = index.search("ckd diab type").words.marks
    assert marks("Chronic kidney disease of any type") == ((0, 7), (8, 14), (15, 22), (30, 34))
    assert index.search("sugar kid").words.marks("Sugar of kidneys") == ((0, 5), (9, 16))


def test_a_cancelled_search_stops_between_two_words() -> None:
    class SecondLook(CancelToken):
        looks = 0

        def raise_if_cancelled(self) -> None:
            self.looks += 1
            if self.looks == 2:
                raise Cancelled

    field = FlatField([b"sore"], np.array([0, 1], "<u4"), np.zeros(1, "<u4"), np.ones(1, "<f4"))
    group = WordGroup("sore", (Choice((Word((Slice("sore", 1.0),)),)),))
    with pytest.raises(Cancelled):
        GroupScores(field, Span(0, 1)).of_all([group, group, group], SecondLook())


def test_a_cancelled_search_stops(index: SearchIndex) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        index.search("sugar disease", cancel=cancel)


def test_a_cancelled_build_stops_and_leaves_no_valid_index(tmp_path: Path) -> None:
    cancel = CancelToken()
    told: list[Progress] = []

    def report(progress: Progress) -> None:
        told.append(progress)
        if progress.stage == "Sorting words":
            cancel.cancel()

    with pytest.raises(Cancelled):
        build_index(ENTRIES.all, tmp_path, report, cancel)
    assert told
    assert not (tmp_path / "stamp.json").exists()


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    index = opened_index(tmp_path / "index", [])
    for text in ("sugar", "E11", "s", ""):
        assert index.search(text).matches == ()
    index.close()


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="asks Linux for mapped files")
def test_closing_lets_every_file_go(tmp_path: Path) -> None:
    index = opened_index(tmp_path / "index", ENTRIES.all)
    index.search("fracture elbow sequela")
    index.search("E11")
    mapped = Path("/proc/self/maps")
    assert str(tmp_path) in mapped.read_text()
    index.close()
    assert str(tmp_path) not in mapped.read_text()
    held = {path.resolve() for path in Path("/proc/self/fd").iterdir() if path.exists()}
    assert not [path for path in held if path.is_relative_to(tmp_path)]


def test_two_indexes_of_the_same_entries_answer_the_same(
    tmp_path: Path, index: SearchIndex
) -> None:
    again = opened_index(tmp_path / "index", ENTRIES.all)
    for text in ("sugar", "fracture elbow", "typ 2", "E1"):
        assert again.search(text).matches == index.search(text).matches
    again.close()

"""The abbreviations, lay words and surgeons' words we ship, and what they find.

Each is checked in the embedded release of the code set that the line ``#:`` above it names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import pytest
from support.embedded_book import embedded_book, embedded_reference
from support.embedded_procedures import embedded_procedures, procedures_reference

from codebook_app import paths
from codebook_app.search.index import SearchIndex
from codebook_app.search.reading import Reader
from codebook_app.search.schema import COMPLETED, LINES
from codebook_app.search.shelf import Shelf
from codebook_app.search.text import FILLERS, words
from codebook_app.search.volume import open_volume
from codebook_app.search.wordings import Wordings

Shown = Callable[[str], list[str]]
Abbreviation = tuple[str, tuple[str, ...]]

QUESTIONS = Path(__file__).with_name("abbreviation_questions.tsv")
DIAGNOSES, PROCEDURES, SUPPLIES = "ICD-10-CM", "ICD-10-PCS", "HCPCS"
GOAL_HIT_AT_1, GOAL_HIT_AT_10 = 0.80, 0.95


def by_code_set() -> dict[str, list[Abbreviation]]:
    """Return what the file says below each line ``#: code set``, as it stands there."""
    groups: dict[str, list[Abbreviation]] = {}
    for line in paths.data_file("abbreviations.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#: "):
            group = groups.setdefault(line.removeprefix("#: "), [])
        elif line and not line.startswith("#"):
            short, _, meanings = line.partition("\t")
            group.append((short, tuple(each.strip() for each in meanings.split(";"))))
    return groups


def met_meanings(index: Path, meanings: Sequence[str]) -> set[str]:
    """Return those of *meanings* that a code's entry in *index* holds every word of."""
    named = {f"qqqq{number}": meaning for number, meaning in enumerate(meanings)}
    shelf = Shelf(open_volume(index))
    explained = Wordings({(word,): (meaning,) for word, meaning in named.items()})
    reader = Reader(shelf.vocabulary, explained, Wordings({}))
    met = set()
    for word, meaning in named.items():
        groups = reader.read(word, respell=False).groups
        found = (shelf.scores[field].of_all(groups) for field in (LINES, COMPLETED))
        if any(len(one.documents) for one in chain.from_iterable(found)):
            met.add(meaning)
    return met


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """The first ten codes shown where both embedded releases are searched, without points."""
    folders = embedded_book(tmp_path_factory), embedded_procedures(tmp_path_factory)
    with ExitStack() as stack:
        books = embedded_reference(folders[0]), procedures_reference(folders[1])
        indexes = [SearchIndex.open(folder / "index") for folder in folders]
        for each in (*books, *indexes):
            stack.callback(each.close)
        both = SearchIndex.joined(indexes)

        def codes(text: str) -> list[str]:
            matches = both.search(text, limit=10).matches
            lines = [books[one.owner].codes([one.entry_id])[one.entry_id] for one in matches]
            return [line.code.replace(".", "") for line in lines]

        yield codes


def test_the_file_is_as_rich_as_a_coder_expects_and_read_whole() -> None:
    groups = by_code_set()
    wordings = Wordings.abbreviations(paths.data_file("abbreviations.tsv"))
    assert set(groups) == {DIAGNOSES, PROCEDURES, SUPPLIES}
    assert len(list(wordings)) == sum(map(len, groups.values())) >= 1600


def test_no_filler_of_a_query_is_an_abbreviation() -> None:
    # "as" in "asthma as a child" is not aortic stenosis.
    wordings = Wordings.abbreviations(paths.data_file("abbreviations.tsv"))
    assert not [run for run, _ in wordings if FILLERS.issuperset(run)]


def test_no_meaning_only_repeats_what_is_typed_or_stands_twice() -> None:
    for short, meanings in chain.from_iterable(by_code_set().values()):
        cut = [tuple(word for word in words(each) if word not in FILLERS) for each in meanings]
        assert tuple(words(short)) not in cut, short
        assert len(set(meanings)) == len(meanings), short


@pytest.mark.slow
def test_every_meaning_is_met_by_a_code_of_its_code_set(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    groups = by_code_set()
    of_group = {
        group: list(dict.fromkeys(meaning for _, each in said for meaning in each))
        for group, said in groups.items()
    }
    procedures = met_meanings(embedded_procedures(tmp_path_factory) / "index", of_group[PROCEDURES])
    left = [each for each in of_group[PROCEDURES] if each not in procedures]
    diagnoses = met_meanings(
        embedded_book(tmp_path_factory) / "index", [*of_group[DIAGNOSES], *left]
    )
    unmet = [
        (short, meaning)
        for group, known in ((DIAGNOSES, diagnoses), (PROCEDURES, diagnoses | procedures))
        for short, each in groups[group]
        for meaning in each
        if meaning not in known
    ]
    no_procedure = [short for short, each in groups[PROCEDURES] if procedures.isdisjoint(each)]
    assert not unmet
    assert not no_procedure


@pytest.mark.slow
def test_every_set_of_synonyms_leads_to_words_of_a_code(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    lines = paths.data_file("synonyms.tsv").read_text(encoding="utf-8").splitlines()
    sets = [
        [each.strip() for each in line.split(";")]
        for line in lines
        if line and not line.startswith("#")
    ]
    wordings = list(dict.fromkeys(chain.from_iterable(sets)))
    met = met_meanings(embedded_book(tmp_path_factory) / "index", wordings)
    met |= met_meanings(embedded_procedures(tmp_path_factory) / "index", wordings)
    assert not [each for each in sets if met.isdisjoint(each)]
    assert not [each for each in sets if len(set(each)) < len(each)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ectopic kidney", "Q632"),
        ("exposure to cold", "X31"),
        ("gas gangrene", "A480"),
        ("alcoholic cirrhosis", "K703"),
        ("amputation of thumb", "S680"),
        ("brain death", "G9382"),
    ],
)
def test_a_word_of_the_books_is_searched_as_typed_first(
    shown: Shown, text: str, first: str
) -> None:
    assert shown(text)[0].startswith(first)


@pytest.mark.slow
def test_what_coders_write_in_short_shows_the_code(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = QUESTIONS.read_text(encoding="utf-8").splitlines()
    asked = [row.split("\t") for row in rows if not row.startswith("#")]
    places = {}
    for question, wanted in asked:
        right = tuple(wanted.split("|"))
        first = (at for at, code in enumerate(shown(question), 1) if code.startswith(right))
        places[question] = next(first, 0)
    at_1 = sum(place == 1 for place in places.values()) / len(places)
    at_10 = sum(place > 0 for place in places.values()) / len(places)
    with capsys.disabled():
        print(f"\n{len(places)} abbreviations: hit@1 {at_1:.3f}, hit@10 {at_10:.3f}")
    assert len(places) == len(asked) >= 200
    missed = [question for question, place in places.items() if not place]
    assert at_10 >= GOAL_HIT_AT_10, missed
    assert at_1 >= GOAL_HIT_AT_1

"""Cutting many texts at once into numbered words."""

from __future__ import annotations

from codebook_app.search.cutting import CutTexts, Place, TextCutter
from codebook_app.search.text import asides, words


def words_of(cut: CutTexts, text: int) -> list[str]:
    return [cut.words[token] for token in cut.tokens[cut.starts[text] : cut.starts[text + 1]]]


def places_of(cut: CutTexts, text: int) -> list[int]:
    return cut.places[cut.starts[text] : cut.starts[text + 1]].tolist()


TEXTS = (
    "Type 2 sugar disease (mellitus) [E11]",
    "",
    "Hépatite of the Ménière’s kind",
    "a) closed before it opens (b) c",
    "nested (one (two) one) none",
    "Bartholin's gland_duct",
    "with a\x00mark and a\x01part",
    "---",
)


def test_many_texts_are_cut_as_one_is() -> None:
    cutter = TextCutter()
    numbers = [cutter.add(text) for text in TEXTS]
    cut = cutter.finish()
    assert numbers == list(range(len(TEXTS)))
    for number, text in enumerate(TEXTS):
        assert words_of(cut, number) == words(text), text
        assert places_of(cut, number) == list(map(int, asides(text))), text
    assert len(set(cut.words)) == len(cut.words)


def test_thousands_of_texts_are_cut_in_portions_without_losing_any() -> None:
    cutter = TextCutter()
    for number in range(9_000):
        cutter.add(f"sore {number} (of {number % 7})")
    cut = cutter.finish()
    assert len(cut.starts) == 9_001
    for number in (0, 4095, 4096, 8191, 8192, 8999):
        assert words_of(cut, number) == ["sore", str(number), "of", str(number % 7)]


def test_the_parts_of_a_term_keep_their_places() -> None:
    cutter = TextCutter()
    cutter.add_parts(("Sugar (disease)", "type 2"), "with sore (left)", ("cold", "dry"), "Benign")
    cutter.add_parts((), "Fever", (), "")
    cut = cutter.finish()
    assert list(zip(words_of(cut, 0), places_of(cut, 0), strict=True)) == [
        ("sugar", Place.PATH),
        ("disease", Place.PATH),
        ("type", Place.PATH),
        ("2", Place.PATH),
        ("with", Place.PLAIN),
        ("sore", Place.PLAIN),
        ("left", Place.PLAIN),
        ("cold", Place.ASIDE),
        ("dry", Place.ASIDE),
        ("benign", Place.COLUMN),
    ]
    assert places_of(cut, 1) == [Place.PLAIN]


def test_nothing_is_cut_into_nothing() -> None:
    cut = TextCutter().finish()
    assert cut.words == []
    assert cut.tokens.tolist() == []
    assert cut.starts.tolist() == [0]

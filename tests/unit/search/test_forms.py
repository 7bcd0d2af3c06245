"""Forms of a word share a key."""

from __future__ import annotations

import pytest

from codebook_app.search.forms import form_key, numeral


@pytest.mark.parametrize(
    "forms",
    [
        ("fracture", "fractures", "fractured"),
        ("haemorrhage", "hemorrhage"),
        ("tumour", "tumor", "tumors"),
        ("stenosis", "stenoses"),
        ("diverticulum", "diverticula"),
        ("bronchus", "bronchi", "bronchial"),
        ("pleura", "pleural"),
        ("cornea", "corneal"),
        ("aorta", "aortic"),
        ("diabetes", "diabetic"),
        ("calculus", "calculi"),
        ("carcinoma", "carcinomata", "carcinomas"),
        ("oesophagus", "esophagus"),
        ("stenosis", "stenotic", "stenoses"),
        ("cyanotic", "cyanosis"),
        ("paralysis", "paralytic", "paralysed", "paralyzed"),
        ("dysplasia", "dysplastic"),
        ("spastic", "spasm", "spastica"),
        ("sepsis", "septic"),
        ("epilepsy", "epileptic", "epilepticus"),
        ("trauma", "traumatic"),
        ("carcinoma", "carcinomatous"),
        ("amnesia", "amnesic", "amnestic"),
        ("metastasis", "metastases", "metastatic"),
        ("psoriasis", "psoriatic"),
        ("ventricle", "ventricular", "ventriculi"),
        ("muscle", "muscles", "muscular"),
        ("pharynx", "pharyngeal"),
        ("hypertension", "hypertensive"),
        ("perforation", "perforated"),
        ("localised", "localized"),
        ("behavioural", "behavioral"),
        ("leucocyte", "leukocyte"),
        ("cancer", "cancerous"),
        ("pregnant", "pregnancy", "pregnancies"),
    ],
)
def test_forms_of_a_word_share_their_key(forms: tuple[str, ...]) -> None:
    assert len({form_key(form) for form in forms}) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("hypertension", "hypotension"),
        ("ileum", "ilium"),
        ("renal", "adrenal"),
        ("arthritis", "arthrosis"),
        ("hyperkalemia", "hypokalemia"),
        ("prostatic", "prostheses"),
        ("heat", "heart"),
        ("car", "carious"),
        ("leg", "legal"),
        ("can", "canal"),
        ("neurosis", "neuritis"),
    ],
)
def test_words_that_differ_in_meaning_keep_different_keys(words: tuple[str, str]) -> None:
    assert form_key(words[0]) != form_key(words[1])


def test_short_words_and_words_with_digits_are_their_own_key() -> None:
    assert [form_key(word) for word in ("gas", "b12", "ii")] == ["gas", "b12", "ii"]


@pytest.mark.parametrize(
    ("typed", "other"),
    [("2", "ii"), ("ii", "2"), ("10", "x"), ("11", None), ("0", None), ("02", None), ("b", None)],
)
def test_a_number_has_its_other_numeral(typed: str, other: str | None) -> None:
    assert numeral(typed) == other

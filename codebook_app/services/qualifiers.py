"""ICF codes typed with their qualifiers, ``b280.2``: the release holds the code alone."""

from __future__ import annotations

from codebook_app.codesets.icf.grammar import QualifiedCode, in_words, parse
from codebook_app.domain.code import Code

ICF = "icf"


def qualified(text: str) -> QualifiedCode | None:
    """Return the code and qualifiers that *text* spells; None where it has no qualifiers."""
    parsed = parse(text)
    return parsed if parsed is not None and parsed.qualifiers else None


def qualifier_words(text: str, line: Code) -> tuple[str, ...]:
    """Return what the qualifiers in *text*, which *line* was found by, mean."""
    typed = qualified(text) if line.code_set == ICF else None
    if typed is None or typed.code != line.code:
        return ()
    return tuple(f"{of}: {meaning}" for of, meaning in in_words(typed))

"""ICF codes typed with their qualifiers, ``b280.2``: the release holds the code alone."""

from __future__ import annotations

from dataclasses import replace

from codebook_app.codesets.icf.grammar import QualifiedCode, in_words, parse
from codebook_app.domain.code import Code

ICF = "icf"


def qualified(text: str) -> QualifiedCode | None:
    """Return the code and qualifiers that *text* spells; None where it has no qualifiers."""
    parsed = parse(text)
    return parsed if parsed is not None and parsed.qualifiers else None


def with_qualifiers(text: str, line: Code) -> Code:
    """Return *line* as it goes onto a code list: with the qualifiers in *text*, told in its title.

    Every other line, and one that *text* does not qualify, as it is.
    """
    typed = qualified(text) if line.code_set == ICF else None
    if typed is None or typed.code != line.code:
        return line
    words = ", ".join(qualifier_words(text, line))
    return replace(line, code=typed.text, title=f"{line.title} ({words})" if words else line.title)


def qualifier_words(text: str, line: Code) -> tuple[str, ...]:
    """Return what the qualifiers in *text*, which *line* was found by, mean."""
    typed = qualified(text) if line.code_set == ICF else None
    if typed is None or typed.code != line.code:
        return ()
    return tuple(f"{of}: {meaning}" for of, meaning in in_words(typed))

"""What a note or the Medicare Code Editor says of codes is not said by a guideline, too."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from codebook_app.domain.finding import Finding

_PAIRS = frozenset({"excludes1", "code_first_order"})
_FIRST = frozenset({"unacceptable_principal", "manifestation_first", "code_first"}) | _PAIRS

_GIVES_WAY_TO = MappingProxyType(
    {
        "birth_record": _PAIRS,
        "combination_code": _PAIRS,
        "first_only": frozenset({"age_conflict"}) | _PAIRS,
        "guideline_order": _PAIRS,
        "missing_code": frozenset({"code_first", "initial_only"}),
        "mother_and_newborn": _PAIRS,
        "never_first": _FIRST,
        "not_together": _PAIRS,
        "presumed_link": _PAIRS,
    }
)


def said_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return *findings* in their order without those that another rule says of the same codes.

    A rule of the guidelines gives way to the notes and the editor, which are nearer to the claim;
    so it does where the person has set that finding aside.
    """
    found = tuple(findings)
    said = [
        (one.rule, frozenset(one.codes))
        for one in found
        if any(one.rule in others for others in _GIVES_WAY_TO.values())
    ]
    return tuple(
        one
        for one in found
        if not any(
            rule in _GIVES_WAY_TO.get(one.rule, ()) and codes.issuperset(one.codes)
            for rule, codes in said
        )
    )

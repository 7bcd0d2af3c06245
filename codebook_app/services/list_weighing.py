"""Which reading of a candidate fits where it stands, and what speaks against it; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from codebook_app.domain.encounter import Role, Setting
from codebook_app.exchange.candidates import Candidate, Spelling, Standing
from codebook_app.services.known_codes import CodesKnown
from codebook_app.services.list_answers import CM, CPT, HCPCS, ICF, PCS, SERVICES

_SHORT = 4


class Weighing:
    """Weighs readings by the words and values beside a candidate and by the encounter's setting."""

    def __init__(self, known: CodesKnown, setting: Setting) -> None:
        self._known = known
        self._setting = setting

    def is_serious(self, candidate: Candidate, one: Spelling) -> bool:
        """Whether a code that cannot be taken is worth a question where it stands."""
        if candidate.standing >= Standing.LISTED:
            return not (candidate.doubt and candidate.written.isdigit())
        if candidate.standing is Standing.BEGINS and len(candidate.written) == 3:
            return bool(candidate.expected) or self._is_titled(candidate, one)
        if candidate.doubt:
            return False
        if candidate.standing is Standing.BEGINS:
            return True
        if candidate.standing is Standing.MARKED:
            return len(candidate.written) > 3 or candidate.expected != ""
        return "." in candidate.written and one.code_set == CM and candidate.written[0].isupper()

    def is_doubtful(self, candidate: Candidate, one: Spelling) -> bool:
        """Whether a valid code may be something else where it stands."""
        if candidate.standing >= Standing.STATED:
            return False
        if candidate.doubt:
            return True
        if candidate.standing >= Standing.MARKED:
            return False
        if one.code_set == CM and ("." in candidate.written or candidate.given.poa):
            return False
        written = candidate.written
        if written.isdigit():
            return not candidate.given.modifiers
        if self._is_titled(candidate, one):
            return False
        # "LGMD R12" is no heartburn, nor remark code N130 a hydronephrosis: few characters without
        # a dot among words are asked about.
        return written != written.upper() or len(written) <= _SHORT

    def preferred(self, candidate: Candidate, some: Iterable[Spelling]) -> Spelling | None:
        """Return the one that fits what stands around, None where none does more than another."""
        kept = list(some)
        if len(kept) == 1:
            return kept[0]
        if not kept:
            return None
        for fits in self._preferences(candidate):
            narrowed = [one for one in kept if fits(one)]
            if len(narrowed) == 1:
                return narrowed[0]
        shared = sorted(kept, key=lambda one: self._shared(candidate, one), reverse=True)
        if self._is_titled(candidate, shared[0]) and self._shared(
            candidate, shared[0]
        ) > self._shared(candidate, shared[1]):
            return shared[0]
        if self._setting is Setting.INPATIENT:
            # A hospital's inpatient claim has diagnoses and procedures, no services.
            narrowed = [one for one in kept if one.code_set not in SERVICES]
            if len(narrowed) == 1:
                return narrowed[0]
        return None

    def setting_rank(self, code_set: str) -> int:
        """Return the place of a code set among the answers: what the setting reports goes first."""
        order = (CM, PCS, HCPCS, CPT, ICF)
        if self._setting is not Setting.INPATIENT:
            order = (CM, HCPCS, CPT, PCS, ICF)
        return order.index(code_set) if code_set in order else len(order)

    def may_be_elsewhere(self, candidate: Candidate, best: Spelling) -> bool:
        """Whether a code set that is not installed could have it as well."""
        return candidate.standing < Standing.STATED and any(
            not one.how and one != best and not self._known.is_installed(one.code_set)
            for one in candidate.spellings
            if one.code_set in SERVICES
        )

    def _preferences(self, candidate: Candidate) -> tuple[Callable[[Spelling], bool], ...]:
        """Return what a reading may fit, the plainest first."""
        expected, given = candidate.expected, candidate.given
        return (
            lambda one: one.code_set == CM and "." in candidate.written,
            lambda one: (
                one.code_set == expected or (expected in SERVICES and one.code_set in SERVICES)
            ),
            lambda one: one.code_set in SERVICES and given.of_a_service,
            lambda one: one.code_set == CM and bool(given.poa),
            lambda one: one.code_set == CM and given.role is not Role.LISTED,
        )

    def _is_titled(self, candidate: Candidate, one: Spelling) -> bool:
        """Whether most words beside the candidate are of the title of this reading."""
        said = len(_words(candidate.given.title))
        return said > 1 and self._shared(candidate, one) * 2 >= said

    def _shared(self, candidate: Candidate, one: Spelling) -> int:
        """Return how many words beside the candidate are of the title of this reading."""
        line = self._known.line(one.code_set, one.code)
        return 0 if line is None else len(_words(candidate.given.title) & _words(line.title))


def keeps(candidate: Candidate) -> bool:
    """Whether a code that is odd is kept where it stands while nothing is answered."""
    if candidate.standing is Standing.MARKED:
        return "." in candidate.written and not candidate.doubt
    if candidate.standing is Standing.BEGINS:
        return "." in candidate.written or len(candidate.written) > _SHORT
    return candidate.standing >= Standing.LISTED


def counts_something(candidate: Candidate) -> bool:
    """Whether a number at the beginning of a line counts what follows: ``12345 people``."""
    title, given = candidate.given.title, candidate.given
    return candidate.written.isdigit() and title[:1].islower() and not given.of_a_service


def _words(text: str) -> frozenset[str]:
    return frozenset(
        word
        for word in "".join(one if one.isalnum() else " " for one in text.lower()).split()
        if len(word) > 2
    )

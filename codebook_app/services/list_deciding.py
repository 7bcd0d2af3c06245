"""What each candidate of a text is taken for, and what has to be asked; pure.

A code that one release holds as billable, in a place where codes stand, is taken. Whatever else may
be meant is asked, with an answer suggested: in a list what stands there is kept, so that a code is
never lost; among words it is left out, so that none is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from codebook_app.domain.code import TERMINATED, Code
from codebook_app.domain.encounter import Role, Setting
from codebook_app.domain.list_reading import (
    Choice,
    Confidence,
    FoundCode,
    Ignored,
    Oddity,
    OddityKind,
)
from codebook_app.exchange.candidates import Candidate, How, Spelling, Standing
from codebook_app.services.known_codes import MOST_OFFERED, CodesKnown
from codebook_app.services.list_answers import (
    CM,
    CPT,
    HCPCS,
    ICF,
    PCS,
    SERVICES,
    Answers,
    code_set_title,
)

_SHORT = 4
_SPOILT = frozenset({How.ZEROS_LOST, How.EXPONENT})


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one candidate: a code or something ignored, and where reading goes on."""

    found: FoundCode | Ignored
    until: int


class Deciding:
    """Decides candidates by what is known of them and by the setting of the encounter."""

    def __init__(self, known: CodesKnown, setting: Setting) -> None:
        self._known = known
        self._setting = setting
        self._answers = Answers(known)

    def decide(self, candidate: Candidate) -> Decided:
        """Return what *candidate* is taken for."""
        spelled = [one for one in candidate.spellings if self._counts(one, candidate)]
        valid = [one for one in spelled if self._is_valid(one)]
        exact = [one for one in valid if one.how in {How.AS_WRITTEN, How.DASHED}]
        joined = [one for one in valid if one.how is How.JOINED]
        if exact and candidate.standing < Standing.STATED and joined:
            return self._two(candidate, [exact[0], joined[0]], exact[0])
        if exact:
            return self._of_exact(candidate, exact, [one for one in valid if one.how in _SPOILT])
        if joined and candidate.standing >= Standing.BEGINS:
            return self._take(candidate, joined[0], Confidence.LIKELY, str(joined[0].how))
        own = [one for one in spelled if not one.how or one.how is How.DASHED]
        for one in own:
            asked = self._of_another_day(candidate, one)
            if asked is not None:
                return asked
        incomplete = [one for one in own if self._line(one) is not None]
        if incomplete:
            return self._of_incomplete(candidate, incomplete[0], joined)
        mended = [one for one in valid if one not in exact and one.how is not How.JOINED]
        if mended:
            return self._of_mended(candidate, own, mended)
        unasked = [one for one in own if not self._known.is_installed(one.code_set)]
        if unasked:
            return self._of_no_release(candidate, unasked)
        return self._of_unknown(candidate, own)

    # The ways it may go -------------------------------------------------------------------------

    def _of_exact(
        self, candidate: Candidate, exact: list[Spelling], spoilt: list[Spelling]
    ) -> Decided:
        best = self._preferred(candidate, exact)
        if spoilt and candidate.written.isdigit() and candidate.standing < Standing.STATED:
            return self._two(candidate, [*exact, *spoilt], exact[0])
        if best is None:
            return self._two(candidate, exact, exact[0])
        if self._is_doubtful(candidate, best):
            return self._uncertain(candidate, best)
        sure = len(exact) == 1 and not self._may_be_elsewhere(candidate, best)
        remark = "" if sure else f"read as {code_set_title(best.code_set)}"
        return self._take(
            candidate, best, Confidence.CERTAIN if sure else Confidence.LIKELY, remark
        )

    def _may_be_elsewhere(self, candidate: Candidate, best: Spelling) -> bool:
        """Whether a code set that is not installed could have it as well."""
        return candidate.standing < Standing.STATED and any(
            not one.how and one != best and not self._known.is_installed(one.code_set)
            for one in candidate.spellings
            if one.code_set in SERVICES
        )

    def _two(self, candidate: Candidate, readings: Sequence[Spelling], first: Spelling) -> Decided:
        ordered = sorted(dict.fromkeys(readings), key=lambda one: self._setting_rank(one.code_set))
        choices = [self._answers.choice(candidate, one) for one in ordered]
        named = " or ".join(f"{one.code} of {code_set_title(one.code_set)}" for one in ordered)
        text = f"{candidate.written} may be {named}."
        suggested = 0 if candidate.standing >= Standing.MARKED and not candidate.doubt else -1
        if len({one.code_set for one in ordered}) == 1:
            suggested = ordered.index(first) if suggested == 0 else suggested
        ends = [one.end for one in ordered]
        until = max(ends) if suggested >= 0 and ordered[suggested].end else candidate.end
        return self._ask(candidate, OddityKind.TWO_READINGS, text, choices, suggested, until)

    def _of_another_day(self, candidate: Candidate, one: Spelling) -> Decided | None:
        """Return what is asked of a code of another time, None where nothing tells of one."""
        key = (one.code_set, one.code)
        told = self._known.told.get(key)
        other = self._known.others.get(key)
        if told is None and other is None:
            return None
        if not self._is_serious(candidate, one):
            return None
        title = other[0].title if other else ""
        line = self._known.line(*key)
        if told is not None and told.state == "valid":
            if self._is_doubtful(candidate, one):
                return self._uncertain(candidate, one)
            release = self._known.releases[one.code_set].release
            return self._take(
                candidate,
                one,
                Confidence.LIKELY,
                f"valid on the date by the {told.source}, and not yet in {release}",
            )
        if line is not None and line.billable:
            return None
        choices = []
        if told is not None and told.state == "deleted":
            day = "" if told.day_of_change is None else told.day_of_change.isoformat()
            text = f"{one.code} was valid to {day} only."
            for successor in told.successors[:MOST_OFFERED]:
                choices.append(
                    self._answers.choice(candidate, replace(one, code=successor), "instead")
                )
        elif told is not None and told.state == "not yet":
            day = "" if told.day_of_change is None else told.day_of_change.isoformat()
            text = f"{one.code} is valid from {day} on only."
        elif other is not None:
            used = self._known.releases[one.code_set]
            if one.code_set in self._known.not_in_force:
                return self._take(
                    candidate,
                    one,
                    Confidence.LIKELY,
                    f"not in {used.release}, but in {other[1].release}",
                )
            text = f"{one.code} is not in {used.release}, but in {other[1].release}."
        else:
            return None
        kept = len(choices)
        choices.append(self._answers.kept(candidate, one, title))
        suggested = kept if _keeps(candidate) else -1
        return self._ask(candidate, OddityKind.NOT_VALID, text, choices, suggested)

    def _of_incomplete(
        self, candidate: Candidate, one: Spelling, joined: Sequence[Spelling]
    ) -> Decided:
        line = self._line(one)
        count, below = self._known.below.get((one.code_set, one.code), (0, ()))
        if joined:
            choices = [
                self._answers.choice(candidate, joined[0]),
                self._answers.kept(candidate, one),
            ]
            text = f"{candidate.written} takes more characters; {joined[0].code} may be meant."
            return self._ask(
                candidate,
                OddityKind.MISSPELT,
                text,
                [*choices, self._answers.kept(candidate, one)],
                -1,
            )
        if not self._is_serious(candidate, one):
            return self._ignored(candidate, f"{self._level(line)} among words, no code to report")
        if line is not None and line.level.startswith(TERMINATED):
            text = f"{one.code} is listed as no longer in use."
            suggested = 0 if _keeps(candidate) else -1
            kept = [self._answers.kept(candidate, one)]
            return self._ask(candidate, OddityKind.NOT_VALID, text, kept, suggested)
        choices = [self._answers.instead(candidate, code, one) for code in below]
        offered = f" {len(below)} of {count} are offered." if count > len(below) else ""
        if below and all(code.seventh_character for code in below):
            text = f"{one.code} takes a seventh character.{offered}"
        else:
            text = f"{one.code} is {self._level(line)} and takes more characters.{offered}"
        suggested = len(choices) if _keeps(candidate) else -1
        choices.append(self._answers.kept(candidate, one))
        return self._ask(candidate, OddityKind.NOT_BILLABLE, text, choices, suggested)

    def _of_mended(
        self, candidate: Candidate, own: Sequence[Spelling], mended: Sequence[Spelling]
    ) -> Decided:
        serious = candidate.standing >= Standing.BEGINS or "." in candidate.written
        serious = serious or (candidate.standing is Standing.MARKED and not candidate.doubt)
        if not serious or candidate.doubt:
            return self._ignored(candidate, "no code as it is written")
        if (
            len(mended) == 1
            and mended[0].how is How.POA_BEHIND
            and Standing.BEGINS <= candidate.standing < Standing.STATED
        ):
            return self._take(candidate, mended[0], Confidence.LIKELY, str(mended[0].how))
        choices = [self._answers.choice(candidate, one) for one in mended]
        spoilt = mended[0].how in _SPOILT
        unread = [one for one in own if not self._known.is_installed(one.code_set)]
        choices += self._answers.each_kept(candidate, unread or own, (unread or own)[:1])
        kind = OddityKind.MANGLED if spoilt else OddityKind.MISSPELT
        codes = " or ".join(one.code for one in mended[:3])
        text = f"{candidate.written} is no code as it is written; {codes} is one ({mended[0].how})."
        if unread:
            kind = OddityKind.TWO_READINGS
            text = (
                f"{candidate.written} may be {code_set_title(unread[0].code_set)}, which is not"
                f" installed, or {codes} ({mended[0].how})."
            )
        suggested = 0 if candidate.standing >= Standing.MARKED else -1
        as_written = unread and self._setting is not Setting.INPATIENT
        if suggested == 0 and (as_written or candidate.standing is Standing.STATED) and own:
            suggested = len(mended)
        return self._ask(candidate, kind, text, choices, suggested)

    def _of_no_release(self, candidate: Candidate, unasked: Sequence[Spelling]) -> Decided:
        """Decide a code of a code set that is not installed: its shape is all there is."""
        best = self._preferred(candidate, unasked)
        if not self._is_serious(candidate, best or unasked[0]):
            return self._ignored(
                candidate,
                f"in the shape of {code_set_title(unasked[0].code_set)}, which is not installed",
            )
        if candidate.doubt and candidate.standing < Standing.STATED:
            if candidate.written.isdigit():
                return self._ignored(candidate, candidate.doubt)
            return self._uncertain(candidate, best or unasked[0])
        if best is None:
            return self._two(candidate, unasked, unasked[0])
        if candidate.standing is Standing.BEGINS and _counts_something(candidate):
            return self._uncertain(candidate, best)
        remark = f"{code_set_title(best.code_set)} is not installed: taken as it is written"
        return self._take(candidate, best, Confidence.LIKELY, remark)

    def _of_unknown(self, candidate: Candidate, own: Sequence[Spelling]) -> Decided:
        best = self._preferred(candidate, own) or (own[0] if own else None)
        if best is None or not self._is_serious(candidate, best):
            return self._ignored(candidate, "in no installed release")
        near: list[Code] = []
        for one in own:
            near += self._known.near.get((one.code_set, one.code), ())
        choices = [self._answers.instead(candidate, code, best) for code in near[:MOST_OFFERED]]
        where = " and ".join(
            self._known.releases[name].title
            for name in dict.fromkeys(one.code_set for one in own)
            if name in self._known.releases
        )
        text = f"{best.code} is no code of {where or 'any installed release'}."
        suggested = len(choices) if _keeps(candidate) else -1
        choices += self._answers.each_kept(candidate, own, [best])
        return self._ask(candidate, OddityKind.UNKNOWN, text, choices, suggested)

    def _uncertain(self, candidate: Candidate, one: Spelling) -> Decided:
        why = f" It stands {candidate.doubt}." if candidate.doubt.startswith("behind") else ""
        why = why or (f" It is {candidate.doubt}." if candidate.doubt else "")
        text = f"Is {candidate.written} a code of the list, {one.code}?{why}"
        choices = [self._answers.choice(candidate, one)]
        return self._ask(candidate, OddityKind.UNCERTAIN, text, choices, -1)

    # What is asked of a spelling ----------------------------------------------------------------

    def _counts(self, one: Spelling, candidate: Candidate) -> bool:
        if one.code_set == ICF and candidate.standing < Standing.LISTED:
            return False
        return one.code_set != ICF or self._known.is_installed(ICF)

    def _line(self, one: Spelling) -> Code | None:
        return self._known.line(one.code_set, one.code)

    def _is_valid(self, one: Spelling) -> bool:
        if one.code_set == ICF:
            return self._line(replace(one, code=one.code.partition(".")[0])) is not None
        told = self._known.told.get((one.code_set, one.code))
        if told is not None and told.state != "valid":
            return False
        return self._known.is_billable(one.code_set, one.code)

    def _level(self, line: Code | None) -> str:
        level = "a header" if line is None else line.level
        return level if level.startswith("a ") else f"a {level}"

    def _is_serious(self, candidate: Candidate, one: Spelling) -> bool:
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

    def _is_doubtful(self, candidate: Candidate, one: Spelling) -> bool:
        """Whether a valid code may be something else where it stands."""
        if candidate.standing >= Standing.STATED:
            return False
        if candidate.doubt:
            return True
        if candidate.standing >= Standing.MARKED:
            return False
        if "." in candidate.written and one.code_set == CM:
            return False
        written = candidate.written
        if written.isdigit():
            return not candidate.given.modifiers
        if self._is_titled(candidate, one):
            return False
        # "LGMD R12" is no heartburn: three characters among words are asked about.
        return written != written.upper() or len(written) < _SHORT

    def _preferred(self, candidate: Candidate, some: Iterable[Spelling]) -> Spelling | None:
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
        line = self._line(one)
        return 0 if line is None else len(_words(candidate.given.title) & _words(line.title))

    def _setting_rank(self, code_set: str) -> int:
        order = (CM, PCS, HCPCS, CPT, ICF)
        if self._setting is not Setting.INPATIENT:
            order = (CM, HCPCS, CPT, PCS, ICF)
        return order.index(code_set) if code_set in order else len(order)

    # What comes out -------------------------------------------------------------------------------

    def _take(
        self, candidate: Candidate, one: Spelling, confidence: Confidence, remark: str = ""
    ) -> Decided:
        end = max(one.end, candidate.end)
        line = self._answers.line_of(candidate, one)
        found = FoundCode(candidate.start, end, candidate.written, line, confidence, remark=remark)
        return Decided(found, end)

    def _ask(  # noqa: PLR0917 - what a question is made of
        self,
        candidate: Candidate,
        kind: OddityKind,
        text: str,
        choices: Sequence[Choice],
        suggested: int,
        until: int = 0,
    ) -> Decided:
        """Return a question; *suggested* is the place of a choice, -1 for leaving it out."""
        every = (*choices, Choice("Leave it out", None))
        at = suggested if suggested >= 0 else len(every) - 1
        end = max(until, candidate.end)
        return Decided(
            FoundCode(
                candidate.start,
                end,
                candidate.written,
                every[at].line,
                Confidence.ASKED,
                Oddity(kind, text, every, at),
            ),
            end,
        )

    def _ignored(self, candidate: Candidate, reason: str) -> Decided:
        why = candidate.doubt or reason
        return Decided(
            Ignored(candidate.start, candidate.end, candidate.written, why), candidate.end
        )


def _keeps(candidate: Candidate) -> bool:
    """Whether a code that is odd is kept where it stands while nothing is answered."""
    if candidate.standing is Standing.MARKED:
        return "." in candidate.written and not candidate.doubt
    if candidate.standing is Standing.BEGINS:
        return "." in candidate.written or len(candidate.written) > _SHORT
    return candidate.standing >= Standing.LISTED


def _counts_something(candidate: Candidate) -> bool:
    """Whether a number at the beginning of a line counts what follows: ``12345 people``."""
    title, given = candidate.given.title, candidate.given
    return candidate.written.isdigit() and title[:1].islower() and not given.of_a_service


def _words(text: str) -> frozenset[str]:
    return frozenset(
        word
        for word in "".join(one if one.isalnum() else " " for one in text.lower()).split()
        if len(word) > 2
    )

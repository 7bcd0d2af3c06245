"""What each candidate of a text is taken for, and what has to be asked; pure.

A code that one release holds as billable, in a place where codes stand, is taken. Whatever else may
be meant is asked, with an answer suggested: in a list what stands there is kept, so that a code is
never lost; among words it is left out, so that none is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Setting
from codebook_app.domain.list_reading import Confidence, OddityKind
from codebook_app.exchange.candidates import Candidate, How, Spelling, Standing
from codebook_app.exchange.pasted_candidates import OF_ICD9
from codebook_app.exchange.pasted_shapes import is_icd9
from codebook_app.services.known_codes import MOST_OFFERED, CodesKnown
from codebook_app.services.list_answers import ICF, PCS, Answers, code_set_title
from codebook_app.services.list_outcomes import Decided, Outcomes
from codebook_app.services.list_unreportable import Unreportable
from codebook_app.services.list_weighing import Weighing, counts_something, keeps

_SPOILT = frozenset({How.ZEROS_LOST, How.EXPONENT})


class Deciding:
    """Decides candidates by what is known of them and by the setting of the encounter."""

    def __init__(self, known: CodesKnown, setting: Setting) -> None:
        self._known = known
        self._setting = setting
        self._weighing = Weighing(known, setting)
        self._answers = Answers(known)
        self._outcomes = Outcomes(self._answers)
        self._unreportable = Unreportable(known, self._weighing, self._answers, self._outcomes)

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
            return self._outcomes.taken(candidate, joined[0], Confidence.LIKELY, str(joined[0].how))
        own = [one for one in spelled if not one.how or one.how is How.DASHED]
        for one in own:
            asked = self._unreportable.of_another_day(candidate, one)
            if asked is not None:
                return asked
        incomplete = [one for one in own if self._line(one) is not None]
        if incomplete:
            return self._unreportable.incomplete(candidate, incomplete[0], joined)
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
        best = self._weighing.preferred(candidate, exact)
        if spoilt and candidate.written.isdigit() and candidate.standing < Standing.STATED:
            return self._two(candidate, [*exact, *spoilt], exact[0])
        if best is None:
            return self._two(candidate, exact, exact[0])
        if self._weighing.is_doubtful(candidate, best):
            return self._outcomes.uncertain(candidate, best)
        sure = len(exact) == 1 and not self._weighing.may_be_elsewhere(candidate, best)
        remark = "" if sure else f"read as {code_set_title(best.code_set)}"
        return self._outcomes.taken(
            candidate, best, Confidence.CERTAIN if sure else Confidence.LIKELY, remark
        )

    def _two(self, candidate: Candidate, readings: Sequence[Spelling], first: Spelling) -> Decided:
        ordered = sorted(
            dict.fromkeys(readings), key=lambda one: self._weighing.setting_rank(one.code_set)
        )
        choices = [self._answers.choice(candidate, one) for one in ordered]
        named = " or ".join(f"{one.code} of {code_set_title(one.code_set)}" for one in ordered)
        text = f"{candidate.written} may be {named}."
        suggested = 0 if candidate.standing >= Standing.MARKED and not candidate.doubt else -1
        if len({one.code_set for one in ordered}) == 1:
            suggested = ordered.index(first) if suggested == 0 else suggested
        ends = [one.end for one in ordered]
        until = max(ends) if suggested >= 0 and ordered[suggested].end else candidate.end
        return self._outcomes.asked(
            candidate, OddityKind.TWO_READINGS, text, choices, suggested, until
        )

    def _of_mended(
        self, candidate: Candidate, own: Sequence[Spelling], mended: Sequence[Spelling]
    ) -> Decided:
        serious = candidate.standing >= Standing.BEGINS or "." in candidate.written
        serious = serious or (candidate.standing is Standing.MARKED and not candidate.doubt)
        if not serious or candidate.doubt:
            return self._outcomes.ignored(candidate, "no code as it is written")
        if (
            len(mended) == 1
            and mended[0].how is How.POA_BEHIND
            and Standing.BEGINS <= candidate.standing < Standing.STATED
        ):
            return self._outcomes.taken(candidate, mended[0], Confidence.LIKELY, str(mended[0].how))
        if candidate.expected == PCS:
            own = [one for one in own if one.code_set == PCS]
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
        return self._outcomes.asked(candidate, kind, text, choices, suggested)

    def _of_no_release(self, candidate: Candidate, unasked: Sequence[Spelling]) -> Decided:
        """Decide a code of a code set that is not installed: its shape is all there is."""
        best = self._weighing.preferred(candidate, unasked)
        if not self._weighing.is_serious(candidate, best or unasked[0]):
            return self._outcomes.ignored(
                candidate,
                f"in the shape of {code_set_title(unasked[0].code_set)}, which is not installed",
            )
        if candidate.doubt and candidate.standing < Standing.STATED:
            if candidate.written.isdigit():
                return self._outcomes.ignored(candidate, candidate.doubt)
            return self._outcomes.uncertain(candidate, best or unasked[0])
        if best is None:
            return self._two(candidate, unasked, unasked[0])
        if candidate.standing is Standing.BEGINS and counts_something(candidate):
            return self._outcomes.uncertain(candidate, best)
        remark = f"{code_set_title(best.code_set)} is not installed: taken as it is written"
        return self._outcomes.taken(candidate, best, Confidence.LIKELY, remark)

    def _of_unknown(self, candidate: Candidate, own: Sequence[Spelling]) -> Decided:
        best = self._weighing.preferred(candidate, own) or (own[0] if own else None)
        if best is None or not self._weighing.is_serious(candidate, best):
            reason = OF_ICD9 if is_icd9(candidate.written) else "in no installed release"
            return self._outcomes.ignored(candidate, reason)
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
        if is_icd9(candidate.written):
            text += " It has the shape of an ICD-9-CM code."
        suggested = len(choices) if keeps(candidate) else -1
        choices += self._answers.each_kept(candidate, own, [best])
        return self._outcomes.asked(candidate, OddityKind.UNKNOWN, text, choices, suggested)

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

"""Whether each code is valid on the date, by a list that reaches further than the release.

45 CFR 162.1000(a): the codes reported are those valid when the care is furnished. For an inpatient
stay the date of discharge decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from codebook_app.domain.code import SeventhCharacter
from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.validity import CodeValidity
from codebook_app.edits.listed import CodeList, ListedCode

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class ToldCodes:
    """What a master list tells of the codes of a list on the day *on*.

    *told* holds only what is worth telling; *offered* the successors that the release holds, by
    their codes. *in_force* names the release in force on the day, where that is known.
    """

    on: date
    told: Sequence[CodeValidity] = ()
    offered: Mapping[str, SeventhCharacter] = field(default_factory=dict)
    in_force: str = "the release in force on the date"

    @property
    def codes(self) -> frozenset[str]:
        """The codes something is told of."""
        return frozenset(one.code for one in self.told)

    def findings(self, codes: CodeList) -> Iterator[Finding]:
        """Yield one finding for each code of the list that something is told of.

        Rule ``not_valid_on_date``, an error, where the code was deleted before the date or begins
        after it. Rule ``unknown_code``, an error, where the list never had it. Rule
        ``newer_than_installed`` where it is valid on the date and the release does
        not hold it as a valid code: a warning, since the claim is right and only this program's
        knowledge of its notes is missing.
        """
        told = {one.code: one for one in self.told}
        for listed in codes.codes:
            if listed.written in told:
                yield self._finding(listed, told[listed.written], codes.release)

    def instead_of(
        self, rule: Callable[[CodeList], Iterator[Finding]]
    ) -> Callable[[CodeList], Iterator[Finding]]:
        """Return *rule* without its findings on codes that something is told of.

        What the release says of such a code, unknown or not billable, is not so on the date.
        """
        told = self.codes

        def without(codes: CodeList) -> Iterator[Finding]:
            return (one for one in rule(codes) if not told.issuperset(one.codes))

        return without

    def _finding(self, listed: ListedCode, told: CodeValidity, release: str) -> Finding:
        code, on = listed.written, self.on.isoformat()
        change = "" if told.day_of_change is None else told.day_of_change.isoformat()
        rule, severity = "not_valid_on_date", Severity.ERROR
        match told.state:
            case "deleted":
                text = f"{code} was valid to {change} and is deleted; the date is {on}."
                action = _instead(told.successors)
            case "not yet":
                text = f"{code} is valid from {change} on; the date is {on}."
                action = "Check the date of service, or choose a code that was valid on it."
            case "unknown":
                rule = "unknown_code"
                text = f"{code} is no code of any year that the list knows, nor in {release}."
                action = "Correct it, or search for what was done."
            case _:
                rule, severity = "newer_than_installed", Severity.WARNING
                text = (
                    f"{code} is valid on {on}, since {change}, and not in {release}: that it is"
                    " valid is all that could be checked."
                )
                action = f"Import {self.in_force}."
        return Finding(
            rule=rule,
            severity=severity,
            codes=(code,),
            text=text,
            source=f"{told.source}.",
            action=action,
            line_ids=(listed.line_id,) if listed.line_id else (),
            completions=tuple(self.offered[one] for one in told.successors if one in self.offered),
        )


def _instead(successors: Sequence[str]) -> str:
    if not successors:
        return "Choose a code that is valid on the date."
    if len(successors) == 1:
        return f"Replace it by {successors[0]}."
    shown = ", ".join(successors[:_SHOWN])
    more = f" and {len(successors) - _SHOWN} more" if len(successors) > _SHOWN else ""
    return f"Choose one of its successors: {shown}{more}."

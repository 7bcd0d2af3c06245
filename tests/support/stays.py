"""Made-up stays of real codes: what the grouper is asked in tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from codebook_app.grouping.stay import CodedDiagnosis, Stay


def coded(
    principal: str,
    *secondary: str | tuple[str, str],
    procedures: Sequence[str] = (),
    on: date = date(2026, 5, 1),
    age: int | None = 50,
    sex: str = "F",
    discharge_status: str = "01",
    **more: object,
) -> Stay:
    """Return a stay; a secondary diagnosis is a code present on admission, or (code, POA)."""
    others = [one if isinstance(one, tuple) else (one, "Y") for one in secondary]
    return Stay(
        on,
        (CodedDiagnosis(principal, "Y"), *(CodedDiagnosis(*one) for one in others)),
        tuple(procedures),
        age=age,
        sex=sex,
        discharge_status=discharge_status,
        **more,  # type: ignore[arg-type]
    )


def made_up(
    chance: Random,
    on: date,
    principals: Sequence[tuple[str, str]],
    secondaries: Sequence[str],
    procedures: Mapping[str, Sequence[str]],
) -> Stay:
    """Return a stay made by *chance*.

    *principals* are diagnoses with their MDC, *procedures* those of each MDC. A patient is of the
    sex that the MDC is for, and a newborn's age goes with it.
    """
    principal, mdc = chance.choice(principals)
    others = chance.sample(secondaries, chance.choice((0, 1, 2, 4, 8)))
    related = procedures.get(mdc, ())
    every = procedures[chance.choice(sorted(procedures))]
    kinds = {
        "related": [chance.choice(related)] if related else [],
        "several": [chance.choice(related), chance.choice(related)] if related else [],
        "unrelated": [chance.choice(every)],
        "none": [],
    }
    chosen = chance.choices(list(kinds), (30, 10, 10, 50))[0]
    return coded(
        principal,
        *(code for code in others if code != principal),
        procedures=tuple(dict.fromkeys(kinds[chosen])),
        on=on,
        age=0 if mdc == "15" else 40,
        sex={"12": "M", "13": "F", "14": "F"}.get(mdc) or chance.choice("FM"),
        discharge_status=chance.choice(("01", "01", "01", "03", "20")),
    )

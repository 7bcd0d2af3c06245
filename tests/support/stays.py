"""Made-up stays of real codes: what the grouper is asked in tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
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
    since: date,
    principals: Sequence[tuple[str, str]],
    secondaries: Sequence[str],
    procedures: Mapping[str, Sequence[str]],
    at_odds: Callable[[str], Sequence[str]],
) -> Stay:
    """Return a stay made by *chance* that ends within half a year from *since*.

    *principals* are diagnoses with their MDC, *procedures* those of each MDC; *at_odds* tells the
    secondary diagnoses that may not count beside a principal one. A patient is of the
    sex that the MDC is for, and a newborn's age goes with it. Every diagnosis has its POA.
    """
    principal, mdc = chance.choice(principals)
    others = chance.sample(secondaries, chance.choice((0, 1, 2, 4, 8)))
    if (odd := at_odds(principal)) and chance.random() < 0.4:
        others = [chance.choice(odd), *others[:2]]
    related = procedures.get(mdc, ())
    every = procedures[chance.choice(sorted(procedures))]
    kinds = {
        "related": [chance.choice(related)] if related else [],
        "several": [chance.choice(related), chance.choice(related)] if related else [],
        "unrelated": [chance.choice(every)],
        "none": [],
    }
    chosen = chance.choices(list(kinds), (30, 10, 10, 50))[0]
    secondary = [
        (code, chance.choices("YWNU", (75, 5, 15, 5))[0]) for code in others if code != principal
    ]
    return coded(
        principal,
        *secondary,
        procedures=tuple(dict.fromkeys(kinds[chosen])),
        on=since + timedelta(days=chance.randrange(181)),
        age=0 if mdc == "15" else chance.choice((3, 16, 17, 18, 40, 64, 65, 88)),
        sex={"12": "M", "13": "F", "14": "F"}.get(mdc) or chance.choice("FM"),
        discharge_status=chance.choice(
            ("01", "01", "02", "03", "05", "06", "07", "20", "20", "21", "43")
        ),
    )

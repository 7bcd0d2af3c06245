"""The flags of HCPCS codes: coverage, and the days a code is in use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from support.procedure_pages import CHOICE

from codebook_app.domain.code import Code
from codebook_app.domain.content import Fact
from codebook_app.domain.flag import Flag, Flagged, Tone
from codebook_app.services.supply_flags import with_supplies

RELEASE = replace(
    CHOICE.release,
    code_set="hcpcs",
    title="HCPCS Level II, October 2099",
    effective_from=date(2099, 10, 1),
    effective_to=date(2099, 12, 31),
)
LINE = Code(7, "hcpcs", "2099-10", "J0001", "Sample", "code", True, 2, 1, 7)


def badges(*facts: tuple[str, str, str], release=RELEASE) -> list[str]:
    told = {7: tuple(Fact(7, *fact) for fact in facts)}
    flagged = with_supplies(Flagged.holding({"J0001": (Flag("new"),)}), [LINE], told, release)
    return [flag.badge for flag in flagged.of("J0001") if flag.badge]


def test_what_medicare_does_not_pay_is_flagged_and_the_ordinary_is_not():
    assert badges(("Coverage", "I", "not payable by Medicare")) == ["not payable by Medicare"]
    assert badges(("Coverage", "C", "carrier judgment")) == []


def test_a_flag_names_its_source():
    told = {7: (Fact(7, "Coverage", "S", "not covered by Medicare statute"),)}
    (flag,) = with_supplies(Flagged(), [LINE], told, RELEASE).of("J0001")

    assert flag.tone is Tone.LIMIT
    assert flag.words == (
        "Coverage S: not covered by Medicare statute (HCPCS Level II, October 2099)."
    )


def test_the_days_of_use_are_told_where_they_end_or_have_not_begun():
    assert badges(("Terminated", "2098-12-31", "")) == ["ended 2098-12-31"]
    assert badges(("Terminated", "2099-12-31", "")) == ["ends 2099-12-31"]
    assert badges(("Added", "2100-01-01", "")) == ["begins 2100-01-01"]
    assert badges(("Added", "1990-01-01", "")) == []


def test_the_flags_there_were_stay_behind():
    told = {7: (Fact(7, "Coverage", "D", "special coverage instructions apply"),)}
    flagged = with_supplies(Flagged.holding({"J0001": (Flag("new"),)}), [LINE], told, RELEASE)

    assert [flag.name for flag in flagged.of("J0001")] == ["special coverage", "new"]


def test_other_code_sets_are_left_as_they_are():
    other = replace(RELEASE, code_set="cpt")
    assert badges(("Coverage", "I", "not payable by Medicare"), release=other) == []

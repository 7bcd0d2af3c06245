"""Which guidelines are opened for a release."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from codebook_app.domain.guideline_sections import GuidelinesKept
from codebook_app.domain.release import Release, SourceFile
from codebook_app.services.guidelines import guidelines_kept, guidelines_of

GUIDE = SourceFile("guide.pdf", 1, "0", "guidelines")
OTHER = SourceFile("codes.txt", 1, "0", "codes")


def release(name: str, year: int, *sources: SourceFile) -> Release:
    return Release(
        code_set="icd10cm",
        release=name,
        title=f"Sample {name}",
        effective_from=date(year, 10, 1),
        effective_to=date(year + 1, 9, 30),
        codes=1,
        billable=1,
        sources=sources,
        origin="import",
        installed_at=datetime(2099, 1, 1, tzinfo=UTC),
        app_version="1",
        searchable=True,
    )


OLD = release("FY2097", 2096, GUIDE)
SPRING = replace(release("FY2099-04", 2098, OTHER), effective_from=date(2099, 4, 1))
AUTUMN = release("FY2099", 2098, OTHER, GUIDE)
NEW = release("FY2100", 2099, GUIDE)
EVERY = (OLD, SPRING, AUTUMN, NEW)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("FY2097", OLD), ("FY2099", AUTUMN), ("FY2099-04", AUTUMN), ("FY2098", NEW), ("", NEW)],
)
def test_the_guidelines_are_those_of_the_release_of_its_year_or_the_newest(asked, shown):
    assert guidelines_of(EVERY, "icd10cm", asked) == (shown, "guide.pdf")
    assert guidelines_kept(EVERY, "icd10cm", asked) == GuidelinesKept(
        asked, shown.title, own=asked == shown.release
    )


def test_no_guidelines_are_kept_where_no_release_of_the_code_set_has_them():
    assert guidelines_kept((SPRING,), "icd10cm", "FY2099-04") is None
    assert guidelines_kept(EVERY, "icd10pcs", "FY2099") is None

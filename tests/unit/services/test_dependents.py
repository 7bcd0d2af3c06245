"""What the person is told before a release is removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from support.invented_releases import invented_releases
from support.sample_code_set import SampleSet, write_sample

from codebook_app.codesets.base import CodeSets
from codebook_app.domain.release import Release, SourceFile
from codebook_app.errors import KnownError
from codebook_app.services.dependents import depending_on, unused

FILE = SourceFile("list.txt", 10, "0" * 64, "list")
YEAR = Release(
    "sample",
    "2099",
    "Sample 2099",
    date(2099, 1, 1),
    date(2099, 12, 31),
    2,
    2,
    (FILE,),
    "imported",
    datetime(2099, 1, 1, tzinfo=UTC),
    "1",
    True,
)
EARLIER = replace(
    YEAR,
    release="2098",
    title="Sample 2098",
    effective_from=date(2098, 1, 1),
    effective_to=date(2098, 12, 31),
)
HALF = replace(YEAR, release="2099-07", title="Sample 2099-07", effective_from=date(2099, 7, 1))


def told(release: Release, *others: Release, uses=unused) -> str:
    return "\n".join(depending_on(release, (release, *others), SampleSet(), uses))


def test_the_only_release_takes_its_code_set_along():
    assert "only release of Sample set: no code of Sample set is found" in told(YEAR)
    assert "only release" not in told(YEAR, EARLIER)
    assert "only release" in told(YEAR, replace(EARLIER, code_set="other"))
    assert "only release" in told(YEAR, replace(EARLIER, confirmed=False))


def test_a_release_that_came_with_the_program_says_when_it_comes_back():
    packaged = replace(YEAR, sources=(replace(FILE, package="sample 1.0"),))

    assert told(packaged).endswith("or codebook setup, installs it again.")
    assert told(packaged, EARLIER).endswith("while another release of Sample set is there.")
    assert "came with the program" not in told(YEAR)


def test_the_dates_fall_back_to_another_release():
    assert (
        "Dates from 2099-01-01 to 2099-12-31 are then answered from Sample 2098, which is not in"
        " force on all of them."
    ) in told(YEAR, EARLIER)
    assert "answered from Sample 2099," in told(EARLIER, YEAR)
    assert "answered from" not in told(HALF, YEAR)  # in force on all its days


def test_lines_of_encounters_are_counted():
    def uses(code_set: str, release: str) -> int:
        return 1234 if (code_set, release) == ("sample", "2099") else 1

    assert "1,234 lines of your encounters were coded with it" in told(YEAR, EARLIER, uses=uses)
    assert "1 line of your encounters was coded with it" in told(EARLIER, YEAR, uses=uses)
    assert "encounters" not in told(YEAR, EARLIER)


def test_the_lists_of_a_release_go_with_it():
    lists = replace(YEAR, sources=(FILE, replace(FILE, part="mcc"), replace(FILE, part="cc")))
    assert "The CC list and the MCC list of Sample 2099 go with it." in told(lists, EARLIER)
    exempt = replace(YEAR, sources=(FILE, replace(FILE, part="poa")))
    assert "The POA-exempt list of Sample 2099 goes with it." in told(exempt, EARLIER)


def test_what_was_imported_must_be_imported_again_and_what_is_embedded_stays_away():
    assert "The file list.txt that you imported goes with it" in told(YEAR, EARLIER)
    assert "stays away" not in told(YEAR, EARLIER)
    embedded = replace(YEAR, sources=(replace(FILE, package="sample 1"),))
    assert "that you imported" not in told(embedded, EARLIER)
    assert "stays away while another release of Sample set is there" in told(embedded, EARLIER)
    both = replace(YEAR, sources=(*embedded.sources, FILE, replace(FILE, part="poa")))
    assert "The 2 files that you imported go with it" in told(both, EARLIER)


def test_it_is_asked_of_an_installed_release(folders, tmp_path):
    opened = invented_releases(folders, CodeSets([SampleSet()]), uses=lambda *_: 3)
    opened.import_paths([write_sample(tmp_path, "list", "2099")])
    first, *_ = opened.dependents("sample", "2099")
    assert first.startswith("3 lines of your encounters")
    with pytest.raises(KnownError, match="sample 2098 is not installed"):
        opened.dependents("sample", "2098")
    opened.close()

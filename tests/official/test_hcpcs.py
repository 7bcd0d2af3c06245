"""The HCPCS lists as CMS publishes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.official_texts import ReadRelease, a_file, refusal, sound_lines

from codebook_app.codesets.archive import official_files
from codebook_app.codesets.base import PartFile
from codebook_app.codesets.hcpcs.code_set import Hcpcs
from codebook_app.progress import silent

HCPCS = Hcpcs()


def read(path: Path) -> tuple[ReadRelease, dict[str, str]]:
    """Return the release that *path* makes, and what of it is declined, by name."""
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    with official_files([path]) as found:
        parts, declined = [], {}
        for file in found.files:
            part = HCPCS.part(file)
            if part is None:
                declined[file.own_name] = HCPCS.declines(file) or ""
            else:
                parts.append(PartFile(part, file))
        edition = HCPCS.edition(parts[0])
        assert edition is not None
        return ReadRelease(edition, HCPCS.read(parts, edition, silent, None)), declined


def levels(release: ReadRelease) -> tuple[int, int]:
    """Return how many codes and modifiers there are, terminated ones included."""
    return tuple(
        sum(one.level.endswith(level) for one in release.codes) for level in ("code", "modifier")
    )


@pytest.fixture(scope="session")
def folder() -> Path:
    return Path(__file__).parents[3] / "shared/official/hcpcs"


@pytest.mark.official
@pytest.mark.slow
def test_october_2025_holds_what_cms_counts(folder):
    release, _ = read(folder / "HCPC2025_OCT_ANWEB.xlsx")

    assert release.edition.release == "2025-10"
    assert levels(release) == (8_463, 383)
    assert release.content.checks[0] == "8,463 codes and 383 modifiers, as many as CMS published"
    assert sound_lines(release.codes)
    assert release.line("J0585").billable
    assert release.line("A1").level == "modifier"
    assert release.line("A4466").level == "terminated code"
    known = {"coverage", "pricing", "betos", "type of service", "lab certification"}
    unknown = {
        (fact.name, fact.value)
        for fact in release.content.facts
        if fact.name.lower() in known and not fact.meaning
    }
    assert unknown == set()


@pytest.mark.official
@pytest.mark.slow
def test_text_and_spreadsheet_of_2019_agree(folder):
    release, declined = read(folder / "2019-Alpha-Numeric-HCPCS-File.zip")

    assert release.edition.release == "2019-01"
    assert levels(release) == (6_440, 360)
    assert sound_lines(release.codes)
    assert "218 processing notes, which 764 codes refer to" in release.content.checks
    (compared,) = (one for one in release.content.checks if one.startswith("compared"))
    # The spreadsheet lacks some effective dates, and has a type of service more twice.
    assert compared.endswith(
        "HCPC2019_CONTR_ANWEB.xlsx: 6,800 codes and modifiers in both; 115 with another effective"
        " date; 2 with another type of service"
    )
    assert declined == {
        "Changes_by_ActionCode.prn": "a list of changes, which the HCPCS list says itself by its"
        " action codes",
        "Changes_by_HCPCSCode.prn": "a list of changes, which the HCPCS list says itself by its"
        " action codes",
        "HCPC2019_README.txt": "a text about the HCPCS list",
        "HCPC2019_Trans_Alpha.xlsx": "a list of changes, which the HCPCS list says itself by its"
        " action codes",
    }


@pytest.fixture(scope="session")
def beginning(folder) -> bytes:
    """Return lines of the text of 2019, modifiers and codes of several lines among them."""
    path = folder / "2019-Alpha-Numeric-HCPCS-File.zip"
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    with official_files([path]) as found:
        (file,) = (one for one in found.files if one.own_name.endswith("ANWEB.txt"))
        lines = b"".join(file.chunks()).splitlines(keepends=True)
    return b"".join([*lines[:30], *lines[540:600]])


@pytest.mark.official
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_official_text_mutated_is_read_or_refused_with_its_line(beginning, data):
    lines = beginning.splitlines(keepends=True)
    place = data.draw(st.integers(0, len(lines) - 1))
    by = data.draw(st.integers(1, 300))
    mutated = data.draw(
        st.sampled_from(
            [
                lines[:place],
                [*lines[:place], lines[place][by:], *lines[place + 1 :]],
                [*lines[:place], b" " * by + lines[place], *lines[place + 1 :]],
                [*lines[:place], lines[place][:by] + b"\r\n", *lines[place + 1 :]],
                [*lines[:place], lines[by % len(lines)], *lines[place:]],
                lines[:place] + lines[place + 1 :],
                [*lines[:place], lines[place].swapcase(), *lines[place + 1 :]],
                [*lines[:place], lines[place][:by] + b"\xff\x00" + lines[place][by + 2 :],
                 *lines[place + 1 :]],
            ]
        )
    )  # fmt: skip
    file = a_file(b"".join(mutated), "HCPC2019_CONTR_ANWEB.txt")
    part = HCPCS.part(file)
    if part is None:
        return
    found = PartFile(part, file)
    read = []

    def attempt() -> None:
        edition = HCPCS.edition(found)
        if edition is not None:
            read.append(HCPCS.read([found], edition, silent, None))

    said = refusal(attempt)
    assert bool(read) != bool(said) or not file.head
    assert not said or said.startswith(f"{file.name}, line ")
    for content in read:
        assert sound_lines(content.tabular.codes)


@pytest.mark.official
def test_the_record_layout_is_declined_as_what_it_is(folder):
    path = folder / "2019-HCPCS-Record-Layout.zip"
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    with official_files([path]) as found:
        (file,) = found.files
        assert HCPCS.part(file) is None
        assert HCPCS.declines(file) == "the description of the HCPCS list's columns"

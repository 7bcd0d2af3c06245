"""The HCPCS lists as CMS publishes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.official_texts import ReadRelease, sound_lines

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


@pytest.mark.official
def test_the_record_layout_is_declined_as_what_it_is(folder):
    path = folder / "2019-HCPCS-Record-Layout.zip"
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    with official_files([path]) as found:
        (file,) = found.files
        assert HCPCS.part(file) is None
        assert HCPCS.declines(file) == "the description of the HCPCS list's columns"

"""The catalogue of official places: ours, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from codebook_app.codesets.catalog import read_catalog
from codebook_app.domain.catalogue import OfficialPlace
from codebook_app.errors import KnownError
from codebook_app.paths import data_file

NAMES = ("icd10cm", "icd10pcs", "hcpcs", "cpt", "icf", "msdrg")
HEAD = '[icd10cm]\npublisher = "P"\nlicence = "L"\npage = "https://p.org"\n'
RELEASE = '[[icd10cm.releases]]\nrelease = "FY2099"\ntitle = "T"\n'
PLACE = '[[icd10cm.releases.places]]\nurl = "https://p.org/a.zip"\nholds = "codes"\n'


@pytest.fixture
def catalog(tmp_path: Path):
    def read(text: str):
        path = tmp_path / "catalog.toml"
        path.write_bytes(text.encode())
        return read_catalog(path, NAMES)

    return read


def test_our_catalogue_names_every_code_set_with_official_addresses():
    releases = read_catalog(data_file("catalog.toml"), NAMES)

    assert {one.code_set for one in releases} == set(NAMES)
    hosts = {urlsplit(place.url).hostname for one in releases for place in one.places}
    assert hosts == {"ftp.cdc.gov", "www.cms.gov"}
    schemes = {urlsplit(place.url).scheme for one in releases for place in one.places}
    assert schemes == {"https"}
    pages = {urlsplit(one.page).hostname for one in releases}
    assert pages == {"www.cdc.gov", "www.cms.gov", "www.ama-assn.org", "www.who.int"}


def test_our_catalogue_has_what_follows_the_embedded_releases_marked_as_unseen():
    releases = {
        (one.code_set, one.release): one for one in read_catalog(data_file("catalog.toml"), NAMES)
    }

    for code_set in ("icd10cm", "icd10pcs"):
        places = releases[code_set, "FY2027"].places
        assert places
        assert not any(place.verified for place in places)
        assert all(place.verified for place in releases[code_set, "FY2026"].places[:1])


def test_our_catalogue_fetches_no_licensed_code_set():
    for one in read_catalog(data_file("catalog.toml"), NAMES):
        assert bool(one.places) == (one.licence == "public domain")


def test_an_entry_is_read_with_all_that_is_known(catalog):
    known = f'verified = true\noptional = true\nsha256 = "{"AB" * 32}"\nsize = 12\n'
    (release,) = catalog(HEAD + RELEASE + PLACE + known)

    assert (release.release, release.title, release.page) == ("FY2099", "T", "https://p.org")
    assert release.places == (
        OfficialPlace("https://p.org/a.zip", "codes", True, "ab" * 32, 12, True),
    )
    assert not release.installed


def test_a_release_may_have_a_page_of_its_own_and_no_place(catalog):
    (release,) = catalog(HEAD + RELEASE + 'page = "https://p.org/2099"\n')

    assert (release.page, release.places) == ("https://p.org/2099", ())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = [", "is no TOML"),
        ("a\nb = 1", "line 1"),
        ("icd10cm = 1", "icd10cm: it is no table"),
        ("[icd9]\n", "icd9: there is no such code set; there are icd10cm,"),
        ('[icd10cm]\npublisher = "P"\n', "icd10cm: its licence is missing or no text"),
        (HEAD + "more = 1\n", "“more” means nothing there"),
        (HEAD.replace("https://p.org", "p.org"), "“p.org” is no address"),
        (HEAD + "releases = 3\n", "something else than a list of tables"),
        (HEAD + "releases = [3]\n", "it is no table"),
        (HEAD + RELEASE + RELEASE, "icd10cm FY2099: it stands twice"),
        (HEAD + RELEASE.replace('"T"', '" "'), "its title is missing or no text"),
        (HEAD + RELEASE + PLACE.replace("https", "file"), "is no address"),
        (HEAD + RELEASE + PLACE.replace("https://p.org/", "https://[/"), "is no address"),
        (HEAD + RELEASE + PLACE + "verified = 1\n", "its verified is neither true nor false"),
        (HEAD + RELEASE + PLACE + 'sha256 = "abc"\n', "sha256 is not 64 hexadecimal digits"),
        (HEAD + RELEASE + PLACE + "size = -1\n", "its size is no number of bytes"),
        (HEAD + RELEASE + PLACE + "size = true\n", "its size is no number of bytes"),
    ],
)
def test_a_catalogue_that_is_wrong_is_refused_with_the_entry_at_fault(catalog, text, told):
    with pytest.raises(KnownError) as fault:
        catalog(text)

    assert told in fault.value.message
    assert "catalog.toml" in fault.value.message


def test_a_catalogue_that_cannot_be_read_is_said(tmp_path):
    with pytest.raises(KnownError, match="cannot be read"):
        read_catalog(tmp_path / "none.toml", NAMES)
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(KnownError, match="not UTF-8"):
        read_catalog(tmp_path / "bytes.toml", NAMES)

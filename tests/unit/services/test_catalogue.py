"""A release from an official place to the shelf: fetched, checked, imported, or nothing at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock
from support.invented_releases import InventedIndex, build_invented_index
from support.loopback import Place, a_place, breaks_off, directly, page, stalls, status, whole
from support.tabular_xml import BILLABLE, sample

from codebook_app.codesets import download
from codebook_app.codesets.base import CodeSets
from codebook_app.codesets.cpt.code_set import Cpt
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.codesets.transfer import Patience
from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.progress import Cancelled, CancelToken, Progress
from codebook_app.services.catalogue import Catalogue
from codebook_app.services.releases import Releases

CODE_SETS = CodeSets((Icd10Cm(embedded=()), Cpt()))


def tabular_zip(year: int = 2099) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tabular.xml", sample(year))
    return room.getvalue()


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait as little as the tests of the transfer itself do."""
    monkeypatch.setattr(download, "Patience", lambda: Patience(30, 30, 3, 0.01))
    directly(monkeypatch)


@pytest.fixture
def place() -> Iterator[Place]:
    with a_place() as running:
        yield running


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "data")


@pytest.fixture
def releases(folders: Folders) -> Iterator[Releases]:
    installed = Releases(
        folders, CODE_SETS, build_index=build_invented_index, open_index=InventedIndex.open
    )
    yield installed
    installed.close()


@pytest.fixture
def catalogue(folders: Folders, releases: Releases) -> Catalogue:
    return Catalogue(folders, releases, CODE_SETS)


@pytest.fixture
def catalog(tmp_path: Path, place: Place) -> Path:
    """Write a catalogue whose places are the server's."""
    path = tmp_path / "catalog.toml"
    path.write_text(
        f"""
[icd10cm]
publisher = "CDC/NCHS"
licence = "public domain"
page = "https://www.cdc.gov/nchs/icd"
[[icd10cm.releases]]
release = "FY2100"
title = "ICD-10-CM FY2100"
[[icd10cm.releases]]
release = "FY2099"
title = "ICD-10-CM FY2099"
[[icd10cm.releases.places]]
url = "{place.url("/tabular.zip")}"
holds = "tabular list"
[[icd10cm.releases.places]]
url = "{place.url("/poa.zip")}"
holds = "POA-exempt codes"
optional = true
[cpt]
publisher = "American Medical Association"
licence = "licensed by the American Medical Association"
page = "https://www.ama-assn.org"
[[cpt.releases]]
release = "2099"
title = "CPT 2099"
""",
        encoding="utf-8",
    )
    return path


def downloads(folders: Folders) -> list[str]:
    folder = folders.data / "downloads"
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.suffix)


def test_the_newest_release_with_a_place_is_fetched_and_installed(
    catalogue, catalog, place, releases, folders
):
    place.says("/tabular.zip", whole(tabular_zip()))
    told: list[Progress] = []
    announced: list[Release] = []

    (report,) = catalogue.download(
        "icd10cm", None, catalog, told.append, on_release=announced.append
    )

    assert (report.release, report.billable) == ("FY2099", BILLABLE)
    assert [one.release for one in releases.installed()] == ["FY2099"]
    assert announced
    assert told[0].stage == "Downloading tabular.zip"
    assert any(one.stage != told[0].stage for one in told)
    assert downloads(folders) == []


def test_what_a_release_is_whole_without_may_be_missing_with_a_word(catalogue, catalog, place):
    place.says("/tabular.zip", whole(tabular_zip()))

    (report,) = catalogue.download("icd10cm", "FY2099", catalog)

    (missing,) = [one for one in report.left_out if "poa.zip" in one]
    assert missing == f"POA-exempt codes: {place.url('/poa.zip')} is not there (404)"


def test_a_release_without_its_file_is_not_installed(catalogue, catalog, releases):
    with pytest.raises(KnownError) as fault:
        catalogue.download("icd10cm", "FY2099", catalog)

    assert "is not there (404). The address was not seen to hold it yet." in fault.value.message
    assert "ICD-10-CM FY2099 on https://www.cdc.gov/nchs/icd" in fault.value.hint
    assert releases.installed() == ()


@pytest.mark.parametrize(
    "answer", [page(), status(500), whole(tabular_zip()[:-200]), whole(b"PK\x03\x04 and no more")]
)
def test_nothing_half_fetched_or_false_is_ever_imported(
    catalogue, catalog, place, releases, answer
):
    place.says("/tabular.zip", answer)

    with pytest.raises(KnownError):
        catalogue.download("icd10cm", "FY2099", catalog)

    assert releases.installed() == ()


def test_a_part_is_kept_in_the_data_folder_and_gone_on_with(catalogue, catalog, place, folders):
    content = tabular_zip()
    place.says("/tabular.zip", breaks_off(content, 1_000), status(503))
    with pytest.raises(KnownError, match="1,000 bytes of it are kept"):
        catalogue.download("icd10cm", "FY2099", catalog)
    assert downloads(folders) == ["tabular.zip.part", "tabular.zip.part.json"]

    place.asked.clear()
    place.says("/tabular.zip", whole(content))
    (report,) = catalogue.download("icd10cm", "FY2099", catalog)

    assert report.billable == BILLABLE
    assert place.asked[0][1]["range"] == "bytes=1000-"
    assert downloads(folders) == []


def test_stopping_installs_nothing(catalogue, catalog, place, releases):
    cancel = CancelToken()
    place.says("/tabular.zip", stalls(tabular_zip(), 100))

    def stop(progress: Progress) -> None:
        if progress.done or progress.total:
            cancel.cancel()

    with pytest.raises(Cancelled):
        catalogue.download("icd10cm", "FY2099", catalog, stop, cancel)

    assert releases.installed() == ()


def test_what_cannot_be_imported_is_fetched_anew_the_next_time(catalogue, catalog, place, folders):
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        archive.writestr("readme.txt", "nothing of use")
    place.says("/tabular.zip", whole(room.getvalue()))
    with pytest.raises(KnownError):
        catalogue.download("icd10cm", "FY2099", catalog)
    assert downloads(folders) == []

    place.says("/tabular.zip", whole(tabular_zip()))
    assert catalogue.download("icd10cm", "FY2099", catalog)[0].billable == BILLABLE


def test_another_release_than_the_catalogue_says_is_told(catalogue, catalog, place):
    place.says("/tabular.zip", whole(tabular_zip(2098)))

    (report,) = catalogue.download("icd10cm", "FY2099", catalog)

    assert report.release == "FY2098"
    assert "the catalogue says FY2099, and what came is FY2098" in report.checked


def test_the_same_release_again_changes_nothing(catalogue, catalog, place):
    place.says("/tabular.zip", whole(tabular_zip()))
    catalogue.download("icd10cm", "FY2099", catalog)

    (again,) = catalogue.download("icd10cm", "FY2099", catalog)

    assert again.unchanged


def test_two_downloads_at_once_are_refused(catalogue, catalog, place, folders):
    (folders.data / "downloads").mkdir(parents=True)

    with (
        FileLock(folders.data / "downloads" / ".lock"),
        pytest.raises(KnownError, match="downloading at the moment"),
    ):
        catalogue.download("icd10cm", "FY2099", catalog)

    assert place.asked == []


@pytest.mark.parametrize(
    ("code_set", "release", "told"),
    [
        ("icd10cm", "FY1999", "does not have icd10cm FY1999. It has: FY2100, FY2099."),
        ("icd10cm", "FY2100", "FY2100 cannot be fetched; the catalogue names no place for it"),
        ("cpt", None, "it is licensed by the American Medical Association. The publisher's page"),
        ("icd9", None, "There is no code set “icd9”."),
    ],
)
def test_what_cannot_be_fetched_is_said_without_asking_anyone(
    catalogue, catalog, place, code_set, release, told
):
    with pytest.raises(KnownError) as fault:
        catalogue.download(code_set, release, catalog)

    assert told in str(fault.value)
    assert place.asked == []


def test_the_catalogue_tells_what_is_installed(catalogue, catalog, place):
    place.says("/tabular.zip", whole(tabular_zip()))
    catalogue.download("icd10cm", "FY2099", catalog)

    assert [(one.release, one.installed) for one in catalogue.releases(catalog)] == [
        ("FY2100", False),
        ("FY2099", True),
        ("2099", False),
    ]


def test_a_group_release_that_came_with_the_grouper_lacks_its_table(folders, tmp_path):
    def told(*parts: str) -> list[tuple[bool, str]]:
        held = SimpleNamespace(
            code_set="msdrg", release="v99", sources=[SimpleNamespace(part=one) for one in parts]
        )
        releases = SimpleNamespace(installed=lambda: (held,))
        named = SimpleNamespace(name="msdrg")
        shown = Catalogue(folders, releases, [named])  # type: ignore[arg-type]
        return [(one.installed, one.lacking) for one in shown.releases(catalog)]

    catalog = tmp_path / "groups.toml"
    catalog.write_text(
        '[msdrg]\npublisher = "CMS"\nlicence = "public domain"\npage = "https://x.test"\n'
        '[[msdrg.releases]]\nrelease = "v99"\ntitle = "Sample v99"\n'
        '[[msdrg.releases.places]]\nurl = "https://x.test/5.zip"\nholds = "Table 5"\n'
        "verified = true\n"
    )

    assert told("grouper") == [(True, "Table 5")]
    assert told("grouper", "table5") == [(True, "")]


def test_a_code_set_the_catalogue_has_nothing_of_is_said(catalogue, tmp_path):
    empty = tmp_path / "empty.toml"
    empty.write_text("")

    assert catalogue.releases(empty) == ()
    with pytest.raises(KnownError, match="nothing of cpt"):
        catalogue.download("cpt", None, empty)

"""Which parts make which releases, whatever they come with and after."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date

import pytest
from support.sample_code_set import LIST, SampleSet, sample_edition, sample_file

from codebook_app.codesets.archive import OfficialFile, official_file
from codebook_app.codesets.base import PartFile
from codebook_app.domain.release import SourceFile
from codebook_app.errors import KnownError
from codebook_app.services.gathered import Gathering, Standing, carried_over, surroundings
from codebook_app.services.joining import gather
from codebook_app.services.sources import StatedPart

SAMPLE = SampleSet()


def sha256(file: OfficialFile) -> str:
    return hashlib.sha256(b"".join(file.chunks())).hexdigest()


def part(kind: str, edition: str, name: str = "", lines: str = LIST) -> StatedPart:
    content = sample_file(kind, edition, lines).encode()
    name = name or f"{kind}-{edition}.txt"
    file = official_file(name, name.rpartition("/")[2], len(content), lambda: io.BytesIO(content))
    recognised = SAMPLE.part(file)
    assert recognised is not None
    found = PartFile(recognised, file)
    return StatedPart(found, SAMPLE.edition(found))


def kept(one: StatedPart) -> SourceFile:
    """Return *one* as the manifest of a release names it."""
    edition = one.edition
    assert edition is not None
    return SourceFile(
        one.file.own_name,
        one.file.size,
        sha256(one.file),
        one.kind,
        edition.release,
        edition.effective_from,
        edition.effective_to,
    )


def standing(release: str, *parts: StatedPart, usable: bool = True) -> Standing:
    return Standing(sample_edition(release), tuple(map(kept, parts)), usable)


def gathered(parts: list[StatedPart], *there: Standing) -> Gathering:
    return gather(SAMPLE, parts, there, sha256)


def made(result: Gathering) -> dict[str, list[str]]:
    """Return the names of what each release is made of, what it carries over behind a plus."""
    return {
        one.edition.release: [part.file.name for part in one.new]
        + [f"+{carried.file.name}" for carried in one.carried]
        for one in result.releases
    }


def homeless(result: Gathering) -> list[str]:
    return list(map(str, result.homeless))


def left_out(result: Gathering) -> list[str]:
    return list(map(str, result.left_out))


def test_a_list_makes_a_release_and_what_is_of_it_joins():
    result = gathered([part("poa", "2099"), part("list", "2099"), part("index", "2099")])
    assert made(result) == {"2099": ["list-2099.txt", "poa-2099.txt", "index-2099.txt"]}
    assert homeless(result) == left_out(result) == []


def test_a_part_of_the_whole_year_joins_each_release_of_the_year():
    result = gathered([part("list", "2099"), part("list", "2099-07"), part("poa", "2099")])
    assert made(result) == {
        "2099": ["list-2099.txt", "poa-2099.txt"],
        "2099-07": ["list-2099-07.txt", "poa-2099.txt"],
    }


def test_a_part_of_half_the_year_does_not_join_the_whole():
    result = gathered([part("list", "2099"), part("poa", "2099-07")])
    assert made(result) == {"2099": ["list-2099.txt"]}
    assert homeless(result) == [
        "poa-2099-07.txt: the POA list of Sample 2099-07, of which nothing is installed"
    ]


def test_a_part_of_the_release_itself_is_nearer_than_one_of_the_year():
    parts = [part("list", "2099-07"), part("poa", "2099"), part("poa", "2099-07")]
    for order in (parts, parts[::-1]):
        result = gathered(order)
        assert made(result) == {"2099-07": ["list-2099-07.txt", "poa-2099-07.txt"]}
        assert [line.name for line in result.left_out] == ["poa-2099.txt"]


def test_what_comes_later_joins_what_is_installed_and_takes_over_what_that_keeps():
    result = gathered([part("poa", "2099")], standing("2099", part("list", "2099")))
    assert made(result) == {"2099": ["poa-2099.txt", "+list-2099.txt"]}


def test_a_newer_file_takes_the_place_of_the_one_of_its_kind():
    newer = part("poa", "2099", "newer.txt", "X1\tOther\n")
    result = gathered([newer], standing("2099", part("list", "2099"), part("poa", "2099")))
    assert made(result) == {"2099": ["newer.txt", "+list-2099.txt"]}


def test_a_file_of_the_year_does_not_take_the_place_of_the_releases_own():
    installed = standing("2099-07", part("list", "2099-07"), part("poa", "2099-07"))
    result = gathered([part("poa", "2099")], installed)
    assert made(result) == {}
    assert left_out(result) == [
        "poa-2099.txt: the POA list of Sample 2099; Sample 2099-07 has its own"
    ]


def test_nothing_is_new_where_the_very_same_files_are_there():
    parts = [part("list", "2099"), part("poa", "2099")]
    result = gathered(parts, standing("2099", *parts))
    assert made(result) == {"2099": []}
    assert [one.file.name for one in result.releases[0].came] == ["list-2099.txt", "poa-2099.txt"]


def test_only_what_differs_is_new():
    changed = part("list", "2099", lines="X1\tOther\n")
    poa = part("poa", "2099")
    result = gathered([changed, poa], standing("2099", part("list", "2099"), poa))
    assert made(result) == {"2099": ["list-2099.txt", "+poa-2099.txt"]}


def test_a_damaged_release_is_made_again_though_nothing_is_new():
    parts = [part("list", "2099"), part("poa", "2099")]
    result = gathered([parts[1]], standing("2099", *parts, usable=False))
    assert made(result) == {"2099": ["+list-2099.txt", "+poa-2099.txt"]}


def test_an_order_file_makes_a_release_where_there_is_no_list():
    assert made(gathered([part("order", "2099")])) == {"2099": ["order-2099.txt"]}


def test_an_order_file_joins_the_list_it_came_with_or_that_is_there():
    result = gathered([part("order", "2099"), part("list", "2099-07")])
    assert made(result) == {"2099-07": ["list-2099-07.txt", "order-2099.txt"]}
    result = gathered([part("order", "2099")], standing("2099-07", part("list", "2099-07")))
    assert made(result) == {"2099-07": ["order-2099.txt", "+list-2099-07.txt"]}


def test_an_order_file_makes_its_release_where_the_others_have_their_own():
    installed = standing("2099-07", part("list", "2099-07"), part("order", "2099-07"))
    result = gathered([part("order", "2099")], installed)
    assert made(result) == {"2099": ["order-2099.txt"]}


def test_two_order_files_of_a_year_are_two_releases():
    result = gathered([part("order", "2099"), part("order", "2099-07")])
    assert made(result) == {"2099": ["order-2099.txt"], "2099-07": ["order-2099-07.txt"]}


def test_a_new_release_takes_over_what_others_keep_for_the_whole_year():
    installed = standing("2099", part("list", "2099"), part("poa", "2099"))
    result = gathered([part("list", "2099-07")], installed)
    assert made(result) == {"2099-07": ["list-2099-07.txt", "+poa-2099.txt"]}


def test_of_two_releases_that_keep_a_part_the_nearer_one_gives_it():
    parts = carried_over(
        sample_edition("2099-10"),
        ["list"],
        [
            standing("2099", part("list", "2099"), part("poa", "2099")),
            standing("2099-07", part("poa", "2099-07")),
            standing("2098", part("poa", "2098")),
        ],
    )
    assert [(one.release, one.file.states) for one in parts] == [("2099-07", "2099-07")]


def test_a_part_that_waits_for_its_release_says_so():
    result = gathered([part("poa", "2099")], standing("2098", part("list", "2098")))
    assert made(result) == {}
    assert homeless(result) == [
        "poa-2099.txt: the POA list of Sample 2099, of which nothing is installed"
    ]


def test_a_part_that_states_no_release_goes_with_the_one_it_came_with():
    result = gathered([part("list", "2099"), part("poa", "?")])
    (release,) = result.releases
    assert made(result) == {"2099": ["list-2099.txt", "poa-?.txt"]}
    assert release.placed == ("poa-?.txt states no release; it came with Sample 2099",)


def test_of_several_releases_it_goes_with_the_one_in_its_own_zip():
    parts = [
        part("list", "2099", "all/b.zip › list.txt"),
        part("list", "2098", "all/a.zip › list.txt"),
        part("poa", "?", "all/a.zip › poa.txt"),
    ]
    assert made(gathered(parts)) == {
        "2098": ["all/a.zip › list.txt", "all/a.zip › poa.txt"],
        "2099": ["all/b.zip › list.txt"],
    }


@pytest.mark.parametrize("others", [[], [part("list", "2098"), part("list", "2099")]])
def test_where_none_or_several_may_be_meant_it_is_left_out(others):
    result = gathered([*others, part("poa", "?")])
    assert homeless(result) == [
        "poa-?.txt: the POA list of Sample set, which does not say of which release; import it"
        " together with that release, or in a folder named by its year"
    ]


def test_of_two_files_with_the_same_content_one_is_read():
    result = gathered([part("list", "2099", "a.txt"), part("list", "2099", "b.txt")])
    assert made(result) == {"2099": ["a.txt"]}
    assert left_out(result) == ["b.txt: the same as a.txt"]


def test_a_file_that_says_of_which_release_it_is_is_read_before_one_that_does_not():
    parts = [part("list", "2099"), part("poa", "?"), part("poa", "2099", lines="X2\tOther\n")]
    result = gathered(parts)
    assert set(made(result)["2099"]) == {"list-2099.txt", "poa-2099.txt"}
    assert left_out(result) == [
        "poa-?.txt: poa-2099.txt is the POA list, and says of which release"
    ]


def test_of_two_kinds_of_file_the_better_one_is_read():
    parts = [part("list", "2099"), part("poa-csv", "2099", "poa.csv"), part("poa", "2099")]
    for order in (parts, parts[::-1]):
        result = gathered(order)
        assert set(made(result)["2099"]) == {"list-2099.txt", "poa-2099.txt"}
        assert left_out(result) == ["poa.csv: poa-2099.txt was read, which holds the same"]


def test_two_different_files_that_are_the_same_part_are_refused():
    with pytest.raises(KnownError) as caught:
        gathered([part("list", "2099", "a.txt"), part("list", "2099", "b.txt", "X9\tOther\n")])
    assert caught.value.message == "a.txt and b.txt are both the list of 2099."


def test_a_new_list_says_anew_how_its_edition_was_found_out():
    installed = standing("2099", part("list", "2099"))
    installed = replace(installed, edition=sample_edition("2099", "told before"))
    changed = part("list", "2099", lines="X1\tOther\n")
    assert gathered([changed], installed).releases[0].edition.decided_by.startswith("taken for")
    joined = gathered([part("poa", "2099")], installed)
    assert joined.releases[0].edition.decided_by == "told before"


def test_releases_come_in_the_order_of_their_dates():
    parts = [part("list", "2099-07"), part("list", "2099"), part("list", "2097")]
    result = gathered(parts)
    assert [one.edition.effective_from for one in result.releases] == [
        date(2097, 1, 1),
        date(2099, 1, 1),
        date(2099, 7, 1),
    ]


def test_the_surroundings_of_a_file_are_its_zips_and_folders_inside_out():
    assert surroundings("all/a.zip › in/b.zip › list.txt") == [
        "all/a.zip › in/b.zip › ",
        "all/a.zip › in/",
        "all/a.zip › ",
        "all/",
        "",
    ]
    assert surroundings("list.txt") == [""]

"""Fetching a file from a real server that breaks off, stalls, lies, redirects and refuses."""

from __future__ import annotations

import ast
import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.loopback import (
    Answer,
    Place,
    a_place,
    a_zip,
    breaks_off,
    directly,
    page,
    says_length,
    sends_on,
    stalls,
    status,
    whole,
)

import codebook_app
from codebook_app.codesets.download import MissingAtPlaceError, fetch, file_name_of
from codebook_app.codesets.transfer import Patience
from codebook_app.domain.catalogue import OfficialPlace
from codebook_app.errors import KnownError
from codebook_app.progress import Cancelled, CancelToken, Progress, silent

ZIP = a_zip(codes=b"A00 Sample condition\n" * 10_000)
HASTY = Patience(connect=30, silence=30, attempts=3, pause=0.01)
AT_ONCE = replace(HASTY, silence=1)
"""For a place that says nothing for good: any other may be slow on a busy machine."""
PATH = "/files/codes.zip"


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    directly(monkeypatch)
    with a_place() as running:
        yield running


def fetched(
    place: Place, folder: Path, *answers: Answer, patience: Patience = HASTY, **known: object
) -> Path:
    url = place.says(PATH, *answers)
    return fetch(OfficialPlace(url, "codes", True, **known), folder, patience=patience)  # type: ignore[arg-type]


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def ranges(place: Place) -> list[str]:
    return [headers.get("range", "") for _, headers in place.asked]


def test_a_file_is_fetched_whole_with_its_progress(place, tmp_path):
    told: list[Progress] = []
    url = place.says("/files/My%20codes-2027.zip", whole(ZIP))

    path = fetch(OfficialPlace(url, "codes", True), tmp_path, told.append)

    assert path == tmp_path / "My codes-2027.zip"
    assert path.read_bytes() == ZIP
    assert left(tmp_path) == ["My codes-2027.zip"]
    assert {one.stage for one in told} == {"Downloading My codes-2027.zip"}
    assert (told[0].done, told[0].total) == (0, len(ZIP))
    assert (told[-1].done, told[-1].total) == (len(ZIP), len(ZIP))
    assert place.asked[0][1]["user-agent"].startswith("Codebook/")


def test_what_lies_there_whole_is_not_fetched_again(place, tmp_path):
    fetched(place, tmp_path, whole(ZIP))
    fetched(place, tmp_path, status(500))

    assert len(place.asked) == 1


def test_a_broken_transfer_goes_on_where_it_stopped(place, tmp_path):
    path = fetched(place, tmp_path, breaks_off(ZIP, 70_000), breaks_off(ZIP, 50_000), whole(ZIP))

    assert path.read_bytes() == ZIP
    assert ranges(place) == ["", "bytes=70000-", "bytes=120000-"]


def test_what_is_kept_of_a_transfer_is_used_another_day(place, tmp_path):
    with pytest.raises(KnownError) as given_up:
        fetched(place, tmp_path, breaks_off(ZIP, 70_000), status(503))
    assert "70,000 bytes of it are kept" in given_up.value.message
    assert left(tmp_path) == ["codes.zip.part", "codes.zip.part.json"]

    place.asked.clear()
    assert fetched(place, tmp_path, whole(ZIP)).read_bytes() == ZIP
    assert ranges(place) == ["bytes=70000-"]


CHANGED = ZIP.replace(b"A00 Sample", b"B99 Simple")  # no zip tells, its sums are not looked at here


def test_a_file_that_changed_meanwhile_is_fetched_from_its_beginning(place, tmp_path):
    path = fetched(place, tmp_path, breaks_off(ZIP, 70_000), whole(CHANGED, etag='"2"'))

    assert path.read_bytes() == CHANGED
    assert place.asked[1][1]["if-range"] == '"1"'


def test_a_rest_of_another_file_is_not_added_where_a_place_sends_it_all_the_same(place, tmp_path):
    def rest_of_another(request):
        end = f"bytes 70000-{len(ZIP) - 1}/{len(ZIP)}"
        request.begin(206, len(ZIP) - 70_000, ETag='"2"', Content_Range=end)
        request.wfile.write(CHANGED[70_000:])

    again = whole(CHANGED, etag='"2"')

    assert fetched(
        place, tmp_path, breaks_off(ZIP, 70_000), rest_of_another, again
    ).read_bytes() == (CHANGED)


def test_a_place_that_sends_the_rest_in_portions_is_asked_for_each(place, tmp_path):
    def portion(request):
        begun = int(request.headers["Range"][6:].partition("-")[0])
        rest = ZIP[begun : begun + 80_000]
        end = f"bytes {begun}-{begun + len(rest) - 1}/{len(ZIP)}"
        request.begin(206, len(rest), ETag='"1"', Content_Range=end)
        request.wfile.write(rest)

    path = fetched(place, tmp_path, breaks_off(ZIP, 70_000), portion)

    assert path.read_bytes() == ZIP
    assert ranges(place) == ["", "bytes=70000-", "bytes=150000-"]


def test_a_place_that_ignores_ranges_is_read_from_the_beginning(place, tmp_path):
    path = fetched(place, tmp_path, breaks_off(ZIP, 70_000), whole(ZIP, ranges=False))

    assert path.read_bytes() == ZIP
    assert ranges(place) == ["", "bytes=70000-"]


def test_a_part_that_nothing_tells_unchanged_is_not_added_to(place, tmp_path):
    path = fetched(place, tmp_path, breaks_off(ZIP, 70_000, etag=""), whole(ZIP, etag=""))

    assert path.read_bytes() == ZIP
    assert ranges(place) == ["", ""]


def test_a_rest_that_begins_elsewhere_is_not_added(place, tmp_path):
    def elsewhere(request):
        request.begin(206, 10, ETag='"1"', Content_Range=f"bytes 5-14/{len(ZIP)}")
        request.wfile.write(ZIP[5:15])

    path = fetched(place, tmp_path, breaks_off(ZIP, 70_000), elsewhere, whole(ZIP))

    assert path.read_bytes() == ZIP


def test_a_part_that_is_whole_already_is_taken(place, tmp_path):
    fetched(place, tmp_path, whole(ZIP)).rename(tmp_path / "codes.zip.part")
    about = (
        f'{{"url": "{place.url(PATH)}", "etag": "\\"1\\"", "modified": "", "total": {len(ZIP)}}}'
    )
    (tmp_path / "codes.zip.part.json").write_text(about)

    assert fetched(place, tmp_path, whole(ZIP)).read_bytes() == ZIP
    assert ranges(place)[-1] == f"bytes={len(ZIP)}-"


def test_a_part_longer_than_the_file_is_dropped(place, tmp_path):
    longer = ZIP + b"something else"
    with pytest.raises(KnownError):
        fetched(place, tmp_path, breaks_off(longer + b"more", len(longer)), status(503))

    assert fetched(place, tmp_path, whole(ZIP)).read_bytes() == ZIP


def test_a_part_of_unknown_origin_is_dropped(place, tmp_path):
    (tmp_path / "codes.zip.part").write_bytes(b"of whatever")

    assert fetched(place, tmp_path, whole(ZIP)).read_bytes() == ZIP
    assert ranges(place) == [""]


def test_a_place_that_stalls_is_asked_again(place, tmp_path):
    path = fetched(place, tmp_path, stalls(ZIP, 70_000), whole(ZIP), patience=AT_ONCE)

    assert path.read_bytes() == ZIP
    assert ranges(place) == ["", "bytes=70000-"]


@pytest.mark.slow
def test_a_place_that_stalls_for_good_is_given_up_with_a_word(place, tmp_path):
    with pytest.raises(KnownError) as given_up:
        fetched(place, tmp_path, stalls(ZIP, 0), patience=AT_ONCE)

    assert "nothing came for 1 second" in given_up.value.message
    assert len(place.asked) == HASTY.attempts


@pytest.mark.parametrize("stated", [len(ZIP) + 100, None], ids=["too long", "not stated"])
def test_a_body_shorter_than_stated_is_never_taken_for_whole(place, tmp_path, stated):
    cut = ZIP[:-50]
    with pytest.raises(KnownError) as refused:
        fetched(place, tmp_path, says_length(cut, stated))

    assert not (tmp_path / "codes.zip").exists()
    told = refused.value.message
    assert "could not be fetched" in told if stated else "is not a whole zip" in told


def test_a_length_stated_too_short_cuts_the_file_which_is_refused(place, tmp_path):
    with pytest.raises(KnownError, match="is not a whole zip"):
        fetched(place, tmp_path, says_length(ZIP, len(ZIP) - 50))

    assert left(tmp_path) == []


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/zip"])
def test_a_web_page_in_place_of_the_file_is_refused(place, tmp_path, kind):
    with pytest.raises(KnownError, match="a web page instead of the file"):
        fetched(place, tmp_path, page(kind))

    assert left(tmp_path) == []


def test_a_web_page_while_resuming_spoils_nothing_that_follows(place, tmp_path):
    with pytest.raises(KnownError, match="a web page"):
        fetched(place, tmp_path, breaks_off(ZIP, 70_000), page())

    assert fetched(place, tmp_path, whole(ZIP)).read_bytes() == ZIP


def test_something_else_than_a_zip_is_refused(place, tmp_path):
    with pytest.raises(KnownError, match="is no zip"):
        fetched(place, tmp_path, whole(b"plain words"))

    assert left(tmp_path) == []


def test_nothing_is_no_file(place, tmp_path):
    with pytest.raises(KnownError, match="it was not kept"):
        fetched(place, tmp_path, whole(b""))


def test_size_and_hash_are_checked_where_they_are_known(place, tmp_path):
    digest = hashlib.sha256(ZIP).hexdigest()
    assert fetched(place, tmp_path / "right", whole(ZIP), sha256=digest, size=len(ZIP)).is_file()

    with pytest.raises(KnownError, match="SHA-256 differs"):
        fetched(place, tmp_path / "hash", whole(ZIP), sha256="0" * 64)
    with pytest.raises(KnownError, match="where 5 are known"):
        fetched(place, tmp_path / "size", whole(ZIP), size=5)
    with pytest.raises(KnownError, match=f"has {len(ZIP):,} bytes where"):
        fetched(place, tmp_path / "silent", says_length(ZIP, None), size=len(ZIP) + 1)
    assert left(tmp_path / "hash") == left(tmp_path / "size") == []


def test_with_a_known_hash_a_part_is_gone_on_with_though_nothing_tells_it_unchanged(
    place, tmp_path
):
    digest = hashlib.sha256(ZIP).hexdigest()
    answers = breaks_off(ZIP, 70_000, etag=""), whole(ZIP, etag="")

    assert fetched(place, tmp_path, *answers, sha256=digest).read_bytes() == ZIP
    assert ranges(place) == ["", "bytes=70000-"]


@pytest.mark.parametrize("code", [404, 410])
def test_a_place_without_the_file_says_so(place, tmp_path, code):
    with pytest.raises(MissingAtPlaceError, match=f"is not there \\({code}\\)"):
        fetched(place, tmp_path, status(code, b"<html>not here</html>"))

    assert (len(place.asked), left(tmp_path)) == (1, [])


@pytest.mark.parametrize("code", [401, 403, 416])
def test_a_refusal_is_not_tried_again(place, tmp_path, code):
    with pytest.raises(KnownError, match=f"refused by its place \\({code}\\)"):
        fetched(place, tmp_path, status(code))

    assert len(place.asked) == 1


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_busy_place_is_tried_again(place, tmp_path, code):
    assert fetched(place, tmp_path, status(code), whole(ZIP)).read_bytes() == ZIP


def test_a_place_out_of_order_is_given_up(place, tmp_path):
    with pytest.raises(KnownError, match=r"busy or out of order \(500\)"):
        fetched(place, tmp_path, status(500))

    assert len(place.asked) == HASTY.attempts


def test_redirections_on_the_same_site_are_followed(place, tmp_path):
    place.says("/moved.zip", sends_on("/moved/again.zip", 301))
    place.says("/moved/again.zip", breaks_off(ZIP, 70_000), whole(ZIP))

    path = fetched(place, tmp_path, sends_on(place.url("/moved.zip")))

    assert (path.name, path.read_bytes()) == ("codes.zip", ZIP)


def test_redirections_that_never_end_are_refused(place, tmp_path):
    with pytest.raises(KnownError, match="sends on and on, more than 5 times"):
        fetched(place, tmp_path, sends_on(PATH))

    assert len(place.asked) == 6


def test_another_site_is_never_asked(place, tmp_path):
    there = place.says("/elsewhere.zip", whole(ZIP)).replace("127.0.0.1", "localhost")

    with pytest.raises(KnownError, match="sends on to another site, localhost"):
        fetched(place, tmp_path, sends_on(there))

    assert [path for path, _ in place.asked] == [PATH]


@pytest.mark.parametrize("location", ["", "ftp://127.0.0.1/codes.zip", "file:///etc/passwd"])
def test_a_redirection_to_nowhere_is_refused(place, tmp_path, location):
    with pytest.raises(KnownError, match="sends on to nowhere"):
        fetched(place, tmp_path, sends_on(location))


def test_a_packed_answer_that_was_not_asked_for_is_refused(place, tmp_path):
    with pytest.raises(KnownError, match="comes packed as gzip"):
        fetched(place, tmp_path, whole(ZIP, Content_Encoding="gzip"))


def test_a_place_that_is_not_there_at_all_is_said_at_once(tmp_path):
    with a_place() as gone:
        url = gone.url(PATH)
    began = time.monotonic()

    with pytest.raises(KnownError, match="could not be fetched") as fault:
        fetch(OfficialPlace(url, "codes", True), tmp_path)

    assert "Check the connection" in fault.value.hint
    assert time.monotonic() - began < Patience().pause * 10


def test_stopping_keeps_what_came(place, tmp_path):
    cancel = CancelToken()
    url = place.says(PATH, stalls(ZIP, 70_000))

    def stop_at_the_first_bytes() -> None:
        part = tmp_path / "codes.zip.part"
        while not (part.is_file() and part.stat().st_size == 70_000):
            threading.Event().wait(0.01)
        cancel.cancel()

    watcher = threading.Thread(target=stop_at_the_first_bytes)
    watcher.start()
    with pytest.raises(Cancelled):
        fetch(OfficialPlace(url, "codes", True), tmp_path, silent, cancel, Patience(silence=30))
    watcher.join()

    assert fetched(place, tmp_path, whole(ZIP)).read_bytes() == ZIP
    assert ranges(place) == ["", "bytes=70000-"]


def test_a_folder_that_cannot_be_written_is_said(place, tmp_path):
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(KnownError, match="cannot be written"):
        fetched(place, tmp_path / "file", whole(ZIP))


def test_proxy_settings_that_cannot_be_used_are_said(place, tmp_path, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "socks9://nowhere")

    with pytest.raises(KnownError, match="proxy settings"):
        fetched(place, tmp_path, whole(ZIP))


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (
            "https://x.org/a/icd10cm-table%20and%20index-2026.zip",
            "icd10cm-table and index-2026.zip",
        ),
        ("https://x.org/a/..%2F..%2Fetc.zip?x=1", "etc.zip"),
        ("https://x.org/a/b:c*d%00.zip", "b_c_d_.zip"),
        ("https://x.org/", "file"),
        ("https://x.org/.hidden.zip", "hidden.zip"),
    ],
)
def test_a_file_is_named_as_its_address_ends_and_safely(url, name):
    assert file_name_of(url) == name


def test_nothing_else_of_the_program_can_reach_the_network():
    package = Path(codebook_app.__file__).parent
    reaching = {
        module.relative_to(package).as_posix()
        for module in package.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        for name in imported(node)
        if name.partition(".")[0] in {"httpx", "httpcore", "requests", "socket", "ftplib"}
        or name.startswith(("urllib.request", "http.client", "PySide6.QtWeb"))
    }

    assert reaching == {"codesets/transfer.py"}


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []

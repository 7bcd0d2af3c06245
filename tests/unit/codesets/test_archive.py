"""Official files as they come, and zips that mean harm."""

from __future__ import annotations

import io
import os
import stat
import struct
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.spreadsheet_files import a_workbook

from codebook_app.codesets.archive import Limits, official_file, official_files
from codebook_app.errors import KnownError

XML = b"<?xml version='1.0'?>\n<!-- sample -->\n<Sample.root><a/></Sample.root>"


def a_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def zipped(members: dict[str, bytes]) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return room.getvalue()


def contents(*paths: Path) -> dict[str, bytes]:
    with official_files(paths) as found:
        return {file.name: b"".join(file.chunks()) for file in found.files}


def left_out(*paths: Path) -> tuple[str, ...]:
    with official_files(paths) as found:
        return tuple(map(str, found.left_out))


def read_all(paths: Sequence[Path], limits: Limits | None) -> None:
    with official_files(paths, limits) as found:
        for file in found.files:
            for _ in file.chunks():
                pass


def refusal(*paths: Path, limits: Limits | None = None) -> str:
    with pytest.raises(KnownError) as caught:
        read_all(paths, limits)
    assert "\n" not in str(caught.value)
    return caught.value.message


def test_a_single_file_is_found_with_its_root_and_the_line_of_it(tmp_path):
    path = tmp_path / "tabular.xml"
    path.write_bytes(XML)
    with official_files([path]) as found:
        (file,) = found.files
        assert (file.name, file.own_name, file.size) == ("tabular.xml", "tabular.xml", len(XML))
        assert (file.root, file.root_line) == ("Sample.root", 3)
        assert b"".join(file.chunks()) == XML


def test_a_file_is_what_its_content_is_not_what_its_name_says(tmp_path):
    (tmp_path / "a.pdf").write_bytes(XML)
    (tmp_path / "b.xml").write_bytes(b"<x:schema xmlns:x='x'/>")
    assert list(contents(tmp_path)) == [f"{tmp_path.name}/a.pdf"]
    assert left_out(tmp_path) == (f"{tmp_path.name}/b.xml: an XML schema",)


def test_a_folder_is_searched_with_its_subfolders_in_order(tmp_path):
    folder = tmp_path / "2026"
    (folder / "more").mkdir(parents=True)
    (folder / "more" / "b.xml").write_bytes(XML)
    (folder / "a.xml").write_bytes(XML)
    assert list(contents(folder)) == ["2026/a.xml", "2026/more/b.xml"]


def test_a_zip_is_read_without_unpacking(tmp_path):
    path = a_zip(tmp_path / "2026.zip", {"tables/tabular.xml": XML, "order.txt": b"sample"})
    assert contents(path) == {
        "2026.zip › tables/tabular.xml": XML,
        "2026.zip › order.txt": b"sample",
    }
    assert [entry.name for entry in tmp_path.iterdir()] == ["2026.zip"]


def test_zips_within_zips_are_read(tmp_path):
    inner = zipped({"tabular.xml": XML})
    path = a_zip(tmp_path / "outer.zip", {"inner.zip": inner, "beside.xml": XML})
    assert contents(path) == {
        "outer.zip › inner.zip › tabular.xml": XML,
        "outer.zip › beside.xml": XML,
    }


def test_schemas_and_office_documents_are_left_out_with_a_line_each(tmp_path):
    path = a_zip(
        tmp_path / "x.zip",
        {
            "tabular.xsd": b"<xsd:schema xmlns:xsd='x'/>",
            "letter.docx": zipped({"[Content_Types].xml": b"<Types/>"}),
            "empty.txt": b"",
            "tabular.xml": XML,
        },
    )
    assert list(contents(path)) == ["x.zip › tabular.xml"]
    assert left_out(path) == (
        "x.zip › tabular.xsd: an XML schema",
        "x.zip › letter.docx: an office document",
        "x.zip › empty.txt: an empty file",
    )


def test_pdfs_and_spreadsheets_are_handed_on_for_a_code_set_to_look_at(tmp_path):
    workbook = a_workbook([["Code"]])
    (tmp_path / "single.xlsx").write_bytes(workbook)
    path = a_zip(tmp_path / "x.zip", {"guide.pdf": b"%PDF-1.7", "codes.xlsx": workbook})
    assert contents(path, tmp_path / "single.xlsx") == {
        "x.zip › guide.pdf": b"%PDF-1.7",
        "x.zip › codes.xlsx": workbook,
        "single.xlsx": workbook,
    }
    assert left_out(path) == ()


def test_large_zips_within_zips_are_unpacked_where_there_is_room_for_them(tmp_path, monkeypatch):
    monkeypatch.setattr("codebook_app.codesets.archive._IN_MEMORY", 10)
    monkeypatch.setattr("tempfile.gettempdir", lambda: pytest.fail("the system's folder was used"))
    room = tmp_path / "room"
    room.mkdir()
    path = a_zip(tmp_path / "outer.zip", {"inner.zip": zipped({"tabular.xml": XML})})
    with official_files([path], room=room) as found:
        assert [b"".join(file.chunks()) for file in found.files] == [XML]
    assert list(room.iterdir()) == []
    with (
        pytest.raises(KnownError, match="cannot be read"),
        official_files([path], room=tmp_path / "gone"),
    ):
        pass


@pytest.mark.parametrize(
    "name", ["../evil.xml", "a/../../evil.xml", "/etc/evil.xml", "..\\evil.xml", "C:\\evil.xml"]
)
def test_names_that_lead_out_of_a_zip_are_left_out(tmp_path, name):
    path = a_zip(tmp_path / "x.zip", {name: XML, "tabular.xml": XML})
    assert list(contents(path)) == ["x.zip › tabular.xml"]
    assert "its name leads out of the zip" in left_out(path)[0]


def test_links_in_a_zip_are_not_followed(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("tabular.xml")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("other.xml", XML)
    assert list(contents(path)) == ["x.zip › other.xml"]
    assert left_out(path) == ("x.zip › tabular.xml: a link, which is not followed",)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_in_a_folder_are_not_followed(tmp_path):
    outside = tmp_path / "outside.xml"
    outside.write_bytes(XML)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.xml").symlink_to(outside)
    (folder / "real.xml").write_bytes(XML)
    assert list(contents(folder)) == ["folder/real.xml"]
    assert left_out(folder) == ("folder/link.xml: a link, which is not followed",)


def test_an_empty_zip_is_refused(tmp_path):
    assert refusal(a_zip(tmp_path / "x.zip", {})) == "x.zip is an empty zip."


def test_a_zip_of_folders_only_is_refused(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("folder")
    assert refusal(path) == "x.zip is an empty zip."


def test_an_encrypted_zip_is_refused(tmp_path):
    path = a_zip(tmp_path / "x.zip", {"tabular.xml": XML})
    data = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + place
        struct.pack_into("<H", data, at, struct.unpack_from("<H", data, at)[0] | 1)
    path.write_bytes(data)
    assert refusal(path) == "x.zip › tabular.xml is encrypted."


def test_a_zip_cut_off_is_refused(tmp_path):
    path = a_zip(tmp_path / "x.zip", {"tabular.xml": XML * 100})
    path.write_bytes(path.read_bytes()[:-30])
    assert refusal(path).startswith("x.zip is not a whole zip")


def test_a_zip_damaged_inside_is_refused_when_it_is_read(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tabular.xml", XML * 5000)
    data = bytearray(path.read_bytes())
    data[200_000] ^= 0xFF
    path.write_bytes(data)
    assert refusal(path).startswith("x.zip › tabular.xml is damaged")


def test_a_member_packed_in_a_way_nobody_unpacks_is_refused(tmp_path):
    path = a_zip(tmp_path / "x.zip", {"tabular.xml": XML})
    data = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(signature) + place, 99)
    path.write_bytes(data)
    assert refusal(path).startswith("x.zip › tabular.xml is damaged")


def test_a_zip_bomb_is_not_opened(tmp_path):
    path = a_zip(tmp_path / "x.zip", {"tabular.xml": b"\0" * (65 * 2**20)})
    assert refusal(path).startswith("x.zip would unpack to 65 MB")


def test_a_bomb_of_many_layers_is_not_opened(tmp_path):
    bomb = zipped({"tabular.xml": XML})
    for number in range(5):
        bomb = zipped({f"{number}.zip": bomb})
    path = tmp_path / "x.zip"
    path.write_bytes(bomb)
    assert "lies too deep in zips" in refusal(path)


def test_too_much_in_all_is_refused(tmp_path):
    for number in range(4):
        (tmp_path / f"{number}.xml").write_bytes(XML)
    assert "too much to import: 4 files" in refusal(tmp_path, limits=Limits(files=3))
    assert "too much to import" in refusal(tmp_path, limits=Limits(bytes_in_all=100))


def test_what_is_not_there_or_holds_nothing_is_refused(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert refusal(empty).endswith("holds no files.")
    assert refusal(tmp_path / "absent.zip").endswith("does not exist.")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_folder_of_links_is_not_called_empty(tmp_path):
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "tables.xml").symlink_to(tmp_path / "elsewhere.xml")
    assert refusal(tmp_path / "linked").endswith("nothing but links, which are not followed.")


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "neither a file nor a folder" in refusal(tmp_path / "pipe")


def test_a_file_that_cannot_be_read_is_told_with_its_name():
    def refuse() -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(KnownError) as caught:
        official_file("tabular.xml", "tabular.xml", 1, refuse)
    assert caught.value.message == "tabular.xml cannot be read (Permission denied)."

"""Official files as they come: single, in folders, in zips, in zips within zips.

Nothing is ever unpacked by its name: a member is only read, so that no path in a zip can reach
anything outside. What a file is, its content says.
"""

from __future__ import annotations

import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from codebook_app.codesets.xml import first_element
from codebook_app.errors import KnownError

CHUNK = 65_536
_IN_MEMORY = 32 * 2**20
_FETCH_AGAIN = "Download it again and import that."
_OFFICE = "[Content_Types].xml"  # in every office document, and nowhere else
_WORKBOOK = "xl/workbook.xml"
_A_LINK = "a link, which is not followed"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one import may hold; official ones stay far below each of them.

    *files* and *bytes_in_all* count what is in zips and folders, unpacked; *nesting* is how deep
    zips may lie in zips; a zip of *suspicious_bytes* and more may not be packed denser than
    *densest* to one.
    """

    files: int = 5_000
    bytes_in_all: int = 2 * 2**30
    nesting: int = 3
    suspicious_bytes: int = 64 * 2**20
    densest: int = 120


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """A file to be read: *name* is how messages call it, ``2026.zip › tabular.xml``.

    *root* is the root element where it is XML, *root_line* the line it stands in; *head* the first
    bytes. *own_name* is the name alone. *parsed* keeps what is costly to read twice, a spreadsheet
    say, until :meth:`let_go`.
    """

    name: str
    own_name: str
    size: int
    head: bytes
    root: str | None
    root_line: int
    opener: Callable[[], IO[bytes]]
    parsed: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    def let_go(self) -> None:
        """Free the memory of what was kept of it; it can be read again."""
        self.parsed.clear()

    def chunks(self) -> Iterator[bytes]:
        """Yield the whole content in pieces of at most 64 KB.

        Raises:
            KnownError: it cannot be read to the end, or a zip's checksum says it is damaged.
        """
        with _unreadable(self.name), self.opener() as stream:
            while chunk := stream.read(CHUNK):
                yield chunk


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file called *name* that was not taken, and the *reason* in words.

    *beside* names the file that was taken in its place, if one was.
    """

    name: str
    reason: str
    beside: str = ""

    def __str__(self) -> str:
        """Return both, as a report shows them."""
        return f"{self.name}: {self.reason}"


@dataclass(frozen=True, slots=True)
class OfficialFiles:
    """What an import found: the *files*, and what was *left_out*."""

    files: tuple[OfficialFile, ...]
    left_out: tuple[LeftOut, ...]


@contextmanager
def official_files(
    paths: Sequence[Path], limits: Limits | None = None, room: Path | None = None
) -> Iterator[OfficialFiles]:
    """Open *paths*, files, folders and zips, and yield what lies in them while the block runs.

    Large zips within zips are unpacked into files without a name in the folder *room*, which must
    be there; by default it is the system's. PDFs and spreadsheets are handed on as they are.

    Raises:
        KnownError: a path is missing, holds nothing, or a zip is damaged, encrypted or a bomb.
    """
    with ExitStack() as stack:
        search = _Search(stack, limits or Limits(), room)
        for path in paths:
            search.path(path)
        yield OfficialFiles(tuple(search.files), tuple(search.left_out))


def official_file(
    name: str, own_name: str, size: int, opener: Callable[[], IO[bytes]]
) -> OfficialFile:
    """Return the file *own_name* with its beginning read.

    Raises:
        KnownError: it cannot be read.
    """
    with _unreadable(name), opener() as stream:
        head = stream.read(CHUNK)
    root, line = first_element(head)
    return OfficialFile(name, own_name, size, head, root, line, opener)


class _Search:
    """Goes through the paths of one import and keeps count of what they hold."""

    def __init__(self, stack: ExitStack, limits: Limits, room: Path | None) -> None:
        self.files: list[OfficialFile] = []
        self.left_out: list[LeftOut] = []
        self._stack = stack
        self._limits = limits
        self._room = room
        self._bytes = 0
        self._seen = 0

    def path(self, path: Path) -> None:
        """Take a path that the person named."""
        with _unreadable(str(path)):
            if path.is_dir():
                self._folder(path)
            elif path.is_file():
                self._file(path, path.name)
            elif path.exists():
                raise KnownError(f"{path} is neither a file nor a folder.")
            else:
                raise KnownError(f"{path} does not exist.", "Check the name.")

    def _folder(self, folder: Path) -> None:
        before, links = self._seen, len(self.left_out)
        for parent, below, names in os.walk(folder, onerror=_raise):
            below.sort()
            for name in sorted(names):
                path = Path(parent, name)
                shown = f"{folder.name}/{path.relative_to(folder).as_posix()}"
                if path.is_symlink():
                    self.left_out.append(LeftOut(shown, _A_LINK))
                elif path.is_file():
                    self._file(path, shown)
        if self._seen == before:
            some = "nothing but links, which are not followed" if links < len(self.left_out) else ""
            raise KnownError(
                f"{folder} holds {some or 'no files'}.", "Choose the folder of the official files."
            )

    def _file(self, path: Path, name: str) -> None:
        self._count(path.stat().st_size, name)
        found = official_file(name, path.name, path.stat().st_size, lambda: path.open("rb"))
        if _is_zip(found.head):
            self._zip(self._stack.enter_context(path.open("rb")), found, nesting=1)
        else:
            self._take(found)

    def _zip(self, stream: IO[bytes], found: OfficialFile, nesting: int) -> None:
        name = found.name
        if nesting > self._limits.nesting:
            raise KnownError(f"{name} lies too deep in zips.", "Unpack the outer zips first.")
        try:
            archive = self._stack.enter_context(zipfile.ZipFile(stream))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as fault:
            raise KnownError(f"{name} is not a whole zip ({fault}).", _FETCH_AGAIN) from fault
        members = [member for member in archive.infolist() if not member.is_dir()]
        if not members:
            raise KnownError(f"{name} is an empty zip.", _FETCH_AGAIN)
        names = {member.filename for member in members}
        if _OFFICE in names:
            if _WORKBOOK in names:
                self._take(found)  # who reads it looks at what it unpacks to
            else:
                self.left_out.append(LeftOut(name, "an office document"))
            return
        self._refuse_bombs(members, name)
        for member in members:
            self._member(archive, member, f"{name} › {member.filename}", nesting)

    def _refuse_bombs(self, members: Sequence[zipfile.ZipInfo], name: str) -> None:
        unpacked = sum(member.file_size for member in members)
        packed = sum(member.compress_size for member in members)
        if unpacked >= self._limits.suspicious_bytes and unpacked > self._limits.densest * packed:
            raise KnownError(
                f"{name} would unpack to {unpacked // 2**20} MB, which no official zip does.",
                "It was not opened.",
            )

    def _member(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, nesting: int
    ) -> None:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            self.left_out.append(LeftOut(name, "its name leads out of the zip"))
            return
        if stat.S_ISLNK(member.external_attr >> 16):
            self.left_out.append(LeftOut(name, _A_LINK))
            return
        if member.flag_bits & 1:
            raise KnownError(
                f"{name} is encrypted.", "Unpack it with its password and import the files."
            )
        self._count(member.file_size, name)
        found = official_file(name, path.name, member.file_size, lambda: archive.open(member))
        if _is_zip(found.head):
            self._zip(self._unpacked(found), found, nesting + 1)
        else:
            self._take(found)

    def _unpacked(self, inner: OfficialFile) -> IO[bytes]:
        """Return a zip within a zip where it can be read out of order."""
        place = None if self._room is None else str(self._room)
        # The stack closes it.
        room = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=place)  # noqa: SIM115
        self._stack.enter_context(room)
        for chunk in inner.chunks():
            room.write(chunk)
        room.seek(0)
        return room

    def _count(self, size: int, name: str) -> None:
        self._seen += 1
        self._bytes += size
        if self._seen > self._limits.files or self._bytes > self._limits.bytes_in_all:
            raise KnownError(
                f"There is too much to import: {self._seen} files, {self._bytes // 2**20} MB up to"
                f" {name}.",
                "Choose the official files alone.",
            )

    def _take(self, file: OfficialFile) -> None:
        reason = _never_read(file)
        if reason:
            self.left_out.append(LeftOut(file.name, reason))
        else:
            self.files.append(file)


def _never_read(file: OfficialFile) -> str:
    """Return why no code set has a use for *file*, empty where one may have."""
    if not file.head:
        return "an empty file"
    if file.root is not None and file.root.rpartition(":")[2] == "schema":
        return "an XML schema"
    return ""


def _raise(fault: OSError) -> None:
    raise fault


def _is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


@contextmanager
def _unreadable(name: str) -> Iterator[None]:
    """Turn what reading can run into to one clear line about *name*."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as fault:
        raise KnownError(f"{name} is damaged ({fault}).", _FETCH_AGAIN) from fault
    except OSError as fault:
        raise KnownError(
            f"{name} cannot be read ({fault.strerror or fault}).",
            "Check that it is there and that you may read it.",
        ) from fault

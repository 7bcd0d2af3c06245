"""Fetches a file from its official place: whole and checked, or not at all.

What came of a file before its transfer broke off is kept beside it as ``.part``, and the next
attempt, today or another day, asks for the rest, as long as the place says that the file is still
the same (its ETag or date). Nothing is named as the file before it was checked.
"""

from __future__ import annotations

import hashlib
import re
import time
import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from codebook_app.codesets.part_of_file import Kept, PartOfFile
from codebook_app.codesets.transfer import (
    BrokenTransfer,
    Head,
    Patience,
    Transfer,
    Unreachable,
)
from codebook_app.domain.catalogue import OfficialPlace
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink, silent

LARGEST = 2**30
"""Bytes a file may have; official ones stay below a tenth of it."""
_LOOKED_AT = 4096  # bytes in which a web page says that it is one
_OFTEN = 0.1  # seconds between two reports of progress, at least
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_UNSAFE = re.compile(r"[^\w .()-]")
_PAGE = "See the publisher's page for where the file is now."
_BEGINNINGS = {".zip": b"PK", ".xlsx": b"PK", ".pdf": b"%PDF-"}


class MissingAtPlaceError(KnownError):
    """The place answers that it has no such file."""


def fetch(
    place: OfficialPlace,
    folder: Path,
    progress: ProgressSink = silent,
    cancel: CancelToken | None = None,
    patience: Patience | None = None,
) -> Path:
    """Fetch the file at *place* into *folder* and return its path.

    A file that lies there whole already, from an earlier call, is not fetched again. *progress* is
    told the bytes, of a total of 0 while that is not known.

    Raises:
        MissingAtPlaceError: the place does not have it.
        KnownError: the place cannot be reached or refuses, the transfer broke off too often (what
            came is kept), or what came is not the file; then nothing of it is kept.
        Cancelled: *cancel* was raised; what came is kept.
    """
    return _Fetch(place, folder, progress, cancel, patience or Patience()).run()


def file_name_of(url: str) -> str:
    """Return the name under which the file at *url* is kept, safe on every system."""
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    safe = _UNSAFE.sub("_", name).strip(" .")[-100:]
    return safe or "file"


class _Fetch:
    """One file being fetched."""

    def __init__(
        self,
        place: OfficialPlace,
        folder: Path,
        progress: ProgressSink,
        cancel: CancelToken | None,
        patience: Patience,
    ) -> None:
        self._place = place
        self._name = file_name_of(place.url)
        self._part = PartOfFile(folder, self._name, place.url)
        self._progress = progress
        self._cancel = cancel
        self._patience = patience
        self._told = 0.0
        self._came = 0

    def run(self) -> Path:
        if self._part.target.is_file():
            return self._part.target
        self._part.forget_foreign()
        most = fruitless = 0
        while True:
            try:
                self._attempt()
                break
            except BrokenTransfer as fault:
                # A place that cannot resume brings the same beginning again and again.
                fruitless = 0 if self._part.size() > most else fruitless + 1
                most = max(most, self._part.size())
                unreachable = isinstance(fault, Unreachable) and not self._came
                if unreachable or fruitless >= self._patience.attempts:
                    raise self._given_up(fault) from fault
                self._wait(self._patience.pause * 2**fruitless)
        self._check()
        return self._part.finish()

    def _attempt(self) -> None:
        """Ask for what is missing and add it to the part, which then is whole."""
        begun, kept = self._part.size(), self._part.kept()
        headers: dict[str, str] = {}
        if begun and kept is not None and (kept.validator or self._place.sha256):
            headers["Range"] = f"bytes={begun}-"
            if kept.validator:
                headers["If-Range"] = kept.validator
        transfer = Transfer(self._place.url, headers, self._patience, self._cancel)
        try:
            head = transfer.head
            if head.status == 416 and headers:
                self._out_of_range(kept, begun)
                return
            self._refuse(head)
            resumed = head.status == 206 and self._continues(head, kept, begun)
            if head.status == 206 and not resumed:
                self._part.forget()
                raise BrokenTransfer("it sends another part than was asked for")
            total = self._total(head, begun if resumed else 0)
            if not resumed:
                self._part.begin(
                    head.headers.get("etag", ""), head.headers.get("last-modified", ""), total
                )
            self._write(transfer, total, append=resumed)
        finally:
            transfer.close()

    def _write(self, transfer: Transfer, total: int, *, append: bool) -> None:
        refused = ""
        with self._part.disk(), self._part.path.open("ab" if append else "wb") as part:
            done = part.tell()
            self._tell(done, total, always=True)
            for piece in transfer.pieces():
                if done == 0 and _HTML.match(piece[:_LOOKED_AT]):
                    refused = "page"
                    break
                part.write(piece)
                done += len(piece)
                self._came += len(piece)
                if done > LARGEST:
                    refused = "size"
                    break
                self._tell(done, total)
        # Only now is it closed, and can be deleted on every system.
        if refused:
            raise (
                self._page()
                if refused == "page"
                else self._wrong(f"has more than {LARGEST // 2**20:,} MB")
            )
        if total and done < total:
            raise BrokenTransfer(f"it ended after {done:,} of {total:,} bytes")
        self._tell(done, done, always=True)

    def _refuse(self, head: Head) -> None:
        """Raise what an answer means that brings no file."""
        url, status = self._place.url, head.status
        if status in {404, 410}:
            raise MissingAtPlaceError(f"{url} is not there ({status}).", _PAGE)
        if status == 429 or status >= 500:
            raise BrokenTransfer(f"the place is busy or out of order ({status})")
        if status not in {200, 206}:
            raise KnownError(f"{url} was refused by its place ({status}).", _PAGE)
        if head.headers.get("content-encoding", "identity") != "identity":
            raise KnownError(
                f"{url} comes packed as {head.headers['content-encoding']}, which was not asked"
                " for.",
                "Fetch it with a browser and import it.",
            )
        if head.headers.get("content-type", "").lower().startswith("text/html"):
            raise self._page()

    def _continues(self, head: Head, kept: Kept | None, begun: int) -> bool:
        """Whether a partial answer is the rest that was asked for."""
        match = _RANGE.fullmatch(head.headers.get("content-range", ""))
        if match is None or int(match[1]) != begun or kept is None:
            return False
        same = head.headers.get("etag", kept.etag) == kept.etag
        return same and kept.total in {0, int(match[3])}

    def _total(self, head: Head, begun: int) -> int:
        """Return the size the answer states, checked against what is known; 0 where unknown."""
        stated = head.headers.get("content-length", "")
        of_range = _RANGE.fullmatch(head.headers.get("content-range", ""))
        total = begun + int(stated) if stated.isdecimal() else 0
        if of_range is not None and begun:
            total = int(of_range[3])
        if total > LARGEST:
            raise self._wrong(f"has {total // 2**20:,} MB")
        if total and self._place.size not in {0, total}:
            raise self._wrong(f"has {total:,} bytes where {self._place.size:,} are known")
        return total

    def _out_of_range(self, kept: Kept | None, begun: int) -> None:
        """Take the answer that there is nothing behind the part."""
        if kept is not None and kept.total == begun:
            return
        self._part.forget()
        raise BrokenTransfer("what was kept of it is longer than it")

    def _check(self) -> None:
        """See that the whole part is the file; forget it where it is not."""
        with self._part.disk():
            size = self._part.size()
            with self._part.path.open("rb") as stream:
                head = stream.read(_LOOKED_AT)
                stream.seek(0)
                known = self._place.sha256
                digest = hashlib.file_digest(stream, "sha256").hexdigest() if known else ""
        if _HTML.match(head):
            raise self._page()
        if self._place.size not in {0, size}:
            raise self._wrong(f"has {size:,} bytes where {self._place.size:,} are known")
        if digest != known:
            raise self._wrong("is not the file that is known: its SHA-256 differs")
        suffix = self._part.target.suffix.lower()
        beginning = _BEGINNINGS.get(suffix, b"")
        if size == 0 or not head.startswith(beginning):
            raise self._wrong(f"is no {suffix.lstrip('.') or 'file'}")
        if beginning == b"PK":
            try:
                with self._part.disk(), zipfile.ZipFile(self._part.path) as archive:
                    archive.infolist()
            except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
                raise self._wrong(f"is not a whole zip ({fault})") from fault

    def _wrong(self, why: str) -> KnownError:
        self._part.forget()
        return KnownError(f"What came from {self._place.url} {why}; it was not kept.", _PAGE)

    def _page(self) -> KnownError:
        self._part.forget()
        return KnownError(
            f"From {self._place.url} came a web page instead of the file; it was not kept.",
            "A network that wants a sign-in does so. Otherwise see the publisher's page.",
        )

    def _given_up(self, fault: BrokenTransfer) -> KnownError:
        kept = self._part.size()
        more = f"; {kept:,} bytes of it are kept" if kept else ""
        return KnownError(
            f"{self._place.url} could not be fetched: {fault.why}{more}.",
            "Check the connection and download it again; it goes on where it stopped."
            if kept
            else "Check the connection and download it again.",
        )

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._cancel is not None:
                self._cancel.raise_if_cancelled()
            time.sleep(min(0.05, seconds))

    def _tell(self, done: int, total: int, *, always: bool = False) -> None:
        now = time.monotonic()
        if always or now - self._told >= _OFTEN:
            self._told = now
            self._progress(Progress(f"Downloading {self._name}", done, total or self._place.size))

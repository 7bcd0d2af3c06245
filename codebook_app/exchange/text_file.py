"""The text of a file that anybody may have written: which encoding, and whether it is text."""

from __future__ import annotations

import codecs

from codebook_app.errors import KnownError

LARGEST = 4_000_000
"""In bytes: twice the longest text that is read, in UTF-16."""
_LONGEST = 1_000_000
_BINARY = frozenset(range(9)) | frozenset(range(14, 27)) | {28, 29, 30, 31}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KNOWN = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip",
    b"\xd0\xcf\x11\xe0": "a document of old (.doc)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}


def text_of(content: bytes, name: str) -> str:
    """Return the text of a file, without its byte order mark; lines end with line feeds.

    UTF-8, UTF-16 and UTF-32 by their marks, UTF-16 without one by its zeros, else UTF-8, else the
    Western code page 1252 that spreadsheets write. *name* is the file's, for messages.

    Raises:
        KnownError: it is empty, too large, or no text.
    """
    if not content.strip():
        raise KnownError(f"{name} is empty.", "Choose a file with codes.")
    if content.startswith(b"PK\x03\x04") and b"word/" in content:
        raise KnownError(f"{name} is a Word document.", "Copy its text and paste it.")
    for beginning, kind in _KNOWN.items():
        if content.startswith(beginning):
            raise KnownError(
                f"{name} is {kind} and no text.", "Save the list as CSV, or copy it and paste it."
            )
    text = _decoded(content, name)
    if len(text) > _LONGEST:
        raise KnownError(
            f"{name} is too long to be a list of codes (over {_LONGEST:,} characters).",
            "Take the part of it that holds the codes.",
        )
    if any(ord(letter) in _BINARY for letter in text):
        raise _no_text(name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as fault:
                raise KnownError(
                    f"{name} is marked as {encoding.upper()} and is none.", "Save it as UTF-8."
                ) from fault
    if len(content) % 2 == 0 and content[:2000].count(0) * 3 > min(len(content), 2000):
        low = content[1:2000:2].count(0) > content[:2000:2].count(0)
        try:
            return content.decode("utf-16-le" if low else "utf-16-be")
        except UnicodeDecodeError as fault:
            raise _no_text(name) from fault
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _no_text(name: str) -> KnownError:
    return KnownError(
        f"{name} is no text.", "Choose a text, a table, a workbook, a claim or an encounter file."
    )

"""Official text files, read as a stream of numbered lines."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from codebook_app.codesets.archive import OfficialFile
from codebook_app.errors import KnownError

LONGEST = 1_000_000
"""Characters that a line may have; the longest official one has some thousands."""
WHOLE = 1_000
"""Lines from which on a list is one as it was published, no excerpt."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_END_OF_FILE = "\x1a"  # as DOS ended a text, and mainframes' transfers still do


def text_lines(
    file: OfficialFile, encoding: str = "cp1252", *, ended: bool = False
) -> Iterator[tuple[int, str]]:
    """Yield each line of *file* with its number from 1, without its end (LF or CRLF).

    A byte order mark decides over *encoding*. *ended* tells that the publisher ends every line, the
    last one too: without it a file of more than :data:`WHOLE` lines is cut off, while an excerpt
    made by hand may do without.

    Raises:
        KnownError: the file cannot be read to its end or is cut off, is in another encoding, or
            holds a line longer than :data:`LONGEST`; the message names file and line.
    """
    for mark, marked in _MARKS:
        if file.head.startswith(mark):
            encoding = marked
    decoder = codecs.getincrementaldecoder(encoding)()
    number = 1
    rest = ""
    for chunk in file.chunks():
        try:
            text = rest + decoder.decode(chunk)
        except UnicodeDecodeError as fault:
            raise _not_text(file, encoding, number, fault) from fault
        *lines, rest = text.split("\n")
        for line in lines:
            yield number, line.removesuffix("\r")
            number += 1
        if len(rest) > LONGEST:
            raise KnownError(
                f"{file.name}, line {number}: the line has more than {LONGEST:,} characters, which"
                " no official text has.",
                "Import the file as it is published.",
            )
    try:
        rest += decoder.decode(b"", final=True)
    except UnicodeDecodeError as fault:
        raise _not_text(file, encoding, number, fault) from fault
    if rest.rstrip("\r") not in {"", _END_OF_FILE}:
        if ended and number > WHOLE and rest.strip():
            raise KnownError(
                f"{file.name}, line {number}: the file ends in the middle of the line.",
                "Download it again, or unpack it again, and import that.",
            )
        yield number, rest.removesuffix("\r")


def _not_text(
    file: OfficialFile, encoding: str, number: int, fault: UnicodeDecodeError
) -> KnownError:
    line = number + fault.object.count(b"\n", 0, fault.start)
    return KnownError(
        f"{file.name}, line {line}: byte 0x{fault.object[fault.start]:02X} is no character of"
        f" {encoding}; the file is damaged or in another encoding.",
        "Download it again, or unpack it again, and import that.",
    )

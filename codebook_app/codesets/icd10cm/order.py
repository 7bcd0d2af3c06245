"""The ICD-10-CM order file and code file: every code with its title, one a line, fixed width.

Columns of the order file, counted from 1 (CMS, "ICD-10-CM order file" layout): 1-5 order number,
7-13 code without point, 15 a 1 for valid codes and a 0 for headers, 17-76 short title, 78 on long
title. The code file has valid codes only: 1-7 code, 9 on long title.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.icd10cm.grammar import CATEGORY
from codebook_app.codesets.lines import text_lines
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken

_ORDER_LINE = re.compile(
    rf"(?P<number>\d{{5}}) (?P<code>{CATEGORY}[0-9A-Z]{{0,4}}) {{1,5}}(?P<flag>[01])"
    r" (?P<short>\S.{59}) (?P<title>\S.*)"
)
_CODES_LINE = re.compile(rf"(?P<code>{CATEGORY}[0-9A-Z]{{0,4}}) {{1,6}}(?P<title>\S.*)")
_LOOKED_AT = 20
_BETWEEN_LOOKS = 4096
_WRONG_FILE = "Import the file as CDC or CMS publishes it."


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of the file: a *code* without point, whether it is *billable*, its long *title*."""

    code: str
    billable: bool
    title: str


@dataclass(frozen=True, slots=True)
class OrderFile:
    """The lines of an order or code file, whose *name* is for messages, in printed order.

    *file_lines* are the numbers of the *lines* in the file, from 1. *passed_over* are the numbers
    of the lines that have another shape; *gaps* says that the order numbers do not count from 1.
    """

    name: str
    lines: tuple[OrderLine, ...]
    file_lines: tuple[int, ...]
    passed_over: tuple[int, ...]
    gaps: bool = False


def is_order_file(head: bytes) -> bool:
    """Whether the file that begins with *head* has the shape of an ICD-10-CM order file."""
    return _most_match(head, _is_order_line)


def is_codes_file(head: bytes) -> bool:
    """Whether the file that begins with *head* has the shape of an ICD-10-CM code file."""
    return _most_match(head, _is_codes_line)


def read_order(file: OfficialFile, cancel: CancelToken | None = None) -> OrderFile:
    """Return the lines of the order file *file*; lines of another shape are only counted.

    Raises:
        KnownError: it cannot be read, or holds more of such lines than of its own.
    """
    lines: list[OrderLine] = []
    numbers: list[int] = []
    passed_over: list[int] = []
    gaps = False
    for number, text in text_lines(file, ended=True):
        if number % _BETWEEN_LOOKS == 0 and cancel is not None:
            cancel.raise_if_cancelled()
        match = _is_order_line(text)
        if match is not None:
            lines.append(OrderLine(match["code"], match["flag"] == "1", match["title"].rstrip()))
            numbers.append(number)
            gaps = gaps or int(match["number"]) != len(lines) + len(passed_over)
        elif text.strip():
            passed_over.append(number)
    return _checked(OrderFile(file.name, tuple(lines), tuple(numbers), tuple(passed_over), gaps))


def read_codes(file: OfficialFile, cancel: CancelToken | None = None) -> OrderFile:
    """Return the lines of the code file *file*, all billable; others are only counted.

    Raises:
        KnownError: it cannot be read, or holds more of other lines than of its own.
    """
    lines: list[OrderLine] = []
    numbers: list[int] = []
    passed_over: list[int] = []
    for number, text in text_lines(file, ended=True):
        if number % _BETWEEN_LOOKS == 0 and cancel is not None:
            cancel.raise_if_cancelled()
        match = _is_codes_line(text)
        if match is not None:
            lines.append(OrderLine(match["code"], True, match["title"].rstrip()))
            numbers.append(number)
        elif text.strip():
            passed_over.append(number)
    return _checked(OrderFile(file.name, tuple(lines), tuple(numbers), tuple(passed_over)))


def _is_order_line(text: str) -> re.Match[str] | None:
    match = _ORDER_LINE.match(text)
    return match if match is not None and match.start("flag") == 14 else None


def _is_codes_line(text: str) -> re.Match[str] | None:
    match = _CODES_LINE.match(text)
    return match if match is not None and match.start("title") == 8 else None


def _most_match(head: bytes, shape: Callable[[str], re.Match[str] | None]) -> bool:
    """Whether most of the first lines have *shape*, so that one damaged line hides no file."""
    lines = head.decode("cp1252", errors="replace").splitlines()[:_LOOKED_AT]
    return 2 * sum(shape(line) is not None for line in lines) > len(lines)


def _checked(order: OrderFile) -> OrderFile:
    if len(order.passed_over) >= len(order.lines):
        at = f", line {order.passed_over[0]}" if order.passed_over else ""
        raise KnownError(
            f"{order.name}{at}: {len(order.passed_over):,} lines are not as an order or code file"
            f" has them, {len(order.lines):,} are.",
            _WRONG_FILE,
        )
    return order

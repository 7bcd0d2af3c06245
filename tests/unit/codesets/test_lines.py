"""Text files as lines: ends, encodings, and what is no text."""

from __future__ import annotations

import io

import pytest

from codebook_app.codesets.archive import CHUNK, OfficialFile, official_file
from codebook_app.codesets.lines import LONGEST, WHOLE, text_lines
from codebook_app.errors import KnownError


def a_text(content: bytes) -> OfficialFile:
    return official_file(
        "a.zip › codes.txt", "codes.txt", len(content), lambda: io.BytesIO(content)
    )


def lines(content: bytes, encoding: str = "cp1252") -> list[tuple[int, str]]:
    return list(text_lines(a_text(content), encoding))


def refusal(content: bytes, encoding: str = "cp1252") -> str:
    with pytest.raises(KnownError) as caught:
        lines(content, encoding)
    return caught.value.message


def test_lines_are_numbered_from_one_and_lose_their_ends():
    assert lines(b"first\r\n\r\nthird\nlast") == [(1, "first"), (2, ""), (3, "third"), (4, "last")]


def test_a_file_that_ends_with_a_line_end_has_no_further_line():
    assert lines(b"first\r\n") == [(1, "first")]
    assert lines(b"") == []


def test_a_whole_list_whose_publisher_ends_every_line_is_cut_off_without():
    published = b"line\r\n" * WHOLE

    with pytest.raises(KnownError) as caught:
        list(text_lines(a_text(published + b"half a li"), ended=True))

    assert f"codes.txt, line {WHOLE + 1}: the file ends in the middle" in str(caught.value)
    for sound in (published, published + b"\x1a", published + b" ", b"an excerpt"):
        assert list(text_lines(a_text(sound), ended=True))
    assert len(lines(published + b"half a li")) == WHOLE + 1


def test_blanks_at_the_ends_of_a_line_stay_since_columns_are_counted():
    assert lines(b"   A1  \n") == [(1, "   A1  ")]


def test_only_line_ends_part_lines():
    content = "form\x0cfeed\x85 and\u2028 others\n".encode()
    assert lines(content, "utf-8") == [(1, "form\x0cfeed\x85 and\u2028 others")]


def test_western_letters_are_read_as_windows_writes_them():
    assert lines(b"M\xe9ni\xe8re\x92s") == [(1, "Ménière’s")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides_over_the_encoding(encoding):
    assert lines("Ménière\r\nnext".encode(encoding)) == [(1, "Ménière"), (2, "next")]


def test_a_line_over_the_border_of_two_pieces_is_one():
    long = "x" * (CHUNK - 3)
    content = f"{long}\r\né{long}é\r\nend".encode()
    assert lines(content, "utf-8") == [(1, long), (2, f"é{long}é"), (3, "end")]


def test_the_end_mark_of_old_transfers_is_no_line():
    assert lines(b"first\r\n\x1a") == [(1, "first")]


def test_a_byte_that_is_no_character_is_told_with_its_line():
    assert refusal(b"one\ntwo\nth\x81ree\n") == (
        "a.zip › codes.txt, line 3: byte 0x81 is no character of cp1252; the file is damaged or in"
        " another encoding."
    )
    far = b"line\n" * (CHUNK // 4) + b"\x81"
    assert f"line {CHUNK // 4 + 1}:" in refusal(far)


def test_a_character_cut_off_at_the_end_is_told():
    assert "line 2: byte 0xC3" in refusal(b"one\ntw\xc3", "utf-8")


def test_a_line_without_end_is_refused_before_it_fills_the_memory():
    assert "line 2: the line has more than" in refusal(b"one\n" + b"x" * (LONGEST + CHUNK))

"""Whoosh's codec with flat posting lists, whose files :mod:`codebook_app.search.codec` describes.

Whoosh's terms dictionary, columns, segments and table of contents are as they always are, so that
every stock query works on such an index.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec, W3TermInfo, W3TermsReader
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.matching import ListMatcher
from whoosh.system import pack_ushort

from codebook_app.search.codec import FlatField, Ids, Weights, mapped, read_field


class WeighedWords(fields.FieldType):  # type: ignore[misc]
    """A field whose words arrive with their weights: its value is ``[(word, weight), …]``.

    The weight of a word in a document is final but for the word's rarity, so that no lengths need
    be stored.
    """

    def __init__(self) -> None:
        super().__init__(formats.Existence(), analyzer=None, scorable=False)

    def index(self, value: Sequence[tuple[str, float]], **_: object) -> Any:
        """Yield Whoosh's postings of *value*: (bytes, frequency, weight, encoded value)."""
        for word, weight in value:
            yield word.encode(), 1, float(np.float32(weight)), b""


class FlatLists:
    """The posting lists of a segment, each field's read when first asked for."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._fields: dict[str, FlatField] = {}

    def field(self, name: str) -> FlatField:
        """Return the posting lists of the field *name*."""
        if name not in self._fields:
            self._fields[name] = read_field(self._read, name)
        return self._fields[name]

    def _read(self, extension: str, dtype: str) -> NDArray[Any]:
        name = self._segment.make_filename(extension)
        if isinstance(self._storage, FileStorage):
            return mapped(Path(self._storage.folder) / name, dtype)
        with self._storage.open_file(name) as file:
            return np.frombuffer(file.read(), dtype)

    def close(self) -> None:
        """Let the mapped files go."""
        self._fields.clear()


class FlatTermsReader(W3TermsReader):  # type: ignore[misc]
    """Whoosh's terms dictionary over flat lists, which it also hands out as *lists*."""

    def __init__(self, codec: FlatCodec, dbfile: Any, length: int, lists: FlatLists) -> None:
        super().__init__(codec, dbfile, length, lists)
        self.lists = lists


class FlatFieldWriter(base.FieldWriter):  # type: ignore[misc]
    """Writes one segment's terms dictionary and flat lists.

    Serves Whoosh's own writer posting by posting, and the bulk writer a whole field at a time.
    """

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._dictionary = OrderedHashWriter(segment.create_file(storage, W3Codec.TERMS_EXT))
        self._numbers: dict[str, int] = {}
        self._dictionary.extras["fieldmap"] = self._numbers
        self._name = ""
        self._terms: list[bytes] = []
        self._starts: list[int] = []
        self._ids: list[int] = []
        self._weights: list[float] = []
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: object) -> None:  # noqa: ARG002
        """Begin the field *fieldname*; Whoosh sends the fields in the order of their names."""
        self._name = fieldname
        self._terms, self._starts, self._ids, self._weights = [], [], [], []

    def start_term(self, text: bytes) -> None:
        """Begin the term *text*; Whoosh sends terms in byte order."""
        self._terms.append(text)
        self._starts.append(len(self._ids))

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:  # noqa: ARG002
        """Add a posting to the current term; Whoosh sends them by ascending document."""
        self._ids.append(docnum)
        self._weights.append(weight)

    def finish_term(self) -> None:
        """Nothing to do: the next term's start is this one's end."""

    def finish_field(self) -> None:
        """Write what was added to the current field."""
        self.add_flat_field(
            self._name,
            self._terms,
            np.array([*self._starts, len(self._ids)], "<u4"),
            np.array(self._ids, "<u4"),
            np.array(self._weights, "<f4"),
        )

    def add_flat_field(
        self, name: str, terms: Sequence[bytes], starts: NDArray[Any], ids: Ids, weights: Weights
    ) -> None:
        """Write a whole field: see :class:`FlatField` for the shapes. No term may be empty."""
        number = self._numbers.setdefault(name, len(self._numbers))
        prefix = pack_ushort(number)
        if len(terms):
            bounds = starts[:-1].astype(np.intp)
            sums = np.add.reduceat(weights, bounds, dtype=np.float64).tolist()
            highest = np.maximum.reduceat(weights, bounds).tolist()
            first, last = ids[bounds].tolist(), ids[starts[1:].astype(np.intp) - 1].tolist()
            sizes, offsets = np.diff(starts.astype(np.int64)).tolist(), bounds.tolist()
            add = self._dictionary.add
            for at, term in enumerate(terms):
                info = W3TermInfo(sums[at], sizes[at], 0, 0, highest[at], first[at], last[at])
                info.set_extent(offsets[at], sizes[at])
                add(prefix + term, info.to_bytes())
        self.add_flat_list(name, terms, starts, ids, weights)

    def add_flat_list(
        self, name: str, terms: Sequence[bytes], starts: NDArray[Any], ids: Ids, weights: Weights
    ) -> None:
        """Write the posting lists of *name* as :meth:`add_flat_field`, but beside the dictionary.

        Only their slices can be asked for, not Whoosh's queries; for a hundred thousand terms of
        one posting each, the dictionary would take longer to write than all the rest.
        """
        self._write(f".{name}.terms", b"\n".join(terms))
        self._write(f".{name}.starts", starts.astype("<u4").tobytes())
        self._write(f".{name}.ids", ids.astype("<u4").tobytes())
        self._write(f".{name}.weights", weights.astype("<f4").tobytes())

    def _write(self, extension: str, content: bytes) -> None:
        with self._segment.create_file(self._storage, extension) as file:
            file.write(content)

    def close(self) -> None:
        """Write the dictionary."""
        self._dictionary.close()
        self.is_closed = True


class FlatCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's standard codec but for the posting lists. Segments must not be made compound."""

    def field_writer(self, storage: Any, segment: Any) -> FlatFieldWriter:
        """Return what writes the terms of *segment*."""
        return FlatFieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> FlatTermsReader:
        """Return what reads the terms of *segment*."""
        name = segment.make_filename(self.TERMS_EXT)
        length = storage.file_length(name)
        return FlatTermsReader(self, storage.open_file(name), length, FlatLists(storage, segment))

    def postings_reader(
        self, dbfile: FlatLists, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        """Return a matcher over the slice of one term, for Whoosh's own queries."""
        start, _ = terminfo.extent()
        end = start + terminfo.doc_frequency()
        field = dbfile.field(term[0])
        return ListMatcher(
            field.ids[start:end].tolist(),
            field.weights[start:end].tolist(),
            format=format_,
            scorer=scorer,
            term=term,
            terminfo=terminfo,
        )

"""The code sets of the program, each imported when the first file or release of it is read.

To search installed releases their names suffice, and what reads files takes a quarter of a second
to import.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from codebook_app.codesets import names
from codebook_app.codesets.base import CodeSet, CodeSets, Edition, Part, PartFile
from codebook_app.codesets.names import CodeSetName

if TYPE_CHECKING:
    from codebook_app.codesets.archive import OfficialFile
    from codebook_app.codesets.embedded import EmbeddedRelease
    from codebook_app.domain.content import ReleaseContent
    from codebook_app.progress import CancelToken, ProgressSink


def all_code_sets() -> CodeSets:
    """Return every code set that the program reads, in the order they are shown."""
    return CodeSets([_Named(one, _READ_BY[one.name]) for one in names.SHOWN])


class _Named:
    """A code set by its name; *made* imports what reads it. Safe from any thread."""

    def __init__(self, named: CodeSetName, made: Callable[[], CodeSet]) -> None:
        self.name = named.name
        self.title = named.title
        self.licensed = named.licensed
        self._made = made

    @cached_property
    def _own(self) -> CodeSet:
        # Made twice by two threads at once it is the same: it holds nothing but what it reads.
        return self._made()

    @property
    def embedded(self) -> Sequence[EmbeddedRelease]:
        return self._own.embedded

    def part(self, file: OfficialFile) -> Part | None:
        return self._own.part(file)

    def declines(self, file: OfficialFile) -> str | None:
        return self._own.declines(file)

    def edition(self, found: PartFile) -> Edition | None:
        return self._own.edition(found)

    def read(
        self,
        parts: Sequence[PartFile],
        edition: Edition,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> ReleaseContent:
        return self._own.read(parts, edition, progress, cancel)


def _icd10cm() -> CodeSet:
    from codebook_app.codesets.icd10cm.code_set import Icd10Cm

    return Icd10Cm()


def _icd10pcs() -> CodeSet:
    from codebook_app.codesets.icd10pcs.code_set import Icd10Pcs

    return Icd10Pcs()


def _hcpcs() -> CodeSet:
    from codebook_app.codesets.hcpcs.code_set import Hcpcs

    return Hcpcs()


def _cpt() -> CodeSet:
    from codebook_app.codesets.cpt.code_set import Cpt

    return Cpt()


def _icf() -> CodeSet:
    from codebook_app.codesets.icf.code_set import Icf

    return Icf()


def _msdrg() -> CodeSet:
    from codebook_app.codesets.msdrg import MsDrg

    return MsDrg()


_READ_BY: Mapping[str, Callable[[], CodeSet]] = MappingProxyType(
    {
        names.ICD10CM.name: _icd10cm,
        names.ICD10PCS.name: _icd10pcs,
        names.HCPCS.name: _hcpcs,
        names.CPT.name: _cpt,
        names.ICF.name: _icf,
        names.MSDRG.name: _msdrg,
    }
)

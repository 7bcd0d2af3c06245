"""What the files of one release hold, each read by itself and not yet put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codebook_app.codesets.icd10pcs.addenda import Addenda
from codebook_app.codesets.icd10pcs.definitions import PrintedDefinitions
from codebook_app.codesets.icd10pcs.index import PrintedIndex
from codebook_app.codesets.icd10pcs.order import OrderFile
from codebook_app.codesets.icd10pcs.tables import PrintedTables
from codebook_app.codesets.icd10pcs.titles import TitlesFile


@dataclass(frozen=True, slots=True)
class Sources:
    """The parts of a release that came; at least one of *order*, *tables*, *titles* is there."""

    order: OrderFile | None = None
    tables: PrintedTables | None = None
    titles: TitlesFile | None = None
    index: PrintedIndex | None = None
    definitions: PrintedDefinitions | None = None
    addenda: Addenda | None = None

    @property
    def listed(self) -> Mapping[str, str]:
        """The codes with CMS's titles, of the order file or else of the list of titles."""
        if self.order is not None:
            return self.order.codes
        return self.titles.codes if self.titles is not None else {}

    @property
    def headers(self) -> Mapping[str, str]:
        """The tables with the titles that the order file's headers give them."""
        return self.order.tables if self.order is not None else {}

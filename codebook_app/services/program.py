"""The use cases of one running program, built once by ``bootstrap`` and handed to window or CLI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codebook_app.paths import Folders
from codebook_app.settings import Settings

if TYPE_CHECKING:
    from codebook_app.services.audit import Audit
    from codebook_app.services.catalogue import Catalogue
    from codebook_app.services.changes import Changes
    from codebook_app.services.checking import Checking
    from codebook_app.services.coding_summaries import CodingSummaries
    from codebook_app.services.copy_templates import CopyTemplates
    from codebook_app.services.copying import Copying
    from codebook_app.services.encounters import Encounters
    from codebook_app.services.exemptions import Exemptions
    from codebook_app.services.grouping import Grouping
    from codebook_app.services.history import History
    from codebook_app.services.index_lookup import IndexLookup
    from codebook_app.services.list_import import ListImport
    from codebook_app.services.lookup import Lookup
    from codebook_app.services.notebook import Notebook
    from codebook_app.services.page_comparison import PageComparisons
    from codebook_app.services.procedures import ProcedureTables
    from codebook_app.services.releases import Releases
    from codebook_app.services.validity import Validity


@dataclass(frozen=True, slots=True)
class Program:
    """Everything a window or a command may call."""

    folders: Folders
    settings: Settings
    releases: Releases
    lookup: Lookup
    encounters: Encounters
    history: History
    notebook: Notebook
    checking: Checking
    exemptions: Exemptions
    copying: Copying
    copy_templates: CopyTemplates
    index_lookup: IndexLookup
    procedures: ProcedureTables
    changes: Changes
    page_comparisons: PageComparisons
    catalogue: Catalogue
    validity: Validity
    grouping: Grouping
    list_import: ListImport
    audit: Audit
    summaries: CodingSummaries

    def close(self) -> None:
        """Close every file that is open. Nothing may be called afterwards."""
        self.encounters.close()
        self.history.close()
        self.notebook.close()
        self.copy_templates.close()
        self.grouping.close()
        self.releases.close()

"""The code sets of the program."""

from __future__ import annotations

from codebook_app.codesets.base import CodeSets
from codebook_app.codesets.cpt.code_set import Cpt
from codebook_app.codesets.hcpcs.code_set import Hcpcs
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.codesets.icd10pcs.code_set import Icd10Pcs
from codebook_app.codesets.icf.code_set import Icf
from codebook_app.codesets.msdrg import MsDrg


def all_code_sets() -> CodeSets:
    """Return every code set that the program reads, in the order they are shown."""
    return CodeSets((Icd10Cm(), Icd10Pcs(), Hcpcs(), Cpt(), Icf(), MsDrg()))

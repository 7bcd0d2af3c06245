"""What the code sets are called, in the order they are shown.

Apart from the code sets themselves, so that a window can name one before any of them is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeSetName:
    """A code set's *name* in commands and folders, and its *title* for people.

    *billed* says whether its codes go on claims as such; those of the others are valid or not.
    *licensed*: its releases stay off until the person confirms to have a licence.
    """

    name: str
    title: str
    billed: bool = True
    licensed: bool = False


ICD10CM = CodeSetName("icd10cm", "ICD-10-CM")
ICD10PCS = CodeSetName("icd10pcs", "ICD-10-PCS")
HCPCS = CodeSetName("hcpcs", "HCPCS Level II")
CPT = CodeSetName("cpt", "CPT", licensed=True)
ICF = CodeSetName("icf", "ICF", billed=False)
MSDRG = CodeSetName("msdrg", "MS-DRG", billed=False)

SHOWN = (ICD10CM, ICD10PCS, HCPCS, CPT, ICF, MSDRG)
"""Every code set, in the order they are shown; that of the registry."""

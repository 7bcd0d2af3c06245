"""Templates to begin with: what people make of a code list beside the formats that are there."""

from __future__ import annotations

from codebook_app.domain.copying import CopyTemplate

EXAMPLES = (
    CopyTemplate(
        "Note for the record",
        r"{seq}. {title} ({code})",
        header=r"{label}, {service_date}\n\n",
    ),
    CopyTemplate(
        "Charge sheet",
        r"{seq}\t{code}\t{modifiers}\t{units}\t{pointers}\t{charge}\t{title}",
        header=r"No.\tCode\tModifiers\tUnits\tDx\tCharge\tTitle\n",
        footer=r"\n\t\t\t\t\t{total}\tTotal",
    ),
    CopyTemplate(
        "POA worksheet",
        r"[{poa}]\t{code}\t{title}\t{role}",
        header=r"POA\tCode\tTitle\tRole\n",
    ),
    CopyTemplate(
        "Stay in one line",
        "{dotless}",
        header="{label} | {admitted} - {service_date} | DRG {drg} | ",
        between=" ",
        footer=" | {count} codes",
    ),
    CopyTemplate(
        "Query to the physician",
        r"- {title} ({code}), POA {poa}: [ ] agree  [ ] other: ____",
        header=r"{label}: please confirm the following.\n\n",
        footer=r"\n\nSigned: ____________   Date: ____________",
    ),
)
"""Each is sound as it is; a name that is taken gets a number when it is kept."""

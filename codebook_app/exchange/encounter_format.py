"""The encounter file among the copy formats."""

from __future__ import annotations

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import CopyFormat, CopyOptions, Group, Rendered
from codebook_app.exchange.any_list import AnyListFits
from codebook_app.exchange.encounter_file import encounter_json
from codebook_app.exchange.written import html_lines


class EncounterDocument(AnyListFits):
    """Everything that was entered of the encounter, as JSON that Codebook reads back.

    See ``encounter.schema.json``. Nothing of it can be left out or put in another order.
    """

    described = CopyFormat(
        name="json",
        title="Encounter file (JSON)",
        description="The whole encounter, to be imported again or read by a program.",
        takes=frozenset(),
        suffix="json",
        group=Group.DATA,
    )

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:  # noqa: ARG002
        """Write the document."""
        text = encounter_json(claim.encounter).removesuffix("\n")
        return Rendered(text, html_lines(text.split("\n")))

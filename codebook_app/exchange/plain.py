"""Code lists as plain text: the codes alone, and the codes with their titles."""

from __future__ import annotations

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import CopyFormat, CopyOptions, Option, Rendered
from codebook_app.exchange.written import cell, code_as, html_lines, html_table


class PlainCodes:
    """The codes and nothing else, for a billing screen.

    The HTML is text too and no table: a list of codes is pasted into a field or a sentence.
    """

    described = CopyFormat(
        name="plain",
        title="Codes",
        description="The codes alone, one a line or in one line, for billing screens.",
        takes=frozenset({Option.DOTS, Option.SEPARATOR}),
    )

    def unfit(self, claim: Claim) -> tuple[str, ...]:  # noqa: ARG002
        """Any list fits."""
        return ()

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the codes in their order with the separator between them."""
        text = options.separator.join(
            code_as(line, dots=options.dots) for line in claim.encounter.lines
        )
        return Rendered(text, html_lines(text.split("\n")) if text else "")


class CodesWithTitles:
    """Each code with its title.

    Two spaces stand between them: a tab would jump by the length of the code, and some fields
    swallow it. A word processor and a spreadsheet get two columns from the HTML.
    """

    described = CopyFormat(
        name="titles",
        title="Codes with titles",
        description="Each code with its title, one a line, for notes and letters.",
    )

    def unfit(self, claim: Claim) -> tuple[str, ...]:  # noqa: ARG002
        """Any list fits."""
        return ()

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write a line for each code; one without a title stands alone."""
        rows = [
            (code_as(line, dots=options.dots), cell(line.title)) for line in claim.encounter.lines
        ]
        text = "\n".join(f"{code}  {title}".rstrip() for code, title in rows)
        return Rendered(text, html_table(rows) if rows else "")

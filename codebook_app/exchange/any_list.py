"""What the formats share that hold any list: text, tables and files, but no claim."""

from __future__ import annotations

from codebook_app.domain.claim import Claim


class AnyListFits:
    """A format without limits."""

    def unfit(self, claim: Claim) -> tuple[str, ...]:  # noqa: ARG002
        """Any list fits."""
        return ()

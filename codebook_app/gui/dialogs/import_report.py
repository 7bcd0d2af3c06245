"""What an import did, in words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtWidgets import QWidget

from codebook_app.domain.release import InstallReport
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.dialogs.text_page import TextPageDialog
from codebook_app.gui.models.releases import listed
from codebook_app.gui.theme import Theme


class ImportReportDialog(TextPageDialog):
    """Says which releases were read, from what, how many codes, and what was left out and why."""

    def __init__(
        self, reports: Sequence[InstallReport], theme: Theme, parent: QWidget | None = None
    ) -> None:
        self._reports = tuple(reports)
        super().__init__("Import", theme, parent)

    def set_page(self) -> None:
        """Set a section for each release."""
        parts = ["<h1>Import</h1>"]
        if len(self._reports) > 1:
            parts.append(f"<p>{escape(summary(self._reports))}</p>")
        if not self._reports:
            parts.append("<p>Nothing was imported: no release was found in what was chosen.</p>")
        parts.extend(_section(report) for report in self._reports)
        self.browser.setHtml("".join(parts))


def summary(reports: Sequence[InstallReport]) -> str:
    """Return one line about *reports* for the status bar."""
    new = [_named(report) for report in reports if not report.unchanged]
    if not new:
        return "Nothing new was imported."
    return f"Imported: {', '.join(new)}."


def _section(report: InstallReport) -> str:
    dates = f"in force {report.effective_from.isoformat()} to {report.effective_to.isoformat()}"
    did = (
        "This release was installed already from the same source; nothing was changed."
        if report.unchanged
        else f"{report.codes:,} codes, {report.billable:,} of them billable, "
        f"in {report.seconds:.1f} seconds."
    )
    if report.notice:
        did += " It stays off until you confirm that you are licensed to use it."
    parts = [
        f"<p class='heading'>{escape(_named(report))}</p>",
        f'<p>{escape(did)}<br><span class="muted">{dates}</span></p>',
    ]
    for title, entries in (
        ("Checked", report.checked),
        ("Read", report.files),
        ("Left out", report.left_out),
    ):
        parts.append(listed(title, entries))
    return "".join(parts)


def _named(report: InstallReport) -> str:
    return f"{code_set_title(report.code_set)} {report.release}"

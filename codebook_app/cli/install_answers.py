"""What was installed, told the same way by every command that installs."""

from __future__ import annotations

from collections.abc import Sequence

from codebook_app.cli.documents import install_document
from codebook_app.cli.terminal import Terminal
from codebook_app.domain.release import InstallReport, days_word


def tell(terminal: Terminal, reports: Sequence[InstallReport], *, json: bool) -> None:
    """Print the *reports*; of a licensed release its notice too, and how it is turned on."""
    if json:
        terminal.document([install_document(report) for report in reports])
        return
    for report in reports:
        did = "was installed already" if report.unchanged else "installed"
        terminal.text(
            f"{report.code_set} {report.release} {did}: {report.codes:,} codes, "
            f"{report.billable:,} of them billable, in force "
            f"{days_word(report.effective_from, report.effective_to)} ({report.seconds:.1f} s)"
        )
        for checked in report.checked:
            terminal.text(f"  {checked}")
        for left_out in report.left_out:
            terminal.text(f"  left out: {left_out}")
        if report.notice:
            terminal.text(f"\n{report.notice}\n")
            terminal.say(
                f"{report.code_set} {report.release} stays off until you confirm that you have a"
                f" licence for it: codebook licence {report.code_set} {report.release} --confirm"
            )

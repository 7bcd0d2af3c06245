"""How the progress of an installation reaches the person: not too often, and saying of what."""

from __future__ import annotations

import time

from codebook_app.progress import Progress, ProgressSink


def paced(progress: ProgressSink, a_second: float = 10) -> ProgressSink:
    """Return a sink that hands on at most *a_second* reports of one stage, its last one always."""
    stage, last = "", 0.0

    def hand_on(report: Progress) -> None:
        nonlocal stage, last
        now = time.monotonic()
        ended = 0 < report.total <= report.done
        if report.stage != stage or ended or now - last >= 1 / a_second:
            stage, last = report.stage, now
            progress(report)

    return hand_on


def titled(progress: ProgressSink, title: str) -> ProgressSink:
    """Return a sink that says with each stage what it is a stage of: the release's *title*."""

    def hand_on(report: Progress) -> None:
        stage = f"{title}: {report.stage[:1].lower()}{report.stage[1:]}"
        progress(Progress(stage, report.done, report.total))

    return hand_on

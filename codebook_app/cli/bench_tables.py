"""What ``bench`` measured, for the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codebook_app.cli.rendering import columns, text

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from codebook_app.services.bench.measurements import Measurements
    from codebook_app.services.bench.quality import Quality
    from codebook_app.services.bench.timing import Latency


def bench_tables(measured: Measurements) -> list[Table | Text]:
    """Return what was measured of which releases: finding, times in ms, build, disk, memory."""
    return [
        text(f"{measured.day.isoformat()}: {'; '.join(measured.releases)}"),
        text(f"{measured.texts:,} lines and terms; each time the median of {measured.rounds}"),
        *(text(f"{name}: not installed") for name in measured.missing),
        text(""),
        _found(measured),
        text(""),
        _times(measured),
        text(""),
        _footprints(measured),
    ]


def _found(measured: Measurements) -> Table:
    table = columns(
        "does it find", "", "questions", "hit@1", "hit@10", "MRR", "with a typing error", "", ""
    )
    for answered in measured.answered:
        for engine, quality in answered.qualities.items():
            wrong = answered.misspelt.get(engine)
            table.add_row(
                answered.asked,
                text(engine, "bold"),
                str(quality.questions),
                *_shares(quality),
                *(_shares(wrong) if wrong is not None else ()),
            )
    return table


def _shares(quality: Quality) -> tuple[str, str, str]:
    return f"{quality.hit_at_1:.3f}", f"{quality.hit_at_10:.3f}", f"{quality.mrr:.3f}"


def _times(measured: Measurements) -> Table:
    heading = f"milliseconds of {measured.clock}"
    table = columns(heading, "queries", "", "p50", "p95", "p99", "worst", "p95, ours to it")
    for timed in measured.timed:
        ours = next(iter(timed.latencies))
        for engine, latency in timed.latencies.items():
            ratio = None if engine == ours else timed.ratio(ours, engine)
            table.add_row(
                timed.kind,
                str(latency.queries),
                text(engine, "bold"),
                *_milliseconds(latency),
                "" if ratio is None else f"{ratio:.2f}",
            )
    return table


def _milliseconds(latency: Latency) -> tuple[str, ...]:
    values = (latency.p50, latency.p95, latency.p99, latency.worst)
    return tuple(f"{value:.2f}" for value in values)


def _footprints(measured: Measurements) -> Table:
    table = columns(
        "engine", "version", "build s", "build MB", "disk MB", "cold start s", "memory MB"
    )
    for one in measured.footprints:
        table.add_row(
            text(one.engine, "bold"),
            one.version,
            f"{one.build_seconds:.1f}",
            _megabytes(one.build_memory),
            _megabytes(one.disk),
            f"{one.cold_seconds:.2f}",
            _megabytes(one.memory),
        )
    return table


def _megabytes(size: int | None) -> str:
    return "not known" if size is None else f"{size / 1e6:.0f}"

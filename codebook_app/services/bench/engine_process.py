"""Builds an engine, or searches with it, in a process of its own, whose memory is its alone.

``python -m codebook_app.services.bench.engine_process`` reads one job from standard input and
writes one answer, both JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import codebook_app
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken
from codebook_app.services.bench.engines import Book, build_engine, open_engine

_MODULE = "codebook_app.services.bench.engine_process"
_GLANCE = 0.2  # seconds between two looks at whether the person stopped it


@dataclass(frozen=True, slots=True)
class Effort:
    """What a job took: its *seconds*, and the most *memory* in bytes, None where nobody tells.

    Of a search the seconds run from nothing imported or opened to the first answer.
    """

    seconds: float
    memory: int | None


def effort_to_build(
    engine: str, books: Sequence[Book], directory: Path, cancel: CancelToken | None = None
) -> Effort:
    """Build the engine in the empty *directory* and return what it took.

    Raises:
        Cancelled: soon after *cancel* says so.
        KnownError: it could not be built.
    """
    return _asked({"engine": engine, "directory": str(directory)}, books, cancel)


def effort_to_search(
    engine: str,
    books: Sequence[Book],
    directory: Path,
    queries: Sequence[str],
    cancel: CancelToken | None = None,
) -> Effort:
    """Open the engine built in *directory*, ask *queries* with their rows: see :class:`Effort`.

    Raises as :func:`effort_to_build` does.
    """
    job = {"engine": engine, "directory": str(directory), "queries": list(queries)}
    return _asked(job, books, cancel)


def do(job: dict[str, Any]) -> Effort:
    """Do a *job* in this process, whose memory so far is counted in."""
    books = [Book(**book) for book in job["books"]]
    directory = Path(job["directory"])
    started = perf_counter()
    if "queries" not in job:
        build_engine(job["engine"], books, directory)
        return Effort(perf_counter() - started, peak_memory())
    engine = open_engine(job["engine"], books, directory)
    try:
        for number, text in enumerate(job["queries"]):
            engine.search(text)
            if number == 0:
                first = perf_counter() - started
            engine.codes(text)
        return Effort(first, peak_memory())
    finally:
        engine.close()


def peak_memory() -> int | None:
    """Return the most bytes of memory that this process had, None where the system hides it."""
    try:
        # What getrusage says on Linux began with the process that started this one.
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        if sys.platform == "darwin":
            import resource

            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return None


def _asked(job: dict[str, Any], books: Sequence[Book], cancel: CancelToken | None) -> Effort:
    job["books"] = [asdict(book) for book in books]
    if getattr(sys, "frozen", False) or not sys.executable:
        # A frozen program has no Python to start; then nothing can be told of memory.
        return Effort(do(job).seconds, None)
    package = str(Path(codebook_app.__file__).parent.parent)
    paths = [package, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    process = subprocess.Popen(  # noqa: S603 - our own module, nothing of the person's in it
        [sys.executable, "-m", _MODULE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "PYTHONIOENCODING": "utf-8",
        },
        encoding="utf-8",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        sent: str | None = json.dumps(job)
        while True:
            try:
                answer, said = process.communicate(sent, timeout=_GLANCE)
                break
            except subprocess.TimeoutExpired:
                sent = None
                if cancel is not None:
                    cancel.raise_if_cancelled()
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    if process.returncode:
        raise KnownError(
            f"{job['engine']} could not be measured: {(said.splitlines() or ['no word'])[-1]}",
            "“codebook doctor” examines what is installed.",
        )
    return Effort(**json.loads(answer))


if __name__ == "__main__":
    json.dump(asdict(do(json.load(sys.stdin))), sys.stdout)

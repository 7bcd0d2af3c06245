"""Has indexes built on the computer's second core while releases are read on the first."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import codebook_app
from codebook_app.domain.release import Release
from codebook_app.progress import CancelToken, Progress, ProgressSink
from codebook_app.services.disk import flush_folder, remove_tree
from codebook_app.services.pacing import titled
from codebook_app.services.release_folders import INDEX, REFERENCE

_MODULE = "codebook_app.services.index_process"
_GLANCE = 0.1  # seconds between two looks at whether the person stopped it
_PARTIAL = f"{INDEX}.partial"


@dataclass(frozen=True, slots=True)
class _Job:
    folder: Path
    release: Release


class SecondCore:
    """A process that builds the indexes of releases that lie built aside, one after the other.

    Whatever goes wrong there costs nothing but time: an index that is missing at the end is built
    as if there were no second core. Used by one thread, as a context; leaving ends the process.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._jobs: list[_Job] = []
        self._open: set[int] = set()
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()

    def __enter__(self) -> SecondCore:
        """Return itself; the process starts with the first release."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process, and remove what it left half done."""
        if self._process is not None:
            _end(self._process)
            self._process = None
        for job in self._jobs:
            remove_tree(job.folder / _PARTIAL)

    def begin(self, folder: Path, release: Release) -> None:
        """Have the index of *release*, whose database lies in *folder*, built in time."""
        job = _Job(folder, release)
        number = len(self._jobs)
        self._jobs.append(job)
        directory = folder / _PARTIAL
        with suppress(OSError):
            if self._process is None:
                self._process = _started()
                reading = (self._process.stdout, self._answers)
                threading.Thread(target=_listen, args=reading, daemon=True).start()
            directory.mkdir()
            assert self._process.stdin is not None  # noqa: S101 - it was asked for
            self._process.stdin.write(
                json.dumps(
                    {
                        "number": number,
                        "reference": str(folder / REFERENCE),
                        "code_set": release.code_set,
                        "release": release.release,
                        "directory": str(directory),
                    }
                )
                + "\n"
            )
            self._process.stdin.flush()
            self._open.add(number)

    def finish(self, progress: ProgressSink, cancel: CancelToken | None) -> None:
        """Wait for what was begun, and put each index that was built in its folder.

        Raises:
            Cancelled: *cancel* was raised.
        """
        while self._open:
            if cancel is not None:
                cancel.raise_if_cancelled()
            try:
                answer = self._answers.get(timeout=_GLANCE)
            except queue.Empty:
                continue
            if "number" not in answer:
                return  # the process is gone
            job = self._jobs[answer["number"]]
            if "stage" in answer:
                report = Progress(answer["stage"], answer["done"], answer["total"])
                titled(progress, job.release.title)(report)
            if answer.get("ended"):
                self._open.discard(answer["number"])
                if not answer["fault"]:
                    with suppress(OSError):
                        flush_folder(job.folder / _PARTIAL)
                        (job.folder / _PARTIAL).rename(job.folder / INDEX)


def has_second_core() -> bool:
    """Whether there is one, and a Python to run on it; a frozen program has none to start."""
    return (os.cpu_count() or 1) > 1 and not getattr(sys, "frozen", False) and bool(sys.executable)


def _started() -> subprocess.Popen[str]:
    package = str(Path(codebook_app.__file__).parent.parent)
    paths = [package, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    environment: Mapping[str, str] = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.Popen(  # noqa: S603 - our own module, nothing of the person's in it
        # -P: the folder the person happens to be in is no place to import from.
        [sys.executable, "-P", "-m", _MODULE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        encoding="utf-8",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _listen(answers: IO[str], heard: queue.Queue[dict[str, Any]]) -> None:
    with suppress(OSError, ValueError):
        for line in answers:
            heard.put(json.loads(line))
    heard.put({})


def _end(process: subprocess.Popen[str]) -> None:
    with suppress(OSError):
        if process.stdin is not None:
            process.stdin.close()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()

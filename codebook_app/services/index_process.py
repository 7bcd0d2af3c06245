"""Builds indexes in a process of its own: ``python -m codebook_app.services.index_process``.

Each line on standard input is a job, each line on standard output says how far it is or how it
ended. When standard input ends, whoever asked is gone or has all it wanted, and the process ends.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

from codebook_app.progress import Progress
from codebook_app.services.pacing import paced


def serve(jobs: IO[str], answers: IO[str], leave: Callable[[], None]) -> None:
    """Do the *jobs* as they come, one after the other, and call *leave* when they end."""
    waiting: queue.Queue[str] = queue.Queue()

    def listen() -> None:
        for line in jobs:
            waiting.put(line)
        leave()  # in the middle of a job too: nobody is there any more to want it

    threading.Thread(target=listen, daemon=True).start()

    def answer(**said: object) -> None:
        answers.write(json.dumps(said) + "\n")
        answers.flush()

    while True:
        job = json.loads(waiting.get())
        number = job["number"]

        def tell(report: Progress, number: int = number) -> None:
            answer(number=number, stage=report.stage, done=report.done, total=report.total)

        try:
            _build(job, tell)
        except Exception as fault:  # the asker does the job itself and meets it
            answer(number=number, ended=True, fault=repr(fault))
        else:
            answer(number=number, ended=True, fault="")


def _build(job: dict[str, str], tell: Callable[[Progress], None]) -> None:
    from codebook_app.search.index import build_index
    from codebook_app.store.reference_db import ReferenceDb

    book = ReferenceDb.open(Path(job["reference"]), job["code_set"], job["release"])
    try:
        terms = book.searchable_terms()
        build_index(book.searchable(), Path(job["directory"]), paced(tell), None, terms)
    finally:
        book.close()


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout, lambda: os._exit(0))

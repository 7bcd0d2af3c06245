"""What a tabular list holds, counted as an edition's counts are published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from codebook_app.codesets.icd10cm.printed import PrintedLine
from codebook_app.domain.note import NoteKind


def count_containers(lines: Iterable[PrintedLine]) -> dict[NoteKind, int]:
    """Return how many containers of each kind *lines* hold."""
    return Counter(container.kind for line in lines for container in line.containers)

"""The bytes of an official file on their way to its parser, told of and stopped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codebook_app.progress import CancelToken, Progress, ProgressSink


def watched(
    chunks: Iterable[bytes],
    size: int,
    stage: str,
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> Iterator[bytes]:
    """Yield *chunks*, telling *progress* how many of *size* bytes the parser has taken.

    Raises:
        Cancelled: *cancel* was raised; looked at before each chunk.
    """
    done = 0
    for chunk in chunks:
        if cancel is not None:
            cancel.raise_if_cancelled()
        yield chunk
        done += len(chunk)
        progress(Progress(stage, done, size))

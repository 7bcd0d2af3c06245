"""The one kind of fault a person is told about in a sentence.

Everything that is not a :class:`KnownError` is a bug and reaches the log with its traceback.
"""

from __future__ import annotations


class KnownError(Exception):
    """Something the world did: a bad file, a full disk, a code that does not exist.

    *message* says what happened and to what, *hint* what to do; each is one line without a
    trailing line break. Raising it promises that nothing was changed.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the single line shown to the person."""
        return f"{self.message} {self.hint}".strip()


class ConflictError(KnownError):
    """What was to be changed has meanwhile been changed by another window or command."""

"""What the person has chosen, kept as TOML they may also edit."""

from __future__ import annotations

import contextlib
import os
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from codebook_app.errors import KnownError

Value = str | bool | int | float | Sequence[int] | Sequence[str]


class Settings:
    """Values by dotted name ("copy.dots"), read at the first question, written by :meth:`save`.

    A value that is missing or of another kind than asked for is answered with the default. What
    somebody wrote into the file beside our values, comments included, stays there.
    For one thread at a time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, Any] | None = None
        self._changed: dict[str, Value] = {}
        self._word = ""
        self._unreadable = False

    @property
    def word(self) -> str:
        """What to tell the person about the file, empty when it could be read."""
        self._read()
        return self._word

    def text(self, name: str, default: str = "") -> str:
        """Return the text *name*."""
        value = self._value(name)
        return value if isinstance(value, str) else default

    def flag(self, name: str, default: bool) -> bool:
        """Return the yes or no *name*."""
        value = self._value(name)
        return value if isinstance(value, bool) else default

    def number(self, name: str, default: float) -> float:
        """Return the number *name*; never an infinity or not-a-number."""
        value = self._value(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return default
        return value if abs(value) < float("inf") else default

    def numbers(self, name: str, default: tuple[int, ...] = ()) -> tuple[int, ...]:
        """Return the list of whole numbers *name*."""
        value = self._value(name)
        if not isinstance(value, list):
            return default
        whole = tuple(one for one in value if isinstance(one, int) and not isinstance(one, bool))
        return whole if len(whole) == len(value) else default

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the list of texts *name*, empty by default."""
        value = self._value(name)
        if not isinstance(value, list):
            return ()
        texts = tuple(one for one in value if isinstance(one, str))
        return texts if len(texts) == len(value) else ()

    def put(self, name: str, value: Value) -> None:
        """Set *name*; it is kept between starts once :meth:`save` has been called."""
        kept: Value = value
        if not isinstance(value, str | bool | int | float):
            kept = cast("Sequence[int] | Sequence[str]", list(value))
        if self._value(name) == kept and type(self._value(name)) is type(kept):
            return
        self._changed[name] = kept

    def save(self) -> None:
        """Write what was changed, whole or not at all; without a change nothing is written.

        A file that could not be read is first set aside under the name :attr:`word` gives. Raises
        :class:`KnownError` when the folder cannot be written to; the old file then stands.
        """
        if not self._changed:
            return
        self._read()
        changed = dict(self._changed)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self._unreadable and self._path.exists():
                self._path.replace(self._aside())
            self._unreadable = False
            _write_whole(self._path, self._merged(changed))
        except OSError as fault:
            raise KnownError(
                f"The settings could not be saved to {self._path}: {fault.strerror or fault}.",
                "Check that the folder may be written to and that the disk is not full.",
            ) from fault
        for name, value in changed.items():
            if self._values is not None:
                _put_into(self._values, name, value)
            if self._changed.get(name) == value:
                del self._changed[name]

    def _value(self, name: str) -> object:
        if name in self._changed:
            return self._changed[name]
        found: object = self._read()
        for part in name.split("."):
            if not isinstance(found, dict):
                return None
            found = found.get(part)
        return found

    def _read(self) -> dict[str, Any]:
        if self._values is None:
            self._values = {}
            try:
                self._values = tomllib.loads(self._path.read_text(encoding="utf-8-sig"))
            except FileNotFoundError:
                pass
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
                self._unreadable = True
                reason = " ".join(str(fault).split())
                self._word = (
                    f"The settings in {self._path} could not be read ({reason}). The program goes "
                    f"on with its defaults; the file will be kept as {self._aside().name}."
                )
        return self._values

    def _aside(self) -> Path:
        return self._path.with_name(f"{self._path.stem}-unreadable{self._path.suffix}")

    def _merged(self, changed: dict[str, Value]) -> str:
        """Return the file's text with *changed* in it, all else as the person left it."""
        import tomlkit  # 20 ms that no start needs

        try:
            document = tomlkit.parse(self._path.read_text(encoding="utf-8-sig"))
        except (FileNotFoundError, ValueError):
            document = tomlkit.document()
        for name, value in changed.items():
            _put_into(document, name, value)
        return tomlkit.dumps(document)


def _put_into(values: Any, name: str, value: Value) -> None:
    *tables, last = name.split(".")
    for table in tables:
        if not isinstance(values.get(table), dict):
            values[table] = {}
        values = values[table]
    values[last] = value


def _write_whole(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise

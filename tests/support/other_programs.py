"""Programs of other people that a list is pasted into: a text editor and a spreadsheet."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support.resting import PATIENCE, come_to_rest, until


def need(*programs: str) -> None:
    """Skip the test, with the reason, where a program is not installed."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


class OtherPrograms:
    """Opens a file in another program on the same screen, pastes, saves and reads it back."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        # No settings of the person's own, no bus of the desktop's.
        self._environment = {**environment, "HOME": str(folder), "GDK_BACKEND": "x11"}
        self._folder = folder

    def text_editor(self) -> str:
        """Return what a text editor has saved after Ctrl+V and Ctrl+S."""
        file = self._folder / "pasted.txt"
        file.touch()
        self._paste_into("l3afpad", file, lambda: bool(file.read_text("utf-8")))
        return file.read_text("utf-8")

    def spreadsheet(self) -> list[list[str]]:
        """Return the cells that a spreadsheet has saved after Ctrl+V and Ctrl+S."""
        empty, file = self._folder / "empty.csv", self._folder / "pasted.gnumeric"
        empty.write_text('""\n')
        self._convert(empty, file)
        read: list[list[str]] = []

        def saved() -> bool:
            out = self._folder / "out.csv"
            self._convert(file, out)
            with out.open(encoding="utf-8", newline="") as opened:
                read[:] = list(csv.reader(opened))
            return len(read) > 1

        self._paste_into("gnumeric", file, saved)
        return read

    def _paste_into(self, program: str, file: Path, saved: Callable[[], bool]) -> None:
        running = subprocess.Popen(
            [program, str(file)],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            until(lambda: self._window(file.name), f"{program} to show")

            def paste() -> None:
                come_to_rest(running.pid, self._environment)  # it shows before it listens
                window = self._window(file.name)
                self._tool("xdotool", "windowfocus", "--sync", window)
                # Over what an earlier try may have pasted.
                for keys in ("ctrl+a" if program == "l3afpad" else "ctrl+Home", "ctrl+v", "ctrl+s"):
                    self._tool("xdotool", "key", keys)
                    come_to_rest(running.pid, self._environment)

            until(lambda: saved() or paste(), f"{program} to save what was pasted")
        finally:
            running.kill()
            running.communicate()

    def _window(self, name: str) -> str:
        ids = self._tool("xdotool", "search", "--onlyvisible", "--name", name).split()
        return ids[-1] if ids else ""

    def _convert(self, source: Path, target: Path) -> None:
        self._tool("ssconvert", str(source), str(target))

    def _tool(self, *command: str) -> str:
        done = subprocess.run(
            command,
            check=False,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        return done.stdout if done.returncode == 0 else ""

"""What only the operating system can give: the libraries Qt's window needs, a font, an X server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trouble import Trouble, say

_QT = {
    "apt-get": (
        "libdbus-1-3 libegl1 libfontconfig1 libfreetype6 libgl1 libglib2.0-0 libwayland-client0 "
        "libwayland-cursor0 libwayland-egl1 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 "
        "libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 "
        "libxkbcommon0 libxkbcommon-x11-0"
    ),
    "dnf": (
        "dbus-libs fontconfig freetype glib2 libX11-xcb libglvnd-egl libglvnd-glx "
        "libwayland-client libwayland-cursor libwayland-egl libxkbcommon libxkbcommon-x11 "
        "xcb-util-cursor xcb-util-image xcb-util-keysyms xcb-util-renderutil xcb-util-wm"
    ),
}
_FONT = {"apt-get": "fonts-dejavu-core", "dnf": "dejavu-sans-fonts"}
_PROGRAMS = {
    "Xvfb": {"apt-get": "xvfb", "dnf": "xorg-x11-server-Xvfb"},
    "gnumeric": {"apt-get": "gnumeric", "dnf": "gnumeric"},
    "l3afpad": {"apt-get": "l3afpad", "dnf": "l3afpad"},
    "openbox": {"apt-get": "openbox", "dnf": "openbox"},
    "xclip": {"apt-get": "xclip", "dnf": "xclip"},
    "xdotool": {"apt-get": "xdotool", "dnf": "xdotool"},
}

# Loads the plugins without a display, which a library that is missing stops and nothing else does;
# then asks Qt for a font. Prints a line for each fault.
_QUESTION = """
import ctypes, sys
for plugin in sys.argv[1:]:
    try:
        ctypes.CDLL(plugin)
    except OSError as error:
        print("library:", error)
try:
    from PySide6.QtGui import QFontDatabase, QGuiApplication
    from PySide6 import QtSvg, QtWidgets
    application = QGuiApplication(["question", "-platform", "offscreen"])
    if not QFontDatabase.families():
        print("font: there is no font on this machine")
except ImportError as error:
    print("library:", error)
"""


@dataclass(frozen=True)
class Rights:
    """How packages may be installed here: the package program, with what before it, or not."""

    program: str
    prefix: tuple[str, ...]
    allowed: bool

    def command(self, packages: str) -> list[str]:
        """Return the command that installs *packages*, names with spaces between."""
        if self.program == "apt-get":
            words = ["apt-get", "install", "--yes", "--no-install-recommends"]
            # Another installation may be under way on a new machine.
            words += ["-o", "DPkg::Lock::Timeout=120"]
        else:
            words = ["dnf", "install", "--assumeyes"]
        return [*self.prefix, *words, *packages.split()]


def rights() -> Rights:
    """Find out whether this is a system we know and whether we may install on it unasked."""
    program = next((name for name in ("apt-get", "dnf") if shutil.which(name)), "")
    if not program or not sys.platform.startswith("linux"):
        return Rights("", (), allowed=False)
    if os.geteuid() == 0:
        return Rights(program, (), allowed=True)
    if shutil.which("sudo") and _quiet(["sudo", "-n", "true"]) == 0:
        return Rights(program, ("sudo", "-n"), allowed=True)
    return Rights(program, ("sudo",), allowed=False)


def packages_state() -> str:
    """Return what changes with every system package, "" where this system is not one we know."""
    registers = ("/var/lib/dpkg/status", "/usr/lib/sysimage/rpm/rpmdb.sqlite")
    return " ".join(
        f"{register}:{Path(register).stat().st_mtime_ns}"
        for register in registers
        if Path(register).exists()
    )


def qt_faults(python: Path, plugins: Path, variables: Mapping[str, str]) -> tuple[str, ...]:
    """Return what keeps Qt from opening a window, a line each; empty where nothing does."""
    if not sys.platform.startswith("linux"):
        return ()
    names = ["libqxcb.so"]
    if variables.get("WAYLAND_DISPLAY") and not variables.get("DISPLAY"):
        names = ["libqwayland.so"]
    done = subprocess.run(
        [str(python), "-I", "-c", _QUESTION, *(str(plugins / name) for name in names)],
        check=False,
        capture_output=True,
        text=True,
        env={**variables, "QT_QPA_PLATFORM": "offscreen"},
    )
    faults = [line for line in done.stdout.splitlines() if line.startswith(("library:", "font:"))]
    if done.returncode and not faults:
        faults = [f"library: {(done.stderr.strip() or 'Qt stopped').splitlines()[-1]}"]
    return tuple(faults)


def has_display(variables: Mapping[str, str]) -> bool:
    """Whether a window can be shown: always but on a Linux without X server and compositor."""
    if not sys.platform.startswith("linux") or variables.get("QT_QPA_PLATFORM"):
        return True
    return bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def provide_qt(faults: Callable[[], Sequence[str]]) -> None:
    """See to what *faults* names, where we may; raise Trouble with the line to run otherwise."""
    found = faults()
    if not found:
        return
    packages = [_QT] if any(fault.startswith("library:") for fault in found) else []
    if any(fault.startswith("font:") for fault in found) or not _has_font_folder():
        packages.append(_FONT)
    may = rights()
    if not may.program:
        raise Trouble(
            f"The window cannot open: {found[0].partition(': ')[2]}.\n"
            "Install your system's packages for Qt 6 on X11 (xcb-util-cursor, libxkbcommon-x11, "
            "libEGL, fontconfig and a font)."
        )
    _install(may, " ".join(names[may.program] for names in packages), "to open a window")
    left = faults()
    if left:
        raise Trouble(f"The window cannot open: {left[0].partition(': ')[2]}.")


def provide_venv(version: str) -> None:
    """Install what lets Python *version* make virtual environments, or raise Trouble."""
    may = rights()
    if may.program != "apt-get":
        raise Trouble("This Python cannot make virtual environments: its ensurepip is missing.")
    _install(may, f"python{version}-venv", "to make virtual environments")


def provide_test_programs() -> None:
    """Install the X server and what tests type into and from; where we may not, say so."""
    if not sys.platform.startswith("linux"):
        return
    absent = [name for name in _PROGRAMS if not shutil.which(name)]
    if not absent:
        return
    may = rights()
    if not may.program:
        say(f"Not installed: {', '.join(absent)}. The tests that need them are skipped.")
        return
    try:
        _install(may, " ".join(_PROGRAMS[name][may.program] for name in absent), "to test windows")
    except Trouble as trouble:
        say(f"{trouble}\nUntil then the tests that need {', '.join(absent)} are skipped.")


def _install(may: Rights, packages: str, purpose: str) -> None:
    command = may.command(packages)
    line = " ".join(command).replace(" -n ", " ")
    if not may.allowed:
        raise Trouble(f"This system lacks packages {purpose}. Run:\n  {line}")
    say(f"Installing {packages} {purpose} …")
    if may.program == "apt-get":
        _shown([*may.prefix, "apt-get", "update"])
    if _shown(command) != 0:
        raise Trouble(f"The packages {purpose} could not be installed (see above). Try:\n  {line}")


def _has_font_folder() -> bool:
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
    return any(
        next(Path(folder).expanduser().rglob(f"*.{kind}"), None)
        for folder in folders
        for kind in ("ttf", "otf", "ttc", "pfb")
    )


def _quiet(command: list[str]) -> int:
    return subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, capture_output=True
    ).returncode


def _shown(command: list[str]) -> int:
    """Run *command* with its words on standard error; sudo drops variables, so env sets ours."""
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive"]
    prefix = command[:2] if command[0] == "sudo" else []
    return subprocess.run(
        [*prefix, *quiet, *command[len(prefix) :]],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr.fileno(),
    ).returncode

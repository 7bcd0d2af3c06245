"""Take a picture of every screen, in every theme, size and text size.

``.venv/bin/python installer/pictures.py`` installs the releases that come with Codebook into a data
folder of its own (``.pictures/data``), official files named on the command line too, and writes
``.pictures/<screen>-<theme>-<width>x<height>-<percent>.png``. A data folder that is given is only
read: encounters, notes and settings of the pictures are kept aside and thrown away.

The window is Codebook's own, drawn without a screen (Qt's "offscreen"): panes, type, colours and
focus are those of the real window; what the desktop draws (title bar, file chooser, the desktop's
own print dialog) is not in the pictures. A dialog is drawn where it would stand over the window.
The same folder, date and fonts give the same pictures. The screens are listed in ``screens.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens import Screen

PROJECT = Path(__file__).resolve().parent.parent
THEMES = ("light", "dark", "contrast")
SIZES = ("1280x720", "1920x1080")
SCALES = (100, 150, 200)


def main() -> int:
    """Take the pictures asked for; return 0, or 1 when a screen could not be reached."""
    options = _options()
    sys.path.insert(0, str(PROJECT))  # the checkout's own package, wherever it is
    from screens import SCREENS

    if options.list:
        print("\n".join(f"{screen.name:24} {screen.what}" for screen in SCREENS))
        return 0
    chosen = [one for one in SCREENS if any(fnmatch(one.name, name) for name in options.screens)]
    if not chosen:
        print("No screen is named so; --list names all.", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    if len(options.sizes) > 1:
        return _one_process_a_size(options)
    width, height = (int(part) for part in options.sizes[0].split("x"))
    with tempfile.TemporaryDirectory(prefix="codebook-pictures-") as aside:
        _offscreen(Path(aside), width, height)
        if not options.as_it_is:
            _fill(options.data_dir, options.files)
        return _take(chosen, options, Path(aside), (width, height))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("files", nargs="*", type=Path, help="official files or folders to install as well")
    add("--data-dir", type=Path, default=PROJECT / ".pictures" / "data", help="where releases are")
    add("--out", type=Path, default=PROJECT / ".pictures", help="where the pictures go")
    add("--screens", nargs="+", default=["*"], metavar="NAME", help="names, with * for any")
    add("--themes", nargs="+", choices=THEMES)
    add("--sizes", nargs="+", metavar="WxH", help="of the window, in pixels")
    add("--scales", nargs="+", type=int, metavar="%", help="of the text")
    add("--date", type=date.fromisoformat, help="the date of service; by default the newest "
        "release of ICD-10-CM that has an index is read")  # fmt: skip
    add("--quick", action="store_true", help="light and dark, 1280x720 and 100 %% unless named")
    add("--as-it-is", action="store_true", help="install nothing: take the data folder as it is")
    add("--list", action="store_true", help="name the screens and stop")
    options = parser.parse_args()
    quick = options.quick
    options.themes = options.themes or list(THEMES[:2] if quick else THEMES)
    options.sizes = options.sizes or list(SIZES[:1] if quick else SIZES)
    options.scales = options.scales or list(SCALES[:1] if quick else SCALES)
    return options


def _one_process_a_size(options: argparse.Namespace) -> int:
    """Go through the sizes one by one: Qt asks how large its screen is only once a process."""
    status = 0
    for size in options.sizes:
        command = [sys.executable, __file__, *map(str, options.files)]
        command += ["--data-dir", str(options.data_dir), "--out", str(options.out)]
        command += ["--screens", *options.screens, "--themes", *options.themes, "--sizes", size]
        command += ["--scales", *map(str, options.scales)]
        command += ["--date", options.date.isoformat()] if options.date else []
        command += ["--as-it-is"] if options.as_it_is else []
        status = max(status, subprocess.run(command, check=False).returncode)
    return status


def _offscreen(folder: Path, width: int, height: int) -> None:
    """Have Qt draw on a screen of this size that nobody sees; before Qt is imported."""
    screen = {"name": "pictures", "x": 0, "y": 0, "width": width, "height": height}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    described = folder / "screen.json"
    described.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={described.as_posix()}"
    os.environ.pop("QT_SCALE_FACTOR", None)


def _fill(data_dir: Path, files: list[Path]) -> None:
    """Install what is missing of the embedded releases, and *files*."""
    from codebook_app.bootstrap import open_program
    from codebook_app.errors import KnownError

    program = open_program(data_dir)
    try:
        if program.releases.needs_setup():
            print("Installing the embedded releases …", file=sys.stderr)
            program.releases.setup()
        if files:
            program.releases.import_paths(files)
    except KnownError as fault:
        print(f"{fault.message} {fault.hint}", file=sys.stderr)
        sys.exit(3)
    finally:
        program.close()


def _take(
    chosen: list[Screen], options: argparse.Namespace, aside: Path, size: tuple[int, int]
) -> int:
    from stage import Look, Stage

    missed: list[str] = []
    started, number = time.monotonic(), 0
    for theme in options.themes:
        for scale in options.scales:
            look = Look(theme, scale / 100, *size)
            stage: Stage | None = None
            for screen in chosen:
                if stage is None or screen.alone or stage.spoilt:
                    if stage is not None:
                        stage.close()
                    stage = Stage(options.data_dir, aside, look, options.date, empty=screen.alone)
                name = f"{screen.name}-{theme}-{size[0]}x{size[1]}-{scale}.png"
                fault = stage.take(screen, options.out / name)
                if fault:
                    missed.append(f"{name}: {fault}")
                else:
                    number += 1
                if screen.alone:
                    stage.close()
                    stage = None
            if stage is not None:
                stage.close()
    seconds = time.monotonic() - started
    print(f"{number} pictures of {size[0]}x{size[1]} in {options.out}, {seconds:.0f} s")
    for line in sorted(set(missed)):
        print(f"  not taken: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

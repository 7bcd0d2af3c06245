"""Whether there is somewhere to show a window."""

from __future__ import annotations

import sys
from collections.abc import Mapping


def has_display(variables: Mapping[str, str]) -> bool:
    """Whether Qt would find a display by these environment variables.

    Only a Linux without X server and compositor has none; Qt then ends the process it is in.
    """
    if not sys.platform.startswith("linux"):
        return True
    return any(variables.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))

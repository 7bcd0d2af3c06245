"""What we rely on Qt's binding for, and a release of it once broke."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QTextLayout


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot die from Python 3.12 on")
def test_calls_that_return_nothing_leave_none_its_references():
    layout = QTextLayout("a line")
    before = sys.getrefcount(None)

    for _ in range(1000):
        layout.setText("another line")

    assert sys.getrefcount(None) > before - 500

"""A row that breaks into more rows."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QLabel, QWidget

from codebook_app.gui.panels.flow import FlowLayout


def test_a_row_too_narrow_breaks_and_what_qt_deleted_is_passed_over(qtbot):
    ground = QWidget()
    qtbot.addWidget(ground)
    flow = FlowLayout()
    ground.setLayout(flow)
    for _ in range(3):
        label = QLabel("E11.22")
        label.setFixedSize(50, 20)
        flow.addWidget(label)
    one_row, three_rows = flow.heightForWidth(400), flow.heightForWidth(60)

    shiboken6.delete(flow.itemAt(1))  # as Qt does while a window is torn down

    assert three_rows > one_row
    assert one_row < flow.heightForWidth(60) < three_rows
    assert flow.sizeHint().width() < 150

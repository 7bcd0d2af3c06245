"""Nothing is cut off: dialogs stay within their window, what governs a code within its pane."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from support.pages import category_page

from codebook_app.gui.dialogs.fitting import fit
from codebook_app.gui.panels.book import BookPanel


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1280, 720)
    return made


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_a_dialog_opens_within_its_window(window, light_theme, scale):
    light_theme.set_scale(scale)
    dialog = QDialog(window)

    fit(dialog, light_theme, 760, 460)

    assert dialog.width() <= 1280
    assert dialog.height() <= 720
    assert dialog.width() == min(round(760 * scale), round(1280 * 0.96))


def test_with_large_text_what_governs_a_code_takes_a_second_line(qtbot, light_theme):
    light_theme.set_scale(2.0)
    panel = BookPanel(light_theme)
    qtbot.addWidget(panel)
    panel.resize(480, 700)
    panel.show()

    panel.show_page(category_page("Q10.11"))

    governing = panel.governing
    assert panel.width() == 480
    assert governing.isVisible()
    assert governing.width() == 480
    for part in (governing.fold, governing.add):
        assert part.geometry().right() <= 480
    assert governing.add.y() > governing.findChild(QWidget).y()
    panel.resize(1400, 700)
    qtbot.waitUntil(lambda: governing.add.y() < 3 * governing.add.height() // 2)

"""F6 from pane to pane, and the pane that shows where the focus is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from codebook_app.gui.panes import PaneFrame, PaneRound


class Bench:
    """A field and two panes of two fields each, and one that takes no focus."""

    def __init__(self, theme) -> None:
        self.window = QWidget()
        row = QHBoxLayout(self.window)
        self.field = QLineEdit()
        row.addWidget(self.field)
        self.frames = []
        for name in ("Left", "Right"):
            content = QWidget()
            column = QVBoxLayout(content)
            column.addWidget(QLineEdit())
            column.addWidget(QLineEdit())
            self.frames.append(PaneFrame(name, content, theme))
            row.addWidget(self.frames[-1])
        self.mute = PaneFrame("Mute", QLabel("nothing to focus"), theme)
        row.addWidget(self.mute)
        self.round = PaneRound(
            {
                "Search": self.field,
                "Left": self.frames[0],
                "Mute": self.mute,
                "Right": self.frames[1],
            },
            self.window,
        )

    def fields(self, at: int) -> list[QLineEdit]:
        return self.frames[at].findChildren(QLineEdit)


@pytest.fixture
def bench(qtbot, light_theme):
    made = Bench(light_theme)
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(made.field.hasFocus)
    return made


def test_f6_goes_round_the_panes_and_passes_those_without_focus(qtbot, bench):
    walked = []
    for _ in range(4):
        bench.round.step(1)
        walked.append(bench.round.here)

    assert walked == ["Left", "Right", "Search", "Left"]
    bench.round.step(-1)
    assert bench.round.here == "Search"


def test_a_pane_gets_the_focus_back_where_it_was(qtbot, bench):
    first, second = bench.fields(0)
    second.setFocus()

    bench.round.step(1)
    bench.round.step(-1)

    assert second.hasFocus()
    assert not first.hasFocus()


def test_a_pane_whose_last_focus_has_died_is_entered_at_its_first(qtbot, bench):
    import shiboken6

    first, second = bench.fields(0)
    second.setFocus()
    bench.round.step(1)
    shiboken6.delete(second)

    bench.round.enter("Left")

    assert first.hasFocus()


def test_the_pane_with_the_focus_shows_it(qtbot, bench, light_theme):
    frame = bench.frames[0]
    frame.set_active(False)
    without = frame.grab().toImage().pixelColor(20, 0).name()

    frame.set_active(True)

    assert frame.grab().toImage().pixelColor(20, 0).name() == light_theme.tokens.colours["accent"]
    assert without != light_theme.tokens.colours["accent"]


def test_which_pane_was_entered_is_told(qtbot, bench):
    entered: list[str] = []
    bench.round.entered.connect(entered.append)

    bench.fields(1)[0].setFocus()
    bench.field.setFocus()

    assert entered == ["Right", "Search"]


def test_a_pane_too_low_for_its_content_scrolls_and_keeps_its_width(qtbot, light_theme):
    content = QWidget()
    content.setMinimumSize(320, 900)
    frame = PaneFrame("Tall", content, light_theme)
    qtbot.addWidget(frame)

    frame.resize(frame.minimumSizeHint())
    frame.show()

    assert frame.minimumSizeHint().width() >= 320
    assert frame.height() < 300
    assert content.height() == 900
    bar = frame.findChild(QScrollArea).verticalScrollBar()
    assert bar.maximum() > 0


def test_what_a_key_gives_the_focus_comes_into_sight_with_what_is_around_it(qtbot, light_theme):
    content = QWidget()
    column = QVBoxLayout(content)
    first, group = QLineEdit(), QWidget()
    above, last = QLineEdit(group), QLineEdit(group)
    for at, widget in enumerate((above, last)):
        widget.move(0, 100 * at)
    first.setFixedHeight(300)
    group.setFixedHeight(150)
    column.addWidget(first)
    column.addWidget(group)
    group.hide()
    frame = PaneFrame("Low", content, light_theme)
    qtbot.addWidget(frame)
    frame.resize(200, 200)
    frame.show()
    qtbot.waitExposed(frame)
    first.setFocus()

    def in_sight(widget):
        return not widget.visibleRegion().isEmpty()

    assert not in_sight(above)
    group.show()
    last.setFocus()

    qtbot.waitUntil(lambda: in_sight(above) and in_sight(last))
    first.setFocus()
    qtbot.waitUntil(lambda: not in_sight(last))

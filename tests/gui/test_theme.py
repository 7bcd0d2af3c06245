"""The tokens, and what the theme makes of them."""

from __future__ import annotations

import itertools
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QPalette

from codebook_app.gui.theme import SCALE_STEPS, Theme
from codebook_app.gui.tokens import Tokens
from codebook_app.paths import resource

WRITING = [
    "text",
    "muted",
    "link",
    "includes",
    "inclusion_term",
    "excludes1",
    "excludes2",
    "code_first",
    "use_additional",
    "code_also",
    "note",
    "seventh",
    "billable",
    "not_billable",
    "own_note",
    "flag_severity",
    "flag_limit",
    "flag_change",
    "flag_plain",
    "error",
    "warning",
    "information",
    "ok",
    "accent",
]
GROUNDS = ("window", "surface", "raised", "hover")
PAIRS = [
    *itertools.product(WRITING, GROUNDS),
    ("on_selection", "selection"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_mark", "mark"),
    *((name, "own_note_ground") for name in ("text", "link", "own_note")),
    ("text", "mark"),
    *((name, "selection") for name in WRITING),
]
LINES = [
    *itertools.product(("focus", "control_border"), ("window", "surface", "raised")),
    ("focus", "selection"),
]


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    return (
        0.2126 * linear(made.redF())
        + 0.7152 * linear(made.greenF())
        + 0.0722 * linear(made.blueF())
    )


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def theme(qapp):
    made = Theme("light")
    yield made
    QGuiApplication.styleHints().unsetColorScheme()


THEMES = ["light", "dark", "contrast"]


def too_near(colours, pairs, least):
    """The pairs of colours whose contrast is less than *least*, with what it is."""
    return [
        f"{first} on {second}: {found:.2f}"
        for first, second in pairs
        if (found := contrast(colours.get(first, first), colours.get(second, second))) < least
    ]


@pytest.mark.parametrize("name", THEMES)
def test_every_text_is_readable_on_what_it_stands_on(name):
    assert too_near(Tokens.read(name).colours, PAIRS, 4.5) == []


@pytest.mark.parametrize("name", THEMES)
def test_focus_and_the_edges_of_fields_can_be_seen(name):
    assert too_near(Tokens.read(name).colours, LINES, 3) == []


def test_high_contrast_is_what_wcag_calls_enhanced():
    assert too_near(Tokens.read("contrast").colours, PAIRS, 7) == []


def test_what_is_printed_is_readable_on_white_paper():
    on_paper = [(writing, "#ffffff") for writing in WRITING]

    assert too_near(Tokens.read("light").colours, on_paper, 4.5) == []


def test_a_contrast_that_is_too_low_is_found():
    assert too_near({"a": "#777777", "b": "#888888"}, [("a", "b")], 4.5) == ["a on b: 1.26"]


def dressed_pairs(sheet):
    """Each text colour and the ground that one rule of a style *sheet* gives together."""
    for body in re.findall(r"\{([^}]*)\}", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        colour = re.search(r"(?<![\w-])color:\s*(#\w{6})", body)
        ground = re.search(r"background(?:-color)?:\s*(#\w{6})", body)
        selected = re.search(r"selection-background-color:\s*(#\w{6})", body)
        on_selected = re.search(r"selection-color:\s*(#\w{6})", body)
        for first, second in ((colour, ground), (on_selected, selected)):
            if first and second:
                yield first[1], second[1]


@pytest.mark.parametrize("name", THEMES)
def test_every_rule_of_the_style_sheet_sets_readable_text(theme, name):
    theme.choose(name)
    disabled = theme.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name()
    pairs = [pair for pair in dressed_pairs(theme.style_sheet()) if disabled not in pair]

    assert len(pairs) >= 6
    assert too_near({}, pairs, 4.5) == []


@pytest.mark.parametrize("name", THEMES)
def test_what_cannot_be_used_can_still_be_read(theme, name):
    theme.choose(name)
    disabled = theme.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name()

    assert too_near(theme.tokens.colours, [(disabled, one) for one in GROUNDS], 2) == []


@pytest.mark.parametrize("name", ["dark", "contrast"])
def test_every_theme_names_the_same_colours(name):
    assert Tokens.read("light").colours.keys() == Tokens.read(name).colours.keys()


def test_the_style_sheet_is_filled_completely_in_every_theme(theme):
    for choice in ("light", "dark", "contrast"):
        theme.choose(choice)
        sheet = theme.style_sheet()
        assert "$" not in sheet
        assert theme.tokens.colours["accent"] in sheet


def test_text_spacing_and_icons_grow_together(theme):
    plain = theme.font("body").pointSizeF(), theme.space(4), theme.icon_size

    theme.set_scale(1.5)

    grown = theme.font("body").pointSizeF(), theme.space(4), theme.icon_size
    assert grown == pytest.approx([value * 1.5 for value in plain])


def test_zooming_walks_the_steps_and_stops_at_the_ends(qtbot, theme):
    for _ in range(12):
        theme.zoom(+1)
    assert theme.scale == SCALE_STEPS[-1] == 2.0
    for _ in range(12):
        theme.zoom(-1)
    assert theme.scale == SCALE_STEPS[0] == 0.8
    theme.zoom(0)
    assert theme.scale == 1.0


def test_a_change_is_announced_once_and_no_change_is_not(qtbot, theme):
    announced: list[str] = []
    theme.changed.connect(lambda: announced.append(theme.tokens.name))

    theme.choose("dark")
    theme.choose("dark")
    theme.set_scale(1.0)

    assert announced == ["dark"]


class Desktop:
    """A desktop whose switch between light and dark the test holds."""

    def __init__(self) -> None:
        self.scheme = Qt.ColorScheme.Light

    def turn(self, scheme: Qt.ColorScheme) -> None:
        self.scheme = scheme
        QGuiApplication.styleHints().colorSchemeChanged.emit(scheme)


def test_the_system_theme_is_followed_live(qapp):
    desktop = Desktop()
    theme = Theme("system", system=lambda: desktop.scheme)
    announced: list[str] = []
    theme.changed.connect(lambda: announced.append(theme.tokens.name))

    desktop.turn(Qt.ColorScheme.Dark)
    desktop.turn(Qt.ColorScheme.Light)

    assert announced == ["dark", "light"]


def test_a_chosen_theme_stays_when_the_system_changes(qapp):
    desktop = Desktop()
    theme = Theme("light", system=lambda: desktop.scheme)
    announced: list[bool] = []
    theme.changed.connect(lambda: announced.append(True))

    desktop.turn(Qt.ColorScheme.Dark)

    assert theme.tokens.name == "light"
    assert announced == []


@pytest.mark.parametrize("drawing", sorted(path.stem for path in resource("icons").glob("*.svg")))
def test_every_icon_draws_something_in_the_colour_asked_for(theme, drawing):
    image = theme.icon(drawing, "accent").pixmap(32, 32).toImage()

    drawn = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert drawn
    if not drawing.startswith("arrow-"):  # those are named by the style sheet, in one grey
        assert set(map(QColor.name, drawn)) == {theme.tokens.colours["accent"]}


def test_codes_are_set_in_a_face_whose_figures_stand_in_columns(theme):
    metrics = QFontMetricsF(theme.font("code"))

    assert len({round(metrics.horizontalAdvance(figure), 3) for figure in "0123456789AX"}) == 1

"""The look comes from the tokens: no module has a colour, a length or a type size of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import codebook_app.gui
from codebook_app.paths import resource

GUI = Path(codebook_app.gui.__file__).parent
ICONS = sorted(resource("icons").glob("*.svg"))
NOT_THE_WINDOW = {"theme.py", "printing"}
"""The tokens' own home, and paper, which is white and measured in points."""
MODULES = [
    path
    for path in sorted(GUI.rglob("*.py"))
    if not NOT_THE_WINDOW & set(path.relative_to(GUI).parts)
]
HAIR = 2
"""Lines of one or two pixels are lines in every text size."""

LENGTHS = re.compile(
    r"set(ContentsMargins|Spacing|HorizontalSpacing|VerticalSpacing|Fixed(Width|Height|Size)"
    r"|Minimum(Width|Height|Size)|Maximum(Width|Height|Size)|Margin|IconSize|HandleWidth"
    r"|DocumentMargin|PointSizeF?|PixelSize)|addSpacing|addSpacerItem|resize"
)
MEASURES = {"QSize", "QMargins", "QSizeF", "QMarginsF"}
COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3}){0,2}\b|\brgba?\(|color:\s*[a-z]+\b")
IN_PIXELS = re.compile(r"\b([3-9]|\d\d+)(px|pt)\b")


def constants(call: ast.Call) -> Iterator[ast.Constant]:
    """The numbers handed to *call* itself, and not to what works them out."""
    for argument in call.args:
        inner = argument.operand if isinstance(argument, ast.UnaryOp) else argument
        if isinstance(inner, ast.Constant) and isinstance(inner.value, int | float):
            yield inner


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def hard_coded(source: str) -> list[str]:
    """What a module's *source* sets by itself, a line each."""
    found = []
    documented = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            documented.add(node.value)  # a docstring may speak of colours
        elif isinstance(node, ast.Call):
            name = name_of(node)
            if LENGTHS.fullmatch(name) or name in MEASURES:
                numbers = [one.value for one in constants(node) if one.value > HAIR]
                found += [f"{node.lineno}: {name}({number})" for number in numbers]
            elif name == "QColor" and any(isinstance(one, ast.Constant) for one in node.args):
                found.append(f"{node.lineno}: a colour of its own")
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            if node.value.attr == "GlobalColor" and node.attr != "transparent":
                found.append(f"{node.lineno}: GlobalColor.{node.attr}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            told = COLOUR.search(node.value) or IN_PIXELS.search(node.value)
            if told and node not in documented:
                found.append(f"{node.lineno}: “{node.value.strip()[:40]}”")
    return found


@pytest.mark.parametrize(
    "source",
    [
        "box.setSpacing(8)",
        "self.setContentsMargins(0, 0, 12, 0)",
        "label.setFixedWidth(300)",
        "painter.setPen(QColor('red'))",
        "painter.fillRect(area, Qt.GlobalColor.white)",
        "sheet = 'QLabel { color: red; }'",
        "sheet = f'a {{ color: #1f5c99; }}'",
        "sheet = 'padding: 12px'",
        "font.setPointSize(9)",
        "return QSize(200, 120)",
    ],
)
def test_what_is_hard_coded_is_found(source):
    assert hard_coded(source)


@pytest.mark.parametrize(
    "source",
    [
        "box.setSpacing(theme.space(3))",
        "line.setFixedHeight(1)",
        "self.resize(theme.length(640), theme.length(600))",
        "painter.setPen(theme.colour('error'))",
        "style = f\"a {{ color: {colours['link']}; }}\"",
        "word = 'drawn 12 pixels wide'",
        '"""A docstring on color: red and 12px."""',
    ],
)
def test_what_comes_from_the_tokens_is_let_be(source):
    assert not hard_coded(source)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(GUI).as_posix())
def test_no_module_of_the_window_sets_colours_or_lengths_by_itself(path):
    assert hard_coded(path.read_text(encoding="utf-8")) == []


def test_every_icon_is_shown_somewhere():
    texts = [path.read_text(encoding="utf-8") for path in GUI.rglob("*.py")]
    texts.append(resource("themes", "codebook.qss").read_text(encoding="utf-8"))
    named = set(re.findall(r'(?<=["/])[a-z-]+(?=["./])', " ".join(texts)))

    assert {path.stem for path in ICONS} - named == set()


@pytest.mark.parametrize(
    "path", sorted(resource("icons").glob("*.svg")), ids=lambda path: path.stem
)
def test_every_icon_is_of_the_one_style(path):
    """Lines on 24 by 24, round ends, the colour of the words beside it."""
    drawing = path.read_text(encoding="utf-8")

    assert 'viewBox="0 0 24 24"' in drawing
    assert 'stroke-linecap="round"' in drawing
    if not path.stem.startswith("arrow-"):  # those are named by the style sheet, in one grey
        assert "currentColor" in drawing
        assert not COLOUR.search(drawing)


@pytest.mark.parametrize(
    "name",
    sorted(
        {
            found
            for path in MODULES
            for found in re.findall(
                r"""(?:\bicon=|\.icon\(\s*|icon_name = |mark\(theme, )["']([a-z-]+)["']""",
                path.read_text(encoding="utf-8"),
            )
        }
    ),
)
def test_every_icon_that_is_named_is_there(name):
    assert resource("icons", f"{name}.svg").is_file()

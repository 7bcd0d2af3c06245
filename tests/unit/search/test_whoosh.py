"""The search extends Whoosh's codec, but leaves alone what Whoosh keeps private."""

from __future__ import annotations

import ast
from pathlib import Path

import whoosh

from codebook_app import search

SEARCH = Path(search.__path__[0])


def test_whoosh_is_the_version_whose_codec_we_extend() -> None:
    assert whoosh.__version__ == (2, 7, 5)


def test_no_module_reaches_into_the_private_names_of_another() -> None:
    reached = set()
    for path in SEARCH.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and node.attr.startswith("_")
                and not node.attr.startswith("__")
                and not (isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"})
            ):
                reached.add((path.name, node.attr))
    assert reached == set()

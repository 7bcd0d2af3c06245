"""The names Whoosh keeps private and we use exist, and are used in one module only."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest
import whoosh

from codebook_app import search
from codebook_app.search.private import PRIVATE_NAMES

SEARCH = Path(search.__path__[0])


def test_whoosh_is_the_version_whose_private_names_we_know() -> None:
    assert whoosh.__version__ == (2, 7, 5)


@pytest.mark.parametrize(("module", "owner", "name"), PRIVATE_NAMES)
def test_each_private_name_is_still_there(module: str, owner: str, name: str) -> None:
    source = inspect.getsource(getattr(importlib.import_module(module), owner))
    assert f"self.{name} =" in source


def test_no_other_module_reaches_into_private_names() -> None:
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
    assert reached == {("private.py", name) for _, _, name in PRIVATE_NAMES}

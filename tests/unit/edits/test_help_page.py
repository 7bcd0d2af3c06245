"""The help page tells every rule there is, and none that is not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import codebook_app.edits
from codebook_app.edits.rule_names import RULE_NAMES
from codebook_app.paths import resource

_ROW = re.compile(r"^\| ([A-Z][^|]*) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def rows() -> list[tuple[str, str, str]]:
    text = resource("help", "checks.md").read_text(encoding="utf-8")
    return [row for row in _ROW.findall(text) if row[0] != "Finding"]


def words(rule: str) -> str:
    return rule.replace("_", " ").capitalize().replace("Poa", "POA")


def test_every_rule_is_on_the_page_once_and_no_other():
    assert sorted(row[0] for row in rows()) == sorted(words(rule) for rule in RULE_NAMES)


def test_each_names_its_weight_and_its_source():
    for _, weight, source in rows():
        assert re.match(r"error|warning|information", weight)
        assert len(source) > 5


def test_no_finding_carries_another_name():
    found: set[str] = set()
    for file in Path(codebook_app.edits.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") != "NotChecked":
                named = [one.value for one in call.keywords if one.arg == "rule"]
                # _finding("poa_missing", …), _error("unknown_code", …)
                first = call.args[:1] if getattr(call.func, "id", "").startswith("_") else []
                found |= {
                    one.value
                    for one in (*named, *first)
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }

    assert {one for one in found if re.fullmatch(r"[a-z0-9_]+", one)} <= RULE_NAMES
    assert len(found) > 30

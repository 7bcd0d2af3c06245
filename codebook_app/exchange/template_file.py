"""Copy templates as a file, to be given to others: ``resources/copy-templates.schema.json``."""

from __future__ import annotations

import json
from collections.abc import Sequence

from codebook_app.domain.copying import CopyTemplate
from codebook_app.errors import KnownError
from codebook_app.exchange.json_text import document
from codebook_app.exchange.own_templates import template_faults
from codebook_app.exchange.schema_faults import refuse_faults
from codebook_app.paths import resource

VERSION = 1
_TEXTS = ("header", "line", "between", "footer")


def templates_json(templates: Sequence[CopyTemplate]) -> str:
    """Return *templates* as the text of a file, its last line ended."""
    written = {
        "version": VERSION,
        "templates": [
            {"name": one.name, **{text: getattr(one, text) for text in _TEXTS}} for one in templates
        ],
    }
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def read_templates(text: str, name: str) -> tuple[CopyTemplate, ...]:
    """Return the templates of a file called *name*, none of them kept yet and all of them sound.

    Raises:
        KnownError: what is wrong with the file, or with the first faulty template of it.
    """
    # Imported here: a start that reads no such file does not pay for it.
    from jsonschema import Draft202012Validator

    found = document(text, name, kind="a file of copy templates")
    version = found.get("version") if isinstance(found, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise KnownError(
            f"{name} was written by a newer Codebook (format {version}; this one reads {VERSION}).",
            "Install the newer Codebook to import it.",
        )
    schema = json.loads(resource("copy-templates.schema.json").read_text(encoding="utf-8"))
    refuse_faults(Draft202012Validator(schema), found, name, {})
    templates = tuple(
        CopyTemplate(
            " ".join(one["name"].split()), **{part: one[part] for part in _TEXTS if part in one}
        )
        for one in found["templates"]
    )
    if not templates:
        raise KnownError(f"{name} holds no template.", "Check that it is the right file.")
    for template in templates:
        for fault in template_faults(template):
            raise KnownError(f"{name}: “{template.name}”: {fault.words}", "Mend it in the file.")
    return templates

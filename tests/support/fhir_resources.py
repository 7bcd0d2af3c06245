"""FHIR resources read by ``fhir.resources``.

Its R4B is the nearest it has to R4: Claim, Condition, Procedure, Encounter and Patient are the same
in 4.0.1 and 4.3.0.
"""

from __future__ import annotations

import json
from typing import Any


def validated(text: str) -> dict[str, Any]:
    """Return the resource as it was written; ValueError where ``fhir.resources`` refuses it."""
    # Imported here: it takes most of a second, and most tests need none of it.
    from fhir.resources.R4B import get_fhir_model_class

    written: dict[str, Any] = json.loads(text)
    resource = get_fhir_model_class(written["resourceType"]).model_validate(written)
    # What it has no element for would be missing here.
    assert json.loads(resource.model_dump_json(exclude_none=True)) == written
    return written

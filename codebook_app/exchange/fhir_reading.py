"""Codes and encounters in FHIR R4 resources: Claim, ExplanationOfBenefit, Encounter, Condition.

A resource alone, a Bundle, a JSON array or lines of them (NDJSON). Claims say it all; Conditions
and Procedures are gathered by the Encounter they name. Names of patients are not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from codebook_app.errors import KnownError
from codebook_app.exchange.candidates import Candidate, Given, Passed, Pasted, Standing, Visit
from codebook_app.exchange.fhir_claims_read import ClaimRead
from codebook_app.exchange.fhir_concepts import Found, objects, words
from codebook_app.exchange.fhir_stays_read import StaysRead
from codebook_app.exchange.fhir_told import Told
from codebook_app.exchange.json_text import document

_CLAIMS = frozenset({"Claim", "ExplanationOfBenefit"})


def is_fhir(text: str) -> bool:
    """Whether *text* is JSON that tells of FHIR resources."""
    begun = text.lstrip("\ufeff \t\r\n")[:1]
    return begun in {"{", "["} and '"resourceType"' in text


def read_fhir(text: str, name: str) -> Pasted:
    """Return the codes of the resources in *text*; *name* is the file's, for messages.

    Raises:
        KnownError: it is no JSON.
    """
    resources = list(_resources(_documents(text, name)))
    claims = [one for one in resources if words(one.get("resourceType")) in _CLAIMS]
    visits: list[Visit] = []
    told: list[Told] = []
    if claims:
        shape = "a FHIR Claim" if len(claims) == 1 else f"{len(claims)} FHIR Claims"
        for claim in claims:
            visit, found = ClaimRead(claim, resources).read(len(visits))
            visits.append(visit)
            told += found
    else:
        shape = "FHIR resources"
        visits, told = StaysRead(resources).read()
    places = _Places(text)
    candidates: list[Candidate] = []
    passed: list[Passed] = []
    for one in told:
        start, end = places.of(one.code)
        if one.spelled is None:
            passed.append(Passed(start, end, one.code, one.reason, one.visit))
        else:
            candidates.append(
                Candidate(
                    start,
                    end,
                    one.code,
                    (one.spelled,),
                    Standing.STATED,
                    one.given if one.given is not None else Given(),
                    visit=one.visit,
                )
            )
    return Pasted(shape, tuple(candidates), tuple(passed), tuple(visits), "claim")


def _documents(text: str, name: str) -> list[Any]:
    try:
        return [document(text, name, kind="a FHIR resource", lines=True)]
    except KnownError:
        lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
        if len(lines) < 2 or not all(_is_whole(line) for line in lines[:2]):
            raise
        return [document(line, name, kind="a FHIR resource", lines=True) for line in lines]


def _is_whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _resources(found: Sequence[Any]) -> Iterator[Found]:
    for one in found:
        if isinstance(one, list):
            yield from _resources(one)
        elif isinstance(one, dict):
            if one.get("resourceType") == "Bundle":
                for entry in objects(one.get("entry")):
                    resource = entry.get("resource")
                    if isinstance(resource, dict):
                        yield from _resources(
                            [{**resource, "fullUrl": words(entry.get("fullUrl"))}]
                        )
            elif "resourceType" in one:
                yield one


class _Places:
    """Where the codes of a JSON text stand, each place told once where there are enough."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._from: dict[str, int] = {}

    def of(self, code: str) -> tuple[int, int]:
        written = json.dumps(code, ensure_ascii=False)
        at = self._text.find(written, self._from.get(code, 0))
        if at < 0:
            at = self._text.find(written)
        if at < 0:
            return 0, 0
        self._from[code] = at + 1
        return at + 1, at + 1 + len(code)

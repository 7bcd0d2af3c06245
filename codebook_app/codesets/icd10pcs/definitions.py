"""Reads the definitions of ICD-10-PCS (``<ICD10PCS.definitions>``), device keys included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from xml.sax.xmlreader import AttributesImpl

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.icd10pcs.elements import ElementReader, Place, read_elements
from codebook_app.codesets.icd10pcs.grammar import FULL_LENGTH, TABLE_LENGTH
from codebook_app.domain.procedure import Definition, DeviceAggregate
from codebook_app.progress import CancelToken, ProgressSink, silent

ROOT_TAG = "ICD10PCS.definitions"
_TEXTS: tuple[Place, ...] = (
    ("terms", "title"),
    ("terms", "definition"),
    ("terms", "explanation"),
    ("terms", "includes"),
    ("aggregate", "device"),
    ("aggregate", "operation"),
    ("aggregate", "bodySys"),
    ("aggregate", "parent"),
)


@dataclass(frozen=True, slots=True)
class PrintedDefinitions:
    """What the file defines, in printed order, and the fiscal *year* it states.

    Terms that share a definition are one of the *definitions* each. *unknown* counts, by name, the
    elements that were passed over.
    """

    name: str
    year: int
    definitions: tuple[Definition, ...]
    device_aggregates: tuple[DeviceAggregate, ...]
    unknown: dict[str, int]

    def operations(self) -> dict[tuple[str, str], Definition]:
        """Return what the third character's values mean, by section and label."""
        return {
            (definition.section, definition.title): definition
            for definition in self.definitions
            if definition.position == TABLE_LENGTH
        }


def read_definitions(
    file: OfficialFile, progress: ProgressSink = silent, cancel: CancelToken | None = None
) -> PrintedDefinitions:
    """Return what *file* defines.

    Raises:
        KnownError: the file is no such XML, or a definition lacks what it defines; with file and
            line.
        Cancelled: *cancel* was raised.
    """
    reader = _DefinitionsReader(file.name)
    read_elements(file, reader, "Reading the definitions", progress, cancel)
    if not reader.definitions:
        raise reader.fault("the file holds no definitions")
    return PrintedDefinitions(
        file.own_name,
        reader.year,
        tuple(reader.definitions),
        tuple(reader.aggregates),
        reader.unknown,
    )


@dataclass(slots=True)
class _OpenTerms:
    """The ``terms`` or ``aggregate`` that is being read: its texts by the names of the elements."""

    line: int
    texts: dict[str, list[str]] = field(default_factory=dict)
    character: str = ""

    def all(self, element: str) -> tuple[str, ...]:
        return tuple(self.texts.get(element, ()))

    def joined(self, element: str) -> str:
        return " ".join(self.texts.get(element, ()))


class _DefinitionsReader(ElementReader):
    def __init__(self, name: str) -> None:
        self.definitions: list[Definition] = []
        self.aggregates: list[DeviceAggregate] = []
        self._section = ""
        self._position = 0
        self._axis = ""
        self._terms = _OpenTerms(0)
        starts: dict[Place, Callable[[AttributesImpl], None] | None] = {
            (ROOT_TAG, "section"): self._start_section,
            ("section", "title"): None,
            ("section", "axis"): self._start_axis,
            ("axis", "title"): None,
            ("axis", "terms"): self._start_terms,
            (ROOT_TAG, "deviceAggregation"): None,
            ("deviceAggregation", "aggregate"): self._start_terms,
        }
        ends: dict[Place, Callable[[str], None]] = {
            ("axis", "title"): self._end_axis_title,
            ("axis", "terms"): self._end_terms,
            ("deviceAggregation", "aggregate"): self._end_aggregate,
        }
        for place in _TEXTS:
            starts[place] = None
            ends[place] = partial(self._keep, place[1])
        starts["aggregate", "parent"] = self._start_parent
        super().__init__(name, ROOT_TAG, starts, ends)

    def _start_section(self, attrs: AttributesImpl) -> None:
        self._section = self.character(attrs, "code")

    def _start_axis(self, attrs: AttributesImpl) -> None:
        position = self.number(attrs, "pos") or 0
        if not 1 <= position <= FULL_LENGTH:
            raise self.fault("an <axis> has no position from 1 to 7")
        self._position, self._axis = position, ""

    def _end_axis_title(self, text: str) -> None:
        self._axis = text

    def _start_terms(self, _: AttributesImpl) -> None:
        self._terms = _OpenTerms(self.line())

    def _start_parent(self, attrs: AttributesImpl) -> None:
        self._terms.character = self.character(attrs, "value")

    def _keep(self, element: str, text: str) -> None:
        if text:
            self._terms.texts.setdefault(element, []).append(text)

    def _end_terms(self, _: str) -> None:
        terms = self._terms
        if not terms.all("title"):
            raise self.fault("a definition does not say of what", terms.line)
        for title in terms.all("title"):
            self.definitions.append(
                Definition(
                    self._section,
                    self._position,
                    self._axis,
                    title,
                    terms.joined("definition"),
                    terms.joined("explanation"),
                    terms.all("includes"),
                )
            )

    def _end_aggregate(self, _: str) -> None:
        terms = self._terms
        device, parent = terms.joined("device"), terms.joined("parent")
        if not (device and parent):
            missing = "device" if not device else "parent"
            raise self.fault(f"a device aggregate has no {missing}", terms.line)
        self.aggregates.append(
            DeviceAggregate(
                device, terms.joined("operation"), terms.all("bodySys"), terms.character, parent
            )
        )

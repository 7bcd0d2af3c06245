"""Whole X12 documents around the segments we write, for a parser that is not ours."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence

import pyx12.params
import pyx12.x12n_document
from pyx12.x12file import X12Reader

_ENVELOPE = (
    "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260201*1200*^*00501*"
    "000000001*0*T*:~",
    "GS*HC*SENDER*RECEIVER*20260201*1200*1*X*{version}~",
)
_PARTIES = (
    "ST*837*0001*{version}~",
    "BHT*0019*00*1*20260201*1200*CH~",
    "NM1*41*2*SAMPLE SENDER*****46*12345~",
    "PER*IC*SAMPLE*TE*5555555555~",
    "NM1*40*2*SAMPLE RECEIVER*****46*54321~",
    "HL*1**20*1~",
    "NM1*85*2*SAMPLE PROVIDER*****XX*1234567893~",
    "N3*1 SAMPLE STREET~",
    "N4*SAMPLETOWN*MN*554010000~",
    "REF*EI*123456789~",
    "HL*2*1*22*0~",
    "SBR*P*18*******MC~",
    "NM1*IL*1*SAMPLE*PERSON****MI*00000~",
    "N3*2 SAMPLE STREET~",
    "N4*SAMPLETOWN*MN*55401~",
    "DMG*D8*19600203*F~",
    "NM1*PR*2*SAMPLE PAYER*****PI*00001~",
)
_CLAIMS = {
    "837P": ("005010X222A1", ("CLM*1*{total}***11:B:1*Y*A*Y*Y~",)),
    "837I inpatient": (
        "005010X223A2",
        (
            "CLM*1*{total}***11:A:1**A*Y*Y~",
            "DTP*434*RD8*20260114-20260118~",
            "DTP*435*DT*202601140800~",
            "CL1*1*1*01~",
        ),
    ),
    "837I outpatient": (
        "005010X223A2",
        (
            "CLM*1*{total}***13:A:1**A*Y*Y~",
            "DTP*434*RD8*20260115-20260115~",
            "CL1*1*1*01~",
        ),
    ),
}
_ATTENDING = "NM1*71*1*SAMPLE*DOCTOR****XX*1234567893~"
_NO_SERVICE = {"837I inpatient": ("LX*1~", "SV2*0120**1000*DA*4~")}


def whole_document(kind: str, text: str, total: str = "0") -> str:
    """Return a document of *kind* (837P, 837I inpatient, 837I outpatient) around *text*."""
    version, claim = _CLAIMS[kind]
    written = text.split("\n") if text else []
    codes = [one for one in written if one.startswith("HI*")]
    services = [one for one in written if not one.startswith("HI*")]
    if kind != "837P":
        codes = [*codes, _ATTENDING]
    inner = [*_PARTIES, *claim, *codes, *(services or _NO_SERVICE.get(kind, ()))]
    lines = [*_ENVELOPE, *inner, f"SE*{len(inner) + 1}*0001~", "GE*1*1~", "IEA*1*000000001~"]
    return "\n".join(lines).format(version=version, total=total)


def faults(document: str) -> list[str]:
    """Return what pyx12 finds wrong with a whole document by the map of its version."""
    told = io.StringIO()
    good = pyx12.x12n_document.x12n_document(
        pyx12.params.params(), io.StringIO(document), io.StringIO(), None, fd_json=told
    )
    found = list(_messages(json.loads(told.getvalue())))
    return found if found or good else ["refused, and no reason is told"]


def _messages(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        if "err_str" in found:
            yield found["err_str"]
        for inner in found.values():
            yield from _messages(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from _messages(inner)


def segments(text: str) -> list[tuple[str, list[list[str]]]]:
    """Return each segment of *text* as pyx12's reader has it: name, elements, their components."""
    document = "\n".join(
        (
            _ENVELOPE[0],
            _ENVELOPE[1].format(version="005010X222A1"),
            "ST*837*0001*005010X222A1~",
            *([text] if text else []),
            f"SE*{(text.count('~') if text else 0) + 2}*0001~",
            "GE*1*1~",
            "IEA*1*000000001~",
        )
    )
    with X12Reader(io.StringIO(document)) as reader:
        found = [
            (segment.get_seg_id(), [_components(one) for one in segment.elements])
            for segment in reader
            if segment.get_seg_id() not in {"ISA", "GS", "ST", "SE", "GE", "IEA"}
        ]
        assert reader.pop_errors() == []
    return found


def _components(element: object) -> Sequence[str]:
    return [one.get_value() for one in element.elements]  # type: ignore[attr-defined]

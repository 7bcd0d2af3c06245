"""The patient discharge statuses of an institutional claim (UB-04 FL17, 837I CL103)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_PLANNED_READMISSION = "planned readmission"

_FIRST = {
    "01": "home",
    "02": "short-term hospital",
    "03": "skilled nursing facility",
    "04": "intermediate or custodial care",
    "05": "cancer or children's hospital",
    "06": "home with home health care",
    "07": "left against advice",
    "09": "admitted to this hospital",
    "20": "died",
    "21": "court or law enforcement",
    "30": "still a patient",
    "40": "died at home, in hospice care",
    "41": "died in a facility, in hospice care",
    "42": "died, place unknown, in hospice care",
    "43": "federal hospital",
    "50": "hospice at home",
    "51": "hospice in a facility",
    "61": "swing bed in this hospital",
    "62": "rehabilitation facility",
    "63": "long-term care hospital",
    "64": "nursing facility under Medicaid only",
    "65": "psychiatric hospital",
    "66": "critical access hospital",
    "69": "disaster care site",
    "70": "another kind of facility",
}

_AGAIN = {
    "81": "01",
    "82": "02",
    "83": "03",
    "84": "04",
    "85": "05",
    "86": "06",
    "87": "21",
    "88": "43",
    "89": "61",
    "90": "62",
    "91": "63",
    "92": "64",
    "93": "65",
    "94": "66",
    "95": "70",
}
"""Each of the statuses that plan a readmission, and the status it is otherwise."""

DISCHARGE_STATUSES: Mapping[str, str] = MappingProxyType(
    _FIRST | {two: f"{_FIRST[one]}, {_PLANNED_READMISSION}" for two, one in _AGAIN.items()}
)
"""Two digits and what they mean, in a few words of our own; the manual is the NUBC's."""


def discharge_words(status: str) -> str:
    """Return a status with its meaning, "home (01)"; the digits alone where it is not known."""
    words = DISCHARGE_STATUSES.get(status, "")
    return f"{words} ({status})" if words else status

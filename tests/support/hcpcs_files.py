"""Small invented HCPCS lists in CMS's layouts: the text of 320 columns, and the spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from support.spreadsheet_files import a_workbook

HEADINGS = (
    "HCPC", "SEQNUM", "RECID", "LONG DESCRIPTION", "SHORT DESCRIPTION", "PRICE1", "PRICE2",
    "PRICE3", "PRICE4", "MULT_PI", "CIM1", "CIM2", "CIM3", "MCM1", "MCM2", "MCM3", "STATUTE",
    "LABCERT1", "LABCERT2", "XREF1", "XREF2", "COV", "ASC_GRP", "ASC_DT", "OPPS", "OPPS_PI",
    "OPPS_DT", "PROCNOTE", "BETOS", "TOS1", "TOS2", "TOS3", "ANEST_BU", "ADD DT", "ACT EFF DT",
    "TERM DT", "ACTION CD",
)  # fmt: skip
DISCLAIMER = "***Disclaimers\r\n\r\n*Sample disclaimer of a list.\r\n"
# Where a heading's value begins in the text, from 1.
_PLACES = {
    "PRICE1": 120, "PRICE2": 122, "MULT_PI": 128, "CIM1": 129, "MCM1": 147, "STATUTE": 171,
    "LABCERT1": 181, "XREF1": 205, "COV": 230, "ASC_GRP": 231, "ASC_DT": 233, "PROCNOTE": 253,
    "BETOS": 257, "TOS1": 261, "TOS2": 262, "ANEST_BU": 266, "ADD DT": 269, "ACT EFF DT": 277,
    "TERM DT": 285, "ACTION CD": 293,
}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A line of the list, with the columns that are not empty by the spreadsheet's headings."""

    code: str
    long: str
    short: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return "7" if len(self.code) == 2 else "3"


def sample(code: str, long: str, short: str = "", **columns: str) -> Sample:
    """Return a line; *columns* by their headings, blanks as underscores: ``ADD_DT="20250101"``."""
    dates = {"ADD DT": "20200101", "ACT EFF DT": "20200101", "ACTION CD": "N"}
    named = {
        name if name in HEADINGS else name.replace("_", " "): value
        for name, value in columns.items()
    }
    return Sample(code, long, short, dates | named)


SAMPLES = (
    sample("A1", "Sample modifier for one sample", "Sample mod 1", COV="C"),
    sample("ZZ", "Sample modifier that ended", TERM_DT="20241231", ACT_EFF_DT="20250101"),
    sample(
        "J0001",
        "Injection, sample drug, a description that is too long for a single line of the text"
        " file and goes on, 1 mg",
        "Inj sample drug",
        PRICE1="51", MULT_PI="A", COV="D", BETOS="O1E", TOS1="1", TOS2="P", XREF1="J0002",
        ADD_DT="20251001", ACT_EFF_DT="20251001", ACTION_CD="A", PROCNOTE="0001",
    ),
    sample("J0002", "Injection, sample drug, 2 mg", "Inj sample drug 2", COV="C"),
    sample(
        "J0003",
        "Injection, sample drug, discontinued",
        "Inj sample old",
        XREF1="J0001", TERM_DT="20250930", ACT_EFF_DT="20251001", ACTION_CD="D",
    ),
    sample("A0001", "Sample ambulance service", "Sample ambulance", ACT_EFF_DT="20251001",
           ACTION_CD="C"),
    sample("E1100", "Sample equipment", "Sample equip", ASC_GRP="YY", ASC_DT="20080101"),
)  # fmt: skip


def hcpcs_text(samples: Sequence[Sample] = SAMPLES, *, before: str = DISCLAIMER) -> str:
    """Return the text file of *samples*, as CMS's: 320 characters a line, CRLF."""
    return before + "".join(f"{line}\r\n" for one in samples for line in text_lines_of(one))


def text_lines_of(one: Sample) -> list[str]:
    """Return the lines of *one*: its description wrapped at words, 80 characters at most."""
    pieces = _wrapped(one.long)
    more = str(int(one.kind) + 1)
    lines = []
    for number, piece in enumerate(pieces, start=1):
        kind = one.kind if number == 1 else more
        line = list(f"{one.code:>5}{number * 100:05d}{kind}{piece:<80}".ljust(320))
        if number == 1:
            line[91:119] = one.short.ljust(28)
            for heading, value in one.columns.items():
                start = _PLACES[heading] - 1
                line[start : start + len(value)] = value
        lines.append("".join(line))
    return lines


def hcpcs_sheet(samples: Sequence[Sample] = SAMPLES, *, notes: int = 2) -> bytes:
    """Return the spreadsheet of *samples*, *notes* rows of disclaimer above the headings."""
    above: list[list[str | None]] = [["*Sample disclaimer"] for _ in range(notes)]
    rows: list[list[str | None]] = [
        [
            {
                "HCPC": f"{one.code:>5}",
                "SEQNUM": "0010",
                "RECID": one.kind,
                "LONG DESCRIPTION": one.long,
                "SHORT DESCRIPTION": one.short,
            }.get(heading)
            or one.columns.get(heading)
            for heading in HEADINGS
        ]
        for one in samples
    ]
    return a_workbook([*above, list(HEADINGS), *rows])


PROCESSING_NOTES = (
    "                    PROCESSING NOTES\r\n ______\r\n\r\n"
    "          0001--SAMPLE NOTE THAT GOES ON OVER          *\r\n"
    "                TWO LINES.                             *\r\n"
    "                                                       *\r\n"
    "\t  0002--ANOTHER SAMPLE NOTE.\t\t\t   *\t\r\n"
)


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) > 80:
            lines.append(word)
        else:
            lines[-1] = joined
    return lines

"""What CDC and CMS publish beside the tabular list, as invented files of the official layouts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from support.spreadsheet_files import a_workbook
from support.tabular_xml import sample

from codebook_app.codesets.archive import OfficialFile, official_file
from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.tabular import read_tabular
from codebook_app.domain.tabular import TabularList


def a_file(content: str | bytes, name: str = "tabular.xml") -> OfficialFile:
    """Return *content* as an import hands it on, called *name* with the zips around it."""
    data = content.encode("cp1252") if isinstance(content, str) else content
    own = name.rpartition("/")[2].rpartition(" › ")[2]
    return official_file(name, own, len(data), lambda: io.BytesIO(data))


def sample_list(release: str = "FY2099") -> TabularList:
    """Return the sample tabular list."""
    return assemble(read_tabular([sample().encode()], "tabular.xml"), "icd10cm", release)


def order_line(number: int, code: str, billable: bool, title: str) -> str:
    """Return a line of an order file; the short title is the long one cut off."""
    return f"{number:05} {code:7} {int(billable)} {title[:60]:60} {title}\r\n"


def order_lines(content: TabularList) -> list[str]:
    """Return the order file of *content*, line by line."""
    below = [line for line in content.codes if not line.heading]
    return [
        order_line(number, line.code.replace(".", ""), line.billable, line.title)
        for number, line in enumerate(below, start=1)
    ]


def codes_lines(content: TabularList) -> list[str]:
    """Return the code file of *content*, line by line: valid codes only."""
    return [
        f"{line.code.replace('.', ''):7} {line.title}\r\n"
        for line in content.codes
        if line.billable
    ]


def order_addenda(changes: Iterable[tuple[str, int, str, str]], tally: str = "") -> str:
    """Return addenda to the order file: ``("Add", 1, "A000", "Sample")`` and so on."""
    lines = [
        f"{action + ':':12} {flag} {code:7} {title[:60]:60} {title}\r\n"
        for action, flag, code, title in changes
    ]
    return "".join(lines) + tally


def codes_addenda(changes: Iterable[tuple[str, str, str]], tally: str = "") -> str:
    """Return addenda to the code file: ``("Add", "A000", "Sample")`` and so on."""
    lines = [f"{action + ':':12} {code:7} {title}\r\n" for action, code, title in changes]
    return "".join(lines) + tally


def tally(year: int, additions: int, deletions: int, revisions: int) -> str:
    """Return the counts that stand at the end of addenda."""
    return (
        "\r\nHeaders\r\n"
        f"     30 headers in icd10cm_order_{year - 1}.txt\r\n"
        f"     32 headers in icd10cm_order_{year}.txt\r\n"
        "      9 additions\r\n      9 deletions\r\n      9 revisions\r\n"
        "\r\nCodes\r\n"
        f"     40 codes in icd10cm_order_{year - 1}.txt\r\n"
        f"     46 codes in icd10cm_order_{year}.txt\r\n"
        f"{additions:7} additions\r\n{deletions:7} deletions\r\n{revisions:7} revisions\r\n"
    )


POA_ROWS = (
    ("00002", "A00", "Sample river fever"),
    ("00021", "W20.XXXA", '"Struck by a sample object, initial encounter"'),
    ("00040", "Z79.4", "Long-term use of sample insulin"),
)


def poa_text(rows: Sequence[Sequence[str]] = POA_ROWS, heading: str = "Order99") -> str:
    """Return a POA-exempt list as tab-delimited text."""
    lines = [(heading, "POAexemptCode", "Description"), *rows]
    return "".join("\t".join(line) + "\r\n" for line in lines)


def poa_sheet(rows: Sequence[Sequence[str]] = POA_ROWS, heading: str = "Order99") -> bytes:
    """Return a POA-exempt list as a spreadsheet."""
    lines = [[heading, "POAexemptCode", "Description"], *([*row] for row in rows)]
    return a_workbook([[cell.strip('"') for cell in line] for line in lines])


CONVERSION_NOTE = (
    "A sample note. This FY 2099 (October 1, 2098 Update) Conversion Table names sample codes."
)


def conversion_sheet(
    rows: Sequence[Sequence[str | int]], note: str = CONVERSION_NOTE, blank_above: int = 0
) -> bytes:
    """Return a conversion table: rows of current code, year or day, previous codes."""
    heading = ["Current code assignment", "Effective", "Previous Code(s) Assignment"]
    return a_workbook([[note], *([[""]] * blank_above), heading, *([*row] for row in rows)])


def a_pdf(pages: Sequence[Sequence[str]], outline: Sequence[tuple[int, str, int]] = ()) -> bytes:
    """Return a PDF whose *pages* hold lines of text; *outline* is depth, title, page from 1."""
    parts: dict[int, bytes] = {}
    first_page = 4
    kids = " ".join(f"{first_page + 2 * at} 0 R" for at in range(len(pages)))
    marks = first_page + 2 * len(pages)
    catalog = "<< /Type /Catalog /Pages 2 0 R" + (f" /Outlines {marks} 0 R" if outline else "")
    parts[1] = f"{catalog} >>".encode()
    parts[2] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()
    parts[3] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    for at, lines in enumerate(pages):
        shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
        stream = f"BT /F1 9 Tf 11 TL 40 750 Td\n{shown}ET".encode("cp1252")
        number = first_page + 2 * at
        parts[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 800] /Contents {number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        parts[number + 1] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    if outline:
        parts.update(_outline(outline, marks, first_page))
    return _pdf_of(parts)


def _outline(
    outline: Sequence[tuple[int, str, int]], root: int, first_page: int
) -> dict[int, bytes]:
    """Return the objects of an outline; each entry's parent is the last less deep one."""
    numbers = [root + 1 + at for at in range(len(outline))]
    parents = []
    for at, (depth, _, _) in enumerate(outline):
        above = [other for other in range(at) if outline[other][0] < depth]
        parents.append(numbers[above[-1]] if above else root)
    parts = {}
    for number in (root, *numbers):
        children = [numbers[at] for at in range(len(outline)) if parents[at] == number]
        ends = f" /First {children[0]} 0 R /Last {children[-1]} 0 R" if children else ""
        if number == root:
            parts[root] = f"<< /Type /Outlines{ends} /Count {len(outline)} >>".encode()
            continue
        at = number - root - 1
        _, title, page = outline[at]
        brothers = [
            numbers[other] for other in range(len(outline)) if parents[other] == parents[at]
        ]
        place = brothers.index(number)
        around = f" /Prev {brothers[place - 1]} 0 R" if place else ""
        around += f" /Next {brothers[place + 1]} 0 R" if place + 1 < len(brothers) else ""
        parts[number] = (
            f"<< /Title ({_escaped(title)}) /Parent {parents[at]} 0 R{around}{ends}"
            f" /Dest [{first_page + 2 * (page - 1)} 0 R /Fit] >>"
        ).encode("cp1252")
    return parts


def _pdf_of(parts: dict[int, bytes]) -> bytes:
    room = io.BytesIO()
    room.write(b"%PDF-1.4\n")
    places = {}
    for number, part in sorted(parts.items()):
        places[number] = room.tell()
        room.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    start = room.tell()
    room.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    for number in sorted(parts):
        room.write(b"%010d 00000 n \n" % places[number])
    room.write(
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    )
    return room.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")

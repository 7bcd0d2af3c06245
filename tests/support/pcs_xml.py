"""Small invented ICD-10-PCS files in the official formats.

Every name here is invented; only the shapes are CMS's. The sample's files agree with one another::

    read(sample_order(), sample_tables(), sample_index())
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from xml.sax.saxutils import escape

from codebook_app.codesets.archive import OfficialFile, official_file
from codebook_app.codesets.base import Edition, PartFile
from codebook_app.codesets.icd10pcs.code_set import Icd10Pcs
from codebook_app.domain.content import ReleaseContent
from codebook_app.progress import CancelToken, ProgressSink, silent

YEAR = 2099
CODES = 14
TABLES = 4
LINES = CODES + TABLES + 3 + 3

Labels = Mapping[str, str]
TITLES = ("Sample part", "Sample approach", "Sample device", "Sample qualifier")


@dataclass(frozen=True)
class SampleTable:
    """A table to be printed: its first characters' *labels*, its rows' labels, its *definition*."""

    code: str
    labels: tuple[str, str, str]
    rows: tuple[tuple[Labels, Labels, Labels, Labels], ...]
    definition: str = ""

    def codes(self) -> Iterator[str]:
        """Yield the codes of the table."""
        for row in self.rows:
            yield from (self.code + "".join(characters) for characters in product(*row))


SAMPLE = (
    SampleTable(
        "001",
        ("Sample surgery", "Sample joints, upper", "Sample bypass"),
        (
            (
                {"1": "Sample joint, left", "2": "Sample joint, right"},
                {"0": "Open", "3": "Through a needle"},
                {"7": "Sample tissue", "Z": "No Device"},
                {"Z": "No Qualifier"},
            ),
            (
                {"9": "Sample joint"},
                {"0": "Open"},
                {"J": "Sample plastic"},
                {"1": "Left", "2": "Right"},
            ),
        ),
        "Leading a sample around a sample",
    ),
    SampleTable(
        "002",
        ("Sample surgery", "Sample joints, upper", "Sample removal"),
        (({"1": "Sample joint"}, {"X": "From outside"}, {"0": "Sample drain"}, {"Z": "None"}),),
    ),
    SampleTable(
        "GZ1",
        ("Sample minds", "None", "Sample talk"),
        (({"3": "Short"}, {"Z": "None"}, {"Z": "None"}, {"Z": "None"}),),
    ),
    SampleTable(
        "XW0",
        ("Sample novelties", "Sample regions", "Sample introduction"),
        (
            (
                {"3": "Sample vein", "4": "Sample artery"},
                {"3": "Through a needle"},
                {"A": "Sample drug"},
                {"5": "Sample novelties group 5"},
            ),
        ),
        "Putting in a sample",
    ),
)


def official(content: str | bytes, name: str) -> OfficialFile:
    """Return *content* as the file *name*, whose last part is its own name."""
    room = content if isinstance(content, bytes) else content.encode()
    own = name.rpartition(" › ")[2]
    return official_file(name, own, len(room), lambda: BytesIO(room))


def axis(position: int, title: str, labels: Labels, definition: str = "") -> str:
    """Return one character of a table or row with its values."""
    values = "".join(
        f'<label code="{code}">{escape(text)}</label>\n' for code, text in labels.items()
    )
    said = f"<definition>{escape(definition)}</definition>\n" if definition else ""
    return (
        f'<axis pos="{position}" values="{len(labels)}">\n<title>{title}</title>\n'
        f"{values}{said}</axis>\n"
    )


def table_xml(table: SampleTable) -> str:
    """Return *table* as the XML prints it."""
    titles = ("Section", "Body System", "Operation")
    head = "".join(
        axis(
            position,
            title,
            {table.code[position - 1]: label},
            table.definition if position == 3 else "",
        )
        for position, (title, label) in enumerate(zip(titles, table.labels, strict=True), 1)
    )
    rows = "".join(
        f'<pcsRow codes="{len(list(product(*row)))}">\n'
        + "".join(axis(at, TITLES[at - 4], labels) for at, labels in enumerate(row, 4))
        + "</pcsRow>\n"
        for row in table.rows
    )
    return f"<pcsTable>\n{head}{rows}</pcsTable>\n"


def document(root: str, *parts: str, year: int | str = YEAR) -> str:
    """Return a whole XML file."""
    head = f"<version>{year}</version>\n<title>{year} Sample</title>\n"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>\n{head}{"".join(parts)}</{root}>\n'


def tables_xml(tables: Sequence[SampleTable] = SAMPLE, year: int = YEAR) -> str:
    """Return a tables file."""
    return document("ICD10PCS.tabular", *(table_xml(table) for table in tables), year=year)


def header(table: SampleTable) -> str:
    """Return the title that the order file gives *table*."""
    section, system, operation = table.labels
    names = [] if table.code.startswith("0") else [section]
    return ", ".join([*names, *([system] if system != "None" else []), operation])


def order_lines(tables: Sequence[SampleTable] = SAMPLE) -> list[str]:
    """Return the lines of an order file, headers and codes sorted."""
    titles = {table.code: ("0", header(table)) for table in tables}
    for table in tables:
        operation = table.labels[-1]
        titles |= {code: ("1", f"{operation} of sample {code}") for code in table.codes()}
    return [
        order_line(number, code, *titles[code]) for number, code in enumerate(sorted(titles), 1)
    ]


def order_line(number: int, code: str, flag: str, title: str) -> str:
    """Return one line of an order file."""
    return f"{number:05} {code:<7} {flag} {title[:60]:<60} {title}"


def order_text(lines: Sequence[str] | None = None) -> str:
    """Return an order file of *lines*, or of the sample's."""
    return "".join(f"{line}\r\n" for line in (order_lines() if lines is None else lines))


def index_xml(*letters: str, year: int = YEAR) -> str:
    """Return an index file."""
    return document("ICD10PCS.index", *letters, year=year)


def letter(title: str, *terms: str) -> str:
    """Return the terms that begin with a letter."""
    return f"<letter>\n<title>{title}</title>\n{''.join(terms)}</letter>\n"


def main_term(title: str, *inside: str) -> str:
    """Return a main term with what it leads to and its subterms."""
    return f"<mainTerm>\n<title>{escape(title)}</title>\n{''.join(inside)}</mainTerm>\n"


def term(level: int, *inside: str, title: str = "") -> str:
    """Return a subterm, which may have no title."""
    said = f"<title>{escape(title)}</title>\n" if title else ""
    return f'<term level="{level}">\n{said}{"".join(inside)}</term>\n'


def sample_index_xml() -> str:
    """Return the sample's index: eight terms, which lead to whatever an index leads to."""
    return index_xml(
        letter(
            "S",
            main_term(
                "Sample bypass (sampled)",
                term(
                    1,
                    "<codes>0011</codes>\n",
                    term(2, "<code>00110ZZ</code>\n", title="Open"),
                    title="Joint",
                ),
                term(1, "<see>Sample removal, Joint<tab>002</tab></see>\n"),
            ),
            main_term("Sample drain(tm)", "<use>Sample plastic in<tab>001</tab></use>\n"),
            main_term("Sampling", "<see>Sample bypass</see>\n"),
        ),
        letter(
            "T", main_term("Talk", "<tab>GZ1</tab>\n"), main_term("Tube", "<code>XW033A5</code>\n")
        ),
    )


def definitions_xml(*parts: str, year: int = YEAR) -> str:
    """Return a definitions file."""
    return document("ICD10PCS.definitions", *parts, year=year)


def sample_definitions_xml() -> str:
    """Return the sample's definitions: five values and one device key."""
    return definitions_xml(
        '<section code="0">\n<title>Sample surgery</title>\n'
        '<axis pos="3">\n<title>Operation</title>\n'
        "<terms>\n<title>Sample bypass</title>\n<definition>Leading a sample around</definition>\n"
        "<explanation>Only samples are led around</explanation>\n"
        "<includes>Sample detour</includes>\n</terms>\n"
        "<terms>\n<title>Sample removal</title>\n<definition>Taking a sample out</definition>\n"
        "</terms>\n</axis>\n"
        '<axis pos="4">\n<title>Sample part</title>\n'
        "<terms>\n<title>Sample joint, left</title>\n<title>Sample joint, right</title>\n"
        "<includes>Sample knee</includes>\n<includes>Sample hip</includes>\n</terms>\n</axis>\n"
        '<axis pos="6">\n<title>Device</title>\n'
        "<terms>\n<title>Sample plastic for Sample bypass in Sample joints, upper</title>\n"
        "<includes>Sample brand</includes>\n</terms>\n</axis>\n</section>\n",
        "<deviceAggregation>\n<aggregate>\n<device>Sample fine plastic</device>\n"
        "<operation>All applicable</operation>\n<bodySys>Sample joints, upper</bodySys>\n"
        '<bodySys>Sample regions</bodySys>\n<parent value="J">Sample plastic</parent>\n'
        "</aggregate>\n</deviceAggregation>\n",
    )


def sample_addenda(after: int = CODES) -> str:
    """Return the sample's order addenda: two codes and a table new, one code deleted."""
    lines = [
        addenda_line("Add", "XW0", "Sample novelties, Sample regions, Sample introduction"),
        addenda_line("Add", "XW033A5", "Sample introduction of sample XW033A5"),
        addenda_line("Add", "XW043A5", "Sample introduction of sample XW043A5"),
        addenda_line("Delete", "0019999", "Sample bypass of old"),
        addenda_line("Revise from", "001", "Sample joints, Sample bypass"),
        addenda_line("Revise to", "001", "Sample joints, upper, Sample bypass"),
        "",
        "Headers",
        f"     {TABLES - 1} headers in icd10pcs_order_2098.txt",
        f"     {TABLES} headers in icd10pcs_order_2099.txt",
        "      1 additions",
        "    of which",
        "      0 revisions to both long and short titles",
        "",
        "Codes",
        f"  {after - 1} codes in icd10pcs_order_2098.txt",
        f"  {after} codes in icd10pcs_order_2099.txt",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def addenda_line(change: str, code: str, title: str) -> str:
    """Return one line of the order addenda."""
    return f"{change + ':':<12} {code:<7} {title[:60]:<60} {title}"


def titles_csv(codes: Mapping[str, str]) -> str:
    """Return a list of codes and titles in two columns."""
    return "".join(f'"{code}","{title}"\n' for code, title in codes.items())


def sample_titles() -> dict[str, str]:
    """Return the sample's codes with the order file's titles."""
    return {line[6:13]: line[77:] for line in order_lines() if line[14] == "1"}


def sample_tables() -> OfficialFile:
    """Return the sample's tables file."""
    return official(tables_xml(), "icd10pcs_tables_2099.xml")


def sample_order() -> OfficialFile:
    """Return the sample's order file."""
    return official(order_text(), "icd10pcs_order_2099.txt")


def sample_index() -> OfficialFile:
    """Return the sample's index file."""
    return official(sample_index_xml(), "icd10pcs_index_2099.xml")


def sample_definitions() -> OfficialFile:
    """Return the sample's definitions file."""
    return official(sample_definitions_xml(), "icd10pcs_definitions_2099.xml")


def addenda() -> OfficialFile:
    """Return the sample's order addenda."""
    return official(sample_addenda(), "order_addenda_2099.txt")


def parts_of(*files: OfficialFile) -> list[PartFile]:
    """Return *files* with what ICD-10-PCS takes each for, which must be something."""
    code_set = Icd10Pcs()
    found = [(code_set.part(file), file) for file in files]
    assert all(part is not None for part, _ in found)
    return [PartFile(part, file) for part, file in found if part is not None]


def read(
    *files: OfficialFile,
    release: str = "",
    progress: ProgressSink = silent,
    cancel: CancelToken | None = None,
) -> ReleaseContent:
    """Return the release that *files* make; its edition is the first one's."""
    code_set = Icd10Pcs()
    parts = parts_of(*files)
    edition = code_set.edition(parts[0])
    assert edition is not None
    if release:
        edition = Edition(
            release,
            edition.title,
            edition.effective_from,
            edition.effective_to,
            edition.decided_by,
        )
    return code_set.read(parts, edition, progress, cancel)


def refusal(attempt: Callable[[], object]) -> str:
    """Return in what words *attempt* is refused, empty where it is not."""
    from codebook_app.errors import KnownError

    try:
        attempt()
    except KnownError as fault:
        return str(fault)
    return ""

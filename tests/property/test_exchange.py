"""Nothing written is lost on the way back, and nothing read brings the program down."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.code_lists import MOMENT, a_list

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import CopyOptions, CopyTemplate, Option, Order, Separator
from codebook_app.domain.encounter import EncounterLine
from codebook_app.errors import KnownError
from codebook_app.exchange.delimited import COLUMNS
from codebook_app.exchange.encounter_file import EncounterFile
from codebook_app.exchange.formats import standard_formats
from codebook_app.exchange.own_templates import OwnTemplate, template_faults
from codebook_app.paths import resource

titles = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
codes = st.from_regex(
    r"[A-TV-Z][0-9][0-9AB](\.[0-9A-Z]{1,4})?|0[0-9]{4}|0[0-9]E[0-9]{4}", fullmatch=True
)
lines = st.builds(
    EncounterLine,
    id=st.just("1"),
    code_set=st.sampled_from(["icd10cm", "icd10pcs", "cpt"]),
    release=st.sampled_from(["FY2099", ""]),
    code=codes,
    title=titles,
    poa=st.sampled_from(["", "Y", "N"]),
    units=st.none() | st.integers(1, 99),
    modifiers=st.lists(st.from_regex(r"[A-Z0-9]{2}", fullmatch=True), max_size=4).map(tuple),
    pointers=st.lists(st.sampled_from("ABCDEFGHIJKL"), max_size=4).map(tuple),
)
# Each line has an id of its own, as on a list.
lists = st.lists(lines, max_size=6).map(
    lambda listed: [replace(line, id=str(at)) for at, line in enumerate(listed)]
)
chosen = st.fixed_dictionaries(
    {
        "dots": st.booleans(),
        "separator": st.sampled_from([one.text for one in Separator]),
        "order": st.sampled_from(Order),
        "poa": st.booleans(),
        "descriptions": st.booleans(),
        "guard": st.booleans(),
    }
)
_FIELD = {one: one.value for one in Option} | {Option.DESCRIPTIONS: "descriptions"}


class Cells(HTMLParser):
    """The cells of a table's body."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.within = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag == "tr":
            self.rows.append([])
        self.within = tag == "td"
        if self.within:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.within = False

    def handle_data(self, data: str) -> None:
        if self.within:
            self.rows[-1][-1] += data


def exact(cell: str) -> str:
    """Return a cell as a spreadsheet shows it."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def written_as(line: EncounterLine, options: CopyOptions) -> str:
    dotless = line.code_set == "icd10cm" and not options.dots
    return line.code.replace(".", "") if dotless else line.code


def in_order(listed: list[EncounterLine], options: CopyOptions) -> list[EncounterLine]:
    if options.order is Order.LISTED:
        return listed
    return sorted(
        listed, key=lambda line: (["icd10cm", "icd10pcs", "cpt"].index(line.code_set), line.code)
    )


def delimited(text: str, delimiter: str) -> list[str]:
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
    return [exact(row["code"]) for row in rows]


def markdown(text: str) -> list[str]:
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.split("\n")]
    assert len({len(row) for row in rows}) == 1
    at = [cell.strip() for cell in rows[0]].index("Code")
    return [row[at].strip().replace("\\", "") for row in rows[2:]]


READ_BACK: dict[str, Callable[[str, CopyOptions], list[str]]] = {
    "plain": lambda text, used: text.split(used.separator) if text else [],
    "comma": lambda text, _: text.split(", ") if text else [],
    "titles": lambda text, _: [one.split("  ")[0] for one in text.split("\n")] if text else [],
    "dx": lambda text, _: [one.split("\t")[1] for one in text.split("\n")] if text else [],
    "markdown": lambda text, _: markdown(text),
    "html": lambda text, _: [row[2] for row in Cells(text).rows if row],
    "tsv": lambda text, _: delimited(text, "\t"),
    "csv": lambda text, _: delimited(text, ","),
}
"""How each format is read back: the codes in their order."""

READER = EncounterFile()
KEYS = [*json.loads(resource("encounter.schema.json").read_text())["properties"], "code", "poa"]
KEYS += ["code_set", "units", "modifiers", "pointers", "other"]


@pytest.mark.slow
@given(st.lists(lines, max_size=6), st.booleans())
def test_a_tsv_is_read_back_with_every_code_in_its_order(listed, dots):
    chosen = CopyOptions(dots=dots, poa=True, descriptions=True)
    rendered = standard_formats().named("tsv").render(Claim.of(a_list(*listed)), chosen)
    rows = list(csv.reader(io.StringIO(rendered.text), delimiter="\t", strict=True))

    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(listed) + 1
    for line, row in zip(listed, rows[1:], strict=True):
        told = dict(zip(COLUMNS, row, strict=True))
        undotted = line.code.replace(".", "") if line.code_set == "icd10cm" else line.code
        assert told["code"] == (line.code if dots else undotted)
        assert told["dotless"] == undotted
        title = " ".join(line.title.split())
        assert told["title"] in {title, f"'{title}"}
        assert not told["title"].startswith(("=", "+", "-", "@"))
        assert told["POA"] == (line.poa if line.code_set == "icd10cm" else "")
        assert told["units"] == ("" if line.units is None else str(line.units))
        assert tuple(told["modifiers"].split()) == line.modifiers
        assert tuple(told["pointers"]) == line.pointers


@pytest.mark.slow
@pytest.mark.parametrize("name", READ_BACK)
@given(lists, chosen)
def test_no_export_loses_reorders_or_invents_a_code(name, listed, options):
    format_ = standard_formats().named(name)
    taken = {
        field: value
        for field, value in options.items()
        if any(one in format_.described.takes for one in Option if _FIELD[one] == field)
    }
    used = replace(format_.described.defaults, **taken)
    rendered = format_.render(Claim.of(a_list(*listed)), used)

    wanted = [written_as(line, used) for line in in_order(listed, used)]
    assert READ_BACK[name](rendered.text, used) == wanted
    if rendered.csv:
        in_csv = [cell for row in csv.reader(io.StringIO(rendered.csv)) for cell in row]
        codes_there = [exact(cell) for cell in in_csv]
        assert all(code in codes_there for code in wanted)


@pytest.mark.slow
@given(lists, st.sampled_from(Order))
def test_a_template_with_the_code_loses_reorders_and_invents_none(listed, order):
    template = CopyTemplate("Mine", "{{{code}}}|{title}", header="of {count}:\\n", footer="\\n.")
    options = CopyOptions(order=order)
    lines = OwnTemplate(template).render(Claim.of(a_list(*listed)), options).text.split("\n")

    assert lines[0] == f"of {len(listed)}:"
    assert lines[-1] == "."
    read = [line.split("|")[0].strip("{}") for line in lines[1:-1] if line]
    assert read == [line.code for line in in_order(listed, options)]


@given(st.text(st.sampled_from("{}code \\nt"), max_size=20))
def test_any_text_is_a_template_or_has_one_clear_fault(text):
    template = CopyTemplate("Mine", text)
    faults = template_faults(template)

    assert len(faults) <= 1
    if not faults:
        OwnTemplate(template).render(Claim.of(a_list("E11.22")), CopyOptions())
    else:
        assert faults[0].words.startswith("Line, character ")


@given(st.text(max_size=60))
def test_any_text_is_an_encounter_or_one_clear_line(text):
    _read(text)


near_misses: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | codes,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@pytest.mark.slow
@given(near_misses)
def test_any_json_is_an_encounter_or_one_clear_line(document):
    _read(json.dumps(document))


@pytest.mark.slow
@given(
    st.lists(
        st.fixed_dictionaries(
            {"code": codes}, optional={"poa": st.sampled_from(["", "Y", "N", "U", "W"])}
        ),
        max_size=8,
    )
)
def test_every_diagnosis_of_a_file_is_read_in_its_order(diagnoses):
    encounter = READER.read(json.dumps({"diagnoses": diagnoses}), "a.json", MOMENT)

    assert [(line.code, line.poa) for line in encounter.lines] == [
        (one["code"], one.get("poa", "")) for one in diagnoses
    ]


def _read(text: str) -> None:
    try:
        encounter = READER.read(text, "a.json", MOMENT)
    except KnownError as fault:
        said = str(fault)
        assert said.isprintable()
        assert len(said) < 400
        said.encode()
    else:
        assert all(line.code for line in encounter.lines)

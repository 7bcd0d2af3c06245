"""A person's own formats: fields, escapes, and what is said of a faulty one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from support.code_lists import a_line, a_list

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import CopyOptions, CopyTemplate, Need, Order
from codebook_app.domain.encounter import Setting
from codebook_app.domain.grouping import Drg, Grouped
from codebook_app.errors import KnownError
from codebook_app.exchange.own_templates import (
    LINE_FIELDS,
    LIST_FIELDS,
    OwnTemplate,
    lost_words,
    template_faults,
)
from codebook_app.exchange.template_examples import EXAMPLES
from codebook_app.paths import resource

STAY = replace(
    a_list(
        replace(a_line("S72.002A", "Sample {fracture}"), poa="Y"),
        replace(
            a_line("G0439", "Sample\tvisit", code_set="hcpcs"),
            performed_on=date(2026, 1, 15),
            units=2,
            modifiers=("25", "59"),
            pointers=("A",),
            charge=Decimal("150.00"),
            revenue_code="0450",
        ),
        on=date(2026, 1, 16),
    ),
    setting=Setting.INPATIENT,
)


def written(line: str, **parts: str) -> str:
    template = CopyTemplate("Mine", line, **parts)
    return OwnTemplate(template).render(Claim.of(STAY), CopyOptions()).text


def test_every_field_of_a_code_is_written():
    every = "|".join(f"{{{name}}}" for name in LINE_FIELDS)

    assert written(every).split("\n") == [
        "S72.002A|S72002A|Sample {fracture}|1|principal|Y|||||||icd10cm|FY2099",
        "G0439|G0439|Sample visit|1|service||2026-01-15|2|25 59|A|150.00|0450|hcpcs|FY2099",
    ]


def test_header_and_footer_tell_of_the_encounter():
    drg = Grouped(Drg("481", "Sample group"))
    every = "|".join(f"{{{name}}}" for name in LIST_FIELDS)
    format_ = OwnTemplate(
        CopyTemplate("Mine", "{code}", header=f"{every}\\n", footer="\\n= {count}")
    )
    text = format_.render(Claim.of(STAY, grouped=drg), CopyOptions()).text

    assert text == (
        "Visit 14|inpatient|2026-01-16|||||2|150.00|481|Sample group\nS72.002A\nG0439\n= 2"
    )
    assert format_.described.needs == {Need.GROUPING}


def test_a_drg_that_is_not_there_is_said():
    format_ = OwnTemplate(CopyTemplate("Mine", "{code}", footer=" {drg}"))
    lacking = Grouped(None, problem="There is no principal diagnosis.")
    rendered = format_.render(Claim.of(STAY, grouped=lacking), CopyOptions())

    assert rendered.said == ("There is no DRG to write. There is no principal diagnosis.",)


def test_escapes_and_doubled_braces_are_the_characters_themselves():
    assert written(r"{{{code}}}\t\\", between=r"\n--\n") == ("{S72.002A}\t\\\n--\n{G0439}\t\\")


def test_the_order_is_the_options():
    format_ = OwnTemplate(CopyTemplate("Mine", "{code}", between=","))
    visit = a_list("S72.002A", "E11.22")

    for order, text in ((Order.LISTED, "S72.002A,E11.22"), (Order.CODE, "E11.22,S72.002A")):
        assert format_.render(Claim.of(visit), CopyOptions(order=order)).text == text


@pytest.mark.parametrize(
    ("parts", "where", "words"),
    [
        ({"line": "ab {cod}"}, "line", "Line, character 4: there is no field {cod}."),
        ({"line": "{"}, "line", "Line, character 1: a single “{”. A field is written {code}"),
        ({"line": "{code} }"}, "line", "Line, character 8: a single “}”."),
        ({"line": r"{code}\x"}, "line", r"Line, character 7: “\x” means nothing."),
        ({"line": "{code}\\"}, "line", r"Line, character 7: “\” means nothing."),
        ({"header": "{code}"}, "header", "Header, character 1: {code} is a field of one code"),
        ({"between": "{label}"}, "between", "Between, character 1: there are no fields here"),
        ({"name": "  "}, "name", "The template has no name."),
        ({"name": "x" * 61}, "name", "A name has at most 60 characters."),
    ],
)
def test_a_faulty_template_says_where_and_what(parts, where, words):
    template = replace(CopyTemplate("Mine", "{code}"), **parts)
    (fault,) = template_faults(template)

    assert fault.where == where
    assert fault.words.startswith(words)
    with pytest.raises(KnownError):
        OwnTemplate(template)


def test_a_template_that_writes_no_code_says_so():
    template = CopyTemplate("Mine", "{title}")

    assert lost_words(template) == (
        "The line has neither {code} nor {dotless}: no code of the list is written."
    )
    assert OwnTemplate(template).render(Claim.of(STAY), CopyOptions()).said == (
        lost_words(template),
    )
    assert lost_words(CopyTemplate("Mine", "{ dotless }")) == ""


def test_what_a_template_writes_is_text_in_a_word_processor():
    template = CopyTemplate("Mine", "<b>{code}  ")
    html = OwnTemplate(template).render(Claim.of(a_list("E11.22")), CopyOptions()).html

    assert html == '<p style="margin:0; white-space:pre-wrap">&lt;b&gt;E11.22  </p>'


def test_tabs_are_the_columns_of_a_spreadsheet():
    template = CopyTemplate("Mine", r"{code}\t{title}")
    visit = a_list(a_line("0016070", "=1+1", code_set="icd10pcs"))
    rendered = OwnTemplate(template).render(Claim.of(visit), CopyOptions())

    assert rendered.text == "0016070\t=1+1"
    assert rendered.html.count("<td") == 2
    assert rendered.csv == '"=""0016070""",\'=1+1'


def test_a_line_that_a_spreadsheet_would_count_makes_the_html_a_table():
    stay = a_list(a_line("0016070", code_set="icd10pcs"))
    html = OwnTemplate(CopyTemplate("Mine", "{code}")).render(Claim.of(stay), CopyOptions()).html

    assert html.startswith("<table>")
    assert ">0016070<" in html


def test_the_help_has_every_field_and_every_example():
    page = resource("help", "formats.md").read_text(encoding="utf-8")

    assert [name for name in (*LINE_FIELDS, *LIST_FIELDS) if f"`{name}`" not in page] == []
    assert [one.name for one in EXAMPLES if one.name.casefold() not in page.casefold()] == []


def test_patient_and_total_are_told_where_they_are_known():
    stay = replace(STAY, age=67, sex="F", discharge_status="03")
    services = [
        replace(a_line(f"9921{at}", code_set="cpt"), charge=Decimal(f"{at}.5")) for at in (1, 2)
    ]
    footer = " {age} {sex} {discharge_status} {total}"
    format_ = OwnTemplate(CopyTemplate("Mine", "{code}", footer=footer, between=" "))

    def footer_of(encounter):
        return format_.render(Claim.of(encounter), CopyOptions()).text.split(" ")[-4:]

    assert footer_of(stay)[:3] == ["67", "F", "03"]
    assert footer_of(a_list(*services))[-1] == "4.00"
    # A sum is of all or it is none.
    assert footer_of(a_list(*services, a_line("99213", code_set="cpt")))[-1] == ""

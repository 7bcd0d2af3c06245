"""Copy templates as a file: what is written is read again, and what is odd is told in one line."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from support.claims import a_service, a_stay, an_office_visit, claim_of

from codebook_app.domain.copying import CopyOptions, CopyTemplate
from codebook_app.errors import KnownError
from codebook_app.exchange.own_templates import OwnTemplate, lost_words, template_faults
from codebook_app.exchange.template_examples import EXAMPLES
from codebook_app.exchange.template_file import read_templates, templates_json

NOTE = CopyTemplate("Note “ü”", r"{code}\t{title}", header="{{", footer=r"\n{count}", between=", ")


def a_file(**parts):
    return json.dumps({"templates": [{"name": "Mine", "line": "{code}"} | parts]})


def test_templates_are_read_as_they_were_written():
    kept = replace(NOTE, id="1", revision=4)

    assert read_templates(templates_json([kept, *EXAMPLES]), "a.json") == (NOTE, *EXAMPLES)


def test_what_is_left_out_is_as_a_new_template_has_it():
    assert read_templates(a_file(), "a.json") == (CopyTemplate("Mine", "{code}"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "a.json is not JSON: line 1, column 2"),
        ("[]", "a.json: the document: must be an object"),
        ('{"templates": []}', "a.json holds no template."),
        ('{"version": 2, "templates": []}', "a.json was written by a newer Codebook (format 2"),
        (a_file(line="{cod}"), "a.json: “Mine”: Line, character 1: there is no field {cod}."),
        (a_file(name=" "), "a.json: “”: The template has no name."),
        (a_file(line="x" * 2001), "a.json: templates[0].line: is 2001 characters long, 2000 at"),
        (a_file(script="rm"), 'a.json: templates[0]: "script" is unknown here'),
        (a_file(line=1), "a.json: templates[0].line: must be text in quotes, not 1"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_in_one_line(text, words):
    with pytest.raises(KnownError) as fault:
        read_templates(text, "a.json")

    assert fault.value.message.startswith(words)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("field", ["code.__class__", "code!r", "code:>99999999", "0", "title[0]"])
def test_a_field_is_a_name_and_nothing_that_python_would_do(field):
    (fault,) = template_faults(CopyTemplate("Mine", f"{{code}}{{{field}}}"))

    assert fault.words == f"Line, character 7: there is no field {{{field}}}."


def test_a_part_has_an_end():
    (fault,) = template_faults(replace(NOTE, footer="x" * 2001))

    assert (fault.where, fault.words) == ("footer", "Footer has more than 2000 characters.")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_each_example_writes_every_code_once(example):
    stay = a_stay("I21.09", "E11.22", "Z79.4")
    visit = an_office_visit("A00", a_service("G0439", "25", pointers="A"))

    assert template_faults(example) == ()
    assert lost_words(example) == ""
    for listed in (stay, visit):
        lines = tuple(replace(line, title="Sample") for line in listed.lines)
        encounter = replace(listed, lines=lines)
        text = OwnTemplate(example).render(claim_of(encounter), CopyOptions()).text
        dotless = text.replace(".", "")
        assert [dotless.count(line.code.replace(".", "")) for line in encounter.lines] == [
            1 for _ in encounter.lines
        ]

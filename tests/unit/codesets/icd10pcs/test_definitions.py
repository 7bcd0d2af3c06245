"""The definitions file."""

from __future__ import annotations

import pytest
from support.pcs_xml import official, refusal, sample_definitions, sample_definitions_xml

from codebook_app.codesets.icd10pcs.definitions import read_definitions
from codebook_app.domain.procedure import Definition, DeviceAggregate


def test_values_are_defined_explained_and_said_to_include():
    printed = read_definitions(sample_definitions())
    assert printed.year == 2099
    assert printed.definitions[0] == Definition(
        "0",
        3,
        "Operation",
        "Sample bypass",
        "Leading a sample around",
        "Only samples are led around",
        ("Sample detour",),
    )


def test_values_that_share_a_definition_have_it_each():
    definitions = read_definitions(sample_definitions()).definitions
    assert [(one.title, one.includes) for one in definitions if one.position == 4] == [
        ("Sample joint, left", ("Sample knee", "Sample hip")),
        ("Sample joint, right", ("Sample knee", "Sample hip")),
    ]


def test_operations_are_found_by_section_and_title():
    operations = read_definitions(sample_definitions()).operations()
    assert operations["0", "Sample removal"].definition == "Taking a sample out"
    assert ("0", "Sample joint, left") not in operations


def test_the_device_key_says_which_general_device_a_specific_one_is():
    assert read_definitions(sample_definitions()).device_aggregates == (
        DeviceAggregate(
            "Sample fine plastic",
            "All applicable",
            ("Sample joints, upper", "Sample regions"),
            "J",
            "Sample plastic",
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<title>Sample bypass</title>", "", "does not say of what"),
        ("<device>Sample fine plastic</device>", "", "a device aggregate has no device"),
        ('<parent value="J">Sample plastic<', '<parent value="J"><', "has no parent"),
        ('value="J"', 'value="I"', "“I” is no character"),
        ('section code="0"', 'section code="zero"', "“zero” is no character"),
        ('pos="4"', 'pos="8"', "has no position from 1 to 7"),
        ("<terms>", "<terms><section>", "a <section> stands where none belongs"),
    ],
)
def test_what_no_edition_holds_is_refused_with_its_line(old, new, words):
    xml = sample_definitions_xml()
    assert old in xml
    said = refusal(lambda: read_definitions(official(xml.replace(old, new, 1), "defined.xml")))
    assert said.startswith("defined.xml, line ")
    assert words in said


def test_a_file_that_defines_nothing_is_refused():
    xml = sample_definitions_xml()
    start, end = xml.index("<section"), xml.rindex("</section>") + len("</section>")
    said = refusal(lambda: read_definitions(official(xml[:start] + xml[end:], "defined.xml")))
    assert "holds no definitions" in said

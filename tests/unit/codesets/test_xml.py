"""Document types and entities of XML, which nobody is to be trusted with."""

from __future__ import annotations

import pytest
from support.official_texts import refusal

from codebook_app.codesets.xml import OfficialReader, first_element, parse_xml


class Texts(OfficialReader):
    def __init__(self) -> None:
        super().__init__("any.xml", "")
        self.text = ""

    def characters(self, content: str) -> None:
        self.text += content


def text_of(content: str, *, doctype: bool = True) -> str:
    texts = Texts()
    parse_xml([content.encode()], texts, "any.xml", doctype=doctype)
    return texts.text


def test_a_document_type_is_refused_where_the_files_have_none():
    content = '<!DOCTYPE ClaML SYSTEM "ClaML.dtd">\n<ClaML>a</ClaML>'

    assert "any.xml, line 1: the file declares a document type" in refusal(
        lambda: text_of(content, doctype=False)
    )
    assert text_of(content) == "a"


def test_a_document_type_that_is_allowed_is_not_fetched(tmp_path):
    dtd = tmp_path / "leak.dtd"
    dtd.write_text('<!ENTITY leak "leaked">')

    for named in (dtd.as_uri(), str(dtd), "http://127.0.0.1:9/leak.dtd"):
        assert text_of(f'<!DOCTYPE ClaML SYSTEM "{named}"><ClaML>a</ClaML>') == "a"
        # What only the DTD could explain is refused, and not lost in silence.
        said = refusal(lambda named=named: text_of(f'<!DOCTYPE C SYSTEM "{named}"><C>a&leak;b</C>'))
        assert "line 1: the file has entities" in said


@pytest.mark.parametrize(
    "declared",
    [
        '[<!ENTITY a "b">]',
        '[<!ENTITY a SYSTEM "file:///etc/hostname">]',
        '[<!ENTITY % a "b"> %a;]',
        'SYSTEM "ClaML.dtd" [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]',
        '[<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]',
    ],
)
def test_entities_are_refused_even_where_a_document_type_is_allowed(declared):
    said = refusal(lambda: text_of(f"<!DOCTYPE ClaML {declared}><ClaML>a</ClaML>"))

    assert "the file has entities, which no official file does; it was not read" in said


def test_the_five_entities_of_xml_itself_are_read():
    content = '<!DOCTYPE ClaML SYSTEM "ClaML.dtd"><ClaML>&lt;&amp;&gt;&#233;</ClaML>'

    assert text_of(content) == "<&>é"


def test_the_root_is_seen_behind_a_document_type():
    assert first_element(b'<!DOCTYPE ClaML SYSTEM "ClaML.dtd">\n<ClaML>') == ("ClaML", 2)

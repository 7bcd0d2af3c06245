"""XML of official files, read as a stream and without trust.

Document type declarations are refused, and with them entity bombs and external entities: no
official file has one.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from codebook_app.errors import KnownError

_FETCH_AGAIN = "Download the file again, or unpack it again, and import that."
_ENDS = ("no element found", "unclosed token", "unclosed CDATA section", "partial character")


class CutOffError(KnownError):
    """The XML ends in the middle."""


def parse_xml(chunks: Iterable[bytes], handler: ContentHandler, name: str) -> None:
    """Feed *chunks* of the XML file *name* to *handler*, whose locator knows the line.

    Raises:
        KnownError: the XML is cut off, mis-encoded, not well-formed or has a document type
            declaration; the message names file and line.
    """
    # Imported late: it brings urllib and http along, which a window has no use for.
    from defusedxml.common import DefusedXmlException
    from defusedxml.expatreader import create_parser

    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(handler)
    handler.setDocumentLocator(parser)
    begun = False
    try:
        for chunk in chunks:
            parser.feed(chunk)
            begun = True
        parser.close()
    except SAXParseException as fault:
        at = f"{name}, line {fault.getLineNumber()}"
        message = str(fault.getMessage())
        if message.startswith(_ENDS):
            raise CutOffError(
                f"{at}: the file ends in the middle ({message}).", _FETCH_AGAIN
            ) from fault
        raise KnownError(f"{at}: {_said(message)}.", _FETCH_AGAIN) from fault
    except DefusedXmlException as fault:
        raise KnownError(
            f"{name}, line {parser.getLineNumber()}: the file declares a document type or entities,"
            " which no official file does; it was not read.",
            "Import the file as CDC or CMS publishes it.",
        ) from fault
    except (LookupError, ValueError) as fault:
        if begun:
            raise
        # How the parser says that it knows no such encoding; it looks at the first bytes only.
        raise KnownError(
            f"{name}, line {parser.getLineNumber()}: the encoding that the file states is not one"
            f" that can be read ({fault}).",
            _FETCH_AGAIN,
        ) from fault
    finally:
        # Parser and handler know each other; what was read shall not wait for the collector.
        parser.setContentHandler(ContentHandler())


def first_element(head: bytes) -> tuple[str | None, int]:
    """Return the name of the root element of the XML that begins with *head*, and its line.

    The name is None where *head* is no XML or broken before it; reading the whole file says why.
    """
    from defusedxml.expatreader import create_parser  # late: see above

    seen = _FirstElement()
    parser = create_parser(forbid_entities=False)
    parser.setContentHandler(seen)
    # Whatever stops the parser, what was seen before stands. A refused declaration is a ValueError.
    with suppress(_Enough, SAXParseException, LookupError, ValueError):
        parser.feed(head)
    return seen.name, parser.getLineNumber() or 0


def _said(message: str) -> str:
    if message.startswith("not well-formed (invalid token)"):
        return "not well-formed XML, or not in the encoding it states (invalid token)"
    return f"not well-formed XML ({message})"


class _Enough(Exception):  # noqa: N818 - the end of a peek, not an error
    """The root element was seen."""


class _FirstElement(ContentHandler):
    name: str | None = None

    def startElement(self, name: str, _: AttributesImpl) -> None:  # noqa: N802 - SAX's name
        self.name = name
        raise _Enough

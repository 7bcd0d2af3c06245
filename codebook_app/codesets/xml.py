"""XML of official files, read as a stream and without trust.

Entities are refused, and with them entity bombs and whatever an external one would fetch: no
official file declares one. Document type declarations are refused too, unless a code set's own
files carry one (ClaML); the DTD that it names is never fetched.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_external_ges, feature_external_pes
from xml.sax.xmlreader import AttributesImpl, Locator

from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from defusedxml.expatreader import DefusedExpatParser

_FETCH_AGAIN = "Download the file again, or unpack it again, and import that."
_ENDS = ("no element found", "unclosed token", "unclosed CDATA section", "partial character")


class CutOffError(KnownError):
    """The XML ends in the middle."""


class SeenEnough(Exception):  # noqa: N818 - the end of a peek, not an error
    """Raised by a reader that was to see the beginning of a file only, and has."""


class OfficialReader(ContentHandler):
    """Takes the parser's events from the file *name*, and knows at which line that is.

    *advice* tells what to do about a fault of the file. What only a DTD could explain is refused,
    since none is ever read.
    """

    def __init__(self, name: str, advice: str) -> None:
        super().__init__()
        self._name = name
        self._advice = advice
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - SAX's name
        """Keep *locator*, which knows the line."""
        self._locator = locator

    def line(self) -> int:
        """Return the line of the file that is being read, from 1; 0 before the parser is there."""
        return (self._locator.getLineNumber() or 0) if self._locator is not None else 0

    def fault(self, what: str, line: int = 0) -> KnownError:
        """Return the fault *what*, here or at *line*."""
        return KnownError(f"{self._name}, line {line or self.line()}: {what}.", self._advice)

    def skippedEntity(self, name: str) -> None:  # noqa: N802 - SAX's name
        """Refuse an entity that nothing in the file declares."""
        from defusedxml.common import EntitiesForbidden  # late: see parse_xml

        raise EntitiesForbidden(name, None, None, None, None, None)


def parse_xml(
    chunks: Iterable[bytes], handler: ContentHandler, name: str, *, doctype: bool = False
) -> None:
    """Feed *chunks* of the XML file *name* to *handler*, whose locator knows the line.

    With *doctype* the file may have a document type declaration. Nothing it names is fetched, and
    entities are refused as ever; *handler* is to be an :class:`OfficialReader`, or text that stands
    as an entity of the DTD would be lost in silence.

    Raises:
        KnownError: the XML is cut off, mis-encoded, not well-formed, or has a document type
            declaration or entities; the message names file and line.
    """
    # Imported late: it brings urllib and http along, which a window has no use for.
    from defusedxml.common import DefusedXmlException

    parser = _parser(forbid_dtd=not doctype, forbid_entities=True)
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
        declared = "has entities" if doctype else "declares a document type or entities"
        raise KnownError(
            f"{name}, line {parser.getLineNumber()}: the file {declared}, which no official file"
            " does; it was not read.",
            "Import the file as it is published.",
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
    seen = _FirstElement()
    # Reading the whole file refuses entities and says so; here they shall not hide what it is.
    parser = _parser(forbid_dtd=False, forbid_entities=False)
    parser.setContentHandler(seen)
    # Whatever stops the parser, what was seen before stands. A refused declaration is a ValueError.
    with suppress(SeenEnough, SAXParseException, LookupError, ValueError):
        parser.feed(head)
    return seen.name, parser.getLineNumber() or 0


def _parser(*, forbid_dtd: bool, forbid_entities: bool) -> DefusedExpatParser:
    from defusedxml.expatreader import create_parser  # late: see parse_xml

    # With external references forbidden a declaration that names a DTD would be a fault. The
    # feature is what fetches them, and off.
    parser = create_parser(
        forbid_dtd=forbid_dtd, forbid_entities=forbid_entities, forbid_external=False
    )
    parser.setFeature(feature_external_ges, False)
    parser.setFeature(feature_external_pes, False)
    return parser


def _said(message: str) -> str:
    if message.startswith("not well-formed (invalid token)"):
        return "not well-formed XML, or not in the encoding it states (invalid token)"
    return f"not well-formed XML ({message})"


class _FirstElement(ContentHandler):
    name: str | None = None

    def startElement(self, name: str, _: AttributesImpl) -> None:  # noqa: N802 - SAX's name
        self.name = name
        raise SeenEnough

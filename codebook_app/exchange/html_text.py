"""The text of a web page: a line for each row and paragraph, a tab between cells."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_IS_HTML = re.compile(r"<(?:!doctype html|html|table|body)[\s>]", re.IGNORECASE)
_UNSHOWN = frozenset({"style", "script", "head", "title"})
_LINES = frozenset({"p", "div", "tr", "li", "br", "h1", "h2", "h3", "h4", "caption", "table"})


def text_of_html(text: str) -> str:
    """Return what *text* shows where it is a web page or a part of one, else *text* itself."""
    if not _IS_HTML.search(text[:2000]):
        return text
    shown = _Shown()
    shown.feed(text)
    shown.close()
    lines = (line.strip(" ") for line in "".join(shown.parts).split("\n"))
    return "\n".join(line for line in lines if line.strip())


class _Shown(HTMLParser):
    """Collects the text between the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unshown = 0
        self._first_cell = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Begin a line or a cell."""
        if tag in _UNSHOWN:
            self._unshown += 1
        elif tag in _LINES:
            self.parts.append("\n")
            self._first_cell = True
        elif tag in {"td", "th"}:
            if not self._first_cell:
                self.parts.append("\t")
            self._first_cell = False

    def handle_endtag(self, tag: str) -> None:
        """End what is not shown."""
        if tag in _UNSHOWN and self._unshown:
            self._unshown -= 1
        elif tag in _LINES:
            self.parts.append("\n")
            self._first_cell = True

    def handle_data(self, data: str) -> None:
        """Take text, blanks as one."""
        if not self._unshown:
            self.parts.append(re.sub(r"\s+", " ", data) if data.strip() else "")

"""The cells of tables, read back from HTML."""

from __future__ import annotations

from html.parser import HTMLParser


class Cells(HTMLParser):
    """Reads the cells of a table back."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._within = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
            self._within = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._within = False

    def handle_data(self, data: str) -> None:
        if self._within:
            self.rows[-1][-1] += data

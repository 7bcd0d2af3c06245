"""The one table in the tabular list: the categories of visual impairment at H54."""

from __future__ import annotations


class VisionTable:
    """Turns the nested ``visualImpairment`` elements into rows of cells.

    A row for each ``visRange``: category, maximum, minimum. The first row holds the headings, the
    range's own heading set before those of its two columns.
    """

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, str]] = []
        self._category = ""
        self._range_heading = ""
        self._limits = {"visMax": "", "visMin": ""}
        self._inside: list[str] = []

    def open(self, element: str) -> None:
        """Note that *element* begins."""
        self._inside.append(element)
        if element == "visRange":
            self._range_heading = ""
            self._limits = dict.fromkeys(self._limits, "")

    def close(self, element: str, text: str) -> None:
        """Take the *text* of *element* as it ends."""
        self._inside.pop()
        around = self._inside[-1] if self._inside else ""
        if element in {"heading", "value"}:
            self._keep(around, text.rstrip(":"))
        elif element == "visRange":
            heading = f"{self._range_heading}: " if self._range_heading else ""
            limits = [heading + limit if limit else "" for limit in self._limits.values()]
            self._rows.append((self._category, limits[0], limits[1]))

    def text(self) -> str:
        """Return the table, a row a line, cells by tabs."""
        return "\n".join("\t".join(row) for row in self._rows)

    def _keep(self, around: str, text: str) -> None:
        if around == "visCategory":
            self._category = text
        elif around == "visRange":
            self._range_heading = text
        elif around in self._limits:
            self._limits[around] = text

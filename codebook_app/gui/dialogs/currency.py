"""Which codes came and went between the installed release and the one in force."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtWidgets import QWidget

from codebook_app.domain.validity import Currency
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.currency import CurrencyNews, code_word
from codebook_app.gui.dialogs.text_page import TextPageDialog
from codebook_app.gui.models.releases import listed
from codebook_app.gui.theme import Theme

_MOST = 400
"""So many codes of a kind are listed; a longer list is for the release itself."""


class CurrencyDialog(TextPageDialog):
    """Tells of each code set that is behind on the date, and of the encounter's own codes."""

    def __init__(self, news: CurrencyNews, theme: Theme, parent: QWidget | None = None) -> None:
        self._news = news
        super().__init__("Releases in force", theme, parent)

    def set_page(self) -> None:
        """Set a section for each code set."""
        news = self._news
        parts = [f"<h1>In force on {news.day.isoformat()}</h1>"]
        codes = [
            f"{code_word(one)}. Source: {one.source}." if one.source else f"{code_word(one)}."
            for one in news.codes
        ]
        parts.append(listed("In this encounter", codes))
        parts.extend(_section(currency) for currency in news.currencies)
        self.browser.setHtml("".join(parts))


def _section(currency: Currency) -> str:
    return "".join(
        (
            f"<p class='heading'>{escape(code_set_title(currency.code_set))}</p>",
            f"<p>{escape(currency.word)}</p>",
            _codes("New", currency.new),
            _codes("Deleted", currency.deleted),
        )
    )


def _codes(title: str, codes: Sequence[str]) -> str:
    if not codes:
        return ""
    more = f" … and {len(codes) - _MOST:,} more" if len(codes) > _MOST else ""
    return (
        f"<p><b>{title} ({len(codes):,})</b><br>{escape(' · '.join(codes[:_MOST]))}"
        f"{escape(more)}</p>"
    )

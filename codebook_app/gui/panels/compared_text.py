"""How a line of two releases is set: two columns, what differs marked by word, sign and colour."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtGui import QColor, QTextDocument

from codebook_app.domain.page_comparison import LinePair, Mark, NotePair, Run
from codebook_app.gui.theme import Theme

_SIGNS = {Mark.ADDED: "+", Mark.DELETED: "−", Mark.RETITLED: "≠", Mark.CHANGED: "≠"}
_TINT = 0.10
_INDENT = 12
_DEEPEST = 5


class ComparedText:
    """Sets lines in the theme's type and colours."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        tokens = theme.tokens.colours
        self._colours = {Mark.ADDED: tokens["ok"], Mark.DELETED: tokens["error"]}
        self._colours[Mark.RETITLED] = self._colours[Mark.CHANGED] = tokens["warning"]
        self._muted = tokens["muted"]
        self._tints = {mark: self._tint(colour) for mark, colour in self._colours.items()}

    def document(self, line: LinePair, width: int) -> QTextDocument:
        """Return *line* set to a *width* in pixels."""
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(self._theme.font("body"))
        document.setHtml(self.html(line))
        document.setTextWidth(width)
        return document

    def html(self, line: LinePair) -> str:
        """Return *line* as a table of two columns, its notes below each other."""
        rows = [self._head(line)] if line.title.before or line.title.after else []
        rows += [self._note(line, note) for note in line.notes if note.mark or line.differs]
        padding = self._theme.space(2)
        return (
            f'<table width="100%" cellspacing="0" cellpadding="{padding}">{"".join(rows)}</table>'
        )

    def _head(self, line: LinePair) -> str:
        bold = line.depth == 0 or bool(
            line.after.has_children if line.after else line.before and line.before.has_children
        )
        before = self._title(line, line.title.before, "line-through", bold) if line.before else ""
        after = self._title(line, line.title.after, "underline", bold) if line.after else ""
        if line.mark is Mark.CHANGED:
            before += self._small(line.state.text_before)
            after += self._small(line.state.text_after)
        word = f"&nbsp; {self._word(line.mark, line.mark.value)}"
        if line.mark is Mark.DELETED:
            before += word
        else:
            after += word
        return self._row(line.mark, before, after, line.depth, nothing="not in this release")

    def _note(self, line: LinePair, note: NotePair) -> str:
        word = ""
        if note.mark and line.mark not in {Mark.ADDED, Mark.DELETED}:
            word = self._word(note.mark, f"{note.mark.value} ")
        label = f"<b>{escape(note.label)}:</b> "
        before = label + self._told(line, note.text.before, "line-through")
        after = label + self._told(line, note.text.after, "underline")
        before, after = before if note.text.before else "", after if note.text.after else ""
        if note.mark is Mark.DELETED:
            before = word + before
        elif note.mark:
            after = word + after
        return self._row(note.mark, before, after, line.depth + 2)

    def _row(self, mark: Mark, before: str, after: str, depth: int, nothing: str = "") -> str:
        indent = self._theme.length(_INDENT) * min(depth, _DEEPEST)
        tint = f' bgcolor="{self._tints[mark]}"' if mark else ""
        cells = []
        for text in (before, after):
            if text:
                cells.append(
                    f'<td width="50%"{tint if mark else ""}>'
                    f'<p style="margin-left:{indent}px">{text}</p></td>'
                )
            else:
                empty = f'<i style="color:{self._muted}">{nothing}</i>' if nothing else ""
                cells.append(f'<td width="50%"><p style="margin-left:{indent}px">{empty}</p></td>')
        return f"<tr>{''.join(cells)}</tr>"

    def _title(self, line: LinePair, runs: Iterable[Run], line_style: str, bold: bool) -> str:
        family = self._theme.font("code").family()
        code = f"<span style=\"font-family:'{family}'; font-weight:600\">{escape(line.code)}</span>"
        text = self._told(line, runs, line_style)
        return f"{code}&nbsp; {f'<b>{text}</b>' if bold else text}"

    def _told(self, line: LinePair, runs: Iterable[Run], line_style: str) -> str:
        # Where a line stands in one release alone all of it is new: that is said once.
        if line.mark in {Mark.ADDED, Mark.DELETED}:
            return "".join(escape(run.text) for run in runs)
        return self._runs(runs, line_style)

    def _runs(self, runs: Iterable[Run], line_style: str) -> str:
        mark = Mark.DELETED if line_style == "line-through" else Mark.ADDED
        style = f"text-decoration:{line_style}; color:{self._colours[mark]}"
        return "".join(
            f'<span style="{style}">{escape(run.text)}</span>' if run.own else escape(run.text)
            for run in runs
        )

    def _word(self, mark: Mark, word: str) -> str:
        if not mark:
            return ""
        style = f"color:{self._colours[mark]}; font-weight:600; font-size:{self._points('small')}"
        return f'<span style="{style}">{_SIGNS[mark]}&nbsp;{escape(word.strip())}</span>&nbsp; '

    def _small(self, text: str) -> str:
        style = f"color:{self._muted}; font-size:{self._points('small')}"
        return f'&nbsp; <span style="{style}">{escape(text)}</span>'

    def _points(self, role: str) -> str:
        return f"{self._theme.font(role).pointSizeF():.1f}pt"

    def _tint(self, colour: str) -> str:
        """Return a *colour* thinned to the ground of a cell, on which text keeps its contrast."""
        over, ground = QColor(colour), self._theme.colour("surface")
        red, green, blue = (
            round(one * _TINT + other * (1 - _TINT))
            for one, other in (
                (over.red(), ground.red()),
                (over.green(), ground.green()),
                (over.blue(), ground.blue()),
            )
        )
        return QColor(red, green, blue).name()

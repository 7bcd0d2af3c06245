"""The group of a stay in detail: what decides it code by code, the editor's findings, HCCs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QWidget,
)

from codebook_app.domain.group_page import split_by_severity
from codebook_app.domain.grouping import Drg, Grouped
from codebook_app.gui.dialogs.fitting import fit
from codebook_app.gui.dialogs.framing import button_row, framed_column
from codebook_app.gui.models.columns import ColumnsModel
from codebook_app.gui.models.group_codes import (
    GroupRow,
    about,
    group_columns,
    group_rows,
    hierarchy_words,
)
from codebook_app.gui.panels.buttons import plain_button
from codebook_app.gui.panels.rich_page import RichPage
from codebook_app.gui.panels.rows_view import RowsView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codebook_app.gui.stay_grouping import StayGrouping
    from codebook_app.gui.theme import Theme

_BOOK = "book"


class GroupingDialog(QDialog):
    """Follows the encounter in hand while it stands open; Enter opens a code in the book.

    Nothing here suggests a code: it tells what the codes that are listed do.
    """

    open_asked = Signal(str)
    """What to open in the book, as the text of a place."""
    table_asked = Signal(str, str)
    """Where the weights are to be fetched: the code set and the release in the catalogue."""

    def __init__(self, stay: StayGrouping, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Group of the stay")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._stay = stay
        self._theme = theme
        self.heading = QLabel(self)
        self.heading.setProperty("role", "heading")
        self.heading.setWordWrap(True)
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        for label in (self.heading, self.summary):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.model: ColumnsModel[GroupRow] = ColumnsModel(group_columns(), self)
        self.table = RowsView(self.model, "Codes of the group", theme, (1,), self)
        self.table.teach("Add the first code: what it counts as stands here.")
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setAccessibleName("About the code")
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.notes = RichPage("Medicare Code Editor and sources", theme, self)
        self.notes.anchorClicked.connect(self._follow)
        self.table_button = plain_button(self, "Get the &weights…", "", self._ask_for_table)
        self.table_button.setToolTip("Table 5 in the catalogue of releases, or a file of your own")
        self.open_button = plain_button(self, "&Open in the book", "Enter", self._open_current)
        self.open_button.setProperty("role", "primary")
        self.open_button.setDefault(True)
        self.group_button = plain_button(self, "Open the MS-&DRG", "", self._open_group)
        self.close_button = plain_button(self, "Close", "Escape", self.reject)
        self._lay_out()
        self.table.moved.connect(self._show_current)
        self.table.chosen.connect(self._open_current)
        stay.told.connect(self._show)
        stay.watched = True
        self._show()
        stay.refresh()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def current(self) -> GroupRow | None:
        """The row the keys act on."""
        return self.model.row_at(self.table.currentIndex())

    def done(self, result: int) -> None:
        """Close; the group is not asked for on this window's behalf any more."""
        self._stay.watched = False
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Close by the window's own button."""
        self._stay.watched = False
        super().closeEvent(event)

    # What is shown --------------------------------------------------------------------------

    def _show(self) -> None:
        encounter, grouped = self._stay.encounter, self._stay.grouped
        if encounter is None or grouped is None:
            self.heading.setText("No codes are listed yet.")
            self.summary.clear()
            self.model.show(())
            self.notes.show_html("")
        else:
            key = self.current.line.id if self.current else ""
            rows = group_rows(encounter, grouped)
            self.heading.setText(_heading(grouped))
            self.summary.setText(_summary(grouped, self._stay.before))
            self.model.show(rows)
            ids = [row.line.id for row in rows]
            if key in ids:
                self.table.make_current(ids.index(key))
            self.notes.show_html(notes_html(grouped))
        self.summary.setVisible(bool(self.summary.text()))
        self._fit_table()
        wanted = grouped is not None and grouped.drg is not None and grouped.table_wanted
        self.table_button.setVisible(bool(wanted))
        self.group_button.setEnabled(_group_of(grouped) is not None)
        self._show_current()

    def _fit_table(self) -> None:
        """Let the table have no more height than its rows need: the notes take the rest."""
        rows = self.table.verticalHeader().length() + self.table.horizontalHeader().height()
        frame = 2 * self.table.frameWidth() + self._theme.space(2)
        self.table.setMaximumHeight(max(rows + frame, self._theme.length(120)))

    def _show_current(self) -> None:
        row = self.current
        self.about.setText(about(row) if row else "")
        self.open_button.setEnabled(row is not None)

    # What is asked for ----------------------------------------------------------------------

    def _open_current(self) -> None:
        if (row := self.current) is not None:
            self.open_asked.emit(f"{row.code.code_set}:{row.code.code}")

    def _open_group(self) -> None:
        drg = _group_of(self._stay.grouped)
        if drg is not None:
            self.open_asked.emit(f"msdrg:{drg.number}")

    def _ask_for_table(self) -> None:
        if (grouped := self._stay.grouped) is not None:
            self.table_asked.emit("msdrg", grouped.table_wanted)

    def _follow(self, url: QUrl) -> None:
        if url.scheme() == _BOOK:
            self.open_asked.emit(url.path())

    # Looks ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        theme = self._theme
        column = framed_column(self, theme, step=3)
        column.addWidget(self.heading)
        column.addWidget(self.summary)
        column.addWidget(self.table, 5)
        self.about.setMinimumHeight(theme.length(58))
        column.addWidget(self.about)
        column.addWidget(self.notes, 2)
        ends = (self.close_button, self.open_button)
        column.addLayout(button_row(theme, (self.group_button, self.table_button), ends))
        fit(self, theme, 880, 640)


def notes_html(grouped: Grouped) -> str:
    """Return the editor's findings, what was assumed or not checked, and who says all this."""
    edits = "".join(
        f"<li>{escape(edit.words)} {_links(grouped, edit.line_ids)}</li>" for edit in grouped.edits
    )
    parts = []
    if edits:
        parts.append(f"<p><b>Medicare Code Editor</b></p><ul>{edits}</ul>")
    elif grouped.editor:
        parts.append("<p><b>Medicare Code Editor</b>: no findings.</p>")
    if grouped.categories:
        parts.append(f"<p><b>HCCs</b>: {escape(hierarchy_words(grouped))}</p>")
    said = [*grouped.assumed]
    said += [f"Not checked: {one.rule}. {one.reason}" for one in grouped.not_checked]
    parts += [f"<p>{escape(one)}</p>" for one in said]
    sources = ", ".join(
        one for one in (grouped.grouper, grouped.editor, grouped.risk_tables) if one
    )
    parts.append(f'<p class="muted">{escape(sources)}. {escape(grouped.caution)}</p>')
    return "".join(parts)


def _links(grouped: Grouped, line_ids: tuple[str, ...]) -> str:
    codes = [code for one in line_ids if (code := grouped.of_line(one)) is not None]
    named = {f"{code.code_set}:{code.code}": code.code for code in codes}
    return ", ".join(
        f'<a href="{_BOOK}:{escape(place, quote=True)}">{escape(code)}</a>'
        for place, code in named.items()
    )


def _heading(grouped: Grouped) -> str:
    if grouped.drg is None:
        return grouped.problem
    return f"MS-DRG {grouped.drg.number}  {grouped.drg.title}"


def _summary(grouped: Grouped, before: Drg | None) -> str:
    lines = []
    if grouped.drg is not None:
        lines.append(" · ".join(_figures(grouped.drg)))
        if grouped.table_wanted:
            year = 1983 + int(grouped.table_wanted[1:])
            lines.append(f"No weight, no lengths of stay: Table 5 of FY{year} is not installed.")
    lines += list(_path(grouped))
    if grouped.transfer:
        lines.append(grouped.transfer)
    if grouped.initial is not None:
        lines.append(f"Before HAC: {grouped.initial.number} {grouped.initial.title}")
    lines += [f"Hospital-acquired: {name}" for name in grouped.hac]
    if before is not None:
        lines.append(f"Before the last change: {before.number} {before.title}")
    return "\n".join(line for line in lines if line)


def _path(grouped: Grouped) -> Iterator[str]:
    """Yield how the group came about: the MDC, medical or surgical, the base group, severity."""
    if grouped.mdc == "00" and grouped.drg is None:
        return
    if not grouped.mdc:
        return
    before = grouped.mdc == "00"
    steps = ["Before any MDC" if before else f"MDC {grouped.mdc} {grouped.mdc_title}".rstrip()]
    if grouped.kind:
        steps.append(grouped.kind)
    if grouped.drg is not None:
        family, severity = split_by_severity(grouped.drg.title)
        if severity:
            steps += [family, severity]
    yield " → ".join(steps)


def _figures(drg: Drg) -> list[str]:
    told = [
        ("weight", drg.weight, ".4f", ""),
        ("GMLOS", drg.gmlos, ".1f", " days"),
        ("AMLOS", drg.amlos, ".1f", " days"),
    ]
    said = [f"{name} {value:{form}}{unit}" for name, value, form, unit in told if value is not None]
    if drg.transfer:
        said.append("post-acute care transfer" + (", special pay" if drg.special_pay else ""))
    return said


def _group_of(grouped: Grouped | None) -> Drg | None:
    return None if grouped is None else grouped.drg or grouped.initial

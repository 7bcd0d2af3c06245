"""Choosing how a code list is copied, with a preview of exactly what goes to the clipboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.copying import CopyFormat, Rendered, Written
from codebook_app.domain.encounter import Encounter
from codebook_app.gui.copy_choice import CLEAR_AFTER, CopyChoice, duration_words
from codebook_app.gui.dialogs.copy_line import DialogLine
from codebook_app.gui.dialogs.copy_options import CopyFormatList, CopyOptionsBox
from codebook_app.gui.dialogs.copy_preview import CopyPreview
from codebook_app.gui.dialogs.fitting import fit
from codebook_app.gui.theme import Theme

Write = Callable[[Encounter, CopyChoice, Callable[[Written], None]], None]
"""Writes a list off the window's thread, and hands what came of it to the last argument."""
ChoiceOf = Callable[[CopyFormat], CopyChoice]
"""Gives a format with the options it was last copied with."""

_MOST_REASONS = 4


class CopyListDialog(QDialog):
    """Offers the formats and their options beside the preview; Enter copies.

    The preview is the very text, table and CSV that :attr:`copy_asked` asks for. A list that the
    format can't hold can't be copied, and the dialog says why.
    """

    copy_asked = Signal(object, object)
    """The CopyChoice, and the Rendered of the preview."""
    save_asked = Signal(object, object)
    """The CopyChoice, and the Rendered of the preview, for a file."""
    clear_after_chosen = Signal(int)
    """After how many seconds copies are taken off the clipboard, 0 for never."""
    templates_asked = Signal()
    """The person wants to see their own templates."""

    def __init__(  # noqa: PLR0917 - what the pane hands over
        self,
        encounter: Encounter,
        formats: tuple[CopyFormat, ...],
        choice: CopyChoice,
        choice_of: ChoiceOf,
        write: Write,
        theme: Theme,
        *,
        clear_after: int = 0,
        faults: Callable[[], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        """Show *encounter*; *faults* say what is wrong with its list, "" where nothing is."""
        super().__init__(parent)
        self.setWindowTitle(f"Copy “{encounter.label}”")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._encounter = encounter
        self._choice_of = choice_of
        self._write = write
        self._faults = faults
        self._choice = choice
        self._rendered: Rendered | None = None
        self._generation = 0
        self._once_written: Callable[[], None] | None = None
        self._gone = False

        self.formats = CopyFormatList(theme, self)
        self.options = CopyOptionsBox(theme, self)
        self.preview = CopyPreview(theme, self)
        self.unfit = DialogLine("error", theme, self)
        self.said = DialogLine("information", theme, self)
        self.fault = DialogLine("error", theme, self)
        self.clear_after = QComboBox(self)
        self._make_buttons()
        self._lay_out(theme, clear_after)

        self.formats.show_formats(formats, choice.format.name)
        self.options.show_choice(choice.format, choice.options)
        self.formats.changed.connect(self._on_format)
        self.formats.accepted.connect(self.accept)
        self.formats.templates_asked.connect(self.templates_asked)
        self.options.changed.connect(self._on_options)
        self.clear_after.currentIndexChanged.connect(
            lambda _: self.clear_after_chosen.emit(self.clear_after.currentData())
        )
        self.save_button.clicked.connect(self.save)
        QShortcut(QKeySequence("Ctrl+Shift+C"), self).activated.connect(self.accept)
        self._show_preview()
        self.formats.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def choice(self) -> CopyChoice:
        """The format and options as chosen now."""
        return self._choice

    @property
    def rendered(self) -> Rendered | None:
        """What the preview shows and Copy asks for; None while it is written or does not fit."""
        return self._rendered

    def show_formats(self, formats: tuple[CopyFormat, ...], name: str = "") -> None:
        """Show *formats* in place of those before, and choose the one called *name*.

        Without such a one the format chosen stays, where it is still there. Once closed, nothing.
        """
        if self._gone:
            return
        known = name in {one.name for one in formats}
        self.formats.show_formats(formats, name if known else self._choice.format.name)
        chosen = self.formats.format
        if chosen is not None:
            self._on_format(chosen)

    def accept(self) -> None:
        """Close, and ask for the copy of what is previewed, as soon as it is written."""
        self._when_written(lambda rendered: self.copy_asked.emit(self.choice, rendered))

    def save(self) -> None:
        """Close, and ask for a file with what is previewed, as soon as it is written."""
        self._when_written(lambda rendered: self.save_asked.emit(self.choice, rendered))

    def done(self, result: int) -> None:
        """Close; an answer that is still to come is not waited for."""
        self._gone = True
        super().done(result)

    # The preview ----------------------------------------------------------------------------

    def _on_format(self, format_: CopyFormat) -> None:
        # What was chosen here already stays chosen while formats are compared.
        self._chosen_here[self._choice.format.name] = self._choice
        kept = self._chosen_here.get(format_.name)
        self._choice = kept if kept and kept.format == format_ else self._choice_of(format_)
        self.options.show_choice(format_, self._choice.options)
        self._show_preview()

    def _on_options(self) -> None:
        self._choice = CopyChoice(self._choice.format, self.options.options)
        self._show_preview()

    def _show_preview(self) -> None:
        self._generation += 1
        asked = self._generation
        self._rendered, self._once_written = None, None

        def answer(written: Written) -> None:
            if asked == self._generation and not self._gone:
                self._show_written(written)

        self._write(self._encounter, self._choice, answer)

    def _show_written(self, written: Written) -> None:
        self._rendered = written.rendered
        fits = written.rendered is not None
        for button in (self.copy_button, self.save_button):
            button.setEnabled(fits)
        faults = self._faults()
        self.fault.tell(f"Copying is not held up, but {faults}." if faults else "")
        self.unfit.tell(_unfit_words(written.unfit))
        self.said.tell(" ".join(written.rendered.said) if written.rendered else "")
        if written.rendered is None:
            self.preview.show_nothing("Nothing is left out in silence: the list is not written.")
        else:
            self.preview.show_rendered(written.rendered, len(self._encounter.lines))
        once, self._once_written = self._once_written, None
        if once is not None:
            once()

    def _when_written(self, ask: Callable[[Rendered], None]) -> None:
        def close() -> None:
            rendered = self._rendered
            if rendered is not None:
                super(CopyListDialog, self).accept()
                ask(rendered)

        if self._rendered is not None:
            close()
        elif self.copy_button.isEnabled():
            self._once_written = close

    # Building -------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self._chosen_here: dict[str, CopyChoice] = {}
        self.copy_button = QPushButton("&Copy", self)
        self.copy_button.setProperty("role", "primary")
        self.copy_button.setDefault(True)
        self.copy_button.setToolTip("Ctrl+Shift+C")
        self.save_button = QPushButton("&Save as…", self)
        self.save_button.setAutoDefault(False)

    def _lay_out(self, theme: Theme, clear_after: int) -> None:
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        right = QVBoxLayout()
        right.setSpacing(theme.space(3))
        right.addWidget(self.options)
        right.addWidget(self.preview, 1)
        halves = QHBoxLayout()
        halves.setSpacing(theme.space(5))
        halves.addWidget(self.formats, 2)
        halves.addLayout(right, 5)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(3))
        foot.addWidget(self._clear_caption())
        foot.addWidget(self.clear_after)
        foot.addStretch(1)
        foot.addWidget(buttons)
        self.clear_after.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.clear_after.setMinimumContentsLength(12)
        for seconds in CLEAR_AFTER:
            self.clear_after.addItem(duration_words(seconds), seconds)
        self.clear_after.setCurrentIndex(max(0, self.clear_after.findData(clear_after)))
        column = QVBoxLayout(self)
        side = theme.space(5)
        column.setContentsMargins(side, theme.space(4), side, theme.space(4))
        column.setSpacing(theme.space(3))
        column.addLayout(halves, 1)
        for line in (self.unfit, self.said, self.fault):
            column.addWidget(line)
        column.addLayout(foot)
        fit(self, theme, 860, 560)

    def _clear_caption(self) -> QLabel:
        caption = QLabel("Clea&r the clipboard", self)
        caption.setProperty("role", "label")
        caption.setBuddy(self.clear_after)
        self.clear_after.setAccessibleName("Clear the clipboard")
        self.clear_after.setToolTip(
            "Take copies off the clipboard after a time, unless something else was copied"
        )
        return caption


def _unfit_words(unfit: tuple[str, ...]) -> str:
    shown = unfit[:_MOST_REASONS]
    more = len(unfit) - len(shown)
    return "\n".join((*shown, *((f"… and {more} more.",) if more else ())))

"""Patient and stay: age or birth date, sex, admission, discharge status, folded to one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.discharge import DISCHARGE_STATUSES, discharge_words
from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.gui.panels.age_field import AgeField
from codebook_app.gui.panels.attention import Attention
from codebook_app.gui.panels.captioned import Captioned
from codebook_app.gui.panels.choice_box import ChoiceBox
from codebook_app.gui.panels.date_field import DateField
from codebook_app.gui.theme import Theme

_SEXES = (("", "not given"), ("F", "F female"), ("M", "M male"), ("U", "U unknown"))


class StayFields(QWidget):
    """A line that says what is known ("67 y · F · adm. 2026-09-01 · home (01)") and opens.

    Admission and discharge status are an inpatient's. Each field is saved as it is left. The fields
    fold away once the focus is elsewhere, unless they are to be kept open or hold what can't be.
    """

    patient_entered = Signal(object)
    """What is to be set of the patient: a dict of age, birth_date, sex."""
    stay_entered = Signal(object)
    """What is to be set of the stay: a dict of admitted_on, discharge_status, hospital."""
    kept_open = Signal(bool)
    """Whether the person wants the fields open although the focus is elsewhere."""
    done = Signal()
    """Enter was pressed in a field, and what it holds is taken."""

    def __init__(
        self, theme: Theme, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._subject = "Patient"
        self._summary = ""
        self._visit = ""
        self._brief = False
        self._refused: dict[QWidget, str] = {}
        self._make_switches()
        self.age = AgeField(today, self)
        self.sex = ChoiceBox("Sex", self)
        self.sex.offer(_SEXES)
        self.admitted = DateField("Admitted", theme, today, self)
        self.status = ChoiceBox("Discharge status", self)
        self.status.setToolTip("How the patient left (UB-04 FL17); type its two digits")
        self.status.offer(
            (("", "not given"), *((code, f"{code} {of}") for code, of in _statuses()))
        )
        self.exempt = QCheckBox("Hospital exempt from POA", self)
        self.exempt.setToolTip(
            "A critical access, cancer, children's or other hospital that reports no POA to "
            "Medicare: none is asked for or written, and nothing is taken for acquired in it"
        )
        self._age_box = Captioned("Age or birth date", self.age, theme, self)
        self._sex_box = Captioned("Sex", self.sex, theme, self)
        self._admitted_box = Captioned(
            "Admitted", self.admitted, theme, self, buddy=self.admitted.line
        )
        self._status_box = Captioned("Discharge status", self.status, theme, self)
        self._refusal = QLabel(self)
        self._refusal.setProperty("role", "error")
        self._refusal.setWordWrap(True)
        self._refusal.hide()

        self._inside = QWidget(self)
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._columns = 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._top = QHBoxLayout()
        self._top.addWidget(self.fold)
        self._top.addStretch(1)
        self._top.addWidget(self.keep)
        self._column.addLayout(self._top)
        self._column.addWidget(self._inside)
        self._column.addWidget(self._refusal)
        self._inside.hide()
        self._attention = Attention(self)
        self._attention.left.connect(self._fold_away)
        self._connect()
        theme.changed.connect(self._dress)
        self._dress()
        self.show_encounter(None)

    def _make_switches(self) -> None:
        self.fold = QToolButton(self)
        self.fold.setCheckable(True)
        self.fold.setProperty("role", "inline")
        self.fold.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.toggled.connect(self._on_toggled)
        self.keep = QCheckBox("Keep open", self)
        self.keep.setToolTip("Else they fold into one line as you go on")
        self.keep.setAccessibleName("Keep patient and stay open")
        self.keep.toggled.connect(self._on_keep)
        self.keep.hide()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """The widgets in the order of Tab."""
        fields = (self.age, self.sex, self.admitted.line, self.status, self.exempt)
        return (self.fold, self.keep, *fields)

    @property
    def refusal(self) -> str:
        """Why what is typed cannot be, empty where all can."""
        return self._refusal.text()

    @property
    def summary(self) -> str:
        """What is known of patient and stay in one line."""
        return self._summary

    def show_encounter(self, encounter: Encounter | None, *, another: bool = False) -> None:
        """Show *encounter*; what is being typed is left alone unless it is *another* one."""
        inpatient = encounter is not None and encounter.setting is Setting.INPATIENT
        self.age.show_encounter(encounter, another=another)
        self.sex.show_choice(encounter.sex if encounter else "")
        if another:
            self.admitted.line.setModified(False)
        self.admitted.show_date(encounter.admitted_on if encounter else None)
        self.status.show_choice(encounter.discharge_status if encounter else "")
        with QSignalBlocker(self.exempt):
            self.exempt.setChecked(encounter is not None and encounter.poa_exempt_hospital)
        self.exempt.setVisible(inpatient)
        self._admitted_box.setVisible(inpatient)
        self._status_box.setVisible(inpatient)
        years = encounter.age_in_years if encounter else None
        born = encounter is not None and encounter.birth_date is not None
        self._age_box.set_caption(
            f"Born · {years} y" if born and years is not None else "Age or birth date"
        )
        self._subject = "Patient and stay" if inpatient else "Patient"
        self._summary = " · ".join(_known(encounter)) or _nothing_known(inpatient=inpatient)
        self._visit = _visit(encounter)
        self._say()

    def set_brief(self, brief: bool) -> None:
        """Say setting and date as well, whose fields are folded away, and keep nothing open."""
        if brief != self._brief:
            self._brief = brief
            self._inside.setVisible(self._opened)
            self._say()

    def open(self) -> None:
        """Show the fields, the cursor in the first one."""
        self.fold.setChecked(True)
        self.age.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.age.selectAll()

    def commit(self) -> None:
        """Take what is being typed or chosen."""
        self.age.commit()
        self.sex.commit()
        self.admitted.commit()
        self.status.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Say as much of patient and stay as there is room for, in as many columns."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take Enter on the age, which has read it; a button's is the window's matter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.age.hasFocus():
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Ask for no width on account of the summary, which is cut off."""
        return QSize(0, super().minimumSizeHint().height())

    def _connect(self) -> None:
        self.age.patient_entered.connect(self.patient_entered)
        self.sex.chosen.connect(lambda sex: self.patient_entered.emit({"sex": sex}))
        self.admitted.date_entered.connect(lambda day: self.stay_entered.emit({"admitted_on": day}))
        self.status.chosen.connect(
            lambda status: self.stay_entered.emit({"discharge_status": status})
        )
        self.exempt.toggled.connect(
            lambda exempt: self.stay_entered.emit({"poa_exempt_hospital": exempt})
        )
        self.sex.done.connect(self.done)
        self.admitted.returned.connect(self.done)
        self.status.done.connect(self.done)
        self.age.refused.connect(lambda why: self._refuse(self.age, why))
        self.admitted.refused.connect(lambda why: self._refuse(self.admitted, why))

    def _refuse(self, field: QWidget, why: str) -> None:
        self._refused[field] = why
        told = next((one for one in self._refused.values() if one), "")
        self._refusal.setText(told)
        self._refusal.setVisible(bool(told))

    def _say(self) -> None:
        if self._brief:
            self.fold.setAccessibleName(f"Visit and patient: {self._told}")
        else:
            self.fold.setAccessibleName(f"{self._subject}: {self._summary}")
        self.fold.setToolTip(f"{self._told} (Shift+F4)")
        self._dress()

    @property
    def _told(self) -> str:
        return f"{self._visit} · {self._summary}" if self._brief and self._visit else self._summary

    @property
    def _opened(self) -> bool:
        return self.fold.isChecked() and not self._brief

    def _on_toggled(self, opened: bool) -> None:
        self._inside.setVisible(self._opened)
        if not opened:
            self.keep.setChecked(False)
        self._dress()

    def _on_keep(self, kept: bool) -> None:
        if kept:
            self.fold.setChecked(True)
        self.kept_open.emit(kept)

    def _fold_away(self) -> None:
        if not (self.keep.isChecked() or self.refusal):
            self.fold.setChecked(False)

    def _fit(self) -> None:
        wanted = self.admitted.readable_width * 2 + self._theme.space(4)
        cut = not self._admitted_box.isHidden() and wanted > self.width()
        self._arrange(1 if cut else 2)
        room = self.width() - self._theme.icon_size - self._theme.space(5)
        self.keep.setVisible(self._opened)
        if self._opened:
            room -= self.keep.sizeHint().width()
        self.fold.setText(
            self.fold.fontMetrics().elidedText(
                self._subject if self._opened else self._told,
                Qt.TextElideMode.ElideRight,
                max(0, room),
            )
        )

    def _arrange(self, columns: int) -> None:
        """Show the fields in so many *columns*: a date is never cut off."""
        if columns == self._columns:
            return
        self._columns = columns
        for at, box in enumerate(
            (self._age_box, self._sex_box, self._admitted_box, self._status_box)
        ):
            self._grid.removeWidget(box)
            self._grid.addWidget(box, at // columns, at % columns)
        self._grid.removeWidget(self.exempt)
        self._grid.addWidget(self.exempt, -(-4 // columns), 0, 1, columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, columns - 1)

    def _dress(self) -> None:
        theme = self._theme
        self._column.setSpacing(theme.space(2))
        # The arrow stands below the label's first letter, not the button's edge.
        self._top.setContentsMargins(-theme.space(2), 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(4))
        self._grid.setVerticalSpacing(theme.space(3))
        side = theme.icon_size * 3 // 4
        self.fold.setIconSize(QSize(side, side))
        icon = "chevron-down" if self._opened else "chevron-right"
        self.fold.setIcon(theme.icon(icon, "muted"))
        self._fit()


def _statuses() -> Iterator[tuple[str, str]]:
    yield from sorted(DISCHARGE_STATUSES.items())


def _visit(encounter: Encounter | None) -> str:
    """Return where and when it took place, in few words."""
    if encounter is None:
        return ""
    setting, day = encounter.setting.value.capitalize(), encounter.date_of_service
    return f"{setting} · {day}" if day is not None else f"{setting} · no date"


def _nothing_known(*, inpatient: bool) -> str:
    return "Age, sex, admission, discharge status" if inpatient else "Age and sex"


def _known(encounter: Encounter | None) -> Iterator[str]:
    """Yield what is known, in few words."""
    if encounter is None:
        return
    years = encounter.age_in_years
    if years is not None:
        yield f"{years} y"
    elif encounter.birth_date is not None:
        yield f"born {encounter.birth_date}"
    if encounter.sex:
        yield encounter.sex
    if encounter.setting is Setting.INPATIENT:
        if encounter.admitted_on is not None:
            yield f"adm. {encounter.admitted_on}"
        if encounter.discharge_status:
            yield discharge_words(encounter.discharge_status)
        if encounter.poa_exempt_hospital:
            yield "no POA (exempt hospital)"

"""The patient's age or birth date, typed into one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from codebook_app.domain.encounter import Encounter
from codebook_app.gui.age_or_birth import read_age_or_birth
from codebook_app.gui.panels.value_line import ValueLine


class AgeField(ValueLine):
    """Takes "67" or "3/2/1959"."""

    patient_entered = Signal(object)
    """What is to be set of the patient: a dict of age and birth_date."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(
            "Age or birth date",
            lambda text: read_age_or_birth(text, today()),
            lambda value: "" if value is None else str(value),
            parent,
        )
        self.setAccessibleDescription("An age in years, or a birth date. May be left empty.")
        self.setPlaceholderText("67 or 1959-03-02")
        self.setToolTip("An age in years (67), or a birth date (1959-03-02, 3/2/1959)")
        self.entered.connect(self._on_entered)

    def show_encounter(self, encounter: Encounter | None, *, another: bool) -> None:
        """Show the birth date, else the age."""
        value: int | date | None = None
        if encounter is not None:
            value = encounter.birth_date or encounter.age
        self.show_value(value, another=another)

    def _on_entered(self, value: object) -> None:
        born = isinstance(value, date)
        self.patient_entered.emit(
            {"age": None if born else value, "birth_date": value if born else None}
        )

"""Which encounters answer: by label, code, date of service, kind; as conditions of a query."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from codebook_app.domain.encounter import Kind
from codebook_app.domain.written_dates import days_of
from codebook_app.store.user_models import StoredEncounter, StoredLine


def code_key(code: str) -> str:
    """Return *code* as it is looked for: without dots, in capitals."""
    return code.replace(".", "").upper()


def answers(word: str) -> ColumnElement[bool]:
    """Return the condition that an encounter answers *word*.

    It does where its label holds the word, where one of its codes begins with it, or where the
    word is a day or a month and the service or stay lies in it.
    """
    said = [StoredEncounter.label_key.contains(word.casefold(), autoescape=True)]
    key = code_key(word)
    if key:
        with_code = select(StoredLine.encounter_id).where(
            StoredLine.code_key.startswith(key, autoescape=True)
        )
        said.append(StoredEncounter.id.in_(with_code))
    days = days_of(word)
    if days is not None:
        said.append(on_days(*days))
    return or_(*said)


def on_days(first: date, last: date) -> ColumnElement[bool]:
    """Return the condition that the date of service, or a day of the stay, lies between two days.

    Both days count. An encounter without dates never answers.
    """
    begins = func.coalesce(StoredEncounter.admitted_on, StoredEncounter.date_of_service)
    ends = func.coalesce(StoredEncounter.date_of_service, StoredEncounter.admitted_on)
    answer: ColumnElement[bool] = (begins <= last) & (ends >= first)
    return answer


def free_label(session: Session, word: str, kind: Kind) -> str:
    """Return ``word N`` with the number of the next of *kind*, deleted ones counted, or above."""
    counted = select(func.count()).where(StoredEncounter.kind == kind.value)
    number = (session.scalar(counted) or 0) + 1
    while session.scalar(
        select(StoredEncounter.id)
        .where(StoredEncounter.label_key == f"{word} {number}".casefold())
        .limit(1)
    ):
        number += 1
    return f"{word} {number}"

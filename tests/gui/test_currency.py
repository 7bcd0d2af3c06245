"""The line that says that a newer release is in force, and what of the encounter it changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from support.invented_services import InventedValidity, newer_release
from support.invented_window import RELEASE, InventedReleases

from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.domain.release import Release
from codebook_app.domain.validity import CodeValidity
from codebook_app.gui.currency import CurrencyNews, CurrencyWatch, code_word, news_line
from codebook_app.gui.dialogs.currency import CurrencyDialog
from codebook_app.gui.panels.currency_banner import CurrencyBanner

DAY, ENDED = date(2099, 11, 1), date(2098, 9, 30)


def encounter(*codes: str, code_set: str = "icd10cm") -> Encounter:
    lines = tuple(
        EncounterLine(str(number), code_set, "FY2099", code, "")
        for number, code in enumerate(codes)
    )
    now = datetime(2099, 11, 1, tzinfo=UTC)
    return Encounter("1", "", Setting.OUTPATIENT, DAY, lines, (), 1, now, now)


@pytest.fixture
def validity():
    return InventedValidity()


@pytest.fixture
def told():
    return []


class BothInstalled(InventedReleases):
    """Diagnoses and procedures."""

    def installed(self) -> tuple[Release, ...]:
        return (RELEASE, replace(RELEASE, code_set="icd10pcs"))


@pytest.fixture
def watch(validity, lookup_worker, told):
    made = CurrencyWatch(validity, BothInstalled(), lookup_worker)
    made.told.connect(told.append)
    return made


def test_nothing_is_said_while_the_release_is_in_force(qtbot, watch, told):
    watch.refresh()

    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].currencies == ()
    assert news_line(told[0]) == ""


def test_a_newer_release_is_told_of_with_the_encounters_changed_codes(qtbot, watch, validity, told):
    validity.news = newer_release()

    watch.show_encounter(encounter("Q01.12", "Q02.0"))

    qtbot.waitUntil(lambda: len(told) == 1)
    assert news_line(told[0]) == (
        "ICD-10-CM: fY2100 is in force on 2099-11-01; installed is FY2099. 2 codes are new, 1 is "
        "deleted. In this encounter Q01.12 was valid until 2098-09-30, now Q01.11."
    ).replace("fY", "FY")


def test_codes_of_another_code_set_are_not_asked_for(qtbot, watch, validity, told):
    validity.news = newer_release()

    watch.show_encounter(encounter("Q01.12", code_set="hcpcs"))

    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].codes == ()


def test_a_code_set_is_watched_while_it_is_coded_with_or_searched(qtbot, watch, validity, told):
    validity.news = replace(newer_release(), code_set="icd10pcs")
    watch.refresh()
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].currencies == ()

    watch.set_code_set("icd10pcs")
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1].currencies == (validity.news,)

    watch.set_code_set("")
    watch.show_encounter(encounter("0DTJ4ZZ", code_set="icd10pcs"))
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told[2].currencies == (validity.news,)


def test_many_changes_in_a_row_are_asked_about_once(qtbot, watch, told, lookup_worker):
    for codes in (("Q01",), ("Q01", "Q02"), ("Q02",)):
        watch.show_encounter(encounter(*codes))

    qtbot.waitUntil(lambda: len(told) == 1)
    qtbot.waitUntil(lambda: not lookup_worker.busy)
    assert len(told) == 1


@pytest.mark.parametrize(
    ("validity_of", "word"),
    [
        (("deleted", ENDED, ()), "Q01 was valid until 2098-09-30"),
        (
            ("deleted", ENDED, ("Q2", "Q3")),
            "Q01 was valid until 2098-09-30, now Q2, Q3",
        ),
        (("not yet", date(2099, 10, 1), ()), "Q01 is valid from 2099-10-01 on"),
        (("valid", None, ()), "Q01 is valid, but not in the installed release"),
        (("unknown", None, ()), "Q01 is on no list"),
    ],
)
def test_what_became_of_a_code_is_said_in_words(validity_of, word):
    state, day, successors = validity_of

    assert code_word(CodeValidity("Q01", state, day, "", successors)) == word


# The banner -----------------------------------------------------------------------------------


@pytest.fixture
def banner(qtbot, light_theme):
    made = CurrencyBanner(light_theme)
    qtbot.addWidget(made)
    made.resize(1200, 40)
    return made


def test_the_banner_leads_to_the_download(qtbot, banner):
    banner.show_news(CurrencyNews(DAY, (newer_release(),)))
    assert banner.isVisible()
    assert banner.get.text() == "Get FY2100…"

    with qtbot.waitSignal(banner.get_asked) as asked:
        banner.get.click()

    assert asked.args == ["icd10cm", "FY2100"]


def test_the_banner_leaves_the_source_to_the_details(qtbot, banner, light_theme):
    news = CurrencyNews(
        DAY, (replace(newer_release(), word="FY2100 is in force (a list (of 2099))."),)
    )
    banner.show_news(news)

    assert banner.word.text() == "ICD-10-CM: FY2100 is in force."
    details = CurrencyDialog(news, light_theme)
    qtbot.addWidget(details)
    assert "a list (of 2099)" in details.browser.toPlainText()
    assert "New (2)" in details.browser.toPlainText()


def test_what_was_closed_stays_closed_until_the_news_is_other(banner):
    news = CurrencyNews(DAY, (newer_release(),))
    banner.show_news(news)
    banner.close_button.click()
    banner.show_news(news)
    assert not banner.isVisible()

    changed = CodeValidity("Q01.12", "deleted", ENDED, "a list")
    banner.show_news(replace(news, codes=(changed,)))

    assert banner.isVisible()


def test_the_banner_goes_once_all_is_well(banner):
    banner.show_news(CurrencyNews(DAY, (newer_release(),)))

    banner.show_news(CurrencyNews(DAY))

    assert not banner.isVisible()

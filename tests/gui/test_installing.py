"""Installations and imports behind the window."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton
from support.invented_window import RELEASE, InventedReleases, report

from codebook_app.errors import KnownError
from codebook_app.gui.dialogs.import_report import ImportReportDialog, summary
from codebook_app.gui.installing import Installation
from codebook_app.gui.jobs import Worker
from codebook_app.gui.panels.setup_strip import SetupStrip
from codebook_app.progress import Progress


@pytest.fixture
def jobs(qtbot):
    made = Worker("jobs")
    yield made
    made.close(drain=False)


@pytest.fixture
def bare():
    return InventedReleases(installed=False)


@pytest.fixture
def told():
    return []


@pytest.fixture
def installation(bare, jobs, told):
    made = Installation(bare, jobs)
    made.progressed.connect(lambda progress: told.append(("progress", progress.done)))
    made.release_ready.connect(lambda release: told.append(("release", release.release)))
    made.installed.connect(lambda reports: told.append(("installed", len(reports))))
    made.imported.connect(lambda reports: told.append(("imported", len(reports))))
    made.stopped.connect(lambda: told.append(("stopped", 0)))
    made.failed.connect(lambda fault, first: told.append(("failed", str(fault), first)))
    yield made
    made.close()
    bare.step.set()


def test_what_is_missing_is_installed_and_told_of(qtbot, installation, told):
    installation.install()

    qtbot.waitUntil(lambda: ("installed", 1) in told)
    assert ("release", RELEASE.release) in told
    assert told[0] == ("progress", 0)
    assert not installation.running


def test_what_is_there_already_is_left_alone(qtbot, bare, installation, told):
    bare.installed_now = True

    installation.install()

    qtbot.waitUntil(lambda: told == [("installed", 0)])


def test_progress_is_told_at_every_stage_and_at_most_ten_times_a_second(
    qtbot, jobs, bare, monkeypatch
):
    from codebook_app.gui import installing

    clock = [0.0]
    monkeypatch.setattr(installing.time, "monotonic", lambda: clock[0])
    heard: list[Progress] = []
    throttle = installing._Throttle(heard.append)

    for done in range(1000):  # a second of reports
        clock[0] = done / 1000
        throttle(Progress("Reading" if done < 500 else "Writing", done, 1000))

    assert 10 <= len(heard) <= 12
    assert {progress.stage for progress in heard} == {"Reading", "Writing"}


def test_cancel_stops_what_is_under_way_and_what_waits(qtbot, bare, installation, told):
    bare.step.clear()
    installation.install()
    installation.import_paths([Path("more.xml")])
    qtbot.waitUntil(lambda: len(told) > 0)

    installation.cancel()
    bare.step.set()

    qtbot.waitUntil(lambda: told.count(("stopped", 0)) == 2)
    assert not installation.running
    assert bare.imported == []
    assert not bare.installed_now


def test_after_a_fault_it_can_be_installed_again(qtbot, bare, installation, told):
    bare.fault = KnownError("The disk is full.", "Make room.")
    installation.install()
    qtbot.waitUntil(lambda: ("failed", "The disk is full. Make room.", True) in told)

    bare.fault = None
    installation.install()

    qtbot.waitUntil(lambda: ("installed", 1) in told)


def test_an_import_takes_the_paths_and_reports(qtbot, bare, installation, told, tmp_path):
    installation.import_paths([tmp_path / "a.xml", tmp_path / "folder"])

    qtbot.waitUntil(lambda: ("imported", 1) in told)
    assert bare.imported == [(tmp_path / "a.xml", tmp_path / "folder")]


def test_after_closing_nothing_is_told_any_more(qtbot, jobs):
    class Stubborn(InventedReleases):
        """An installation that reports once more after it was told to stop."""

        def setup(self, progress, cancel, on_release):
            started.set()
            self.step.wait()
            progress(Progress("Reading", 1, 2))
            on_release(RELEASE)
            cancel.raise_if_cancelled()
            return ()

    started = threading.Event()
    releases = Stubborn(installed=False)
    releases.step.clear()
    installation = Installation(releases, jobs)
    told: list[object] = []
    for signal in (installation.progressed, installation.release_ready, installation.stopped):
        signal.connect(lambda *said: told.append(said))
    installation.install()
    started.wait()

    installation.close()
    releases.step.set()
    jobs.close(drain=True)
    QCoreApplication.sendPostedEvents()

    assert told == []


# What is seen of it ---------------------------------------------------------------------------


@pytest.fixture
def strip(qtbot, light_theme):
    made = SetupStrip(light_theme)
    qtbot.addWidget(made)
    return made


def button(strip: SetupStrip, text: str) -> QPushButton:
    return next(one for one in strip.findChildren(QPushButton) if one.text() == text)


def test_the_strip_shows_stage_and_percent_and_a_way_to_stop(qtbot, strip):
    strip.show_progress(Progress("Reading the tabular list", 25, 100))

    words = [label.text() for label in strip.findChildren(type(strip._word))]
    assert "Reading the tabular list" in words
    assert "25%" in words
    assert not strip.isHidden()
    with qtbot.waitSignal(strip.cancel_requested):
        button(strip, "Cancel").click()


def test_after_a_stop_the_strip_offers_to_install_again(qtbot, strip):
    strip.show_progress(Progress("Reading", 1, 10))
    strip.show_trouble("Stopped.", retry=True)

    assert button(strip, "Cancel").isHidden()
    assert not button(strip, "Install").isHidden()
    with qtbot.waitSignal(strip.install_requested):
        button(strip, "Install").click()


def test_a_failed_import_can_be_dismissed(qtbot, strip):
    strip.show_trouble("Nothing was read.", retry=False)
    assert button(strip, "Install").isHidden()

    button(strip, "Dismiss").click()

    assert strip.isHidden()


def test_the_report_says_in_words_what_was_read_and_left_out(qtbot, light_theme):
    dialog = ImportReportDialog((report(left_out=("guide.pdf: no release in it",)),), light_theme)
    qtbot.addWidget(dialog)

    text = dialog.browser.toPlainText()

    assert "8 codes, 3 of them billable" in text
    assert "in force 2098-10-01 to 2099-09-30" in text
    assert "invented.xml" in text
    assert "guide.pdf: no release in it" in text


def test_the_report_says_when_nothing_was_changed(qtbot, light_theme):
    dialog = ImportReportDialog((report(unchanged=True),), light_theme)
    qtbot.addWidget(dialog)

    assert "installed already" in dialog.browser.toPlainText()
    assert summary((report(unchanged=True),)) == "Nothing new was imported."
    assert summary((report(),)) == "Imported: ICD-10-CM FY2099."

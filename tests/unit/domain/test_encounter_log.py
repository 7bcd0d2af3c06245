"""The chain of hashes, and how it shows that something was altered."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from support.code_lists import MOMENT

from codebook_app.domain.encounter_log import LogChange, LogEntry, chained, entry_text, log_faults

ENTRY = LogEntry(
    1, MOMENT, "change POA of I21.09", (LogChange("POA of “é”", "N", "Y"),), "1.0", "abc"
)


def test_the_text_of_an_entry_never_changes_from_version_to_version():
    """Logs of years ago are verified against it: a change here breaks every kept log."""
    assert entry_text("e1", ENTRY) == (
        '{"changes":[["POA of “é”","N","Y"]],"encounter":"e1",'
        '"made_at":"2098-11-22T09:30:00+00:00","number":1,"program":"1.0","state":"abc",'
        '"word":"change POA of I21.09"}'
    )


def test_a_hash_is_that_of_the_hash_before_and_the_text():
    assert chained("", "é") == hashlib.sha256("\né".encode()).hexdigest()
    assert chained("ab", "é") == hashlib.sha256("ab\né".encode()).hexdigest()


def test_a_change_reads_as_a_line():
    assert LogChange("Sex", "", "F").text == "Sex: (none) → F"
    assert LogChange("Sex", "F", "").text == "Sex: F → (none)"
    assert LogChange("E11.22 added as line 2").text == "E11.22 added as line 2"


def test_the_entries_of_another_encounter_are_not_taken_for_ones_own():
    entry = replace(ENTRY, hash=chained("", entry_text("e1", ENTRY)))

    assert log_faults("e1", [entry], 1, entry.hash, "abc") == ()
    assert len(log_faults("e2", [entry], 1, entry.hash, "abc")) == 1


def test_an_encounter_without_any_log_is_sound():
    assert log_faults("e1", [], 0, "", "abc") == ()

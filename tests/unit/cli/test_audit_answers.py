"""What ``audit`` answers, as JSON and for the eye."""

from __future__ import annotations

import json
from datetime import date

from codebook_app.domain.audit import AuditedList, KeptLine, KeptList, OutdatedCode, Standing
from codebook_app.domain.encounter import Kind

ON = date(2098, 11, 3)


def outdated(label: str, on: date | None = ON) -> AuditedList:
    line = KeptLine("7", "icd10cm", "W11.2", "Meniere widget")
    since = date(2098, 10, 1)
    code = OutdatedCode(line, Standing.DELETED, "An invented list", since, ("W11.3", "W11.4"))
    kind = Kind.ENCOUNTER if on else Kind.TEMPLATE
    return AuditedList(KeptList(label, label, kind, on, (line,)), on or date(2099, 1, 2), (code,))


def test_audit_names_the_lists_with_their_codes_and_ends_with_1(desk, program):
    program.audit.lists = (outdated("Visit 14"), outdated("check-up", None))

    done = desk.run("audit", "--date", "2099-01-02")

    assert done.exit_code == 1
    assert program.audit.days == [date(2099, 1, 2)]
    lines = done.stdout.splitlines()
    assert lines[0] == "2 lists hold codes deleted on 1 October 2098."
    told = " ".join(lines[2].split())
    assert told == "Visit 14 2098-11-03 W11.2 Deleted on 1 October 2098 W11.3 or W11.4"
    assert "2099-01-02 (today)" in lines[3]
    assert "Not checked: 1 code of CPT, on 1 list. No release of CPT is installed." in done.stderr


def test_audit_without_findings_says_how_much_was_checked_and_ends_with_0(desk):
    done = desk.run("audit")

    assert done.exit_code == 0
    assert done.stdout.startswith("12 lists checked: every code is valid as far as could be")


def test_audit_answers_a_document(desk, program):
    program.audit.lists = (outdated("Visit 14"),)

    done = desk.run("audit", "--json")

    document = json.loads(done.stdout)
    assert done.exit_code == 1
    assert document["checked"] == 12
    (one,) = document["lists"]
    assert (one["label"], one["kind"], one["date"], one["dated"]) == (
        "Visit 14",
        "encounter",
        "2098-11-03",
        True,
    )
    assert one["codes"] == [
        {
            "code_set": "icd10cm",
            "code": "W11.2",
            "title": "Meniere widget",
            "state": "deleted",
            "since": "2098-10-01",
            "successors": ["W11.3", "W11.4"],
            "source": "An invented list",
        }
    ]

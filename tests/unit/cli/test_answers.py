"""What each command answers, as JSON and for the eye."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from support.listed import a_place

from codebook_app.cli.documents import check_document
from codebook_app.domain.encounter import Setting
from codebook_app.domain.finding import CheckReport, Finding, Severity
from codebook_app.domain.fix import Fix, ReplaceLine
from codebook_app.domain.search import Completion, FailedWord


def test_search_answers_with_exactly_the_promised_keys(desk):
    done = desk.run("search", "widget", "pain", "--json")

    document = json.loads(done.stdout)
    assert set(document) == {"query", "read_as", "hits", "milliseconds", "failed", "told"}
    assert document["hits"] == [
        {
            "code_set": "icd10cm",
            "release": "FY2026-04",
            "kind": "code",
            "code": "W11.2",
            "title": "Ménière's widget",
            "path": ["7", "W11"],
            "billable": True,
            "score": 1.2346,
        }
    ]
    assert done.stderr == ""


def test_search_hands_all_its_words_and_options_to_the_lookup(desk):
    desk.run(
        *("search", "widget", "pain", "--code-set", "icd10cm", "--code-set", "cpt"),
        *("--limit", "3", "--billable", "--date", "2026-05-01", "--as-typed"),
    )

    assert desk.program.lookup.asked == [
        (
            "widget pain",
            {
                "code_sets": ("icd10cm", "cpt"),
                "limit": 3,
                "billable": True,
                "on": date(2026, 5, 1),
                "as_typed": True,
            },
        )
    ]
    assert desk.program.lookup.completed[0][0] == "widget pain"


def test_search_says_which_words_failed_what_was_left_aside_and_how_to_go_on(desk):
    desk.program.lookup.answer = replace(
        desk.program.lookup.answer,
        failed=(FailedWord("wigdet", ("widget", "midget")), FailedWord("xyz")),
        told=("book: is left aside.",),
    )
    desk.program.lookup.completions = (
        Completion("widget pain", "pain", 1234),
        Completion("widget book:", "book:", 0),
    )

    done = desk.run("search", "wigdet")

    assert done.stderr.splitlines() == [
        "book: is left aside.",
        "Nothing found with “wigdet”. Did you mean widget or midget?",
        "Nothing found with “xyz”.",
        "Go on with: pain (1,234), book:",
    ]
    document = json.loads(desk.run("search", "wigdet", "--json").stdout)
    assert document["failed"] == [
        {"word": "wigdet", "nearest": ["widget", "midget"]},
        {"word": "xyz", "nearest": []},
    ]
    assert document["told"] == ["book: is left aside."]


def test_hits_in_a_pipe_are_a_line_each_and_whole(desk):
    title = "A title that is longer than any terminal is wide " * 5
    hits = desk.program.lookup.answer.hits
    reasoned = replace(hits[0], title=title.strip(), reason="Inclusion term", reason_text="Ringing")
    desk.program.lookup.answer = replace(
        desk.program.lookup.answer, hits=(reasoned, *hits), read_as="gadget", release_word="FY2026"
    )

    done = desk.run("search", "widget")

    assert done.stdout.splitlines() == [
        f"W11.2  billable  {title.strip()}  Inclusion term: Ringing",
        "W11.2  billable  Ménière's widget",
    ]
    assert done.stderr.splitlines() == ["Read as: gadget", "FY2026"]


def test_search_that_finds_nothing_is_done_and_says_so(desk):
    desk.program.lookup.answer = replace(desk.program.lookup.answer, hits=())

    done = desk.run("search", "widget")

    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Nothing found for widget.\n")


def test_show_answers_with_exactly_the_promised_keys(desk):
    document = json.loads(desk.run("show", "W11.2", "--json").stdout)

    assert document == {
        "code": "W11.2",
        "title": "Ménière's widget",
        "level": "code",
        "billable": True,
        "ancestors": [
            {
                "code": "7",
                "title": "Diseases of the widget",
                "level": "chapter",
                "billable": False,
            },
            {
                "code": "W11",
                "title": "Widget [gadget] disorders",
                "level": "category",
                "billable": False,
            },
        ],
        "children": [{"code": "W11.21", "title": "Loud", "level": "code", "billable": True}],
        "seventh_characters": [
            {"character": "A", "meaning": "initial encounter", "code": "W11.2XXA"}
        ],
        "notes": [
            {"kind": "excludes1", "text": "gadget (W12.-)", "from": "W11", "codes": ["W12.-"]},
            {"kind": "inclusionTerm", "text": "Ringing widget", "from": "W11.2", "codes": []},
        ],
        "flags": ["unspecified"],
        "index_paths": [
            {"book": "index", "path": "Widget, ringing", "code": "W11.2", "column": ""},
            {"book": "drugs", "path": "Oil", "code": "W11.2", "column": "Adverse effect"},
        ],
        "facts": [{"name": "Coverage", "value": "C", "meaning": "carrier judgment"}],
        "code_set": "icd10cm",
        "release": "FY2026-04",
    }


def test_show_reads_as_a_page(desk):
    assert desk.run("show", "W11.2").stdout.splitlines() == [
        "W11.2  Ménière's widget",
        "code, billable; ICD-10-CM FY2026, April 2026",
        "unspecified",
        "",
        "Under",
        "  Chapter 7  Diseases of the widget",
        "    W11  Widget [gadget] disorders",
        "",
        "Notes from W11",
        "  Excludes1:",
        "    gadget (W12.-)",
        "",
        "Notes",
        "  Inclusion term:",
        "    Ringing widget",
        "",
        "Seventh characters",
        " A  W11.2XXA  initial encounter",
        "",
        "Facts",
        " Coverage  C, carrier judgment",
        "",
        "In the index",
        "  Widget, ringing  W11.2",
        "  Oil (Adverse effect)  W11.2",
        "",
        "Below it",
        " W11.21  billable  Loud",
    ]


def test_setup_tells_its_stages_once_each_and_never_on_standard_output(desk):
    done = desk.run("setup", "--json")

    assert json.loads(done.stdout) == [
        {
            "code_set": "icd10cm",
            "release": "FY2026-04",
            "effective_from": "2026-04-01",
            "effective_to": "2026-09-30",
            "codes": 12,
            "billable": 5,
            "files": ["tabular.xml"],
            "checked": ["5 billable codes, as published"],
            "left_out": ["7 lines of a kind nobody knows"],
            "seconds": 1.235,
            "unchanged": False,
            "notice": "",
        }
    ]
    assert done.stderr.splitlines() == ["Reading", "Indexing"]


def test_setup_with_nothing_to_do_says_so(desk):
    desk.program.releases.reports = ()

    assert json.loads(desk.run("setup", "--json").stdout) == []
    assert "Everything is installed already." in desk.run("setup").stderr


def test_import_names_what_was_left_out(desk, tmp_path):
    file = tmp_path / "tabular.xml"
    file.touch()

    done = desk.run("import", str(file), "--code-set", "icd10cm")

    assert desk.program.releases.asked == [((file,), "icd10cm")]
    assert "icd10cm FY2026-04 installed: 12 codes, 5 of them billable" in done.stdout
    assert "7 lines of a kind nobody knows" in done.stdout


def test_import_of_what_is_there_already_says_so(desk, tmp_path):
    desk.program.releases.reports = (replace(desk.program.releases.reports[0], unchanged=True),)

    assert "was installed already" in desk.run("import", str(tmp_path)).stdout


def test_releases_tell_which_is_in_force_on_the_day_asked_for(desk):
    def in_force(*more: str) -> bool:
        (document,) = json.loads(desk.run("releases", "--json", *more).stdout)
        assert document["effective_from"] == "2026-04-01"
        return document["in_force"]

    assert in_force("--date", "2026-09-30")
    assert not in_force("--date", "2026-10-01")
    assert "in force on 2026-05-05" in desk.run("releases", "--date", "2026-05-05").stdout


def test_release_without_its_index_is_listed_with_what_to_do(desk):
    desk.program.releases.releases = (replace(desk.program.releases.releases[0], searchable=False),)

    assert "not searchable: run codebook setup" in desk.run("releases").stdout


def test_remove_takes_the_code_set_and_the_release(desk):
    done = desk.run("remove", "icd10cm", "FY2026-04")

    assert (done.exit_code, done.stdout) == (0, "")
    assert desk.program.releases.asked == [("icd10cm", "FY2026-04")]


REPORTS = {"poa_exempt_hospital": False}


def test_check_takes_a_pasted_list_as_its_codes(desk):
    desk.run("check", "W11.2, w12;W13", "W14", "--age", "40", "--sex", "F", "--date", "2026-05-01")

    assert desk.program.checking.asked == [
        (
            ("W11.2", "w12", "W13", "W14"),
            {
                "setting": Setting.OUTPATIENT,
                "on": date(2026, 5, 1),
                "age": 40,
                "sex": "F",
                **REPORTS,
            },
        )
    ]


def test_check_answers_with_exactly_the_promised_keys(desk):
    done = desk.run("check", "W11.2", "--json")

    assert json.loads(done.stdout) == {
        "findings": [
            {
                "rule": "excludes1",
                "severity": "warning",
                "codes": ["W11.2", "W12"],
                "text": "W11.2 with W12",
                "source": "Excludes1 at W11",
                "action": "Code one of them.",
                "line": [],
                "override_reason": "",
                "completions": ["W12.1"],
                "fixes": [
                    {
                        "label": "Put W12 first",
                        "changes": [{"change": "MoveLine", "line_id": "2", "before": "1"}],
                    }
                ],
                "named": ["W12-W14", "W15"],
                "guideline_sections": [],
            }
        ],
        "not_checked": [{"rule": "poa", "reason": "no list installed"}],
    }
    assert done.exit_code == 0  # a warning only


def test_the_sections_of_the_guidelines_that_a_source_cites_are_values_of_their_own():
    cited = "ICD-10-CM Official Guidelines, section I.C.20.b, c and k."
    (found,) = check_document(
        CheckReport((Finding("x", Severity.WARNING, (), "", cited, ""),), ())
    )["findings"]

    assert found["source"] == cited
    assert found["guideline_sections"] == ["I.C.20.b", "I.C.20.c", "I.C.20.k"]


def test_a_finding_of_several_lines_is_one_line_in_a_pipe(desk):
    found = replace(desk.program.checking.report.findings[0], text="More:\n• W11\n• W12")
    desk.program.checking.report = CheckReport((found,), ())

    (line,) = desk.run("check", "W11.2").stdout.splitlines()
    assert "More:  • W11  • W12" in line


def test_check_with_an_error_among_the_findings_ends_with_one(desk):
    error = replace(desk.program.checking.report.findings[0], severity=Severity.ERROR)
    desk.program.checking.report = CheckReport((error,), ())

    assert desk.run("check", "W11.2").exit_code == 1
    assert desk.run("check", "W11.2", "--json").exit_code == 1


def test_check_reads_an_encounter_file_and_takes_options_over_it(desk, tmp_path):
    file = tmp_path / "e.json"
    file.write_text("\ufeff{}", encoding="utf-8")

    desk.run("check", "--encounter", str(file), "--setting", "professional", "--sex", "M")

    (encounter,) = desk.program.checking.asked
    assert encounter.setting is Setting.PROFESSIONAL
    assert (encounter.sex, encounter.age, encounter.date_of_service) == ("M", 40, date(2026, 5, 1))


def test_check_reads_an_encounter_from_standard_input(desk):
    desk.run("check", "--encounter", "-", stdin=b"{}")

    assert desk.program.checking.asked[0].setting is Setting.INPATIENT


def test_findings_in_a_pipe_are_a_line_each(desk):
    done = desk.run("check", "W11.2")

    assert done.stdout == (
        "warning  W11.2, W12  W11.2 with W12  Excludes1 at W11  Code one of them.\n"
    )
    assert done.stderr == "Not checked: poa. no list installed\n"


def test_export_prints_the_text_itself(desk, tmp_path):
    file = tmp_path / "e.json"
    file.write_text("{}")
    export = ("export", "--encounter", str(file), "--format", "plain")

    assert desk.run(*export).stdout == "W11.2\nW12\n"
    assert desk.run(*export, "--no-dots").stdout == "W112\nW12\n"
    assert desk.run(*export, "--separator", "comma").stdout == "W11.2,W12\n"
    assert desk.run(*export).stderr == "Two codes.\n"


def test_an_option_the_format_can_not_do_is_wrong_usage_and_what_it_does_anyway_is_none(
    desk, tmp_path
):
    file = tmp_path / "e.json"
    file.write_text("{}")
    export = ("export", "--encounter", str(file), "--format", "plain")
    refused = desk.run(*export, "--poa")

    assert desk.run(*export, "--no-poa", "--order", "listed").stdout == "W11.2\nW12\n"
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "The format plain takes no --poa." in refused.stderr


def test_formats_are_listed(desk):
    assert json.loads(desk.run("formats", "--json").stdout) == [
        {
            "name": "plain",
            "title": "Plain codes",
            "description": "One code a line.",
            "group": "Text",
            "options": {"dots": True, "separator": "newline"},
            "limits": ["12 [A-L] codes."],
            "suffix": "txt",
        }
    ]
    said = "plain  Plain codes  One code a line. 12 [A-L] codes.\n"
    assert desk.run("formats").stdout == said


def test_data_dir_works_before_and_after_the_command_and_from_the_environment(desk, tmp_path):
    desk.run("--data-dir", str(tmp_path / "a"), "formats")
    desk.run("formats", "--data-dir", str(tmp_path / "b"))
    desk.run("formats", CODEBOOK_DATA_DIR=str(tmp_path / "c"))
    desk.run("--data-dir", str(tmp_path / "d"), "formats", CODEBOOK_DATA_DIR=str(tmp_path / "c"))
    desk.run("formats")

    assert desk.data_dirs == [*(Path(tmp_path / name) for name in "abcd"), None]


def test_program_is_closed_after_a_command_and_after_a_fault(desk):
    desk.run("formats")
    assert desk.program.closed

    desk.program.closed = False
    desk.run("show", "nothing")
    assert desk.program.closed


def test_a_code_put_in_the_place_of_another_is_told_by_its_name():
    code = a_place("I11.0", 1)
    fix = Fix("Replace I10 by I11.0", (ReplaceLine("1", code),))
    finding = Finding("rule", Severity.WARNING, ("I10",), "text", "source", "action", fixes=(fix,))

    (told,) = check_document(CheckReport((finding,), ()))["findings"]
    assert told["fixes"][0]["changes"] == [
        {"change": "ReplaceLine", "line_id": "1", "code": "I11.0"}
    ]

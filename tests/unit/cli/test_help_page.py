"""The help page of the command line names every command and option, and no other."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer

from codebook_app.paths import resource


@pytest.fixture
def commands(desk):
    return typer.main.get_command(desk.app()).commands


@pytest.fixture
def sections():
    """The page's sections about a command, by its name."""
    page = resource("help", "command-line.md").read_text(encoding="utf-8")
    parts = re.split(r"^## codebook ([\w-]+)(.*)$", page, flags=re.MULTILINE)
    found = {}
    for name, rest, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        found[name] = rest + text.split("\n## ", 1)[0]
    return found


@pytest.fixture
def for_every_command():
    """The page's section about what all commands take."""
    page = resource("help", "command-line.md").read_text(encoding="utf-8")
    return page.split("## For every command", 1)[1].split("\n## ", 1)[0]


def options_in(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text))


def options_of(command) -> set[str]:
    return {
        name
        for parameter in command.params
        for name in (*parameter.opts, *parameter.secondary_opts)
        if name.startswith("--")
    }


def test_page_has_a_section_for_every_command_and_for_no_other(commands, sections):
    assert set(sections) == set(commands)


def test_each_section_names_the_options_of_its_command_and_no_others(commands, sections):
    shared = {"--data-dir", "--json", "--help"}
    for name, command in commands.items():
        mentioned = options_in(sections[name])
        assert mentioned - shared == options_of(command) - shared, name
        assert ("--json" in mentioned) == ("--json" in options_of(command)), name


def test_each_section_names_the_arguments_of_its_command(commands, sections):
    for name, command in commands.items():
        for parameter in command.params:
            if not any(option.startswith("-") for option in parameter.opts):
                assert str(parameter.metavar) in sections[name].splitlines()[0], name


def test_every_command_takes_the_data_folder(commands):
    for name, command in commands.items():
        assert "--data-dir" in options_of(command), name


def test_what_comes_before_a_command_is_on_the_page(desk, for_every_command):
    command = typer.main.get_command(desk.app())

    assert options_of(command) <= options_in(for_every_command)


def examples_of(text: str) -> list[list[str]]:
    """Return the arguments of each line of *text* that begins with the command."""
    lines = (line.strip() for line in text.splitlines())
    return [shlex.split(line)[1:] for line in lines if line.startswith("codebook ")]


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The files that the examples name, in the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Downloads").mkdir()
    for name in (
        "note.txt",
        "stay.json",
        "visit-14.json",
        "visit.txt",
        "bill.csv",
        "icd10cm_tabular_2026.xml",
        "Downloads/table-and-index.zip",
    ):
        (tmp_path / name).write_text("{}")


@pytest.mark.usefixtures("files")
def test_every_example_on_the_page_is_right_usage(desk, sections):
    examples = [one for text in sections.values() for one in examples_of(text)]

    assert len(examples) >= len(sections) - 2
    for example in examples:
        assert desk.run(*example).exit_code in (0, 3), example


@pytest.mark.usefixtures("files")
def test_every_example_of_the_read_me_is_right_usage(desk):
    text = (Path(__file__).resolve().parents[3] / "README.md").read_text(encoding="utf-8")
    fenced = "\n".join(text.split("```")[1::2])

    examples = examples_of(fenced)

    assert len(examples) > 5
    for example in examples:
        assert desk.run(*example).exit_code in (0, 3), example

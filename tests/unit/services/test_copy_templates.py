"""A person's own copy formats: kept, changed, deleted, brought back, and written with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from support.code_lists import a_list

from codebook_app.domain.copying import CopyOptions, CopyTemplate
from codebook_app.errors import ConflictError, KnownError
from codebook_app.paths import Folders
from codebook_app.services.copy_templates import CopyTemplates
from codebook_app.services.copying import Copying

SLASHES = CopyTemplate("Slashes", "{dotless}", between="/")


@pytest.fixture
def templates(folders: Folders) -> Iterator[CopyTemplates]:
    made = CopyTemplates(folders.user_db)
    yield made
    made.close()


def test_a_template_is_a_format_from_the_moment_it_is_kept(templates):
    copying = Copying(templates=templates)
    before = copying.formats()
    templates.keep(replace(SLASHES, name="  Slashes   between "))
    (own,) = copying.formats()[len(before) :]

    assert (own.name, own.title, own.own) == ("own:Slashes between", "Slashes between", True)
    rendered = copying.render(a_list("E11.22", "N18.30"), "OWN:slashes between", CopyOptions())
    assert rendered.text == "E1122/N1830"


def test_templates_outlive_the_program_and_come_by_name(templates, folders):
    for name in ("b", "A", "c"):
        templates.keep(replace(SLASHES, name=name))
    templates.close()

    with closing(CopyTemplates(folders.user_db)) as again:
        assert [one.name for one in again.all()] == ["A", "b", "c"]


def test_a_changed_template_keeps_its_id_and_refuses_who_saw_it_before(templates):
    first = templates.keep(SLASHES)
    second = templates.keep(replace(first, between=" / "))

    assert (second.id, second.between) == (first.id, " / ")
    with pytest.raises(ConflictError, match="changed in another window"):
        templates.keep(replace(first, between="-"))
    with pytest.raises(ConflictError):
        templates.delete(first)
    assert templates.all() == (second,)


def test_two_templates_never_have_one_name_whatever_its_capitals(templates):
    templates.keep(SLASHES)

    with pytest.raises(KnownError, match="called “SLASHES” already"):
        templates.keep(replace(SLASHES, name="SLASHES"))
    assert len(templates.all()) == 1


def test_a_faulty_template_is_refused_and_nothing_is_kept(templates):
    with pytest.raises(KnownError, match=r"Line, character 1: there is no field \{cod\}\."):
        templates.keep(replace(SLASHES, line="{cod}"))
    assert templates.all() == ()


def test_a_deleted_template_comes_back_whole_and_with_a_free_name(templates):
    kept = templates.keep(SLASHES)
    templates.delete(kept)
    assert (templates.all(), [one.id for one in templates.deleted()]) == ((), [kept.id])
    with pytest.raises(ConflictError, match="was deleted"):
        templates.keep(kept)

    other = templates.keep(replace(SLASHES, between="|"))
    back = templates.restore(kept.id)

    assert (back.name, back.between) == ("Slashes 2", "/")
    assert templates.all() == (other, back)
    assert templates.deleted() == ()


def test_what_was_never_there_can_not_come_back(templates):
    with pytest.raises(KnownError, match="not there any more"):
        templates.restore("nothing")


def test_templates_go_from_one_person_to_another_by_a_file(templates, tmp_path):
    file = tmp_path / "templates.json"
    mine = templates.keep(CopyTemplate("Mine", "{code}"))
    templates.export_to(file, [mine, replace(mine, name="Other", line="{title} {code}")])
    changed = templates.keep(replace(mine, line="{code}!"))

    added = templates.import_from(file)

    # The name is taken by another one, which stays as it is.
    assert [(one.name, one.line) for one in added] == [
        ("Mine 2", "{code}"),
        ("Other", "{title} {code}"),
    ]
    assert changed in templates.all()
    templates.delete(changed)
    assert [one.name for one in templates.import_from(file)] == ["Mine"]
    assert templates.import_from(file) == ()


def test_of_a_file_with_a_fault_nothing_is_kept(templates, tmp_path):
    file = tmp_path / "templates.json"
    sound = {"name": "Sound", "line": "{code}"}
    file.write_text(json.dumps({"templates": [sound, {"name": "Faulty", "line": "{"}]}))

    with pytest.raises(KnownError, match="“Faulty”: Line, character 1"):
        templates.import_from(file)
    with pytest.raises(KnownError, match="cannot be read"):
        templates.import_from(tmp_path / "nowhere.json")
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(KnownError, match="UTF-8"):
        templates.import_from(file)
    assert templates.all() == ()

"""Words for supplies and services, in the HCPCS list as CMS publishes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from codebook_app import paths
from codebook_app.codesets.archive import official_files
from codebook_app.codesets.base import PartFile
from codebook_app.codesets.hcpcs.code_set import Hcpcs
from codebook_app.progress import silent
from codebook_app.search.index import SearchIndex, build_index
from codebook_app.search.volume import open_volume
from codebook_app.search.wordings import Wordings
from codebook_app.store.reference_build import build_reference_db
from codebook_app.store.reference_db import ReferenceDb

pytestmark = [pytest.mark.official, pytest.mark.slow]


@pytest.fixture(scope="module")
def index(official_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    list_file = official_dir / "hcpcs" / "HCPC2025_OCT_ANWEB.xlsx"
    if not list_file.is_file():
        pytest.skip(f"no list at {list_file}")
    code_set, directory = Hcpcs(), tmp_path_factory.mktemp("supplies")
    with official_files([list_file]) as found:
        parts = [PartFile(part, file) for file in found.files if (part := code_set.part(file))]
        edition = code_set.edition(parts[0])
        assert edition is not None
        content = code_set.read(parts, edition, silent, None)
    build_reference_db(directory / "reference.db", content)
    (directory / "index").mkdir()
    book = ReferenceDb.open(directory / "reference.db", "hcpcs", edition.release)
    build_index(book.searchable(), directory / "index")
    book.close()
    return directory / "index"


def test_every_meaning_of_a_supply_is_met_by_a_code(index: Path) -> None:
    text = paths.data_file("abbreviations.tsv").read_text(encoding="utf-8")
    supplies = text.partition("#: HCPCS\n")[2].partition("\n#: ")[0]
    lines = [line.partition("\t") for line in supplies.splitlines() if not line.startswith("#")]
    meant = [(short, each.strip()) for short, _, long in lines for each in long.split(";")]
    named = {f"qqqq{number}": said for number, said in enumerate(meant)}
    explained = Wordings({(word,): (meaning,) for word, (_, meaning) in named.items()})
    alone = SearchIndex(open_volume(index), explained, Wordings({}))
    unmet = [said for word, said in named.items() if not alone.search(word, limit=1).matches]
    alone.close()
    assert len(meant) >= 50
    assert not unmet

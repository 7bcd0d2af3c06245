"""Measures the search of what is installed, with its peers beside it in the same run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from codebook_app.domain.release import ReleaseChoice
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.progress import CancelToken, Progress, ProgressSink, silent
from codebook_app.services.bench.engine_process import effort_to_build, effort_to_search
from codebook_app.services.bench.engines import (
    ENGINES,
    WHOOSH,
    Book,
    Engine,
    WhooshEngine,
    engine_version,
    open_engine,
)
from codebook_app.services.bench.measurements import Answered, Footprint, Measurements, Timed
from codebook_app.services.bench.quality import Quality, place, quality
from codebook_app.services.bench.questions import Question, misspelt_each, questions_from_index
from codebook_app.services.bench.timing import CLOCK_NAME, interleaved, latency
from codebook_app.services.bench.typed import QueryClass, Sample, typed_by_class
from codebook_app.services.lookup import Lookup
from codebook_app.services.release_folders import REFERENCE, ReleaseFolders
from codebook_app.services.releases import Releases

_SEED = 4
"""The same releases are asked the same, in every run."""
_INDEX_QUESTIONS = 300
_TEXTS = 50
"""How many titles, and how many questions, are typed."""
_CODES = 40
_LOOKED_UP = 50
"""Questions that tell which code set a file of them is about."""

_Codes = Callable[[str], Sequence[tuple[str, str]]]


class SearchBench:
    """Measures what is installed below *folders*; writes to a temporary folder only."""

    def __init__(
        self,
        releases: Releases,
        lookup: Lookup,
        folders: Folders,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._releases = releases
        self._lookup = lookup
        self._folders = ReleaseFolders(folders.releases)
        self._today = today

    def run(
        self,
        questions: Sequence[Question] = (),
        *,
        rounds: int = 3,
        on: date | None = None,
        progress: ProgressSink = silent,
        cancel: CancelToken | None = None,
    ) -> Measurements:
        """Measure the releases in force *on* a day, by default today, that can be searched.

        Asks *questions*, and always some made of the installed indexes. Each time is the median of
        so many *rounds*.

        Raises:
            KnownError: nothing can be searched, or an engine cannot be built.
            Cancelled: soon after *cancel* says so; nothing is left behind.
        """
        choices = [one for one in self._lookup.code_sets(on) if one.release.searchable]
        if not choices:
            raise KnownError("Nothing is installed that can be searched.", "Run: codebook setup")
        books = [self._book(choice) for choice in choices]
        random = Random(_SEED)  # noqa: S311 - draws samples, no secrets
        progress(Progress("Reading what is installed", 0, 0))
        texts, sets, sample = self._material(books, questions, random)
        names = [name for name in ENGINES if engine_version(name)]
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="codebook-bench-")))
            footprints, engines = [], {}
            for name in names:
                progress(Progress(f"Building {name}", 0, 0))
                footprints.append(_footprint(name, books, folder / name, sample.texts, cancel))
            for name in names:
                engines[name] = self._engine(name, books, folder / name, on)
                stack.callback(engines[name].close)
            answered = []
            for asked, one_set in sets.items():
                progress(Progress(f"Asking {asked}", 0, 0))
                answered += self._answered(asked, one_set, engines, on, cancel)
            timed = []
            for kind, typed in typed_by_class(sample, random).items():
                progress(Progress(f"Timing {kind}", 0, 0))
                timed.append(_timed(kind, _searches(engines), typed, rounds, cancel))
                if kind in {QueryClass.KEYSTROKES, QueryClass.ALL_WORDS}:
                    rows = {name: engine.codes for name, engine in engines.items()}
                    timed.append(_timed(f"{kind}, fifty rows fetched", rows, typed, rounds, cancel))
        return Measurements(
            day=self._today(),
            releases=tuple(choice.release.title for choice in choices),
            texts=texts,
            rounds=rounds,
            clock=CLOCK_NAME,
            missing=tuple(name for name in ENGINES if name not in names),
            footprints=tuple(footprints),
            timed=tuple(timed),
            answered=tuple(answered),
        )

    def _book(self, choice: ReleaseChoice) -> Book:
        release = choice.release
        folder = self._folders.folder(release.code_set, release.release)
        return Book(str(folder / REFERENCE), release.code_set, release.release)

    def _material(
        self, books: Sequence[Book], questions: Sequence[Question], random: Random
    ) -> tuple[int, dict[str, tuple[Question, ...]], Sample]:
        """Return how many texts are searched, the sets of questions, and what is typed."""
        texts = 0
        titles: list[str] = []
        codes: list[str] = []
        sets: dict[str, tuple[Question, ...]] = {}
        if questions:
            sets["the questions given"] = self._placed(books, questions)
        for book in books:
            reader = self._releases.reader(book.code_set, book.release)
            lines = [(one.title, one.code) for one in reader.searchable() if one.level != "chapter"]
            terms = list(reader.searchable_terms())
            texts += len(lines) + len(terms)
            share = -(-_TEXTS // len(books))
            drawn = random.sample(lines, min(share, len(lines)))
            titles += [title for title, _ in drawn]
            # Headings have no code that anybody types.
            typed = [code.casefold() for _, code in lines if code.isalnum()]
            codes += random.sample(typed, min(_CODES // len(books), len(typed)))
            paths = questions_from_index(terms, book.code_set, _INDEX_QUESTIONS, random)
            if paths:
                sets[f"index paths of {book.code_set} {book.release}"] = paths
        asked = [one.text for one_set in sets.values() for one in one_set]
        titles += random.sample(asked, min(_TEXTS, len(asked)))
        return texts, sets, Sample(tuple(titles), tuple(codes))

    def _placed(self, books: Sequence[Book], questions: Sequence[Question]) -> tuple[Question, ...]:
        """Return *questions* with the code set that most of those looked up have codes of."""
        known: Counter[str] = Counter()
        for book in books:
            reader = self._releases.reader(book.code_set, book.release)
            for question in questions[:_LOOKED_UP]:
                known[book.code_set] += any(reader.code(code) for code in question.wanted)
        (code_set, count), *_ = known.most_common(1)
        if not count:
            raise KnownError(
                "None of the questions' codes is in what is installed.",
                "Choose the day with --date, or see: codebook releases",
            )
        return tuple(Question(one.text, one.wanted, code_set) for one in questions)

    def _engine(self, name: str, books: Sequence[Book], directory: Path, on: date | None) -> Engine:
        if name != WHOOSH:
            return open_engine(name, books, directory)
        from codebook_app.search.index import SearchIndex

        index = SearchIndex.joined(
            [self._releases.index(book.code_set, book.release) for book in books]
        )
        return WhooshEngine(index, lambda text: self._lookup.search(text, on=on).hits)

    def _answered(
        self,
        asked: str,
        questions: Sequence[Question],
        engines: Mapping[str, Engine],
        on: date | None,
        cancel: CancelToken | None,
    ) -> list[Answered]:
        """Return how the questions were answered from all releases, then from their own alone."""
        wrong = misspelt_each(questions, Random(_SEED))  # noqa: S311 - draws samples
        everywhere: dict[str, _Codes] = {name: one.codes for name, one in engines.items()}
        code_set = questions[0].code_set

        def alone(text: str) -> list[tuple[str, str]]:
            hits = self._lookup.search(text, code_sets=(code_set,), on=on).hits
            return [(hit.code_set, hit.code) for hit in hits]

        scopes: dict[str, dict[str, _Codes]] = {asked: everywhere}
        if len(self._lookup.code_sets(on)) > 1:
            scopes[f"{asked}, in {code_set} alone"] = {WHOOSH: alone}
        return [
            Answered(
                scope,
                {name: _quality(codes, questions, cancel) for name, codes in by_name.items()},
                {name: _quality(codes, wrong, cancel) for name, codes in by_name.items() if wrong},
            )
            for scope, by_name in scopes.items()
        ]


def _quality(codes: _Codes, questions: Sequence[Question], cancel: CancelToken | None) -> Quality:
    places = []
    for question in questions:
        if cancel is not None:
            cancel.raise_if_cancelled()
        places.append(place(codes(question.text), question))
    return quality(places)


def _searches(engines: Mapping[str, Engine]) -> dict[str, Callable[[str], object]]:
    return {name: engine.search for name, engine in engines.items()}


def _timed(
    kind: str,
    asked: Mapping[str, Callable[[str], object]],
    typed: Sequence[str],
    rounds: int,
    cancel: CancelToken | None,
) -> Timed:
    times = interleaved(asked, typed, rounds, cancel=cancel)
    return Timed(str(kind), {name: latency(taken) for name, taken in times.items()})


def _footprint(
    name: str,
    books: Sequence[Book],
    directory: Path,
    queries: Sequence[str],
    cancel: CancelToken | None,
) -> Footprint:
    directory.mkdir()
    built = effort_to_build(name, books, directory, cancel)
    searched = effort_to_search(name, books, directory, queries, cancel)
    return Footprint(
        engine=name,
        version=engine_version(name),
        build_seconds=built.seconds,
        build_memory=built.memory,
        disk=sum(file.stat().st_size for file in directory.rglob("*") if file.is_file()),
        cold_seconds=searched.seconds,
        memory=searched.memory,
    )

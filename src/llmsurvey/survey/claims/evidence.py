"""What claims are recomputed from: facts of the registry and scores of the boards, each with its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from llmsurvey.boards.compare import SETUP
from llmsurvey.boards.rank import BOARD_BENCHMARKS, SNAPSHOT
from llmsurvey.errors import UnknownNameError
from llmsurvey.lineage.verdict import Licensing, address
from llmsurvey.messages import Message, Word, say
from llmsurvey.records import Cell, Dataset, Model, Score, Size
from llmsurvey.records.dates import first_day
from llmsurvey.records.quantities import short_count
from llmsurvey.registry.built_in import Hardware, Survey
from llmsurvey.registry.registry import Registry

SUBMITTED = "2023-07-31"
"""The day on which the survey was received: what came out later it can't have meant."""


class Fact(NamedTuple):
    """A value that a claim is recomputed from: what it is, the value, and where it was read (empty: computed)."""

    what: Message
    value: Cell
    source: str | None = None

    @property
    def number(self) -> float:
        """The value as a number. Raises TypeError where it is none."""
        if not isinstance(self.value, (int, float)):
            raise TypeError(f"{self.what}: {self.value!r} is no number")
        return self.value


class PrintedCells(NamedTuple):
    """A row of a table of the survey: the model that it means, and its cells by their headings."""

    model: str
    cells: dict[str, str]


class MissingFactError(Exception):
    """Something that a claim needs isn't known; `what` is what would be needed."""

    def __init__(self, what: Message) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class Evidence:
    """The survey, the registry with the user's layers over it, every score of its boards, and precisions of weights.

    Every method raises MissingFactError for what isn't known, so that no claim is judged on a gap.
    """

    registry: Registry
    survey: Survey
    scores: tuple[Score, ...]
    hardware: Hardware
    licensing: Licensing = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "licensing", Licensing(self.registry))

    def model(self, name: str) -> Model:
        """A model by its id."""
        try:
            return self.registry.model_by_id[name]
        except KeyError:
            raise MissingFactError(say("the model {name}", name=name)) from None

    def size(self, name: str) -> tuple[Model, Size]:
        """A size by its address (`llama@65B`), with its model's facts."""
        try:
            model, size = self.registry.resolve_model(name)
        except UnknownNameError:
            raise MissingFactError(say("the size {name}", name=name)) from None
        return model, model.complete(size) if size else next(model.each_size())

    def sizes(self, name: str) -> list[Size]:
        """The sizes of a model that were out when the survey was written, each with its model's facts."""
        model = self.model(name)
        return [each for each in model.each_size() if not each.released or first_day(each.released) <= SUBMITTED]

    def parameters(self, name: str) -> Fact:
        """How many parameters a size has."""
        model, size = self.size(name)
        return self._counted(model, size, "parameters", say("parameters of {name}", name=address(model, size)))

    def tokens(self, name: str) -> Fact:
        """How many tokens a size was trained on."""
        model, size = self.size(name)
        return self._counted(model, size, "tokens", say("training tokens of {name}", name=address(model, size)))

    def _counted(self, model: Model, size: Size, field_name: str, what: Message) -> Fact:
        value: int | None = getattr(size, field_name)
        if value is None:
            raise MissingFactError(what)
        return Fact(what, value, _first(source.url for source in model.sources_for(field_name, size)))

    def released(self, name: str) -> Fact:
        """When a model came out, as precisely as its source says."""
        model = self.model(name)
        what = say("date of {name}", name=model.name)
        if model.released is None:
            raise MissingFactError(what)
        return Fact(what, model.released, _first(source.url for source in model.sources_for("released")))

    def kind(self, name: str) -> Fact:
        """Whether a model or size is pretrained, finetuned or a service."""
        model, size = self.size(name)
        what = say("kind of {name}", name=address(model, size))
        if size.kind is None:
            raise MissingFactError(what)
        return Fact(what, Word("kind", size.kind), _first(source.url for source in model.sources_for("kind", size)))

    def verdict(self, name: str) -> Fact:
        """What the licences of a size's whole lineage say of commercial use: yes, conditional or no."""
        model, size = self.size(name)
        source = _first(source.url for source in model.sources_for("licence", size))
        what = say("commercial use of {name}", name=address(model, size))
        verdict = self.licensing.of(model, size).verdict
        if verdict == "unknown":
            raise MissingFactError(what)
        return Fact(what, Word("verdict", verdict), source)

    def foundations(self, *names: str) -> Fact:
        """The sizes that those of some models were made from, each once."""
        links = [link for name in names for size in self.sizes(name) for link in size.foundations or ()]
        called = ", ".join(self.model(name).name for name in names)
        return Fact(say("foundations of {name}", name=called), tuple(dict.fromkeys(str(link) for link in links)))

    def roots(self, name: str) -> set[str]:
        """The models at which the weights of a size begin: those below it that were made from nothing."""
        waiting, found = [self.size(name)], set()
        while waiting:
            model, size = waiting.pop()
            links = [link for link in size.foundations or () if link.by_weights]
            if not links:
                found.add(model.id)
            for base, sizes in (self.registry.meant_by(link) for link in links):
                waiting += [(base, each) for each in sizes]
        return found

    def origins(self, names: Iterable[str]) -> set[str]:
        """Some datasets, and all that they were made of, by id."""
        waiting = list(names)
        found = set(waiting)
        while waiting:
            for link in self.dataset(waiting.pop()).derived_from:
                if link.dataset not in found:
                    found.add(link.dataset)
                    waiting.append(link.dataset)
        return found

    def dataset(self, name: str) -> Dataset:
        """A dataset by its id."""
        try:
            return self.registry.dataset_by_id[name]
        except KeyError:
            raise MissingFactError(say("the dataset {name}", name=name)) from None

    def items(self, name: str) -> Fact:
        """How many items a dataset holds."""
        dataset = self.dataset(name)
        what = say("items of {name}", name=dataset.name)
        if dataset.items is None:
            raise MissingFactError(what)
        return Fact(what, dataset.items, _first(each.url for each in dataset.sources if each.supports_field("items")))

    def pretrained_sizes(self, name: str) -> list[Fact]:
        """The distinct numbers of parameters of a model's pretrained sizes, the smallest first."""
        model = self.model(name)
        facts = [self.parameters(address(model, size)) for size in self.sizes(name) if size.kind == "pretrained"]
        if not facts:
            raise MissingFactError(say("the sizes of {name}", name=model.name))
        return sorted({fact.value: fact for fact in facts}.values(), key=lambda fact: fact.number)

    def printed(self, table: int) -> list[PrintedCells]:
        """The rows of one of the survey's tables."""
        form = self.survey.table(table)
        headings = [column.heading for column in form.columns]
        return [PrintedCells(row.model, dict(zip(headings, row.cells, strict=True))) for row in form.rows]

    def bits(self, precision: str) -> Fact:
        """The bits a weight of a precision."""
        found = next((each for each in self.hardware.precisions if each.id == precision), None)
        if found is None:
            raise MissingFactError(say("the precision {name}", name=precision))
        return Fact(
            say("bits a weight in {name}", name=found.name), float(found.bits), _first(s.url for s in found.sources)
        )

    @cached_property
    def top_ten(self) -> dict[str, dict[str, Score]]:
        """The survey's ten best of July 2023: the board's four scores of each, by the address of its size."""
        found: dict[str, dict[str, Score]] = {}
        for score in self.scores:
            if score.table == "2" and (score.board, score.date) == SNAPSHOT and score.benchmark in BOARD_BENCHMARKS:
                if score.model is None:
                    raise MissingFactError(say("which model {name} is", name=score.name_as_printed))
                name = f"{score.model}@{score.size}" if score.size else score.model
                found.setdefault(name, {})[score.benchmark] = score
        if not found:
            raise MissingFactError(say("the board of {date}", date=SNAPSHOT[1]))
        return found

    def means(self) -> dict[str, float]:
        """The mean of the four benchmarks of each of the ten, in percent, by the address of its size."""
        for name, scores in self.top_ten.items():
            if set(scores) != set(BOARD_BENCHMARKS):
                raise MissingFactError(say("all four scores of {name}", name=name))
        return {
            name: float(sum(score.percent for score in scores.values()) / len(scores))
            for name, scores in self.top_ten.items()
        }

    def of_table_4(self) -> list[Score]:
        """What the rows of Table 4 really are: each with its own benchmark, metric, board and date."""
        found = [score for score in self.scores if score.table == "4" and score.reading == "actual"]
        if not found:
            raise MissingFactError(say("what the scores of the table really are"))
        return found

    def comparable(self, first: str, second: str) -> list[tuple[Score, Score]]:
        """Pairs of scores of two models or sizes that were measured in one way; the survey's own figures aren't."""
        return [
            (one, other)
            for one in self.scores_of(first)
            for other in self.scores_of(second)
            if set_up(one) == set_up(other)
        ]

    def scores_of(self, name: str) -> list[Score]:
        """Every measured score of a model, or of one size of it (`llama@65B`)."""
        model, _, size = name.partition("@")
        measured = [score for score in self.scores if score.reading == "actual" and score.model == model]
        return [score for score in measured if not size or score.size == size]


def set_up(score: Score) -> tuple[object, ...]:
    """What must agree before two scores are comparable (docs/explanation/comparable.md)."""
    return tuple(getattr(score, name) for name in SETUP)


def _first(values: Iterable[str]) -> str | None:
    return next(iter(values), None)


def computed(what: Message, value: Cell) -> Fact:
    """A value that follows from others."""
    return Fact(what, value)


def score_fact(score: Score) -> Fact:
    """A score as a fact, in percent."""
    what = say(
        "{name}: {benchmark}, {metric}, {board} of {date}",
        name=score.name_as_printed,
        benchmark=score.benchmark,
        metric=score.metric,
        board=score.board,
        date=score.date or say("an unknown date"),
    )
    return Fact(what, float(score.percent), score.source)


def readable(value: Cell) -> str:
    """A value as people read it: counts in three digits with their unit, other numbers in four."""
    if isinstance(value, tuple):
        return ", ".join(readable(item) for item in value)
    if isinstance(value, int) and abs(value) >= 10_000:
        return short_count(value)
    if isinstance(value, float):
        return f"{value:.4g}"
    return value if isinstance(value, str) else str(value if value is not None else "")

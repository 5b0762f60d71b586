"""What claims are recomputed from: facts of the registry and scores of the boards, each with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.boards.comparable import SetUp
from llmsurvey.boards.measured_scores import MeasuredScore, NamedModel, ScorePair, family_of, measured_by_source
from llmsurvey.lineage.graph import Place, made_from, nearest_first, sizes_at
from llmsurvey.lineage.verdict import Licensing, address
from llmsurvey.messages import Message, Word, join_texts, say
from llmsurvey.records import Dataset, Model, Score, Size
from llmsurvey.records.publication import SURVEY
from llmsurvey.registry.built_in import Hardware, Survey
from llmsurvey.registry.built_in_boards import load_boards
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.scores import BOARD_BENCHMARKS, SNAPSHOT
from llmsurvey.survey.claims.fact import Fact, MissingFactError, first_address, stated_fact
from llmsurvey.survey.submitted import SUBMITTED, out_by_then

if TYPE_CHECKING:
    from llmsurvey.boards.score_cache import KeptScores

_AVERAGE = "mean"
"""The metric of a figure that is an average: what it is over isn't known, so it is comparable with none."""


class PrintedCells(NamedTuple):
    """A row of a table of the survey: the model that it means, and its cells by their headings."""

    model: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Evidence:
    """The survey, the registry with the user's layers over it, the scores that these state, and precisions of weights.

    `boards` has the scores of boards, the user's own included; without it only those that are stated count.
    Every method raises MissingFactError for what isn't known, so that no claim is judged on a gap.
    """

    registry: Registry
    survey: Survey
    scores: tuple[Score, ...]
    hardware: Hardware
    boards: KeptScores | None = None
    licensing: Licensing = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "licensing", Licensing(self.registry))

    def model(self, name: str) -> Model:
        """Return a model by its id."""
        try:
            return self.registry.model_by_id[name]
        except KeyError:
            raise MissingFactError(say("the model {name}", name=name)) from None

    def size(self, name: str) -> tuple[Model, Size]:
        """Return a size by its address (`llama@65B`), with its model's facts; the first size for a model alone."""
        model_id, _, wanted = name.partition("@")
        model = self.model(model_id)
        for size in model.each_size():
            if wanted in ("", size.name):
                return model, size
        raise MissingFactError(say("the size {name}", name=name))

    def sizes(self, name: str) -> list[Size]:
        """Return the sizes of a model that were out when the survey was written, each with its model's facts."""
        return out_by_then(self.model(name))

    def languages(self, name: str) -> Fact:
        """Return the languages of a size, by their ISO 639-1 codes."""
        return self._of_size(name, "languages", lambda called: say("languages of {name}", name=called))

    def parameters(self, name: str) -> Fact:
        """Return how many parameters a size has."""
        return self._of_size(name, "parameters", lambda called: say("parameters of {name}", name=called))

    def tokens(self, name: str) -> Fact:
        """Return how many tokens a size was trained on."""
        return self._of_size(name, "tokens", lambda called: say("training tokens of {name}", name=called))

    def trained_on(self, name: str) -> Fact:
        """Return the datasets that a size was trained on, by id."""
        return self._of_size(name, "datasets", lambda called: say("data of {name}", name=called))

    def kind(self, name: str) -> Fact:
        """Whether a model or size is pretrained, finetuned or a service."""
        fact = self._of_size(name, "kind", lambda called: say("kind of {name}", name=called))
        return fact._replace(value=Word("kind", str(fact.value)))

    def _of_size(self, name: str, field_name: str, said: Callable[[str], Message]) -> Fact:
        """Return a field of a size; `said` makes the label of the fact from the name that people call the size by."""
        model, size = self.size(name)
        return stated_fact(said(address(model, size)), getattr(size, field_name), model.sources_for(field_name, size))

    def verdict(self, name: str) -> Fact:
        """Return what the licences of a size's whole lineage say of commercial use: yes, conditional or no."""
        model, size = self.size(name)
        verdict = self.licensing.assess(model, size).verdict
        value = None if verdict == "unknown" else Word("verdict", verdict)
        what = say("commercial use of {name}", name=address(model, size))
        return stated_fact(what, value, model.sources_for("licence", size))

    def released(self, name: str) -> Fact:
        """Return when a model came out, as precisely as its source says."""
        model = self.model(name)
        return stated_fact(say("date of {name}", name=model.name), model.released, model.sources_for("released"))

    def developers(self, name: str, called: str) -> Fact:
        """Return who made a model; `called` is how the survey calls it."""
        model = self.model(name)
        return stated_fact(say("developers of {name}", name=called), model.developers, model.sources_for("developers"))

    def names_of_sizes(self, name: str) -> Fact:
        """Return the sizes of a model that were out when the survey was written, by name."""
        model = self.model(name)
        names = tuple(size.name for size in self.sizes(name)) if model.sizes else ()
        return stated_fact(say("sizes of {name}", name=model.name), names, model.sources_for("sizes"))

    def foundations(self, name: str) -> Fact:
        """Return the sizes that those of a model were made from, each once; none for what was pretrained."""
        model, sizes = self.model(name), self.sizes(name)
        what = say("foundations of {name}", name=model.name)
        if any(not size.foundations and size.kind not in ("pretrained", "service") for size in sizes):
            raise MissingFactError(what)
        links = dict.fromkeys(str(link) for size in sizes for link in size.foundations or ())
        return Fact(what, tuple(links), first_address(model.sources_for("foundations", size) for size in sizes))

    def roots(self, name: str) -> set[str]:
        """Return the models at which the weights of a size begin: those below it that were made from nothing."""
        model, size = self.size(name)
        start: Place = (model.id, size.name)
        roots = set()
        for base in nearest_first([start], self._made_from):
            if not self._made_from(base):
                ((model, size),) = sizes_at(self.registry, base)
                if size.kind == "finetuned":
                    raise MissingFactError(say("foundations of {name}", name=address(model, size)))
                roots.add(model.id)
        return roots

    def _made_from(self, place: Place) -> list[Place]:
        return made_from(self.registry, place)

    def origins(self, names: Iterable[str]) -> set[str]:
        """Return some datasets, and all that they were made of, by id."""
        return set(nearest_first(names, lambda name: [link.dataset for link in self.dataset(name).derived_from]))

    def parts(self, name: str) -> Fact:
        """Return the datasets that a dataset was made of at first hand, by id."""
        dataset = self.dataset(name)
        parts = tuple(link.dataset for link in dataset.derived_from)
        return stated_fact(say("parts of {name}", name=dataset.name), parts, dataset.sources_for("derived_from"))

    def made_of(self, name: str) -> Fact:
        """Return everything that a dataset was made of, by id."""
        dataset = self.dataset(name)
        below = tuple(sorted(self.origins([name]) - {name}))
        return stated_fact(
            say("what {name} was made of", name=dataset.name), below, dataset.sources_for("derived_from")
        )

    def dataset(self, name: str) -> Dataset:
        """Return a dataset by its id."""
        try:
            return self.registry.dataset_by_id[name]
        except KeyError:
            raise MissingFactError(say("the dataset {name}", name=name)) from None

    def items(self, name: str) -> Fact:
        """Return how many items a dataset holds."""
        dataset = self.dataset(name)
        return stated_fact(say("items of {name}", name=dataset.name), dataset.items, dataset.sources_for("items"))

    def extent(self, name: str) -> Fact:
        """Return how large a dataset is, in the words of its source."""
        dataset = self.dataset(name)
        return stated_fact(say("extent of {name}", name=dataset.name), dataset.size, dataset.sources_for("size"))

    def access_to_data(self, name: str) -> Fact:
        """Return whether a dataset can be had."""
        dataset = self.dataset(name)
        access = Word("access", dataset.access) if dataset.access else None
        return stated_fact(say("access to {name}", name=dataset.name), access, dataset.sources_for("access"))

    def architecture(self, name: str) -> Fact:
        """Return the architecture of a model."""
        model = self.model(name)
        architecture = Word("architecture", model.architecture) if model.architecture else None
        what = say("architecture of {name}", name=model.name)
        return stated_fact(what, architecture, model.sources_for("architecture"))

    def generated_by(self, name: str) -> Fact:
        """Return the models that generated a dataset."""
        dataset = self.dataset(name)
        teachers = tuple(map(str, dataset.generated_by))
        return stated_fact(
            say("what generated {name}", name=dataset.name), teachers, dataset.sources_for("generated_by")
        )

    def translated_by(self, name: str) -> Fact:
        """Return what translated the data that a dataset was made of; nothing where none of it was translated."""
        dataset = self.dataset(name)
        what = say("what translated {name}", name=dataset.name)
        if not dataset.derived_from:
            raise MissingFactError(what)
        tools = tuple(link.by for link in dataset.derived_from if link.relation == "translated" and link.by)
        return Fact(what, tools, first_address([dataset.sources_for("derived_from")]))

    def pretrained_sizes(self, name: str) -> list[Fact]:
        """Return the distinct numbers of parameters of a model's pretrained sizes, the smallest first."""
        model = self.model(name)
        facts = [self.parameters(f"{model.id}@{size.name}") for size in self.sizes(name) if size.kind == "pretrained"]
        if not facts:
            raise MissingFactError(say("the sizes of {name}", name=model.name))
        return sorted({fact.value: fact for fact in facts}.values(), key=lambda fact: fact.number)

    def printed(self, table: int) -> list[PrintedCells]:
        """Return the rows of one of the survey's tables."""
        form = self.survey.table(table)
        headings = [column.heading for column in form.columns]
        return [PrintedCells(row.model, dict(zip(headings, row.cells, strict=True))) for row in form.rows]

    def reading(self, key: str) -> Fact:
        """Return a figure that a source gives, and that no record has a field for."""
        reading = next((reading for reading in self.survey.readings if reading.key == key), None)
        if reading is None:
            raise MissingFactError(say("the figure {name}", name=key))
        return Fact(join_texts([reading.what.text]), reading.value, first_address([reading.sources]))

    def corrected(self, number: int) -> Fact:
        """Return what an erratum says in place of what is printed, with its first source."""
        erratum = next((erratum for erratum in self.survey.errata if erratum.number == number), None)
        if erratum is None:
            raise MissingFactError(say("the erratum {name}", name=f"E{number}"))
        what = say('"{printed}", corrected', printed=erratum.printed)
        return Fact(what, erratum.correct.text, first_address([erratum.sources]))

    def as_printed(self, name: str, value: float) -> Fact:
        """Return a figure that the survey prints for something."""
        source = self.survey.publication_by_key[SURVEY].url
        return Fact(say("{name} as printed", name=name), value, source)

    def bits(self, precision: str) -> Fact:
        """Return the bits that a weight takes in a precision."""
        record = next((candidate for candidate in self.hardware.precisions if candidate.id == precision), None)
        if record is None:
            raise MissingFactError(say("the precision {name}", name=precision))
        return Fact(
            say("bits a weight in {name}", name=record.name), float(record.bits), first_address([record.sources])
        )

    @cached_property
    def top_ten(self) -> dict[str, dict[str, Score]]:
        """The survey's ten best of July 2023: the board's four scores of each, by the address of its size."""
        scores_by_name: dict[str, dict[str, Score]] = {}
        for score in self.scores:
            if score.table == "2" and (score.board, score.date) == SNAPSHOT and score.benchmark in BOARD_BENCHMARKS:
                if score.model is None:
                    raise MissingFactError(say("which model {name} is", name=score.name_as_printed))
                name = f"{score.model}@{score.size}" if score.size else score.model
                scores_by_name.setdefault(name, {})[score.benchmark] = score
        if not scores_by_name:
            raise MissingFactError(say("the board of {date}", date=SNAPSHOT[1]))
        return scores_by_name

    def means(self) -> dict[str, Fact]:
        """Return the mean of the four benchmarks of each of the ten, in percent, by the address of its size."""
        means = {}
        for name, scores in self.top_ten.items():
            if set(scores) != set(BOARD_BENCHMARKS):
                raise MissingFactError(say("all four scores of {name}", name=name))
            mean = float(sum(score.percent for score in scores.values()) / len(scores))
            source = next(iter(scores.values())).source
            means[name] = Fact(say("average of {name}", name=name), mean, source)
        return means

    def rows_of_table_2(self) -> dict[str, str]:
        """Return the address of the size that each row of Table 2 means, by its name there."""
        return {
            score.name_as_printed: f"{score.model}@{score.size}"
            for score in self.scores
            if score.table == "2" and score.reading == "printed"
        }

    @cached_property
    def stated(self) -> tuple[MeasuredScore, ...]:
        """Every measured score of the registry and of the sources of the survey; the survey's own figures are none."""
        about = load_boards()
        return tuple(
            measured_by_source(self.registry, score, about) for score in self.scores if score.reading == "actual"
        )

    def of_table_4(self) -> list[MeasuredScore]:
        """Return what the rows of Table 4 really are: each with its own benchmark, metric, board and date."""
        scores = [score for score in self.stated if score.table == "4"]
        if not scores:
            raise MissingFactError(say("what the scores of the table really are"))
        return scores

    def comparable(self, first: str, second: str, benchmark: str | None = None) -> list[ScorePair]:
        """Return pairs of scores of two models or sizes, measured in one way, on a benchmark and its variants."""
        return [
            (first_score, second_score)
            for first_score in self.scores_of(first, benchmark)
            for second_score in self.scores_of(second, benchmark)
            if first_score.set_up == second_score.set_up and first_score.measure.metric != _AVERAGE
        ]

    def in_set_ups_of(self, scores: Iterable[MeasuredScore]) -> list[MeasuredScore]:
        """Return every score that is comparable with one of these."""
        set_ups: set[SetUp] = {score.set_up for score in scores}
        if self.boards is not None:
            return self.boards.comparable_with(set_ups, SUBMITTED)
        return [score for score in self.stated if score.set_up in set_ups]

    def scores_of(self, name: str, benchmark: str | None = None) -> list[MeasuredScore]:
        """Return every measured score of a model, or of one size of it (`llama@65B`), on a benchmark and its variants.

        Of a board it is the newest whole snapshot that there was when the survey was written, or of a board that was
        none then, as one that was imported later, the newest one.
        """
        key = name, benchmark
        if key not in self._scores_of:
            self._scores_of[key] = self._find_scores(name, benchmark)
        return self._scores_of[key]

    @cached_property
    def _scores_of(self) -> dict[tuple[str, str | None], list[MeasuredScore]]:
        return {}

    def _find_scores(self, name: str, benchmark: str | None) -> list[MeasuredScore]:
        model_id, _, size_name = name.partition("@")
        model = self.registry.model_by_id.get(model_id)
        if model is None:
            return []
        size = next((candidate for candidate in model.each_size() if candidate.name == size_name), None)
        if size_name and size is None:
            return []
        benchmarks = None if benchmark is None else family_of(self.registry, benchmark)
        wanted = NamedModel(name, model, size)
        if self.boards is not None:
            return self.boards.of_models([wanted], benchmarks, SUBMITTED)
        is_on = (score for score in self.stated if benchmarks is None or score.measure.benchmark in benchmarks)
        return [score for score in is_on if wanted.is_of(score)]

"""Benchmarks that models were trained or tuned on, themselves, by their data, or by what they were made from.

Weights carry what they learnt to whatever is made of them. Data carry their questions to what is translated, extended
or mixed from them; of a part of them, or of what was filtered, nobody knows which questions stayed. What was distilled
from a model has seen its answers and not the questions: that is told as indirect, and doesn't count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from llmsurvey.lineage.graph import Place, bottom_first, called, made_from, place_of, sizes_at
from llmsurvey.messages import Message, join_texts, say
from llmsurvey.records import Dataset, Foundation, Model, Size, Source
from llmsurvey.records.exposure import Exposure, Split
from llmsurvey.registry.registry import Registry

_CARRIES = ("translated", "extended", "mixture")
"""How data are made that hold the questions of what they were made from."""


class Exposed(NamedTuple):
    """That a size (`holder`) was trained on questions of a benchmark, with the sources that say so.

    `split` is which questions, and `dataset` the data that hold them; each is None where no source names it. With
    `indirect` it learned from a teacher that was trained on them.
    """

    benchmark: str
    split: Split | None
    dataset: str | None
    holder: str
    sources: tuple[Source, ...]
    indirect: bool = False

    @property
    def words(self) -> Message:
        """Which questions, in a few words: `hellaswag (training split)`."""
        return say("{benchmark} ({split})", benchmark=self.benchmark, split=self.words_of_split)

    @property
    def words_of_split(self) -> Message:
        """Which split, and that it is by a teacher, if so."""
        split = name_split(self.split)
        return say("{split}, by its teacher", split=split) if self.indirect else split

    def reason_for(self, model: Model) -> Message:
        """Return which questions, by which data, and by which base of a `model`: `arc (training split): flan`."""
        is_own = self.holder == model.name or self.holder.startswith(f"{model.name} ")
        by = [part for part in (self.dataset, None if is_own else self.holder) if part]
        return join_texts([self.words, join_texts(by, ", ")], ": ") if by else self.words


_WORDS_OF_SPLITS = {
    "train": say("training split"),
    "validation": say("validation split"),
    "test": say("test split"),
    "all": say("all questions"),
    None: say("split not stated"),
}


def name_split(split: Split | None) -> Message:
    """Return which questions of a benchmark are meant, in words."""
    return _WORDS_OF_SPLITS[split]


@dataclass(frozen=True)
class Contamination:
    """Knows which benchmarks the sizes of a registry were trained on; each size and each dataset is looked at once."""

    registry: Registry
    _sizes: dict[Place, tuple[Exposed, ...]] = field(default_factory=dict, repr=False, compare=False)
    _datasets: dict[str, tuple[tuple[Exposure, Dataset], ...]] = field(default_factory=dict, repr=False, compare=False)

    def of(self, model: Model, size: Size) -> tuple[Exposed, ...]:
        """Return the benchmarks that a size was trained on, each split once, with the nearest that was."""
        place = (model.id, size.name)
        for ancestor in bottom_first(place, lambda each: made_from(self.registry, each), self._sizes):
            below = [each for base in made_from(self.registry, ancestor) for each in self._sizes[base]]
            own = self._own(*sizes_at(self.registry, ancestor)[0]) if ancestor[1] is not None else ()
            self._sizes[ancestor] = _each_once([*own, *below])
        indirect = [exposed for link in _teachers(size) for exposed in self._of_teacher(place_of(self.registry, link))]
        return _each_once([*self._sizes[place], *indirect]) if indirect else self._sizes[place]

    def _own(self, model: Model, size: Size) -> Iterator[Exposed]:
        """Yield what is stated of a size itself, and of its data."""
        sources = model.sources_for("trained_on_benchmarks", size)
        for exposure in size.trained_on_benchmarks or ():
            yield Exposed(exposure.benchmark, exposure.split, None, called(model, size), sources)
        for name in size.datasets or ():
            for exposure, dataset in self._held_by(name):
                yield Exposed(
                    exposure.benchmark,
                    exposure.split,
                    dataset.id,
                    called(model, size),
                    dataset.sources_for("benchmarks"),
                )

    def _held_by(self, asked: str) -> tuple[tuple[Exposure, Dataset], ...]:
        """Return the questions that data hold, themselves or from what they were made of."""
        for name in bottom_first(asked, self._origins, self._datasets):
            dataset = self.registry.dataset_by_id[name]
            own = [(exposure, dataset) for exposure in dataset.benchmarks]
            self._datasets[name] = (*own, *(each for origin in self._origins(name) for each in self._datasets[origin]))
        return self._datasets[asked]

    def _origins(self, name: str) -> list[str]:
        derived = self.registry.dataset_by_id[name].derived_from
        return [link.dataset for link in derived if link.relation in _CARRIES]

    def _of_teacher(self, place: Place) -> Iterator[Exposed]:
        for model, size in sizes_at(self.registry, place):
            for exposed in self.of(model, size):
                yield exposed._replace(indirect=True)


def _teachers(size: Size) -> Iterable[Foundation]:
    return (link for link in size.foundations or () if not link.by_weights)


def _each_once(exposures: Iterable[Exposed]) -> tuple[Exposed, ...]:
    first: dict[tuple[str, Split | None, bool], Exposed] = {}
    for exposed in exposures:
        first.setdefault((exposed.benchmark, exposed.split, exposed.indirect), exposed)
    return tuple(first.values())

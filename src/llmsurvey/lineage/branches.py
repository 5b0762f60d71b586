"""Where a model comes from, and what came from it, as a tree of branches."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from llmsurvey.lineage.basis import Basis, bases_of, grounds_of_size
from llmsurvey.lineage.steps import Down, Key, Steps, Stop, Up
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.lineage.words import relation_words
from llmsurvey.messages import counted, say
from llmsurvey.records import EVERY_VERDICT, Dataset, Model, Size, Verdict

_OFTEN = 10
_VERY_MANY = 20


@dataclass(frozen=True)
class Branch:
    """A model or dataset in a tree, with how it belongs to what stands above it.

    `relation` is empty at the root. `verdict` is the strictest over the sizes, `no weights` where one has none, and
    `verdicts` are all where they differ. `caveat` marks data under a provider's terms, a non-commercial licence or
    none, or withdrawn. `licence` has the ids of licences, `licence_name` their short names. `rests_on` says in words
    who states what these follow from, but for sourced facts of the catalogue. A branch that stands elsewhere in the
    tree already is `repeated`, and not followed again. `came_after` marks, in a tree of both directions, what hangs
    from the root and came after it.
    """

    record: Literal["model", "dataset"]
    id: str
    name: str
    sizes: tuple[str, ...] = ()
    relation: str = ""
    by: str | None = None
    released: str | None = None
    developers: tuple[str, ...] = ()
    licence: tuple[str, ...] = ()
    licence_name: str | None = None
    verdict: Verdict | None = None
    verdicts: tuple[Verdict, ...] = ()
    extent: str | None = None
    access: str | None = None
    caveat: bool = False
    rests_on: tuple[str, ...] = ()
    repeated: bool = False
    came_after: bool = False
    branches: tuple[Branch, ...] = ()

    def walk(self) -> Iterator[tuple[int, Branch]]:
        """This branch and all below it, each before what hangs from it, with the number of its step from here."""
        waiting = [(0, self)]
        while waiting:
            step, branch = waiting.pop()
            yield step, branch
            waiting += [(step + 1, child) for child in reversed(branch.branches)]


def ancestors_of(
    licensing: Licensing,
    model: Model,
    size: Size | None = None,
    depth: int | None = None,
    *,
    datasets: bool = True,
) -> Branch:
    """Return what a model, or one `size` of it, was made from and trained on, and what that comes from in turn.

    `depth` is how many steps are followed; None follows all. Without `datasets` only models are.
    """
    return _grow_branch(licensing, Up(licensing.registry, datasets=datasets), model, size, depth)


def dataset_origins(
    licensing: Licensing, dataset: Dataset, depth: int | None = None, *, datasets: bool = True
) -> Branch:
    """Return what a dataset was translated, filtered or generated from."""
    return _grow_branch(licensing, Up(licensing.registry, datasets=datasets), dataset, None, depth)


def descendants_of(
    licensing: Licensing,
    start: Model | Dataset,
    size: Size | None = None,
    depth: int | None = None,
    *,
    datasets: bool = True,
) -> Branch:
    """Return what was made from a dataset or a model (or one `size` of it): models, and data that it generated."""
    return _grow_branch(licensing, Down(licensing.registry, datasets=datasets), start, size, depth)


def _grow_branch(
    licensing: Licensing, steps: Steps, start: Model | Dataset, size: Size | None, depth: int | None
) -> Branch:
    """Return the branch of a record with all below it, without recursion: a lineage may be thousands of steps long.

    What stands in several places is followed in one: the first, or, where only `depth` steps are followed, the first
    that is on a shortest way to it.
    """
    labels = _Labels(licensing)
    root = Stop(start) if isinstance(start, Dataset) else steps.at(start, [size.name] if size else None)
    trail = _Trail(root, _OFTEN, None if depth is None else _nearest_steps(steps, root, depth))

    def begin_branch(stop: Stop, step: int) -> tuple[Branch, Iterator[Stop], list[Branch]]:
        """Return a branch, the stops that are to hang from it, and those that do already."""
        part = trail.enter_stop(stop, step) if step != depth else None
        if part is None:
            return labels.branch_of_stop(stop, repeated=trail.has_all(stop) and steps.leads_on(stop)), iter(()), []
        return labels.branch_of_stop(stop), steps.after(part), []

    growing = [(labels.branch_of_stop(root), iter(()) if depth == 0 else steps.after(root), list[Branch]())]
    while True:
        branch, waiting, branches = growing[-1]
        if stop := next(waiting, None):
            growing.append(begin_branch(stop, len(growing)))
            continue
        growing.pop()
        finished = replace(branch, branches=tuple(branches)) if branches else branch
        if not growing:
            return finished
        growing[-1][2].append(finished)


def _nearest_steps(steps: Steps, root: Stop, depth: int) -> dict[Key, int]:
    """Return how many steps everything is away from the root on a shortest way, if that is no more than `depth`."""
    trail = _Trail(root, 1)
    waiting: deque[tuple[int, Stop | None]] = deque([(0, root)])
    while waiting:
        step, part = waiting.popleft()
        if part is not None and step < depth:
            waiting.extend((step + 1, trail.enter_stop(stop, step + 1)) for stop in steps.after(part))
    return trail.steps


class _Trail:
    """What was met on the way through a lineage, each with the step of the first time: whole stops, and sizes.

    Of sizes that are made from each other every set may be another, and there are more sets than anyone can wait for.
    So a set is followed only while one of its sizes was followed less than `often`, and of very many sizes only those
    that are new. `nearest` are the steps at which each is to be met; None where the first time is the right one.
    """

    def __init__(self, root: Stop, often: int, nearest: dict[Key, int] | None = None) -> None:
        self.steps = {root.key: 0}
        self._nearest = nearest
        self._often = often
        self._times = Counter[Key]()
        """How often each size was followed; those of a root that is a whole model are yet to be met by themselves."""
        if not root.is_whole:
            self._remember_stop(root, root.sizes, 0)

    def enter_stop(self, stop: Stop, step: int) -> Stop | None:
        """Return the part of a stop to follow from this `step`, or None where it is followed elsewhere."""
        if not stop.followed or stop.key in self.steps or (stop.is_whole and not self._is_near(stop.key, step)):
            return None
        often = self._often if len(stop.sizes) <= _VERY_MANY else 1
        new = [size for size in stop.sizes if self._times[_key_of_size(stop, size)] < often]
        new = [size for size in new if self._is_near(_key_of_size(stop, size), step)]
        if stop.sizes and not new:
            return None
        self._remember_stop(stop, new, step)
        return replace(stop, sizes=tuple(new)) if often == 1 else stop

    def has_all(self, stop: Stop) -> bool:
        """Whether all of a stop was met."""
        return stop.key in self.steps or (
            bool(stop.sizes) and all(_key_of_size(stop, size) in self._times for size in stop.sizes)
        )

    def _is_near(self, key: Key, step: int) -> bool:
        return self._nearest is None or self._nearest.get(key) == step

    def _remember_stop(self, stop: Stop, sizes: Iterable[Size], step: int) -> None:
        """Remember that a stop is followed, and which of its sizes were new."""
        self.steps[stop.key] = step
        for size in sizes:
            key = _key_of_size(stop, size)
            self.steps.setdefault(key, step)
            self._times[key] += 1


def _key_of_size(stop: Stop, size: Size) -> Key:
    return ("size", stop.record.id, size.name)


class _Labels:
    """What is said of the stops of a lineage, found once for those that are the same sizes of a model."""

    def __init__(self, licensing: Licensing) -> None:
        self.licensing = licensing
        self._facts: dict[tuple[Key, bool], dict[str, Any]] = {}

    def branch_of_stop(self, stop: Stop, *, repeated: bool = False) -> Branch:
        """Return the branch of a stop, with nothing that hangs from it yet."""
        if not stop.resolved:
            kind: Literal["model", "dataset"] = "model" if isinstance(stop.record, Model) else "dataset"
            verdict: Verdict | None = "unknown" if kind == "model" else None
            words = (say("a name that isn't in the registry"),)
            return Branch(kind, stop.record.id, stop.record.name, (), stop.relation, verdict=verdict, rests_on=words)
        if isinstance(stop.record, Dataset):
            return self._branch_of_dataset(stop.record, stop, repeated)
        judged = stop.relation != relation_words("generated")
        if (stop.key, judged) not in self._facts:
            self._facts[stop.key, judged] = self._facts_of_sizes(stop.record, stop.sizes, judged)
        facts = self._facts[stop.key, judged]
        return Branch(
            record="model",
            id=stop.record.id,
            name=stop.record.name,
            relation=stop.relation,
            developers=stop.record.developers,
            repeated=repeated,
            **(facts if stop.stated else {**facts, "sizes": ()}),
        )

    def _facts_of_sizes(self, model: Model, sizes: tuple[Size, ...], judged: bool) -> dict[str, Any]:
        """Return what is said of some sizes of a model; the verdict of their licences only where they are `judged`."""
        licences = dict.fromkeys(size.licence for size in sizes if size.licence)
        assessed = {self.licensing.assess(model, size).verdict for size in sizes} if judged else set()
        verdicts = tuple(verdict for verdict in EVERY_VERDICT if verdict in assessed)
        return {
            "sizes": tuple(size.name for size in sizes) if model.sizes else (),
            "released": model.released_as(sizes),
            "licence": tuple(licences),
            "licence_name": ", ".join(self._short_name(name) for name in licences) or None,
            "verdict": verdicts[0] if verdicts else None,
            "verdicts": verdicts if len(verdicts) > 1 else (),
            "access": sizes[0].access,
            "rests_on": _words_of_bases(basis for size in sizes for basis in self._bases_of_size(model, size, judged)),
        }

    def _bases_of_size(self, model: Model, size: Size, judged: bool) -> tuple[Basis, ...]:
        """Return who states what is said of a size, but for sourced facts of the catalogue."""
        if judged:
            return self.licensing.assess(model, size).rests_on
        return bases_of(grounds_of_size(self.licensing.registry, model, size))

    def _short_name(self, licence: str) -> str:
        """Return a licence in as few signs as name it."""
        record = self.licensing.registry.licence_by_id[licence]
        return record.spdx or record.name

    def _branch_of_dataset(self, dataset: Dataset, stop: Stop, repeated: bool) -> Branch:
        return Branch(
            record="dataset",
            id=dataset.id,
            name=dataset.name,
            relation=stop.relation,
            by=stop.by,
            released=dataset.released,
            developers=dataset.creators,
            licence=(dataset.licence,) if dataset.licence else (),
            licence_name=self._short_name(dataset.licence) if dataset.licence else None,
            extent=_extent_of(dataset),
            access=dataset.access,
            caveat=self.licensing.restricts(dataset),
            rests_on=_words_of_bases(self.licensing.bases_of_dataset(dataset)),
            repeated=repeated,
        )


def _words_of_bases(bases: Iterable[Basis]) -> tuple[str, ...]:
    """Return who says something, each once."""
    return tuple(dict.fromkeys(basis.words for basis in bases))


def _extent_of(dataset: Dataset) -> str | None:
    """Return how much a dataset holds, in the first unit that is published."""
    from llmsurvey.records.quantities import short_count

    if dataset.size:
        return dataset.size
    if dataset.items:
        return counted("{number:,} item", "{number:,} items", dataset.items)
    return say("{count} tokens", count=short_count(dataset.tokens)) if dataset.tokens else None

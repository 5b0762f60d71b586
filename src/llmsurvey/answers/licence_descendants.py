"""All models whose verdict rests on a model or on a licence, with theirs."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.dumps import note_dumps, note_left_below
from llmsurvey.answers.list import with_bases
from llmsurvey.answers.models_at_path import locate
from llmsurvey.lineage.graph import Place, made_into
from llmsurvey.lineage.verdict import Licensing, address
from llmsurvey.messages import Message, Word, counted, join_texts, say
from llmsurvey.records import EVERY_VERDICT, CommercialUse, Licence, Model, Size, Verdict
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import as_note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("id", brief=False),
    Column("size", brief=False),
    Column("name"),
    Column("depth", numeric=True),
    Column("released", order="date"),
    Column("licence"),
    Column("licence_name", brief=False),
    Column("commercial", order="verdict", words="verdict"),
    Column("verdict", order="verdict", words="verdict"),
    Column("decides"),
    Column("rests_on", brief=False),
)


class DescendantsEntry(NamedTuple):
    """A size that was made from weights of what was asked for, `depth` steps away; 0 are those themselves.

    `commercial` is what its own licence says, `verdict` what the whole lineage does. `decides` says whether that
    follows from what was asked for, which is as strict; else it follows from something else in its lineage.
    """

    id: str
    size: str | None
    name: str
    depth: int
    released: str | None
    licence: str | None
    licence_name: str | None
    commercial: Verdict
    verdict: Verdict
    decides: bool
    rests_on: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DescendantsAnswer(Answer[DescendantsEntry]):
    """The sizes whose verdict rests on a model or licence, the nearest first."""

    columns = COLUMNS

    def table(self) -> Table:
        """A row for each size."""
        rows = rows_of(self.entries, COLUMNS)
        texts = {(row, "licence"): entry.licence_name or "" for row, entry in enumerate(self.entries)}
        texts |= {(row, "decides"): "" for row, entry in enumerate(self.entries) if not entry.decides}
        return Table(with_bases(COLUMNS, rows), rows, notes=self.notes, texts=texts)


@dataclass(frozen=True, kw_only=True)
class DescendantsQuestion:
    """A model, MODEL@SIZE, the path of one, or a licence, by `name`; `data` says whether terms of data count."""

    name: str
    data: Literal["caveat", "strict"] = "caveat"


def find_descendants(library: Library, question: DescendantsQuestion) -> DescendantsAnswer:
    """Return every size whose verdict rests on a model or licence, the nearest first.

    Raises UnknownNameError with the nearest for a name that nothing has, and AmbiguousNameError where several answer to
    it.
    """
    located = locate(library, [question.name], below=True)
    library = located.library
    match = library.find(located.names[0], ("model", "licence"))
    assert isinstance(match.record, (Model, Licence))  # noqa: S101 (it is of the kinds that are asked for)
    answer = list_descendants(library.licensing(data=question.data), match.record, match.size)
    beyond = note_left_below(library) if isinstance(match.record, Model) else note_dumps(library)
    return replace(answer, notes=(*answer.notes, *beyond), faults=located.faults)


def list_descendants(licensing: Licensing, record: Model | Licence, size: Size | None) -> DescendantsAnswer:
    """Return every size whose weights come from a model (or one `size` of it), or from any under a licence."""
    registry = licensing.registry
    start = _start_of(licensing, record, size)
    made = made_into(registry)
    depths = _steps_away(made, start)
    passed_on = {place: _passed_on(licensing, record, place) for place in start}
    following = {
        verdict: _steps_away(made, [place for place in start if passed_on[place] == verdict])
        for verdict in set(passed_on.values())
    }
    entries = []
    for place, depth in depths.items():
        if place[1] is None:
            continue
        model = registry.model_by_id[place[0]]
        part = model.size_named(place[1])
        assessment = licensing.assess(model, part)
        licence = registry.licence_by_id.get(part.licence or "")
        entries.append(
            DescendantsEntry(
                id=model.id,
                size=part.name if model.sizes else None,
                name=address(model, part),
                depth=depth,
                released=part.released,
                licence=part.licence,
                licence_name=(licence.spdx or licence.name) if licence else None,
                commercial=assessment.own,
                verdict=assessment.verdict,
                decides=place in following.get(assessment.inheritance.verdicts[0], ()),
                rests_on=tuple(basis.words for basis in assessment.rests_on),
            )
        )
    return DescendantsAnswer(entries=entries, notes=tuple(_notes(entries)))


def _start_of(licensing: Licensing, record: Model | Licence, size: Size | None) -> list[Place]:
    """Return the sizes that are asked for: those of a model, or all under a licence."""
    if isinstance(record, Model):
        return [(record.id, part.name) for part in ([size] if size else record.each_size())]
    return [
        (model.id, part.name)
        for model in licensing.registry.models
        for part in model.each_size()
        if part.licence == record.id
    ]


def _passed_on(licensing: Licensing, record: Model | Licence, place: Place) -> CommercialUse:
    """Return what is passed on to what is made from a size that was asked for, or by the licence that was."""
    return record.commercial if isinstance(record, Licence) else licensing.passed_on(place).verdicts[0]


def _steps_away(made: dict[Place, list[Place]], start: Iterable[Place]) -> dict[Place, int]:
    """Return how many steps each size that came from some is away from the nearest of these."""
    depths: dict[Place, int] = dict.fromkeys(start, 0)
    waiting = deque(depths)
    while waiting:
        place = waiting.popleft()
        for below in (*made.get(place, ()), *made.get((place[0], None), ())):
            if below not in depths:
                depths[below] = depths[place] + 1
                waiting.append(below)
    return depths


def _notes(entries: list[DescendantsEntry]) -> Iterator[Message]:
    """Yield how many there are with each verdict, and how many claim more than what they rest on allows."""
    tally = Counter(entry.verdict for entry in entries)
    verdicts = [
        say("{verdict} {number}", verdict=Word("verdict", verdict), number=tally[verdict])
        for verdict in EVERY_VERDICT
        if verdict in tally
    ]
    yield as_note(
        "selection",
        say(
            "{sizes} ({verdicts}).",
            sizes=counted("{number} size", "{number} sizes", len(entries)),
            verdicts=join_texts(verdicts, ", "),
        ),
    )
    claims = sum(entry.depth > 0 and entry.decides and entry.commercial != entry.verdict for entry in entries)
    if claims:
        yield as_note(
            "contradictions",
            counted(
                "The own licence of {number} of these says otherwise than the verdict, which follows from above.",
                "The own licences of {number} of these say otherwise than the verdict, which follows from above.",
                claims,
            ),
        )

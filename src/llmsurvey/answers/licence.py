"""Why a model may or may not be used commercially: the chain of licences, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.conditions import ConditionsAnswer, list_conditions
from llmsurvey.answers.licence_steps import Detail, Step, group_sizes, holder_of
from llmsurvey.answers.licence_uses import UsesAnswer, explain_uses
from llmsurvey.answers.list import with_bases
from llmsurvey.answers.models_at_path import locate
from llmsurvey.answers.overruled import note_overruled_below
from llmsurvey.answers.short_texts import first_names
from llmsurvey.answers.show import ShowAnswer, list_facts
from llmsurvey.answers.unstated_bases import note_unstated_bases
from llmsurvey.errors import RequestError
from llmsurvey.lineage.uses import uses_in
from llmsurvey.lineage.verdict import Licensing, address
from llmsurvey.messages import Message, Word, join_texts, option, say
from llmsurvey.records import (
    NO_WEIGHTS,
    ConditionKind,
    Model,
    Size,
    Verdict,
)
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("id", brief=False),
    Column("sizes"),
    Column("verdict", order="verdict", words="verdict", brief=False),
    Column("step", numeric=True),
    Column("commercial", words="verdict"),
    Column("decides", brief=False),
    Column("licence", leads_to="source"),
    Column("licence_name", brief=False),
    Column("holder"),
    Column("because"),
    Column("conditions", brief=False, words="condition"),
    Column("quote", brief=False),
    Column("source", brief=False),
    Column("rests_on", brief=False),
)

WEIGHTS_DECIDE = note(
    "verdict", "The strictest licence of the weights decides; earlier licences, contradictions and caveats don't."
)
DATA_COUNTS = note(
    "verdict",
    "The strictest licence of the weights and of their data decides; earlier licences and contradictions don't.",
)
CONFLICTS = note(
    "conflicts",
    "Terms contradict each other (conflict): who keeps one breaks the other. Commercial use isn't settled by it.",
)
OWN_ALONE = note("selection", "Only its own licence was looked at; what it was made from may allow less.")
_NO_ADVICE = note(
    "advice",
    "This is what the licences say, not legal advice. Where that was read: `{hint}`.",
    hint=option("columns", "step,licence,source"),
)

ANSWERS = {
    NO_WEIGHTS: say("weights not released, nothing to license"),
    "no": say("no commercial use"),
    "unknown": say("commercial use unknown"),
    "conditional": say("commercial use on conditions"),
    "yes": say("commercial use allowed"),
}
"""Each verdict as an answer."""


@dataclass(frozen=True, kw_only=True)
class LicenceQuestion:
    """A model, MODEL@SIZE, a path at which a model lies, or a licence, by `name`.

    `own_licence` judges by a model's own licence alone, `data` says whether terms of data count. `conditions` asks for
    what has to be kept to in place of the reasons, `use` for what is said of some uses: `sell`, `serve`,
    `publish-finetune`, `train-on-output`, `users=50M`, `revenue=20M`, `field=medical`.
    """

    name: str
    own_licence: bool = False
    data: Literal["caveat", "strict"] = "caveat"
    conditions: bool = False
    use: tuple[str, ...] = ()


class LicenceEntry(NamedTuple):
    """A step of the explanation: a licence on the way down, who holds it, and why it counts.

    `verdict` is that of the `sizes` over the whole lineage, `commercial` what the step says of it, and `decides`
    whether the verdict follows from that; `earlier` and `contradiction` decide nothing, nor does a `conflict` of two
    clauses, which stand beside each other with their `quote`, nor a `caveat` unless data is asked to count. `rests_on`
    names the facts that aren't sourced facts of the catalogue, each with the layer that says so.
    """

    id: str
    sizes: tuple[str, ...]
    verdict: Verdict
    step: int
    commercial: str
    decides: bool
    licence: str | None
    licence_name: str | None
    holder: str
    because: str
    conditions: tuple[ConditionKind, ...]
    quote: str | None
    source: str | None
    rests_on: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LicenceAnswer(Answer[LicenceEntry]):
    """The chain of licences of a model, from the best verdict; `name` is the model's, or that of one size of it."""

    columns = COLUMNS

    name: str

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts of the sizes, each once, from the best."""
        return tuple(dict.fromkeys(entry.verdict for entry in self.entries))

    def table(self) -> Table:
        """A row for each step, in a group for each set of sizes that have the same reasons."""
        rows = rows_of(self.entries, COLUMNS)
        is_grouped = len({entry.sizes for entry in self.entries}) > 1
        columns = tuple(
            column._replace(brief=column.brief and (is_grouped or column.name != "sizes"))
            for column in with_bases(COLUMNS, rows)
        )
        texts: dict[tuple[int, str], str] = {}
        for row, entry in enumerate(self.entries):
            texts[row, "sizes"] = self._heading_of_sizes(entry)
            texts[row, "licence"] = entry.licence_name or ""
        answer = ANSWERS[self.verdicts[0]] if len(self.verdicts) == 1 else say("it depends on the size")
        title = join_texts([self.name, answer], ": ")
        return Table(columns, rows, title, self.notes, group_by="sizes" if is_grouped else None, texts=texts)

    def _heading_of_sizes(self, entry: LicenceEntry) -> Message:
        """Return what stands above the steps of some sizes: `7B, 13B: no commercial use`."""
        return join_texts([", ".join(entry.sizes) or self.name, ANSWERS[entry.verdict]], ": ")


def explain_licence(
    library: Library, question: LicenceQuestion
) -> LicenceAnswer | ConditionsAnswer | UsesAnswer | ShowAnswer:
    """Return whether a model may be used commercially and why, what to keep to, or what is said of uses.

    Of a licence, its facts.

    Raises UnknownNameError with the nearest models for a name that nothing has, AmbiguousNameError where several answer
    to it or a use that there isn't, and RequestError where of a licence something is asked that only models have.
    """
    located = locate(library, [question.name])
    match = located.library.find(located.names[0], ("model", "licence"))
    licensing = located.library.licensing(data=question.data, lineage=not question.own_licence)
    if isinstance(match.record, Model):
        answer = _explain_model(licensing, match.record, match.size, question)
        return replace(answer, faults=located.faults) if located.faults else answer
    if question.conditions or question.use or question.own_licence or question.data != "caveat":
        name = match.record.name
        raise RequestError(say("{name} is a licence: all of its terms are shown without further options.", name=name))
    return list_facts(licensing, match.record)


def _explain_model(
    licensing: Licensing, model: Model, size: Size | None, question: LicenceQuestion
) -> LicenceAnswer | ConditionsAnswer | UsesAnswer:
    """Return what is asked of a model, or of one size of it. Raises RequestError for two questions at once."""
    if question.conditions and question.use:
        raise RequestError(
            say("{conditions} and {use} are two questions.", conditions=option("conditions"), use=option("use"))
        )
    if question.use:
        return explain_uses(licensing, model, size, uses_in(question.use))
    if question.conditions:
        return list_conditions(licensing, model, size)
    return explain_chain(licensing, model, size)


def explain_chain(licensing: Licensing, model: Model, size: Size | None = None) -> LicenceAnswer:
    """Return every licence on the way down from a model (or one size of it), and the data's.

    Sizes for the same reasons share their entries, of which `step` is the number.
    """
    entries: list[LicenceEntry] = []
    sizes = [model.complete(size)] if size else list(model.each_size())
    for group in group_sizes(licensing, model, size):
        names = tuple(member.name for member in group.sizes) if model.sizes else ()
        for number, (step, details) in enumerate(group.steps, start=1):
            decides = step.decides(group.verdict, is_strict=licensing.data == "strict")
            entries.append(_entry_of_step(model, names, group.verdict, number, decides, step, details))
    notes = (
        *note_overruled_below(licensing, model, sizes),
        *note_unstated_bases(licensing, model, sizes),
        *_note_verdict(licensing, entries),
    )
    return LicenceAnswer(entries=entries, notes=notes, name=address(model, size))


def _entry_of_step(
    model: Model,
    names: tuple[str, ...],
    verdict: Verdict,
    number: int,
    decides: bool,
    step: Step,
    details: Sequence[Detail],
) -> LicenceEntry:
    """Return a step of sizes by their names, with what these differ in."""
    return LicenceEntry(
        id=model.id,
        sizes=names,
        verdict=verdict,
        step=number,
        commercial=step.commercial,
        decides=decides,
        licence=step.licence,
        licence_name=step.licence_name,
        holder=holder_of(step, details),
        because=step.because,
        conditions=step.conditions,
        quote=step.quote,
        source=next((detail.source for detail in details if detail.source), None),
        rests_on=tuple(dict.fromkeys(fact for detail in details for fact in detail.rests_on)),
    )


def _note_deciding(entries: Sequence[LicenceEntry]) -> Iterator[str]:
    """Name the steps from which each verdict follows."""
    for verdict in dict.fromkeys(entry.verdict for entry in entries):
        deciding = [entry for entry in entries if entry.decides and entry.verdict == verdict]
        named = dict.fromkeys(join_texts([entry.step, entry.holder]) for entry in deciding)
        yield note(
            "decides",
            "The verdict ({verdict}) follows from step {steps}.",
            verdict=Word("verdict", verdict),
            steps=first_names(list(named), "; "),
        )


def _note_verdict(licensing: Licensing, entries: Sequence[LicenceEntry]) -> Iterator[str]:
    if not licensing.lineage:
        yield OWN_ALONE
    if any(entry.commercial == "conflict" for entry in entries):
        yield CONFLICTS
    yield DATA_COUNTS if licensing.data == "strict" else WEIGHTS_DECIDE
    if licensing.data == "strict":
        yield from _note_deciding(entries)
    facts = dict.fromkeys(fact for entry in entries for fact in entry.rests_on)
    if facts:
        yield note(
            "basis",
            "Beyond sourced facts of the catalogue this rests on {facts}.",
            facts=first_names(list(facts), "; "),
        )
    yield _NO_ADVICE

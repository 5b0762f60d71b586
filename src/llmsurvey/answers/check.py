"""`check`: every model that a repository names, with what its licences say, and whether a policy lets it pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.check_policy import Policy, read_policy
from llmsurvey.answers.check_verdict import Judge, ModelVerdict, Rule
from llmsurvey.messages import Message, counted, join_texts, list_names, question, say
from llmsurvey.records import Verdict
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.importers.repositories.scan import NamedModel, Scan
    from llmsurvey.library import Library

Passing = Literal["no", "excused", "yes"]
"""Whether a policy lets a model pass, or a reason that somebody gave does."""

COLUMNS = (
    Column("file"),
    Column("line", numeric=True, brief=False),
    Column("column", numeric=True, brief=False),
    Column("name", leads_to="hub"),
    Column("verdict", order="verdict", words="verdict"),
    Column("passes", words="passes"),
    Column("why"),
    Column("rules", brief=False, words="rule"),
    Column("named_in", brief=False),
    Column("licence_ids", brief=False),
    Column("excuse", brief=False),
    Column("id", brief=False),
    Column("hub", brief=False),
)

_ORDER = {"no": 0, "excused": 1, "yes": 2}


@dataclass(frozen=True, kw_only=True)
class CheckModelsQuestion:
    """Files and folders by `paths`, and the file of a `policy`; without one commercial use must be allowed."""

    paths: tuple[str, ...]
    policy: str | Path | None = None


class CheckedEntry(NamedTuple):
    """A place at which a model is named, what licences say of that, and whether the policy lets it pass.

    `line` and `column` count from 1, and are None for a folder of the hub's cache. `rules` are those of the policy that
    it breaks, `excuse` is the reason that somebody gave. `id` is the model's in the registry, None for an unknown one.
    """

    file: str
    line: int | None
    column: int | None
    name: str
    verdict: Verdict
    passes: Passing
    why: str
    rules: tuple[Rule, ...]
    named_in: str | None
    licence_ids: tuple[str, ...]
    excuse: str | None
    id: str | None
    hub: str | None

    @property
    def place(self) -> str:
        """Where it is, as editors take it: `app.py:14:9`."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, kw_only=True)
class CheckModelsAnswer(Answer[CheckedEntry]):
    """Every place at which a model is named, those first that don't pass."""

    columns = COLUMNS

    @property
    def is_met(self) -> bool:
        """Whether all pass, and no excuse lacks its reason."""
        refused = any(not fault.warning for fault in self.faults)
        return not refused and all(entry.passes != "no" for entry in self.entries)

    def table(self) -> Table:
        """A row for each place."""
        texts = {(row, "file"): entry.place for row, entry in enumerate(self.entries)}
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), notes=self.notes, texts=texts)


def check_models(
    library: Library, asked: CheckModelsQuestion, progress: Callable[[int, int], None] = lambda done, total: None
) -> CheckModelsAnswer:
    """Return every model that files and folders name, and whether a policy lets it pass.

    Raises RequestError for a path at which nothing is, and PolicyError for a policy that can't be read.
    """
    from llmsurvey.importers.repositories.scan import scan_paths

    policy = Policy() if asked.policy is None else read_policy(Path(asked.policy), library.registry)
    own = None if asked.policy is None else Path(asked.policy)
    scan = scan_paths(asked.paths, library.registry, progress, without=own)
    judge = Judge(library.reaching([model.mention.known_as or model.mention.name for model in scan.models]), policy)
    excused = {model.model: model.reason for model in policy.excused}
    judged: dict[tuple[str, Path | None], ModelVerdict] = {}
    entries = []
    for model in scan.models:
        key = (model.mention.known_as or model.mention.name, model.cache)
        if key not in judged:
            judged[key] = judge.judge(*key)
        entries.append(_entry_of(model, judged[key], model.excuse or excused.get(model.mention.name)))
    entries.sort(key=lambda entry: (_ORDER[entry.passes], entry.file, entry.line or 0, entry.column or 0))
    notes = tuple(_notes_on(entries, scan))
    return CheckModelsAnswer(entries=entries, notes=notes, faults=tuple(sorted(scan.faults)))


def _entry_of(named: NamedModel, judged: ModelVerdict, excuse: str | None) -> CheckedEntry:
    mention = named.mention
    passes: Passing = "yes"
    why: Message = judged.because
    if judged.breaches:
        passes = "no" if excuse is None else "excused"
        why = join_texts(list(dict.fromkeys(breach.because for breach in judged.breaches)), "; ")
    if passes == "excused":
        why = say("excused: {reason}", reason=excuse)
    return CheckedEntry(
        file=named.file,
        line=mention.line or None,
        column=mention.column or None,
        name=mention.name,
        verdict=judged.verdict,
        passes=passes,
        why=why,
        rules=tuple(dict.fromkeys(breach.rule for breach in judged.breaches)),
        named_in=mention.named_in or None,
        licence_ids=judged.licences,
        excuse=excuse if passes == "excused" else None,
        id=judged.id,
        hub=f"https://huggingface.co/{mention.name}" if "/" in mention.name else None,
    )


def _notes_on(entries: Sequence[CheckedEntry], scan: Scan) -> Iterator[Note]:
    """Say how many pass, and what wasn't seen."""
    yield as_note("selection", _summary(entries, scan.files))
    unknown = list(dict.fromkeys(entry.name for entry in entries if entry.id is None and entry.passes == "no"))
    if unknown:
        yield note(
            "unknown",
            "Not in the registry: {names}. `{import_model}` reads a model's card, `{search}` looks for other names.",
            names=list_names(unknown, most=3),
            import_model=question("import_models", "PATH"),
            search=question("search", unknown[0].rpartition("/")[2]),
        )
    if scan.untold:
        yield as_note(
            "left-out",
            counted(
                "{number} call takes a model that only a run would tell: it isn't among these.",
                "{number} calls take a model that only a run would tell: these aren't among them.",
                scan.untold,
            ),
        )
    if scan.too_large:
        yield note("unreadable", "Larger than 1 MB and not read: {files}.", files=list_names(scan.too_large, most=3))


def _summary(entries: Sequence[CheckedEntry], files: int) -> Message:
    places = Counter(entry.passes for entry in entries)
    models = {entry.name for entry in entries}
    failing = {entry.name for entry in entries if entry.passes == "no"}
    looked = counted("in {number} file", "in {number} files", files)
    if not entries:
        return say("No model is named {files}.", files=looked)
    named = say(
        "{models} {places} {files}.",
        models=counted("{number} model", "{number} models", len(models)),
        places=counted("named at {number} place", "named at {number} places", len(entries)),
        files=looked,
    )
    verdict = (
        say("All pass.") if not failing else counted("{number} doesn't pass.", "{number} don't pass.", len(failing))
    )
    excused = places["excused"]
    more = [counted("{number} place is excused.", "{number} places are excused.", excused)] if excused else []
    return join_texts([named, verdict, *more])

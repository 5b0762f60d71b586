"""What changed since a dossier was written: verdicts, the chain, conditions, what isn't known, sources and facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.dossier import DossierAnswer, DossierQuestion, compose_dossier
from llmsurvey.answers.dossier_entries import DossierDocument, DossierEntry
from llmsurvey.answers.dossier_file import read_dossier
from llmsurvey.errors import RequestError
from llmsurvey.messages import Word, counted, join_texts, option, say
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import as_note, note
from llmsurvey.version import __version__

if TYPE_CHECKING:
    from llmsurvey.library import Library

Part = Literal["model", "verdict", "use", "step", "condition", "licence", "data", "unknown", "source", "record"]
"""What of a dossier changed."""

COLUMNS = (
    Column("name"),
    Column("part", words="part"),
    Column("about"),
    Column("before"),
    Column("now"),
)


@dataclass(frozen=True, kw_only=True)
class CheckQuestion:
    """The file of a dossier by its path."""

    check: str | Path


class ChangeEntry(NamedTuple):
    """A change: of which model and sizes (`name`), in which `part`, `about` what; `before` and `now`, None for nothing.

    Of a `record` it is only known that one of its facts, or the source of one, changed.
    """

    name: str | None
    part: Part
    about: str
    before: str | None
    now: str | None


@dataclass(frozen=True, kw_only=True)
class CheckAnswer(Answer[ChangeEntry]):
    """What changed since a dossier was written; `title` is what it is called."""

    columns = COLUMNS

    @property
    def has_changed(self) -> bool:
        """Whether anything did."""
        return bool(self.entries)

    def table(self) -> Table:
        """A row for each change."""
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), notes=self.notes)


def check_dossier(library: Library, question: CheckQuestion) -> CheckAnswer:
    """Return what changed since the dossier in a file was written, by the registry of the library.

    Raises RequestError for a file that holds no dossier, or can't be read.
    """
    before, is_as_written = read_dossier(Path(question.check))
    if before.asked.as_of is not None:
        library = library.on(before.asked.as_of)
    now, gone = _answer_again(library, before)
    entries = [
        ChangeEntry(name, "model", say("there is none any more, or it has no weights"), name, None) for name in gone
    ]
    for id in dict.fromkeys(section.id for section in (now.entries if now else ())):
        old = [section for section in before.sections if section.id == id]
        new = [section for section in (now.entries if now else ()) if section.id == id]
        entries += _compare_sections(old, new)
    entries += _compare_records(before, now)
    return CheckAnswer(entries=entries, notes=tuple(_note_check(before, entries, is_as_written=is_as_written)))


def _answer_again(library: Library, before: DossierDocument) -> tuple[DossierAnswer | None, list[str]]:
    """Return the dossier as it would be now, and the models of which there can't be one any more."""
    asked = DossierQuestion(names=before.asked.names, own_licence=before.asked.own_licence, data=before.asked.data)
    still_there, gone = [], []
    for name in asked.names:
        try:
            compose_dossier(library, DossierQuestion(names=(name,)))
            still_there.append(name)
        except RequestError:
            gone.append(name)
    if not still_there:
        return None, gone
    return compose_dossier(library, DossierQuestion(**{**vars(asked), "names": tuple(still_there)})), gone


_Facts = dict[tuple[str, str], dict[str, None]]
"""What is said, by what it is about and in words, with the sizes of which it is."""

_OF_SECTION: dict[Part, Callable[[DossierEntry], Iterable[tuple[str, str]]]] = {
    "verdict": lambda section: [("", section.verdict)],
    "use": lambda section: [(use.use, use.permission) for use in section.uses],
    "step": lambda section: [
        (step.holder, _join_known(step.commercial, step.licence_name, step.because)) for step in section.steps
    ],
    "condition": lambda section: [
        (join_texts([term.licence_name, term.condition], ": "), term.text) for term in section.terms
    ],
    "licence": lambda section: [
        (licence.licence_name, _join_known(licence.released, licence.commercial, licence.derivatives, licence.url))
        for licence in section.licences
    ],
    "data": lambda section: [
        (data.name, _join_known(data.licence_name, data.rights, *data.generated_by, *data.made_of))
        for data in section.data
    ],
    "unknown": lambda section: [("", sentence) for sentence in section.unknown],
    "source": lambda section: [(source.url, _join_known(source.checked, source.says)) for source in section.sources],
}
"""What a section says, by its parts: what each is about, and in words."""


def _join_known(*texts: str | None) -> str:
    """Return texts in one, without those that aren't known; a dash where none is."""
    return "; ".join(filter(None, texts)) or "-"


def _compare_sections(old: Sequence[DossierEntry], new: Sequence[DossierEntry]) -> Iterator[ChangeEntry]:
    """Yield what differs between the sections of one model; what changed of several sizes alike is told once."""
    for part, facts_of in _OF_SECTION.items():
        before, now = _collect(old, facts_of), _collect(new, facts_of)
        yield from _pair_changes(new[0].name, part, _without(before, now), _without(now, before))


def _collect(sections: Iterable[DossierEntry], facts_of: Callable[[DossierEntry], Iterable[tuple[str, str]]]) -> _Facts:
    facts: _Facts = {}
    for section in sections:
        for about, text in facts_of(section):
            facts.setdefault((str(about), str(text)), {}).update(dict.fromkeys(section.sizes or ("",)))
    return facts


def _without(facts: _Facts, others: _Facts) -> _Facts:
    """Return the facts, with their sizes, that others don't have, or not for all of these sizes."""
    left = {fact: {size: None for size in sizes if size not in others.get(fact, {})} for fact, sizes in facts.items()}
    return {fact: sizes for fact, sizes in left.items() if sizes}


def _pair_changes(name: str, part: Part, gone: _Facts, added: _Facts) -> Iterator[ChangeEntry]:
    """Yield each change; what is gone stands beside what took its place: about the same thing, of the same sizes."""
    waiting = dict(added)
    for (about, text), sizes in gone.items():
        alike = (fact for fact, others in waiting.items() if fact[0] == about and others.keys() == sizes.keys())
        match = next(alike, None)
        if match is not None:
            del waiting[match]
        yield _change(name, sizes, part, about, text, match[1] if match else None)
    for (about, text), sizes in waiting.items():
        yield _change(name, sizes, part, about, None, text)


def _change(
    name: str, sizes: Iterable[str], part: Part, about: str, before: str | None, now: str | None
) -> ChangeEntry:
    names = ", ".join(filter(None, sizes))
    texts = [text if text is None or part != "verdict" else Word("verdict", text) for text in (before, now)]
    return ChangeEntry(join_texts([name, names], ": ") if names else name, part, about, *texts)


def _compare_records(before: DossierDocument, now: DossierAnswer | None) -> Iterator[ChangeEntry]:
    """Yield the records of which a fact changed, which are behind what else changed, and sometimes are all that did."""
    records = now.records if now else {}
    for record in sorted({*before.record_digests, *records}):
        old, new = before.record_digests.get(record), records.get(record)
        if old != new:
            yield ChangeEntry(None, "record", record, old and old[:12], new and new[:12])


def _note_check(before: DossierDocument, entries: list[ChangeEntry], *, is_as_written: bool) -> Iterator[str]:
    if not entries:
        yield note("selection", "Nothing changed.")
    else:
        yield as_note("selection", counted("{number} change.", "{number} changes.", len(entries)))
    if not is_as_written:
        yield note(
            "overruled",
            "The text of the file isn't as it was written; only what it holds as data was compared.",
        )
    if before.llmsurvey != __version__:
        yield note(
            "partial",
            "The dossier was written by version {version}, and this is {current}.",
            version=before.llmsurvey,
            current=__version__,
        )
    if any(entry.part == "model" for entry in entries):
        yield note(
            "unknown",
            "A model of a registry of your own is known where that is named: `{hint}`.",
            hint=option("registry", "FILE"),
        )

"""What one may do with a model, use by use: what each licence on the way says of it, with the clause that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.lineage.rules import PERMISSIONS, Permission, Use
from llmsurvey.lineage.uses import SaidBy, judge_use, name_use, parse_use, said_by_each, write_use
from llmsurvey.lineage.verdict import Assessment, Licensing, address
from llmsurvey.messages import Message, Word, join_texts, say
from llmsurvey.records import NO_WEIGHTS, Condition, Licence, Model, Size
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import note

COLUMNS = (
    Column("sizes", brief=False),
    Column("use"),
    Column("permission", words="permission", brief=False),
    Column("said", words="permission"),
    Column("licence", leads_to="source"),
    Column("licence_name", brief=False),
    Column("holder"),
    Column("clause"),
    Column("quote", brief=False),
    Column("released", brief=False, order="date"),
    Column("source", brief=False),
    Column("checked", order="date"),
)

_SILENCE = note(
    "silence", "Of several licences the one that restricts most counts. What none speaks of is not said, and not yes."
)
_NO_ADVICE = note("advice", "This is what the licences say, not legal advice.")


class UseEntry(NamedTuple):
    """What one licence says of a use, by one of its clauses.

    `use` is written as it is asked. `permission` is what all licences over the `sizes` say together, `said` what this
    one does. `released` is the day of this version of the licence, `checked` when it was read.
    """

    sizes: tuple[str, ...]
    use: str
    permission: Permission
    said: Permission
    licence: str | None
    licence_name: str | None
    holder: str
    clause: str | None
    quote: str | None
    released: str | None
    source: str | None
    checked: str | None


@dataclass(frozen=True, kw_only=True)
class UsesAnswer(Answer[UseEntry]):
    """Each use that was asked about, with what every licence says of it; `name` is the model's, or that of a size."""

    columns = COLUMNS

    name: str

    def table(self) -> Table:
        """A row for each clause, in a group for each use of the sizes of which the same is said."""
        texts: dict[tuple[int, str], str] = {}
        for row, entry in enumerate(self.entries):
            texts[row, "use"] = self._heading_of_use(entry)
            texts[row, "licence"] = entry.licence_name or ""
        rows = rows_of(self.entries, COLUMNS)
        return Table(COLUMNS, rows, self.name, self.notes, group_by="use", texts=texts)

    def _heading_of_use(self, entry: UseEntry) -> Message:
        """Return what stands above the clauses of a use: `7B, 13B: sell: conditional`."""
        answer = join_texts([name_use(parse_use(entry.use)), Word("permission", entry.permission)], ": ")
        return join_texts([", ".join(entry.sizes), answer], ": ") if entry.sizes else answer


def explain_uses(licensing: Licensing, model: Model, size: Size | None, uses: Sequence[Use]) -> UsesAnswer:
    """Return what the licences over a model (or one size of it) say of each use; sizes alike share their entries."""
    sizes = [model.complete(size)] if size else list(model.each_size())
    entries = [entry for use in uses for entry in _entries_of_use(licensing, model, sizes, use)]
    return UsesAnswer(entries=entries, notes=(_SILENCE, _NO_ADVICE), name=address(model, size))


def _entries_of_use(licensing: Licensing, model: Model, sizes: Sequence[Size], use: Use) -> Iterator[UseEntry]:
    groups: dict[tuple[Permission, tuple[object, ...]], tuple[list[str], list[SaidBy]]] = {}
    for size in sizes:
        assessment = licensing.assess(model, size)
        statements = said_by_each(assessment, use)
        key = (
            _permission_of(assessment, use),
            tuple((statement.licence.id if statement.licence else None) for statement in statements),
        )
        groups.setdefault(key, ([], statements))[0].append(size.name)
    for (permission, _), (names, statements) in sorted(
        groups.items(), key=lambda group: -PERMISSIONS.index(group[0][0])
    ):
        named = tuple(names) if len(groups) > 1 else ()
        for statement in statements:
            for clause in statement.said.clauses or (None,):
                yield _entry_of_clause(named, use, permission, statement, clause)


def _permission_of(assessment: Assessment, use: Use) -> Permission:
    return "unknown" if assessment.verdict == NO_WEIGHTS else judge_use(assessment, use)


def _entry_of_clause(
    sizes: tuple[str, ...], use: Use, permission: Permission, statement: SaidBy, clause: Condition | None
) -> UseEntry:
    licence = statement.licence
    source = _source_of(licence, clause) if licence else (None, None, None)
    return UseEntry(
        sizes=sizes,
        use=write_use(use),
        permission=permission,
        said=statement.said.permission,
        licence=licence.id if licence else None,
        licence_name=licence.name if licence else None,
        holder=statement.holder,
        clause=clause.text if clause else _explain_without_clause(statement, source[2]),
        quote=clause.quote if clause else None,
        released=licence.released if licence else None,
        source=source[0],
        checked=source[1],
    )


def _source_of(licence: Licence, clause: Condition | None) -> tuple[str | None, str | None, str | None]:
    """Return where a licence was read for a clause, or for its verdict, when, and what that says."""
    field = "conditions" if clause else "commercial"
    read = next((source for source in licence.sources if source.supports_field(field)), None)
    return (read.url, read.checked, read.says) if read else (licence.url, None, None)


def _explain_without_clause(statement: SaidBy, says: str | None) -> str | None:
    """Return why a licence says what it does where no clause of it is quoted."""
    if statement.licence is None:
        return say("no licence of its own is known")
    if statement.said.permission == "not said":
        return say("nothing is said of it")
    return says

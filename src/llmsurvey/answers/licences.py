"""All licences, and who uses them."""

from __future__ import annotations

from llmsurvey.answers.list import with_bases
from llmsurvey.answers.short_texts import few
from llmsurvey.lineage.basis import bases_of, grounds_of_licence
from llmsurvey.messages import say
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table

COLUMNS = (
    Column("id"),
    Column("name", brief=False),
    Column("spdx", brief=False),
    Column("kind", words="licence kind"),
    Column("verdict", order="verdict", words="verdict"),
    Column("conditions", words="condition"),
    Column("models"),
    Column("datasets", brief=False),
    Column("url", brief=False),
    Column("aliases", brief=False),
    Column("rests_on", brief=False),
)


def list_licences(registry: Registry) -> Table:
    """Every licence with what it says of commercial use, and the models and datasets that are under it now."""
    models: dict[str, dict[str, None]] = {}
    for model in registry.models:
        for size in model.each_size():
            if size.licence:
                models.setdefault(size.licence, {})[model.id] = None
    datasets: dict[str, list[str]] = {}
    for dataset in registry.datasets:
        if dataset.licence:
            datasets.setdefault(dataset.licence, []).append(dataset.id)
    rows: list[tuple[Cell, ...]] = []
    texts: dict[tuple[int, str], str] = {}
    for place, licence in enumerate(registry.licences):
        using = tuple(models.get(licence.id, ()))
        kinds = tuple(dict.fromkeys(condition.kind for condition in licence.conditions))
        trained = tuple(datasets.get(licence.id, ()))
        rows.append(
            (
                licence.id,
                licence.name,
                licence.spdx,
                licence.kind,
                licence.commercial,
                kinds,
                using,
                trained,
                licence.url,
                licence.aliases,
                tuple(basis.words for basis in bases_of(grounds_of_licence(registry, licence))),
            )
        )
        texts[place, "models"] = few(using)
    note = say(
        "{number} licences. `llmsurvey licence NAME` shows one model's, `llmsurvey list --licence ID` the models "
        "under one.",
        number=len(rows),
    )
    return Table(with_bases(COLUMNS, rows), tuple(rows), notes=(note,), texts=texts)

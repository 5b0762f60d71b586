"""What licences declare beside what follows: counted for all models at once, as `licence` says of each by itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from tests.answers.test_dumps import LLAMA, draft, keep

import llmsurvey
from llmsurvey.answers.declared_licences import DeclaredAnswer
from llmsurvey.answers.stats import StatsQuestion, count_catalogue
from llmsurvey.errors import RequestError
from llmsurvey.importers.graphs import Draft, Named
from llmsurvey.library import Library
from llmsurvey.lineage.graph import sizes_at
from llmsurvey.lineage.rules import effective_verdict
from llmsurvey.records import VERDICTS

LICENCES = ("mit", "apache-2.0", "llama2", "cc-by-nc-4.0", "other", "no such words", None)
OUTSIDE = (
    LLAMA,
    "META-LLAMA/llama-2-7b-hf",
    "EleutherAI/polyglot-ko-12.8b",
    "lmsys/vicuna-7b-v1.3",
    "deepseek-ai/DeepSeek-V3.1",
    "who/knows",
)


def made_up_dump(random: Random, models: int, name: str) -> list[Draft]:
    """Models each of which was made from up to three before it, of the registry, or that nobody has."""
    drafts = []
    for number in range(models):
        before = [f"{name}/m{each}" for each in range(number)]
        bases = random.sample([*before, *OUTSIDE], min(number, random.choice((0, 1, 1, 1, 2, 3))))
        named = [Named(base.upper() if random.random() < 0.1 else base, "finetuned") for base in bases]
        access = random.choice((None, None, None, "closed"))
        drafts.append(draft(f"{name}/m{number}", *named, licence=random.choice(LICENCES), access=access))
    return drafts


def declared(library: Library) -> DeclaredAnswer:
    answer = count_catalogue(library, StatsQuestion(by="declared"))
    assert isinstance(answer, DeclaredAnswer)
    return answer


def counts_one_by_one(drafts: list[Draft]) -> Counter[tuple[str, str, bool]]:
    """What `licence` says of each model that was made from others, and whether a direct base says the same itself."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    for made in (each for each in drafts if each.bases):
        library = Library().reaching([made.name])
        licensing = library.licensing()
        model, _ = library.registry.resolve_model(made.name)
        (size,) = model.each_size()
        assessment = licensing.assess(model, size)
        verdict = assessment.inheritance.verdicts[0]
        own = effective_verdict(assessment.own, ())
        bases = [library.registry.find_model(base.name) for base in made.bases]
        of_bases = [
            min((effective_verdict(licensing.own(each)[0], ()) for _, each in sizes), key=VERDICTS.index)
            for sizes in (
                sizes_at(library.registry, (base[0].id, base[1].name if base[1] else None)) for base in bases if base
            )
        ] + ["unknown" for base in bases if base is None]
        counts[own, verdict, own != verdict and verdict in of_bases] += 1
    return counts


@pytest.mark.parametrize("seed", range(4))
def test_all_at_once_are_as_each_by_itself(seed: int, warm_cache: None) -> None:
    drafts = made_up_dump(Random(seed), 40, "lab")
    keep(drafts)
    found: Counter[tuple[str, str, bool]] = Counter()
    for entry in declared(Library()).entries:
        if entry.collection == "hub-stats-dump":
            pair = entry.declared_verdict, entry.concluded_verdict
            found[(*pair, True)] += entry.by_base
            found[(*pair, False)] += entry.size_count - entry.by_base
    assert +found == counts_one_by_one(drafts)
    assert any(is_base for *_, is_base in found)


def test_of_two_dumps_the_newest_is_believed(warm_cache: None) -> None:
    keep([draft("a/base", licence="cc-by-nc-4.0"), draft("a/old", Named("a/base", "finetuned"), licence="mit")], "one")
    keep([draft("a/base", licence="mit"), draft("a/new", Named("A/Base", "finetuned"), licence="mit")], "two")
    entries = [entry for entry in declared(Library()).entries if entry.collection != "registry"]
    assert [(entry.collection, entry.concluded_verdict, entry.size_count) for entry in entries] == [
        ("two", "yes", 1),
        ("one", "yes", 1),
    ]


def test_what_is_only_seen_further_up_is_told(warm_cache: None) -> None:
    chain = [
        draft("a/barred", licence="cc-by-nc-4.0"),
        draft("a/between", Named("a/barred", "finetuned"), licence="mit"),
        draft("a/end", Named("a/between", "finetuned"), licence="mit"),
        draft("a/round", Named("a/again", "finetuned"), licence="mit"),
        draft("a/again", Named("a/round", "finetuned"), licence="mit"),
    ]
    keep(chain)
    answer = declared(Library())
    (entry,) = [each for each in answer.entries if each.collection != "registry" and each.concluded_verdict == "no"]
    assert (entry.declared_verdict, entry.size_count, entry.by_base, entry.further_up) == ("yes", 2, 1, 1)
    assert entry.percent_declared == 50
    assert answer.notes[-1].startswith("2 models of a dump were made from themselves")


def test_what_the_registry_knows_rests_on_all_that_it_came_from(warm_cache: None) -> None:
    base = "deepseek-ai/DeepSeek-V3.1"  # under MIT, and made from weights under other terms
    keep([draft("a/made", Named(base, "finetuned"), licence="mit")])
    (entry,) = [entry for entry in declared(Library()).entries if entry.collection != "registry"]
    assert (entry.declared_verdict, entry.concluded_verdict) == ("yes", "conditional")
    assert (entry.by_base, entry.further_up) == (0, 1)


def test_a_day_leaves_dumps_out_and_says_so(warm_cache: None) -> None:
    keep([draft("a/made", Named(LLAMA, "finetuned"), licence="mit")])
    answer = declared(Library(as_of="2023-07-20"))
    assert {entry.collection for entry in answer.entries} == {"registry"}
    assert answer.notes[-1].startswith("1 model of an imported dump isn't looked at")


def test_what_was_only_trained_on_unknown_data_was_made_from_no_model(tmp_path: Path) -> None:
    layer = """models:
- {id: read, name: Read, access: open, licence: mit, unresolved: [{name: texts, relation: data}]}
- {id: tuned, name: Tuned, access: open, licence: mit, unresolved: [{name: nowhere, relation: finetuned}]}
"""
    (tmp_path / "layer.yaml").write_text(layer)
    before, after = (
        Counter({entry[:3]: entry.size_count for entry in llmsurvey.open(layers).stats(by="declared").entries})
        for layers in ([], [str(tmp_path / "layer.yaml")])
    )
    assert after - before == {("registry", "yes", "unknown"): 1}


def test_of_the_registry_it_is_the_sizes_that_licence_judges() -> None:
    catalogue = llmsurvey.open()
    answer = catalogue.stats(by="declared")
    made = [
        (model, size)
        for model in catalogue.registry.models
        for size in model.each_size()
        if any(link.by_weights for link in size.foundations or ())
        and size.kind != "service"
        and size.access != "closed"
    ]
    assert sum(entry.size_count for entry in answer.entries) == len(made)
    with pytest.raises(RequestError, match="most goes with properties"):
        catalogue.stats(by="declared", most=3)

"""A dossier holds all that `licence` answers, and a digest of the facts behind that."""

from __future__ import annotations

from typing import Any

import pytest

from llmsurvey.answers.conditions import list_conditions
from llmsurvey.answers.dossier import DossierAnswer, DossierQuestion, compose_dossier
from llmsurvey.answers.licence import LicenceAnswer, LicenceQuestion, explain_chain, explain_licence
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.library import Library
from llmsurvey.messages import Either
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry

SOURCE = {"url": "https://example.org/a", "supports": ["licence", "foundations"], "checked": "2026-01-02"}
LICENCES: list[dict[str, Any]] = [
    {"id": "free", "name": "Free", "kind": "software", "commercial": "yes", "url": "https://example.org/free"},
    {
        "id": "bound",
        "name": "Bound",
        "kind": "model",
        "commercial": "conditional",
        "conditions": [{"kind": "attribution", "text": {"en": "Name us (section 2).", "ko": "이름을 밝힌다(제2조)."}}],
        "sources": [{"url": "https://example.org/bound", "supports": ["conditions", "commercial"]}],
    },
]
BASE = {"id": "base", "name": "Base", "kind": "pretrained", "licence": "bound", "sources": [SOURCE]}
TUNED = {
    "id": "tuned",
    "name": "Tuned",
    "kind": "finetuned",
    "licence": "free",
    "foundations": [{"model": "base", "relation": "finetuned"}],
    "datasets": ["talk"],
}
OTHER = {"id": "other", "name": "Other", "licence": "free"}
DATA: list[dict[str, Any]] = [{"id": "talk", "name": "Talk", "rights": "unlicensed"}]


def registry_of(*models: dict[str, Any], licences: Any = LICENCES, datasets: Any = DATA) -> Registry:
    return parse_record(Registry, {"models": models, "licences": licences, "datasets": datasets})


SMALL = registry_of(BASE, TUNED, OTHER)


def ask(registry: Registry, *names: str, **question: Any) -> DossierAnswer:
    return compose_dossier(Library(registry=registry), DossierQuestion(names=names, **question))


def test_every_answer_of_licence_stands_in_the_dossier(registry: Registry) -> None:
    library = Library(registry=registry)
    for model in registry.models:
        answer = explain_licence(library, LicenceQuestion(name=model.id))
        assert isinstance(answer, LicenceAnswer)
        if set(answer.verdicts) == {"no weights"}:
            continue
        dossier = ask(registry, model.id)
        steps = {
            (section.sizes, section.verdict, step.step, step.commercial, step.licence, step.holder, step.because)
            for section in dossier.entries
            for step in section.steps
        }
        sources = {(section.sizes, source.url) for section in dossier.entries for source in section.sources}
        facts = {
            (section.sizes, fact) for section in dossier.entries for step in section.steps for fact in step.rests_on
        }
        for entry in answer.entries:
            said = (entry.commercial, entry.licence, entry.holder, entry.because)
            assert (entry.sizes, entry.verdict, entry.step, *said) in steps
            assert entry.source is None or (entry.sizes, entry.source) in sources
            assert {(entry.sizes, fact) for fact in entry.rests_on} <= facts


def test_every_condition_stands_in_the_dossier(registry: Registry) -> None:
    library = Library(registry=registry)
    for model in registry.models:
        if set(explain_chain(library.licensing(), model).verdicts) == {"no weights"}:
            continue
        conditions = list_conditions(library.licensing(), model, None).entries
        terms = [term for section in ask(registry, model.id).entries for term in section.terms]
        assert {(entry.condition, entry.text, entry.licence) for entry in conditions} == {
            (term.condition, term.text, term.licence) for term in terms
        }
        assert all(term.read_in for term in terms if term.url)


def test_every_number_of_a_source_is_one_of_the_section(registry: Registry) -> None:
    for section in ask(registry, "KULLM", "Vicuna", "Falcon", "LLaMA", "Gemma-Ko").entries:
        numbers = {source.source_number for source in section.sources}
        used: list[Any] = [*section.steps, *section.terms, *section.licences, *section.data]
        assert numbers == set(range(1, len(numbers) + 1))
        assert {number for part in used for number in part.read_in} <= numbers


def test_what_is_not_known_is_told() -> None:
    (section,) = ask(SMALL, "tuned").entries
    told = [str(sentence) for sentence in section.unknown if "sourced fact" not in sentence]
    assert told == [
        "Base: what it was trained on isn't recorded.",
        "Bound: where its text stands isn't recorded.",
        "Bound: what it passes on to derivatives isn't recorded.",
        "Bound: the clause isn't quoted for these conditions: attribution.",
    ]
    assert any("tuned.licence: no source" in sentence for sentence in section.unknown)
    (other,) = ask(SMALL, "other").entries
    assert "Other: whether it was trained from scratch or made from other weights isn't recorded." in other.unknown


def test_whoever_says_from_what_a_model_was_made_stands_with_the_step() -> None:
    card = {"url": "https://example.org/card", "supports": ["foundations"]}
    (section,) = ask(registry_of(BASE, {**TUNED, "sources": [card]}, OTHER), "tuned").entries
    base = next(step for step in section.steps if step.holder == "Base" and step.commercial == "conditional")
    read = [source for source in section.sources if source.source_number in base.read_in]
    assert [(source.url, source.supports) for source in read] == [
        ("https://example.org/a", ("Base: its licence", "Base: what it was made from")),
        ("https://example.org/card", ("Tuned: what it was made from",)),
    ]


def test_data_stand_with_what_they_were_made_of_and_their_licences(registry: Registry) -> None:
    (section,) = ask(registry, "KULLM@12.8B-v2").entries
    data = {entry.name: entry for entry in section.data}
    assert data["KULLM data v2"].holder == "KULLM 12.8B-v2"
    parts = data["KULLM data v2"].made_of
    assert "Vicuna data in Korean (KULLM)" in parts
    assert all(data[name].holder is None for name in parts)
    made_of = {name for entry in section.data for name in entry.made_of}
    assert made_of <= set(data)
    assert {entry.licence for entry in section.data if entry.licence} <= {entry.licence for entry in section.licences}
    assert data["ShareGPT conversations (LMSYS's collection for Vicuna)"].generated_by == ("ChatGPT",)


def test_everything_is_called_as_in_a_sentence(registry: Registry) -> None:
    answer = ask(registry, "KULLM@12.8B-v2", "Vicuna@13B-v1.5")
    assert answer.title == "Licence dossier: KULLM 12.8B-v2, Vicuna 13B-v1.5"
    for section in answer.entries:
        holders = [*(term.holder for term in section.terms), *(data.holder or "" for data in section.data)]
        facts = [str(fact) for source in section.sources for fact in source.supports]
        assert not any("@" in text or "_" in text for text in (*holders, *facts) if "(alpaca_" not in text)


def test_what_trains_on_output_must_be_called_is_a_condition_on_output(registry: Registry) -> None:
    for name in ("Llama 3.1@70B", "Qwen2.5@72B"):
        (section,) = ask(registry, name).entries
        assert dict(section.uses)["train-on-output"] == "conditional"


def test_a_caveat_over_a_teacher_s_base_says_so(registry: Registry) -> None:
    (section,) = ask(registry, "DeepSeek-R1@Distill-Llama-70B").entries
    (caveat,) = [step for step in section.steps if step.commercial == "caveat"]
    assert caveat.because.startswith(
        "distilled from DeepSeek-R1@671B, which was made from weights under this licence. "
    )


def test_conditions_keep_both_languages() -> None:
    (section,) = ask(SMALL, "tuned").entries
    (term,) = section.terms
    assert isinstance(term.text, Either)
    assert (str(term.text), term.text.ko) == ("Name us (section 2).", "이름을 밝힌다(제2조).")
    assert (term.licence_name, term.holder) == ("Bound", "Base")


def test_the_day_on_which_a_source_was_read_stands_with_it() -> None:
    (section,) = ask(SMALL, "base").entries
    assert [(source.url, source.checked) for source in section.sources] == [
        ("https://example.org/a", "2026-01-02"),
        ("https://example.org/bound", None),
    ]
    assert section.last_checked == "2026-01-02"


@pytest.mark.parametrize(
    "changed",
    [
        registry_of({**BASE, "licence": "free"}, TUNED, OTHER),
        registry_of({**BASE, "name": "Basis"}, TUNED, OTHER),
        registry_of({**BASE, "sources": [{**SOURCE, "checked": "2026-01-03"}]}, TUNED, OTHER),
        registry_of({**BASE, "sources": [{**SOURCE, "infers": ["licence"]}]}, TUNED, OTHER),
        registry_of(BASE, {**TUNED, "foundations": [{"model": "base", "relation": "merge"}]}, OTHER),
        registry_of(BASE, {**TUNED, "licence_history": [{"licence": "bound"}]}, OTHER),
        registry_of(BASE, TUNED, OTHER, datasets=[{**DATA[0], "rights": "withdrawn"}]),
        registry_of(BASE, TUNED, OTHER, licences=[{**LICENCES[0], "commercial": "no"}, LICENCES[1]]),
        registry_of(
            BASE,
            TUNED,
            OTHER,
            licences=[
                LICENCES[0],
                {
                    **LICENCES[1],
                    "conditions": [{"kind": "attribution", "text": {"en": "Name us (section 2).", "ko": "x"}}],
                },
            ],
        ),
    ],
)
def test_the_digest_changes_with_a_fact(changed: Registry) -> None:
    assert ask(changed, "tuned").digest != ask(SMALL, "tuned").digest


@pytest.mark.parametrize(
    "same",
    [
        registry_of(OTHER, TUNED, BASE, licences=LICENCES[::-1]),
        registry_of(BASE, TUNED, {**OTHER, "licence": "bound"}),
        registry_of({**BASE, "architecture": "decoder-only", "aliases": ["B"]}, TUNED),
    ],
    ids=["order", "another model", "what it doesn't rest on"],
)
def test_the_digest_stays_with_anything_else(same: Registry) -> None:
    assert ask(same, "tuned").digest == ask(SMALL, "tuned").digest


def test_each_use_is_answered_as_far_as_conditions_tell(registry: Registry) -> None:
    (section,) = ask(registry, "Llama 2@70B").entries
    uses = dict(section.uses)
    assert (uses["sell"], uses["serve"], uses["publish-finetune"]) == ("conditional", "conditional", "conditional")
    assert set(uses) == {"sell", "serve", "publish-finetune", "train-on-output"}
    assert dict(ask(registry, "Falcon@40B").entries[0].uses)["train-on-output"] == "not said"


def test_whether_data_count_is_asked_and_told() -> None:
    strict = ask(SMALL, "tuned", data="strict")
    assert [entry.verdict for entry in strict.entries] == ["unknown"]
    assert (ask(SMALL, "tuned").entries[0].verdict, strict.asked.data) == ("conditional", "strict")
    alone = ask(SMALL, "tuned", own_licence=True)
    assert [entry.verdict for entry in alone.entries] == ["yes"]
    assert "Only its own licence was looked at" in str(alone.notes[0])
    assert list(alone.records) == ["dataset/talk", "licence/free", "model/tuned@Tuned"]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ((), "no model is named"),
        (("Vicuna", "vicuna"), "Vicuna@"),
        (("LLaMA@7B", "LLaMA"), "LLaMA@7B is named twice"),
        (("mit",), "MIT License is a licence"),
        (("ChatGPT",), "ChatGPT has no weights to license"),
        (("KULLM", "ChatGPT", "GPT-4"), "ChatGPT, GPT-4 have no weights to license"),
    ],
)
def test_what_no_dossier_can_be_of_is_said(registry: Registry, names: tuple[str, ...], told: str) -> None:
    with pytest.raises(RequestError, match=told) as raised:
        ask(registry, *names)
    assert "\n" not in str(raised.value)


def test_an_unknown_model_brings_the_nearest(registry: Registry) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean Vicuna"):
        ask(registry, "KULLM", "vicunna")

"""Claims are recomputed: what comes out follows from the data, and changes with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.boards.test_scores import keep
from tests.conftest import WriteRegistry

from llmsurvey.answers import claims
from llmsurvey.answers.claims import list_claims, show_working
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.records import Score
from llmsurvey.registry.built_in import Survey, load_hardware, load_survey
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layers import layers_for
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.scores import load_scores
from llmsurvey.survey.claims import all_claims
from llmsurvey.survey.claims.claim import Finding, Outcome
from llmsurvey.survey.claims.evidence import Evidence

HOLDS, PRINTED, FAILS, UNCHECKED = get_args(Outcome)


def evidence_of(registry: Registry) -> Evidence:
    return Evidence(registry, load_survey(), tuple(load_scores(registry)), load_hardware())


def finding(registry: Registry, number: int) -> Finding:
    return next(claim for claim in all_claims() if claim.number == number).check(evidence_of(registry))


def amended(path: Path) -> Registry:
    return compile_layers(layers_for([str(path)])).registry


def test_there_are_at_least_25_and_each_has_its_number_and_place() -> None:
    claims = all_claims()
    assert len(claims) >= 25
    assert [claim.number for claim in claims] == list(range(1, len(claims) + 1))
    for claim in claims:
        assert re.fullmatch(r"table [1-4]|1|2\.1|2\.2\.[12]|3\.1\.[12]|3\.2|4\.[12]", claim.place), claim.name


def test_each_is_said_in_both_languages() -> None:
    for claim in all_claims():
        assert claim.text.endswith(".")
        assert not re.search("[가-힣]", claim.text)
        assert re.search("[가-힣]", claim.text.ko)
        assert re.search(r"다(\([^)]*\))?\.$", claim.text.ko)


def test_no_sentence_of_the_survey_is_copied(survey: Survey, paper: str) -> None:
    """Names and numbers may be the same; sixteen syllables on end may not."""
    syllables = re.sub("[^가-힣]", "", paper)
    texts = {claim.name: claim.text.ko for claim in all_claims()}
    texts |= {erratum.name: erratum.reason.ko for erratum in survey.errata}
    for name, text in texts.items():
        own = re.sub("[^가-힣]", "", text)
        copied = [own[at : at + 16] for at in range(len(own) - 15) if own[at : at + 16] in syllables]
        assert not copied, name


def test_every_verdict_comes_up(registry: Registry) -> None:
    counts = Counter(row[2] for row in list_claims(evidence_of(registry)).table().rows)
    assert set(counts) == {HOLDS, PRINTED, FAILS, UNCHECKED}


def test_a_claim_that_is_judged_shows_what_it_was_computed_from(registry: Registry) -> None:
    for claim in all_claims():
        found = claim.check(evidence_of(registry))
        assert found.facts or found.needed, claim.name
        if found.verdict == UNCHECKED:
            assert found.needed, claim.name


# What comes out, against figures of the papers and cards themselves.


def test_gpt_2_has_13_times_gpt_s_parameters(registry: Registry) -> None:
    found = finding(registry, 3)
    assert (found.verdict, round(found.facts[-1].number, 1)) == (HOLDS, 13.3)


def test_llama_2_saw_43_percent_more_than_the_large_llamas_and_twice_the_small_ones(registry: Registry) -> None:
    found = finding(registry, 20)
    assert found.verdict == HOLDS
    assert [round(fact.number) for fact in found.facts[-4:]] == [100, 100, 43, 43]


def test_llama_65b_needs_130_gb_in_16_bits(registry: Registry) -> None:
    found = finding(registry, 66)
    assert (found.verdict, round(found.facts[-1].number, 1)) == (FAILS, 130.6)


def test_leads_over_korean_models_hold_only_as_printed(registry: Registry) -> None:
    found = finding(registry, 61)
    assert found.verdict == PRINTED
    assert [round(fact.number, 2) for fact in found.facts[3:5]] == [
        float(Decimal("78.9") - Decimal("60.98")),
        float(Decimal("77.6") - Decimal("60.98")),
    ]


def test_what_each_printed_type_is_compared_with_is_the_model_of_its_row(
    registry: Registry, write_registry: WriteRegistry
) -> None:
    layer = (
        "models:\n- id: freewilly-2\n  sizes:\n  - {name: 70B, kind: pretrained}\n"
        "- id: llama-2\n  sizes:\n  - {name: 70B, kind: finetuned}\n"
    )
    assert finding(registry, 39).facts[-1].value == 10
    found = finding(amended(write_registry(layer)), 39)
    assert (found.verdict, found.facts[-1].value) == (FAILS, 8)


def test_what_comes_out_of_each_is_what_was_worked_out_by_hand(registry: Registry) -> None:
    evidence = evidence_of(registry)
    found = {claim.number: claim.check(evidence).verdict for claim in all_claims()}
    expected = dict.fromkeys(range(1, 89), HOLDS)
    expected |= dict.fromkeys(
        (6, 12, 13, 26, 28, 37, 42, 44, 46, 48, 50, 51, 54, 55, 57, 60, 66, 67, 73, 76, 86), FAILS
    )
    expected |= dict.fromkeys((58, 59, 61, 64), PRINTED)
    expected |= dict.fromkeys((17, 32, 62, 63, 77), UNCHECKED)
    assert found == expected


# Changing the data changes the verdict.

LAYERS = {
    1: ("models:\n- id: llama\n  sizes:\n  - {name: 7B, parameters: 99B}\n", FAILS),
    2: ("models:\n- {id: opt, released: 2021-05}\n", FAILS),
    6: ("models:\n- id: gpt-3\n  sizes:\n  - {name: 175B, tokens: 1T}\n", HOLDS),
    12: ("models:\n- {id: falcon, released: 2023-06-01}\n", HOLDS),
    13: (
        "models:\n- {id: falcon, developers: [MosaicML]}\n- {id: bloom, developers: [HuggingFace collaboration]}\n",
        HOLDS,
    ),
    14: ("models:\n- {id: mpt, released: 2023-08-01}\n", FAILS),
    3: ("models:\n- id: gpt-2\n  sizes:\n  - {name: 1.5B, parameters: 900M}\n", FAILS),
    11: ("models:\n- {id: gpt4all, sizes: [{name: LoRA-7B, foundations: [], licence: apache-2.0}]}\n", PRINTED),
    15: ("models:\n- {id: llama, sizes: [{name: 99B, parameters: 99B}]}\n", FAILS),
    20: ("models:\n- {id: llama, sizes: [{name: 65B, tokens: 1T}]}\n", FAILS),
    24: ("models:\n- {id: vicuna, sizes: [{name: 7B-v0, released: 2023-04-01}]}\n", FAILS),
    72: ("models:\n- {id: gpt-2, datasets: [c4]}\n", FAILS),
    80: ("datasets:\n- {id: polyglot-ko-corpus, access: open}\n", FAILS),
    86: (
        "datasets:\n- id: gpt-4-llm-ko\n"
        "  derived_from: [{dataset: gpt4all-prompt-generations, relation: translated, by: DeepL}]\n",
        HOLDS,
    ),
    16: ("models:\n- id: gpt-3\n  sizes:\n  - {name: 175B, parameters: 60B}\n", FAILS),
    19: ("models:\n- id: llama-2\n  sizes:\n  - {name: 70B, tokens: 3T}\n", FAILS),
    21: ("models:\n- id: llama-2\n  licence: llama-licence\n", FAILS),
    23: ("datasets:\n- id: alpaca-52k\n  items: 20000\n", FAILS),
    28: ("models:\n- id: falcon\n  sizes:\n  - {name: 7B, tokens: 1T}\n", HOLDS),
    29: ("models:\n- id: falcon\n  sizes:\n  - {name: 40B, licence: cc-by-nc-4.0}\n", FAILS),
    7: ("models:\n- {id: bert, sizes: [{name: large-uncased, parameters: 999B}]}\n", FAILS),
    40: ("models:\n- {id: freewilly-2, released: 2023-08-20}\n", FAILS),
    45: (
        "models:\n- id: koalpaca\n  sizes:\n"
        "  - {name: 65B, foundations: [{model: llama-2, size: 70B, relation: adapter}]}\n",
        FAILS,
    ),
    52: (
        "datasets:\n- id: dolly-15k-ko\n"
        "  derived_from: [{dataset: databricks-dolly-15k, relation: translated, by: Papago}]\n",
        FAILS,
    ),
    53: (
        "datasets:\n- id: sharegpt-deepl-ko\n  derived_from: [{dataset: sharegpt, relation: filtered}]\n"
        "- id: koalpaca-v1.0\n  derived_from: [{dataset: alpaca-52k, relation: filtered}]\n",
        FAILS,
    ),
    33: ("models:\n- id: freewilly-2\n  sizes:\n  - {name: 70B, kind: pretrained}\n", FAILS),
    35: (
        "models:\n- id: freewilly-2\n  sizes:\n  - name: 70B\n"
        "    foundations: [{model: falcon, size: 40B, relation: finetuned}]\n",
        FAILS,
    ),
    42: ("datasets:\n- {id: polyglot-ko-corpus, size: 1.2 TB}\n", HOLDS),
    44: (
        "models:\n- {id: polyglot, name: Polyglot}\n- id: polyglot-ko\n"
        "  foundations: [{model: polyglot, relation: finetuned}]\n",
        HOLDS,
    ),
    46: ("datasets:\n- id: koalpaca-v1.0\n  generated_by: [{model: gpt-3.5, size: text-davinci-003}]\n", HOLDS),
    50: (
        "datasets:\n- id: sharegpt-deepl-ko\n  derived_from: [{dataset: sharegpt, relation: translated, by: DeepL}]\n",
        HOLDS,
    ),
    60: (
        "models:\n- id: koalpaca\n  sizes:\n  - {name: 30B, parameters: 13B}\n  - {name: 65B, parameters: 13B}\n",
        HOLDS,
    ),
    63: ("models:\n- id: gpt-3.5\n  sizes:\n  - {name: text-davinci-003, parameters: 135B}\n", HOLDS),
    66: ("models:\n- id: llama\n  sizes:\n  - {name: 65B, parameters: 48B}\n", HOLDS),
}
"""A layer for each of some claims, and what comes out with it."""


@pytest.mark.parametrize("number", LAYERS)
def test_a_layer_changes_what_comes_out(registry: Registry, write_registry: WriteRegistry, number: int) -> None:
    text, expected = LAYERS[number]
    assert finding(registry, number).verdict != expected
    assert finding(amended(write_registry(text)), number).verdict == expected


SCORE = """scores:
- {{board: {board}, reading: actual, model: {model}, name_as_printed: mine, benchmark: {benchmark}, metric: {metric},
   shots: 10, value: '{value}', unit: percent, date: {date}, source: mine}}
"""


KOBEST = {"board": "polyglot-ko-card", "benchmark": "kobest-hellaswag", "metric": "f1", "date": "2023-04"}


@pytest.mark.parametrize(("value", "expected"), [("75.00", HOLDS), ("70.90", PRINTED)])
def test_scores_that_were_measured_in_the_same_way_decide(
    write_registry: WriteRegistry, value: str, expected: str
) -> None:
    """Polyglot-Ko 12.8B has 60.98."""
    llama = SCORE.format(model="llama, size: 13B", value="75.00", **KOBEST)
    alpaca = SCORE.format(model="alpaca, size: 7B, table: '4'", value=value, **KOBEST).replace(
        "mine,", "Alpaca-13B,", 1
    )
    assert finding(amended(write_registry(llama + alpaca.removeprefix("scores:\n"))), 61).verdict == expected


def test_a_score_of_one_model_decides_nothing_about_two(write_registry: WriteRegistry) -> None:
    layer = write_registry(SCORE.format(model="llama, size: 13B", value="75.00", **KOBEST))
    assert finding(amended(layer), 61).verdict == PRINTED


ALIKE = {"board": "gpt-4-report", "benchmark": "hellaswag", "metric": "accuracy", "shots": "10", "date": "2023-03"}
ANOTHER = {"board": "other", "benchmark": "mmlu", "metric": "acc_norm", "shots": "0", "date": "2023-04"}


@pytest.mark.parametrize("field", ANOTHER)
def test_a_score_that_differs_in_one_thing_decides_nothing(write_registry: WriteRegistry, field: str) -> None:
    for facts, expected in ((ALIKE, HOLDS), (ALIKE | {field: ANOTHER[field]}, UNCHECKED)):
        score = ", ".join(f"{name}: {value}" for name, value in facts.items())
        whose = "reading: actual, model: llama, size: 65B, name_as_printed: mine, unit: percent, source: mine"
        layer = write_registry(f"scores:\n- {{{score}, value: '99.0', {whose}}}\n")
        assert finding(amended(layer), 62).verdict == expected


def test_of_unknown_shots_only_scores_of_one_source_are_alike(write_registry: WriteRegistry) -> None:
    score = "board: b, reading: actual, benchmark: hellaswag, metric: acc, unit: percent"
    llama = f"- {{{score}, model: llama, size: 65B, name_as_printed: x, value: '90', source: 'https://a.example'}}\n"
    gpt = f"- {{{score}, model: gpt-3.5, name_as_printed: y, value: '80', source: 'https://b.example'}}\n"
    assert finding(amended(write_registry("scores:\n" + llama + gpt)), 62).verdict == UNCHECKED
    one_source = "scores:\n" + llama + gpt.replace("//b.", "//a.")
    assert finding(amended(write_registry(one_source)), 62).verdict == HOLDS


@pytest.mark.parametrize(("value", "expected"), [("90.0", HOLDS), ("80.0", FAILS)])
def test_a_score_of_llama_beside_gpt_3_5_decides(write_registry: WriteRegistry, value: str, expected: str) -> None:
    own = {"board": "gpt-4-report", "benchmark": "hellaswag", "metric": "accuracy", "date": "2023-03"}
    layer = write_registry(SCORE.format(model="llama, size: 65B", value=value, **own))
    assert finding(amended(layer), 62).verdict == expected


def test_a_rival_of_gpt_4_in_another_set_up_decides_nothing(write_registry: WriteRegistry) -> None:
    own = {"board": "another-board", "benchmark": "hellaswag", "metric": "acc_norm", "date": "2023-07"}
    layer = write_registry(SCORE.format(model="llama, size: 65B", value="99.0", **own))
    assert finding(amended(layer), 58).verdict == PRINTED


@pytest.mark.parametrize(
    ("number", "text", "needed"),
    [
        (6, "models:\n- id: gpt-3\n  sizes:\n  - {name: 175B, tokens: null}\n", "GPT-3@175B"),
        (11, "models:\n- {id: bloom, licence: null}\n", "BLOOM"),
        (16, "models:\n- id: llama\n  sizes:\n  - {name: 65B, parameters: null}\n", "LLaMA@65B"),
        (29, "models:\n- {id: falcon, licence: null}\n", "Falcon@7B"),
        (13, "models:\n- {id: llama, developers: []}\n", "developers of LLaMA"),
        (22, "models:\n- id: alpaca\n  sizes:\n  - {name: 7B, foundations: []}\n", "foundations of Alpaca"),
        (23, "datasets:\n- {id: alpaca-52k, generated_by: []}\n", "what generated"),
        (25, "models:\n- id: vicuna\n  sizes:\n  - {name: 13B-v1.1, datasets: []}\n", "data of Vicuna@13B-v1.1"),
        (31, "models:\n- {id: bloom, languages: []}\n", "languages of BLOOM"),
        (32, "models:\n- {id: llama-2, released: 2022-01-01}\n", "older"),
        (48, "datasets:\n- {id: koalpaca-v1.1, generated_by: []}\n", "what generated"),
        (49, "datasets:\n- {id: sharegpt-deepl-ko, derived_from: []}\n", "what translated"),
        (50, "datasets:\n- {id: sharegpt-deepl-ko, derived_from: []}\n", "was made of"),
        (12, "models:\n- {id: opt, released: 2022}\n", "to the month"),
        (35, "models:\n- id: freewilly-1\n  sizes:\n  - {name: 65B, foundations: []}\n", "FreeWilly1"),
        (52, "datasets:\n- {id: kullm-v2, derived_from: []}\n", "parts of"),
        (40, "models:\n- {id: airoboros-l2-70b-gpt4-1.4.1, released: 2023}\n", "to the day"),
        (60, "models:\n- id: koalpaca\n  sizes:\n  - {name: 65B, parameters: null}\n", "KoAlpaca@65B"),
    ],
)
def test_a_fact_that_is_missing_makes_no_verdict(
    write_registry: WriteRegistry, number: int, text: str, needed: str
) -> None:
    found = finding(amended(write_registry(text)), number)
    assert found.verdict == UNCHECKED
    assert needed in str(found.needed)


def test_what_came_out_after_the_survey_changes_nothing(registry: Registry, write_registry: WriteRegistry) -> None:
    layer = write_registry("models:\n- id: llama\n  sizes:\n  - {name: 400B, parameters: 400B, released: 2024-07-23}\n")
    for number in (15, 16):
        assert finding(amended(layer), number) == finding(registry, number)


# Boards count like what a registry states.


def verdict_of(registry: Registry, number: int) -> str:
    evidence = claims.evidence_of(Library(registry=registry))
    return next(claim for claim in all_claims() if claim.number == number).check(evidence).verdict


@pytest.mark.parametrize(("llama", "expected"), [("90.0", HOLDS), ("80.0", FAILS)])
def test_a_board_of_one_s_own_decides_a_claim(registry: Registry, llama: str, expected: str) -> None:
    assert verdict_of(registry, 62) == UNCHECKED
    keep("mine", "2024-01-01", f"llama-65b,hellaswag,acc,10,{llama}", "GPT-3.5,hellaswag,acc,10,85.5")
    assert verdict_of(registry, 62) == expected


def test_a_board_of_one_s_own_with_one_of_the_two_decides_nothing(registry: Registry) -> None:
    keep("mine", "2024-01-01", "llama-65b,hellaswag,accuracy,10,90")
    assert verdict_of(registry, 62) == UNCHECKED


def test_where_less_is_better_the_smaller_figure_wins(registry: Registry) -> None:
    header = "name,benchmark,metric,unit,better,value"
    keep(
        "mine", "2024-01-01", "llama-65b,lm,ppl,perplexity,lower,5", "GPT-3.5,lm,ppl,perplexity,lower,6", header=header
    )
    assert verdict_of(registry, 62) == HOLDS


def test_boards_that_come_along_count_as_they_were_when_the_survey_was_written(registry: Registry) -> None:
    working = claims.check_claims(Library(registry=registry), claims.ClaimsQuestion(names=("C61",)))
    values = {str(entry.fact): entry.value for entry in working.entries if isinstance(entry, claims.FactEntry)}
    assert values["pairs that were measured in one way"] == "1"
    assert values["llama-13b: hellaswag, acc_norm, open-llm-leaderboard of 2023-07-28"] == "80.9"


def test_every_verdict_is_the_same_with_the_boards_that_come_along(registry: Registry) -> None:
    library = Library(registry=registry)
    alone, with_boards = evidence_of(registry), claims.evidence_of(library)
    assert [claim.check(alone).verdict for claim in all_claims()] == [
        claim.check(with_boards).verdict for claim in all_claims()
    ]


# What is shown.


def test_the_working_names_the_source_of_what_was_read(registry: Registry) -> None:
    table = show_working(evidence_of(registry), ["C28"]).table()
    column = table.names().index("source")
    assert all(str(row[column]).startswith("https://") for row in table.rows)


@pytest.mark.parametrize("name", ["C9", "c9", "9"])
def test_a_claim_is_found_by_its_number(registry: Registry, name: str) -> None:
    assert {row[0] for row in show_working(evidence_of(registry), [name]).table().rows} == {"C9"}


@pytest.mark.parametrize("name", ["C0", "999", "", "x", "C"])
def test_a_number_that_none_has_names_those_that_there_are(registry: Registry, name: str) -> None:
    with pytest.raises(RequestError, match="C1 to C"):
        show_working(evidence_of(registry), [name])


# Other scores, another verdict.

Change = Callable[[Score], dict[str, Any]]

OTHER_SCORES: dict[int, tuple[Change, str]] = {
    36: (
        lambda score: {"value": str(score.percent + 1)} if (score.table, score.benchmark) == ("2", "arc") else {},
        FAILS,
    ),
    37: (lambda score: {"metric": "f1"} if score.table == "2" else {}, HOLDS),
    54: (lambda score: {"metric": "f1", "benchmark": "hellaswag"} if score.table == "4" else {}, HOLDS),
    55: (lambda score: {"date": "2023-07-27"} if score.table == "4" else {}, HOLDS),
    56: (lambda score: {"value": "84.3"} if score.name_as_printed == "LLaMA-65B" else {}, FAILS),
    59: (
        lambda score: (
            {"metric": "f1", "benchmark": "hellaswag", "board": "b", "date": "2023", "shots": 10}
            if score.table == "4"
            else {}
        ),
        HOLDS,
    ),
}
"""What is changed about scores, and what then comes out of a claim."""


@pytest.mark.parametrize("number", OTHER_SCORES)
def test_other_scores_change_what_comes_out(registry: Registry, number: int) -> None:
    change, expected = OTHER_SCORES[number]
    evidence = evidence_of(registry)
    scores = tuple(score.replace(**change(score)) if score.reading == "actual" else score for score in evidence.scores)
    other = Evidence(evidence.registry, evidence.survey, scores, evidence.hardware)
    claim = next(claim for claim in all_claims() if claim.number == number)
    assert claim.check(evidence).verdict != expected
    assert claim.check(other).verdict == expected

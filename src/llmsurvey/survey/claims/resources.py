"""Claims of Section 4.2: what models need, and how small ones beat large ones."""

from __future__ import annotations

from decimal import Decimal

from llmsurvey.memory.bytes import GB, weight_bytes
from llmsurvey.messages import say
from llmsurvey.survey.claims.claim import Finding, claim, is_about, judge_claim
from llmsurvey.survey.claims.evidence import Evidence
from llmsurvey.survey.claims.fact import Fact, MissingFactError, computed_fact, score_fact

_LLAMA = "llama@65B"
_PRINTED = 135e9
"""What the survey prints as the parameters of GPT-3.5."""


@claim(
    62,
    "4.2",
    en="LLaMA with 65B parameters does better than GPT-3.5.",
    ko="65B의 LLaMA는 GPT-3.5보다 성능이 좋다.",
)
def llama_beats_gpt_3_5(evidence: Evidence) -> Finding:
    printed = {row.cells["Model"]: float(row.cells["HellaSwag (F1-score)"]) for row in evidence.printed(4)}
    facts = [evidence.as_printed(name, printed[name]) for name in ("LLaMA-65B", "GPT3.5")]
    pairs = evidence.comparable("llama@65B", "gpt-3.5")
    if not pairs:
        needed = say("a score of each, measured in one way; the two of Table 4 weren't, and are the other way round")
        return Finding("can't be checked", tuple(facts), needed)
    facts += [score_fact(score) for pair in pairs for score in pair]
    holds = all(llama_score.is_better_than(gpt_score) for llama_score, gpt_score in pairs)
    return judge_claim(holds, facts, printed=printed["LLaMA-65B"] > printed["GPT3.5"])


@claim(63, "4.2", en="GPT-3.5 has 135 billion parameters.", ko="GPT-3.5의 매개변수는 135B이다.")
def gpt_3_5_size(evidence: Evidence) -> Finding:
    sizes = _known_sizes(evidence)
    if not sizes:
        raise MissingFactError(say("the parameters of {names}", names="GPT-3.5"))
    return judge_claim(all(is_about(fact, _PRINTED) for fact in sizes), sizes)


def _known_sizes(evidence: Evidence) -> list[Fact]:
    """Return the parameters of those versions of GPT-3.5 whose parameters are known."""
    names = [f"gpt-3.5@{size.name}" for size in evidence.sizes("gpt-3.5") if size.parameters]
    return [evidence.parameters(name) for name in names]


@claim(
    64,
    "4.2",
    en="LLaMA's 65B are about half of the parameters of GPT-3.5 (measured here: 45 to 55 %).",
    ko="LLaMA의 65B는 GPT-3.5 매개변수의 약 절반이다(여기서는 45~55%).",
)
def half_the_parameters(evidence: Evidence) -> Finding:
    llama, sizes = evidence.parameters("llama@65B"), _known_sizes(evidence)
    share = computed_fact(say("percent of the 135B that are printed"), 100 * llama.number / _PRINTED)
    holds = bool(sizes) and all(is_about(llama.number / fact.number, 0.5, 0.1) for fact in sizes)
    return judge_claim(holds, llama, sizes, share, printed=is_about(share, 50, 0.1))


@claim(
    65,
    "4.2",
    en="In 16 and 8 bits a model needs 50 and 25 % of the memory that it needs in 32.",
    ko="16비트와 8비트 모델은 32비트 모델의 50%와 25%의 메모리만 필요로 한다.",
)
def halves_and_quarters(evidence: Evidence) -> Finding:
    facts = [evidence.parameters(_LLAMA), *map(evidence.bits, ("fp32", "fp16", "int8"))]
    whole, half, quarter = (_gigabytes_of_weights(evidence, precision) for precision in ("fp32", "fp16", "int8"))
    shares = [
        computed_fact(say("percent of fp32 in {name}", name=name), 100 * fact.number / whole.number)
        for name, fact in (("fp16", half), ("int8", quarter))
    ]
    right = is_about(shares[0], 50, 0.01) and is_about(shares[1], 25, 0.01)
    return judge_claim(right, facts, whole, half, quarter, shares)


@claim(
    66,
    "4.2",
    en="LLaMA-65B needs about 90 to 100 GB in 16 bits (measured here: 85 to 105).",
    ko="LLaMA-65B의 16비트 모델은 약 90~100GB의 메모리를 필요로 한다(여기서는 85~105GB).",
)
def llama_65b_in_16_bits(evidence: Evidence) -> Finding:
    gigabytes = _gigabytes_of_weights(evidence, "fp16")
    return judge_claim(85 <= gigabytes.number <= 105, evidence.parameters(_LLAMA), evidence.bits("fp16"), gigabytes)


@claim(
    67,
    "4.2",
    en="LLaMA-65B needs only 40 to 50 GB in 8 bits (measured here: 38 to 52).",
    ko="LLaMA-65B의 8비트 모델은 40~50GB의 메모리만 필요로 한다(여기서는 38~52GB).",
)
def llama_65b_in_8_bits(evidence: Evidence) -> Finding:
    gigabytes = _gigabytes_of_weights(evidence, "int8")
    return judge_claim(38 <= gigabytes.number <= 52, evidence.parameters(_LLAMA), evidence.bits("int8"), gigabytes)


@claim(
    68,
    "4.2",
    en="In 8 bits LLaMA-65B needs half of what it needs in 16.",
    ko="LLaMA-65B의 8비트 모델은 16비트 모델의 절반의 메모리를 필요로 한다.",
)
def eight_bits_are_half(evidence: Evidence) -> Finding:
    facts = [evidence.parameters(_LLAMA), *map(evidence.bits, ("fp16", "int8"))]
    whole, half = _gigabytes_of_weights(evidence, "fp16"), _gigabytes_of_weights(evidence, "int8")
    return judge_claim(is_about(half.number / whole.number, 0.5, 0.01), facts, whole, half)


def _gigabytes_of_weights(evidence: Evidence, precision: str) -> Fact:
    """Return the GB of LLaMA-65B's weights, without cache: the least that it needs."""
    parameters, bits = evidence.parameters(_LLAMA), evidence.bits(precision)
    amount = weight_bytes(int(parameters.number), Decimal(str(bits.value)))
    return computed_fact(say("GB of weights alone in {precision}", precision=precision), amount / GB)

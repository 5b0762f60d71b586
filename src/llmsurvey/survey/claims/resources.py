"""Claims of Section 4.2: what models need, and how small ones beat large ones."""

from __future__ import annotations

from decimal import Decimal

from llmsurvey.memory.bytes import GB, weight_bytes
from llmsurvey.messages import say
from llmsurvey.survey.claims.claim import Finding, about, claim, judged
from llmsurvey.survey.claims.evidence import Evidence, Fact, MissingFactError, computed, score_fact


@claim(
    51,
    "4.2",
    en="LLaMA with 65B parameters does better than GPT-3.5.",
    ko="65B의 LLaMA는 GPT-3.5보다 성능이 좋다.",
)
def llama_beats_gpt_3_5(evidence: Evidence) -> Finding:
    printed = {row.cells["Model"]: float(row.cells["HellaSwag (F1-score)"]) for row in evidence.printed(4)}
    facts = [computed(say("{name} in Table 4", name=name), printed[name]) for name in ("LLaMA-65B", "GPT3.5")]
    pairs = [
        pair
        for size in _sizes(evidence, "gpt-3.5")
        for pair in evidence.comparable(("llama", "65B"), ("gpt-3.5", size))
    ]
    facts += [score_fact(score) for pair in pairs for score in pair]
    holds = bool(pairs) and all(one.percent > other.percent for one, other in pairs)
    return judged(holds, facts, printed=not pairs and printed["LLaMA-65B"] > printed["GPT3.5"])


def _sizes(evidence: Evidence, name: str) -> list[str]:
    return [size.name for size in evidence.model(name).each_size()]


@claim(52, "4.2", en="GPT-3.5 has 135 billion parameters.", ko="GPT-3.5의 매개변수는 135B이다.")
def gpt_3_5_size(evidence: Evidence) -> Finding:
    counts = [size.parameters for size in evidence.model("gpt-3.5").each_size()]
    known = tuple(count for count in counts if count)
    if not known:
        raise MissingFactError(say("the parameters of {names}", names="GPT-3.5"))
    return judged(
        all(about(count, 135e9) for count in known), computed(say("parameters of {name}", name="GPT-3.5"), known)
    )


@claim(
    53,
    "4.2",
    en="LLaMA (65B) does better with about half the parameters of the model that it is compared with (GPT-3).",
    ko="LLaMA는 비교 대상인 더 큰 모델(GPT-3)의 약 절반의 매개변수로 더 좋은 성능을 낸다.",
)
def half_the_parameters(evidence: Evidence) -> Finding:
    llama, gpt_3 = evidence.parameters("llama@65B"), evidence.parameters("gpt-3@175B")
    share = computed(say("percent of GPT-3's parameters"), 100 * llama.number / gpt_3.number)
    as_printed = computed(say("percent of the 135B that are printed"), 100 * llama.number / 135e9)
    return judged(about(share, 50, 0.1), llama, gpt_3, share, as_printed, printed=about(as_printed, 50, 0.1))


@claim(
    54,
    "4.2",
    en="In 16 and 8 bits a model needs 50 and 25 % of the memory that it needs in 32.",
    ko="16비트와 8비트 모델은 32비트 모델의 50%와 25%의 메모리만 필요로 한다.",
)
def halves_and_quarters(evidence: Evidence) -> Finding:
    whole, facts, shares = _weights(evidence, "fp32"), [], []
    for precision in ("fp16", "int8"):
        fact = _weights(evidence, precision)
        facts.append(fact)
        shares.append(computed(say("percent of fp32 in {name}", name=precision), 100 * fact.number / whole.number))
    return judged(about(shares[0], 50, 0.01) and about(shares[1], 25, 0.01), whole, facts, shares)


@claim(
    55,
    "4.2",
    en="LLaMA-65B needs about 90 to 100 GB in 16 bits.",
    ko="LLaMA-65B의 16비트 모델은 약 90~100GB의 메모리를 필요로 한다.",
)
def llama_65b_in_16_bits(evidence: Evidence) -> Finding:
    gigabytes = _in_gb(_weights(evidence, "fp16"))
    return judged(85 <= gigabytes.number <= 105, evidence.parameters("llama@65B"), evidence.bits("fp16"), gigabytes)


@claim(
    56,
    "4.2",
    en="LLaMA-65B needs only 40 to 50 GB in 8 bits.",
    ko="LLaMA-65B의 8비트 모델은 40~50GB의 메모리만 필요로 한다.",
)
def llama_65b_in_8_bits(evidence: Evidence) -> Finding:
    gigabytes = _in_gb(_weights(evidence, "int8"))
    return judged(38 <= gigabytes.number <= 52, evidence.parameters("llama@65B"), evidence.bits("int8"), gigabytes)


def _weights(evidence: Evidence, precision: str) -> Fact:
    """The bytes of LLaMA-65B's weights, without cache: the least that it needs."""
    parameters, bits = evidence.parameters("llama@65B"), evidence.bits(precision)
    amount = weight_bytes(int(parameters.number), Decimal(str(bits.value)))
    return computed(say("bytes of {name} in {precision}", name="LLaMA-65B", precision=precision), amount)


def _in_gb(weights: Fact) -> Fact:
    return computed(say("GB of weights alone"), weights.number / GB)

"""Claims of Section 3.1.1 and Table 1: the open models."""

from __future__ import annotations

from llmsurvey.lineage.verdict import address
from llmsurvey.messages import say
from llmsurvey.records.dates import first_day
from llmsurvey.survey.claims.claim import Finding, about, claim, judged
from llmsurvey.survey.claims.evidence import Evidence, MissingFactError, computed

_SUBMITTED = "2023-07-31"
"""The day on which the survey was received: what came out later it can't have meant."""


@claim(
    9,
    "table 1",
    en="Five of the eleven open models may be used commercially.",
    ko="공개된 모델 11개 가운데 5개는 상업적으로 이용할 수 있다.",
)
def five_of_eleven(evidence: Evidence) -> Finding:
    rows = evidence.printed(1)
    marked = [row for row in rows if row.cells["Commercial Use"] == "O"]
    allowed = [row.cells["Model"] for row in rows if _some_size_allowed(evidence, row.model)]
    facts = (
        computed(say("rows of the table"), len(rows)),
        computed(say("marked O"), len(marked)),
        computed(say("with a size that its lineage's licences allow"), len(allowed)),
        computed(say("these"), tuple(allowed)),
    )
    return judged((len(allowed), len(rows)) == (5, 11), facts, printed=(len(marked), len(rows)) == (5, 11))


def _some_size_allowed(evidence: Evidence, name: str) -> bool:
    """Whether a size that was out when the survey was written may be used commercially, perhaps on conditions."""
    model = evidence.model(name)
    return any(
        evidence.licensing.of(model, size).verdict in ("yes", "conditional")
        for size in model.each_size()
        if size.released is None or first_day(size.released) <= _SUBMITTED
    )


@claim(
    10,
    "3.1.1",
    en="LLaMA 2 is the newest of the models in Table 1.",
    ko="LLaMA2는 표 1의 모델 가운데 가장 최근에 공개되었다.",
)
def llama_2_is_newest(evidence: Evidence) -> Finding:
    dates = [evidence.released(row.model) for row in evidence.printed(1)]
    newest = max(dates, key=lambda fact: first_day(str(fact.value)))
    return judged(newest == evidence.released("llama-2"), newest, computed(say("models compared"), len(dates)))


@claim(
    11,
    "3.1.1",
    en="LLaMA has four sizes: 7, 13, 30 and 65 billion parameters.",
    ko="LLaMA는 7B, 13B, 30B, 65B의 네 가지 크기로 공개되었다.",
)
def four_sizes_of_llama(evidence: Evidence) -> Finding:
    sizes = evidence.pretrained_sizes("llama")
    named = (7e9, 13e9, 30e9, 65e9)
    return judged(len(sizes) == 4 and all(about(*pair) for pair in zip(sizes, named, strict=True)), sizes)


@claim(
    12,
    "3.1.1",
    en="Every LLaMA has fewer parameters than GPT-3 (175B).",
    ko="모든 LLaMA는 GPT-3(175B)보다 매개변수가 적다.",
)
def llama_is_smaller_than_gpt_3(evidence: Evidence) -> Finding:
    largest, gpt_3 = evidence.pretrained_sizes("llama")[-1], evidence.parameters("gpt-3@175B")
    return judged(largest.number < gpt_3.number, largest, gpt_3)


@claim(
    13,
    "3.1.1",
    en="LLaMA got better by more training data rather than by more parameters: it saw more tokens for each than GPT-3.",
    ko="LLaMA는 매개변수보다 학습 데이터를 늘려 성능을 높였다. 즉, 매개변수당 학습 토큰이 GPT-3보다 많다.",
)
def llama_saw_more_data(evidence: Evidence) -> Finding:
    facts, ratios = [], []
    for name in ("llama@65B", "gpt-3@175B"):
        tokens, parameters = evidence.tokens(name), evidence.parameters(name)
        ratios.append(
            computed(say("tokens for each parameter of {name}", name=name), tokens.number / parameters.number)
        )
        facts += [tokens, parameters]
    return judged(ratios[0].number > ratios[1].number, facts, ratios)


@claim(
    14,
    "3.1.1",
    en="LLaMA 2 has three sizes: 7, 13 and 70 billion parameters.",
    ko="LLaMA2는 7B, 13B, 70B의 세 가지 크기로 공개되었다.",
)
def three_sizes_of_llama_2(evidence: Evidence) -> Finding:
    sizes = evidence.pretrained_sizes("llama-2")
    return judged(len(sizes) == 3 and all(about(*pair) for pair in zip(sizes, (7e9, 13e9, 70e9), strict=True)), sizes)


@claim(15, "3.1.1", en="LLaMA 2 was trained on 2 trillion tokens.", ko="LLaMA2는 2조 개의 토큰으로 학습되었다.")
def tokens_of_llama_2(evidence: Evidence) -> Finding:
    tokens = [evidence.tokens(f"llama-2@{size}") for size in ("7B", "13B", "70B")]
    return judged(all(about(each, 2e12) for each in tokens), tokens)


@claim(
    16,
    "3.1.1",
    en="LLaMA 2 was trained on 40 % more data than LLaMA.",
    ko="LLaMA2는 LLaMA보다 40% 더 많은 데이터로 학습되었다.",
)
def forty_percent_more(evidence: Evidence) -> Finding:
    new, facts, shares = evidence.tokens("llama-2@70B"), [], []
    for size in ("7B", "13B", "30B", "65B"):
        old = evidence.tokens(f"llama@{size}")
        facts.append(old)
        shares.append(computed(say("percent more than LLaMA {size}", size=size), 100 * (new.number / old.number - 1)))
    return judged(all(about(share, 40, tolerance=0.1) for share in shares), new, facts, shares)


@claim(17, "3.1.1", en="LLaMA 2 may be used commercially.", ko="LLaMA2는 상업적으로 이용할 수 있다.")
def llama_2_is_commercial(evidence: Evidence) -> Finding:
    verdict = evidence.verdict("llama-2@70B")
    return judged(verdict.value in ("yes", "conditional"), verdict)


@claim(18, "3.1.1", en="Alpaca is a LLaMA 7B, finetuned.", ko="Alpaca는 LLaMA 7B를 미세조정한 모델이다.")
def alpaca_is_llama_7b(evidence: Evidence) -> Finding:
    _, size = evidence.size("alpaca@7B")
    bases = tuple(str(link) for link in size.foundations or ())
    return judged(bases == ("llama@7B",), evidence.kind("alpaca@7B"), computed(say("foundations"), bases))


@claim(
    19,
    "3.1.1",
    en="Alpaca was trained on about 52,000 items that text-davinci-003 generated.",
    ko="Alpaca는 text-davinci-003으로 생성한 약 5만 2천 개의 데이터로 학습되었다.",
)
def data_of_alpaca(evidence: Evidence) -> Finding:
    items = evidence.items("alpaca-52k")
    teachers = tuple(str(teacher) for teacher in evidence.dataset("alpaca-52k").generated_by)
    return judged(
        about(items, 52_000) and teachers == ("gpt-3.5@text-davinci-003",),
        items,
        computed(say("generated by"), teachers),
    )


@claim(20, "3.1.1", en="Vicuna has 13 billion parameters.", ko="Vicuna의 매개변수는 13B이다.")
def size_of_vicuna(evidence: Evidence) -> Finding:
    model = evidence.model("vicuna")
    out = [each for each in model.each_size() if each.released is None or first_day(each.released) <= _SUBMITTED]
    counts = tuple(sorted({each.parameters for each in out if each.parameters}))
    return judged(counts == (13_000_000_000,), computed(say("parameters of the sizes out by July 2023"), counts))


@claim(
    21,
    "3.1.1",
    en="Vicuna was trained on about 70,000 conversations from ShareGPT.",
    ko="Vicuna는 ShareGPT에서 수집한 약 7만 개의 대화로 학습되었다.",
)
def data_of_vicuna(evidence: Evidence) -> Finding:
    items = evidence.items("sharegpt")
    used = "sharegpt" in (evidence.size("vicuna@13B-v1.1")[1].datasets or ())
    return judged(used and about(items, 70_000), items)


@claim(
    22,
    "3.1.1",
    en="Vicuna reaches more than 90 % of the quality of ChatGPT and Bard, as judged by a GPT model.",
    ko="GPT 모델의 평가에서 Vicuna는 ChatGPT와 Bard 성능의 90% 이상을 달성했다.",
)
def quality_of_vicuna(evidence: Evidence) -> Finding:
    raise MissingFactError(say("the answers and judgements of that evaluation; no board here has them"))


@claim(
    23,
    "3.1.1",
    en="Falcon has 7 and 40 billion parameters.",
    ko="Falcon의 매개변수는 7B와 40B이다.",
)
def sizes_of_falcon(evidence: Evidence) -> Finding:
    sizes = [evidence.parameters("falcon@7B"), evidence.parameters("falcon@40B")]
    return judged(about(sizes[0], 7e9) and about(sizes[1], 40e9), sizes)


@claim(24, "3.1.1", en="Falcon was trained on 1 trillion tokens.", ko="Falcon은 1조 개의 토큰으로 학습되었다.")
def tokens_of_falcon(evidence: Evidence) -> Finding:
    tokens = [evidence.tokens("falcon@7B"), evidence.tokens("falcon@40B")]
    return judged(all(about(each, 1e12) for each in tokens), tokens)


@claim(25, "3.1.1", en="Falcon may be used commercially.", ko="Falcon은 상업적으로 이용할 수 있다.")
def falcon_is_commercial(evidence: Evidence) -> Finding:
    verdicts = [evidence.verdict("falcon@7B"), evidence.verdict("falcon@40B")]
    return judged(all(verdict.value in ("yes", "conditional") for verdict in verdicts), verdicts)


@claim(
    26,
    "3.1.1",
    en="BLOOM has 176 billion parameters, as many as GPT-3 (within 1 %).",
    ko="BLOOM은 GPT-3와 비슷한(1% 이내) 1,760억 개의 매개변수를 가진다.",
)
def bloom_is_like_gpt_3(evidence: Evidence) -> Finding:
    bloom, gpt_3 = evidence.parameters("bloom@176B"), evidence.parameters("gpt-3@175B")
    return judged(about(bloom, 176e9, 0.01) and about(bloom, gpt_3.number, 0.01), bloom, gpt_3)


@claim(27, "3.1.1", en="BLOOM is multilingual.", ko="BLOOM은 다국어 언어 모델이다.")
def bloom_is_multilingual(evidence: Evidence) -> Finding:
    model, size = evidence.size("bloom@176B")
    if not size.languages:
        raise MissingFactError(say("the languages of {name}", name=address(model, size)))
    return judged(len(size.languages) > 1, computed(say("languages"), len(size.languages)))

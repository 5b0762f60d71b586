"""Claims of Section 3.2: with what Korean models were trained, and how long."""

from __future__ import annotations

from llmsurvey.survey.claims.claim import Finding, claim, judge_claim
from llmsurvey.survey.claims.evidence import Evidence


@claim(
    78,
    "3.2",
    en="Polyglot-Ko 12.8B was trained on 256 GPUs.",
    ko="Polyglot-Ko 12.8B의 학습에는 GPU 256개가 쓰였다.",
)
def gpus_of_polyglot_ko(evidence: Evidence) -> Finding:
    gpus = evidence.reading("polyglot-ko-12.8b-gpus")
    return judge_claim(gpus.value == 256, gpus)


@claim(
    79,
    "3.2",
    en="Polyglot-Ko 12.8B was trained for 301,000 steps.",
    ko="Polyglot-Ko 12.8B의 학습 스텝 수는 301,000이다.",
)
def steps_of_polyglot_ko(evidence: Evidence) -> Finding:
    steps = evidence.reading("polyglot-ko-12.8b-steps")
    return judge_claim(steps.value == 301_000, steps)


@claim(
    80,
    "3.2",
    en="The data of Polyglot-Ko aren't public.",
    ko="Polyglot-Ko의 학습 데이터는 비공개이다.",
)
def access_to_polyglot_ko_s_data(evidence: Evidence) -> Finding:
    access = evidence.access_to_data("polyglot-ko-corpus")
    return judge_claim(access.value == "closed", access)


@claim(
    81,
    "3.2",
    en="Instructions and inputs of KoAlpaca's data are Stanford Alpaca's, translated by DeepL.",
    ko="KoAlpaca 데이터의 지시와 입력은 Stanford Alpaca의 것을 DeepL로 번역한 것이다.",
)
def instructions_of_koalpaca(evidence: Evidence) -> Finding:
    parts, tools = evidence.parts("koalpaca-v1.0"), evidence.translated_by("koalpaca-v1.0")
    return judge_claim(parts.value == ("alpaca-52k",) and tools.value == ("DeepL",), parts, tools)


@claim(
    82,
    "3.2",
    en="KoVicuna was made from Vicuna 7B.",
    ko="KoVicuna의 기반은 Vicuna 7B이다.",
)
def foundation_of_kovicuna(evidence: Evidence) -> Finding:
    bases = evidence.foundations("kovicuna")
    return judge_claim(len(bases.names) == 1 and bases.names[0].startswith("vicuna@7B"), bases)


@claim(
    83,
    "3.2",
    en="KoVicuna was trained on eight A100 for 15 hours.",
    ko="KoVicuna의 학습에는 A100 8개로 15시간이 걸렸다.",
)
def training_of_kovicuna(evidence: Evidence) -> Finding:
    gpus, hours = evidence.reading("kovicuna-gpus"), evidence.reading("kovicuna-hours")
    return judge_claim((gpus.value, hours.value) == (8, 15), gpus, hours)


@claim(
    84,
    "3.2",
    en="KULLM 12.8B-v1 was trained for 5 epochs and 12.8B-v2 for 8.",
    ko="KULLM 12.8B-v1은 5에폭, 12.8B-v2는 8에폭 학습하였다.",
)
def epochs_of_kullm(evidence: Evidence) -> Finding:
    first, second = evidence.reading("kullm-12.8b-v1-epochs"), evidence.reading("kullm-12.8b-v2-epochs")
    return judge_claim((first.value, second.value) == (5, 8), first, second)


@claim(
    85,
    "3.2",
    en="Each of the two was trained on four A100 of 80 GB.",
    ko="두 모델의 학습에는 각각 80GB A100 4개가 쓰였다.",
)
def gpus_of_kullm(evidence: Evidence) -> Finding:
    gpus = evidence.reading("kullm-gpus")
    return judge_claim(gpus.value == 4, gpus)


@claim(
    86,
    "table 3",
    en="KULLM's data are GPT4ALL, Dolly and Vicuna (measured here: the parts of data v2, and what they translate).",
    ko="KULLM의 데이터는 GPT4ALL, Dolly, Vicuna이다(여기서는 데이터 v2의 구성과 그 원본으로 판단한다).",
)
def names_of_kullm_s_data(evidence: Evidence) -> Finding:
    parts, origins = evidence.parts("kullm-v2"), evidence.made_of("kullm-v2")
    wanted = {"gpt4all-prompt-generations", "databricks-dolly-15k", "sharegpt"}
    return judge_claim(len(parts.names) == 3 and wanted <= set(origins.names), parts, origins)

"""Claims of Section 3.2 and Tables 3 and 4: Korean models, and how they compare."""

from __future__ import annotations

from collections.abc import Sequence

from llmsurvey.messages import say
from llmsurvey.records import Model, Score
from llmsurvey.survey.claims.claim import Finding, about, claim, judged
from llmsurvey.survey.claims.evidence import Evidence, Fact, MissingFactError, computed, score_fact

_SCORE = "HellaSwag (F1-score)"


@claim(
    36,
    "3.2",
    en="Polyglot-Ko has 1.3, 3.8, 5.8 and 12.8 billion parameters.",
    ko="Polyglot-Ko는 1.3B, 3.8B, 5.8B, 12.8B 매개변수의 모델로 공개되었다.",
)
def sizes_of_polyglot_ko(evidence: Evidence) -> Finding:
    sizes = evidence.pretrained_sizes("polyglot-ko")
    named = (1.3e9, 3.8e9, 5.8e9, 12.8e9)
    return judged(len(sizes) == 4 and all(about(*pair) for pair in zip(sizes, named, strict=True)), sizes)


@claim(37, "3.2", en="Polyglot-Ko was trained on 1.2 TB of text.", ko="Polyglot-Ko는 1.2TB의 텍스트로 학습되었다.")
def data_of_polyglot_ko(evidence: Evidence) -> Finding:
    corpus = evidence.dataset("polyglot-ko-corpus")
    if corpus.size is None:
        raise MissingFactError(say("the extent of {name}", name=corpus.name))
    source = next((each.url for each in corpus.sources if each.supports_field("size")), None)
    return judged(corpus.size == "1.2 TB", Fact(say("extent of {name}", name=corpus.name), corpus.size, source))


@claim(
    38,
    "3.2",
    en="Polyglot-Ko 12.8B was trained on 167 billion tokens.",
    ko="Polyglot-Ko 12.8B는 1,670억 토큰으로 학습되었다.",
)
def tokens_of_polyglot_ko(evidence: Evidence) -> Finding:
    tokens = evidence.tokens("polyglot-ko@12.8B")
    return judged(about(tokens, 167e9), tokens)


@claim(
    39,
    "3.2",
    en="Polyglot-Ko is based on a model called Polyglot.",
    ko="Polyglot-Ko는 Polyglot이라는 모델을 기반으로 한다.",
)
def foundation_of_polyglot_ko(evidence: Evidence) -> Finding:
    _, size = evidence.size("polyglot-ko@12.8B")
    known = tuple(model.name for model in evidence.registry.models if model.name.casefold() == "polyglot")
    bases = tuple(str(link) for link in size.foundations or ())
    facts = computed(say("foundations in the registry"), bases), computed(say("models of that name"), len(known))
    return judged(bool(known) and bool(bases), facts, evidence.kind("polyglot-ko@12.8B"))


@claim(
    40,
    "table 3",
    en="KoAlpaca is a finetuned LLaMA of 7, 13, 30 and 65 billion parameters.",
    ko="KoAlpaca는 7B, 13B, 30B, 65B의 LLaMA를 미세조정한 모델이다.",
)
def koalpaca_is_llama(evidence: Evidence) -> Finding:
    model = evidence.model("koalpaca")
    bases = tuple(str(link) for size in model.each_size() for link in size.foundations or ())
    return judged(
        sorted(bases) == ["llama@13B", "llama@30B", "llama@65B", "llama@7B"], computed(say("foundations"), bases)
    )


@claim(
    41,
    "table 3",
    en="KoAlpaca-Polyglot and KULLM are finetuned from Polyglot-Ko, in 5.8B and 12.8B.",
    ko="KoAlpaca-Polyglot과 KULLM은 Polyglot-Ko 5.8B와 12.8B를 미세조정한 모델이다.",
)
def made_from_polyglot_ko(evidence: Evidence) -> Finding:
    facts = []
    for name in ("koalpaca-polyglot", "kullm"):
        model = evidence.model(name)
        bases = {str(link) for size in model.each_size() for link in size.foundations or ()}
        facts.append(computed(say("foundations of {name}", name=model.name), tuple(sorted(bases))))
    wanted = ("polyglot-ko@12.8B", "polyglot-ko@5.8B")
    return judged(all(fact.value == wanted for fact in facts), facts)


@claim(
    42,
    "3.2",
    en="KoVicuna was trained on 620,000 dialogues, translated by DeepL.",
    ko="KoVicuna는 DeepL로 번역한 62만 개의 대화로 학습되었다.",
)
def data_of_kovicuna(evidence: Evidence) -> Finding:
    items, dataset = evidence.items("sharegpt-deepl-ko"), evidence.dataset("sharegpt-deepl-ko")
    tools = tuple(link.by for link in dataset.derived_from if link.relation == "translated" and link.by)
    return judged(about(items, 620_000) and tools == ("DeepL",), items, computed(say("translated by"), tools))


@claim(
    43,
    "3.2",
    en="Three models of KULLM were published: 5.8B-v1, 12.8B-v1 and 12.8B-v2.",
    ko="KULLM은 5.8B-v1, 12.8B-v1, 12.8B-v2의 3가지 모델로 공개되었다.",
)
def models_of_kullm(evidence: Evidence) -> Finding:
    names = tuple(sorted(size.name for size in evidence.model("kullm").each_size()))
    return judged(names == ("12.8B-v1", "12.8B-v2", "5.8B-v1"), computed(say("sizes in the registry"), names))


@claim(
    44,
    "3.2",
    en="Most of the five Korean models were trained on translations of data that others had been trained on.",
    ko="한국어 모델 5가지는 대부분 기존 모델의 학습 데이터를 한국어로 번역하여 학습되었다.",
)
def most_use_translations(evidence: Evidence) -> Finding:
    models = [evidence.model(row.model) for row in evidence.printed(3)]
    translated = tuple(model.name for model in models if _uses_a_translation(evidence, model))
    facts = computed(say("models of the table"), len(models)), computed(say("trained on translations"), translated)
    return judged(2 * len(translated) > len(models), facts)


def _uses_a_translation(evidence: Evidence, model: Model) -> bool:
    """Whether any dataset of a model, or one that it was made of, is a translation."""
    waiting = [name for size in model.each_size() for name in size.datasets or ()]
    seen = set(waiting)
    while waiting:
        for link in evidence.dataset(waiting.pop()).derived_from:
            if link.relation == "translated":
                return True
            if link.dataset not in seen:
                seen.add(link.dataset)
                waiting.append(link.dataset)
    return False


@claim(
    45,
    "table 4",
    en="All scores of the table are on one benchmark, in one metric.",
    ko="표 4의 점수는 모두 하나의 벤치마크와 하나의 지표로 측정되었다.",
)
def one_benchmark(evidence: Evidence) -> Finding:
    scores = _table_4(evidence)
    groups = dict.fromkeys((score.benchmark, score.metric) for score in scores)
    printed = len({score.metric for score in evidence.scores if score.table == "4" and score.reading == "printed"}) == 1
    facts = [computed(say("scores"), len(scores)), *_groups(scores, list(groups))]
    return judged(len(groups) == 1, facts, printed=printed)


def _table_4(evidence: Evidence) -> list[Score]:
    scores = evidence.of_table_4()
    if not scores:
        raise MissingFactError(say("what the scores of the table really are"))
    return scores


def _groups(scores: Sequence[Score], groups: Sequence[tuple[str, str]]) -> list[Fact]:
    return [
        computed(
            say("in {metric} on {benchmark}", metric=metric, benchmark=benchmark),
            sum((score.benchmark, score.metric) == (benchmark, metric) for score in scores),
        )
        for benchmark, metric in groups
    ]


@claim(
    46,
    "table 4",
    en="All scores of the table are as of 27 July 2023.",
    ko="표 4의 점수는 모두 2023년 7월 27일 기준이다.",
)
def one_date(evidence: Evidence) -> Finding:
    scores = _table_4(evidence)
    dates = sorted({score.date or "" for score in scores})
    boards = sorted({(score.date or "", score.board) for score in scores})
    facts = [computed(say("date of {board}", board=board), date or None) for date, board in boards]
    return judged(all(date in ("2023-07-27", "2023-07-28") for date in dates), facts, printed=True)


@claim(
    47,
    "3.2",
    en="GPT-4 and GPT-3.5 have the highest scores on HellaSwag (10-shot).",
    ko="HellaSwag(10-shot)에서 가장 높은 점수를 보인 것은 GPT-4와 GPT-3.5이다.",
)
def gpt_4_and_3_5_lead(evidence: Evidence) -> Finding:
    printed = evidence.printed(4)
    first_two = {row.model for row in sorted(printed, key=lambda row: -float(row.cells[_SCORE]))[:2]}
    on_test = [s for s in evidence.scores if s.reading == "actual" and (s.benchmark, s.shots) == ("hellaswag", 10)]
    best = sorted(on_test, key=lambda score: -score.percent)[:5]
    if not best:
        raise MissingFactError(say("scores on HellaSwag"))
    leading = {score.model for score in best[:2]} == {"gpt-4", "gpt-3.5"}
    return judged(leading, [score_fact(score) for score in best], printed=first_two == {"gpt-4", "gpt-3.5"})


@claim(
    48,
    "3.2",
    en="Korean models have no more than about 13 billion parameters.",
    ko="한국어 언어 모델의 매개변수는 약 13B를 넘지 않는다.",
)
def korean_models_are_small(evidence: Evidence) -> Finding:
    sizes = [
        evidence.parameters(f"{row.model}@{size.name}")
        for row in evidence.printed(3)
        for size in evidence.model(row.model).each_size()
        if size.parameters
    ]
    large = [fact for fact in sizes if fact.number > 13.5e9]
    facts = [computed(say("sizes of the models in Table 3"), len(sizes)), *large]
    return judged(not large, facts)


@claim(
    49,
    "3.2",
    en="At about 13B the English models LLaMA and Alpaca lead Polyglot-Ko by more than ten points.",
    ko="약 13B 크기에서 영어 모델 LLaMA와 Alpaca는 Polyglot-Ko보다 10점 이상 앞선다.",
)
def english_leads_by_ten(evidence: Evidence) -> Finding:
    printed = {row.cells["Model"]: float(row.cells[_SCORE]) for row in evidence.printed(4)}
    korean = printed["polyglot-ko-12.8b"]
    leads = [printed[name] - korean for name in ("LLaMA-13B", "Alpaca-13B")]
    facts = [
        computed(say("lead of {name} as printed", name=name), lead)
        for name, lead in zip(("LLaMA-13B", "Alpaca-13B"), leads, strict=True)
    ]
    pairs = list(evidence.comparable(("llama", "13B"), ("polyglot-ko", "12.8B")))
    facts.append(computed(say("pairs that were measured in one way"), len(pairs)))
    facts += [score_fact(score) for pair in pairs for score in pair]
    holds = bool(pairs) and all(one.percent - other.percent > 10 for one, other in pairs)
    return judged(holds, facts, printed=not pairs and min(leads) > 10)


@claim(
    50,
    "3.2",
    en="Within one family of Table 4 the larger model has the higher score.",
    ko="표 4에서 같은 계열의 모델은 클수록 점수가 높다.",
)
def larger_is_better(evidence: Evidence) -> Finding:
    facts = []
    ordered = True
    for family in ("llama", "polyglot-ko"):
        scores = [score for score in _table_4(evidence) if score.model == family]
        scores.sort(key=lambda score: evidence.parameters(f"{family}@{score.size}").number)
        values = [score.percent for score in scores]
        ordered = ordered and values == sorted(set(values))
        facts += [score_fact(score) for score in scores]
    return judged(ordered, facts)

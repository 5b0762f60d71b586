"""Claims of Section 3.2 on Table 4: how Korean and English models compare on HellaSwag."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from llmsurvey.boards.measured_scores import MeasuredScore, ScorePair
from llmsurvey.messages import say
from llmsurvey.records.dates import last_day
from llmsurvey.registry.scores import SNAPSHOT
from llmsurvey.survey.claims.claim import Finding, claim, is_about, judge_claim
from llmsurvey.survey.claims.evidence import Evidence
from llmsurvey.survey.claims.fact import Fact, MissingFactError, computed_fact, score_fact

_SCORE = "HellaSwag (F1-score)"


@claim(
    54,
    "table 4",
    en="All scores of the table are on one benchmark, in one metric: F1.",
    ko="표 4의 점수는 모두 하나의 벤치마크를 F1이라는 하나의 지표로 측정한 것이다.",
)
def one_benchmark(evidence: Evidence) -> Finding:
    scores = evidence.of_table_4()
    groups = dict.fromkeys((score.measure.benchmark, score.measure.metric) for score in scores)
    facts = [
        computed_fact(
            say("in {metric} on {benchmark}", metric=metric, benchmark=benchmark),
            sum(score.measure[:2] == (benchmark, metric) for score in scores),
        )
        for benchmark, metric in groups
    ]
    return judge_claim([metric for _, metric in groups] == ["f1"], list(map(score_fact, scores)), facts)


@claim(
    55,
    "table 4",
    en="All scores of the table are as of 27 July 2023 (measured here: a board's of that day or the next).",
    ko="표 4의 점수는 모두 2023년 7월 27일 기준이다(여기서는 리더보드의 값만 다음 날까지 인정한다).",
)
def one_date(evidence: Evidence) -> Finding:
    scores = evidence.of_table_4()
    boards = {(score.date or "", score.board): score.source for score in scores}
    facts = [
        Fact(say("date of {board}", board=board), date or None, source)
        for (date, board), source in sorted(boards.items())
    ]
    current = [
        date in ("2023-07-27", "2023-07-28") if board == SNAPSHOT[0] else last_day(date) <= "2023-07-28"
        for date, board in boards
    ]
    return judge_claim(all(current), facts)


@claim(
    56,
    "table 4",
    en="The figures of the table are those of their sources, to the digits that are printed.",
    ko="표 4의 수치는 인쇄된 자릿수까지 각 출처의 값과 같다.",
)
def figures_are_those_of_the_sources(evidence: Evidence) -> Finding:
    scores, rows = evidence.of_table_4(), evidence.printed(4)
    actual = {score.name: score.exact for score in scores}
    missing = [row.cells["Model"] for row in rows if row.cells["Model"] not in actual]
    if missing:
        raise MissingFactError(say("the source of {names}", names=", ".join(missing)))
    agree = sum(actual[row.cells["Model"]] == Decimal(row.cells[_SCORE]) for row in rows)
    counts = computed_fact(say("rows"), len(rows)), computed_fact(say("figures that agree"), agree)
    return judge_claim(agree == len(rows), list(map(score_fact, scores)), counts)


@claim(57, "table 4", en='"Alpaca-13B" is Stanford\'s Alpaca.', ko="표의 Alpaca-13B는 Stanford의 Alpaca이다.")
def alpaca_13b_is_stanford_s(evidence: Evidence) -> Finding:
    sizes = [evidence.parameters(f"alpaca@{size.name}") for size in evidence.sizes("alpaca")]
    row_scores = [score for score in evidence.of_table_4() if score.name == "Alpaca-13B"]
    if not row_scores:
        raise MissingFactError(say("what the scores of the table really are"))
    models = tuple(score.model.id for score in row_scores if score.model)
    meant = Fact(say("models that the row is known to mean"), models, row_scores[0].source)
    return judge_claim(models == ("alpaca",) and any(is_about(size, 13e9) for size in sizes), meant, sizes)


@claim(
    58,
    "3.2",
    en="By Table 4, GPT-4 and GPT-3.5 have the highest scores on HellaSwag (10-shot).",
    ko="표 4의 HellaSwag(10-shot)에서 GPT-4와 GPT-3.5의 점수가 가장 높다.",
)
def gpt_4_and_3_5_lead(evidence: Evidence) -> Finding:
    rows = sorted(evidence.printed(4), key=lambda row: -float(row.cells[_SCORE]))
    first_two = {row.model for row in rows[:2]} == {"gpt-4", "gpt-3.5"}
    leaders = [score for name in ("gpt-4", "gpt-3.5") for score in evidence.scores_of(name, "hellaswag")]
    rivals = [
        (leader, score)
        for leader in leaders
        for score in evidence.in_set_ups_of([leader])
        if score.model is None or score.model.id not in ("gpt-4", "gpt-3.5")
    ]
    facts = [*map(score_fact, leaders), computed_fact(say("others that were measured in the same way"), len(rivals))]
    holds = bool(rivals) and all(leader.is_better_than(rival) for leader, rival in rivals)
    return judge_claim(holds, facts, printed=first_two)


@claim(
    59,
    "3.2",
    en="Korean models score lower than English ones.",
    ko="한국어 기반 모델은 영어 기반 모델보다 성능이 낮다.",
)
def korean_models_score_lower(evidence: Evidence) -> Finding:
    rows = evidence.printed(4)
    printed = {
        lang: [float(r.cells[_SCORE]) for r in rows if r.cells["Target Lang."] == lang] for lang in ("Kor.", "Eng.")
    }
    actual = {score.name: score for score in evidence.of_table_4()}
    korean, english = (
        [
            actual[row.cells["Model"]]
            for row in rows
            if row.cells["Target Lang."] == lang and row.cells["Model"] in actual
        ]
        for lang in ("Kor.", "Eng.")
    )
    pairs = {korean_score.name: _pairs_of_rows(evidence, korean_score, english) for korean_score in korean}
    facts = (
        *map(
            score_fact,
            dict.fromkeys((*korean, *english, *(score for some in pairs.values() for pair in some for score in pair))),
        ),
        computed_fact(say("highest Korean figure as printed"), max(printed["Kor."])),
        computed_fact(say("lowest English figure as printed"), min(printed["Eng."])),
        computed_fact(say("Korean models in the table"), len(korean)),
        computed_fact(say("of these measured in the same way as an English one"), sum(map(bool, pairs.values()))),
    )
    if not korean:
        raise MissingFactError(say("what the scores of the table really are"))
    holds = all(pairs.values()) and all(
        english_score.is_better_than(korean_score) for some in pairs.values() for korean_score, english_score in some
    )
    return judge_claim(holds, facts, printed=max(printed["Kor."]) < min(printed["Eng."]))


@claim(
    60,
    "3.2",
    en="Korean models have no more than about 13 billion parameters (measured here: those of Table 3, up to 13.5B).",
    ko="한국어 언어 모델의 매개변수는 약 13B를 넘지 않는다(여기서는 표 3의 모델을 13.5B까지 인정한다).",
)
def korean_models_are_small(evidence: Evidence) -> Finding:
    rows = evidence.printed(3)
    sizes = [evidence.parameters(f"{row.model}@{size.name}") for row in rows for size in evidence.sizes(row.model)]
    large = [fact for fact in sizes if fact.number > 13.5e9]
    return judge_claim(not large, computed_fact(say("sizes of the models in Table 3"), len(sizes)), large)


@claim(
    61,
    "3.2",
    en="At about 13B the English models LLaMA and Alpaca lead Polyglot-Ko by ten points and more.",
    ko="약 13B 크기에서 영어 모델 LLaMA와 Alpaca는 Polyglot-Ko보다 10점 이상 앞선다.",
)
def english_leads_by_ten(evidence: Evidence) -> Finding:
    printed = {row.cells["Model"]: float(row.cells[_SCORE]) for row in evidence.printed(4)}
    english, korean = ("LLaMA-13B", "Alpaca-13B"), "polyglot-ko-12.8b"
    leads = {name: printed[name] - printed[korean] for name in english}
    facts = [evidence.as_printed(name, printed[name]) for name in (*english, korean)]
    facts += [computed_fact(say("lead of {name} as printed", name=name), lead) for name, lead in leads.items()]
    by_model = [_comparable_pairs(evidence, name, "polyglot-ko@12.8B") for name in english]
    pairs = [pair for some in by_model for pair in some]
    facts.append(computed_fact(say("pairs that were measured in one way"), len(pairs)))
    facts += [score_fact(score) for pair in pairs for score in pair]
    holds = all(by_model) and all(
        english_score.exact - korean_score.exact >= 10 for english_score, korean_score in pairs
    )
    return judge_claim(holds, facts, printed=min(leads.values()) >= 10)


_LANGUAGES = {"Eng.": "en", "Kor.": "ko"}
"""The languages that Table 4 names, by their codes."""


@claim(
    88,
    "table 4",
    en="The models are for the languages that the table names (measured here: the first that their makers name).",
    ko="표 4의 모델은 해당 언어를 대상으로 한다(여기서는 개발사가 첫째로 꼽는 언어로 판단한다).",
)
def languages_of_table_4(evidence: Evidence) -> Finding:
    rows = [row for row in evidence.printed(4) if row.cells["Target Lang."] in _LANGUAGES and row.model]
    facts = [(evidence.languages(row.model), _LANGUAGES[row.cells["Target Lang."]]) for row in rows]
    return judge_claim(all(fact.names[0] == code for fact, code in facts), [fact for fact, _ in facts])


def _comparable_pairs(evidence: Evidence, name: str, rival: str) -> list[ScorePair]:
    """Return pairs of scores on HellaSwag, measured in one way, of what a row of Table 4 means and of another size."""
    meant = {score.name: _address_of(score) for score in evidence.of_table_4() if score.model}
    pairs = evidence.comparable(meant[name], rival, "hellaswag") if name in meant else []
    return [pair for pair in pairs if pair[0].measure.is_averaged]


def _pairs_of_rows(evidence: Evidence, score: MeasuredScore, rivals: Sequence[MeasuredScore]) -> list[ScorePair]:
    """Return pairs of scores on HellaSwag of a row of Table 4 and some others of it that were measured in one way."""
    pairs: list[ScorePair] = []
    for rival in rivals:
        if score.model is not None and rival.model is not None:
            pairs += evidence.comparable(_address_of(score), _address_of(rival), "hellaswag")
        elif score.set_up == rival.set_up:
            pairs.append((score, rival))
    return pairs


def _address_of(score: MeasuredScore) -> str:
    """Return how the registry calls what a score is of."""
    name = score.model.id if score.model else ""
    return f"{name}@{score.size}" if score.size else name

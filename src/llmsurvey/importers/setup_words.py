"""Headings of what says how a row was measured, so that rows which differ in it can't simply be compared."""

from __future__ import annotations

import re

from llmsurvey.importers.heading_words import is_no_score, plain_heading

_SETUPS = re.compile(
    r"\b(settings?|set-?ups?|prompts?|prompting|templates?|splits?|subsets?|languages?|lang|locales?|quanti[sz]ations?|"
    r"quant|tasks?|datasets?|domains?|categor(y|ies)|conditions?|modes?|strateg(y|ies)|decoding|sampling|protocols?|"
    r"methods?|judges?|evaluators?|graders?|metrics?|variants?|reasoning effort|thinking|effort|tools?|scaffolds?|"
    r"attempts?|few-?shot|shots?)$|"
    r"(설정|세팅|프롬프트|언어|양자화|과제|도메인|분야|분할|조건|방식|평가자|심사|设置|设定|提示词?|语言|量化|任务|领域|划分|方法|条件|"
    r"設定|プロンプト|言語|量子化|タスク|分野|分割|sprache|langue|idioma|язык)$"
)
_PARAMETERS = frozenset(("k", "temperature", "temp", "온도", "温度"))
"""Headings of numbers that are no scores, but that the figures beside them depend on."""

_SHOTS = re.compile(r"\bshots?\b|^k$|샷|ショット")


def says_setup(heading: str) -> bool:
    """Whether a heading is one of how rows were measured: a split, a prompt, a language."""
    text = re.sub(r" ?\([^()]*\)$", "", plain_heading(heading))
    return text in _PARAMETERS or (_SETUPS.search(text) is not None and not is_no_score(heading))


def speaks_of_shots(heading: str) -> bool:
    """Whether a heading speaks of the number of worked examples."""
    return _SHOTS.search(plain_heading(heading)) is not None

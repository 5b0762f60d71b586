"""Which options, and which choices of one, are meant by a word that is none: by its meaning, else by its letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from llmsurvey.cli.parameters import HELP, Parameter
from llmsurvey.messages import word

_MEANINGS = (
    ("--fits", "--gpu", "--card", "--vram", "--ram", "--memory"),
    ("--precision", "--quant", "--quantisation", "--quantization", "--bits", "--dtype"),
    ("--cache-type", "--cache-bits", "--cache-type-k", "--cache-type-v", "--kv-cache-dtype", "--kv-cache"),
    ("--developer", "--organisation", "--organization", "--org", "--company", "--maker", "--author", "--creator"),
    ("--licence", "--license", "--terms"),
    ("--commercial", "--may-sell", "--verdict", "--says"),
    ("--foundation", "--base", "--parent"),
    ("--family", "--descendants"),
    ("--benchmark", "--task", "--test"),
    ("--shots", "--fewshot", "--few-shot", "--n-shot"),
    ("--board", "--leaderboard", "--snapshot"),
    ("--since", "--from", "--after", "--year"),
    ("--until", "--to", "--before", "--as-of"),
    ("--min-size", "--size", "--params", "--parameters"),
    ("--max-size", "--size", "--params", "--parameters"),
    ("--limit", "--most", "--top", "--head", "--first", "--max"),
    ("--sort", "--order", "--order-by", "--sort-by"),
    ("--where", "--filter", "--grep"),
    ("--columns", "--fields", "--select", "--cols"),
    ("--format json", "--json"),
    ("--format csv", "--csv"),
    ("--format md", "--markdown", "--md"),
    ("--output", "--out", "--file", "--save"),
    ("--why", "--explain", "--reasons"),
    ("--registry", "--config", "--catalogue", "--catalog"),
    ("--lang", "--locale"),
)
"""An option, and the words by which others mean it: each of a row may stand for any other that a command has."""


def meant_options(name: str, parameters: Iterable[Parameter]) -> list[str]:
    """Return the options of a command that may be meant by `name`, with their value where that is a part of it.

    Of an option that has several names it is the nearest of these.
    """
    owners = {
        flag: parameter.name
        for parameter in (*parameters, HELP)
        if not parameter.is_hidden
        for flag in (*parameter.flags, *parameter.opposites)
        if flag.startswith("--")
    }
    meant = [option for row in _MEANINGS if name in row for option in row if option.split()[0] in owners]
    once: dict[str, str] = {}
    for option in meant or _options_like(name, owners):
        once.setdefault(owners[option.split()[0]], option)
    return list(once.values())


_OTHER_WORDS = (
    ("md", "markdown", "mkd"),
    ("latex", "tex"),
    ("xlsx", "excel", "xls", "ods"),
    ("yaml", "yml"),
    ("jsonl", "ndjson"),
    ("table", "text", "txt", "plain", "terminal"),
    ("bibtex", "bib"),
    ("csl-json", "csl"),
    ("dot", "graphviz"),
    ("lm-eval", "harness", "lm-evaluation-harness", "results"),
    ("open-llm-leaderboard", "leaderboard", "board"),
    ("mean", "average"),
    ("date", "released", "time"),
    ("size", "parameters", "params"),
)
"""A choice, and other words for it."""

_VOCABULARIES = ("method", "grouping", "cost", "kind", "condition", "erratum", "answer", "column")
"""The kinds of words in which choices are said on the screen."""


def meant_choices(value: str, choices: Sequence[str]) -> list[str]:
    """Return the choices that may be meant by a word that is none: by what it means, else by its letters."""
    from llmsurvey.registry.nearest_names import nearest_names

    meant = [row[0] for row in _OTHER_WORDS if value.casefold() in row and row[0] in choices]
    return meant or nearest_names(value, choices)


def choice_called(value: str, choices: Sequence[str]) -> str | None:
    """Return the choice that is said so in the language of the run, None where none is."""
    if value in choices:
        return value
    said = {word(kind, choice): choice for choice in choices for kind in _VOCABULARIES if word(kind, choice) != choice}
    return said.get(value)


def _options_like(name: str, flags: Iterable[str]) -> list[str]:
    """Return the flags that look like a name without their dashes, which make any two of them alike."""
    from llmsurvey.registry.nearest_names import nearest_names

    return [f"--{word}" for word in nearest_names(name.lstrip("-"), [flag.removeprefix("--") for flag in flags])]

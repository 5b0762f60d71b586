"""Options that several commands share, each with one name, one help and one completion everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from llmsurvey.cli import offered_names
from llmsurvey.errors import RequestError
from llmsurvey.formats import FormatName
from llmsurvey.messages import say

RowFormat = Literal["table", FormatName]

_OUT = "Output"
_DATA = "Data"

Format = Annotated[
    RowFormat | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write the answer. (Default: table, or what the suffix of --output says.)",
        rich_help_panel=_OUT,
    ),
]
BIBLIOGRAPHIES = ("bibtex", "csl-json", "ris")
"""The formats of what can be cited; all others take it as rows."""

CiteFormat = Annotated[
    Literal["bibtex", "csl-json", "ris", "table", FormatName] | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write the answer. (Default: bibtex, or what the suffix of --output says.)",
        rich_help_panel=_OUT,
    ),
]
TimelineFormat = Annotated[
    Literal["drawing", "mermaid", "table", FormatName] | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write the answer. (Default: drawing, or what the suffix of --output says.)",
        rich_help_panel=_OUT,
    ),
]
BomFormat = Annotated[
    Literal["spdx", "cyclonedx", "table", FormatName] | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write the answer: spdx and cyclonedx are documents. (Default: table, or what the suffix of "
        "--output says: .spdx3.json, .cdx.json.)",
        rich_help_panel=_OUT,
    ),
]
LineageFormat = Annotated[
    Literal["tree", "dot", "mermaid", "graphml", "node-link", "svg", "table", FormatName] | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write the answer. (Default: tree, or what the suffix of --output says.)",
        rich_help_panel=_OUT,
    ),
]
DrawingFormat = Annotated[
    Literal["drawing", "table", FormatName] | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write the answer. (Default: drawing, or what the suffix of --output says.)",
        rich_help_panel=_OUT,
    ),
]
ValidateFormat = Annotated[
    Literal["lines", "github", "table", FormatName] | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write the answer. (Default: lines, or what the suffix of --output says.)",
        rich_help_panel=_OUT,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", help="Write to this file, not to standard output.", rich_help_panel=_OUT, readable=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file of --output.", rich_help_panel=_OUT)]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        "-c",
        help="These columns (name,verdict, or all); +licence adds one, -hub takes one away, average=Mean "
        "renames; help explains them.",
        autocompletion=offered_names.complete_columns,
        rich_help_panel=_OUT,
    ),
]
Sort = Annotated[
    list[str] | None,
    typer.Option(
        "--sort",
        help="By these columns; -released is the latest first.",
        autocompletion=offered_names.complete_columns,
        rich_help_panel=_OUT,
    ),
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        help="Only rows that fit: 'parameters>=10B', 'developers~meta', 'name=A|B'.",
        autocompletion=offered_names.complete_columns,
        rich_help_panel=_OUT,
    ),
]
Limit = Annotated[int | None, typer.Option("--limit", "-n", min=0, help="At most so many rows.", rich_help_panel=_OUT)]
Transpose = Annotated[
    bool | None,
    typer.Option("--transpose/--no-transpose", help="Turn the table: a row for each column.", rich_help_panel=_OUT),
]
Notes = Annotated[bool, typer.Option("--notes", help="Every note below the answer.", rich_help_panel=_OUT)]
Digits = Annotated[
    int | None,
    typer.Option("--digits", min=0, max=12, help="So many digits behind the point.", rich_help_panel=_OUT),
]
CaptionText = Annotated[
    str | None,
    typer.Option("--caption", help="What a document calls the table (md, html, latex).", rich_help_panel=_OUT),
]
Label = Annotated[
    str | None,
    typer.Option("--label", help="What LaTeX refers to the table by: tab:models.", rich_help_panel=_OUT),
]
Envelope = Annotated[
    bool,
    typer.Option(
        "--envelope",
        help="With json and yaml: the notes, the question and the program's version around the answer.",
        rich_help_panel=_OUT,
    ),
]
Registry = Annotated[
    list[str] | None,
    typer.Option(
        "--registry",
        help="Lay this file or folder of YAML over the catalogue; - is standard input.",
        rich_help_panel=_DATA,
    ),
]

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="What was out on that day (2023-05-28, 2023-05), under the licences of then.",
        rich_help_panel=_DATA,
    ),
]

Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="[en|ko]",
        autocompletion=offered_names.complete_spoken_languages,
        help="Speak English or Korean. (Default: LLMSURVEY_LANG, your configuration, or the locale's.)",
        rich_help_panel=_OUT,
    ),
]

Color = Annotated[
    Literal["auto", "always", "never"] | None,
    typer.Option(
        "--color",
        help="Colours on terminals that have them, everywhere, or nowhere. (Default: auto.)",
        rich_help_panel=_OUT,
    ),
]
NoPager = Annotated[
    bool, typer.Option("--no-pager", help="A long answer goes to the terminal as it is.", rich_help_panel=_OUT)
]

Commercial = Annotated[
    bool, typer.Option("--commercial", help="Only what may be used commercially, by the licences of the whole lineage.")
]
Survey = Annotated[bool, typer.Option("--survey", help="Only what the survey names, and what that was made from.")]
Permissive = Annotated[
    bool, typer.Option("--permissive", help="Only what asks for no more than notices and attribution.")
]
OwnLicence = Annotated[
    bool,
    typer.Option(
        "--own-licence", "--own-license", help="Judge by a model's own licence only, not by what it was made from."
    ),
]
Data = Annotated[
    Literal["caveat", "strict"],
    typer.Option("--data", help="Whether the terms of training data are a caveat, or count like a licence."),
]
Use = Annotated[
    list[str] | None,
    typer.Option(
        "--use",
        metavar="USE",
        help="What licences mustn't forbid: sell, serve, publish-finetune, train-on-output, users=50M, revenue=20M (US "
        "dollars a year), field=medical.",
        autocompletion=offered_names.complete_uses,
    ),
]
LicenceUse = Annotated[
    list[str] | None,
    typer.Option(
        "--use",
        metavar="USE",
        help="What each licence says of that, with the clause: sell, serve, publish-finetune, train-on-output, "
        "users=50M, revenue=20M (US dollars a year), field=medical.",
        autocompletion=offered_names.complete_uses,
    ),
]
Developer = Annotated[
    list[str] | None,
    typer.Option("--developer", help="By this developer.", autocompletion=offered_names.complete_developers),
]
Licence = Annotated[
    list[str] | None,
    typer.Option(
        "--licence", "--license", help="Under this licence of its own.", autocompletion=offered_names.complete_licences
    ),
]
Kind = Annotated[
    list[str] | None,
    typer.Option("--kind", help="pretrained, finetuned or service.", autocompletion=offered_names.complete_kinds),
]
FoundationName = Annotated[
    list[str] | None,
    typer.Option("--foundation", help="Made right from this model.", autocompletion=offered_names.complete_models),
]
Family = Annotated[
    list[str] | None,
    typer.Option(
        "--family",
        help="This model and whatever was made from it, however far.",
        autocompletion=offered_names.complete_models,
    ),
]
DatasetName = Annotated[
    list[str] | None,
    typer.Option(
        "--dataset",
        help="Trained on this dataset, or on one made from it.",
        autocompletion=offered_names.complete_datasets,
    ),
]
Language = Annotated[
    list[str] | None,
    typer.Option(
        "--language",
        help="For this language, by its ISO 639-1 code.",
        autocompletion=offered_names.complete_languages,
    ),
]
Condition = Annotated[
    list[str] | None,
    typer.Option(
        "--condition",
        help="With this kind of condition, such as share-alike.",
        autocompletion=offered_names.complete_conditions,
    ),
]
WithoutCondition = Annotated[
    list[str] | None,
    typer.Option(
        "--without-condition", help="Without this kind of condition.", autocompletion=offered_names.complete_conditions
    ),
]
Search = Annotated[
    str | None,
    typer.Option("--search", help="In whose names, makers, datasets or notes these words are found, as by `search`."),
]
Since = Annotated[str | None, typer.Option("--since", help="Released in or after 2023, 2023-05 or 2023-05-30.")]
Until = Annotated[str | None, typer.Option("--until", help="Released in or before that.")]
MinSize = Annotated[str | None, typer.Option("--min-size", help="With at least so many parameters: 7B.")]
Fits = Annotated[
    str | None,
    typer.Option(
        "--fits",
        "--gpu",
        help="What fits an amount of memory (24GB, 24GiB) or a card (RTX-4090), cache included.",
        autocompletion=offered_names.complete_gpus,
    ),
]
FitPrecision = Annotated[
    str | None,
    typer.Option(
        "--precision",
        help="The type of the weights in memory: int4, Q4_K_M. (Default: bf16.)",
        autocompletion=offered_names.complete_precisions,
    ),
]
FitContext = Annotated[
    int | None,
    typer.Option(
        "--context",
        min=1,
        help="Tokens in the cache that is to fit, too. (Default: as many as a model was trained on.)",
    ),
]
FitCacheType = Annotated[
    str | None,
    typer.Option(
        "--cache-type",
        help="The type of the cache's numbers: q8_0, fp8, q4_0. (Default: f16.)",
        autocompletion=offered_names.complete_cache_types,
    ),
]
MaxSize = Annotated[str | None, typer.Option("--max-size", help="With at most so many parameters.")]

BoardName = Annotated[
    str | None,
    typer.Argument(
        metavar="[BOARD]",
        help="A board (`boards` lists them), or a file of scores; - is standard input.",
        autocompletion=offered_names.complete_boards,
    ),
]
BoardOption = Annotated[
    str | None,
    typer.Option("--board", help="The same, as an option.", autocompletion=offered_names.complete_boards),
]
OwnRuns = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        help="Put your own results (a file, a folder or a board) beside the board's, for this answer alone.",
        autocompletion=offered_names.complete_boards,
    ),
]


def one_board(argument: str | None, option: str | None) -> str:
    """Return the board that is named as an argument or by `--board`, else the user's, or the program's default.

    Raises RequestError where both are named and differ.
    """
    if argument is not None and option is not None and argument != option:
        raise RequestError(
            say("two boards are named: {first}, and --board {second}. Name one.", first=argument, second=option)
        )
    from llmsurvey.boards.folders import DEFAULT_ADDRESS  # inside, so that options are defined without the registry
    from llmsurvey.registry.configuration import configured

    return argument or option or configured("board") or DEFAULT_ADDRESS

"""`llmsurvey memory`: how many bytes a model needs, and what it fits on."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import offered_names, options
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.memory.bytes import MOST_TEXTS, MOST_TOKENS


@with_rows
def run(
    name: Annotated[
        str,
        typer.Argument(
            metavar="MODEL[@SIZE]|PATH",
            help="One size of a model, or a folder or file of one.",
            autocompletion=offered_names.complete_models,
        ),
    ],
    context: Annotated[
        int | None,
        typer.Option(
            "--context", min=1, max=MOST_TOKENS, help="Tokens in the cache. (Default: as many as it was trained on.)"
        ),
    ] = None,
    batch: Annotated[int, typer.Option("--batch", min=1, max=MOST_TEXTS, help="Texts at once.")] = 1,
    precision: Annotated[
        list[str] | None,
        typer.Option(
            "--precision", help="Only this type: int4, Q4_K_M.", autocompletion=offered_names.complete_precisions
        ),
    ] = None,
    fits: Annotated[
        str | None,
        typer.Option(
            "--fits",
            "--gpu",
            help="Say what fits: an amount (24GB, 24GiB) or a card (RTX-4090).",
            autocompletion=offered_names.complete_gpus,
        ),
    ] = None,
    cache_type: options.FitCacheType = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            help="Whose cache: as llama.cpp or vLLM sets it aside. (Default: what the model needs.)",
            autocompletion=offered_names.complete_engines,
        ),
    ] = None,
    *,
    rows: Rows,
) -> None:
    """Compute the bytes of a model's weights in each precision, of its key-value cache, and of both.

    Figures of the GGUF types are effective bits, with scales and the larger types of some tensors, as measured on
    Llama 2. What no source states isn't guessed.
    """
    from llmsurvey.answers.memory import MemoryQuestion, compute_memory
    from llmsurvey.registry.configuration import configured

    fits = configured("fits") if fits is None else fits
    question = MemoryQuestion(
        name=name,
        context=context,
        batch=batch,
        precision=tuple(precision or ()),
        fits=fits,
        cache_type=cache_type,
        engine=engine,
    )
    rows.give(compute_memory(rows.library, question), question)

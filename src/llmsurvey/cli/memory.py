"""`llmsurvey memory`: how many bytes a model needs, and what it fits on."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import completion
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import RequestError
from llmsurvey.messages import listed, say
from llmsurvey.records import Model, Size
from llmsurvey.registry.registry import Registry


@with_rows
def run(
    name: Annotated[
        str, typer.Argument(metavar="MODEL[@SIZE]", help="One size of a model.", autocompletion=completion.models)
    ],
    context: Annotated[
        int | None,
        typer.Option(
            "--context", min=1, max=10**8, help="Tokens in the cache. (Default: as many as it was trained on.)"
        ),
    ] = None,
    batch: Annotated[int, typer.Option("--batch", min=1, max=10**4, help="Texts at once.")] = 1,
    precision: Annotated[
        list[str] | None,
        typer.Option("--precision", help="Only this type: int4, Q4_K_M.", autocompletion=completion.precisions),
    ] = None,
    gpu: Annotated[
        str | None,
        typer.Option(
            "--gpu", help="Say what fits: an amount (24GB, 24GiB) or a card (RTX-4090).", autocompletion=completion.gpus
        ),
    ] = None,
    *,
    rows: Rows,
) -> None:
    """Compute the bytes of a model's weights in each precision, of its key-value cache, and of both.

    Figures of the GGUF types are effective bits, with scales and the larger types of some tensors, as measured on
    Llama 2. What no source states isn't guessed.
    """
    from llmsurvey.answers.memory import Use, memory_table
    from llmsurvey.memory.fit import precision_of, room_of
    from llmsurvey.registry.built_in import load_hardware
    from llmsurvey.registry.load import load_registry

    registry, hardware = load_registry(rows.registry), load_hardware()
    model, size = _one_size(registry, *registry.resolve_model(name))
    chosen = tuple(dict.fromkeys(precision_of(hardware, each) for each in precision or ())) or hardware.precisions
    room = room_of(hardware, gpu) if gpu is not None else None
    rows.give(memory_table(registry, model, size, chosen, Use(context, batch), room))


def _one_size(registry: Registry, model: Model, size: Size | None) -> tuple[Model, Size]:
    """The size that is meant, with its model's facts. Raises RequestError where none of several is named."""
    from llmsurvey.answers.memory import no_parameters
    from llmsurvey.memory.shape import KnownFacts

    if size is not None:
        return model, model.complete(size)
    if len(model.sizes) > 1:
        facts = KnownFacts(registry)
        names = [each.name for each in model.sizes if facts.of(model, each).parameters]
        if not names:
            raise no_parameters(model.name)
        raise RequestError(
            say(
                "{model} has several sizes: {names}. Name one: {model}@{first}.",
                model=model.name,
                names=listed(names, most=20),
                first=names[0],
            )
        )
    return model, next(model.each_size())

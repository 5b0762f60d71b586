"""Times each keystroke in the browser with a registry of 20,000 models, from the key to the screen that answers it.

Called as `browse.py [MODELS]`. Keys are pressed through the pilot, on a screen of 120 by 40; a keystroke is answered
when nothing is left to do and to draw. Beside the time on the clock, in which the pilot's own waiting and whatever else
the machine does are counted, stands that of the processor: what the program itself took. The first line is a key that
does nothing.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from llmsurvey.browse.app import Browser, Surroundings
from llmsurvey.browse.model_views import ModelsView
from llmsurvey.browse.session import Session
from llmsurvey.library import Library
from llmsurvey.messages import Hint
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry

MODELS = 20_000
SYLLABLES = ("al", "pa", "ca", "vi", "cu", "na", "fal", "con", "mis", "tral", "gem", "ma", "구", "름", "라", "마")
KEYS = {
    "a key that does nothing": ["f9"] * 20,
    "typing a search": ["slash", *"vicu", *"nafal", *["backspace"] * 9, *"구름라", *["backspace"] * 3, *"mistral"],
    "moving": ["escape", "escape", *["down"] * 15, *["pagedown"] * 10, "end", "home", *["right"] * 5],
    "sorting": ["right_square_bracket", "left_square_bracket"],
    "a facet": ["f", "down", "down", "enter", "down", "enter"],
}


def make_registry(models: int) -> Registry:
    """Return models made up by a seeded generator, each of two sizes, in families of a hundred."""
    source = random.Random(models)
    licences: list[dict[str, object]] = [
        {"id": verdict, "name": verdict.title(), "kind": "software", "commercial": verdict}
        for verdict in ("yes", "conditional", "no")
    ]
    for licence in licences:
        if licence["id"] == "conditional":
            licence["conditions"] = [{"kind": "patent", "text": "P"}]
    entries = [_make_model(number, source) for number in range(models)]
    return parse_record(Registry, {"models": entries, "licences": licences})


def _make_model(number: int, source: random.Random) -> dict[str, object]:
    name = "".join(source.choices(SYLLABLES, k=4)) + f" {number}"
    links = [{"model": f"m{number - number % 100}", "relation": "finetuned"}] if number % 100 else []
    return {
        "id": f"m{number}",
        "name": name,
        "developers": [f"Lab {source.randrange(500)}"],
        "released": f"{source.randrange(2019, 2027)}-{source.randrange(1, 13):02}",
        "kind": source.choice(("pretrained", "finetuned")),
        "languages": source.sample(("en", "ko", "zh", "de"), source.randrange(1, 3)),
        "licence": source.choice(("yes", "conditional", "no")),
        "foundations": links,
        "sizes": [
            {"name": size, "parameters": int(size[:-1]) * 10**9, "hub": f"lab/{number}-{size}"}
            for size in source.sample(("1B", "3B", "7B", "13B", "70B"), 2)
        ],
    }


Times = dict[str, list[tuple[float, float]]]
"""Milliseconds of keystrokes on the clock and of the processor, by what they do."""


async def measure(models: int) -> Times:
    """Press every key, and return how long each took."""
    session = Session(Library(registry=make_registry(models)), ModelsView())
    times: Times = {}
    app = Browser(session, Surroundings(_write_nothing, ()))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for name, keys in KEYS.items():
            for key in keys:
                start, start_of_processor = time.perf_counter(), time.process_time()
                await pilot.press(key)
                spent = (time.perf_counter() - start, time.process_time() - start_of_processor)
                times.setdefault(name, []).append((spent[0] * 1000, spent[1] * 1000))
            await pilot.pause(0.5)  # facets are counted when nobody types
    return times


def _write_nothing(hint: Hint, file: Path, force: bool) -> None:
    raise AssertionError("no key that is pressed here writes a file")


def main() -> None:
    """Measure, and print a line for each kind of keystroke and one for all."""
    models = int(sys.argv[1]) if len(sys.argv) > 1 else MODELS
    measured = asyncio.run(measure(models))
    idle = measured.pop("a key that does nothing")
    every = [times for kind in measured.values() for times in kind]
    print(f"{models:,} models, ms a keystroke: keystrokes; clock: median, 95 %, longest; processor: the same")
    for name, times in {"a key that does nothing": idle, **measured, "all": every}.items():
        figures = "  ".join(_spell_times(column) for column in zip(*times, strict=True))
        print(f"{name:24} {len(times):4} {figures}")


def _spell_times(times: Sequence[float]) -> str:
    ordered = sorted(times)
    most = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{statistics.median(ordered):8.1f} {most:8.1f} {ordered[-1]:8.1f}"


if __name__ == "__main__":
    main()

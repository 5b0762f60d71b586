"""What stands below a picture: how to read it, what must be known of it, and where its facts stand."""

from __future__ import annotations

from llmsurvey.answers.plot import PlotAnswer
from llmsurvey.messages import say, translated, without_advice
from llmsurvey.tables.note import most_important_first
from llmsurvey.tables.text import escape_steering
from llmsurvey.version import __version__


def render(plot: PlotAnswer) -> str:
    """Return a caption in a paragraph, and below it a line for each source."""
    sentences = [plot.caption, *most_important_first(plot.drawn.notes)]
    lines = [" ".join(text for sentence in sentences if (text := without_advice(sentence)))]
    if plot.sources:
        lines += ["", translated(say("Sources:"))]
        lines += [
            f"{source.of}: {source.address}" if source.of != source.address else source.of for source in plot.sources
        ]
    lines += ["", translated(say("Drawn by {program}.", program=f"llmsurvey {__version__}"))]
    return "\n".join(escape_steering(line) for line in lines) + "\n"

"""A dossier in GitHub's Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from llmsurvey.answers.dossier_facts import digest_of_text
from llmsurvey.answers.dossier_file import ELEMENT, dump_answer
from llmsurvey.dossiers.outline import Block, Outline, Section
from llmsurvey.formats.markdown import escape_markdown, table_lines
from llmsurvey.messages import translated


def render(outline: Outline) -> bytes:
    """Return headings, sentences and pipe tables; a comment at the end, which nobody sees, holds the answer."""
    parts = [f"# {_text(outline.title)}", *map(_text, outline.about)]
    if len(outline.sections) > 1:
        links = (f"1. [{_text(section.heading)}](#{section.anchor})" for section in outline.sections)
        parts.append("\n".join(links))
    parts += _block_parts(outline.overview, "##")
    for section in outline.sections:
        parts += _section_parts(section)
    parts += _block_parts(outline.closing, "##")
    shown = digest_of_text("\n\n".join([*parts, ""]) + "\n")
    parts.append(f"<!-- {ELEMENT} {shown}\n{dump_answer(outline.answer)}\n-->")
    return ("\n\n".join(parts) + "\n").encode()


def _section_parts(section: Section) -> Iterator[str]:
    yield f'<a id="{section.anchor}"></a>'
    yield f"## {_text(section.heading)}"
    yield f"**{_text(section.verdict)}**"
    yield from map(_text, section.about)
    for block in section.blocks:
        yield from _block_parts(block, "###")


def _block_parts(block: Block, heading: str) -> Iterator[str]:
    yield f"{heading} {_text(block.heading)}"
    if block.table is not None:
        yield "\n".join(table_lines(block.table))
    elif block.sentences:
        yield "\n".join(f"- {_text(sentence)}" for sentence in block.sentences)
    else:
        yield _text(block.nothing)


def _text(text: str) -> str:
    return escape_markdown(translated(text))

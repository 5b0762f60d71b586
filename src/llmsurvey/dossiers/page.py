"""A dossier as one self-contained page, made to be read on paper as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from llmsurvey.answers.dossier_facts import digest_of_text
from llmsurvey.answers.dossier_file import ELEMENT, dump_answer
from llmsurvey.dossiers.outline import Block, Outline, Section
from llmsurvey.formats.html import STYLE, escape_html, table_lines
from llmsurvey.messages import join_texts, language, translated

_STYLE = """
h1, h2, h3 { line-height: 1.25; }
h3 { margin-bottom: 0; }
p, li { overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
section { border-top: 2px solid #1b1b1b; margin-top: 2.5rem; }
thead th { border-bottom: 1px solid #1b1b1b; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.verdict { font-size: 1.15rem; font-weight: 600; }
.decision td { height: 3em; border: 1px solid #1b1b1b; padding-left: .5rem; }
@page { margin: 18mm 15mm; }
@media print {
  body { font-size: 10pt; margin: 0; max-width: none; padding: 0; color: #000; }
  a { color: inherit; text-decoration: none; }
  section { break-before: page; border-top: 0; margin-top: 0; }
  h1, h2, h3, thead { break-after: avoid; }
  thead { display: table-header-group; }
  tbody tr:first-child { break-before: avoid; }
  tr, li { break-inside: avoid; }
}
""".strip()


def render(outline: Outline) -> bytes:
    """Return a page without outside resources; its one script holds the answer, and is nothing that runs."""
    title = escape_html(translated(outline.title))
    lines = [
        "<!doctype html>",
        f'<html lang="{language()}">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{title}</title>",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>\n{STYLE}\n{_STYLE}\n</style>",
        "</head>",
        "<body>",
        f"<h1>{title}</h1>",
        *_paragraphs(outline.about),
        *_contents(outline.sections),
        *_block_lines(outline.overview, outline.title, "h2"),
    ]
    for section in outline.sections:
        lines += _section_lines(section)
    lines += ['<section class="decision">', *_block_lines(outline.closing, outline.title, "h2"), "</section>"]
    shown = digest_of_text("\n".join([*lines, "", "</body>", "</html>", ""]))
    start = f'<script type="application/json" id="{ELEMENT}" data-shown="{shown}">'
    data = f"{start}\n{dump_answer(outline.answer)}\n</script>"
    return "\n".join([*lines, data, "</body>", "</html>", ""]).encode()


def _contents(sections: Iterable[Section]) -> Iterator[str]:
    """Yield links to the sections, where there are several."""
    links = [f'<li><a href="#{section.anchor}">{_text(section.heading)}</a></li>' for section in sections]
    if len(links) > 1:
        yield from ("<nav>", "<ol>", *links, "</ol>", "</nav>")


def _section_lines(section: Section) -> Iterator[str]:
    yield f'<section id="{section.anchor}">'
    yield f"<h2>{_text(section.heading)}</h2>"
    yield f'<p class="verdict">{_text(section.verdict)}</p>'
    yield from _paragraphs(section.about)
    for block in section.blocks:
        yield from _block_lines(block, section.heading, "h3")
    yield "</section>"


def _block_lines(block: Block, subject: str, heading: str) -> Iterator[str]:
    """Yield a heading with what stands below it; a caption, which only a screen reader tells, says of what it is."""
    yield f"<{heading}>{_text(block.heading)}</{heading}>"
    if block.table is not None:
        yield f'<div class="wide" role="region" aria-label="{_text(block.heading)}" tabindex="0">'
        yield from table_lines(block.table, translated(join_texts([subject, block.heading], ". ")))
        yield "</div>"
    elif block.sentences:
        yield from ("<ul>", *(f"<li>{_text(sentence)}</li>" for sentence in block.sentences), "</ul>")
    else:
        yield f'<p class="note">{_text(block.nothing)}</p>'


def _paragraphs(sentences: Iterable[str]) -> Iterator[str]:
    return (f"<p>{_text(sentence)}</p>" for sentence in sentences)


def _text(text: str) -> str:
    return escape_html(translated(text))

"""The documents of a dossier: whole, well-formed, and steered by nothing in the data."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from tests.answers.test_dossier import BASE, LICENCES, OTHER, TUNED, ask, registry_of

from llmsurvey.answers.dossier import DossierAnswer
from llmsurvey.dossiers import DOCUMENTS, DossierFormat, render
from llmsurvey.messages import Either, use_language
from llmsurvey.registry.registry import Registry

HOSTILE = (
    '</script><script>alert(1)</script><img src=x onerror="a()"> --> <!-- ` | [x](javascript:a()) \\ \u202e\x1b[2J'
)
VOID = {"meta", "br", "img", "link"}


class Page(HTMLParser):
    """Tags in order, each closed; texts; and what the script holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.anchors: list[str] = []
        self.texts: list[str] = []
        self.held = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]
        self.anchors += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.held += data
        elif data.strip():
            self.texts.append(data)


def page_of(answer: DossierAnswer) -> Page:
    return Page(render(answer, "html").decode())


def hostile_registry(text: str) -> Registry:
    """Everything that may hold any text holds this one, as a layer of a user's might have it."""
    source = {
        "url": f"https://example.org/{text.replace(' ', '')}",
        "title": text,
        "says": text,
        "supports": ["licence"],
    }
    licence: dict[str, Any] = {
        "name": f"{text} licence",
        "notes": text,
        "derivatives": text,
        "url": f"javascript:{text}",
    }
    bound = {**LICENCES[1], **licence, "conditions": [{"kind": "other", "text": text}]}
    model: dict[str, Any] = {"name": text, "developers": [text], "sources": [source]}
    sizes = [{"name": "7B", "hub": text}, {"name": "8B"}]
    datasets = [{"id": "talk", "name": text, "creators": [text], "rights": "unlicensed"}]
    return registry_of(
        {**BASE, "sources": [source]},
        {**TUNED, **model, "sizes": sizes},
        licences=[LICENCES[0], bound],
        datasets=datasets,
    )


def test_hostile_text_makes_no_tag_and_ends_no_script() -> None:
    hostile, harmless = page_of(ask(hostile_registry(HOSTILE), "tuned")), page_of(ask(hostile_registry("x"), "tuned"))
    assert hostile.tags.count("script") == harmless.tags.count("script") == 1
    assert set(hostile.tags) == set(harmless.tags)
    assert hostile.attributes == harmless.attributes
    assert all(address.startswith(("https://", "#")) for address in hostile.addresses)
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", "".join(hostile.texts))
    assert json.loads(hostile.held)["sections"][0]["name"] == HOSTILE


def test_hostile_text_ends_no_comment_of_markdown() -> None:
    text = render(ask(hostile_registry(HOSTILE), "tuned"), "md").decode()
    assert text.count("<!-- licence-dossier") == 1
    before, _, held = text.partition("<!-- licence-dossier")
    assert held.count("-->") == 1
    assert held.rstrip().endswith("-->")
    assert "<script" not in before.replace("\\<", "")
    assert "](javascript:" not in before.replace("\\]", "")


@pytest.mark.parametrize("names", [("KULLM",), ("Vicuna", "Falcon@40B", "Gemma-Ko@7B"), ("MPT", "LLaMA@7B")])
def test_a_page_is_whole(registry: Registry, names: tuple[str, ...]) -> None:
    answer = ask(registry, *names)
    page, text = page_of(answer), render(answer, "md").decode().replace("\\", "")
    for section in answer.entries:
        sentences = [
            *(term.text for term in section.terms),
            *(step.because for step in section.steps),
            *(step.holder for step in section.steps),
            *section.unknown,
            *(source.url for source in section.sources),
            *(source.checked or "not recorded" for source in section.sources),
        ]
        for sentence in sentences:
            assert sentence in page.texts
            assert sentence in text
    assert answer.digest in "".join(page.texts)
    assert "".join(page.texts).count("not legal advice") == text.count("not legal advice") == 1


def test_a_page_asks_for_nothing_and_has_contents_where_there_are_several(registry: Registry) -> None:
    page = render(ask(registry, "KULLM@12.8B-v2", "Vicuna@13B-v1.1"), "html").decode()
    assert re.findall(r"src=|url\(|@import|<link", page) == []
    assert page.index('<a href="#section-2">') < page.index('<section id="section-2">')
    assert "<nav>" not in render(ask(registry, "KULLM@12.8B-v2"), "html").decode()
    assert "break-before: page" in page
    assert "table-header-group" in page
    assert page.count("<table>") == page.count("<caption>") == page.count("</thead>")
    assert "<th>" not in page


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_dossier_of_fifty_has_contents(registry: Registry, form: DossierFormat) -> None:
    names = [model.id for model in registry.models if model.kind == "pretrained" and model.access == "open"][:50]
    answer = ask(registry, *names)
    text = render(answer, form).decode()
    assert len(names) == 50
    assert all(f"#section-{number}" in text for number in range(1, len(answer.entries) + 1))


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_dossier_in_korean_has_conditions_in_korean(registry: Registry, form: DossierFormat) -> None:
    answer = ask(registry, "Llama 2@70B", "Vicuna@13B-v1.1")
    english = render(answer, form)
    use_language("ko")
    try:
        korean = unescape(render(answer, form).decode()).replace("\\", "")
    finally:
        use_language("en")
    shown = re.sub(r"<script.*?</script>|<!-- licence-dossier.*?-->", "", korean, flags=re.DOTALL)
    for section in answer.entries:
        for term in section.terms:
            assert isinstance(term.text, Either)
            assert term.text.ko in shown
            assert str(term.text) not in shown
    assert "라이선스 검토서" in shown
    assert not re.search(r"Verdict|Sources|isn't|licence of its weights|not known", shown)
    assert render(answer, form) == english


@pytest.mark.parametrize("form", DOCUMENTS)
def test_the_same_question_gives_the_same_bytes(form: DossierFormat) -> None:
    registry = registry_of(BASE, TUNED, OTHER)
    again = registry_of(OTHER, TUNED, BASE, licences=LICENCES[::-1])
    assert render(ask(registry, "tuned"), form) == render(ask(again, "tuned"), form)

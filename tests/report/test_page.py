"""The page as a file: whole, small, the same again, and with nothing in it that could run or reach out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.report.views import VIEWS, Reader

import llmsurvey
from llmsurvey.answers.report import SECTIONS
from llmsurvey.catalogue import Catalogue
from llmsurvey.errors import RequestError
from llmsurvey.messages import use_language
from llmsurvey.report import render

HOSTILE = """</script><script>document.title='run'</script><img src=x onerror="document.title='run'">"""
HOSTILE_ADDRESS = "javascript:document.title='run'"


class Tags(HTMLParser):
    """Tags in order with their attributes, and what stands in style and scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.held: list[tuple[str, str]] = []
        self.within = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.within = tag

    def handle_endtag(self, tag: str) -> None:
        self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within in ("script", "style"):
            self.held.append((self.within, data))


def content_of(page: bytes) -> dict[str, Any]:
    """What the page holds, unpacked by another program than its script."""
    held = re.search(rb'<script type="text/plain" id="data">([A-Za-z0-9+/=]+)</script>', page)
    assert held is not None
    content: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(held[1])))
    return content


def test_the_whole_catalogue_is_under_two_and_a_half_megabytes(whole_page: Path) -> None:
    assert whole_page.stat().st_size < 2_500_000


def test_nothing_but_its_own_style_and_script_is_obeyed(whole_page: Path) -> None:
    page = Tags(whole_page.read_text(encoding="utf-8"))
    policy = next(found["content"] or "" for tag, found in page.tags if "http-equiv" in found)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    style, script = (text for kind, text in page.held if kind == "style" or "use strict" in text[:20])
    for rule, text in (("style-src", style), ("script-src", script)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert "unsafe" not in policy
    assert not {"src", "srcset", "style"} & {name for _, found in page.tags for name in found}
    assert {found["href"] for _, found in page.tags if "href" in found} == {"#view"}


def test_the_script_makes_no_markup_of_text(whole_page: Path) -> None:
    script = whole_page.read_text(encoding="utf-8").rpartition('"use strict"')[2]
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", script)


def test_the_same_catalogue_makes_the_same_page(catalogue: Catalogue, whole_page: Path) -> None:
    assert render(catalogue.report()) == whole_page.read_bytes()


def test_a_page_begins_in_the_language_of_the_run(catalogue: Catalogue) -> None:
    answer = catalogue.report(section="timeline")
    use_language("ko")
    page = render(answer)
    assert b'<html lang="ko">' in page
    assert content_of(page)["language"] == "ko"
    assert "본문으로 건너뛰기" in page.decode()


def test_every_text_is_there_in_both_languages(whole_page: Path) -> None:
    content = content_of(whole_page.read_bytes())
    texts, words = content["texts"], content["words"]
    assert len(texts["en"]) == len(texts["ko"])
    untranslated = [name for name, number in words.items() if not texts["ko"][number]]
    assert untranslated == ["counted", "gigabytes"]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_part_alone_is_a_whole_page(browser: Browser, catalogue: Catalogue, tmp_path: Path, section: str) -> None:
    path = tmp_path / "part.html"
    path.write_bytes(render(catalogue.report(section=section)))
    with Reader(browser, path) as reader:
        page = reader.open("")
        assert page.locator("#sections a").count() == 1
        assert page.locator("#view table, #view svg").count()
        assert reader.wrong == []


HOSTILE_REGISTRY = f"""
licences:
- id: hostile
  name: {json.dumps("Licence " + HOSTILE)}
  kind: model
  commercial: conditional
  url: https://example.org/licence
  conditions: [{{kind: attribution, text: {{en: {json.dumps(HOSTILE)}, ko: {json.dumps(HOSTILE)}}}}}]
  sources: [{{url: "https://example.org/licence", checked: 2026-01-01}}]
datasets:
- id: hostile-data
  name: {json.dumps("Data " + HOSTILE)}
  creators: [{json.dumps(HOSTILE)}]
  sources: [{{url: {json.dumps("https://example.org/" + '"><script>document.title="run"</script>')}}}]
models:
- id: hostile
  name: {json.dumps("Model " + HOSTILE)}
  aliases: [{json.dumps("한글 " + HOSTILE)}]
  developers: [{json.dumps(HOSTILE)}]
  released: 2023-08-18
  kind: pretrained
  languages: [en]
  licence: hostile
  datasets: [hostile-data]
  notes: {{en: {json.dumps(HOSTILE)}, ko: {json.dumps(HOSTILE)}}}
  sizes: [{{name: {json.dumps("7B" + HOSTILE)}, parameters: 7000000001, hub: {json.dumps("a/b" + HOSTILE)},
           context: 2048, shape: {{layers: 2, heads: 8, kv_heads: 8, head_size: 64}}}}]
  sources: [{{url: "https://example.org/card", says: {json.dumps(HOSTILE)}, title: {json.dumps(HOSTILE)}}}]
"""


def test_hostile_names_are_never_run(browser: Browser, tmp_path: Path) -> None:
    registry = tmp_path / "hostile.yaml"
    registry.write_text(HOSTILE_REGISTRY, encoding="utf-8")
    board = tmp_path / "board.csv"
    board.write_text(f'model,arc\n"{HOSTILE.replace(chr(34), chr(34) * 2)}",50.5\n"two",40.25\n', encoding="utf-8")
    page = render(llmsurvey.open(registry).report(board=str(board)))
    assert b"document.title='run'" not in page
    path = tmp_path / "page.html"
    path.write_bytes(page)
    views = [*VIEWS, "model/hostile", "dataset/hostile-data", "licence/hostile", "lineage/model/hostile"]
    views += ["models?q=%3Cscript%3E", f"models/{HOSTILE_ADDRESS}", "%3Cimg src=x onerror=document.title=1%3E?lang=%3C"]
    with Reader(browser, path) as reader:
        for view in views:
            shown = reader.open(view)
            assert shown.title() != "run"
            assert shown.locator("#view script, #view img, #view iframe").count() == 0
        shown = reader.open("model/hostile")
        assert HOSTILE in shown.inner_text("h2")
        links = shown.eval_on_selector_all("a", "links => links.map(link => link.protocol)")
        assert set(links) <= {"file:", "http:", "https:"}
        assert reader.wrong == []


FRACTIONS = "model,arc\nmeta-llama/Llama-2-7b-hf,0.531\nlab/mine,0.505\n"


def test_a_file_of_scores_is_read_as_it_is_said(tmp_path: Path) -> None:
    file = tmp_path / "fractions.csv"
    file.write_text(FRACTIONS, encoding="utf-8")
    report = llmsurvey.open().report(
        board=(str(file), "open-llm-leaderboard@2023-07-28"), section=("boards", "choose"), unit="percent"
    )
    averages = [row[report.boards[0].ranking.names().index("average")] for row in report.boards[0].ranking.rows]
    assert averages == pytest.approx([0.531, 0.505])
    frontier = report.boards[0].frontier
    assert frontier is not None
    assert frontier.rows[0][frontier.names().index("average")] == pytest.approx(0.531)
    assert report.boards[1].total == 449
    assert report.choices is not None
    assert {(size.name, size.score) for size in report.choices.sizes if size.score is not None} == {
        ("Llama 2@7B", 0.531)
    }


@pytest.mark.parametrize("board", [(), ("open-llm-leaderboard@2023-07-28",)])
def test_how_to_read_files_is_refused_where_none_is_named(board: tuple[str, ...]) -> None:
    with pytest.raises(RequestError, match="for files only"):
        llmsurvey.open().report(board=board, section="boards", unit="fraction")

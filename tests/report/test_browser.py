"""What a page does in a browser: every view, every control, and what it computes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.chromium import AXE
from tests.report.views import VIEWS, Reader

import llmsurvey
from llmsurvey.catalogue import Catalogue
from llmsurvey.lineage.graph import address
from llmsurvey.registry.built_in import load_hardware

CARDS = ("GeForce RTX 4090", "A100 80GB", "GeForce RTX 3060 12GB")


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_drawn_without_an_error(reader: Reader, view: str) -> None:
    page = reader.open(view)
    assert page.inner_text("h2")
    assert page.locator("#view table, #view svg").count()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert reader.wrong == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_control_answers(reader: Reader, view: str) -> None:
    """Each is used once: buttons, summaries and boxes clicked, the last of several chosen, fields filled in."""
    page = reader.open(view)
    controls = "#view button, #view summary, #view select, #view input, header button"
    for place in range(page.locator(controls).count()):
        control = page.locator(controls).nth(place)
        if place < page.locator(controls).count() and control.is_visible():
            _use(page, control)
    assert page.inner_text("h2")
    assert reader.wrong == []


def _use(page: Page, control: Any) -> None:
    tag = control.evaluate("control => control.tagName")
    if tag == "SELECT":
        control.select_option(index=control.locator("option").count() - 1)
    elif tag == "INPUT" and control.get_attribute("type") in ("search", "number"):
        control.fill("2048" if control.get_attribute("type") == "number" else "llama")
    else:
        control.click()


def test_every_link_within_the_page_leads_to_a_view(reader: Reader) -> None:
    page = reader.open("models")
    for view in VIEWS[:12]:
        page.click(f"#sections a[href='#/{view}']")
        expect(page.locator("#sections [aria-current]")).to_have_attribute("href", f"#/{view}")
    for view in VIEWS:
        page = reader.open(view)
        read = "links => [...new Set(links.map(link => link.getAttribute('href').split('?')[0]))].slice(0, 3)"
        for href in page.eval_on_selector_all("#view a[href^='#']", read):
            reader.follow(href)
            assert page.inner_text("h2")
    assert reader.wrong == []


EVERY_PRECISION = tuple(precision.id for precision in load_hardware().precisions)

CHOICES: tuple[dict[str, Any], ...] = (
    {},
    {"context": 8192},
    {"context": 2048, "commercial": True, "language": "ko"},
    {"use": ("train-on-output",), "cache_type": "q8_0"},
    {"precision": ("Q2_K",), "context": 100_000, "cache_type": "q4_0"},
)


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("asked", CHOICES, ids=str)
def test_choose_computes_what_the_program_does(
    reader: Reader, catalogue: Catalogue, card: str, asked: dict[str, Any]
) -> None:
    asked_here = {"card": card} | {name: value for name, value in asked.items() if isinstance(value, (int, str))}
    asked_here |= dict.fromkeys(asked.get("use", ()), 1)
    if "cache_type" in asked:
        asked_here["cache"] = asked_here.pop("cache_type")
    if "precision" in asked:
        asked_here["precision"] = asked["precision"][0]
    if asked.get("commercial"):
        asked_here["commercial"] = 1
    page = reader.open("choose?" + "&".join(f"{name}={value}" for name, value in asked_here.items()))
    if page.locator("button.all").count():
        page.click("button.all")
    expected = [
        [
            entry.name,
            entry.precision,
            f"{entry.total_bytes / 1e9:.1f}",
            "" if entry.longest_context is None else f"{entry.longest_context:,}",
            entry.rank_set or "",
        ]
        for entry in catalogue.choose(fits=card, **asked).entries
    ]
    shown = [[row[0], row[2], row[3], row[4].partition(" of ")[0], row[6]] for row in reader.rows("choice")]
    assert len(shown) > 20
    assert shown == expected


def test_choose_follows_its_controls(reader: Reader, catalogue: Catalogue) -> None:
    page = reader.open("choose")
    page.select_option("#choose-card", "A100 80GB")
    page.fill("#choose-count", "2")
    page.fill("#choose-context", "32768")
    page.check("#choose-commercial")
    expected = catalogue.choose(fits="2xA100-80GB", context=32768, commercial=True)
    assert f"{len(expected.entries):,} of " in page.inner_text("#choice caption")
    assert [row[0] for row in reader.rows("choice")] == [entry.name for entry in expected.entries][:60]
    page.select_option("#choose-card", "amount")
    page.fill("#choose-gb", "7.5")
    expected = catalogue.choose(fits="7.5GB", context=32768, commercial=True)
    assert f"{len(expected.entries):,} of " in page.inner_text("#choice caption")
    reopened = reader.address_of_view()
    assert [row[0] for row in reader.rows("choice")] == _names(reader, reopened)


def _names(reader: Reader, view: str) -> list[str]:
    reader.open(view)
    return [row[0] for row in reader.rows("choice")]


@pytest.mark.parametrize("cache_type", ["f16", "q4_0"])
@pytest.mark.parametrize("kept", ["sliding_window", "kv_lora_rank", "state_size", "heads"])
def test_memory_computes_what_the_program_does(
    reader: Reader, catalogue: Catalogue, kept: str, cache_type: str
) -> None:
    """Of sizes whose layers keep a window, one latent vector, a state, or everything."""
    sizes = ((model, size) for model in catalogue.registry.models for size in model.each_size())
    name = next(address(model, size) for model, size in sizes if size.shape and getattr(size.shape, kept))
    answer = catalogue.memory(name, fits="A100-80GB", cache_type=cache_type, precision=EVERY_PRECISION)
    reader.open(f"memory/{name}?card=A100 80GB&cache={cache_type}")
    expected = {entry.precision: entry.total_bytes for entry in answer.entries if entry.bytes is not None}
    shown = {row[0]: row[3] for row in reader.rows("needs")}
    assert len(shown) > 10
    assert shown == {name: "" if total is None else f"{total / 1e9:.1f}" for name, total in expected.items()}


def test_models_are_found_in_hangul_and_by_facets(reader: Reader, catalogue: Catalogue) -> None:
    page = reader.open("models")
    page.fill("#models-q", "구름")
    assert "KULLM" in {row[0] for row in reader.rows("models")}
    page.click(".clear")
    page.select_option("#models-verdict", "yes")
    count = sum(entry.verdict == "yes" for entry in catalogue.list().entries)
    assert page.inner_text(".status").startswith(f"{count} of ")
    page.click("[data-column=released]")
    dates = [row[2] for row in reader.rows("models")]
    assert dates == sorted(dates, reverse=True)
    page.click("[data-column=released]")
    dates = [row[2] for row in reader.rows("models") if row[2]]
    assert dates == sorted(dates)
    reopened = reader.address_of_view()
    reader.open(reopened)
    assert page.inner_text(".status").startswith(f"{count} of ")


def test_the_language_changes_where_the_reader_is(reader: Reader) -> None:
    page = reader.open("models?verdict=yes&sort=-released")
    page.click("button.all")
    page.evaluate("scrollTo(0, 2000)")
    before = reader.rows("models")[150][0]
    page.evaluate("document.getElementById('language').click()")
    assert page.evaluate("document.documentElement.lang") == "ko"
    assert page.inner_text("h2") == "모델"
    assert page.evaluate("scrollY") == 2000
    assert reader.rows("models")[150][0] == before
    assert "lang=ko" in reader.address_of_view()
    page.click("#sections a >> text=연표")
    expect(page.locator("h2")).to_have_text("연표")
    assert page.evaluate("document.documentElement.lang") == "ko"
    page.click("#language")
    expect(page.locator("h2")).to_have_text("Timeline")


def test_kinds_of_records_are_in_the_language_of_the_page(reader: Reader) -> None:
    reader.open("sources?lang=ko")
    assert {row[1] for row in reader.rows("sources")} == {"모델"}


def test_the_survey_is_shown_as_printed_and_corrected(reader: Reader) -> None:
    page = reader.open("tables/1")
    assert page.inner_text("#table-1 del >> nth=0") == "HuggingFace collaboration"
    page.check("#as-printed")
    assert page.locator("#table-1 del").count() == 0
    assert "HuggingFace collaboration" in page.inner_text("#table-1")
    page.check("#as-corrected")
    page.click("#table-1 a >> text=E30")
    assert "BigScience" in page.inner_text("#erratum")


def test_every_entry_of_a_board_has_its_interval(reader: Reader, catalogue: Catalogue) -> None:
    reader.open("boards/open-llm-leaderboard@2023-06-29")
    entries = catalogue.rank("open-llm-leaderboard@2023-06-29").entries
    shown = [(row[0], row[2]) for row in reader.rows("ranking")]
    assert shown == [(entry.name, entry.rank_set) for entry in entries][:60]
    assert reader.page.locator("#ranking svg .bar").count() == len(shown)


def test_lineage_is_zoomed_moved_and_walked_by_keyboard(reader: Reader) -> None:
    page = reader.open("lineage/model/llama")
    box = "document.querySelector('svg.zoom').getAttribute('viewBox').split(' ').map(Number)"
    before = page.evaluate(box)
    page.focus("svg.zoom")
    page.keyboard.press("+")
    assert page.evaluate(box)[2] < before[2]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("0")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("h2:focus").wait_for()
    assert reader.address_of_view().startswith("lineage/")
    assert reader.wrong == []


def test_arrows_of_a_lineage_lead_to_the_right(reader: Reader) -> None:
    page = reader.open("lineage/model/gpt-j")
    paths = page.eval_on_selector_all(".zoom .arrow", "paths => paths.map(path => path.getAttribute('d'))")
    ends = [[float(number) for number in re.findall(r"-?[\d.]+", path)] for path in paths]
    assert len(ends) > 10
    assert [path for path in ends if path[0] >= path[-2]] == []


def test_memory_begins_with_a_size_that_fits(reader: Reader) -> None:
    reader.open("memory")
    assert "yes" in [row[-1] for row in reader.rows("needs")]


@pytest.mark.parametrize(("view", "name"), [("timeline", "Timeline"), ("licence/llama-licence", "Licences")])
def test_a_phone_shows_which_part_one_is_in(browser: Browser, whole_page: Path, view: str, name: str) -> None:
    with Reader(browser, whole_page, width=390) as reader:
        page = reader.open(view)
        here = page.locator("#sections [aria-current]")
        assert here.inner_text() == name
        box = here.bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= 390 - box["width"]


def test_a_table_that_goes_on_says_so_and_keeps_its_names(browser: Browser, whole_page: Path) -> None:
    with Reader(browser, whole_page, width=390) as reader:
        page = reader.open("models")
        box = page.locator(".scroll.goes-on")
        box.evaluate("box => { box.scrollLeft = box.scrollWidth; }")
        page.wait_for_selector(".scroll:not(.goes-on)")
        name = page.locator("#models tbody th").first.bounding_box()
        assert name is not None
        assert name["x"] >= 0
    with Reader(browser, whole_page, width=1920) as reader:
        assert reader.open("choose").locator(".scroll.goes-on").count() == 0


@pytest.mark.parametrize("view", ["memory", "frontier"])
def test_a_phone_shows_a_chart_whole(browser: Browser, whole_page: Path, view: str) -> None:
    with Reader(browser, whole_page, width=390) as reader:
        page = reader.open(view)
        assert page.eval_on_selector("figure .scroll", "box => box.scrollWidth - box.clientWidth") <= 0


def test_the_keyboard_reaches_the_content_first(reader: Reader) -> None:
    page = reader.open("models")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    assert reader.address_of_view() == "models"


def test_paper_gets_every_row_and_no_controls(reader: Reader, tmp_path: Path) -> None:
    page = reader.open("models")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert len(reader.rows("models")) == len(llmsurvey.open().list().entries) > 800
    assert not page.locator(".controls").first.is_visible()
    assert len(page.pdf()) > 100_000


def test_paper_says_what_was_asked_for_and_repeats_headings(reader: Reader) -> None:
    page = reader.open("choose?context=8192")
    headings = page.locator("thead").first.inner_text()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    wishes = page.locator("p.on-paper")
    assert wishes.count() == 1
    assert "8192" in wishes.inner_text()
    assert "RTX 4090" in wishes.inner_text()
    assert "GB:" not in wishes.inner_text()  # of an amount, and a card is chosen
    assert page.locator("thead button:visible").count() == 0
    assert page.locator("thead").first.inner_text() == headings
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".on-paper").count() == 0
    assert page.locator("thead button:visible").count() > 5


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light"), (1920, "dark")])
def test_nobody_meets_a_barrier(browser: Browser, whole_page: Path, width: int, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core isn't installed (make installs it where there is npm)")
    with Reader(browser, whole_page, width, scheme, bypass_csp=True) as reader:
        violations = [found for view in VIEWS for found in _find_barriers(reader, view)]
    assert violations == []


def _find_barriers(reader: Reader, view: str) -> list[str]:
    page = reader.open(f"{view}{'&' if '?' in view else '?'}lang={'ko' if len(view) % 2 else 'en'}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{view}: {each['id']} ({each['impact']}): {each['nodes'][0]['html'][:120]}" for each in found["violations"]
    ]

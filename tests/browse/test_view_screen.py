"""The keys of the browser do on the screen what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browse.driving import HOSTILE, Seen, drive, see
from textual.pilot import Pilot

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.browse.board_views import BestView, BoardsView, RankView, draw_ranks
from llmsurvey.browse.compare_view import CompareView
from llmsurvey.browse.grid import MORE_LEFT, MORE_RIGHT
from llmsurvey.browse.keys import KEYS as ALL_KEYS
from llmsurvey.browse.model_views import ChooseView, ModelsView
from llmsurvey.browse.record_view import PARTS, RecordView
from llmsurvey.browse.survey_views import ClaimView, SurveyView
from llmsurvey.browse.view import View
from llmsurvey.errors import OutputError
from llmsurvey.library import Library
from llmsurvey.messages import Hint, say, translated, use_language


def names(seen: Seen) -> list[str]:
    """The names in the rows that are seen."""
    rows = seen.session.rows()
    index = rows.shown.table.names().index("name")
    return [str(rows.shown.table.rows[number][index]) for number in rows.numbers]


def test_typing_filters_by_the_search_in_hangul_too(library: Library) -> None:
    assert names(drive(library, ["slash", *"구름"])) == ["Gureum"]
    assert names(drive(library, ["slash", *"gureun"])) == ["Gureum"]
    assert names(drive(library, ["slash", *"root", "backspace", "backspace", "backspace", "backspace"])) == names(
        drive(library)
    )


def test_search_is_in_the_command_line(library: Library) -> None:
    app = drive(library, ["slash", *"구름", "enter"])
    assert app.command == "llmsurvey list --search 구름"
    assert "$ llmsurvey list --search 구름" in app.text


def test_enter_opens_and_q_goes_back(library: Library) -> None:
    app = drive(library, "down", "enter")
    assert app.view == RecordView(name="gureum")
    assert drive(library, "down", "enter", "q").view == ModelsView()


def test_q_at_the_beginning_ends(library: Library) -> None:
    async def ends(pilot: Pilot[None]) -> None:
        assert pilot.app._exit

    drive(library, "q", ends)


def test_cursor_is_where_it_was_when_one_comes_back(library: Library) -> None:
    app = drive(library, "down", "down", "enter", "q")
    assert app.cursor == 2


@pytest.mark.parametrize("part", range(8))
def test_tab_leads_through_the_parts_of_a_model(library: Library, part: int) -> None:
    app = drive(library, "down", "enter", ["tab"] * part)
    view = app.view
    assert isinstance(view, RecordView)
    assert view.part == view.parts(library)[part]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_part_where_one_is_is_seen_on_a_narrow_screen(library: Library, language: str) -> None:
    use_language(language)
    for part, text in PARTS.items():
        view = RecordView(name="gureum", part=part)
        for width in (48, 80):
            title = drive(library, view=view, size=(width, 24)).text.splitlines()[1:4]  # a name and the parts below it
            assert any(f"[{translated(say(text))}]" in line for line in title)


def test_keys_below_are_those_of_where_one_is(library: Library) -> None:
    assert "Enter: choose" in drive(library, "f").text
    assert "Enter: choose" not in drive(library, "f", "f").text
    assert "Enter: to the rows" in drive(library, "slash").text


def test_best_over_time_of_the_board_that_is_seen(library: Library) -> None:
    app = drive(library, "H", view=RankView(board="arena@2023-07-01"))
    assert app.view == BestView(board="arena")
    assert app.command == "llmsurvey history --board arena"
    assert "The best over time" in app.text


def test_long_headings_over_rows_are_read_whole(library: Library) -> None:
    text = drive(library, view=ClaimView(name="C61"), size=(80, 24)).text
    assert "Polyglot-Ko by ten points and more. -> " in text


def test_lineage_is_walked_by_arrow_keys(library: Library) -> None:
    app = drive(library, "down", "enter", ["tab"] * 3, "right", "enter")
    assert app.view == RecordView(name="root")


def test_lineage_is_left_by_the_left_arrow(library: Library) -> None:
    app = drive(library, "down", "enter", ["tab"] * 3, "right", "right", ["left"] * 3, "enter")
    assert app.view == RecordView(name="gureum")


def test_facet_is_chosen_and_left_by_undo(library: Library) -> None:
    app = drive(library, "f", "enter")
    assert isinstance(app.view, ModelsView)
    assert app.view.verdicts == ("yes",)
    assert app.command == "llmsurvey list --where verdict=yes"
    assert drive(library, "f", "enter", "escape", "U").view == ModelsView()
    assert drive(library, "f", "enter", "escape", "U", "R").view == app.view


def test_facet_of_the_column_is_under_the_cursor(library: Library) -> None:
    app = drive(library, "right", "F", "enter")
    assert isinstance(app.view, ModelsView)
    assert len(app.view.models.developer) == 1


def test_escape_clears_the_filters(library: Library) -> None:
    assert drive(library, "f", "enter", "escape", "escape").view == ModelsView()


def test_brackets_sort_by_the_column_of_the_cursor(library: Library) -> None:
    app = drive(library, "right", "right", "right_square_bracket")
    assert app.view.sort == ("-released",)
    assert app.command == "llmsurvey list --sort -released"
    assert names(app)[:2] == [HOSTILE, "Gureum"]


def test_click_goes_to_a_row_and_the_second_opens_it(library: Library) -> None:
    async def click(pilot: Pilot[None]) -> None:
        await pilot.click("#rows", offset=(5, 3))

    app = drive(library, click)
    assert app.cursor == 2
    assert drive(library, click, click).view == RecordView(name="study")


def test_click_on_a_heading_sorts_and_on_a_tab_goes_there(library: Library) -> None:
    async def click_heading(pilot: Pilot[None]) -> None:
        await pilot.click("#rows", offset=(4, 0))

    async def click_tab(pilot: Pilot[None]) -> None:
        await pilot.click("#top", offset=(28, 0))

    assert drive(library, click_heading).view.sort == ("name",)
    assert drive(library, click_heading, click_heading).view.sort == ("-name",)
    assert drive(library, click_tab).view == BoardsView()


def test_marked_models_are_compared_on_facts_and_on_a_board(library: Library) -> None:
    app = drive(library, "s", "s", "c")
    assert app.view == CompareView(names=("root", "gureum"))
    app = drive(library, "s", "s", "c", view=RankView(board="arena@2023-07-01"))
    assert app.view == CompareView(names=("root@70B", "study@13B"), board="arena@2023-07-01")
    assert "Study" in app.text or "study" in app.text


def test_one_marked_model_is_not_compared(library: Library) -> None:
    app = drive(library, "s", "c")
    assert app.view == ModelsView()
    assert "Mark two models or more first." in app.text


def test_card_and_context_are_turned(library: Library) -> None:
    app = drive(library, "2", "right_parenthesis", "greater_than_sign", "greater_than_sign", "less_than_sign")
    assert isinstance(app.view, ChooseView)
    assert app.view.models.context == 8192
    assert app.view.models.fits not in (None, "RTX-4090")
    assert "--context 8192" in app.text


def test_board_of_the_ranks_is_chosen(library: Library) -> None:
    app = drive(library, "3", "enter")
    assert app.view == RankView(board="arena@2023-06-01")


def test_ranks_are_drawn_as_intervals(library: Library) -> None:
    text = drive(library, view=RankView(board="arena@2023-07-01"), size=(200, 40)).text
    assert "ranks 1-5, log" in text
    assert "o" in text


@pytest.mark.parametrize(
    ("span", "drawn"),
    [((1, 1, 1), "o"), ((1, 10, 100), "├────o────┤"), ((10, 10, 100), "     o────┤"), ((1, None, 9), "")],
)
def test_line_of_ranks_is_logarithmic(span: tuple[int | None, ...], drawn: str) -> None:
    assert draw_ranks(span, 100, width=11) == drawn


def test_best_over_time_is_a_tab_beside_the_ranks(library: Library) -> None:
    view = RankView(board="arena@2023-07-01", models=ModelFilter(language=("en",)))
    there = drive(library, "tab", view=view)
    assert isinstance(there.view, BestView)
    assert "[The best over time]" in there.text
    assert drive(library, "tab", "tab", view=view).view == view


def test_differences_on_a_board_are_drawn_around_none(library: Library) -> None:
    text = drive(library, view=CompareView(names=("root@70B", "study@13B"), board="arena@2023-07-01")).text
    assert "│" in next(line for line in text.splitlines() if "hellaswag" in line)


def test_headings_say_that_columns_go_on(library: Library) -> None:
    assert MORE_RIGHT in drive(library, size=(60, 24)).text
    assert MORE_LEFT in drive(library, "end", *["right"] * 9, size=(60, 24)).text
    assert MORE_RIGHT not in drive(library, size=(200, 24)).text


@pytest.mark.parametrize("width", [50, 64, 80])
def test_every_part_is_seen_beside_or_below_a_title(library: Library, width: int) -> None:
    view = RecordView(name="study", part="licence")
    seen = drive(library, view=view, size=(width, 24))
    assert "Study Chat: no commercial use" in seen.text
    assert all(part in seen.text for part in PARTS.values())

    async def click(pilot: Pilot[None]) -> None:
        lines = seen.text.splitlines()
        row = next(number for number, line in enumerate(lines) if "History" in line)
        await pilot.click(offset=(lines[row].index("History"), row))

    assert drive(library, click, view=view, size=(width, 24)).view == RecordView(name="study", part="history")


@pytest.mark.parametrize(
    ("view", "key", "told"),
    [
        (ModelsView(), "tab", "This view has one part alone."),
        (ModelsView(), "p", "Only the survey's tables are printed."),
        (SurveyView(part="errata"), "p", "Only the survey's tables are printed."),
        (BoardsView(), "tilde", "No table stands beside this one."),
        (RecordView(name="gureum", part="lineage"), "right_square_bracket", "A tree has an order of its own."),
        (RecordView(name="gureum"), "enter", "This row leads nowhere."),
    ],
    ids=str,
)
def test_key_that_can_do_nothing_says_so(library: Library, view: View, key: str, told: str) -> None:
    assert told in drive(library, key, view=view).text


def test_part_without_rows_says_that_nothing_is_known(library: Library) -> None:
    assert "Nothing is known of this." in drive(library, view=RecordView(name="gureum", part="sources")).text


def test_keys_below_are_those_that_do_something() -> None:
    assert "p: as printed" in drive(Library(), view=SurveyView(part="1")).text
    assert "p: as printed" not in drive(Library(), view=SurveyView(part="claims")).text
    assert "sort" not in drive(Library(), view=RecordView(name="kullm", part="lineage")).text


def test_search_without_rows_says_how_to_go_back(library: Library) -> None:
    assert "No row is left." in drive(library, "slash", *"zzzz").text
    assert "No row is left." not in drive(library, "slash", *"root").text


def test_claim_is_read_whole_on_a_narrow_screen() -> None:
    text = drive(Library(), view=ClaimView(name="C61"), size=(80, 24)).text
    assert "-> holds only as printed" in text


def test_errata_show_their_reasons_within_the_screen() -> None:
    text = drive(Library(), view=SurveyView(part="errata"), size=(80, 24)).text
    assert "reason" in text
    assert MORE_RIGHT not in text
    assert "same_as" in drive(Library(), "a", view=SurveyView(part="errata"), size=(200, 24)).text


def test_tables_beside_grow_when_one_goes_there() -> None:
    view = SurveyView(part="1")
    few, more = (drive(Library(), *keys, view=view, size=(80, 24)).text for keys in ([], ["tilde"]))
    assert "research workshop" not in few
    assert "research workshop" in more


def test_branch_without_room_ends_in_a_mark(library: Library) -> None:
    lines = drive(library, view=RecordView(name="gureum", part="lineage"), size=(44, 24)).text.splitlines()
    assert any(line.rstrip().endswith("…") for line in lines if "finetuned from" in line)


def test_palette_finds_commands_and_records(library: Library) -> None:
    async def wait(pilot: Pilot[None]) -> None:
        await pilot.pause(0.3)

    assert drive(library, "space", [*"boards:"], wait, "enter").view == BoardsView()
    assert drive(library, "space", [*"gureum"], wait, "enter").view == RecordView(name="model/gureum")


def test_help_shows_every_key_and_closes(library: Library) -> None:
    assert "Search as you type" in drive(library, "question_mark").text
    assert "$ llmsurvey list" in drive(library, "question_mark", "escape").text


def test_notes_are_unfolded(library: Library) -> None:
    folded, whole = (drive(library, *keys, size=(80, 24)).text for keys in ((), ("n",)))
    assert "notes: n." in folded
    assert "notes: n." not in whole


def test_view_is_written_by_its_command_line(library: Library, tmp_path: Path) -> None:
    written: list[tuple[str, Path, bool]] = []
    keys = ["e", *["backspace"] * 8, *"a.json", "enter"]
    app = drive(library, keys, write=lambda hint, file, force: written.append((translated(hint), file, force)))
    assert written == [("llmsurvey list", Path("a.json"), False)]
    assert "Written to a.json." in app.text


def test_file_that_exists_is_told_and_overwritten_by_its_key_alone(library: Library) -> None:
    forced: list[bool] = []

    def write(hint: Hint, file: Path, force: bool) -> None:
        forced.append(force)
        if not force:
            raise OutputError("a.csv exists.")

    app = drive(library, ["e", "enter"], write=write)
    assert "a.csv exists." in app.text
    drive(library, ["e", "enter", "ctrl+o"], write=write)
    assert forced == [False, False, True]


def test_hostile_names_are_shown_as_text(library: Library) -> None:
    text = drive(library, "end", size=(200, 40)).text
    assert "Evil [bold]name[/] \\x1b]0;owned\\x07\\u202e" in text
    assert "[red]Lab[/red]" in text
    for keys in (["enter"], ["enter", "tab", "tab"], ["enter", "tab", "tab", "tab"], ["space", *"evil"]):
        assert not {"\x1b", "\x07", "\u202e"} & set(drive(library, "end", keys).text)


def test_wrong_question_is_told_and_the_view_stays(library: Library) -> None:
    app = drive(library, "greater_than_sign")
    assert app.view == ModelsView()
    assert "--context goes with --fits" in app.text


def test_other_themes_are_taken_in_turn(library: Library) -> None:
    assert [drive(library, ["D"] * number).theme for number in range(4)] == ["dark", "light", "none", "dark"]


@pytest.mark.parametrize("size", [(20, 5), (39, 24), (80, 9), (1, 1)])
def test_too_small_a_terminal_is_told(library: Library, size: tuple[int, int]) -> None:
    async def shrink_and_grow(pilot: Pilot[None]) -> None:
        await pilot.resize_terminal(*size)
        await pilot.press("down", "f", "slash", "x", "escape", "2", "4", "1")
        shown.append(see(pilot.app).text)
        await pilot.resize_terminal(80, 24)

    shown: list[str] = []
    app = drive(library, shrink_and_grow)
    if size[0] > 5:
        assert shown[0].split()[:2] == ["The", "terminal"]
    assert "$ llmsurvey list" in app.text


def test_korean_is_spoken(library: Library) -> None:
    use_language("ko")
    text = drive(library).text
    assert "1 모델" in text
    assert "검색" in text


KEYS = [key for _, keys in ALL_KEYS for each in keys for key in each.keys.split(",") if key]


@pytest.mark.parametrize("where", [["1"], ["2"], ["3"], ["3", "enter"], ["enter"], ["enter", "tab", "tab", "tab"]])
def test_no_key_fails_anywhere(library: Library, where: list[str]) -> None:
    harmless = [key for key in KEYS if key not in ("4", "q", "backspace", "ctrl+q")]
    for key in harmless:
        where = [*where, key, "escape"] if key in ("slash", "space", "ctrl+p", "question_mark", "f1") else [*where, key]
    assert drive(library, where).text


def test_keys_are_letters_while_one_searches(library: Library) -> None:
    app = drive(library, "slash", [*"q1?"])
    assert app.typed == "q1?"

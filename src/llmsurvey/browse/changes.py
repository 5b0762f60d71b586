"""How one view is changed into another: another card, context, board or part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Literal, TypeVar

from llmsurvey.answers.choose import DEFAULT_ROOM
from llmsurvey.answers.model_filter import EVERY_MODEL
from llmsurvey.boards.folders import DEFAULT_BOARD
from llmsurvey.browse.board_views import BestView, BoardsView, RankView
from llmsurvey.browse.compare_view import CompareView
from llmsurvey.browse.model_views import ChooseView, ModelsView
from llmsurvey.browse.record_view import PARTS, RecordView
from llmsurvey.browse.survey_views import SURVEY_PARTS, ClaimView, ErratumView, SurveyView
from llmsurvey.browse.view import FilteredView, View
from llmsurvey.errors import RequestError
from llmsurvey.memory.best_fit import LEAST_CONTEXT
from llmsurvey.memory.room import room_of
from llmsurvey.messages import mark, say

if TYPE_CHECKING:
    from llmsurvey.library import Library

Beginning = Literal["models", "choose", "boards", "survey"]

BEGINNINGS: Mapping[Beginning, str] = {
    "models": mark("Models"),
    "choose": mark("Choose"),
    "boards": mark("Boards"),
    "survey": mark("Survey"),
}
"""The views that everything begins with, with what they are called."""

BOARD_PARTS: Mapping[str, str] = {"ranks": mark("Ranks"), "best": mark("The best over time")}
"""What one may look at of a board that has several days."""

_FEWEST, _MOST = 512, 2**20

Item = TypeVar("Item")


def begin(name: Beginning, before: View | None = None) -> View:
    """Return one of the views that everything begins with; it has the filter of the one `before`."""
    if name == "boards":
        return BoardsView()
    if name == "survey":
        return SurveyView()
    view: FilteredView = ModelsView() if name == "models" else ChooseView()
    if isinstance(before, FilteredView):
        view = replace(view, models=before.models, verdicts=before.verdicts)
    return view


def beginning_of(view: View) -> Beginning:
    """Return the name of the view that a view belongs to."""
    if isinstance(view, (SurveyView, ClaimView, ErratumView)):
        return "survey"
    if isinstance(view, (BoardsView, RankView, BestView)):
        return "boards"
    return "choose" if isinstance(view, ChooseView) else "models"


def parts_of(library: Library, view: View) -> tuple[tuple[str, str], ...]:
    """Return the parts of what is open, each with what it is called; none where it has none."""
    if isinstance(view, RecordView):
        return tuple((part, PARTS[part]) for part in view.parts(library))
    if isinstance(view, (RankView, BestView)):
        board, _, day = (view.board if isinstance(view, RankView) else view.ranks.board).partition("@")
        return tuple(BOARD_PARTS.items()) if day and len(library.board_folders.snapshots(board)) > 1 else ()
    return tuple(SURVEY_PARTS.items()) if isinstance(view, SurveyView) else ()


def part_of(view: View) -> str | None:
    """Return the name of the part that a view shows, None where it has none."""
    if isinstance(view, (RankView, BestView)):
        return "ranks" if isinstance(view, RankView) else "best"
    part: str | None = getattr(view, "part", None)
    return part


def with_part(view: View, part: str) -> View:
    """Return the view of another part of what is open, in its own order."""
    if isinstance(view, (RecordView, SurveyView)):
        return replace(view, part=part, sort=())  # type: ignore[arg-type]  # it is one of `parts_of`
    if isinstance(view, RankView):
        return view.best_over_time() if part == "best" else view
    return view.ranks if isinstance(view, BestView) and part == "ranks" else view


def turn_part(library: Library, view: View, by: int) -> View:
    """Return the view of the next part of what is open, or of the one before."""
    parts = [part for part, _ in parts_of(library, view)]
    return with_part(view, _next_of(parts, part_of(view) or "", by)) if parts else view


def _next_of(items: Sequence[Item], item: Item, by: int) -> Item:
    return items[(items.index(item) + by) % len(items)]


def filtered(view: View) -> FilteredView:
    """Return a view as one that has a filter. Raises RequestError for one that hasn't."""
    if not isinstance(view, FilteredView):
        raise RequestError(say("Nothing is filtered here."))
    return view


def turn_card(library: Library, view: View, by: int) -> View:
    """Return the view of what fits on the next larger card, or the next smaller. Raises RequestError without filter."""
    view = filtered(view)
    cards = sorted(library.hardware.gpus, key=lambda gpu: (gpu.bytes, gpu.name))
    room = room_of(library.hardware, view.models.fits or DEFAULT_ROOM)
    if view.models.fits is None and isinstance(view, ModelsView):
        card = room.gpu
    elif room.gpu is not None:
        place = cards.index(room.gpu) + by
        card = cards[max(0, min(place, len(cards) - 1))]
    else:
        larger = [card for card in cards if card.bytes > room.bytes]
        smaller = [card for card in cards if card.bytes < room.bytes]
        card = next(iter(larger if by > 0 else reversed(smaller)), None)
    return replace(view, models=replace(view.models, fits=card.id)) if card is not None else view


def turn_context(view: View, by: int) -> View:
    """Return the view of what fits with twice the context, or half. Raises RequestError without a filter."""
    view = filtered(view)
    before = view.models.context or LEAST_CONTEXT
    context = max(_FEWEST, min(before * 2 if by > 0 else before // 2, _MOST))
    return replace(view, models=replace(view.models, context=context))


def clear_filters(view: View) -> View:
    """Return the view of all; the card and the context stay."""
    kept = ("fits", "precision", "context", "cache_type", "own_licence", "data")
    view = filtered(view)
    models = replace(
        EVERY_MODEL,
        **{field.name: getattr(view.models, field.name) for field in fields(EVERY_MODEL) if field.name in kept},
    )
    return replace(view, models=models, verdicts=())


def with_board(view: View, board: str) -> View:
    """Return the view with the scores of another board; of a view that has none, that board."""
    if isinstance(view, (ChooseView, RankView)):
        return replace(view, board=board)
    if isinstance(view, CompareView):
        return replace(view, board=board)
    return RankView(board=board)


def best_over_time(view: View) -> BestView:
    """Return the view of the best over time, of the board whose scores a view has or of the usual one."""
    board = getattr(view, "board", None) or DEFAULT_BOARD
    return BestView(board=board.partition("@")[0])


def compare(names: Sequence[str], view: View) -> CompareView:
    """Return the view of some models side by side, on the board of the view that one comes from.

    Raises RequestError for fewer than two.
    """
    if len(names) < 2:
        raise RequestError(say("Mark two models or more first."))
    return CompareView(names=tuple(names), board=view.board if isinstance(view, RankView) else None)

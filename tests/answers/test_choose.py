"""What is chosen fits, may be used and stands where it stands: by the answers of other commands."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import Any

import pytest

from llmsurvey.answers.choose import ChooseAnswer, ChooseEntry, ChooseQuestion, choose_sizes
from llmsurvey.answers.choose_why import explain_choice
from llmsurvey.answers.memory import MemoryEntry, MemoryQuestion, compute_memory
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.answers.rank import RankQuestion, rank_board
from llmsurvey.boards.folders import DEFAULT_ADDRESS
from llmsurvey.errors import AmbiguousNameError, RequestError, UnknownNameError
from llmsurvey.library import Library
from llmsurvey.lineage.uses import PASSING, USES, Use, judge_use, parse_use, uses_in
from llmsurvey.registry.registry import Registry
from llmsurvey.tables.note import most_important_first

CARD = "RTX-4090"


@pytest.fixture(scope="module")
def library(registry: Registry) -> Library:
    return Library(registry=registry)


def chosen(library: Library, models: ModelFilter | None = None, **asked: Any) -> ChooseAnswer:
    return choose_sizes(library, ChooseQuestion(models=models or ModelFilter(), **asked))


def some_of(answer: ChooseAnswer, number: int = 25) -> list[ChooseEntry]:
    return random.Random(7).sample(list(answer.entries), number)


def address_of(entry: ChooseEntry) -> str:
    return f"{entry.id}@{entry.size}" if entry.size else entry.id


def memory_of(library: Library, entry: ChooseEntry, precision: str, context: int, room: str = CARD) -> MemoryEntry:
    asked = MemoryQuestion(name=address_of(entry), context=context, precision=(precision,), fits=room)
    return compute_memory(library, asked).entries[0]


def test_what_is_chosen_fits_and_is_the_largest_that_does(library: Library) -> None:
    order = ["bf16", "Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M"]
    for entry in some_of(chosen(library, fits=CARD)):
        need = memory_of(library, entry, entry.precision, entry.context)
        assert (need.total_bytes, need.fits) == (entry.total_bytes, True)
        for larger in order[: order.index(entry.precision)]:
            assert memory_of(library, entry, larger, entry.context).fits is not True


def test_the_longest_context_fits_and_one_token_more_does_not(library: Library) -> None:
    limited = 0
    for entry in some_of(chosen(library, fits=CARD), 40):
        if entry.longest_context is None:
            continue
        assert memory_of(library, entry, entry.precision, entry.longest_context).fits
        assert entry.longest_context <= (entry.trained_context or 0)
        if entry.longest_context < (entry.trained_context or 0):
            limited += 1
            assert not memory_of(library, entry, entry.precision, entry.longest_context + 1).fits
    assert limited


def test_scores_and_ranks_are_those_of_the_board(library: Library) -> None:
    ranked = rank_board(library, RankQuestion(board=DEFAULT_ADDRESS))
    best: dict[str, tuple[float, int, str | None]] = {}
    for row in ranked.entries:
        if row.figure is not None and row.rank is not None:
            best.setdefault(row.name, (row.figure, row.rank, row.rank_set))
    found = [entry for entry in chosen(library, fits="80GB").entries if entry.rank is not None]
    assert len(found) > 100
    for entry in found:
        figure, rank, ranks = best[entry.name]
        assert entry.score == pytest.approx(figure)
        assert (entry.rank, entry.rank_set) == (rank, ranks)


def test_the_best_ranked_stand_first_and_the_others_by_date(library: Library) -> None:
    entries = chosen(library, fits=CARD).entries
    ranks = [entry.rank for entry in entries if entry.rank is not None]
    assert ranks == sorted(ranks)
    assert all(entry.rank is None for entry in entries[len(ranks) :])
    dates = [entry.released for entry in entries[len(ranks) :] if entry.released and len(entry.released) == 10]
    assert dates == sorted(dates, reverse=True)


def test_what_came_out_after_the_board_is_counted_and_asked_for_alone(library: Library) -> None:
    answer = chosen(library, fits=CARD)
    newer = [entry for entry in answer.entries if entry.rank is None and (entry.released or "") >= "2023-08"]
    (note,) = [str(note) for note in answer.notes if "later months" in note]
    assert f"{len(newer)} that came out in later months have none: since='2023-08'." in note
    alone = chosen(library, ModelFilter(since="2023-08"), fits=CARD)
    assert {entry.name for entry in newer} <= {entry.name for entry in alone.entries}
    assert not any("later months" in note for note in alone.notes)


def test_each_size_is_chosen_or_counted_once(library: Library, registry: Registry) -> None:
    sizes = sum(1 for model in registry.models for _ in model.each_size())
    for models in (ModelFilter(), ModelFilter(commercial=True), ModelFilter(language=("ko",), permissive=True)):
        answer = chosen(library, replace(models, use=("train-on-output",)), fits=CARD, context=8192)
        counts = [note for note in answer.notes if getattr(note, "kind", "") == "left-out"]
        numbers = [int(number.replace(",", "")) for number in re.findall(r"[:;] ([\d,]+) ", counts[0])]
        assert len(answer.entries) + sum(numbers) == sizes


def test_licences_decide_as_elsewhere(library: Library) -> None:
    answer = chosen(library, ModelFilter(commercial=True), fits=CARD)
    assert {entry.verdict for entry in answer.entries} == {"yes", "conditional"}
    licensing = library.licensing()
    for entry in some_of(answer):
        model = library.registry.model_by_id[entry.id]
        size = next(each for each in model.each_size() if not model.sizes or each.name == entry.size)
        assert licensing.assess(model, size).verdict == entry.verdict


def test_what_forbids_a_use_is_left_out_and_silence_is_no_yes(library: Library) -> None:
    answer = chosen(library, ModelFilter(use=("train-on-output",)), fits="80GB")
    said = {use for entry in answer.entries for use in entry.uses}
    assert said == {"train-on-output: conditional", "train-on-output: not said"}
    ids = {entry.id for entry in answer.entries}
    assert "llama-2" not in ids
    assert "llama-3" not in ids
    assert "llama-3.1" in ids  # under conditions of naming alone


@pytest.mark.parametrize("use", USES)
def test_every_entry_passes_each_use_that_is_asked_for(library: Library, use: Any) -> None:
    licensing = library.licensing()
    for entry in some_of(chosen(library, ModelFilter(use=(use,)), fits="80GB")):
        model = library.registry.model_by_id[entry.id]
        size = next(each for each in model.each_size() if not model.sizes or each.name == entry.size)
        assert judge_use(licensing.assess(model, size), parse_use(use)) in PASSING


def test_a_size_without_a_score_says_where_it_has_one(library: Library) -> None:
    elsewhere = [entry for entry in chosen(library, fits=CARD).entries if entry.scored_on]
    assert elsewhere
    for entry in elsewhere[:5]:
        assert entry.rank is None
        assert (entry.id, entry.size or "") in {
            (model, size if library.registry.model_by_id[model].sizes else "")
            for model, size in library.places_on(entry.scored_on or "")
        }


def test_several_cards_are_one_room(library: Library) -> None:
    one, two = (chosen(library, fits=room) for room in ("A100-80GB", "2xA100-80GB"))
    assert len(two.entries) > len(one.entries)
    assert {entry.name for entry in one.entries} <= {entry.name for entry in two.entries}
    assert "split over the cards" in two.notes[0]


def test_without_a_card_it_says_which_it_asked_about(library: Library) -> None:
    answer = chosen(library)
    assert "fit in GeForce RTX 4090" in answer.notes[0]
    assert "No card was named" in answer.notes[0]
    assert answer.entries == chosen(library, fits=CARD).entries


def test_the_reckoning_adds_up(library: Library) -> None:
    for entry in [
        *some_of(chosen(library, fits=CARD), 10),
        *chosen(library, ModelFilter(family=("Gemma 3",)), fits=CARD).entries,
    ]:
        lines = explain_choice(library, ChooseQuestion(fits=CARD), address_of(entry)).entries
        parts = [line.bytes or 0 for line in lines if line.what.startswith(("weights", "cache"))]
        (total,) = [line.bytes for line in lines if line.what == "together"]
        assert total == entry.total_bytes
        assert sum(parts) == pytest.approx(entry.total_bytes, abs=len(parts))
        assert [line.value for line in lines if line.what == "verdict"] == [entry.verdict]
        if entry.score is not None:
            assert f"{entry.score:.1f}" in {line.value for line in lines if line.part == "Score"}


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"fits": "RTX-9999"}, RequestError),
        ({"fits": "A100"}, AmbiguousNameError),
        ({"fits": "2xA100"}, AmbiguousNameError),
        ({"fits": "24"}, RequestError),
        ({"precision": ("Q3",)}, RequestError),
        ({"context": 0}, RequestError),
        ({"board": "nope"}, UnknownNameError),
    ],
)
def test_what_cannot_be_read_is_refused(library: Library, asked: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        chosen(library, **asked)


def test_a_use_that_no_licence_speaks_of_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match="use"):
        uses_in(("lend",))
    assert uses_in(("serve", "sell", "serve")) == (Use("sell"), Use("serve"))
    assert uses_in(("finetune", "publish-finetune")) == (Use("publish-finetune"),)


def test_where_nothing_fits_each_reason_names_its_option(library: Library) -> None:
    answer = chosen(library, ModelFilter(commercial=True), fits="1MB")
    assert not answer.entries
    assert "0 of" in answer.notes[0]
    assert "need more memory" in answer.notes[1]


def test_a_context_that_is_asked_for_is_one_that_a_source_states(library: Library) -> None:
    answer = chosen(library, fits=CARD, context=4096)
    assert all(entry.trained_context and entry.trained_context >= 4096 for entry in answer.entries)
    assert "of which no source states on how many tokens they were trained" in answer.notes[1]
    assert any(entry.trained_context is None for entry in chosen(library, fits=CARD).entries)


def test_what_memory_is_needed_for_besides_is_named(library: Library) -> None:
    assert "Activations and what the framework needs besides aren't counted." in chosen(library, fits="16GiB").notes[0]


def sentences_on_scores(answer: ChooseAnswer) -> list[str]:
    return [note for note in answer.notes if getattr(note, "kind", "") in ("certainty", "partial")]


def test_a_board_in_another_language_than_the_one_asked_for_says_so(library: Library) -> None:
    sentence = "The board's benchmarks are in English, none in Korean."
    assert sentence in sentences_on_scores(chosen(library, ModelFilter(language=("ko",)), fits=CARD))[0]
    for models in (ModelFilter(), ModelFilter(language=("en",))):
        assert "benchmarks are in" not in " ".join(sentences_on_scores(chosen(library, models, fits=CARD)))


def test_of_a_board_without_sets_and_other_days_none_are_named(library: Library) -> None:
    answer = chosen(library, ModelFilter(language=("ko",)), fits=CARD, board="polyglot-ko-card")
    scores, missing = sentences_on_scores(answer)
    assert scores == "Scores are means of polyglot-ko-card."
    assert missing.endswith("without a score there stand behind, by date.")


def test_the_use_that_is_asked_about_is_a_column(library: Library) -> None:
    shown = [
        column.name
        for column in chosen(library, ModelFilter(use=("finetune",)), fits=CARD).table().columns
        if column.brief
    ]
    assert "uses" in shown
    assert "uses" not in [column.name for column in chosen(library, fits=CARD).table().columns if column.brief]


def reckoned(library: Library, name: str, **asked: Any) -> dict[str, tuple[str, str]]:
    lines = explain_choice(library, ChooseQuestion(**asked), name).entries
    return {line.what: (line.value, line.because) for line in lines}


def test_what_does_not_fit_is_reckoned_in_the_smallest_precision(library: Library) -> None:
    lines = reckoned(library, "Llama 2@70B", fits="24GiB")
    assert lines["weights in Q4_K_M"][0] == "41.73 GB"  # 68,976,648,192 x 4.84 / 8
    assert lines["together"][0] == "43.07 GB"  # and 80 x 4,096 x 2,048 x 2
    assert lines["fits in 24GiB"] == ("no", "in none of the precisions")


def test_room_for_the_rounding_of_parameters_is_a_line(library: Library) -> None:
    """6 GB less 2.5 billion x 16 / 8 hold 8,719 tokens of 28 x 2,048 numbers of 16 bits."""
    lines = reckoned(library, "Qwen3-VL@2B-Instruct", fits="6GB")
    assert lines["in doubt"][0] == "1.00 GB"
    assert lines["longest context"][0] == "8,719 tokens"
    assert "in doubt" not in reckoned(library, "Llama 2@7B", fits="24GB")


def test_a_context_longer_than_the_model_s_is_said_to_be_that(library: Library) -> None:
    lines = reckoned(library, "Llama 2@7B", fits="80GB", context=8192)
    assert lines["context asked for"] == ("8,192 tokens", "more than it was trained on")
    assert "context asked for" not in reckoned(library, "Llama 2@7B", fits="80GB", context=4096)


def test_the_reckoning_of_a_service_is_of_its_terms(library: Library) -> None:
    with pytest.raises(RequestError, match="Name one: GPT-4@gpt-4-0314"):
        reckoned(library, "GPT-4")
    lines = reckoned(library, "GPT-4@gpt-4-0314")
    assert lines["verdict"][0] == "no weights"
    assert lines["weights"] == ("unknown", "no source states the parameters")


def test_an_encoder_keeps_no_cache_whatever_the_context(library: Library) -> None:
    lines = reckoned(library, "BERT@base-uncased", fits="24GB")
    assert lines["cache"] == ("none", "a model of this kind (encoder-only) keeps none")
    assert lines["together"] == ("0.22 GB", "")
    assert "cache" not in reckoned(library, "Llama 2@7B", fits="24GB")


def test_a_board_without_a_score_is_among_what_stands_first(library: Library) -> None:
    notes = most_important_first(chosen(library, fits="24GB", board="gpt-4-report").notes)
    assert str(notes[1]) == "None of them has a score on gpt-4-report (board)."

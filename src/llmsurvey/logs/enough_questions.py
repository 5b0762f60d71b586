"""How many questions would be enough for a ranking: it is made anew from some of them, and compared with that from all.

Questions are drawn by chance, or chosen as those that tell models apart best. The latter are chosen by half of the
models and judged by the other half: to the models that they were chosen by they would look better than they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.agreement import Agreement, agreement_of_ranks
from llmsurvey.boards.board import Matrix
from llmsurvey.boards.methods import Vector, ranks_of
from llmsurvey.logs.question_statistics import vary

DRAWS, SPLITS = 100, 20
"""So often questions are drawn, and models are split in halves. The seed is fixed."""

LEAST_SPLIT = 20
"""Of fewer models no half is left out to judge by."""

SURE = 0.95
"""The share of draws in which no more pairs swap than is told."""

_SEED = 17
_STEPS = (10, 20, 50)
_BLOCK = 4096
"""So many questions are looked at together."""

_DIGITS = 9
"""Sums and correlations that agree in so many digits are equal."""

Blocks = Callable[[], Iterable[Matrix]]
"""Gives, each time anew, the scores of all models (N by K) on K questions, on further ones, and so on to the last.

None of them is missing, and more is better.
"""

_Places = npt.NDArray[np.int32]
"""An order of the questions in each row: of each question the place where it comes, from 0."""

_Chosen = npt.NDArray[np.bool_]


class EnoughQuestions(NamedTuple):
    """How well the ranking from so many `questions` agrees with that from all.

    `drawn` is the mean over draws, `most_swapped` what share of pairs swaps at most in SURE of these; `telling` is the
    mean over splits for the most telling questions, None where there are too few models.
    """

    questions: int
    drawn: Agreement
    most_swapped: float
    telling: Agreement | None


def find_enough_questions(blocks: Blocks) -> list[EnoughQuestions]:
    """Return how well rankings from 10, 20, 50, 100, ... questions agree with that from all, of at least two models.

    It takes 4 bytes of memory for each draw and question.
    """
    random = np.random.default_rng(_SEED)
    whole, number = _sum_all(blocks)
    sizes = list(_list_sizes(number))
    if not sizes:
        return []
    everyone = np.ones(len(whole), dtype=np.bool_)
    drawn = [
        [_compare_orders(sums, whole, everyone) for sums in of_size]
        for of_size in _sum_first(blocks, _draw_orders(random, number), sizes)
    ]
    telling: Iterable[Agreement | None] = [None] * len(sizes)
    if len(whole) >= LEAST_SPLIT:
        telling = _judge_telling(random, blocks, whole, sizes)
    return [
        EnoughQuestions(
            size,
            _average(agreements),
            float(np.quantile([agreement.swapped for agreement in agreements], SURE, method="higher")),
            of_telling,
        )
        for size, agreements, of_telling in zip(sizes, drawn, telling, strict=True)
    ]


def _sum_all(blocks: Blocks) -> tuple[Vector, int]:
    """Return the sum of each model's scores, and of how many questions."""
    sums, number = np.zeros(1), 0
    for block in blocks():
        sums = sums + block.sum(axis=1)
        number += block.shape[1]
    return sums.round(_DIGITS), number


def _list_sizes(number: int) -> Iterator[int]:
    """Yield 10, 20, 50, 100, ... as far as they are no more than half of the questions."""
    scale = 1
    while scale * _STEPS[0] <= number / 2:
        yield from (step * scale for step in _STEPS if step * scale <= number / 2)
        scale *= 10


def _draw_orders(random: np.random.Generator, number: int) -> _Places:
    questions = np.arange(number, dtype=np.int32)
    return np.stack([random.permutation(questions) for _ in range(DRAWS)])


def _judge_telling(
    random: np.random.Generator, blocks: Blocks, whole: Vector, sizes: Sequence[int]
) -> Iterator[Agreement]:
    """Yield for each size how well the most telling questions of one half of the models rank the other half."""
    choosing = np.zeros((SPLITS, len(whole)), dtype=np.bool_)
    for split in choosing:
        split[random.permutation(len(whole))[: len(whole) // 2]] = True
    order = np.argsort(-_discriminate(blocks, whole, choosing), axis=1, kind="stable")  # what is NaN comes last
    places = np.empty(order.shape, dtype=np.int32)
    np.put_along_axis(places, order, np.arange(order.shape[1], dtype=np.int32)[np.newaxis], axis=1)
    for of_size in _sum_first(blocks, places, sizes):
        yield _average([_compare_orders(sums, whole, ~split) for sums, split in zip(of_size, choosing, strict=True)])


def _discriminate(blocks: Blocks, whole: Vector, choosing: _Chosen) -> Matrix:
    """Return each question's correlation with the sum of the others, among the models of each half; NaN for none.

    The sum of the others is that of all, `whole`, less the question's own score, so that products with `whole` do.
    """
    weights = choosing.astype(np.float64)
    number = weights.sum(axis=1, keepdims=True)
    total = whole - whole.mean()
    of_total, of_its_square = (weights @ power[:, np.newaxis] for power in (total, total * total))
    parts = []
    for own in _cut_blocks(blocks):
        of_own, of_square, of_both = weights @ own, weights @ (own * own), (weights * total) @ own
        of_rest, of_rest_square = of_total - of_own, of_its_square - 2 * of_both + of_square
        covariance = of_both - of_square - of_own * of_rest / number
        scale = np.sqrt(vary(of_square, of_own, number) * vary(of_rest_square, of_rest, number))
        parts.append(np.divide(covariance, scale, out=np.full(scale.shape, np.nan), where=scale > 0))
    return np.concatenate(parts, axis=1).round(_DIGITS)


def _sum_first(blocks: Blocks, places: _Places, sizes: Sequence[int]) -> Matrix:
    """Return by size, order and model the sum of the scores on those questions that come first in an order.

    As a product of matrices, which machines are made for: of what is right or wrong, in numbers of half the length.
    """
    bounds = np.array(sizes, dtype=np.int32)[:, np.newaxis, np.newaxis]
    sums: Any = 0.0
    start = 0
    for block in _cut_blocks(blocks):
        end = start + block.shape[1]
        is_first = (places[:, start:end] < bounds).reshape(-1, block.shape[1])
        kind = np.float32 if ((block == 0) | (block == 1)).all() else np.float64
        sums = sums + is_first.astype(kind) @ block.T.astype(kind)
        start = end
    return np.asarray(sums, dtype=np.float64).round(_DIGITS).reshape(len(sizes), len(places), -1)


def _cut_blocks(blocks: Blocks) -> Iterator[Matrix]:
    """Yield the scores in blocks of no more than _BLOCK questions."""
    for block in blocks():
        for start in range(0, block.shape[1], _BLOCK):
            yield block[:, start : start + _BLOCK]


def _compare_orders(sums: Vector, whole: Vector, counts: _Chosen) -> Agreement:
    """Return how far two sums agree on the order of the models that count; tau is 0 where one puts all level."""
    agreement = agreement_of_ranks(ranks_of(sums[counts]), ranks_of(whole[counts]))
    return agreement._replace(tau=0.0) if np.isnan(agreement.tau) else agreement


def _average(agreements: Sequence[Agreement]) -> Agreement:
    return Agreement(*(float(np.mean(figures)) for figures in zip(*agreements, strict=True)))

"""Three ways through what was made from what."""

from __future__ import annotations

from llmsurvey.lineage.graph import bottom_first, depth_first, nearest_first

BELOW = {"top": ["left", "right"], "left": ["far"], "far": ["bottom"], "right": ["bottom"], "bottom": []}


def test_what_is_nearest_comes_first() -> None:
    assert list(nearest_first(["top"], BELOW.__getitem__)) == ["top", "left", "right", "far", "bottom"]


def test_one_way_is_followed_before_the_next() -> None:
    assert list(depth_first(["top"], BELOW.__getitem__)) == ["top", "left", "far", "bottom", "right"]


def test_what_was_seen_is_passed_over_and_remembered() -> None:
    seen = {"far"}
    assert list(depth_first(["top"], BELOW.__getitem__, seen)) == ["top", "left", "right", "bottom"]
    assert seen == set(BELOW)


def test_everything_comes_behind_what_it_was_made_from() -> None:
    done: list[str] = []
    for key in bottom_first("top", BELOW.__getitem__, done):
        assert set(BELOW[key]) <= set(done)
        done.append(key)
    assert sorted(done) == sorted(BELOW)


def test_a_long_chain_needs_no_recursion() -> None:
    below = {number: [number + 1] for number in range(5000)} | {5000: []}
    walks = (nearest_first, depth_first)
    assert all(len(list(walk(["0"], lambda key: map(str, below[int(key)])))) == 5001 for walk in walks)

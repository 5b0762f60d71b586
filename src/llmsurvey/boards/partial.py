"""When a snapshot of a board isn't the whole board."""

PARTIAL = 0.5
"""A snapshot with a smaller share than this of the rows of a former one holds only a part of the board."""


def is_partial(entries: int, largest: int) -> bool:
    """Whether a snapshot of so many entries holds only a part, where the largest before it has so many."""
    return entries < largest * PARTIAL

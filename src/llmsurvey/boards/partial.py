"""When a snapshot of a board isn't the whole board."""

PARTIAL = 0.5
"""A snapshot with a smaller share than this of the rows of a former one holds only a part of the board."""

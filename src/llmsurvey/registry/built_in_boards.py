"""What is known of the boards that come with the program; a file of its own, for rankings need nothing else."""

from __future__ import annotations

from functools import cached_property

from llmsurvey.records.board import BoardRecord
from llmsurvey.records.record import Record
from llmsurvey.registry.built_in_folder import load_folder


class Boards(Record):
    """What is known of the boards that come with the program; their scores are read when they are asked for."""

    boards: tuple[BoardRecord, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, BoardRecord]:
        """Boards by id."""
        return {board.id: board for board in self.boards}


def load_boards() -> Boards:
    """Return what is known of boards, from `data/boards/`. Raises RegistryError with all faults."""
    return load_folder("boards", Boards)

"""Relations in words."""

from __future__ import annotations

from typing import get_args, get_type_hints

import pytest

from llmsurvey.lineage.words import relation_words
from llmsurvey.records import Derivation
from llmsurvey.records.unresolved import Relation

EVERY = [*get_args(Relation), *get_args(get_type_hints(Derivation)["relation"]), "trained", "generated"]


@pytest.mark.parametrize("relation", EVERY)
def test_every_relation_reads_one_way_up_and_another_down(relation: str) -> None:
    assert relation_words(relation) != relation_words(relation, down=True)


@pytest.mark.parametrize("down", [False, True])
def test_no_two_relations_read_the_same(down: bool) -> None:
    assert len({relation_words(relation, down=down) for relation in EVERY}) == len(set(EVERY))


def test_a_relation_reads_as_english() -> None:
    assert relation_words("continued-pretraining") == "pretrained further from"
    assert relation_words("translated", down=True) == "translated into"

from __future__ import annotations

import pytest

from llmsurvey.records import Source
from llmsurvey.records.parse import parse_record

SOURCE = Source(url="https://example.org", supports=("released", "sizes.parameters", "@7B.licence"))


def test_a_source_supports_the_fields_of_the_record_that_it_names() -> None:
    assert SOURCE.supports_field("released")
    assert not SOURCE.supports_field("licence")


def test_a_source_of_all_sizes_supports_each_of_them_and_not_the_record() -> None:
    assert SOURCE.supports_field("parameters", "13B")
    assert not SOURCE.supports_field("parameters")


def test_a_source_of_one_size_supports_no_other() -> None:
    assert SOURCE.supports_field("licence", "7B")
    assert not SOURCE.supports_field("licence", "13B")


def test_a_source_infers_only_what_it_supports() -> None:
    source = Source(url="https://example.org", supports=("@7B.foundations", "kind"), infers=("@7B.foundations",))
    assert (source.states_field("foundations"), source.states_field("kind")) == (False, True)
    with pytest.raises(ValueError, match='infers "kind", which it doesn\'t support'):
        parse_record(Source, {"url": "https://example.org", "infers": ["kind"]})

from __future__ import annotations

from llmsurvey.records import Source

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

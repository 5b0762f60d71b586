from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.records.dates import first_day, last_day, parse_date


@pytest.mark.parametrize("written", ["2023", "2023-07", "2023-07-18"])
def test_a_date_keeps_its_precision(written: str) -> None:
    assert parse_date(written) == written


def test_a_year_may_be_a_number() -> None:
    assert parse_date(2023) == "2023"


def test_space_around_a_date_is_dropped() -> None:
    assert parse_date(" 2023-07\n") == "2023-07"


@pytest.mark.parametrize("written", ["2023-02-29", "2023-13", "2023-00", "2023-04-31", "0000", "1900-02-29"])
def test_a_day_that_no_calendar_has_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no day of the calendar"):
        parse_date(written)


@pytest.mark.parametrize(
    "value", ["2023-7", "18.07.2023", "July 2023", "2023-07-18T00:00", "", 20230718, 2023.5, True, None, ["2023"]]
)
def test_anything_else_is_no_date_and_the_message_says_how_to_write_one(value: object) -> None:
    with pytest.raises(ValueError, match="Write 2023, 2023-07 or 2023-07-18"):
        parse_date(value)


def test_digits_of_other_scripts_are_refused_because_dates_are_compared_as_text() -> None:
    with pytest.raises(ValueError, match="is no date"):
        parse_date("\uff12\uff10\uff12\uff13-07")


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date_as_iso_writes_it(day: datetime.date) -> None:
    assert parse_date(day.isoformat()) == day.isoformat()


@given(st.dates())
def test_a_day_is_its_own_first_and_last_day(day: datetime.date) -> None:
    assert first_day(day.isoformat()) == last_day(day.isoformat()) == day.isoformat()


@given(st.dates(max_value=datetime.date(9998, 12, 31)))
def test_a_month_ends_on_the_day_before_the_next_one(day: datetime.date) -> None:
    next_month = (day.replace(day=1) + datetime.timedelta(days=31)).replace(day=1)
    month = day.isoformat()[:7]
    assert first_day(month) == f"{month}-01"
    assert last_day(month) == (next_month - datetime.timedelta(days=1)).isoformat()


def test_a_year_runs_from_january_to_december() -> None:
    assert (first_day("2023"), last_day("2023")) == ("2023-01-01", "2023-12-31")

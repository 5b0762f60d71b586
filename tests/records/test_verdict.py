from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.records import VERDICTS, CommercialUse, strictest_verdict

ORDER: dict[CommercialUse, int] = {"no": 0, "unknown": 1, "conditional": 2, "yes": 3}


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["yes", "conditional"], "conditional"),
        (["conditional", "unknown"], "unknown"),
        (["unknown", "no"], "no"),
        (["yes"], "yes"),
    ],
)
def test_no_is_worse_than_unknown_than_conditional_than_yes(
    verdicts: list[CommercialUse], expected: CommercialUse
) -> None:
    assert strictest_verdict(verdicts) == strictest_verdict(reversed(verdicts)) == expected


@given(st.lists(st.sampled_from(VERDICTS), min_size=1))
def test_the_worst_is_one_of_them_and_none_is_worse(verdicts: list[CommercialUse]) -> None:
    assert ORDER[strictest_verdict(verdicts)] == min(ORDER[verdict] for verdict in verdicts)


def test_nothing_has_no_verdict() -> None:
    with pytest.raises(ValueError, match="empty"):
        strictest_verdict([])

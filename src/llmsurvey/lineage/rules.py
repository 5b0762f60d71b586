"""The rules of the verdict: what licences allow together. Records in, answers out; nothing is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from llmsurvey.records import CommercialUse, LicencePeriod, strictest_verdict
from llmsurvey.records.dates import first_day


def licence_on(
    present: str | None, history: Iterable[LicencePeriod], day: str, verdicts: Mapping[str | None, CommercialUse]
) -> str | None:
    """Return the licence of weights on a `day` (`YYYY-MM-DD`), by its id; None where no source says.

    `present` is the one of today, `history` those that were stated before, and `verdicts` what each says of commercial
    use. A change of which only the month is known counts from the first day of it. Where nobody says until when a
    licence held that is another today, the stricter of the two is taken: one of them it was.
    """
    periods = sorted(history, key=lambda period: first_day(period.since) if period.since else "")
    begun = [period for period in periods if period.since is None or first_day(period.since) <= day]
    holding = [period for period in begun if period.until is None or day < first_day(period.until)]
    if holding:
        last = holding[-1]
        if last.until is None and last is periods[-1] and last.licence != present:
            both = [verdicts.get(name, "unknown") for name in (last.licence, present)]
            return last.licence if strictest_verdict(both) == both[0] else present
        return last.licence
    return present if len(begun) == len(periods) else None

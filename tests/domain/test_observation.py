"""What a trainer may write as observed, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lti_tool.domain.observation import (
    Ended,
    Observation,
    Seen,
    day_of,
    ended,
    seen,
    standing_in,
)
from tests.factories import NOW

TODAY = date(2026, 11, 20)
ONE = Observation(
    id="o",
    centre_id="c",
    attempt_id="a",
    area="2",
    level=3,
    reason="A envoyé trois courriels seule.",
    observed_on=TODAY,
    written_by="t",
    written_at=NOW,
)


@pytest.mark.parametrize("level", range(9))
def test_every_level_of_the_gradebook_may_be_observed(level: int) -> None:
    found = seen(str(level), "  Vu   en atelier ", "2026-11-19", TODAY)

    assert Seen(level=level, reason="Vu en atelier", observed_on=date(2026, 11, 19)) == found


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        (("", "", ""), ("level", "reason", "day")),
        (("9", "Vu", "2026-11-20"), ("level",)),
        (("-1", "Vu", "2026-11-20"), ("level",)),
        (("03", "Vu", "2026-11-20"), ("level",)),
        (("3", " \n ", "2026-11-20"), ("reason",)),
        (("3", "x" * 501, "2026-11-20"), ("reason-long",)),
        (("3", "Vu", "2026-11-21"), ("day",)),
        (("3", "Vu", "2016-11-20"), ("day",)),
        (("3", "Vu", "hier"), ("day",)),
    ],
)
def test_each_fault_is_named_when_an_observation_cannot_be_kept(
    typed: tuple[str, str, str], faults: tuple[str, ...]
) -> None:
    assert faults == seen(*typed, TODAY)


def test_a_reason_of_five_hundred_signs_is_kept_whole() -> None:
    found = seen("3", "x" * 500, "20/11/2026", TODAY)

    assert isinstance(found, Seen)
    assert ("x" * 500, TODAY) == (found.reason, found.observed_on)


def test_the_first_end_counts_when_an_observation_ends_twice() -> None:
    first = ended(ONE, Ended.WITHDRAWN, by="t", now=NOW)
    again = ended(first, Ended.REPLACED, by="u", now=NOW + timedelta(days=1))

    assert (Ended.WITHDRAWN, "t", NOW) == (again.ended_how, again.ended_by, again.ended_at)
    assert (ONE.level, ONE.reason) == (again.level, again.reason)


def test_only_what_stands_is_observed_of_an_area() -> None:
    old = ended(replace(ONE, id="old"), Ended.REPLACED, by="t", now=NOW)
    other = replace(ONE, id="other", area="3")

    assert ONE is standing_in([old, other, ONE], "2")
    assert standing_in([old, other], "2") is None


def test_a_day_is_read_as_people_write_it() -> None:
    assert [date(2026, 3, 5)] * 3 == [day_of(day, TODAY) for day in ("2026-03-05", "5/3/2026", "05.03.2026")]

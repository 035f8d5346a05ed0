"""The platform's clock, from the dates of its answers: F22."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.lti.doubles import NOW
from tests.lti.lms_peer import Site, date_header
from tests.lti.peer import Reply

SCORES = "/items/5/lineitem/scores"


def test_platform_clock_is_followed_when_its_answers_are_dated(site: Site) -> None:
    """F22: the median of the last five; two seconds or less say nothing."""
    minutes = [10, 10, 300, 10, 10]
    site.peer.answer(
        SCORES,
        *[Reply(status=200, headers=date_header(NOW + timedelta(minutes=each))) for each in minutes],
    )
    for _ in minutes:
        site.send()

    assert site.lms.platform_now(site.registration, NOW) == NOW + timedelta(minutes=10)
    assert site.lms.platform_now(replace(site.registration, id="other"), NOW) == NOW


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(format_datetime(NOW + timedelta(seconds=2), usegmt=True), id="two-seconds"),
        pytest.param(format_datetime(NOW + timedelta(days=3), usegmt=True), id="three-days"),
        pytest.param("yesterday", id="not-a-date"),
        pytest.param("", id="empty"),
    ],
)
def test_our_clock_is_kept_when_the_date_says_nothing(site: Site, header: str) -> None:
    site.peer.answer(SCORES, Reply(status=200, headers={"Date": header}))
    site.send()

    assert site.lms.platform_now(site.registration, NOW) == NOW

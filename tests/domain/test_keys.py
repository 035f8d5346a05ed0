"""Which key of a set signs, and when one is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lti_tool.domain.keys import is_over, signing_key
from lti_tool.domain.ports import StoredKey
from tests.factories import DAY, HOUR, MINUTE, NOW


def key(kid: str, age: timedelta) -> StoredKey:
    return StoredKey(kid=kid, sealed_private="", public_jwk="{}", created_at=NOW - age)


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        ([0 * HOUR], "0"),
        ([0 * HOUR, 400 * DAY], "1"),
        ([24 * HOUR - MINUTE, 400 * DAY], "1"),
        ([24 * HOUR, 400 * DAY], "0"),
        ([HOUR, 2 * HOUR], "1"),
        ([HOUR, 25 * HOUR, 26 * HOUR], "1"),
    ],
)
def test_the_youngest_known_everywhere_signs_when_there_are_several(
    ages: list[timedelta], expected: str
) -> None:
    stored = [key(str(number), age) for number, age in enumerate(ages)]

    assert expected == signing_key(stored, NOW).kid


@pytest.mark.parametrize(
    ("ages", "over"),
    [
        ([400 * DAY], []),
        ([15 * DAY - MINUTE, 400 * DAY], []),
        ([15 * DAY, 400 * DAY], ["1"]),
        ([HOUR, 15 * DAY, 400 * DAY], ["2"]),
        ([15 * DAY, 15 * DAY], []),
    ],
)
def test_a_key_is_over_when_a_younger_one_signed_for_two_weeks(
    ages: list[timedelta], over: list[str]
) -> None:
    stored = [key(str(number), age) for number, age in enumerate(ages)]

    assert over == [each.kid for each in stored if is_over(each, stored, NOW)]

"""What the trainers of a course may set."""

from __future__ import annotations

import pytest

from lti_tool.domain.course_setting import PLAIN_SETTING, CourseSetting, course_setting_of


@pytest.mark.parametrize(
    ("days", "phone", "setting"),
    [
        ("14", "", PLAIN_SETTING),
        (" 3 ", "", CourseSetting(quiet_days=3)),
        ("90", " 081  22 33 44 ", CourseSetting(quiet_days=90, phone="081 22 33 44")),
        ("14", "+32 (0)81/22.33.44", CourseSetting(phone="+32 (0)81/22.33.44")),
    ],
)
def test_what_fits_is_taken_without_its_blanks(days: str, phone: str, setting: CourseSetting) -> None:
    assert (setting, {}) == course_setting_of(days, phone)


@pytest.mark.parametrize("days", ["", "2", "91", "-5", "7.5", "١٤", "9999999", "quatorze"])
def test_days_are_a_number_from_3_to_90(days: str) -> None:
    assert (PLAIN_SETTING, {"days": "odd-days"}) == course_setting_of(days, "")


@pytest.mark.parametrize(
    "phone", ["081", "Nadia", "081 22 33 44 ext", "0" * 25, "<b>081 22 33 44</b>", "٠٨١٢٢٣٣٤٤"]
)
def test_a_number_has_digits_and_the_signs_between_them(phone: str) -> None:
    assert (PLAIN_SETTING, {"phone": "odd-phone"}) == course_setting_of("14", phone)


def test_both_faults_are_told_at_once() -> None:
    assert {"days", "phone"} == set(course_setting_of("x", "x")[1])

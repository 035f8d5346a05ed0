"""What the trainers of a course set once: after how many days without a visit they are told, and their
telephone number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lti_tool.domain.card_form import LENGTHS, PHONE
from lti_tool.domain.checks import tidied

QUIET_DAYS = 14
QUIET_LEAST, QUIET_MOST = 3, 90
PHONE_LENGTH = LENGTHS["phone"]
Fault = Literal["odd-days", "odd-phone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSetting:
    """One course. ``phone`` is empty where nobody gave a number."""

    quiet_days: int = QUIET_DAYS
    phone: str = ""


PLAIN_SETTING = CourseSetting()
"""That of a course where nothing was set."""


def course_setting_of(days: str, phone: str) -> tuple[CourseSetting, Mapping[str, Fault]]:
    """What was typed, and what is wrong with it by field; what is wrong stands as it is without a setting."""
    faults: dict[str, Fault] = {}
    number, line = days.strip(), tidied(phone)
    is_number = number.isascii() and number.isdecimal() and len(number) < 4
    if not is_number or not QUIET_LEAST <= int(number) <= QUIET_MOST:
        faults["days"] = "odd-days"
    if len(line) > PHONE_LENGTH or not re.fullmatch(PHONE, line):
        faults["phone"] = "odd-phone"
    if faults:
        return PLAIN_SETTING, faults
    return CourseSetting(quiet_days=int(number), phone=line), faults

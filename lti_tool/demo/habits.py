"""How one kind of LMS behaves where the standard leaves room, or where it does not follow it.

The names end in "like" on purpose: each follows what was read in code or reported by tool makers
(``lti.md``, sections 3 and 4), and none is a copy of the product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MemberPages = Literal["to-the-end", "in-a-circle", "to-another-host"]
StoredTime = Literal["of-the-score", "of-receipt-when-coupled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """One dialect. The defaults are those of a recent Moodle.

    - ``stored_time``: Moodle 4.1 keeps its own clock for the column of the activity, later versions keep
      the score's timestamp; a newer score must be later than what is stored, else 409.
    - ``compares_whole_seconds``: two scores within one second are a conflict.
    - ``erases_what_is_absent``: only ``FullyGraded`` writes a number, anything else takes it away, and a
      score without comment takes the comment away.
    - ``is_exact_about_media_types``: ``Accept: */*`` is refused with 400.
    - ``hides_names``: neither launches nor the list of people carry names.
    - ``member_pages``: where the pages of that list lead; Moodle's go to the end. The other two are no
      habits but faults, which a tool must survive.
    - ``accepts_several``, ``accepts_line_items``, ``sends_data``: what a deep linking request says; ``None``
      says nothing about line items, and takes them.
    - ``token_audience``: the ``aud`` wanted in client assertions; empty means the token address.
    """

    name: str
    product_family_code: str
    product_version: str
    service_query: str = "type_id=1"
    stored_time: StoredTime = "of-the-score"
    compares_whole_seconds: bool = True
    erases_what_is_absent: bool = True
    shows_a_result_of_zero: bool = False
    score_status: int = 200
    score_answers_result_url: bool = False
    is_exact_about_media_types: bool = True
    checks_token_audience: bool = True
    token_audience: str = ""
    not_gradable_status: int = 400
    not_gradable_text: str = "Incorrect score received"
    scope_missing_status: int = 401
    says_reason_in_phrase: bool = True
    link_quotes: tuple[str, str] = ("\u201d", "\u201d")
    page_size: int | None = None
    makes_columns: bool = True
    has_short_roles_in_members: bool = True
    hides_names: bool = False
    member_link_quotes: tuple[str, str] = ('"', '"')
    member_pages: MemberPages = "to-the-end"
    accepts_several: bool = True
    accepts_line_items: bool | None = None
    sends_data: bool = False
    needs_user_agent: bool = False
    rate_limit_status: int = 429
    rate_limit_text: str = "Too Many Requests"


MOODLE_5 = Habits(name="moodle-5", product_family_code="moodle", product_version="2025041400")

MOODLE_41 = Habits(
    name="moodle-4.1",
    product_family_code="moodle",
    product_version="2022112810",
    stored_time="of-receipt-when-coupled",
    checks_token_audience=False,
)

CANVAS_LIKE = Habits(
    name="canvas-like",
    accepts_several=False,
    accepts_line_items=True,
    sends_data=True,
    product_family_code="canvas",
    product_version="cloud",
    service_query="",
    compares_whole_seconds=False,
    erases_what_is_absent=False,
    shows_a_result_of_zero=True,
    score_answers_result_url=True,
    is_exact_about_media_types=False,
    not_gradable_status=404,
    not_gradable_text="User not found in course or is not a student",
    scope_missing_status=401,
    says_reason_in_phrase=False,
    link_quotes=('"', '"'),
    page_size=10,
    has_short_roles_in_members=False,
    needs_user_agent=True,
    rate_limit_status=403,
    rate_limit_text="403 Forbidden (Rate Limit Exceeded)",
)

BRIGHTSPACE_LIKE = Habits(
    name="brightspace-like",
    accepts_line_items=False,
    sends_data=True,
    product_family_code="desire2learn",
    product_version="20.25",
    service_query="",
    compares_whole_seconds=False,
    erases_what_is_absent=False,
    shows_a_result_of_zero=True,
    score_status=204,
    is_exact_about_media_types=False,
    token_audience="https://api.brightspace.com/auth/token",  # noqa: S106  an address, no password
    not_gradable_status=404,
    not_gradable_text="User is not enrolled in the org unit",
    scope_missing_status=403,
    says_reason_in_phrase=False,
    link_quotes=('"', '"'),
    makes_columns=False,
    has_short_roles_in_members=False,
)

HABITS = {habits.name: habits for habits in (MOODLE_41, MOODLE_5, CANVAS_LIKE, BRIGHTSPACE_LIKE)}

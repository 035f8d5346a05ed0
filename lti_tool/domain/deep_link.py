"""What a trainer chooses for a course, and what goes back to the platform.

Source: LTI Deep Linking 2.0, sections 4.4 and 4.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from lti_tool.domain.framework import POINTS_MAXIMUM

ACTIVITY_PARAMETER = "activity"
LINK_PARAMETER = "link"
COLUMNS_PARAMETER = "columns"
"""The custom parameters of a link that was made by a selection: what it opens, which selection it was, and
how many gradebook columns it has."""


OWN_COLUMN = "own"


class Columns(StrEnum):
    """How many gradebook columns a diagnostic has: its own one, or one more for each area."""

    ONE = "one"
    SIX = "six"

    def includes(self, column_key: str) -> bool:
        """Whether a column, "own" or "area-1" … "area-5", is made and scored."""
        return self is Columns.SIX or column_key == OWN_COLUMN


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepLinkRequest:
    """A platform's open question "what shall stand in this course?", and the trainer who was sent with it.

    ``id`` of the centre, registration and deployment are ours; ``return_url`` passed the origin checks of
    the launch. ``data`` must go back unchanged, ``None`` when none came. ``course`` is its title, empty when
    the platform names none; ``course_url`` is where "back to the course" leads, or ``None``.
    ``answer`` is the signed answer once there is one, and ``is_cancelled`` whether it is without items.
    """

    handle: str
    centre_id: str
    session_id: str
    person_id: str
    registration_id: str
    deployment_id: str
    context_id: str | None
    return_url: str
    accepts_several: bool
    accepts_line_items: bool
    data: str | None
    course: str
    locale: str
    frame_origin: str
    course_url: str | None
    created_at: datetime
    expires_at: datetime
    answer: str | None = None
    is_cancelled: bool = False

    @property
    def is_to_go_back(self) -> bool:
        """Whether the answer is to be sent. Open edX takes one without items as "forget what was chosen
        before", so that a trainer who only looked would empty the unit.

        Source: openedx/xblock-lti-consumer ``plugin/views.py``, deep_linking_response_endpoint.
        """
        return not (self.is_cancelled and is_open_edx(self.return_url))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepLinkItem:
    """One chosen activity. ``uuid`` tells this selection from every other one, also of the same activity.

    ``title`` and ``text`` are shown in the course; ``text`` may be empty. ``is_graded`` is false for what has
    no gradebook column at all, ``maximum`` the highest value of its columns.
    """

    activity: str
    uuid: str
    title: str
    text: str
    columns: Columns
    is_graded: bool = True
    maximum: float = POINTS_MAXIMUM


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepLinkAnswer:
    """What goes back: items, or none with the reason. ``message`` and ``error`` are read by the trainer in
    the platform, ``log`` by its administrator; each is empty where there is nothing to say.
    """

    items: tuple[DeepLinkItem, ...] = ()
    message: str = ""
    error: str = ""
    log: str = ""


def is_open_edx(return_url: str) -> bool:
    """Whether an answer to this address goes to Open edX, whose consumer has this path everywhere."""
    return "/api/lti_consumer/" in urlsplit(return_url).path


def columns_of_custom(custom: Mapping[str, str]) -> Columns | None:
    """The number of columns that a launch names; ``None`` when it names none that we know."""
    named = custom.get(COLUMNS_PARAMETER, "")
    return next((columns for columns in Columns if columns.value == named), None)

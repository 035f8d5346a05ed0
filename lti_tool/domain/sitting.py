"""A gathering around one activity: who is where, and the address that opens the activity in the course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from lti_tool.domain.cohort import Progress
from lti_tool.domain.paper_sheet import Standing

MOODLE_LOGIN = "/mod/lti/auth.php"
ADDRESS_LENGTH = 500
"""A longer address makes a picture that a phone cannot read across a room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One person of the gathering. ``name`` is empty when the platform hides it; ``number`` then names them.

    ``step`` of ``steps`` is where they are in a diagnostic, both 0 when that means nothing. ``called_at`` is
    since when they wait for help, ``kiosk_until`` until when at most they work on a shared computer; each
    ``None`` otherwise. ``standing`` says what a sheet of paper would meet, and ``is_sent`` whether what was
    finished was sent to the trainers.
    """

    person_id: str
    name: str
    number: int
    groups: tuple[str, ...] = ()
    progress: Progress = Progress.NOT_OPENED
    step: int = 0
    steps: int = 0
    last_activity_at: datetime | None = None
    called_at: datetime | None = None
    kiosk_until: datetime | None = None
    standing: Standing = Standing.NOTHING
    is_sent: bool = False


def moodle_address(auth_login_url: str, resource_link_id: str) -> str:
    """The page of an activity in Moodle; empty for every other platform.

    Moodle sends the number of the activity's own row as the resource link's id, and its page takes that
    number as ``l``. Source: Moodle ``mod/lti/locallib.php``, ``mod/lti/view.php``.
    """
    base, login, rest = auth_login_url.partition(MOODLE_LOGIN)
    is_number = resource_link_id.isascii() and resource_link_id.isdecimal()
    if not base or not login or rest or not is_number:
        return ""
    return f"{base}/mod/lti/view.php?l={resource_link_id}"


def pasted_address(text: str) -> str:
    """An address that somebody pasted, if it is one of a page on https; else empty."""
    given = text.strip()
    if not given or len(given) > ADDRESS_LENGTH or not given.isascii() or not given.isprintable():
        return ""
    try:
        parts = urlsplit(given)
        is_page = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        return ""
    return given if is_page and " " not in given else ""

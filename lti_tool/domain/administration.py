"""What an administrator sees and sets of a platform: values and the rules for what may be typed in.

Nothing here says anything about a learner: only counts and moments.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from lti_tool.domain.launch import Registration
from lti_tool.domain.logo import Logo

ADDRESSES_AT_MOST = 5
HOST_CHARACTERS = 253
CENTRE_NAME_CHARACTERS = 120
DEFAULT_CENTRE = "Centre"
"""What the first centre of an installation is called until somebody names it: nothing is issued under it."""
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))+")


class AssistantView(StrEnum):
    """What assistants see of a group: all that a trainer sees, or who has begun and finished (R04)."""

    RESULTS = "results"
    PROGRESS = "progress"


class GradeRule(StrEnum):
    """Which level of an area goes to the gradebook: the measured one, or what a trainer observed where she
    wrote something down.
    """

    MEASURED = "measured"
    OBSERVED = "observed"


class Sharing(StrEnum):
    """When trainers read a result: once the learner sent it, or when the tasks are done. Who began under
    the one is never read under the other.
    """

    SENT = "sent"
    AT_END = "end"


KEPT_MONTHS = (6, 12, 24, 36)
"""For how long after a person's last visit a centre may keep what is known about them; the longest, which is
the usual one, is also the most.
"""


class Accent(StrEnum):
    """The colour of buttons, links and marks on the pages of a centre. Each was chosen so that words in it,
    and on it, can be read: a colour picked freely may hide a button.
    """

    BLUE = "blue"
    TEAL = "teal"
    GREEN = "green"
    VIOLET = "violet"
    PLUM = "plum"
    BRICK = "brick"


class VideoRooms(StrEnum):
    """Where the tool of the centre's video meetings has its buttons (S1-23): a bar at the top (Teams), a bar
    with words at the bottom (Zoom, Jitsi, Framatalk), round pictures at the bottom (Google Meet,
    BigBlueButton), or nowhere in particular.
    """

    NEUTRAL = "neutral"
    TOP = "top"
    BOTTOM = "bottom"
    ROUND = "round"


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreSettings:
    """What is set for one centre."""

    assistants_see: AssistantView
    video_rooms: VideoRooms
    grade_rule: GradeRule
    accent: Accent
    sharing: Sharing
    kept_months: int
    logo: Logo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """A training centre: the tenant that everything else belongs to."""

    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDeployment:
    """A deployment that a platform used and that nobody approved.

    ``is_signed`` is true when the platform's own signature stood under it; anybody can write an unsigned one.
    """

    centre_id: str
    registration_id: str
    deployment_id: str
    is_signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformSigns:
    """What was seen of one platform so far; each moment is ``None`` until then.

    ``waiting`` and ``refused`` count grades. ``grades_tried_at`` and ``grades_reason`` tell of the last try
    without a grade, whose reason is empty when all went well. ``members_reason`` is why the list of
    participants could not be read the last time, empty when it could. In ``courses_renamed`` courses most
    names became others at once, and no trainer has said that this is right.
    """

    first_message_at: datetime | None = None
    first_launch_at: datetime | None = None
    last_launch_at: datetime | None = None
    last_grade_at: datetime | None = None
    waiting: int = 0
    refused: int = 0
    grades_tried_at: datetime | None = None
    grades_reason: str = ""
    members_read_at: datetime | None = None
    members_reason: str = ""
    courses_renamed: int = 0

    @property
    def grades_trouble(self) -> str:
        """Why the last try went wrong, unless a grade arrived since; empty when grades arrive."""
        tried, sent = self.grades_tried_at, self.last_grade_at
        return self.grades_reason if tried is not None and (sent is None or sent < tried) else ""

    @property
    def is_complete(self) -> bool:
        """Whether every line of the checklist is done."""
        has_grades = not self.grades_trouble and (self.last_grade_at or self.grades_tried_at) is not None
        is_known = None not in (self.first_launch_at, self.members_read_at)
        return is_known and has_grades and not self.courses_renamed


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlatform:
    """One registration with what was seen of it."""

    registration: Registration
    created_at: datetime
    signs: PlatformSigns


def is_named(centre_name: str) -> bool:
    """Whether a centre has a name of its own, under which it may issue something."""
    return bool(centre_name.strip()) and centre_name.strip() != DEFAULT_CENTRE


def named(given: str) -> str:
    """A centre's name as it is kept, without doubled spaces; empty when it can be none: too long, with
    characters that are not printed, or the word that stands for "no name yet".
    """
    name = " ".join(given.split())
    is_good = name.isprintable() and len(name) <= CENTRE_NAME_CHARACTERS and is_named(name)
    return name if is_good else ""


def parent_sites(text: str) -> tuple[str, ...] | None:
    """The sites in a text, one per line, as origins such as ``https://portail.example``.

    ``None`` when a line is anything but an https address without a path, or when there are more than five
    (W17): no wildcard, no user, no query. A trailing slash is dropped.
    """
    return _each(text, _origin)


def service_hosts(text: str) -> tuple[str, ...] | None:
    """The host names in a text, one per line; an https address counts as its host.

    ``None`` when a line is no exact host name (a wildcard, an IP address, a port) or when there are more
    than five.
    """
    return _each(text, _host)


def _each(text: str, read: Callable[[str], str | None]) -> tuple[str, ...] | None:
    found: dict[str, None] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        value = read(line.strip()) if line.isprintable() else None
        if value is None:
            return None
        found[value] = None
    return tuple(found) if len(found) <= ADDRESSES_AT_MOST else None


def _origin(line: str) -> str | None:
    try:
        parts = urlsplit(line)
        port = parts.port
    except ValueError:
        return None
    is_bare = not parts.query and not parts.fragment and parts.path in ("", "/") and "@" not in parts.netloc
    host = _exact_host(parts.hostname or "")
    if parts.scheme != "https" or not is_bare or host is None or port == 0 or line.endswith(("?", "#")):
        return None
    return f"https://{host}" if port in (None, 443) else f"https://{host}:{port}"


def _host(line: str) -> str | None:
    if "://" not in line:
        return _exact_host(line.lower())
    origin = _origin(line)
    return None if origin is None else _exact_host(origin.removeprefix("https://"))


def _exact_host(name: str) -> str | None:
    is_name = len(name) <= HOST_CHARACTERS and _HOST.fullmatch(name) is not None
    return name if is_name and not name.rpartition(".")[2].isdecimal() else None

"""What all parts of the demo LMS share: its state, its people, its habits, its addresses, its clock."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lti_tool.demo.book import DemoBook, StoredLineItem
from lti_tool.demo.cast import Activity, Cast
from lti_tool.demo.habits import Habits
from lti_tool.lti.transport import Transport

Clock = Callable[[], datetime]
# Any: a key set is whatever JSON object the tool publishes.
KeySetReader = Callable[[], Mapping[str, Any]]

_AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LINE_ITEM_SCOPE = f"{_AGS}lineitem"
LINE_ITEM_READ_SCOPE = f"{_AGS}lineitem.readonly"
RESULT_SCOPE = f"{_AGS}result.readonly"
SCORE_SCOPE = f"{_AGS}score"
MEMBERS_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
AGS_SCOPES = (LINE_ITEM_SCOPE, LINE_ITEM_READ_SCOPE, RESULT_SCOPE, SCORE_SCOPE)
ALL_SCOPES = (*AGS_SCOPES, MEMBERS_SCOPE)

KEY_SET_BYTES = 65_536


class ServiceProblem(Exception):
    """A service answers no: an HTTP status and the sentence that goes with it."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status} {text}")
        self.status = status
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the platform and the tool are. Neither address ends in a slash."""

    lms_url: str
    tool_url: str

    @property
    def auth_login_url(self) -> str:
        """The platform's authorization endpoint."""
        return f"{self.lms_url}/auth"

    @property
    def token_url(self) -> str:
        """The platform's token endpoint."""
        return f"{self.lms_url}/token"

    @property
    def jwks_url(self) -> str:
        """The platform's public keys."""
        return f"{self.lms_url}/jwks"

    @property
    def tool_login_url(self) -> str:
        """Where a launch begins at the tool."""
        return f"{self.tool_url}/lti/login"

    @property
    def tool_launch_url(self) -> str:
        """Where the tool takes tokens: its one registered redirect address, and every link's target."""
        return f"{self.tool_url}/lti/launch"

    @property
    def tool_jwks_url(self) -> str:
        """The tool's public keys."""
        return f"{self.tool_url}/lti/jwks"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPlatform:
    """One running platform, as its pages and services see it."""

    book: DemoBook
    cast: Cast
    habits: Habits
    addresses: Addresses
    clock: Clock
    read_tool_keys: KeySetReader

    def make_first_line_items(self) -> None:
        """Give each graded activity its column, once in the life of the book."""
        if self.book.has_ever_had_line_items or not self.habits.makes_columns:
            return
        for activity in self.cast.activities:
            if activity.points_maximum is not None:
                self.book.add_line_item(_column_of(activity, activity.points_maximum))

    def activity(self, link_id: str) -> Activity | None:
        """The activity with this resource link id: of the cast, or added by a trainer."""
        added = (one for one in self.book.activities if one.link_id == link_id)
        return self.cast.activity(link_id) or next(added, None)

    def activities_of(self, context_id: str) -> tuple[Activity, ...]:
        """The activities of one course: those of the cast, then those that were added, oldest first."""
        added = (one for one in self.book.activities if one.context_id == context_id)
        return (*self.cast.activities_of(context_id), *added)

    def line_items_url(self, context_id: str) -> str:
        """The address of a course's columns."""
        return self._with_query(f"{self.addresses.lms_url}/ags/{context_id}/lineitems")

    def line_item_url(self, item: StoredLineItem) -> str:
        """The address, and so the identifier, of one column."""
        base = f"{self.addresses.lms_url}/ags/{item.context_id}/lineitems/{item.number}"
        return self._with_query(base)

    def members_url(self, context_id: str) -> str:
        """The address of a course's list of people."""
        return f"{self.addresses.lms_url}/nrps/{context_id}/members"

    def _with_query(self, url: str) -> str:
        return f"{url}?{self.habits.service_query}" if self.habits.service_query else url


def machine_clock() -> datetime:
    """The moment now, by the machine's clock."""
    return datetime.now(UTC)


def keys_over_http(url: str) -> KeySetReader:
    """A reader that fetches the tool's key set each time it is called.

    Raises:
        PlatformUnavailable: from the reader, when nothing came back.
        ValueError: from the reader, when what came back is no JSON object.
    """
    transport = Transport(allow_insecure=True, user_agent="Passerelle demo LMS")

    def read() -> Mapping[str, Any]:  # Any: as KeySetReader
        answer = transport.request(
            "GET", url, headers={"Accept": "application/json"}, limit_bytes=KEY_SET_BYTES
        )
        found = json.loads(answer.body) if answer.status == 200 else None
        if not isinstance(found, dict):
            raise ValueError(f"no key set, status {answer.status}")
        return found

    return read


def _column_of(activity: Activity, points_maximum: float) -> StoredLineItem:
    return StoredLineItem(
        context_id=activity.context_id,
        label=activity.title,
        points_maximum=points_maximum,
        tag=activity.tag,
        resource_id=activity.resource_id,
        resource_link_id=activity.link_id,
        is_coupled=True,
    )

"""Deep linking from the platform's side: it asks the tool for activities, checks the answer, adds them.

Source: LTI Deep Linking 2.0, sections 4.4 and 4.5; Moodle ``mod/lti/contentitem_return.php``.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tool.demo.book import StoredLineItem
from lti_tool.demo.cast import Activity, Member
from lti_tool.demo.claims import common_claims
from lti_tool.demo.platform import DemoPlatform
from lti_tool.domain.errors import NotAuthenticated, PlatformUnavailable
from lti_tool.lti.signing import check

OPEN_MAXIMUM = 1000

_LTI = "https://purl.imsglobal.org/spec/lti/claim/"
_DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
LINK_TYPE = "ltiResourceLink"


class AnswerRefused(Exception):
    """The tool's answer is not one that may change the course; the word says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """One question that waits for its answer. ``data`` must come back as it is; ``None``: none was sent."""

    key: str
    member: Member
    data: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an answer brought: the activities that stand in the course now, and the tool's own words."""

    activities: tuple[Activity, ...]
    message: str


class SelectionDesk:
    """Asks for selections and takes each answer once."""

    def __init__(self, platform: DemoPlatform) -> None:
        self._platform = platform
        self._lock = threading.Lock()
        self._open: dict[str, Selection] = {}
        self._nonces: dict[str, None] = {}

    def begin(self, member: Member) -> Selection:
        """A new question, asked in the name of this person."""
        data = secrets.token_urlsafe(12) if self._platform.habits.sends_data else None
        selection = Selection(key=secrets.token_hex(8), member=member, data=data)
        with self._lock:
            self._open[selection.key] = selection
            if len(self._open) > OPEN_MAXIMUM:
                del self._open[next(iter(self._open))]
        return selection

    def claims(
        self, selection: Selection, *, nonce: str, document_target: str
    ) -> dict[str, Any]:  # Any: JSON
        """All claims of the deep linking request."""
        habits = self._platform.habits
        settings: dict[str, Any] = {  # Any: as above
            "deep_link_return_url": f"{self._platform.addresses.lms_url}/selection/{selection.key}",
            "accept_types": [LINK_TYPE],
            "accept_presentation_document_targets": ["iframe", "window"],
            "accept_multiple": habits.accepts_several,
            "auto_create": False,
            "title": "Passerelle",
        }
        if habits.accepts_line_items is not None:
            settings["accept_lineitem"] = habits.accepts_line_items
        if selection.data is not None:
            settings["data"] = selection.data
        return {
            **common_claims(self._platform, selection.member, nonce=nonce, document_target=document_target),
            f"{_LTI}message_type": "LtiDeepLinkingRequest",
            f"{_DL}deep_linking_settings": settings,
        }

    def take(self, key: str, token: str) -> Taken:
        """Check an answer and add what it brings.

        Raises:
            AnswerRefused: ``unknown``, ``signature``, ``issuer``, ``deployment``, ``message``, ``nonce``,
                ``data``, ``several`` or ``items``; the course is as it was.
        """
        selection = self._open.get(key)
        if selection is None:
            raise AnswerRefused("unknown")
        claims = self._verified(token)
        self._check(selection, claims)
        items = claims.get(f"{_DL}content_items", [])
        if not isinstance(items, list) or not all(_is_link(item) for item in items):
            raise AnswerRefused("items")
        if len(items) > 1 and not self._platform.habits.accepts_several:
            raise AnswerRefused("several")
        with self._lock:
            if self._open.pop(key, None) is None or claims["nonce"] in self._nonces:
                raise AnswerRefused("nonce")
            self._nonces[claims["nonce"]] = None
        activities = tuple(self._added(item, selection.member.context_id) for item in items)
        return Taken(activities=activities, message=str(claims.get(f"{_DL}msg", "")))

    def _verified(self, token: str) -> dict[str, Any]:  # Any: claims are JSON
        addresses = self._platform.addresses
        try:
            keys = self._platform.read_tool_keys()
            return check(token, keys, addresses.lms_url, now=self._platform.clock())
        except (NotAuthenticated, PlatformUnavailable, ValueError) as error:
            raise AnswerRefused("signature") from error

    def _check(self, selection: Selection, claims: Mapping[str, Any]) -> None:  # Any: as above
        wanted = {
            "issuer": ("iss", self._platform.book.client_id),
            "deployment": (f"{_LTI}deployment_id", self._platform.book.deployment_id),
            "message": (f"{_LTI}message_type", "LtiDeepLinkingResponse"),
            "version": (f"{_LTI}version", "1.3.0"),
            "data": (f"{_DL}data", selection.data),
        }
        for word, (name, value) in wanted.items():
            if claims.get(name) != value:
                raise AnswerRefused(word)
        nonce = claims.get("nonce")
        if not isinstance(nonce, str) or not nonce or nonce in self._nonces:
            raise AnswerRefused("nonce")

    def _added(self, item: Mapping[str, Any], context_id: str) -> Activity:  # Any: as above
        book = self._platform.book
        column = item.get("lineItem") if self._platform.habits.accepts_line_items is not False else None
        wanted: Mapping[str, Any] = column if isinstance(column, Mapping) else {}  # Any: as above
        activity = book.add_activity(
            Activity(
                link_id="",
                context_id=context_id,
                title=str(item.get("title") or "Passerelle"),
                about=str(item.get("text") or ""),
                custom={str(name): str(value) for name, value in (item.get("custom") or {}).items()},
                points_maximum=float(wanted["scoreMaximum"]) if wanted else None,
                tag=str(wanted.get("tag") or ""),
                resource_id=str(wanted.get("resourceId") or ""),
            )
        )
        if activity.points_maximum is not None:
            book.add_line_item(
                StoredLineItem(
                    context_id=context_id,
                    label=str(wanted.get("label") or activity.title),
                    points_maximum=activity.points_maximum,
                    tag=activity.tag,
                    resource_id=activity.resource_id,
                    resource_link_id=activity.link_id,
                    is_coupled=True,
                )
            )
        return activity


def _is_link(item: object) -> bool:
    if not isinstance(item, Mapping) or item.get("type") != LINK_TYPE:
        return False
    column = item.get("lineItem", {"scoreMaximum": 1})
    return isinstance(column, Mapping) and isinstance(column.get("scoreMaximum"), int | float)

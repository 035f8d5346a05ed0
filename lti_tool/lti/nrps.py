"""Names and Role Provisioning Services: the people of one course, read to the end or not at all.

Source: LTI NRPS 2.0, section 2; Moodle ``mod/lti/service/memberships``; security notes 3.6.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from pylti1p3.names_roles import NamesRolesProvisioningService, TMember

from lti_tool.domain.errors import PlatformRefused, PlatformUnavailable
from lti_tool.domain.roles import is_learner, rights_of
from lti_tool.domain.roster import GROUPS_MAXIMUM, RosterMember, is_group, merged
from lti_tool.lti.addresses import origin_of
from lti_tool.lti.connector import PlatformConnector
from lti_tool.lti.faults import container_fault
from lti_tool.lti.quirks import next_page, service_address, speaks_of_large_roster
from lti_tool.lti.service_claims import MEMBERSHIP_SCOPE
from lti_tool.lti.strict_json import read_json
from lti_tool.lti.text import is_identifier, shown_text

MEMBERS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
PAGES_MAXIMUM = 200
PAGE_BYTES = 5 * 1_048_576
MEMBERS_MAXIMUM = 100_000
ROLES_MAXIMUM = 64
READING_SPELL = timedelta(seconds=120)
PAGE_SIZE_WHEN_LARGE = 1000

_AWAY = frozenset({"inactive", "deleted"})


class RosterService(NamesRolesProvisioningService):
    """pylti1p3's service with its paging replaced: the library's never ends on a cycle, follows a page to
    any host, and loses a next page's case.
    """

    def __init__(self, connector: PlatformConnector, url: str) -> None:
        super().__init__(connector, {"context_memberships_url": url})
        self._connector = connector
        self._url = url

    def read(self) -> tuple[RosterMember, ...]:
        """Everybody of the course, each once.

        No ``limit`` is sent at first: Moodle answers all people at once without it. A list that is too large
        for one answer is asked for in pages.

        Raises:
            PlatformRefused: ``other-host``, ``endless-list``, ``roster-too-large``, or as
                ``faults.container_fault``.
            PlatformUnavailable: ``not-json``, ``timeout``, ``too-large``, or as ``PlatformConnector.send``.
        """
        try:
            return self._read_from(self._url)
        except PlatformUnavailable as error:
            if error.reason != "too-large":
                raise
        return self._read_from(service_address(self._url, limit=str(PAGE_SIZE_WHEN_LARGE)))

    def get_members_page(self, members_url: str | None = None) -> tuple[list[TMember], str | None]:
        """One page as the platform wrote it, and the address of the next one."""
        url = members_url or self._url
        answer = self._connector.send(
            "GET", url, scopes=(MEMBERSHIP_SCOPE,), accept=MEMBERS_TYPE, limit_bytes=PAGE_BYTES
        )
        if answer.status == 403 and speaks_of_large_roster(answer.text):
            raise PlatformRefused(reason="roster-too-large", status=answer.status)
        if answer.status != 200:
            raise container_fault(answer, self._connector.channel.clock())
        try:
            page = read_json(answer.body)
        except ValueError as error:
            # A login page also answers 200 (M15).
            raise PlatformUnavailable(reason="not-json", status=answer.status) from error
        members = page.get("members") if isinstance(page, dict) else None
        if not isinstance(members, list):
            raise PlatformUnavailable(reason="not-json", status=answer.status)
        return members, next_page(answer.headers.get("Link", ""), url)

    def _read_from(self, first: str) -> tuple[RosterMember, ...]:
        found: list[RosterMember] = []
        for page in self._pages(first):
            found.extend(member for member in map(_member_of, page) if member is not None)
            if len(found) > MEMBERS_MAXIMUM:
                raise PlatformRefused(reason="roster-too-large")
        return merged(found)

    def _pages(self, first: str) -> Iterator[list[TMember]]:
        """Each page in turn, to the last one. A list that does not end is no list (M01)."""
        clock = self._connector.channel.clock
        until = clock() + READING_SPELL
        url: str | None = first
        seen: set[str] = set()
        while url is not None:
            if url in seen or len(seen) == PAGES_MAXIMUM:
                raise PlatformRefused(reason="endless-list")
            if origin_of(url) != origin_of(first):
                # Our token stays with the platform (M02).
                raise PlatformRefused(reason="other-host")
            if clock() > until:
                raise PlatformUnavailable(reason="timeout")
            seen.add(url)
            page, url = self.get_members_page(url)
            yield page


def _member_of(entry: object) -> RosterMember | None:
    """One entry, or ``None`` when it names nobody or gives no roles (M09)."""
    if not isinstance(entry, dict):
        return None
    sub, roles = _sub_of(entry), entry.get("roles")
    if not is_identifier(sub) or not isinstance(roles, list):
        return None
    held = [role for role in roles[:ROLES_MAXIMUM] if isinstance(role, str)]
    if not held:
        return None
    status = entry.get("status")
    return RosterMember(
        sub=sub,
        name=_name_of(entry),
        rights=rights_of(held),
        is_learner=is_learner(held),
        is_active=not (isinstance(status, str) and status.strip().lower() in _AWAY),
        groups=_groups_of(entry),
    )


def _sub_of(entry: dict[str, Any]) -> str:  # Any: a foreign JSON document.
    value = entry.get("user_id")
    if isinstance(value, int) and not isinstance(value, bool):
        return json.dumps(value)
    return value if isinstance(value, str) else ""


def _name_of(entry: dict[str, Any]) -> str:  # Any: as above.
    parts = (shown_text(entry.get(name)) for name in ("given_name", "family_name"))
    return shown_text(entry.get("name")) or shown_text(" ".join(part for part in parts if part))


def _groups_of(entry: dict[str, Any]) -> tuple[str, ...] | None:  # Any: as above.
    """The groups of one entry; ``None`` when the platform says nothing about groups.

    Source: LTI Course Groups 1.0, 3.1: ``group_enrollments``.
    """
    enrollments = entry.get("group_enrollments")
    if not isinstance(enrollments, list):
        return None
    ids = (str(one.get("group_id", "")) for one in enrollments if isinstance(one, dict))
    return tuple(dict.fromkeys(name for name in ids if is_group(name)))[:GROUPS_MAXIMUM]

"""A roster as the peer of the gateway's tests gives it."""

from __future__ import annotations

import pytest

from lti_tool.domain.errors import PlatformRefused, PlatformUnavailable
from lti_tool.domain.roster import RosterMember
from tests.lti.lms_peer import Site
from tests.lti.peer import Reply, json_reply

MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"

LEARNER = f"{MEMBERSHIP}#Learner"

MALFORMED = "http://purl.imsglobal.org/vocab/lis/v2/person#Administrator"

PATH = "/members"


def entry(sub: object = "7", *roles: str, **more: object) -> dict[str, object]:
    """One person as a platform lists them."""
    return {"user_id": sub, "roles": list(roles or (LEARNER,)), **more}


def page(*members: object, **headers: str) -> Reply:
    """One page of a roster."""
    return json_reply({"id": "x", "context": {"id": "2"}, "members": list(members)}, **headers)


def next_link(url: str, quotes: str = '""') -> dict[str, str]:
    """The header that names the next page, as its bytes travel."""
    text = f"<{url}>; rel={quotes[0]}next{quotes[-1]}"
    return {"Link": text.encode().decode("latin-1")}


def read(site: Site) -> tuple[RosterMember, ...]:
    """The roster of the peer's course."""
    return site.lms.read_roster(site.registration, f"{site.peer.url}{PATH}")


def subs(site: Site) -> list[str]:
    """The people of that roster."""
    return [member.sub for member in read(site)]


def refusal(site: Site) -> str:
    """Why it cannot be read."""
    with pytest.raises((PlatformRefused, PlatformUnavailable)) as caught:
        read(site)
    return caught.value.reason

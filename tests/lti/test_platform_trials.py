"""Tries of a platform's services: what they ask, and that a platform which hangs does not hold them."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest

from lti_tool.domain.errors import PlatformUnavailable
from lti_tool.lti.platform_trials import HttpPlatformTrials, printable_address
from lti_tool.lti.tool_keys import ToolKeys
from lti_tool.lti.transport import Transport
from tests.lti.doubles import NOW, jwk
from tests.lti.lms_peer import ALL_SCOPES, Site, date_header
from tests.lti.peer import Peer, Reply, json_reply


@pytest.fixture
def trials(site: Site, transport: Transport, tool_keys: ToolKeys) -> HttpPlatformTrials:
    return HttpPlatformTrials(transport=transport, tool_keys=tool_keys, clock=site.clock, seconds=0.3)


def test_keys_are_counted_and_clocks_compared_when_the_key_set_comes(
    trials: HttpPlatformTrials, site: Site
) -> None:
    body = json_reply({"keys": [jwk("lms", "lms-1")]}).body
    site.peer.answer("/jwks", Reply(body=body, headers=date_header(NOW - timedelta(minutes=10))))

    seen = trials.key_set(site.registration)

    assert (1, -600.0) == (seen.keys, seen.clock_ahead_seconds)


def test_one_token_is_asked_for_each_scope_when_scopes_are_tried(
    trials: HttpPlatformTrials, site: Site
) -> None:
    assert frozenset(ALL_SCOPES) == trials.granted(site.registration, ALL_SCOPES)
    assert [[scope] for scope in ALL_SCOPES] == [asked["scope"] for asked in site.token_requests()]


@pytest.mark.parametrize("path", ["/jwks", "/token", "/items", "/members"])
def test_nobody_waits_when_a_service_hangs(
    trials: HttpPlatformTrials, site: Site, peer: Peer, path: str
) -> None:
    stuck = threading.Event()
    peer.answer(path, Reply(wait_for=stuck))
    began = time.monotonic()

    with pytest.raises(PlatformUnavailable) as caught:
        if path == "/jwks":
            trials.key_set(site.registration)
        elif path == "/token":
            trials.granted(site.registration, ALL_SCOPES)
        elif path == "/items":
            trials.read_line_items(site.registration, site.items_url, ALL_SCOPES)
        else:
            trials.read_roster(site.registration, f"{peer.url}/members")
    stuck.set()

    assert "timeout" == caught.value.reason
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_new_address_is_told_when_the_key_set_has_moved(
    trials: HttpPlatformTrials, site: Site, status: int
) -> None:
    site.peer.answer("/jwks", Reply(status=status, headers={"Location": "https://new.example/jwks?s=1"}))

    with pytest.raises(PlatformUnavailable) as caught:
        trials.key_set(site.registration)

    told = (caught.value.reason, caught.value.status, caught.value.moved_to)
    assert ("moved", status, "https://new.example/jwks") == told


@pytest.mark.parametrize(
    ("location", "printed"),
    [
        ("/elsewhere", "https://lms.example/elsewhere"),
        ("https://somebody:word@new.example:8443/a?token=x#y", "https://new.example:8443/a"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("https://new.example/\u202eabc", "https://new.example/%E2%80%AEabc"),
        ("javascript:alert(1)", ""),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_an_address_can_be_printed_when_somebody_else_wrote_it(location: str, printed: str) -> None:
    assert printed == printable_address("https://lms.example/jwks", location)

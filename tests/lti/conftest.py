"""One peer for the run, emptied for each test; a launch desk with everything wired to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lti_tool.lti.keys import PlatformKeys
from lti_tool.lti.launch import LaunchVerifier
from lti_tool.lti.tool_keys import ToolKeys
from lti_tool.lti.transport import Transport
from tests.keys import key_maker
from tests.lti.desk import Desk
from tests.lti.doubles import LAUNCH_URL, TOOL, FakeKeyBook, FakeStateBook, jwk, registration
from tests.lti.lms_peer import Site, site_at
from tests.lti.peer import Peer, json_reply


@pytest.fixture(scope="session")
def running_peer() -> Iterator[Peer]:
    peer = Peer()
    yield peer
    peer.close()


@pytest.fixture
def peer(running_peer: Peer) -> Peer:
    running_peer.reset()
    return running_peer


@pytest.fixture
def transport() -> Transport:
    return Transport(allow_insecure=True, user_agent="Passerelle-test/1")


@pytest.fixture
def desk(peer: Peer, transport: Transport) -> Desk:
    known = registration(jwks_url=f"{peer.url}/jwks")
    states = FakeStateBook(known)
    peer.answer("/jwks", json_reply({"keys": [jwk("lms", "lms-1")]}))
    verifier = LaunchVerifier(
        keys=PlatformKeys(transport), states=states, launch_url=LAUNCH_URL, tool_origin=TOOL
    )
    return Desk(verifier=verifier, states=states, registration=known, peer=peer)


@pytest.fixture(scope="session")
def tool_keys() -> ToolKeys:
    """Our keys, made once: every test of the gateway signs with them."""
    return ToolKeys(FakeKeyBook(), key_maker(b"secret"))


@pytest.fixture
def site(peer: Peer, transport: Transport, tool_keys: ToolKeys) -> Site:
    return site_at(peer, transport, tool_keys)

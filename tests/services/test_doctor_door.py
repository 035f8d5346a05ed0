"""The public address of the real tool behind a real certificate."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from werkzeug.serving import WSGIRequestHandler, make_server

from lti_tool.app import create_app
from lti_tool.domain.checkup import DoorAnswer, State
from lti_tool.domain.ports import StoredKey
from lti_tool.lti.front_door import HttpFrontDoor
from lti_tool.services.doctor_door import look_at_door
from tests.lti.tls_peer import write_certificate
from tests.services.setting import SettableClock, StillLms, give_key, settings_for
from tests.services.world import World

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Quiet(WSGIRequestHandler):
    """Writes no lines."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(world: World, listening: socket.socket, pem: Path) -> Iterator[None]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    application = create_app(world.installation)
    server = make_server(
        "127.0.0.1", 0, application, request_handler=Quiet, fd=listening.fileno(), ssl_context=context
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_every_line_is_well_when_the_tool_is_served_over_tls(
    engine: Engine, tool_key: StoredKey, tmp_path: Path
) -> None:
    pem = write_certificate(tmp_path, "localhost", days_left=90)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        base_url = f"https://localhost:{listening.getsockname()[1]}"
        settings = replace(settings_for(engine), base_url=base_url)
        give_key(settings, tool_key)
        world = World(settings=settings, clock=SettableClock())
        with StillLms("moodle-5", world.clock) as lms, served(world, listening, pem):
            known = world.connect(lms)
            door = HttpFrontDoor(user_agent="test/1", authorities=pem.read_text(encoding="ascii"))
            findings = list(look_at_door(door, base_url, known, datetime.now(UTC)))
        world.close()

    assert {"certificate", "public-address", "frames", "cookie"} == {one.name for one in findings}
    assert {State.OK} == {one.state for one in findings}, findings


class FakeDoor:
    """A public address whose certificate ends on a given day, and whose pages are in order."""

    def __init__(self, ends_at: datetime, cookie: str = "") -> None:
        self._ends_at = ends_at
        self._cookie = cookie

    def certificate_ends_at(self, url: str) -> datetime:
        return self._ends_at

    def ask(self, url: str) -> DoorAnswer:
        headers = (("content-security-policy", "frame-ancestors *"), ("set-cookie", self._cookie))
        return DoorAnswer(status=200, headers=headers, body=b'{"database":"ok"}')


@pytest.mark.parametrize(("days", "state"), [(1, State.FAULT), (10, State.WARN), (60, State.OK)])
def test_the_line_of_the_certificate_says_how_many_days_are_left(days: int, state: State) -> None:
    door = FakeDoor(NOW + timedelta(days=days, hours=1))

    first = next(look_at_door(door, "https://tool.example", None, NOW))

    assert (state, f"The certificate is good for {days} more days.") == (first.state, first.found)


class SleepingDoor(FakeDoor):
    """A proxy that reaches no tool: it answers every path with a page of its own."""

    def __init__(self, status: int) -> None:
        super().__init__(NOW + timedelta(days=60))
        self._status = status

    def ask(self, url: str) -> DoorAnswer:
        return DoorAnswer(status=self._status, headers=(), body=b"<h1>Bad Gateway</h1>")


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_proxy_before_a_stopped_tool_is_not_blamed(status: int) -> None:
    findings = list(look_at_door(SleepingDoor(status), "https://tool.example", None, NOW))

    assert ["certificate", "public-address"] == [one.name for one in findings]
    assert State.FAULT == findings[1].state
    assert f"not the tool behind it (status {status})" in findings[1].found
    assert "systemctl status passerelle" in findings[1].remedy

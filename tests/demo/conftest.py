"""A tiny tool and a fake LMS that know each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import requests

from tests.demo.tiny_tool import TIMEOUT_SECONDS, Client, TinyTool, token_form
from tests.fake_lms import FakeLms


@pytest.fixture(scope="session")
def tool() -> Iterator[TinyTool]:
    """One tool for all tests."""
    with TinyTool() as tiny:
        yield tiny


@pytest.fixture
def start(tool: TinyTool) -> Iterator[Callable[..., FakeLms]]:
    """Start platforms of any dialect; all are stopped in the end."""
    started: list[FakeLms] = []

    def begin(dialect: str = "moodle-5", **settings: object) -> FakeLms:
        lms = FakeLms(dialect, tool_url=tool.url, **settings)  # type: ignore[arg-type]  # passed through
        started.append(lms)
        return lms

    yield begin
    for lms in started:
        lms.stop()


@pytest.fixture
def lms(start: Callable[..., FakeLms]) -> FakeLms:
    """A recent Moodle."""
    return start()


@pytest.fixture
def connect(tool: TinyTool) -> Callable[[FakeLms], Client]:
    """Get a token from a platform."""

    def get(platform: FakeLms) -> Client:
        registration = platform.registration()
        audience = registration.token_audience or registration.token_url
        form = token_form(tool.assertion(registration.client_id, audience))
        answer = requests.post(registration.token_url, data=form, timeout=TIMEOUT_SECONDS)
        assert answer.status_code == 200, answer.text
        return Client(answer.json()["access_token"])

    return get

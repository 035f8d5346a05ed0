"""Rotation while grades travel: a platform that keeps our keys for an hour accepts every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lti_tool.lti.tool_keys import SealedKeyMaker
from lti_tool.services.keys import Keys
from lti_tool.services.launches import Visit
from lti_tool.store.unit_of_work import Store, UnitOfWork
from tests.keys import key_after_key
from tests.services.setting import SECRET, StillLms
from tests.services.world import World

KEPT = timedelta(hours=1)


class Killed(BaseException):
    """The process ends here."""


@dataclass
class CachingPlatform:
    """Reads the tool's keys over again when its copy is an hour old, by the tool's clock."""

    world: World
    name: str = ""
    first: str = ""
    copy: dict[str, Any] = field(default_factory=dict)  # Any: a key set is JSON
    read_at: datetime | None = None

    def keys(self) -> dict[str, Any]:  # Any: as above
        now = self.world.clock.now
        if self.read_at is None or now - self.read_at >= KEPT:
            self.copy, self.read_at = self.world.installation.tool_keys.jwks(self.name), now
            self.first = self.first or self.copy["keys"][0]["kid"]
        return self.copy


@pytest.fixture
def platform(tool: World) -> Iterator[CachingPlatform]:
    """A Moodle that was told of its registration's own key set."""
    caching = CachingPlatform(tool)
    lms = StillLms("moodle-5", tool.clock, tool_keys=caching.keys, extra_learners=5)
    caching.name = tool.connect(lms).id
    yield caching
    lms.stop()


@pytest.fixture
def visit(tool: World, platform: CachingPlatform) -> Visit:
    """The learner, whose columns exist."""
    visit = tool.visit()
    tool.want(visit, 1)
    tool.work()
    return visit


def keys_of(tool: World, number: int, ends_at: str = "") -> Keys:
    """The command that looks after keys, with key ``number`` and on; its process ends at a step: ``making``,
    ``storing`` (before the commit) or ``stored``.
    """
    keys = key_after_key(number)

    def make_private() -> RSAPrivateKey:
        if ends_at == "making":
            raise Killed
        return next(keys)

    store = tool.services.store
    return Keys(
        cast(Store, EndingStore(store, ends_at)) if ends_at else store,
        SealedKeyMaker(SECRET, make_private=make_private),
    )


class EndingStore:
    """The store of a process that ends while it writes, or just after."""

    def __init__(self, store: Store, step: str) -> None:
        self.reading = store.reading
        self._store = store
        self._step = step

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        with self._store.writing() as unit:
            yield unit
            if self._step == "storing":
                raise Killed
        raise Killed


def send(tool: World, visit: Visit, level: int) -> tuple[str, str]:
    """A grade goes out with a token that must be asked for; what became of it."""
    tool.lms.forget_tokens()
    tool.want_one(visit, level)
    tool.work()
    return tool.state(visit)


@pytest.mark.parametrize("step", ["making", "storing", "stored"])
def test_every_grade_is_taken_when_a_rotation_is_killed_and_done_again(
    tool: World, platform: CachingPlatform, visit: Visit, step: str
) -> None:
    """KP16: at no hour of the rotation is anything signed with a key that the platform does not hold."""
    tool.advance(minutes=2)
    with pytest.raises(Killed):
        keys_of(tool, 1, step).rotate(platform.name, tool.clock.now)
    tool.advance(minutes=2)
    states = [send(tool, visit, 2)]
    keys = keys_of(tool, 2)
    keys.rotate(platform.name, tool.clock.now)

    for number, hours in enumerate((0.4, 22.7, 0.8, 0.2, 0.9, 13 * 24, 24, 24)):
        tool.advance(hours=hours)
        keys.sweep(tool.clock.now)
        states.append(send(tool, visit, 3 + number % 2))

    assert {("idle", "")} == set(states)
    (left,) = tool.installation.tool_keys.jwks(platform.name)["keys"]
    used = [entry.bearer_kid for entry in tool.lms.requests_to("scores")]
    assert (platform.first, left["kid"]) == (used[0], used[-1])


def test_a_grade_waits_when_the_signing_key_was_revoked(
    tool: World, platform: CachingPlatform, visit: Visit
) -> None:
    """The emergency: the platform refuses until it reads the keys again; nothing is lost."""
    tool.advance(minutes=2)

    keys_of(tool, 1).revoke(platform.first, tool.clock.now)

    assert platform.first not in str(tool.installation.tool_keys.jwks())
    assert "idle" != send(tool, visit, 2)[0]
    tool.advance(hours=2)
    assert ("idle", "") == send(tool, visit, 3)

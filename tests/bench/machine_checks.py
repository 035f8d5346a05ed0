"""What must hold across web servers and workers of different hosts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import requests

from tests.bench.farm import START_SECONDS, WEB, WORKERS, Farm
from tests.bench.pair import wait_until
from tests.bench.visiting import Visitor
from tests.people import LEARNER, OUTSIDER

ANSWERS = 8
FAILED_LAUNCHES_EACH, GARBAGE = 60, 200
COLUMNS = 6
PATIENCE_SECONDS = 1800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """One learner through nginx: how often each server answered, and what went wrong."""

    servers: int
    errors: int
    after_the_end: int


def walk(farm: Farm) -> Walked:
    """Launch, answer, and end the session; then ask every server for the page that was open."""
    visitor = Visitor(farm)
    visitor.follow(visitor.launch(LEARNER))
    visitor.send({})
    for _ in range(ANSWERS):
        visitor.send({"skip": "1"})
    errors = sum(count for status, count in visitor.statuses.items() if status >= 400)
    cookies, address = visitor.cookie_header(), f"/l/{visitor.handle}/"
    open_before = _still_open(farm, address, cookies)
    visitor.leave()
    open_after = _still_open(farm, address, cookies)
    visitor.close()
    errors += len(WEB) - open_before
    return Walked(
        servers=len([one for one in visitor.served if one]), errors=errors, after_the_end=open_after
    )


def _still_open(farm: Farm, address: str, cookies: str) -> int:
    """How many servers still show a page to this browser."""
    found = 0
    for name in WEB:
        host = farm.network.hosts[name]
        headers = {"Host": farm.url.removeprefix("http://"), "Cookie": cookies}
        with requests.Session() as session:
            session.trust_env = False
            url = f"http://{host.address}:{host.port}{address}"
            answer = session.get(url, headers=headers, allow_redirects=False, timeout=20)
        found += answer.status_code < 400
    return found


def failed_launches(farm: Farm) -> tuple[int, float]:
    """How many broken launches of one address are looked at before all servers say that it is enough, and for
    how many seconds they were sent.
    """
    visitor = Visitor(farm)
    began = time.monotonic()
    looked_at = 0
    for _ in range(GARBAGE):
        answer = visitor.request("POST", "/lti/launch", data={"id_token": "a.b.c", "state": "unknown"})
        looked_at += answer.status_code != 429
    visitor.close()
    return looked_at, time.monotonic() - began


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What the servers make of the platform's new key, of the old one afterwards, and of the tool's own."""

    seconds_until_known: float
    old_key_accepted: int
    own_key_missing: int


def rotate_keys(farm: Farm) -> Keys:
    """Both sides get a new key; the platform withdraws its old one."""
    former = farm.lms.book.signing_key
    farm.lms.rotate_key()
    farm.lms.unpublish_old_key()
    began = time.monotonic()
    _until_everywhere(farm, lambda visitor: visitor.launch(LEARNER).status_code == 303)
    known_after = time.monotonic() - began
    old = _count_over_servers(farm, lambda visitor: visitor.launch(LEARNER, key=former).status_code == 303)
    farm.run(WEB[0], "keys", "rotate")
    sets = [farm.direct(name, "GET", "/lti/jwks").json()["keys"] for name in WEB]
    every = {key["kid"] for keys in sets for key in keys}
    missing = sum(every != {key["kid"] for key in keys} or len(keys) < 2 for keys in sets)
    return Keys(seconds_until_known=known_after, old_key_accepted=old, own_key_missing=missing)


def disable_platform(farm: Farm) -> tuple[float, int]:
    """How many seconds until every server refuses a platform that one host disabled, and how many logins were
    accepted after that.
    """
    farm.run(WEB[0], "platform", "disable", farm.world.registration.id)
    began = time.monotonic()
    _until_everywhere(farm, lambda visitor: visitor.launch(LEARNER).status_code == 403)
    seconds = time.monotonic() - began
    return seconds, _count_over_servers(farm, lambda visitor: visitor.launch(LEARNER).status_code == 303)


def _until_everywhere(farm: Farm, is_so: Callable[[Visitor], bool]) -> None:
    """Come again until it was so as often in a row as there are servers and requests of a launch."""

    def always() -> bool:
        return _count_over_servers(farm, is_so) == 2 * len(WEB)

    wait_until(always, "the servers do not agree")


def _count_over_servers(farm: Farm, is_so: Callable[[Visitor], bool]) -> int:
    """In how many of four visits it was so; nginx gives each request to the next server."""
    found = 0
    for number in range(2 * len(WEB)):
        visitor = Visitor(farm)
        # Both halves of a launch shall meet both servers.
        for _ in range(number % len(WEB)):
            visitor.request("GET", "/healthz")
        found += is_so(visitor)
        visitor.close()
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """How the grades of a small course fared beside those of a large one."""

    due: int
    posts_before: int
    seconds: float
    token_requests: int
    doubled: int


def take_turns(farm: Farm, learners: int) -> Turns:
    """A large course has its grades due, then a small one has some; two workers on two hosts begin."""
    world = farm.world
    crowd = [
        world.visit(replace(LEARNER, key=f"learner-{number}", sub=str(1000 + number)))
        for number in range(1, learners + 1)
    ]
    for visit in crowd:
        world.want(visit, 2)
    late = world.visit(OUTSIDER)
    world.want(late, 5)
    for name in WORKERS:
        farm.begin(name, "worker")
    wait_until(lambda: farm.lms.requests_to("scores"), "no worker began", patience_seconds=START_SECONDS)
    began = time.monotonic()
    wait_until(
        lambda: {("idle", "")} == world.states(late),
        "the small course is not served",
        patience_seconds=PATIENCE_SECONDS,
    )
    seconds = time.monotonic() - began
    before = len(farm.lms.requests_to("scores")) - COLUMNS
    wait_until(
        lambda: set(world.services.health.report().deliveries) == {"idle"},
        "the large course is not served",
        patience_seconds=PATIENCE_SECONDS,
    )
    for name in WORKERS:
        farm.end(name)
    posted = [(entry.path, entry.sub) for entry in farm.lms.requests_to("scores") if entry.status == 200]
    return Turns(
        due=COLUMNS * learners,
        posts_before=before,
        seconds=seconds,
        token_requests=len(farm.lms.requests_to("token")),
        doubled=len(posted) - len(set(posted)),
    )

"""Mutated messages before a whole installation: the platforms in its store, the requests one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random

import pytest
from werkzeug.test import TestResponse

from lti_tool.domain.launch import LoginState
from lti_tool.lti.keys import PlatformKeys
from lti_tool.lti.launch import LaunchVerifier
from lti_tool.lti.login import digest
from lti_tool.services.registrations import NewPlatform
from tests.fuzz.facts import Begun, LaunchMessage, LoginMessage, Platform, Refused, Verdict
from tests.fuzz.judge import judge_launch, judge_login
from tests.fuzz.running import message_of
from tests.fuzz.wire import Request, judge_request, request_of, spoilt, token_of
from tests.fuzz.world import FakeTransport, moment, platforms, published, state_of
from tests.web.site import Site


def apart(message: LoginMessage | LaunchMessage, number: int) -> LoginMessage | LaunchMessage:
    """The message with states that no other one has, as no two logins ever have the same."""
    if isinstance(message, LoginMessage):
        return message
    names = {each.state: f"{each.state}-{number}" for each in message.begun}
    body = {name: [names.get(value, value) for value in values] for name, values in message.body.items()}
    return replace(
        message, body=body, begun=tuple(replace(each, state=names[each.state]) for each in message.begun)
    )


def posts(
    part: int, numbers: range, known: tuple[Platform, ...]
) -> Iterator[tuple[LoginMessage | LaunchMessage, Request, Verdict, str]]:
    """The messages of one part as requests, a quarter of them spoilt on the wire; with verdict and name."""
    for number in numbers:
        random = Random(f"wire/{part}/{number}")
        message = apart(message_of(1000 + part, number), number)
        request, trail = request_of(random, message), message.trail
        if random.random() < 0.25:
            request, what = spoilt(random, request)
            trail = (*trail, what)
        name = f"part {part}, message {number} ({', '.join(trail)})"
        yield message, request, judged(message, request, known), name


def connected(site: Site, platform: Platform) -> Platform:
    """One of the fuzzer's platforms in the tool's own store, under the store's ids."""
    added = site.services.registrations.add(
        NewPlatform(
            issuer=platform.issuer,
            client_id=platform.client_id,
            auth_login_url=platform.auth_url,
            token_url=platform.token_url,
            jwks_url=platform.jwks_url,
            deployment_ids=tuple(sorted(platform.deployments)),
        ),
        moment(0),
    )
    if not platform.is_enabled:
        site.services.registrations.disable(added.id, moment(0))
    # Service hosts are an administrator's business; here nobody has written any.
    return replace(platform, id=added.id, centre_id=added.centre_id, service_hosts=frozenset())


def judged(message: LoginMessage | LaunchMessage, request: Request, known: tuple[Platform, ...]) -> Verdict:
    """The wire first, then the message."""
    try:
        judge_request(request)
    except Refused as refused:
        return Verdict(status=refused.status, codes=refused.codes)
    if isinstance(message, LoginMessage):
        # What a spoilt request adds to the address stands beside the rest.
        added = {"iss": ["x", "y"]} if request.query == "iss=x&iss=y" else None
        return judge_login(replace(message, query=added) if added else message, known)
    if request.query:
        return Verdict(status=400, codes=frozenset({"e-link"}))
    return judge_launch(replace(message, begun=stored(message, known), again=None), known)


def stored(message: LaunchMessage, known: tuple[Platform, ...]) -> tuple[Begun, ...]:
    """The logins under the store's ids; of a platform that is gone there is none."""
    ids = {each.id: other.id for each, other in zip(platforms(), known, strict=True)}
    return tuple(
        replace(each, platform_id=ids[each.platform_id]) for each in message.begun if each.platform_id in ids
    )


def prepared(
    site: Site,
    message: LoginMessage | LaunchMessage,
    request: Request,
    known: tuple[Platform, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[], TestResponse]:
    """Put the logins into the store; what sends the request then, from a browser of its own."""
    browser, headers = site.browser(), {"User-Agent": ""}
    site.clock.stands_at = moment(0)
    if isinstance(message, LaunchMessage):
        monkeypatch.setattr(site.services.logins, "_seal", remembered(site, message, known))
        served = published()
        if message.key_set is not None:
            served = {each.jwks_url: message.key_set for each in platforms()}
        verifier = site.app.extensions["passerelle_verifier"]
        assert isinstance(verifier, LaunchVerifier)
        monkeypatch.setattr(verifier, "keys", PlatformKeys(FakeTransport(served)))
        site.clock.stands_at = moment(message.at)
        headers["User-Agent"] = message.agent
        if message.browser:
            browser.set_cookie("__Host-psb", token_of(message.browser))
    return lambda: browser.request(
        request.method,
        f"{request.path}?{request.query}" if request.query else request.path,
        data=request.body,
        headers=headers,
        content_type=request.content_type,
    )


class FakeSeal:
    """Words that are short and known beforehand: the mutations are of everything else."""

    def __init__(self, states: Mapping[str, LoginState]) -> None:
        self._states = states

    def close(self, state: LoginState, secret: str) -> str:
        return secret

    def open(self, word: str) -> LoginState | None:
        return self._states.get(word)


def remembered(site: Site, message: LaunchMessage, known: tuple[Platform, ...]) -> FakeSeal:
    """The logins of the message, and no others; none is used."""
    centres = {each.id: each.centre_id for each in known}
    with site.services.store.writing() as unit:
        unit.states.sweep(moment(10**8))
    return FakeSeal(
        {
            begun.state: replace(
                state_of(begun),
                centre_id=centres[begun.platform_id],
                browser_hash=digest(token_of(begun.browser)),
                agent_hash=digest(f"{begun.agent}\n") if begun.agent else None,
            )
            for begun in stored(message, known)
        }
    )

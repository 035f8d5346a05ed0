"""How often one address, registration or learner may ask: more is refused before anything is stored.

Counts that slow guessing down are those of all processes; the others are kept in memory, per process, and
lost with it: nothing else depends on them. A training centre has one address for all its learners, so the
numbers are large. Source: security notes 5.5, Q09, W25; decision 0059.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import cast

from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from lti_tool.domain.errors import StoreUnavailable, TooManyRequests
from lti_tool.domain.launch import LoginState
from lti_tool.domain.ports import StateKeeper
from lti_tool.services.turns import Turns
from lti_tool.web.limiters import KEYS_AT_MOST, Limiter, SharedLimiter
from lti_tool.web.state import services

BADGES = ("badges.issuer", "badges.key_set", "badges.key", "badges.status", "badges.achievement")
IPV6_SITE_BITS = 64
log = logging.getLogger("passerelle.web")


TOGETHER = (
    "uploads",
    "exports",
    "papers",
    "admin_links",
    "checks",
    "guesses",
    "kiosk_codes",
    "all_kiosk_codes",
)
"""What slows down guessing, or bounds what costs much: with PostgreSQL all processes count together."""

CLASS_WITH_NEW_TABS, CLASS = 120, 30
"""Requests in a minute of thirty learners behind one address: each opens twice, with a new tab each time; and
each once.
"""
DIVIDED = {
    "logins": CLASS_WITH_NEW_TABS,
    "registration_logins": CLASS_WITH_NEW_TABS,
    "launches": CLASS_WITH_NEW_TABS,
    "failed_launches": CLASS,
    "key_sets": CLASS_WITH_NEW_TABS,
    "badge_files": CLASS_WITH_NEW_TABS,
}
"""What only keeps a flood from one machine: each of its processes has a share, and this much at least."""

APART = ("answers", "guess_warnings")
"""What each process counts in full. All answers of a learner may come to one: a share would stop her."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits as one process has them that is alone. Those without another word count by address.

    ``answers`` counts by learner: 60 a minute, and as many again at once, since a page may be sent anew.
    ``uploads`` counts forms with a file by session; ``exports`` files about people and ``papers`` PDFs, both
    by person. ``failed_launches`` counts refused launches alone, so
    that one person's trouble locks nobody out who shares the address. ``admin_links`` is for addresses that
    try links of administrators. ``guesses`` counts asking for pages of launches and of the administration
    that are not there or not theirs;
    ``guess_warnings`` how often the operator is told of it. ``kiosk_codes`` counts wrong codes for shared
    computers by address, ``all_kiosk_codes`` those of everybody. ``checks`` counts looking up codes of
    attestations, ``badge_files`` reading what badges are checked with.
    """

    logins: Limiter = field(default_factory=lambda: Limiter(per_minute=600))
    registration_logins: Limiter = field(default_factory=lambda: Limiter(per_minute=3600, at_once=60))
    launches: Limiter = field(default_factory=lambda: Limiter(per_minute=600))
    failed_launches: Limiter = field(default_factory=lambda: Limiter(per_minute=60))
    answers: Limiter = field(default_factory=lambda: Limiter(per_minute=60, at_once=120))
    uploads: Limiter = field(default_factory=lambda: Limiter(per_minute=10, at_once=20))
    exports: Limiter = field(default_factory=lambda: Limiter(per_minute=10 / 60, at_once=10))
    papers: Limiter = field(default_factory=lambda: Limiter(per_minute=10, at_once=60))
    admin_links: Limiter = field(default_factory=lambda: Limiter(per_minute=5 / 15, at_once=5))
    key_sets: Limiter = field(default_factory=lambda: Limiter(per_minute=600))
    checks: Limiter = field(default_factory=lambda: Limiter(per_minute=30, at_once=60))
    badge_files: Limiter = field(default_factory=lambda: Limiter(per_minute=300))
    guesses: Limiter = field(default_factory=lambda: Limiter(per_minute=120))
    kiosk_codes: Limiter = field(default_factory=lambda: Limiter(per_minute=2, at_once=20))
    all_kiosk_codes: Limiter = field(default_factory=lambda: Limiter(per_minute=60))
    guess_warnings: Limiter = field(default_factory=lambda: Limiter(per_minute=1 / 60, at_once=1))

    def by_endpoint(self, endpoint: str | None) -> Limiter | None:
        """The limit that an address meets on a route, if there is one."""
        name = _BY_ENDPOINT.get(endpoint or "")
        return cast(Limiter, getattr(self, name)) if name else None


_BY_ENDPOINT = {
    "lti.login": "logins",
    "lti.launch": "launches",
    "lti.carry_on": "launches",
    "lti.jwks": "key_sets",
    "lti.key_set": "key_sets",
    "documents.check": "checks",
    **dict.fromkeys(BADGES, "badge_files"),
}
"""Which of the limits each route meets."""


class LimitedStates:
    """Remembers logins, unless one registration's flood in."""

    def __init__(self, states: StateKeeper, limiter: Limiter) -> None:
        self._states = states
        self._limiter = limiter

    def remember(self, state: LoginState, secret: str) -> str:
        """The word that brings one state back.

        Raises:
            TooManyRequests: this registration had too many.
        """
        self._limiter.take(state.registration_id, state.created_at)
        return self._states.remember(state, secret)


def limits() -> Limits:
    """The limits of this process."""
    return cast(Limits, current_app.extensions["passerelle_limits"])


def limits_among(processes: int, turns: Turns) -> Limits:
    """The limits of one of so many web processes on this machine; with SQLite it is the only one."""
    usual = Limits()
    if not turns.is_shared:
        return usual
    own: dict[str, Limiter] = {name: getattr(usual, name) for name in (*TOGETHER, *DIVIDED)}
    shared = {name: SharedLimiter.of(name, turns, own[name]) for name in TOGETHER}
    divided = {name: own[name].share(processes, at_least=least) for name, least in DIVIDED.items()}
    return replace(usual, **shared, **divided)


def take_all(found: Sequence[tuple[Limiter, str]]) -> None:
    """Use a turn of each of these limits for its key, or of none.

    Raises:
        TooManyRequests: one of them has no turn left.
    """
    now = services().clock()
    for number, (limiter, key) in enumerate(found):
        try:
            limiter.take(key, now)
        except TooManyRequests:
            give_back_all(found[:number])
            raise


def give_back_all(found: Sequence[tuple[Limiter, str]]) -> None:
    """Undo ``take_all``. Where that fails the turns stay used up: what they were for is done and stays."""
    with suppress(StoreUnavailable):
        for limiter, key in found:
            limiter.give_back(key, services().clock())


def caller() -> str:
    """The network address of whoever asks; of IPv6 the site, which has countless addresses."""
    return _site_of(request.remote_addr or "")


@lru_cache(KEYS_AT_MOST)
def _site_of(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return f"{int(address) >> (128 - IPV6_SITE_BITS):x}"
    return str(address)


def count_guess() -> None:
    """Count one request for an address that is not there or not the caller's (Z20).

    Raises:
        TooManyRequests: there were too many from this network address; a log line says so once an hour.
    """
    now = services().clock()
    try:
        limits().guesses.take(caller(), now)
    except TooManyRequests:
        with suppress(TooManyRequests):
            limits().guess_warnings.take(caller(), now)
            log.warning(
                "many addresses are asked for that are not there: the web server's log names the caller"
            )
        raise


def limit(app: Flask, chosen: Limits) -> None:
    """Check the limits of addresses before anything else is done with a request."""
    app.extensions["passerelle_limits"] = chosen
    app.before_request(_check)


def _check() -> None:
    _warn_of_proxy()
    found = limits().by_endpoint(request.endpoint)
    if found is not None:
        found.take(caller(), services().clock())


def _warn_of_proxy() -> None:
    """Tell the operator once that everybody comes through one proxy that is not counted on."""
    told = "passerelle_proxy_told"
    is_counted = isinstance(current_app.wsgi_app, ProxyFix)
    if is_counted or told in current_app.extensions or "X-Forwarded-For" not in request.headers:
        return
    current_app.extensions[told] = True
    log.warning("requests come through a proxy: set PASSERELLE_PROXIES, or all have one address")

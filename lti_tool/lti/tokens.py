"""Access tokens of the platforms: asked for once, kept while they are good, asked for again.

Source: LTI security framework 1.0, 4.1; RFC 6749, 5; security notes K20 to K25, F49, F50.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from lti_tool.domain.errors import PlatformRefused, PlatformUnavailable
from lti_tool.domain.launch import Registration
from lti_tool.lti.faults import retry_after_seconds
from lti_tool.lti.platform_clock import PlatformClocks
from lti_tool.lti.quirks import scope_words
from lti_tool.lti.strict_json import read_json
from lti_tool.lti.tool_keys import ToolKeys
from lti_tool.lti.transport import Answer, Transport

LIFE_SECONDS_DEFAULT = 300.0
LIFE_SECONDS_MAXIMUM = 3600.0
MARGIN_SECONDS = 60.0
WAIT_SECONDS = 5.0

_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_TOKEN = re.compile(r"[!-~]{1,16384}")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """One access token, good until ``expires_at``; never printed."""

    value: str = field(repr=False)
    expires_at: datetime


@dataclass(slots=True, kw_only=True)
class _Slot:
    lock: threading.Lock = field(default_factory=threading.Lock)
    token: AccessToken | None = None


class AccessTokens:
    """The tokens in use, one per registration and set of scopes; any thread may call."""

    def __init__(
        self,
        *,
        transport: Transport,
        tool_keys: ToolKeys,
        clocks: PlatformClocks,
        clock: Callable[[], datetime],
    ) -> None:
        self._transport = transport
        self._tool_keys = tool_keys
        self._clocks = clocks
        self._clock = clock
        self._slots: dict[tuple[str, frozenset[str]], _Slot] = {}
        self._lock = threading.Lock()

    def get(self, registration: Registration, scopes: frozenset[str], needed: frozenset[str]) -> str:
        """A token for these scopes, of which at least one of ``needed`` was granted.

        While one thread asks the platform, the others wait for its answer, 5 seconds at most.

        Raises:
            PlatformRefused: ``invalid-client``, ``scope-missing`` or ``redirected``.
            PlatformUnavailable: ``token-endpoint``, ``rate-limited``, or what ``Transport`` raises;
                never ambiguous, since nothing but a token was asked for.
        """
        slot = self._slot_of(registration, scopes)
        if not slot.lock.acquire(timeout=WAIT_SECONDS):
            raise PlatformUnavailable(reason="token-endpoint")
        try:
            if slot.token is None or self._clock() >= slot.token.expires_at:
                # Emptied first: a token that is over must not outlive a refusal.
                slot.token = None
                slot.token = self._asked(registration, scopes, needed)
            return slot.token.value
        finally:
            slot.lock.release()

    def drop(self, registration: Registration, scopes: frozenset[str], value: str) -> None:
        """Forget a token that the platform refused, unless another one took its place meanwhile."""
        slot = self._slot_of(registration, scopes)
        with slot.lock:
            if slot.token is not None and slot.token.value == value:
                slot.token = None

    def _slot_of(self, registration: Registration, scopes: frozenset[str]) -> _Slot:
        with self._lock:
            return self._slots.setdefault((registration.id, scopes), _Slot())

    def _asked(
        self, registration: Registration, scopes: frozenset[str], needed: frozenset[str]
    ) -> AccessToken:
        before = self._clocks.platform_now(registration, self._clock()) - self._clock()
        answer = self._post(registration, scopes)
        if _error_word(answer) == "invalid_scope" and scopes & needed != scopes:
            answer = self._post(registration, scopes & needed)
        elif answer.status in (400, 401) and self._clock_moved(registration, before):
            # The first answer told us the platform's time: an assertion refused for its dates passes now.
            answer = self._post(registration, scopes)
        return _read_token(answer, needed, self._clock())

    def _clock_moved(self, registration: Registration, before: timedelta) -> bool:
        after = self._clocks.platform_now(registration, self._clock()) - self._clock()
        return abs(after - before) > timedelta(seconds=2)

    def _post(self, registration: Registration, scopes: frozenset[str]) -> Answer:
        asked_at = self._clock()
        assertion = self._tool_keys.sign_assertion(
            registration, asked_at, platform_now=self._clocks.platform_now(registration, asked_at)
        )
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION_TYPE,
            "client_assertion": assertion,
            "scope": " ".join(sorted(scopes)),
        }
        try:
            answer = self._transport.request(
                "POST",
                registration.token_url,
                headers={"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"},
                body=urlencode(form).encode("ascii"),
            )
        except PlatformUnavailable as error:
            raise PlatformUnavailable(reason=error.reason, status=error.status) from error
        self._clocks.observe(registration, answer.headers.get("Date", ""), asked_at, self._clock())
        return answer


def _read_token(answer: Answer, needed: frozenset[str], now: datetime) -> AccessToken:
    if answer.status not in (200, 201):
        raise _refusal(answer, now)
    document = _document(answer)
    value = document.get("access_token")
    kind = document.get("token_type")
    if not isinstance(value, str) or not _TOKEN.fullmatch(value):
        raise PlatformUnavailable(reason="token-endpoint", status=answer.status)
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise PlatformUnavailable(reason="token-endpoint", status=answer.status)
    granted = scope_words(document.get("scope"))
    # Moodle grants fewer scopes than asked for and says so here alone.
    if granted and not granted & needed:
        raise PlatformRefused(reason="scope-missing", status=answer.status)
    return AccessToken(value=value, expires_at=now + timedelta(seconds=_life_seconds(document)))


def _life_seconds(document: dict[str, Any]) -> float:  # Any: a foreign JSON document.
    """How long the token may be kept; 0 to use it once when the platform's word makes no sense (K22)."""
    if "expires_in" not in document:
        return LIFE_SECONDS_DEFAULT - MARGIN_SECONDS
    stated = document["expires_in"]
    if isinstance(stated, bool) or not isinstance(stated, int | float | str):
        return 0.0
    if isinstance(stated, str) and not _NUMBER.fullmatch(stated):
        return 0.0
    # Compared before it is converted: an integer may be too large for a float.
    bounded = float(stated) if isinstance(stated, str) else float(min(stated, LIFE_SECONDS_MAXIMUM))
    return max(min(bounded, LIFE_SECONDS_MAXIMUM) - MARGIN_SECONDS, 0.0)


def _refusal(answer: Answer, now: datetime) -> PlatformRefused | PlatformUnavailable:
    word, status = _error_word(answer), answer.status
    if 300 <= status < 400:
        return PlatformRefused(reason="redirected", status=status)
    if word == "invalid_scope":
        return PlatformRefused(reason="scope-missing", status=status)
    if status in (400, 401):
        return PlatformRefused(reason="invalid-client", status=status)
    reason = "rate-limited" if status == 429 else "token-endpoint"
    return PlatformUnavailable(
        reason=reason, retry_after_seconds=retry_after_seconds(answer, now), status=status
    )


def _error_word(answer: Answer) -> str:
    word = _document(answer).get("error") if answer.status >= 400 else None
    return word if isinstance(word, str) else ""


def _document(answer: Answer) -> dict[str, Any]:  # Any: a foreign JSON document.
    try:
        document = read_json(answer.body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}

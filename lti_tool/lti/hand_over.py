"""A launch that arrived without the browser's mark, carried on to a new tab in a sealed code.

The code stands in a form of our own page. It holds the platform's message and the login, so nobody may read
it. It is good once: its first use is written down under its secret until its minute is over.
"""

from __future__ import annotations

import base64
import contextlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lti_tool.domain.errors import NotAuthenticated
from lti_tool.domain.launch import LoginState, Registration
from lti_tool.lti.login import digest

HAND_OVER_LIFE = timedelta(seconds=60)

_PURPOSE = b"passerelle hand-over to a new tab, version 1"
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """What is needed to check a launch again.

    ``login`` is the login with its last moment moved to the end of the code's life, and named by ``secret``
    as by a state. ``is_same_agent`` is whether the browser that brought the message introduced itself as the
    one that began the login.
    """

    secret: str = field(repr=False)
    login: LoginState = field(repr=False)
    id_token: str = field(repr=False)
    is_same_agent: bool


class MarkMissing(NotAuthenticated):
    """The message is right, but the browser kept no cookie: the person may go on in a new tab.

    ``registration`` is that of the platform.
    """

    def __init__(self, hand_over: HandOver, registration: Registration) -> None:
        super().__init__("e-cookies", reason="no-browser-cookie")
        self.hand_over = hand_over
        self.registration = registration


class HandOverSeal:
    """Seals hand-overs with AES-256-GCM, under a key that is derived from ``secret`` for them alone.

    What was sealed under one of the ``former`` secrets still opens.
    """

    def __init__(self, secret: bytes, former: Sequence[bytes] = ()) -> None:
        self._ciphers = [_cipher(each) for each in (secret, *former)]

    def close(self, hand_over: HandOver) -> str:
        """The code: URL-safe text, about a third longer than the message in it."""
        words = asdict(hand_over)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        plain = json.dumps(words, default=datetime.isoformat).encode()
        sealed = self._ciphers[0].encrypt(nonce, plain, _PURPOSE)
        return base64.urlsafe_b64encode(nonce + sealed).decode("ascii")

    def open(self, code: str) -> HandOver:
        """What was sealed.

        Raises:
            NotAuthenticated: ``hand-over-seal``: not a code of this installation, or altered.
        """
        try:
            raw = base64.b64decode(code.encode("ascii"), altchars=b"-_", validate=True)
        except ValueError as error:
            raise NotAuthenticated(reason="hand-over-seal") from error
        for cipher in self._ciphers:
            with contextlib.suppress(InvalidTag, ValueError):
                words = json.loads(cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _PURPOSE))
                return HandOver(**{**words, "login": _login_of(words["login"])})
        raise NotAuthenticated(reason="hand-over-seal")


def _login_of(words: dict[str, str]) -> LoginState:
    moments = {name: datetime.fromisoformat(words[name]) for name in ("created_at", "expires_at")}
    return LoginState(**{**words, **moments})  # type: ignore[arg-type]  # sealed by ourselves


def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret))


def check_browser(hand_over: HandOver, proof: str) -> None:
    """Check that the browser that began the login is the one that goes on, as far as that can be told.

    ``proof`` is what the platform's storage gave back, empty when it gave nothing. A right proof is enough;
    without one the introductions at the login and at the launch must have been the same. Who takes the code
    to the new tab is not looked at: it is short-lived and serves once (decision record 0010).

    Raises:
        NotAuthenticated: ``other-browser``.
    """
    if proof and hand_over.login.storage_hash:
        if not hmac.compare_digest(digest(proof), hand_over.login.storage_hash):
            raise NotAuthenticated(reason="other-browser")
    elif not hand_over.is_same_agent:
        raise NotAuthenticated(reason="other-browser")

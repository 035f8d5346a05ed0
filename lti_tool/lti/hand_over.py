"""A launch that arrived without the browser's mark, carried on to a new tab in a sealed code.

The code stands in a form of our own page. It holds the platform's message, so nobody may read it, and it is
good once: its secret names the login's row, which is taken out with the first use.
"""

from __future__ import annotations

import base64
import contextlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

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

    ``secret`` names the row of the login as a state does. ``is_same_agent`` is whether the browser that
    brought the message introduced itself as the one that began the login.
    """

    secret: str = field(repr=False)
    id_token: str = field(repr=False)
    is_same_agent: bool


class MarkMissing(NotAuthenticated):
    """The state is ours, but the browser kept no cookie: the person may go on in a new tab.

    ``login`` is the login as it waits for the new tab, ``registration`` its platform.
    """

    def __init__(self, hand_over: HandOver, login: LoginState, registration: Registration) -> None:
        super().__init__("e-cookies", reason="no-browser-cookie")
        self.hand_over = hand_over
        self.login = login
        self.registration = registration


class HandOverSeal:
    """Seals hand-overs with AES-256-GCM, under a key that is derived from ``secret`` for them alone.

    What was sealed under one of the ``former`` secrets still opens.
    """

    def __init__(self, secret: bytes, former: Sequence[bytes] = ()) -> None:
        self._ciphers = [_cipher(each) for each in (secret, *former)]

    def close(self, hand_over: HandOver) -> str:
        """The code: URL-safe text, about a third longer than the message in it."""
        words = [hand_over.secret, hand_over.id_token, hand_over.is_same_agent]
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._ciphers[0].encrypt(nonce, json.dumps(words).encode(), _PURPOSE)
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
                plain = cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _PURPOSE)
                secret, id_token, is_same_agent = json.loads(plain)
                return HandOver(secret=secret, id_token=id_token, is_same_agent=is_same_agent)
        raise NotAuthenticated(reason="hand-over-seal")


def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret))


def check_browser(hand_over: HandOver, login: LoginState, proof: str) -> None:
    """Check that the browser that began the login is the one that goes on.

    ``proof`` is what the platform's storage gave back, empty when it gave nothing. A right proof is enough;
    without one the two introductions must have been the same.

    Raises:
        NotAuthenticated: ``other-browser``.
    """
    if proof and login.storage_hash:
        if not hmac.compare_digest(digest(proof), login.storage_hash):
            raise NotAuthenticated(reason="other-browser")
    elif not hand_over.is_same_agent:
        raise NotAuthenticated(reason="other-browser")

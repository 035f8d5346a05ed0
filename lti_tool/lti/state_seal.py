"""A login on its way, kept by the browser: signed by us, so that nothing is written before its launch.

The word travels as ``state`` to the platform and back. Whoever reads it learns nothing: it holds digests, our
own ids, the nonce that stands beside it in the same address, and where the launch shall lead. That it is used
once is written down when it is used (decision record 0032).
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lti_tool.domain.launch import LoginState

WORD_CHARACTERS = 16_384

_PURPOSE = b"passerelle login state, version 1"
_MAC_BYTES = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class StateSeal:
    """Signs logins with HMAC-SHA-256, under a key that is derived from ``secret`` for them alone.

    What was signed under one of the ``former`` secrets still opens.
    """

    def __init__(self, secret: bytes, former: Sequence[bytes] = ()) -> None:
        self._keys = [_key(each) for each in (secret, *former)]

    def close(self, state: LoginState, secret: str) -> str:
        """The word for a login whose hash is the digest of ``secret``: URL-safe text.

        No value of a login has a line break in it: the login refuses control characters.
        """
        words = (
            secret,
            state.nonce,
            state.browser_hash,
            state.centre_id,
            state.registration_id,
            state.target_link_uri,
            state.deployment_hint or "",
            str((state.created_at - _EPOCH) // _MICROSECOND),
            str((state.expires_at - _EPOCH) // _MICROSECOND),
            state.agent_hash or "",
            state.storage_hash or "",
            state.storage_target or "",
        )
        body = "\n".join(words).encode()
        return base64.urlsafe_b64encode(_mac(self._keys[0], body) + body).rstrip(b"=").decode("ascii")

    def open(self, word: str) -> LoginState | None:
        """The login of a word; ``None`` for a text that we did not make, or that was altered.

        A second spelling of the same bytes opens the same login, with the same hash.
        """
        if len(word) > WORD_CHARACTERS or not word.isascii():
            return None
        try:
            raw = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
        except ValueError:
            return None
        mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if not any(hmac.compare_digest(_mac(key, body), mac) for key in self._keys):
            return None
        return _login_of(body.decode().split("\n"))


def _login_of(words: list[str]) -> LoginState:
    secret, nonce, browser, centre, registration, target, hint, created, expires, *optional = words
    agent, storage, storage_target = optional
    return LoginState(
        state_hash=sha256(secret.encode()).hexdigest(),
        nonce=nonce,
        browser_hash=browser,
        centre_id=centre,
        registration_id=registration,
        target_link_uri=target,
        deployment_hint=hint or None,
        created_at=_EPOCH + int(created) * _MICROSECOND,
        expires_at=_EPOCH + int(expires) * _MICROSECOND,
        agent_hash=agent or None,
        storage_hash=storage or None,
        storage_target=storage_target or None,
    )


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, body, "sha256")


def _key(secret: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)

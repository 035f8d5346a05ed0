"""Signs Open Badges: a compact JWT over the credential, with RS256, which every verifier must know.

Source: Open Badges 3.0, section 8.2: the payload is the credential, and ``kid`` is the address of a JWK.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any  # a JSON object

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lti_tool.domain.ports import StoredKey
from lti_tool.lti.jwk_set import ALGORITHM
from lti_tool.lti.tool_keys import SealedKeyMaker


class SealedCredentialSigner:
    """The real ``domain.document_ports.CredentialSigner``; each private key is opened once per process."""

    def __init__(self, maker: SealedKeyMaker) -> None:
        self._maker = maker
        self._opened: dict[tuple[str, str], RSAPrivateKey] = {}
        self._lock = threading.Lock()

    def make(self, centre_id: str, registration_id: str, now: datetime) -> StoredKey:
        """A fresh key; it is stored nowhere yet."""
        return self._maker.make(centre_id, registration_id, now)

    def resealed(self, key: StoredKey, centre_id: str, registration_id: str) -> StoredKey:
        """The same key sealed under the present secret.

        Raises:
            SettingsFault: no known secret opens it.
        """
        return self._maker.resealed(key, centre_id, registration_id)

    def sign(self, key: StoredKey, key_url: str, credential: Mapping[str, Any]) -> str:
        """The credential as a compact JWT; ``key_url`` is where the public key can be read.

        Raises:
            SettingsFault: no known secret opens the key.
        """
        payload = json.dumps(credential, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"kid": key_url, "typ": "JWT"}
        return jwt.PyJWS().encode(payload, self._private(key), algorithm=ALGORITHM, headers=headers)

    def _private(self, key: StoredKey) -> RSAPrivateKey:
        name = (key.centre_id, key.kid)
        with self._lock:
            if name not in self._opened:
                self._opened[name] = self._maker.open(key)
            return self._opened[name]

"""The tool's own signing keys: made, sealed, published and signed with, one set per registration."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lti_tool.domain.errors import NotFound, StoreUnavailable
from lti_tool.domain.keys import signing_key
from lti_tool.domain.launch import Registration
from lti_tool.domain.ports import KeyBook, StoredKey
from lti_tool.lti.jwk_set import ALGORITHM
from lti_tool.lti.published_keys import KeySets, PublishedKeys, key_sets_of
from lti_tool.lti.sealing import KeySeal, new_private_key, public_jwk_of

BOOK_INTERVAL = timedelta(minutes=1)
ASSERTION_LIFE = timedelta(seconds=60)
ASSERTION_BACK_DATE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OwnKeys:
    """What the book held for a registration when it was last read."""

    stored: tuple[StoredKey, ...]
    read_at: datetime


class SealedKeyMaker:
    """The real ``domain.ports.KeyMaker``. ``make_private`` replaces the slow making of a key in tests.

    Making a key takes 140 ms of one core (median; up to 300 ms).
    """

    def __init__(
        self,
        secret: bytes,
        *,
        former: Sequence[bytes] = (),
        make_private: Callable[[], RSAPrivateKey] = new_private_key,
    ) -> None:
        self._seal = KeySeal(secret, former)
        self._make_private = make_private

    def make(self, centre_id: str, registration_id: str, now: datetime) -> StoredKey:
        """A fresh key for a registration's set; it is stored nowhere yet."""
        private = self._make_private()
        public = public_jwk_of(private)
        kid = public["kid"]
        return StoredKey(
            kid=kid,
            sealed_private=self._seal.close(
                private, kid, centre_id=centre_id, registration_id=registration_id
            ),
            public_jwk=json.dumps(public),
            created_at=now,
            centre_id=centre_id,
            registration_id=registration_id,
        )

    def resealed(self, key: StoredKey, centre_id: str, registration_id: str) -> StoredKey:
        """The same key for this set, sealed under the present secret; itself when it is so already.

        Raises:
            SettingsFault: no known secret opens it.
        """
        private = self.open(key)
        is_at_home = (key.centre_id, key.registration_id) == (centre_id, registration_id)
        if is_at_home and self._seal.is_present(key.sealed_private):
            return key
        return StoredKey(
            kid=key.kid,
            sealed_private=self._seal.close(
                private, key.kid, centre_id=centre_id, registration_id=registration_id
            ),
            public_jwk=key.public_jwk,
            created_at=key.created_at,
            centre_id=centre_id,
            registration_id=registration_id,
        )

    def open(self, key: StoredKey) -> RSAPrivateKey:
        """The private key of a stored one.

        Raises:
            SettingsFault: no known secret opens it, or it was altered or moved.
        """
        return self._seal.open(
            key.sealed_private, key.kid, centre_id=key.centre_id, registration_id=key.registration_id
        )


class ToolKeys:
    """Publishes the tool's keys and signs with them; each private key is opened once per process.

    A key that joins a set signs when it has been published for 24 hours, so that no platform meets a key
    that it has not fetched yet; the first key of a set signs at once. Source: security notes 5.2, F48.
    """

    def __init__(self, book: KeyBook, maker: SealedKeyMaker, published: PublishedKeys | None = None) -> None:
        self._book = book
        self._maker = maker
        self._published = published or PublishedKeys()
        self._own: dict[str, _OwnKeys] = {}
        self._opened: dict[tuple[str, str], RSAPrivateKey] = {}
        self._lock = threading.Lock()
        self._making = threading.Lock()

    def jwks(self, key_set: str = "") -> dict[str, list[dict[str, str]]]:
        """The public keys of one registration's set, or of all; the last ones known while the store does
        not answer, also those that another process left in the data folder.

        Raises:
            NotFound: there is no such set.
            StoreUnavailable: the store does not answer and nothing was known before.
        """
        sets = self._key_sets()
        if key_set:
            if key_set not in sets:
                raise NotFound(reason="no-such-key-set")
            return {"keys": list(sets[key_set])}
        by_kid = {document["kid"]: document for documents in sets.values() for document in documents}
        return {"keys": list(by_kid.values())}

    def _key_sets(self) -> KeySets:
        try:
            sets = key_sets_of(self._book.keys())
        except StoreUnavailable:
            known = self._published.last_known()
            if known is None:
                raise
            return known
        self._published.remember(sets)
        return sets

    def check_secret(self) -> None:
        """Make sure that the present secret, or a former one, opens what is stored.

        Raises:
            SettingsFault: the newest key of the installation does not open.
        """
        for newest in self._book.keys()[:1]:
            self._private(newest)

    def signer(self, now: datetime, registration: Registration) -> tuple[str, RSAPrivateKey]:
        """The ``kid`` and the private key that sign for a registration now. The book is read once a minute
        at most; a registration that no key serves yet gets its first one here.

        Raises:
            SettingsFault: no known secret opens the key.
            StoreUnavailable: the store does not answer.
        """
        known = self._own.get(registration.id)
        if known is None or not timedelta(0) <= now - known.read_at < BOOK_INTERVAL:
            known = self._read(now, registration)
        chosen = signing_key(known.stored, now)
        return chosen.kid, self._private(chosen)

    def sign_for(
        self,
        registration: Registration,
        claims: Mapping[str, Any],  # Any: a JSON object
        now: datetime,
    ) -> str:
        """A token with these claims, signed with the registration's key; see ``signer`` for the errors."""
        kid, private = self.signer(now, registration)
        return jwt.encode(dict(claims), private, algorithm=ALGORITHM, headers={"kid": kid})

    def sign_assertion(self, registration: Registration, now: datetime, *, platform_now: datetime) -> str:
        """A client assertion for the platform's token endpoint, good for one minute.

        ``platform_now`` is the platform's clock: Moodle compares ``iat`` without any leeway.
        Source: LTI security framework 1.0, 4.1; RFC 7523; security notes F49.
        """
        issued_at = platform_now - ASSERTION_BACK_DATE
        claims = {
            "iss": registration.client_id,
            "sub": registration.client_id,
            "aud": registration.token_audience or registration.token_url,
            "iat": int(issued_at.timestamp()),
            "exp": int((issued_at + ASSERTION_LIFE).timestamp()),
            "jti": secrets.token_urlsafe(24),
        }
        return self.sign_for(registration, claims, now)

    def _read(self, now: datetime, registration: Registration) -> _OwnKeys:
        stored = tuple(self._book.keys_of(registration)) or self._first(now, registration)
        known = _OwnKeys(stored=stored, read_at=now)
        self._own[registration.id] = known
        return known

    def _first(self, now: datetime, registration: Registration) -> tuple[StoredKey, ...]:
        with self._making:
            stored = tuple(self._book.keys_of(registration))
            if not stored:
                self._book.add(self._maker.make(registration.centre_id, registration.id, now))
                # Another process may have been faster: the oldest of both keys signs in either one.
                stored = tuple(self._book.keys_of(registration))
        return stored

    def _private(self, key: StoredKey) -> RSAPrivateKey:
        name = (key.registration_id, key.kid)
        with self._lock:
            if name not in self._opened:
                self._opened[name] = self._maker.open(key)
            return self._opened[name]

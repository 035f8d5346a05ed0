"""A platform's published keys, read with suspicion: what cannot be used is left out, not guessed at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import InvalidKeyError

from lti_tool.lti.strict_json import read_json

ALGORITHM = "RS256"
KEY_BITS_MINIMUM = 2048
# Beyond this a key is a way of keeping our processor busy.
KEY_BITS_MAXIMUM = 8192
LIFE_DEFAULT = timedelta(hours=1)
LIFE_MINIMUM = timedelta(minutes=5)
LIFE_MAXIMUM = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class JwkSet:
    """The usable keys of one platform by their ``kid``, and the kids of those that are too short."""

    url: str
    keys: Mapping[str, RSAPublicKey]
    weak_kids: frozenset[str]
    fetched_at: datetime
    expires_at: datetime

    def holds(self, kid: str) -> bool:
        """Whether this set says anything about the ``kid``."""
        return kid in self.keys or kid in self.weak_kids


def read_key_set(body: bytes, *, url: str, cache_control: str, now: datetime) -> JwkSet:
    """The key set of a JWKS document. A key that is malformed or of another kind is skipped (K04).

    Raises:
        ValueError: when the document is not a JWKS, or holds no RSA key at all.
    """
    document = read_json(body)
    entries = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise ValueError("not a key set")
    keys: dict[str, RSAPublicKey] = {}
    weak: set[str] = set()
    for entry in entries:
        key = _key_of(entry)
        if key is None or entry["kid"] in keys:
            continue
        if key.key_size < KEY_BITS_MINIMUM:
            weak.add(entry["kid"])
        else:
            keys[entry["kid"]] = key
    if not keys and not weak:
        raise ValueError("no usable key")
    return JwkSet(
        url=url,
        keys=keys,
        weak_kids=frozenset(weak - keys.keys()),
        fetched_at=now,
        expires_at=now + _life_of(cache_control),
    )


def _key_of(entry: Any) -> RSAPublicKey | None:  # Any: an element of a foreign JSON document.
    if not isinstance(entry, dict) or entry.get("kty") != "RSA":
        return None
    if entry.get("alg", ALGORITHM) != ALGORITHM or entry.get("use", "sig") != "sig":
        return None
    if not isinstance(entry.get("kid"), str) or not entry["kid"]:
        return None
    # Only the public members are handed on: a platform that publishes "d" does not arm us with it.
    members = {name: entry.get(name) for name in ("kty", "n", "e")}
    if not all(isinstance(value, str) for value in members.values()):
        return None
    if len(str(members["n"])) > KEY_BITS_MAXIMUM:
        return None
    try:
        key = RSAAlgorithm.from_jwk({name: str(value) for name, value in members.items()})
    except (InvalidKeyError, ValueError, OverflowError):
        return None
    return key if isinstance(key, RSAPublicKey) and key.key_size <= KEY_BITS_MAXIMUM else None


def _life_of(cache_control: str) -> timedelta:
    for directive in cache_control.lower().split(","):
        name, _, value = directive.strip().partition("=")
        if name in ("no-store", "no-cache"):
            return LIFE_MINIMUM
        digits = value.strip('" ')
        if name == "max-age" and digits.isascii() and digits.isdigit():
            asked = timedelta(seconds=min(int(digits[:9]), int(LIFE_MAXIMUM.total_seconds())))
            return max(asked, LIFE_MINIMUM)
    return LIFE_DEFAULT

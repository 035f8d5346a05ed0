"""Our own identifiers and secrets."""

from __future__ import annotations

import hashlib
import secrets

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_id() -> str:
    """A random public identifier of 128 bits, safe in an address."""
    return secrets.token_urlsafe(16)


def new_secret() -> str:
    """A random secret of 256 bits, safe in an address or a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored instead of a secret: its SHA-256 in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_reference() -> str:
    """A short code that a person can read aloud: ``PSR-7F3K-2Q``."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(6))
    return f"PSR-{letters[:4]}-{letters[4:]}"

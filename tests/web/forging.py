"""Tokens that no honest platform writes, made byte by byte."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from lti_tool.lti.signing import SigningKey

Json = Any  # Any: JSON of every shape is tried


def encoded(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(part: str) -> Json:
    """What one part of a token says."""
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def forged(header: Json, payload: bytes | Json, key: SigningKey | None) -> str:
    """A token with exactly this header and payload, well signed, or with an empty signature."""
    raw = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    signed = f"{encoded(json.dumps(header).encode())}.{encoded(raw)}"
    signature = key.private_key.sign(signed.encode(), PKCS1v15(), SHA256()) if key else b""
    return f"{signed}.{encoded(signature)}"


def forged_with_secret(header: Json, payload: Json, secret: bytes) -> str:
    """A token under HS256, which a careless verifier checks with a public value."""
    signed = f"{encoded(json.dumps(header).encode())}.{encoded(json.dumps(payload).encode())}"
    return f"{signed}.{encoded(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"

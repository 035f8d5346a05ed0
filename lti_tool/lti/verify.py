"""The id_token: its shape, its signature and its OpenID Connect claims. LTI begins in ``claims``.

Source: security notes 2.3 (N rows), 2.4, 2.5 (C01 to C10); OpenID Connect core, 3.1.3.7; RFC 8725.
"""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from lti_tool.domain.errors import NotAuthenticated, TooLarge
from lti_tool.domain.launch import Registration
from lti_tool.lti.jwk_set import ALGORITHM
from lti_tool.lti.quirks import is_invented_nonce
from lti_tool.lti.strict_json import read_json
from lti_tool.lti.text import is_identifier

TOKEN_BYTES = 131_072
LEEWAY_SECONDS = 60
AGE_SECONDS_MAXIMUM = 300
# Longer than any platform needs; reported to the administrator, since the nonce protects us anyway.
LIFE_SECONDS_USUAL = 3600

_PART = re.compile(r"[A-Za-z0-9_-]+")
_FOREIGN_KEY_HEADERS = frozenset({"jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256"})
# The year 5138: anything beyond is not a date that somebody meant.
_MOMENT_MAXIMUM = 100_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An id_token taken apart. Nothing in it is true before ``check_signature``."""

    kid: str
    alg: str
    claims: dict[str, Any]  # Any: a claim is of any JSON shape until it has been looked at.
    signed_part: bytes
    signature: bytes


def read_token(text: str) -> Token:
    """Take a compact JWS apart and check everything that needs no key.

    Raises:
        TooLarge: over 128 KiB.
        NotAuthenticated: not three parts, not base64url, not JSON objects, a header that we do not
            accept (``alg``, ``kid``, ``typ``, ``crit``, ``b64``, or one that brings its own key).
    """
    if len(text) > TOKEN_BYTES:
        raise TooLarge("e-sec", reason="token-too-large")
    pieces = text.split(".")
    if len(pieces) != 3:
        raise NotAuthenticated(reason="token-parts")
    header, claims = (_object_of(piece) for piece in pieces[:2])
    _check_header(header)
    return Token(
        kid=header["kid"],
        alg=header["alg"],
        claims=claims,
        signed_part=f"{pieces[0]}.{pieces[1]}".encode("ascii"),
        signature=_bytes_of(pieces[2]),
    )


def check_signature(token: Token, key: RSAPublicKey) -> None:
    """Check the RS256 signature.

    Raises:
        NotAuthenticated: ``signature``.
    """
    try:
        key.verify(token.signature, token.signed_part, PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise NotAuthenticated(reason="signature") from error


def check_parties(claims: dict[str, Any], registration: Registration) -> None:
    """Check who issued the token and for whom: ``iss``, ``aud`` and ``azp``.

    A second audience is never trusted, whatever ``azp`` says (C08, C09).

    Raises:
        NotAuthenticated: ``issuer``, ``audience`` or ``authorized-party``.
    """
    if claims.get("iss") != registration.issuer:
        raise NotAuthenticated(reason="issuer")
    audience = claims.get("aud")
    if audience not in (registration.client_id, [registration.client_id]):
        raise NotAuthenticated(reason="audience")
    if "azp" in claims and claims["azp"] != registration.client_id:
        raise NotAuthenticated(reason="authorized-party")


def check_times(claims: dict[str, Any], now: datetime) -> tuple[str, ...]:
    """Check ``exp``, ``iat`` and ``nbf`` with 60 seconds of leeway, and an age of 5 minutes at most.

    Returns warning codes: ``token-long-lived``.

    Raises:
        NotAuthenticated: ``e-expired`` for a token that was good once, ``e-sec`` for the others.
    """
    at = now.timestamp()
    expires, issued = _moment(claims, "exp"), _moment(claims, "iat")
    if expires < issued:
        raise NotAuthenticated(reason="exp-before-iat")
    if issued > at + LEEWAY_SECONDS:
        raise NotAuthenticated(reason="iat-in-future")
    if "nbf" in claims and _moment(claims, "nbf") > at + LEEWAY_SECONDS:
        raise NotAuthenticated(reason="nbf-in-future")
    if expires < at - LEEWAY_SECONDS:
        raise NotAuthenticated("e-expired", reason="token-expired")
    if issued < at - AGE_SECONDS_MAXIMUM:
        raise NotAuthenticated("e-expired", reason="token-too-old")
    return ("token-long-lived",) if expires - issued > LIFE_SECONDS_USUAL else ()


def check_nonce(claims: dict[str, Any], expected: str) -> None:
    """Check that the token answers the login whose state came with it.

    Raises:
        NotAuthenticated: ``nonce`` for a wrong one; ``invented-nonce``, on the page for a wrongly set
            up platform, for one that the platform made up itself (N06).
    """
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not nonce:
        raise NotAuthenticated(reason="nonce-missing")
    if hmac.compare_digest(nonce.encode("utf-8", "surrogatepass"), expected.encode("utf-8")):
        return
    if is_invented_nonce(nonce):
        raise NotAuthenticated("e-config", reason="invented-nonce")
    raise NotAuthenticated(reason="nonce")


def _check_header(header: dict[str, Any]) -> None:
    if header.get("alg") != ALGORITHM:
        raise NotAuthenticated(reason="algorithm")
    if not is_identifier(header.get("kid")):
        raise NotAuthenticated(reason="kid")
    kind = header.get("typ", "JWT")
    if not isinstance(kind, str) or kind.upper() != "JWT":
        raise NotAuthenticated(reason="token-type")
    if "crit" in header or "b64" in header:
        raise NotAuthenticated(reason="critical-header")
    if header.keys() & _FOREIGN_KEY_HEADERS:
        raise NotAuthenticated(reason="foreign-key-header")


def _object_of(piece: str) -> dict[str, Any]:
    try:
        value = read_json(_bytes_of(piece))
    except ValueError as error:
        raise NotAuthenticated(reason="token-json") from error
    if not isinstance(value, dict):
        raise NotAuthenticated(reason="token-json")
    return value


def _bytes_of(piece: str) -> bytes:
    """Strict base64url: no padding, no other alphabet, no second spelling of the same bytes."""
    if not _PART.fullmatch(piece) or len(piece) % 4 == 1:
        raise NotAuthenticated(reason="token-encoding")
    raw = base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4))
    if base64.urlsafe_b64encode(raw).rstrip(b"=") != piece.encode("ascii"):
        raise NotAuthenticated(reason="token-encoding")
    return raw


def _moment(claims: dict[str, Any], name: str) -> float:
    value = claims.get(name)
    # A boolean is an integer in Python; infinity fails the comparison and NaN is never read at all.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _MOMENT_MAXIMUM:
        raise NotAuthenticated(reason=f"{name}-malformed")
    return float(value)

"""RSA keys and compact JWTs: making them, keeping them as text, signing and checking.

Only RS256 exists here, the one algorithm that every LTI platform must offer.

Source: 1EdTech Security Framework 1.0, sections 5.1 and 6; RFC 7515, RFC 7517, RFC 7638.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from jwcrypto import jwk

from lti_tool.domain.errors import NotAuthenticated

ALGORITHM = "RS256"
KEY_BITS = 2048

# Claims and JSON web keys are JSON objects: their values are of any type until somebody checks them.
JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A private RSA key with its public half as a JSON web key.

    ``kid`` is the RFC 7638 thumbprint, so that a key read back from its PEM text keeps its name.
    ``public_jwk`` carries ``kty``, ``n``, ``e``, ``kid``, ``alg`` and ``use``, never a private part.
    """

    kid: str
    private_key: RSAPrivateKey = field(repr=False)
    public_jwk: Mapping[str, str]


def make_key() -> SigningKey:
    """Generate a new key of 2048 bits."""
    return _from_jwk(jwk.JWK.generate(kty="RSA", size=KEY_BITS))


def key_to_pem(key: SigningKey) -> str:
    """The private key as unencrypted PKCS 8 PEM text: the caller decides where this may lie."""
    held = jwk.JWK.from_pyca(key.private_key)
    return cast(bytes, held.export_to_pem(private_key=True, password=None)).decode("ascii")


def key_from_pem(pem: str) -> SigningKey:
    """Read back what ``key_to_pem`` wrote.

    Raises:
        ValueError: the text is no private RSA key.
    """
    held = jwk.JWK.from_pem(pem.encode("ascii"))
    if held["kty"] != "RSA" or not held.has_private:
        raise ValueError("not a private RSA key")
    return _from_jwk(held)


def sign(
    claims: Mapping[str, Any],  # Any: a JSON object
    key: SigningKey,
    header_extras: Mapping[str, str | None] | None = None,
) -> str:
    """Sign the claims exactly as given and return the compact token.

    The header holds ``typ``, ``alg`` and ``kid``; ``header_extras`` adds or replaces entries, and a value
    of ``None`` takes an entry out. The claims are not checked: tests sign wrong ones on purpose.
    """
    wanted: dict[str, str | None] = {"kid": key.kid, **(header_extras or {})}
    headers = {name: value for name, value in wanted.items() if value is not None}
    payload = json.dumps(claims, separators=(",", ":")).encode("utf-8")
    return jwt.PyJWS().encode(payload, key.private_key, algorithm=ALGORITHM, headers=headers)


def check(
    token: str,
    public_jwk_set: Mapping[str, Any],  # Any: a JSON object from outside
    audience: str | Collection[str] | None,
    *,
    now: datetime | None = None,
    leeway_seconds: float = 0,
) -> JsonObject:
    """Verify a token against a key set and return its claims.

    ``audience`` is the one accepted value, or several of which one must be named; ``None`` skips that
    check. ``exp`` and ``iat`` must be present. ``now`` is the current moment unless given.

    Raises:
        NotAuthenticated: with ``token-malformed``, ``token-kid``, ``token-signature``, ``token-audience``,
            ``token-expired`` or ``token-early`` as reason.
    """
    claims = _verified_claims(token, _find_key(token, public_jwk_set))
    if audience is not None:
        _check_audience(claims, {audience} if isinstance(audience, str) else set(audience))
    _check_times(claims, (now or datetime.now(UTC)).timestamp(), leeway_seconds)
    return claims


def unverified_kid(token: str) -> str:
    """The ``kid`` that a token's header names, before anything is verified; empty when there is none."""
    try:
        kid = jwt.get_unverified_header(token).get("kid")
    except jwt.InvalidTokenError:
        return ""
    return kid if isinstance(kid, str) else ""


def _from_jwk(held: jwk.JWK) -> SigningKey:
    kid = cast(str, held.thumbprint())
    public = {name: held[name] for name in ("kty", "n", "e")}
    return SigningKey(
        kid=kid,
        private_key=cast(RSAPrivateKey, held.get_op_key("sign")),
        public_jwk={**public, "kid": kid, "alg": ALGORITHM, "use": "sig"},
    )


def _find_key(token: str, public_jwk_set: Mapping[str, Any]) -> jwt.PyJWK:
    kid = unverified_kid(token)
    listed = public_jwk_set.get("keys")
    for entry in listed if isinstance(listed, list) and kid else ():
        # A key without "alg" is passed over, as Moodle does since 4.2.
        if isinstance(entry, dict) and entry.get("kid") == kid and entry.get("alg") == ALGORITHM:
            try:
                return jwt.PyJWK(entry, algorithm=ALGORITHM)
            except jwt.PyJWTError as error:
                raise NotAuthenticated(reason="token-kid") from error
    raise NotAuthenticated(reason="token-kid")


def _verified_claims(token: str, key: jwt.PyJWK) -> JsonObject:
    try:
        payload = jwt.PyJWS().decode(token, key, algorithms=[ALGORITHM])
        claims = json.loads(payload)
    except jwt.InvalidSignatureError as error:
        raise NotAuthenticated(reason="token-signature") from error
    except (jwt.PyJWTError, ValueError) as error:
        raise NotAuthenticated(reason="token-malformed") from error
    if not isinstance(claims, dict):
        raise NotAuthenticated(reason="token-malformed")
    return claims


def _check_audience(claims: JsonObject, accepted: set[str]) -> None:
    named = claims.get("aud")
    values = named if isinstance(named, list) else [named]
    if not any(isinstance(value, str) and value in accepted for value in values):
        raise NotAuthenticated(reason="token-audience")


def _check_times(claims: JsonObject, now: float, leeway: float) -> None:
    for name in ("exp", "iat"):
        if not _is_moment(claims.get(name)):
            raise NotAuthenticated(reason="token-malformed")
    if claims["exp"] + leeway <= now:
        raise NotAuthenticated(reason="token-expired")
    starts = claims.get("nbf", claims["iat"])
    if not _is_moment(starts):
        raise NotAuthenticated(reason="token-malformed")
    if max(starts, claims["iat"]) > now + leeway:
        raise NotAuthenticated(reason="token-early")


def _is_moment(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

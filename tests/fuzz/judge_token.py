"""The judge's own reading of a token: RFC 7515 by hand, RSA by arithmetic; security notes 2.3 to 2.5."""

from __future__ import annotations

import hashlib
import json
import re
from binascii import a2b_base64, b2a_base64
from dataclasses import dataclass

from tests.fuzz.facts import START, Begun, Json, Platform, Refused
from tests.fuzz.judge_words import is_name

LEEWAY, AGE, LEVELS, BYTES = 60, 300, 32, 128 * 1024
LATEST = 100_000_000_000
OWN_KEYS = ("jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256")
# RFC 8017, 9.2, note 1: the identifier of SHA-256.
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")
_ALPHABET = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
_UUID = re.compile(r"(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A token whose shape and header are sound."""

    kid: str
    claims: dict[str, Json]
    signed: bytes
    signature: bytes


def opened(text: str) -> Opened:
    """Take a token apart. Raises ``Refused``."""
    if len(text) > BYTES:
        raise Refused(413, "e-sec")
    parts = text.split(".")
    if len(parts) != 3:
        raise Refused(401, "e-sec")
    header, claims = _object(_raw(parts[0])), _object(_raw(parts[1]))
    signature = _raw(parts[2])
    kind = header.get("typ", "jwt")
    is_sound = (
        header.get("alg") == "RS256"
        and is_name(header.get("kid"))
        and isinstance(kind, str)
        and kind.lower() == "jwt"
        and "crit" not in header
        and "b64" not in header
        and not any(name in header for name in OWN_KEYS)
    )
    if not is_sound:
        raise Refused(401, "e-sec")
    return Opened(
        kid=header["kid"], claims=claims, signed=text.rpartition(".")[0].encode(), signature=signature
    )


def check_signed(token: Opened, key: tuple[int, int] | None) -> None:
    """RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2). ``key`` is ``None`` for an unknown ``kid``."""
    if key is None:
        raise Refused(401, "e-sec")
    modulus, exponent = key
    length = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(token.signature, "big")
    digest = _SHA256 + hashlib.sha256(token.signed).digest()
    wanted = b"\x00\x01" + b"\xff" * (length - len(digest) - 3) + b"\x00" + digest
    if len(token.signature) != length or number >= modulus:
        raise Refused(401, "e-sec")
    if pow(number, exponent, modulus).to_bytes(length, "big") != wanted:
        raise Refused(401, "e-sec")


def check_meant_for_us(claims: dict[str, Json], platform: Platform, begun: Begun, at: float) -> None:
    """Who, for whom, when and for which login: every fault names its own page."""
    codes = {"e-sec" for _ in range(1) if not _are_parties_right(claims, platform)}
    codes |= _codes_of_times(claims, START + at)
    nonce = claims.get("nonce")
    if nonce != begun.nonce:
        codes.add("e-config" if isinstance(nonce, str) and _UUID.fullmatch(nonce) else "e-sec")
    if codes:
        raise Refused(401, *codes)


def _are_parties_right(claims: dict[str, Json], platform: Platform) -> bool:
    ours = platform.client_id
    audience = claims.get("aud")
    is_for_us = audience == ours or (isinstance(audience, list) and audience == [ours])
    return claims.get("iss") == platform.issuer and is_for_us and claims.get("azp", ours) == ours


def _codes_of_times(claims: dict[str, Json], now: float) -> set[str]:
    names = [name for name in ("exp", "iat", "nbf") if name != "nbf" or name in claims]
    moments = {name: claims.get(name) for name in names}
    for value in moments.values():
        if type(value) not in (int, float) or not (0 <= value < LATEST):
            return {"e-sec"}
    codes = set()
    starts = [moments["iat"], moments.get("nbf", 0)]
    if moments["exp"] < moments["iat"] or max(starts) - now > LEEWAY:
        codes.add("e-sec")
    if now - moments["exp"] > LEEWAY or now - moments["iat"] > AGE:
        codes.add("e-expired")
    return codes


def _raw(part: str) -> bytes:
    """Base64url as RFC 7515 wants it: no padding, one spelling for each content (J27)."""
    try:
        spelled = part.encode("ascii")
    except UnicodeEncodeError:
        raise Refused(401, "e-sec") from None
    if not spelled or not _ALPHABET.issuperset(spelled) or len(spelled) % 4 == 1:
        raise Refused(401, "e-sec")
    usual = spelled.replace(b"-", b"+").replace(b"_", b"/")
    raw = a2b_base64(usual + b"=" * (-len(usual) % 4))
    if b2a_base64(raw, newline=False).rstrip(b"=") != usual:
        raise Refused(401, "e-sec")
    return raw


def _object(raw: bytes) -> dict[str, Json]:
    def pairs(found: list[tuple[str, Json]]) -> dict[str, Json]:
        if len({name for name, _value in found}) < len(found):
            raise ValueError
        return dict(found)

    def constant(_word: str) -> Json:
        raise ValueError

    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=pairs, parse_constant=constant)
    except (ValueError, RecursionError):
        raise Refused(401, "e-sec") from None
    if not isinstance(value, dict) or _levels(value) > LEVELS:
        raise Refused(401, "e-sec")
    return value


def _levels(value: Json) -> int:
    deepest, open_ones = 0, [(value, 1)]
    while open_ones:
        each, level = open_ones.pop()
        deepest = max(deepest, level)
        inner = each.values() if isinstance(each, dict) else each
        open_ones += [(one, level + 1) for one in inner if isinstance(one, dict | list)]
    return deepest

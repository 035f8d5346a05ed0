"""Launches of every sort: form, state, claims, header, signature, bytes and clock."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace
from functools import cache
from hashlib import sha256
from random import Random

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.fuzz.facts import LAUNCH_URL, TOOL, Begun, Json, LaunchMessage, Platform
from tests.fuzz.mutate_claims import change_claims, change_header, change_text
from tests.fuzz.samples import KINDS, UUID, sound_claims
from tests.fuzz.world import JUNK, KID, SIGNERS, bits_of, platform_of, platforms
from tests.lti.doubles import b64, jwk, rsa_key

SWITCHED_ON = ("moodle", "moodle-again", "canvas")
DELAYS = (
    0.0,
    0.0,
    0.0,
    0.5,
    30.0,
    60.0,
    119.0,
    120.0,
    120.5,
    121.0,
    300.0,
    301.0,
    599.0,
    600.0,
    -60.0,
    -61.0,
)
_OTHER = Begun(state="state-2", nonce="nonce-of-other", browser="browser-2", platform_id="canvas")


def launch_signed(random: Random) -> LaunchMessage:
    """A launch whose claims, header or key were changed before it was signed."""
    platform, begun = _login_before(random)
    claims = sound_claims(platform, random.choice(KINDS))
    claims_hint = begun.hint or min(platform.deployments)
    claims["https://purl.imsglobal.org/spec/lti/claim/deployment_id"] = claims_hint
    claims["https://purl.imsglobal.org/spec/lti/claim/target_link_uri"] = begun.target
    header: dict[str, Json] = {"typ": "JWT", "alg": "RS256", "kid": KID}
    trail = [platform.id]
    for _ in range(random.choice((0, 1, 1, 1, 1, 1, 2, 2, 3))):
        is_header = random.random() < 0.15
        trail.append(change_header(random, header) if is_header else change_claims(random, claims, begun))
    text = json.dumps(claims)
    raw = text.encode()
    if random.random() < 0.07:
        raw = change_text(random, text)
        trail.append("text")
    signer = platform.id
    if random.random() < 0.1:
        signer = random.choice(SIGNERS)
        header["kid"] = "short" if signer == "short" and random.random() < 0.7 else header.get("kid")
        trail.append(f"signed-by-{signer}")
    token = signed(json.dumps(header).encode(), raw, signer)
    message = LaunchMessage(begun=(begun,), body={"id_token": [token], "state": [begun.state]})
    return replace(message, trail=tuple(trail))


def launch_ready(random: Random) -> LaunchMessage:
    """A launch with a token that was signed before: form, bytes, state, browser and clock are changed."""
    platform, begun = _login_before(random)
    begun = replace(begun, target=LAUNCH_URL, hint=random.choice((None, min(platform.deployments))))
    token = ready(platform.id, random.choice(KINDS))
    message = LaunchMessage(begun=(begun,), body={"id_token": [token], "state": [begun.state]})
    trail = [platform.id]
    for _ in range(random.choice((0, 1, 1, 1, 1, 2, 3))):
        change = random.choice(_CHANGES)
        message = change(random, message)
        trail.append(change.__name__.strip("_"))
    return replace(message, trail=tuple(trail))


def launch_with_keys(random: Random) -> LaunchMessage:
    """A sound launch of a platform that publishes something else than usual."""
    begun = Begun(platform_id="moodle")
    first, second = jwk("moodle", KID), jwk("stranger", "another")
    entry: dict[str, Json] = dict(first)
    what = random.choice(tuple(_KEY_CHANGES))
    for name, values in _KEY_CHANGES[what].items():
        entry[name] = random.choice(values)
        if entry[name] is ...:
            del entry[name]
    keys = [random.choice(JUNK), entry, second]
    if random.random() < 0.1:
        keys = [second]
    body: Json = {"keys": keys}
    if random.random() < 0.2:
        body = random.choice(
            ({}, {"keys": 7}, {"keys": None}, {"keys": {}}, {"keys": "x"}, [], None, 7, {"keys": []}, [entry])
        )
    status = 200 if random.random() < 0.9 else random.choice((404, 500, 302, 204))
    short = jwk("short", KID, 1024)
    if random.random() < 0.1:
        body = {"keys": [short, second]}
    token = ready("moodle", KINDS[0])
    return LaunchMessage(
        begun=(begun,),
        body={"id_token": [token], "state": [begun.state]},
        key_set=(status, json.dumps(body).encode()),
        trail=("keys", what),
    )


_KEY_CHANGES: dict[str, dict[str, tuple[Json, ...]]] = {
    "nothing": {},
    "kty": {"kty": ("EC", "oct", None, ..., "rsa", ["RSA"])},
    "alg": {"alg": ("RS384", "PS256", None, ..., "HS256", 7)},
    "use": {"use": ("enc", None, ..., "SIG", ["sig"])},
    "kid": {"kid": ("", None, ..., 7, ["key-1"], "other")},
    "private": {"d": ("AQAB",), "p": ("AA",), "x5c": (["MII"],)},
    "e": {"e": (None, ..., 65537, "", "AQ")},
}


def signed(header: bytes, claims: bytes, signer: str) -> str:
    """A compact token under this signer's key, whatever its header says."""
    text = f"{b64(header)}.{b64(claims)}"
    return f"{text}.{b64(rsa_key(signer, bits_of(signer)).sign(text.encode(), PKCS1v15(), SHA256()))}"


@cache
def ready(platform_id: str, kind: str) -> str:
    """A sound token of one platform, signed once per process."""
    header = {"typ": "JWT", "alg": "RS256", "kid": KID}
    claims = sound_claims(platform_of(platform_id), kind)
    return signed(json.dumps(header).encode(), json.dumps(claims).encode(), platform_id)


def _login_before(random: Random) -> tuple[Platform, Begun]:
    platform = platform_of(random.choice(SWITCHED_ON))
    hint = random.choice((None, None, *sorted(platform.deployments)))
    target = random.choice((LAUNCH_URL, LAUNCH_URL, LAUNCH_URL, f"{TOOL}/a?b=c"))
    return platform, Begun(platform_id=platform.id, hint=hint, target=target)


def _change_form(random: Random, message: LaunchMessage) -> LaunchMessage:
    body = {name: list(values) for name, values in message.body.items()}
    name = random.choice(("state", "id_token", "error", "error_description", "lti_storage_target", "extra"))
    what = random.choice(("drop", "empty", "double", "brackets", "put", "swap"))
    if what == "drop":
        body.pop(name, None)
    elif what == "empty":
        body[name] = [""]
    elif what == "double":
        body[name] = [*body.get(name, ["x"]), *body.get(name, ["y"])]
    elif what == "brackets":
        body[f"{name}[]"] = ["x"]
    elif what == "put":
        body[name] = [
            random.choice(("x", "login_required", "<script>\r\n", "\x00", "\ud800", "state-1 ", "state-2"))
        ]
    else:
        body["id_token"], body["state"] = body.get("state", [""]), body.get("id_token", [""])
    return replace(message, body=body)


def _change_bytes(random: Random, message: LaunchMessage) -> LaunchMessage:
    token = next(iter(message.body.get("id_token", [""])), "")
    changed = random.choice(_BYTES)(random, token)
    return replace(message, body={**message.body, "id_token": [changed]})


def _change_login(random: Random, message: LaunchMessage) -> LaunchMessage:
    """Other states, other browsers, other tenants: the login and the launch no longer belong together."""
    first = message.begun[0]
    what = random.choice(("browser", "state", "platform", "nonce", "hint", "target", "gone", "age"))
    if what == "browser":
        return replace(message, browser=random.choice(("browser-2", "browser-1 ", "\ud800", "")))
    if what == "state":
        body = {**message.body, "state": [random.choice(("state-2", "state-3", "STATE-1"))]}
        return replace(
            message, begun=(first, _OTHER), body=body, browser=random.choice((first.browser, "browser-2"))
        )
    if what == "age":
        created = random.choice((-599.0, -600.0, -601.0, 60.0, 61.0, 3600.0))
        return replace(message, begun=(replace(first, created=created), *message.begun[1:]))
    changes: dict[str, dict[str, str]] = {
        "platform": {"platform_id": random.choice(platforms()).id},
        "gone": {"platform_id": "gone"},
        "nonce": {"nonce": random.choice(("nonce-2", UUID, "nonce-1 "))},
        "hint": {"hint": random.choice(("1", "2", "9"))},
        "target": {"target": f"{TOOL}/a?b=c"},
    }
    return replace(message, begun=(replace(first, **changes[what]), *message.begun[1:]))  # type: ignore[arg-type]


def _lose_cookie(random: Random, message: LaunchMessage) -> LaunchMessage:
    """The browser keeps no cookie: the launch may go on in a new tab, or not."""
    first = message.begun[0]
    known = replace(first, agent=random.choice(("agent-1", None)), proof=random.choice((None, "proof")))
    if random.random() < 0.1:
        known = replace(known, platform_id="off")
    if random.random() < 0.1:
        message = replace(
            message, body={**message.body, "id_token": ["A" * random.choice((131_072, 131_073))]}
        )
    again = (random.choice(("", "proof", "other")), random.choice((0.0, 0.0, 59.0, 60.0, 61.0, 300.0)))
    return replace(
        message,
        begun=(known, *message.begun[1:]),
        browser=random.choice((None, "")),
        agent=random.choice(("agent-1", "agent-1", "agent-2", "")),
        again=random.choice((None, again, again)),
    )


def _change_clock(random: Random, message: LaunchMessage) -> LaunchMessage:
    return replace(message, at=random.choice(DELAYS))


def _flip(random: Random, token: str) -> str:
    place = random.randrange(len(token) or 1)
    return token[:place] + random.choice("ABCxyz019-_.+/= \x00é") + token[place + 1 :]


def _cut(random: Random, token: str) -> str:
    return token[: random.randrange(len(token) + 1)]


def _reorder(random: Random, token: str) -> str:
    parts = [*token.split("."), "", "e30", b64(bytes(256))]
    return ".".join(random.choice(parts) for _ in range(random.choice((1, 2, 3, 3, 3, 4, 5))))


def _respell(random: Random, token: str) -> str:
    """Another spelling of the same bytes: padding, the other alphabet, spare bits, white space."""
    head, _dot, tail = token.rpartition(".")
    last = tail[:-1] + chr(ord(tail[-1]) + 1) if tail else "A"
    spelled = (
        f"{token}=", f"{token}==", f" {token}", f"{token}\n", f"{head}.{last}", f"{token}A", f"{token}.",
        token.replace("-", "+").replace("_", "/"), token.replace(".", "..", 1), token.upper(),
        f"Bearer {token}",
    )  # fmt: skip
    return random.choice(spelled)


def _put_other_claims(random: Random, token: str) -> str:
    """J24: a good signature under other words."""
    parts = token.split(".")
    claims = sound_claims(random.choice(platforms()), random.choice(KINDS)) | {"sub": "8"}
    return ".".join([parts[0], b64(json.dumps(claims).encode()), *parts[2:]])


def _put_other_signature(random: Random, token: str) -> str:
    other = ready(random.choice(SWITCHED_ON), random.choice(KINDS)).rpartition(".")[2]
    chosen = random.choice((other, "", b64(bytes(256)), b64(bytes(255)), b64(b"\xff" * 256), "AA"))
    return f"{token.rpartition('.')[0]}.{chosen}"


def _put_secret(random: Random, token: str) -> str:
    """J01, J03, J04: no algorithm, or a secret that everybody knows."""
    algorithm = random.choice(("none", "HS256", "HS256"))
    public = rsa_key("moodle").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    header = b64(json.dumps({"typ": "JWT", "alg": algorithm, "kid": KID}).encode())
    text = f"{header}.{'.'.join(token.split('.')[1:2])}"
    secret = random.choice((public, b"client-1", b""))
    signature = b64(hmac.new(secret, text.encode("utf-8", "surrogatepass"), sha256).digest())
    return f"{text}.{signature if algorithm == 'HS256' else ''}"


def _swell(random: Random, token: str) -> str:
    return token + "A" * random.choice((100, 131_072 - len(token), 131_073 - len(token), 300_000))


def _take_whole_token(random: Random, _token: str) -> str:
    """A sound token of any platform: the mix-up of S09."""
    return ready(random.choice(SIGNERS[:4]), random.choice(KINDS))


_CHANGES = (
    _change_form, _change_form, _change_bytes, _change_bytes, _change_bytes, _change_login, _change_clock,
    _lose_cookie, _lose_cookie,
)  # fmt: skip
_BYTES = (
    _flip, _flip, _flip, _cut, _reorder, _respell, _respell, _put_other_claims, _put_other_signature,
    _put_secret,
    _swell, _take_whole_token, _take_whole_token,
)  # fmt: skip

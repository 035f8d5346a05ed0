"""Claims and headers of every sort, changed before they are signed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random

from tests.fuzz.facts import START, Begun, Json
from tests.fuzz.judge_claims import AGS, LTI, NRPS, OPEN, REVIEW, SELECT, SETTINGS
from tests.fuzz.samples import ADDRESSES, HEADERS, ODD, ROLES, SCOPE, TARGETS, TRAINER, UUID
from tests.fuzz.world import platforms

Claims = dict[str, Json]
_MOMENTS = (
    "1772442000", True, None, [], {}, -1, 0, float("inf"), 1e300, 10**13, 99_999_999_999, 10**11, 11111,
)  # fmt: skip
_SPELLS = (
    -3600, -361, -301, -300.5, -300, -299, -121, -120, -61, -60.5, -60, -59.5, -5, 0, 0.25, 2, 5, 59, 60,
    60.5, 61,
    300, 3600, 315_360_000,
)  # fmt: skip
_VALUES: dict[str, tuple[Json, ...]] = {
    "iss": ("https://b.example", "https://lms.example/", "https://LMS.example", ["https://lms.example"], 1,
    None),
    "azp": ("client-1", "client-2", "other", None, ["client-1"], ""),
    "nonce": ("nonce-2", "nonce-of-other", "", " ", None, ["nonce-1"], {"nonce": 1}, 1, UUID, "\ud800",
    "NONCE-1"),
    "sub": ("", "8", "x" * 255, "x" * 256, None, 7, {}, ["7"], "7\r\n", "7\x00", "é", "e\u0301", "\ud800",
    "\x85"),
    f"{LTI}version": ("1.1", "1.3", 1.3, "1.3.00", "1.3.0 ", None, "LTI-1p3", ["1.3.0"]),
    f"{LTI}message_type": (
        OPEN, SELECT, REVIEW, "Hello", "ltiresourcelinkrequest", "LtiStartProctoring", [OPEN], 1, None, {},
        "basic-lti-launch-request", "DataPrivacyLaunchRequest",
    ),
    f"{LTI}deployment_id": ("1", "2", "7", "9", "", None, 1, ["1"], "x" * 300, "1\x00", "Étage 3", " 1"),
    f"{LTI}target_link_uri": (*TARGETS, None, 1, [], {}),
    f"{LTI}resource_link": (None, "33", ["33"], {}, {"id": ""}, {"id": {}}, {"id": "é" * 255},
                           {"id": "x" * 256}),
    f"{LTI}context": (None, "2", [], {}, {"id": ""}, {"id": 2}, {"id": "x" * 256}, {"id": "9", "title": 7}),
    f"{LTI}custom": (
        None, [], "a=b", ["a"], {}, {"a": True, "b": 7, "c": 1.5, "d": None, "e": [1], "": "x",
        "f": "a\x00b"},
        {"v": "$Context.id.history", "p": "$5", "long": "x" * 9000}, {"context_history": "1,2,,2\x00"},
    ),
    f"{LTI}launch_presentation": (None, [], "fr", {"locale": ["fr"]}, {"locale": "x" * 9000}),
    f"{LTI}for_user": (None, {}, {"user_id": ""}, {"user_id": 7}, {"user_id": "x" * 256}, "7", []),
    SETTINGS: (None, [], "x", {}, {"deep_link_return_url": ""}, {"deep_link_return_url": 7}),
    AGS: (None, [], "x", {}, {"scope": [f"{SCOPE}score"]}, {"lineitems": "", "lineitem": None}),
    NRPS: (None, [], "x", {}, {"context_memberships_url": None}),
    "name": (None, 7, ["x"], "", "x" * 300, "\x00\x07", "\u202eabc", "e\u0301" * 200, "  x  ", "\ud800x"),
    "given_name": ("Inès", None, 7),
    "locale": ("nl", "../../etc", None, 7),
}  # fmt: skip


def change_claims(random: Random, claims: Claims, begun: Begun) -> str:
    """Change something in the claims; the word for what was done."""
    change = random.choice(_CHANGES) if claims else _put_known_value
    if SETTINGS in claims and random.random() < 0.25:
        change = _change_selection
    change(random, claims, begun)
    return change.__name__.strip("_")


def change_header(random: Random, header: dict[str, Json]) -> str:
    """Change, add or take out one entry of the header."""
    name = random.choice(tuple(HEADERS))
    if random.random() < 0.2:
        header.pop(name, None)
    else:
        header[name] = random.choice(HEADERS[name])
    return f"header-{name}"


def _put_known_value(random: Random, claims: Claims, _begun: Begun) -> None:
    name = random.choice(tuple(_VALUES))
    claims[name] = _picked(random, _VALUES[name])


def _put_any_value(random: Random, claims: Claims, _begun: Begun) -> None:
    claims[random.choice(tuple(claims))] = _picked(random, ODD)


def _drop(random: Random, claims: Claims, _begun: Begun) -> None:
    del claims[random.choice(tuple(claims))]


def _drop_many(random: Random, claims: Claims, _begun: Begun) -> None:
    for name in tuple(claims):
        if random.random() < 0.25:
            del claims[name]


def _change_inside(random: Random, claims: Claims, _begun: Begun) -> None:
    inner = [value for value in claims.values() if isinstance(value, dict) and value]
    if inner:
        chosen = random.choice(inner)
        chosen[random.choice(tuple(chosen))] = _picked(random, ODD)


def _move_times(random: Random, claims: Claims, _begun: Begun) -> None:
    name = random.choice(("exp", "iat", "nbf"))
    claims[name] = START + random.choice(_SPELLS)
    if random.random() < 0.5:
        issued = claims[name] if name == "iat" else START
        claims["exp"] = issued + random.choice((-1, 0, 1, 60, 3600, 315_360_000))
    if random.random() < 0.15:
        claims[name] = random.choice(_MOMENTS)


def _change_audience(random: Random, claims: Claims, _begun: Begun) -> None:
    ours, other = claims.get("aud"), random.choice(("client-1", "client-2", "other", "10000000000001"))
    claims["aud"] = random.choice(
        (
            [ours],
            [ours, other],
            [other, ours],
            [other],
            other,
            [],
            {},
            None,
            7,
            [[ours]],
            f"{ours} ",
            [ours, ours],
        )
    )
    if random.random() < 0.4:
        claims["azp"] = random.choice((ours, other))


def _change_roles(random: Random, claims: Claims, _begun: Begun) -> None:
    roles: Json = random.choices(ROLES, k=random.choice((0, 1, 1, 2, 3, 5)))
    if random.random() < 0.2:
        roles = random.choice(
            ([TRAINER] * 64, [TRAINER] * 65, [TRAINER, 1], [None], TRAINER, None, {}, 1, [roles])
        )
    claims[f"{LTI}roles"] = roles


def _change_custom(random: Random, claims: Claims, _begun: Begun) -> None:
    count = random.choice((1, 5, 199, 200, 201, 500))
    claims[f"{LTI}custom"] = {f"k{number}": random.choice(("x", 7, True, "$A.b")) for number in range(count)}


def _change_service(random: Random, claims: Claims, _begun: Begun) -> None:
    place = random.choice(("lineitems", "lineitem", "lineitem", "scope", "roster", "back"))
    address = random.choice(ADDRESSES)
    if isinstance(address, str) and random.random() < 0.2:
        spot = random.randrange(len(address) + 1)
        address = address[:spot] + random.choice("@:/?#\\%.[]&;é\t ") + address[spot:]
    if place in ("lineitems", "lineitem"):
        claims[AGS] = {**_dict_of(claims.get(AGS)), place: address}
    elif place == "scope":
        words: Json = [f"{SCOPE}score", f"{SCOPE}result.readonly", "openid", 7]
        claims[AGS] = {
            **_dict_of(claims.get(AGS)),
            "scope": random.choice((words, " ".join(words[:2]), None, 7, {})),
        }
    elif place == "roster":
        claims[NRPS] = {"context_memberships_url": address}
    else:
        claims[f"{LTI}launch_presentation"] = {"return_url": address}


def _change_selection(random: Random, claims: Claims, _begun: Begun) -> None:
    settings = _dict_of(claims.get(SETTINGS))
    if random.random() < 0.6:
        settings["deep_link_return_url"] = random.choice(ADDRESSES)
    else:
        settings["data"] = random.choice(("x" * 65_536, "x" * 65_537, "", None, 7, [], {}, "\x00", "\ud800"))
    claims[SETTINGS] = settings


def _nest(random: Random, claims: Claims, _begun: Begun) -> None:
    value: Json = "x"
    for _ in range(random.choice((29, 30, 31, 32, 33, 60))):
        value = [value] if random.random() < 0.5 else {"a": value}
    claims[random.choice(("https://lms.example/ext", f"{LTI}custom", "name"))] = value


def _insert_character(random: Random, claims: Claims, _begun: Begun) -> None:
    texts = [name for name, value in claims.items() if isinstance(value, str)]
    if texts:
        name = random.choice(texts)
        place = random.randrange(len(claims[name]) + 1)
        mark = random.choice("\x00\t\n\x7f\x85\ud800\u200b é/ ")
        claims[name] = claims[name][:place] + mark + claims[name][place:]


def _mix_platforms(random: Random, claims: Claims, _begun: Begun) -> None:
    """Something of one tenant in the message of another."""
    strange = random.choice(platforms())
    what = random.choice(("iss", "aud", "both", "deployment", "services"))
    if what in ("iss", "both"):
        claims["iss"] = strange.issuer
    if what in ("aud", "both"):
        claims["aud"] = strange.client_id
    if what == "deployment":
        claims[f"{LTI}deployment_id"] = random.choice(sorted(strange.deployments))
    if what == "services":
        claims[AGS] = {"lineitems": f"{strange.issuer}/i", "lineitem": f"{strange.token_url}/i", "scope": []}
        claims[NRPS] = {"context_memberships_url": strange.token_url}


def _say_own_assertion(_random: Random, claims: Claims, _begun: Begun) -> None:
    """J38: what we sign for the token endpoint."""
    client_id = claims.get("aud")
    claims |= {"iss": client_id, "sub": client_id, "aud": "https://lms.example/token", "jti": "x"}


def _follow_login(random: Random, claims: Claims, begun: Begun) -> None:
    """Agree with the login in what it announced, so that deeper checks are reached."""
    claims[f"{LTI}target_link_uri"] = begun.target
    if begun.hint is not None and random.random() < 0.7:
        claims[f"{LTI}deployment_id"] = begun.hint


def _add_foreign_claims(_random: Random, claims: Claims, _begun: Begun) -> None:
    claims |= {
        "user_id": "8",
        "roles": [TRAINER],
        "email": "a@b\r\nBcc: c",
        "picture": "http://169.254.169.254/",
    }
    claims[f"{LTI}lis"] = {"person_sourcedid": "8"}


def _picked(random: Random, values: Sequence[Json]) -> Json:
    """One of the values, for this message alone: it may be changed further."""
    value = random.choice(values)
    return deepcopy(value) if isinstance(value, dict | list) else value


def _dict_of(value: Json) -> Claims:
    return value if isinstance(value, dict) else {}


def change_text(random: Random, text: str) -> bytes:
    """Change the JSON itself: what two readers could understand differently, or what is no JSON at all."""
    raw = text.encode("utf-8", "surrogatepass")
    twice = raw.replace(b"{", b'{"sub": "8", "iss": "https://lms.example", ', 1)
    number = json.dumps(START).encode()
    return random.choice(
        (
            b"\xef\xbb\xbf" + raw, text.encode("utf-16", "surrogatepass"), raw[:-1], raw + b" ", raw + b"x",
            raw + b"{}", b" " + raw, twice, raw.replace(number, b"NaN"), raw.replace(number, b"Infinity"),
            raw.replace(b'"count": 3', b'"count": NaN'), raw.replace(b'"count": 3', b'"count": -Infinity'),
            raw.replace(number, b"1e999"), raw.replace(number, number + b".0"), raw.replace(b'"', b"'"),
            raw.replace(b'"7"', b'"7\xff"'), raw.replace(b'"7"', b'"7\x00"'), raw.replace(b",", b",,", 1),
            b"", b"null", b"7", b'"text"', b"[]", b"[" + raw + b"]", b"{}", b"[" * 2000 + b"]" * 2000,
            b"{/*c*/" + raw[1:], raw.replace(b'"7"', b'"\\ud800"'), raw[: random.randrange(len(raw) or 1)],
            raw.replace(b'"7"', b"7" * 5000),
        )
    )  # fmt: skip


_CHANGES: tuple[Callable[[Random, Claims, Begun], None], ...] = (
    _put_known_value, _put_known_value, _put_known_value, _put_any_value, _put_any_value, _drop, _drop,
    _drop_many, _change_inside, _move_times, _move_times, _change_audience, _change_roles, _change_roles,
    _change_custom, _change_service, _change_service, _change_service, _change_service, _nest,
    _insert_character, _mix_platforms, _follow_login,
    _say_own_assertion, _add_foreign_claims,
)  # fmt: skip

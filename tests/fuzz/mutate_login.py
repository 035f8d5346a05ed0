"""Logins of every sort: one in eight sound, the others changed in one to three places."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.fuzz.facts import LAUNCH_URL, LoginMessage
from tests.fuzz.samples import ODD, TARGETS
from tests.fuzz.world import platforms

Values = dict[str, list[str]]
KNOWN = ("iss", "login_hint", "target_link_uri", "client_id", "lti_deployment_id", "lti_message_hint")
ISSUERS = (
    "https://lms.example", "https://canvas.example", "https://off.example", "https://b.example", "",
    "https://lms.example/", "https://LMS.example", "https://lms.example:443", "https://lms.ex\u0430mple",
    "https://lms\uff0eexample", "https://lms.example\x00", "https://lms.example\t", "https://lms.example\r\n",
    " https://lms.example", "http://lms.example", "https://xn--lms-example", "\u00a0",
    "https://lms.example\x85",
    "https://lms.example\ud800", "https://lms.example\ufffd", "lms.example",
)  # fmt: skip
OTHERS: dict[str, tuple[str, ...]] = {
    "iss": ISSUERS,
    "client_id": ("client-1", "client-2", "10000000000001", "client-3", "CLIENT-1", "", " ", "client-1\x00"),
    "lti_deployment_id": ("1", "2", "7", "9", "01", "Étage 3", "E\u0301tage 3", "", " ", "1\x00", "x" * 300),
    "login_hint": ("", " ", "7\r\n", "\ufffd", "é", "7" * 8192, "7" * 8193, "é" * 4097, "7&state=x", "%00"),
    "lti_message_hint": ("", '{"a":"\u2028"}', "x" * 8192, "x" * 8193, "a\x00", "a+b c&d=e#f", "x" * 70_000),
    "lti_storage_target": ("", "_parent", "post_message_forwarding", "x" * 4097, "\x7f"),
    "target_link_uri": tuple(value for value in TARGETS if isinstance(value, str)),
}
LENGTHS = (1, 255, 256, 4095, 4096, 4097, 8192, 8193)


def login(random: Random) -> LoginMessage:
    """One login, sound or not, with the trail of what was done to it."""
    platform = random.choice(platforms())
    values: Values = {
        "iss": [platform.issuer],
        "client_id": [platform.client_id],
        "login_hint": ["7"],
        "target_link_uri": [LAUNCH_URL],
        "lti_message_hint": ['{"cmid":5}'],
        "lti_deployment_id": [min(platform.deployments)],
    }
    for name in ("client_id", "lti_message_hint", "lti_deployment_id"):
        if random.random() < 0.3:
            del values[name]
    other: Values = {}
    trail = [platform.id]
    for _ in range(random.choice((0, 1, 1, 1, 1, 2, 2, 3))):
        change = random.choice(CHANGES)
        change(random, values, other)
        trail.append(change.__name__.strip("_"))
    query, body = (values, other) if random.random() < 0.5 else (other, values)
    return LoginMessage(query=query, body=body, trail=tuple(trail))


def _put_known_value(random: Random, values: Values, _other: Values) -> None:
    name = random.choice(tuple(OTHERS))
    values[name] = [random.choice(OTHERS[name])]


def _put_any_value(random: Random, values: Values, _other: Values) -> None:
    values[random.choice(KNOWN)] = [str(random.choice(ODD))]


def _drop(random: Random, values: Values, _other: Values) -> None:
    values.pop(random.choice(KNOWN), None)


def _empty(random: Random, values: Values, _other: Values) -> None:
    values[random.choice(KNOWN)] = [random.choice(("", " ", "\u3000"))]


def _double(random: Random, values: Values, _other: Values) -> None:
    name = random.choice((*KNOWN, "lti_storage_target"))
    values[name] = [*values.get(name, ["x"]), random.choice(("", "x", *values.get(name, ["y"])))]


def _put_in_both(random: Random, values: Values, other: Values) -> None:
    name = random.choice((*KNOWN, "extra"))
    other[name] = list(values.get(name, ["x"]))


def _put_brackets(random: Random, values: Values, other: Values) -> None:
    name = random.choice((*KNOWN, "extra"))
    form = random.choice((values, other))
    form[f"{name}{random.choice(('[]', '[0]', '[', '[a][b]'))}"] = ["x"]


def _add_unknown(random: Random, values: Values, _other: Values) -> None:
    name = random.choice(("extra", "ISS", "iss ", "state", "nonce", "redirect_uri", "canvas_region", "\x00"))
    values[name] = [
        random.choice(("", "x", "x\x00", "a" * 4096, "a" * 4097)) for _ in range(random.choice((1, 2)))
    ]


def _insert_character(random: Random, values: Values, _other: Values) -> None:
    name = random.choice(tuple(values) or ("iss",))
    text = values.get(name, [""])[0]
    place = random.randrange(len(text) + 1)
    mark = random.choice("\x00\t\r\n\x1b\x7f\x85\ud800\ufffd\u202e\u200b é%&=#?/\\@")
    values[name] = [text[:place] + mark + text[place:]]


def _cut(random: Random, values: Values, _other: Values) -> None:
    name = random.choice(tuple(values) or ("iss",))
    text = values.get(name, [""])[0]
    values[name] = [text[: random.randrange(len(text) + 1)]]


def _lengthen(random: Random, values: Values, _other: Values) -> None:
    values[random.choice(KNOWN)] = [random.choice("aé7") * random.choice(LENGTHS)]


def _swap(random: Random, values: Values, _other: Values) -> None:
    one, two = random.sample(KNOWN, 2)
    values[one], values[two] = values.get(two, [""]), values.get(one, [""])


def _mix_platforms(random: Random, values: Values, _other: Values) -> None:
    """The issuer of one platform with the client or the deployment of another."""
    strange = random.choice(platforms())
    if random.random() < 0.5:
        values["client_id"] = [strange.client_id]
    if random.random() < 0.5:
        values["lti_deployment_id"] = [random.choice(sorted(strange.deployments))]


CHANGES: tuple[Callable[[Random, Values, Values], None], ...] = (
    _put_known_value, _put_known_value, _put_known_value, _put_any_value, _drop, _empty, _double,
    _put_in_both,
    _put_brackets, _add_unknown, _insert_character, _cut, _lengthen, _swap, _mix_platforms, _mix_platforms,
)  # fmt: skip

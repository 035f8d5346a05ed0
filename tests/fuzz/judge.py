"""An independent judge of logins and launches: acceptable or not, and which page says so.

Written from the security notes (2.0 to 2.7), LTI security framework 5.1 and LTI core 5.3, without a line
of the tool. It follows the order of rule G7, one stage after the other; within a stage, where several
things are wrong at once, the page of any of them will do.
"""

from __future__ import annotations

import base64
import json
import re

from tests.fuzz.facts import Begun, LaunchMessage, LoginMessage, Platform, Refused, Verdict
from tests.fuzz.judge_claims import check_message, kept
from tests.fuzz.judge_token import check_meant_for_us, check_signed, opened
from tests.fuzz.judge_words import is_odd, is_ours

LOGIN_WORDS = (
    "iss", "login_hint", "target_link_uri", "client_id",
    "lti_deployment_id", "lti_message_hint", "lti_storage_target",
)  # fmt: skip
LAUNCH_WORDS = ("state", "id_token", "error", "error_description", "error_uri", "lti_storage_target")
FUTURE = NEW_TAB = 60
_FRAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")


def judge_login(message: LoginMessage, platforms: tuple[Platform, ...]) -> Verdict:
    """What must come of a login initiation."""
    try:
        for form in (message.query, message.body):
            for name, values in form.items():
                limit = 8192 if name in ("login_hint", "lti_message_hint") else 4096
                if any(len(value.encode("utf-8", "surrogatepass")) > limit for value in values):
                    raise Refused(413, "e-link")
        said = _once(LOGIN_WORDS, message.query, message.body)
        _check_login_words(said)
        platform = _platform_meant(said, platforms)
    except Refused as refused:
        return Verdict(status=refused.status, codes=refused.codes)
    return Verdict(
        status=302,
        kept={
            "platform": platform.id,
            "client_id": platform.client_id,
            "login_hint": said["login_hint"],
            "lti_message_hint": said.get("lti_message_hint"),
            "target": said["target_link_uri"],
            "hint": said.get("lti_deployment_id"),
            "auth_url": platform.auth_url,
            "frame": _frame_of(said),
        },
    )


def judge_launch(message: LaunchMessage, platforms: tuple[Platform, ...]) -> Verdict:
    """What must come of a launch post."""
    consumed: str | None = None
    try:
        said = _once(LAUNCH_WORDS, message.body)
        begun = next((each for each in message.begun if each.state == said.get("state")), None)
        if begun is None:
            raise Refused(401, "e-expired")
        consumed = begun.state
        _check_begun(begun, message)
        if "error" in said:
            raise Refused(403, "e-denied")
        if "id_token" not in said:
            raise Refused(400, "e-link")
        platform = next((each for each in platforms if each.id == begun.platform_id), None)
        if not message.browser:
            _check_may_wait(begun, message)
        claims = _checked(said["id_token"], platform, begun, message, message.at)
        if not message.browser:
            if message.again is None:
                return Verdict(status=401, codes=frozenset({"e-cookies"}), consumed=consumed, waits=True)
            at = message.at + message.again[1]
            _check_in_time(begun, message, at)
            _check_new_tab(begun, message)
            claims = _checked(said["id_token"], platform, begun, message, at)
    except Refused as refused:
        return Verdict(status=refused.status, codes=refused.codes, consumed=consumed)
    assert platform is not None
    is_spent = not message.browser
    return Verdict(status=303, consumed=consumed, is_spent=is_spent, kept=kept(claims, platform))


def _checked(
    text: str, platform: Platform | None, begun: Begun, message: LaunchMessage, at: float
) -> dict[str, object]:
    """The claims of a message in which everything is right."""
    token = opened(text)
    if platform is None or not platform.is_enabled:
        raise Refused(403, "e-lms")
    _check_key(token.kid, platform, message.key_set)
    check_signed(token, _keys(platform, message.key_set).get(token.kid))
    check_meant_for_us(token.claims, platform, begun, at)
    check_message(token.claims, platform, begun)
    return token.claims


def _once(words: tuple[str, ...], *forms: object) -> dict[str, str]:
    """Each known word at most once, over all forms; an empty one says nothing. S12, L27, L28."""
    said: dict[str, str] = {}
    for form in forms:
        assert isinstance(form, dict)
        for name, values in form.items():
            bare, bracket, _rest = name.partition("[")
            if bracket and bare in words:
                raise Refused(400, "e-link")
            if name in words and values:
                if name in said or len(values) > 1:
                    raise Refused(400, "e-link")
                said[name] = values[0]
    return {name: value for name, value in said.items() if value}


def _check_login_words(said: dict[str, str]) -> None:
    if not all(said.get(name, "").strip() for name in ("iss", "login_hint", "target_link_uri")):
        raise Refused(400, "e-link")
    if any(is_odd(value) or "\ufffd" in value for value in said.values()):
        raise Refused(400, "e-link")
    if not is_ours(said["target_link_uri"]):
        raise Refused(400, "e-link")


def _platform_meant(said: dict[str, str], platforms: tuple[Platform, ...]) -> Platform:
    meant = [each for each in platforms if each.issuer == said["iss"]]
    if "client_id" in said:
        meant = [each for each in meant if each.client_id == said["client_id"]]
    if not meant:
        raise Refused(400, "e-lms")
    meant = [each for each in meant if each.is_enabled]
    if not meant:
        raise Refused(403, "e-lms")
    if "lti_deployment_id" in said:
        meant = [each for each in meant if said["lti_deployment_id"] in each.deployments]
        if not meant:
            raise Refused(400, "e-lms")
    if len(meant) > 1:
        raise Refused(400, "e-config")
    return meant[0]


def _check_begun(begun: Begun, message: LaunchMessage) -> None:
    if message.at >= begun.created + begun.life or begun.created - message.at > FUTURE:
        raise Refused(401, "e-expired")
    if message.browser and message.browser != begun.browser:
        raise Refused(401, "e-sec")


def _check_may_wait(begun: Begun, message: LaunchMessage) -> None:
    """Without a cookie a launch goes on in a new tab, if anything at all ties it to the browser (5.4)."""
    is_same = bool(begun.agent) and message.agent == begun.agent
    if not is_same and begun.proof is None:
        raise Refused(401, "e-sec" if begun.agent and message.agent else "e-cookies")


def _check_in_time(begun: Begun, message: LaunchMessage, at: float) -> None:
    assert message.again is not None
    if message.again[1] >= NEW_TAB or at >= begun.created + begun.life:
        raise Refused(401, "e-expired")


def _check_new_tab(begun: Begun, message: LaunchMessage) -> None:
    assert message.again is not None
    proof = message.again[0]
    is_proven = begun.proof is not None and proof == begun.proof
    is_disproven = begun.proof is not None and proof not in ("", begun.proof)
    if is_disproven or not (is_proven or message.agent == begun.agent):
        raise Refused(401, "e-sec")


def _frame_of(said: dict[str, str]) -> str | None:
    """The name of the frame in which the platform keeps things, when it is a name at all."""
    named = said.get("lti_storage_target", "")
    return named if _FRAME.fullmatch(named) else None


def _check_key(kid: str, platform: Platform, key_set: tuple[int, bytes] | None) -> None:
    if key_set is None:
        if kid in platform.weak_kids:
            raise Refused(401, "e-config")
        return
    found = [*_entries(key_set)]
    if not found:
        raise Refused(503, "e-busy")
    sizes = [number.bit_length() for name, (number, _e) in found if name == kid]
    if sizes and all(size < 2048 for size in sizes):
        raise Refused(401, "e-config")


def _keys(platform: Platform, key_set: tuple[int, bytes] | None) -> dict[str, tuple[int, int]]:
    if key_set is None:
        return dict(platform.keys)
    return {name: key for name, key in reversed(_entries(key_set)) if key[0].bit_length() >= 2048}


def _entries(key_set: tuple[int, bytes]) -> list[tuple[str, tuple[int, int]]]:
    """The RSA signing keys of a published set, in its order (K01 to K06)."""
    status, body = key_set
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return []
    listed = document.get("keys") if isinstance(document, dict) else None
    if status != 200 or not isinstance(listed, list):
        return []
    found = []
    for entry in listed:
        if not isinstance(entry, dict) or entry.get("kty") != "RSA" or not isinstance(entry.get("kid"), str):
            continue
        if entry.get("alg", "RS256") != "RS256" or entry.get("use", "sig") != "sig" or not entry["kid"]:
            continue
        numbers = [_number(entry.get(name)) for name in ("n", "e")]
        if all(numbers) and numbers[0].bit_length() <= 8192:
            found.append((entry["kid"], (numbers[0], numbers[1])))
    return found


def _number(value: object) -> int:
    if not isinstance(value, str):
        return 0
    try:
        return int.from_bytes(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)), "big")
    except ValueError:
        return 0

"""The judge's own reading of the LTI claims: LTI core 5.3, Deep Linking 4.4, security notes 2.5 to 2.7."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.fuzz.facts import Begun, Json, Platform, Refused
from tests.fuzz.judge_words import address, is_name, is_odd, is_ours, is_page, is_service

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
GRADE_SCOPES = {
    f"https://purl.imsglobal.org/spec/lti-ags/scope/{name}"
    for name in ("lineitem", "lineitem.readonly", "score", "result.readonly")
}
OPEN, SELECT, REVIEW = "LtiResourceLinkRequest", "LtiDeepLinkingRequest", "LtiSubmissionReviewRequest"
Claims = dict[str, Json]

_IN_COURSE = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_TEACHING = {"", "Instructor", "PrimaryInstructor", "SecondaryInstructor", "Lecturer", "GuestInstructor"}
_HELPING = re.compile(
    r"Grader|TeachingAssistant(Group|Offering|Section|SectionAssociation|Template)?", re.ASCII
)
_ADMINISTRATION = {
    "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
    "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
    "http://purl.imsglobal.org/vocab/lis/v2/system/person#SysAdmin",
}


def check_message(claims: Claims, platform: Platform, begun: Begun) -> None:
    """Every fault of the message names its page; raises ``Refused`` when there is one."""
    codes = set()
    if not _is_well_made(claims):
        codes.add("e-config")
    target = claims.get(f"{LTI}target_link_uri", begun.target)
    if not isinstance(target, str) or not is_ours(target) or target != begun.target:
        codes.add("e-sec")
    deployment = claims.get(f"{LTI}deployment_id")
    if begun.hint is not None and deployment != begun.hint:
        codes.add("e-sec")
    if not isinstance(deployment, str) or deployment not in platform.deployments:
        codes.add("e-config")
    settings = claims.get(SETTINGS)
    if claims.get(f"{LTI}message_type") == SELECT and _is_settings(settings):
        codes |= set() if is_service(settings["deep_link_return_url"], platform) else {"e-sec"}
    if codes:
        raise Refused(422, *codes)


def rights(roles: list[str]) -> str:
    """What the roles allow (2.6): the most that an exact role of the course gives."""
    held = set(storable_roles(roles))
    ranks = {_rank(role) for role in held}
    if "trainer" in ranks or "assistant" in ranks:
        return "trainer" if "trainer" in ranks else "assistant"
    return "help-only" if held & _ADMINISTRATION and "course" not in ranks else "learner"


def storable_roles(roles: list[str]) -> tuple[str, ...]:
    """The roles that are no longer than any role is, without control characters."""
    return tuple(role for role in roles if len(role) < 256 and not is_odd(role))


def _rank(role: str) -> str:
    if role in ("Instructor", f"{_IN_COURSE}#Instructor"):
        return "trainer"
    above, mark, name = role.partition("#")
    if mark and above == f"{_IN_COURSE}/Instructor" and name:
        if name in _TEACHING:
            return "trainer"
        if _HELPING.fullmatch(name):
            return "assistant"
    is_of_course = role == "Learner" or role.startswith((f"{_IN_COURSE}#", f"{_IN_COURSE}/"))
    return "course" if is_of_course else "other"


def kept(claims: Claims, platform: Platform) -> Mapping[str, object]:
    """What an accepted launch says, as far as something depends on it."""
    lineitems, lineitem, scopes = _grades(claims, platform)
    link, context = claims.get(f"{LTI}resource_link"), claims.get(f"{LTI}context")
    kind = claims[f"{LTI}message_type"]
    roster = claims.get(NRPS)
    roster_url = roster.get("context_memberships_url") if isinstance(roster, dict) else None
    shown = claims.get(f"{LTI}launch_presentation")
    back = shown.get("return_url") if isinstance(shown, dict) else None
    return {
        "message_type": kind,
        "sub": claims.get("sub"),
        "deployment": claims[f"{LTI}deployment_id"],
        "platform": platform.id,
        "roles": storable_roles(claims[f"{LTI}roles"]),
        "rights": rights(claims[f"{LTI}roles"]),
        "context": context["id"] if context is not None else None,
        "link": link["id"] if kind != SELECT and isinstance(link, dict) else None,
        "lineitems": lineitems,
        "lineitem": lineitem,
        "scopes": scopes,
        "roster": roster_url if is_service(roster_url, platform) else None,
        "back": back if is_page(back, platform) else None,
        "selection": claims[SETTINGS]["deep_link_return_url"] if kind == SELECT else None,
        "data": claims[SETTINGS].get("data") if kind == SELECT else None,
        "reviewed": claims.get(f"{LTI}for_user", {}).get("user_id") if kind == REVIEW else None,
        "custom": _custom(claims.get(f"{LTI}custom")),
    }


def _is_well_made(claims: Claims) -> bool:
    kind = claims.get(f"{LTI}message_type")
    if not isinstance(kind, str) or kind not in (OPEN, SELECT, REVIEW):
        return False
    return (
        claims.get(f"{LTI}version") == "1.3.0"
        and is_name(claims.get(f"{LTI}deployment_id"))
        and _is_roles(claims.get(f"{LTI}roles"))
        and ("sub" not in claims or is_name(claims["sub"]))
        and (f"{LTI}context" not in claims or _is_named(claims[f"{LTI}context"], "id"))
        and _is_custom(claims.get(f"{LTI}custom"))
        and _is_target(claims, kind)
        and (kind == SELECT or _is_named(claims.get(f"{LTI}resource_link"), "id"))
        and (kind != SELECT or _is_settings(claims.get(SETTINGS)))
        and (kind != REVIEW or _is_reviewed(claims))
    )


def _is_reviewed(claims: Claims) -> bool:
    return f"{LTI}for_user" not in claims or _is_named(claims[f"{LTI}for_user"], "user_id")


def _is_named(value: Json, member: str) -> bool:
    return isinstance(value, dict) and is_name(value.get(member))


def _is_roles(value: Json) -> bool:
    return isinstance(value, list) and len(value) <= 64 and all(isinstance(role, str) for role in value)


def _is_custom(value: Json) -> bool:
    # PHP writes an empty object as [].
    return value is None or value == [] or (isinstance(value, dict) and len(value) <= 200)


def _is_target(claims: Claims, kind: str) -> bool:
    if kind == SELECT and f"{LTI}target_link_uri" not in claims:
        return True
    target = claims.get(f"{LTI}target_link_uri")
    return isinstance(target, str) and target != ""


def _is_settings(value: Json) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("deep_link_return_url"), str):
        return False
    data = value.get("data")
    is_short = data is None or (isinstance(data, str) and len(data) <= 64 * 1024)
    return value["deep_link_return_url"] != "" and is_short


def _grades(claims: Claims, platform: Platform) -> tuple[str | None, str | None, frozenset[str]]:
    claim = claims.get(AGS)
    if not isinstance(claim, dict):
        return None, None, frozenset()
    found = [claim.get(name) for name in ("lineitems", "lineitem")]
    lineitems, lineitem = (url if is_service(url, platform) else None for url in found)
    if lineitem and lineitems and _origin(lineitem) != _origin(lineitems):
        lineitem = None
    if not lineitem and not lineitems:
        return None, None, frozenset()
    scope = claim.get("scope")
    words = re.split(r"[,\s]+", scope) if isinstance(scope, str) else scope if isinstance(scope, list) else []
    return lineitems, lineitem, frozenset(word for word in words if isinstance(word, str)) & GRADE_SCOPES


def _origin(url: str) -> object:
    found = address(url)
    return found[:3] if found else None


def _custom(value: Json) -> dict[str, str]:
    """Only what is beyond doubt: short plain names with short plain text, a whole number or a truth."""
    sent = value if isinstance(value, dict) else {}
    sure: dict[str, str] = {}
    for name, held in sent.items():
        if not is_name(name):
            continue
        if isinstance(held, bool):
            sure[name] = str(held).lower()
        elif type(held) is int:
            sure[name] = f"{held}"
        elif isinstance(held, str) and re.fullmatch(r"[A-Za-z0-9 -]{0,99}", held) and held == held.strip():
            sure[name] = held
    return sure

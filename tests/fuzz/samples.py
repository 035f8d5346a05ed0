"""Sound messages to begin with, and the values that are put into them."""

from __future__ import annotations

from tests.fuzz.facts import LAUNCH_URL, START, TOOL, Json, Platform
from tests.fuzz.judge_claims import AGS, LTI, NRPS, OPEN, REVIEW, SELECT, SETTINGS

COURSE_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership"
LEARNER, TRAINER = f"{COURSE_ROLE}#Learner", f"{COURSE_ROLE}#Instructor"
SITE_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
SYSTEM_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/system/person#"
SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
UUID = "6fa459ea-ee8a-3ca4-894e-db77e160355e"
KINDS = (OPEN, OPEN, OPEN, SELECT, REVIEW)

ODD: tuple[Json, ...] = (
    None, True, False, 0, -1, 7, 1.5, 10**30, "", " ", "x", "\x00", "a\x00b", "\r\nX: y", "\ud800",
    "\u202e\u0000", "é" * 255, "e\u0301" * 128, "x" * 255, "x" * 256, "x" * 5000, [], [None], [[]], ["1"],
    {}, {"id": None}, {"id": ""}, {"id": "1"}, {"id": ["1"]}, {"id": "x" * 256}, {"id": "1", "id2": {}},
)  # fmt: skip

ADDRESSES: tuple[Json, ...] = (
    "https://lms.example/services/9", "https://services.lms.example/x", "https://lms.example:8443/x",
    "https://LMS.example/x", "https://canvas.example/x", "https://sso.canvas.example/x?y=1",
    "https://grades.canvas.example/x", "https://GRADES.canvas.example/x",
    "http://lms.example/x", "https://evil.example/x", "https://lms.example.evil.example/x",
    "https://lms.example@evil.example/", "https://evil.example\\@lms.example/", "//lms.example/x",
    "https://lms.example/x#y", "https://lms.example/x#", "https://lms.example:0/",
    "https://lms.example:99999/",
    "https://lms.example:/x", "https://lms.example:44a/", "https://lms.example./x", "https://lms.example/ x",
    "https://lms.example/\r\nX: y", "https://user:pw@lms.example/x", "https://@lms.example/x",
    "https://lms.example:443/x",
    "http://lms.example:443/x", "javascript:alert(1)", "ftp://lms.example/", "https:/lms.example/",
    "https://[::1]/", "https://[lms.example/", "HTTPS://lms.example/x", "https://lms.example/é",
    'https://lms.example/"><script>', "https://lms.example/" + "x" * 5000, "", None, 7, [], {},
)  # fmt: skip

TARGETS: tuple[Json, ...] = (
    LAUNCH_URL, TOOL, f"{TOOL}/", f"{TOOL}?a=1", f"{TOOL}/a/b?c=../d", f"{TOOL}/a%20b", f"{TOOL}/%C3%A9",
    "https://evil.example/lti/launch", "http://tool.example/lti/launch", "https://tool.example@evil.example/",
    "//evil.example/", "/\\evil.example", f"{TOOL}.evil.example/", f"{TOOL}:443/lti/launch",
    f"{TOOL}:8443/", "https://TOOL.example/", "https://127.0.0.1/lti/launch", f"{TOOL}/lti/..%2fadmin",
    f"{TOOL}/lti/../admin", f"{TOOL}/./lti", f"{TOOL}//evil.example", f"{TOOL}/a/..", f"{TOOL}/%2e%2e/x",
    f"{TOOL}/%5Cx", f"{TOOL}/%00", f"{TOOL}/%0d%0aX: y", f"{TOOL}/%zz", f"{TOOL}/%", f"{TOOL}/%2",
    f"{TOOL}/%25x", f"{TOOL}/%7f", f"{TOOL}/a\\b", f"{TOOL}/é", f"{TOOL}/a#b", f"{TOOL}/a#", f"{TOOL}\\x",
    f"{TOOL}/a b", f"{TOOL}/a\r\nb", "javascript:alert(1)", "https://t\u00f6ol.example/", f" {LAUNCH_URL}",
    f"{TOOL}/" + "x" * 4100, f"{TOOL}#x", f"{TOOL}x/",
)  # fmt: skip

ROLES: tuple[str, ...] = (
    LEARNER, TRAINER, "Learner", "Instructor", "learner", "instructor", "INSTRUCTOR", "Administrator",
    f"{COURSE_ROLE}#instructor", f"{COURSE_ROLE}#Mentor", f"{COURSE_ROLE}#ContentDeveloper",
    f"{COURSE_ROLE}#Administrator", f"{COURSE_ROLE}/Learner#Instructor", f"{COURSE_ROLE}/Instructor#Grader",
    f"{COURSE_ROLE}/Instructor#PrimaryInstructor", f"{COURSE_ROLE}/Instructor#Lecturer",
    f"{COURSE_ROLE}/Instructor#TeachingAssistant", f"{COURSE_ROLE}/Instructor#TeachingAssistantSection",
    f"{COURSE_ROLE}/Instructor#", f"{COURSE_ROLE}/Instructor", f"{COURSE_ROLE}/Instructor#Evil",
    f"{SITE_ROLE}Instructor", f"{SITE_ROLE}Student", f"{SITE_ROLE}Administrator", f"{SITE_ROLE}Faculty",
    f"{SYSTEM_ROLE}Administrator", f"{SYSTEM_ROLE}SysAdmin", f"{SYSTEM_ROLE}User",
    "http://purl.imsglobal.org/vocab/lti/system/person#TestUser",
    "http://purl.imsglobal.org/vocab/lis/v2evil/membership#Instructor", "urn:lti:role:ims/lis/Instructor",
    f"{TRAINER}\x00", f"{TRAINER} ", f"{TRAINER}{'x' * 300}", "", "x" * 255,
)  # fmt: skip

HEADERS: dict[str, tuple[Json, ...]] = {
    "alg": ("none", "None", "", "HS256", "RS384", "RS512", "PS256", "ES256", "rs256", None, ["RS256"], 256),
    "kid": ("", "unknown", "short", "second", "ec", "broken", "for-coding", "for-others", None, 7, ["key-1"],
            {"kid": "key-1"}, "key-1 ", "KEY-1", "key-1\x00", "../../etc/passwd", "x" * 300),
    "typ": ("jwt", "at+jwt", "secevent+jwt", "logout+jwt", "", None, 1, ["JWT"], "JWS"),
    "crit": ([], ["exp"], ["b64"], None, "exp"),
    "b64": (False, True, None),
    "jku": ("https://evil.example/jwks", "https://lms.example/certs", None),
    "jwk": ({"kty": "RSA", "n": "AQ", "e": "AQAB"}, None),
    "x5u": ("https://evil.example/x", ""),
    "x5c": ([], ["MII"]),
    "x5t": ("x", None),
    "x5t#S256": ("x", None),
    "cty": ("JWT", "application/json", None),
    "zip": ("DEF",),
    "extra": ODD,
}  # fmt: skip


def sound_claims(platform: Platform, kind: str, nonce: str = "nonce-1", at: float = 0.0) -> dict[str, Json]:
    """A message of this kind as this platform would send it at this second."""
    issued, home = int(START + at), f"{platform.issuer}/services"
    claims: dict[str, Json] = {
        "iss": platform.issuer,
        "aud": platform.client_id,
        "sub": "7",
        "name": "Inès Martin",
        "nonce": nonce,
        "iat": issued,
        "exp": issued + 60,
        f"{LTI}message_type": kind,
        f"{LTI}version": "1.3.0",
        f"{LTI}deployment_id": min(platform.deployments),
        f"{LTI}target_link_uri": LAUNCH_URL,
        f"{LTI}roles": [LEARNER],
        f"{LTI}resource_link": {"id": "33", "title": "Diagnostic"},
        f"{LTI}context": {"id": "2", "title": "Premiers pas", "type": ["CourseSection"]},
        f"{LTI}launch_presentation": {"locale": "fr", "return_url": f"{platform.issuer}/course/2"},
        f"{LTI}custom": {"activity": "diagnostic", "count": 3, "flag": True},
        AGS: {
            "scope": [f"{SCOPE}lineitem", f"{SCOPE}score", f"{SCOPE}result.readonly"],
            "lineitems": f"{home}/2/lineitems?type_id=1",
            "lineitem": f"{home}/2/lineitems/5/lineitem?type_id=1",
        },
        NRPS: {"context_memberships_url": f"{home}/2/memberships"},
    }
    if kind == SELECT:
        del claims[f"{LTI}resource_link"]
        claims[SETTINGS] = {
            "deep_link_return_url": f"{platform.issuer}/return?sesskey=x",
            "accept_types": ["ltiResourceLink"],
            "data": "opaque",
        }
    if kind == REVIEW:
        claims[f"{LTI}for_user"] = {"user_id": "7"}
    return claims

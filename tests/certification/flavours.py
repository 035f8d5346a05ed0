"""How seven platforms write the same launch: their own claims, their habits with the standard's.

Source: what each platform's documentation and code show; see the names in each function.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.certification.check import CLAIM, Claims

COURSE = "http://purl.imsglobal.org/vocab/lis/v2/membership"


def _moodle(_random: Random, claims: Claims) -> None:
    claims |= {
        f"{CLAIM}ext": {"user_username": "imartin", "lms": "moodle-2"},
        f"{CLAIM}lis": {"person_sourcedid": "", "course_section_sourcedid": ""},
        f"{CLAIM}tool_platform": {
            "product_family_code": "moodle",
            "version": "2025041400",
            "guid": "moodle.example",
        },
    }


def _canvas(random: Random, claims: Claims) -> None:
    claims |= {
        "azp": claims["aud"],
        "errors": {"errors": {}},
        "picture": "https://canvas.example/images/messages/avatar-50.png",
        "https://www.instructure.com/placement": None,
        f"{CLAIM}lti11_legacy_user_id": "8865aa05b4b79b64a91a86042e43af5ea8ae79eb",
        f"{CLAIM}lti1p1": {"user_id": "8865aa05", "validation_context": None, "errors": {"errors": {}}},
        f"{CLAIM}lis": {
            "person_sourcedid": None,
            "course_offering_sourcedid": "1",
            "validation_context": None,
        },
    }
    claims[f"{CLAIM}custom"] = {**claims[f"{CLAIM}custom"], "canvas_course_id": random.randrange(10**9)}
    claims[f"{CLAIM}resource_link"] |= {"description": None, "validation_context": None}


def _brightspace(random: Random, claims: Claims) -> None:
    claims |= {
        "http://www.brightspace.com": {
            "user_id": 300,
            "username": "imartin",
            "context_id_history": "",
            "tenant_id": "a",
        },
        "middle_name": None,
        f"{CLAIM}lis": {"person_sourcedid": "1", "course_section_sourcedid": None},
        "exp": claims["iat"] + 3600,
    }
    claims[f"{CLAIM}context"] = {"id": str(random.randrange(10**6)), "type": [f"{COURSE}#CourseOffering"]}


def _blackboard(random: Random, claims: Claims) -> None:
    claims |= {
        "aud": [claims["aud"]],
        "https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice": {
            "scope": [],
            "service_versions": ["1.0"],
        },
        f"{CLAIM}lti1p1": {"user_id": "_1_1"},
        f"{CLAIM}tool_platform": {
            "product_family_code": "BlackboardLearn",
            "version": "3900.0.0-rel.1+2",
            "guid": "x",
        },
    }
    claims[f"{CLAIM}resource_link"] = {"id": f"_{random.randrange(10**5)}_1"}


def _sakai(_random: Random, claims: Claims) -> None:
    claims |= {
        "https://www.sakailms.org/spec/lti/claim/extension": {
            "sakai_launch_version": 2,
            "sakai_role": "access",
        },
        f"{CLAIM}postverify": "https://sakai.example/imsblis/postverify/1",
        f"{CLAIM}lti_bo": {"lis_result_sourcedid": "x"},
        f"{CLAIM}lti1p1": {"oauth_consumer_key": "x", "oauth_consumer_key_sign": "y"},
    }


def _open_edx(random: Random, claims: Claims) -> None:
    block = f"block-v1:Centre+NUM1+2026+type@lti_consumer+block@{random.randrange(16**8):08x}"
    claims |= {
        "azp": claims["aud"],
        "preferred_username": "imartin",
        f"{CLAIM}resource_link": {"id": block},
        f"{CLAIM}context": {"id": "course-v1:Centre+NUM1+2026", "label": "NUM1", "type": ["CourseSection"]},
    }
    for name in ("name", "given_name", "family_name", f"{CLAIM}launch_presentation"):
        claims.pop(name, None)


def _bare(_random: Random, claims: Claims) -> None:
    """Nothing that is not required."""
    required = (
        "message_type",
        "version",
        "deployment_id",
        "target_link_uri",
        "roles",
        "resource_link",
        "custom",
    )
    kept = {"iss", "aud", "sub", "nonce", "iat", "exp", *(f"{CLAIM}{name}" for name in required)}
    for name in claims.keys() - kept:
        del claims[name]


FLAVOURS: dict[str, Callable[[Random, Claims], None]] = {
    "moodle": _moodle,
    "canvas": _canvas,
    "brightspace": _brightspace,
    "blackboard": _blackboard,
    "sakai": _sakai,
    "open-edx": _open_edx,
    "bare": _bare,
}

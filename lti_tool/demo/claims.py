"""What the LMS says in an id_token, in the shape that Moodle gives it.

Source: LTI 1.3 core, section 5.3 and appendix A; AGS 2.0, section 3.1; NRPS 2.0, section 2.
"""

from __future__ import annotations

import uuid
from typing import Any

from lti_tool.demo.cast import Activity, Course, Member
from lti_tool.demo.platform import AGS_SCOPES, DemoPlatform

LIFE_SECONDS = 60
_LTI = "https://purl.imsglobal.org/spec/lti/claim/"
_NAMESPACE = uuid.UUID("8d6f0f6a-6a52-4c3e-9a3b-1f5a0a7e9c11")


def id_token_claims(
    platform: DemoPlatform, member: Member, activity: Activity, *, nonce: str, document_target: str
) -> dict[str, Any]:  # Any: claims are JSON
    """All claims of one resource link launch; the token lives for 60 seconds."""
    course = _course(platform, activity.context_id)
    presentation = f"{_LTI}launch_presentation"
    common = common_claims(platform, member, nonce=nonce, document_target=document_target)
    back = f"{platform.addresses.lms_url}/activity/{activity.link_id}/return"
    return {
        **common,
        f"{_LTI}message_type": "LtiResourceLinkRequest",
        **_place_claims(course, activity),
        presentation: {**common[presentation], "return_url": back},
        f"{_LTI}custom": _filled_in(platform, activity),
        **_service_claims(platform, activity),
    }


def common_claims(
    platform: DemoPlatform, member: Member, *, nonce: str, document_target: str
) -> dict[str, Any]:  # Any: as above
    """What every message says: who, where, for whom; the return address is that of the course."""
    issued_at = int(platform.clock().timestamp())
    return {
        "iss": platform.addresses.lms_url,
        "aud": platform.book.client_id,
        "sub": member.sub,
        "iat": issued_at,
        "exp": issued_at + LIFE_SECONDS,
        "nonce": nonce,
        **({} if platform.habits.hides_names else _person_claims(member)),
        f"{_LTI}version": "1.3.0",
        f"{_LTI}deployment_id": platform.book.deployment_id,
        f"{_LTI}target_link_uri": platform.addresses.tool_launch_url,
        f"{_LTI}roles": sorted(member.roles),
        f"{_LTI}context": _context_claim(_course(platform, member.context_id)),
        f"{_LTI}lis": {"person_sourcedid": "", "course_section_sourcedid": ""},
        f"{_LTI}launch_presentation": {
            "locale": "fr",
            "document_target": document_target,
            "return_url": f"{platform.addresses.lms_url}/",
        },
        f"{_LTI}tool_platform": _platform_claim(platform),
    }


def _person_claims(member: Member) -> dict[str, Any]:  # Any: as above
    return {
        "name": member.name,
        "given_name": member.given_name,
        "family_name": member.family_name,
        "email": member.email,
        f"{_LTI}ext": {"user_username": member.key, "lms": "moodle-2"},
    }


def _place_claims(course: Course, activity: Activity) -> dict[str, Any]:  # Any: as above
    return {
        f"{_LTI}context": _context_claim(course),
        f"{_LTI}resource_link": {
            "id": activity.link_id,
            "title": activity.title,
            "description": activity.about,
        },
    }


def _context_claim(course: Course) -> dict[str, Any]:  # Any: as above
    return {
        "id": course.context_id,
        "label": course.label,
        "title": course.title,
        "type": ["CourseSection"],
    }


def _course(platform: DemoPlatform, context_id: str) -> Course:
    course = platform.cast.course(context_id)
    if course is None:
        raise LookupError(context_id)
    return course


def _filled_in(platform: DemoPlatform, activity: Activity) -> dict[str, str]:
    """The custom parameters with the variables that this kind of platform knows; others stay as they are."""
    known = {"$Context.id.history": ""}
    if platform.habits.product_family_code == "moodle":
        known["$Moodle.Person.userGroupIds"] = ""
    return {name: known.get(value, value) for name, value in activity.custom.items()}


def _platform_claim(platform: DemoPlatform) -> dict[str, str]:
    return {
        "guid": uuid.uuid5(_NAMESPACE, platform.addresses.lms_url).hex,
        "name": platform.cast.site_name,
        "description": platform.cast.site_name,
        "product_family_code": platform.habits.product_family_code,
        "version": platform.habits.product_version,
    }


def _service_claims(platform: DemoPlatform, activity: Activity) -> dict[str, Any]:  # Any: as above
    ags: dict[str, Any] = {  # Any: as above
        "scope": list(AGS_SCOPES),
        "lineitems": platform.line_items_url(activity.context_id),
    }
    items = [
        item
        for item in platform.book.line_items(activity.context_id)
        if item.resource_link_id == activity.link_id
    ]
    # With several columns on one link no platform can say which one is meant.
    if len(items) == 1:
        ags["lineitem"] = platform.line_item_url(items[0])
    return {
        "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": ags,
        "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice": {
            "context_memberships_url": platform.members_url(activity.context_id),
            "service_versions": ["1.0", "2.0"],
        },
    }

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
    course = platform.cast.course(activity.context_id)
    if course is None:
        raise LookupError(activity.context_id)
    issued_at = int(platform.clock().timestamp())
    return {
        "iss": platform.addresses.lms_url,
        "aud": platform.book.client_id,
        "sub": member.sub,
        "iat": issued_at,
        "exp": issued_at + LIFE_SECONDS,
        "nonce": nonce,
        **_person_claims(member),
        f"{_LTI}message_type": "LtiResourceLinkRequest",
        f"{_LTI}version": "1.3.0",
        f"{_LTI}deployment_id": platform.book.deployment_id,
        f"{_LTI}target_link_uri": platform.addresses.tool_launch_url,
        f"{_LTI}roles": sorted(member.roles),
        **_place_claims(course, activity),
        f"{_LTI}lis": {"person_sourcedid": "", "course_section_sourcedid": ""},
        f"{_LTI}launch_presentation": {
            "locale": "fr",
            "document_target": document_target,
            "return_url": f"{platform.addresses.lms_url}/activity/{activity.link_id}/return",
        },
        f"{_LTI}tool_platform": _platform_claim(platform),
        f"{_LTI}custom": dict(activity.custom),
        **_service_claims(platform, activity),
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
        f"{_LTI}context": {
            "id": course.context_id,
            "label": course.label,
            "title": course.title,
            "type": ["CourseSection"],
        },
        f"{_LTI}resource_link": {
            "id": activity.link_id,
            "title": activity.title,
            "description": activity.about,
        },
    }


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

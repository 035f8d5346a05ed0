"""The claims of the two messages that are no plain opening: a selection, and the review of one person's work.

Source: LTI Deep Linking 2.0, 4.4; LTI Submission Review 1.0, 3; security notes D02 to D11.
"""

from __future__ import annotations

from typing import Any

from lti_tool.domain.deep_link import is_open_edx
from lti_tool.domain.errors import InvalidMessage
from lti_tool.domain.launch import (
    DEEP_LINKING_REQUEST,
    SUBMISSION_REVIEW_REQUEST,
    DeepLinkingClaim,
    Registration,
)
from lti_tool.lti.addresses import service_fault
from lti_tool.lti.text import is_identifier, shown_text

SETTINGS_CLAIM = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
FOR_USER_CLAIM = "https://purl.imsglobal.org/spec/lti/claim/for_user"
MESSAGE_TYPE_CLAIM = "https://purl.imsglobal.org/spec/lti/claim/message_type"
RESOURCE_LINK_TYPE = "ltiResourceLink"
DATA_CHARACTERS = 65_536

Claims = dict[str, Any]  # Any: a claim is of any JSON shape until it has been looked at.


def has_deep_linking_settings(claims: Claims) -> bool:
    """Whether the settings name a return address and, if any, opaque data of 64 KiB at most."""
    settings = claims.get(SETTINGS_CLAIM)
    if not isinstance(settings, dict):
        return False
    url, data = settings.get("deep_link_return_url"), settings.get("data")
    if data is not None and (not isinstance(data, str) or len(data) > DATA_CHARACTERS):
        return False
    return isinstance(url, str) and bool(url)


def has_sound_reviewed_user(claims: Claims) -> bool:
    """Whether the message says whose work is to be shown, or nothing about it.

    From the heading of a column Moodle sends the message without the claim.
    Source: Moodle 4.1 and 5.1 ``mod/lti/grade.php``, ``lti_build_request``.
    """
    if FOR_USER_CLAIM not in claims:
        return True
    user = claims[FOR_USER_CLAIM]
    return isinstance(user, dict) and is_identifier(user.get("user_id"))


def read_deep_linking(
    claims: Claims, registration: Registration, *, allow_insecure: bool
) -> DeepLinkingClaim | None:
    """What is asked of the selection; ``None`` in another message.

    ``accept_types`` and ``accept_lineitem`` may be missing (Moodle names no ``accept_lineitem`` and takes
    one all the same): missing means yes. Open edX takes several, and then opens all of them under the
    unit's one resource link with one grade: there a unit is for one.

    Raises:
        InvalidMessage: ``e-sec``, ``return-bad-url``, ``return-not-https`` or ``return-other-host``.
    """
    if claims.get(MESSAGE_TYPE_CLAIM) != DEEP_LINKING_REQUEST:
        return None
    settings: Claims = claims[SETTINGS_CLAIM]
    return_url = settings["deep_link_return_url"]
    fault = service_fault(return_url, registration, allow_insecure=allow_insecure)
    if fault is not None:
        raise InvalidMessage("e-sec", reason=f"return-{fault}")
    types = settings.get("accept_types")
    return DeepLinkingClaim(
        return_url=return_url,
        accepts_links=not isinstance(types, list) or RESOURCE_LINK_TYPE in types,
        accepts_several=settings.get("accept_multiple") in (True, "true") and not is_open_edx(return_url),
        accepts_line_items=settings.get("accept_lineitem", True) not in (False, "false"),
        data=settings.get("data"),
        title=shown_text(settings.get("title")),
    )


def read_reviewed_user(claims: Claims) -> str | None:
    """The platform's word for the person whose work is to be shown.

    ``None`` in another message, and where the message is about everybody's.
    """
    if claims.get(MESSAGE_TYPE_CLAIM) != SUBMISSION_REVIEW_REQUEST or FOR_USER_CLAIM not in claims:
        return None
    return str(claims[FOR_USER_CLAIM]["user_id"])

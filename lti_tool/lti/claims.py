"""The LTI claims of a verified token, turned into a ``domain.launch.Launch``.

What must be right is refused when it is wrong, all faults named together; what is only shown is mended
or dropped and never refuses a learner. Source: LTI 1.3 core, 5.3 and 5.4; security notes C12 to C60.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from lti_tool.domain.errors import InvalidMessage
from lti_tool.domain.launch import (
    DEEP_LINKING_REQUEST,
    RESOURCE_LINK_REQUEST,
    SUBMISSION_REVIEW_REQUEST,
    Context,
    Deployment,
    Launch,
    LoginState,
    Person,
    Registration,
    ResourceLink,
)
from lti_tool.domain.roles import rights_of
from lti_tool.lti.addresses import is_own_target, is_platform_page
from lti_tool.lti.message_claims import (
    has_deep_linking_settings,
    has_sound_reviewed_user,
    read_deep_linking,
    read_reviewed_user,
)
from lti_tool.lti.quirks import is_empty_php_object, is_unsubstituted
from lti_tool.lti.service_claims import read_ags, read_nrps
from lti_tool.lti.text import IDENTIFIER_CHARACTERS, has_control_characters, is_identifier, shown_text

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
VERSION = "1.3.0"
ROLES_MAXIMUM = 64
CUSTOM_MAXIMUM = 200
CUSTOM_CHARACTERS = 8192
HISTORY_MAXIMUM = 50

Claims = dict[str, Any]  # Any: a claim is of any JSON shape until it has been looked at.


def check_message(claims: Claims) -> None:
    """Check that this is a message that the tool answers, with everything that one must have.

    Raises:
        InvalidMessage: ``message-type`` for another message; otherwise the names of all missing or
            malformed claims, joined by ``-and-``.
    """
    kind = claims.get(f"{CLAIM}message_type", RESOURCE_LINK_REQUEST)
    required = _REQUIRED_BY_MESSAGE.get(kind) if isinstance(kind, str) else None
    if required is None:
        raise InvalidMessage(reason="message-type")
    faults = [name for name, is_right in required.items() if not is_right(claims)]
    if faults:
        raise InvalidMessage(reason="-and-".join(faults))


def check_deployment(claims: Claims, state: LoginState) -> str:
    """The platform's deployment id, when it is the one that the login announced.

    Raises:
        InvalidMessage: ``deployment-changed`` (C16).
    """
    deployment_id = str(claims[f"{CLAIM}deployment_id"])
    if state.deployment_hint is not None and deployment_id != state.deployment_hint:
        raise InvalidMessage("e-sec", reason="deployment-changed")
    return deployment_id


def check_target(claims: Claims, state: LoginState, *, tool_origin: str, launch_url: str) -> str:
    """The signed target, when it is ours and the one that the login announced.

    A deep linking request needs none (Deep Linking 2.0, 4.4.1): the login's own stands for it.

    Raises:
        InvalidMessage: ``target-elsewhere`` or ``target-changed`` (C36).
    """
    target = str(claims.get(f"{CLAIM}target_link_uri", state.target_link_uri))
    if not is_own_target(target, tool_origin=tool_origin, launch_url=launch_url):
        raise InvalidMessage("e-sec", reason="target-elsewhere")
    if target != state.target_link_uri:
        raise InvalidMessage("e-sec", reason="target-changed")
    return target


def read_launch(
    claims: Claims,
    *,
    registration: Registration,
    deployment: Deployment,
    allow_insecure: bool,
    warnings: tuple[str, ...],
) -> Launch:
    """The launch that these claims describe; they have passed the three checks above.

    ``warnings`` are put before those found here.

    Raises:
        InvalidMessage: ``e-sec``: what ``read_deep_linking`` raises.
    """
    roles = tuple(role for role in claims[f"{CLAIM}roles"] if _is_kept_role(role))
    custom = _custom_of(claims)
    ags, ags_warnings = read_ags(claims, registration, allow_insecure=allow_insecure)
    nrps_url, nrps_warnings = read_nrps(claims, registration, allow_insecure=allow_insecure)
    presentation = _object(claims, "launch_presentation")
    return_url = presentation.get("return_url")
    may_return = is_platform_page(return_url, registration, allow_insecure=allow_insecure)
    return Launch(
        registration=registration,
        deployment=deployment,
        message_type=str(claims[f"{CLAIM}message_type"]),
        person=_person_of(claims),
        roles=roles,
        rights=rights_of(roles),
        target_link_uri=str(claims.get(f"{CLAIM}target_link_uri", "")),
        context=_context_of(claims, custom),
        resource_link=_link_of(claims),
        locale=shown_text(presentation.get("locale")) or shown_text(claims.get("locale")),
        return_url=str(return_url) if may_return else None,
        ags=ags,
        nrps_url=nrps_url,
        deep_linking=read_deep_linking(claims, registration, allow_insecure=allow_insecure),
        for_user_sub=read_reviewed_user(claims),
        custom=custom,
        warnings=(*warnings, *ags_warnings, *nrps_warnings),
    )


def _has_sub(claims: Claims) -> bool:
    # Absent is an anonymous launch (core 5.3.6); present and empty is a fault of the platform.
    return "sub" not in claims or is_identifier(claims["sub"])


def _has_roles(claims: Claims) -> bool:
    roles = claims.get(f"{CLAIM}roles")
    return (
        isinstance(roles, list)
        and len(roles) <= ROLES_MAXIMUM
        and all(isinstance(role, str) for role in roles)
    )


def _has_link(claims: Claims) -> bool:
    link = claims.get(f"{CLAIM}resource_link")
    return isinstance(link, dict) and is_identifier(link.get("id"))


def _has_sound_context(claims: Claims) -> bool:
    if f"{CLAIM}context" not in claims:
        return True
    context = claims[f"{CLAIM}context"]
    return isinstance(context, dict) and is_identifier(context.get("id"))


def _has_target(claims: Claims) -> bool:
    target = claims.get(f"{CLAIM}target_link_uri")
    return isinstance(target, str) and bool(target)


def _has_sound_custom(claims: Claims) -> bool:
    custom = claims.get(f"{CLAIM}custom")
    if custom is None or is_empty_php_object(custom):
        return True
    return isinstance(custom, dict) and len(custom) <= CUSTOM_MAXIMUM


# The order is that of the administrator's detail.
_COMMON: dict[str, Callable[[Claims], bool]] = {
    "message-type": lambda claims: f"{CLAIM}message_type" in claims,
    "version": lambda claims: claims.get(f"{CLAIM}version") == VERSION,
    "deployment-id": lambda claims: is_identifier(claims.get(f"{CLAIM}deployment_id")),
}
_SHARED: dict[str, Callable[[Claims], bool]] = {
    "roles": _has_roles,
    "sub": _has_sub,
    "context": _has_sound_context,
    "custom": _has_sound_custom,
}
_RESOURCE_LINK: dict[str, Callable[[Claims], bool]] = {
    **_COMMON,
    "target-link-uri": _has_target,
    "roles": _has_roles,
    "resource-link": _has_link,
    **_SHARED,
}
_REQUIRED_BY_MESSAGE: dict[str, dict[str, Callable[[Claims], bool]]] = {
    RESOURCE_LINK_REQUEST: _RESOURCE_LINK,
    DEEP_LINKING_REQUEST: {
        **_COMMON,
        "target-link-uri": lambda claims: f"{CLAIM}target_link_uri" not in claims or _has_target(claims),
        **_SHARED,
        "deep-linking-settings": has_deep_linking_settings,
    },
    SUBMISSION_REVIEW_REQUEST: {**_RESOURCE_LINK, "for-user": has_sound_reviewed_user},
}


def _object(claims: Claims, name: str) -> Claims:
    value = claims.get(f"{CLAIM}{name}")
    return value if isinstance(value, dict) else {}


def _link_of(claims: Claims) -> ResourceLink | None:
    link = _object(claims, "resource_link")
    if not link or claims[f"{CLAIM}message_type"] == DEEP_LINKING_REQUEST:
        return None
    return ResourceLink(resource_link_id=link["id"], title=shown_text(link.get("title")))


def _is_kept_role(role: str) -> bool:
    return len(role) <= IDENTIFIER_CHARACTERS and not has_control_characters(role)


def _person_of(claims: Claims) -> Person | None:
    if "sub" not in claims:
        return None
    parts = (shown_text(claims.get(name)) for name in ("given_name", "family_name"))
    name = shown_text(claims.get("name")) or shown_text(" ".join(part for part in parts if part))
    return Person(sub=claims["sub"], name=name)


def _context_of(claims: Claims, custom: dict[str, str]) -> Context | None:
    context = claims.get(f"{CLAIM}context")
    if context is None:
        return None
    title = shown_text(context.get("title")) or shown_text(context.get("label"))
    return Context(
        context_id=context["id"], title=title, history=_history_of(custom.get("context_history", ""))
    )


def _history_of(text: str) -> tuple[str, ...]:
    """The contexts that this one was copied from, nearest first: ``$Context.id.history``, a custom value.

    Source: LTI 1.3 core, the variable ``Context.id.history``: ids are URL-encoded and separated by commas.
    """
    pieces = dict.fromkeys(unquote(piece.strip()) for piece in text.split(","))
    return tuple(piece for piece in pieces if is_identifier(piece))[:HISTORY_MAXIMUM]


def _custom_of(claims: Claims) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in _object(claims, "custom").items():
        text = _custom_text(value)
        if text is not None and is_identifier(name) and not is_unsubstituted(text):
            kept[name] = text
    return kept


def _custom_text(value: object) -> str | None:
    """Text, or a number or boolean as Canvas sends them, as text; ``None`` for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str) or len(value) > CUSTOM_CHARACTERS:
        return None
    return shown_text(value, CUSTOM_CHARACTERS)

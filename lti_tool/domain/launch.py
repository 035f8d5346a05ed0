"""What a verified LTI launch says, in the standard's own words.

Source: LTI 1.3 core, section 5.3; LTI Advantage services. Identifiers from outside are opaque text and
are compared byte by byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lti_tool.domain.roles import Rights

RESOURCE_LINK_REQUEST = "LtiResourceLinkRequest"
DEEP_LINKING_REQUEST = "LtiDeepLinkingRequest"
SUBMISSION_REVIEW_REQUEST = "LtiSubmissionReviewRequest"
CUSTOM_PARAMETERS: Mapping[str, str] = {
    "context_history": "$Context.id.history",
    "groups": "$Moodle.Person.userGroupIds",
}
"""What the platform is asked to fill in at each launch: the courses that this one was copied from, and the
person's groups. Asked for at registration and in every link; a platform that does not know a variable sends
it back as it is, and it is dropped. Source: LTI 1.3 core, appendix D; Moodle ``mod/lti/locallib.php``."""


REGISTRATIONS_KEPT = 1024
"""Of so many platforms, what follows from their addresses is worked out once and not for every launch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One platform as the tool knows it: an issuer and a client id, with the platform's addresses.

    ``token_audience`` is the ``aud`` of our client assertions where the platform wants something other
    than its token address. ``granted_scopes`` is what the platform granted when it was registered, ``None``
    when it did not say; each launch says again what holds. ``id`` and ``centre_id`` are ours.

    ``extra_parents`` are origins that may frame our pages beside the platform's own; ``service_hosts`` are
    exact host names where the platform's services may lie beside those of its addresses. An administrator
    wrote both.
    """

    centre_id: str
    id: str
    issuer: str
    client_id: str
    auth_login_url: str
    token_url: str
    jwks_url: str
    name: str = ""
    token_audience: str | None = None
    granted_scopes: tuple[str, ...] | None = None
    extra_parents: tuple[str, ...] = ()
    service_hosts: tuple[str, ...] = ()
    is_enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One installation of the tool inside a platform; ``deployment_id`` is the platform's word for it."""

    centre_id: str
    registration_id: str
    id: str
    deployment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginState:
    """What the tool remembers between the login and the launch, and takes once.

    ``state_hash`` and ``browser_hash`` are SHA-256 hex digests of values that only the browser holds.
    ``deployment_hint`` is the unsigned ``lti_deployment_id`` of the login, or ``None``. ``agent_hash`` is
    the digest of how the browser introduces itself, ``None`` when it does not. ``storage_target`` names the
    frame in which the platform keeps things for tools, and ``storage_hash`` is the digest of what was put
    there; both are ``None`` when it offers none.
    """

    state_hash: str
    nonce: str
    browser_hash: str
    centre_id: str
    registration_id: str
    target_link_uri: str
    deployment_hint: str | None
    created_at: datetime
    expires_at: datetime
    agent_hash: str | None = None
    storage_hash: str | None = None
    storage_target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who launched. ``name`` is empty when the platform hides it; ``sub`` is never shown."""

    sub: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The course, as the platform names it. ``history`` lists the contexts it was copied from."""

    context_id: str
    title: str = ""
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceLink:
    """The activity's place in the course, as the platform names it."""

    resource_link_id: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgsClaim:
    """Where grades go. Only addresses that passed the origin checks are kept.

    ``lineitems_url`` is the container of the context, ``lineitem_url`` the one column that the platform
    tied to this link, each ``None`` when absent or refused. ``scopes`` are those granted in the claim.
    """

    lineitems_url: str | None = None
    lineitem_url: str | None = None
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepLinkingClaim:
    """What a platform asks of a selection, and where the answer goes.

    ``return_url`` passed the origin checks. ``data`` must go back unchanged; ``None`` when none came.
    Source: LTI Deep Linking 2.0, 4.4.1.
    """

    return_url: str
    accepts_links: bool = True
    accepts_several: bool = False
    accepts_line_items: bool = True
    data: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """A launch that passed every check of ``lti/verify`` and ``lti/claims``.

    ``warnings`` are reason codes of things that were dropped without refusing the learner, such as an
    AGS address on plain http; an administrator reads them. ``person`` is ``None`` in an anonymous launch.
    ``locale`` is the platform's word for the language, unchecked; ``custom`` values are text.

    ``message_type`` is one of the three requests above. A deep linking request has ``deep_linking`` and no
    ``resource_link``; a submission review names in ``for_user_sub`` whose work is to be shown, ``None``
    for everybody's.

    ``login`` is the login that it answers: whoever accepts the launch spends it in the same transaction.
    ``None`` when it is spent already.
    """

    registration: Registration
    deployment: Deployment
    message_type: str
    person: Person | None
    roles: tuple[str, ...]
    rights: Rights
    target_link_uri: str
    context: Context | None = None
    resource_link: ResourceLink | None = None
    locale: str = ""
    return_url: str | None = None
    ags: AgsClaim | None = None
    nrps_url: str | None = None
    deep_linking: DeepLinkingClaim | None = None
    for_user_sub: str | None = None
    custom: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    login: LoginState | None = field(default=None, repr=False)

    @property
    def is_anonymous_opening(self) -> bool:
        """Whether somebody whom the platform does not name opens an activity: they may look, no more."""
        return self.person is None and self.message_type == RESOURCE_LINK_REQUEST

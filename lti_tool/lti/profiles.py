"""What differs between families of platforms when the tool is registered; each line says where it was seen.

A family is found by ``product_family_code``, which any platform may claim: nothing here gives a right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

GENERIC = "generic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One family of platforms.

    ``hosts`` belong to the vendor and count as related to any issuer of the family. ``placements`` are
    asked for where the platform offers them. ``token_audience`` is fixed by the vendor. ``extensions``
    go into the tool configuration. ``names_audience`` is false where ``authorization_server`` is no
    audience that the platform's own token address accepts.
    """

    codes: tuple[str, ...] = ()
    hosts: frozenset[str] = frozenset()
    placements: tuple[str, ...] = ()
    token_audience: str | None = None
    extensions: Mapping[str, str] = field(default_factory=dict)
    names_audience: bool = True


PROFILES: Mapping[str, Profile] = {
    # Moodle takes the last deep-linking message and nothing of the others.
    # Source: Moodle 5.1 ``mod/lti/classes/local/ltiopenid/registration_helper.php``.
    "moodle": Profile(codes=("moodle",)),
    # The issuer is the same for every customer in the cloud; its hosts are being renamed. The privacy
    # level is "anonymous" unless asked. Source: instructure/canvas-lms ``doc/api/registration.md``,
    # ``lib/lti/ims/advantage_access_token_request_helper.rb``.
    "canvas": Profile(
        codes=("canvas",),
        hosts=frozenset({"canvas.instructure.com", "sso.canvaslms.com"}),
        placements=("link_selection", "assignment_selection"),
        extensions={"https://canvas.instructure.com/lti/privacy_level": "name_only"},
        names_audience=False,
    ),
    # Source: hypothesis/lms ``d2l/_plugin/misc.py``; https://github.com/Simon-Initiative/oli-torus/issues/4316
    "brightspace": Profile(
        codes=("desire2learn", "brightspace", "d2l"),
        hosts=frozenset({"auth.brightspace.com", "api.brightspace.com"}),
        token_audience="https://api.brightspace.com/auth/token",  # noqa: S106 - an address, not a secret
    ),
    # One central registration for all customers. Source: Simon-Initiative/oli-torus PR #1979.
    "blackboard": Profile(
        codes=("blackboardlearn", "blackboard", "blackboard learn"),
        hosts=frozenset({"developer.blackboard.com", "developer.anthology.com"}),
    ),
    # Takes the first deep-linking message. Source: sakaiproject/sakai ``LTI13Servlet``.
    "sakai": Profile(codes=("sakailms.org", "sakai")),
    "open-edx": Profile(codes=("openedx", "open edx", "open-edx", "edx")),
    GENERIC: Profile(),
}

CONFIGURATION_HOSTS: Mapping[str, frozenset[str]] = {
    "https://canvas.instructure.com": frozenset({"sso.canvaslms.com"}),
    "https://blackboard.com": frozenset({"developer.blackboard.com", "developer.anthology.com"}),
}
"""Central issuers whose configuration lies on another host of the same vendor."""


def family_of(code: object) -> str:
    """The family of a ``product_family_code``; ``generic`` for anything unheard of."""
    word = code.strip().lower() if isinstance(code, str) else ""
    return next((family for family, known in PROFILES.items() if word in known.codes), GENERIC)

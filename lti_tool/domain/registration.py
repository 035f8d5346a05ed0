"""How a platform and the tool become known to each other: invitation, configuration, answer.

Source: LTI Dynamic Registration 1.0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """The right to connect one platform to one centre, once, until ``expires_at``.

    ``token_hash`` is the SHA-256 hex digest of a secret that only the address holds. ``name`` is what
    people will call the platform. ``registration_id`` is reserved for the registration, so that its key set
    has an address before the platform is asked; empty in an invitation of a former release.
    """

    token_hash: str
    centre_id: str
    name: str
    created_at: datetime
    expires_at: datetime
    registration_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformConfiguration:
    """What a platform says of itself, checked: every address is usable, the issuer is where it was read.

    ``family`` is one of the names in ``lti/profiles.py``. ``other_hosts`` are hosts of endpoints that
    have nothing to do with the issuer's: a person must confirm them (Y05). ``placements`` are those that
    the platform offers for a resource link and ``selection_placements`` those for a deep linking request,
    ``None`` when it does not say.
    """

    issuer: str
    auth_login_url: str
    token_url: str
    jwks_url: str
    registration_url: str
    family: str
    token_audience: str | None = None
    other_hosts: tuple[str, ...] = ()
    placements: frozenset[str] | None = None
    selection_placements: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationAnswer:
    """What the platform made of our registration.

    ``deployment_id`` is ``None`` where it comes later. ``scopes`` are those granted, ``None`` when the
    platform does not say; ``missing_scopes`` were asked for and not granted. ``is_update`` tells that the
    platform's own token was for an existing registration, not for a new one.
    """

    client_id: str
    deployment_id: str | None = None
    scopes: tuple[str, ...] | None = None
    missing_scopes: tuple[str, ...] = ()
    is_update: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRequest:
    """What the platform put into the address of our page, and what a person said there.

    ``token`` is the platform's secret, empty where it gives none. ``confirmed_hosts`` are the unrelated
    hosts that a person saw and confirmed. ``description`` is one sentence about the tool for the platform.
    ``key_set`` names the set of keys that the platform is told of; empty for all keys of the installation.
    """

    configuration_url: str
    token: str = field(default="", repr=False)
    confirmed_hosts: frozenset[str] = frozenset()
    description: str = ""
    key_set: str = ""

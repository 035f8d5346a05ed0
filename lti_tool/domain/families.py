"""Families of platforms: where each keeps its addresses, and which one an address belongs to.

Only what the family fixes is filled in; an empty address is one that the platform must show.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from lti_tool.domain.launch import Registration

FAMILIES = ("moodle", "canvas", "brightspace", "blackboard", "sakai", "open-edx", "generic")
ADDRESS_CHARACTERS = 1000
_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+(?::[0-9]{1,5})?")

_LOGINS = (
    ("moodle", "/mod/lti/auth.php"),
    ("sakai", "/imsoidc/lti13/"),
    ("open-edx", "/api/lti_consumer/"),
    ("canvas", "/api/lti/authorize"),
    ("brightspace", "/d2l/lti/"),
    ("blackboard", "developer.blackboard.com/"),
    ("blackboard", "developer.anthology.com/"),
)

# An administrator copies the address of the page that she is on.
_INNER_PAGES = (
    *("/mod/", "/admin/", "/course/", "/login/", "/my/", "/user/", "/local/", "/grade/", "/index.php"),
    *("/d2l/", "/portal", "/ultra", "/studio"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """The addresses of one platform; each is empty where only the platform knows it.

    ``token_audience`` is what the platform wants in our client assertions, ``None`` for its token address.
    """

    issuer: str = ""
    auth_login_url: str = ""
    token_url: str = ""
    jwks_url: str = ""
    token_audience: str | None = None


def site_of(address: str) -> str | None:
    """The address of a whole site from that of any of its pages: ``https://host/path`` without a last slash.

    A missing scheme is taken as https. ``None`` when this is no address.
    """
    text = address.strip()
    if not text or len(text) > ADDRESS_CHARACTERS or not text.isprintable() or " " in text:
        return None
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        has_port = parts.port != 0
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc) or not has_port:
        return None
    path = f"{parts.path}/"
    cuts = [path.index(page) for page in _INNER_PAGES if page in path]
    return f"{parts.scheme}://{parts.netloc}{path[: min(cuts)] if cuts else path}".rstrip("/")


def endpoints_of(family: str, address: str) -> Endpoints | None:
    """The addresses of a platform of this family at this address; ``None`` when the address is none.

    ``family`` is one of ``FAMILIES``; another word is treated as ``generic``.
    """
    site = site_of(address)
    if site is None:
        return None
    return _KNOWN.get(family, _generic)(site)


def family_of_addresses(registration: Registration) -> str:
    """Which kind of LMS this is, by where its login lies; ``generic`` when that tells nothing."""
    url = registration.auth_login_url.lower()
    return next((family for family, mark in _LOGINS if mark in url), "generic")


def _generic(site: str) -> Endpoints:
    return Endpoints(issuer=site)


def _moodle(site: str) -> Endpoints:
    # Source: Moodle 5.1 ``mod/lti/openid-configuration.php``.
    return Endpoints(
        issuer=site,
        auth_login_url=f"{site}/mod/lti/auth.php",
        token_url=f"{site}/mod/lti/token.php",
        jwks_url=f"{site}/mod/lti/certs.php",
    )


def _canvas(site: str) -> Endpoints:
    # One issuer for all customers of the cloud.
    # Source: instructure/canvas-lms ``doc/api/lti_dev_key_config.md``.
    home = "https://sso.canvaslms.com"
    return Endpoints(
        issuer="https://canvas.instructure.com",
        auth_login_url=f"{home}/api/lti/authorize_redirect",
        token_url=f"{home}/login/oauth2/token",
        jwks_url=f"{home}/api/lti/security/jwks",
    )


def _brightspace(site: str) -> Endpoints:
    # Source: hypothesis/lms ``d2l/_plugin/misc.py``.
    return Endpoints(
        issuer=site,
        auth_login_url=f"{site}/d2l/lti/authenticate",
        token_url="https://auth.brightspace.com/core/connect/token",  # noqa: S106 - an address, not a secret
        jwks_url=f"{site}/d2l/.well-known/jwks",
        token_audience="https://api.brightspace.com/auth/token",  # noqa: S106 - an address, not a secret
    )


def _blackboard(site: str) -> Endpoints:
    # The keys' address holds the client id. Source: Simon-Initiative/oli-torus, pull request 1979.
    home = "https://developer.blackboard.com/api/v1/gateway"
    return Endpoints(
        issuer="https://blackboard.com",
        auth_login_url=f"{home}/oidcauth",
        token_url=f"{home}/oauth2/jwttoken",
    )


def _sakai(site: str) -> Endpoints:
    # The token's address holds the tool's number. Source: sakaiproject/sakai ``LTI13Servlet``.
    return Endpoints(
        issuer=site,
        auth_login_url=f"{site}/imsoidc/lti13/oidc_auth",
        jwks_url=f"{site}/imsblis/lti13/keyset",
    )


_KNOWN: dict[str, Callable[[str], Endpoints]] = {
    "moodle": _moodle,
    "canvas": _canvas,
    "brightspace": _brightspace,
    "blackboard": _blackboard,
    "sakai": _sakai,
}

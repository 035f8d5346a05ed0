"""Connecting a platform by hand: the values for its form, and a form for the values that it gives back.

Anybody may read the page, which shows nothing but the tool's own addresses. Connecting takes an invitation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import Conflict, InvalidMessage, NotFound
from lti_tool.domain.families import FAMILIES, Endpoints, endpoints_of
from lti_tool.services.registrations import NewPlatform
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import _
from lti_tool.web.manual_words import families_in_words, field_words, lines_for
from lti_tool.web.present_manual import FieldValue, ManualPage
from lti_tool.web.registration import check_form_body, explained
from lti_tool.web.registration_words import failure_in_words
from lti_tool.web.showing import frame_of_connecting
from lti_tool.web.state import config, services

IDENTIFIER_CHARACTERS, ADDRESS_CHARACTERS, SECRET_CHARACTERS = 255, 2000, 64
ADDRESSES = frozenset({"auth_login_url", "token_url", "jwks_url"})
OPTIONAL = frozenset({"deployment_id"})
_PLAIN = re.compile(r"[!-\[\]-~]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]+")


def register(app: Flask) -> None:
    """Add the addresses of the page."""
    for name, view, method in (("values", values, "GET"), ("connect", connect, "POST")):
        app.add_url_rule(
            "/lti/manual", f"manual.{name}", view, methods=[method], provide_automatic_options=False
        )


@policy(Policy.PUBLIC)
@explained
def values() -> Response:
    """The values for the platform's form; with an address, also those that its family fixes."""
    family = _family(request.args.get("platform", ""))
    address = request.args.get("address", "").strip()
    found = endpoints_of(family, address) if address else None
    fault = ""
    if address and found is None:
        fault = _("Cette adresse n'est pas complète. Copiez-la depuis votre navigateur.")
    given = _filled(found, family) if found else {}
    return _page(family, address, given, invite=_invite(request.args), address_fault=fault)


@policy(Policy.PLATFORM)
@explained
def connect() -> Response:
    """Connect the platform, or show the same page with what must be mended; nothing is stored then."""
    check_form_body()
    family, invite = _family(request.form.get("platform", "")), _invite(request.form)
    if not invite:
        raise NotFound(reason="no-such-invitation")
    given = {name: request.form.get(name, "").strip() for name in field_words(family)}
    faults = _faults(given)
    address = request.form.get("address", "")[:ADDRESS_CHARACTERS]
    if faults:
        return _page(family, address, given, invite=invite, faults=faults, status=422)
    try:
        services().invitations.connect_by_hand(invite, _platform(family, given), services().clock())
    except (Conflict, InvalidMessage) as error:
        happened, kept, _next_step = failure_in_words(error)
        return _page(family, address, given, invite=invite, fault=f"{happened} {kept}", status=422)
    without = None if given["deployment_id"] else "deployment"
    target = url_for("registration.done", platform=family, without=without, manual="1")
    return cast(Response, redirect(target, 303))


def _family(word: str) -> str:
    return word if word in FAMILIES else FAMILIES[0]


def _invite(given: Mapping[str, str]) -> str:
    """The secret of an invitation that is still good; empty without one.

    Raises:
        NotFound: it is unknown, was used, or is over.
    """
    secret = given.get("invite", "")
    if not secret:
        return ""
    if len(secret) > SECRET_CHARACTERS or not _SECRET.fullmatch(secret):
        raise NotFound(reason="no-such-invitation")
    services().invitations.open(secret, services().clock())
    return secret


def _filled(found: Endpoints, family: str) -> dict[str, str]:
    known = {
        "issuer": found.issuer,
        "jwks_url": found.jwks_url,
        "token_url": found.token_url,
        "auth_login_url": found.auth_login_url,
    }
    return {name: known.get(name, "") for name in field_words(family)}


def _faults(given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with each value that an administrator typed."""
    faults: dict[str, str] = {}
    for name, value in given.items():
        if not value and name not in OPTIONAL:
            faults[name] = _("Il manque cette valeur.")
        elif name in ADDRESSES and value and not _is_address(value):
            faults[name] = _("Cette adresse doit commencer par https:// et être complète.")
        elif len(value) > IDENTIFIER_CHARACTERS and name not in ADDRESSES:
            faults[name] = _("Cette valeur est trop longue : 255 caractères au plus.")
        elif not value.isprintable():
            faults[name] = _("Cette valeur contient un caractère invisible. Copiez-la encore une fois.")
    return faults


def _is_address(text: str) -> bool:
    if len(text) > ADDRESS_CHARACTERS or not _PLAIN.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    schemes = ("https",) if config().is_secure else ("https", "http")
    return parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc and not parts.fragment


def _platform(family: str, given: Mapping[str, str]) -> NewPlatform:
    fixed = endpoints_of(family, given["issuer"])
    return NewPlatform(
        issuer=given["issuer"],
        client_id=given["client_id"],
        auth_login_url=given["auth_login_url"],
        token_url=given["token_url"],
        jwks_url=given["jwks_url"],
        deployment_ids=(given["deployment_id"],) if given["deployment_id"] else (),
        token_audience=fixed.token_audience if fixed else None,
    )


def _page(
    family: str,
    address: str,
    given: Mapping[str, str],
    *,
    invite: str,
    address_fault: str = "",
    faults: Mapping[str, str] | None = None,
    fault: str = "",
    status: int = 200,
) -> Response:
    words, wrong = field_words(family), faults or {}
    page = ManualPage(
        families=families_in_words(),
        family=family,
        address=address,
        lines=lines_for(family, config().origin),
        is_general=family != "moodle",
        fields=tuple(
            FieldValue(
                name=name,
                label=words[name],
                value=value,
                fault=wrong.get(name, ""),
                is_required=name not in OPTIONAL,
                is_address=name in ADDRESSES,
            )
            for name, value in given.items()
            if value or invite
        ),
        address_fault=address_fault,
        invite=invite,
        fault=fault,
        action=url_for("manual.connect"),
        frame=frame_of_connecting(),
    )
    return make_response(render_template("registration/manual.html", page=page), status)

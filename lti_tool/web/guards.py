"""Who may open which address. A route without a policy opens for nobody."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar, cast

from flask import Flask, Request, current_app, g, redirect, request, url_for
from werkzeug import Response

from lti_tool.domain.errors import MalformedRequest, NotAllowed, NotFound
from lti_tool.domain.roles import REVIEWERS, Rights
from lti_tool.services.administrators import Administration
from lti_tool.services.deep_links import Picking
from lti_tool.services.launches import Visit
from lti_tool.services.walls import bind_to
from lti_tool.web.limits import limits
from lti_tool.web.session import administrator_token, session_token
from lti_tool.web.state import Asker, belong_to, config, services

MASK_BYTES = 16
NUL = "\0"
FILE_BYTES_AT_MOST = 8 * 1024 * 1024
"""A picture as telephones take it. Above half a megabyte it is laid on the disk while it is read."""
_HANDLE = re.compile(r"[A-Za-z0-9_-]{22}")
View = TypeVar("View", bound=Callable[..., Any])  # Any: a view takes its route's arguments


class Policy(StrEnum):
    """``PLATFORM`` is for other sites' requests, which no form token protects; they carry their own proof.
    ``COURSE`` is for everybody who has a place in the course. ``PICKER`` is for the trainer who was asked to
    choose by a deep linking request, ``ADMINISTRATOR`` for whoever came in by an administrator's link.
    """

    PUBLIC = "public"
    PLATFORM = "platform"
    VISITOR = "visitor"
    LEARNER = "learner"
    TRAINER = "trainer"
    COURSE = "course"
    PICKER = "picker"
    ADMINISTRATOR = "administrator"


ANY_HOST = frozenset({"public.healthz", "public.readyz", "public.metrics"})
"""Probes come to the machine's own address; they answer no data of anybody."""

_ALLOWED: dict[Policy, frozenset[Rights]] = {
    Policy.VISITOR: frozenset(Rights),
    Policy.LEARNER: frozenset({Rights.LEARNER}),
    Policy.TRAINER: REVIEWERS,
    Policy.COURSE: REVIEWERS | {Rights.LEARNER},
}


def policy(chosen: Policy) -> Callable[[View], View]:
    """Say who may open a view."""

    def mark(view: View) -> View:
        view.passerelle_policy = chosen  # type: ignore[attr-defined]  # a mark of ours on a function
        return view

    return mark


def takes_file(view: View) -> View:
    """Say that a view's form carries a file: it may weigh more, and is read only when the browser says that
    our own page sent it.
    """
    view.passerelle_takes_file = True  # type: ignore[attr-defined]  # a mark of ours on a function
    return view


def takes_files(endpoint: str | None) -> bool:
    """Whether the form of this address carries a file."""
    view = current_app.view_functions.get(endpoint or "")
    return bool(getattr(view, "passerelle_takes_file", False))


def policy_of(view: Callable[..., Any]) -> Policy | None:  # Any: see View
    """The policy of a view; ``None`` when it has none and must stay shut."""
    return cast("Policy | None", getattr(view, "passerelle_policy", None))


WHILE_RESTRICTED = frozenset(
    {
        *("own_data.overview", "own_data.take_along", "own_data.ask"),
        *("views.own", "accessibility.own", "learner.end", "language.choose", "logo.shown"),
    }
)
"""All that whoever's data are only stored may open."""


def guard(app: Flask) -> None:
    """Check host, policy, session, rights and form token before every request."""
    app.before_request(_check)
    app.teardown_request(lambda _error: bind_to(""))


def form_token(asker: Asker) -> str:
    """A token for the forms of one visit. It differs each time, so that compression reveals nothing."""
    mask = secrets.token_hex(MASK_BYTES)
    return f"{mask}.{_signature(config().secret, asker, mask)}"


def _check() -> Response | None:
    bind_to("")
    if request.host != config().host and request.endpoint not in ANY_HOST:
        raise MalformedRequest(reason="unknown-host")
    if request.endpoint is None:
        return None  # No such address or method: the error page answers.
    found = policy_of_endpoint(request.endpoint)
    if found is None:
        raise NotFound(reason="no-policy")
    if any(NUL in str(value) for value in (request.view_args or {}).values()):
        raise NotFound(reason="no-such-address")  # PostgreSQL would refuse the query itself.
    if found in (Policy.PUBLIC, Policy.PLATFORM):
        return None
    token = session_token(request, is_secure=config().is_secure)
    handle = _handle_of(request)
    if found is Policy.ADMINISTRATOR:
        token = administrator_token(request, is_secure=config().is_secure)
        g.administration = services().administrators.visit(token, services().clock())
        g.asker = _asker_who_administers(g.administration)
        _settle(g.administration.centre_id)
    elif found is Policy.PICKER:
        g.picking = services().deep_links.visit(handle, token, services().clock())
        g.asker = _asker_who_picks(g.picking)
        _settle(g.picking.request.centre_id)
    else:
        g.visit = services().launches.visit(handle, token, services().clock())
        g.asker = _asker_of(g.visit)
        _settle(g.visit.launch.centre_id)
        if g.visit.launch.is_restricted and request.endpoint not in WHILE_RESTRICTED:
            return redirect(url_for("own_data.overview", handle=handle), 303)
        _check_rights(found, g.visit)
    if request.method == "POST":
        _make_room(request, g.asker)
        _check_form(request, g.asker)
        if found is Policy.LEARNER:
            limits().answers.take(g.visit.launch.person_id, services().clock())
    return None


def _settle(centre_id: str) -> None:
    """From here on the request reads this centre's rows and its content alone."""
    bind_to(centre_id)
    belong_to(centre_id)


def _make_room(asked: Request, asker: Asker) -> None:
    """Let a form with a file be read. Whoever asks is known and may; too many are refused unread."""
    if takes_files(asked.endpoint):
        refuse_unknown_sites(asked)
        limits().uploads.take(asker.session_id, services().clock())
        asked.max_content_length = FILE_BYTES_AT_MOST


def _check_rights(found: Policy, visit: Visit) -> None:
    if visit.rights not in _ALLOWED[found]:
        if found is Policy.LEARNER:
            raise NotFound(reason="learners-only")
        raise NotAllowed("e-role", reason="not-for-this-role")


def _asker_of(visit: Visit) -> Asker:
    return Asker(
        handle=visit.launch.handle,
        session_id=visit.launch.session_id,
        locale=visit.launch.locale,
        frame_origins=visit.launch.frame_origin,
        course_href=visit.launch.return_url or "",
        end_endpoint="learner.end",
    )


def _asker_who_picks(picking: Picking) -> Asker:
    return Asker(
        handle=picking.request.handle,
        session_id=picking.request.session_id,
        locale=picking.request.locale,
        frame_origins=picking.request.frame_origin,
        course_href=picking.request.course_url or "",
        end_endpoint="picker.end",
    )


def _asker_who_administers(who: Administration) -> Asker:
    return Asker(
        handle=who.centre_id,
        session_id=who.session_id,
        locale="",
        frame_origins="",
        course_href="",
        end_endpoint="admin.end",
    )


def _handle_of(asked: Request) -> str:
    """The address's handle; empty when it cannot be one of ours: PostgreSQL takes no text with NUL in it."""
    given = str((asked.view_args or {}).get("handle", ""))
    return given if _HANDLE.fullmatch(given) else ""


def policy_of_endpoint(endpoint: str | None) -> Policy | None:
    """The policy of a route; ``None`` where there is no such route, or it has none."""
    view = current_app.view_functions.get(endpoint or "")
    return policy_of(view) if view else None


def _check_form(asked: Request, asker: Asker) -> None:
    """A form must come from our own page: by its origin where the browser tells it, and by its token."""
    refuse_other_sites(asked)
    mask, _, signature = asked.form.get("csrf", "").partition(".")
    secrets_taken = (config().secret, *config().former_secrets)
    if not any(_is_signed(signature, secret, asker, mask) for secret in secrets_taken):
        raise NotAllowed("e-sec", reason="form-token")


def refuse_other_sites(asked: Request) -> None:
    """A form must come from our own page, as far as the browser tells.

    Raises:
        NotAllowed: it says that another site sent it.
    """
    origin = asked.headers.get("Origin")
    site = asked.headers.get("Sec-Fetch-Site")
    if origin is not None and origin != config().origin and not (origin == "null" and site == "same-origin"):
        raise NotAllowed("e-sec", reason="form-from-elsewhere")
    if site is not None and site not in ("same-origin", "none"):
        raise NotAllowed("e-sec", reason="form-from-elsewhere")


def refuse_unknown_sites(asked: Request) -> None:
    """The same for a form without a form token: the browser must say that our own page sent it.

    Raises:
        NotAllowed: it names another site, or none.
    """
    refuse_other_sites(asked)
    if "Origin" not in asked.headers and asked.headers.get("Sec-Fetch-Site") != "same-origin":
        raise NotAllowed("e-sec", reason="form-from-elsewhere")


def _is_signed(signature: str, secret: bytes, asker: Asker, mask: str) -> bool:
    return hmac.compare_digest(signature.encode(), _signature(secret, asker, mask).encode())


def _signature(secret: bytes, asker: Asker, mask: str) -> str:
    words = f"{asker.handle}:{asker.session_id}:{mask}"
    return hmac.new(secret, words.encode(), hashlib.sha256).hexdigest()[:32]

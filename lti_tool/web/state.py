"""What the pages find on the application and on the present request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app, g

from lti_tool.services.administrators import Administration
from lti_tool.services.container import Services
from lti_tool.services.deep_links import Picking
from lti_tool.services.launches import Visit
from lti_tool.web.config import WebConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, as far as every page that needs a session must know it.

    ``handle`` and ``session_id`` bind the form tokens. ``frame_origins`` are the only sites that may frame
    the page, ``course_href`` is empty when the platform gave no address to return to, and ``end_endpoint``
    names the route that ends the session.
    """

    handle: str
    session_id: str
    locale: str
    frame_origins: str
    course_href: str
    end_endpoint: str


def services() -> Services:
    """The services of this installation, on the content of the centre that the request belongs to."""
    return cast(Services, g.get("services") or current_app.extensions["passerelle"])


def belong_to(centre_id: str) -> None:
    """Say which centre the request belongs to: from here on it is served with that centre's content."""
    g.centre_id = centre_id
    g.services = current_app.extensions["passerelle_centres"].get(centre_id)


def centre_or_none() -> str | None:
    """The centre that the request belongs to, as far as that is known."""
    return cast("str | None", g.get("centre_id"))


def config() -> WebConfig:
    """How the pages are to behave in this installation."""
    return cast(WebConfig, current_app.extensions["passerelle_web"])


def visit() -> Visit:
    """Who asks, from where, with which rights; only on routes that need a launch."""
    return cast(Visit, g.visit)


def visit_or_none() -> Visit | None:
    """The visit, when the present route has one."""
    return cast("Visit | None", g.get("visit"))


def administration() -> Administration:
    """Which administrator asks; only on routes for administrators."""
    return cast(Administration, g.administration)


def is_administration(path: str) -> bool:
    """Whether an address belongs to the administration, known or not."""
    return path == "/admin" or path.startswith("/admin/")


def picking() -> Picking:
    """The deep linking request that is being answered; only on the picker's routes."""
    return cast(Picking, g.picking)


def asker_or_none() -> Asker | None:
    """Who asks, when the present route needs a session."""
    return cast("Asker | None", g.get("asker"))

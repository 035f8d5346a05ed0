"""What the pages find on the application and on the present request."""

from __future__ import annotations

from typing import cast

from flask import current_app, g

from lti_tool.services.container import Services
from lti_tool.services.launches import Visit
from lti_tool.web.config import WebConfig


def services() -> Services:
    """The services of this installation."""
    return cast(Services, current_app.extensions["passerelle"])


def config() -> WebConfig:
    """How the pages are to behave in this installation."""
    return cast(WebConfig, current_app.extensions["passerelle_web"])


def visit() -> Visit:
    """Who asks, from where, with which rights; only on routes that need a launch."""
    return cast(Visit, g.visit)


def visit_or_none() -> Visit | None:
    """The visit, when the present route has one."""
    return cast("Visit | None", g.get("visit"))

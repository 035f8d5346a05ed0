"""The page with everything that is set for a centre: shown again when a form of it was odd, or was kept."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Response, make_response, redirect, render_template, url_for

from lti_tool.web import showing_admin
from lti_tool.web.state import administration, services


def saved() -> Response:
    """The way back after something was set."""
    return cast(Response, redirect(url_for("admin.centre", notice="saved"), 303))


def centre_shown(
    status: int = 200,
    *,
    given: str = "",
    is_odd: bool = False,
    is_saved: bool = False,
    given_name: str | None = None,
    months_asked: int = 0,
    people_concerned: int = 0,
    logo_fault: str = "",
) -> Response:
    """The page, with what was typed and what is wrong with it."""
    who = administration()
    settings = services().centres.settings(who)
    platforms = services().platforms.all(who)
    page = showing_admin.centre_page(who, platforms, settings, given=given, is_odd=is_odd, is_saved=is_saved)
    if given_name is not None:
        page = replace(page, given_name=given_name, is_odd_name=True)
    if people_concerned:
        page = replace(page, months_asked=months_asked, people_concerned=people_concerned)
    page = replace(page, logo_fault=logo_fault)
    return make_response(render_template("admin/centre.html", page=page), status)

"""The administration of one centre: its platforms, what each still needs, what was done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar, cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.administration import (
    KEPT_MONTHS,
    Accent,
    AssistantView,
    GradeRule,
    Sharing,
    VideoRooms,
    parent_sites,
    service_hosts,
)
from lti_tool.domain.errors import InvalidMessage, MalformedRequest, NotFound
from lti_tool.services.platforms import PlatformFile
from lti_tool.web import admin_entry, showing_admin
from lti_tool.web.centre_page import centre_shown, saved
from lti_tool.web.guards import Policy, policy
from lti_tool.web.present_admin import NOTICES, Notice, PlatformPage
from lti_tool.web.state import administration, config, services

NAME_CHARACTERS, TEXT_CHARACTERS = 255, 4000
ROUNDS_AT_MOST = 60
MONTHS = frozenset(str(months) for months in KEPT_MONTHS)
_NUMBER = re.compile(r"[A-Za-z0-9_-]{1,32}")
View = Callable[..., Response]
_Rule = TypeVar("_Rule", bound=StrEnum)


def register(app: Flask) -> None:
    """Add the addresses of the administration."""
    admin_entry.register(app)
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("", "centre", centre, "GET"),
        ("invite", "invite", invite, "POST"),
        ("name", "call_it", call_it, "POST"),
        ("assistants", "let_assistants_see", let_assistants_see, "POST"),
        ("video", "let_video_rooms_be", let_video_rooms_be, "POST"),
        ("grade-rule", "let_grade_rule_be", let_grade_rule_be, "POST"),
        ("accent", "let_accent_be", let_accent_be, "POST"),
        ("sharing", "let_sharing_be", let_sharing_be, "POST"),
        ("months", "keep_for", keep_for, "POST"),
        ("audit", "audit", audit, "GET"),
        ("platforms/<number>", "platform", platform, "GET"),
        ("platforms/<number>/checklist", "checklist", checklist, "GET"),
        ("platforms/<number>/deployments", "approve", approve, "POST"),
        ("platforms/<number>/addresses", "allow", allow, "POST"),
        ("platforms/<number>/grades", "try_grades", try_grades, "POST"),
        ("platforms/<number>/sessions", "end_sessions", end_sessions, "POST"),
        ("platforms/<number>/switch", "switch", switch, "GET"),
        ("platforms/<number>/disable", "disable", disable, "POST"),
        ("platforms/<number>/enable", "enable", enable, "POST"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/admin/{path}", f"admin.{name}", view, methods=[method])


@policy(Policy.ADMINISTRATOR)
def centre() -> Response:
    """The centre and its platforms."""
    return centre_shown(is_saved=request.args.get("notice") == "saved")


@policy(Policy.ADMINISTRATOR)
def invite() -> Response:
    """Make an invitation and show its address, which is stored nowhere: so there is no page to lead on to."""
    name = request.form.get("name", "").strip()
    who = administration()
    if not 1 <= len(name) <= NAME_CHARACTERS or not name.isprintable():
        return centre_shown(422, given=name[:NAME_CHARACTERS], is_odd=True)
    secret = services().invitations.invite(name, services().clock(), centre_id=who.centre_id, actor=who.actor)
    invited = showing_admin.invited_page(name, secret, config().launch_url.removesuffix("/lti/launch"))
    return make_response(render_template("admin/invited.html", page=invited))


@policy(Policy.ADMINISTRATOR)
def call_it() -> Response:
    """Name the centre, or show why this is no name."""
    given = request.form.get("centre", "")
    if not services().centres.call_it(administration(), given):
        return centre_shown(422, given_name=given[:NAME_CHARACTERS])
    return saved()


@policy(Policy.ADMINISTRATOR)
def let_assistants_see() -> Response:
    """Set what the assistants of the centre see of a group."""
    services().centres.let_assistants_see(
        administration(), _chosen(AssistantView, "assistants_see", "unknown-view")
    )
    return saved()


@policy(Policy.ADMINISTRATOR)
def let_video_rooms_be() -> Response:
    """Set where the buttons of the centre's video meetings are."""
    services().centres.let_video_rooms_be(
        administration(), _chosen(VideoRooms, "video_rooms", "unknown-rooms")
    )
    return saved()


@policy(Policy.ADMINISTRATOR)
def let_grade_rule_be() -> Response:
    """Set which level of an area goes to the gradebook."""
    services().centres.let_grade_rule_be(
        administration(), _chosen(GradeRule, "grade_rule", "unknown-grade-rule")
    )
    return saved()


@policy(Policy.ADMINISTRATOR)
def let_accent_be() -> Response:
    """Set the colour of the centre's pages."""
    services().centres.let_accent_be(administration(), _chosen(Accent, "accent", "unknown-accent"))
    return saved()


@policy(Policy.ADMINISTRATOR)
def let_sharing_be() -> Response:
    """Set when the trainers of the centre read a result."""
    services().centres.let_sharing_be(administration(), _chosen(Sharing, "sharing", "unknown-sharing"))
    return saved()


@policy(Policy.ADMINISTRATOR)
def keep_for() -> Response:
    """Set how long people are kept, or ask first when some would be forgotten the same night."""
    given, is_sure = request.form.get("months", ""), request.form.get("sure") == "1"
    months = int(given) if given in MONTHS else 0
    concerned = services().centres.keep_for(administration(), months, is_sure=is_sure)
    if concerned:
        return centre_shown(422, months_asked=months, people_concerned=concerned)
    return saved()


@policy(Policy.ADMINISTRATOR)
def audit() -> Response:
    """The last entries of the audit trail, of the centre or of one platform."""
    who, number = administration(), request.args.get("about", "")
    platforms = services().platforms.all(who)
    about = services().platforms.file(who, _checked(number)).known if number else None
    entries = services().audit.latest(who.centre_id, number)
    page = showing_admin.audit_page(who, entries, platforms, about, services().charters.titles)
    return make_response(render_template("admin/audit.html", page=page))


@policy(Policy.ADMINISTRATOR)
def platform(number: str) -> Response:
    """Everything about one platform."""
    word = request.args.get("notice", "")
    notice: Notice = word if word in NOTICES else ""
    return _shown(showing_admin.platform_page(_file(number), notice=notice))


@policy(Policy.ADMINISTRATOR)
def checklist(number: str) -> Response:
    """The checklist alone. When it was asked for, it comes again by itself for ten minutes, or until all
    is done: by a header, since the page must be still for whoever did not ask.
    """
    file = _file(number)
    rounds = request.args.get("watch", "")
    watched = int(rounds) if rounds.isdecimal() and len(rounds) <= 3 else 0
    is_watched = 1 <= watched <= ROUNDS_AT_MOST and not file.known.signs.is_complete
    page = showing_admin.checklist_page(file, is_watched=is_watched)
    response = make_response(render_template("admin/checklist.html", page=page))
    if is_watched:
        again = url_for("admin.checklist", number=number, watch=watched + 1)
        response.headers["Refresh"] = f"{showing_admin.WATCH_SECONDS}; url={again}"
    return response


@policy(Policy.ADMINISTRATOR)
def approve(number: str) -> Response:
    """Let one deployment in, whether it asked or was typed in."""
    deployment_id = request.form.get("deployment_id", "").strip()
    try:
        services().platforms.approve(administration(), _checked(number), deployment_id)
    except InvalidMessage:
        given = "".join(letter for letter in deployment_id if letter.isprintable())
        page = showing_admin.platform_page(_file(number))
        return _shown(replace(page, is_odd_deployment=True, given_deployment=given[:NAME_CHARACTERS]), 422)
    return _to(number, "approved")


@policy(Policy.ADMINISTRATOR)
def allow(number: str) -> Response:
    """Write the extra parent sites and the service hosts, or show what is wrong with them."""
    given = {name: request.form.get(name, "")[:TEXT_CHARACTERS] for name in ("parents", "hosts")}
    parents, hosts = parent_sites(given["parents"]), service_hosts(given["hosts"])
    if parents is None or hosts is None:
        page = showing_admin.platform_page(_file(number))
        return _shown(
            replace(
                page,
                parents=given["parents"],
                hosts=given["hosts"],
                is_odd_parents=parents is None,
                is_odd_hosts=hosts is None,
            ),
            422,
        )
    services().platforms.allow(administration(), _checked(number), extra_parents=parents, service_hosts=hosts)
    return _to(number, "saved")


@policy(Policy.ADMINISTRATOR)
def try_grades(number: str) -> Response:
    """Try the platform's grade service without sending a grade."""
    services().platforms.try_grades(administration(), _checked(number))
    return _to(number, "tried")


@policy(Policy.ADMINISTRATOR)
def end_sessions(number: str) -> Response:
    """End the session of everybody who came from a platform."""
    services().platforms.end_sessions(administration(), _checked(number))
    return _to(number, "ended")


@policy(Policy.ADMINISTRATOR)
def switch(number: str) -> Response:
    """Ask before a platform is disabled or enabled."""
    page = showing_admin.switch_page(_file(number))
    return make_response(render_template("admin/switch.html", page=page))


@policy(Policy.ADMINISTRATOR)
def disable(number: str) -> Response:
    """Refuse launches of a platform and hold its grades."""
    services().platforms.disable(administration(), _checked(number))
    return _to(number, "disabled")


@policy(Policy.ADMINISTRATOR)
def enable(number: str) -> Response:
    """Take launches of a platform and send its grades again."""
    services().platforms.enable(administration(), _checked(number))
    return _to(number, "enabled")


def _chosen(kind: type[_Rule], field: str, reason: str) -> _Rule:
    """One of the choices of a rule, as a form sent it."""
    try:
        return kind(request.form.get(field, ""))
    except ValueError as error:
        raise MalformedRequest(reason=reason) from error


def _checked(number: str) -> str:
    """The number of a registration as it may be asked for: PostgreSQL takes no text with NUL in it."""
    if not _NUMBER.fullmatch(number):
        raise NotFound(reason="no-such-platform")
    return number


def _file(number: str) -> PlatformFile:
    return services().platforms.file(administration(), _checked(number))


def _shown(page: PlatformPage, status: int = 200) -> Response:
    return make_response(render_template("admin/platform.html", page=page), status)


def _to(number: str, notice: Notice) -> Response:
    return cast(Response, redirect(url_for("admin.platform", number=number, notice=notice), 303))

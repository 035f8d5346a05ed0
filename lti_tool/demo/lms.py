"""Puts the demo LMS together."""

from __future__ import annotations

from dataclasses import dataclass
from wsgiref.handlers import format_date_time

from flask import Flask, Response, jsonify, request

from lti_tool import paths
from lti_tool.demo.book import DemoBook
from lti_tool.demo.cast import DEMO_CAST, Cast
from lti_tool.demo.gradebook import GradebookPages
from lti_tool.demo.habits import MOODLE_5, Habits
from lti_tool.demo.launch import LaunchDesk
from lti_tool.demo.line_items import LineItemDesk
from lti_tool.demo.members import MemberDesk
from lti_tool.demo.pages import LaunchPages
from lti_tool.demo.platform import (
    Addresses,
    Clock,
    DemoPlatform,
    KeySetReader,
    ServiceProblem,
    keys_over_http,
    machine_clock,
)
from lti_tool.demo.scores import ScoreDesk
from lti_tool.demo.selection_pages import SelectionPages
from lti_tool.demo.selections import SelectionDesk
from lti_tool.demo.services_http import problem_answer
from lti_tool.demo.tokens import TokenDesk

BODY_BYTES_MAXIMUM = 262_144


@dataclass(frozen=True, slots=True, kw_only=True)
class Lms:
    """One platform: its web application, and the parts that tests talk to directly."""

    app: Flask
    platform: DemoPlatform
    launches: LaunchDesk
    selections: SelectionDesk
    tokens: TokenDesk


def create_lms(book: DemoBook, *, lms_url: str, tool_url: str) -> Flask:
    """The demo LMS of ``passerelle demo``, with its people from Namur and the manners of Moodle 5.

    Both addresses are origins, or origins with a path, and lead to the LMS and to the tool.
    """
    return assemble(book, lms_url=lms_url, tool_url=tool_url).app


def assemble(
    book: DemoBook,
    *,
    lms_url: str,
    tool_url: str,
    cast: Cast = DEMO_CAST,
    habits: Habits = MOODLE_5,
    clock: Clock = machine_clock,
    read_tool_keys: KeySetReader | None = None,
) -> Lms:
    """A platform with other people, habits, clock, or another way to the tool's keys (default: HTTP)."""
    addresses = Addresses(lms_url=lms_url.rstrip("/"), tool_url=tool_url.rstrip("/"))
    platform = DemoPlatform(
        book=book,
        cast=cast,
        habits=habits,
        addresses=addresses,
        clock=clock,
        read_tool_keys=read_tool_keys or keys_over_http(addresses.tool_jwks_url),
    )
    platform.make_first_line_items()
    selections, tokens = SelectionDesk(platform), TokenDesk(platform)
    launches = LaunchDesk(platform, selections)
    app = _new_app(platform)
    line_items = LineItemDesk(platform, tokens)
    for part in (
        LaunchPages(platform, launches),
        SelectionPages(platform, launches, selections),
        GradebookPages(platform),
        tokens,
        line_items,
        ScoreDesk(platform, tokens, line_items),
        MemberDesk(platform, tokens),
    ):
        part.add_routes(app)
    return Lms(app=app, platform=platform, launches=launches, selections=selections, tokens=tokens)


def _new_app(platform: DemoPlatform) -> Flask:
    app = Flask("lti_tool.demo", static_folder=None, template_folder=str(paths.TEMPLATES / "demo"))
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES_MAXIMUM
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    def refuse(problem: ServiceProblem) -> Response:
        return problem_answer(platform, problem)

    def jwks() -> Response:
        return jsonify(keys=[dict(key.public_jwk) for key in platform.book.published_keys])

    def check_user_agent() -> Response | None:
        is_service = request.path.startswith(("/ags/", "/nrps/", "/token"))
        if is_service and platform.habits.needs_user_agent and not request.headers.get("User-Agent"):
            return refuse(ServiceProblem(403, "Forbidden: a User-Agent is required"))
        return None

    def finish(answer: Response) -> Response:
        answer.headers["Date"] = format_date_time(platform.clock().timestamp())
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    app.register_error_handler(ServiceProblem, refuse)
    app.add_url_rule("/jwks", "jwks", jwks, methods=["GET"])
    app.before_request(check_user_agent)
    app.after_request(finish)
    return app

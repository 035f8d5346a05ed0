"""The pages of the course, and the pages that a browser passes through during a launch."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from lti_tool import paths
from lti_tool.demo.cast import Activity, Member
from lti_tool.demo.launch import LaunchDesk, LoginRefused, UntrustedRequest
from lti_tool.demo.platform import DemoPlatform
from lti_tool.demo.visitor import current_member, finish_page, remember
from lti_tool.domain.sitting import MOODLE_LOGIN
from lti_tool.lti.signing import sign

VIEW = "/mod/lti/view.php"
"""Where Moodle shows an activity by its number: the address that trainers give to their group."""

_ASSETS = {
    "demo.css": paths.STATIC / "css" / "demo.css",
    "continue.js": Path(__file__).resolve().parent / "assets" / "continue.js",
}


class LaunchPages:
    """Course page, choice of person, opening an activity, and the authorization endpoint."""

    def __init__(self, platform: DemoPlatform, launches: LaunchDesk) -> None:
        self._platform = platform
        self._launches = launches
        parts = urlsplit(platform.addresses.tool_url)
        self._tool_origin = f"{parts.scheme}://{parts.netloc}"

    def add_routes(self, app: Flask) -> None:
        """Publish the pages."""
        app.add_url_rule("/", "course", self.course, methods=["GET"])
        app.add_url_rule("/person", "person", self.choose_person, methods=["POST"])
        app.add_url_rule("/activity/<link_id>/open", "open", self.open, methods=["GET"])
        app.add_url_rule(VIEW, "view", self.view, methods=["GET"])
        app.add_url_rule(MOODLE_LOGIN, "moodle_auth", self.authorize, methods=["GET", "POST"])
        app.add_url_rule("/activity/<link_id>/return", "return", self.come_back, methods=["GET"])
        app.add_url_rule("/auth", "auth", self.authorize, methods=["GET", "POST"])
        app.add_url_rule("/assets/<name>", "asset", self.asset, methods=["GET"])
        app.add_url_rule("/favicon.ico", "icon", self.no_icon, methods=["GET"])

    def course(self) -> Response:
        """The course page: who am I, and what is there to do."""
        cast = self._platform.cast
        member = current_member(cast)
        course = cast.courses[0]
        found = cast.course(member.context_id) if member else None
        course = found or course
        return self._page(
            "course.html",
            member=member,
            course=course,
            people=cast.members,
            opens=request.args.get("open", ""),
            activities=self._platform.activities_of(course.context_id),
        )

    def choose_person(self) -> AnyResponse:
        """Become one of the people."""
        member = self._platform.cast.member(request.form.get("person", ""))
        if member is None:
            return self._problem(400, "Cette personne n’est pas dans le cours.")
        opened = self._platform.activity(request.form.get("open", ""))
        onward = url_for("open", link_id=opened.link_id) if opened else url_for("course")
        answer = Response(status=303, headers={"Location": onward})
        remember(answer, member)
        return answer

    def open(self, link_id: str) -> AnyResponse:
        """Begin a launch: in the whole window, or with ``embed=1`` in a frame of the course page.

        ``as`` names the person; without it the cookie does.
        """
        activity = self._platform.activity(link_id)
        key = request.args.get("as", "")
        member = self._platform.cast.member(key) if key else current_member(self._platform.cast)
        if activity is None or (key and member is None):
            return self._problem(404, "Cette activité ou cette personne n’existe pas.")
        if member is None:
            return redirect(url_for("course"), 303)
        if request.args.get("embed") == "1":
            answer: AnyResponse = self._frame_page(activity, member)
        else:
            answer = self._start_login(activity, member)
        if isinstance(answer, Response):
            remember(answer, member)
        return answer

    def view(self) -> AnyResponse:
        """The address of one activity, as a code on the wall holds it. Whoever is nobody yet chooses."""
        activity = self._platform.activity(request.args.get("l", ""))
        if activity is None:
            return self._problem(404, "Cette activité n’existe pas.")
        if current_member(self._platform.cast) is None:
            return redirect(url_for("course", open=activity.link_id), 303)
        return redirect(url_for("open", link_id=activity.link_id), 303)

    def come_back(self, link_id: str) -> Response:
        """Where the tool sends people back to, with the words it may have added."""
        activity = self._platform.activity(link_id)
        return self._page(
            "return.html",
            activity=activity,
            member=current_member(self._platform.cast),
            message=request.args.get("lti_msg", ""),
            problem=request.args.get("lti_errormsg", ""),
        )

    def authorize(self) -> Response:
        """The authorization endpoint: a page whose form carries the token, or the error, to the tool."""
        parameters = request.values.to_dict()
        try:
            target = self._launches.check_redirect(parameters)
        except UntrustedRequest:
            return self._problem(
                400, "L’outil a demandé une réponse à une adresse que cette plateforme ne connaît pas."
            )
        try:
            claims = self._launches.authorize(parameters)
        except LoginRefused as refusal:
            fields = {"error": refusal.error, "error_description": refusal.description}
        else:
            fields = {"id_token": sign(claims, self._platform.book.signing_key)}
        if "state" in parameters:
            fields["state"] = parameters["state"]
        return self._page("continue.html", target=target, fields=fields)

    def asset(self, name: str) -> Response:
        """The style sheet and the one script."""
        if name not in _ASSETS:
            return self._problem(404, "Ce fichier n’existe pas.")
        answer = send_file(_ASSETS[name])
        answer.headers["Cache-Control"] = "public, max-age=300"
        return answer

    def no_icon(self) -> Response:
        """Browsers ask; the demo has none."""
        return Response(status=204)

    def _start_login(self, activity: Activity, member: Member) -> Response:
        target = "iframe" if request.args.get("target") == "iframe" else "window"
        parameters = self._launches.login_parameters(member, activity, target)
        where = f"{self._platform.addresses.tool_login_url}?{urlencode(parameters)}"
        return Response(status=302, headers={"Location": where})

    def _frame_page(self, activity: Activity, member: Member) -> Response:
        source = (
            f"{url_for('open', link_id=activity.link_id)}?{urlencode({'as': member.key, 'target': 'iframe'})}"
        )
        return self._page("frame.html", activity=activity, member=member, source=source)

    def _problem(self, status: int, sentence: str) -> Response:
        return self._page("problem.html", status=status, sentence=sentence)

    def _page(self, template: str, *, status: int = 200, **values: object) -> Response:
        html = render_template(template, site_name=self._platform.cast.site_name, **values)
        return finish_page(html, self._tool_origin, status=status)

"""The pages on which a trainer of the demo adds activities to the course."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lti_tool.demo.cast import Member
from lti_tool.demo.launch import LaunchDesk
from lti_tool.demo.platform import DemoPlatform
from lti_tool.demo.selections import AnswerRefused, SelectionDesk
from lti_tool.demo.visitor import current_member, finish_page, remember


class SelectionPages:
    """ "Ajouter une activité": the frame with the tool in it, and the page that takes the answer."""

    def __init__(self, platform: DemoPlatform, launches: LaunchDesk, desk: SelectionDesk) -> None:
        self._platform = platform
        self._launches = launches
        self._desk = desk
        parts = urlsplit(platform.addresses.tool_url)
        self._tool_origin = f"{parts.scheme}://{parts.netloc}"

    def add_routes(self, app: Flask) -> None:
        """Publish the pages."""
        app.add_url_rule("/selection", "selection", self.open, methods=["GET"])
        app.add_url_rule("/selection/<key>", "selection_answer", self.take, methods=["POST"])

    def open(self) -> AnyResponse:
        """The frame, or with ``target=iframe`` the way into it. ``as`` names the person, as for a launch."""
        key = request.args.get("as", "")
        member = self._platform.cast.member(key) if key else current_member(self._platform.cast)
        if member is None:
            return redirect(url_for("course"), 303)
        if request.args.get("target") == "iframe":
            parameters = self._launches.selection_parameters(self._desk.begin(member), "iframe")
            where = f"{self._platform.addresses.tool_login_url}?{urlencode(parameters)}"
            return Response(status=302, headers={"Location": where})
        answer = self._page("selection.html", member, source=self._source(member))
        remember(answer, member)
        return answer

    def take(self, key: str) -> Response:
        """The tool's answer, posted by the browser into the frame."""
        member = current_member(self._platform.cast)
        try:
            taken = self._desk.take(key, request.form.get("JWT", ""))
        except AnswerRefused as refusal:
            sentence = f"La réponse de l’outil ne peut pas être prise ({refusal}). Le cours n’a pas changé."
            return self._page("problem.html", member, status=400, sentence=sentence)
        return self._page("selected.html", member, activities=taken.activities, message=taken.message)

    def _source(self, member: Member) -> str:
        return f"{url_for('selection')}?{urlencode({'as': member.key, 'target': 'iframe'})}"

    def _page(self, template: str, member: Member | None, *, status: int = 200, **values: object) -> Response:
        html = render_template(template, site_name=self._platform.cast.site_name, member=member, **values)
        return finish_page(html, self._tool_origin, status=status)

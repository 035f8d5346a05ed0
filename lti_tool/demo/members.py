"""NRPS: the people of a course.

Source: NRPS 2.0, section 2; Moodle ``mod/lti/service/memberships``.
"""

from __future__ import annotations

from flask import Flask, Response, request

from lti_tool.demo.cast import Course, Member
from lti_tool.demo.platform import MEMBERS_SCOPE, DemoPlatform, ServiceProblem
from lti_tool.demo.services_http import json_answer, page_of
from lti_tool.demo.tokens import TokenDesk

MEMBERS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"


class MemberDesk:
    """Lists the people of a course for the tool."""

    def __init__(self, platform: DemoPlatform, tokens: TokenDesk) -> None:
        self._platform = platform
        self._tokens = tokens

    def add_routes(self, app: Flask) -> None:
        """Publish ``/nrps/<context>/members``."""
        app.add_url_rule("/nrps/<context_id>/members", "members", self.show_all, methods=["GET"])

    def show_all(self, context_id: str) -> Response:
        """Everybody with a role in the course; ``role``, ``rlid``, ``limit`` and ``from`` are understood."""
        self._tokens.require(request.headers.get("Authorization"), MEMBERS_SCOPE)
        course = self._platform.cast.course(context_id)
        if course is None:
            raise ServiceProblem(404, "Course not found")
        self._check_link(course)
        role = request.args.get("role", "")
        rows = [
            member
            for member in self._platform.cast.enrolled(context_id)
            if not role or any(held == role or _short(held) == role for held in member.roles)
        ]
        url = self._platform.members_url(context_id)
        page, link = page_of(self._platform, rows, url)
        body = {
            "id": url,
            "context": {"id": course.context_id, "label": course.label, "title": course.title},
            "members": [self._shown(member) for member in page],
        }
        answer = json_answer(body, MEMBERS_TYPE)
        if link:
            answer.headers["Link"] = self._next(link, url)
        return answer

    def _next(self, link: str, first: str) -> str:
        """The header that leads to the next page. Moodle's is well formed here, unlike that of line items."""
        habits = self._platform.habits
        address = link.partition("; rel=")[0]
        if habits.member_pages == "in-a-circle":
            address = f"<{first}>"
        elif habits.member_pages == "to-another-host":
            address = address.replace("//127.0.0.1", "//localhost", 1)
        before, after = habits.member_link_quotes
        return f"{address}; rel={before}next{after}".encode().decode("latin-1")

    def _check_link(self, course: Course) -> None:
        link_id = request.args.get("rlid")
        activity = self._platform.activity(link_id) if link_id else None
        if link_id and (activity is None or activity.context_id != course.context_id):
            raise ServiceProblem(404, "Resource link not found")

    def _shown(self, member: Member) -> dict[str, str | list[str]]:
        is_short = self._platform.habits.has_short_roles_in_members
        names = {
            "name": member.name,
            "given_name": member.given_name,
            "family_name": member.family_name,
            "email": member.email,
        }
        return {
            "status": "Active",
            "roles": [_short(role) if is_short else role for role in member.roles],
            "user_id": member.sub,
            "lis_person_sourcedid": "",
            **({} if self._platform.habits.hides_names else names),
        }


def _short(role: str) -> str:
    """As Moodle writes it: course roles by their last word, its own administrator in a malformed way."""
    if "/person#" in role:
        return "http://purl.imsglobal.org/vocab/lis/v2/person#Administrator"
    return role.partition("#")[2]

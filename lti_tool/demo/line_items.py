"""AGS: the columns of a course's gradebook.

Source: AGS 2.0, section 3.2; Moodle ``mod/lti/service/gradebookservices``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeGuard

from flask import Flask, Response, request

from lti_tool.demo.book import StoredLineItem, StoredResult
from lti_tool.demo.platform import LINE_ITEM_READ_SCOPE, LINE_ITEM_SCOPE, DemoPlatform, ServiceProblem
from lti_tool.demo.services_http import json_answer, json_body, need_accept, need_content, page_of
from lti_tool.demo.tokens import TokenDesk

CONTAINER_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"


class LineItemDesk:
    """Lists, makes, changes and removes columns for the tool."""

    def __init__(self, platform: DemoPlatform, tokens: TokenDesk) -> None:
        self._platform = platform
        self._tokens = tokens

    def add_routes(self, app: Flask) -> None:
        """Publish the addresses of columns."""
        many, one = "/ags/<context_id>/lineitems", "/ags/<context_id>/lineitems/<number>"
        app.add_url_rule(many, "line-items", self.show_all, methods=["GET"])
        app.add_url_rule(many, "line-item-new", self.create, methods=["POST"])
        app.add_url_rule(one, "line-item", self.read, methods=["GET"])
        app.add_url_rule(one, "line-item-replace", self.replace, methods=["PUT"])
        app.add_url_rule(one, "line-item-remove", self.remove, methods=["DELETE"])

    def show_all(self, context_id: str) -> Response:
        """The columns of a course that pass the filters."""
        self._require(LINE_ITEM_SCOPE, LINE_ITEM_READ_SCOPE)
        need_accept(self._platform, CONTAINER_TYPE)
        self._need_course(context_id)
        rows = [item for item in self._platform.book.line_items(context_id) if _passes_filters(item)]
        page, link = page_of(self._platform, rows, self._platform.line_items_url(context_id))
        answer = json_answer([self._shown(item) for item in page], CONTAINER_TYPE)
        if link:
            answer.headers["Link"] = link
        return answer

    def create(self, context_id: str) -> Response:
        """Make a column that belongs to the tool."""
        self._require(LINE_ITEM_SCOPE)
        need_content(ITEM_TYPE)
        self._need_course(context_id)
        item = self._platform.book.add_line_item(self._read_body(context_id))
        return json_answer(self._shown(item), ITEM_TYPE, status=201)

    def read(self, context_id: str, number: str) -> Response:
        """One column."""
        self._require(LINE_ITEM_SCOPE, LINE_ITEM_READ_SCOPE)
        need_accept(self._platform, ITEM_TYPE)
        return json_answer(self._shown(self.find(context_id, number)), ITEM_TYPE)

    def replace(self, context_id: str, number: str) -> Response:
        """Change a column; like in Moodle, whatever the body leaves out is reset."""
        self._require(LINE_ITEM_SCOPE)
        need_content(ITEM_TYPE)
        old = self.find(context_id, number)
        new = replace(self._read_body(context_id), number=number, is_coupled=old.is_coupled)
        self._platform.book.replace_line_item(new)
        if new.points_maximum != old.points_maximum:
            self._rescale(number, new.points_maximum / old.points_maximum)
        return json_answer(self._shown(new), ITEM_TYPE)

    def remove(self, context_id: str, number: str) -> Response:
        """Remove a column with every result in it."""
        self._require(LINE_ITEM_SCOPE)
        self._platform.book.remove_line_item(self.find(context_id, number).number)
        return Response(status=204)

    def find(self, context_id: str, number: str) -> StoredLineItem:
        """The column at an address.

        Raises:
            ServiceProblem: 404 when it is gone or belongs to another course.
        """
        item = self._platform.book.line_item(context_id, number)
        if item is None:
            raise ServiceProblem(404, "Line item not found")
        return item

    def _require(self, *scopes: str) -> None:
        need_service(self._platform, self._tokens, *scopes)

    def _need_course(self, context_id: str) -> None:
        if self._platform.cast.course(context_id) is None:
            raise ServiceProblem(404, "Course not found")

    def _read_body(self, context_id: str) -> StoredLineItem:
        body = json_body()
        label, maximum = body.get("label"), body.get("scoreMaximum")
        if not isinstance(label, str) or not label.strip():
            raise ServiceProblem(400, "label is missing")
        if not is_number(maximum) or maximum <= 0:
            raise ServiceProblem(400, "scoreMaximum must be a number above zero")
        link_id = str(body.get("resourceLinkId") or "")
        activity = self._platform.activity(link_id) if link_id else None
        if link_id and (activity is None or activity.context_id != context_id):
            raise ServiceProblem(403, "resourceLinkId is not of this tool and course")
        return StoredLineItem(
            context_id=context_id,
            label=label,
            points_maximum=float(maximum),
            tag=str(body.get("tag") or ""),
            resource_id=str(body.get("resourceId") or ""),
            resource_link_id=link_id,
        )

    def _rescale(self, number: str, factor: float) -> None:
        # Moodle's regrading counts as a change of now: a score made before is refused with 409 afterwards.
        now = self._platform.clock().replace(microsecond=0)

        def rescaled(old: StoredResult | None) -> StoredResult:
            if old is None:
                raise LookupError(number)
            value = None if old.value is None else old.value * factor
            return replace(old, value=value, stored_at=now, received_at=now)

        for sub in self._platform.book.results(number):
            self._platform.book.change_result(number, sub, rescaled)

    def _shown(self, item: StoredLineItem) -> dict[str, str | float]:
        shown: dict[str, str | float] = {
            "id": self._platform.line_item_url(item),
            "label": item.label,
            "scoreMaximum": item.points_maximum,
            "resourceId": item.resource_id,
            "tag": item.tag,
        }
        if item.resource_link_id:
            shown["resourceLinkId"] = item.resource_link_id
            shown["ltiLinkId"] = item.resource_link_id
        return shown


def need_service(platform: DemoPlatform, tokens: TokenDesk, *scopes: str) -> None:
    """Refuse a request without a living token of one of these scopes, or with a cut address.

    Moodle finds the tool by the ``type_id`` of the address: a client that drops the query gets 401.
    """
    for pair in filter(None, platform.habits.service_query.split("&")):
        name, _, value = pair.partition("=")
        if request.args.get(name) != value:
            raise ServiceProblem(401, f"{name} is missing from the address")
    tokens.require(request.headers.get("Authorization"), *scopes)


def is_number(value: Any) -> TypeGuard[int | float]:  # Any: one value of JSON from outside
    """Whether this is a finite number; ``true`` is none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


_FILTERS: tuple[tuple[str, Callable[[StoredLineItem], str]], ...] = (
    ("tag", lambda item: item.tag),
    ("resource_id", lambda item: item.resource_id),
    ("resource_link_id", lambda item: item.resource_link_id),
)


def _passes_filters(item: StoredLineItem) -> bool:
    return all(request.args.get(name) in (None, "", read(item)) for name, read in _FILTERS)

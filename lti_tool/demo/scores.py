"""AGS: scores come in, results go out.

Source: AGS 2.0, sections 3.3 and 3.4; Moodle ``gradebookservices/classes/local/resources/scores.php``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, Response, request

from lti_tool.demo.book import StoredLineItem, StoredResult
from lti_tool.demo.habits import Habits
from lti_tool.demo.line_items import LineItemDesk, is_number, need_service
from lti_tool.demo.platform import RESULT_SCOPE, SCORE_SCOPE, DemoPlatform, ServiceProblem
from lti_tool.demo.services_http import json_answer, json_body, need_accept, need_content, page_of
from lti_tool.demo.tokens import TokenDesk

SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
RESULTS_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingScore:
    """One score as the tool posted it; ``given`` and ``maximum`` are ``None`` together."""

    sub: str
    sent_at: datetime
    is_fully_graded: bool
    given: float | None
    maximum: float | None
    comment: str | None


class ScoreDesk:
    """Takes scores and shows results of one column at a time."""

    def __init__(self, platform: DemoPlatform, tokens: TokenDesk, line_items: LineItemDesk) -> None:
        self._platform = platform
        self._tokens = tokens
        self._line_items = line_items

    def add_routes(self, app: Flask) -> None:
        """Publish ``/scores`` and ``/results`` below each column."""
        base = "/ags/<context_id>/lineitems/<number>"
        app.add_url_rule(f"{base}/scores", "scores", self.take, methods=["POST"])
        app.add_url_rule(f"{base}/results", "results", self.show, methods=["GET"])

    def take(self, context_id: str, number: str) -> Response:
        """Store one score under the platform's rules."""
        need_service(self._platform, self._tokens, SCORE_SCOPE)
        need_content(SCORE_TYPE)
        item = self._line_items.find(context_id, number)
        score = read_score(json_body())
        habits = self._platform.habits
        member = self._platform.cast.member_with_sub(score.sub)
        if member is None or not member.is_gradable or member.context_id != context_id:
            raise ServiceProblem(habits.not_gradable_status, habits.not_gradable_text)
        received_at = self._platform.clock()
        self._platform.book.change_result(
            number, score.sub, lambda old: result_after(habits, item, old, score, received_at)
        )
        return self._thanks(item, score.sub)

    def show(self, context_id: str, number: str) -> Response:
        """The results of a column, or of one person with ``user_id``."""
        need_service(self._platform, self._tokens, RESULT_SCOPE)
        need_accept(self._platform, RESULTS_TYPE)
        item = self._line_items.find(context_id, number)
        wanted = request.args.get("user_id")
        found = self._platform.book.results(number)
        rows = [(sub, result) for sub, result in found.items() if wanted in (None, "", sub)]
        base = _below(self._platform.line_item_url(item), "results")
        page, link = page_of(self._platform, rows, base)
        answer = json_answer([self._shown(item, sub, result) for sub, result in page], RESULTS_TYPE)
        if link:
            answer.headers["Link"] = link
        return answer

    def _thanks(self, item: StoredLineItem, sub: str) -> Response:
        if self._platform.habits.score_answers_result_url:
            return json_answer({"resultUrl": self._result_url(item, sub)}, "application/json")
        return Response(status=self._platform.habits.score_status)

    def _result_url(self, item: StoredLineItem, sub: str) -> str:
        return _below(self._platform.line_item_url(item), f"results/{sub}")

    def _shown(self, item: StoredLineItem, sub: str, result: StoredResult) -> dict[str, str | float]:
        shown: dict[str, str | float] = {
            "id": self._result_url(item, sub),
            "userId": sub,
            "scoreOf": self._platform.line_item_url(item),
            "resultMaximum": item.points_maximum,
            "timestamp": result.stored_at.isoformat(),
        }
        # Moodle tests with empty(): a grade of 0 has no resultScore.
        if result.value is not None and (result.value != 0 or self._platform.habits.shows_a_result_of_zero):
            shown["resultScore"] = result.value
        if result.comment:
            shown["comment"] = result.comment
        return shown


def read_score(body: dict[str, Any]) -> IncomingScore:  # Any: JSON from outside
    """A score from the body of a post.

    Raises:
        ServiceProblem: 400 for what Moodle calls incorrect.
    """
    for name in ("userId", "timestamp", "activityProgress", "gradingProgress"):
        if not isinstance(body.get(name), str) or not body[name]:
            raise ServiceProblem(400, f"{name} is missing")
    given, maximum = body.get("scoreGiven"), body.get("scoreMaximum")
    if given is not None and (not is_number(given) or given < 0):
        raise ServiceProblem(400, "scoreGiven must be a number of zero or more")
    if given is not None and (not is_number(maximum) or maximum <= 0):
        raise ServiceProblem(400, "scoreMaximum must be a number above zero")
    comment = body.get("comment")
    return IncomingScore(
        sub=body["userId"],
        sent_at=_moment(body["timestamp"]),
        is_fully_graded=body["gradingProgress"] == "FullyGraded",
        given=None if given is None else float(given),
        maximum=float(maximum) if given is not None and is_number(maximum) else None,
        comment=comment if isinstance(comment, str) else None,
    )


def result_after(
    habits: Habits,
    item: StoredLineItem,
    old: StoredResult | None,
    score: IncomingScore,
    received_at: datetime,
) -> StoredResult:
    """What the column shows once this score came in.

    Raises:
        ServiceProblem: 409 when the stored time is the score's time or later.
    """
    sent_at = score.sent_at.replace(microsecond=0) if habits.compares_whole_seconds else score.sent_at
    if old is not None and old.stored_at >= sent_at:
        raise ServiceProblem(409, "Refusing score with an earlier timestamp for item and user")
    stored_at = sent_at
    if habits.stored_time == "of-receipt-when-coupled" and item.is_coupled:
        stored_at = received_at.replace(microsecond=0)
    value, comment = _value_after(habits, item, old, score), score.comment
    if comment is None:
        comment = "" if old is None or habits.erases_what_is_absent else old.comment
    # A grade that the trainer typed stays in the activity's own column; in another column it is lost.
    is_kept = old is not None and old.is_overridden and item.is_coupled
    if old is not None and is_kept:
        value, comment = old.value, old.comment
    return StoredResult(
        value=value, comment=comment, stored_at=stored_at, received_at=received_at, is_overridden=is_kept
    )


def _value_after(
    habits: Habits, item: StoredLineItem, old: StoredResult | None, score: IncomingScore
) -> float | None:
    if score.is_fully_graded and score.given is not None and score.maximum is not None:
        return min(score.given / score.maximum, 1.0) * item.points_maximum
    return None if old is None or habits.erases_what_is_absent else old.value


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ServiceProblem(400, "timestamp must be ISO 8601 with a time zone")
    return moment


def _below(url: str, ending: str) -> str:
    path, mark, query = url.partition("?")
    return f"{path}/{ending}{mark}{query}"

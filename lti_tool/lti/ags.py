"""Assignment and Grade Services: line items, scores and results of one platform.

Source: LTI AGS 2.0; Moodle 4.1 ``mod/lti/service/gradebookservices``; security notes 3.1.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.grade import Grade
from pylti1p3.lineitem import LineItem as LibraryLineItem

from lti_tool.domain.errors import PlatformRefused, PlatformUnavailable
from lti_tool.domain.ports import LineItem, LineItemDraft, PlatformResult, Score, ScoreConflict, SendReceipt
from lti_tool.lti.addresses import origin_of
from lti_tool.lti.connector import PlatformConnector
from lti_tool.lti.faults import container_fault, line_item_fault
from lti_tool.lti.quirks import (
    link_of_column,
    next_page,
    service_address,
    speaks_of_person,
    speaks_of_timestamp,
)
from lti_tool.lti.service_claims import REVIEWABLE_STATUS
from lti_tool.lti.strict_json import read_json
from lti_tool.lti.text import shown_text
from lti_tool.lti.transport import Answer

PAGES_MAXIMUM = 200
COMMENT_CHARACTERS = 1000

LINE_ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
RESULTS_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"

Document = dict[str, Any]  # Any: a foreign JSON document, of any shape until it has been looked at.


class GradeService(AssignmentsGradesService):
    """pylti1p3's service, narrowed to the scopes of one call, with its paging and its score replaced.

    The library's paging never ends on a cycle and its score knows neither conflicts nor refusals.
    """

    def __init__(self, connector: PlatformConnector, url: str, scopes: Sequence[str]) -> None:
        # The scopes were narrowed by the gateway; the library types them as literals.
        super().__init__(connector, {"scope": list(scopes), "lineitems": url})  # type: ignore[arg-type]
        self._connector = connector
        self._url = url
        self._scopes = tuple(scopes)

    def matching_line_items(self, resource_id: str) -> tuple[LineItem, ...]:
        """All line items of this resource id, filtered by the platform and again by us.

        No ``limit`` is sent: Moodle's paging cannot be followed by a standard client.
        """
        first = service_address(self._url, resource_id=resource_id)
        items = (
            _line_item_of(entry, self._url) for page in self._pages(first, LINE_ITEMS_TYPE) for entry in page
        )
        return tuple(item for item in items if item is not None and item.resource_id == resource_id)

    def create(self, draft: LineItemDraft) -> LineItem:
        """Create one line item.

        Raises:
            PlatformUnavailable: ``not-json``, ambiguous, when the answer does not describe it.
        """
        wanted = LibraryLineItem().set_label(draft.label).set_score_maximum(_number(draft.maximum))
        wanted.set_tag(draft.tag).set_resource_id(draft.resource_id)
        wanted.set_resource_link_id(link_of_column(draft))
        wanted.set_submission_review(list(REVIEWABLE_STATUS))
        answer = self._connector.send(
            "POST",
            self._url,
            scopes=self._scopes,
            accept=LINE_ITEM_TYPE,
            content_type=LINE_ITEM_TYPE,
            body=wanted.get_value().encode("utf-8"),
        )
        if answer.status not in (200, 201):
            raise container_fault(answer, self._connector.channel.clock())
        created = _line_item_of(_json_of(answer, is_ambiguous=True), self._url, maximum=draft.maximum)
        if created is None:
            raise PlatformUnavailable(reason="not-json", is_ambiguous=True, status=answer.status)
        return created

    def send_score(self, score: Score) -> SendReceipt:
        """Post one score. 202 is not confirmed.

        Raises:
            ScoreConflict: 409, 412, and the 400 with which Open edX says the same.
        """
        answer = self._connector.send(
            "POST",
            service_address(self._url, "scores"),
            scopes=self._scopes,
            accept="application/json",
            content_type=SCORE_TYPE,
            body=_grade_of(score).get_value().encode("utf-8"),
        )
        if answer.status in (409, 412) or (answer.status == 400 and speaks_of_timestamp(answer.text)):
            raise ScoreConflict(answer.status)
        if not 200 <= answer.status < 300:
            raise line_item_fault(answer, self._connector.channel.clock())
        if answer.body.strip():
            # A login page or a captive portal also answers 200 (F18): only JSON or nothing counts.
            _json_of(answer, is_ambiguous=True)
        return SendReceipt(status=answer.status, is_confirmed=answer.status in (200, 201, 204))

    def result_of(self, sub: str) -> PlatformResult | None:
        """What the LMS shows for one person; ``None`` when it lists nothing for them."""
        first = service_address(self._url, "results", user_id=sub)
        for page in self._pages(first, RESULTS_TYPE, is_line_item=True):
            for entry in page:
                if isinstance(entry, dict) and _text(entry, "userId") == sub:
                    return _result_of(entry)
        return None

    def _pages(self, first: str, accept: str, *, is_line_item: bool = False) -> Iterator[list[Any]]:
        """Each page in turn; stops at one seen before, and after 200 (K27).

        Raises:
            PlatformRefused: ``other-host`` for a next page on another origin: our token stays here.
        """
        url: str | None = first
        seen: set[str] = set()
        while url is not None and url not in seen and len(seen) < PAGES_MAXIMUM:
            seen.add(url)
            answer = self._connector.send("GET", url, scopes=self._scopes, accept=accept)
            if is_line_item and answer.status in (400, 404, 422) and speaks_of_person(answer.text):
                return
            if answer.status == 204 and not answer.body.strip():
                return
            if answer.status != 200:
                fault = line_item_fault if is_line_item else container_fault
                raise fault(answer, self._connector.channel.clock())
            page = _json_of(answer, is_ambiguous=False)
            if not isinstance(page, list):
                raise PlatformUnavailable(reason="not-json", status=answer.status)
            yield page
            url = next_page(answer.headers.get("Link", ""), url)
            if url is not None and origin_of(url) != origin_of(first):
                raise PlatformRefused(reason="other-host")


def check_score(score: Score) -> None:
    """Refuse what must never be sent (F45).

    Raises:
        ValueError: not finite, negative, above the maximum, a maximum of 0, or a naive moment.
    """
    if not (math.isfinite(score.given) and math.isfinite(score.maximum)):
        raise ValueError("a score must be finite")
    if score.maximum <= 0 or not 0 <= score.given <= score.maximum:
        raise ValueError("a score lies between 0 and its maximum")
    if score.sent_at.tzinfo is None or score.submitted_at.tzinfo is None:
        raise ValueError("a score's moments are aware")


def _grade_of(score: Score) -> Grade:
    # Moodle erases the grade for any progress but this pair, and the comment when none is sent.
    grade = Grade().set_user_id(score.sub).set_comment(score.comment)
    grade.set_score_given(_number(score.given)).set_score_maximum(_number(score.maximum))
    grade.set_activity_progress("Completed").set_grading_progress("FullyGraded")
    grade.set_timestamp(_stamp(score.sent_at))
    return grade.set_extra_claims({"submission": {"submittedAt": _stamp(score.submitted_at)}})


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _number(value: float) -> float:
    """Whole points as an integer: some platforms show ``8.0`` to the trainer as it came."""
    return int(value) if float(value).is_integer() else value


def _json_of(answer: Answer, *, is_ambiguous: bool) -> Any:  # Any: a foreign JSON document.
    try:
        return read_json(answer.body)
    except ValueError as error:
        raise PlatformUnavailable(
            reason="not-json", is_ambiguous=is_ambiguous, status=answer.status
        ) from error


def _line_item_of(entry: object, container_url: str, *, maximum: float | None = None) -> LineItem | None:
    """A line item, or ``None`` when it has no address on the container's origin or no maximum.

    ``maximum`` stands in for one that a platform does not repeat after a creation.
    """
    if not isinstance(entry, dict):
        return None
    url = urljoin(container_url, _text(entry, "id")) if _text(entry, "id") else ""
    points = _points(entry, "scoreMaximum") or maximum
    if origin_of(url) != origin_of(container_url) or points is None or points <= 0:
        return None
    return LineItem(
        url=url,
        label=shown_text(entry.get("label")),
        maximum=points,
        tag=_text(entry, "tag"),
        resource_id=_text(entry, "resourceId"),
        resource_link_id=_text(entry, "resourceLinkId"),
    )


def _result_of(entry: Document) -> PlatformResult:
    return PlatformResult(
        score=_points(entry, "resultScore"),
        maximum=_points(entry, "resultMaximum"),
        comment=shown_text(entry.get("comment"), COMMENT_CHARACTERS),
    )


def _points(entry: Document, name: str) -> float | None:
    value = entry.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e12 < value < 1e12:
        return None
    return float(value)


def _text(entry: Document, name: str) -> str:
    """An identifier as text; some platforms send theirs as numbers."""
    value = entry.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return json.dumps(value)
    return value if isinstance(value, str) else ""

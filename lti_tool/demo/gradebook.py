"""The gradebook page: people in rows, columns of the activities, what each of them shows now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, render_template

from lti_tool.demo.book import StoredLineItem, StoredResult
from lti_tool.demo.cast import Member
from lti_tool.demo.platform import DemoPlatform
from lti_tool.demo.visitor import current_member, finish_page
from lti_tool.domain.opening_hours import BRUSSELS

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One grade in words; ``points`` is empty when there is none."""

    column: str
    points: str
    points_maximum: str
    comment: str
    moment: str
    is_overridden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person with a cell for each column."""

    member: Member
    cells: tuple[Cell, ...]


class GradebookPages:
    """Shows the gradebook: everything to the trainer, one's own row to a learner."""

    def __init__(self, platform: DemoPlatform) -> None:
        self._platform = platform

    def add_routes(self, app: Flask) -> None:
        """Publish ``/carnet``."""
        app.add_url_rule("/carnet", "gradebook", self.show, methods=["GET"])

    def show(self) -> Response:
        """The page; without a chosen person it only says where to choose one."""
        cast = self._platform.cast
        member = current_member(cast)
        course = (cast.course(member.context_id) if member else None) or cast.courses[0]
        items = self._platform.book.line_items(course.context_id)
        html = render_template(
            "gradebook.html",
            site_name=cast.site_name,
            member=member,
            course=course,
            columns=[item.label for item in items],
            rows=self._rows(member, items),
            read_at=in_words(self._platform.clock()),
        )
        return finish_page(html, "")

    def _rows(self, member: Member | None, items: tuple[StoredLineItem, ...]) -> list[Row]:
        if member is None:
            return []
        shown = self._platform.cast.enrolled(member.context_id) if member.is_trainer else (member,)
        results = {item.number: self._platform.book.results(item.number) for item in items}
        return [
            Row(
                member=one,
                cells=tuple(_cell(item, results[item.number].get(one.sub)) for item in items),
            )
            for one in shown
            if one.is_gradable
        ]


def in_words(moment: datetime) -> str:
    """Day and time in French, as the clock on the wall in Belgium says it, wherever the machine is."""
    local = moment.astimezone(BRUSSELS)
    day = "1er" if local.day == 1 else str(local.day)
    return f"{day} {_MONTHS[local.month - 1]} à {local:%H:%M}"


def points_in_words(points: float) -> str:
    """A number as French people write it, with two decimals at most."""
    return f"{points:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _cell(item: StoredLineItem, result: StoredResult | None) -> Cell:
    points = "" if result is None or result.value is None else points_in_words(result.value)
    return Cell(
        column=item.label,
        points=points,
        points_maximum=points_in_words(item.points_maximum),
        comment=result.comment if result else "",
        moment=in_words(result.received_at) if result else "",
        is_overridden=result is not None and result.is_overridden,
    )

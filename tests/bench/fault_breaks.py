"""Safeguards taken away on purpose, in a process that the matrix starts: a matrix that finds nothing then
proves nothing. What is exchanged is exchanged in that process alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from lti_tool.domain import grade
from lti_tool.domain.errors import PlatformUnavailable
from lti_tool.domain.grade import Delivery
from lti_tool.domain.ports import Score, ScoreConflict, SendReceipt
from lti_tool.lti import ags
from lti_tool.lti.ags import GradeService
from lti_tool.lti.transport import Answer
from lti_tool.services import batches, deliveries
from lti_tool.services.deliveries import Deliveries
from lti_tool.services.parcels import Parcel
from lti_tool.store.deliveries import Deliveries as DeliveryTable


def _as_sent(current: Delivery, now: datetime) -> Delivery:
    return grade.delivered(current, current.desired_version, current.desired_points, "200", now)


def conflict_is_success() -> None:
    """A 409 counts as delivered (F07)."""

    def after_conflict(self: Deliveries, parcel: Parcel, conflict: ScoreConflict) -> None:
        self._stored(parcel, _as_sent)

    _exchange(Deliveries, "_after_conflict", after_conflict)


def one_try() -> None:
    """What fails once is given up, and looks delivered (F16)."""

    def after_unavailable(self: Deliveries, parcel: Parcel, error: PlatformUnavailable) -> None:
        self._stored(parcel, _as_sent)

    _exchange(Deliveries, "_after_unavailable", after_unavailable)


def no_fencing() -> None:
    """Whoever comes late writes all the same, and what it read at its claim (F40)."""
    save_fenced = DeliveryTable.save

    def save(self: DeliveryTable, delivery: Delivery, *, fencing: int) -> bool:
        current = self.locked(delivery.centre_id, delivery.line_item_id, delivery.person_id)
        return save_fenced(self, delivery, fencing=current.fencing if current else fencing)

    _exchange(deliveries, "claimed_still", lambda _unit, parcel: parcel.delivery)
    _exchange(DeliveryTable, "save", save)
    _exchange(batches, "_holds", lambda _current, _claimed: True)


def everybody_is_one() -> None:
    """Every score is sent for the same person."""
    send = GradeService.send_score

    def send_score(self: GradeService, score: Score) -> SendReceipt:
        return send(self, replace(score, sub="101"))

    _exchange(GradeService, "send_score", send_score)


def html_is_success() -> None:
    """A page counts as an answer (F18)."""
    read = ags._json_of

    def json_of(answer: Answer, *, is_ambiguous: bool) -> object:
        return {} if answer.body.startswith(b"<") else read(answer, is_ambiguous=is_ambiguous)

    _exchange(ags, "_json_of", json_of)


def _exchange(place: object, name: str, other: Callable[..., object]) -> None:
    setattr(place, name, other)


BREAKS: dict[str, Callable[[], None]] = {
    "conflict-is-success": conflict_is_success,
    "one-try": one_try,
    "no-fencing": no_fencing,
    "everybody-is-one": everybody_is_one,
    "html-is-success": html_is_success,
}
"""The words that ``Order.broken`` takes."""

"""Results from elsewhere: written down by the learner or a trainer, used only while the learner agrees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from lti_tool.domain import outside
from lti_tool.domain.errors import MalformedRequest, NotFound
from lti_tool.domain.outside import (
    Checked,
    EnteredBy,
    Faults,
    OutsideResult,
    OutsideSource,
    Submitted,
    checked,
)
from lti_tool.domain.prior import OutsideEvidence
from lti_tool.services.cohorts import Record
from lti_tool.services.launches import Visit
from lti_tool.store.courses import StoredLink
from lti_tool.store.unit_of_work import Store, UnitOfWork

RESULTS_AT_MOST = 30
"""How many results one person may have in a course; the next one is refused with the word "too-many"."""


_SUBMISSION = re.compile(r"[A-Za-z0-9_-]{8,32}")


class OutsideResults:
    """Use cases over results from elsewhere."""

    def __init__(self, store: Store, *, sources: Sequence[OutsideSource]) -> None:
        self._store = store
        self._sources = tuple(sources)

    @property
    def sources(self) -> tuple[OutsideSource, ...]:
        """Where results may come from."""
        return self._sources

    def of_learner(self, visit: Visit) -> tuple[OutsideResult, ...]:
        """The visitor's own results in this course, whoever wrote them down, the latest first."""
        return self._of(visit, visit.launch.person_id)

    def of_person(self, visit: Visit, record: Record) -> tuple[OutsideResult, ...]:
        """One learner's results for a trainer, whoever wrote them down, the latest first. The ``record``
        shows that the visitor may read about them.
        """
        return self._of(visit, record.member.person_id)

    def add(
        self, visit: Visit, submitted: Submitted, result_id: str, now: datetime, today: date, *, agrees: bool
    ) -> Faults:
        """Write down a result of one's own; empty when it was kept. The same form again changes nothing.

        Raises:
            MalformedRequest: something that no form offers.
        """
        agreed_at = now if agrees else None
        return self._add(
            visit, visit.launch.person_id, submitted, result_id, EnteredBy.LEARNER, now, today, agreed_at
        )

    def add_for(
        self, visit: Visit, record: Record, submitted: Submitted, result_id: str, now: datetime, today: date
    ) -> Faults:
        """The same by a trainer, for the person of this record: it waits for the learner's yes.

        Raises:
            MalformedRequest: something that no form offers.
        """
        person_id = record.member.person_id
        return self._add(visit, person_id, submitted, result_id, EnteredBy.TRAINER, now, today, None)

    def decide(self, visit: Visit, result_id: str, now: datetime, *, agrees: bool) -> None:
        """Keep the learner's yes or no.

        Raises:
            NotFound: the visitor has no such result.
        """
        result = self._own(visit, visit.launch.person_id, result_id)
        moved = outside.agreed(result, now) if agrees else outside.withdrawn(result, now)
        if moved is not result:
            with self._store.writing() as unit:
                unit.outside_results.save_agreement(moved)

    def remove(self, visit: Visit, result_id: str) -> None:
        """Forget one of the visitor's own results, whoever wrote it down.

        Raises:
            NotFound: the visitor has no such result.
        """
        self._forget(self._own(visit, visit.launch.person_id, result_id))

    def remove_for(self, visit: Visit, record: Record, result_id: str) -> None:
        """Forget a result that a trainer wrote down about the person of this record.

        Raises:
            NotFound: the person has no such result, or wrote it down themselves.
        """
        result = self._own(visit, record.member.person_id, result_id)
        if result.entered_by is not EnteredBy.TRAINER:
            raise NotFound(reason="result-of-the-learner")
        self._forget(result)

    def _of(self, visit: Visit, person_id: str) -> tuple[OutsideResult, ...]:
        with self._store.reading() as unit:
            return tuple(_all_of(unit, visit.link, person_id))

    def _own(self, visit: Visit, person_id: str, result_id: str) -> OutsideResult:
        found = next((one for one in self._of(visit, person_id) if one.id == result_id), None)
        if found is None:
            raise NotFound(reason="no-such-result")
        return found

    def _forget(self, result: OutsideResult) -> None:
        with self._store.writing() as unit:
            unit.outside_results.remove(result.centre_id, result.id)

    def _add(
        self,
        visit: Visit,
        person_id: str,
        submitted: Submitted,
        result_id: str,
        entered_by: EnteredBy,
        now: datetime,
        today: date,
        agreed_at: datetime | None,
    ) -> Faults:
        found = checked(submitted, self._sources, today)
        if not isinstance(found, Checked):
            return found
        result = _result(visit.link, person_id, result_id, found, entered_by, now, agreed_at)
        with self._store.writing() as unit:
            known = _all_of(unit, visit.link, person_id)
            if len(known) >= RESULTS_AT_MOST and all(one.id != result_id for one in known):
                return {"source": "too-many"}
            unit.outside_results.add(result)
        return {}


def evidence_in(
    unit: UnitOfWork,
    link: StoredLink,
    person_id: str,
    sources: Sequence[OutsideSource],
    today: date,
) -> tuple[OutsideEvidence, ...]:
    """What this person's results start an attempt with, inside the attempt's own transaction: nothing without
    their yes.
    """
    return outside.evidence_of(_all_of(unit, link, person_id), sources, today)


def _all_of(unit: UnitOfWork, link: StoredLink, person_id: str) -> Sequence[OutsideResult]:
    return unit.outside_results.of_person(link.centre_id, person_id, link.context_id, link.id)


def _result(
    link: StoredLink,
    person_id: str,
    result_id: str,
    found: Checked,
    entered_by: EnteredBy,
    now: datetime,
    agreed_at: datetime | None,
) -> OutsideResult:
    if not _SUBMISSION.fullmatch(result_id):
        raise MalformedRequest(reason="submission-id")
    return OutsideResult(
        id=result_id,
        centre_id=link.centre_id,
        person_id=person_id,
        resource_link_id=link.id,
        context_id=link.context_id,
        source=found.source,
        taken_on=found.taken_on,
        says=found.says,
        area=found.area,
        level_id=found.level_id,
        score=found.score,
        entered_by=entered_by,
        entered_at=now,
        agreed_at=agreed_at,
    )

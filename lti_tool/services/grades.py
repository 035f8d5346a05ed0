"""What the LMS should show after a finished attempt, and what a trainer can do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from lti_tool.domain import grade, ledger
from lti_tool.domain.attempt import Attempt
from lti_tool.domain.deep_link import OWN_COLUMN, Columns
from lti_tool.domain.errors import NotFound
from lti_tool.domain.framework import AREAS
from lti_tool.domain.grade import Column, Delivery, Desired
from lti_tool.domain.module import POINTS_MAXIMUM, Module
from lti_tool.domain.module_progress import ModuleRun, checked_alone
from lti_tool.domain.observation import Observation
from lti_tool.domain.profile import Profile
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.ledgers import retried
from lti_tool.services.reviewing import only_readers_of_results
from lti_tool.services.wording import Comments
from lti_tool.store.courses import StoredLink
from lti_tool.store.delivery_values import StoredLineItem
from lti_tool.store.unit_of_work import Store, UnitOfWork


class Grades:
    """Use cases over grades. ``titles`` names the activities by slug, ``area_names`` the areas by id."""

    def __init__(
        self,
        store: Store,
        comments: Comments,
        *,
        titles: dict[str, str],
        area_names: dict[str, str],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._comments = comments
        self._titles = titles
        self._area_names = area_names
        self._clock = clock

    def want(
        self,
        unit: UnitOfWork,
        link: StoredLink,
        attempt: Attempt,
        profile: Profile,
        *,
        language: str,
        now: datetime,
    ) -> None:
        """Raise what the LMS should show, inside the learner's own transaction."""
        columns = grade.columns_of(attempt.activity, link.columns, tuple(profile.areas))
        wanted = {column: self._desired(column, profile, language, now) for column in columns}
        self._want(unit, link, attempt.activity, attempt.person_id, wanted, language=language, now=now)

    def want_observed(
        self,
        unit: UnitOfWork,
        link: StoredLink,
        attempt: Attempt,
        profile: Profile,
        area: str,
        observed: Observation | None,
        *,
        language: str,
        now: datetime,
    ) -> bool:
        """Raise what the LMS should show in the column of one area, inside the trainer's transaction: what is
        ``observed`` there, or the measured level when nothing is any more; whether something is to be sent.

        The general column stays as it was measured. A column in which nothing was ever wanted stays so.
        """
        key = OWN_COLUMN if len(profile.areas) == 1 else f"area-{area}"
        columns = grade.columns_of(attempt.activity, link.columns, tuple(profile.areas))
        column = next((one for one in columns if one.key == key), None)
        items = unit.deliveries.of_link(link.centre_id, link.id, [attempt.person_id])
        item = next((item for item, _one in items if column and item.tag == column.tag), None)
        known = unit.deliveries.locked(link.centre_id, item.id, attempt.person_id) if item else None
        if column is None or known is None:
            return False
        desired = self._desired(column, profile, language, attempt.finished_at or now)
        if observed is not None:
            comment = self._comments.observed(
                self._area_names[area],
                observed.level,
                profile.areas[area],
                observed_on=observed.observed_on,
                language=language,
            )
            desired = replace(desired, points=float(observed.level), comment=comment)
        if (known.desired_points, known.comment) == (desired.points, desired.comment):
            return False
        unit.deliveries.save(grade.desired_again(known, desired, now), fencing=known.fencing)
        return True

    def want_module(
        self,
        unit: UnitOfWork,
        link: StoredLink,
        module: Module,
        run: ModuleRun,
        *,
        language: str,
        now: datetime,
    ) -> None:
        """Raise what the LMS should show for a module that was walked through."""
        alone, total = checked_alone(run, module)
        comment = self._comments.module(
            module.title,
            done=sum(run.progress(step.id).is_done for step in module.steps),
            steps=len(module.steps),
            alone=alone,
            total=total,
            is_accompanied=run.is_accompanied,
            language=language,
            now=now,
        )
        own = grade.columns_of(module.slug, Columns.ONE)[0]
        column = replace(own, maximum=float(POINTS_MAXIMUM))
        desired = Desired(
            column_key=column.key,
            points=float(run.points or 0),
            maximum=column.maximum,
            comment=comment,
        )
        self._want(unit, link, module.slug, run.person_id, {column: desired}, language=language, now=now)

    def retry(self, visit: Visit, person_id: str) -> int:
        """A trainer asks to send one person's grades again; how many were taken up. Values that were changed
        in the LMS are left alone: see ``Ledgers.put_back``.

        Raises:
            NotFound: nothing of this person is in this group, or the visitor reads no results here.
        """
        if visit.link.context_id is None:
            raise NotFound(reason="no-course")
        now = self._clock()
        link = visit.link
        with self._store.writing() as unit:
            only_readers_of_results(unit, visit.link.centre_id, visit.rights)
            known = unit.deliveries.of_link(visit.link.centre_id, visit.link.id, [person_id])
            found = [item.id for item, _delivery in known]
            if not found:
                raise NotFound(reason="no-grade-of-this-person")
            # Read again under a lock: the learner may be finishing another attempt at this instant.
            locked = unit.deliveries.locked_all(visit.link.centre_id, found, person_id)
            waiting = [one for one in locked.values() if ledger.is_waiting_or_refused(one)]
            for delivery in waiting:
                unit.deliveries.save(ledger.taken_up(delivery, now), fencing=delivery.fencing)
            unit.circuits.tried_by_hand(link.centre_id, link.registration_id)
            if waiting:
                unit.audit.append(retried(visit, len(waiting), now))
        return len(waiting)

    def _want(
        self,
        unit: UnitOfWork,
        link: StoredLink,
        slug: str,
        person_id: str,
        wanted: Mapping[Column, Desired],
        *,
        language: str,
        now: datetime,
    ) -> None:
        items = unit.deliveries.line_items(link.centre_id, link.id, [column.tag for column in wanted])
        for column in wanted:
            if column.tag not in items:
                label = self._label(column, slug, language)
                items[column.tag] = unit.deliveries.line_item(
                    link.centre_id, link.id, column, label, new_id()
                )
        own_ids = [items[column.tag].id for column in wanted]
        known = unit.deliveries.locked_all(link.centre_id, own_ids, person_id)
        first = []
        for column, desired in wanted.items():
            item = items[column.tag]
            if item.id in known:
                changed = grade.desired_again(known[item.id], desired, now)
                unit.deliveries.save(changed, fencing=known[item.id].fencing)
            else:
                first.append(_first_delivery(item, person_id, desired, now))
        unit.deliveries.add_all(first)

    def _label(self, column: Column, slug: str, language: str) -> str:
        area = self._area_names.get(column.key.removeprefix("area-"), "")
        return self._comments.column_title(self._titles.get(slug, slug), area, language=language)[:100]

    def _desired(self, column: Column, profile: Profile, language: str, now: datetime) -> Desired:
        area = column.key.removeprefix("area-")
        if len(profile.areas) == 1:
            (area,) = profile.areas
        estimate = profile.areas[area] if area in AREAS else profile.overall
        subject = self._area_names[area] if area in AREAS else "DigComp"
        comment = self._comments.level(
            subject,
            estimate,
            tasks=profile.tasks,
            helped=profile.tasks_with_help,
            accompanied=profile.tasks_accompanied,
            paper_on=profile.paper_on,
            language=language,
            now=now,
        )
        return Desired(
            column_key=column.key, points=grade.points_of(estimate), maximum=column.maximum, comment=comment
        )


def _first_delivery(item: StoredLineItem, person_id: str, desired: Desired, now: datetime) -> Delivery:
    return Delivery(
        centre_id=item.centre_id,
        line_item_id=item.id,
        person_id=person_id,
        desired_version=1,
        desired_points=desired.points,
        maximum=desired.maximum,
        comment=desired.comment,
        event_at=now,
        next_attempt_at=now,
        due_since=now,
    )

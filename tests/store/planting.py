"""Rows that most store tests need before they can begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.grade import Delivery, columns_of
from lti_tool.store.delivery_values import StoredLineItem
from lti_tool.store.unit_of_work import Store, UnitOfWork
from tests.factories import CENTRE, NOW, a_delivery, a_launch, a_registration
from tests.people import LEARNER, TestPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Our ids of what a centre holds after ``plant``."""

    centre_id: str
    registration_id: str
    context_id: str | None
    link_id: str
    person_id: str


def plant(store: Store, centre: str = CENTRE) -> Planted:
    """A centre with a platform, a course, a resource link and the learner as its member."""
    registration, launch = a_registration(centre), a_launch(centre)
    with store.writing() as work:
        work.registrations.add_centre(centre, "Centre", NOW)
        work.registrations.add(registration, NOW)
        work.registrations.add_deployment(registration, launch.deployment.id, "1", NOW)
        context_id = work.courses.remember_context(launch, f"context-{centre}", NOW)
        link_id = work.courses.remember_link(launch, context_id, f"link-{centre}", NOW)
    person_id = join(store, centre, link_id, LEARNER, f"person-{centre}")
    return Planted(
        centre_id=centre,
        registration_id=registration.id,
        context_id=context_id,
        link_id=link_id,
        person_id=person_id,
    )


def join(store: Store, centre: str, link_id: str, person: TestPerson, new_id: str) -> str:
    """Somebody launches a resource link as a learner; our id of them."""
    launch = a_launch(centre, person)
    with store.writing() as work:
        person_id = work.courses.remember_person(launch, person.sub, new_id, NOW)
        work.courses.remember_name(centre, person_id, person.name, NOW)
        work.courses.remember_membership(
            centre_id=centre,
            link_id=link_id,
            person_id=person_id,
            rights="learner",
            is_graded=True,
            new_id=f"membership-{new_id}",
            now=NOW,
        )
    return person_id


def plant_column(store: Store, planted: Planted) -> StoredLineItem:
    """The activity's own column at the planted resource link."""
    with store.writing() as work:
        column = columns_of("diagnostic")[0]
        return work.deliveries.line_item(
            planted.centre_id, planted.link_id, column, "Mon point de départ", f"column-{planted.centre_id}"
        )


def want(store: Store, **changes: object) -> Planted:
    """A planted centre with one delivery."""
    planted = plant(store)
    plant_column(store, planted)
    with store.writing() as work:
        work.deliveries.add(a_delivery(**changes))
    return planted


def claim(store: Store, owner: str = "worker-1", now: datetime = NOW, limit: int = 10) -> list[Delivery]:
    """What a worker takes in hand."""
    with store.writing() as work:
        return claim_in(work, owner, now, limit)


def claim_in(work: UnitOfWork, owner: str, now: datetime, limit: int = 1) -> list[Delivery]:
    """The same inside a unit of work: whatever place it is of."""
    claimed: list[Delivery] = []
    for place in work.ready_deliveries.places(now):
        while len(claimed) < limit and (one := work.ready_deliveries.claim(place, owner, now)):
            claimed.append(one)
    return claimed


def stored(store: Store) -> Delivery | None:
    """The planted delivery as it is now."""
    with store.writing() as work:
        return work.deliveries.locked(CENTRE, f"column-{CENTRE}", f"person-{CENTRE}")

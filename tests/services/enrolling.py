"""A course whose platform gives a roster, and what an administrator does to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from lti_tool.demo.cast import Cast, Member
from lti_tool.domain.roster import Roster
from lti_tool.services.cohorts import Cohort
from lti_tool.services.launches import Visit
from tests.people import COURSE, LEARNER, TRAINER, TestPerson
from tests.services.world import World

EXTRA = 5
EVERYBODY = 1 + EXTRA
"""How many learners the course of ``world`` has: the cast's own and five more."""


def learner(number: int) -> TestPerson:
    """One of the five more learners of the course."""
    return replace(
        LEARNER,
        key=f"learner-{number}",
        sub=str(1000 + number),
        given_name="Apprenant",
        family_name=str(number),
    )


def enter(world: World, person: TestPerson = TRAINER, /, **changes: object) -> Visit:
    """Somebody launches; the platform says where the roster is."""
    return world.visit(person, **{"nrps_url": world.lms.platform.members_url(person.context_id), **changes})


def read(world: World, owner: str = "worker-1") -> bool:
    """What the worker does once: whether a roster was due."""
    return world.services.rosters.read_one(owner)


def review(world: World, visit: Visit) -> Cohort:
    """What the trainer sees."""
    return world.services.cohorts.review(visit)


def names(cohort: Cohort) -> list[str]:
    """The people who are enrolled, as the trainer sees them."""
    return [member.name for member in cohort.members]


def roster(world: World, visit: Visit) -> Roster:
    """The roster of the visitor's course."""
    assert visit.link.context_id is not None
    with world.services.store.reading() as unit:
        found = unit.rosters.find(visit.link.centre_id, visit.link.context_id)
    assert found is not None
    return found


def calls(world: World) -> int:
    """How often the platform was asked for people so far."""
    return len(world.lms.requests_to("members"))


def change_members(world: World, change: Callable[[Member], Member | None]) -> None:
    """Change the people of the LMS; ``None`` takes somebody out."""
    platform = world.lms.platform
    kept = [change(member) for member in platform.cast.members]
    members = tuple(member for member in kept if member is not None)
    object.__setattr__(platform, "cast", replace(platform.cast, members=members))


def withdraw(world: World, *subs: str) -> None:
    """Take people out of the course."""
    change_members(world, lambda member: None if member.sub in subs else member)


def give_roles(world: World, sub: str, *roles: str) -> None:
    """Give somebody of the course other roles."""
    change_members(world, lambda member: replace(member, roles=roles) if member.sub == sub else member)


@contextmanager
def everybody_out(world: World) -> Iterator[None]:
    """The platform lists nobody, for the length of the block."""
    cast: Cast = world.lms.platform.cast
    change_members(world, lambda member: None if member.context_id == COURSE else member)
    yield
    object.__setattr__(world.lms.platform, "cast", cast)


def adopt(world: World, **habits: object) -> None:
    """Give the platform other habits."""
    platform = world.lms.platform
    object.__setattr__(platform, "habits", replace(platform.habits, **habits))  # type: ignore[arg-type]  # by name


def again(world: World, visit: Visit) -> None:
    """Twenty minutes later the trainer asks for the list, and the worker reads it."""
    world.advance(minutes=20)
    assert world.services.rosters.refresh(visit)
    assert read(world)

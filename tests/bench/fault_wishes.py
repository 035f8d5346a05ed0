"""What the people of the fault matrix do: two learners finish, and one of them reaches another level."""

from __future__ import annotations

import base64
import pickle
from dataclasses import dataclass, replace
from datetime import datetime

from lti_tool.bootstrap import Installation
from lti_tool.services.launches import Visit
from tests.factories import an_attempt
from tests.people import LEARNER, TRAINER
from tests.services.world import World, a_profile

SECOND_LEARNER = replace(LEARNER, key="learner-1", sub="1001")
LEARNERS = (LEARNER, SECOND_LEARNER)
ANSWERS = ({"choice": ("a",)}, {"skip": ("1",)})
"""What each says to every task: their levels differ, so that no grade fits both."""
NAMES = ("Inès", "Martin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """One learner before the last task. ``visit`` is the visit as text, for another process."""

    number: str
    visit: str
    version: str

    @property
    def opened(self) -> Visit:
        """The visit."""
        found = pickle.loads(base64.b64decode(self.visit))
        assert isinstance(found, Visit)
        return found

    def answer_last(self, installation: Installation, now: datetime) -> None:
        """Send the last answer; a client that got no answer sends the very same one again."""
        version = int(self.version)
        standing = installation.services.attempts.answer(
            self.opened, ANSWERS[int(self.number)], f"submission-{version}", version, now
        )
        assert standing.attempt is not None
        assert standing.attempt.is_finished


def want_again(installation: Installation, learner: Learner, version: int, now: datetime) -> None:
    """This learner reaches another level; ``version`` tells it from every other one, also in the comment."""
    number = int(learner.number)
    level, tasks = 3 + (version + number) % 6, 20 + 2 * version + number
    want_for(installation, learner.opened, level=level, tasks=tasks, now=now)


def want_for(installation: Installation, visit: Visit, *, level: int, tasks: int, now: datetime) -> None:
    """The visitor reaches this level in every area, with so many tasks."""
    attempt = an_attempt(
        visit.link.centre_id, person_id=visit.launch.person_id, resource_link_id=visit.link.id
    )
    profile = replace(a_profile(level), tasks=tasks)
    services = installation.services
    with services.store.writing() as unit:
        services.grades.want(unit, visit.link, attempt, profile, language="fr", now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who is in the course when a cell begins."""

    learners: tuple[Learner, ...]
    trainer: Visit


def people_of(world: World) -> People:
    """Everybody launches; the learners answer everything but their last task."""
    learners = []
    for number, person in enumerate(LEARNERS):
        visit = world.visit(person)
        attempt = world.services.attempts.start(visit, "", world.clock.now).attempt
        assert attempt is not None
        standing = world.services.attempts.answer(
            visit, ANSWERS[number], f"submission-{attempt.version}", attempt.version, world.clock.now
        )
        assert standing.attempt is not None
        assert not standing.attempt.is_finished
        written = base64.b64encode(pickle.dumps(visit)).decode("ascii")
        learners.append(Learner(number=f"{number}", visit=written, version=f"{standing.attempt.version}"))
    return People(learners=tuple(learners), trainer=world.visit(TRAINER))

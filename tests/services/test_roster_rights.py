"""What a roster takes away, and what it never gives: rows M12 and Z15 of the security notes."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import text

from lti_tool.demo.cast import Member
from lti_tool.domain.launch import Person
from lti_tool.domain.roles import Rights
from tests.people import COURSE, INSTRUCTOR_ROLE, LEARNER, LEARNER_ROLE, TRAINER
from tests.services.enrolling import (
    adopt,
    again,
    change_members,
    enter,
    give_roles,
    learner,
    names,
    read,
    review,
    withdraw,
)
from tests.services.world import World

ASSISTANT_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"


def test_rights_end_when_the_roster_gives_fewer(world: World) -> None:
    """M12, Z15: the open page of a trainer who became a learner; nobody is raised by a roster."""
    trainer, other = enter(world), enter(world, learner(1))
    token = open_page(world)
    read(world)
    give_roles(world, TRAINER.sub, LEARNER_ROLE)
    give_roles(world, "1001", INSTRUCTOR_ROLE)
    again(world, trainer)

    assert Rights.LEARNER is world.services.launches.visit(*token, world.clock.now).rights
    with world.services.store.reading() as unit:
        assert ("", "") == unit.visits.named_trainer(trainer.link.centre_id, trainer.link.id)
    assert Rights.LEARNER is other.rights
    assert "learner" == stored_rights(world, other.launch.handle)


def test_an_assistants_rights_are_kept_when_the_roster_gives_those(world: World) -> None:
    """M12: lowered to what the roster gives, not below."""
    adopt(world, has_short_roles_in_members=False)
    trainer = enter(world)
    read(world)
    change_members(world, lambda member: assistant(member) if member.sub == TRAINER.sub else member)
    again(world, trainer)

    assert "assistant" == stored_rights(world, trainer.launch.handle)


def test_a_trainer_keeps_the_rights_when_the_roster_never_called_them_one(world: World) -> None:
    """M12: a non-editing teacher of Moodle is an instructor in launches and a learner in the roster."""
    give_roles(world, TRAINER.sub, LEARNER_ROLE)
    trainer = enter(world)
    read(world)
    again(world, trainer)

    assert "trainer" == stored_rights(world, trainer.launch.handle)
    assert TRAINER.name not in names(review(world, trainer))


def test_rights_end_when_a_trainer_leaves_the_course(world: World) -> None:
    """Z15"""
    trainer = enter(world)
    read(world)
    withdraw(world, TRAINER.sub)
    again(world, trainer)

    assert "learner" == stored_rights(world, trainer.launch.handle)


def test_a_trainer_keeps_the_rights_when_no_roster_ever_named_them(world: World) -> None:
    """A site administrator who looks into a course is in no roster, and the platform calls them a trainer."""
    withdraw(world, TRAINER.sub)
    trainer = world.visit(
        replace(LEARNER, sub="900"),
        rights=Rights.TRAINER,
        roles=TRAINER.roles,
        person=Person(sub="900"),
        nrps_url=world.lms.platform.members_url(COURSE),
    )
    read(world)
    again(world, trainer)

    assert "trainer" == stored_rights(world, trainer.launch.handle)


def test_a_newer_launch_counts_when_the_roster_was_read_before_it(world: World) -> None:
    """M12: somebody became a trainer while the list was on its way."""
    trainer = enter(world)
    read(world)
    give_roles(world, TRAINER.sub, LEARNER_ROLE)
    world.advance(minutes=20)
    world.services.rosters.refresh(trainer)
    fresh: list[str] = []

    def launch_meanwhile(name: str) -> None:
        if name == "roster-read":
            fresh.append(enter(world).launch.handle)

    world.step = launch_meanwhile
    read(world)

    assert ["trainer"] * 2 == [stored_rights(world, handle) for handle in (*fresh, trainer.launch.handle)]


def assistant(member: Member) -> Member:
    """The same person as a teaching assistant who is listed."""
    return replace(member, roles=(ASSISTANT_ROLE, LEARNER_ROLE), is_gradable=True)


def stored_rights(world: World, handle: str) -> str:
    """What one open launch may do, as the store has it."""
    with world.services.store._engine.connect() as connection:  # only to look
        query = text("SELECT rights FROM launch WHERE id = :handle")
        return str(connection.execute(query, {"handle": handle}).scalar_one())


def open_page(world: World) -> tuple[str, str]:
    """The trainer launches; handle and token of the page."""
    accepted = world.services.launches.accept(
        world.launch_of(TRAINER, nrps_url=world.lms.platform.members_url(COURSE)),
        state="state-of-a-page",
        old_token=None,
        now=world.clock.now,
    )
    return accepted.handle, accepted.session_token

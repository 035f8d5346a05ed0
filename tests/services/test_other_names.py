"""A platform that was installed anew gives the numbers of the old one to other people: the row Z25."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.domain.errors import NotFound
from lti_tool.domain.launch import Person
from lti_tool.domain.roles import Rights
from lti_tool.domain.roster import NamesChanged
from lti_tool.services.administrators import Administration
from tests.people import TRAINER
from tests.services.enrolling import (
    adopt,
    again,
    change_members,
    enter,
    learner,
    names,
    read,
    review,
    roster,
)
from tests.services.world import World

LEARNERS = tuple(str(1000 + number) for number in range(1, 6))


def rename(world: World, *subs: str, name: str = "Autre") -> None:
    """Other people get these numbers."""
    change_members(
        world,
        lambda member: (
            replace(member, given_name=f"{name}{member.sub}", family_name=f"Personne{member.sub}{name}")
            if member.sub in subs
            else member
        ),
    )


def warning(world: World) -> NamesChanged | None:
    """What a trainer is warned of."""
    found = review(world, enter(world)).roster
    assert found is not None
    return found.names


def test_a_trainer_is_warned_when_most_names_become_others_at_once(world: World) -> None:
    """Z25: the names are those that the platform gives, all the same."""
    trainer = enter(world)
    read(world)
    before = warning(world)
    rename(world, *LEARNERS)
    again(world, trainer)

    assert before is None
    assert NamesChanged(changed=5, known=7, at=world.clock.now) == warning(world)
    assert "Autre1001 Personne1001Autre" in names(review(world, trainer))
    assert learner(1).name not in names(review(world, trainer))


def test_nobody_is_warned_when_the_platform_turns_names_round(world: World) -> None:
    """Z25: family name first, in capitals."""
    trainer = enter(world)
    read(world)
    change_members(
        world,
        lambda member: replace(member, given_name=member.family_name.upper(), family_name=member.given_name),
    )
    again(world, trainer)

    assert warning(world) is None


def test_nobody_is_warned_when_four_names_become_others(world: World) -> None:
    """Z25"""
    trainer = enter(world)
    read(world)
    rename(world, *LEARNERS[:4])
    again(world, trainer)

    assert warning(world) is None


def test_nobody_is_warned_when_names_were_hidden_before(world: World) -> None:
    """Z25: a first name is not another name."""
    adopt(world, hides_names=True)
    trainer = enter(world, TRAINER, person=Person(sub=TRAINER.sub))
    read(world)
    adopt(world, hides_names=False)
    again(world, trainer)

    assert warning(world) is None


def test_the_warning_stays_when_later_readings_change_nothing(world: World) -> None:
    """Z25: until a trainer takes it off; then a later change gives cause for another one."""
    trainer = enter(world)
    read(world)
    rename(world, *LEARNERS)
    again(world, trainer)
    first = warning(world)
    again(world, trainer)
    later = warning(world)
    assert first is not None
    taken = world.services.rosters.accept_names(trainer, first.at.isoformat())
    off = warning(world)
    rename(world, *LEARNERS, name="Encore")
    again(world, trainer)

    assert first == later
    assert (True, None) == (taken, off)
    assert NamesChanged(changed=5, known=7, at=world.clock.now) == warning(world)


def test_a_yes_is_for_the_warning_that_was_read_when_there_is_a_later_one(world: World) -> None:
    """Z25: and the same yes twice is one."""
    trainer = enter(world)
    read(world)
    rename(world, *LEARNERS)
    again(world, trainer)
    first = warning(world)
    rename(world, *LEARNERS, name="Encore")
    again(world, trainer)
    second = warning(world)
    assert first is not None
    assert second is not None
    answers = [
        world.services.rosters.accept_names(trainer, seen_at)
        for seen_at in (first.at.isoformat(), "", "x", second.at.isoformat(), second.at.isoformat())
    ]

    assert [False, False, False, True, True] == answers
    assert warning(world) is None


def test_an_assistant_does_not_decide_when_names_become_others(world: World) -> None:
    """Z25"""
    trainer = enter(world)
    read(world)
    rename(world, *LEARNERS)
    again(world, trainer)
    found = warning(world)
    assistant = enter(world, TRAINER, rights=Rights.ASSISTANT)
    assert found is not None

    with pytest.raises(NotFound):
        world.services.rosters.accept_names(assistant, found.at.isoformat())

    assert found == warning(world)


def test_nothing_is_warned_of_when_the_reading_ends_half_way(world: World) -> None:
    """Z25: a part of a roster changes nothing, and so no name."""
    adopt(world, page_size=2)
    trainer = enter(world)
    read(world)
    rename(world, *LEARNERS)
    world.lms.fault("members", "none", times=2)
    world.lms.fault("members", 503)
    again(world, trainer)

    assert warning(world) is None
    assert learner(1).name in names(review(world, trainer))


def test_the_administrator_sees_it_when_most_names_became_others(world: World) -> None:
    """Z25: the platform is not complete then; in another course nothing is said."""
    trainer = enter(world)
    read(world)
    rename(world, *LEARNERS)
    who = Administration(centre_id=trainer.link.centre_id, centre_name="", session_id="s")
    before = world.services.platforms.file(who, world.registration.id).known.signs
    again(world, trainer)
    after = world.services.platforms.file(who, world.registration.id).known.signs
    at = roster(world, trainer).names
    assert at is not None
    world.services.rosters.accept_names(trainer, at.at.isoformat())
    off = world.services.platforms.file(who, world.registration.id).known.signs

    assert [0, 1, 0] == [signs.courses_renamed for signs in (before, after, off)]
    complete = replace(after, grades_tried_at=world.clock.now, grades_reason="")
    assert (False, True) == (complete.is_complete, replace(complete, courses_renamed=0).is_complete)

"""Rosters from the launch to the trainer's page: rows M04 to M07, M10 and the groups."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from lti_tool.domain.cohort import Progress
from lti_tool.domain.errors import NotFound
from lti_tool.domain.launch import Person
from lti_tool.domain.ports import StoredKey
from lti_tool.domain.roles import Rights
from lti_tool.services.rosters import MEASURED_FROM
from tests.people import LEARNER, TRAINER
from tests.services.enrolling import (
    EVERYBODY,
    adopt,
    again,
    enter,
    everybody_out,
    learner,
    names,
    read,
    review,
    roster,
    withdraw,
)
from tests.services.setting import StillLms
from tests.services.world import World


def test_people_who_never_opened_are_listed_when_the_roster_was_read(world: World) -> None:
    """Trainers and test users are not; whoever launched keeps their state."""
    trainer = enter(world)
    enter(world, learner(3))
    read(world)
    cohort = review(world, trainer)

    assert sorted([LEARNER.name, *(learner(number).name for number in range(1, 6))]) == sorted(names(cohort))
    progress = {member.name: member.progress for member in cohort.members}
    assert Progress.NOT_STARTED is progress.pop(learner(3).name)
    assert {Progress.NOT_OPENED} == set(progress.values())
    assert "" == roster(world, trainer).reason


def test_a_record_of_somebody_who_never_opened_is_shown_when_the_trainer_looks(world: World) -> None:
    trainer = enter(world)
    read(world)
    member = review(world, trainer).members[0]

    record = world.services.cohorts.record(trainer, member.person_id)

    assert (None, Progress.NOT_OPENED) == (record.attempt, record.member.progress)


def test_nobody_is_removed_when_a_later_page_fails(world: World) -> None:
    """M04: page 3 of 4."""
    adopt(world, page_size=2)
    trainer = enter(world)
    read(world)
    before = names(review(world, trainer))
    withdraw(world, "1001", "1002")
    world.lms.fault("members", "none", times=2)
    world.lms.fault("members", 503)
    again(world, trainer)

    assert EVERYBODY == len(before)
    assert before == names(review(world, trainer))
    assert ("server-error", 1) == (roster(world, trainer).reason, roster(world, trainer).attempts)
    world.advance(minutes=1)
    assert read(world)
    assert EVERYBODY - 2 == len(names(review(world, trainer)))


def test_a_trainer_is_asked_when_more_than_half_would_leave(world: World) -> None:
    """M05: newcomers come in all the same; the yes is for this number and no other."""
    trainer = enter(world)
    read(world)
    withdraw(world, *(str(1000 + number) for number in range(1, 5)))
    world.enrol("2000")
    again(world, trainer)

    held = review(world, trainer)
    assert held.roster is not None
    assert (EVERYBODY + 1, 4, ()) == (len(held.members), held.roster.pending_missing, held.leavers)
    assert not world.services.rosters.agree(trainer, 3)
    assert world.services.rosters.agree(trainer, 4)
    assert read(world)
    after = review(world, trainer)
    assert after.roster is not None
    assert (3, 4, 0) == (len(after.members), len(after.leavers), after.roster.pending_missing)


def test_a_yes_does_not_cover_more_when_the_roster_shrinks_further(world: World) -> None:
    """M05"""
    trainer = enter(world)
    read(world)
    withdraw(world, *(str(1000 + number) for number in range(1, 5)))
    again(world, trainer)
    world.services.rosters.agree(trainer, 4)
    with everybody_out(world):
        read(world)

    assert (EVERYBODY, EVERYBODY) == (
        len(review(world, trainer).members),
        roster(world, trainer).pending_missing,
    )


def test_the_question_goes_away_when_the_roster_is_whole_again(world: World) -> None:
    """M05"""
    trainer = enter(world)
    read(world)
    with everybody_out(world):
        again(world, trainer)
    asked = roster(world, trainer).pending_missing
    again(world, trainer)

    assert (EVERYBODY, 0) == (asked, roster(world, trainer).pending_missing)
    assert EVERYBODY == len(review(world, trainer).members)


def test_an_assistant_does_not_decide_when_a_roster_shrinks(world: World) -> None:
    """M05"""
    assistant = enter(world, TRAINER, rights=Rights.ASSISTANT)

    with pytest.raises(NotFound):
        world.services.rosters.agree(assistant, 1)


def test_leavers_are_kept_when_they_leave_the_course(world: World) -> None:
    """M06: out of the group, not out of the store; back with everything when they are enrolled again."""
    trainer, visit = enter(world), enter(world, learner(1))
    world.services.attempts.start(visit, "", world.clock.now)
    read(world)
    before = next(one for one in review(world, trainer).members if one.name == learner(1).name)
    cast = world.lms.platform.cast
    withdraw(world, "1001")
    again(world, trainer)
    gone = review(world, trainer)
    object.__setattr__(world.lms.platform, "cast", cast)
    again(world, trainer)
    back = next(one for one in review(world, trainer).members if one.name == learner(1).name)

    assert [(learner(1).name, Progress.IN_PROGRESS)] == [(one.name, one.progress) for one in gone.leavers]
    assert learner(1).name not in names(gone)
    assert (before.person_id, before.number, Progress.IN_PROGRESS) == (
        back.person_id,
        back.number,
        back.progress,
    )


def test_somebody_is_back_when_a_leaver_launches(world: World) -> None:
    trainer = enter(world)
    read(world)
    withdraw(world, "1001")
    again(world, trainer)
    enter(world, replace(learner(1), key="learner-2"))

    assert learner(1).name in names(review(world, trainer))


def test_somebody_stays_when_they_came_in_during_the_reading(world: World) -> None:
    """The list was made before they were enrolled."""
    trainer = enter(world)
    read(world)
    withdraw(world, "1001")
    world.advance(minutes=20)
    world.services.rosters.refresh(trainer)

    def launch_meanwhile(name: str) -> None:
        if name == "roster-read":
            enter(world, replace(learner(1), key="learner-2"))

    world.step = launch_meanwhile
    assert read(world)

    assert learner(1).name in names(review(world, trainer))


def test_numbers_stand_for_people_when_names_are_hidden(world: World) -> None:
    """M07: one number per person and course, whatever comes first, the launch or the roster."""
    adopt(world, hides_names=True)
    trainer = enter(world, TRAINER, person=Person(sub=TRAINER.sub))
    enter(world, learner(4), person=Person(sub="1004"))
    read(world)
    before = {member.person_id: member.number for member in review(world, trainer).members}
    world.enrol("2000")
    again(world, trainer)
    enter(world, learner(2), person=Person(sub="1002"))
    after = {member.person_id: member.number for member in review(world, trainer).members}

    assert (EVERYBODY, EVERYBODY + 1) == (len(before), len(after))
    assert before.items() <= after.items()
    assert len(after) == len(set(after.values()))
    assert {""} == set(names(review(world, trainer)))


def test_a_name_stays_when_the_roster_hides_it_later(world: World) -> None:
    """M07"""
    trainer = enter(world)
    read(world)
    adopt(world, hides_names=True)
    again(world, trainer)

    assert learner(1).name in names(review(world, trainer))


def test_people_of_two_platforms_stay_two_when_their_e_mail_is_the_same(world: World) -> None:
    """M10: no e-mail is read, so none can bind; two registrations know two people."""
    trainer = enter(world)
    read(world)
    with world.services.store._engine.connect() as connection:  # only to look
        columns = connection.execute(text("SELECT sub, count(*) FROM person GROUP BY sub")).all()
        names_kept = " ".join(connection.execute(text("SELECT name FROM person_name")).scalars())

    assert {1} == {number for _sub, number in columns}
    assert "@" not in names_kept
    assert EVERYBODY == len(review(world, trainer).members)


@pytest.mark.parametrize("dialect_name", ["moodle-4.1", "canvas-like", "brightspace-like"])
def test_every_dialect_is_read_to_the_end(start: Callable[[str], World], dialect_name: str) -> None:
    world = start(dialect_name)
    adopt(world, page_size=2, member_link_quotes=("”", "”"))
    trainer = enter(world)
    read(world)

    assert EVERYBODY == len(review(world, trainer).members)


def test_groups_come_from_the_launch_when_the_platform_tells_them(world: World) -> None:
    """``$Moodle.Person.userGroupIds``; a launch without the value leaves them, an empty one empties them."""
    trainer = enter(world)
    custom = {"activity": "diagnostic"}
    enter(world, learner(1), custom={**custom, "groups": "7,12"})
    enter(world, learner(2), custom={**custom, "groups": " 7 ,<b>,$x"})
    enter(world, learner(3), custom={**custom, "groups": "9"})
    enter(world, learner(3), custom={**custom, "groups": ""})
    enter(world, learner(1), custom=custom)
    read(world)

    found = {member.name: member.groups for member in review(world, trainer).members if member.groups}
    assert {learner(1).name: ("7", "12"), learner(2).name: ("7",)} == found


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_a_long_roster_is_counted_at_once(tool: World, tool_key: StoredKey) -> None:
    """Before PostgreSQL counts a table it joins thousands of people one by one; by itself it does so a minute
    later. SQLite does not need it.
    """
    keys = {"keys": [json.loads(tool_key.public_jwk)]}
    lms = StillLms("moodle-5", tool.clock, tool_keys=lambda: keys, extra_learners=MEASURED_FROM)
    tool.connect(lms)
    adopt(tool)
    enter(tool)
    before = _counted(tool)
    read(tool)
    after = _counted(tool)
    lms.stop()

    assert max(before) < MEASURED_FROM <= min(after)


def _counted(world: World) -> list[float]:
    """How many rows PostgreSQL believes there are; -1 where it never counted."""
    query = text("SELECT reltuples FROM pg_class WHERE relname IN ('person', 'person_name', 'course_member')")
    with world.services.store._engine.connect() as connection:  # only to look
        return [float(found) for found in connection.execute(query).scalars()]

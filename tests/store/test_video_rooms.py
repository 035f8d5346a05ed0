"""Where a centre's video meetings have their buttons, in the store, and for centres that are older."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from lti_tool.domain.administration import VideoRooms
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import upgrade
from tests.store.test_upgrade import upgrade_to

BEFORE = "0015"
CENTRE = "INSERT INTO centre (id, name, created_at) VALUES ('{}', 'Centre', '2026-11-20 09:00:00+00')"


@pytest.fixture
def upgraded(empty_engine: Engine) -> Engine:
    """A database with a centre of the release before, brought up to date."""
    upgrade_to(empty_engine, BEFORE)
    with empty_engine.begin() as connection:
        connection.execute(text(CENTRE.format("c")))
    upgrade(empty_engine)
    return empty_engine


def rooms_of(engine: Engine, centre_id: str) -> VideoRooms:
    with Store(engine).reading() as unit:
        return unit.centres.video_rooms(centre_id)


def test_rooms_are_neutral_when_a_release_is_upgraded_or_still_writes(upgraded: Engine) -> None:
    with upgraded.begin() as connection:
        connection.execute(text(CENTRE.format("d")))

    assert [VideoRooms.NEUTRAL] * 2 == [rooms_of(upgraded, "c"), rooms_of(upgraded, "d")]


@pytest.mark.parametrize("rooms", [VideoRooms.TOP, VideoRooms.BOTTOM, VideoRooms.ROUND])
def test_rooms_are_kept_for_one_centre_when_they_are_set(upgraded: Engine, rooms: VideoRooms) -> None:
    with upgraded.begin() as connection:
        connection.execute(text(CENTRE.format("d")))

    with Store(upgraded).writing() as unit:
        first = unit.centres.let_video_rooms_be("c", rooms)
    with Store(upgraded).writing() as unit:
        again = unit.centres.let_video_rooms_be("c", rooms)

    assert (True, False) == (first, again)
    assert (rooms, VideoRooms.NEUTRAL) == (rooms_of(upgraded, "c"), rooms_of(upgraded, "d"))


def test_other_rooms_are_refused_by_the_database_when_they_are_none(upgraded: Engine) -> None:
    with pytest.raises(IntegrityError), upgraded.begin() as connection:
        connection.execute(text("UPDATE centre SET video_rooms = 'teams'"))

"""Pictures and voices of trainers in the store: one of each kind in a course, gone when deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from lti_tool.domain.errors import Conflict
from lti_tool.domain.welcome import Medium, MediumKind
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, NOW, OTHER_CENTRE
from tests.people import LEARNER
from tests.store.planting import Planted, plant

CONTENT = b"bytes of a voice"


def a_medium(at: Planted, **changes: object) -> Medium:
    """A voice of the one person of this centre."""
    assert at.context_id is not None
    made = Medium(
        id="a-medium",
        centre_id=at.centre_id,
        context_id=at.context_id,
        person_id=at.person_id,
        kind=MediumKind.VOICE,
        media_type="audio/webm",
        seconds=20,
        words="Bonjour.",
        consented_at=NOW,
        created_at=NOW,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields of a medium


def add(store: Store, medium: Medium, content: bytes = CONTENT) -> None:
    with store.writing() as unit:
        unit.welcome_media.add(medium, content)


def test_a_medium_is_read_as_it_was_written(store: Store) -> None:
    planted = plant(store)
    voice = a_medium(planted)
    picture = a_medium(planted, id="b", kind=MediumKind.PICTURE, media_type="image/jpeg", seconds=0, words="")
    add(store, voice)
    add(store, picture)

    with store.reading() as unit:
        media = unit.welcome_media
        place = voice.centre_id, voice.context_id
        assert [picture, voice] == list(media.of_person(*place, voice.person_id))
        assert [(picture, LEARNER.name), (voice, LEARNER.name)] == list(media.of_course(*place))
        assert (voice, CONTENT) == media.content(*place, voice.id)


def test_nothing_is_found_when_the_course_or_the_centre_is_another(store: Store) -> None:
    voice, other = a_medium(plant(store)), plant(store, OTHER_CENTRE)
    add(store, voice)

    with store.reading() as unit:
        for place in (
            (CENTRE, "another"),
            (OTHER_CENTRE, voice.context_id),
            (OTHER_CENTRE, other.context_id),
        ):
            assert unit.welcome_media.content(str(place[0]), str(place[1]), voice.id) is None
            assert [] == list(unit.welcome_media.of_course(str(place[0]), str(place[1])))


def test_there_is_one_of_a_kind_when_a_second_is_added(store: Store) -> None:
    voice = a_medium(plant(store))
    add(store, voice)

    with pytest.raises(Conflict):
        add(store, replace(voice, id="second"))


@pytest.mark.parametrize(
    ("changes", "content"),
    [
        ({}, b""),
        ({}, b"x" * 700_001),
        ({"kind": MediumKind.PICTURE}, b"x" * 12_289),
        ({"seconds": 61}, CONTENT),
        ({"seconds": -1}, CONTENT),
        ({"person_id": "nobody"}, CONTENT),
        ({"context_id": "no course"}, CONTENT),
    ],
)
def test_the_database_refuses_what_no_page_would_send(
    store: Store, changes: dict[str, object], content: bytes
) -> None:
    medium = a_medium(plant(store), **changes)

    with pytest.raises(Conflict):
        add(store, medium, content)


def test_the_row_is_gone_when_a_medium_is_removed(store: Store, engine: Engine) -> None:
    voice = a_medium(plant(store))
    place = voice.centre_id, voice.context_id, voice.person_id
    add(store, voice)

    with store.writing() as unit:
        assert voice.id == unit.welcome_media.remove(*place, MediumKind.VOICE)
        assert unit.welcome_media.remove(*place, MediumKind.VOICE) is None

    with engine.connect() as connection:
        assert 0 == connection.execute(text("SELECT count(*) FROM welcome_medium")).scalar_one()

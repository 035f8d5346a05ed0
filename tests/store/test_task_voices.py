"""Voices that read tasks in the store: one of each person for a reading, gone when deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from lti_tool.domain.errors import Conflict
from lti_tool.domain.task_voice import TaskVoice
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, NOW, OTHER_CENTRE
from tests.people import LEARNER, OUTSIDER
from tests.store.planting import Planted, join, plant

CONTENT = b"bytes of a voice"


def a_voice(at: Planted, **changes: object) -> TaskVoice:
    """A voice of the one person of this centre."""
    made = TaskVoice(
        id="a-voice",
        centre_id=at.centre_id,
        person_id=at.person_id,
        item_id="boite-atelier-salle",
        item_version=2,
        language="fr",
        variant=3,
        scene=1,
        fingerprint="d" * 64,
        media_type="audio/webm",
        seconds=20,
        consented_at=NOW,
        created_at=NOW,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields of a voice


def add(store: Store, voice: TaskVoice, content: bytes = CONTENT) -> None:
    with store.writing() as unit:
        unit.task_voices.add(voice, content)


def place(voice: TaskVoice) -> tuple[str, str, str, str, int, int]:
    return voice.centre_id, voice.person_id, voice.item_id, voice.language, voice.variant, voice.scene


def test_a_voice_is_read_as_it_was_written(store: Store) -> None:
    voice = a_voice(plant(store))
    dutch, other = replace(voice, id="nl", language="nl"), replace(voice, id="other", item_id="other")
    for one in (voice, dutch, other):
        add(store, one)

    with store.reading() as unit:
        voices = unit.task_voices
        of_task = [(one.voice, one.name) for one in voices.of_task(CENTRE, voice.item_id, "fr")]
        of_language = [one.voice for one in voices.of_language(CENTRE, "fr")]
        assert [(voice, LEARNER.name)] == of_task
        assert [voice, other] == of_language
        assert (voice, CONTENT) == voices.content(CENTRE, voice.id)
        assert 3 == voices.count_of(CENTRE, voice.person_id)


def test_nothing_is_found_when_the_centre_is_another(store: Store) -> None:
    voice, other = a_voice(plant(store)), plant(store, OTHER_CENTRE)
    add(store, voice)

    with store.reading() as unit:
        assert unit.task_voices.content(other.centre_id, voice.id) is None
        assert [] == list(unit.task_voices.of_language(other.centre_id, "fr"))
        assert [] == list(unit.task_voices.of_task(other.centre_id, voice.item_id, "fr"))
        assert 0 == unit.task_voices.count_of(other.centre_id, voice.person_id)


def test_each_person_has_one_voice_of_a_reading(store: Store) -> None:
    planted = plant(store)
    voice = a_voice(planted)
    assert planted.link_id is not None
    colleague = join(store, CENTRE, planted.link_id, OUTSIDER, "colleague")
    add(store, voice)
    add(store, replace(voice, id="hers", person_id=colleague))

    with pytest.raises(Conflict):
        add(store, replace(voice, id="second"))


@pytest.mark.parametrize(
    ("changes", "content"),
    [
        ({}, b""),
        ({}, b"x" * 700_001),
        ({"seconds": 61}, CONTENT),
        ({"seconds": -1}, CONTENT),
        ({"language": "es"}, CONTENT),
        ({"variant": 0}, CONTENT),
        ({"scene": 0}, CONTENT),
        ({"person_id": "nobody"}, CONTENT),
    ],
)
def test_the_database_refuses_what_no_page_would_send(
    store: Store, changes: dict[str, object], content: bytes
) -> None:
    voice = a_voice(plant(store), **changes)

    with pytest.raises(Conflict):
        add(store, voice, content)


def test_the_row_is_gone_when_a_voice_is_removed(store: Store, engine: Engine) -> None:
    voice = a_voice(plant(store))
    add(store, voice)

    with store.writing() as unit:
        assert unit.task_voices.remove(*place(replace(voice, scene=2))) is None
        assert voice.id == unit.task_voices.remove(*place(voice))
        assert unit.task_voices.remove(*place(voice)) is None

    with engine.connect() as connection:
        assert 0 == connection.execute(text("SELECT count(*) FROM task_voice")).scalar_one()


def test_the_voices_of_others_stay_when_somebody_removes_all_of_theirs(store: Store) -> None:
    planted = plant(store)
    voice = a_voice(planted)
    assert planted.link_id is not None
    colleague = join(store, CENTRE, planted.link_id, OUTSIDER, "colleague")
    hers = replace(voice, id="hers", person_id=colleague)
    for one in (voice, replace(voice, id="nl", language="nl"), hers):
        add(store, one)

    with store.writing() as unit:
        assert 2 == unit.task_voices.remove_all(CENTRE, voice.person_id)
        assert 0 == unit.task_voices.remove_all(CENTRE, voice.person_id)

    with store.reading() as unit:
        assert [hers] == [one.voice for one in unit.task_voices.of_language(CENTRE, "fr")]

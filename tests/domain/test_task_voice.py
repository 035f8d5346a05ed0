"""Which recorded voice a learner hears, and what the list of tasks says of voices."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lti_tool.domain.item import Item
from lti_tool.domain.task_reading import Reading, readings_of
from lti_tool.domain.task_voice import NamedVoice, TaskVoice, WantedTasks, heard, voiced
from tests.domain.test_task_reading import an_item_of_two
from tests.factories import CENTRE, NOW

TRAINER, COLLEAGUE = "trainer", "colleague"


def a_voice(reading: Reading, person_id: str = TRAINER, **changes: object) -> NamedVoice:
    """Somebody's recording of a reading."""
    voice = TaskVoice(
        id=f"{person_id}-{reading.variant}-{reading.scene}",
        centre_id=CENTRE,
        person_id=person_id,
        item_id=reading.item_id,
        item_version=reading.item_version,
        language=reading.language,
        variant=reading.variant,
        scene=reading.scene,
        fingerprint=reading.fingerprint,
        media_type="audio/webm",
        seconds=9,
        consented_at=NOW,
        created_at=NOW,
    )
    return NamedVoice(voice=replace(voice, **changes), name="Paul Morel")  # type: ignore[arg-type]


READING, OTHER = readings_of(an_item_of_two())


def test_the_own_trainer_is_heard_when_others_read_too() -> None:
    own, newer = a_voice(READING), a_voice(READING, COLLEAGUE, created_at=NOW + timedelta(days=1))

    assert own.voice == heard([newer, own], READING, TRAINER)
    assert newer.voice == heard([newer, own], READING, "somebody else")
    assert newer.voice == heard([own, newer], READING, "")


@pytest.mark.parametrize(
    "changes",
    [
        {"fingerprint": "0" * 64},
        {"item_id": "another"},
        {"language": "nl"},
        {"variant": 2},
        {"scene": 2},
    ],
)
def test_nobody_is_heard_when_the_voice_says_something_else(changes: dict[str, object]) -> None:
    assert heard([a_voice(READING, TRAINER, **changes)], READING, TRAINER) is None


def test_a_task_tells_what_is_read_and_what_has_to_be_read_anew() -> None:
    item = an_item_of_two()
    old = a_voice(OTHER, fingerprint="0" * 64)

    task = voiced(item, [a_voice(READING), old, a_voice(replace(READING, item_id="another"))])

    assert (1, 1) == (task.read, task.outdated)
    assert [(True, False), (False, True)] == [(one.is_read, one.is_outdated) for one in task.readings]
    assert OTHER == task.next
    assert READING == voiced(item, []).next
    assert READING == voiced(item, [a_voice(READING), a_voice(OTHER)]).next


def test_the_newest_stands_first_when_several_read() -> None:
    newer = a_voice(READING, COLLEAGUE, created_at=NOW + timedelta(days=1))

    assert (newer, a_voice(READING)) == voiced(an_item_of_two(), [a_voice(READING), newer]).readings[0].voices


ITEM: Item = replace(an_item_of_two(), competence="2.1", level=2)


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (WantedTasks(), True),
        (WantedTasks(words="MALIK ecrit"), True),
        (WantedTasks(words="et maintenant"), True),
        (WantedTasks(words="Lina"), False),
        (WantedTasks(area="2", level="2"), True),
        (WantedTasks(area="1"), False),
        (WantedTasks(level="0"), False),
        (WantedTasks(state="missing"), True),
        (WantedTasks(state="outdated"), False),
    ],
)
def test_a_task_is_listed_when_it_fits(wanted: WantedTasks, fits: bool) -> None:
    assert fits is wanted.fits(voiced(ITEM, [a_voice(READING)]))


def test_a_task_misses_nothing_when_one_voice_of_each_screen_is_of_today() -> None:
    task = voiced(ITEM, [a_voice(READING), a_voice(OTHER), a_voice(OTHER, COLLEAGUE, fingerprint="0" * 64)])

    assert not WantedTasks(state="missing").fits(task)
    assert not WantedTasks(state="outdated").fits(task)

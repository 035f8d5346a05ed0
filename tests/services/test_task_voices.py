"""Voices that read tasks: with a yes alone, heard in the centre alone, and only while they say the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from lti_tool.domain.attempt import Attempt, Bank
from lti_tool.domain.errors import MalformedRequest, NotFound
from lti_tool.domain.task_reading import readings_of
from lti_tool.domain.task_voice import TaskVoice, WantedTasks
from lti_tool.services.launches import Visit
from lti_tool.services.task_voices import Place, TaskVoices
from tests import sounds
from tests.factories import a_bank, a_task, an_attempt, an_item
from tests.people import LEARNER, TRAINER
from tests.services.setting import SHELF
from tests.services.world import World
from tests.web.tables import snapshot

COLLEAGUE = replace(TRAINER, sub="302", given_name="Nadia", family_name="Benali")
ASSISTANT_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"
ASSISTANT = replace(TRAINER, sub="303", roles=(ASSISTANT_ROLE,))
HERE = Place(language="fr", item_id="item-1", variant=1, scene=1)
WORDS = readings_of(an_item("item-1"))[0].fingerprint
Act = Callable[[TaskVoices, Visit], object]


def voices_of(world: World, bank: Bank = SHELF.bank) -> TaskVoices:
    """The service over another state of the bank."""
    return TaskVoices(world.services.store, bank=bank, clock=world.clock)


def record(world: World, visit: Visit, content: bytes | None = None, place: Place = HERE) -> None:
    """Read the task."""
    found = sounds.webm() if content is None else content
    world.services.workspace.task_voices.record(visit, place, found, fingerprint=WORDS, consents=True)


def attempt_of(visit: Visit, item_id: str = "item-1") -> Attempt:
    """An attempt that has this task open."""
    made = an_attempt(visit.link.centre_id, person_id=visit.launch.person_id, resource_link_id=visit.link.id)
    return replace(made, current=a_task(item_id))


def heard(world: World, voices: TaskVoices | None = None) -> TaskVoice | None:
    """What a learner hears of the first task."""
    visit = world.visit(LEARNER)
    used = voices or world.services.workspace.task_voices
    return used.heard(visit, attempt_of(visit), "debut", "fr")


def rows(engine: Engine) -> int:
    return snapshot(engine)["task_voice"].rows


def test_a_learner_hears_the_trainer_when_she_has_read(world: World) -> None:
    trainer = world.visit(TRAINER)
    assert heard(world) is None
    record(world, trainer)

    found = heard(world)

    assert found is not None
    assert (trainer.launch.person_id, "audio/webm", 20) == (found.person_id, found.media_type, found.seconds)
    assert (world.clock.now, 1) == (found.consented_at, found.item_version)
    learner = world.visit(LEARNER)
    assert (found, sounds.webm()) == world.services.workspace.task_voices.content(learner, found.id)
    assert (
        world.services.workspace.task_voices.heard(learner, attempt_of(learner, "item-2"), "debut", "fr")
        is None
    )
    assert (
        world.services.workspace.task_voices.heard(learner, attempt_of(learner, "gone"), "debut", "fr")
        is None
    )


def test_nobody_is_heard_when_the_words_have_changed_since(world: World) -> None:
    trainer = world.visit(TRAINER)
    record(world, trainer)
    changed = voices_of(world, a_bank(an_item("item-1", version=2, question="Où appuyez-vous ?")))
    same = voices_of(world, a_bank(an_item("item-1", version=2, difficulty=0.5)))

    assert heard(world, changed) is None
    assert heard(world, same) is not None
    (task,) = changed.tasks(trainer, "fr", WantedTasks(state="outdated"))
    assert (0, 1) == (task.read, task.outdated)


def test_the_trainer_on_the_page_is_heard_when_a_colleague_read_later(world: World) -> None:
    colleague = world.visit(COLLEAGUE)
    world.advance(minutes=1)
    trainer = world.visit(TRAINER)  # Whoever came last is named on the pages.
    record(world, trainer)
    world.advance(minutes=1)
    record(world, colleague, sounds.ogg())
    first = heard(world)
    world.services.workspace.task_voices.erase(trainer, HERE)
    second = heard(world)

    assert first is not None
    assert second is not None
    assert [trainer.launch.person_id, colleague.launch.person_id] == [first.person_id, second.person_id]


def test_the_voice_before_goes_when_another_is_recorded(world: World, engine: Engine) -> None:
    trainer = world.visit(TRAINER)
    record(world, trainer)
    before = heard(world)
    assert before is not None

    record(world, trainer, sounds.mp3())

    after = heard(world)
    assert after is not None
    assert ("audio/mpeg", 1) == (after.media_type, rows(engine))
    with pytest.raises(NotFound):
        world.services.workspace.task_voices.content(trainer, before.id)


def test_the_bytes_are_gone_when_a_voice_is_erased(world: World, engine: Engine) -> None:
    trainer, voices = world.visit(TRAINER), world.services.workspace.task_voices
    record(world, trainer)
    found = heard(world)
    assert found is not None

    assert voices.erase(trainer, HERE)

    assert not voices.erase(trainer, HERE)
    assert (None, 0) == (heard(world), rows(engine))
    with pytest.raises(NotFound):
        voices.content(trainer, found.id)


def test_all_are_gone_when_a_trainer_takes_everything_back(world: World, engine: Engine) -> None:
    trainer, colleague = world.visit(TRAINER), world.visit(COLLEAGUE)
    voices = world.services.workspace.task_voices
    other = readings_of(an_item("item-2"))[0].fingerprint
    for visit in (trainer, colleague):
        record(world, visit)
    second = replace(HERE, item_id="item-2")
    voices.record(trainer, second, sounds.wav(), fingerprint=other, consents=True)
    gone_since = voices_of(world, a_bank(an_item("item-9")))

    assert 2 == gone_since.own_count(trainer)
    assert 2 == gone_since.erase_all(trainer)

    assert (0, 0, 1) == (voices.own_count(trainer), voices.erase_all(trainer), rows(engine))


FAULTS: dict[str, Act] = {
    "no-consent": lambda voices, who: voices.record(
        who, HERE, sounds.webm(), fingerprint=WORDS, consents=False
    ),
    "words-changed": lambda voices, who: voices.record(
        who, HERE, sounds.webm(), fingerprint="", consents=True
    ),
    "voice-unknown": lambda voices, who: voices.record(
        who, HERE, b"<script>", fingerprint=WORDS, consents=True
    ),
}


@pytest.mark.parametrize("reason", FAULTS)
def test_the_voice_stays_when_another_cannot_be_taken(world: World, engine: Engine, reason: str) -> None:
    trainer = world.visit(TRAINER)
    record(world, trainer)
    before = snapshot(engine)

    with pytest.raises(MalformedRequest) as refused:
        FAULTS[reason](world.services.workspace.task_voices, trainer)

    assert reason == refused.value.reason
    assert before == snapshot(engine)


@pytest.mark.parametrize("who", [LEARNER, ASSISTANT])
def test_nothing_is_kept_or_erased_when_somebody_is_no_trainer(
    world: World, engine: Engine, who: object
) -> None:
    record(world, world.visit(TRAINER))
    visit, voices = world.visit(who), world.services.workspace.task_voices  # type: ignore[arg-type]
    for act in (
        lambda: record(world, visit),
        lambda: voices.erase(visit, HERE),
        lambda: voices.erase_all(visit),
    ):
        with pytest.raises(NotFound):
            act()

    assert 1 == rows(engine)


def test_a_learner_reads_no_list(world: World) -> None:
    learner, voices = world.visit(LEARNER), world.services.workspace.task_voices

    for act in (lambda: voices.tasks(learner, "fr", WantedTasks()), lambda: voices.task(learner, HERE)):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize(
    "place",
    [
        replace(HERE, item_id="gone"),
        replace(HERE, language="nl"),
        replace(HERE, language="es"),
        replace(HERE, variant=2),
        replace(HERE, scene=0),
    ],
)
def test_there_is_nothing_to_read_when_the_place_is_none(world: World, place: Place) -> None:
    """A language that the task is not told in is none either."""
    trainer = world.visit(TRAINER)

    for act in (
        lambda: record(world, trainer, place=place),
        lambda: world.services.workspace.task_voices.task(trainer, place),
    ):
        with pytest.raises(NotFound) as refused:
            act()
        assert "no-such-task" == refused.value.reason


def test_the_list_holds_what_is_told_in_its_language(world: World) -> None:
    trainer, voices = world.visit(TRAINER), world.services.workspace.task_voices
    record(world, trainer)

    assert [("item-1", 1), ("item-2", 0)] == [
        (one.item.id, one.read) for one in voices.tasks(trainer, "fr", WantedTasks())
    ]
    assert ["item-2"] == [one.item.id for one in voices.tasks(trainer, "fr", WantedTasks(state="missing"))]
    assert () == voices.tasks(trainer, "fr", WantedTasks(area="5"))
    assert () == voices.tasks(trainer, "nl", WantedTasks())


def test_the_trail_tells_who_read_and_took_back_what(world: World) -> None:
    trainer, voices = world.visit(TRAINER), world.services.workspace.task_voices
    record(world, trainer)
    record(world, trainer)
    voices.erase(trainer, HERE)
    voices.erase(trainer, HERE)
    record(world, trainer)
    voices.erase_all(trainer)
    voices.erase_all(trainer)

    with world.services.store.reading() as unit:
        latest = unit.audit.latest(trainer.link.centre_id, 10)

    told = [
        one.deed for one in sorted(latest, key=lambda one: one.number) if one.deed.object_kind == "task-voice"
    ]
    assert {f"trainer/{trainer.launch.person_id}"} == {deed.actor for deed in told}
    assert [
        ("task-voice-recorded", "item-1 1.1 fr"),
        ("task-voice-replaced", "item-1 1.1 fr"),
        ("task-voice-erased", "item-1 1.1 fr"),
        ("task-voice-recorded", "item-1 1.1 fr"),
        ("task-voices-erased", "1"),
    ] == [(deed.action, deed.detail) for deed in told]


def test_the_voice_is_in_the_copy_of_the_trainers_data_and_goes_with_them(
    world: World, engine: Engine
) -> None:
    trainer = world.visit(TRAINER)
    record(world, trainer)
    who = trainer.launch.centre_id, trainer.launch.person_id

    (copied,) = world.services.privacy.copy(*who).tables["task_voice"]
    world.services.privacy.erase(*who)

    assert ("item-1", 1, "fr", sounds.webm()) == tuple(
        copied[name] for name in ("item_id", "item_version", "language", "bytes")
    )
    assert (None, 0) == (heard(world), rows(engine))

"""What a trainer shows of herself: with her yes alone, under her own name alone, in her course alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import Engine

from lti_tool.domain.errors import MalformedRequest, NotFound
from lti_tool.domain.welcome import MediumKind
from lti_tool.services.launches import Visit
from lti_tool.services.welcomes import Published
from tests import sounds
from tests.people import LEARNER, OTHER_COURSE, TRAINER
from tests.services.world import World
from tests.web.tables import snapshot

COLLEAGUE = replace(TRAINER, sub="302", given_name="Nadia", family_name="Benali")
ASSISTANT_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"
ASSISTANT = replace(TRAINER, sub="303", roles=(ASSISTANT_ROLE,))
Act = Callable[[World, Visit], object]
VOICE = sounds.webm()


def publish(world: World, visit: Visit, voice: bytes = VOICE) -> None:
    welcomes = world.services.workspace.welcomes
    welcomes.publish_picture(visit, BytesIO(sounds.picture()), consents=True)
    welcomes.publish_voice(visit, voice, words=" Bonjour. ", consents=True)


def rows(engine: Engine) -> int:
    return snapshot(engine)["welcome_medium"].rows


def met(world: World) -> Published:
    found = world.services.workspace.welcomes.met(world.visit(LEARNER))
    assert found is not None
    return found


def test_a_learner_meets_the_trainer_when_she_has_published(world: World) -> None:
    trainer = world.visit(TRAINER)
    publish(world, trainer)

    found = met(world)

    assert (trainer.launch.person_id, TRAINER.name) == (found.person_id, found.name)
    assert found.picture is not None
    assert found.voice is not None
    assert ("image/jpeg", world.clock.now) == (found.picture.media_type, found.picture.consented_at)
    assert ("audio/webm", 20, "Bonjour.") == (found.voice.media_type, found.voice.seconds, found.voice.words)
    learner = world.visit(LEARNER)
    assert (found.voice, sounds.webm()) == world.services.workspace.welcomes.content(learner, found.voice.id)
    assert sounds.picture() != world.services.workspace.welcomes.content(learner, found.picture.id)[1]


def test_no_face_stands_beside_another_name_when_a_colleague_opened_it_later(world: World) -> None:
    publish(world, world.visit(TRAINER))
    world.advance(minutes=1)
    colleague = world.visit(COLLEAGUE)

    assert world.services.workspace.welcomes.met(world.visit(LEARNER)) is None

    publish(world, colleague, sounds.ogg())
    assert (COLLEAGUE.name, "audio/ogg") == (met(world).name, met(world).voice.media_type)  # type: ignore[union-attr]  # there is one
    assert [COLLEAGUE.name, TRAINER.name] == [
        one.name for one in world.services.workspace.welcomes.published(colleague)
    ]


def test_nobody_is_met_when_the_platform_hides_the_name(world: World) -> None:
    person = world.launch_of(TRAINER).person
    assert person is not None
    publish(world, world.visit(TRAINER, person=replace(person, name="")))

    assert world.services.workspace.welcomes.met(world.visit(LEARNER)) is None


def test_the_one_before_goes_when_another_is_published(world: World, engine: Engine) -> None:
    trainer = world.visit(TRAINER)
    publish(world, trainer)
    before = met(world)
    assert before.voice is not None

    publish(world, trainer, sounds.mp3())

    after = met(world)
    assert after.voice is not None
    assert "audio/mpeg" == after.voice.media_type
    assert 2 == rows(engine)
    with pytest.raises(NotFound):
        world.services.workspace.welcomes.content(trainer, before.voice.id)


def test_the_bytes_are_gone_when_a_trainer_takes_her_word_back(world: World, engine: Engine) -> None:
    trainer = world.visit(TRAINER)
    publish(world, trainer)
    shown = met(world)

    assert world.services.workspace.welcomes.remove(trainer, MediumKind.VOICE)
    assert met(world).voice is None
    assert world.services.workspace.welcomes.remove(trainer, MediumKind.PICTURE)

    assert 0 == rows(engine)
    assert world.services.workspace.welcomes.met(world.visit(LEARNER)) is None
    assert not world.services.workspace.welcomes.remove(trainer, MediumKind.PICTURE)
    for medium in (shown.voice, shown.picture):
        assert medium is not None
        with pytest.raises(NotFound):
            world.services.workspace.welcomes.content(trainer, medium.id)


def test_each_course_has_its_own_when_a_trainer_teaches_two(world: World) -> None:
    publish(world, world.visit(TRAINER))
    shown = met(world).voice
    assert shown is not None
    other = world.visit(replace(TRAINER, context_id=OTHER_COURSE))

    assert () == world.services.workspace.welcomes.published(other)
    with pytest.raises(NotFound) as refused:
        world.services.workspace.welcomes.content(other, shown.id)
    assert "no-such-medium" == refused.value.reason


VOICE_FAULTS: dict[str, Act] = {
    "no-consent": lambda world, who: world.services.workspace.welcomes.publish_voice(
        who, sounds.webm(), words="", consents=False
    ),
    "voice-unknown": lambda world, who: world.services.workspace.welcomes.publish_voice(
        who, b"<script>", words="", consents=True
    ),
    "voice-too-heavy": lambda world, who: world.services.workspace.welcomes.publish_voice(
        who, sounds.webm() + b"\0" * 700_000, words="", consents=True
    ),
    "voice-too-long": lambda world, who: world.services.workspace.welcomes.publish_voice(
        who, sounds.webm(63.0), words="", consents=True
    ),
    "words-too-long": lambda world, who: world.services.workspace.welcomes.publish_voice(
        who, sounds.webm(), words="a" * 1001, consents=True
    ),
    "picture-unreadable": lambda world, who: world.services.workspace.welcomes.publish_picture(
        who, BytesIO(b"<svg/>"), consents=True
    ),
}


@pytest.mark.parametrize("reason", VOICE_FAULTS)
def test_what_was_shown_stays_when_something_cannot_be_taken(
    world: World, engine: Engine, reason: str
) -> None:
    trainer = world.visit(TRAINER)
    publish(world, trainer)
    before = snapshot(engine)

    with pytest.raises(MalformedRequest) as refused:
        VOICE_FAULTS[reason](world, trainer)

    assert reason == refused.value.reason
    assert before == snapshot(engine)


def test_a_message_of_the_full_minute_is_taken_when_the_recorder_stopped_late(world: World) -> None:
    world.services.workspace.welcomes.publish_voice(
        world.visit(TRAINER), sounds.webm(61.0), words="", consents=True
    )

    found = met(world).voice
    assert found is not None
    assert 60 == found.seconds


@pytest.mark.parametrize("who", [LEARNER, ASSISTANT])
def test_nothing_is_published_when_somebody_is_no_trainer(world: World, engine: Engine, who: object) -> None:
    visit = world.visit(who)  # type: ignore[arg-type]  # a person of the cast
    for act in (
        lambda: publish(world, visit),
        lambda: world.services.workspace.welcomes.remove(visit, MediumKind.PICTURE),
    ):
        with pytest.raises(NotFound):
            act()

    assert 0 == rows(engine)


def test_nothing_is_published_when_the_platform_names_no_course(world: World) -> None:
    trainer = world.visit(TRAINER, context=None)

    with pytest.raises(NotFound) as refused:
        publish(world, trainer)

    assert "no-course" == refused.value.reason
    assert () == world.services.workspace.welcomes.published(trainer)


def test_the_trail_tells_who_published_and_took_back_what(world: World) -> None:
    trainer = world.visit(TRAINER)
    publish(world, trainer)
    world.services.workspace.welcomes.remove(trainer, MediumKind.VOICE)
    world.services.workspace.welcomes.remove(trainer, MediumKind.VOICE)

    with world.services.store.reading() as unit:
        found = [entry.deed for entry in unit.audit.latest(trainer.link.centre_id, 10)]

    actor = f"trainer/{trainer.launch.person_id}"
    told = sorted((deed.actor, deed.action, deed.detail) for deed in found if deed.object_kind == "welcome")
    assert [
        (actor, "welcome-published", "picture"),
        (actor, "welcome-published", "voice"),
        (actor, "welcome-removed", "voice"),
    ] == told

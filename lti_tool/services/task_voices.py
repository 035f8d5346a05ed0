"""Voices that read tasks: trainers record them and take them back, the learners of their centre hear them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from lti_tool.domain.attempt import Attempt, Bank
from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.domain.framework import area_of
from lti_tool.domain.item import Item
from lti_tool.domain.language import LANGUAGES
from lti_tool.domain.roles import Rights
from lti_tool.domain.task_reading import Reading, reading_met, reading_of
from lti_tool.domain.task_voice import TaskVoice, VoicedTask, WantedTasks, heard, voiced
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.reviewing import only_reviewers
from lti_tool.services.voice_files import voice_file
from lti_tool.store.unit_of_work import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One reading by its address. ``variant`` and ``scene`` count from 1."""

    language: str
    item_id: str
    variant: int
    scene: int


class TaskVoices:
    """Use cases over recorded voices of a centre."""

    def __init__(self, store: Store, *, bank: Bank, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._bank = bank
        self._clock = clock

    def heard(self, visit: Visit, attempt: Attempt, scene_id: str, language: str) -> TaskVoice | None:
        """The voice that reads the open task of an attempt to this learner; ``None`` when nobody read what is
        in front of them, in the language in which it is told. One query.
        """
        found = self._bank.get(attempt.current.item_id) if attempt.current else None
        if found is None:
            return None
        reading = reading_met(self._bank.in_language(found, language), attempt.seed, scene_id)
        with self._store.reading() as unit:
            voices = unit.task_voices.of_task(visit.link.centre_id, reading.item_id, reading.language)
        return heard(voices, reading, visit.trainer_id)

    def content(self, visit: Visit, voice_id: str) -> tuple[TaskVoice, bytes]:
        """A recording of the centre of this visit, with its bytes.

        Raises:
            NotFound: this centre has none of that id; what another centre keeps is no different.
        """
        with self._store.reading() as unit:
            found = unit.task_voices.content(visit.link.centre_id, voice_id)
        if found is None:
            raise NotFound(reason="no-such-voice")
        return found

    def tasks(self, visit: Visit, language: str, wanted: WantedTasks) -> tuple[VoicedTask, ...]:
        """The tasks that are told in a language and fit, by area, competence and level, with who read them.

        Raises:
            NotFound: the person is not a trainer here.
        """
        only_reviewers(visit.rights)
        with self._store.reading() as unit:
            voices = unit.task_voices.of_language(visit.link.centre_id, language)
        # A translation is read from its file when somebody meets it first: only those that may fit.
        possible = [
            item
            for item in self._bank.items
            if wanted.area in ("", area_of(item.competence)) and wanted.level in ("", str(item.level))
        ]
        told = (self._bank.in_language(item, language) for item in possible)
        tasks = [voiced(item, voices) for item in told if item.language == language]
        fitting = (task for task in tasks if wanted.fits(task))
        return tuple(sorted(fitting, key=lambda one: (one.item.competence, one.item.level, one.item.id)))

    def task(self, visit: Visit, place: Place) -> VoicedTask:
        """One task with who read it.

        Raises:
            NotFound: the person is not a trainer here, or there is no such reading in this language.
        """
        only_reviewers(visit.rights)
        item, _reading = self._find(place)
        with self._store.reading() as unit:
            voices = unit.task_voices.of_task(visit.link.centre_id, item.id, place.language)
        return voiced(item, voices)

    def record(self, visit: Visit, place: Place, content: bytes, *, fingerprint: str, consents: bool) -> None:
        """Keep one's voice of a reading, in the place of one's own before. ``fingerprint`` is that of the
        words that stood on the page.

        Raises:
            NotFound: the person is no trainer here, or there is no such reading.
            MalformedRequest: ``no-consent``, ``words-changed``, or see ``voice_file``. The voice
                before stays.
        """
        _only_trainers(visit)
        _item, reading = self._find(place)
        if not consents:
            raise MalformedRequest(reason="no-consent")
        if fingerprint != reading.fingerprint:
            raise MalformedRequest(reason="words-changed")
        found, now = voice_file(content), self._clock()
        voice = TaskVoice(
            id=new_id(),
            centre_id=visit.link.centre_id,
            person_id=visit.launch.person_id,
            item_id=reading.item_id,
            item_version=reading.item_version,
            language=reading.language,
            variant=reading.variant,
            scene=reading.scene,
            fingerprint=reading.fingerprint,
            media_type=found.media_type,
            seconds=found.seconds,
            consented_at=now,
            created_at=now,
        )
        try:
            self._replace(visit, place, voice, content)
        except Conflict:  # Another window was faster by a moment: the later one stands.
            self._replace(visit, place, voice, content)

    def erase(self, visit: Visit, place: Place) -> bool:
        """Delete one's own voice of a reading, of whatever words. Whether there was one.

        Raises:
            NotFound: the person is no trainer here.
        """
        _only_trainers(visit)
        with self._store.writing() as unit:
            removed = unit.task_voices.remove(*_own(visit, place))
            if removed is not None:
                unit.audit.append(_deed(visit, "task-voice-erased", removed, place, self._clock()))
        return removed is not None

    def own_count(self, visit: Visit) -> int:
        """How many recordings the visitor has in this centre, also of tasks that are no longer there."""
        with self._store.reading() as unit:
            return unit.task_voices.count_of(visit.link.centre_id, visit.launch.person_id)

    def erase_all(self, visit: Visit) -> int:
        """Delete all of one's own recordings; how many there were.

        Raises:
            NotFound: the person is no trainer here.
        """
        _only_trainers(visit)
        centre_id, person_id = visit.link.centre_id, visit.launch.person_id
        with self._store.writing() as unit:
            count = unit.task_voices.remove_all(centre_id, person_id)
            if count:
                deed = _deed(visit, "task-voices-erased", person_id, None, self._clock())
                unit.audit.append(replace(deed, detail=str(count)))
        return count

    def _find(self, place: Place) -> tuple[Item, Reading]:
        """A task in the language of a place, and the reading there."""
        found = self._bank.get(place.item_id) if place.language in LANGUAGES else None
        item = self._bank.in_language(found, place.language) if found is not None else None
        if item is None or item.language != place.language:
            raise NotFound(reason="no-such-task")
        reading = reading_of(item, place.variant, place.scene)
        if reading is None:
            raise NotFound(reason="no-such-task")
        return item, reading

    def _replace(self, visit: Visit, place: Place, voice: TaskVoice, content: bytes) -> None:
        with self._store.writing() as unit:
            before = unit.task_voices.remove(*_own(visit, place))
            unit.task_voices.add(voice, content)
            action = "task-voice-recorded" if before is None else "task-voice-replaced"
            unit.audit.append(_deed(visit, action, voice.id, place, voice.created_at))


def _only_trainers(visit: Visit) -> None:
    if visit.rights is not Rights.TRAINER:
        raise NotFound(reason="assistant-cannot-record")


def _own(visit: Visit, place: Place) -> tuple[str, str, str, str, int, int]:
    return (
        visit.link.centre_id,
        visit.launch.person_id,
        place.item_id,
        place.language,
        place.variant,
        place.scene,
    )


def _deed(visit: Visit, action: str, object_id: str, place: Place | None, now: datetime) -> Deed:
    return Deed(
        at=now,
        centre_id=visit.link.centre_id,
        actor=actor_of(TRAINER, visit.launch.person_id),
        action=action,
        object_kind="task-voice",
        object_id=object_id,
        detail=f"{place.item_id} {place.variant}.{place.scene} {place.language}" if place else "",
    )

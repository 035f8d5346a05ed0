"""A recorded human voice that reads a task: who read which words, which voice a learner hears, and which
tasks have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.framework import area_of
from lti_tool.domain.item import Item
from lti_tool.domain.judging import plain
from lti_tool.domain.task_reading import Reading, readings_of

TASKS_ON_A_PAGE = 20
SEARCH_AT_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskVoice:
    """One recording without its bytes. ``person_id`` is whose voice it is, who said yes at ``consented_at``
    to its being heard; ``fingerprint`` tells what was read. ``seconds`` is 0 where the length is not
    known.
    """

    id: str
    centre_id: str
    person_id: str
    item_id: str
    item_version: int
    language: str
    variant: int
    scene: int
    fingerprint: str
    media_type: str
    seconds: int
    consented_at: datetime
    created_at: datetime

    def reads(self, reading: Reading) -> bool:
        """Whether this voice says what this reading says today."""
        mine = self.item_id, self.language, self.variant, self.scene
        place = reading.item_id, reading.language, reading.variant, reading.scene
        return mine == place and self.fingerprint == reading.fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedVoice:
    """A recording and the name of who read; empty where the platform hides it."""

    voice: TaskVoice
    name: str


def heard(voices: Iterable[NamedVoice], reading: Reading, trainer_id: str) -> TaskVoice | None:
    """Which voice a learner hears: that of the trainer whom their pages name, else the newest. ``None`` when
    nobody read these very words.
    """
    fitting = (one.voice for one in voices if one.voice.reads(reading))
    return max(fitting, key=lambda one: (one.person_id == trainer_id, one.created_at, one.id), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicedReading:
    """One reading and every recording of its place, the newest first, whatever words they read."""

    reading: Reading
    voices: tuple[NamedVoice, ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether learners hear a voice here."""
        return any(one.voice.reads(self.reading) for one in self.voices)

    @property
    def is_outdated(self) -> bool:
        """Whether there are voices, and all of them say other words than those of today."""
        return bool(self.voices) and not self.is_read


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicedTask:
    """One task in the language it is told in, with its readings."""

    item: Item
    readings: tuple[VoicedReading, ...]

    @property
    def read(self) -> int:
        """How many readings learners hear."""
        return sum(one.is_read for one in self.readings)

    @property
    def outdated(self) -> int:
        """How many have to be read anew."""
        return sum(one.is_outdated for one in self.readings)

    @property
    def next(self) -> Reading:
        """Where to go on: what nobody read, or what has to be read anew; else the first one."""
        return next((one for one in self.readings if not one.is_read), self.readings[0]).reading


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedTasks:
    """What is looked for in the list: words, an area, a level, and ``missing`` or ``outdated`` voices alone.
    An empty value asks for nothing.
    """

    words: str = ""
    area: str = ""
    level: str = ""
    state: str = ""

    def fits(self, task: VoicedTask) -> bool:
        """Whether this task is looked for."""
        item = task.item
        is_state = {"missing": task.read < len(task.readings), "outdated": task.outdated > 0}
        return (
            self.area in ("", area_of(item.competence))
            and self.level in ("", str(item.level))
            and is_state.get(self.state, True)
            and plain(self.words) in plain(" ".join(_searched(task)))
        )


def _searched(task: VoicedTask) -> Iterator[str]:
    """Where the words that are looked for may stand: in any variant and any screen."""
    yield from (task.item.id, task.item.can_do)
    for one in task.readings:
        yield from (one.reading.context, one.reading.question, *one.reading.answers)


def voiced(item: Item, voices: Sequence[NamedVoice]) -> VoicedTask:
    """A task with the recordings of its language; those of other tasks are left out."""
    of_item = [one for one in voices if one.voice.item_id == item.id]
    by_place: dict[tuple[int, int], list[NamedVoice]] = {}
    for one in sorted(of_item, key=lambda one: (one.voice.created_at, one.voice.id), reverse=True):
        by_place.setdefault((one.voice.variant, one.voice.scene), []).append(one)
    return VoicedTask(
        item=item,
        readings=tuple(
            VoicedReading(reading=one, voices=tuple(by_place.get((one.variant, one.scene), ())))
            for one in readings_of(item)
        ),
    )

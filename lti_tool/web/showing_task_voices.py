"""From recorded voices to what the templates print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import cast, get_args

from flask import url_for

from lti_tool.domain.framework import AREAS, FIRST_GESTURES, LEVELS, area_of
from lti_tool.domain.item import Item
from lti_tool.domain.language import LANGUAGES
from lti_tool.domain.roles import Rights
from lti_tool.domain.task_reading import Reading
from lti_tool.domain.task_voice import (
    SEARCH_AT_MOST,
    TASKS_ON_A_PAGE,
    NamedVoice,
    VoicedReading,
    VoicedTask,
    WantedTasks,
)
from lti_tool.domain.welcome import VOICE_BYTES, VOICE_SECONDS
from lti_tool.services.launches import Visit
from lti_tool.services.task_voices import Place
from lti_tool.web import present_task_voices as present
from lti_tool.web.headers import allow_recording, allow_sound
from lti_tool.web.i18n import _, day_in_words, language
from lti_tool.web.languages import NAMES
from lti_tool.web.paging import page_asked
from lti_tool.web.present_cohort import Pages
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services

FIRST_AREA = area_of(FIRST_GESTURES)
STATES = ("missing", "outdated")


def overview_page(
    visit: Visit, asked: Mapping[str, str], *, is_unsure: bool = False
) -> present.TaskVoicesPage:
    """The list, as an address asks for it."""
    voices, handle = services().workspace.task_voices, visit.launch.handle
    spoken = asked.get("language", "")
    spoken = spoken if spoken in LANGUAGES else language()
    wanted = _wanted(asked)
    tasks = voices.tasks(visit, spoken, wanted)
    pages = max(1, -(-len(tasks) // TASKS_ON_A_PAGE))
    number = min(page_asked(asked.get("page", "")), pages)
    first = (number - 1) * TASKS_ON_A_PAGE
    may_record = visit.rights is Rights.TRAINER
    return present.TaskVoicesPage(
        tasks=tuple(_task_line(visit, one) for one in tasks[first : first + TASKS_ON_A_PAGE]),
        found=len(tasks),
        words=wanted.words,
        words_at_most=SEARCH_AT_MOST,
        languages=_options({code: NAMES[code] for code in LANGUAGES}, spoken),
        areas=_options({"": _("Tous les domaines"), **_areas()}, wanted.area),
        levels=_options(
            {"": _("Tous les niveaux"), **{str(one): _level(one) for one in LEVELS}}, wanted.level
        ),
        states=_options(
            {
                "": _("Avec ou sans voix"),
                "missing": _("Une voix manque"),
                "outdated": _("Les mots ont changé"),
            },
            wanted.state,
        ),
        may_record=may_record,
        action=url_for("task_voices.overview", handle=handle),
        own_count=voices.own_count(visit) if may_record else 0,
        erase_action=url_for("task_voices.erase_all", handle=handle) if may_record else "",
        is_unsure=is_unsure,
        is_erased=asked.get("notice") == "erased",
        back_href=url_for("learner.entrance", handle=handle),
        pages=_pages(visit, spoken, wanted, number, pages),
        frame=frame_of(visit),
    )


def reading_page(visit: Visit, place: Place, *, fault: str = "", notice: str = "") -> present.TaskVoicePage:
    """One reading, with the words as learners read them."""
    task = services().workspace.task_voices.task(visit, place)
    chosen = next(
        one
        for one in task.readings
        if (one.reading.variant, one.reading.scene) == (place.variant, place.scene)
    )
    reading, may_record = chosen.reading, visit.rights is Rights.TRAINER
    if may_record:
        allow_recording()
    else:
        allow_sound()
    lines = [_voice_line(visit, one, reading) for one in chosen.voices]
    arguments = {**_in_address(place), "handle": visit.launch.handle}
    following = task.next
    return present.TaskVoicePage(
        question=reading.question,
        content_language=reading.language,
        context=reading.context,
        answers=reading.answers,
        still=present.StillScreen(
            screen=reading.shown.screen,
            task=reading.shown.task,
            content_language=reading.language,
            alternative=reading.shown.alternative,
        ),
        about=_about(task.item),
        fingerprint=reading.fingerprint,
        readings=tuple(_reading_line(visit, task, one, is_current=one is chosen) for one in task.readings),
        own=next((line for line in lines if line.is_self), None),
        others=tuple(line for line in lines if not line.is_self),
        language_name=NAMES[reading.language],
        fault=cast(present.TaskVoiceFault, fault),
        notice=cast(present.TaskVoiceNotice, notice if notice in get_args(present.TaskVoiceNotice) else ""),
        seconds_at_most=VOICE_SECONDS,
        voice_bytes=VOICE_BYTES,
        action=url_for("task_voices.record", **arguments) if may_record else "",  # type: ignore[arg-type]
        remove_action=url_for("task_voices.erase", **arguments) if may_record else "",  # type: ignore[arg-type]
        next_href="" if task.read == len(task.readings) else reading_href(visit, place_of(following)),
        back_href=url_for("task_voices.overview", handle=visit.launch.handle, language=place.language),
        frame=frame_of(visit),
    )


def reading_href(visit: Visit, place: Place, *, notice: str = "") -> str:
    """The address of one reading."""
    arguments = {**_in_address(place), "handle": visit.launch.handle, "notice": notice or None}
    return url_for("task_voices.reading", **arguments)  # type: ignore[arg-type]  # values of the address


def place_of(reading: Reading) -> Place:
    """Where a reading is recorded."""
    return Place(
        language=reading.language, item_id=reading.item_id, variant=reading.variant, scene=reading.scene
    )


def _in_address(place: Place) -> dict[str, object]:
    return {
        "language": place.language,
        "task": place.item_id,
        "variant": place.variant,
        "scene": place.scene,
    }


def _wanted(asked: Mapping[str, str]) -> WantedTasks:
    """What the address asks for; what it could not have from our form asks for nothing."""
    area, level, state = (asked.get(name, "") for name in ("area", "level", "state"))
    return WantedTasks(
        words=asked.get("q", "").replace("\0", "").strip()[:SEARCH_AT_MOST],
        area=area if area in _areas() else "",
        level=level if level in map(str, LEVELS) else "",
        state=state if state in STATES else "",
    )


def _areas() -> dict[str, str]:
    names = services().area_names
    return {FIRST_AREA: _("Premiers gestes"), **{area: _(names[area]) for area in AREAS}}


def _level(level: int) -> str:
    return _("Niveau %(level)s", level=level)


def _about(item: Item) -> str:
    """Area and level of a task."""
    return f"{_areas()[area_of(item.competence)]} · {_level(item.level)}"


def _options(names: Mapping[str, str], chosen: str) -> tuple[present.Option, ...]:
    return tuple(
        present.Option(value=value, name=name, is_chosen=value == chosen) for value, name in names.items()
    )


def _pages(visit: Visit, spoken: str, wanted: WantedTasks, number: int, pages: int) -> Pages | None:
    if pages == 1:
        return None

    def address(page: int) -> str:
        if not 1 <= page <= pages:
            return ""
        return url_for(
            "task_voices.overview",
            handle=visit.launch.handle,
            language=spoken,
            q=wanted.words or None,
            area=wanted.area or None,
            level=wanted.level or None,
            state=wanted.state or None,
            page=page,
        )

    text = _("Page %(page)s sur %(pages)s", page=number, pages=pages)
    return Pages(text=text, previous_href=address(number - 1), next_href=address(number + 1))


def _task_line(visit: Visit, task: VoicedTask) -> present.TaskLine:
    return present.TaskLine(
        question=task.item.question,
        content_language=task.item.language,
        about=_about(task.item),
        read=task.read,
        total=len(task.readings),
        outdated=task.outdated,
        readers=tuple(_readers(visit, task.readings)),
        href=reading_href(visit, place_of(task.next)),
    )


def _readers(visit: Visit, readings: Iterable[VoicedReading]) -> Iterable[str]:
    """Who reads a task, how many of its screens, and when they did so last."""
    voices = [one for reading in readings for one in reading.voices]
    counts = Counter(one.voice.person_id for one in voices)
    latest = {one.voice.person_id: one for one in sorted(voices, key=lambda one: one.voice.created_at)}
    for person_id, one in latest.items():
        yield _(
            "%(name)s, %(count)s fois, la dernière le %(day)s",
            name=_("Vous") if person_id == visit.launch.person_id else one.name or _("Un formateur sans nom"),
            count=counts[person_id],
            day=day_in_words(one.voice.created_at),
        )


def _reading_line(
    visit: Visit, task: VoicedTask, one: VoicedReading, *, is_current: bool
) -> present.ReadingLine:
    reading = one.reading
    scenes = sum(other.reading.variant == reading.variant for other in task.readings)
    return present.ReadingLine(
        variant=reading.variant,
        scene=reading.scene,
        scenes=scenes,
        state="read" if one.is_read else "outdated" if one.is_outdated else "",
        href=reading_href(visit, place_of(reading)),
        is_current=is_current,
    )


def _voice_line(visit: Visit, one: NamedVoice, reading: Reading) -> present.VoiceLine:
    voice = one.voice
    return present.VoiceLine(
        name=one.name,
        since=day_in_words(voice.consented_at),
        href=url_for("task_voices.sound", handle=visit.launch.handle, sound=voice.id),
        seconds=voice.seconds,
        is_self=voice.person_id == visit.launch.person_id,
        is_outdated=not voice.reads(reading),
    )

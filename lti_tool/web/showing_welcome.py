"""From what trainers show in a course to what the templates print."""

from __future__ import annotations

from functools import partial
from typing import cast, get_args

from flask import url_for

from lti_tool.domain.roles import Rights
from lti_tool.domain.welcome import (
    VOICE_BYTES,
    VOICE_SECONDS,
    WORDS_AT_MOST,
    Medium,
    MediumKind,
    first_name_of,
)
from lti_tool.services.launches import Visit
from lti_tool.services.welcomes import Published
from lti_tool.web.guards import FILE_BYTES_AT_MOST
from lti_tool.web.headers import allow_recording, allow_sound
from lti_tool.web.i18n import _, day_in_words
from lti_tool.web.present_welcome import Host, HostLine, WelcomeFault, WelcomeNotice, WelcomeWordsPage
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services

ROOM_FOR_THE_FORM = 64 * 1024
"""What a form with a file weighs at most without the file."""


def met(visit: Visit) -> Host | None:
    """The trainer as the first page of this learner shows her; the page may play her voice."""
    found = services().workspace.welcomes.met(visit)
    host = _host(visit, found, found.name) if found else None
    if host is not None and host.voice_href:
        allow_sound()
    return host


def welcome_words_page(
    visit: Visit,
    *,
    notice: str = "",
    fault: str = "",
    faulty: MediumKind | None = None,
    words: str | None = None,
) -> WelcomeWordsPage:
    """A trainer's own page. ``words`` is what was typed into the form that had a ``fault``."""
    published = services().workspace.welcomes.published(visit)
    person_id, has_course = visit.launch.person_id, visit.link.context_id is not None
    own = next((one for one in published if one.person_id == person_id), None)
    may_publish = visit.rights is Rights.TRAINER and has_course
    if may_publish:
        allow_recording()
    address = partial(url_for, handle=visit.launch.handle)
    is_named_self = visit.trainer_id == person_id
    name = visit.own_name
    voice = own.voice if own else None
    return WelcomeWordsPage(
        name=first_name_of(name),
        named="" if is_named_self else first_name_of(visit.trainer_name),
        host=_host(visit, own, name or _("Votre formateur")) if own else None,
        picture_since=_since(own.picture if own else None),
        voice_since=_since(voice),
        lines=tuple(_line(one, is_self=one is own) for one in published),
        has_course=has_course,
        words=(voice.words if voice else "") if words is None else words,
        fault=cast(WelcomeFault, fault),
        faulty=faulty.value if faulty else "",
        notice=cast(WelcomeNotice, notice if notice in get_args(WelcomeNotice) else ""),
        seconds_at_most=VOICE_SECONDS,
        words_at_most=WORDS_AT_MOST,
        voice_bytes=VOICE_BYTES,
        picture_bytes=FILE_BYTES_AT_MOST - ROOM_FOR_THE_FORM,
        picture_action=address("welcome_words.publish_picture") if may_publish else "",
        voice_action=address("welcome_words.publish_voice") if may_publish else "",
        remove_action=address("welcome_words.remove") if may_publish else "",
        back_href=address("learner.entrance"),
        frame=frame_of(visit),
    )


def _host(visit: Visit, found: Published, name: str) -> Host:
    return Host(
        name=first_name_of(name),
        picture_href=_address(visit, found.picture),
        voice_href=_address(visit, found.voice),
        seconds=found.voice.seconds if found.voice else 0,
        words=found.voice.words if found.voice else "",
    )


def _address(visit: Visit, medium: Medium | None) -> str:
    if medium is None:
        return ""
    return url_for("welcome_words.medium", handle=visit.launch.handle, medium=medium.id)


def _line(found: Published, *, is_self: bool) -> HostLine:
    return HostLine(
        name=found.name,
        picture_since=_since(found.picture),
        voice_since=_since(found.voice),
        is_self=is_self,
    )


def _since(medium: Medium | None) -> str:
    return day_in_words(medium.consented_at) if medium else ""

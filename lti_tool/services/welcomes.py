"""The trainer's word of welcome: she publishes it, takes it back, and the people of her course meet it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from lti_tool.content.portraits import MEDIA_TYPE, portrait
from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.domain.roles import Rights
from lti_tool.domain.welcome import WORDS_AT_MOST, Medium, MediumKind
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.reviewing import only_reviewers
from lti_tool.services.voice_files import voice_file
from lti_tool.store.unit_of_work import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What one trainer shows in a course. ``name`` is empty where the platform hides it."""

    person_id: str
    name: str
    picture: Medium | None = None
    voice: Medium | None = None


class Welcomes:
    """Use cases over pictures and voices of trainers."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def met(self, visit: Visit) -> Published | None:
        """What the people of this course meet: of the trainer whose name stands on their pages, and of nobody
        else. ``None`` when nobody is named, when there is no course, or when she shows nothing.
        """
        link = visit.link
        if link.context_id is None or not visit.trainer_id:
            return None
        with self._store.reading() as unit:
            media = unit.welcome_media.of_person(link.centre_id, link.context_id, visit.trainer_id)
        return _together(visit.trainer_id, visit.trainer_name, media) if media else None

    def published(self, visit: Visit) -> tuple[Published, ...]:
        """Who shows what in the course of this visit, ordered by name; assistants read it too. Empty
        without a course.

        Raises:
            NotFound: the person is not a trainer here.
        """
        only_reviewers(visit.rights)
        link = visit.link
        if link.context_id is None:
            return ()
        with self._store.reading() as unit:
            found = unit.welcome_media.of_course(link.centre_id, link.context_id)
        names = {medium.person_id: name for medium, name in found}
        return tuple(
            _together(person_id, name, [medium for medium, _name in found if medium.person_id == person_id])
            for person_id, name in names.items()
        )

    def content(self, visit: Visit, medium_id: str) -> tuple[Medium, bytes]:
        """A picture or a voice of the course of this visit, with its bytes.

        Raises:
            NotFound: this course has none of that id; what another course shows is no different.
        """
        link = visit.link
        with self._store.reading() as unit:
            found = (
                unit.welcome_media.content(link.centre_id, link.context_id, medium_id)
                if link.context_id is not None
                else None
            )
        if found is None:
            raise NotFound(reason="no-such-medium")
        return found

    def publish_picture(self, visit: Visit, file: IO[bytes], *, consents: bool) -> None:
        """Show a picture of oneself, drawn anew from the file, in the place of the one before.

        Raises:
            NotFound: the person is no trainer here, or there is no course.
            MalformedRequest: ``no-consent``, or see ``portrait``. The picture before stays.
        """
        self._allow(visit, consents=consents)
        drawn = portrait(file)
        self._keep(visit, MediumKind.PICTURE, MEDIA_TYPE, drawn)

    def publish_voice(self, visit: Visit, content: bytes, *, words: str, consents: bool) -> None:
        """Let one's voice be heard, in the place of the message before. ``words`` says the same in writing.

        Raises:
            NotFound: the person is no trainer here, or there is no course.
            MalformedRequest: ``no-consent``, ``words-too-long``, or see ``voice_file``. The message before
                stays.
        """
        self._allow(visit, consents=consents)
        found = voice_file(content)
        written = words.replace("\r\n", "\n").replace("\0", "").strip()
        if len(written) > WORDS_AT_MOST:
            raise MalformedRequest(reason="words-too-long")
        self._keep(visit, MediumKind.VOICE, found.media_type, content, seconds=found.seconds, words=written)

    def remove(self, visit: Visit, kind: MediumKind) -> bool:
        """Take back one's own picture or voice: its bytes are deleted. Whether there was one.

        Raises:
            NotFound: the person is no trainer here, or there is no course.
        """
        context_id, now = self._course(visit), self._clock()
        centre_id, person_id = visit.link.centre_id, visit.launch.person_id
        with self._store.writing() as unit:
            removed = unit.welcome_media.remove(centre_id, context_id, person_id, kind)
            if removed is not None:
                unit.audit.append(_deed(visit, "welcome-removed", removed, kind, now))
        return removed is not None

    def _allow(self, visit: Visit, *, consents: bool) -> None:
        self._course(visit)
        if not consents:
            raise MalformedRequest(reason="no-consent")

    def _course(self, visit: Visit) -> str:
        """The course in which this trainer may show something."""
        if visit.rights is not Rights.TRAINER:
            raise NotFound(reason="assistant-cannot-publish")
        if visit.link.context_id is None:
            raise NotFound(reason="no-course")
        return visit.link.context_id

    def _keep(
        self,
        visit: Visit,
        kind: MediumKind,
        media_type: str,
        content: bytes,
        *,
        seconds: int = 0,
        words: str = "",
    ) -> None:
        now = self._clock()
        medium = Medium(
            id=new_id(),
            centre_id=visit.link.centre_id,
            context_id=self._course(visit),
            person_id=visit.launch.person_id,
            kind=kind,
            media_type=media_type,
            seconds=seconds,
            words=words,
            consented_at=now,
            created_at=now,
        )
        try:
            self._replace(visit, medium, content)
        except Conflict:  # Another window was faster by a moment: the later one stands.
            self._replace(visit, medium, content)

    def _replace(self, visit: Visit, medium: Medium, content: bytes) -> None:
        with self._store.writing() as unit:
            unit.welcome_media.remove(medium.centre_id, medium.context_id, medium.person_id, medium.kind)
            unit.welcome_media.add(medium, content)
            deed = _deed(visit, "welcome-published", medium.id, medium.kind, medium.created_at)
            unit.audit.append(deed)


def _together(person_id: str, name: str, media: Sequence[Medium]) -> Published:
    by_kind = {medium.kind: medium for medium in media}
    return Published(
        person_id=person_id,
        name=name,
        picture=by_kind.get(MediumKind.PICTURE),
        voice=by_kind.get(MediumKind.VOICE),
    )


def _deed(visit: Visit, action: str, medium_id: str, kind: MediumKind, now: datetime) -> Deed:
    return Deed(
        at=now,
        centre_id=visit.link.centre_id,
        actor=actor_of(TRAINER, visit.launch.person_id),
        action=action,
        object_kind="welcome",
        object_id=medium_id,
        detail=kind.value,
    )

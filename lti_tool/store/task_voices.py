"""Recorded voices that read tasks. Lists never carry the bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.task_voice import NamedVoice, TaskVoice
from lti_tool.store.course_rows import PersonNameRow
from lti_tool.store.prepared import run_all
from lti_tool.store.schema import Base, OwnId, UtcMoment


class TaskVoiceRow(Base):
    """One recording by one person of one reading: a screen of a variant of a task, in one language."""

    __tablename__ = "task_voice"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        UniqueConstraint(
            "centre_id",
            "item_id",
            "language",
            "variant",
            "scene",
            "person_id",
            name="uq_task_voice_reading",
        ),
        CheckConstraint("language IN ('fr', 'nl', 'de', 'en')", name="known_language"),
        CheckConstraint("variant > 0 AND scene > 0", name="place"),
        CheckConstraint("length(bytes) BETWEEN 1 AND 700000", name="size"),
        CheckConstraint("seconds BETWEEN 0 AND 60", name="length"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId)
    item_id: Mapped[str] = mapped_column(String(64))
    item_version: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    variant: Mapped[int]
    scene: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(32))
    content: Mapped[bytes] = mapped_column("bytes", LargeBinary, deferred=True)
    seconds: Mapped[int]
    consented_at: Mapped[datetime] = mapped_column(UtcMoment)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


_HEAD = (
    TaskVoiceRow.id,
    TaskVoiceRow.centre_id,
    TaskVoiceRow.person_id,
    TaskVoiceRow.item_id,
    TaskVoiceRow.item_version,
    TaskVoiceRow.language,
    TaskVoiceRow.variant,
    TaskVoiceRow.scene,
    TaskVoiceRow.fingerprint,
    TaskVoiceRow.media_type,
    TaskVoiceRow.seconds,
    TaskVoiceRow.consented_at,
    TaskVoiceRow.created_at,
)


class TaskVoices:
    """Queries over the voices of a centre."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_language(self, centre_id: str, language: str) -> Sequence[NamedVoice]:
        """Every recording in a language with the name of who read, the oldest first; one query."""
        asked = {"of_centre": centre_id, "spoken": language}
        return _with_names(run_all(self._session, "voices-of-language", lambda _dialect: _OF_LANGUAGE, asked))

    def of_task(self, centre_id: str, item_id: str, language: str) -> Sequence[NamedVoice]:
        """The same of one task alone; one query."""
        asked = {"of_centre": centre_id, "spoken": language, "item": item_id}
        return _with_names(run_all(self._session, "voices-of-task", lambda _dialect: _OF_TASK, asked))

    def content(self, centre_id: str, voice_id: str) -> tuple[TaskVoice, bytes] | None:
        """One recording with its bytes; ``None`` when this centre has none of that id."""
        query = select(*_HEAD, TaskVoiceRow.content).where(
            TaskVoiceRow.centre_id == centre_id, TaskVoiceRow.id == voice_id
        )
        row = self._session.execute(query).first()
        return (_voice(row), bytes(row.content)) if row else None

    def add(self, voice: TaskVoice, content: bytes) -> None:
        """Keep one.

        Raises:
            Conflict: from the unit of work, when the person has one of this reading.
        """
        values = {column.key: getattr(voice, column.key) for column in _HEAD}
        self._session.add(TaskVoiceRow(**values, content=content))
        self._session.flush()

    def remove(
        self, centre_id: str, person_id: str, item_id: str, language: str, variant: int, scene: int
    ) -> str | None:
        """Delete a person's recording of one reading; its id, ``None`` when there was none."""
        done = self._session.execute(
            delete(TaskVoiceRow)
            .where(
                *_own(centre_id, person_id),
                TaskVoiceRow.item_id == item_id,
                TaskVoiceRow.language == language,
                TaskVoiceRow.variant == variant,
                TaskVoiceRow.scene == scene,
            )
            .returning(TaskVoiceRow.id)
        )
        return done.scalar_one_or_none()

    def count_of(self, centre_id: str, person_id: str) -> int:
        """How many recordings one person has, in all languages."""
        query = select(func.count()).select_from(TaskVoiceRow).where(*_own(centre_id, person_id))
        return self._session.execute(query).scalar_one()

    def remove_all(self, centre_id: str, person_id: str) -> int:
        """Delete all of a person's recordings; how many."""
        done = self._session.execute(
            delete(TaskVoiceRow).where(*_own(centre_id, person_id)).returning(TaskVoiceRow.id)
        )
        return len(done.all())


def _own(centre_id: str, person_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return TaskVoiceRow.centre_id == centre_id, TaskVoiceRow.person_id == person_id


def _voice(row: Any) -> TaskVoice:  # Any: the columns of ``_HEAD``
    return TaskVoice(**{column.key: getattr(row, column.key) for column in _HEAD})


def _with_names(rows: Iterable[Any]) -> Sequence[NamedVoice]:  # Any: the columns are read by name
    return [NamedVoice(voice=_voice(row), name=row.name or "") for row in rows]


_OF_LANGUAGE = (
    select(*_HEAD, PersonNameRow.name)
    .outerjoin(
        PersonNameRow,
        (PersonNameRow.centre_id == TaskVoiceRow.centre_id) & (PersonNameRow.id == TaskVoiceRow.person_id),
    )
    .where(TaskVoiceRow.centre_id == bindparam("of_centre"), TaskVoiceRow.language == bindparam("spoken"))
    .order_by(TaskVoiceRow.created_at, TaskVoiceRow.id)
)
_OF_TASK = _OF_LANGUAGE.where(TaskVoiceRow.item_id == bindparam("item"))
"""Asked for every task on a screen: built once."""

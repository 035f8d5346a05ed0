"""What is said about one learner's record: corrections, a disagreement with its reply, notes of a talk.

Nothing of it is ever overwritten: what no longer counts stays, with who ended it and when.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from lti_tool.domain.errors import MalformedRequest

WORDS_LENGTH, NOTE_LENGTH = 300, 1000
OBJECTIONS_AT_MOST, NOTES_AT_MOST = 10, 200
"""How many one attempt, or one person in a course, may have."""


BY_ONESELF = "-"
"""What stands as the reason where people corrected their own answer: nobody owes a reason for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One answer of the access check that a trainer, or the person themselves, corrected: ids of the answer
    before, empty when there was none, and after.
    """

    id: str
    centre_id: str
    attempt_id: str
    question: str
    before: str
    after: str
    reason: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A learner does not agree with a result; ``words`` may be empty. ``talked_on`` is the day on which a
    trainer talked with them, ``None`` until then, and ``reply`` what the trainer adds.
    """

    id: str
    centre_id: str
    attempt_id: str
    said_at: datetime
    words: str = ""
    talked_on: date | None = None
    reply: str = ""
    replied_by: str | None = None
    replied_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has talked about it yet."""
        return self.talked_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A short note on a talk with one person of a course. ``context_id`` is our course, ``None`` when the
    platform names none: then it belongs to the resource link.

    A struck note stays readable; an emptied one has lost its text and nothing else.
    """

    id: str
    centre_id: str
    person_id: str
    resource_link_id: str
    context_id: str | None
    text: str
    written_by: str
    written_at: datetime
    changed_at: datetime | None = None
    struck_at: datetime | None = None
    struck_by: str | None = None
    emptied_at: datetime | None = None
    emptied_by: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it was neither struck nor emptied."""
        return self.struck_at is None and self.emptied_at is None


def words_of(text: str) -> str:
    """Words of one's own as they are kept: lines are, control characters and outer spaces are not."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(sign for sign in line if sign.isprintable()).rstrip() for line in lines).strip()


def replied(objection: Objection, talked_on: date, reply: str, *, by: str, now: datetime) -> Objection:
    """A trainer talked with the person. The first reply counts: a second one changes nothing.

    Raises:
        MalformedRequest: ``words-too-long``.
    """
    if not objection.is_open:
        return objection
    return replace(
        objection, talked_on=talked_on, reply=_at_most(reply, WORDS_LENGTH), replied_by=by, replied_at=now
    )


def rewritten(note: Note, text: str, now: datetime) -> Note:
    """The author writes the note otherwise, on its own day.

    Raises:
        MalformedRequest: ``note-missing`` or ``words-too-long``.
    """
    return replace(note, text=note_text(text), changed_at=now)


def struck(note: Note, *, by: str, now: datetime) -> Note:
    """The note counts no longer and stays readable."""
    return note if not note.stands else replace(note, struck_at=now, struck_by=by)


def emptied(note: Note, *, by: str, now: datetime) -> Note:
    """The text is gone for good, that there was a note is not."""
    return note if note.emptied_at else replace(note, text="", emptied_at=now, emptied_by=by)


def note_text(text: str) -> str:
    """The text of a note, ready to keep.

    Raises:
        MalformedRequest: ``note-missing`` or ``words-too-long``.
    """
    words = _at_most(text, NOTE_LENGTH)
    if not words:
        raise MalformedRequest(reason="note-missing")
    return words


def objection_words(text: str) -> str:
    """What a learner adds to a disagreement, ready to keep; nothing has to be added.

    Raises:
        MalformedRequest: ``words-too-long``.
    """
    return _at_most(text, WORDS_LENGTH)


def _at_most(text: str, length: int) -> str:
    words = words_of(text)
    if len(words) > length:
        raise MalformedRequest(reason="words-too-long")
    return words

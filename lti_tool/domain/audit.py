"""The audit trail: who changed what in the administration, in a chain that shows when somebody altered it.

No entry holds an answer, or the name or ``sub`` of a learner.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

COMMAND_LINE = "command-line"
PLATFORM = "platform"
"""The actor of what a platform did with an invitation that somebody made."""
INVITED = "invited"
"""The actor of what somebody did by hand with such an invitation."""
TRAINER, LEARNER = "trainer", "learner"
"""How the actors of a course begin: see ``actor_of``."""

ACTIONS = frozenset(
    {
        "action-added",
        "action-settled",
        "address-changed",
        "accent-set",
        "assistants-view-set",
        "attestation-issued",
        "attestation-withdrawn",
        "backup-restored",
        "badge-made",
        "card-added",
        "card-changed",
        "card-checked",
        "card-deleted",
        "card-hidden",
        "card-shown",
        "cards-imported",
        "cards-region-set",
        "centre-added",
        "centre-erased",
        "centre-exported",
        "centre-named",
        "charter-agreed",
        "charter-written",
        "check-changed",
        "code-given",
        "course-set",
        "data-answered",
        "data-asked",
        "deployment-approved",
        "exported",
        "grade-kept",
        "grade-replaced",
        "grade-rule-set",
        "grades-retried",
        "help-noted",
        "help-withdrawn",
        "invitation-made",
        "kept-months-set",
        "keys-rotated",
        "kiosk-ended",
        "level-observed",
        "level-withdrawn",
        "link-made",
        "loan-changed",
        "loan-made",
        "loan-returned",
        "logo-removed",
        "logo-set",
        "module-put-off",
        "module-taken-back",
        "note-written",
        "objection-answered",
        "paper-keyed",
        "person-copied",
        "person-erased",
        "practice-reviewed",
        "person-restricted",
        "person-resumed",
        "record-corrected",
        "registration-added",
        "registration-disabled",
        "registration-enabled",
        "registration-updated",
        "result-sent-beside",
        "sessions-ended",
        "sharing-set",
        "signed-in",
        "signed-out",
        "sitting-begun",
        "task-voice-erased",
        "task-voice-recorded",
        "task-voice-replaced",
        "task-voices-erased",
        "tools-chosen",
        "video-rooms-set",
        "welcome-published",
        "welcome-removed",
    }
)
BEGINNING = "0" * 64
"""What the first entry names as the hash of the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody did, before it has a place in the chain.

    ``actor`` is ``COMMAND_LINE``, ``PLATFORM``, ``INVITED``, ``administrator/<id of the session>``, or what
    ``actor_of`` says of somebody in a course.
    ``action`` is one of ``ACTIONS``. ``object_kind`` and ``object_id`` say what was changed, by our own id.
    ``centre_id`` is ``None`` for what concerns the whole installation. ``detail`` is short and tells nothing
    about learners.
    """

    at: datetime
    actor: str
    action: str
    object_kind: str
    object_id: str
    centre_id: str | None = None
    detail: str = ""

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ValueError(f"unknown action: {self.action}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """A deed in its place: ``number`` counts from 1, ``previous`` is the hash of the entry before."""

    number: int
    deed: Deed
    previous: str
    hash: str


def actor_of(role: str, person_id: str) -> str:
    """Somebody in a course, by our id; ``role`` is ``TRAINER`` (an assistant too) or ``LEARNER``."""
    return f"{role}/{person_id}"


def hash_of(number: int, deed: Deed, previous: str) -> str:
    """The SHA-256 in hexadecimal of everything in an entry and of the hash before it."""
    words = [
        number,
        deed.at.astimezone(UTC).isoformat(timespec="microseconds"),
        deed.centre_id,
        deed.actor,
        deed.action,
        deed.object_kind,
        deed.object_id,
        deed.detail,
        previous,
    ]
    return hashlib.sha256(json.dumps(words, ensure_ascii=True).encode()).hexdigest()


def first_fault(entries: Iterable[AuditEntry], *, last_number: int, last_hash: str) -> int | None:
    """The number of the first entry that is missing or was altered; ``None`` when the chain is whole.

    ``entries`` are all of them, oldest first. ``last_number`` and ``last_hash`` are what the store remembers
    of the end of the chain (0 and ``BEGINNING`` of an empty one), so that a cut end shows too.
    """
    number, previous = 0, BEGINNING
    for entry in entries:
        number += 1
        is_next = entry.number == number and entry.previous == previous
        if not is_next or entry.hash != hash_of(number, entry.deed, previous):
            return number
        previous = entry.hash
    return None if (number, previous) == (last_number, last_hash) else number + 1

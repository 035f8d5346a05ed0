"""What documents are made of: who sent a result, a talk sheet, an attestation, a checked code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.attempt import Attempt
from lti_tool.domain.attestation import Attestation, Statement
from lti_tool.domain.cohort import Paging
from lti_tool.domain.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """One person who sent a result. ``issued_at`` is of the attestation that stands, ``None`` without one."""

    person_id: str
    name: str
    number: int
    sent_at: datetime
    issued_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Senders:
    """One page of those who sent a result, by name."""

    people: tuple[Sender, ...]
    page: Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What a talk sheet is made of: a person, by name or number, and their last result."""

    name: str
    number: int
    attempt: Attempt
    profile: Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An attestation that stands, with its code; or what one would state.

    ``attestation`` is ``None`` before the first one. It may be withdrawn: then ``statement`` is what the next
    one would state. ``code`` is empty without one, and where the secret that made it is no longer known.
    """

    statement: Statement
    attestation: Attestation | None = None
    code: str = ""

    @property
    def is_issued(self) -> bool:
        """Whether it stands."""
        return self.attestation is not None and self.attestation.is_valid

    @property
    def is_withdrawn(self) -> bool:
        """Whether the last one was taken back."""
        return self.attestation is not None and not self.attestation.is_valid


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What anybody may know of a code: nothing about the person."""

    centre: str
    fingerprint: str
    issued_at: datetime
    withdrawn_at: datetime | None

"""A trainer's word of welcome: her picture and her voice, as the people of one course meet them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

VOICE_BYTES, VOICE_SECONDS = 700_000, 60
WORDS_AT_MOST = 1000
SECONDS_OF_GRACE = 2
"""A recorder stops a moment after it was told to."""


class MediumKind(StrEnum):
    """What a trainer may publish; one of each in a course."""

    PICTURE = "picture"
    VOICE = "voice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """One picture or voice message without its bytes. ``person_id`` is the trainer, who said yes to its being
    shown at ``consented_at``. ``seconds`` is 0 for a picture, and where the length is not known; ``words``
    says in writing what the voice says, and may be empty.
    """

    id: str
    centre_id: str
    context_id: str
    person_id: str
    kind: MediumKind
    media_type: str
    consented_at: datetime
    created_at: datetime
    seconds: int = 0
    words: str = ""


def first_name_of(name: str) -> str:
    """The first name in a name of two words: « Nadia » of « Nadia Benali » and of « BENALI Nadia ». In all
    other names nobody can tell, and the whole name is returned.
    """
    words = name.split()
    if len(words) != 2:
        return name
    first, second = words
    is_family_first = len(first) > 1 and first.isupper() and not second.isupper()
    return second if is_family_first else first

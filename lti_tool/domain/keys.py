"""The life of one signing key in its set, as far as the other keys of the set and the moment decide it.

Source: security notes 5.2, F48: platforms keep our published keys for up to a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lti_tool.domain.ports import StoredKey

SIGNS_AFTER = timedelta(hours=24)
PUBLISHED_AFTER_USE = timedelta(days=14)


def signing_key(newest_first: Sequence[StoredKey], now: datetime) -> StoredKey:
    """Which key of a set signs: the youngest that platforms had a day to fetch, else the oldest.

    Raises:
        IndexError: the set is empty.
    """
    known_everywhere = [key for key in newest_first if key.created_at <= now - SIGNS_AFTER]
    return known_everywhere[0] if known_everywhere else newest_first[-1]


def is_over(key: StoredKey, beside: Sequence[StoredKey], now: datetime) -> bool:
    """Whether a key of this set has not signed for so long that nothing signed with it can be on its way."""
    replaced_by = now - SIGNS_AFTER - PUBLISHED_AFTER_USE
    return any(key.created_at < other.created_at <= replaced_by for other in beside)

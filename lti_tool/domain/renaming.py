"""Whether the people of a course are still the same: a platform that was installed anew may give the numbers
of the old one to other people.

Source: security notes, row Z25.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from lti_tool.domain.judging import plain
from lti_tool.domain.roster import KnownMember, NamesChanged, RosterMember

CHANGED_AT_LEAST = 5
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def names_changed(
    known: Mapping[str, KnownMember], members: Sequence[RosterMember], at: datetime
) -> NamesChanged | None:
    """What to warn of after a reading: five people or more, and more than half of those who have a name in
    both; ``None`` when that is not so. ``known`` is by ``sub`` and as it was before the reading.
    """
    pairs = [
        (known[member.sub].name, member.name)
        for member in members
        if member.sub in known and known[member.sub].name and member.name
    ]
    changed = sum(is_somebody_else(old, new) for old, new in pairs)
    is_many = changed >= CHANGED_AT_LEAST and changed * 2 > len(pairs)
    return NamesChanged(changed=changed, known=len(pairs), at=at) if is_many else None


def is_somebody_else(old: str, new: str) -> bool:
    """Whether two names have no word in common. Order, case, accents and hyphens make nobody another person,
    nor does a marriage.
    """
    before, after = _words(old), _words(new)
    return bool(before) and bool(after) and not before & after


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in _BETWEEN_WORDS.split(plain(name)) if word)

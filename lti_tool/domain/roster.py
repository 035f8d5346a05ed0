"""The people of a course as the platform lists them, and what a complete list changes.

Source: LTI NRPS 2.0, section 2; security notes 3.6 (M04 to M07, M09, M12).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lti_tool.domain.roles import Rights

FRESH_FOR = timedelta(minutes=15)
ASK_AGAIN_AFTER = timedelta(minutes=1)
LEASE = timedelta(minutes=3)
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
"""How long a roster waits after each failure in a row; after the last one it waits for a launch."""

GROUPS_MAXIMUM = 50
GROUP_CHARACTERS = 64

_RANK = {Rights.TRAINER: 2, Rights.ASSISTANT: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesChanged:
    """In the reading of ``at``, ``changed`` of the ``known`` people who had a name had quite another one."""

    changed: int
    known: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What is known of the list of one course: when it was read, why it was not. ``context_id`` is ours.

    ``circuit_until`` is until when nothing is asked of the platform, as ``find`` alone tells. ``names`` is
    what a trainer must be warned of, ``None`` when there is nothing.
    """

    centre_id: str
    context_id: str
    registration_id: str
    url: str | None
    due_at: datetime | None
    read_at: datetime | None
    tried_at: datetime | None
    reason: str
    attempts: int
    pending_missing: int
    agreed_missing: int
    fencing: int
    circuit_until: datetime | None = None
    names: NamesChanged | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterMember:
    """One person of a roster. ``name`` is empty when the platform hides it.

    ``is_learner`` is for those whom a trainer reviews: a person without a learner's role is none.
    ``groups`` are the platform's ids; ``None`` when it says nothing about groups.
    """

    sub: str
    name: str = ""
    rights: Rights = Rights.LEARNER
    is_learner: bool = True
    is_active: bool = True
    groups: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownMember:
    """One person of a course as the tool knows them, by launches and by the roster that was read before.

    ``is_listed``: the last roster named them, with ``listed_rights``, which are ``None`` before any roster
    did. ``launched_at`` is their last launch in this course.
    """

    person_id: str
    name: str
    rights: Rights
    is_learner: bool
    is_active: bool
    is_listed: bool
    groups: tuple[str, ...]
    launched_at: datetime | None
    listed_rights: Rights | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A roster that was read to its end: when the reading began, and how many learners a trainer agreed
    to see leave.
    """

    members: tuple[RosterMember, ...]
    started_at: datetime
    agreed_missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChange:
    """What a reading changes. ``renamed`` holds names by person.

    ``missing`` is above zero when so many learners would leave that a trainer must agree first; nobody
    is among ``leaving`` then.
    """

    joining: tuple[RosterMember, ...] = ()
    changed: tuple[KnownMember, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    leaving: tuple[str, ...] = ()
    missing: int = 0


def merged(members: Iterable[RosterMember]) -> tuple[RosterMember, ...]:
    """One member per ``sub``, in the order of their first mention (M09).

    Somebody listed twice has the most that either entry gives.
    """
    found: dict[str, RosterMember] = {}
    for member in members:
        known = found.get(member.sub)
        found[member.sub] = member if known is None else _both(known, member)
    return tuple(found.values())


def change_of(known: Mapping[str, KnownMember], reading: Reading) -> RosterChange:
    """What this reading changes; ``known`` is by ``sub``. Never call it with a part of a roster (M04)."""
    listed = {member.sub: member for member in reading.members}
    updates = [(known[sub], _updated(known[sub], member)) for sub, member in listed.items() if sub in known]
    gone = [
        one
        for sub, one in known.items()
        if sub not in listed and one.is_active and not _launched_since(one, reading.started_at)
    ]
    learners = [one for one in known.values() if one.is_active and one.is_learner]
    missing = sum(one.is_learner for one in gone) + sum(
        old.is_active and old.is_learner and not new.is_active for old, new in updates
    )
    is_held = missing * 2 > len(learners) and missing > reading.agreed_missing
    if is_held:
        # Whoever is marked as inactive would leave as well, so they wait too.
        updates = [(old, replace(new, is_active=old.is_active or new.is_active)) for old, new in updates]
    return RosterChange(
        joining=tuple(member for sub, member in listed.items() if sub not in known),
        changed=tuple(new for old, new in updates if new != old),
        renamed=tuple(
            (known[sub].person_id, member.name)
            for sub, member in listed.items()
            if sub in known and member.name not in ("", known[sub].name)
        ),
        leaving=() if is_held else tuple(one.person_id for one in gone),
        missing=missing if is_held else 0,
    )


def lowered(
    known: Mapping[str, KnownMember],
    held: Sequence[tuple[str, Rights]],
    reading: Reading,
    change: RosterChange,
) -> tuple[tuple[str, Rights], ...]:
    """Who has more rights in an open page than the roster gives, and what they have from then on (M12, Z15).

    ``held`` names people and the rights of their launches. A roster never raises, and somebody whom it
    never named keeps the rights of the launch: site administrators are in no roster. Nor does it lower whom
    it always called less: a launch of Moodle makes a non-editing teacher an instructor by ``mod/lti:manage``,
    its roster makes them a learner by ``moodle/course:manageactivities``.
    """
    listed = {
        known[member.sub].person_id: member
        for member in reading.members
        if member.sub in known and (_is_demoted(known[member.sub], member) or not member.is_active)
    }
    left = {one.person_id for one in known.values() if one.is_listed} & set(change.leaving)
    found: list[tuple[str, Rights]] = []
    for person_id, rights in held:
        member = listed.get(person_id)
        if member is None and person_id not in left:
            continue
        given = member.rights if member is not None and member.is_active else Rights.LEARNER
        if _RANK.get(given, 0) < _RANK.get(rights, 0):
            found.append((person_id, given if given in _RANK else Rights.LEARNER))
    return tuple(found)


def wait_after(attempts: int, retry_after_seconds: float | None) -> timedelta | None:
    """How long to wait after ``attempts`` temporary failures in a row; ``None``: until somebody asks."""
    if attempts > len(WAITS):
        return None
    asked = timedelta(seconds=retry_after_seconds or 0.0)
    return max(WAITS[attempts - 1], asked)


def is_due_by_launch(read_at: datetime | None, tried_at: datetime | None, now: datetime) -> bool:
    """Whether a launch makes the roster due: neither read nor tried within the last 15 minutes (M13)."""
    last = max((moment for moment in (read_at, tried_at) if moment is not None), default=None)
    return last is None or now - last >= FRESH_FOR


def groups_of(text: str) -> tuple[str, ...]:
    """The groups in a custom value: ids with commas between them, as ``$Moodle.Person.userGroupIds`` gives
    them. Odd pieces are left out; 50 groups are kept at most.
    """
    pieces = dict.fromkeys(piece.strip() for piece in text.split(","))
    return tuple(piece for piece in pieces if is_group(piece))[:GROUPS_MAXIMUM]


def is_group(text: str) -> bool:
    """Whether this can be a group's id: letters, digits, ``-``, ``_``, ``.`` and ``:``, 64 at most."""
    return 0 < len(text) <= GROUP_CHARACTERS and all(
        letter.isascii() and (letter.isalnum() or letter in "-_.:") for letter in text
    )


def _launched_since(member: KnownMember, moment: datetime) -> bool:
    """Whether somebody came in while the list was being read: it may be older than their enrolment."""
    return member.launched_at is not None and member.launched_at >= moment


def _both(first: RosterMember, second: RosterMember) -> RosterMember:
    groups: tuple[str, ...] | None = None
    if first.groups is not None or second.groups is not None:
        groups = tuple(dict.fromkeys((*(first.groups or ()), *(second.groups or ()))))
    higher = max(first.rights, second.rights, key=lambda rights: _RANK.get(rights, 0))
    return RosterMember(
        sub=first.sub,
        name=first.name or second.name,
        rights=higher,
        # A trainer who is listed as a learner too is reviewed by nobody.
        is_learner=(first.is_learner or second.is_learner) and higher not in _RANK,
        is_active=first.is_active or second.is_active,
        groups=groups,
    )


def _is_demoted(known: KnownMember, member: RosterMember) -> bool:
    """Whether the roster itself gave this person more before."""
    return known.listed_rights is not None and _rank(member.rights) < _rank(known.listed_rights)


def _rank(rights: Rights) -> int:
    return _RANK.get(rights, 0)


def _updated(known: KnownMember, member: RosterMember) -> KnownMember:
    is_lower = _rank(member.rights) < _rank(known.rights)
    # Where the roster says less than the launch, and always did, the launch is believed.
    is_trusted = is_lower and not _is_demoted(known, member)
    return replace(
        known,
        rights=member.rights if is_lower and not is_trusted else known.rights,
        listed_rights=member.rights,
        is_learner=known.is_learner if is_trusted else member.is_learner,
        is_active=member.is_active,
        is_listed=True,
        groups=known.groups if member.groups is None else member.groups,
    )

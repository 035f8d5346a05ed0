"""One page of the grade ledger as a value: which part is asked, and who is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lti_tool.domain.cohort import GradeState, LinkTally, Paging, Tally, grade_state
from lti_tool.domain.grade import Delivery
from lti_tool.store.course_members import StoredCourseMember
from lti_tool.store.courses import StoredLink
from lti_tool.store.delivery_values import StoredLineItem

Grade = tuple[StoredLineItem, Delivery]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What part of the ledger is looked at: empty ``state`` or ``reason`` is any, ``NONE`` is "not now"."""

    state: GradeState | None = None
    reason: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One person's grade in one column of an activity."""

    item_id: str
    column_key: str
    activity: str
    delivery: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPerson:
    """One person with their grades of the asked state; none for somebody who chose "not now"."""

    person_id: str
    name: str
    number: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One page of the ledger. ``tallies`` count everything at this resource link, whatever is asked.

    ``choices`` people chose "not now", ``without`` have no grade for another cause. ``is_readable`` tells
    whether the platform shows the tool what it holds.
    """

    people: tuple[LedgerPerson, ...]
    page: Paging
    asked: Asked
    tallies: Sequence[Tally]
    choices: int
    without: int
    elsewhere: Sequence[LinkTally]
    accepts_grades: bool
    is_readable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A grade that the LMS shows otherwise than the tool wants it, and whose it is."""

    person: LedgerPerson
    entry: Entry


def with_entries(person: StoredCourseMember, entries: Sequence[Entry]) -> LedgerPerson:
    """A person of the group with their grades."""
    return LedgerPerson(
        person_id=person.person_id, name=person.name, number=person.number, entries=tuple(entries)
    )


def entry_of(item: StoredLineItem, delivery: Delivery) -> Entry:
    """A grade with what its column is."""
    return Entry(item_id=item.id, column_key=item.column_key, activity=item.resource_id, delivery=delivery)


def entries_of(link: StoredLink, asked: Asked, grades: Sequence[Grade]) -> dict[str, list[Entry]]:
    """The asked grades of a resource link by person."""
    found: dict[str, list[Entry]] = {}
    for item, delivery in grades:
        if link.columns.includes(item.column_key) and _is_asked(asked, delivery):
            found.setdefault(delivery.person_id, []).append(entry_of(item, delivery))
    return found


def known_part(asked: Asked, tallies: Sequence[Tally]) -> Asked:
    """What is asked, without a reason that no grade has."""
    reasons = {one.reason for one in tallies if one.state is asked.state}
    return asked if asked.reason in reasons else Asked(state=asked.state, page=asked.page)


def people_of(asked: Asked, tallies: Sequence[Tally], declined: set[str]) -> set[str]:
    """Who has something in the part that is asked."""
    if asked.state is GradeState.NONE:
        return declined
    found = {
        one.person_id
        for one in tallies
        if asked.state in (None, one.state) and asked.reason in ("", one.reason)
    }
    return found if asked.state else found | declined


def _is_asked(asked: Asked, delivery: Delivery) -> bool:
    is_state = asked.state in (None, grade_state(delivery))
    return is_state and asked.reason in ("", delivery.reason)

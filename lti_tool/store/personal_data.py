"""Everything about one person, in whatever table it lies: copied, erased or shortened by the map of data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    ForeignKeyConstraint,
    Result,
    String,
    and_,
    case,
    delete,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.store.course_rows import MembershipRow, PersonNameRow, PersonRow
from lti_tool.store.data_map_learning import DATA_MAP
from lti_tool.store.delivery_rows import DeliveryAttemptRow
from lti_tool.store.personal_rows import COPIED, Row, of_person, owned, tables_of_people
from lti_tool.store.registrations import RegistrationRow
from lti_tool.store.restrictions import Restrictions
from lti_tool.store.roster_rows import CourseMemberRow
from lti_tool.store.schema import Base, OwnId, UtcMoment, insert_or_keep
from lti_tool.store.shelf_rows import RestrictionRow, ShelvedRow

PERSON = "person"
ERASED = "erased:"
GONE = "…"
"""What stands for a text that is kept no longer: some rows may not be without one."""


class ErasureRow(Base):
    """A person who was erased: a keyed digest of who it was on the platform, and when. After a restore,
    whoever was known before that moment is erased again.
    """

    __tablename__ = "erasure"
    __table_args__ = (ForeignKeyConstraint(["centre_id"], ["centre.id"]),)

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    erased_at: Mapped[datetime] = mapped_column(UtcMoment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Somebody who may be meant: our ids, the name (empty when the platform hides it) and the platform's."""

    centre_id: str
    person_id: str
    name: str
    platform: str
    created_at: datetime


class PersonalData:
    """Queries over all tables that hold rows of people."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def who(self, centre_id: str, person_id: str) -> tuple[str, str] | None:
        """Our id of the registration, and the ``sub`` there; ``None`` for nobody of this centre."""
        query = select(PersonRow.registration_id, PersonRow.sub).where(
            PersonRow.centre_id == centre_id, PersonRow.id == person_id
        )
        found = self._session.execute(query).first()
        return (found.registration_id, found.sub) if found else None

    def find(self, words: str, limit: int) -> Sequence[Found]:
        """People whose name holds ``words``, or whose pseudonym or id it is; by name, then id."""
        of_person = and_(PersonNameRow.centre_id == PersonRow.centre_id, PersonNameRow.id == PersonRow.id)
        of_platform = and_(
            RegistrationRow.centre_id == PersonRow.centre_id, RegistrationRow.id == PersonRow.registration_id
        )
        query = (
            select(PersonRow, PersonNameRow.name, RegistrationRow.name.label("platform"))
            .join(RegistrationRow, of_platform)
            .outerjoin(PersonNameRow, of_person)
            .where(PersonRow.sub.not_like(f"{ERASED}%"))
            .order_by(PersonNameRow.name, PersonRow.id)
        )
        # SQLite knows the capitals of 26 letters: « élodie » would not find « Élodie ».
        meant = words.casefold()
        rows = (
            row
            for row in self._session.execute(query)
            if words in (row.PersonRow.sub, row.PersonRow.id)
            or (meant and meant in (row.name or "").casefold())
        )
        return [
            Found(
                centre_id=row.PersonRow.centre_id,
                person_id=row.PersonRow.id,
                name=row.name or "",
                platform=row.platform,
                created_at=row.PersonRow.created_at,
            )
            for row in islice(rows, limit)
        ]

    def copy(self, centre_id: str, person_id: str) -> Mapping[str, Sequence[Row]]:
        """The person's rows by table, tables in the order of the schema, without what is internal."""
        shelved = Restrictions(self._session).copy(centre_id, person_id)
        copied: dict[str, Sequence[Row]] = {}
        for table, use in tables_of_people():
            columns = [table.c[name] for name in use.classes if use.classes[name] in COPIED]
            if not columns or table.name == ShelvedRow.__tablename__:
                continue
            rows = self._session.execute(
                select(*columns).where(of_person(table, centre_id, person_id)).order_by(*table.primary_key)
            )
            if found := [*(dict(row._mapping) for row in rows), *shelved.get(table.name, ())]:
                copied[table.name] = found
        return copied

    def erase(self, centre_id: str, person_id: str, unknown: str) -> Mapping[str, int]:
        """Delete the person's rows; how many by table. Where rows of others name the person as who acted, a
        person without a past stays: ``unknown`` instead of the pseudonym.
        """
        gone = {PERSON: 1}
        for table, _use in reversed(list(tables_of_people())):
            if table.name == PERSON:
                continue
            theirs = of_person(table, centre_id, person_id)
            gone[table.name] = _count(self._session.execute(delete(table).where(theirs)))
        mine = (PersonRow.centre_id == centre_id, PersonRow.id == person_id)
        if self._is_mentioned(centre_id, person_id):
            self._session.execute(update(PersonRow).where(*mine).values(sub=f"{ERASED}{unknown}"))
        else:
            self._session.execute(delete(PersonRow).where(*mine))
        return {name: count for name, count in gone.items() if count}

    def empty_texts(self, before: datetime) -> int:
        """Empty what was written in free words about people whose last visit lies before; how many rows."""
        absent = select(PersonRow.centre_id, PersonRow.id).where(_last_seen() < before)
        changed = 0
        for table, use in tables_of_people():
            if not use.free_text:
                continue
            filled = or_(*(table.c[name].not_in(("", GONE)) for name in use.free_text))
            theirs = owned(table, use, lambda found, column: tuple_(found.c.centre_id, column).in_(absent))
            emptied = {name: case((table.c[name] == "", ""), else_=GONE) for name in use.free_text}
            changed += _count(self._session.execute(update(table).where(theirs, filled).values(emptied)))
        return changed

    def absent_since(
        self, before: datetime, limit: int, *, centre_ids: Collection[str]
    ) -> Sequence[tuple[str, str]]:
        """Centre and id of people of these centres whose last visit, or whose first mention without one, lies
        before: the longest absent first.
        """
        seen = _last_seen()
        query = (
            select(PersonRow.centre_id, PersonRow.id)
            .where(*_absent(before), PersonRow.centre_id.in_(centre_ids))
            .order_by(seen, PersonRow.centre_id, PersonRow.id)
            .limit(limit)
        )
        return [(row.centre_id, row.id) for row in self._session.execute(query)]

    def how_many_absent(self, centre_id: str, before: datetime) -> int:
        """How many people of a centre ``absent_since`` would find."""
        query = select(func.count()).select_from(PersonRow)
        return self._session.scalars(query.where(*_absent(before), PersonRow.centre_id == centre_id)).one()

    def forget_names(self, before: datetime) -> int:
        """Delete names that the platform did not send since; how many."""
        return _count(self._session.execute(delete(PersonNameRow).where(PersonNameRow.refreshed_at < before)))

    def forget_tries(self, before: datetime) -> int:
        """Delete the log of tries to pass results on that are older; how many."""
        return _count(self._session.execute(delete(DeliveryAttemptRow).where(DeliveryAttemptRow.at < before)))

    def remember_erasure(self, centre_id: str, digest: str, at: datetime) -> None:
        """Write down that somebody was erased; a second time moves nothing."""
        table = Base.metadata.tables[ErasureRow.__tablename__]
        values = {"centre_id": centre_id, "digest": digest, "erased_at": at}
        if not insert_or_keep(self._session, table, values):
            mine = (table.c.centre_id == centre_id, table.c.digest == digest)
            self._session.execute(update(table).where(*mine).values(erased_at=at))

    def erasures(self) -> Mapping[tuple[str, str], datetime]:
        """When whoever was erased, by centre and digest."""
        rows = self._session.scalars(select(ErasureRow))
        return {(row.centre_id, row.digest): row.erased_at for row in rows}

    def everybody(self) -> Iterator[tuple[str, str, str, str, datetime]]:
        """Centre, our id, our id of the registration, ``sub`` and first mention of all who are known."""
        query = select(PersonRow).where(PersonRow.sub.not_like(f"{ERASED}%"))
        for row in self._session.scalars(query.execution_options(yield_per=1000)):
            yield row.centre_id, row.id, row.registration_id, row.sub, row.created_at

    def _is_mentioned(self, centre_id: str, person_id: str) -> bool:
        for name, use in DATA_MAP.items():
            if not use.mentions:
                continue
            table = Base.metadata.tables[name]
            named = or_(*(table.c[column] == person_id for column in use.mentions))
            if self._session.execute(select(1).where(table.c.centre_id == centre_id, named).limit(1)).first():
                return True
        return False


def _absent(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Not there since, and not erased yet."""
    return _last_seen() < before, PersonRow.sub.not_like(f"{ERASED}%")


def _last_seen() -> ColumnElement[datetime]:
    """The person's last visit; without one, when a course named them. Since when data are only stored, where
    they are.
    """
    member, opened, paused = CourseMemberRow, MembershipRow, RestrictionRow
    return func.coalesce(
        select(paused.restricted_at)
        .where(paused.centre_id == PersonRow.centre_id, paused.person_id == PersonRow.id)
        .scalar_subquery(),
        select(func.max(opened.last_launch_at))
        .where(opened.centre_id == PersonRow.centre_id, opened.person_id == PersonRow.id)
        .scalar_subquery(),
        select(func.max(func.coalesce(member.launched_at, member.first_seen_at)))
        .where(member.centre_id == PersonRow.centre_id, member.person_id == PersonRow.id)
        .scalar_subquery(),
        PersonRow.created_at,
    )


def _count(result: Result[Any]) -> int:  # Any: a result without rows
    return cast(CursorResult[Any], result).rowcount

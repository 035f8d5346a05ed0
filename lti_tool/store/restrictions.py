"""People whose data are only stored: their rows lie apart, where no page and no delivery looks for them.

Source: GDPR article 18, recital 67 (moving the data to another system for as long as it lasts).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Table, and_, delete, insert, select
from sqlalchemy.orm import Session

from lti_tool.domain.data_request import Restricted
from lti_tool.store.course_rows import MembershipRow, PersonNameRow, PersonRow
from lti_tool.store.data_map_learning import DATA_MAP
from lti_tool.store.data_use import Kept
from lti_tool.store.personal_rows import COPIED, Row, of_person, tables_of_people
from lti_tool.store.registrations import RegistrationRow
from lti_tool.store.roster_rows import CourseMemberRow
from lti_tool.store.row_values import Plain, as_plain, from_plain
from lti_tool.store.schema import Base
from lti_tool.store.shelf_rows import RestrictionRow, ShelvedRow

MEMBER = CourseMemberRow.__tablename__
"""Whose rows tell in which courses somebody is."""
OPEN = frozenset(
    {"person", "person_name", "record_view", "data_request", "person_restriction", "shelved_row"}
)
"""What stays where it is: whoever is meant, who looked, and what was asked."""
_HIGHER = ("trainer", "assistant")


class Restrictions:
    """Queries over people whose data are only stored."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def since(self, centre_id: str, person_id: str) -> datetime | None:
        """Since when; ``None`` for everybody else."""
        row = self._session.get(RestrictionRow, (centre_id, person_id))
        return row.restricted_at if row else None

    def among(self, centre_id: str, person_ids: Collection[str]) -> frozenset[str]:
        """Those of these people whose data are only stored."""
        row = RestrictionRow
        query = select(row.person_id).where(row.centre_id == centre_id, row.person_id.in_(person_ids))
        return frozenset(self._session.scalars(query))

    def of_centre(self, centre_id: str) -> Sequence[Restricted]:
        """All of a centre, by name."""
        query = (
            select(RestrictionRow, PersonNameRow.name, RegistrationRow.name.label("platform"))
            .join(
                PersonRow,
                and_(
                    PersonRow.centre_id == RestrictionRow.centre_id, PersonRow.id == RestrictionRow.person_id
                ),
            )
            .join(
                RegistrationRow,
                and_(
                    RegistrationRow.centre_id == PersonRow.centre_id,
                    RegistrationRow.id == PersonRow.registration_id,
                ),
            )
            .outerjoin(
                PersonNameRow,
                and_(PersonNameRow.centre_id == PersonRow.centre_id, PersonNameRow.id == PersonRow.id),
            )
            .where(RestrictionRow.centre_id == centre_id)
            .order_by(PersonNameRow.name, RestrictionRow.person_id)
        )
        return tuple(
            Restricted(
                person_id=row.RestrictionRow.person_id,
                name=row.name or "",
                since=row.RestrictionRow.restricted_at,
                platform=row.platform,
            )
            for row in self._session.execute(query)
        )

    def of_course(self, centre_id: str, context_id: str) -> Sequence[Restricted]:
        """The learners of a course whose data are only stored, by name; a fixed number of queries."""
        query = (
            select(ShelvedRow.person_id, ShelvedRow.content, RestrictionRow.restricted_at, PersonNameRow.name)
            .join(
                RestrictionRow,
                and_(
                    RestrictionRow.centre_id == ShelvedRow.centre_id,
                    RestrictionRow.person_id == ShelvedRow.person_id,
                ),
            )
            .outerjoin(
                PersonNameRow,
                and_(
                    PersonNameRow.centre_id == ShelvedRow.centre_id, PersonNameRow.id == ShelvedRow.person_id
                ),
            )
            .where(ShelvedRow.centre_id == centre_id, ShelvedRow.name == MEMBER)
            .order_by(PersonNameRow.name, ShelvedRow.person_id)
        )
        return tuple(
            Restricted(
                person_id=row.person_id,
                name=row.name or "",
                since=row.restricted_at,
                number=int(row.content["number"]),
            )
            for row in self._session.execute(query)
            if row.content["context_id"] == context_id
        )

    def is_of_staff(self, centre_id: str, person_id: str) -> bool:
        """Whether this person trains or assists anywhere: their work could not go on."""
        for row in (CourseMemberRow, MembershipRow):
            found = select(row.person_id).where(
                row.centre_id == centre_id, row.person_id == person_id, row.rights.in_(_HIGHER)
            )
            if self._session.execute(found.limit(1)).first():
                return True
        return False

    def shelve(self, centre_id: str, person_id: str, at: datetime) -> None:
        """Put everything of a person aside, and end what they have open."""
        for table in reversed([table for table, use in tables_of_people() if use.kept is Kept.SESSION]):
            self._session.execute(delete(table).where(of_person(table, centre_id, person_id)))
        self._session.add(RestrictionRow(centre_id=centre_id, person_id=person_id, restricted_at=at))
        rows: list[Mapping[str, object]] = []
        for table in _shelved():
            found = self._session.execute(
                select(table).where(of_person(table, centre_id, person_id)).order_by(*table.primary_key)
            )
            rows += [{"name": table.name, "content": as_plain(row._asdict())} for row in found]
        whose = {"centre_id": centre_id, "person_id": person_id}
        if rows:
            numbered = [{**whose, "number": number, **row} for number, row in enumerate(rows, 1)]
            self._session.execute(insert(ShelvedRow), numbered)
        self._emptied(centre_id, person_id)

    def unshelve(self, centre_id: str, person_id: str) -> None:
        """Put everything back. What slipped in meanwhile should never have been stored, and goes."""
        self._emptied(centre_id, person_id)
        shelved: dict[str, list[Plain]] = {}
        for row in self._rows(centre_id, person_id):
            shelved.setdefault(row.name, []).append(row.content)
        for table in _shelved():
            rows = [from_plain(table, plain) for plain in shelved.get(table.name, ())]
            if rows:
                self._session.execute(insert(table), rows)
        for gone in (ShelvedRow, RestrictionRow):
            mine = (gone.centre_id == centre_id, gone.person_id == person_id)
            self._session.execute(delete(gone).where(*mine))

    def copy(self, centre_id: str, person_id: str) -> Mapping[str, Sequence[Row]]:
        """What lies apart of a person, by table, without what is internal."""
        copied: dict[str, list[Row]] = {}
        for row in self._rows(centre_id, person_id):
            if row.name not in DATA_MAP:
                continue
            classes = DATA_MAP[row.name].classes
            values = from_plain(Base.metadata.tables[row.name], row.content)
            said = {name: value for name, value in values.items() if classes[name] in COPIED}
            copied.setdefault(row.name, []).append(said)
        return copied

    def _rows(self, centre_id: str, person_id: str) -> Iterator[ShelvedRow]:
        mine = (ShelvedRow.centre_id == centre_id, ShelvedRow.person_id == person_id)
        yield from self._session.scalars(select(ShelvedRow).where(*mine).order_by(ShelvedRow.number))

    def _emptied(self, centre_id: str, person_id: str) -> None:
        for table in reversed(list(_shelved())):
            self._session.execute(delete(table).where(of_person(table, centre_id, person_id)))


def _shelved() -> Iterator[Table]:
    """The tables whose rows are put aside, parents before children; what is open for hours is ended."""
    for table, use in tables_of_people():
        if table.name not in OPEN and use.kept is not Kept.SESSION:
            yield table

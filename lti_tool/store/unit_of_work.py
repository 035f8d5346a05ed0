"""One transaction at a time, with every repository at hand. Only services open one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from lti_tool.domain.errors import DISK_FULL, Conflict, StoreUnavailable
from lti_tool.store.actions import Actions
from lti_tool.store.administrators import Administrators
from lti_tool.store.agreements import Agreements
from lti_tool.store.answered import AnsweredAttempts
from lti_tool.store.attempts import Attempts
from lti_tool.store.attestations import Attestations, BadgeKeys
from lti_tool.store.audit import AuditTrail
from lti_tool.store.backgrounds import Backgrounds
from lti_tool.store.centre_data import CentreData
from lti_tool.store.centres import Centres
from lti_tool.store.checks import Checks
from lti_tool.store.circuits import Circuits
from lti_tool.store.comforts import Comforts
from lti_tool.store.compacting import compact
from lti_tool.store.copies import Copies
from lti_tool.store.course_members import CourseMembers
from lti_tool.store.course_settings import CourseSettings
from lti_tool.store.courses import Courses
from lti_tool.store.data_requests import DataRequests
from lti_tool.store.database_file import TAKES_NO_WRITES, check_room
from lti_tool.store.deep_links import DeepLinks
from lti_tool.store.deliveries import Deliveries
from lti_tool.store.delivery_batches import DeliveryBatches
from lti_tool.store.engine import is_sqlite, reader_of
from lti_tool.store.events import SecurityEvents
from lti_tool.store.familiar import Familiars
from lti_tool.store.figures import Figures
from lti_tool.store.health import Numbers
from lti_tool.store.held_back import HeldBack
from lti_tool.store.invitations import Invitations
from lti_tool.store.keys import ToolKeyTable
from lti_tool.store.kiosks import Kiosks
from lti_tool.store.ledger import LedgerTable
from lti_tool.store.limit_turns import LimitTurns
from lti_tool.store.loans import Loans
from lti_tool.store.logos import Logos
from lti_tool.store.module_runs import ModuleRuns
from lti_tool.store.one_offs import OneOffs
from lti_tool.store.outside_results import OutsideResults
from lti_tool.store.path_plans import PathPlans
from lti_tool.store.personal_data import PersonalData
from lti_tool.store.platforms import Platforms
from lti_tool.store.practice_reviews import PracticeReviews
from lti_tool.store.ready_deliveries import ReadyDeliveries
from lti_tool.store.record_parts import RecordParts
from lti_tool.store.record_views import RecordViews
from lti_tool.store.registrations import Registrations
from lti_tool.store.resource_cards import ResourceCards
from lti_tool.store.restored import Restored
from lti_tool.store.restrictions import Restrictions
from lti_tool.store.returning import Returning
from lti_tool.store.roster_people import RosterPeople
from lti_tool.store.rosters import Rosters
from lti_tool.store.sessions import Sessions
from lti_tool.store.sittings import Sittings
from lti_tool.store.states import LoginStates
from lti_tool.store.stuck_calls import StuckCalls
from lti_tool.store.task_voices import TaskVoices
from lti_tool.store.tellings import Tellings
from lti_tool.store.tools_of_day import ToolsOfDay
from lti_tool.store.visits import Visits
from lti_tool.store.welcome_media import WelcomeMedia
from lti_tool.store.whereabouts import WhereaboutsTable

Made = TypeVar("Made")


class _Repository(Generic[Made]):
    """Made when it is first asked for: hardly any transaction asks for more than a few."""

    def __init__(self, make: Callable[[Session], Made]) -> None:
        self._make = make

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, unit: UnitOfWork, _owner: type) -> Made:
        # What stands in the unit itself is found there from now on.
        made = unit.__dict__[self._name] = self._make(unit.session)
        return made


class UnitOfWork:
    """The repositories of one open transaction."""

    registrations = _Repository(Registrations)
    centres = _Repository(Centres)
    logos = _Repository(Logos)
    invitations = _Repository(Invitations)
    states = _Repository(LoginStates)
    courses = _Repository(Courses)
    course_members = _Repository(CourseMembers)
    course_settings = _Repository(CourseSettings)
    familiars = _Repository(Familiars)
    returning = _Repository(Returning)
    rosters = _Repository(Rosters)
    roster_people = _Repository(RosterPeople)
    copies = _Repository(Copies)
    sessions = _Repository(Sessions)
    sittings = _Repository(Sittings)
    kiosks = _Repository(Kiosks)
    deep_links = _Repository(DeepLinks)
    attempts = _Repository(Attempts)
    answered = _Repository(AnsweredAttempts)
    checks = _Repository(Checks)
    backgrounds = _Repository(Backgrounds)
    comforts = _Repository(Comforts)
    module_runs = _Repository(ModuleRuns)
    agreements = _Repository(Agreements)
    one_offs = _Repository(OneOffs)
    practice_reviews = _Repository(PracticeReviews)
    path_plans = _Repository(PathPlans)
    outside_results = _Repository(OutsideResults)
    resource_cards = _Repository(ResourceCards)
    stuck_calls = _Repository(StuckCalls)
    tools_of_day = _Repository(ToolsOfDay)
    visits = _Repository(Visits)
    whereabouts = _Repository(WhereaboutsTable)
    held_back = _Repository(HeldBack)
    welcome_media = _Repository(WelcomeMedia)
    task_voices = _Repository(TaskVoices)
    record_views = _Repository(RecordViews)
    tellings = _Repository(Tellings)
    figures = _Repository(Figures)
    actions = _Repository(Actions)
    loans = _Repository(Loans)
    record_parts = _Repository(RecordParts)
    deliveries = _Repository(Deliveries)
    delivery_batches = _Repository(DeliveryBatches)
    ready_deliveries = _Repository(ReadyDeliveries)
    ledger = _Repository(LedgerTable)
    circuits = _Repository(Circuits)
    keys = _Repository(ToolKeyTable)
    events = _Repository(SecurityEvents)
    limit_turns = _Repository(LimitTurns)
    platforms = _Repository(Platforms)
    administrators = _Repository(Administrators)
    audit = _Repository(AuditTrail)
    numbers = _Repository(Numbers)
    attestations = _Repository(Attestations)
    badge_keys = _Repository(BadgeKeys)
    personal_data = _Repository(PersonalData)
    restored = _Repository(Restored)
    centre_data = _Repository(CentreData)
    restrictions = _Repository(Restrictions)
    data_requests = _Repository(DataRequests)

    def __init__(self, session: Session) -> None:
        self.session = session


class Store:
    """The database. Writing units are serialised on SQLite; reading units take no lock.

    ``registrations_version`` grows with every change that this process makes to a registration.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = reader_of(engine)
        self.registrations_version = 0

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """One transaction that commits when the block ends well and leaves nothing when it does not.

        Raises:
            StoreUnavailable: the database cannot be reached, stays locked, or has no room (``disk-full``).
            Conflict: a constraint refused the rows because somebody else was faster.
        """
        with _translated(), Session(self._engine, expire_on_commit=False) as session, session.begin():
            unit = UnitOfWork(session)
            yield unit
        if unit.registrations.has_changed:
            self.registrations_version += 1

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """One read-only view: PostgreSQL refuses what is written in it, on SQLite it is rolled back.

        On PostgreSQL it ends like any other: the driver forgets all statements that it has prepared when it
        rolls back, and each of them would be parsed and planned anew. Source: psycopg's ``PrepareManager``.
        """
        with _translated(), Session(self._reader, expire_on_commit=False) as session:
            yield UnitOfWork(session)
            if not self.is_embedded:
                session.commit()

    @property
    def is_embedded(self) -> bool:
        """Whether this is the SQLite file, which one web process and one worker share."""
        return is_sqlite(self._engine)

    def compact(self, tables: Collection[str]) -> None:
        """Make rows that were deleted from these tables leave the files too.

        Raises:
            StoreUnavailable: others hold the tables for too long; the rows are deleted all the same.
        """
        with _translated():
            compact(self._engine, tables)

    def check(self) -> None:
        """Answer only if the database answers, and what is written could be kept. Nothing is written.

        Raises:
            StoreUnavailable: ``database-unavailable``, ``database-file-gone``, ``disk-full`` or
                ``database-read-only``. Of the disk of a PostgreSQL server nothing is known here.
        """
        with _translated(), Session(self._reader if self.is_embedded else self._engine) as session:
            if self.is_embedded:
                session.execute(text("SELECT 1"))
                check_room(Path(str(self._engine.url.database)).parent)
            elif session.scalar(text("SHOW transaction_read_only")) == "on":
                session.connection().invalidate()
                raise StoreUnavailable(reason=TAKES_NO_WRITES)

    def forget_connections(self) -> None:
        """Start with connections of one's own after a fork; those of the parent stay open for it."""
        self._engine.dispose(close=False)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise StoreUnavailable(reason=DISK_FULL if _is_full(error) else "database-unavailable") from error
    except IntegrityError as error:
        raise Conflict(reason="somebody-was-faster") from error
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise StoreUnavailable(reason="database-unavailable") from error


def _is_full(error: Exception) -> bool:
    """Whether there was no room to write. Source: sqlite.org/rescode.html#full; PostgreSQL, class 53."""
    cause = getattr(error, "orig", None)
    said = {getattr(cause, "sqlite_errorname", ""), getattr(cause, "sqlstate", "")}
    return bool(said & {"SQLITE_FULL", "53100"})

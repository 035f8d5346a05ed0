"""One transaction at a time, with every repository at hand. Only services open one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from lti_tool.domain.errors import DISK_FULL, Conflict, StoreUnavailable
from lti_tool.store.administrators import Administrators
from lti_tool.store.agreements import Agreements
from lti_tool.store.answered import AnsweredAttempts
from lti_tool.store.attempts import Attempts
from lti_tool.store.audit import AuditTrail
from lti_tool.store.centres import Centres
from lti_tool.store.checks import Checks
from lti_tool.store.circuits import Circuits
from lti_tool.store.copies import Copies
from lti_tool.store.course_members import CourseMembers
from lti_tool.store.courses import Courses
from lti_tool.store.deep_links import DeepLinks
from lti_tool.store.deliveries import Deliveries
from lti_tool.store.engine import READ_ONLY, is_sqlite
from lti_tool.store.events import SecurityEvents
from lti_tool.store.invitations import Invitations
from lti_tool.store.keys import ToolKeyTable
from lti_tool.store.module_runs import ModuleRuns
from lti_tool.store.outside_results import OutsideResults
from lti_tool.store.path_plans import PathPlans
from lti_tool.store.platforms import Platforms
from lti_tool.store.registrations import Registrations
from lti_tool.store.resource_cards import ResourceCards
from lti_tool.store.roster_people import RosterPeople
from lti_tool.store.rosters import Rosters
from lti_tool.store.sessions import Sessions
from lti_tool.store.states import LoginStates
from lti_tool.store.stuck_calls import StuckCalls


class UnitOfWork:
    """The repositories of one open transaction."""

    def __init__(self, session: Session) -> None:
        self.registrations = Registrations(session)
        self.centres = Centres(session)
        self.invitations = Invitations(session)
        self.states = LoginStates(session)
        self.courses = Courses(session)
        self.course_members = CourseMembers(session)
        self.rosters = Rosters(session)
        self.roster_people = RosterPeople(session)
        self.copies = Copies(session)
        self.sessions = Sessions(session)
        self.deep_links = DeepLinks(session)
        self.attempts = Attempts(session)
        self.answered = AnsweredAttempts(session)
        self.checks = Checks(session)
        self.module_runs = ModuleRuns(session)
        self.agreements = Agreements(session)
        self.path_plans = PathPlans(session)
        self.outside_results = OutsideResults(session)
        self.resource_cards = ResourceCards(session)
        self.stuck_calls = StuckCalls(session)
        self.deliveries = Deliveries(session)
        self.circuits = Circuits(session)
        self.keys = ToolKeyTable(session)
        self.events = SecurityEvents(session)
        self.platforms = Platforms(session)
        self.administrators = Administrators(session)
        self.audit = AuditTrail(session)


class Store:
    """The database. Writing units are serialised on SQLite; reading units take no lock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(**{READ_ONLY: True})

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """One transaction that commits when the block ends well and leaves nothing when it does not.

        Raises:
            StoreUnavailable: the database cannot be reached, stays locked, or has no room (``disk-full``).
            Conflict: a constraint refused the rows because somebody else was faster.
        """
        with _translated(), Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield UnitOfWork(session)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """One read-only view; what is written in it is rolled back."""
        with _translated(), Session(self._reader) as session:
            yield UnitOfWork(session)

    @property
    def is_embedded(self) -> bool:
        """Whether this is the SQLite file, which one web process and one worker share."""
        return is_sqlite(self._engine)

    def check(self) -> None:
        """Answer only if the database answers."""
        with _translated(), Session(self._reader) as session:
            session.execute(text("SELECT 1"))

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


def _is_full(error: Exception) -> bool:
    """Whether there was no room to write. Source: sqlite.org/rescode.html#full; PostgreSQL, class 53."""
    cause = getattr(error, "orig", None)
    said = {getattr(cause, "sqlite_errorname", ""), getattr(cause, "sqlstate", "")}
    return bool(said & {"SQLITE_FULL", "53100"})

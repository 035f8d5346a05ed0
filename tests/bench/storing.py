"""Learners who answer through the product's own services, and what of it a database must hold afterwards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, Row, text

from lti_tool.bootstrap import Installation, install
from lti_tool.domain.attempt import Attempt
from lti_tool.domain.launch import AgsClaim, Deployment, Launch, Registration
from lti_tool.services.attempts import Standing
from lti_tool.services.launches import Visit
from lti_tool.services.registrations import NewPlatform
from lti_tool.settings import Settings
from lti_tool.store.engine import make_engine
from lti_tool.store.upgrade import upgrade
from tests.factories import a_bank, a_launch, an_item
from tests.keys import key_maker, the_key
from tests.people import LEARNER
from tests.services.setting import COLUMNS, SECRET, SHELF, TOOL_URL

MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TASKS = 5
ISSUER = "https://lms.example"
LONGER_SHELF = replace(SHELF, bank=a_bank(*(an_item(f"item-{number}") for number in range(1, TASKS + 1))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One installation with one platform; learners are told apart by a number."""

    installation: Installation
    registration: Registration
    deployment_id: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a learner was told to be kept: their attempt in this version, with this many answers."""

    learner: int
    version: int
    answers: int

    def as_text(self) -> str:
        """For a journal or a pipe."""
        return f"{self.learner}.{self.version}.{self.answers}"


def told_in(said: str) -> Told:
    """The other way round."""
    return Told(*map(int, said.split(".")))


Acknowledge = Callable[[Told], None]
Insist = Callable[[Callable[[], Standing]], Standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a database holds of each learner, and what is wrong with it in itself.

    ``ungraded`` counts finished attempts without what the LMS should show; ``unlevelled`` those whose levels
    and state tell two stories.
    """

    kept: Mapping[int, Told] = field(default_factory=dict)
    ungraded: int = 0
    unlevelled: int = 0
    is_corrupt: bool = False

    def lost(self, told: Iterable[Told]) -> int:
        """How many things that were told to be kept are gone."""
        nothing = Told(0, 0, 0)
        found = ((one, self.kept.get(one.learner, nothing)) for one in told)
        return sum(one.version > kept.version or one.answers > kept.answers for one, kept in found)

    def half_kept(self, story: Collection[tuple[int, int]]) -> int:
        """How many attempts stand as none ever does. ``story`` holds each version with its answers."""
        odd = sum((one.version, one.answers) not in story for one in self.kept.values())
        return odd + self.unlevelled


def migrated(path: Path) -> str:
    """A SQLite file with the present schema, a key of the tool and one platform; its address."""
    address = f"sqlite:///{path}"
    engine = make_engine(address)
    upgrade(engine)
    engine.dispose()
    furnish(address)
    return address


def furnish(address: str) -> None:
    """Put a key and a platform into an empty database that has the present schema."""
    made = installed(address)
    store = made.services.store
    with store.writing() as unit:
        unit.keys.add(key_maker(SECRET).make("", "", MOMENT))
    made.services.registrations.add(
        NewPlatform(
            issuer=ISSUER,
            client_id="client-1",
            auth_login_url=f"{ISSUER}/auth",
            token_url=f"{ISSUER}/token",
            jwks_url=f"{ISSUER}/jwks",
            deployment_ids=("1",),
        ),
        MOMENT,
    )
    store.close()


def installed(address: str) -> Installation:
    """The product on this database, with a small bank."""
    settings = Settings(
        base_url=TOOL_URL, database_url=address, secret_key=SECRET, allows_insecure_platforms=True
    )
    return install(settings, clock=lambda: MOMENT, shelf=LONGER_SHELF, make_private=the_key)


def place_of(installation: Installation) -> Place:
    """The platform that ``furnish`` made known."""
    with installation.services.store.reading() as unit:
        (registration,) = unit.registrations.find(ISSUER, "client-1", None)
        deployment = unit.registrations.deployment_of(registration, "1")
    assert deployment is not None
    return Place(installation=installation, registration=registration, deployment_id=deployment)


def launch_of(place: Place, number: int) -> Launch:
    """A verified launch of the learner with this number."""
    found = place.registration
    return a_launch(
        person=replace(LEARNER, sub=f"sub-{number}"),
        registration=found,
        deployment=Deployment(
            centre_id=found.centre_id,
            registration_id=found.id,
            id=place.deployment_id,
            deployment_id="1",
        ),
        ags=AgsClaim(lineitems_url=f"{ISSUER}/items", scopes=("score", "lineitem")),
    )


def visit_of(place: Place, number: int, run: str = "") -> Visit:
    """This learner launches and opens the page."""
    launches = place.installation.services.launches
    accepted = launches.accept(
        launch_of(place, number), state=f"state-{run}-{number}", old_token=None, now=MOMENT
    )
    return launches.visit(accepted.handle, accepted.session_token, MOMENT)


def at_once(call: Callable[[], Standing]) -> Standing:
    """Ask once; whatever goes wrong is the caller's."""
    return call()


def answer_all(
    place: Place, number: int, acknowledge: Acknowledge, run: str = "", *, insist: Insist = at_once
) -> None:
    """One learner from the launch to the result sent; each step is acknowledged once it is stored. A learner
    who began before goes on where they were. ``insist`` may ask again after trouble.
    """
    attempts = place.installation.services.attempts
    visit = visit_of(place, number, run)
    standing = insist(lambda: attempts.start(visit, "", MOMENT))
    while standing.attempt is not None:
        attempt = standing.attempt
        acknowledge(Told(number, attempt.version, len(attempt.answers)))
        if attempt.is_finished:
            break
        standing = insist(partial(_answer, place, visit, number, attempt))
    attempts.share(visit, MOMENT)
    shared = attempts.standing(visit).attempt
    if shared is not None:
        acknowledge(Told(number, shared.version, len(shared.answers)))


def _answer(place: Place, visit: Visit, number: int, attempt: Attempt) -> Standing:
    given = {"choice": ("a" if len(attempt.answers) % 3 else "b",)}
    told = f"sub-{number}.{attempt.version}"
    return place.installation.services.attempts.answer(visit, given, told, attempt.version, MOMENT)


def found_in(engine: Engine) -> Found:
    """Read a database through the product's engine."""
    with engine.connect() as connection:
        rows = connection.execute(text(_KEPT)).all()
        return Found(
            kept={one.learner: one for one in map(_kept, rows)},
            ungraded=connection.execute(text(_UNGRADED), {"columns": len(COLUMNS)}).scalar_one(),
            unlevelled=connection.execute(text(_UNLEVELLED)).scalar_one(),
        )


def _kept(row: Row[tuple[str, int, int]]) -> Told:
    sub, version, answers = row
    return Told(int(sub.removeprefix("sub-")), version, answers)


_KEPT = """
SELECT person.sub, attempt.version, (
  SELECT count(*) FROM answer WHERE answer.centre_id = attempt.centre_id AND answer.attempt_id = attempt.id
) FROM attempt JOIN person ON person.centre_id = attempt.centre_id AND person.id = attempt.person_id
"""
_UNGRADED = """
SELECT count(*) FROM attempt WHERE state = 'finished' AND (
  SELECT count(*) FROM delivery JOIN line_item
    ON line_item.centre_id = delivery.centre_id AND line_item.id = delivery.line_item_id
  WHERE delivery.centre_id = attempt.centre_id AND delivery.person_id = attempt.person_id
    AND line_item.resource_link_id = attempt.resource_link_id AND delivery.desired_version > 0
) <> :columns
"""
_UNLEVELLED = """
SELECT count(*) FROM attempt WHERE (state = 'finished') <> EXISTS (
  SELECT 1 FROM area_level WHERE area_level.centre_id = attempt.centre_id
    AND area_level.attempt_id = attempt.id
)
"""

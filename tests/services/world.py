"""The services on a real database, a fake LMS over real HTTP beside them, and a clock that a test sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from lti_tool.bootstrap import Installation, install
from lti_tool.demo.claims import id_token_claims
from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.framework import AREAS
from lti_tool.domain.grade import Delivery, DeliveryState
from lti_tool.domain.launch import AgsClaim, Context, Deployment, Launch, Registration, ResourceLink
from lti_tool.domain.profile import Profile
from lti_tool.domain.roles import rights_of
from lti_tool.lti.service_claims import read_ags
from lti_tool.services.checkpoints import no_checkpoint
from lti_tool.services.container import Services
from lti_tool.services.launches import Visit
from lti_tool.services.registrations import NewPlatform
from lti_tool.settings import Settings
from lti_tool.store.delivery_values import StoredLineItem
from tests.factories import a_launch, an_attempt
from tests.fake_lms import FakeLms
from tests.keys import the_key
from tests.people import CENTRE_NAME, LEARNER, TestPerson
from tests.services.setting import SHELF, SettableClock

ROUNDS_AT_MOST = 200


@dataclass
class World:
    """One tool with one platform. ``step`` is told each named step of a delivery; a test may replace it."""

    settings: Settings
    clock: SettableClock
    step: Callable[[str], None] = no_checkpoint

    def __post_init__(self) -> None:
        self._installations: list[Installation] = []
        self.installation = self.another_installation()
        self.lms: FakeLms
        self.registration: Registration
        self._states = 0

    def another_installation(self) -> Installation:
        """The same tool in a second process, as far as memory goes: no token and no clock is shared."""
        made = install(
            self.settings,
            clock=self.clock,
            checkpoint=lambda name: self.step(name),
            shelf=SHELF,
            make_private=the_key,
        )
        self._installations.append(made)
        return made

    def close(self) -> None:
        """Let go of every connection to the database."""
        for installation in self._installations:
            installation.services.store.close()

    @property
    def services(self) -> Services:
        """The services under test."""
        return self.installation.services

    def connect(self, lms: FakeLms) -> Registration:
        """Make a platform known; the first one is the one that everybody launches from."""
        plain = lms.registration()
        made = self.services.registrations.add(
            NewPlatform(
                issuer=plain.issuer,
                client_id=plain.client_id,
                auth_login_url=plain.auth_login_url,
                token_url=plain.token_url,
                jwks_url=plain.jwks_url,
                deployment_ids=(lms.book.deployment_id,),
                token_audience=plain.token_audience,
            ),
            self.clock.now,
        )
        with self.services.store.writing() as unit:
            unit.centres.call_it(made.centre_id, CENTRE_NAME)
        self.lms, self.registration = lms, made
        return made

    def advance(self, **amount: float) -> None:
        """Let time pass, for the tool and the platform alike."""
        self.clock.now += timedelta(**amount)

    def enrol(self, sub: str) -> None:
        """Take one more learner into the LMS's course, as an administrator can at any time."""
        platform = self.lms.platform
        late = replace(platform.cast.members[0], key=f"late-{sub}", sub=sub)
        cast = replace(platform.cast, members=(*platform.cast.members, late))
        object.__setattr__(platform, "cast", cast)

    # Launches.

    def claim(self, person: TestPerson = LEARNER) -> AgsClaim:
        """What the platform says about grades in this person's launch."""
        member = self.lms.platform.cast.member(person.key)
        activity = self.lms.platform.cast.activities_of(person.context_id)[0]
        assert member is not None
        claims = id_token_claims(self.lms.platform, member, activity, nonce="n", document_target="window")
        ags, _warnings = read_ags(claims, self.registration, allow_insecure=True)
        return ags or AgsClaim()

    def launch_of(self, person: TestPerson = LEARNER, /, **changes: object) -> Launch:
        """A verified launch of this person in their own course."""
        with self.services.store.reading() as unit:
            deployment = unit.registrations.deployment_of(self.registration, self.lms.book.deployment_id)
        assert deployment is not None
        place = self.registration.centre_id, self.registration.id
        activity = self.lms.platform.cast.activities_of(person.context_id)[0]
        made = a_launch(
            person=person,
            registration=self.registration,
            deployment=Deployment(
                centre_id=place[0], registration_id=place[1], id=deployment, deployment_id="1"
            ),
            rights=rights_of(person.roles),
            context=Context(context_id=person.context_id, title="Premiers pas"),
            resource_link=ResourceLink(resource_link_id=activity.link_id, title=activity.title),
            ags=self.claim(person),
        )
        return replace(made, **changes)  # type: ignore[arg-type]  # the fields of a launch

    def visit(self, person: TestPerson = LEARNER, /, **changes: object) -> Visit:
        """This person launches, and opens a page."""
        self._states += 1
        accepted = self.services.launches.accept(
            self.launch_of(person, **changes),
            state=f"state-{self._states}",
            old_token=None,
            now=self.clock.now,
        )
        return self.services.launches.visit(accepted.handle, accepted.session_token, self.clock.now)

    # Grades.

    def want(self, visit: Visit, level: int = 3, *, language: str = "fr", **areas: int) -> None:
        """The levels that the LMS should show for the visitor: ``level`` wherever nothing else is said."""
        attempt = an_attempt(
            visit.link.centre_id, person_id=visit.launch.person_id, resource_link_id=visit.link.id
        )
        with self.services.store.writing() as unit:
            self.services.grades.want(
                unit, visit.link, attempt, a_profile(level, **areas), language=language, now=self.clock.now
            )

    def work(self, owner: str = "worker-1") -> int:
        """Deliver until nothing is due; how many deliveries were taken in hand."""
        for done in range(ROUNDS_AT_MOST):
            if not self.services.deliveries.deliver_one(owner):
                return done
        raise AssertionError("the worker never comes to rest")

    def work_once(self, owner: str = "worker-1") -> None:
        """Take one delivery a step further."""
        assert self.services.deliveries.deliver_one(owner)

    def want_one(self, visit: Visit, level: int = 3) -> None:
        """As ``want``, for the activity's own column alone: the others are at rest, wherever they are."""
        self.want(visit, level)
        with self.services.store.writing() as unit:
            for item, delivery in unit.deliveries.of_link(visit.link.centre_id, visit.link.id):
                if item.column_key == "own":
                    continue
                resting = replace(delivery, state=DeliveryState.IDLE)
                unit.deliveries.save(resting, fencing=delivery.fencing)
                if item.url is None:
                    away = f"https://lms.example/{item.column_key}"
                    unit.deliveries.bind(item.centre_id, item.id, away, False, self.clock.now)

    def deliveries(self, visit: Visit) -> dict[str, Delivery]:
        """The visitor's deliveries by column."""
        return {
            key: one for (key, person), one in self._of(visit).items() if person == visit.launch.person_id
        }

    def delivery(self, visit: Visit, column: str = "own") -> Delivery:
        """One of the visitor's deliveries."""
        return self.deliveries(visit)[column]

    def state(self, visit: Visit, column: str = "own") -> tuple[str, str]:
        """State and reason of one of the visitor's deliveries."""
        found = self.delivery(visit, column)
        return found.state.value, found.reason

    def wait(self, visit: Visit) -> timedelta:
        """How long the visitor's own column still waits."""
        return self.delivery(visit).next_attempt_at - self.clock.now

    def columns(self, visit: Visit) -> dict[str, StoredLineItem]:
        """What is known about the columns of the visitor's resource link."""
        with self.services.store.reading() as unit:
            found = unit.deliveries.of_link(visit.link.centre_id, visit.link.id)
        return {item.column_key: item for item, _delivery in found}

    def states(self, visit: Visit) -> set[tuple[str, str]]:
        """State and reason of the visitor's deliveries."""
        return {(one.state.value, one.reason) for one in self.deliveries(visit).values()}

    def tags(self) -> list[str]:
        """The tags of the course's columns at the LMS, oldest first."""
        return [item.tag for item in self.lms.book.line_items("2")]

    def posts(self, tag: str = "") -> list[float | None]:
        """The scores that reached the LMS, oldest first: of one column, or of all."""
        number = self.lms.line_item(tag).number if tag else ""
        return [
            entry.score
            for entry in self.lms.requests_to("scores")
            if not number or f"/lineitems/{number}/" in entry.path
        ]

    def _of(self, visit: Visit) -> dict[tuple[str, str], Delivery]:
        with self.services.store.reading() as unit:
            found = unit.deliveries.of_link(visit.link.centre_id, visit.link.id)
        return {(item.column_key, delivery.person_id): delivery for item, delivery in found}


def a_profile(level: int = 3, **areas: int) -> Profile:
    """A result: ``level`` everywhere, other levels by keyword as ``area_1=2``."""
    levels = {area: areas.get(f"area_{area}", level) for area in AREAS}
    return Profile(
        overall=estimate(level),
        areas={area: estimate(found) for area, found in levels.items()},
        competences={},
        alone=(),
        with_help=(),
        next_step="",
        tasks=20,
        tasks_with_help=4,
    )


def estimate(level: int) -> LevelEstimate:
    """A level that is sure."""
    return LevelEstimate(level=level, low=level, high=level, p=0.9)

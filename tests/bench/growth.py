"""What each thing costs with ten times the learners, the courses, the platforms: statements and time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median

from lti_tool.domain.launch import Context, Deployment, Registration, ResourceLink
from lti_tool.services.registrations import NewPlatform
from lti_tool.worker import sweep
from tests.bench.report import Size, Table
from tests.factories import a_launch
from tests.fake_lms import FakeLms
from tests.people import LEARNER, TRAINER
from tests.statements import statements_sent
from tests.store.cluster import TEMPLATE, Cluster, running_cluster
from tests.web.browser import Browser
from tests.web.crowding import finish_everybody
from tests.web.site import TOOL_URL, Site, house_on, the_parts

TIMES = 10
PEOPLE_OF_A_COURSE = 10
ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much there is: learners in the course that is looked at, other courses, other platforms."""

    learners: int
    courses: int
    platforms: int


FIRST = {
    Size.QUICK: Amount(learners=20, courses=4, platforms=4),
    Size.FULL: Amount(learners=500, courses=50, platforms=50),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Statements to the database, and milliseconds: the middle of some rounds."""

    statements: int
    milliseconds: float


def growth_table(size: Size) -> Table:
    """Every cost with the first amount, and with ten times of each kind alone."""
    first = FIRST[size]
    amounts = {
        "first": first,
        "10 x learners": replace(first, learners=TIMES * first.learners),
        "10 x courses": replace(first, courses=TIMES * first.courses),
        "10 x platforms": replace(first, platforms=TIMES * first.platforms),
    }
    with (
        FakeLms(tool_url=TOOL_URL, tool_keys=lambda: {"keys": []}) as lms,
        running_cluster() as cluster,
    ):
        found = {name: costs(lms, cluster, amount) for name, amount in amounts.items()}
    heads = ["cost", *(f"{name}: {unit}" for name in amounts for unit in ("statements", "ms"))]
    rows = [
        [what, *(value for name in amounts for value in _told(found[name][what]))] for what in found["first"]
    ]
    title = f"Growth from {first.learners} learners, {first.courses} courses, {first.platforms} platforms"
    return Table(title=title, heads=heads, rows=rows)


def _told(cost: Cost) -> tuple[float, float]:
    return cost.statements, round(cost.milliseconds, 1)


def costs(lms: FakeLms, cluster: Cluster, amount: Amount) -> dict[str, Cost]:
    """What each thing costs where there is so much, on PostgreSQL."""
    with _filled(lms, cluster, amount) as (site, trainer):
        learner = site.visitor(LEARNER)
        learner.submit()
        return {
            "launch": _cost(site, lambda: site.browser().launch(LEARNER)),
            "answer": _cost(site, lambda: learner.submit({"help": "1"})),
            "task": _cost(site, lambda: learner.request("GET", learner.at("tasks/1"))),
            "group": _cost(site, lambda: trainer.request("GET", trainer.at("cohort"))),
            "one person": _cost(site, lambda: trainer.request("GET", trainer.at("cohort/p-1"))),
            "gradebook": _cost(site, lambda: trainer.request("GET", trainer.at("ledger"))),
            "readiness": _cost(site, lambda: site.browser().request("GET", "/readyz")),
            "look for grades": _cost(site, lambda: site.services.deliveries.deliver_some("bench")),
            "sweep": _cost(site, lambda: sweep(site.services)),
        }


def _cost(site: Site, act: Callable[[], object]) -> Cost:
    act()
    seconds, statements = [], 0
    for _ in range(ROUNDS):
        with statements_sent() as seen:
            began = time.perf_counter()
            act()
            seconds.append(time.perf_counter() - began)
        statements = len(seen)
    return Cost(statements=statements, milliseconds=1000 * median(seconds))


@contextmanager
def _filled(lms: FakeLms, cluster: Cluster, amount: Amount) -> Iterator[tuple[Site, Browser]]:
    with cluster.database(TEMPLATE) as engine, house_on(engine, the_parts()) as house:
        site = house.opened(lms)
        for number in range(amount.courses):
            _course(site, site.registration, f"course-{number}", PEOPLE_OF_A_COURSE)
        for number in range(amount.platforms):
            _course(site, _platform(site, number), "1", 1)
        trainer = site.visitor(TRAINER)
        finish_everybody(site, trainer, amount.learners)  # It also lets the server count its rows anew.
        yield site, trainer


def _platform(site: Site, number: int) -> Registration:
    at = f"https://lms-{number}.example"
    return site.services.registrations.add(
        NewPlatform(
            issuer=at,
            client_id=f"client-{number}",
            auth_login_url=f"{at}/auth",
            token_url=f"{at}/token",
            jwks_url=f"{at}/jwks",
            deployment_ids=(site.lms.book.deployment_id,),
        ),
        site.clock(),
    )


def _course(site: Site, registration: Registration, course: str, people: int) -> None:
    """So many people launch in a course of their own."""
    deployment_id = site.lms.book.deployment_id
    with site.services.store.reading() as unit:
        found = unit.registrations.deployment_of(registration, deployment_id)
    assert found is not None
    centre_id, registration_id = registration.centre_id, registration.id
    deployment = Deployment(
        centre_id=centre_id, registration_id=registration_id, id=found, deployment_id=deployment_id
    )
    for number in range(people):
        launch = a_launch(
            person=replace(LEARNER, sub=f"{course}-{number}"),
            registration=registration,
            deployment=deployment,
            context=Context(context_id=course, title="Un cours"),
            resource_link=ResourceLink(resource_link_id=course, title="Diagnostic"),
            custom={"activity": "diagnostic"},
        )
        state = f"{registration_id}-{course}-{number}"
        site.services.launches.accept(launch, state=state, old_token=None, now=site.clock())

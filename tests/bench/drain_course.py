"""A course in which many grades are due, on a database of its own, with a cheap platform beside it."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, select, text, update

from lti_tool.bootstrap import Installation, install
from lti_tool.domain.launch import AgsClaim, Deployment
from lti_tool.lti.service_claims import (
    LINE_ITEM_READ_SCOPE,
    LINE_ITEM_SCOPE,
    RESULT_SCOPE,
    SCORE_SCOPE,
)
from lti_tool.services.registrations import NewPlatform
from lti_tool.store.course_rows import PersonRow
from lti_tool.store.delivery_rows import DeliveryRow, LineItemRow
from lti_tool.store.unit_of_work import Store
from tests.bench.cheap_platform import Manners
from tests.bench.fault_wishes import want_for
from tests.factories import a_launch
from tests.keys import the_key
from tests.services.setting import SHELF, settings_for

CHECKOUT = Path(__file__).resolve().parents[2]
LEVELS = 8


@contextmanager
def platform(manners: Manners) -> Iterator[str]:
    """A platform in a process of its own; its address."""
    command = [sys.executable, "-m", "tests.bench.cheap_platform", json.dumps(asdict(manners))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=CHECKOUT, text=True) as program:
        assert program.stdout is not None
        try:
            yield f"http://127.0.0.1:{program.stdout.readline().strip()}"
        finally:
            program.kill()


def stats_of(url: str) -> dict[str, Any]:  # Any: JSON
    """What happened at a platform."""
    with urllib.request.urlopen(f"{url}/stats") as answer:
        found: dict[str, Any] = json.load(answer)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A tool with a course of many learners who all finished. ``wanted`` holds the points by ``sub``."""

    engine: Engine
    installation: Installation
    centre_id: str
    registration_id: str
    wanted: dict[str, float]

    def raise_some(self, subs: Sequence[str], now: datetime) -> None:
        """These learners reach the next level, as a second attempt would do it."""
        for sub in subs:
            self.wanted[sub] = (self.wanted[sub] + 1) % (LEVELS + 1)
        with self.engine.begin() as connection:
            for sub in subs:
                person = select(PersonRow.id).where(PersonRow.sub == sub).scalar_subquery()
                connection.execute(
                    update(DeliveryRow)
                    .where(DeliveryRow.person_id == person)
                    .values(
                        desired_version=DeliveryRow.desired_version + 1,
                        desired_points=self.wanted[sub],
                        event_at=now,
                        due_since=now,
                        next_attempt_at=now,
                        attempts=0,
                        state=text("CASE WHEN state = 'leased' THEN state ELSE 'due' END"),
                    )
                )

    def unrest(self) -> int:
        """How many grades are on their way."""
        count = text("SELECT count(*) FROM delivery WHERE state IN ('due', 'retry', 'leased')")
        with self.engine.connect() as connection:
            return int(connection.execute(count).scalar_one())

    def states(self) -> dict[str, int]:
        """How many grades are in each state."""
        query = text("SELECT state, reason, count(*) FROM delivery GROUP BY state, reason")
        with self.engine.connect() as connection:
            return {f"{state} {reason}".strip(): count for state, reason, count in connection.execute(query)}


def course(engine: Engine, url: str, learners: int, clock: Callable[[], datetime]) -> Course:
    """Register the platform, launch once, and copy that learner: 2 000 launches would be another bench."""
    store = Store(engine)
    installation = install(settings_for(engine), clock=clock, shelf=SHELF, make_private=the_key, store=store)
    registration = installation.services.registrations.add(
        NewPlatform(
            issuer=url,
            client_id="client",
            auth_login_url=f"{url}/auth",
            token_url=f"{url}/token",
            jwks_url=f"{url}/jwks",
            deployment_ids=("1",),
            token_audience=None,
        ),
        clock(),
    )
    with store.reading() as unit:
        deployment = unit.registrations.deployment_of(registration, "1")
    assert deployment is not None
    place = registration.centre_id, registration.id
    launch = a_launch(
        registration=registration,
        deployment=Deployment(centre_id=place[0], registration_id=place[1], id=deployment, deployment_id="1"),
        custom={"activity": "diagnostic"},
        ags=AgsClaim(
            scopes=(LINE_ITEM_SCOPE, LINE_ITEM_READ_SCOPE, RESULT_SCOPE, SCORE_SCOPE),
            lineitems_url=f"{url}/items",
            lineitem_url=f"{url}/items/1",
        ),
    )
    accepted = installation.services.launches.accept(launch, state="s", old_token=None, now=clock())
    visit = installation.services.launches.visit(accepted.handle, accepted.session_token, clock())
    want_for(installation, visit, level=1, tasks=20, now=clock())
    wanted = _copied(engine, f"{url}/items/1", learners, clock())
    return Course(
        engine=engine,
        installation=installation,
        centre_id=place[0],
        registration_id=place[1],
        wanted=wanted,
    )


def _copied(engine: Engine, item_url: str, learners: int, now: datetime) -> dict[str, float]:
    """Only the activity's own column stays; its first grade is copied to so many people."""
    subs = [f"{10_000 + number}" for number in range(learners)]
    with engine.begin() as connection:
        own = connection.execute(select(LineItemRow.id).where(LineItemRow.column_key == "own")).scalar_one()
        connection.execute(update(LineItemRow).where(LineItemRow.id == own).values(url=item_url))
        grade = connection.execute(select(DeliveryRow.__table__).where(DeliveryRow.line_item_id == own))
        person = connection.execute(select(PersonRow.__table__)).mappings().one()
        first = dict(grade.mappings().one())
        connection.execute(text("DELETE FROM delivery"))
        connection.execute(insert(PersonRow), [{**person, "id": f"p{sub}", "sub": sub} for sub in subs])
        wanted = {sub: float(number % LEVELS + 1) for number, sub in enumerate(subs)}
        rows = []
        for number, sub in enumerate(subs):
            due = now - timedelta(milliseconds=len(subs) - number)
            moments = {"event_at": due, "next_attempt_at": due, "due_since": due}
            rows.append({**first, **moments, "person_id": f"p{sub}", "desired_points": wanted[sub]})
        connection.execute(insert(DeliveryRow), rows)
    return wanted


def machine_clock() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)

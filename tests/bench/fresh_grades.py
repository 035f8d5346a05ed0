"""How soon a grade stands in the platform's book: learners before their last task, who all answer it.

They launch through the product's own services, in this process, and their first answers are one learner's,
copied: a thousand learners who answer everything would be another bench. The last answer comes by HTTP.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from lti_tool.bootstrap import Installation, install
from lti_tool.cli_serve import DEFAULT_PORT
from lti_tool.domain import attempt as moves
from lti_tool.domain.attempt import Attempt
from lti_tool.domain.launch import AgsClaim, Deployment, Registration
from lti_tool.domain.modes import length_of
from lti_tool.lti.service_claims import LINE_ITEM_READ_SCOPE, LINE_ITEM_SCOPE, RESULT_SCOPE, SCORE_SCOPE
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.settings import read_settings
from tests.bench.learner_load import Figures
from tests.bench.learner_site import LearnerSite
from tests.factories import a_launch
from tests.keys import the_key
from tests.people import LEARNER

COLUMNS = 6
PATIENCE_SECONDS = 180.0
SCOPES = (LINE_ITEM_SCOPE, LINE_ITEM_READ_SCOPE, RESULT_SCOPE, SCORE_SCOPE)


@dataclass(frozen=True, slots=True)
class Fresh:
    """Seconds from the moment when the last answer left until each grade of it stood in the book, in order;
    ``missing`` grades never came.
    """

    seconds: list[float]
    missing: int
    figures: Figures


def submit_everybody(site: LearnerSite, learners: int, platforms: int, seconds: float) -> Fresh:
    """So many learners at so many platforms give their last answer, spread over ``seconds``. Before them one
    at each platform is done, with whom the columns of the course begin.
    """
    sessions = _before_the_last_task(site, learners + platforms, platforms)
    _wait_for(site, site.order("first", sessions=sessions[:platforms], seconds=1.0))
    site.know_tables()
    figures = site.order("fresh", sessions=sessions[platforms:], seconds=seconds)
    _wait_for(site, figures)
    found = sorted(_found(site, figures))
    return Fresh(found, COLUMNS * learners - len(found), figures)


def _wait_for(site: LearnerSite, figures: Figures) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while len(_found(site, figures)) < COLUMNS * len(figures.sent) and time.monotonic() < until:
        time.sleep(0.5)


def _found(site: LearnerSite, figures: Figures) -> list[float]:
    arrived: Mapping[str, float] = site.platform_stats()["arrived"]
    people = ((key.rpartition("\n")[2], at) for key, at in arrived.items())
    return [at - figures.sent[who] for who, at in people if who in figures.sent]


def _before_the_last_task(site: LearnerSite, learners: int, platforms: int) -> list[list[str]]:
    """Handle, session and name of each learner."""
    settings = read_settings(
        {**os.environ, **site.entry.environment}, default_base_url=f"http://127.0.0.1:{DEFAULT_PORT}"
    )
    installation = install(settings, make_private=the_key)
    places = [_place(site, installation, number) for number in range(platforms)]
    model: Attempt | None = None
    found = []
    for number in range(learners):
        registration, deployment = places[number % platforms]
        sub = f"fresh-{number}"
        visit, token = _visit(site, installation, registration, deployment, sub)
        model = model or _almost_done(installation, visit)
        if number:
            _copy(installation, visit, model)
        found.append([visit.launch.handle, token, sub])
    installation.services.store.close()
    return found


def _place(site: LearnerSite, installation: Installation, number: int) -> tuple[Registration, Deployment]:
    with installation.services.store.reading() as unit:
        (registration,) = unit.registrations.find(f"{site.lms}/{number}", f"client-{number}", None)
        deployment = unit.registrations.deployment_of(registration, "1")
    assert deployment is not None
    centre_id, registration_id = registration.centre_id, registration.id
    return registration, Deployment(
        centre_id=centre_id, registration_id=registration_id, id=deployment, deployment_id="1"
    )


def _visit(
    site: LearnerSite,
    installation: Installation,
    registration: Registration,
    deployment: Deployment,
    sub: str,
) -> tuple[Visit, str]:
    launches, at, now = installation.services.launches, registration.issuer, datetime.now(UTC)
    launch = a_launch(
        person=replace(LEARNER, sub=sub),
        registration=registration,
        deployment=deployment,
        custom={"activity": "diagnostic"},
        ags=AgsClaim(
            scopes=SCOPES,
            lineitems_url=f"{at}/services/3/lineitems",
            lineitem_url=f"{at}/services/3/lineitems/5/lineitem",
        ),
    )
    accepted = launches.accept(launch, state=f"state-{sub}", old_token=None, now=now)
    return launches.visit(accepted.handle, accepted.session_token, now), accepted.session_token


def _almost_done(installation: Installation, visit: Visit) -> Attempt:
    """Begin, and say "I don't know" until one more would end it."""
    attempts, bank, now = installation.services.attempts, installation.services.bank, datetime.now(UTC)
    found = attempts.start(visit, "", now).attempt
    assert found is not None
    mode = length_of(found.mode, found.start.areas)
    while not moves.skip(found, bank, mode, "last", now).is_finished:
        found = attempts.answer(visit, {"skip": ["1"]}, f"answer-{found.version}", found.version, now).attempt
        assert found is not None
    return found


def _copy(installation: Installation, visit: Visit, model: Attempt) -> None:
    copy = replace(
        model, id=new_id(), person_id=visit.launch.person_id, resource_link_id=visit.link.id,
        centre_id=visit.link.centre_id,
    )  # fmt: skip
    with installation.services.store.writing() as unit:
        unit.attempts.add(replace(copy, answers=()))
        unit.attempts.save(copy, replace(copy, answers=()))

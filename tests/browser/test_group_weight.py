"""The trainer's page with a full group: what it weighs on the wire."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium

from lti_tool.app import create_app
from lti_tool.bootstrap import install
from lti_tool.demo.server import LoopbackServer
from lti_tool.services.container import Services
from lti_tool.services.launches import Visit
from lti_tool.services.registrations import NewPlatform
from lti_tool.settings import Settings
from tests.browser.watching import Watch
from tests.browser.weighing import weighing
from tests.fake_lms import FakeLms
from tests.people import LEARNER_ROLE, TRAINER, TestPerson
from tests.walking import look
from tests.web.answers import right_answer
from tests.web.browser import Browser

PEOPLE, KB = 30, 1024
COHORT = 60 * KB
TURNS_AT_MOST = 80
DESK = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Classroom:
    """The tool on a port of this machine, and a platform with thirty learners."""

    services: Services
    lms: FakeLms
    app: Flask
    url: str

    def launched(self, person: TestPerson) -> Visit:
        """A launch of this person, without a window."""
        browser = Browser(self.app, self.lms, self.url)
        browser.enter(person)
        return self.services.launches.visit(browser.handle, browser.session, self.services.clock())


@pytest.fixture
def classroom(tmp_path: Path) -> Iterator[Classroom]:
    """Tool and platform, connected."""
    server = LoopbackServer()
    settings = Settings(
        base_url=server.url,
        database_url=f"sqlite:///{tmp_path / 'passerelle.sqlite3'}",
        secret_key=secrets.token_bytes(32),
        allows_insecure_platforms=True,
    )
    installation = install(settings)
    app = create_app(installation)
    with server.start(app), FakeLms(tool_url=server.url, extra_learners=PEOPLE) as lms:
        _connect(installation.services, lms)
        yield Classroom(services=installation.services, lms=lms, app=app, url=server.url)
    installation.services.store.close()


def test_group_of_thirty_is_light_when_nothing_is_cached(classroom: Classroom, chromium: Chromium) -> None:
    """Thirty people with levels, grades sent and things to prepare."""
    for number in range(1, PEOPLE + 1):
        finish(classroom, person(number), right=number % 5)
    while classroom.services.deliveries.deliver_one("test"):
        pass
    watch = Watch(chromium, viewport=DESK)
    watch.page.goto(f"{classroom.lms.url}/activity/11/open?as={TRAINER.key}")
    assert look(watch.page).page == "cohort"

    watch.context.new_cdp_session(watch.page).send("Network.clearBrowserCache")
    with weighing(watch.page) as weight:
        watch.page.goto(watch.page.url, wait_until="load")

    rows = watch.page.locator(".cohort tbody tr").count()
    sent = watch.page.locator(".grade--sent").count()
    print(f"\ngroup of {rows}: {weight.told()}")
    watch.close()
    assert (PEOPLE, PEOPLE) == (rows, sent)
    assert weight.requests > 1
    assert 2 * KB < weight.total <= COHORT
    assert [] == watch.complaints()


def _connect(services: Services, lms: FakeLms) -> None:
    known = lms.registration()
    platform = NewPlatform(
        issuer=known.issuer,
        client_id=known.client_id,
        auth_login_url=known.auth_login_url,
        token_url=known.token_url,
        jwks_url=known.jwks_url,
        deployment_ids=(lms.book.deployment_id,),
        name=known.name,
    )
    services.registrations.add(platform, services.clock())


def person(number: int) -> TestPerson:
    """One of the thirty."""
    return TestPerson(
        key=f"learner-{number}",
        sub=str(1000 + number),
        given_name="Apprenant",
        family_name=str(number),
        roles=(LEARNER_ROLE,),
    )


def finish(classroom: Classroom, who: TestPerson, *, right: int) -> None:
    """From the launch to "Envoyer" without a window: some right answers, then "Je ne sais pas"."""
    visit = classroom.launched(who)
    attempts, now = classroom.services.attempts, classroom.services.clock()
    standing = attempts.start(visit, "", now)
    for turn in range(TURNS_AT_MOST):
        if standing.attempt is None or standing.item is None or standing.scene is None:
            break
        form = right_answer(standing.item, standing.scene) if turn < right else {"skip": ["1"]}
        standing = attempts.answer(visit, form, secrets.token_hex(8), standing.attempt.version, now)
    for question in attempts.access_questions:
        attempts.answer_access(visit, question.id, question.choices[-1].id, now)
    assert attempts.share(visit, now)

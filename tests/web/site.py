"""A whole installation under test: the tool, one platform, and everybody's browsers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import cache

from flask import Flask
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from lti_tool.app import create_app
from lti_tool.bootstrap import Installation, install
from lti_tool.content.shelf import Shelf
from lti_tool.domain.attempt import Attempt
from lti_tool.domain.launch import Registration
from lti_tool.domain.ports import StoredKey
from lti_tool.services.attempts import Standing
from lti_tool.services.container import Services
from lti_tool.services.launches import Visit
from lti_tool.services.registrations import NewPlatform
from lti_tool.settings import Settings
from lti_tool.store.unit_of_work import Store
from lti_tool.web.limiters import Limiter
from lti_tool.web.limits import Limits
from tests.contents import the_shelf
from tests.fake_lms import FakeLms
from tests.keys import key_maker, the_key
from tests.people import CENTRE_NAME, TestPerson
from tests.web import tables
from tests.web.answers import incomplete_answer, right_answer, wrong_answer
from tests.web.browser import Browser
from tests.web.reading import read

TOOL_URL = "https://tool.example"
SECRET = b"a secret of the tests, long enough to be taken"


UNLIMITED = Limits(**{each.name: Limiter(per_minute=1e9) for each in fields(Limits)})
"""The limits have tests of their own: the others ask as often as they like."""


@dataclass
class Clock:
    """The machine's clock, moved by hand."""

    offset: timedelta = timedelta()
    stands_at: datetime | None = None

    def __call__(self) -> datetime:
        return (self.stands_at or datetime.now(UTC)) + self.offset

    def stop(self) -> None:
        """Stand still at the present whole second, until the installation is opened again; time goes by only
        where a test lets it.
        """
        self.stands_at = self().replace(microsecond=0) - self.offset

    def pass_(self, **spell: float) -> None:
        """Let time go by."""
        self.offset += timedelta(**spell)


@dataclass
class Site:
    """One installation with one platform connected."""

    installation: Installation
    app: Flask
    engine: Engine
    clock: Clock
    lms: FakeLms
    registration: Registration
    base_url: str = TOOL_URL

    @property
    def services(self) -> Services:
        """What the pages call."""
        return self.installation.services

    def wait(self, **spell: float) -> None:
        """Let time go by for the tool and for the platform."""
        self.clock.pass_(**spell)
        self.lms.clock_offset_seconds = self.clock.offset.total_seconds()

    def browser(self, lms: FakeLms | None = None) -> Browser:
        """A browser without any cookie, for people of this platform."""
        return Browser(self.app, lms or self.lms, self.base_url)

    def visitor(self, person: TestPerson, **options: object) -> Browser:
        """A browser in which this person has just launched; the page is the first one they see."""
        browser = self.browser()
        browser.enter(person, **options)
        return browser

    def connect(self, lms: FakeLms, *deployments: str) -> Registration:
        """Connect one more platform."""
        return connected(self.services, lms, self.clock, *deployments)

    def snapshot(self) -> dict[str, tables.Table]:
        """Every table as it is now."""
        return tables.snapshot(self.engine)

    def visit(self, browser: Browser) -> Visit:
        """The last launch of a browser, as the services see it."""
        return self.services.launches.visit(browser.handle, browser.session, self.clock())

    def standing(self, browser: Browser) -> Standing:
        """Where the learner of this browser is."""
        return self.services.attempts.standing(self.visit(browser))

    def attempt(self, browser: Browser) -> Attempt:
        """The attempt of the learner of this browser."""
        found = self.standing(browser).attempt
        assert found is not None
        return found

    def answer_right(self, browser: Browser) -> TestResponse:
        """Answer the task on the screen as expected, one scene of it."""
        standing = self.standing(browser)
        assert standing.item is not None
        assert standing.scene is not None
        return browser.submit(right_answer(standing.item, standing.scene))

    def answer_wrong(self, browser: Browser) -> TestResponse | None:
        """Answer the task on the screen otherwise than expected; ``None`` when that cannot be done."""
        scene = self.standing(browser).scene
        assert scene is not None
        wrong = wrong_answer(scene)
        return None if wrong is None else browser.submit(wrong)

    def answer_nothing(self, browser: Browser) -> TestResponse:
        """Send the task on the screen without an answer."""
        scene = self.standing(browser).scene
        assert scene is not None
        return browser.submit(incomplete_answer(scene))

    def finish(self, browser: Browser) -> None:
        """From wherever the learner is to the end of the tasks, with "I don't know"."""
        browser.get(browser.at("welcome"))
        for _ in range(60):
            if browser.page.name in ("step", "result"):
                return
            browser.submit({"skip": "1"} if browser.page.name == "question" else {})
        raise AssertionError("the diagnostic does not end")

    def answer_access(self, browser: Browser) -> None:
        """Prefer not to answer the questions about equipment, place and help."""
        while browser.page.name == "step":
            browser.submit({"skip": "1"})

    def deliver(self) -> int:
        """What the worker does: send every grade that is due; how many steps it took."""
        steps = 0
        while self.services.deliveries.deliver_one("test"):
            steps += 1
        return steps


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What is made once and used by every installation of the run."""

    shelf: Shelf
    key: StoredKey


@cache
def the_parts() -> Parts:
    """The content of the checkout and a key of the tool: read and made once by each process."""
    return Parts(shelf=the_shelf(), key=key_maker(SECRET).make("", "", Clock()()))


@dataclass(frozen=True, kw_only=True)
class House:
    """An installation on one database, used by many tests one after the other."""

    installation: Installation
    app: Flask
    engine: Engine
    clock: Clock
    base_url: str

    def opened(self, lms: FakeLms) -> Site:
        """The installation as on its first day, with this platform connected and nothing else."""
        self.clock.offset, self.clock.stands_at = timedelta(), None
        lms.clock_offset_seconds = 0.0
        tables.empty(self.engine)
        return Site(
            installation=self.installation,
            app=self.app,
            engine=self.engine,
            clock=self.clock,
            lms=lms,
            registration=connected(self.installation.services, lms, self.clock),
            base_url=self.base_url,
        )


@contextmanager
def house_on(engine: Engine, parts: Parts, *, base_url: str = TOOL_URL) -> Iterator[House]:
    """Wire an installation on this database."""
    clock = Clock()
    with Store(engine).writing() as unit:
        unit.keys.add(parts.key)
    settings = Settings(
        base_url=base_url,
        database_url=engine.url.render_as_string(hide_password=False),
        secret_key=SECRET,
        allows_insecure_platforms=True,
    )
    installation = install(settings, clock=clock, shelf=parts.shelf, make_private=the_key)
    yield House(
        installation=installation,
        app=create_app(installation, limits=UNLIMITED),
        engine=engine,
        clock=clock,
        base_url=base_url,
    )
    installation.services.store.close()


def connected(
    services: Services, lms: FakeLms, clock: Clock, *deployments: str, centre_id: str | None = None
) -> Registration:
    """The platform in the tool's store, as ``passerelle platform add`` writes it, after its first login: from
    the second on a login leaves nothing but its state.
    """
    known = lms.registration()
    made = services.registrations.add(
        NewPlatform(
            issuer=known.issuer,
            client_id=known.client_id,
            auth_login_url=known.auth_login_url,
            token_url=known.token_url,
            jwks_url=known.jwks_url,
            deployment_ids=(lms.book.deployment_id, *deployments),
            name=known.name,
        ),
        clock(),
        centre_id=centre_id,
    )
    if centre_id is None:
        with services.store.writing() as unit:
            unit.centres.call_it(made.centre_id, CENTRE_NAME)
    return made


def refused(answer: TestResponse, status: int, code: str, reason: str = "") -> None:
    """Check that this is the page of a refusal, with its code, and that it sets no cookie.

    A 500 never comes here: it has a reason of its own, and no test asks for that one.
    """
    body = answer.get_data(as_text=True)
    page = read(body)
    assert answer.status_code == status, (answer.status_code, page.words[-120:])
    assert page.name == "error"
    assert f"<code>{code}</code>" in body, page.words[-120:]
    assert not reason or f"<code>{reason}</code>" in body, page.words[-120:]
    assert answer.headers.getlist("Set-Cookie") == []
    assert answer.headers["Cache-Control"] == "no-store"

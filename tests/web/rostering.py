"""What tests of the trainer's list do to the platform's course, to the worker and to the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from lti_tool.domain.roles import Rights
from lti_tool.domain.roster import RosterMember
from tests.people import TRAINER
from tests.statements import statements_sent
from tests.web.browser import Browser
from tests.web.site import Site

NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"

CUSTOM = "https://purl.imsglobal.org/spec/lti/claim/custom"

Claims = dict[str, object]


@pytest.fixture(autouse=True)
def cast_of_the_day(site: Site) -> Iterator[None]:
    """Whatever a test does to the people and habits of the platform ends with it."""
    platform = site.lms.platform
    cast, habits = platform.cast, platform.habits
    yield
    object.__setattr__(platform, "cast", cast)
    object.__setattr__(platform, "habits", habits)


def keep_people(site: Site, *subs: str) -> None:
    """Let the course have these people and the trainer alone."""
    platform = site.lms.platform
    members = tuple(one for one in platform.cast.members if one.sub in (*subs, TRAINER.sub))
    object.__setattr__(platform, "cast", replace(platform.cast, members=members))


def read(site: Site) -> None:
    """What the worker does, once."""
    assert site.services.rosters.read_one("test")


def open_group(trainer: Browser, query: str = "") -> str:
    """The words of the trainer's page as it is at present."""
    trainer.get(trainer.at("cohort") + query)
    return trainer.page.words


def press(trainer: Browser, ending: str) -> str:
    """Press the button of the form with this address; the words of the page that follows."""
    form = next(form for form in trainer.page.main_forms if form.action.endswith(ending))
    trainer.send(form.action, form.hidden)
    return trainer.page.words


def in_groups(groups: str) -> Callable[[Claims], Claims]:
    """A launch in which the platform says somebody's groups."""
    return lambda claims: {**claims, CUSTOM: {"activity": "diagnostic", "groups": groups}}


def crowd(site: Site, trainer: Browser, size: int) -> None:
    """Put many people into the trainer's course, as a roster does."""
    link = site.visit(trainer).link
    assert link.context_id is not None
    members = [
        RosterMember(sub=f"crowd-{number}", name=f"Prénom Nom {number}", rights=Rights.LEARNER)
        for number in range(size)
    ]
    ids = [f"crowd-{number}" for number in range(size)]
    with site.services.store.writing() as unit:
        unit.roster_people.join(
            link.centre_id, link.registration_id, link.context_id, members, ids, site.clock()
        )


def queries(browser: Browser, place: str = "cohort") -> int:
    """How many statements a page of the trainer's sends."""
    with statements_sent() as seen:
        assert 200 == browser.request("GET", browser.at(place)).status_code
    return len(seen)

"""Two centres in one installation, one of them with content of its own: nobody else ever meets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lti_tool.app import create_app
from lti_tool.bootstrap import Installation, install
from lti_tool.content.shelf import Shelf
from lti_tool.domain.bank import Bank
from lti_tool.web.person_file import person_file
from tests.contents import the_shelf
from tests.fake_lms import FakeLms
from tests.keys import the_key
from tests.people import LEARNER, TRAINER, TestPerson
from tests.web.browser import Browser
from tests.web.picking import picker
from tests.web.site import UNLIMITED, Site, connected, refused
from tests.web.staging import CLAIM
from tests.web.tables import values

ATELIER, TITLE = "module-c01", "L'atelier de Namur"
DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 160"><path d="M0 0h9"/></svg>'


@cache
def own_shelf() -> Shelf:
    """As the project's; but a module C01 beside M01, another M03, other items, and one other drawing."""
    known = the_shelf()
    first, third = known.modules["M01"], known.modules["M03"]
    modules = {
        **known.modules,
        "C01": replace(first, id="C01", title=TITLE),
        "M03": replace(third, version=third.version + 1, title="Le wifi de Namur"),
    }
    activities = {
        **known.activities,
        ATELIER: replace(
            known.activities[first.slug], slug=ATELIER, module="C01", title="L'atelier de Namur"
        ),
        third.slug: replace(known.activities[third.slug], title="Le wifi de Namur"),
    }
    items = [replace(item, id=f"namur-{item.id}") for item in known.bank.items]
    drawings = {**known.drawings, drawing_of(known): DRAWN}
    bank = Bank(items, "namur")
    return replace(known, modules=modules, activities=activities, bank=bank, drawings=drawings)


def drawing_of(shelf: Shelf) -> str:
    """The drawing of the first step of M01 that has one."""
    return next(step.drawing.name for step in shelf.modules["M01"].steps if step.drawing)


def step_of(shelf: Shelf) -> str:
    """That step."""
    return next(step.id for step in shelf.modules["M01"].steps if step.drawing)


@dataclass
class Town:
    """One centre: its platform, and the tool that both centres share."""

    app: Flask
    lms: FakeLms
    site: Site

    def launch(self, slug: str, person: TestPerson = LEARNER) -> tuple[Browser, TestResponse]:
        """A browser in which this person of the centre opens the link of this activity; not followed."""
        browser = Browser(self.app, self.lms, self.site.base_url)
        link = {"id": f"link-{slug}", "title": slug}
        told = {f"{CLAIM}resource_link": link, f"{CLAIM}custom": {"activity": slug}}
        return browser, browser.launch(person, claims=lambda known: {**known, **told})

    def enter(self, slug: str, person: TestPerson = LEARNER) -> Browser:
        """The same, with the page that it opens."""
        browser, answer = self.launch(slug, person)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        browser.get(answer.location)
        return browser


@dataclass
class Towns:
    """Both centres: Brussels has the project's content, Namur its own."""

    installation: Installation
    centre_id: str
    brussels: Town
    namur: Town


@pytest.fixture
def towns(site: Site, other_lms: FakeLms) -> Iterator[Towns]:
    centre_id = site.services.administrators.add_centre("Namur", site.clock())
    connected(site.services, other_lms, site.clock, centre_id=centre_id)
    installation = install(
        site.installation.settings,
        clock=site.clock,
        shelf=the_shelf(),
        shelves_of_centres={centre_id: own_shelf()},
        make_private=the_key,
        store=site.services.store,
    )
    app = create_app(installation, limits=UNLIMITED)
    yield Towns(
        installation=installation,
        centre_id=centre_id,
        brussels=Town(app, site.lms, site),
        namur=Town(app, other_lms, site),
    )


def offered(town: Town) -> set[str]:
    """What a trainer can open a link with."""
    trainer = town.enter("", TRAINER)
    assert trainer.page.name == "picker"
    return trainer.page.form.offers("activity")


def test_only_the_centre_s_own_trainers_can_choose_its_module(towns: Towns) -> None:
    trainer = towns.brussels.enter("", TRAINER)

    assert offered(towns.namur) - trainer.page.form.offers("activity") == {ATELIER}
    assert trainer.submit({"activity": ATELIER}).status_code == 422


def test_deep_linking_offers_what_the_centre_has(towns: Towns) -> None:
    lists = [
        picker(replace(town.site, app=town.app, lms=town.lms)).page.form.offers("activity")
        for town in (towns.brussels, towns.namur)
    ]

    assert {ATELIER} == lists[1] - lists[0]


def test_a_learner_of_the_centre_walks_through_its_module(towns: Towns) -> None:
    learner = towns.namur.enter(ATELIER)

    assert "L'atelier de Namur" in learner.page.words.replace("’", "'")
    assert learner.get(learner.at("modules/C01")).status_code == 200


def test_the_module_is_not_there_for_the_others(towns: Towns) -> None:
    learner = towns.brussels.enter("diagnostic")
    stranger, answer = towns.brussels.launch(ATELIER)

    refused(learner.request("GET", learner.at("modules/C01")), 404, "e-notfound", "no-such-module")
    refused(answer, 404, "e-config", "unknown-activity")
    assert "Namur" not in stranger.page.words


def test_the_copy_for_a_person_names_what_their_centre_taught(towns: Towns) -> None:
    learner = towns.namur.enter(ATELIER)
    learner.submit()
    services = towns.installation.services
    ((person_id,),) = values(towns.namur.site.engine, "module_run", "person_id")
    copied = services.privacy.copy(towns.centre_id, person_id)

    assert "atelier de Namur" in person_file(towns.namur.app, copied, (towns.centre_id, "Namur"), "fr")


def test_each_centre_reads_its_own_text_when_one_replaced_a_module(towns: Towns) -> None:
    titles = []
    for town in (towns.brussels, towns.namur, towns.brussels):
        learner = town.enter("module-m03")
        titles.append("Le wifi de Namur" in learner.page.words)

    assert [False, True, False] == titles


def test_tasks_come_from_the_centre_s_own_bank_alone(towns: Towns) -> None:
    for town in (towns.namur, towns.brussels):
        learner = town.enter("diagnostic-express")
        learner.submit()
        for _ in range(3):
            learner.submit({"skip": "1"})
    answered = {row[0].startswith("namur-") for row in values(towns.namur.site.engine, "answer", "item_id")}
    of_namur = values(towns.namur.site.engine, "answer", "item_id", "centre_id")

    assert {True, False} == answered
    assert all(item.startswith("namur-") == (centre == towns.centre_id) for item, centre in of_namur)


def test_a_drawing_is_the_centre_s_own_where_two_have_one_name(towns: Towns) -> None:
    shelf = the_shelf()
    name, step, found = drawing_of(shelf), step_of(shelf), []
    for town in (towns.brussels, towns.namur):
        learner = town.enter("module-m01")
        learner.submit()
        body = learner.get(learner.at(f"modules/M01/steps/{step}")).get_data(as_text=True)
        address = body.split(f"/static/modules/{name}.")[1].split('"')[0]
        found.append(learner.request("GET", f"/static/modules/{name}.{address}").get_data())

    assert [shelf.drawings[name], DRAWN] == found

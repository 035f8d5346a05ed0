"""Modules in the browser without scripts, with made-up content where the words do not matter and with every
real module from its first page to its end.
"""

from __future__ import annotations

from enum import StrEnum

import pytest

from lti_tool.domain.module import Exercise, Module, Part, StepKind
from lti_tool.services.modules import ModuleStanding
from tests.contents import the_modules
from tests.people import LEARNER, OUTSIDER, TRAINER, TestPerson
from tests.web.answers import right_answer, wrong_answer
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.staging import enter
from tests.web.tables import values

MODULES = the_modules()
START = [module for module in MODULES if module.part is Part.START]
PAGES_AT_MOST = 120


class Way(StrEnum):
    """How a module is gone through."""

    ALONE = "alone"
    WRONG_FIRST = "wrong, then right"
    SHOWN = "Montrez-moi"
    LOST = "wrong until the answer is shown"


def standing(site: Site, browser: Browser, module: Module) -> ModuleStanding:
    """Where the person of this browser is."""
    return site.services.modules.standing(site.visit(browser), module.id)


def opened(site: Site, module: Module, person: TestPerson = LEARNER) -> Browser:
    """This person opens the link of this module."""
    return enter(site, module.slug, person)


def step_on(site: Site, browser: Browser, module: Module, way: Way) -> None:
    """One press on the page of a step."""
    here = standing(site, browser, module)
    assert here.run is not None
    assert here.step is not None
    progress = here.run.progress(here.step.id)
    exercise, scene = here.exercise, here.scene
    if progress.is_told:
        browser.submit({"next": "1"})
    elif exercise is not None and scene is not None:
        wrong = wrong_answer(scene)
        if way is Way.SHOWN:
            browser.submit({"show": "1"})
        elif wrong and (way is Way.LOST or (way is Way.WRONG_FIRST and not progress.hints)):
            browser.submit(wrong)
        else:
            browser.submit(right_answer(exercise, scene))
    elif here.step.kind is StepKind.DO:
        browser.submit({"choice": [one.id for one in here.step.gestures]})
    elif here.step.kind is StepKind.SAY:
        browser.submit({"choice": here.step.sayings[0].id})
    else:
        browser.submit()


def walked(site: Site, browser: Browser, module: Module, way: Way = Way.ALONE) -> list[str]:
    """From the first page to the last; the pages that were seen."""
    assert browser.page.name == "module"
    browser.submit()
    seen = []
    for _ in range(PAGES_AT_MOST):
        seen.append(f"{browser.page.name}: {browser.page.heading}")
        if browser.page.name == "module-end":
            return seen
        step_on(site, browser, module, way)
    raise AssertionError(f"{module.id} does not end: {seen[-3:]}")


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_every_module_ends_and_is_graded_when_it_is_done_alone(site: Site, module: Module) -> None:
    browser = opened(site, module)

    walked(site, browser, module)

    run = standing(site, browser, module).run
    assert run is not None
    assert (True, 100, 1) == (run.is_finished, run.points, site.snapshot()["delivery"].rows)


@pytest.mark.parametrize("way", [Way.WRONG_FIRST, Way.SHOWN, Way.LOST])
def test_a_module_ends_whatever_is_pressed(site: Site, way: Way) -> None:
    browser = opened(site, START[1])

    walked(site, browser, START[1], way)

    run = standing(site, browser, START[1]).run
    assert run is not None
    assert 50 <= (run.points or 0) < 100


def test_the_grade_reaches_the_platform_and_a_repetition_never_lowers_it(site: Site) -> None:
    module = START[0]
    browser = opened(site, module)
    walked(site, browser, module)
    site.deliver()
    browser.get(browser.at(f"modules/{module.id}"))

    browser.submit()
    for _ in range(PAGES_AT_MOST):
        if browser.page.name == "module-end":
            break
        step_on(site, browser, module, Way.SHOWN)
    site.deliver()

    run = standing(site, browser, module).run
    assert run is not None
    assert (2, 100) == (run.round, run.points)


def test_it_goes_on_where_it_was_left_when_it_is_opened_again(site: Site) -> None:
    module = START[1]
    browser = opened(site, module)
    browser.submit()
    step_on(site, browser, module, Way.ALONE)
    left = browser.page.heading

    again = opened(site, module)

    again.submit()
    assert left == again.page.heading


def test_the_same_press_twice_changes_nothing(site: Site) -> None:
    module = START[1]
    browser = opened(site, module)
    browser.submit()
    form = browser.page.form
    browser.send(form.action, form.hidden)
    once = standing(site, browser, module).run

    browser.send(form.action, form.hidden)

    assert once == standing(site, browser, module).run


def test_a_step_that_is_shut_leads_to_the_open_one(site: Site) -> None:
    module = START[1]
    browser = opened(site, module)
    browser.submit()
    here = browser.page.heading

    browser.get(browser.at(f"modules/{module.id}/steps/{module.steps[-1].id}"))

    assert here == browser.page.heading


def test_an_answer_that_is_missing_is_asked_for_and_nothing_moves(site: Site) -> None:
    module = next(one for one in MODULES if any(step.kind is StepKind.SAY for step in one.steps))
    browser = opened(site, module)
    browser.submit()
    while standing(site, browser, module).step.kind is not StepKind.SAY:  # type: ignore[union-attr]
        step_on(site, browser, module, Way.ALONE)
    before = standing(site, browser, module).run

    answer = browser.submit()

    assert (422, before) == (answer.status_code, standing(site, browser, module).run)
    assert "Il manque une réponse." in browser.page.words


def test_the_charter_is_agreed_to_once_and_its_copy_keeps_the_words_of_that_day(site: Site) -> None:
    module = next(one for one in MODULES if any(step.kind is StepKind.AGREE for step in one.steps))
    step = next(step for step in module.steps if step.kind is StepKind.AGREE)
    browser = opened(site, module)
    walked(site, browser, module)
    browser.get(browser.at(f"modules/{module.id}/steps/{step.id}"))
    assert "Vous avez dit oui le" in browser.page.words

    browser.submit()

    assert 1 == site.snapshot()["agreement"].rows
    ((agreement, person),) = values(site.engine, "agreement", "id", "person_id")
    assert [(f"learner/{person}", agreement)] == [
        (actor, object_id)
        for actor, action, object_id in values(site.engine, "audit_entry", "actor", "action", "object_id")
        if action == "charter-agreed"
    ]
    browser.get(browser.at(f"modules/{module.id}/steps/{step.id}/copy"))
    assert "Version 1 du texte" in browser.page.words


@pytest.mark.parametrize("place", ["sheet", "guide", "together/1"])
def test_a_trainer_prints_and_shows_every_module(site: Site, place: str) -> None:
    browser = site.visitor(TRAINER)
    for module in MODULES:
        answer = browser.get(browser.at(f"modules/{module.id}/{place}"))
        assert (200, module.id) == (answer.status_code, module.id)


def test_the_wall_uncovers_hints_and_then_the_answer_without_keeping_anything(site: Site) -> None:
    module = next(one for one in MODULES if one.steps[1].exercises or one.steps[2].exercises)
    number = next(place for place, step in enumerate(module.steps, 1) if step.exercises)
    exercise: Exercise = module.steps[number - 1].exercises[0]
    browser = site.visitor(TRAINER)
    rows = site.snapshot()["module_run"].rows
    seen = []
    for shown in range(len(exercise.hints) + 2):
        browser.get(browser.at(f"modules/{module.id}/together/{number}?shown={shown}"))
        seen.append(sum(hint in browser.page.words for hint in exercise.hints))

    assert [*range(len(exercise.hints) + 1), len(exercise.hints)] == seen
    assert rows == site.snapshot()["module_run"].rows


@pytest.mark.parametrize(("slug", "place"), [("module-m01", "modules/M01"), ("resources", "resources")])
def test_a_trainer_finds_the_module_and_the_cards_from_the_group(site: Site, slug: str, place: str) -> None:
    browser = enter(site, slug, TRAINER)

    assert browser.at(place) in browser.page.links


@pytest.mark.parametrize("place", ["guide", "together/1"])
def test_guides_are_for_trainers(site: Site, place: str) -> None:
    browser = site.visitor(LEARNER)

    refused(browser.get(browser.at(f"modules/M01/{place}")), 403, "e-role")


def test_the_trainers_track_is_shut_for_learners_unless_their_link_opens_it(site: Site) -> None:
    module = next(one for one in MODULES if one.part is Part.TRAINERS)
    learner = site.visitor(LEARNER)

    assert 404 == learner.get(learner.at(f"modules/{module.id}")).status_code
    assert "module" == opened(site, module).page.name


def test_nobody_sees_what_somebody_else_did(site: Site) -> None:
    module = START[0]
    walked(site, opened(site, module), module)

    other = opened(site, module, OUTSIDER)

    assert standing(site, other, module).run is None


def test_a_module_for_a_distance_waits_while_a_trainer_asks_for_it(site: Site) -> None:
    """It informs, and begins all the same; only the trainer's word holds it back."""
    module = next(one for one in MODULES if one.is_for_distance)
    learner = opened(site, module)
    assert "tout n'est pas encore prêt" in learner.page.words
    trainer = enter(site, "path", TRAINER)
    person = site.visit(learner).launch.person_id
    record = site.services.cohorts.record(site.visit(trainer), person)
    site.services.paths.wait(site.visit(trainer), record, 0, reason="On en parle mardi.", now=site.clock())

    waiting = opened(site, module)

    assert "On en parle mardi." in waiting.page.words
    waiting.send(waiting.at(f"modules/{module.id}"))
    assert standing(site, waiting, module).run is None


@pytest.mark.parametrize(
    "fields", [{"version": "x"}, {"version": "1", "foreign": "1"}, {"version": "9" * 12}, {}]
)
def test_a_form_that_no_page_has_is_refused_and_nothing_is_kept(site: Site, fields: dict[str, str]) -> None:
    module = START[0]
    browser = opened(site, module)
    browser.submit()
    before = standing(site, browser, module).run

    answer = browser.post(browser.at(f"modules/{module.id}/steps/{module.steps[0].id}"), fields)

    assert (400, before) == (answer.status_code, standing(site, browser, module).run)

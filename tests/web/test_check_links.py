"""A check as an activity of its own: a resource link opens it, and no grade ever comes of it."""

from __future__ import annotations

import pytest

from tests.people import LEARNER, TRAINER, TestPerson
from tests.web.browser import Browser
from tests.web.picking import picker
from tests.web.site import Site, refused


def opened(site: Site, activity: str, person: TestPerson = LEARNER) -> Browser:
    """Somebody opens a link that says which activity it is."""
    return site.visitor(
        person,
        claims=lambda claims: {
            **claims,
            "https://purl.imsglobal.org/spec/lti/claim/custom": {"activity": activity},
        },
    )


@pytest.mark.parametrize(
    ("activity", "heading"),
    [
        ("check-obstacles", "Ce qui me freine"),
        ("check-interests", "Ce que je veux faire"),
        ("check-grid", "Ma grille, ligne par ligne"),
        ("check-obstacles-end", "Ce qui me freine"),
    ],
)
def test_a_link_opens_its_check_when_a_learner_launches_it(site: Site, activity: str, heading: str) -> None:
    browser = opened(site, activity)

    assert ("check", heading) == (browser.page.name, browser.page.heading)


def test_no_grade_is_wanted_when_a_check_is_done_and_sent(site: Site) -> None:
    browser = opened(site, "check-obstacles")
    browser.submit()
    for _ in range(3):
        browser.submit({"skip": "1"})

    browser.submit()

    rows = site.snapshot()
    assert "C'est envoyé" in browser.page.words
    assert (0, 0, 0) == (rows["delivery"].rows, rows["line_item"].rows, rows["attempt"].rows)
    assert 0 == site.deliver()


def progress(site: Site, trainer: Browser, learner: Browser) -> str:
    """How far the trainer sees that the learner is."""
    person = site.visit(learner).launch.person_id
    return site.services.cohorts.record(site.visit(trainer), person).member.progress.value


@pytest.mark.parametrize("place", ["welcome", "result", "tasks/1"])
def test_there_are_no_tasks_at_the_link_of_a_check(site: Site, place: str) -> None:
    browser = opened(site, "check-obstacles")

    refused(browser.get(browser.at(place)), 404, "e-notfound")


def test_the_group_of_a_check_says_how_far_everybody_is_without_an_example_of_tasks(site: Site) -> None:
    learner = opened(site, "check-obstacles")
    trainer = opened(site, "check-obstacles", TRAINER)
    waiting = progress(site, trainer, learner)
    learner.submit()
    learner.submit({"skip": "1"})
    begun = progress(site, trainer, learner)
    learner.submit({"skip": "1"})
    learner.submit({"skip": "1"})

    assert trainer.page.name == "cohort"
    assert ["not-started", "in-progress", "finished"] == [waiting, begun, progress(site, trainer, learner)]
    assert not any("/trial/" in link for link in trainer.page.links)


def test_the_group_and_the_record_say_that_it_was_sent_when_it_was(site: Site) -> None:
    """A check has neither levels nor grades, so nothing speaks of them."""
    learner = opened(site, "check-obstacles")
    learner.submit()
    for _ in range(3):
        learner.submit({"skip": "1"})
    learner.submit()
    trainer = opened(site, "check-obstacles", TRAINER)
    group = trainer.get(trainer.at("cohort")) and trainer.page.words
    trainer.get(next(link for link in trainer.page.links if "/cohort/" in link))
    record = trainer.page.words

    assert "Terminé et envoyé" in group
    assert not [word for word in ("Notes dans le cours", "Comment lire les niveaux") if word in group]
    assert "Terminé et envoyé" in record
    assert "Ce qui me freine" in record
    assert not [
        word for word in ("Les cinq domaines", "Notes dans le cours", "apparaît ici") if word in record
    ]


def test_checks_are_offered_for_a_course_without_a_preview(site: Site) -> None:
    """The diagnostics have one."""
    browser = picker(site)
    words = browser.page.words

    assert "Ce qui me freine encore" in words
    assert any("/trial/diagnostic/" in link for link in browser.page.links)
    assert not any("/trial/check" in link for link in browser.page.links)

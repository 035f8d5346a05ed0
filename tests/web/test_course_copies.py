"""A course that was copied from last year's: its own people, its own results, the same activity."""

from __future__ import annotations

from typing import Any

from tests.people import LEARNER, TRAINER, TestPerson
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.tables import values

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
TOLD = "Ce cours est une copie. Les résultats de l'ancien cours n'y sont pas repris."
Json = dict[str, Any]  # Any: claims are JSON


def in_copy(site: Site, person: TestPerson, history: str = "2") -> Browser:
    """A launch from the copy of the course, in which the platform kept the link's id."""
    course = {
        f"{CLAIM}context": {"id": "copy", "title": "2026"},
        f"{CLAIM}custom": {"context_history": history},
    }
    return site.visitor(person, claims=lambda said: {**said, **course})


def test_trainer_is_told_once_when_the_course_is_a_copy(site: Site) -> None:
    plain = site.visitor(TRAINER)
    first = in_copy(site, TRAINER)
    told = (TOLD in plain.page.words, TOLD in first.page.words)
    site.wait(minutes=1)
    second = in_copy(site, TRAINER)

    assert told == (False, True)
    assert (second.page.name, TOLD in second.page.words) == ("cohort", False)


def test_copy_opens_the_same_activity_without_results_when_last_year_is_done(site: Site) -> None:
    site.finish(site.visitor(LEARNER))
    learner = in_copy(site, LEARNER)
    trainer = in_copy(site, TRAINER)

    assert learner.page.name == "welcome"
    assert "Pas encore commencé" in trainer.page.words
    assert values(site.engine, "resource_link", "activity") == [("diagnostic",), ("diagnostic",)]
    assert "Terminé" in site.visitor(TRAINER).page.words


def test_trainer_is_asked_when_the_history_names_no_course_that_is_known(site: Site) -> None:
    site.visitor(TRAINER)

    assert in_copy(site, TRAINER, "77,%zz,%00").page.name == "picker"


def test_older_course_is_found_when_its_id_is_encoded_in_the_history(site: Site) -> None:
    """The standard's list of ids is URL-encoded."""
    strange = {f"{CLAIM}context": {"id": "cours, été", "title": "2025"}}
    site.visitor(TRAINER, claims=lambda said: {**said, **strange})

    assert in_copy(site, TRAINER, "cours%2C%20%C3%A9t%C3%A9").page.name == "cohort"

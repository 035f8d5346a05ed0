"""Submission review: the platform's gradebook opens one learner's record."""

from __future__ import annotations

from typing import Any

import pytest

from tests.people import ADMINISTRATOR, LEARNER, OUTSIDER, TRAINER, TestPerson
from tests.web.browser import Browser
from tests.web.refusing import assert_refused
from tests.web.site import Site, refused
from tests.web.tables import count

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
ASSISTANT_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"
NO_RECORD = "Cette personne n'a pas de résultat ici."
Json = dict[str, Any]  # Any: claims are JSON


def of(sub: str, **claims: object) -> Any:  # Any: a change of claims
    """The review of this sub, with these claims."""
    named = {f"{CLAIM}{name}": value for name, value in claims.items()}
    review = {f"{CLAIM}message_type": "LtiSubmissionReviewRequest", f"{CLAIM}for_user": {"user_id": sub}}
    return lambda said: {**said, **review, **named}


def reviewer(site: Site, person: TestPerson, sub: str, **claims: object) -> Browser:
    """A browser in which this person has just come from the gradebook."""
    return site.visitor(person, claims=of(sub, **claims))


def person_id(site: Site, browser: Browser) -> str:
    return site.visit(browser).launch.person_id


@pytest.mark.parametrize("roles", [list(TRAINER.roles), [ASSISTANT_ROLE]], ids=["trainer", "assistant"])
def test_record_opens_when_the_reviewed_learner_has_finished(site: Site, roles: list[str]) -> None:
    learner = site.visitor(LEARNER)
    site.finish(learner)
    browser = site.browser()
    answer = browser.launch(TRAINER, claims=of(LEARNER.sub, roles=roles))
    browser.get(answer.location)

    assert answer.status_code == 303
    assert answer.location.partition("?")[0] == browser.at(f"cohort/{person_id(site, learner)}")
    assert (browser.page.name, browser.page.heading) == ("learner", LEARNER.name)


def test_record_says_so_when_the_reviewed_learner_has_not_begun(site: Site) -> None:
    site.visitor(LEARNER)
    browser = reviewer(site, TRAINER, LEARNER.sub)

    assert (browser.page.name, browser.page.heading) == ("learner", LEARNER.name)
    assert "Pas encore commencé" in browser.page.words


@pytest.mark.parametrize("sub", ["nobody-here", TRAINER.sub, OUTSIDER.sub])
def test_group_opens_with_a_word_when_the_reviewed_person_has_no_record_here(site: Site, sub: str) -> None:
    """Unknown, a trainer, or a learner of another course: the page says the same of all three."""
    site.visitor(OUTSIDER)
    people = count(site.engine, "person")
    browser = reviewer(site, TRAINER, sub)

    assert browser.page.name == "cohort"
    assert NO_RECORD in browser.page.words
    assert OUTSIDER.name not in browser.page.words
    assert count(site.engine, "person") == people + 1


def test_picker_opens_when_the_reviewed_link_has_no_activity(site: Site) -> None:
    browser = reviewer(site, TRAINER, LEARNER.sub, custom={})

    assert browser.page.name == "picker"


def test_own_result_opens_when_learners_review_themselves(site: Site) -> None:
    site.finish(site.visitor(LEARNER))
    browser = reviewer(site, LEARNER, LEARNER.sub)

    assert browser.page.name == "result"


@pytest.mark.parametrize("is_begun", [False, True])
def test_welcome_opens_when_learners_review_themselves_before_the_end(site: Site, is_begun: bool) -> None:
    if is_begun:
        site.visitor(LEARNER).submit()
    browser = reviewer(site, LEARNER, LEARNER.sub)

    assert browser.page.name == "welcome"


@pytest.mark.parametrize("sub", [OUTSIDER.sub, TRAINER.sub, "nobody-here"])
def test_nothing_opens_when_learners_review_somebody_else(site: Site, sub: str) -> None:
    """Z01: one answer for those who exist and those who do not."""
    site.visitor(OUTSIDER)
    site.visitor(TRAINER)
    browser = site.browser()
    form = browser.answered(LEARNER, claims=of(sub))

    assert_refused(site, lambda: browser.post_launch(form), 404, "e-notfound", "not-your-record")


def test_help_opens_when_an_administrator_without_a_role_reviews(site: Site) -> None:
    """R07"""
    site.visitor(LEARNER)
    browser = reviewer(site, ADMINISTRATOR, LEARNER.sub)

    assert browser.page.name == "help"
    assert LEARNER.name not in browser.page.words


def test_record_of_another_course_stays_shut_when_the_address_says_gradebook(site: Site) -> None:
    """Z03: the word in the address opens nothing; it leads back to the own group."""
    outsider = site.visitor(OUTSIDER)
    browser = site.visitor(TRAINER)
    foreign = browser.at(f"cohort/{person_id(site, outsider)}")

    refused(browser.get(foreign), 404, "e-notfound", "not-in-this-group")
    browser.get(f"{foreign}?from=gradebook")
    assert (browser.page.name, OUTSIDER.name in browser.page.words) == ("cohort", False)


def test_record_stays_shut_when_the_link_has_no_activity(site: Site) -> None:
    learner = site.visitor(LEARNER, claims=lambda said: {**said, f"{CLAIM}custom": {}})
    browser = site.visitor(TRAINER, claims=lambda said: {**said, f"{CLAIM}custom": {}})

    assert browser.get(browser.at(f"cohort/{person_id(site, learner)}")).status_code == 200
    assert browser.page.name == "picker"


def about_nobody(said: Json) -> Json:
    """The review that Moodle sends from the heading of a column: it names nobody."""
    review = of("x")(said)
    return {name: value for name, value in review.items() if name != f"{CLAIM}for_user"}


@pytest.mark.parametrize("roles", [list(TRAINER.roles), [ASSISTANT_ROLE]], ids=["trainer", "assistant"])
def test_group_opens_when_the_review_names_nobody(site: Site, roles: list[str]) -> None:
    site.visitor(LEARNER)
    browser = site.visitor(TRAINER, claims=lambda said: {**about_nobody(said), f"{CLAIM}roles": roles})

    assert browser.page.name == "cohort"
    assert LEARNER.name in browser.page.words
    assert NO_RECORD not in browser.page.words


def test_own_result_opens_when_a_learners_review_names_nobody(site: Site) -> None:
    site.finish(site.visitor(LEARNER))
    browser = site.visitor(LEARNER, claims=about_nobody)

    assert browser.page.name == "result"


@pytest.mark.parametrize("user", [None, {}, {"user_id": ""}, {"user_id": 7}, "101", {"user_id": "x" * 300}])
def test_review_is_refused_when_it_says_badly_whose(site: Site, user: object) -> None:
    browser = site.browser()
    form = browser.answered(TRAINER, claims=of("x", for_user=user))

    assert_refused(site, lambda: browser.post_launch(form), 422, "e-config", "for-user")

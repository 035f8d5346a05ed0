"""What stays apart: people, courses, platforms. The rows Z01 to Z13 of the security notes."""

from __future__ import annotations

import pytest

from lti_tool.services.registrations import NewPlatform
from tests.fake_lms import FakeLms
from tests.people import LEARNER, OTHER_COURSE, OUTSIDER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.tables import changed, count, everything, values

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"


def _person(site: Site, browser: Browser) -> str:
    return site.visit(browser).launch.person_id


def _other_trainer(site: Site) -> Browser:
    """Somebody who trains in the other course of the same platform."""
    elsewhere = {
        "sub": "902",
        f"{CLAIM}context": {"id": OTHER_COURSE},
        f"{CLAIM}resource_link": {"id": "31"},
    }
    return site.visitor(TRAINER, claims=lambda claims: {**claims, **elsewhere})


def test_result_is_not_found_when_another_learner_asks_for_it(site: Site) -> None:
    """Z01: by the address of the owner's launch, or by the id in the trainer's address."""
    owner = site.visitor(LEARNER)
    site.finish(owner)
    other = site.visitor(OUTSIDER)

    refused(other.get(owner.at("result")), 401, "e-expired")
    refused(other.get(other.at(f"cohort/{_person(site, owner)}")), 403, "e-role")
    other.get(other.at("result"))
    assert other.page.name == "welcome"


def test_person_is_not_found_when_the_trainer_is_of_another_course(site: Site) -> None:
    """Z03, Z13: to read, and to send grades again."""
    owner = site.visitor(LEARNER)
    site.finish(owner)
    trainer = _other_trainer(site)
    person = _person(site, owner)
    before = site.snapshot()

    refused(trainer.get(trainer.at(f"cohort/{person}")), 404, "e-notfound", "not-in-this-group")
    refused(trainer.post(trainer.at(f"cohort/{person}/retry")), 404, "e-notfound")
    refused(trainer.get(trainer.at("cohort/unknown")), 404, "e-notfound", "not-in-this-group")
    refused(trainer.get(owner.at("cohort")), 401, "e-expired")
    assert changed(before, site.snapshot()) == set()
    trainer.get(trainer.at("cohort"))
    assert LEARNER.name not in trainer.page.words


def test_absent_and_foreign_look_the_same_when_a_trainer_asks(site: Site) -> None:
    """404 tells nothing: but for the code, the two pages are one."""
    person = _person(site, site.visitor(LEARNER))
    trainer = _other_trainer(site)
    pages = [trainer.get(trainer.at(f"cohort/{who}")).get_data(as_text=True) for who in (person, "x" * 22)]
    bare = [_without_tokens(page) for page in pages]

    assert bare[0] == bare[1]


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf" not in line and "PSR-" not in line]


def test_object_is_not_found_when_it_is_of_another_platform(site: Site, other_lms: FakeLms) -> None:
    """Z04, Z05, Z07, Z08: same sub, same course id, same link id; two people, courses and links."""
    site.connect(other_lms)
    here, there = site.visitor(LEARNER), site.browser(other_lms)
    there.enter(LEARNER)
    site.finish(here)
    trainer_there = site.browser(other_lms)
    trainer_there.enter(TRAINER)

    assert [count(site.engine, name) for name in ("context", "resource_link")] == [2, 2]
    assert _person(site, here) != _person(site, there)
    there.get(there.at("result"))
    assert there.page.name == "welcome"
    refused(trainer_there.get(trainer_there.at(f"cohort/{_person(site, here)}")), 404, "e-notfound")


def test_two_links_are_kept_when_two_deployments_use_one_id(site: Site) -> None:
    """Z08."""
    site.services.registrations.add_deployments(site.registration, ["second"], site.clock())
    site.visitor(LEARNER)
    browser = site.browser()
    started = browser.login(LEARNER, lti_deployment_id="second")
    token, state = site.lms.answer_login(
        started.location, claims=lambda claims: {**claims, f"{CLAIM}deployment_id": "second"}
    )

    assert browser.post_launch({"id_token": token, "state": state}).status_code == 303
    assert [count(site.engine, name) for name in ("context", "resource_link", "person")] == [2, 2, 1]


def test_two_people_stay_two_when_they_share_an_e_mail(site: Site) -> None:
    """Z06."""
    for sub in ("a", "b"):
        site.visitor(LEARNER, claims=lambda claims, sub=sub: {**claims, "sub": sub, "email": "x@y.org"})

    assert count(site.engine, "person") == 2


def test_two_people_are_kept_when_one_sub_comes_through_two_registrations_of_one_issuer(site: Site) -> None:
    """C34: the person belongs to the registration, not to the issuer."""
    registrations = site.services.registrations
    second = registrations.add(
        NewPlatform(
            issuer=site.registration.issuer,
            client_id="second-client",
            auth_login_url=site.registration.auth_login_url,
            token_url=site.registration.token_url,
            jwks_url=site.registration.jwks_url,
            deployment_ids=(site.lms.book.deployment_id,),
        ),
        site.clock(),
    )
    first_client = site.lms.book.client_id
    here = site.visitor(LEARNER)
    site.finish(here)
    there = site.browser()
    started = there.login(LEARNER, client_id=second.client_id)
    address = started.location.replace("client_id=second-client", f"client_id={first_client}")
    token, state = site.lms.answer_login(address, claims=lambda claims: {**claims, "aud": second.client_id})
    there.get(there.post_launch({"id_token": token, "state": state}).location)

    assert there.page.name == "welcome"
    assert values(site.engine, "person", "sub") == [(LEARNER.sub,), (LEARNER.sub,)]
    assert _person(site, here) != _person(site, there)


def test_launch_without_a_course_opens_the_own_pages_alone(site: Site) -> None:
    """C37: the learner works as everywhere; a trainer's role says nothing about a group."""
    learner, trainer = (site.visitor(person, claims=_without_course) for person in (LEARNER, TRAINER))
    site.finish(learner)
    trainer.get(trainer.at("cohort"))
    person = _person(site, learner)

    assert learner.page.name == "step"
    assert (trainer.page.name, LEARNER.name in trainer.page.words) == ("cohort", False)
    assert "ne dit pas de quel cours" in trainer.page.words
    refused(trainer.get(trainer.at(f"cohort/{person}")), 404, "e-notfound", "not-in-this-group")
    refused(trainer.post(trainer.at(f"cohort/{person}/retry")), 404, "e-notfound", "no-course")


def test_two_learners_stay_two_when_the_platform_gives_them_one_source_id(site: Site) -> None:
    """C48."""
    for sub in ("a", "b"):
        claims = {"sub": sub, f"{CLAIM}lis": {"person_sourcedid": "school:1"}}
        site.visitor(LEARNER, claims=lambda said, claims=claims: {**said, **claims})

    assert values(site.engine, "person", "sub") == [("a",), ("b",)]
    assert "school:1" not in everything(site.engine)


def _without_course(claims: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in claims.items() if name != f"{CLAIM}context"}


@pytest.mark.parametrize("field", ["user_id", "score", "level", "tenant_id", "centre_id", "outcome"])
def test_answer_is_refused_when_it_holds_a_field_of_nobody(site: Site, field: str) -> None:
    """Z10."""
    browser = site.visitor(LEARNER)
    browser.submit()
    before = site.snapshot()
    form = browser.page.form
    answer = browser.post(form.action, {**form.hidden, "skip": "1", field: "4"})

    refused(answer, 400, "e-link", "unknown-field")
    assert changed(before, site.snapshot()) == set()


@pytest.mark.parametrize("field", ["person_id", "rights", "activity", "shared_at"])
def test_field_is_never_bound_when_another_form_holds_it(site: Site, field: str) -> None:
    """Z10: forms without fields of their own take none."""
    browser = site.visitor(LEARNER)
    browser.post(browser.at("welcome"), {field: "trainer"})

    assert site.attempt(browser).activity == "diagnostic"
    assert site.attempt(browser).shared_at is None
    assert site.visit(browser).launch.rights == "learner"


@pytest.mark.parametrize("number", [2, 99, 0])
def test_answer_counts_for_the_open_task_when_its_address_names_another(site: Site, number: int) -> None:
    """Z11: the version and the open task decide, an answer to another item is no answer."""
    browser = site.visitor(LEARNER)
    browser.submit()
    hidden = browser.page.form.hidden
    answer = browser.post(browser.at(f"tasks/{number}"), {**hidden, "press": "not-of-this-task"})

    assert answer.status_code in (404, 422)
    assert site.attempt(browser).answers == ()


def test_access_answer_is_refused_when_the_check_has_no_such_question(site: Site) -> None:
    browser = site.visitor(LEARNER)
    site.finish(browser)

    refused(browser.post(browser.at("access/unknown"), {"choice": "x"}), 400, "e-link")
    refused(browser.post(browser.at("access/device"), {"choice": "x"}), 400, "e-link")
    assert site.attempt(browser).access == {}


def test_hidden_names_are_numbers_when_the_platform_sends_none(site: Site) -> None:
    """5.1: "Participant 1"; the sub is nowhere on a page or in an address."""
    for person in (LEARNER, TRAINER):
        sub = f"sub-canary-{person.key}"
        browser = site.visitor(
            person,
            claims=lambda claims, sub=sub: {
                **{k: v for k, v in claims.items() if "name" not in k and k != "email"},
                "sub": sub,
            },
        )
    browser.get(browser.at("cohort"))
    html = browser.request("GET", browser.at("cohort")).get_data(as_text=True)

    assert "Participant 1" in browser.page.words
    assert "sub-canary" not in html

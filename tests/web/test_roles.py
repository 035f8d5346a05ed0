"""What a role opens: the rows R01 to R15 of the security notes, over HTTP."""

from __future__ import annotations

import pytest

from tests.people import (
    ADMINISTRATOR,
    INSTRUCTOR_ROLE,
    LEARNER,
    LEARNER_ROLE,
    OUTSIDER,
    TEST_USER,
    TRAINER,
    TestPerson,
)
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.tables import count, values

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
SUB_ROLE = f"{LIS}membership/Instructor#"
NOT_READY = "Cette activité n'est pas encore prête."
INSTITUTION, SYSTEM = f"{LIS}institution/person#", f"{LIS}system/person#"

LEARNERS = [
    pytest.param([f"{LIS}membership/Learner#Instructor"], id="R05"),
    pytest.param([f"{INSTITUTION}Instructor", LEARNER_ROLE], id="R06"),
    pytest.param([f"{INSTITUTION}Administrator", f"{SYSTEM}SysAdmin", LEARNER_ROLE], id="R07-with-learner"),
    pytest.param([f"{LIS}evil/x/membership#Instructor"], id="R08"),
    pytest.param(["http://purl.imsglobal.org/vocab/lis/v2evil/x/membership#Instructor"], id="R08-prefix"),
    pytest.param([f"{LIS}membership#Mentor"], id="R10"),
    pytest.param([f"{LIS}membership#instructor"], id="R13-lower"),
    pytest.param(["INSTRUCTOR"], id="R13-upper"),
    pytest.param([f"{INSTRUCTOR_ROLE} "], id="R13-space"),
    pytest.param([f"{INSTRUCTOR_ROLE},{LEARNER_ROLE}"], id="R13-two-in-one"),
    pytest.param([], id="none"),
]
TRAINERS = [
    pytest.param([INSTRUCTOR_ROLE], id="R01"),
    *(
        pytest.param([f"{SUB_ROLE}{name}"], id=f"R03-{name}")
        for name in ("PrimaryInstructor", "SecondaryInstructor", "Lecturer", "GuestInstructor")
    ),
    pytest.param([INSTRUCTOR_ROLE, LEARNER_ROLE], id="R12"),
]
ASSISTANTS = [
    pytest.param([f"{SUB_ROLE}{name}"], id=f"R04-{name}") for name in ("TeachingAssistant", "Grader")
]
ADMINISTRATORS = [
    pytest.param([f"{INSTITUTION}Administrator"], id="R07-institution"),
    pytest.param([f"{SYSTEM}SysAdmin"], id="R07-system"),
    pytest.param(list(ADMINISTRATOR.roles), id="R07-both"),
]


def _with_roles(site: Site, roles: list[str], person: TestPerson = LEARNER) -> Browser:
    return site.visitor(person, claims=lambda claims: {**claims, f"{CLAIM}roles": roles})


@pytest.mark.parametrize("roles", LEARNERS)
def test_learner_page_opens_when_the_role_is_not_a_trainers(site: Site, roles: list[str]) -> None:
    browser = _with_roles(site, roles)

    assert browser.page.name == "welcome"
    refused(browser.get(browser.at("cohort")), 403, "e-role", "not-for-this-role")
    refused(browser.get(browser.at("activity")), 403, "e-role", "not-for-this-role")


@pytest.mark.parametrize("roles", TRAINERS)
def test_group_opens_when_the_role_is_a_trainers(site: Site, roles: list[str]) -> None:
    browser = _with_roles(site, roles)

    assert browser.page.name == "cohort"
    assert browser.get(browser.at("activity")).status_code == 200
    assert browser.page.name == "picker"
    assert values(site.engine, "membership", "rights", "is_graded") in (
        [("trainer", 0)],
        [("trainer", False)],
    )


@pytest.mark.parametrize("roles", ASSISTANTS)
def test_group_opens_without_settings_when_the_role_is_an_assistants(site: Site, roles: list[str]) -> None:
    """R04: the group can be read; the activity of the link is the trainer's."""
    browser = _with_roles(site, roles)

    assert browser.page.name == "cohort"
    refused(browser.get(browser.at("activity")), 404, "e-notfound", "assistant-cannot-choose")
    answer = browser.post(browser.at("activity"), {"activity": "diagnostic-express"})
    refused(answer, 404, "e-notfound", "assistant-cannot-choose")
    assert values(site.engine, "resource_link", "activity") == [("diagnostic",)]


def test_assistant_reads_that_nothing_is_ready_when_the_link_has_no_activity(site: Site) -> None:
    no_activity = {f"{CLAIM}custom": {}, f"{CLAIM}roles": [f"{SUB_ROLE}TeachingAssistant"]}
    browser = site.visitor(LEARNER, claims=lambda claims: {**claims, **no_activity})

    assert browser.page.heading == NOT_READY


def test_assistant_is_not_offered_what_they_may_not_do(site: Site) -> None:
    """The page of the group shows no link to the choice of the activity."""
    browser = _with_roles(site, [f"{SUB_ROLE}TeachingAssistant"])

    assert browser.at("activity") not in browser.page.links


@pytest.mark.parametrize("roles", ADMINISTRATORS)
def test_help_opens_when_an_administrator_has_no_role_in_the_course(site: Site, roles: list[str]) -> None:
    """R07: no group, no attempt, no way to the learner's pages by address either."""
    browser = _with_roles(site, roles, ADMINISTRATOR)
    found = {path: browser.get(browser.at(path)).status_code for path in ("welcome", "tasks/1", "result")}

    assert site.visitor(ADMINISTRATOR).page.name == "help"
    assert set(found.values()) == {404}
    refused(browser.get(browser.at("cohort")), 403, "e-role")
    refused(browser.post(browser.at("welcome")), 404, "e-notfound")
    refused(browser.post(browser.at("later")), 404, "e-notfound")
    assert count(site.engine, "attempt") == 0


def test_trainer_leaves_no_attempt_when_they_open_the_learners_addresses(site: Site) -> None:
    """Z12, R12: nothing of a trainer is ever in the group or in the gradebook."""
    browser = site.visitor(TRAINER)
    for path in ("welcome", "later", "tasks/1", "result"):
        refused(browser.post(browser.at(path)), 404, "e-notfound")

    assert count(site.engine, "attempt") == 0
    browser.get(browser.at())
    assert TRAINER.name not in browser.page.words


def test_test_user_finishes_without_a_grade_when_the_platform_tries_the_activity(site: Site) -> None:
    """R11: the result is shown, no grade is wanted, and the group never counts them."""
    browser = site.visitor(TEST_USER)
    trainer = site.visitor(TRAINER)
    before = TEST_USER.name in trainer.page.words
    site.finish(browser)
    trainer.get(trainer.at("cohort"))

    assert browser.page.name == "step"
    assert count(site.engine, "delivery") == 0
    assert (before, TEST_USER.name in trainer.page.words) == (False, False)


def test_open_tabs_lose_the_trainers_rights_when_the_role_is_lost(site: Site) -> None:
    """R15: in another browser, at the next request."""
    yesterday = site.visitor(TRAINER)
    today = _with_roles(site, [LEARNER_ROLE], TRAINER)

    assert today.page.name == "welcome"
    refused(yesterday.get(yesterday.at("cohort")), 403, "e-role")


@pytest.mark.parametrize(
    ("link", "course", "is_lost"),
    [("77", "2", True), ("77", "3", False), ("11", "3", False)],
    ids=["same-course", "other-course", "same-link-id-in-a-copy"],
)
def test_open_tabs_lose_the_trainers_rights_when_the_role_is_lost_in_this_course(
    site: Site, link: str, course: str, is_lost: bool
) -> None:
    """R15: a role is of a course; its other links lose it too, those of another course do not."""
    yesterday = site.visitor(TRAINER)
    elsewhere = {
        f"{CLAIM}resource_link": {"id": link},
        f"{CLAIM}context": {"id": course},
        f"{CLAIM}roles": [LEARNER_ROLE],
    }
    site.visitor(TRAINER, claims=lambda claims: {**claims, **elsewhere})

    assert yesterday.get(yesterday.at("cohort")).status_code == (403 if is_lost else 200)


def test_learners_tab_gains_nothing_when_the_same_person_comes_as_an_assistant(site: Site) -> None:
    """R15: a launch raises no rights but its own."""
    learner = _with_roles(site, [LEARNER_ROLE], TRAINER)
    _with_roles(site, [f"{SUB_ROLE}TeachingAssistant"], TRAINER)

    refused(learner.get(learner.at("cohort")), 403, "e-role")


def test_mentor_sees_nobody_when_the_platform_names_other_learners(site: Site) -> None:
    """R10, C49: with and without the role, the list opens nothing."""
    site.visitor(LEARNER)
    for roles in ([f"{LIS}membership#Mentor"], [LEARNER_ROLE]):
        mentored = {f"{CLAIM}role_scope_mentor": [LEARNER.sub], f"{CLAIM}roles": roles}
        browser = site.visitor(OUTSIDER, claims=lambda claims, mentored=mentored: {**claims, **mentored})

        assert browser.page.name == "welcome"
        refused(browser.get(browser.at("cohort")), 403, "e-role")
        assert LEARNER.name not in browser.page.words


def test_trainer_who_is_also_a_learner_sees_as_one_without_becoming_one(site: Site) -> None:
    """R12: the switch leads to the trial; no attempt, no grade."""
    browser = _with_roles(site, [INSTRUCTOR_ROLE, LEARNER_ROLE])
    switch = next(link for link in browser.page.links if link.startswith("/trial/diagnostic/"))
    browser.get(switch)

    assert browser.page.name == "trial"
    assert (count(site.engine, "attempt"), count(site.engine, "delivery")) == (0, 0)

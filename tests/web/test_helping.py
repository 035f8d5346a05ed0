"""« Aider »: a one-off help in two taps, for trainers and stewards; nobody who was helped is in it."""

from __future__ import annotations

import pytest

from lti_tool.domain.errors import Conflict
from lti_tool.domain.one_off import Topic
from lti_tool.services.ids import new_id
from tests.people import LEARNER, TRAINER
from tests.web.administering import administrator, deeds
from tests.web.browser import Browser
from tests.web.crowd import OTHER_PLACE
from tests.web.rostering import queries
from tests.web.site import Site, refused
from tests.web.tables import changed, count, everything, snapshot, values
from tests.web.test_assistants import assistant, let_see
from tests.web.test_stuck import without_course

TABS = ("cohort", "sitting", "helping")


def helping(browser: Browser) -> Browser:
    """The first tap: the tab, from the first page that the visitor sees."""
    browser.get(browser.at("cohort"))
    assert browser.at("helping") in browser.page.links
    browser.get(browser.at("helping"))
    return browser


def tabs(browser: Browser) -> set[str]:
    """Which parts the present page leads to, of those that trainers have."""
    parts = (*TABS, "actions", "ledger", "documents", "exports")
    return {part for part in parts if browser.at(part) in browser.page.links}


def test_a_help_is_noted_in_two_taps(site: Site) -> None:
    """S4-21: the tab, then the topic. The page says so, and stands ready for the next one."""
    trainer = helping(site.visitor(TRAINER))
    assert {topic.value for topic in Topic} == trainer.page.main_forms[0].offers("topic")
    trainer.submit({"topic": "printing"})
    words = trainer.page.words

    assert ("helping", "Noter une aide") == (trainer.page.name, trainer.page.heading)
    assert "C'est noté : Imprimer ou scanner." in words
    assert "Vous avez noté 1 aide." in words
    assert [("printing", site.visit(trainer).launch.person_id)] == values(
        site.engine, "one_off", "topic", "by"
    )
    assert 1 == deeds(site).count("help-noted")


def test_nothing_tells_who_was_helped(site: Site) -> None:
    """Neither the row nor the trail has a place for it."""
    learner, trainer = site.visitor(LEARNER), helping(site.visitor(TRAINER))
    person, before = site.visit(learner).launch.person_id, everything(site.engine)
    trainer.submit({"topic": "account", "name": LEARNER.name, "person": person})
    with site.engine.connect() as connection:
        columns = set(connection.exec_driver_sql("SELECT * FROM one_off").keys())
    after = everything(site.engine)

    assert {"centre_id", "id", "context_id", "topic", "at", "by"} == columns
    assert before.count(person) == after.count(person)
    assert before.count(LEARNER.name) == after.count(LEARNER.name)


def test_the_same_form_counts_once_and_the_later_topic_is_meant(site: Site) -> None:
    trainer = helping(site.visitor(TRAINER))
    form = trainer.page.main_forms[0]
    for topic in ("search", "search", "safety"):
        trainer.send(form.action, {**form.hidden, "topic": topic})

    assert [("safety",)] == values(site.engine, "one_off", "topic")
    assert 2 == deeds(site).count("help-noted")
    trainer.submit({"topic": "safety"})
    assert 2 == count(site.engine, "one_off")


def test_a_mistake_is_taken_back_on_the_same_day(site: Site) -> None:
    trainer = helping(site.visitor(TRAINER))
    trainer.submit({"topic": "device"})
    withdraw = trainer.page.main_forms[1].action
    trainer.send(withdraw)
    words, again = trainer.page.words, trainer.post(withdraw)

    assert "C'est retiré." in words
    assert "Rien de noté aujourd'hui." in words
    assert 0 == count(site.engine, "one_off")
    refused(again, 404, "e-notfound", "no-such-help")
    assert ["help-noted", "help-withdrawn"] == deeds(site)[-2:]


def test_yesterdays_helps_stay_counted(site: Site) -> None:
    trainer = helping(site.visitor(TRAINER))
    trainer.submit({"topic": "device"})
    withdraw = trainer.page.main_forms[1].action
    site.wait(hours=30)
    trainer = helping(site.visitor(TRAINER))

    assert "Rien de noté aujourd'hui." in trainer.page.words
    refused(trainer.post(withdraw.replace(withdraw.split("/")[2], trainer.handle)), 404, "e-notfound")
    assert 1 == count(site.engine, "one_off")


def test_nobody_takes_back_or_changes_the_help_of_another(site: Site) -> None:
    """Another helper of the course, another trainer, herself in another course: as if it were not there."""
    trainer = helping(site.visitor(TRAINER))
    form = trainer.page.main_forms[0]
    trainer.send(form.action, {**form.hidden, "topic": "device"})
    noted = form.hidden["submission"]
    steward = helping(assistant(site))
    other = site.visitor(TRAINER, claims=lambda claims: {**claims, **OTHER_PLACE})
    same = site.visitor(TRAINER, claims=lambda claims: {**claims, **OTHER_PLACE, "sub": TRAINER.sub})
    words = steward.page.words

    assert "Rien de noté aujourd'hui." in words
    for browser in (steward, other, same):
        refused(browser.post(browser.at(f"helping/{noted}/withdraw")), 404, "e-notfound", "no-such-help")
        answer = browser.post(browser.at("helping"), {"submission": noted, "topic": "other"})
        assert 409 == answer.status_code
    assert [("device",)] == values(site.engine, "one_off", "topic")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"topic": "printing"}, "submission"),
        ({"topic": "printing", "submission": "x\0" * 11}, "submission"),
        ({"topic": "Émile", "submission": "0123456789abcdefghijkl"}, "unknown-topic"),
        ({"submission": "0123456789abcdefghijkl"}, "unknown-topic"),
    ],
)
def test_nothing_is_noted_when_no_button_of_ours_was_pressed(
    site: Site, fields: dict[str, str], reason: str
) -> None:
    trainer = helping(site.visitor(TRAINER))
    before = snapshot(site.engine)
    answer = trainer.post(trainer.at("helping"), fields)

    refused(answer, 400, "e-link", reason)
    assert changed(before, snapshot(site.engine)) <= {"security_event", "session"}


def test_a_steward_has_what_it_takes_to_help_and_nothing_else(site: Site) -> None:
    """S2-18: the group without results, who is where, and the helps that they gave; no other part."""
    let_see(site, "progress")
    learner, steward = site.visitor(LEARNER), assistant(site)
    person = site.visit(learner).launch.person_id
    steward.get(steward.at("cohort"))
    first = tabs(steward)
    steward.get(steward.at("sitting"))
    together = steward.at(f"together/{person}")
    is_there = together in steward.page.links
    helping(steward).submit({"topic": "message"})
    steward.get(together)

    assert set(TABS) == first == tabs(helping(steward))
    assert is_there
    assert "Vous avez noté 1 aide." in steward.page.words
    for part in ("actions", "documents", "exports", "exports/centre", f"cohort/{person}"):
        assert 404 == steward.request("GET", steward.at(part)).status_code, part


def test_learners_stay_outside(site: Site) -> None:
    browser = site.visitor(LEARNER)

    assert 403 == browser.request("GET", browser.at("helping")).status_code
    assert 403 == browser.post(browser.at("helping"), {"submission": new_id(), "topic": "other"}).status_code
    assert 0 == count(site.engine, "one_off")


def test_without_a_course_the_page_says_what_to_do(site: Site) -> None:
    trainer = site.visitor(TRAINER, claims=without_course)
    trainer.get(trainer.at("helping"))
    words = trainer.page.words
    answer = trainer.post(trainer.at("helping"), {"submission": new_id(), "topic": "other"})

    assert "Ouvrez l'activité depuis un cours." in words
    refused(answer, 404, "e-notfound", "no-course")


def test_two_presses_at_the_same_moment_count_once(site: Site) -> None:
    trainer = helping(site.visitor(TRAINER))
    visit, one_offs = site.visit(trainer), site.services.workspace.one_offs
    one_offs.note(visit, "0123456789abcdefghijkl", "other")
    with pytest.raises(Conflict), site.services.store.writing() as unit:
        found = unit.one_offs.find(visit.link.centre_id, "0123456789abcdefghijkl")
        assert found is not None
        unit.one_offs.add(found)
    one_offs.note(visit, "0123456789abcdefghijkl", "other")

    assert 1 == count(site.engine, "one_off")


def test_the_audit_trail_tells_the_topic_in_words(site: Site) -> None:
    helping(site.visitor(TRAINER)).submit({"topic": "safety"})
    browser = administrator(site)
    browser.get("/admin/audit")

    assert "Aide ponctuelle notée" in browser.page.words
    assert "Un doute, une arnaque" in browser.page.words


def test_the_number_of_queries_is_fixed_however_many_were_noted(site: Site) -> None:
    trainer = helping(site.visitor(TRAINER))
    few = queries(trainer, "helping")
    for _number in range(12):
        helping(trainer).submit({"topic": "other"})
    many = queries(trainer, "helping")

    assert few == many
    assert "La liste montre les 10 dernières." in trainer.page.words
    assert "Vous avez noté 12 aides." in trainer.page.words

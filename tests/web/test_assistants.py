"""What an assistant sees, from the administrator's choice to the assistant's pages: the row R04."""

from __future__ import annotations

import pytest

from tests.people import LEARNER, TRAINER
from tests.web.administering import administrator, deeds
from tests.web.browser import Browser
from tests.web.crowding import finish_everybody
from tests.web.rostering import queries
from tests.web.site import Site, refused
from tests.web.tables import changed, values
from tests.web.test_review import ASSISTANT_ROLE, of

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
KINDS = ["TeachingAssistant", "Grader"]
RESULTS = ("Les cinq domaines", "prêt d'un ordinateur", "À prévoir", "Notes dans le cours", "note envoyée")


def assistant(site: Site, kind: str = "TeachingAssistant") -> Browser:
    """A browser in which an assistant has just launched."""
    role = f"http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#{kind}"
    return site.visitor(TRAINER, claims=lambda claims: {**claims, "sub": "777", f"{CLAIM}roles": [role]})


def let_see(site: Site, view: str) -> Browser:
    """The administrator's browser after the choice."""
    browser = administrator(site)
    form = next(form for form in browser.page.main_forms if form.action.endswith("/assistants"))
    assert {"results", "progress"} == form.offers("assistants_see")
    browser.send(form.action, {**form.hidden, "assistants_see": view})
    return browser


def sent(site: Site) -> str:
    """A learner who finished and sent everything; our number of them."""
    learner = site.visitor(LEARNER)
    site.finish(learner)
    learner.submit({"choice": "phone"})
    site.answer_access(learner)
    learner.submit()
    return site.visit(learner).launch.person_id


@pytest.mark.parametrize("kind", KINDS)
def test_an_assistant_sees_who_is_done_and_no_more_when_the_centre_sets_it_so(site: Site, kind: str) -> None:
    """R04: on pages that are open already, too."""
    person = sent(site)
    browser = assistant(site, kind)
    before = browser.page
    let_see(site, "progress")
    browser.get(browser.at("cohort"))
    after = browser.page

    assert "À prévoir" in before.words
    assert browser.at(f"cohort/{person}") in before.links
    assert LEARNER.name in after.words
    assert "Vous voyez qui a commencé et qui a fini." in after.words
    assert [] == [word for word in RESULTS if word in after.words]
    assert "envoyé" not in after.words
    assert "Comment lire les niveaux" not in after.words
    assert [] == [link for link in after.links if person in link]
    assert [] == [form for form in after.main_forms if person in form.action]


def test_every_page_of_a_person_is_missing_when_an_assistant_sees_progress_alone(site: Site) -> None:
    """R04: reading and sending alike, with the ordinary page; nothing moves. Calls for help tell no result:
    assistants answer them. Side by side they help too, and see no result there either (tests of that part).
    """
    person = sent(site)
    browser = assistant(site)
    let_see(site, "progress")
    before = site.snapshot()
    rules = [
        rule
        for rule in site.app.url_map.iter_rules()
        if {"handle", "person"} <= rule.arguments
        and rule.endpoint != "stuck.answer"
        and not rule.endpoint.startswith("together.")
    ]
    adapter = site.app.url_map.bind("tool.example", url_scheme="https")
    tried = 0
    for rule in rules:
        names = {"handle": browser.handle, "person": person}
        path = adapter.build(rule.endpoint, {name: names.get(name, "x") for name in rule.arguments})
        for method in ("GET", "POST"):
            if method in (rule.methods or ()):
                answer = browser.get(path) if method == "GET" else browser.post(path)
                # What is for trainers alone says so; all else is not there.
                is_role = "<code>e-role</code>" in answer.get_data(as_text=True)
                assert answer.status_code in ((403, 404) if is_role else (404,)), rule
                refused(answer, answer.status_code, "e-role" if is_role else "e-notfound")
                tried += 1

    assert tried >= 2
    assert changed(before, site.snapshot()) <= {"security_event", "session"}
    refused(browser.get(browser.at(f"cohort/{person}")), 404, "e-notfound", "assistant-sees-progress")
    gradebook = browser.at(f"cohort/{person}?from=gradebook")
    refused(browser.get(gradebook), 404, "e-notfound", "assistant-sees-progress")


def test_a_trainer_sees_everything_when_assistants_see_progress_alone(site: Site) -> None:
    """R04"""
    person = sent(site)
    let_see(site, "progress")
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at(f"cohort/{person}"))

    assert ("learner", LEARNER.name) == (trainer.page.name, trainer.page.heading)
    assert "Les cinq domaines" in trainer.page.words


def test_the_group_opens_from_the_gradebook_when_assistants_see_progress_alone(site: Site) -> None:
    """R04: a submission review by an assistant leads to the group, and says what it shows."""
    sent(site)
    let_see(site, "progress")
    browser = site.visitor(TRAINER, claims=of(LEARNER.sub, roles=[ASSISTANT_ROLE]))

    assert "cohort" == browser.page.name
    assert "Vous voyez qui a commencé et qui a fini." in browser.page.words
    assert "n'a pas de résultat ici" not in browser.page.words


def test_less_is_read_when_an_assistant_sees_progress_alone(site: Site) -> None:
    """R04 and Q15: paged as for a trainer. The setting costs one query for the list, and one with a
    transaction of its own for the parts of the workspace, whatever the group. SQLite begins one by a
    statement.
    """
    trainer, browser = site.visitor(TRAINER), assistant(site)
    finish_everybody(site, trainer, 60)
    full = queries(trainer)
    let_see(site, "progress")
    browser.get(browser.at("cohort"))
    words = browser.page.words

    transaction = {"sqlite": 1, "postgresql": 0}[site.engine.dialect.name]
    assert full + 2 + transaction == queries(browser)
    assert "Page 1 sur 2 Page suivante" in words
    assert 50 == words.count("Terminé")


def test_the_choice_is_shown_and_written_down_when_it_was_made(site: Site) -> None:
    """R04: with the words of the page in the audit trail; the same again writes nothing."""
    browser = let_see(site, "progress")
    words = browser.page.words
    body = browser.get("/admin/").get_data(as_text=True)
    let_see(site, "progress")
    browser.get("/admin/audit")

    assert "C'est enregistré." in words
    assert 'value="progress" id="assistants_see-progress" checked' in body
    assert 'value="results" id="assistants_see-results" checked' not in body
    assert 1 == deeds(site).count("assistants-view-set")
    assert "Seulement qui a commencé et qui a fini" in browser.page.words
    assert [("progress",)] == values(site.engine, "centre", "assistants_see")


@pytest.mark.parametrize("view", ["", "everything", "RESULTS", "progress "])
def test_nothing_is_set_when_the_choice_is_none(site: Site, view: str) -> None:
    browser = administrator(site)
    before = site.snapshot()

    answer = browser.post("/admin/assistants", {"assistants_see": view})

    refused(answer, 400, "e-link", "unknown-view")
    assert changed(before, site.snapshot()) <= {"security_event"}

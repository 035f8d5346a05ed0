"""The learner's way, from the course page to the result, with answers that the test decides."""

from __future__ import annotations

import pytest

from lti_tool.domain.ability import Outcome
from lti_tool.domain.attempt import AttemptState
from tests.people import LEARNER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.tables import changed, count

STEPS_AT_MOST = 150


def _begun(site: Site) -> Browser:
    browser = site.visitor(LEARNER)
    browser.submit()
    assert browser.page.name == "question"
    return browser


def _to_the_access_check(site: Site) -> Browser:
    browser = site.visitor(LEARNER)
    site.finish(browser)
    return browser


def test_whole_way_leads_to_the_result_when_every_answer_is_right(site: Site) -> None:
    """Launch, welcome, tasks with the pauses between areas, six questions, result, sent to the trainer."""
    site.visitor(TRAINER)
    browser = site.visitor(LEARNER)
    seen = [browser.page.name]
    browser.submit()
    for _ in range(STEPS_AT_MOST):
        if browser.page.name == "question":
            site.answer_right(browser)
        elif browser.page.name == "pause":
            browser.submit()
        elif browser.page.name == "step":
            browser.submit({"choice": sorted(browser.page.form.offers("choice"))[0]})
        else:
            break
        seen.append(browser.page.name)
    attempt = site.attempt(browser)

    assert list(dict.fromkeys(seen)) == ["welcome", "question", "pause", "step", "result"]
    assert (attempt.state, len(attempt.access)) == (AttemptState.FINISHED, 6)
    assert {answer.outcome for answer in attempt.answers} == {Outcome.ALONE}
    assert browser.page.heading.startswith("Vous savez ")
    assert f"Envoyer à {TRAINER.name}" in browser.page.words
    browser.submit()
    assert "Envoyé ✔" in browser.page.words
    assert site.attempt(browser).shared_at is not None


def test_result_opens_with_something_the_person_can_do_when_nothing_was_answered(site: Site) -> None:
    browser = _to_the_access_check(site)
    site.answer_access(browser)

    assert browser.page.name == "result"
    assert browser.page.heading == "Vous savez ouvrir une activité et passer d'une page à l'autre."
    assert {answer.outcome for answer in site.attempt(browser).answers} == {Outcome.SKIPPED}
    assert all(word not in browser.page.words.lower() for word in ("score", "échec", "%", "faux"))


def test_same_task_comes_with_help_when_the_first_try_misses(site: Site) -> None:
    """Two tries: the first one shows help, the second ends the task."""
    browser = _begun(site)
    while site.answer_wrong(browser) is None:
        browser.submit({"skip": "1"})
    current = site.attempt(browser).current
    assert current is not None

    assert (current.tries, current.is_helped) == (1, True)
    assert "Pas encore. Voici un coup de pouce." in browser.page.words
    before = len(site.attempt(browser).answers)
    site.answer_wrong(browser)
    assert site.attempt(browser).answers[before].outcome is Outcome.FAILED


def test_task_counts_with_help_when_help_was_asked(site: Site) -> None:
    browser = _begun(site)
    browser.submit({"help": "1"})
    standing = site.standing(browser)
    assert standing.item is not None
    assert standing.scene is not None
    assert " ".join((standing.scene.help or standing.item.help).split()) in browser.page.words
    for _ in range(4):
        if not site.attempt(browser).answers:
            site.answer_right(browser)

    assert site.attempt(browser).answers[0].outcome is Outcome.HELPED


def test_nothing_is_used_up_when_an_answer_is_missing(site: Site) -> None:
    """Q07: the field is named, no try is counted."""
    browser = _begun(site)
    before = site.snapshot()
    answer = site.answer_nothing(browser)

    assert answer.status_code == 422
    assert browser.page.title.startswith("Il manque une réponse")
    assert browser.page.name == "question"
    assert changed(before, site.snapshot()) == set()


@pytest.mark.parametrize(
    "fields", [{"press": "\0"}, {"choice": "unknown"}, {"press": "x" * 5000}, {"field-x": "a"}]
)
def test_nothing_is_used_up_when_the_answer_is_none_of_those_offered(
    site: Site, fields: dict[str, str]
) -> None:
    """Q07."""
    browser = _begun(site)
    before = site.snapshot()

    assert browser.submit(fields).status_code == 422
    assert changed(before, site.snapshot()) == set()


@pytest.mark.parametrize(
    "fields",
    [
        {"submission": ""},
        {"submission": "short"},
        {"submission": "x" * 65},
        {"submission": "é" * 22},
        {"submission": "a\0bcdefghij"},
        {"version": ""},
        {"version": "-1"},
        {"version": "1e3"},
        {"version": "9" * 10},
        {"version": "²"},
    ],
)
def test_answer_is_refused_when_its_hidden_fields_are_not_ours(site: Site, fields: dict[str, str]) -> None:
    browser = _begun(site)
    before = site.snapshot()
    form = browser.page.form
    answer = browser.post(form.action, {**form.hidden, "skip": "1", **fields})

    refused(answer, 400, "e-link")
    assert changed(before, site.snapshot()) == set()


def test_second_click_is_harmless_when_an_answer_was_stored(site: Site) -> None:
    """Q01, Q03, W20: the same submission again, at once, from the back button, and after the next answer."""
    browser = _begun(site)
    form = browser.page.form
    sent = {**form.hidden, "skip": "1"}
    first = browser.post(form.action, sent)
    second = browser.post(form.action, sent)
    browser.get(second.location)

    assert (first.status_code, second.status_code) == (303, 303)
    assert "saved=already" in second.location
    assert "déjà" in browser.page.words
    assert len(site.attempt(browser).answers) == 1
    browser.submit({"skip": "1"})
    browser.post(form.action, sent)
    assert len(site.attempt(browser).answers) == 2


def test_back_button_leads_to_the_open_task_when_an_old_address_is_opened(site: Site) -> None:
    """W20: with the word that the answer was kept; an address of the future just leads to the open task."""
    browser = _begun(site)
    browser.submit({"skip": "1"})
    answer = browser.request("GET", browser.at("tasks/1"))

    assert (answer.status_code, answer.location) == (303, f"{browser.at('tasks/2')}?saved=already")
    assert browser.request("GET", browser.at("tasks/40")).location == browser.at("tasks/2")


def test_second_window_reads_of_a_conflict_when_the_first_has_answered(site: Site) -> None:
    """Q02: 409, what was kept stays, and the page leads on."""
    browser = _begun(site)
    form, question = browser.page.form, browser.page.heading
    browser.submit({"skip": "1"})
    before = site.snapshot()
    answer = browser.post(form.action, {**form.hidden, "submission": "another-window", "help": "1"})

    assert answer.status_code == 409
    assert browser.page.heading == "Vous avez répondu dans une autre fenêtre."
    assert question in browser.page.words, "the one that this window showed, not the next one"
    assert changed(before, site.snapshot()) == set()
    onward = next(link for link in browser.page.links if "/comfort?" not in link and "/tasks/" in link)
    assert browser.get(onward).status_code == 200
    assert browser.page.name == "question"


def test_answer_changes_nothing_when_the_attempt_is_over(site: Site) -> None:
    """Q05."""
    browser = _begun(site)
    form = browser.page.form
    site.finish(browser)
    before = site.snapshot()
    answer = browser.post(form.action, {**form.hidden, "submission": "much-too-late", "skip": "1"})

    assert answer.status_code == 303
    assert changed(before, site.snapshot()) == set()


def test_pause_keeps_everything_when_it_is_asked_for(site: Site) -> None:
    browser = _begun(site)
    browser.submit({"skip": "1"})
    before = site.snapshot()
    browser.submit({"pause": "1"})

    assert browser.page.name == "pause"
    assert changed(before, site.snapshot()) == set()
    browser.submit()
    assert browser.page.name == "question"
    assert len(site.attempt(browser).answers) == 1


def test_learner_goes_on_where_they_were_when_they_launch_on_another_device(site: Site) -> None:
    """Q11: the same person in another browser; the first one is told of the conflict, not overwritten."""
    computer = _begun(site)
    computer.submit({"skip": "1"})
    task = site.standing(computer).item
    old_form = computer.page.form
    phone = site.visitor(LEARNER)

    assert phone.page.heading == "Bonjour. On continue ?"
    phone.submit()
    assert site.standing(phone).item == task
    assert site.attempt(phone).id == site.attempt(computer).id
    phone.submit({"skip": "1"})
    assert computer.post(old_form.action, {**old_form.hidden, "help": "1"}).status_code == 409
    assert computer.get(computer.at()).status_code == 200


def test_not_now_is_kept_and_taken_up_again_when_the_learner_comes_back(site: Site) -> None:
    browser = site.visitor(LEARNER)
    later = next(form for form in browser.page.forms if form.action.endswith("/later"))
    browser.send(later.action, later.hidden)

    assert browser.page.heading == "D'accord. Ce sera pour plus tard."
    assert site.attempt(browser).state is AttemptState.DECLINED
    assert count(site.engine, "delivery") == 0
    again = site.visitor(LEARNER)
    again.submit()
    assert again.page.name == "question"
    assert site.attempt(again).state is AttemptState.OPEN


def test_answers_are_kept_when_not_now_comes_in_the_middle(site: Site) -> None:
    browser = _begun(site)
    browser.submit({"skip": "1"})
    browser.send(browser.at("later"))
    browser.submit()

    assert browser.page.name == "question"
    assert len(site.attempt(browser).answers) == 1


def test_beginning_twice_gives_one_attempt_when_the_button_is_pressed_twice(site: Site) -> None:
    browser = site.visitor(LEARNER)
    for _ in range(2):
        assert browser.post(browser.at("welcome")).status_code == 303

    assert count(site.engine, "attempt") == 1


def test_equipment_is_asked_without_pressure_when_the_tasks_are_done(site: Site) -> None:
    """An answer, a missing one, "I prefer not to", and one changed by the back button."""
    browser = _to_the_access_check(site)
    first = browser.page.form.action
    assert browser.submit().status_code == 422
    assert browser.page.title.startswith("Il manque une réponse")
    browser.submit({"choice": "phone"})
    browser.submit({"skip": "1"})
    browser.send(first, {"choice": "computer"})

    assert dict(site.attempt(browser).access) == {"device": "computer", "connection": "no-answer"}
    assert browser.page.form.action.endswith("access/place")


def test_result_is_sent_once_when_the_button_is_pressed_twice(site: Site) -> None:
    """W20: the second press says that it was done."""
    browser = _to_the_access_check(site)
    site.answer_access(browser)
    form = browser.page.form
    browser.send(form.action, form.hidden)
    sent_at = site.attempt(browser).shared_at
    browser.send(form.action, form.hidden)

    assert "C'était déjà fait." in browser.page.words
    assert site.attempt(browser).shared_at == sent_at

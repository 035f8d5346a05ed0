"""The checks as a learner walks through them in a browser without scripts."""

from __future__ import annotations

import pytest

from lti_tool.domain.checks import LINE_LENGTH
from lti_tool.domain.start import Stage
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site, refused


def begin(site: Site, check: str) -> Browser:
    """A learner at the first question of a check."""
    browser = site.visitor(LEARNER)
    browser.get(browser.at(f"checks/{check}"))
    browser.submit()
    return browser


def told(site: Site, browser: Browser, check: str) -> dict[str, object]:
    """What is stored of a check at the entry."""
    run = site.services.checks.told_by_learner(site.visit(browser)).at(check, Stage.ENTRY)
    return dict(run.answers) if run else {}


def test_obstacles_are_told_question_by_question_when_a_learner_walks_through_them(site: Site) -> None:
    """First page, two questions with several answers, a line, the answers, sent."""
    browser = site.visitor(LEARNER)
    browser.get(browser.at("checks/obstacles"))
    first = browser.page

    browser.submit()
    pages = [browser.page]
    browser.submit({"choice": ["cost", "time"]})
    pages.append(browser.page)
    browser.submit({"choice": ["fear"]})
    pages.append(browser.page)
    browser.submit({"line": "Mon fils a l'ordinateur"})
    done = browser.page
    browser.submit()

    assert (first.name, first.heading) == ("check", "Ce qui me freine")
    assert "si vous appuyez sur « Envoyer »" in first.words.replace("\u00a0", " ")
    assert ["step"] * 3 == [page.name for page in pages]
    assert all(page.inline == [] for page in (first, *pages, done, browser.page))
    for words in ("Internet coûte trop cher", "J'ai peur de ne pas y arriver", "Mon fils a l'ordinateur"):
        assert words in done.words
    assert "personne d'autre ne les lit" in done.words
    assert "C'est envoyé" in browser.page.words


def test_what_was_answered_is_ticked_again_when_it_is_changed(site: Site) -> None:
    browser = begin(site, "obstacles")
    for fields in ({"choice": ["cost"]}, {"skip": "1"}, {"line": ""}):
        browser.submit(fields)

    browser.get(browser.at("checks/obstacles/questions/life"))
    body = browser.get(browser.at("checks/obstacles/questions/life")).get_data(as_text=True)
    browser.submit({"choice": ["nothing"]})

    assert 'value="cost" id="choice-cost" checked' in body
    assert body.count(" checked") == 1
    assert "Rien de tout cela" in browser.page.words
    assert "Internet coûte trop cher" not in browser.page.words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Il manque une réponse."),
        ({"choice": ["nothing", "time"]}, "Gardez « Rien de tout cela », ou gardez le reste."),
    ],
)
def test_a_clear_sentence_comes_when_an_answer_cannot_be_kept(
    site: Site, fields: dict[str, list[str]], words: str
) -> None:
    browser = begin(site, "obstacles")

    answer = browser.submit(fields)

    assert answer.status_code == 422
    assert words in browser.page.words.replace("\u00a0", " ")
    assert {} == told(site, browser, "obstacles")
    for choice in fields.get("choice", []):
        assert f'id="choice-{choice}" checked' in answer.get_data(as_text=True)


def test_a_long_line_is_given_back_when_it_cannot_be_kept(site: Site) -> None:
    browser = begin(site, "obstacles")
    browser.submit({"skip": "1"})
    browser.submit({"skip": "1"})

    answer = browser.submit({"line": "é" * (LINE_LENGTH + 1)})

    assert answer.status_code == 422
    assert f'value="{"é" * (LINE_LENGTH + 1)}"' in answer.get_data(as_text=True)
    assert "own-words" not in told(site, browser, "obstacles")


def test_a_learner_goes_on_where_they_were_when_they_come_back_later(site: Site) -> None:
    browser = begin(site, "self-rating-grid")
    browser.submit({"choice": "alone"})

    browser.submit({"pause": "1"})
    paused = browser.page
    later = site.visitor(LEARNER)
    later.get(later.at("checks/self-rating-grid"))
    later.submit()

    assert "Vos réponses sont gardées." in paused.words
    assert "Question 2 sur 21." in later.page.words


def test_nothing_is_stored_twice_when_an_answer_is_sent_again(site: Site) -> None:
    browser = begin(site, "interests")
    form = browser.page.form
    fields = {**form.hidden, "choice": ["job"]}

    before = [browser.post(form.action, fields).status_code for _ in range(2)]
    rows = site.snapshot()
    again = browser.post(form.action, fields).status_code

    assert [303, 303, 303] == [*before, again]
    assert rows["check_answer"] == site.snapshot()["check_answer"]
    assert (1, 1) == (rows["check_run"].rows, rows["check_answer"].rows)


@pytest.mark.parametrize(
    ("path", "fields", "status", "code"),
    [
        ("checks/obstacles/questions/life", {"choice": "pigeon"}, 400, "e-link"),
        ("checks/interests/questions/channel", {"choice": ["sms", "mail"]}, 400, "e-link"),
        ("checks/obstacles/questions/nope", {"choice": "time"}, 404, "e-notfound"),
        ("checks/nope/questions/life", {"choice": "time"}, 404, "e-notfound"),
        ("checks/soft-skills/questions/asking", {"choice": "often"}, 404, "e-notfound"),
        ("checks/obstacles/answers", {}, 404, "e-notfound"),
    ],
)
def test_a_form_is_refused_when_no_page_of_ours_sends_it(
    site: Site, path: str, fields: dict[str, str | list[str]], status: int, code: str
) -> None:
    browser = site.visitor(LEARNER)

    answer = browser.post(browser.at(path), fields)

    refused(answer, status, code)
    assert {} == told(site, browser, "obstacles") | told(site, browser, "interests")


def test_nobody_else_meets_the_answers_when_they_open_the_same_check(site: Site) -> None:
    """Each learner has their own, and a trainer has none."""
    browser = begin(site, "obstacles")
    browser.submit({"choice": ["cost"]})

    other = site.visitor(OUTSIDER)
    other.get(other.at("checks/obstacles"))
    trainer = site.visitor(TRAINER)
    answer = trainer.get(trainer.at("checks/obstacles"))

    assert other.page.heading == "Ce qui me freine"
    assert {} == told(site, other, "obstacles")
    refused(answer, 404, "e-notfound")


def test_every_check_is_offered_with_its_state_when_a_learner_looks_at_all(site: Site) -> None:
    browser = begin(site, "self-rating")
    for _ in range(5):
        browser.submit({"skip": "1"})

    browser.get(browser.at("checks"))

    words = browser.page.words
    for title in ("Ce qui me freine", "Ce que je veux faire", "Ce que je pense savoir faire", "Ma grille"):
        assert title in words
    assert "Ma façon de travailler" not in words
    assert words.count("fait, gardé pour vous") == 1


def test_the_trainer_reads_a_check_only_while_it_is_sent(site: Site) -> None:
    browser = begin(site, "obstacles")
    for fields in ({"choice": ["cost"]}, {"choice": ["fear"]}, {"line": ""}):
        browser.submit(fields)
    trainer = site.visit(site.visitor(TRAINER))
    record = site.services.cohorts.record(trainer, site.visit(browser).launch.person_id)

    def read() -> list[str]:
        return sorted(site.services.checks.told_to_trainer(trainer, record).runs)

    kept = read()
    browser.submit()
    sent = read()
    browser.send(browser.at("checks/obstacles/answers"), {"keep": "1"})

    assert [[], ["obstacles"], []] == [kept, sent, read()]

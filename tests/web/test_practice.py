"""A team's review of its own practice: kept with its day, beside the one before and the learners' totals."""

from __future__ import annotations

import pytest

from lti_tool.domain.errors import NotFound
from lti_tool.domain.practice import Topic
from tests.people import LEARNER, TRAINER
from tests.statements import statements_sent
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.tables import changed, count, values
from tests.web.test_assistants import assistant, let_see
from tests.web.test_exports import crowded, later_stage
from tests.web.test_figures import ELSEWHERE

TABLE = "practice_review"
WELL = {topic.value: "well" for topic in Topic}


def filled_in(trainer: Browser, answers: dict[str, str]) -> Browser:
    """The trainer on the page after this form."""
    trainer.get(trainer.at("practice/form"))
    trainer.submit(answers)
    return trainer


def test_a_review_stands_beside_the_one_before_with_its_day(site: Site) -> None:
    site.clock.stop()
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at("documents"))
    assert trainer.at("practice") in trainer.page.links
    trainer.get(trainer.at("practice"))
    none_yet = trainer.page.words
    filled_in(trainer, {**WELL, "pace": "to-change"})
    first = trainer.page.words
    site.wait(days=40)
    filled_in(site.visitor(TRAINER), WELL)
    again = site.visitor(TRAINER)
    again.get(again.at("practice"))
    both = again.page
    older = next(link for link in both.links if "review=" in link)
    again.get(older)

    assert "Aucun bilan n'est encore fait." in none_yet
    assert "Pas encore, à changer" in first
    assert "Avant" not in first
    assert "Avant : " in both.words.replace("\u00a0", " ")
    assert 7 == both.words.count("Oui, bien") - 6
    assert "Pas encore, à changer" in again.page.words
    assert "Avant" not in again.page.words
    assert 2 == count(site.engine, TABLE)
    deeds = [row[0] for row in values(site.engine, "audit_entry", "action")]
    assert 2 == deeds.count("practice-reviewed")


@pytest.mark.parametrize("left_out", ["welcome", "follow-up"])
def test_nothing_is_kept_while_an_answer_is_missing_and_no_choice_is_lost(site: Site, left_out: str) -> None:
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at("practice/form"))
    answer = trainer.submit({name: given for name, given in WELL.items() if name != left_out})

    assert (422, 0) == (answer.status_code, count(site.engine, TABLE))
    assert "Vos choix sont encore là." in trainer.page.words
    assert 6 == answer.get_data(as_text=True).count(" checked")
    trainer.submit(WELL)
    assert 1 == count(site.engine, TABLE)


def test_the_same_form_twice_is_one_review(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at("practice/form"))
    form = trainer.page.form
    for _time in range(2):
        assert 303 == trainer.post(form.action, {**form.hidden, **WELL}).status_code

    assert 1 == count(site.engine, TABLE)


def test_what_no_form_of_ours_sends_is_refused(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at("practice/form"))
    form = trainer.page.form
    before = site.snapshot()
    spoilt = trainer.post(form.action, {**form.hidden, **WELL, "pace": "superb"})
    refused(spoilt, 400, "e-link", "unknown-review-answer")
    refused(trainer.post(form.action, {**WELL, "submission": "x"}), 400, "e-link", "submission")

    assert set() == changed(before, site.snapshot()) - {"security_event"}


def test_another_course_has_its_own_and_shows_no_other(site: Site) -> None:
    filled_in(site.visitor(TRAINER), WELL)
    other = site.visitor(TRAINER, claims=lambda claims: {**claims, **ELSEWHERE})
    (review,) = (row[0] for row in values(site.engine, TABLE, "id"))
    other.get(other.at("practice"))

    assert "Aucun bilan n'est encore fait." in other.page.words
    for name in (review, "x"):
        refused(
            other.request("GET", other.at(f"practice?review={name}")), 404, "e-notfound", "no-such-review"
        )


def test_an_assistant_reads_it_where_the_centre_lets_her_and_never_writes(site: Site) -> None:
    filled_in(site.visitor(TRAINER), WELL)
    helper = assistant(site)
    helper.get(helper.at("practice"))
    read = helper.page
    forbidden = helper.request("GET", helper.at("practice/form"))
    let_see(site, "progress")

    assert "Oui, bien" in read.words
    assert helper.at("practice/form") not in read.links
    refused(forbidden, 403, "e-role", "not-a-trainer")
    again = assistant(site)
    refused(again.request("GET", again.at("practice")), 404, "e-notfound")
    with pytest.raises(NotFound, match="assistant-sees-progress"):
        site.services.workspace.practice.of_course(site.visit(again))
    learner = site.visitor(LEARNER)
    refused(learner.request("GET", learner.at("practice")), 403, "e-role")


def test_the_learners_totals_stand_beside_it_and_name_nobody(site: Site) -> None:
    trainer = crowded(site, 12)
    later_stage(site, "end", range(1, 11), 4)
    filled_in(trainer, WELL)
    trainer.get(trainer.at("practice"))
    words = trainer.page.words

    assert "Ce qui a changé entre le début et la fin" in words
    assert "+2" in words
    assert "Nom 00" not in words
    with statements_sent() as few:
        trainer.get(trainer.at("practice"))
    for _time in range(3):
        filled_in(trainer, WELL)
    with statements_sent() as many:
        trainer.get(trainer.at("practice"))
    assert len(few) == len(many) <= 40

"""The right to correct: a person answers otherwise than before, and both answers stay readable."""

from __future__ import annotations

import pytest

from tests.people import LEARNER
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.tables import count, values
from tests.web.test_actions import at_actions, form_of, person_of, told

CHANGED = "C'est changé. Votre nouvelle réponse compte."


def change(learner: Browser, question: str, **fields: str) -> str:
    """Open the question from the result, and answer otherwise; the words of the page that follows."""
    learner.get(learner.at("result"))
    assert learner.at(f"access/{question}") in learner.page.links
    learner.get(learner.at(f"access/{question}"))
    form = next(form for form in learner.page.main_forms if form.action.endswith(f"/access/{question}"))
    learner.send(form.action, {**form.hidden, **fields})
    return learner.page.words


def deeds(site: Site) -> list[object]:
    found = values(site.engine, "audit_entry", "action", "actor")
    return [action for action, actor in found if str(actor).startswith("learner/")]


def test_the_person_changes_an_answer_and_the_trainer_reads_both(site: Site) -> None:
    learner = told(site, device="none")
    trainer = at_actions(site)
    before = trainer.page.words
    words = change(learner, "device", choice="computer")
    trainer.get(trainer.at("actions"))
    after = trainer.page.words
    trainer.get(trainer.at(f"cohort/{person_of(site, learner)}"))

    assert CHANGED in words
    assert "Avant : « Je n'ai pas d'appareil »" in words
    assert "Prêter un appareil" in before
    assert "Prêter un appareil" not in after
    assert "Changé par la personne elle-même le" in trainer.page.words
    assert "Je n'ai pas d'appareil" in trainer.page.words
    assert ["record-corrected"] == deeds(site)


def test_the_question_says_what_becomes_of_another_answer(site: Site) -> None:
    learner = told(site, device="none")
    learner.get(learner.at("access/device"))

    assert "Cela a changé ? Choisissez une autre réponse." in learner.page.words
    assert "Votre formateur voit l'ancienne et la nouvelle réponse." in learner.page.words
    assert "C'est presque fini." not in learner.page.words


def test_nothing_is_written_down_before_the_result_is_sent(site: Site) -> None:
    """Until then an answer is nobody else's business."""
    learner = told(site, is_sent=False, device="none")
    words = change(learner, "device", choice="computer")

    assert CHANGED in words
    assert 0 == count(site.engine, "correction")
    assert [] == deeds(site)


def test_the_same_answer_changes_nothing(site: Site) -> None:
    learner = told(site, device="none")
    change(learner, "device", choice="none")

    assert 0 == count(site.engine, "correction")
    assert [] == deeds(site)


def test_an_answer_may_be_taken_back(site: Site) -> None:
    learner = told(site, device="none")
    words = change(learner, "device", skip="1")
    trainer = at_actions(site)
    trainer.get(trainer.at(f"cohort/{person_of(site, learner)}"))

    assert "Je préfère ne pas répondre" in words
    assert "préfère ne pas répondre" in trainer.page.words
    assert 1 == count(site.engine, "correction")


@pytest.mark.parametrize("choice", ["", "gold"])
def test_nothing_is_kept_of_an_answer_that_is_none(site: Site, choice: str) -> None:
    learner = told(site, device="none")
    learner.get(learner.at("access/device"))
    form = next(form for form in learner.page.main_forms if form.action.endswith("/access/device"))
    answer = learner.post(form.action, {**form.hidden, "choice": choice})

    assert (422 if not choice else 400) == answer.status_code
    assert 0 == count(site.engine, "correction")


def test_a_trainers_correction_still_stands_with_its_reason(site: Site) -> None:
    learner, trainer = told(site, device="none"), at_actions(site)
    address = trainer.at(f"cohort/{person_of(site, learner)}/access/device")
    trainer.get(address)
    form = form_of(trainer, "/access/device")
    trainer.send(form.action, {**form.hidden, "choice": "phone", "reason": "Elle a un téléphone."})
    learner.get(learner.at("result"))

    assert "Elle a un téléphone." in learner.page.words
    assert "Vous avez changé" not in learner.page.words


def test_a_disagreement_is_among_the_things_to_do(site: Site) -> None:
    """Nobody must open each record to see it; once somebody talked about it, it leaves the list."""
    learner = told(site)
    trainer = at_actions(site)
    before = trainer.page.words
    learner.get(learner.at("result/objection"))
    form = next(form for form in learner.page.main_forms if "submission" in form.hidden)
    learner.send(form.action, {**form.hidden, "words": "Je sais plus que cela."})
    trainer.get(trainer.at("actions"))
    listed = trainer.page.words
    reply = next(link for link in trainer.page.links if "/objections/" in link)
    trainer.get(reply)
    form = next(form for form in trainer.page.main_forms if "/objections/" in form.action)
    trainer.send(form.action, {**form.hidden, "day": site.clock().date().isoformat(), "words": ""})
    trainer.get(trainer.at("actions"))

    assert "pas d'accord" not in before
    assert "Parler d'un résultat : la personne n'est pas d'accord" in listed
    assert "« Je sais plus que cela. »" in listed
    assert listed.count(LEARNER.name) > before.count(LEARNER.name)
    assert "pas d'accord" not in trainer.page.words


def test_a_disagreement_of_another_course_is_not_on_the_list(site: Site) -> None:
    learner = told(site)
    learner.get(learner.at("result/objection"))
    form = next(form for form in learner.page.main_forms if "submission" in form.hidden)
    learner.send(form.action, {**form.hidden, "words": "Non."})
    with site.services.store.reading() as unit:
        centre_id = site.visit(learner).link.centre_id
        elsewhere = unit.record_parts.open_objections(centre_id, "another-course")
        here = unit.record_parts.open_objections(centre_id, site.visit(learner).link.context_id or "")

    assert [] == elsewhere
    assert [person_of(site, learner)] == [person for person, _one in here]

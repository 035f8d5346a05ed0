"""What trainers write into a record and learners say to it, page by page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.staging import CLAIM, do, enter, nothing, sent
from tests.web.tables import values

SEEN = {"level": "5", "reason": "A aidé trois personnes <b>du groupe</b>.", "day": "2026-03-05"}
ASSISTANT = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"
ONE_DAY = timedelta(days=1)
WHY = "Il partage l'ordinateur de sa sœur."


def of_person(site: Site, trainer: Browser, learner: Browser, place: str = "") -> str:
    """Where something of a learner is, for this trainer."""
    return trainer.at(f"cohort/{site.visit(learner).launch.person_id}{place}")


def page(browser: Browser, address: str) -> str:
    """The words of a page."""
    assert browser.get(address).status_code == 200, address
    return browser.page.words


def pair(site: Site, *, is_sent: bool = True) -> tuple[Browser, Browser]:
    """A learner who finished a diagnostic, and the trainer at the same link."""
    learner = do(site, "diagnostic", nothing)
    if is_sent:
        sent(learner)
    return learner, enter(site, "diagnostic", TRAINER)


def fill(browser: Browser, address: str, fields: dict[str, str]) -> int:
    """Open a form and send it; the status of the answer."""
    assert browser.get(address).status_code == 200
    form = browser.page.main_forms[0]
    return browser.send(form.action, {**form.hidden, **fields}).status_code


def test_both_read_what_the_trainer_saw_beside_what_was_measured(site: Site) -> None:
    learner, trainer = pair(site)
    before = page(learner, learner.at("result"))
    fill(trainer, of_person(site, trainer, learner, "/observed/2"), SEEN)
    record, result = trainer.page.words, page(learner, learner.at("result"))

    assert "C'est gardé dans le dossier." in record
    assert f"{TRAINER.name} a observé le 5 mars 2026 : niveau 5." in record
    assert "A aidé trois personnes <b>du groupe</b>." in record
    assert f"{TRAINER.name} a observé : « j'aide les autres », parce que" in result
    assert "a observé" not in before
    assert b"<b>du groupe" not in learner.get(learner.at("result")).data
    assert b"<b>du groupe" not in trainer.get(of_person(site, trainer, learner)).data


def test_a_withdrawn_level_stays_readable_and_struck(site: Site) -> None:
    learner, trainer = pair(site)
    place = of_person(site, trainer, learner, "/observed/2")
    fill(trainer, place, SEEN)
    trainer.get(place)
    form = trainer.page.main_forms[1]
    trainer.send(form.action, form.hidden)
    html = trainer.get(of_person(site, trainer, learner)).get_data(as_text=True)

    assert "Retirer cette observation" not in page(trainer, place)
    assert re.search(r"<s><b>[^<]*niveau 5", html)
    assert "Retiré le" in html
    assert "Ce qui était noté avant" in page(learner, learner.at("result"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"level": ""}, "Choisissez un niveau."),
        ({"level": "9"}, "Choisissez un niveau."),
        ({"reason": " "}, "Écrivez pourquoi, en une ou deux phrases."),
        ({"reason": "x" * 501}, "Écrivez 500 signes au plus."),
        ({"day": "demain"}, "Écrivez le jour comme ceci"),
    ],
)
def test_what_was_typed_comes_back_when_a_level_cannot_be_kept(
    site: Site, wrong: dict[str, str], words: str
) -> None:
    learner, trainer = pair(site)
    before = site.snapshot()
    status = fill(trainer, of_person(site, trainer, learner, "/observed/2"), {**SEEN, **wrong})

    assert (422, True) == (status, words in trainer.page.words)
    assert before["observation"] == site.snapshot()["observation"]
    if "reason" not in wrong:
        assert "A aidé trois personnes" in trainer.page.words


def test_a_corrected_answer_keeps_the_former_one_and_the_reason(site: Site) -> None:
    learner, trainer = pair(site)
    place = of_person(site, trainer, learner, "/access/device")
    trainer.get(place)
    offered = sorted(trainer.page.main_forms[0].offers("choice"))
    fill(trainer, place, {"choice": offered[0], "reason": WHY})
    record = page(trainer, of_person(site, trainer, learner))
    fill(trainer, place, {"choice": offered[1], "reason": "Il en a reçu un."})
    result = page(learner, learner.at("result"))

    assert "Réponses corrigées" in record
    assert WHY in record
    assert WHY in result
    assert "Il en a reçu un." in result
    assert offered[1] == site.attempt(learner).access["device"]
    assert 2 == site.snapshot()["correction"].rows


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": WHY, "choice": "nope"}, "Choisissez une réponse."),
        ({"choice": "none"}, "Écrivez pourquoi, en une ou deux phrases."),
    ],
)
def test_no_answer_is_corrected_without_an_answer_and_a_reason(
    site: Site, fields: dict[str, str], words: str
) -> None:
    learner, trainer = pair(site)
    before = site.snapshot()

    assert 422 == fill(trainer, of_person(site, trainer, learner, "/access/device"), fields)
    assert words in trainer.page.words
    assert before["attempt"] == site.snapshot()["attempt"]


def test_a_learner_disagrees_and_reads_the_reply(site: Site) -> None:
    learner, trainer = pair(site)
    fill(learner, learner.at("result/objection"), {"words": "Je sais\nenvoyer <i>un courriel</i>."})
    told = learner.page.words
    record = page(trainer, of_person(site, trainer, learner))
    reply = next(link for link in trainer.page.links if "/objections/" in link)
    fill(trainer, reply, {"day": "2026-03-06", "words": "On refait un essai mardi."})
    answered = page(learner, learner.at("result"))

    assert "Votre formateur peut le lire." in told
    assert "La personne n'est pas d'accord avec son résultat" in record
    assert "envoyer <i>un courriel</i>." in record
    assert f"{TRAINER.name} en a parlé avec vous le 6 mars 2026." in answered
    assert "On refait un essai mardi." in answered
    assert b"<i>un" not in trainer.get(of_person(site, trainer, learner)).data
    assert ("objection-answered",) in values(site.engine, "audit_entry", "action")


def test_a_disagreement_needs_no_words_and_counts_once_when_sent_twice(site: Site) -> None:
    learner, _trainer = pair(site, is_sent=False)
    learner.get(learner.at("result/objection"))
    form = learner.page.main_forms[0]
    statuses = [learner.post(form.action, form.hidden).status_code for _ in range(2)]

    assert [303, 303] == statuses
    assert 1 == site.snapshot()["objection"].rows


def test_a_long_disagreement_comes_back_whole(site: Site) -> None:
    learner, _trainer = pair(site)
    status = fill(learner, learner.at("result/objection"), {"words": "mot " * 80})

    assert (422, "Gardez 300 lettres." in learner.page.words) == (status, True)
    assert ("mot " * 80).strip() in learner.page.words
    assert 0 == site.snapshot()["objection"].rows


def test_a_disagreement_reaches_the_trainer_before_the_result_is_sent(site: Site) -> None:
    """It was said to the trainer; the result itself stays closed."""
    learner, trainer = pair(site, is_sent=False)
    fill(learner, learner.at("result/objection"), {"words": "Pas moi."})
    record = page(trainer, of_person(site, trainer, learner))

    assert "Pas moi." in record
    assert "Le résultat apparaît ici quand la personne appuie sur « Envoyer »." in record
    assert "Ce que la personne sait faire" not in record


def test_a_note_is_changed_in_place_on_its_day_and_struck_later(site: Site) -> None:
    learner, trainer = pair(site)
    fill(trainer, of_person(site, trainer, learner, "/notes"), {"text": "Veut écrire\nà son fils."})
    note = next(link for link in trainer.page.links if "/notes/" in link)
    fill(trainer, note, {"text": "Veut écrire à sa fille."})
    same_day = trainer.page.words
    site.clock.offset += ONE_DAY
    site.lms.clock_offset_seconds = ONE_DAY.total_seconds()
    trainer = enter(site, "diagnostic", TRAINER)
    note = trainer.at("cohort/" + note.partition("/cohort/")[2])
    told = page(trainer, note)
    fill(trainer, note, {"text": "Veut écrire à son frère."})
    html = trainer.get(note.partition("/notes/")[0]).get_data(as_text=True)

    assert "La personne peut demander à lire cette note." in told
    assert "changée le même jour" in same_day
    assert "à son fils" not in same_day
    assert '<s class="written">Veut écrire à sa fille.</s>' in html
    assert '<span class="written">Veut écrire à son frère.</span>' in html
    assert 2 == site.snapshot()["note"].rows


def test_an_emptied_note_loses_its_text_for_good_and_nothing_else(site: Site) -> None:
    learner, trainer = pair(site)
    fill(trainer, of_person(site, trainer, learner, "/notes"), {"text": "Habite chez un ami."})
    note = next(link for link in trainer.page.links if "/notes/" in link)
    trainer.get(note)
    form = trainer.page.main_forms[1]
    trainer.send(form.action, {**form.hidden, "empty": "1"})

    assert "Texte effacé le" in trainer.page.words
    assert "Habite chez" not in trainer.page.words
    assert "Habite chez" not in str(site.snapshot())
    assert 1 == site.snapshot()["note"].rows


@pytest.mark.parametrize(
    ("text", "words"), [("", "Écrivez quelque chose"), ("x" * 1001, "Écrivez 1000 signes au plus.")]
)
def test_no_note_is_kept_without_words_or_with_too_many(site: Site, text: str, words: str) -> None:
    learner, trainer = pair(site)

    assert 422 == fill(trainer, of_person(site, trainer, learner, "/notes"), {"text": text})
    assert words in trainer.page.words
    assert 0 == site.snapshot()["note"].rows


def test_a_learner_never_reads_a_note(site: Site) -> None:
    """They may ask for it: it is no part of their result."""
    learner, trainer = pair(site)
    fill(trainer, of_person(site, trainer, learner, "/notes"), {"text": "Craint l'ordinateur."})

    assert "Craint l'ordinateur." not in page(learner, learner.at("result"))


@pytest.mark.parametrize("place", ["/observed/2", "/access/device", "/notes"])
def test_an_assistant_may_read_the_record_and_open_no_form(site: Site, place: str) -> None:
    learner = do(site, "diagnostic", nothing)
    sent(learner)
    role = f"{CLAIM}roles"
    helper = enter(site, "diagnostic", TRAINER, **{"sub": "777", role: [ASSISTANT]})
    record = page(helper, of_person(site, helper, learner))

    assert "Noter le niveau que j'ai vu" not in record
    assert "Écrire une note" not in record
    refused(helper.get(of_person(site, helper, learner, place)), 403, "e-role")


@pytest.mark.parametrize("place", ["/observed/2", "/access/device", "/notes", "/objections/x", "/notes/x"])
def test_nobody_of_another_course_is_there(site: Site, place: str) -> None:
    outsider, trainer = site.visitor(OUTSIDER), site.visitor(TRAINER)

    refused(trainer.get(of_person(site, trainer, outsider, place)), 404, "e-notfound")


def test_a_note_of_another_person_is_not_there(site: Site) -> None:
    learner, trainer = pair(site)
    fill(trainer, of_person(site, trainer, learner, "/notes"), {"text": "Ici."})
    note = next(link for link in trainer.page.links if "/notes/" in link).rpartition("/")[2]
    other = do(site, "diagnostic", nothing, LEARNER, sub="4711")

    refused(trainer.get(of_person(site, trainer, other, f"/notes/{note}")), 404, "e-notfound")

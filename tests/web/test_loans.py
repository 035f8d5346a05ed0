"""Loans: from the need to the return, on the trainer's pages and on the learner's path."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from lti_tool.services.wording import local_day
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.staging import enter
from tests.web.test_actions import SLUG, at_actions, form_of, person_of, press, rows, told

SECOND = replace(LEARNER, key="learner-1", sub="1001", given_name="Apprenant", family_name="1")
TERMS = {
    "thing": "laptop",
    "what": "HP gris",
    "inventory": "PC-12",
    "accessory": ["charger", "mouse"],
    "more": "un câble",
    "condition": "Bon état.",
}


def day(site: Site, days: int = 0) -> str:
    """A day as a date field sends it, counted from the tool's own."""
    return (local_day(site.clock()) + timedelta(days=days)).isoformat()


def lent(site: Site, trainer: Browser, learner: Browser, **changes: object) -> str:
    """A loan is written down; its address."""
    trainer.get(trainer.at(f"cohort/{person_of(site, learner)}/loans/new"))
    form = form_of(trainer, "/loans")
    fields = {**TERMS, "lent_on": day(site), "due_on": day(site, 90), **changes}
    answer = trainer.post(form.action, {**form.hidden, **fields})  # type: ignore[dict-item]  # texts and lists
    assert 303 == answer.status_code, trainer.page.words
    address = str(answer.location.partition("?")[0])
    trainer.get(answer.location)
    return address


def test_a_loan_goes_from_the_need_to_the_return(site: Site) -> None:
    learner, trainer = told(site), at_actions(site)
    address = lent(site, trainer, learner)
    noted = trainer.page.words
    trainer.get(trainer.at("actions"))
    listed = trainer.page.words
    learner.get(learner.at("path"))
    mine = learner.page.words
    trainer.get(address)
    form = form_of(trainer, "/return")
    trainer.send(form.action, {**form.hidden, "day": day(site), "missing": "la souris"})
    returned = trainer.page.words
    learner.get(learner.at("path"))

    assert "Le prêt est noté." in noted
    assert "Ordinateur portable : HP gris (PC-12) Avec : Chargeur, Souris, un câble." in noted
    assert f"par {TRAINER.name}." in noted
    assert "Les prêts" in listed
    assert "1 chose finie" in listed, "the need of a device is done"
    assert "On vous a prêté Ordinateur portable : HP gris" in mine
    assert "À rendre le" in mine
    assert "PC-12" not in mine
    assert "Le retour est noté." in returned
    assert "Il manque : « la souris »" in returned
    assert "On vous a prêté" not in learner.page.words


def test_a_loan_is_asked_about_after_two_weeks_and_late_after_its_day(site: Site) -> None:
    learner, trainer = told(site), at_actions(site)
    lent(site, trainer, learner, due_on=day(site, 20))
    site.wait(days=13)
    early = at_actions(site).page.words
    site.wait(days=1)
    due = at_actions(site)
    asked = due.page.words
    form = form_of(due, "/answer")
    due.send(form.action, {**form.hidden, "helps": "to-repair"})
    answered = due.page.words
    site.wait(days=7)
    late = at_actions(site).page.words

    assert "Est-ce que l'appareil aide ?" not in early
    assert "Est-ce que l'appareil aide ?" in asked
    assert "Est-ce que l'appareil aide ?" not in answered
    assert "À réparer (dit le" in answered
    assert "Le retour était prévu le" not in answered
    assert "Le retour était prévu le" in late


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"thing": ""}, "Il manque une réponse."),
        ({"thing": "other", "what": " "}, "Il manque une réponse."),
        ({"lent_on": ""}, "Il manque une réponse."),
        ({"lent_on": "hier"}, "Écrivez la date comme ceci"),
        ({"lent_on": "2099-01-01"}, "Cette date n'est pas encore passée."),
        ({"lent_on": "1999-01-01"}, "Cette date est trop ancienne."),
        ({"due_on": "2001-02-03"}, "Le retour ne peut pas être avant le prêt."),
        ({"due_on": "2999-02-03"}, "Cette date est trop loin."),
        ({"due_on": "31/2/2027"}, "Écrivez la date comme ceci"),
        ({"inventory": "x" * 41}, "Le texte est trop long."),
        ({"condition": "x" * 201}, "Le texte est trop long."),
    ],
)
def test_a_loan_that_cannot_be_kept_comes_back_as_it_was_typed(
    site: Site, changes: dict[str, str], says: str
) -> None:
    learner, trainer = enter(site, SLUG), at_actions(site)
    trainer.get(trainer.at(f"cohort/{person_of(site, learner)}/loans/new"))
    form = form_of(trainer, "/loans")
    fields = {**TERMS, "lent_on": day(site), "due_on": "", **changes}
    answer = trainer.post(form.action, {**form.hidden, **fields})  # type: ignore[dict-item]  # texts and lists
    html = answer.get_data(as_text=True)

    assert 422 == answer.status_code
    assert says in trainer.page.words
    assert "Ce n'est pas encore gardé." in trainer.page.words
    assert 'value="un câble"' in html
    assert 2 == len(re.findall(r'name="accessory" value="(?:charger|mouse)" id="[^"]+" checked', html))
    assert [0] == rows(site, "loan")


def test_a_form_sent_twice_is_one_loan(site: Site) -> None:
    learner, trainer = told(site), at_actions(site)
    trainer.get(trainer.at(f"cohort/{person_of(site, learner)}/loans/new"))
    form = form_of(trainer, "/loans")
    fields = {**form.hidden, **TERMS, "lent_on": day(site)}
    places = {trainer.post(form.action, fields).location for _twice in range(2)}  # type: ignore[arg-type]

    assert 1 == len(places)
    assert [1] == rows(site, "loan")
    deeds = site.services.audit.latest(site.registration.centre_id)
    assert ["loan-made", "action-settled"] == [entry.deed.action for entry in deeds][:2]


def test_a_loan_is_changed_and_a_return_taken_back(site: Site) -> None:
    learner, trainer = enter(site, SLUG), at_actions(site)
    address = lent(site, trainer, learner)
    change = form_of(trainer, address.rpartition("/")[2])
    trainer.send(change.action, {**change.hidden, **TERMS, "what": "Dell", "lent_on": day(site)})  # type: ignore[dict-item]
    changed = trainer.page.words
    back = form_of(trainer, "/return")
    trainer.send(back.action, {**back.hidden, "day": day(site)})
    returned = trainer.page.words
    again = form_of(trainer, "/return")
    trainer.send(again.action, {**again.hidden, "lent-again": "1"})

    assert "Ordinateur portable : Dell" in changed
    assert "Aucun jour de retour n'est fixé." in changed
    assert "Rendu le" in returned
    assert "l'appareil est encore prêté" in trainer.page.words
    deeds = [entry.deed for entry in site.services.audit.latest(site.registration.centre_id)]
    assert ["loan-changed", "loan-returned", "loan-changed", "loan-made"] == [one.action for one in deeds][:4]
    assert {"loan"} == {one.object_kind for one in deeds[:4]}
    assert not [one for one in deeds if LEARNER.name in one.detail or "Dell" in one.detail]


def test_the_second_trainer_changes_nothing_when_one_was_faster(site: Site) -> None:
    learner, trainer = enter(site, SLUG), at_actions(site)
    address = lent(site, trainer, learner)
    stale = form_of(trainer, "/return")
    change = form_of(trainer, address.rpartition("/")[2])
    trainer.send(change.action, {**change.hidden, **TERMS, "what": "Dell", "lent_on": day(site)})  # type: ignore[dict-item]
    before = site.snapshot()
    trainer.send(stale.action, {**stale.hidden, "day": day(site)})

    assert "Quelqu'un a changé ceci entre-temps." in trainer.page.words
    assert before["loan"] == site.snapshot()["loan"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"day": ""}, "Il manque une réponse."),
        ({"day": "2099-01-01"}, "Cette date n'est pas encore passée."),
        ({"day": "2026-01-01"}, "Le retour ne peut pas être avant le prêt."),
        ({"missing": "x" * 201}, "Le texte est trop long."),
    ],
)
def test_a_return_that_cannot_be_kept_comes_back(site: Site, fields: dict[str, str], says: str) -> None:
    learner, trainer = enter(site, SLUG), at_actions(site)
    lent(site, trainer, learner)
    form = form_of(trainer, "/return")
    before = site.snapshot()
    answer = trainer.post(form.action, {**form.hidden, "day": day(site), **fields})

    assert 422 == answer.status_code
    assert says in trainer.page.words
    assert before["loan"] == site.snapshot()["loan"]


def test_the_slip_says_everything_and_has_two_signatures(site: Site) -> None:
    learner, trainer = enter(site, SLUG), at_actions(site)
    address = lent(site, trainer, learner)
    trainer.get(f"{address}/slip")

    assert "slip" == trainer.page.name
    for words in ("Numéro : PC-12", "Chargeur (oui)", "Casque (non)", "un câble", "Le prêt est gratuit."):
        assert words in trainer.page.words
    assert f"Signature de {LEARNER.name} :" in trainer.page.words
    assert f"Signature de {TRAINER.name} :" in trainer.page.words


def test_what_a_trainer_writes_is_shown_as_text(site: Site) -> None:
    learner, trainer = told(site), at_actions(site)
    address = lent(site, trainer, learner, what="<b>HP</b>", more="<i>câble</i>", condition="<u>bon</u>")
    pages = [trainer.get(one).data for one in (address, f"{address}/slip", trainer.at("actions"))]
    pages.append(learner.get(learner.at("path")).data)

    assert not [page for page in pages if re.search(b"<b>HP|<i>c|<u>bon", page)]
    assert "<b>HP</b>" in learner.page.words


def test_a_loan_of_another_person_is_not_there(site: Site) -> None:
    """By its own id below the address of somebody else, and for a trainer of another course."""
    learner, trainer = enter(site, SLUG), at_actions(site)
    address = lent(site, trainer, learner)
    loan = address.rpartition("/")[2]
    other = person_of(site, enter(site, SLUG, OUTSIDER))
    late = person_of(site, enter(site, SLUG, SECOND))
    before = site.snapshot()

    for person in (other, late):
        for ending in ("", "/slip"):
            refused(trainer.get(trainer.at(f"cohort/{person}/loans/{loan}{ending}")), 404, "e-notfound")
        for ending in ("", "/return", "/answer"):
            fields = {**TERMS, "version": "1", "lent_on": day(site), "day": day(site), "helps": "yes"}
            answer = trainer.post(trainer.at(f"cohort/{person}/loans/{loan}{ending}"), fields)  # type: ignore[arg-type]
            refused(answer, 404, "e-notfound")
    refused(trainer.get(f"{address.rpartition('/')[0]}/a%00b"), 404, "e-notfound")
    assert before["loan"] == site.snapshot()["loan"]


def test_a_loan_stays_on_the_list_when_its_need_was_settled_by_hand(site: Site) -> None:
    learner, trainer = told(site), at_actions(site)
    press(trainer, "device-loan", "not-needed", reason="Elle en a un.")
    lent(site, trainer, learner)
    trainer.get(trainer.at("actions?kind=loan"))

    assert "Ordinateur portable : HP gris" in trainer.page.words
    assert "Prêter un appareil (" not in trainer.page.words

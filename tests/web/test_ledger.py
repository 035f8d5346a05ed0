"""The grade ledger in a browser: every state in words, the way through it, the choice between two values."""

from __future__ import annotations

import re

import pytest

from tests.people import LEARNER, TEST_USER, TRAINER
from tests.web.browser import Browser
from tests.web.crowding import finish_everybody
from tests.web.rostering import queries
from tests.web.site import Site, refused
from tests.web.tables import changed, values

AREA = "passerelle:diagnostic:area-1"
KEEP, REPLACE = "Garder celle de la plateforme", "Remettre la nôtre"


def finished(site: Site, sub: str = LEARNER.sub, name: str = LEARNER.name) -> Browser:
    """A learner of their own sub who has finished."""
    browser = site.visitor(LEARNER, claims=lambda claims: {**claims, "sub": sub, "name": name})
    site.finish(browser)
    return browser


def ledger(trainer: Browser, query: str = "") -> str:
    """The words of the ledger."""
    trainer.get(trainer.at("ledger") + query)
    assert trainer.page.name == "ledger"
    return trainer.page.words


def actions(trainer: Browser, ending: str) -> list[str]:
    """Where the forms of a kind lead."""
    return [form.action for form in trainer.page.main_forms if form.action.partition("?")[0].endswith(ending)]


def forms_with(trainer: Browser, ending: str) -> list[tuple[str, dict[str, str]]]:
    """The same with their hidden values."""
    forms = [form for form in trainer.page.main_forms if form.action.partition("?")[0].endswith(ending)]
    return [(form.action, dict(form.hidden)) for form in forms]


def deeds(site: Site) -> list[tuple[str, str]]:
    """What the audit trail says of grades."""
    found = values(site.engine, "audit_entry", "action", "detail")
    return [(action, detail) for action, detail in found if action.startswith("grade")]


@pytest.fixture
def changed_there(site: Site) -> Browser:
    """The trainer of a course in whose gradebook somebody typed 7 in two columns, and who asked to read."""
    learner = finished(site)
    site.deliver()
    site.wait(minutes=1)
    site.lms.override_grade(LEARNER.sub, AREA, 7.0)
    site.lms.override_grade(LEARNER.sub, "", 7.0)
    trainer = site.visitor(TRAINER)
    ledger(trainer)
    _all, read = actions(trainer, "/read")
    trainer.send(read, {})
    assert "C'est demandé. 6 notes vont être relues" in trainer.page.words
    assert "Nous relisons cette note dans la plateforme." in trainer.page.words
    site.deliver()
    site.wait(minutes=1)
    assert learner.page.name in ("step", "result")
    return trainer


def test_the_ledger_is_empty_when_nobody_has_come(site: Site) -> None:
    trainer = site.visitor(TRAINER)

    assert "Aucune note n'est encore partie." in ledger(trainer)
    assert trainer.page.main_forms == []


def test_each_grade_is_told_in_words_when_it_moves(site: Site) -> None:
    """To send, waiting, refused, sent, "not now"."""
    trainer = site.visitor(TRAINER)
    finished(site)
    to_send = ledger(trainer)
    site.lms.fault("scores", 503, times=6, retry_after="60")
    site.deliver()
    waiting = ledger(trainer)
    site.wait(seconds=65)
    site.lms.fault("scores", 422, times=6)
    site.deliver()
    refusal = ledger(trainer)
    trainer.send(actions(trainer, "/retry")[-1], {})
    pressed = trainer.page.words
    site.deliver()
    sent = ledger(trainer)
    other = site.visitor(LEARNER, claims=lambda claims: {**claims, "sub": "later", "name": "Zoé Simon"})
    other.send(other.at("later"))

    assert "À envoyer. L'envoi part dans un instant." in to_send
    assert "sur 8" in to_send
    assert "la plateforme a un problème. Nouvel essai :" in waiting
    assert "Refusée : la plateforme n'accepte pas ce message." in refusal
    assert "À faire : Donnez le mot technique à l'administrateur." in refusal
    assert "C'est fait. 6 notes repartent dans un instant." in pressed
    assert "La plateforme l'a acceptée." in sent
    assert "C'est son choix." in ledger(trainer)
    assert "Zoé Simon" not in ledger(trainer, "?state=sent")
    assert LEARNER.name not in ledger(trainer, "?state=none")
    assert "Aucune note n'est dans cet état." in ledger(trainer, "?state=refused")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        pytest.param(500, "Si cela dure, la note est peut-être verrouillée.", id="locked"),
        pytest.param("not-gradable", "Vérifiez que la personne est inscrite au cours", id="left"),
    ],
)
def test_what_to_change_is_told_while_the_grade_still_waits(site: Site, fault: int | str, words: str) -> None:
    """Moodle answers 500 for a grade or a column that is locked, and 400 for a person who left the course."""
    trainer = site.visitor(TRAINER)
    finished(site)
    site.lms.fault("scores", fault, times=6)
    site.deliver()
    told = ledger(trainer)

    assert "En attente depuis" in told
    assert f"À faire : {words}" in told


def test_all_go_out_again_when_the_trainer_presses_once_for_a_reason(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    site.lms.fault("scores", 422, times=12)
    for number in (1, 2):
        finished(site, f"sub-{number}", f"Nom {number}")
    site.deliver()
    words = ledger(trainer, "?state=refused&reason=invalid-body")
    (reason, everything) = forms_with(trainer, "/ledger/retry")
    site.lms.end_faults()
    trainer.send(*reason)

    assert "Renvoyer les 12 notes en attente ou refusées" in words
    assert {"reason": "invalid-body"}.items() <= reason[1].items()
    assert "reason" not in everything[1]
    assert "C'est fait. 12 notes repartent dans un instant." in trainer.page.words
    assert "Aucune note n'est dans cet état." in trainer.page.words, "the filter is kept"
    trainer.send(*everything)
    assert "Rien à renvoyer" in trainer.page.words
    assert [("grades-retried", "12")] == deeds(site)


def test_the_platforms_value_stays_when_the_trainer_keeps_it(site: Site, changed_there: Browser) -> None:
    trainer = changed_there
    words = ledger(trainer)
    posts = len(site.lms.requests_to("scores"))
    (first, _second) = forms_with(trainer, "/keep")
    trainer.send(*first)
    kept = trainer.page.words
    site.deliver()

    assert words.count("La note a été changée dans la plateforme. Choisissez laquelle compte.") == 2
    assert "Dans la plateforme : 7 sur 8" in words
    assert "C'est noté. La note de la plateforme reste." in kept
    assert "Gardée comme dans la plateforme : votre choix." in kept
    assert posts == len(site.lms.requests_to("scores"))
    assert site.lms.grade(LEARNER.sub) == site.lms.grade(LEARNER.sub, AREA) == 7.0


def test_both_values_are_shown_before_ours_replaces_the_platforms(site: Site, changed_there: Browser) -> None:
    """The area's column takes ours; the activity's own one is overridden and stays: the ledger says so."""
    trainer = changed_there
    ledger(trainer)
    links = [link for link in trainer.page.links if "/replace" in link]
    for link in links:
        trainer.get(link)
        question = trainer.page.words
        before = site.snapshot()
        ((action, hidden),) = forms_with(trainer, "/replace")
        assert "Le commentaire écrit à côté de la note est remplacé par le nôtre." in question
        assert re.search(r"Dans la plateforme, 7 sur 8 devient \d sur 8\.", question)
        assert changed(before, site.snapshot()) <= {"launch"}
        trainer.send(action, hidden)
        assert "puis nous relisons la plateforme" in trainer.page.words
    site.deliver()
    words = ledger(trainer)

    assert len(links) == 2
    assert (site.lms.grade(LEARNER.sub), site.lms.grade(LEARNER.sub, AREA) == 7.0) == (7.0, False)
    assert "La plateforme garde sa valeur : la note y est verrouillée ou remplacée à la main." in words
    assert "Décochez « Court-circuité »" in words
    assert "Relue le" in words
    assert "la plateforme montre la même note." in words
    assert deeds(site) == [("grade-replaced", ""), ("grade-replaced", "")]


def test_nothing_is_done_when_the_value_moved_or_was_not_sent_back(
    site: Site, changed_there: Browser
) -> None:
    trainer = changed_there
    ledger(trainer)
    before = values(site.engine, "delivery", "state", "reason", "desired_version")
    for seen in ("", "6", "nan", "inf", "x"):
        for action, _hidden in forms_with(trainer, "/keep"):
            trainer.send(action, {"seen": seen})
            assert "La note a changé entre-temps. Rien n'a été fait." in trainer.page.words
            trainer.send(action.replace("/keep", "/replace"), {"seen": seen})
            assert "La note a changé entre-temps. Rien n'a été fait." in trainer.page.words
    site.wait(days=20)

    assert before == values(site.engine, "delivery", "state", "reason", "desired_version")
    assert [] == deeds(site)


def test_the_question_leads_back_when_there_is_nothing_to_choose_any_more(
    site: Site, changed_there: Browser
) -> None:
    trainer = changed_there
    ledger(trainer)
    link = next(link for link in trainer.page.links if "/replace" in link)
    for action, hidden in forms_with(trainer, "/keep"):
        trainer.post(action, hidden)
    trainer.get(link)
    assert "Remettre notre note ?" in trainer.page.heading, "one may still change one's mind"
    ((action, hidden),) = forms_with(trainer, "/replace")
    trainer.send(action, hidden)
    trainer.get(link)

    assert "La note a changé entre-temps." in trainer.page.words


def test_what_is_not_there_is_not_found(site: Site, changed_there: Browser) -> None:
    trainer = changed_there
    ledger(trainer)
    (keep, _other) = actions(trainer, "/keep")
    person, column = keep.split("/")[-3:-1]
    test_user = site.visitor(TEST_USER)
    ghost = site.visit(test_user).launch.person_id
    for path in (
        f"ledger/{person}/unknown/keep",
        f"ledger/unknown/{column}/keep",
        f"ledger/{ghost}/{column}/keep",
        f"ledger/{person}/unknown/replace",
        f"ledger/{ghost}/read",
        "ledger/unknown/read",
        "ledger/unknown/retry",
    ):
        refused(trainer.post(trainer.at(path), {"seen": "7"}), 404, "e-notfound")
    assert (
        trainer.get(trainer.at("ledger") + "?state=x&reason=%00&page=-3&count=x&notice=x").status_code == 200
    )


def test_fifty_people_are_on_a_page_and_the_queries_stay_when_there_are_more(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    few = queries(trainer, "ledger")
    finish_everybody(site, trainer, 120)
    many, of_part = queries(trainer, "ledger"), queries(trainer, "ledger?state=sent&page=2")
    words = ledger(trainer, "?page=3&state=sent")

    assert 20 == len(set(re.findall(r"Nom \d{4}", words)))
    assert "Page 3 sur 3" in words
    assert f"{trainer.at('ledger')}?state=sent&page=2" in trainer.page.links
    assert few == many == of_part <= 14

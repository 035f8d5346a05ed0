"""« Je suis bloqué », by the learner, the trainer, an assistant and a stranger. S1-29, S3-02, S4-07."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.people import LEARNER, TRAINER
from tests.web.browser import Browser
from tests.web.reading import Form
from tests.web.site import Site, refused
from tests.web.tables import changed, count, values

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
BUTTON = "Je suis bloqué"
TIMES_AT_ONCE = 5


def form_to(browser: Browser, end: str) -> Form:
    """The form of the present page whose address ends so."""
    return next(form for form in browser.page.forms if form.action.partition("?")[0].endswith(end))


def tap(browser: Browser, end: str = "/stuck", **fields: str) -> None:
    """Send that form and see where it leads."""
    form = form_to(browser, end)
    browser.send(form.action, {**form.hidden, **fields})


def calls(site: Site, column: str) -> list[object]:
    return sorted(str(value) for (value,) in values(site.engine, "stuck_call", column))


def words(browser: Browser) -> str:
    return browser.page.words.replace("\u00a0", " ")


def without_course(claims: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in claims.items() if name != f"{CLAIM}context"}


def test_one_tap_tells_the_trainer_by_name_and_the_way_back_is_kept(site: Site) -> None:
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    learner.submit()
    place = learner.at("tasks/1")
    assert "question" == learner.page.name

    tap(learner)

    assert ("stuck", "C'est dit à Paul Morel.") == (learner.page.name, learner.page.heading)
    assert "Restez là, ou continuez." in words(learner)
    assert place in learner.page.links
    assert ["tasks/1"] == calls(site, "place")
    trainer.get(trainer.at("cohort"))
    assert "Inès Martin demande de l'aide. Depuis :" in words(trainer)
    assert "Page : une situation du diagnostic." in words(trainer)


def test_the_button_is_on_every_page_of_a_learner(site: Site) -> None:
    """The same place on each: welcome, task, pause, access check, result, checks; not for a trainer."""
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    seen = {}
    for place in ("welcome", "tasks/1", "pause", "checks", "outside"):
        if place == "tasks/1":
            learner.submit()
        learner.get(learner.at(place))
        seen[place] = form_to(learner, "/stuck").hidden["place"]
    site.finish(learner)
    seen["access"] = form_to(learner, "/stuck").hidden["place"]
    site.answer_access(learner)
    seen["result"] = form_to(learner, "/stuck").hidden["place"]

    assert {"welcome": "welcome", "tasks/1": "tasks/1", "pause": "pause", "checks": "checks"} == {
        name: seen[name] for name in ("welcome", "tasks/1", "pause", "checks")
    }
    assert ("access/device", "result") == (seen["access"], seen["result"])
    assert [] == [form for form in trainer.page.forms if form.action.endswith("/stuck")]


@pytest.mark.parametrize(
    ("cause", "gesture", "told"),
    [
        ("password", "Cherchez les mots « mot de passe oublié »", "C'est un mot de passe."),
        ("pin", "Après 2 essais, arrêtez.", "C'est un code PIN."),
        ("connection", "Éteignez le wifi.", "C'est la connexion."),
        ("other", "Revenez à la page d'avant.", "C'est autre chose."),
    ],
)
def test_a_cause_brings_a_first_gesture_and_the_trainer_reads_it(
    site: Site, cause: str, gesture: str, told: str
) -> None:
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    tap(learner)
    assert {"password", "pin", "connection", "other"} == form_to(learner, "/cause").offers("cause")

    tap(learner, "/cause", cause=cause)

    assert gesture in words(learner)
    assert "C'est dit à Paul Morel." == learner.page.heading
    trainer.get(trainer.at("cohort"))
    assert told in words(trainer)
    assert 1 == count(site.engine, "stuck_call")


def test_two_taps_make_one_call_and_nothing_is_lost(site: Site) -> None:
    learner = site.visitor(LEARNER)
    tap(learner)
    tap(learner, "/cause", cause="pin")
    since = calls(site, "called_at")
    site.wait(minutes=3)
    learner.get(learner.at("welcome"))
    for _ in range(TIMES_AT_ONCE):
        learner.post(learner.at("stuck"), {"place": "welcome"})

    assert (1, ["pin"], since) == (
        count(site.engine, "stuck_call"),
        calls(site, "cause"),
        calls(site, "called_at"),
    )


def test_the_learner_reads_that_somebody_comes_and_that_it_is_solved(site: Site) -> None:
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    tap(learner)
    trainer.get(trainer.at("cohort"))
    person = site.visit(learner).launch.person_id
    tap(trainer, f"/cohort/{person}/stuck", answer="coming")
    learner.get(learner.at("stuck"))
    coming = words(learner)
    answered = words(trainer)
    tap(trainer, f"/cohort/{person}/stuck", answer="solved")
    learner.get(learner.at("stuck"))

    assert "Réponse : « J'arrive »." in coming
    assert "Quelqu'un a répondu « J'arrive » :" in answered
    assert "demande de l'aide" not in words(trainer)
    assert "C'est réglé." == learner.page.heading
    assert "Paul Morel l'a dit :" in words(learner)
    assert ["trainer"] == calls(site, "solved_by")


def test_the_learner_goes_back_to_work_in_one_tap_when_it_is_solved(site: Site) -> None:
    learner = site.visitor(LEARNER)
    learner.submit()
    tap(learner)
    tap(learner, "/stuck/solved")

    assert ("question", ["learner"]) == (learner.page.name, calls(site, "solved_by"))


def test_another_call_is_possible_after_the_first_one(site: Site) -> None:
    learner = site.visitor(LEARNER)
    tap(learner)
    tap(learner, "/stuck/solved")
    learner.get(learner.at("stuck"))
    assert "Vous l'avez dit :" in words(learner)

    tap(learner)

    assert 2 == count(site.engine, "stuck_call")
    assert "Restez là, ou continuez." in words(learner)


def test_the_page_offers_the_button_when_nothing_was_said(site: Site) -> None:
    learner = site.visitor(LEARNER)
    learner.get(learner.at("stuck"))
    before = words(learner)
    site.wait(hours=13)
    again = site.visitor(LEARNER)
    again.get(again.at("stuck"))

    assert "Ça ne marche pas ?" in before
    assert BUTTON in before
    assert "Ça ne marche pas ?" == again.page.heading.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "place", ["//evil.example/x", "https://evil.example", "../../admin/", "a\\b", "é" * 9]
)
def test_the_way_back_never_leaves_the_launch(site: Site, place: str) -> None:
    """Nothing is lost, either: the call is made."""
    learner = site.visitor(LEARNER)
    learner.post(learner.at("stuck"), {"place": place})
    answer = learner.post(learner.at("stuck/solved"))

    assert (303, learner.at()) == (answer.status_code, answer.location)
    assert [""] == calls(site, "place")


def test_an_unknown_cause_is_refused_and_nothing_moves(site: Site) -> None:
    learner = site.visitor(LEARNER)
    tap(learner)
    before = site.snapshot()

    refused(learner.post(learner.at("stuck/cause"), {"cause": "<b>"}), 400, "e-link", "unknown-cause")
    assert set() == changed(before, site.snapshot()) - {"security_event"}


def test_it_is_said_whom_to_ask_when_there_is_no_course(site: Site) -> None:
    """C37: without a course no trainer can read it, and nobody pretends."""
    learner = site.visitor(LEARNER, claims=without_course)
    tap(learner)

    assert "Demandez à une personne près de vous." == learner.page.heading
    assert "nous ne pouvons pas prévenir votre formateur" in words(learner)
    assert "C'est dit" not in words(learner)
    assert 1 == count(site.engine, "stuck_call")


def test_it_is_said_that_no_trainer_was_here_yet(site: Site) -> None:
    learner = site.visitor(LEARNER)
    tap(learner)

    assert "C'est dit à votre formateur." == learner.page.heading
    assert "Allez aussi le voir." in words(learner)

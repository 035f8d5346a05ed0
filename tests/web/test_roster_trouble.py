"""The list of the course when it is short, late or refused, and who may press what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.people import LEARNER, TRAINER
from tests.web.rostering import (
    NRPS,
    cast_of_the_day,
    keep_people,
    open_group,
    press,
    read,
)
from tests.web.site import Site, refused
from tests.web.tables import changed

__all__ = ["cast_of_the_day"]


def test_the_trainer_is_asked_when_the_list_is_suddenly_short(site: Site) -> None:
    """M05: no answer, nobody leaves; a second press on "yes" finds another question."""
    keep_people(site, *(str(1000 + number) for number in range(1, 6)))
    trainer = site.visitor(TRAINER)
    read(site)
    keep_people(site, "1001")
    site.wait(minutes=20)
    site.visitor(TRAINER)
    read(site)
    words = open_group(trainer)
    form = next(form for form in trainer.page.main_forms if form.action.endswith("/agree"))

    assert "4 personnes de ce groupe ne sont plus inscrites. Est-ce juste ?" in words
    assert 5 == words.count("Pas encore ouvert")
    assert "C'est noté." in press(trainer, "/agree")
    trainer.send(form.action, form.hidden)
    assert "La liste a changé entre-temps." in trainer.page.words
    read(site)
    assert "4 personnes ne sont plus inscrites" in open_group(trainer)


@pytest.mark.parametrize("given", ["", "0", "-1", "x", "٤", "99999999999", "5"])
def test_nothing_is_agreed_when_the_answer_is_odd(site: Site, given: str) -> None:
    """M05"""
    keep_people(site, *(str(1000 + number) for number in range(1, 6)))
    trainer = site.visitor(TRAINER)
    read(site)
    keep_people(site, "1001")
    site.wait(minutes=20)
    site.visitor(TRAINER)
    read(site)
    open_group(trainer)
    before = site.snapshot()

    assert 303 == trainer.post(trainer.at("roster/agree"), {"missing": given}).status_code
    assert set() == changed(before, site.snapshot()) - {"session"}


def test_the_page_says_it_when_the_platform_gives_no_list(site: Site) -> None:
    """M08: without the claim, and with a claim that leads to a no."""
    site.visitor(LEARNER)
    bare = site.visitor(TRAINER, claims=lambda claims: {k: v for k, v in claims.items() if k != NRPS})
    said = "Cette plateforme ne donne pas la liste du cours. Voici les personnes qui ont ouvert l'activité."
    without = bare.page.words
    trainer = site.visitor(TRAINER)
    site.lms.fault("members", 403)
    read(site)
    refused_words = open_group(trainer)

    for words in (without, refused_words):
        assert said in words
        assert LEARNER.name in words
    assert "« Names and Role Provisioning »" in refused_words
    assert "(scope-missing)" in refused_words


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("html-200", "La plateforme a répondu par une page inattendue."),
        (503, "La plateforme a un problème."),
        ("reset-before", "La plateforme a coupé la connexion."),
        ("rate-limit", "La plateforme demande d'attendre."),
        ("redirect", "L'adresse de la plateforme a changé."),
    ],
)
def test_the_old_list_stays_with_the_reason_when_a_reading_fails(
    site: Site, fault: str | int, said: str
) -> None:
    """M15 and the rest."""
    keep_people(site, "1001")
    trainer = site.visitor(TRAINER)
    read(site)
    site.lms.fault("members", fault)
    site.wait(minutes=20)
    site.visitor(TRAINER)
    read(site)
    words = open_group(trainer)

    assert said in words
    assert "Personne n'en est retiré." in words
    assert "Apprenant 1" in words
    assert ("Nouvel essai :" in words) is (fault != "redirect")


def test_the_page_says_it_when_the_platform_is_left_alone(site: Site) -> None:
    """The circuit of its grades is open."""
    trainer = site.visitor(TRAINER)
    place = site.registration.centre_id, site.registration.id
    now = site.clock()
    with site.services.store.writing() as unit:
        unit.circuits.hold(*place, "timeout", now + timedelta(minutes=9), now)

    words = open_group(trainer)
    assert "La plateforme ne répond pas pour le moment." in words
    assert "Nouvel essai :" in words
    assert not site.services.rosters.read_one("test")


def test_the_button_asks_for_patience_when_it_is_pressed_twice(site: Site) -> None:
    """M13"""
    trainer = site.visitor(TRAINER)
    first = press(trainer, "/roster")
    second = press(trainer, "/roster")

    assert ("C'est demandé." in first, "Attendez une minute" in second) == (True, True)
    assert 1 == len([one for one in range(3) if site.services.rosters.read_one("test")])


def test_the_pages_are_shut_when_somebody_else_presses(site: Site) -> None:
    """Rule 26."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    for path in ("roster", "roster/agree"):
        refused(learner.post(learner.at(path)), 403, "e-role")
        assert 405 == trainer.get(trainer.at(path)).status_code


def test_an_open_page_is_shut_when_the_roster_takes_the_role_away(site: Site) -> None:
    """M12, Z15"""
    trainer = site.visitor(TRAINER)
    read(site)
    platform = site.lms.platform
    members = tuple(
        replace(one, roles=LEARNER.roles, is_gradable=True) if one.sub == TRAINER.sub else one
        for one in platform.cast.members
    )
    object.__setattr__(platform, "cast", replace(platform.cast, members=members))
    site.wait(minutes=2)
    press(trainer, "/roster")
    site.wait(seconds=1)
    read(site)

    refused(trainer.get(trainer.at("cohort")), 403, "e-role")

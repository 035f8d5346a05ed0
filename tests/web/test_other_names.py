"""Many names that change at once, on the trainer's and on the administrator's page: the row Z25."""

from __future__ import annotations

from dataclasses import replace

from tests.people import TRAINER
from tests.web.administering import administrator, page_of
from tests.web.browser import Browser
from tests.web.rostering import cast_of_the_day, keep_people, open_group, press, read
from tests.web.site import Site, refused
from tests.web.tables import values
from tests.web.test_assistants import assistant

__all__ = ["cast_of_the_day"]

WARNING = (
    "Beaucoup de noms ont changé d'un coup : 6 sur 7. Si la plateforme a été réinstallée, les résultats "
    "affichés sont peut-être ceux d'autres personnes. Prévenez l'administrateur."
)
MEND = "Désactivez cette connexion, puis reliez la plateforme par une nouvelle invitation."
PEOPLE = tuple(str(1000 + number) for number in range(1, 7))


def reinstalled(site: Site) -> Browser:
    """The trainer's browser after a reading in which six people and not the trainer have other names."""
    keep_people(site, *PEOPLE)
    trainer = site.visitor(TRAINER)
    read(site)
    platform = site.lms.platform
    others = tuple(
        replace(one, given_name=f"Autre{one.sub}", family_name=f"Nom{one.sub}") if one.sub in PEOPLE else one
        for one in platform.cast.members
    )
    object.__setattr__(platform, "cast", replace(platform.cast, members=others))
    site.wait(minutes=20)
    press(trainer, "/roster")
    read(site)
    return trainer


def test_the_trainer_is_warned_and_takes_it_off_when_most_names_became_others(site: Site) -> None:
    """Z25: the names are those of the platform; the button leads back to the group."""
    trainer = reinstalled(site)
    warned = open_group(trainer)
    form = next(form for form in trainer.page.main_forms if form.action.endswith("/roster/names"))
    answer = trainer.post(form.action, form.hidden)
    trainer.get(answer.location)
    after = trainer.page.words

    assert WARNING in warned
    assert "Autre1001 Nom1001" in warned
    assert (303, trainer.at("cohort?notice=names-accepted")) == (answer.status_code, answer.location)
    assert "C'est noté." in after
    assert "Beaucoup de noms" not in after
    assert trainer.post(form.action, form.hidden).status_code == 303
    assert [(0, 0, None)] == values(site.engine, "roster", "names_changed", "names_known", "names_changed_at")


def test_nothing_is_taken_off_when_the_button_is_an_old_one(site: Site) -> None:
    """Z25"""
    trainer = reinstalled(site)
    for seen_at in ("", "2026-01-01T00:00:00+00:00", "x" * 5_000):
        answer = trainer.post(trainer.at("roster/names"), {"seen_at": seen_at})
        assert (303, trainer.at("cohort?notice=roster-changed")) == (answer.status_code, answer.location)

    assert WARNING in open_group(trainer)


def test_an_assistant_is_warned_and_cannot_take_it_off_when_names_became_others(site: Site) -> None:
    """Z25"""
    reinstalled(site)
    browser = assistant(site)
    words = open_group(browser)

    assert WARNING in words
    assert "C'est normal" not in words
    refused(browser.post(browser.at("roster/names")), 404, "e-role", "not-a-trainer")
    assert WARNING in open_group(browser)


def test_the_administrator_reads_the_mend_when_most_names_became_others(site: Site) -> None:
    """Z25: on the platform's page and on the checklist, until a trainer says that it is right."""
    trainer = reinstalled(site)
    browser = administrator(site)
    found = []
    for place in ("", "/checklist"):
        browser.get(page_of(site, rest=place))
        found.append(browser.page.words)
    open_group(trainer)
    press(trainer, "/roster/names")
    browser.get(page_of(site))

    assert all(MEND in words for words in found)
    assert all("Beaucoup de noms ont changé d'un coup à corriger C'est arrivé dans 1 cours." in words
               for words in found)  # fmt: skip
    assert "Beaucoup de noms" not in browser.page.words

"""A gathering: who is where, and how to come in."""

from __future__ import annotations

import re

import pytest

from lti_tool.domain.administration import AssistantView
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.beside import person_of
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.tables import SEEN, changed, snapshot
from tests.web.test_assistants import assistant, let_see
from tests.web.test_paper import filled, key

REFUSED = "Il faut une adresse entière, qui commence par https://."


def test_everybody_of_the_course_is_somewhere_when_a_trainer_looks(site: Site) -> None:
    """Never opened, begun with the learner's own step, waiting for help, finished; nobody of elsewhere."""
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    site.visitor(OUTSIDER)
    trainer.get(trainer.at("sitting"))
    assert trainer.page.name == "sitting"
    assert "Pas encore commencé" in trainer.page.words
    learner.submit()
    learner.post(learner.at("stuck"), {"place": "tasks/1"})
    trainer.get(trainer.at("sitting"))

    assert "En cours, étape 1 sur 5" in trainer.page.words
    assert "Demande de l'aide depuis" in trainer.page.words
    assert "1 personne demande de l'aide." in trainer.page.words
    assert OUTSIDER.name not in trainer.page.words
    site.finish(learner)
    trainer.get(trainer.at("sitting"))
    assert "Terminé" in trainer.page.words


def offered(trainer: Browser) -> list[str]:
    """What a trainer may do with the first person of the page, by the ends of the addresses."""
    trainer.get(trainer.at("sitting"))
    actions = [form.action for form in trainer.page.main_forms]
    found = [one for one in (*trainer.page.links, *actions) if "/cohort/" in one or "/together/" in one]
    return sorted({"together" if "/together/" in one else one.rpartition("/")[2] for one in found})


def test_each_state_offers_what_makes_sense_in_it(site: Site) -> None:
    """A sheet of paper is keyed while nothing was answered on a screen; whoever finished has a record."""
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    person = person_of(site, learner)
    unopened = offered(trainer)
    assert "Faire ensemble" in trainer.page.words
    learner.submit()
    begun = offered(trainer)
    learner.submit({"skip": "1"})
    under_way = offered(trainer)
    assert "Continuer ensemble" in trainer.page.words
    site.finish(learner)
    finished = offered(trainer)

    assert ["paper", "together"] == unopened == begun
    assert ["together"] == under_way
    assert sorted([person, "together"]) == finished
    assert "Revoir ensemble" in trainer.page.words
    assert "Terminé, pas encore envoyé au formateur" in trainer.page.words
    assert "Recopier" not in trainer.page.words


def test_keyed_sheet_may_be_replaced_and_what_was_sent_is_told(site: Site) -> None:
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    person = person_of(site, learner)
    key(trainer, person, filled(site))

    assert sorted(["paper", person, "together"]) == offered(trainer)
    assert "Remplacer la feuille recopiée" in trainer.page.words
    assert "Terminé, et envoyé au formateur" in trainer.page.words


def test_assistant_who_reads_no_results_is_led_to_no_record(site: Site) -> None:
    learner = site.visitor(LEARNER)
    site.finish(learner)
    helper = assistant(site)
    let_see(site, AssistantView.PROGRESS)

    assert ["together"] == offered(helper)


def test_nothing_of_a_result_is_shown_when_somebody_finished(site: Site) -> None:
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    site.finish(learner)
    page = trainer.get(trainer.at("sitting")).get_data(as_text=True)

    assert "level--" not in page
    assert "score" not in trainer.page.words.lower()


def test_page_comes_again_by_itself_only_when_it_was_asked_for(site: Site) -> None:
    trainer = site.visitor(TRAINER)

    assert "Refresh" not in trainer.get(trainer.at("sitting")).headers
    watched = trainer.get(trainer.at("sitting?watch=1"))
    assert watched.headers["Refresh"] == f"20; url={trainer.at('sitting')}?watch=2"
    assert "Refresh" not in trainer.get(trainer.at("sitting?watch=181")).headers


def test_looking_changes_nothing(site: Site) -> None:
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    learner.submit()
    before = snapshot(site.engine, without=SEEN)
    for path in ("sitting", "sitting?watch=1", "sitting/wall", f"together/{person_of(site, learner)}"):
        assert trainer.get(trainer.at(path)).status_code == 200

    assert changed(before, snapshot(site.engine, without=SEEN)) == set()


def test_wall_shows_how_to_come_in_and_nobody_but_the_trainer(site: Site) -> None:
    """The drawing holds the very address below it; in large letters whom to call."""
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    learner.submit()
    page = trainer.get(trainer.at("sitting/wall")).get_data(as_text=True)

    assert f"Appelez-moi : {TRAINER.name}." in trainer.page.words
    assert "https://tool.example/kiosk" in trainer.page.words
    assert LEARNER.name not in trainer.page.words
    assert LEARNER.family_name not in page
    assert len(re.findall(r'<svg[^>]*class="qr__code"', page)) == page.count('role="img"') >= 1


def test_activity_has_an_address_of_its_own_when_the_platform_is_moodle(site: Site) -> None:
    """And elsewhere the address that the platform gave to return to."""
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at("sitting/wall"))
    assert "mod/lti" not in trainer.page.words
    with site.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE registration SET auth_login_url = 'https://lms.example/moodle/mod/lti/auth.php'"
        )
    link = site.visit(trainer).link.resource_link_id
    trainer.get(trainer.at("sitting/wall"))

    assert f"https://lms.example/moodle/mod/lti/view.php?l={link}" in trainer.page.words


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("https://campus.example/course/view.php?id=2", 200),
        ("http://campus.example/", 422),
        ("javascript:alert(1)", 422),
        ('https://campus.example/"><script>', 200),
        ("", 422),
        ("https://campus.example/" + "a" * 500, 422),
    ],
)
def test_pasted_address_is_shown_and_not_kept(site: Site, given: str, status: int) -> None:
    trainer = site.visitor(TRAINER)
    before = snapshot(site.engine, without=SEEN)
    answer = trainer.post(trainer.at("sitting/wall"), {"address": given})

    assert answer.status_code == status
    assert (REFUSED in trainer.page.words) == (status == 422)
    assert ("<figcaption>https://campus" in answer.get_data(as_text=True)) == (status == 200)
    assert trainer.page.inline == []
    assert changed(before, snapshot(site.engine, without=SEEN)) == set()

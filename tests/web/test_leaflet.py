"""The printed invitation, and the telephone number wherever people are told how to come in."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.people import LEARNER, TRAINER
from tests.recognising import single_spaced
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.tables import changed

PHONE = "+32 81 22 33 44"
ASKED = {"place": "EPN de Namur, rue <Haute> 3", "day": "2026-12-01", "time": "14h", "bring": "Un carnet"}


def with_phone(site: Site) -> Browser:
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at("course-settings"))
    trainer.submit({"days": "14", "phone": PHONE})
    return trainer


def leaflet(trainer: Browser, **typed: str) -> str:
    return trainer.get(trainer.at(f"sitting/leaflet?{urlencode(typed)}")).get_data(as_text=True)


def test_the_invitation_has_place_day_hour_things_number_and_drawing(site: Site) -> None:
    """S2-25: for somebody without internet, on one sheet."""
    trainer = with_phone(site)
    html = leaflet(trainer, **ASKED)
    words = trainer.page.words.replace("\u00a0", " ")
    trainer.get(trainer.at("sitting"))

    assert "EPN de Namur, rue &lt;Haute&gt; 3" in html
    for said in ("mardi 1er décembre 2026", "14 h 00", "Un carnet", PHONE, f"Demandez {TRAINER.name}."):
        assert said in words, said
    assert 'href="tel:+3281223344"' in html
    assert 1 == html.count("<svg") - html.count('<svg class="icon')
    assert 0 == html.count("leaflet__blank")
    assert trainer.at("sitting/leaflet") in trainer.page.links


def test_what_is_not_known_is_left_to_be_written_by_hand(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    html = leaflet(trainer)

    assert 4 == html.count("leaflet__blank")
    assert "Vos lunettes." in html
    assert "Il manque le numéro à appeler." in html
    assert trainer.at("course-settings") in trainer.page.links


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("day", "2026-02-30", "Écrivez le jour comme ceci : 30/11/2026."),
        ("time", "midi", "Écrivez l'heure ainsi"),
        ("place", "x" * 400, "Le texte est trop long."),
    ],
)
def test_what_is_odd_is_said_and_left_blank(site: Site, field: str, text: str, said: str) -> None:
    trainer = site.visitor(TRAINER)
    answer = trainer.request("GET", trainer.at(f"sitting/leaflet?{urlencode({field: text})}"))
    html = answer.get_data(as_text=True)

    assert 422 == answer.status_code
    assert said in single_spaced(html.replace("&#39;", "'"))
    assert 4 == html.count("leaflet__blank")


def test_nothing_of_it_is_kept(site: Site) -> None:
    trainer = with_phone(site)
    before = site.snapshot()
    leaflet(trainer, **ASKED)

    assert set() == changed(before, site.snapshot()) - {"session"}


def test_the_number_is_on_the_page_to_project_and_on_that_of_this_course_alone(site: Site) -> None:
    with_phone(site)
    here, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    wall = here.get(here.at("sitting/wall")).get_data(as_text=True)
    context = "https://purl.imsglobal.org/spec/lti/claim/context"
    other = {"id": "another", "title": "Un autre cours"}
    away = site.visitor(TRAINER, claims=lambda claims: {**claims, context: other})

    assert f'<a class="link" href="tel:+3281223344">{PHONE}</a>' in wall
    assert PHONE not in away.get(away.at("sitting/wall")).get_data(as_text=True)
    assert 403 == learner.request("GET", learner.at("sitting/leaflet")).status_code

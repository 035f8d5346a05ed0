"""The library, « qui peut m'aider ? » and « près de vous », by a learner, a trainer and a stranger.

S0-05, S0-06, S0-11, S1-15, S1-17, S1-30, S1-33, S2-05, S2-26, S3-02, S3-08, S3-10, S4-07, S4-10, S4-16.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lti_tool.domain.card_form import read_card
from lti_tool.domain.card_table import same_title
from lti_tool.domain.opening_hours import BRUSSELS
from lti_tool.services.ids import new_id
from tests.people import ADMINISTRATOR, LEARNER, OUTSIDER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site, refused

DESK = {
    "title": "Permanence du centre",
    "kind": "lieu",
    "says": "Samira vous aide, sans rendez-vous.",
    "where": "Rue Neuve 1, 5000 Namur",
    "phone": "081 00 00 00",
    "hours": "lu-ve 9-12, je 17-20",
    "languages": "fr ar",
    "fits": "aide M08",
    "checked": "2026-11-02",
}


def own_card(site: Site, **changes: str) -> str:
    """A card of the site's own centre; its id."""
    today = site.clock().astimezone(BRUSSELS).date()
    read = read_card({**DESK, **changes}, today=max(today, datetime(2026, 11, 20, tzinfo=UTC).date()))
    assert read.card is not None, read.faults
    card = replace(read.card, id=new_id())
    with site.services.store.writing() as unit:
        centre = site.registration.centre_id
        unit.resource_cards.add(centre, [(card, same_title(card.title))], site.clock())
    return card.id


def hide(site: Site, card_id: str) -> None:
    with site.services.store.writing() as unit:
        centre = site.registration.centre_id
        unit.resource_cards.say(centre, card_id, is_hidden=True, checked_on=None, now=site.clock())


def words(browser: Browser) -> str:
    return browser.page.words.replace("\u00a0", " ")


def at_ten(site: Site, day: int = 17, hour: int = 10) -> None:
    """Ten o'clock in Belgium on Tuesday 17 November 2026, or another hour of that month."""
    moment = datetime(2026, 11, day, hour, 0, tzinfo=BRUSSELS)
    site.wait(seconds=(moment - site.clock()).total_seconds())


@pytest.mark.parametrize("person", [LEARNER, TRAINER, OUTSIDER])
def test_everybody_in_a_course_reads_the_library_by_kind(site: Site, person: object) -> None:
    browser = site.visitor(person)  # type: ignore[arg-type]  # one of the cast
    browser.get(browser.at("resources"))

    assert ("resources", "Les adresses utiles") == (browser.page.name, browser.page.heading)
    order = ["Des lieux", "Emprunter", "Avoir internet", "Apprendre", "Les services en ligne", "À lire"]
    places = [words(browser).index(title) for title in (*order, "Vos droits")]
    assert sorted(places) == places
    assert {"https://www.epndewallonie.be", "https://www.123digit.be"} <= set(browser.page.links)


def test_a_guest_administrator_has_no_library(site: Site) -> None:
    browser = site.visitor(ADMINISTRATOR)

    refused(browser.get(browser.at("resources")), 403, "e-role")


def test_links_away_lead_to_safe_addresses_in_a_page_of_their_own(site: Site) -> None:
    browser = site.visitor(LEARNER)
    answer = browser.get(browser.at("resources"))
    html = answer.get_data(as_text=True)

    away = [link for link in browser.page.links if "://" in link and not link.startswith(site.lms.url)]
    assert [] == [link for link in away if not link.startswith("https://")]
    assert html.count('rel="noopener noreferrer"') == len(away)


def test_a_centres_card_stands_with_its_hours_and_a_hidden_one_is_gone(site: Site) -> None:
    own_card(site)
    hide(site, "itsme")
    at_ten(site)
    browser = site.visitor(LEARNER)
    browser.get(browser.at("resources"))

    assert "Permanence du centre" in words(browser)
    assert "Ouvert maintenant, jusqu'à 12 h 00." in words(browser)
    assert "lundi à vendredi : de 9 h 00 à 12 h 00" in words(browser)
    assert "On y parle : français, arabe." in words(browser)
    assert "Vérifié le 2 novembre 2026" in words(browser)
    assert "tel:081000000" in browser.page.links
    assert "https://www.itsme-id.com" not in browser.page.links


def test_evening_weekend_and_language_are_filters_in_the_address(site: Site) -> None:
    own_card(site)
    own_card(site, title="Samedi", hours="sa 10-12", languages="nl")
    browser = site.visitor(LEARNER)
    found = {}
    for query in ("evening=1", "weekend=1", "spoken=ar", "evening=1&weekend=1", "spoken=xx", "evening=2"):
        browser.get(browser.at(f"resources?{query}"))
        found[query] = ("Permanence du centre" in words(browser), "Samedi" in words(browser))
        if query == "evening=1&weekend=1":
            assert "Rien ne va avec ce choix." in words(browser)
            assert browser.at("resources") in browser.page.links

    assert found == {
        "evening=1": (True, False),
        "weekend=1": (False, True),
        "spoken=ar": (True, False),
        "evening=1&weekend=1": (False, False),
        "spoken=xx": (True, True),
        "evening=2": (True, True),
    }


def test_a_filter_is_taken_away_by_its_own_link(site: Site) -> None:
    own_card(site)
    browser = site.visitor(LEARNER)
    browser.get(browser.at("resources?evening=1&spoken=ar"))

    assert browser.at("resources?spoken=ar") in browser.page.links
    assert browser.at("resources?evening=1") in browser.page.links


def test_who_helps_names_a_person_a_place_and_an_hour(site: Site) -> None:
    own_card(site)
    own_card(site, title="Samira Lambert", kind="personne", hours="me 14-16", where="Bureau 3")
    at_ten(site, hour=13)
    site.visitor(TRAINER)
    browser = site.visitor(LEARNER)
    browser.get(browser.at("who-helps"))

    assert ("helpers", "Qui peut m'aider ?") == (
        browser.page.name,
        browser.page.heading.replace("\u00a0", " "),
    )
    assert "Une personne Paul Morel" in words(browser)
    assert "Samira Lambert" in words(browser)
    assert "Un lieu Permanence du centre" in words(browser)
    assert "Une heure Permanence du centre Ouvre demain à 9 h 00." in words(browser)
    assert "Vous pouvez demander une autre voie" in words(browser)


def test_who_helps_is_honest_when_nothing_is_known(site: Site) -> None:
    """No trainer was here, and the centre wrote no hours."""
    browser = site.visitor(LEARNER)
    browser.get(browser.at("who-helps"))

    assert "Une personne Votre formateur" in words(browser)
    assert "Un lieu La bibliothèque de votre commune" in words(browser)
    assert "Votre centre n'a pas encore écrit ses heures." in words(browser)


def test_a_result_names_three_cards_near_by(site: Site) -> None:
    own_card(site, fits="appareil", title="Prêt du centre", kind="prêt", hours="")
    browser = site.visitor(LEARNER)
    site.finish(browser)
    browser.submit({"choice": "phone"})
    site.answer_access(browser)

    near = words(browser).partition("Près de vous")[2].partition("Toutes les adresses utiles")[0]
    assert "result" == browser.page.name
    assert "Prêt du centre" in near
    assert 3 == near.count("Les EPN") + near.count("Prêt du centre") + near.count(
        "La bibliothèque"
    ) + near.count("Emprunter un appareil") + near.count("Acheter un ordinateur")
    assert browser.at("resources") in browser.page.links
    assert browser.at("who-helps") in browser.page.links


def test_every_page_of_a_learner_leads_to_who_helps(site: Site) -> None:
    browser, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    browser.submit()

    assert browser.at("who-helps") in browser.page.links
    assert trainer.at("who-helps") not in trainer.page.links


def test_a_link_opens_the_library_and_sends_no_grade(site: Site) -> None:
    custom = {"https://purl.imsglobal.org/spec/lti/claim/custom": {"activity": "resources"}}
    browser = site.visitor(LEARNER, claims=lambda claims: {**claims, **custom})

    assert "resources" == browser.page.name
    assert 0 == site.deliver()
    trainer = site.visitor(TRAINER, claims=lambda claims: {**claims, **custom})
    assert "cohort" == trainer.page.name


def test_words_say_their_language_on_a_page_in_another(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    locale = {"https://purl.imsglobal.org/spec/lti/claim/launch_presentation": {"locale": "nl"}}
    browser = site.visitor(LEARNER, claims=lambda claims: {**claims, **locale})
    told = browser.get(browser.at("resources")).get_data(as_text=True)
    monkeypatch.setattr(site.services.resources, "_words", {})
    untold = browser.get(browser.at("resources")).get_data(as_text=True)

    assert "nl" == browser.page.lang
    assert "<summary>Het sociaal internetaanbod</summary>" in told
    assert 'lang="fr"' not in told[told.index("<main") : told.index("</main>")]
    assert '<summary lang="fr">L&#39;offre internet sociale</summary>' in untold


def test_three_cards_belong_to_a_module(site: Site) -> None:
    own_card(site)
    browser = site.visitor(LEARNER)
    visit = site.visit(browser)

    found = [card.title for card in site.services.resources.for_module(visit, "M08")]

    assert "Permanence du centre" == found[0]
    assert 3 == len(found)
    assert () == site.services.resources.for_module(visit, "M99")

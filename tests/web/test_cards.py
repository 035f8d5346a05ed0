"""The administrator keeps the library: write, change, hide, check, delete, import.

S0-05, S2-05, S2-06, S3-10.
"""

from __future__ import annotations

from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from tests.people import LEARNER
from tests.web.administering import administrator, deeds, other_centre
from tests.web.browser import Browser, Fields
from tests.web.site import Site, refused
from tests.web.tables import TRAIL, changed, count

CARD = {
    "title": "Permanence du mardi",
    "kind": "place",
    "says": "Samira vous aide, sans rendez-vous.",
    "phone": "081 00 00 00",
    "website": "https://www.exemple.be",
    "hours": "ma 9-12",
    "fits": ["aide", "M08"],
    "languages": ["fr", "ar"],
    "regions": ["wallonia"],
    "version": "0",
}
TABLE = "Titre;Type;Texte;Heures\nEPN de Namur;lieu;On vous aide.;ma 9-12\nPrêt;prêt;Un ordinateur.;\n"
LIST = "/admin/resources"


def words(browser: Browser) -> str:
    return browser.page.words.replace("\u00a0", " ")


def library(site: Site) -> str:
    """What a learner reads."""
    learner = site.visitor(LEARNER)
    learner.get(learner.at("resources"))
    return words(learner)


def own_id(site: Site, title: str = "Permanence du mardi") -> str:
    with site.services.store.reading() as unit:
        rows = unit.resource_cards.of_centre(site.registration.centre_id)
    return next(row.id for row in rows if row.card is not None and row.card.title == title)


def post(browser: Browser, path: str, fields: Fields) -> TestResponse:
    """Send a form of a page that is open; not followed."""
    browser.get(LIST)
    return browser.post(path, fields)


def send_table(browser: Browser, content: bytes, **fields: str) -> TestResponse:
    browser.get(LIST)
    data = {"csrf": browser.token, "table": (BytesIO(content), "fiches.csv"), **fields}
    return browser.request("POST", f"{LIST}/import", data=data, headers=browser.own_headers)


def test_a_card_that_is_written_stands_in_the_library_at_once(site: Site) -> None:
    browser = administrator(site)
    assert LIST in browser.page.links
    browser.get(f"{LIST}/new")
    browser.send(f"{LIST}/new", CARD)

    assert "La fiche est ajoutée." in words(browser)
    assert "Permanence du mardi Un lieu · du centre" in words(browser)
    assert "Permanence du mardi" in library(site)
    assert "mardi : de 9 h 00 à 12 h 00" in library(site)
    assert "card-added" == deeds(site)[-1]


def test_every_fault_is_told_beside_its_line_and_nothing_is_lost(site: Site) -> None:
    browser = administrator(site)
    before = site.snapshot()
    odd = {**CARD, "phone": "appelez", "website": "http://x.be", "hours": "sur rendez-vous", "kind": ""}
    answer = post(browser, f"{LIST}/new", odd)
    html = answer.get_data(as_text=True)

    assert 422 == answer.status_code
    for told in (
        "Écrivez le numéro ainsi : 081 00 00 00.",
        "L'adresse commence par https://",
        "Nous ne comprenons pas « sur rendez-vous ».",
        "Rien n'est encore enregistré.",
    ):
        assert told in words(browser)
    assert 'value="sur rendez-vous"' in html
    assert 'value="Permanence du mardi"' in html
    assert 'id="fits-aide" checked' in html
    assert set() == changed(before, site.snapshot())


def test_a_card_is_not_written_twice_when_the_form_is_sent_twice(site: Site) -> None:
    browser = administrator(site)
    post(browser, f"{LIST}/new", CARD)
    answer = post(browser, f"{LIST}/new", {**CARD, "title": " permanence  du MARDI"})

    assert 422 == answer.status_code
    assert "Une fiche a déjà ce titre" in words(browser)
    assert 1 == count(site.engine, "resource_card")


def test_a_card_is_changed_as_it_was_typed(site: Site) -> None:
    browser = administrator(site)
    post(browser, f"{LIST}/new", CARD)
    address = f"{LIST}/cards/{own_id(site)}"
    html = browser.get(address).get_data(as_text=True)
    assert 'value="ma 9:00-12:00"' in html
    assert 'id="languages-ar" checked' in html
    assert 'value="M08"' in html
    browser.send(address, {**CARD, "version": "1", "hours": "sa 10-12"})

    assert "La fiche est changée." in words(browser)
    assert "samedi : de 10 h 00 à 12 h 00" in library(site)
    assert "card-changed" == deeds(site)[-1]


def test_the_second_window_is_told_and_keeps_what_was_typed(site: Site) -> None:
    browser = administrator(site)
    post(browser, f"{LIST}/new", CARD)
    address = f"{LIST}/cards/{own_id(site)}"
    post(browser, address, {**CARD, "version": "1", "says": "Première fenêtre."})
    late = post(browser, address, {**CARD, "version": "1", "says": "Deuxième fenêtre."})

    assert 409 == late.status_code
    assert "Une autre personne a changé cette fiche entre-temps." in words(browser)
    assert 'value="Deuxième fenêtre."' in late.get_data(as_text=True)
    assert 'name="version" value="2"' in late.get_data(as_text=True)
    assert "Première fenêtre." in library(site)
    post(browser, address, {**CARD, "version": "2", "says": "Deuxième fenêtre."})
    assert "Deuxième fenêtre." in library(site)


def test_a_given_card_is_hidden_and_stays_so_until_it_is_shown(site: Site) -> None:
    browser = administrator(site)
    browser.send(f"{LIST}/cards/itsme/mark", {"mark": "hide"})
    assert "itsme Un service en ligne · cachée" in words(browser)
    assert "prouver qui vous êtes" not in library(site)
    again = len(deeds(site))
    browser.send(f"{LIST}/cards/itsme/mark", {"mark": "hide"})
    assert again == len(deeds(site))
    browser.send(f"{LIST}/cards/itsme/mark", {"mark": "show"})

    assert "prouver qui vous êtes" in library(site)


def test_a_given_card_is_written_anew_and_comes_back_when_that_is_deleted(site: Site) -> None:
    browser = administrator(site)
    browser.send(f"{LIST}/cards/itsme/mark", {"mark": "checked"})
    browser.send(f"{LIST}/cards/itsme", {**CARD, "title": "itsme au centre"})
    assert "itsme au centre Un lieu · changée par le centre" in words(browser)
    assert "prouver qui vous êtes" not in library(site)
    browser.send(f"{LIST}/cards/itsme/mark", {"mark": "delete"})

    assert "La fiche est effacée." in words(browser)
    assert "prouver qui vous êtes" in library(site)


def test_the_day_of_the_last_check_is_shown_to_both(site: Site) -> None:
    """S3-10."""
    browser = administrator(site)
    browser.get(LIST)
    assert "pas encore" in words(browser)
    assert "Vérifié le" not in library(site)
    browser.send(f"{LIST}/cards/itsme/mark", {"mark": "checked"})

    assert "Vérifié le" in words(browser)
    assert "Vérifié le" in library(site)


def test_a_deleted_card_is_gone_and_a_second_press_is_harmless(site: Site) -> None:
    browser = administrator(site)
    post(browser, f"{LIST}/new", CARD)
    address = f"{LIST}/cards/{own_id(site)}/mark"
    for _ in range(2):
        browser.get(LIST)
        browser.send(address, {"mark": "delete"})
        assert "La fiche est effacée." in words(browser)

    assert 0 == count(site.engine, "resource_card")
    assert 1 == deeds(site).count("card-deleted")


def test_a_region_hides_the_given_cards_of_the_other_one(site: Site) -> None:
    browser = administrator(site)
    browser.send(f"{LIST}/region", {"region": "wallonia"})
    wallonia = library(site)
    browser.send(f"{LIST}/region", {"region": "brussels"})
    brussels = library(site)
    browser.send(f"{LIST}/region", {"region": "everywhere"})

    assert ("IRISbox" in wallonia, "Mon Espace" in wallonia) == (False, True)
    assert ("IRISbox" in brussels, "Mon Espace" in brussels) == (True, False)
    assert "eBox" in wallonia
    assert "IRISbox" in library(site)
    assert "Mon Espace" in library(site)


def test_a_whole_table_is_added(site: Site) -> None:
    browser = administrator(site)
    answer = send_table(browser, TABLE.encode("cp1252"))

    assert (303, f"{LIST}?notice=imported") == (answer.status_code, answer.location)
    assert {"EPN de Namur", "Prêt"} == {word for word in ("EPN de Namur", "Prêt") if word in library(site)}
    assert "cards-imported" == deeds(site)[-1]


def test_nothing_of_a_table_is_added_when_one_line_is_odd(site: Site) -> None:
    browser = administrator(site)
    before = site.snapshot()
    answer = send_table(browser, TABLE.replace("prêt;", "magasin;").replace("ma 9-12", "mardi").encode())

    assert 422 == answer.status_code
    assert "Rien n'est ajouté." in words(browser)
    assert "Ligne 2. Colonne « Heures » : Nous ne comprenons pas « mardi »." in words(browser)
    assert "Ligne 3. Colonne « Type » : Nous ne connaissons pas « magasin »." in words(browser)
    assert set() == changed(before, site.snapshot())


def test_a_table_replaces_cards_of_the_same_title_only_when_asked(site: Site) -> None:
    browser = administrator(site)
    send_table(browser, TABLE.encode())
    again = TABLE.replace("On vous aide.", "Autre texte.").encode()
    refusal = send_table(browser, again)
    assert 422 == refusal.status_code
    assert "Ligne 2. Colonne « Titre » : Une fiche a déjà ce titre : « EPN de Namur »." in words(browser)

    assert 303 == send_table(browser, again, replaces="1").status_code
    assert "Autre texte." in library(site)
    assert 2 == count(site.engine, "resource_card")


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"<html>", b"Titre;Type\nA;lieu\n"])
def test_what_is_no_table_is_refused_in_words(site: Site, content: bytes) -> None:
    browser = administrator(site)

    assert 422 == send_table(browser, content).status_code
    assert "Rien n'est ajouté." in words(browser)
    assert 0 == count(site.engine, "resource_card")


@pytest.mark.parametrize("card", ["unknown", "x" * 33, "a%00b", "%C3%A9"])
def test_nothing_is_there_when_no_such_card_is(site: Site, card: str) -> None:
    browser = administrator(site)

    assert 404 == browser.request("GET", f"{LIST}/cards/{card}").status_code
    assert 404 == post(browser, f"{LIST}/cards/{card}", CARD).status_code


def test_a_card_of_another_centre_is_not_there(site: Site) -> None:
    centre_id, _registration = other_centre(site)
    ours, theirs = administrator(site), administrator(site, centre_id)
    post(ours, f"{LIST}/new", CARD)
    card, before = own_id(site), site.snapshot()

    assert 404 == theirs.request("GET", f"{LIST}/cards/{card}").status_code
    assert 404 == post(theirs, f"{LIST}/cards/{card}", {**CARD, "version": "1"}).status_code
    assert 404 == post(theirs, f"{LIST}/cards/{card}/mark", {"mark": "hide"}).status_code
    assert 303 == post(theirs, f"{LIST}/cards/{card}/mark", {"mark": "delete"}).status_code
    theirs.get(LIST)
    assert "Permanence du mardi" not in words(theirs)
    assert set() == changed(before, site.snapshot()) - {TRAIL, "audit_head", "administrator_session"}


def test_an_unknown_word_changes_nothing(site: Site) -> None:
    browser = administrator(site)
    before = site.snapshot()

    for path, fields in ((f"{LIST}/cards/itsme/mark", {"mark": "x"}), (f"{LIST}/region", {"region": "x"})):
        assert 400 == post(browser, path, fields).status_code
    assert set() == changed(before, site.snapshot())


def test_a_learner_is_no_administrator(site: Site) -> None:
    learner = site.visitor(LEARNER)

    refused(learner.get(LIST), 401, "e-method", "no-session")

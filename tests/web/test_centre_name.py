"""What a centre is called: written by its administrator, and nothing issued before it is."""

from __future__ import annotations

import pytest

from lti_tool.domain.administration import DEFAULT_CENTRE
from tests.people import CENTRE_NAME, LEARNER, TRAINER
from tests.web.administering import administrator, deeds
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.staging import do, enter, everything, sent
from tests.web.tables import changed, values

MISSING = "Le centre n'a pas encore de nom ici."
WHERE = "L'administrateur du centre l'écrit dans l'administration de Passerelle, sous « Le nom du centre »."


def unnamed(site: Site) -> None:
    """As an installation is before anybody names its centre."""
    with site.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE centre SET name = '{DEFAULT_CENTRE}'")


def place(site: Site, learner: Browser) -> str:
    """The end of the trainer's address of this learner's attestation."""
    return f"documents/{site.visit(learner).launch.person_id}/attestation"


def test_nothing_is_issued_before_the_centre_has_a_name_and_the_page_says_who_writes_it(site: Site) -> None:
    learner = sent(do(site, "diagnostic", everything))
    trainer = enter(site, "diagnostic", TRAINER)
    unnamed(site)
    address = trainer.at(place(site, learner))
    trainer.get(address)
    told, forms = trainer.page.words, trainer.page.main_forms
    learner.get(learner.at("attestation"))
    own, own_forms = learner.page.words, learner.page.main_forms
    answers = [trainer.post(address).status_code, learner.post(learner.at("attestation")).status_code]

    assert MISSING in told
    assert WHERE in told
    assert f"{DEFAULT_CENTRE} atteste" not in told
    assert "Votre attestation n'est pas encore possible : le nom du centre manque." in own
    assert [] == forms == own_forms
    assert [303, 303] == answers
    assert [] == values(site.engine, "attestation", "id")


def test_nothing_is_printed_under_the_word_centre_when_it_was_issued_before(site: Site) -> None:
    """Installations that issued before: the page stays, the paper waits for the name."""
    learner = sent(do(site, "diagnostic", everything))
    trainer = enter(site, "diagnostic", TRAINER)
    address = trainer.at(place(site, learner))
    trainer.get(address)
    trainer.send(address)
    named = trainer.page
    unnamed(site)
    trainer.get(address)

    assert f"{address}.pdf" in named.links
    assert f"{address}.pdf" not in trainer.page.links
    assert MISSING in trainer.page.words
    refused(trainer.get(f"{address}.pdf"), 404, "e-notfound", "centre-without-name")
    badge = trainer.post(address.replace("/attestation", "/badge"), {"area": "1"})
    refused(badge, 404, "e-notfound", "centre-without-name")


def test_the_attestation_bears_the_name_that_the_administrator_wrote(site: Site) -> None:
    learner = sent(do(site, "diagnostic", everything))
    unnamed(site)
    browser = administrator(site)
    before = browser.page.words
    form = next(form for form in browser.page.main_forms if form.action.endswith("/admin/name"))
    browser.send(form.action, {**form.hidden, "centre": "  Atelier  des  Tilleuls "})
    after = browser.page.words
    browser.send(form.action, {**form.hidden, "centre": "Atelier des Tilleuls"})
    trainer = enter(site, "diagnostic", TRAINER)
    trainer.get(trainer.at(place(site, learner)))
    trainer.send(trainer.at(place(site, learner)))

    assert "Votre centre n'a pas encore de nom ici." in before
    assert "C'est enregistré." in after
    assert "n'a pas encore de nom" not in after
    assert f"Atelier des Tilleuls atteste que {LEARNER.name}" in trainer.page.words
    assert 1 == deeds(site).count("centre-named")


@pytest.mark.parametrize(
    "given", ["", "   ", "Centre", " Centre ", "x" * 121, "Atelier\u202edes Tilleuls", "\0"]
)
def test_the_name_stays_when_what_was_typed_is_none(site: Site, given: str) -> None:
    browser = administrator(site)
    before = site.snapshot()
    answer = browser.post("/admin/name", {"centre": given})

    assert 422 == answer.status_code
    assert "Écrivez le vrai nom du centre" in answer.get_data(as_text=True)
    assert set() == changed(before, site.snapshot())
    assert [(CENTRE_NAME,)] == values(site.engine, "centre", "name")

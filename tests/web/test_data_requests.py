"""The administrator reads what learners ask about their data, answers, pauses, goes on, erases."""

from __future__ import annotations

import pytest

from tests.people import LEARNER, TRAINER
from tests.web.administering import administrator, deeds, other_centre
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.tables import count

SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
pytestmark = SQLITE


def ask(site: Site, asked: str) -> tuple[Browser, str]:
    """A learner asks; their browser and the address of the request."""
    learner = site.visitor(LEARNER)
    learner.get(learner.at("my-data"))
    learner.send(learner.at("my-data/ask"), {"asked": asked})
    return learner, f"/admin/requests/{site.services.data_rights.own(site.visit(learner)).requests[0].id}"


def test_a_request_is_listed_and_its_answer_reaches_the_learner(site: Site) -> None:
    learner, address = ask(site, "correct")
    admin = administrator(site)
    admin.get("/admin/requests")
    listed = admin.page.words
    admin.get(address)
    admin.send(address, {"words": "  C'est corrigé.  ", "then": ""})
    again = admin.get(address).get_data(as_text=True)
    learner.get(learner.at("my-data"))

    assert LEARNER.name in listed
    assert "Corriger quelque chose" in listed
    assert "attendue le" in listed
    assert "C'est corrigé." in learner.page.words
    assert 'name="words"' not in again
    assert ["data-asked", "data-answered"] == [deed for deed in deeds(site) if deed.startswith("data-")]


def test_a_pause_begins_and_ends_by_the_administrators_press(site: Site) -> None:
    learner, address = ask(site, "restrict")
    launch = site.visit(learner).launch
    admin = administrator(site)
    admin.get(address)
    admin.send(address, {"words": "D'accord.", "then": "restrict"})
    paused = admin.page.words
    learner.enter(LEARNER)
    read = learner.page.words
    admin.send("/admin/resume", {"person": launch.person_id})

    assert f"Finir la pause de {LEARNER.name}" in paused
    assert "D'accord." in read
    assert "La pause est finie" in admin.page.words
    assert 0 == count(site.engine, "person_restriction")
    assert ["person-restricted", "data-answered", "person-resumed"] == deeds(site)[-3:]


def test_an_answer_without_words_changes_nothing(site: Site) -> None:
    _learner, address = ask(site, "restrict")
    admin = administrator(site)
    admin.get(address)
    for words in ("   ", "x" * 2001):
        answer = admin.send(address, {"words": words, "then": "restrict"})
        assert 422 == answer.status_code
        assert "Écrivez une réponse" in admin.page.words

    assert 400 == admin.send(address, {"words": "Oui", "then": "sell"}).status_code
    assert 0 == count(site.engine, "person_restriction")
    assert "data-answered" not in deeds(site)


def test_somebody_who_trains_is_not_paused_and_stays_unanswered(site: Site) -> None:
    learner, address = ask(site, "restrict")
    person = site.visit(learner).launch.person_id
    with site.engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE course_member SET rights = 'trainer' WHERE person_id = '{person}'"  # an id of ours
        )
    admin = administrator(site)
    admin.get(address)
    answer = admin.send(address, {"words": "Oui.", "then": "restrict"})

    assert 422 == answer.status_code
    assert "aussi formatrice ou assistante" in admin.page.words
    assert "Oui." in answer.get_data(as_text=True)
    assert "data-answered" not in deeds(site)


def test_everything_is_erased_after_a_tick_alone(site: Site) -> None:
    _learner, address = ask(site, "erase")
    admin = administrator(site)
    admin.get(address)
    refused = admin.send(f"{address}/erase", {})
    people = count(site.engine, "person")
    admin.send(f"{address}/erase", {"sure": "yes"})

    assert 422 == refused.status_code
    assert "Tout est effacé." in admin.page.words
    assert people - 1 == count(site.engine, "person")
    assert 0 == count(site.engine, "data_request")


def test_another_centre_finds_nothing(site: Site) -> None:
    learner, address = ask(site, "erase")
    person = site.visit(learner).launch.person_id
    centre_id, _registration = other_centre(site)
    other = administrator(site, centre_id)
    other.get("/admin/requests")

    assert "Personne n'a rien demandé." in other.page.words
    assert 404 == other.request("GET", address).status_code
    for path, fields in (
        (address, {"words": "Oui", "then": ""}),
        (f"{address}/erase", {"sure": "yes"}),
        ("/admin/resume", {"person": person}),
        ("/admin/resume", {"person": "x\0"}),
    ):
        other.get("/admin/requests")
        assert 404 == other.send(path, fields).status_code
    assert 1 == count(site.engine, "data_request")


def test_a_trainer_and_a_learner_are_refused(site: Site) -> None:
    _learner, address = ask(site, "erase")
    for browser in (site.visitor(LEARNER), site.visitor(TRAINER)):
        assert 401 == browser.request("GET", "/admin/requests").status_code
        assert 401 == browser.request("POST", f"{address}/erase", data={"sure": "yes"}).status_code

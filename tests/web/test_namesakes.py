"""People of one name in a course: told apart on every list of a trainer, and not on what they take along."""

from __future__ import annotations

import re

import pytest

from lti_tool.domain.stuck import Cause, StuckCall
from tests.people import TRAINER
from tests.web.browser import Browser
from tests.web.crowding import finish_everybody
from tests.web.rostering import queries
from tests.web.site import Site
from tests.web.tables import values

NAME = "Maria Lopes"
LISTS = ("cohort", "sitting", "ledger", "documents", "documents/talks")


def name(site: Site, *people: str, name: str = NAME) -> None:
    """Give these people one name; capitals make no difference."""
    with site.engine.begin() as connection:
        for place, person in enumerate(people):
            written = name.upper() if place % 2 else name
            connection.exec_driver_sql(f"UPDATE person_name SET name = '{written}' WHERE id = '{person}'")


def people(site: Site) -> list[str]:
    """Our ids of everybody who finished, by number."""
    rows = values(site.engine, "course_member", "person_id", "number")
    finished = {person for (person,) in values(site.engine, "attempt", "person_id")}
    return [person for person, _number in sorted(rows, key=lambda row: row[1]) if person in finished]


def numbers(site: Site) -> dict[str, int]:
    """The number in the course, by person."""
    return dict(values(site.engine, "course_member", "person_id", "number"))


@pytest.fixture
def trainer(site: Site) -> Browser:
    """A trainer with three people who sent their results; the first two have one name."""
    browser = site.visitor(TRAINER)
    finish_everybody(site, browser, 3)
    name(site, *people(site)[:2])
    return browser


@pytest.mark.parametrize("place", LISTS)
def test_two_of_one_name_are_told_apart_on_every_list(site: Site, trainer: Browser, place: str) -> None:
    first, second, third = (numbers(site)[one] for one in people(site))
    trainer.get(trainer.at(place))
    words = trainer.page.words

    assert f"{NAME} ({first})" in words
    assert f"{NAME.upper()} ({second})" in words
    assert words.index(f"{NAME} ({first})") < words.index(f"{NAME.upper()} ({second})")
    assert f"({third})" not in words


def test_two_of_one_name_are_told_apart_among_the_things_to_do(site: Site, trainer: Browser) -> None:
    """Needs, loans and calls for help read the same list of people; a call is read by itself too."""
    first, second, _third = people(site)
    with site.engine.begin() as connection:
        connection.exec_driver_sql('UPDATE attempt SET access = \'{"device": "none"}\'')
    call = StuckCall(
        centre_id=site.visit(trainer).link.centre_id,
        id="call",
        person_id=second,
        resource_link_id=site.visit(trainer).link.id,
        context_id=site.visit(trainer).link.context_id,
        place="",
        cause=next(iter(Cause)),
        called_at=site.clock(),
    )
    with site.services.store.writing() as unit:
        unit.stuck_calls.add(call)
    trainer.get(trainer.at("actions"))
    needs = trainer.page.words
    trainer.get(trainer.at("cohort"))
    calls = trainer.page.words.partition("Une ligne par personne")[0]

    assert f"{NAME} ({numbers(site)[first]})" in needs
    assert f"{NAME.upper()} ({numbers(site)[second]})" in calls


def test_the_record_is_told_apart_and_what_the_person_takes_along_is_not(
    site: Site, trainer: Browser
) -> None:
    person = people(site)[0]
    number = numbers(site)[person]
    trainer.get(trainer.at(f"cohort/{person}"))
    record = trainer.page.heading
    trainer.get(trainer.at(f"documents/{person}/talk"))
    talk = trainer.page.words
    trainer.get(trainer.at(f"documents/{person}/attestation"))
    attestation = trainer.page.words
    exported = trainer.post(trainer.at("exports"), {"what": "people", "form": "csv", "names": "1"})

    assert f"{NAME} ({number})" == record
    assert f"{NAME} ({number})" in talk
    assert f"atteste que {NAME} a fait" in attestation
    assert f"({number})" not in attestation
    assert f"\r\n{number};{NAME};" in exported.get_data(as_text=True)


def test_hidden_names_stay_hidden_and_nobody_else_is_marked(site: Site, trainer: Browser) -> None:
    """Two whose names are hidden have none in common; of a name that one person has, nothing is said."""
    first, second, third = people(site)
    name(site, first, second, name="")
    name(site, third, name="Zoé Simon")
    trainer.get(trainer.at("cohort"))
    words = trainer.page.words

    assert {f"Participant {numbers(site)[one]}" for one in (first, second)} == set(
        re.findall(r"Participant \d+", words)
    )
    assert "Zoé Simon (" not in words
    assert "Des personnes portent le même nom." not in words


def test_the_list_says_what_the_number_is(trainer: Browser) -> None:
    trainer.get(trainer.at("cohort"))

    assert "Des personnes portent le même nom." in trainer.page.words


def test_the_number_of_queries_is_the_same_when_many_have_one_name(site: Site, trainer: Browser) -> None:
    before = {place: queries(trainer, place) for place in ("cohort", "sitting", "ledger", "documents")}
    finish_everybody(site, trainer, 37, after=3)
    name(site, *people(site))

    assert before == {place: queries(trainer, place) for place in before}

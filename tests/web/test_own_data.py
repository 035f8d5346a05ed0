"""A learner reads what is kept, takes it along and asks for more; while paused, nothing else opens."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from lti_tool.store.data_map_learning import DATA_MAP
from lti_tool.store.data_use import DataClass, Kept
from lti_tool.web.own_data_kinds import KINDS, kinds
from lti_tool.web.own_data_words import column_names, table_titles
from tests.people import LEARNER, TRAINER
from tests.web.beside import at_kiosk
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.tables import changed

SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
OF_PEOPLE = {name for name, use in DATA_MAP.items() if use.is_of_people}


def take(browser: Browser, form: str) -> str:
    """The file, as text."""
    answer = browser.send(browser.at("my-data/file"), {"form": form})
    assert 200 == answer.status_code
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.get_data(as_text=True)


def pause(site: Site, browser: Browser) -> None:
    """Only store the data of whoever uses this browser."""
    launch = site.visit(browser).launch
    site.services.data_rights.restrict(launch.centre_id, launch.person_id)


class Words(HTMLParser):
    """The text of a page, and every address that it names."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.addresses: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]


def test_every_table_of_people_is_told_in_one_kind() -> None:
    told = [table for tables in KINDS.values() for table in tables]

    assert sorted(OF_PEOPLE) == sorted(told)


def test_every_table_and_column_of_the_copy_has_words(site: Site) -> None:
    with site.app.test_request_context():
        titles, names = table_titles(), column_names()
    said = {
        column
        for name in OF_PEOPLE - {"shelved_row"}
        for column, kind in DATA_MAP[name].classes.items()
        if kind is not DataClass.INTERNAL
    }

    assert OF_PEOPLE - {"shelved_row"} == set(titles)
    assert said <= set(names), said - set(names)


@SQLITE
def test_the_page_says_how_long_as_the_map_of_data_does(site: Site) -> None:
    spans = {
        Kept.PERSON: "36 mois",
        Kept.NAME: "30 jours",
        Kept.LOOKS: "13 mois",
        Kept.DELIVERY_LOG: "90 jours",
    }
    with site.app.test_request_context():
        lives = {kind.name: kind.life for kind in kinds(36)}
    days = {
        kept: round(kept.life.days / (30.4 if "mois" in words else 1))
        for kept, words in spans.items()
        if kept.life
    }

    assert {kept: int(words.split()[0]) for kept, words in spans.items()} == days
    for name, tables in KINDS.items():
        for kept in {DATA_MAP[table].kept for table in tables} & set(spans):
            assert spans[kept] in lives[name], (name, kept)


@SQLITE
def test_a_learner_finds_the_page_at_the_foot_and_a_trainer_does_not(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    foot = learner.page.words
    page = learner.get(learner.at("my-data"))

    assert "Mes données" in foot
    assert (200, "own-data") == (page.status_code, learner.page.name)
    assert "Paul Morel" in learner.page.words
    assert "Mes données" not in trainer.page.words
    assert 404 == trainer.request("GET", trainer.at("my-data")).status_code


@SQLITE
def test_both_files_hold_what_the_command_line_gives(site: Site) -> None:
    """And neither an id of ours, a token, nor anybody else's name."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    learner.submit()
    launch = site.visit(learner).launch
    trainer.request("GET", trainer.at(f"cohort/{launch.person_id}"))
    learner.get(learner.at("my-data"))
    document, page = json.loads(take(learner, "json")), take(learner, "html")
    copied = site.services.privacy.copy(launch.centre_id, launch.person_id).tables
    found = Words()
    found.feed(page)
    text = " ".join(found.text)

    assert set(copied) == set(document["tables"])
    assert {name: len(rows) for name, rows in copied.items()} == {
        name: len(rows) for name, rows in document["tables"].items()
    }
    assert LEARNER.name in text
    assert "Mon point de départ" in text
    assert len(re.findall("<dl>", page)) == sum(len(rows) for rows in copied.values())
    assert [] == found.addresses
    for secret in (launch.person_id, launch.handle, launch.session_id, str(learner.session), TRAINER.name):
        assert secret not in page
        assert secret not in json.dumps(document)


@SQLITE
def test_an_unknown_form_or_request_is_refused_and_nothing_stored(site: Site) -> None:
    learner = site.visitor(LEARNER)
    learner.get(learner.at("my-data"))
    before = site.snapshot()
    answers = [
        learner.send(learner.at("my-data/file"), {"form": "exe"}).status_code,
        learner.send(learner.at("my-data/ask"), {"asked": "money"}).status_code,
    ]

    assert [400, 400] == answers
    assert set() == changed(before, site.snapshot()) - {"session"}


@SQLITE
def test_a_request_is_kept_once_and_its_answer_is_read(site: Site) -> None:
    learner = site.visitor(LEARNER)
    learner.get(learner.at("my-data"))
    for _time in range(2):
        learner.send(learner.at("my-data/ask"), {"asked": "correct"})
        assert "C'est demandé." in learner.page.words

    assert "Pas encore de réponse." in learner.page.words
    assert 1 == learner.page.words.count("Corriger quelque chose")
    assert 1 == len(site.services.data_rights.own(site.visit(learner)).requests)


@SQLITE
def test_while_paused_only_ones_own_data_open(site: Site) -> None:
    learner = site.visitor(LEARNER)
    learner.submit()
    pause(site, learner)
    assert 401 == learner.request("GET", learner.at("tasks/1")).status_code
    before = site.snapshot()
    learner.enter(LEARNER)
    opened = learner.page.words
    elsewhere = [
        learner.request("GET", learner.at(place)).headers.get("Location", "").rpartition("/")[2]
        for place in ("", "welcome", "tasks/1", "path", "result", "stuck")
    ]
    learner.send(learner.at("welcome"), {})
    moved = changed(before, site.snapshot())

    assert "Vos données sont en pause" in opened
    assert ["my-data"] * 6 == elsewhere
    assert "own-data" == learner.page.name
    assert moved <= {"session", "launch", "login_state", "platform_sign", "resource_link", "context"}
    assert LEARNER.name in take(learner, "html")
    assert 200 == learner.get(learner.at("who-looked")).status_code


@SQLITE
def test_the_team_reads_that_data_are_paused_and_no_more(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = site.visit(learner).launch.person_id
    site.finish(learner)
    pause(site, learner)

    for place in ("cohort", "ledger"):
        shown = trainer.get(trainer.at(place)).get_data(as_text=True)
        assert f"{LEARNER.name} : données en pause" in trainer.page.words
        assert person not in shown
    for place in ("", "/notes", "/sheet"):
        assert 404 == trainer.request("GET", trainer.at(f"cohort/{person}{place}")).status_code
    assert 404 == trainer.request("GET", trainer.at(f"together/{person}")).status_code


@SQLITE
def test_a_shared_computer_gets_no_file(site: Site) -> None:
    learner, _code = at_kiosk(site)
    shown = learner.get(learner.at("my-data")).get_data(as_text=True)
    before = site.snapshot()
    learner.send(learner.at("my-data/file"), {"form": "json"})

    assert "my-data/file" not in shown
    assert "Rien n'a été copié : ce poste est partagé." in learner.page.words
    assert set() == changed(before, site.snapshot()) - {"session"}

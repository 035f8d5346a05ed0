"""Limits that slow guessing down are the same however many web processes there are (decision 0059)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from lti_tool.app import create_app
from lti_tool.bootstrap import install
from lti_tool.services.turns import Turns
from lti_tool.store.engine import make_engine
from lti_tool.store.unit_of_work import Store
from lti_tool.web.limiters import Limiter, SharedLimiter
from lti_tool.web.limits import APART, CLASS, CLASS_WITH_NEW_TABS, DIVIDED, TOGETHER, Limits, limits_among
from tests.keys import the_key
from tests.people import LEARNER, TRAINER
from tests.statements import statements_sent
from tests.web.beside import code_for, person_of, the_code, type_code
from tests.web.browser import Browser
from tests.web.site import SECRET, Parts, Site
from tests.web.tables import count, everything

THREADS, TABLE = 16, "limit_turn"
GUESSED = {
    "/check/2222-2222-2222": (60, 404),
    "/admin/enter?link=" + "x" * 43: (5, 404),
    "/l/" + "x" * 22 + "/": (120, 401),
    "/lti/register?invite=" + "x" * 43 + "&openid_configuration=https://lms.example/": (120, 404),
}
"""What somebody may guess: how many tries an address has, and the answer to each."""
ON_POSTGRESQL = pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)


@pytest.fixture
def two(site: Site, parts: Parts) -> Iterator[tuple[Site, Site]]:
    """The installation twice, as two web processes have it: nothing shared but the database and the clock."""
    site.clock.stop()
    other = install(site.installation.settings, clock=site.clock, shelf=parts.shelf, make_private=the_key)
    made = []
    for installation in (site.installation, other):
        turns = Turns(installation.services.store, SECRET, site.clock)
        services = replace(installation.services, turns=turns)
        app = create_app(replace(installation, services=services))
        made.append(replace(site, app=app))
    yield made[0], made[1]
    other.services.store.close()


def limits_of(app: Flask) -> Limits:
    found = app.extensions["passerelle_limits"]
    assert isinstance(found, Limits)
    return found


def asked(browser: Browser, path: str, *, code: str = "", address: str = "198.51.100.1") -> TestResponse:
    """Type a code for a shared computer, or ask for an address, from there."""
    where = {"environ_overrides": {"REMOTE_ADDR": address}}
    if not code:
        return browser.request("GET", path, **where)
    return browser.request("POST", path, data={"code": code}, headers=browser.own_headers, **where)


def guess(browser: Browser, path: str, *, code: str = "", address: str = "198.51.100.1") -> int:
    """The same, and the status."""
    return asked(browser, path, code=code, address=address).status_code


@ON_POSTGRESQL
def test_guesser_of_codes_has_as_many_tries_when_there_are_two_processes(two: tuple[Site, Site]) -> None:
    """Twenty from an address, sixty in all; a good code waits with the others. Both come back with time."""
    code = code_for(two[0], person_of(two[0], two[0].visitor(LEARNER)))
    browsers = [site.browser() for site in two]
    wrong = "AAAA-AAAA"

    found = [guess(browsers[number % 2], "/kiosk", code=wrong) for number in range(30)]
    assert [422] * 20 + [429] * 10 == found
    assert [429, 429] == [guess(browser, "/kiosk", code=code) for browser in browsers]
    for last in (2, 3):
        there = f"198.51.100.{last}"
        found = [guess(browsers[number % 2], "/kiosk", code=wrong, address=there) for number in range(20)]
        assert [422] * 20 == found
    assert [429] * 10 == [_fourth(browsers[number % 2]) for number in range(10)]
    two[0].clock.pass_(minutes=1)
    assert 303 == guess(browsers[1], "/kiosk", code=code)
    assert [422] * 20 == [_fourth(browsers[number % 2]) for number in range(20)]


def _fourth(browser: Browser) -> int:
    """Type a wrong code at an address that loses no turn of its own while nobody at all has one."""
    return guess(browser, "/kiosk", code="AAAA-AAAA", address="198.51.100.4")


@ON_POSTGRESQL
def test_a_group_comes_in_when_its_right_codes_are_more_than_the_limit(two: tuple[Site, Site]) -> None:
    site = two[0]
    person, trainer = person_of(site, site.visitor(LEARNER)), site.visitor(TRAINER)
    found = []
    for number in range(24):
        code = the_code(trainer.post(trainer.at(f"sitting/{person}/code")))
        found.append(type_code(two[number % 2].browser(), code).status_code)

    assert [303] * 24 == found


@ON_POSTGRESQL
@pytest.mark.parametrize(("path", "tries", "missing"), [(path, *each) for path, each in GUESSED.items()])
def test_guesses_are_counted_once_for_all_processes(
    two: tuple[Site, Site], path: str, tries: int, missing: int
) -> None:
    browsers = [site.browser() for site in two]

    found = Counter(guess(browsers[number % 2], path) for number in range(tries + 6))

    assert {missing: tries, 429: 6} == found
    assert missing == guess(browsers[0], path, address="198.51.100.2")


@ON_POSTGRESQL
def test_guesser_has_no_more_tries_when_they_come_at_one_instant(two: tuple[Site, Site]) -> None:
    """Sixteen threads, eight of each process: a code is counted before it is looked at."""
    start = Barrier(THREADS)

    def race(number: int) -> Counter[int]:
        browser = two[number % 2].browser()
        start.wait()
        return Counter(guess(browser, "/kiosk", code="AAAA-AAAA") for _ in range(4))

    with ThreadPoolExecutor(THREADS) as pool:
        assert {422: 20, 429: 44} == sum(pool.map(race, range(THREADS)), Counter())


@ON_POSTGRESQL
def test_no_address_is_kept_when_it_guesses(two: tuple[Site, Site]) -> None:
    guess(two[0].browser(), "/kiosk", code="AAAA-AAAA", address="198.51.100.77")
    guess(two[0].browser(), "/check/2222-2222-2222", address="198.51.100.77")

    assert 3 == count(two[0].engine, TABLE)
    assert "198.51.100" not in everything(two[0].engine)


@ON_POSTGRESQL
def test_a_flood_asks_the_database_no_more_when_it_is_over_the_limit(two: tuple[Site, Site]) -> None:
    browser = two[0].browser()
    for _ in range(20):
        guess(browser, "/kiosk", code="AAAA-AAAA")

    with statements_sent() as seen:
        found = {guess(browser, "/kiosk", code="AAAA-AAAA") for _ in range(50)}

    assert ({429}, []) == (found, seen)


@ON_POSTGRESQL
def test_learners_cost_no_turn_when_they_come_and_answer(two: tuple[Site, Site]) -> None:
    """Not one statement more for opening the activity, for its pages and for answers."""
    site = two[0]
    with statements_sent() as seen:
        browser = site.visitor(LEARNER)
        browser.submit()
        browser.submit({"skip": "1"})
        browser.get(browser.at("welcome"))

    assert "INSERT INTO answer" in "\n".join(seen)
    assert [] == [statement for statement in seen if TABLE in statement]


@ON_POSTGRESQL
def test_nobody_may_guess_when_the_turns_cannot_be_counted(site: Site) -> None:
    """Come again: not "wrong", and never without a count. A good code stays good."""
    code = code_for(site, person_of(site, site.visitor(LEARNER)))
    gone = make_engine(site.engine.url.set(database="not_there").render_as_string(hide_password=False))
    services = replace(site.services, turns=Turns(Store(gone), SECRET))
    cut_off = Browser(create_app(replace(site.installation, services=services)), site.lms, site.base_url)
    for path, typed in (("/kiosk", code), *((path, "") for path in GUESSED)):
        answer = asked(cut_off, path, code=typed)
        assert 503 == answer.status_code, path
        assert "60" == answer.headers["Retry-After"]
    gone.dispose()

    assert 303 == type_code(site.browser(), code).status_code


@ON_POSTGRESQL
def test_learner_is_in_when_her_turn_cannot_be_given_back(two: tuple[Site, Site]) -> None:
    """Her code is used up: a page "come again" would leave her outside."""
    code = code_for(two[0], person_of(two[0], two[0].visitor(LEARNER)))

    def broken(*call: object) -> None:
        if f"UPDATE {TABLE}" in str(call[2]):
            raise OperationalError("UPDATE", {}, Exception("the disk is gone"))

    engine = two[0].services.store._engine
    event.listen(engine, "before_cursor_execute", broken)
    try:
        answer = type_code(two[0].browser(), code)
    finally:
        event.remove(engine, "before_cursor_execute", broken)

    assert 303 == answer.status_code


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_one_process_counts_in_its_memory_when_the_database_is_a_file(site: Site) -> None:
    app = create_app(site.installation)
    browser = Browser(app, site.lms, site.base_url)
    found = [guess(browser, "/kiosk", code="AAAA-AAAA") for _ in range(22)]

    assert [422] * 20 + [429] * 2 == found
    assert 0 == count(site.engine, TABLE)
    assert {Limiter} == {type(getattr(limits_of(app), name.name)) for name in fields(Limits)}


def test_every_limit_says_who_counts_it() -> None:
    """One that is new is noticed here: does it slow guessing down, or keep a flood off?"""
    names = [*TOGETHER, *DIVIDED, *APART]

    assert sorted(each.name for each in fields(Limits)) == sorted(names)


@ON_POSTGRESQL
def test_flood_is_divided_and_guessing_is_not_when_a_machine_has_processes(site: Site) -> None:
    usual, turns = Limits(), site.services.turns
    for processes in (1, 3, 4, 16):
        found = limits_among(processes, turns)
        assert {SharedLimiter} == {type(getattr(found, name)) for name in TOGETHER}
        for name in (*TOGETHER, *APART):
            whole, mine = getattr(usual, name), getattr(found, name)
            assert (whole.per_minute, whole.at_once) == (mine.per_minute, mine.at_once), name

    shares = {name: getattr(limits_among(4, turns), name).per_minute for name in DIVIDED}
    assert {
        "logins": 150,
        "registration_logins": 900,
        "launches": 150,
        "failed_launches": CLASS,
        "key_sets": 150,
        "badge_files": CLASS_WITH_NEW_TABS,
    } == shares
    assert 60 == limits_among(16, turns).registration_logins.at_once
    assert CLASS_WITH_NEW_TABS == limits_among(16, turns).launches.at_once


def test_share_is_rounded_up_and_never_more_than_the_whole() -> None:
    whole = Limiter(per_minute=100, at_once=10)

    found = [whole.share(processes, at_least=20) for processes in (1, 3, 7)]

    assert [(100, 10), (34, 10), (20, 10)] == [(each.per_minute, each.at_once) for each in found]

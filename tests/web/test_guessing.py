"""Z20: whoever tries addresses of other people's pages is slowed down, and the operator reads of it.

What really keeps strangers out are the 128 random bits of an address, and the session it belongs to.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections import Counter
from collections.abc import Iterator

import pytest

from lti_tool.web.limits import Limits
from tests.people import LEARNER, OUTSIDER
from tests.web.administering import administrator
from tests.web.browser import Browser
from tests.web.picking import picker
from tests.web.site import UNLIMITED, Site, refused
from tests.web.tables import changed

HERE, ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": "192.0.2.8"}
GUESSES = 120
PLACES = ["/l/{}/", "/l/{}/cohort", "/l/{}/no-such-page", "/p/{}/", "/admin/platforms/{}", "/admin/{}"]


@pytest.fixture
def limited(site: Site) -> Iterator[Site]:
    """The installation with the limits that it has in real life; its clock stands still."""
    site.clock.stop()
    site.app.extensions["passerelle_limits"] = Limits()
    yield site
    site.app.extensions["passerelle_limits"] = UNLIMITED


def guess(browser: Browser, place: str, times: int) -> list[int]:
    """Ask for that many addresses, each another one; the statuses of the answers."""
    paths = (place.format(secrets.token_urlsafe(16)) for _ in range(times))
    return [browser.request("GET", path, environ_base=HERE).status_code for path in paths]


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]


@pytest.mark.parametrize("place", PLACES)
def test_guesses_are_refused_when_an_address_makes_too_many(limited: Site, place: str) -> None:
    """Ten in a second: nothing is found, nothing is stored, and most are told to wait."""
    browser = limited.browser()
    before = limited.snapshot()

    found = guess(browser, place, GUESSES + 5)

    assert set(found[:GUESSES]) <= {401, 404}
    assert [429] * 5 == found[GUESSES:]
    assert changed(before, limited.snapshot()) == set()
    answer = browser.request("GET", place.format("x" * 22), environ_base=HERE)
    refused(answer, 429, "e-busy", "too-many-requests")
    assert answer.headers["Retry-After"] == "1"


def test_guesses_are_one_count_when_the_kinds_of_addresses_are_mixed(limited: Site) -> None:
    browser = limited.browser()

    found = Counter(status for place in PLACES for status in guess(browser, place, 30))

    assert 30 * len(PLACES) - GUESSES == found[429]


def test_turns_come_back_when_a_second_passes(limited: Site) -> None:
    browser = limited.browser()
    guess(browser, "/l/{}/", GUESSES)
    limited.wait(seconds=1)

    assert [401, 401, 429] == guess(browser, "/l/{}/", 3)


def test_people_go_on_when_somebody_at_their_address_guesses(limited: Site) -> None:
    """The limit is on what is refused: nobody in the same room is locked out of their own pages."""
    learner, trainer, keeper = limited.visitor(LEARNER), picker(limited), administrator(limited)
    guess(limited.browser(), "/l/{}/", GUESSES + 1)
    own = {"learner": (learner, learner.at("welcome")), "trainer": (trainer, f"/p/{trainer.handle}/")}
    own["administrator"] = (keeper, "/admin/")

    found = {
        who: browser.request("GET", path, environ_base=HERE).status_code
        for who, (browser, path) in own.items()
    }

    assert {"learner": 200, "trainer": 200, "administrator": 200} == found
    assert 401 == limited.browser().request("GET", learner.at(), environ_base=ELSEWHERE).status_code


def test_another_persons_address_tells_nothing_when_one_may_not_guess_any_more(limited: Site) -> None:
    """What is there and not theirs looks like what is not there."""
    owner, other = limited.visitor(LEARNER), limited.visitor(OUTSIDER)
    guess(other, "/l/{}/", GUESSES)

    found = [
        other.request("GET", path, environ_base=HERE).status_code for path in (owner.at(), f"/l/{'x' * 22}/")
    ]

    assert [429, 429] == found


def test_operator_is_told_once_when_somebody_guesses_for_long(
    limited: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """Once an hour, without an address of anybody."""
    browser = limited.browser()
    told = []
    for _ in range(3):
        guess(browser, "/l/{}/", GUESSES + 20)
        told.append(len(warnings(caplog)))
        limited.wait(minutes=31)

    assert [1, 1, 2] == told
    assert "192.0.2.7" not in caplog.text


def test_operator_is_not_told_when_few_addresses_are_missing(
    limited: Site, caplog: pytest.LogCaptureFixture
) -> None:
    guess(limited.browser(), "/l/{}/", GUESSES)

    assert [] == warnings(caplog)


def test_addresses_cannot_be_guessed_when_they_are_made(site: Site) -> None:
    """128 random bits in each: 22 letters, and none is like another."""
    learner, trainer = site.visitor(LEARNER), picker(site)
    person = site.visit(learner).launch.person_id
    made = [learner.handle, trainer.handle, person, site.registration.id]

    assert [bool(re.fullmatch(r"[A-Za-z0-9_-]{22}", one)) for one in made] == [True] * 4
    assert len(set(made)) == 4

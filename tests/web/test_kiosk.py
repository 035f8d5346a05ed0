"""The shared computer: in by a short code, out by itself, and no way to anybody else's pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.app import create_app
from lti_tool.bootstrap import install
from lti_tool.domain.kiosk import ALPHABET, LENGTH
from lti_tool.web.limits import Limits
from tests.fake_lms import FakeLms
from tests.keys import the_key
from tests.people import LEARNER, OUTSIDER, TEST_USER, TRAINER
from tests.web.beside import code_for, person_of, the_code, type_code
from tests.web.browser import Browser
from tests.web.site import SECRET, Parts, Site, connected, refused
from tests.web.tables import count, everything, values

SESSION = "__Host-psl"


def test_code_opens_the_learners_own_activity_when_it_is_typed(site: Site) -> None:
    """In small letters, with spaces, on a machine that never saw the course."""
    person = person_of(site, site.visitor(LEARNER))
    code, browser = code_for(site, person), site.browser()
    browser.get("/kiosk")
    assert browser.page.heading == "Bonjour. Écrivez votre code."
    answer = type_code(browser, f"  {code.lower().replace('-', ' ')} ")
    browser.get(answer.location)

    assert browser.page.name == "welcome"
    browser.submit()
    browser.submit({"skip": "1"})
    assert values(site.engine, "attempt", "person_id") == [(person,)]
    assert site.visit(browser).launch.is_graded
    cookie = browser.cookies[SESSION]
    assert (cookie.http_only, cookie.secure, cookie.max_age) == (True, True, 3600)


def test_code_is_good_once_when_it_was_used(site: Site) -> None:
    code = code_for(site, person_of(site, site.visitor(LEARNER)))
    first, second = site.browser(), site.browser()

    assert type_code(first, code).status_code == 303
    answer = type_code(second, code)
    assert answer.status_code == 422
    assert "Ce code n'ouvre rien." in second.page.words
    assert second.session is None


@pytest.mark.parametrize(("minutes", "status"), [(14, 303), (15, 422)])
def test_code_is_good_for_a_quarter_of_an_hour(site: Site, minutes: int, status: int) -> None:
    site.clock.stop()
    code = code_for(site, person_of(site, site.visitor(LEARNER)))
    site.clock.pass_(minutes=minutes)

    assert type_code(site.browser(), code).status_code == status


def test_code_stays_good_when_the_secret_is_replaced_meanwhile(site: Site, parts: Parts) -> None:
    """A printed code lives for four hours: nobody stands before a shut door because a secret was changed."""
    code = code_for(site, person_of(site, site.visitor(LEARNER)))
    changed = replace(
        site.installation.settings,
        secret_key=b"another secret, as long as the first",
        former_secrets=(SECRET,),
    )
    renewed = install(changed, clock=site.clock, shelf=parts.shelf, make_private=the_key)
    browser = Browser(create_app(renewed), site.lms, site.base_url)
    answers = [type_code(browser, code).status_code, type_code(site.browser(), code).status_code]
    renewed.services.store.close()

    assert [303, 422] == answers


def test_older_code_is_void_when_another_one_is_given(site: Site) -> None:
    person = person_of(site, site.visitor(LEARNER))
    first, second = code_for(site, person), code_for(site, person)

    assert type_code(site.browser(), first).status_code == 422
    assert type_code(site.browser(), second).status_code == 303


def test_no_code_is_in_the_database_when_it_was_given(site: Site) -> None:
    """A digest under the installation's own key: a copy of the database opens nothing."""
    code = code_for(site, person_of(site, site.visitor(LEARNER)))
    kept = everything(site.engine)

    assert len(code.replace("-", "")) == LENGTH
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert code not in kept
    assert code.replace("-", "") not in kept
    (digest,) = values(site.engine, "kiosk_code", "digest")[0]
    assert str(digest) in kept


@pytest.mark.parametrize(
    "typed", ["", "ABCD-EFG", "ABCD-EFGHJ", "0000-0000", "ABCD-EFG%00", "é" * 8, "A" * 9000]
)
def test_sentence_is_clear_when_the_code_cannot_be_one(site: Site, typed: str) -> None:
    browser = site.browser()

    assert type_code(browser, typed).status_code == 422
    assert "Demandez-en un autre à votre formateur." in browser.page.words
    assert browser.session is None


def test_nobody_comes_in_when_the_person_left_the_course_or_the_platform_is_off(site: Site) -> None:
    person = person_of(site, site.visitor(LEARNER))
    code = code_for(site, person)
    with site.engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE course_member SET left_at = first_seen_at WHERE person_id = '{person}'"
        )
    assert type_code(site.browser(), code).status_code == 422
    with site.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE course_member SET left_at = NULL")
    other = code_for(site, person)
    site.services.registrations.disable(site.registration.id, site.clock())

    assert type_code(site.browser(), other).status_code == 422


def test_code_of_another_centre_opens_that_centre_alone(site: Site, other_lms: FakeLms) -> None:
    """The same person, course and link at another centre: each code leads to its own."""
    centre_id = site.services.administrators.add_centre("Namur", site.clock())
    registration = connected(site.services, other_lms, site.clock, centre_id=centre_id)
    elsewhere = replace(site, lms=other_lms, registration=registration)
    here, there = person_of(site, site.visitor(LEARNER)), person_of(elsewhere, elsewhere.visitor(LEARNER))
    trainer = site.visitor(TRAINER)
    refused(trainer.post(trainer.at(f"sitting/{there}/code")), 404, "e-notfound", "no-such-person")
    browser = site.browser()
    type_code(browser, code_for(elsewhere, there))

    found = site.visit(browser).launch
    assert (found.person_id, found.centre_id) == (there, centre_id)
    assert here != there


@pytest.mark.parametrize("person", [OUTSIDER, TRAINER, TEST_USER])
def test_no_code_is_given_when_the_person_is_no_learner_of_the_course(site: Site, person: object) -> None:
    other, trainer = site.visitor(person), site.visitor(TRAINER)  # type: ignore[arg-type]  # the cast
    answer = trainer.post(trainer.at(f"sitting/{person_of(site, other)}/code"))

    refused(answer, 404, "e-notfound", "no-such-person")
    assert count(site.engine, "kiosk_code") == 0


def test_guessing_is_stopped_by_address_and_in_all(site: Site) -> None:
    """Twenty wrong codes at once from one address, sixty in all; a good code waits with the others."""
    limited = replace(site, app=create_app(site.installation, limits=Limits()))
    code = code_for(site, person_of(site, site.visitor(LEARNER)))
    guesser, statuses = limited.browser(), []

    def guess(address: str, typed: str = "AAAA-AAAA") -> int:
        return guesser.request(
            "POST",
            "/kiosk",
            data={"code": typed},
            headers=guesser.own_headers,
            environ_overrides={"REMOTE_ADDR": address},
        ).status_code

    site.clock.stop()
    statuses = [guess("198.51.100.1") for _ in range(21)]
    assert statuses == [422] * 20 + [429]
    assert guess("198.51.100.1", code) == 429
    for number in (2, 3):
        assert [guess(f"198.51.100.{number}") for _ in range(20)] == [422] * 20
    assert guess("198.51.100.4") == 429
    site.clock.pass_(minutes=1)
    assert guess("198.51.100.1", code) == 303


def test_right_codes_are_not_counted_when_a_whole_group_comes_in(site: Site) -> None:
    """Thirty people at one address."""
    limited = replace(site, app=create_app(site.installation, limits=Limits()))
    person = person_of(site, site.visitor(LEARNER))
    trainer = site.visitor(TRAINER)
    for _ in range(30):
        code = the_code(trainer.post(trainer.at(f"sitting/{person}/code")))
        assert type_code(limited.browser(), code).status_code == 303


def test_form_is_refused_when_another_site_sends_it(site: Site) -> None:
    """Nobody is signed in under another person's name by a page elsewhere; the code stays good."""
    code, browser = code_for(site, person_of(site, site.visitor(LEARNER))), site.browser()
    for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = browser.request("POST", "/kiosk", data={"code": code}, headers=headers)
        refused(answer, 403, "e-sec", "form-from-elsewhere")

    assert type_code(browser, code).status_code == 303

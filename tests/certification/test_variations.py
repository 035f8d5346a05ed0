"""Two hundred variations of the valid launches are let in with the right rights; clocks may differ by 60 s.

Source: LTI 1.3 core, 5.3 and 5.4; security notes T02 to T11; what each platform sends.
"""

from __future__ import annotations

import pytest

from tests.certification.check import Claims, having
from tests.certification.variations import FLAVOURS, Variation, variation
from tests.people import LEARNER, TestPerson
from tests.web.site import Site
from tests.web.tables import refusals

ALL, ON_POSTGRESQL = range(200), range(40)
PORTION = 20


def portions(numbers: range, dialect: str) -> list[object]:
    """The numbers in portions, each on one installation that is set up once."""
    return [
        pytest.param(dialect, numbers[first : first + PORTION], id=f"{dialect}-{first}")
        for first in numbers[::PORTION]
    ]


@pytest.mark.parametrize(
    ("dialect", "numbers"),
    [*portions(ALL, "sqlite"), *portions(ON_POSTGRESQL, "postgresql")],
    indirect=["dialect"],
)
def test_a_valid_launch_is_let_in_when_it_looks_different(site: Site, numbers: range) -> None:
    found = {each.name: outcome(site, each) for each in map(variation, numbers)}

    assert found == {each.name: f"303 {each.rights}" for each in map(variation, numbers)}
    assert refusals(site.engine) == []


def test_the_variations_differ_when_they_are_made() -> None:
    """Every flavour, every right, both ways to log in."""
    made = [variation(number) for number in ALL]

    assert {each.flavour for each in made} == set(FLAVOURS)
    assert {each.rights for each in made} == {"learner", "trainer", "assistant", "help-only"}
    assert {each.method for each in made} == {"GET", "POST"}
    assert len({each.without for each in made}) == 4
    assert len({repr(said_by(each)) for each in made}) == len(made)


@pytest.mark.parametrize(
    ("moments", "wanted"),
    [
        pytest.param({"iat": -120, "exp": -60}, "303", id="T02-exp-60-ago"),
        pytest.param({"iat": -120, "exp": -61}, "401 token-expired", id="T02-exp-61-ago"),
        pytest.param({"iat": 60, "exp": 120}, "303", id="T05-iat-60-ahead"),
        pytest.param({"iat": 61, "exp": 120}, "401 iat-in-future", id="T06-iat-61-ahead"),
        pytest.param({"iat": -300}, "303", id="T09-iat-5-minutes-ago"),
        pytest.param({"iat": -301}, "401 token-too-old", id="T09-iat-5-minutes-and-1-second-ago"),
        pytest.param({"nbf": 60}, "303", id="T07-nbf-60-ahead"),
        pytest.param({"nbf": 61}, "401 nbf-in-future", id="T07-nbf-61-ahead"),
        pytest.param({"nbf": -315_360_000}, "303", id="T07-nbf-long-ago"),
        pytest.param({"exp": 315_360_000}, "303", id="T09-exp-in-ten-years"),
        pytest.param({"iat": 60, "exp": 120, "nbf": 60}, "303", id="clock-of-the-platform-60-ahead"),
        pytest.param(
            {"iat": 61, "exp": 121, "nbf": 61}, "401 iat-in-future", id="clock-of-the-platform-61-ahead"
        ),
        pytest.param({"iat": -60, "exp": 0, "nbf": -60}, "303", id="clock-of-the-platform-60-behind"),
        pytest.param(
            {"iat": -120, "exp": -60, "nbf": -120}, "303", id="clock-of-the-platform-and-way-120-behind"
        ),
        pytest.param({"iat": -121, "exp": -61, "nbf": -121}, "401 token-expired", id="121-behind"),
    ],
)
def test_a_minute_between_two_clocks_is_forgiven_when_it_is_no_more(
    site: Site, moments: dict[str, int], wanted: str
) -> None:
    """Sixty seconds are accepted and sixty-one refused, to the second: the tool's clock stands still."""
    site.clock.stop()
    now = int(site.clock().timestamp())
    answer = site.browser().launch(
        LEARNER, claims=having({name: now + spell for name, spell in moments.items()})
    )
    reasons = [reason for _code, reason in refusals(site.engine)]

    assert wanted == " ".join([str(answer.status_code), *reasons])


def outcome(site: Site, chosen: Variation, person: TestPerson = LEARNER) -> str:
    """Launch in this disguise: the status, and the rights that were given or the last reason."""
    browser = site.browser()
    parameters = site.lms.login_parameters(person)
    login = {name: value for name, value in parameters.items() if name not in chosen.without}
    started = browser.open_login(login, method=chosen.method)
    token, state = site.lms.answer_login(started.location, claims=chosen.claims, header=chosen.header)
    answer = browser.post_launch({"id_token": token, "state": state})
    if answer.status_code == 303:
        return f"303 {site.visit(browser).rights}"
    return f"{answer.status_code} {refusals(site.engine)[-1]}"


def said_by(chosen: Variation) -> Claims:
    """What a variation makes of one and the same message."""
    link = "https://purl.imsglobal.org/spec/lti/claim/resource_link"
    claims: Claims = {"iss": "https://lms.example", "aud": "client", "iat": 0, "exp": 60, link: {"id": "1"}}
    claims["https://purl.imsglobal.org/spec/lti/claim/custom"] = {}
    chosen.claims(claims)
    return claims

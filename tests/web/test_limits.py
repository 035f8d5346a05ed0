"""How often one may ask: what is over is refused kindly, and nothing of it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from lti_tool.app import create_app
from lti_tool.domain.errors import TooManyRequests
from lti_tool.web.limiters import Limiter
from lti_tool.web.limits import Limits, caller
from tests.factories import MINUTE, NOW, SECOND
from tests.fake_lms import FakeLms
from tests.people import LEARNER, OUTSIDER, TRAINER, TestPerson
from tests.web.browser import Browser
from tests.web.site import UNLIMITED, Site, refused
from tests.web.tables import changed, count, values

HERE, ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": "192.0.2.8"}


@pytest.fixture
def limited(site: Site) -> Iterator[Site]:
    """The installation with the limits that it has in real life; its clock stands still."""
    site.clock.stop()
    site.app.extensions["passerelle_limits"] = Limits()
    yield site
    site.app.extensions["passerelle_limits"] = UNLIMITED


def told_to_wait(answer: TestResponse, *, at_most: int = 60) -> None:
    """The page of a limit, and a time to come back."""
    refused(answer, 429, "e-busy", "too-many-requests")
    assert 1 <= int(answer.headers["Retry-After"]) <= at_most
    assert "Attendez une minute" in answer.get_data(as_text=True)


def spent(limiter: Limiter, key: str, site: Site, turns: int) -> None:
    for _ in range(turns):
        limiter.take(key, site.clock())


def limits(site: Site) -> Limits:
    found = site.app.extensions["passerelle_limits"]
    assert isinstance(found, Limits)
    return found


def test_turns_come_back_evenly_when_time_passes() -> None:
    limiter = Limiter(per_minute=60, at_once=3)
    for _ in range(3):
        limiter.take("a", NOW)

    with pytest.raises(TooManyRequests) as caught:
        limiter.take("a", NOW)
    assert caught.value.retry_after_seconds == 1
    limiter.take("b", NOW)
    limiter.take("a", NOW + SECOND)
    with pytest.raises(TooManyRequests):
        limiter.take("a", NOW + SECOND * 1.5)
    for _ in range(3):
        limiter.take("a", NOW + MINUTE)
    with pytest.raises(TooManyRequests):
        limiter.take("a", NOW + MINUTE)


def test_wait_is_told_when_turns_are_rare() -> None:
    limiter = Limits().admin_links
    for _ in range(5):
        limiter.take("a", NOW)

    with pytest.raises(TooManyRequests) as caught:
        limiter.take("a", NOW)
    assert caught.value.retry_after_seconds == 180
    with pytest.raises(TooManyRequests):
        limiter.take("a", NOW + timedelta(seconds=179))
    limiter.take("a", NOW + timedelta(seconds=180))


def test_nothing_is_won_or_lost_when_the_clock_is_put_back() -> None:
    limiter = Limiter(per_minute=60, at_once=2)
    limiter.take("a", NOW)
    limiter.take("a", NOW - timedelta(hours=1))

    with pytest.raises(TooManyRequests):
        limiter.take("a", NOW - timedelta(hours=1))


def test_memory_is_bounded_when_addresses_never_end() -> None:
    """W25: the one unused for longest is forgotten."""
    limiter = Limiter(per_minute=60, at_once=1, keys_maximum=100)
    for number in range(1000):
        limiter.take("steady", NOW + number * SECOND)
        limiter.take(str(number), NOW + number * SECOND)

    assert len(limiter) == 100
    with pytest.raises(TooManyRequests):
        limiter.take("steady", NOW + 999 * SECOND)


def test_turns_are_counted_once_each_when_threads_take_them_together() -> None:
    limiter = Limiter(per_minute=60, at_once=100)

    def take(_number: int) -> bool:
        try:
            limiter.take("a", NOW)
        except TooManyRequests:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(400))) == 100


def test_thirty_learners_open_the_activity_when_they_start_together(limited: Site) -> None:
    """5.5: a centre has one address for all its learners."""
    for number in range(30):
        person = TestPerson(
            key=f"learner-{number + 1}",
            sub=str(1001 + number),
            given_name="",
            family_name="",
            roles=LEARNER.roles,
            context_id=LEARNER.context_id,
        )
        assert limited.browser().launch(person).status_code == 303


def test_login_is_refused_when_an_address_floods(limited: Site) -> None:
    browser = limited.browser()
    spent(limits(limited).logins, "192.0.2.7", limited, 600)
    before = limited.snapshot()

    told_to_wait(browser.request("POST", "/lti/login", environ_base=HERE))

    assert changed(before, limited.snapshot()) == set()
    parameters = limited.lms.login_parameters(LEARNER)
    assert browser.request("POST", "/lti/login", data=parameters, environ_base=ELSEWHERE).status_code == 302


def test_login_is_refused_when_one_registration_floods(limited: Site, other_lms: FakeLms) -> None:
    """60 a second for one registration, wherever they come from; the other one does not notice."""
    limited.connect(other_lms)
    spent(limits(limited).registration_logins, limited.registration.id, limited, 59)
    assert limited.browser().login(LEARNER).status_code == 302
    before = limited.snapshot()

    answer = limited.browser().login(LEARNER)

    told_to_wait(answer, at_most=1)
    assert changed(before, limited.snapshot()) == set()
    assert limited.browser(other_lms).login(LEARNER).status_code == 302


def test_launch_is_refused_when_an_address_floods(limited: Site) -> None:
    """W25: the sessions of a minute are bounded, and nothing is read before that."""
    form = limited.browser().answered(LEARNER)
    spent(limits(limited).launches, "127.0.0.1", limited, 600)
    before = limited.snapshot()

    told_to_wait(limited.browser().post_launch(form))

    assert changed(before, limited.snapshot()) == set()


def test_refusals_are_not_written_down_when_launches_fail_without_end(limited: Site) -> None:
    """G1: a flood of refusals leaves 60 rows a minute and no more."""
    browser = limited.browser()
    answers = [browser.post_launch({"id_token": "x.y.z", "state": "s" * 43}) for _ in range(65)]

    assert [answer.status_code for answer in answers[:60]] == [401] * 60
    told_to_wait(answers[64])
    assert count(limited.engine, "security_event") == 60
    limited.wait(minutes=1)
    assert browser.post_launch({"id_token": "x.y.z", "state": "s" * 43}).status_code == 401


def test_learner_is_let_in_when_somebody_at_her_address_fails_without_end(limited: Site) -> None:
    """The limit is on failing, so that one person locks out nobody in the same room."""
    spent(limits(limited).failed_launches, "127.0.0.1", limited, 60)

    assert limited.browser().launch(LEARNER).status_code == 303


def test_last_answer_is_kept_when_a_script_is_stuck(limited: Site) -> None:
    """Q09: 200 saves in a minute by one learner; the other learner does not notice."""
    browser, other = limited.visitor(LEARNER), limited.visitor(OUTSIDER)
    browser.submit()
    kept = limited.attempt(browser)
    address, fields = browser.page.form.action, browser.page.form.hidden
    answers = [browser.post(address, {**fields, "answer": "", "csrf": browser.token}) for _ in range(200)]

    codes = [answer.status_code for answer in answers]
    assert codes[:100].count(429) == 0
    assert codes[150:] == [429] * 50
    told_to_wait(answers[-1])
    after = limited.attempt(browser)
    assert replace(after, version=kept.version) == kept
    assert other.submit().status_code == 200
    limited.wait(minutes=1)
    browser.get(browser.at())
    assert limited.answer_right(browser).status_code == 200


def test_form_from_elsewhere_uses_up_nothing_when_it_is_refused(limited: Site) -> None:
    """Another site must not be able to lock a learner out with forms that it sends in her name."""
    browser = limited.visitor(LEARNER)
    person = limited.visit(browser).launch.person_id
    spent(limits(limited).answers, person, limited, 119)
    for _ in range(3):
        foreign = browser.request("POST", browser.at("welcome"), headers={"Origin": "https://evil.example"})
        assert foreign.status_code == 403

    browser.get(browser.at())
    assert browser.submit().status_code == 200


@pytest.mark.parametrize("path", ["/lti/jwks", "/lti/jwks/unknown"])
def test_keys_are_refused_when_an_address_floods(limited: Site, path: str) -> None:
    spent(limits(limited).key_sets, "127.0.0.1", limited, 600)

    told_to_wait(limited.browser().request("GET", path))


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
    ],
)
def test_neighbours_are_one_when_their_site_is(limited: Site, one: str, other: str, is_same: bool) -> None:
    """Whoever has one IPv6 address has millions."""
    names = set()
    for address in (one, other):
        with limited.app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            names.add(caller())

    assert len(names) == (1 if is_same else 2)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "198.51.100.1", "192.0.2.7"),
        (0, "198.51.100.1, 198.51.100.2", "192.0.2.7"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.7"),
        (1, "", "192.0.2.7"),
    ],
)
def test_forwarded_address_counts_when_as_many_proxies_are_set(
    site: Site, proxies: int, forwarded: str, counted: str
) -> None:
    """A forged address is not believed: only what the counted proxies added themselves."""
    settings = replace(site.installation.settings, proxies=proxies)
    chosen = Limits()
    app = create_app(replace(site.installation, settings=settings), limits=chosen)
    browser = Browser(app, site.lms, site.base_url)

    answer = browser.request(
        "GET",
        "/lti/jwks",
        environ_base=HERE,
        headers={"X-Forwarded-For": forwarded, "X-Forwarded-Host": "evil.example"},
    )

    assert answer.status_code == 200
    assert list(chosen.key_sets._buckets) == [counted]


def test_new_tab_is_refused_when_an_address_floods(limited: Site) -> None:
    spent(limits(limited).launches, "127.0.0.1", limited, 600)

    told_to_wait(limited.browser().request("POST", "/lti/continue"))


def test_files_about_people_are_few_in_an_hour(limited: Site) -> None:
    """Security notes 5.5: ten exports an hour; what is refused is not written down."""
    trainer = limited.visitor(TRAINER)
    trainer.get(trainer.at("exports"))
    order = {"what": "people", "form": "csv"}
    codes = [trainer.post(trainer.at("exports"), order).status_code for _ in range(10)]

    told_to_wait(trainer.post(trainer.at("exports"), order), at_most=360)
    assert [200] * 10 == codes
    assert 10 == values(limited.engine, "audit_entry", "action").count(("exported",))

"""Session, browser and forms: the rows W01 to W23 of the security notes that concern requests."""

from __future__ import annotations

import pytest

from tests.people import LEARNER, OTHER_COURSE, OUTSIDER, TRAINER
from tests.web.browser import Browser
from tests.web.site import TOOL_URL, Site, refused
from tests.web.tables import SEEN, VIEWS, changed, count, snapshot, values

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
SESSION = "__Host-psl"


def test_session_is_new_when_the_attacker_had_fixed_one(site: Site) -> None:
    """W01: the planted one is not taken over, and opens nothing."""
    browser = site.browser()
    browser.set_cookie(SESSION, "f" * 43)
    browser.enter(LEARNER)
    attacker = site.browser()
    attacker.set_cookie(SESSION, "f" * 43)

    assert browser.session != "f" * 43
    refused(attacker.get(browser.at()), 401, "e-expired", "session-over")


def test_old_session_secret_is_void_when_the_same_person_launches_again(site: Site) -> None:
    """W01."""
    browser = site.visitor(LEARNER)
    old, handle = browser.session, browser.handle
    browser.enter(LEARNER)
    thief = site.browser()
    thief.set_cookie(SESSION, str(old))

    assert browser.session != old
    refused(thief.get(f"/l/{handle}/"), 401, "e-expired")
    assert browser.get(f"/l/{handle}/").status_code == 200


@pytest.mark.parametrize(
    ("value", "code"),
    [("g" * 43, "e-expired"), ("g" * 42, "e-method"), ("", "e-method"), ("é'\"--", "e-method")],
)
def test_page_is_refused_when_the_session_is_guessed(site: Site, value: str, code: str) -> None:
    """W02."""
    handle = site.visitor(LEARNER).handle
    guesser = site.browser()
    guesser.set_cookie(SESSION, value)

    refused(guesser.get(f"/l/{handle}/"), 401, code)


@pytest.mark.parametrize("handle", ["unknown", "x" * 22, "%00", "x" * 21 + "%00", "%ff", "é", "x" * 3000])
def test_page_is_refused_when_the_handle_is_guessed(site: Site, handle: str) -> None:
    browser = site.visitor(LEARNER)
    answer = browser.get(f"/l/{handle}/")

    assert answer.status_code in (401, 404)
    assert browser.page.name == "error"


def test_session_ends_when_nothing_happens_for_an_hour(site: Site) -> None:
    """W03: and goes on while somebody is there."""
    browser = site.visitor(LEARNER)
    for _ in range(3):
        site.clock.pass_(minutes=55)
        assert browser.get(browser.at()).status_code == 200
    site.clock.pass_(minutes=61)

    refused(browser.get(browser.at()), 401, "e-expired", "session-over")


def test_session_ends_after_eight_hours_when_somebody_is_still_there(site: Site) -> None:
    """W03."""
    browser = site.visitor(LEARNER)
    for _ in range(9):
        site.clock.pass_(minutes=50)
        assert browser.get(browser.at()).status_code == 200
    site.clock.pass_(minutes=35)

    refused(browser.get(browser.at()), 401, "e-expired", "session-over")


def test_two_tabs_stay_apart_when_one_browser_opens_two_courses(site: Site) -> None:
    """W06: trainer in one course, learner in the other; each address keeps its own rights."""
    browser = site.visitor(TRAINER)
    first = browser.handle
    second_course = {
        f"{CLAIM}context": {"id": OTHER_COURSE, "title": "Un autre cours"},
        f"{CLAIM}resource_link": {"id": "31"},
        f"{CLAIM}roles": list(LEARNER.roles),
    }
    browser.enter(TRAINER, claims=lambda claims: {**claims, **second_course})
    second = browser.handle

    assert browser.page.name == "welcome"
    assert browser.get(f"/l/{first}/").status_code == 200
    assert browser.page.name == "cohort"
    refused(browser.get(f"/l/{second}/cohort"), 403, "e-role")
    assert count(site.engine, "session") == 1


def test_first_persons_tabs_end_when_a_second_person_launches_in_the_browser(site: Site) -> None:
    """W08."""
    browser = site.visitor(LEARNER)
    first = browser.handle
    browser.enter(TRAINER)

    assert browser.page.name == "cohort"
    refused(browser.get(f"/l/{first}/"), 401, "e-expired")
    assert count(site.engine, "session") == 1


def test_session_is_gone_when_the_learner_ends_it(site: Site) -> None:
    """Security notes 5.4: "End my session" is on every page, and its cookie goes."""
    browser = site.visitor(LEARNER)
    secret = str(browser.session)
    answer = browser.post(browser.at("end"))
    again = site.browser()
    again.set_cookie(SESSION, secret)

    assert (answer.status_code, answer.location) == (303, "/")
    assert browser.session is None
    assert count(site.engine, "session") == count(site.engine, "launch") == 0
    refused(again.get(f"/l/{browser.handle}/"), 401, "e-expired")


def test_page_is_refused_when_its_address_is_opened_without_a_launch(site: Site) -> None:
    """W23: from an e-mail."""
    owner = site.visitor(LEARNER)

    refused(site.browser().get(owner.at("result")), 401, "e-method", "no-session")
    refused(site.visitor(OUTSIDER).get(owner.at("result")), 401, "e-expired", "session-over")


OWN = {"Origin": TOOL_URL, "Sec-Fetch-Site": "same-origin"}
HEADERS = [
    pytest.param({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403, id="W09-elsewhere"),
    pytest.param({"Origin": "https://evil.example"}, 403, id="W09-origin"),
    pytest.param({"Origin": TOOL_URL, "Sec-Fetch-Site": "cross-site"}, 403, id="W09-site"),
    pytest.param({"Origin": TOOL_URL, "Sec-Fetch-Site": "same-site"}, 403, id="W09-same-site"),
    pytest.param({"Origin": "http://tool.example"}, 403, id="W09-http"),
    pytest.param({"Origin": f"{TOOL_URL}.evil.example"}, 403, id="W09-suffix"),
    pytest.param({"Origin": "null"}, 403, id="W10-null"),
    pytest.param({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403, id="W10-null-elsewhere"),
    pytest.param({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303, id="W10-null-same-origin"),
    pytest.param({"Sec-Fetch-Site": "same-origin"}, 303, id="W10-no-origin"),
    pytest.param({}, 303, id="W10-old-browser"),
    pytest.param(OWN, 303, id="own-page"),
]


@pytest.mark.parametrize(("headers", "status"), HEADERS)
def test_form_is_taken_when_it_comes_from_our_own_page(
    site: Site, headers: dict[str, str], status: int
) -> None:
    """W09, W10: with the right token in every row."""
    browser = site.visitor(LEARNER)
    before = site.snapshot()
    answer = browser.request("POST", browser.at("welcome"), data={"csrf": browser.page.csrf}, headers=headers)

    assert answer.status_code == status
    assert changed(before, site.snapshot()) == (set() if status == 403 else {"attempt"})
    if status == 403:
        refused(answer, 403, "e-sec", "form-from-elsewhere")


def test_form_is_refused_when_its_token_is_not_this_visits(site: Site) -> None:
    """W09: no token, a broken one, one of another handle of the same session, one of another person."""
    browser = site.visitor(LEARNER)
    other_handle = browser.page.csrf
    browser.enter(LEARNER)
    mine = browser.page.csrf
    stranger = site.visitor(OUTSIDER).page.csrf
    before = site.snapshot()
    for token in ("", "x", f"{mine}x", mine.partition(".")[2], other_handle, stranger, "é.é"):
        answer = browser.request("POST", browser.at("welcome"), data={"csrf": token}, headers=OWN)
        refused(answer, 403, "e-sec", "form-token")

    assert changed(before, site.snapshot()) == set()


def test_token_differs_each_time_when_a_page_is_shown_again(site: Site) -> None:
    browser = site.visitor(LEARNER)
    tokens = {browser.page.csrf}
    for _ in range(3):
        browser.get(browser.at())
        tokens.add(browser.page.csrf)

    assert len(tokens) == 4


def test_nothing_changes_when_every_address_is_opened(site: Site) -> None:
    """W12: a GET on every route, by a learner in the middle of a task and by a trainer, who leaves a trace
    where she looks at the learner's record.
    """
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    learner.submit()
    person = site.visit(learner).launch.person_id
    before = snapshot(site.engine, without=SEEN)
    site.clock.pass_(minutes=6)
    for browser in (learner, trainer, site.browser()):
        browser.handle = browser.handle or learner.handle
        for address in _addresses(site, browser, person):
            assert browser.request("GET", address).status_code < 500, address

    assert changed(before, snapshot(site.engine, without=SEEN)) - {"security_event"} == {VIEWS}
    assert {(person, 1)} == set(values(site.engine, VIEWS, "person_id", "times"))


def _addresses(site: Site, browser: Browser, person: str) -> list[str]:
    given = {
        "handle": browser.handle,
        "person": person,
        "column": "x",
        "number": 1,
        "question": "device",
        "name": "x.css",
        "slug": "diagnostic",
        "guide": "connect",
        "code": "ABCD-EFGH-JKLM",
        "centre": "x",
        "kid": "x",
        "language": "fr",
        "level": "1",
        "check": "obstacles",
        "source": "pix",
        "card": "itsme",
        "medium": "x",
        "module": "M01",
        "step": "bouton",
        "loan": "x",
        "asked": "x",
        "area": "2",
        "objection": "x",
        "note": "x",
        "task": "courriel-essai",
        "variant": 1,
        "scene": 1,
        "sound": "x",
    }
    adapter = site.app.url_map.bind("tool.example", url_scheme="https")
    return [
        adapter.build(rule.endpoint, {name: given[name] for name in rule.arguments})
        for rule in site.app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
    ]


def test_host_is_refused_when_it_is_not_ours(site: Site) -> None:
    """L35."""
    browser = site.browser()
    for host in ("evil.example", "tool.example:8443", "tool.example.evil.example", "127.0.0.1"):
        for path in ("/", "/lti/login", "/lti/jwks", "/l/x/", "/unknown", "/static/x.css"):
            answer = browser.request("GET", path, headers={"Host": host})
            assert (answer.status_code, host in answer.get_data(as_text=True)) == (400, False), (host, path)

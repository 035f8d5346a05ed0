"""Every route has a policy, and every route is tried by everybody: the row Z22 of the security notes.

The matrix is made from the map of addresses: a new route fails here until somebody says who may open it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from lti_tool.web.guards import Policy, policy_of
from tests.people import LEARNER, OTHER_COURSE, OUTSIDER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.tables import changed

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
PEOPLE = ("nobody", "learner", "other learner", "trainer", "other trainer")
SHOWN = frozenset({200, 303})
TAKEN = frozenset({303, 400, 409, 422})
POLICIES = {
    "public.home": Policy.PUBLIC,
    "public.healthz": Policy.PUBLIC,
    "public.readyz": Policy.PUBLIC,
    "public.metrics": Policy.PUBLIC,
    "public.static": Policy.PUBLIC,
    "trial.start": Policy.PUBLIC,
    "trial.task": Policy.PUBLIC,
    "trial.end": Policy.PUBLIC,
    "lti.jwks": Policy.PUBLIC,
    "lti.key_set": Policy.PUBLIC,
    "lti.login": Policy.PLATFORM,
    "lti.launch": Policy.PLATFORM,
    "lti.carry_on": Policy.PLATFORM,
    "learner.entrance": Policy.VISITOR,
    "learner.end": Policy.VISITOR,
    "language.choose": Policy.VISITOR,
    "learner.welcome": Policy.LEARNER,
    "learner.start": Policy.LEARNER,
    "learner.later": Policy.LEARNER,
    "learner.question": Policy.LEARNER,
    "learner.answer": Policy.LEARNER,
    "learner.pause": Policy.LEARNER,
    "learner.resume": Policy.LEARNER,
    "learner.access": Policy.LEARNER,
    "learner.answer_access": Policy.LEARNER,
    "learner.result": Policy.LEARNER,
    "learner.share": Policy.LEARNER,
    "cohort.review": Policy.TRAINER,
    "cohort.person": Policy.TRAINER,
    "cohort.retry": Policy.TRAINER,
    "cohort.choose": Policy.TRAINER,
    "cohort.refresh": Policy.TRAINER,
    "cohort.agree": Policy.TRAINER,
    "picker.choose": Policy.PICKER,
    "picker.answer": Policy.PICKER,
    "picker.cancel": Policy.PICKER,
    "picker.send": Policy.PICKER,
    "picker.end": Policy.PICKER,
    "picker.picture": Policy.PUBLIC,
    "registration.offer": Policy.PLATFORM,
    "registration.connect": Policy.PLATFORM,
    "registration.done": Policy.PUBLIC,
    "registration.logo": Policy.PUBLIC,
    "admin.enter": Policy.PUBLIC,
    "admin.sign_in": Policy.PUBLIC,
    "admin.left": Policy.PUBLIC,
    "admin.end": Policy.ADMINISTRATOR,
    "admin.centre": Policy.ADMINISTRATOR,
    "admin.invite": Policy.ADMINISTRATOR,
    "admin.audit": Policy.ADMINISTRATOR,
    "admin.platform": Policy.ADMINISTRATOR,
    "admin.checklist": Policy.ADMINISTRATOR,
    "admin.approve": Policy.ADMINISTRATOR,
    "admin.allow": Policy.ADMINISTRATOR,
    "admin.try_grades": Policy.ADMINISTRATOR,
    "admin.end_sessions": Policy.ADMINISTRATOR,
    "admin.switch": Policy.ADMINISTRATOR,
    "admin.disable": Policy.ADMINISTRATOR,
    "admin.enable": Policy.ADMINISTRATOR,
    "manual.values": Policy.PUBLIC,
    "manual.connect": Policy.PLATFORM,
}
# Who is answered otherwise than the policy says, and how: the object decides there.
EXCEPTIONS = {
    ("public.static", "GET"): frozenset({404}),
    ("lti.key_set", "GET"): frozenset({404}),
    ("lti.login", "GET"): frozenset({400}),
    ("lti.login", "POST"): frozenset({415}),
    ("lti.launch", "POST"): frozenset({415}),
    ("lti.carry_on", "POST"): frozenset({403}),
    ("registration.offer", "GET"): frozenset({404}),
    ("registration.connect", "POST"): frozenset({415}),
    ("registration.done", "GET"): frozenset({404}),
    ("manual.connect", "POST"): frozenset({415}),
    ("admin.enter", "GET"): frozenset({404}),
    ("admin.sign_in", "POST"): frozenset({403}),
    ("learner.share", "POST"): frozenset({404}),
    ("cohort.retry", "POST"): frozenset({404}),
}
FOREIGN = {("cohort.person", "GET"), ("cohort.retry", "POST")}

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def test_every_route_has_a_policy_when_the_map_is_walked(site: Site) -> None:
    found = {rule.endpoint: policy_of(site.app.view_functions[rule.endpoint]) for rule in _rules(site)}

    assert found == {endpoint: POLICIES.get(endpoint) for endpoint in found}


def test_route_stays_shut_when_it_has_no_policy(site: Site) -> None:
    """Deny by default."""
    view = site.app.view_functions["public.home"]
    site.app.view_functions["public.home"] = lambda: "open to everybody"
    answer = site.browser().request("GET", "/")
    site.app.view_functions["public.home"] = view

    assert answer.status_code == 404
    assert "open to everybody" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_is_answered_as_the_policy_says_when_they_try_every_route(
    site: Site, who: str, method: str
) -> None:
    """Each with an address of their own launch; a person of the group is always the first learner."""
    crowd = _crowd(site)
    person = site.visit(crowd["learner"]).launch.person_id
    browser = crowd[who]
    token = browser.page.csrf
    handle = browser.handle or crowd["learner"].handle
    wrong = {}
    for rule in sorted(_rules(site), key=lambda rule: rule.endpoint == "learner.end"):
        if method not in (rule.methods or ()):
            continue
        status = _ask(site, browser, rule, method, (handle, person, token))
        if status not in _wanted(rule.endpoint, method, who):
            wrong[rule.endpoint] = status

    assert wrong == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("owner", ["learner", "trainer"])
def test_everybody_else_is_refused_when_they_try_the_addresses_of_a_launch(
    site: Site, owner: str, method: str
) -> None:
    """The handle belongs to the session: with another's address, every page answers 401 and nothing moves."""
    crowd = _crowd(site)
    person = site.visit(crowd["learner"]).launch.person_id
    handle = crowd[owner].handle
    before = site.snapshot()
    found = {
        (who, rule.endpoint): _ask(site, crowd[who], rule, method, (handle, person, ""))
        for who in PEOPLE
        if who != owner
        for rule in _rules(site)
        if method in (rule.methods or ()) and rule.rule.startswith("/l/")
    }

    assert set(found.values()) == {401}
    assert changed(before, site.snapshot()) == set()


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_no_route_changes_anything_when_the_method_is_none_of_ours(site: Site, method: str) -> None:
    """L30: never 500; PUT, DELETE, PATCH and TRACE are 405 everywhere, with what is allowed."""
    browser = site.visitor(LEARNER)
    before = site.snapshot()
    for rule in _rules(site):
        answer = browser.request(method, _address(site, rule, browser.handle, "x"))
        if method in ("PUT", "DELETE", "PATCH", "TRACE"):
            assert (answer.status_code, bool(answer.headers["Allow"])) == (405, True), rule
        assert answer.status_code < 500, rule

    assert changed(before, site.snapshot()) - {"security_event"} == set()


@pytest.mark.parametrize("path", ["/lti/login", "/lti/launch"])
def test_platform_addresses_refuse_a_head(site: Site, path: str) -> None:
    """L30: a link checker never uses up a login."""
    answer = site.browser().request("HEAD", path, query_string=site.lms.login_parameters(LEARNER))

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.headers.getlist("Set-Cookie") == []


def _rules(site: Site) -> Iterator[Rule]:
    return site.app.url_map.iter_rules()


def _crowd(site: Site) -> dict[str, Browser]:
    elsewhere = {"sub": "902", f"{CLAIM}context": {"id": OTHER_COURSE}, f"{CLAIM}resource_link": {"id": "31"}}
    crowd = {
        "nobody": site.browser(),
        "learner": site.visitor(LEARNER),
        "other learner": site.visitor(OUTSIDER),
        "trainer": site.visitor(TRAINER),
        "other trainer": site.visitor(TRAINER, claims=lambda claims: {**claims, **elsewhere}),
    }
    crowd["learner"].submit()
    return crowd


def _address(site: Site, rule: Rule, handle: str, person: str) -> str:
    given = {
        "handle": handle,
        "person": person,
        "number": 1,
        "question": "device",
        "name": "x.css",
        "slug": "diagnostic",
    }
    adapter = site.app.url_map.bind("tool.example", url_scheme="https")
    return adapter.build(rule.endpoint, {name: given[name] for name in rule.arguments})


def _ask(site: Site, browser: Browser, rule: Rule, method: str, given: tuple[str, str, str]) -> int:
    handle, person, token = given
    address = _address(site, rule, handle, person)
    if method == "GET" or "handle" not in rule.arguments:
        return browser.request(method, address).status_code
    form = {"csrf": token}
    return browser.request("POST", address, data=form, headers=browser.own_headers).status_code


def _wanted(endpoint: str, method: str, who: str) -> frozenset[int]:
    policy = POLICIES[endpoint]
    is_trainer = who.endswith("trainer")
    refusals = {
        Policy.VISITOR: 401 if who == "nobody" else 0,
        Policy.LEARNER: 401 if who == "nobody" else 404 if is_trainer else 0,
        Policy.TRAINER: 401 if who == "nobody" else 0 if is_trainer else 403,
        Policy.PICKER: 401 if who == "nobody" else 404,  # The address of a launch opens no picker.
        Policy.ADMINISTRATOR: 401,  # Nobody here came in by an administrator's link.
    }
    if refusal := refusals.get(policy):
        return frozenset({refusal})
    if who == "other trainer" and (endpoint, method) in FOREIGN:
        return frozenset({404})
    usual = SHOWN if method == "GET" else TAKEN
    return EXCEPTIONS.get((endpoint, method), usual)

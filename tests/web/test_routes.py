"""Every route has a policy, and every route is tried by everybody: the row Z22 of the security notes.

The matrix is made from the map of addresses: a new route fails here until somebody says who may open it.
"""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Rule

from lti_tool.app import create_app
from lti_tool.web.guards import Policy, policy_of
from tests.fake_lms import FakeLms
from tests.people import LEARNER
from tests.web.crowd import IN_A_COURSE, PEOPLE, PICKERS, TRAINERS, address, gather
from tests.web.site import UNLIMITED, Site
from tests.web.tables import changed

SHOWN = frozenset({200, 303})
TAKEN = frozenset({303, 400, 409, 422})
REFUSALS = frozenset({401, 403, 404})
ADMINISTRATORS = ("administrator", "administrator elsewhere")
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
    "sheet.own": Policy.LEARNER,
    "module.first": Policy.COURSE,
    "module.begin": Policy.COURSE,
    "module.step": Policy.COURSE,
    "module.answer": Policy.COURSE,
    "module.try_again": Policy.COURSE,
    "module.copy": Policy.COURSE,
    "module.end": Policy.COURSE,
    "module.again": Policy.COURSE,
    "module.sheet": Policy.COURSE,
    "module.guide": Policy.TRAINER,
    "module.together": Policy.TRAINER,
    "checks.overview": Policy.LEARNER,
    "checks.first": Policy.LEARNER,
    "checks.begin": Policy.LEARNER,
    "checks.question": Policy.LEARNER,
    "checks.answer": Policy.LEARNER,
    "checks.answers": Policy.LEARNER,
    "checks.share": Policy.LEARNER,
    "outside.own": Policy.LEARNER,
    "outside.form": Policy.LEARNER,
    "outside.add": Policy.LEARNER,
    "outside.decide": Policy.LEARNER,
    "stuck.page": Policy.LEARNER,
    "stuck.call": Policy.LEARNER,
    "stuck.say": Policy.LEARNER,
    "stuck.solve_own": Policy.LEARNER,
    "stuck.answer": Policy.TRAINER,
    "resources.library": Policy.COURSE,
    "resources.who_helps": Policy.COURSE,
    "path.overview": Policy.LEARNER,
    "path.confirm": Policy.TRAINER,
    "path.wait": Policy.TRAINER,
    "path.stage": Policy.TRAINER,
    "path.seen": Policy.TRAINER,
    "cohort.review": Policy.TRAINER,
    "cohort.person": Policy.TRAINER,
    "cohort.retry": Policy.TRAINER,
    "sheet.of_person": Policy.TRAINER,
    "cohort.choose": Policy.TRAINER,
    "cohort.refresh": Policy.TRAINER,
    "cohort.agree": Policy.TRAINER,
    "desk.ask": Policy.TRAINER,
    "desk.read": Policy.TRAINER,
    "cohort.accept_names": Policy.TRAINER,
    "record.skills": Policy.TRAINER,
    "record.fill_skills": Policy.TRAINER,
    "record.outside": Policy.TRAINER,
    "record.outside_form": Policy.TRAINER,
    "record.outside_add": Policy.TRAINER,
    "record.remove": Policy.TRAINER,
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
    "admin.let_assistants_see": Policy.ADMINISTRATOR,
    "admin.let_video_rooms_be": Policy.ADMINISTRATOR,
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
    "charters.all_texts": Policy.ADMINISTRATOR,
    "charters.text": Policy.ADMINISTRATOR,
    "charters.write": Policy.ADMINISTRATOR,
    "charters.give_back": Policy.ADMINISTRATOR,
    "cards.all_cards": Policy.ADMINISTRATOR,
    "cards.new": Policy.ADMINISTRATOR,
    "cards.add": Policy.ADMINISTRATOR,
    "cards.take_in": Policy.ADMINISTRATOR,
    "cards.keep_region": Policy.ADMINISTRATOR,
    "cards.card": Policy.ADMINISTRATOR,
    "cards.change": Policy.ADMINISTRATOR,
    "cards.mark": Policy.ADMINISTRATOR,
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
    # Nothing was answered, and there is no such result: the row is there to see who is refused.
    ("checks.share", "POST"): frozenset({404}),
    ("outside.decide", "POST"): frozenset({404}),
    ("record.remove", "POST"): frozenset({404}),
    ("path.seen", "POST"): frozenset({404}),
    # Nothing was begun, and nothing agreed to; that step is no charter.
    ("charters.text", "GET"): frozenset({404}),
    ("module.copy", "GET"): frozenset({404}),
    ("module.try_again", "POST"): frozenset({404}),
    ("module.again", "POST"): frozenset({404}),
}
SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@SQLITE
def test_every_route_has_a_policy_when_the_map_is_walked(site: Site) -> None:
    assert policies(site.app) == POLICIES


@SQLITE
def test_the_walk_fails_when_a_route_has_no_policy(site: Site) -> None:
    """What the test above is worth."""
    app = create_app(site.installation, limits=UNLIMITED)
    app.add_url_rule("/l/<handle>/more", "learner.more", lambda handle: "open to everybody")

    assert {**POLICIES, "learner.more": None} == policies(app)
    assert policies(app) != POLICIES


@SQLITE
def test_route_stays_shut_when_it_has_no_policy(site: Site) -> None:
    """Deny by default."""
    view = site.app.view_functions["public.home"]
    site.app.view_functions["public.home"] = lambda: "open to everybody"
    answer = site.browser().request("GET", "/")
    site.app.view_functions["public.home"] = view

    assert answer.status_code == 404
    assert "open to everybody" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everybody_is_answered_as_the_policy_says_when_they_try_every_route(
    site: Site, other_lms: FakeLms, method: str
) -> None:
    """Each with an address of their own launch, about the first learner and the first centre's platform.

    Those who are refused come first, and nothing moves; then the others, who show that something is there.
    """
    crowd = gather(site, other_lms)
    site.finish(crowd.browsers["learner"])
    person, before = crowd.person("learner"), crowd.rows()
    wrong = {}
    for is_refusal in (True, False):
        for who, rule in ((who, rule) for who in PEOPLE for rule in crowd.rules(method)):
            wanted = _wanted(rule, method, who)
            if (wanted <= REFUSALS) is not is_refusal:
                continue
            status = crowd.ask(who, rule, method, handle=crowd.handle(who), person=person)
            if status not in wanted:
                wrong[who, rule.endpoint] = status
        if is_refusal:
            assert (wrong, crowd.moved(before)) == ({}, set())

    assert wrong == {}


@SQLITE
@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_no_route_changes_anything_when_the_method_is_none_of_ours(site: Site, method: str) -> None:
    """L30: never 500; PUT, DELETE, PATCH and TRACE are 405 everywhere, with what is allowed."""
    browser = site.visitor(LEARNER)
    before = site.snapshot()
    for rule in site.app.url_map.iter_rules():
        answer = browser.request(method, address(site, rule, browser.handle, "x"))
        if method in ("PUT", "DELETE", "PATCH", "TRACE"):
            assert (answer.status_code, bool(answer.headers["Allow"])) == (405, True), rule
        assert answer.status_code < 500, rule

    assert changed(before, site.snapshot()) - {"security_event"} == set()


@SQLITE
@pytest.mark.parametrize("path", ["/lti/login", "/lti/launch"])
def test_platform_addresses_refuse_a_head(site: Site, path: str) -> None:
    """L30: a link checker never uses up a login."""
    answer = site.browser().request("HEAD", path, query_string=site.lms.login_parameters(LEARNER))

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.headers.getlist("Set-Cookie") == []


def policies(app: Flask) -> dict[str, Policy | None]:
    """The policy of every route; ``None`` for a route that nobody thought of."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    return {endpoint: policy_of(app.view_functions[endpoint]) for endpoint in endpoints}


def _wanted(rule: Rule, method: str, who: str) -> frozenset[int]:
    """The statuses that are right; refusals are never mixed with others."""
    if refusal := _refusal(POLICIES[rule.endpoint], who):
        return frozenset({refusal})
    is_elsewhere = who in ("other trainer", "trainer elsewhere", "administrator elsewhere")
    if (
        is_elsewhere
        and rule.arguments & {"person", "number"}
        and not rule.rule.startswith(("/trial/", "/l/<handle>/modules/"))
    ):
        return frozenset({404})
    if rule.endpoint == "learner.share" and who != "learner":
        return frozenset({404})  # There is a result when one has finished.
    usual = SHOWN if method == "GET" else TAKEN
    return EXCEPTIONS.get((rule.endpoint, method), usual)


def _refusal(found: Policy, who: str) -> int:
    """How this policy refuses this person; 0 when it lets them in."""
    if found in (Policy.PUBLIC, Policy.PLATFORM):
        return 0
    if found is Policy.ADMINISTRATOR:
        return 0 if who in ADMINISTRATORS else 401
    if found is Policy.PICKER:
        # The address of a launch opens no picker, and an administrator has no session there.
        return 0 if who in PICKERS else 404 if who in IN_A_COURSE else 401
    if who not in IN_A_COURSE:
        return 401
    if found is Policy.LEARNER:
        return 404 if who in TRAINERS else 0
    return 403 if found is Policy.TRAINER and who not in TRAINERS else 0

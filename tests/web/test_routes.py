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
from tests.people import LEARNER, TRAINER
from tests.web.crowd import IN_A_COURSE, PEOPLE, PICKERS, TRAINERS, address, gather
from tests.web.policies import POLICIES
from tests.web.site import UNLIMITED, Site
from tests.web.tables import VIEWS, changed, values

SHOWN = frozenset({200, 303})
TAKEN = frozenset({303, 400, 409, 422})
REFUSALS = frozenset({401, 403, 404})
ADMINISTRATORS = ("administrator", "administrator elsewhere")
# Who is answered otherwise than the policy says, and how: the object decides there.
EXCEPTIONS = {
    ("public.static", "GET"): frozenset({404}),
    # The installation of the tests names no contact.
    ("disclosure.security_txt", "GET"): frozenset({404}),
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
    # No attestation was issued: there is no such code, no badge, and no centre that made one.
    ("documents.check", "GET"): frozenset({404}),
    ("documents.badge", "POST"): frozenset({404}),
    ("documents.own_badge", "POST"): frozenset({404}),
    ("badges.issuer", "GET"): frozenset({404}),
    ("badges.key_set", "GET"): frozenset({404}),
    ("badges.key", "GET"): frozenset({404}),
    ("badges.status", "GET"): frozenset({404}),
    ("badges.achievement", "GET"): frozenset({404}),
    # Nothing was answered, and there is no such result: the row is there to see who is refused.
    ("checks.share", "POST"): frozenset({404}),
    ("outside.decide", "POST"): frozenset({404}),
    ("record.remove", "POST"): frozenset({404}),
    ("path.seen", "POST"): frozenset({404}),
    # Codes are shown this once, and stored nowhere as they are: no page to lead on to.
    ("sittings.give", "POST"): frozenset({200}),
    ("sittings.slips", "POST"): frozenset({200}),
    ("kiosk.open_session", "POST"): frozenset({403}),
    # This link opens no check of the tools of the day.
    ("sittings.choose_tools", "POST"): frozenset({404}),
    # A sheet that names no submission was not typed on our page.
    ("paper.keep", "POST"): frozenset({400}),
    # Nothing was lent.
    ("actions.loan", "GET"): frozenset({404}),
    ("actions.slip", "GET"): frozenset({404}),
    ("actions.change_loan", "POST"): frozenset({404}),
    ("actions.return_loan", "POST"): frozenset({404}),
    ("actions.ask", "POST"): frozenset({404}),
    # Nobody asked, and no form offers this.
    ("data_requests.one", "GET"): frozenset({404}),
    ("data_requests.answer", "POST"): frozenset({404}),
    ("data_requests.erase", "POST"): frozenset({404}),
    ("data_requests.resume", "POST"): frozenset({404}),
    ("own_data.take_along", "POST"): frozenset({400}),
    ("own_data.ask", "POST"): frozenset({400}),
    # Nobody noted such a help.
    ("helping.withdraw", "POST"): frozenset({404}),
    # An empty form asks for no file.
    ("exports.export", "POST"): frozenset({400}),
    # There is no such column.
    ("ledger.keep", "POST"): frozenset({404}),
    ("ledger.replace", "GET"): frozenset({404}),
    ("ledger.replace", "POST"): frozenset({404}),
    # No result was sent, and nobody wrote anything down.
    ("record.observe", "GET"): frozenset({404}),
    ("record.keep_observed", "POST"): frozenset({404}),
    ("record.withdraw", "POST"): frozenset({404}),
    ("record.correct", "GET"): frozenset({404}),
    ("record.keep_correction", "POST"): frozenset({404}),
    ("record.reply", "GET"): frozenset({404}),
    ("record.keep_reply", "POST"): frozenset({404}),
    ("record.change_note", "GET"): frozenset({404}),
    ("record.keep_change", "POST"): frozenset({404}),
    # Nobody has published anything.
    ("welcome_words.medium", "GET"): frozenset({404}),
    ("task_voices.sound", "GET"): frozenset({404}),
    # The centre has no logo.
    ("logo.shown", "GET"): frozenset({404}),
    ("logo.own", "GET"): frozenset({404}),
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
            # Her own trainer looked, and asked for something that is not there.
            assert (wrong, crowd.moved(before) - {VIEWS}) == ({}, set())
            looks = values(site.engine, VIEWS, "viewer_id", "person_id")
            assert set(looks) <= {(crowd.person("trainer"), person)}

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


def test_no_address_is_there_when_it_has_a_sign_that_no_text_has(site: Site) -> None:
    """PostgreSQL refuses NUL in a query: it never gets that far."""
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at("cohort"))
    places = ("cohort/%00", "ledger/%00/retry", "together/%00", "cohort/%00/paper", "documents/%00/talk")
    statuses = {place: trainer.request("GET", trainer.at(place)).status_code for place in places}
    statuses["badge"] = site.browser().request("GET", "/badges/%00/issuer.json").status_code
    spoilt = trainer.post(trainer.at("ledger/retry"), {"reason": "\0"})

    assert {404, 405} >= set(statuses.values())
    assert 303 == spoilt.status_code


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
        and not rule.rule.startswith(("/trial/", "/l/<handle>/modules/", "/l/<handle>/look/"))
    ):
        return frozenset({404})
    if rule.endpoint in ("learner.share", "objection.say", "objection.keep") and who != "learner":
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

"""An administrator of one centre on the addresses of another: it looks as if nothing were there (Z17)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from lti_tool.web.guards import Policy, policy_of
from tests.people import LEARNER
from tests.web.administering import administrator, other_centre, page_of
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.tables import changed

FIELDS = {
    "deployment_id": "5",
    "parents": "https://portail.example.be",
    "hosts": "api.example.be",
    "name": "Moodle",
    "centre": "Centre des Acacias",
    "assistants_see": "results",
    "video_rooms": "top",
    "grade_rule": "observed",
    "accent": "plum",
    "sharing": "end",
    "months": "24",
    "title": "Atelier",
    "kind": "lieu",
    "says": "On vous aide.",
    "region": "everywhere",
    "mark": "checked",
    "version": "0",
    "words": "Chacun écoute les autres.",
}
OWN = {"GET": frozenset({200}), "POST": frozenset({200, 303})}
# A title stands once, the form has no table and no picture, and a text was just changed by another form.
ODD = frozenset({"cards.add", "cards.change", "cards.take_in", "charters.give_back", "logo.put_up"})

# About one person, one request or one logo: there is none in this centre (``test_data_requests`` and
# ``test_logo`` have some).
OF_SOMEBODY = ("data_requests.", "logo.own")


def rules(site: Site, method: str, *, is_for_administrators: bool) -> Iterator[Rule]:
    """The addresses that take this method and are, or are not, for administrators."""
    for rule in site.app.url_map.iter_rules():
        found = policy_of(site.app.view_functions[rule.endpoint])
        is_ours = found is Policy.ADMINISTRATOR
        if method in (rule.methods or ()) and is_ours == is_for_administrators:
            yield rule


def ask(site: Site, browser: Browser, method: str, path: str) -> int:
    if method == "GET":
        return browser.request("GET", path).status_code
    browser.get("/admin/")
    return browser.post(path, FIELDS).status_code


def address(site: Site, rule: Rule, number: str, **given: str) -> str:
    adapter = site.app.url_map.bind("tool.example", url_scheme="https")
    return adapter.build(rule.endpoint, {**dict.fromkeys(rule.arguments, number), **given})


def own_address(site: Site, rule: Rule, number: str) -> str:
    """The same, about a card or a text that every centre has where it is about one."""
    known = {"card": "itsme", "module": "M07", "step": "charte"}
    return address(site, rule, number, **{name: known[name] for name in rule.arguments & set(known)})


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_is_there_when_the_platform_belongs_to_another_centre(site: Site, method: str) -> None:
    _centre_id, registration = other_centre(site)
    browser = administrator(site)
    before = site.snapshot()

    found = {
        rule.endpoint: ask(site, browser, method, address(site, rule, registration.id))
        for rule in rules(site, method, is_for_administrators=True)
        if rule.arguments
    }

    assert {404} == set(found.values())
    assert changed(before, site.snapshot()) == set()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_their_own_administrator_is_answered_when_she_asks_for_the_same(site: Site, method: str) -> None:
    """The table above is worth something only if these addresses are there for somebody."""
    centre_id, registration = other_centre(site)
    browser = administrator(site, centre_id)

    found = {
        rule.endpoint: ask(site, browser, method, own_address(site, rule, registration.id))
        for rule in sorted(
            rules(site, method, is_for_administrators=True), key=lambda rule: rule.endpoint == "admin.end"
        )
    }

    of_somebody = {name: found.pop(name) for name in [*found] if name.startswith(OF_SOMEBODY)}
    odd = {found.pop(endpoint) for endpoint in ODD & set(found)}
    assert set(found.values()) <= OWN[method], found
    assert odd <= {303, 409, 422}
    assert set(of_somebody.values()) <= {200, 404}


def test_nothing_changes_when_every_address_is_only_opened(site: Site) -> None:
    """W12."""
    browser = administrator(site)
    before = site.snapshot()

    for rule in rules(site, "GET", is_for_administrators=True):
        for method in ("GET", "HEAD"):
            browser.request(method, address(site, rule, site.registration.id))

    assert changed(before, site.snapshot()) == set()


@pytest.mark.parametrize("number", ["nobody", "x" * 33, "a%00b", "..", "%C3%A9"])
def test_the_answer_is_the_same_when_no_centre_has_such_a_platform(site: Site, number: str) -> None:
    browser = administrator(site)

    assert 404 == browser.request("GET", f"/admin/platforms/{number}").status_code


def test_a_centre_sees_neither_platforms_nor_deeds_of_another_when_it_looks(site: Site) -> None:
    centre_id, registration = other_centre(site)
    theirs, ours = administrator(site, centre_id), administrator(site)

    assert registration.name in theirs.page.words
    assert registration.name not in ours.page.words
    assert site.registration.name not in theirs.page.words
    for browser, foreign in ((theirs, site.registration), (ours, registration)):
        browser.get("/admin/audit")
        assert foreign.name not in browser.page.words
        assert 404 == browser.request("GET", f"/admin/audit?about={foreign.id}").status_code


def test_a_deployment_is_told_to_one_centre_when_two_platforms_have_the_same_issuer(site: Site) -> None:
    """Whose platform it is says the client id."""
    centre_id, registration = other_centre(site)
    parameters = {**site.lms.login_parameters(LEARNER), "lti_deployment_id": "80"}
    site.browser().open_login(parameters)

    ours, theirs = administrator(site), administrator(site, centre_id)
    ours.get(page_of(site))
    theirs.get(page_of(site, registration))

    assert "En attente" in ours.page.words
    assert "En attente" not in theirs.page.words


def test_each_centre_is_left_alone_when_two_administrators_work_at_once(site: Site) -> None:
    centre_id, registration = other_centre(site)
    ours, theirs = administrator(site), administrator(site, centre_id)
    ours.get(page_of(site))
    theirs.get(page_of(site, registration))

    theirs.post(page_of(site, registration, "/disable"))
    ours.post(page_of(site, rest="/deployments"), {"deployment_id": "81"})

    states = {one.name: (one.is_enabled, ids) for one, ids in site.services.registrations.all()}
    assert (False, ("1",)) == states[registration.name]
    is_enabled, deployments = states[site.registration.name]
    assert (True, "81") == (is_enabled, deployments[-1])

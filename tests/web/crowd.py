"""Everybody who may try an address: two centres with a platform each, two courses in the first one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from werkzeug.routing import Rule

from lti_tool.web.guards import Policy, policy_of
from tests.fake_lms import FakeLms
from tests.people import LEARNER, OTHER_COURSE, OUTSIDER, TRAINER
from tests.web.administering import administrator
from tests.web.browser import Browser
from tests.web.picking import picker
from tests.web.site import Site, connected
from tests.web.tables import EVENTS, SEEN, Table, changed, snapshot

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
LEARNERS = ("learner", "other learner", "learner elsewhere")
TRAINERS = ("trainer", "other trainer", "trainer elsewhere")
PICKERS = ("picker", "picker elsewhere")
# The first centre's own administrator comes last: some of what may be done there ends others' sessions.
PEOPLE = ("nobody", *LEARNERS, *TRAINERS, *PICKERS, "administrator elsewhere", "administrator")
OTHER_PLACE = {
    "sub": "902",
    f"{CLAIM}context": {"id": OTHER_COURSE},
    f"{CLAIM}resource_link": {"id": "31"},
}
IN_A_COURSE = frozenset({*LEARNERS, *TRAINERS})
LEAVING = frozenset({"learner.end", "picker.end", "admin.end"})


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """A browser for each of ``PEOPLE``, with the form token of the first page that they saw.

    "Other" people are in another course of the same platform; those "elsewhere" are in another centre, on a
    platform with the same courses, people and link ids.
    """

    site: Site
    browsers: dict[str, Browser]
    tokens: dict[str, str]

    def rules(self, method: str, *, below: str = "/") -> Iterator[Rule]:
        """The addresses that take this method; those that end a session come last."""
        found = [rule for rule in self.site.app.url_map.iter_rules() if rule.rule.startswith(below)]
        for rule in sorted(found, key=lambda rule: rule.endpoint in LEAVING):
            if method in (rule.methods or ()):
                yield rule

    def handle(self, who: str) -> str:
        """The address of this person's launch; whoever has none tries the first learner's."""
        return self.browsers[who].handle or self.browsers["learner"].handle

    def person(self, who: str) -> str:
        """The number of a learner in trainers' addresses."""
        return self.site.visit(self.browsers[who]).launch.person_id

    def ask(self, who: str, rule: Rule, method: str, *, handle: str, person: str) -> int:
        """One request with this person's own cookies and form token; the status of the answer."""
        path, browser = address(self.site, rule, handle, person), self.browsers[who]
        is_open = policy_of(self.site.app.view_functions[rule.endpoint]) in (Policy.PUBLIC, Policy.PLATFORM)
        if method != "POST" or is_open:
            return browser.request(method, path).status_code
        form = {"csrf": self.tokens[who]}
        return browser.request("POST", path, data=form, headers=browser.own_headers).status_code

    def moved(self, before: dict[str, Table]) -> set[str]:
        """The tables that changed, but for counted refusals and the times at which people were seen."""
        return changed(before, self.rows()) - {EVENTS}

    def rows(self) -> dict[str, Table]:
        """Every table as it is now."""
        return snapshot(self.site.engine, without=SEEN)


def gather(site: Site, other_lms: FakeLms) -> Crowd:
    """Connect the second centre, and let everybody in; the learners have begun."""
    centre_id = site.services.administrators.add_centre("Namur", site.clock())
    registration = connected(site.services, other_lms, site.clock, centre_id=centre_id)
    elsewhere = replace(site, lms=other_lms, registration=registration)
    browsers = {
        "nobody": site.browser(),
        "learner": site.visitor(LEARNER),
        "other learner": site.visitor(OUTSIDER),
        "learner elsewhere": elsewhere.visitor(LEARNER),
        "trainer": site.visitor(TRAINER),
        "other trainer": site.visitor(TRAINER, claims=lambda claims: {**claims, **OTHER_PLACE}),
        "trainer elsewhere": elsewhere.visitor(TRAINER),
        "picker": picker(site),
        "picker elsewhere": picker(elsewhere),
        "administrator elsewhere": administrator(site, centre_id),
        "administrator": administrator(site),
    }
    for who in LEARNERS:
        browsers[who].submit()
    tokens = {who: browser.page.csrf for who, browser in browsers.items()}
    return Crowd(site=site, browsers=browsers, tokens=tokens)


QUESTIONS = {"checks": "life", "backgrounds": "age"}


def address(site: Site, rule: Rule, handle: str, person: str) -> str:
    """The address of a route, about the site's own platform where it is about one."""
    given = {
        "handle": handle,
        "person": person,
        "column": "x",
        "number": site.registration.id if rule.endpoint.startswith("admin.") else 1,
        "question": QUESTIONS.get(rule.endpoint.partition(".")[0], "device"),
        "check": "obstacles",
        "module": "M01",
        "step": "bouton",
        "card": "itsme",
        "medium": "x",
        "sound": "x",
        "task": "boite-atelier-salle",
        "variant": 1,
        "scene": 1,
        "source": "tosa",
        "result": "x",
        "loan": "x",
        "asked": "x",
        "one_off": "x",
        "area": "2",
        "objection": "x",
        "note": "x",
        "name": "x.css",
        "slug": "diagnostic",
        "guide": "connect",
        "code": "ABCD-EFGH-JKLM",
        "centre": "x",
        "kid": "x",
        "language": "fr",
        "level": "1",
    }
    adapter = site.app.url_map.bind("tool.example", url_scheme="https")
    return adapter.build(rule.endpoint, {name: given[name] for name in rule.arguments})

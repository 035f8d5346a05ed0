"""LTI Advantage certification, core, 6.1.1: the twelve launches that a tool must refuse.

Source: https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads
"""

from __future__ import annotations

import pytest

from tests.certification.check import CLAIM, METHODS, Claims, assert_refused, having, without
from tests.people import LEARNER, TRAINER, TestPerson
from tests.web.refusing import STATES
from tests.web.site import Site
from tests.web.tables import changed

pytestmark = [
    pytest.mark.parametrize("method", METHODS),
    pytest.mark.parametrize("person", [LEARNER, TRAINER], ids=lambda person: person.key),
]


def test_no_kid_in_header(site: Site, person: TestPerson, method: str) -> None:
    """No KID Sent in JWT header. https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads"""
    assert_refused(site, person, method, (401, "e-sec", "kid"), header={"kid": None})


def test_incorrect_kid_in_header(site: Site, person: TestPerson, method: str) -> None:
    """Incorrect KID in JWT header. https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads"""
    assert_refused(site, person, method, (401, "e-sec", "unknown-kid"), header={"kid": "imstester_66067"})


def test_wrong_lti_version(site: Site, person: TestPerson, method: str) -> None:
    """Wrong LTI Version. https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads"""
    wrong = having({f"{CLAIM}version": "11.3"})

    assert_refused(site, person, method, (422, "e-config", "version"), claims=wrong)


def test_no_lti_version(site: Site, person: TestPerson, method: str) -> None:
    """No LTI Version. https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads"""
    assert_refused(site, person, method, (422, "e-config", "version"), claims=without(f"{CLAIM}version"))


def test_invalid_lti_message(site: Site, person: TestPerson, method: str) -> None:
    """Invalid LTI message. https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads"""

    def another_document(_claims: Claims) -> Claims:
        return {"name": "badltilaunch"}

    assert_refused(site, person, method, (401, "e-sec", "issuer"), claims=another_document)


def test_plain_login_without_message(site: Site, person: TestPerson, method: str) -> None:
    """Invalid LTI message (a sound OpenID Connect login that is no launch: C21).
    https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads
    """

    def login_only(claims: Claims) -> Claims:
        return {name: value for name, value in claims.items() if "/" not in name}

    reason = "message-type-and-version-and-deployment-id-and-target-link-uri-and-roles-and-resource-link"

    assert_refused(site, person, method, (422, "e-config", reason), claims=login_only)


def test_missing_lti_claims(site: Site, person: TestPerson, method: str) -> None:
    """Missing LTI Claims. https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads"""
    missing = without("aud", "iss", "sub", f"{CLAIM}deployment_id", f"{CLAIM}roles")

    assert_refused(site, person, method, (401, "e-sec", "issuer"), claims=missing)


def test_missing_lti_claims_of_a_sound_login(site: Site, person: TestPerson, method: str) -> None:
    """Missing LTI Claims (all named to the administrator: C22).
    https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads
    """
    missing = without(f"{CLAIM}deployment_id", f"{CLAIM}roles", f"{CLAIM}resource_link")
    wanted = (422, "e-config", "deployment-id-and-roles-and-resource-link")

    assert_refused(site, person, method, wanted, claims=missing)


def test_timestamps_incorrect(site: Site, person: TestPerson, method: str) -> None:
    """Timestamps Incorrect. https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads"""
    wrong = having({"iat": 11111, "exp": 22222})

    assert_refused(site, person, method, (401, "e-expired", "token-expired"), claims=wrong)


def test_message_type_claim_missing(site: Site, person: TestPerson, method: str) -> None:
    """messsage_type Claim Missing. https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads"""
    missing = without(f"{CLAIM}message_type")

    assert_refused(site, person, method, (422, "e-config", "message-type"), claims=missing)


def test_role_claim_missing(site: Site, person: TestPerson, method: str) -> None:
    """role Claim Missing. https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads"""
    assert_refused(site, person, method, (422, "e-config", "roles"), claims=without(f"{CLAIM}roles"))


def test_deployment_id_claim_missing(site: Site, person: TestPerson, method: str) -> None:
    """deployment_id Claim Missing. https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads"""
    missing = without(f"{CLAIM}deployment_id")

    assert_refused(site, person, method, (422, "e-config", "deployment-id"), claims=missing)


def test_resource_link_id_claim_missing(site: Site, person: TestPerson, method: str) -> None:
    """resource_link_id Claim Missing. https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads"""
    missing = having({f"{CLAIM}resource_link": {"title": "Sans identifiant"}})

    assert_refused(site, person, method, (422, "e-config", "resource-link"), claims=missing)


def test_user_claim_missing(site: Site, person: TestPerson, method: str) -> None:
    """user Claim Missing. https://www.imsglobal.org/spec/lti/v1p3/cert#known-bad-payloads

    Nobody is named, so nobody gets a session: pages to look at, nothing stored, nothing graded (core 5.3.6).
    """
    browser = site.browser()
    before = site.snapshot()

    answer = browser.launch(person, method=method, claims=without("sub"))

    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/trial/diagnostic/")
    assert browser.session is None
    assert changed(before, site.snapshot()) == {STATES}, "the login is used; nobody is remembered"

"""Badges (Open Badges 3.0) read by a library that this project did not write, from public files alone."""

from __future__ import annotations

import json
import re

import jwt
import pytest
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from openbadgeslib.ob3.credential import OpenBadgeCredential
from openbadgeslib.ob3.status import check_credential_status

from lti_tool.lti.badges import SealedCredentialSigner
from lti_tool.lti.tool_keys import SealedKeyMaker
from lti_tool.services.badges import Badges
from tests.keys import spare_key
from tests.people import LEARNER, OUTSIDER
from tests.web.browser import Browser
from tests.web.site import SECRET, TOOL_URL, Site, refused
from tests.web.staging import do, enter, everything, nothing, sent
from tests.web.tables import values

ISSUED = "attestation"


@pytest.fixture
def learner(site: Site) -> Browser:
    """Somebody who can do everything, sent it, and has the attestation."""
    browser = sent(do(site, "diagnostic-area-1", everything))
    browser.get(browser.at(ISSUED))
    browser.send(browser.at(ISSUED))
    return browser


def badge_of(browser: Browser, area: str = "1") -> str:
    """The badge of one area, as the file that is saved."""
    browser.get(browser.at(ISSUED))
    answer = browser.post(browser.at(f"{ISSUED}/badge"), {**_hidden(browser), "area": area})
    assert (200, "application/jwt") == (answer.status_code, answer.mimetype)
    assert f'filename="badge-digcomp-{area}.jwt"' in answer.headers["Content-Disposition"]
    return str(answer.get_data(as_text=True))


def public(site: Site, url: str) -> dict[str, object]:
    """A public file, as a stranger reads it."""
    assert url.startswith(f"{TOOL_URL}/")
    answer = site.browser().request("GET", url.removeprefix(TOOL_URL))
    assert 200 == answer.status_code, url
    return dict(json.loads(answer.data))


def verifier_for(site: Site, token: str) -> OB3Verifier:
    """Somebody who has the badge alone: its key is where its header says."""
    key = public(site, jwt.get_unverified_header(token)["kid"])
    return OB3Verifier(jwt.PyJWK(key).key)


def status_of(site: Site, credential: OpenBadgeCredential, key: object) -> None:
    """Read the list of what was withdrawn, as a verifier does."""

    def fetch(url: str, *_rest: object, **_more: object) -> bytes:
        return bytes(site.browser().request("GET", url.removeprefix(TOOL_URL)).data)

    check_credential_status(credential, download=fetch, verify_list=True, list_pubkey_pem=key)


def test_a_badge_verifies_with_another_library(site: Site, learner: Browser) -> None:
    token = badge_of(learner)
    verifier = verifier_for(site, token)
    read = verifier.verify(token)
    payload = jwt.decode(token, options={"verify_signature": False})
    achievement = payload["credentialSubject"]["achievement"]

    assert "RS256" == jwt.get_unverified_header(token)["alg"]
    assert re.fullmatch(
        "Positionnement DigComp, domaine 1 « .+ », niveau [1-4]", read.achievement.name.replace("\xa0", " ")
    )
    assert read.issuer.id == payload["issuer"]["id"] == payload["iss"]
    assert achievement["name"].endswith(f"niveau {achievement['humanCode'][-1]}")
    status_of(site, read, verifier.pubkey_pem)


def test_a_badge_holds_no_name_and_no_number_of_the_platform(site: Site, learner: Browser) -> None:
    told = json.dumps(jwt.decode(badge_of(learner), options={"verify_signature": False}))
    person = site.visit(learner).launch.person_id

    for word in (*LEARNER.name.split(), person, f'"{LEARNER.sub}"', "mailto:"):
        assert word not in told
    assert not re.search(r"\w@\w", told)
    assert '"hashed": true' in told
    assert "certif" not in told.lower()


def test_an_altered_badge_does_not_verify(site: Site, learner: Browser) -> None:
    token = badge_of(learner)
    head, body, tail = token.split(".")
    forged = jwt.utils.base64url_encode(
        jwt.utils.base64url_decode(body).replace(b"niveau ", b"niveau 1")
    ).decode()

    with pytest.raises(OB3VerificationError, match="signature"):
        verifier_for(site, token).verify(f"{head}.{forged}.{tail}")


def test_a_badge_of_a_withdrawn_attestation_is_refused(site: Site, learner: Browser) -> None:
    token = badge_of(learner)
    verifier = verifier_for(site, token)
    read = verifier.verify(token)
    with site.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE attestation SET withdrawn_at = issued_at, withdrawn_by = person_id"
        )

    with pytest.raises(OB3VerificationError, match="'revocation' is set"):
        status_of(site, read, verifier.pubkey_pem)


def test_the_public_files_say_who_issued_and_what_it_means(site: Site, learner: Browser) -> None:
    payload = jwt.decode(badge_of(learner), options={"verify_signature": False})
    achievement = payload["credentialSubject"]["achievement"]
    issuer = public(site, payload["iss"])
    keys = public(site, payload["iss"].replace("issuer.json", "jwks.json"))["keys"]

    assert payload["issuer"].items() <= issuer.items()
    assert achievement.items() <= public(site, achievement["id"]).items()
    assert "positionnement" in achievement["description"]
    assert isinstance(keys, list)
    assert all("d" not in key for key in keys)
    assert [method["publicKeyJwk"] for method in issuer["verificationMethod"]] == keys  # type: ignore[attr-defined]


def test_old_badges_verify_when_the_key_was_replaced(site: Site, learner: Browser) -> None:
    old = badge_of(learner)
    site.wait(minutes=1)
    signer = SealedCredentialSigner(SealedKeyMaker(SECRET, make_private=lambda: spare_key(1)))
    (fresh,) = Badges(site.services.store, signer, base_url=TOOL_URL, clock=site.clock).rotate()
    new = badge_of(learner)

    assert jwt.get_unverified_header(new)["kid"].endswith(f"/{fresh}.json")
    assert old != new
    assert verifier_for(site, old).verify(old).id == verifier_for(site, new).verify(new).id
    assert 2 == len(values(site.engine, "badge_key", "kid"))


def test_there_is_no_badge_without_a_level_or_an_attestation(site: Site) -> None:
    browser = sent(do(site, "diagnostic", nothing))
    browser.get(browser.at(ISSUED))
    place = browser.at(f"{ISSUED}/badge")
    for issues in (False, True):
        if issues:
            browser.send(browser.at(ISSUED))
        for area in ("1", "9", ""):
            answer = browser.post(place, {**_hidden(browser), "area": area})
            refused(answer, 404, "e-notfound", "no-such-badge")
    assert [] == values(site.engine, "badge_key", "kid")


def test_a_centre_without_badges_and_one_that_is_not_there_look_the_same(site: Site) -> None:
    centre = site.registration.centre_id
    for known in (centre, "nobody"):
        for end in ("issuer.json", "jwks.json", "status.jwt", "keys/x.json", "fr/area-1-level-1.json"):
            answer = site.browser().get(f"/badges/{known}/{end}")
            assert 404 == answer.status_code, end


@pytest.mark.parametrize(
    "end", ["xx/area-1-level-1.json", "fr/area-6-level-1.json", "fr/area-1-level-9.json"]
)
def test_there_are_as_many_achievements_as_areas_and_levels(site: Site, learner: Browser, end: str) -> None:
    badge_of(learner)
    answer = site.browser().get(f"/badges/{site.registration.centre_id}/{end}")

    assert 404 == answer.status_code


def test_making_a_badge_is_in_the_audit_trail(site: Site, learner: Browser) -> None:
    badge_of(learner)
    made = [row for row in values(site.engine, "audit_entry", "action", "detail") if row[0] == "badge-made"]

    assert [("badge-made", "area 1")] == made


def test_somebody_else_gets_no_badge(site: Site, learner: Browser) -> None:
    other = enter(site, "diagnostic", OUTSIDER)
    refused(other.post(learner.at(f"{ISSUED}/badge"), {"area": "1"}), 401, "e-expired")


def _hidden(browser: Browser) -> dict[str, str]:
    """The form token of the page."""
    return dict(browser.page.main_forms[0].hidden) if browser.page.main_forms else {}

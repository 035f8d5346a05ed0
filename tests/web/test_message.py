"""What the signed message may say: a selection of the rows C of the security notes, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.people import LEARNER, TRAINER
from tests.web.refusing import assert_refused
from tests.web.site import TOOL_URL, Site
from tests.web.tables import count, everything, values

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
LONG = "x" * 300
Json = dict[str, Any]  # Any: claims are JSON

REFUSED = [
    pytest.param({"iss": "https://other.example"}, 401, "e-sec", "issuer", id="C02-iss"),
    pytest.param({"iss": ["a"]}, 401, "e-sec", "issuer", id="C02-iss-list"),
    pytest.param({"aud": "another-tool"}, 401, "e-sec", "audience", id="C04-J39-aud"),
    pytest.param({"aud": ["another", "{client}"], "azp": "{client}"}, 401, "e-sec", "audience", id="C08"),
    pytest.param({"azp": "other"}, 401, "e-sec", "authorized-party", id="C10-azp"),
    pytest.param({"*deployment_id": ""}, 422, "e-config", "deployment-id", id="C12-empty"),
    pytest.param({"*deployment_id": ["1"]}, 422, "e-config", "deployment-id", id="C15-list"),
    pytest.param({"*deployment_id": LONG}, 422, "e-config", "deployment-id", id="C15-long"),
    pytest.param({"*deployment_id": "99"}, 422, "e-sec", "deployment-changed", id="C16-changed"),
    pytest.param({"*version": "1.3"}, 422, "e-config", "version", id="C17"),
    pytest.param({"*message_type": "LtiStartAssessment"}, 422, "e-config", "message-type", id="C19"),
    pytest.param({"*message_type": "ltiresourcelinkrequest"}, 422, "e-config", "message-type", id="C20"),
    pytest.param({"*roles": None}, 422, "e-config", "roles", id="C23-null"),
    pytest.param({"*roles": "Instructor"}, 422, "e-config", "roles", id="C25-string"),
    pytest.param({"*roles": ["a"] * 65}, 422, "e-config", "roles", id="C27-many"),
    pytest.param({"*resource_link": None}, 422, "e-config", "resource-link", id="C28-null"),
    pytest.param({"*resource_link": "1"}, 422, "e-config", "resource-link", id="C28-string"),
    pytest.param({"*resource_link": {"id": {}}}, 422, "e-config", "resource-link", id="C29-object"),
    pytest.param({"*resource_link": {"id": LONG}}, 422, "e-config", "resource-link", id="C29-long"),
    pytest.param({"sub": ""}, 422, "e-config", "sub", id="C31-empty"),
    pytest.param({"sub": None}, 422, "e-config", "sub", id="C31-null"),
    pytest.param({"sub": 7}, 422, "e-config", "sub", id="C31-number"),
    pytest.param({"*target_link_uri": None}, 422, "e-config", "target-link-uri", id="C35"),
    pytest.param({"*target_link_uri": "https://x.example/"}, 422, "e-sec", "target-elsewhere", id="C36"),
    pytest.param({"*target_link_uri": f"{TOOL_URL}/x"}, 422, "e-sec", "target-changed", id="C36-other"),
    pytest.param({"*context": {"title": "a"}}, 422, "e-config", "context", id="C38-no-id"),
    pytest.param({"*context": None}, 422, "e-config", "context", id="C38-null"),
    pytest.param({"*context": "2"}, 422, "e-config", "context", id="C38-string"),
    pytest.param({"*custom": {f"k{n}": "" for n in range(201)}}, 422, "e-config", "custom", id="C44"),
]


def _written(site: Site, changes: Json) -> Json:
    filled = str(site.registration.client_id)
    named = {name.replace("*", CLAIM): value for name, value in changes.items()}
    if isinstance(named.get("aud"), list):
        named["aud"] = [value.replace("{client}", filled) for value in named["aud"]]
    if named.get("azp") == "{client}":
        named["azp"] = filled
    return {name: _at_home(site, value) for name, value in named.items()}


def _at_home(site: Site, value: object) -> object:
    if not isinstance(value, dict):
        return value
    return {
        name: each.replace("{lms}", site.lms.url) if isinstance(each, str) else each
        for name, each in value.items()
    }


@pytest.mark.parametrize(("changes", "status", "code", "reason"), REFUSED)
def test_launch_is_refused_when_a_claim_is_wrong(
    site: Site, changes: Json, status: int, code: str, reason: str
) -> None:
    browser = site.browser()
    form = browser.answered(LEARNER, claims=lambda claims: {**claims, **_written(site, changes)})

    assert_refused(site, lambda: browser.post_launch(form), status, code, reason)


def test_launch_is_refused_when_its_deployment_is_not_known(site: Site) -> None:
    """C14: the login says nothing about it, the signed claim names another."""
    browser = site.browser()
    given = site.lms.login_parameters(LEARNER)
    del given["lti_deployment_id"]
    started = browser.open_login(given)
    token, state = site.lms.answer_login(
        started.location, claims=lambda claims: {**claims, f"{CLAIM}deployment_id": "of-somebody-else"}
    )

    assert_refused(
        site,
        lambda: browser.post_launch({"id_token": token, "state": state}),
        422,
        "e-config",
        "unknown-deployment",
    )


ACCEPTED = [
    pytest.param({"aud": ["{client}"]}, id="C06-aud-list"),
    pytest.param({"name": "n" * 50_000}, id="C40-long-name"),
    pytest.param({"name": ["a"], "given_name": {}, "family_name": 7}, id="C40-odd-names"),
    pytest.param({"email": "a@b\r\nBcc: c"}, id="C41-email"),
    pytest.param({"locale": "../../etc"}, id="C42-locale"),
    pytest.param({"picture": "data:text/html,x"}, id="C43-picture"),
    pytest.param({"*custom": []}, id="custom-of-php"),
    pytest.param({"*role_scope_mentor": ["102"]}, id="C49-mentor"),
    pytest.param({"user_id": "1", "roles": "Instructor", "context_id": "3"}, id="C60-names-of-1.1"),
    pytest.param(
        {"https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {"lineitems": "https://evil.example/"}},
        id="C52-grades-elsewhere",
    ),
    pytest.param({"*launch_presentation": {"return_url": "{lms}/" + "a" * 3000}}, id="long-return-url"),
    pytest.param({"*launch_presentation": {"locale": "x" * 300}}, id="long-locale"),
    pytest.param(
        {"https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {"lineitems": "{lms}/" + "a" * 3000}},
        id="long-grade-address",
    ),
    pytest.param({"https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": "x"}, id="C50-grades-misshapen"),
]


@pytest.mark.parametrize("changes", ACCEPTED)
def test_learner_enters_when_only_ornaments_are_odd(site: Site, changes: Json) -> None:
    browser = site.browser()
    answer = browser.launch(LEARNER, claims=lambda claims: {**claims, **_written(site, changes)})

    assert answer.status_code == 303
    assert browser.get(answer.location).status_code == 200
    assert browser.page.name == ("error" if "*custom" in changes else "welcome")


def test_nothing_personal_is_stored_but_the_name_when_a_learner_enters(site: Site) -> None:
    """Security notes 5.1: no e-mail, picture, ids of other systems, token or address."""
    browser = site.browser()
    form = browser.answered(
        LEARNER,
        claims=lambda claims: {
            **claims,
            "email": "canary@example.org",
            "picture": "https://example.org/canary.png",
            f"{CLAIM}lis": {"person_sourcedid": "canary-lis"},
        },
    )
    browser.post_launch(form)
    stored = everything(site.engine)

    assert LEARNER.name in stored
    assert "canary" not in stored
    assert form["state"] not in stored
    assert form["id_token"][-40:] not in stored
    assert str(browser.session) not in stored


def test_two_learners_are_kept_when_their_subs_differ_by_case_or_form(site: Site) -> None:
    """C33: compared as bytes."""
    for sub in ("élève", "Élève", "e\u0301leve", "eleve"):
        site.visitor(LEARNER, claims=lambda claims, sub=sub: {**claims, "sub": sub})

    assert count(site.engine, "person") == 4


def test_return_link_is_shown_when_it_leads_to_the_platform(site: Site) -> None:
    browser = site.visitor(LEARNER)

    assert f"{site.lms.url}/activity/11/return" in browser.page.links


@pytest.mark.parametrize("url", ["https://evil.example/x", "javascript:alert(1)", "//evil.example", ["a"]])
def test_return_link_is_left_out_when_it_leads_elsewhere(site: Site, url: object) -> None:
    """X13."""
    presentation = {f"{CLAIM}launch_presentation": {"return_url": url}}
    browser = site.visitor(LEARNER, claims=lambda claims: {**claims, **presentation})

    assert all(link.startswith(("/", "#")) for link in browser.page.links)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202eesrevni", "{{ 7*7 }}"]
)
def test_name_is_only_text_when_it_looks_like_a_program(site: Site, name: str) -> None:
    """X02, X06: on the learner's page as the trainer's name, and in the trainer's table."""
    site.visitor(LEARNER, claims=lambda claims: {**claims, "name": name})
    trainer = site.visitor(TRAINER, claims=lambda claims: {**claims, "name": name})
    learner = site.visitor(LEARNER, claims=lambda claims: {**claims, "name": name})

    for browser in (trainer, learner):
        assert name in browser.page.words
        assert browser.page.inline == []


@pytest.mark.parametrize("slug", ["unknown", "../../etc/passwd", "x" * 300])
def test_unknown_activity_is_not_opened_when_the_custom_parameter_names_one(site: Site, slug: str) -> None:
    """C46: nothing of a learner's launch is bound; a trainer is asked to choose, and the choice holds."""
    custom = {f"{CLAIM}custom": {"activity": slug}}
    browser = site.browser()
    form = browser.answered(LEARNER, claims=lambda claims: {**claims, **custom})
    assert_refused(site, lambda: browser.post_launch(form), 404, "e-config", "unknown-activity")

    trainer = site.visitor(TRAINER, claims=lambda claims: {**claims, **custom})
    assert trainer.page.name == "picker"
    assert values(site.engine, "resource_link", "activity") == [("",)]
    trainer.submit({"activity": "diagnostic"})

    assert site.visitor(LEARNER, claims=lambda claims: {**claims, **custom}).page.name == "welcome"


def test_name_is_kept_apart_when_it_is_stored(site: Site) -> None:
    site.visitor(LEARNER)

    assert values(site.engine, "person_name", "name") == [(LEARNER.name,)]

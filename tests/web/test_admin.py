"""The administration's pages over HTTP: what they show, what their forms do, what they refuse."""

from __future__ import annotations

import re

import pytest

from tests.people import LEARNER, TRAINER
from tests.web.administering import administrator, deeds, other_centre, page_of
from tests.web.browser import Browser
from tests.web.reading import Form
from tests.web.refusing import assert_refused
from tests.web.site import Site, refused
from tests.web.tables import changed, count, values

DEPLOYMENT = "https://purl.imsglobal.org/spec/lti/claim/deployment_id"
REFUSED_SITES = (
    "http://portail.example.be",
    "https://*.example.be",
    "https://portail.example.be/page",
    "portail.example.be",
    "https://portail.example.be; script-src *",
    "https://a.example.be https://b.example.be",
    "https://u@portail.example.be",
    "'self'",
    "*",
    "\n".join(f"https://p{number}.example.be" for number in range(6)),
)


def form_to(browser_forms: list[Form], ending: str) -> Form:
    return next(form for form in browser_forms if form.action.endswith(ending))


def signed_for(site: Site, browser: Browser, deployment_id: str) -> dict[str, str]:
    """A launch that the platform signed for this deployment, after a login that named none."""
    started = browser.open_login({**site.lms.login_parameters(LEARNER), "lti_deployment_id": ""})
    token, state = site.lms.answer_login(
        started.location, claims=lambda claims: {**claims, DEPLOYMENT: deployment_id}
    )
    return {"id_token": token, "state": state}


def test_every_platform_is_listed_when_the_administrator_comes_in(site: Site) -> None:
    site.visitor(LEARNER)

    words = administrator(site).page.words

    assert site.registration.name in words
    assert "Il reste à faire" in words
    assert "Dernière note prise pas encore" in words


def test_an_invitation_connects_to_the_centre_when_it_was_made_on_the_page(site: Site) -> None:
    centre_id, _registration = other_centre(site)
    browser = administrator(site, centre_id)

    answer = browser.submit({"name": "Moodle de Namur"})

    (address,) = re.findall(r'value="(https://tool\.example/lti/register\?invite=[\w-]{43})"',
                            answer.get_data(as_text=True))  # fmt: skip
    secret = address.partition("=")[2]
    found = site.services.invitations.open(secret, site.clock())
    assert ("Moodle de Namur", centre_id) == (found.name, found.centre_id)
    assert "invitation-made" == deeds(site)[-1]
    assert secret not in browser.get("/admin/audit").get_data(as_text=True)
    site.wait(minutes=61)
    platform = site.browser().request(
        "GET", f"/lti/register?invite={secret}&openid_configuration=https://a.b/"
    )
    refused(platform, 404, "e-notfound", "no-such-invitation")


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "x" * 256])
def test_no_invitation_is_made_when_the_name_is_none(site: Site, name: str) -> None:
    browser = administrator(site)
    before = site.snapshot()

    answer = browser.submit({"name": name})

    assert 422 == answer.status_code
    assert "Écrivez un nom" in browser.page.words
    assert changed(before, site.snapshot()) == set()


def test_a_signed_deployment_waits_for_a_yes_when_nobody_knows_it(site: Site) -> None:
    """C14: the refusal stays what it is, and an administrator can let the next one in."""
    learner = site.browser()
    form = signed_for(site, learner, "77")
    assert_refused(site, lambda: learner.post_launch(form), 422, "e-config", "unknown-deployment")
    place = (site.registration.centre_id, site.registration.id)
    assert values(site.engine, "security_event", "centre_id", "registration_id", "detail") == [(*place, "77")]

    browser = administrator(site)
    browser.get(page_of(site))
    assert "Demande non signée" not in browser.page.words
    assert "à corriger Un déploiement attend votre accord" in browser.page.words
    waiting = [form for form in browser.page.main_forms if form.hidden.get("deployment_id") == "77"]
    browser.send(waiting[0].action, waiting[0].hidden)

    assert "Le déploiement est approuvé." in browser.page.words
    assert "En attente" not in browser.page.words
    assert "deployment-approved" == deeds(site)[-1]
    assert 303 == learner.post_launch(signed_for(site, learner, "77")).status_code


def test_an_unsigned_deployment_is_marked_when_a_login_names_it(site: Site) -> None:
    """L26: anybody may write such an address, so the administrator is told to compare."""
    parameters = {**site.lms.login_parameters(LEARNER), "lti_deployment_id": "78"}
    stranger = site.browser()
    assert_refused(site, lambda: stranger.open_login(parameters), 400, "e-lms", "unknown-deployment")

    browser = administrator(site)
    browser.get(page_of(site))

    assert "78" in form_to(browser.page.main_forms, "/deployments").hidden.values()
    assert "Demande non signée" in browser.page.words


@pytest.mark.parametrize("odd", ["x" * 256, "a\nb\x00", "<script>"])
def test_an_odd_deployment_is_never_shown_as_more_than_text(site: Site, odd: str) -> None:
    parameters = {**site.lms.login_parameters(LEARNER), "lti_deployment_id": odd}
    site.browser().open_login(parameters)

    body = administrator(site).get(page_of(site)).get_data(as_text=True)

    assert odd not in body
    assert ("En attente" in body) == (odd == "<script>")


def test_twenty_deployments_are_shown_when_hundreds_were_named(site: Site) -> None:
    for number in range(25):
        site.browser().open_login({**site.lms.login_parameters(LEARNER), "lti_deployment_id": f"d{number}"})

    browser = administrator(site)
    browser.get(page_of(site))

    waiting = [form for form in browser.page.main_forms if form.hidden.get("deployment_id")]
    assert [f"d{number}" for number in range(24, 4, -1)] == [form.hidden["deployment_id"] for form in waiting]


def test_a_typed_deployment_is_approved_when_the_administrator_knows_it(site: Site) -> None:
    browser = administrator(site)
    action = page_of(site, rest="/deployments")

    browser.send(action, {"deployment_id": " 79 "})
    browser.send(action, {"deployment_id": "79"})

    assert ["1", "79"] == sorted(value for (value,) in values(site.engine, "deployment", "deployment_id"))
    assert 1 == deeds(site).count("deployment-approved")


@pytest.mark.parametrize("odd", ["", " ", "x" * 256, "a\x00b", "a\nb"])
def test_no_deployment_is_approved_when_it_cannot_be_one(site: Site, odd: str) -> None:
    browser = administrator(site)
    browser.get(page_of(site))
    before = site.snapshot()

    answer = browser.post(page_of(site, rest="/deployments"), {"deployment_id": odd})

    assert 422 == answer.status_code
    assert "Écrivez le numéro du déploiement" in browser.page.words
    assert changed(before, site.snapshot()) == set()


def test_launches_are_refused_and_taken_again_when_the_platform_is_switched(site: Site) -> None:
    browser = administrator(site)
    browser.get(page_of(site, rest="/switch"))
    assert site.registration.name in browser.page.heading
    browser.submit()

    assert "désactivée" in browser.page.words
    refused(site.browser().login(LEARNER), 403, "e-lms", "registration-disabled")

    browser.get(page_of(site, rest="/switch"))
    browser.submit()
    assert 303 == site.browser().launch(LEARNER).status_code
    assert ["registration-disabled", "registration-enabled"] == deeds(site)[-2:]


def test_nothing_more_is_done_when_a_form_is_sent_twice(site: Site) -> None:
    browser = administrator(site)

    for action in ("/disable", "/disable", "/enable", "/enable"):
        browser.get(page_of(site))
        assert 303 == browser.post(page_of(site, rest=action)).status_code

    assert ["registration-disabled", "registration-enabled"] == deeds(site)[-2:]
    assert 1 == deeds(site).count("registration-disabled")


def test_a_portal_may_frame_the_pages_when_the_administrator_named_it(site: Site) -> None:
    """W16: the next launch names every site around ours."""
    browser = administrator(site)
    browser.get(page_of(site))
    before = site.visitor(LEARNER)

    browser.send(
        page_of(site, rest="/addresses"),
        {
            "parents": "https://Portail.example.be/\n\nhttps://intranet.example.be:8443",
            "hosts": "api.example.be",
        },
    )

    after = site.visitor(LEARNER)
    policy = after.get(after.at("welcome")).headers["Content-Security-Policy"]
    assert policy.endswith(" https://portail.example.be https://intranet.example.be:8443")
    assert "portail" not in before.get(before.at("welcome")).headers["Content-Security-Policy"]
    assert "address-changed" == deeds(site)[-1]
    kept = site.services.registrations.all()[0][0]
    assert ("api.example.be",) == kept.service_hosts


@pytest.mark.parametrize("sites", REFUSED_SITES)
def test_no_site_is_added_when_it_is_no_exact_https_address(site: Site, sites: str) -> None:
    """W17: what was typed is still on the screen."""
    browser = administrator(site)
    browser.get(page_of(site))
    before = site.snapshot()

    answer = browser.post(page_of(site, rest="/addresses"), {"parents": sites, "hosts": "api.example.be"})

    assert 422 == answer.status_code
    assert "Une adresse par ligne, 5 au plus" in browser.page.words
    assert "api.example.be" in browser.page.words
    assert changed(before, site.snapshot()) == set()


@pytest.mark.parametrize(
    "hosts", ["*.example.be", "10.0.0.1", "[::1]", "a b", "host:8443", "x.be/path", "http://x.be"]
)
def test_no_host_is_added_when_it_is_no_exact_name(site: Site, hosts: str) -> None:
    browser = administrator(site)
    browser.get(page_of(site))
    before = site.snapshot()

    answer = browser.post(page_of(site, rest="/addresses"), {"parents": "", "hosts": hosts})

    assert 422 == answer.status_code
    assert "Un nom de serveur par ligne" in browser.page.words
    assert changed(before, site.snapshot()) == set()


def test_the_trail_is_read_when_the_administrator_asks(site: Site) -> None:
    browser = administrator(site)
    browser.post(page_of(site, rest="/disable"))

    browser.get(f"/admin/audit?about={site.registration.id}")

    assert "Ce qui a été fait pour" in browser.page.heading
    assert "Plateforme désactivée" in browser.page.words
    assert "Plateforme inscrite" in browser.page.words
    assert "Entrée dans l'administration" not in browser.page.words


def test_no_learner_is_named_when_the_administrator_looks_around(site: Site) -> None:
    learner = site.visitor(LEARNER)
    site.finish(learner)
    site.answer_access(learner)
    site.deliver()
    browser = administrator(site)

    for path in ("/admin/", page_of(site), page_of(site, rest="/checklist?watch=1"), "/admin/audit"):
        body = browser.get(path).get_data(as_text=True)
        for secret in (LEARNER.given_name, LEARNER.family_name, TRAINER.family_name, f">{LEARNER.sub}<"):
            assert secret not in body, (path, secret)
    assert 0 < count(site.engine, "delivery")


def test_a_form_is_refused_when_another_site_or_no_token_sends_it(site: Site) -> None:
    browser = administrator(site)
    browser.get(page_of(site))
    token = browser.page.csrf
    other = administrator(site)
    other.get(page_of(site))
    before = site.snapshot()
    path = page_of(site, rest="/disable")

    own = browser.own_headers
    answers = [
        browser.request("POST", path, data={"csrf": token}, headers={"Origin": "https://evil.example"}),
        browser.request("POST", path, data={"csrf": token}, headers={**own, "Sec-Fetch-Site": "cross-site"}),
        browser.request("POST", path, data={}, headers=own),
        browser.request("POST", path, data={"csrf": other.page.csrf}, headers=own),
    ]

    assert [403] * 4 == [answer.status_code for answer in answers]
    assert changed(before, site.snapshot()) == set()


def test_the_other_pages_stand_above_the_settings(site: Site) -> None:
    """They are used every week, and the settings once."""
    browser = administrator(site)
    body = browser.get("/admin/").get_data(as_text=True)

    for address in ("figures", "requests", "resources", "charters", "audit"):
        assert body.index(f'href="/admin/{address}"') < body.index("Relier une plateforme"), address

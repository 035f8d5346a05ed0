"""The page for connecting a platform by hand."""

from __future__ import annotations

from html import unescape

import pytest

from lti_tool.services.ids import digest
from tests.web import tables
from tests.web.browser import Browser
from tests.web.connecting import connected
from tests.web.refusing import assert_only_event
from tests.web.site import Site, refused

PAGE = "/lti/manual"
OURS = {"Origin": "https://tool.example", "Sec-Fetch-Site": "same-origin"}
GIVEN = {
    "platform": "moodle",
    "issuer": "https://moodle.example",
    "client_id": "AbC123",
    "deployment_id": "4",
    "jwks_url": "https://moodle.example/mod/lti/certs.php",
    "token_url": "https://moodle.example/mod/lti/token.php",
    "auth_login_url": "https://moodle.example/mod/lti/auth.php",
}


def shown(site: Site, **query: str) -> tuple[Browser, str]:
    browser = site.browser()
    answer = browser.request("GET", PAGE, query_string=query)
    assert answer.status_code == 200, query
    return browser, answer.text


def sent(site: Site, invite: str, **changes: str) -> tuple[Browser, int, str]:
    browser = site.browser()
    answer = browser.request("POST", PAGE, data={**GIVEN, "invite": invite, **changes}, headers=OURS)
    return browser, answer.status_code, answer.text


def test_every_value_stands_in_moodles_order_when_nobody_asked_for_anything(site: Site) -> None:
    browser, text = shown(site)

    order = (
        *("Nom de l’outil", "URL de l’outil", "Version LTI", "Type de clef publique", "Jeu de clefs public"),
        *("URL d’initiation de connexion", "URIs de redirection", "Paramètres personnalisés"),
        *("Utilisation de la configuration", "Conteneur par défaut", "Supporte les liens profond"),
        *("URL de sélection de contenu", "URL de l’icône", "Services de devoirs", "IMS LTI Names"),
        *("Partager le nom", "Partager le courriel", "Accepter les notes"),
    )
    places = [unescape(text).index(f">{words}") for words in order]
    assert places == sorted(places)
    for value in ("/lti/launch", "/lti/login", "/lti/jwks", "/lti/logo.svg"):
        assert f'value="https://tool.example{value}"' in text
    assert "context_history=$Context.id.history\ngroups=$Moodle.Person.userGroupIds" in text
    assert browser.page.name == "manual"
    assert "il faut une adresse d'invitation" in browser.page.words


def test_endpoints_are_filled_in_when_the_address_of_a_page_is_given(site: Site, invite: str) -> None:
    _browser, text = shown(site, platform="moodle", address="moodle.example/admin/search.php", invite=invite)

    for name in ("issuer", "jwks_url", "token_url", "auth_login_url"):
        assert (
            f'name="{name}" type="text" autocomplete="off" spellcheck="false" value="{GIVEN[name]}"' in text
        )
    assert "readonly" not in text.split("3. À recopier")[1]


def test_the_form_cannot_connect_when_there_is_no_invitation(site: Site) -> None:
    _browser, text = shown(site, address="moodle.example")

    assert GIVEN["token_url"] in text
    assert ">Connecter<" not in text
    assert 'name="client_id"' not in text


@pytest.mark.parametrize("address", ["x y", "javascript:alert(1)", "https://", '"><script>'])
def test_a_sentence_says_so_when_the_address_is_none(site: Site, address: str) -> None:
    before = site.snapshot()

    browser, text = shown(site, address=address)

    assert "Cette adresse n'est pas complète." in browser.page.words
    assert '"><script>' not in text
    assert set() == tables.changed(before, site.snapshot())


def test_a_platform_is_connected_when_its_values_were_copied(site: Site, invite: str) -> None:
    browser, status, _text = sent(site, invite)

    assert 303 == status
    ((registration, deployments),) = connected(site)
    assert ("Moodle du centre", "https://moodle.example", "AbC123", ("4",)) == (
        registration.name,
        registration.issuer,
        registration.client_id,
        deployments,
    )
    browser.get("/lti/registered?platform=moodle&manual=1")
    assert "« Passerelle »" in browser.page.words
    assert "Activer" not in browser.page.words


def test_the_invitation_is_spent_when_a_platform_was_connected(site: Site, invite: str) -> None:
    sent(site, invite)
    before = site.snapshot()

    answer = site.browser().request("POST", PAGE, data={**GIVEN, "invite": invite}, headers=OURS)

    refused(answer, 404, "e-notfound", "no-such-invitation")
    assert_only_event(before, site.snapshot())


def test_the_audience_is_brightspaces_when_it_is_one(site: Site, invite: str) -> None:
    sent(site, invite, platform="brightspace")

    assert "https://api.brightspace.com/auth/token" == connected(site)[0][0].token_audience


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"client_id": ""}, "Il manque cette valeur."),
        ({"issuer": " "}, "Il manque cette valeur."),
        ({"client_id": "x" * 256}, "trop longue"),
        ({"client_id": "a\u200b\x00b"}, "caractère invisible"),
        ({"jwks_url": "http://moodle.example/certs"}, "doit commencer par https://"),
        ({"jwks_url": "https://me@moodle.example/"}, "doit commencer par https://"),
        ({"token_url": "token"}, "doit commencer par https://"),
        ({"auth_login_url": "https://moodle.example/é"}, "doit commencer par https://"),
        ({"token_url": "https://moodle.example/#x"}, "doit commencer par https://"),
    ],
)
def test_nothing_is_stored_and_the_values_stay_when_one_is_wrong(
    site: Site, invite: str, changes: dict[str, str], words: str
) -> None:
    before = site.snapshot()

    browser, status, text = sent(site, invite, **changes)

    assert (422, "manual") == (status, browser.page.name)
    assert words in browser.page.words
    assert 'value="4"' in text
    assert set() == tables.changed(before, site.snapshot())
    assert 303 == sent(site, invite)[1]


def test_nothing_is_overwritten_when_the_platform_is_known(site: Site, invite: str) -> None:
    """Z24, Y08."""
    known = site.registration
    before = site.snapshot()

    browser, status, _text = sent(site, invite, issuer=known.issuer, client_id=known.client_id)

    assert 422 == status
    assert "déjà reliée à Passerelle" in browser.page.words
    assert {"invitation"} >= tables.changed(before, site.snapshot())
    assert site.services.invitations.open(invite, site.clock()).token_hash == digest(invite)


def test_nothing_is_connected_when_there_is_no_invitation(site: Site) -> None:
    """Y01."""
    before = site.snapshot()

    for secret in ("", "unknown", "x" * 65, "a b"):
        answer = site.browser().request("POST", PAGE, data={**GIVEN, "invite": secret}, headers=OURS)
        assert 404 == answer.status_code

    assert {"security_event"} == tables.changed(before, site.snapshot())


def test_an_invitation_that_was_opened_in_a_browser_leads_here(site: Site, invite: str) -> None:
    browser = site.browser()

    answer = browser.request("GET", "/lti/register", query_string={"invite": invite})

    assert 400 == answer.status_code
    assert f"/lti/manual?invite={invite}" in unescape(answer.text)

"""Connecting a platform through our pages, as its administrator and her browser see them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from lti_tool.cli_platform import platform
from lti_tool.domain.errors import SettingsFault
from lti_tool.lti.registration import SCOPES
from tests.lti.peer import Peer
from tests.lti.registration_peer import CODES, CONFIGURATION, RegistrationPeer
from tests.web import tables
from tests.web.connecting import ADDRESS, connected, opened, press
from tests.web.site import Site


def test_one_sentence_and_one_button_are_shown_when_the_platform_opens_the_page(
    site: Site, moodle: RegistrationPeer, invite: str
) -> None:
    before = site.snapshot()
    browser = site.browser()
    answer = browser.request(
        "GET",
        ADDRESS,
        query_string={
            "invite": invite,
            "openid_configuration": moodle.configuration_url,
            "registration_token": moodle.token(),
        },
    )

    assert (200, "register") == (answer.status_code, browser.page.name)
    assert "Connecter 127.0.0.1 à Passerelle" == browser.page.heading
    assert {"invite", "openid_configuration", "registration_token"} == set(browser.page.form.hidden)
    assert [] == browser.page.inline
    assert [] == moodle.requests()
    assert set() == tables.changed(before, site.snapshot())
    assert [] == answer.headers.getlist("Set-Cookie")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "no-store" == answer.headers["Cache-Control"]


@pytest.mark.parametrize("kind", sorted(CODES))
def test_the_platform_is_connected_when_the_button_is_pressed(
    site: Site, running_peer: Peer, moodle: RegistrationPeer, invite: str, kind: str
) -> None:
    platform = RegistrationPeer(running_peer, kind)
    browser = opened(site, platform, invite)

    answer = press(browser)

    assert 303 == answer.status_code
    assert [] == answer.headers.getlist("Set-Cookie")
    assert {} == browser.cookies
    ((registration, deployments),) = connected(site)
    assert ("client-7", "Moodle du centre") == (registration.client_id, registration.name)
    assert registration.granted_scopes == SCOPES
    assert (() if kind == "canvas" else ("12",)) == deployments
    done = browser.get(answer.location)
    assert (200, "registered") == (done.status_code, browser.page.name)
    assert ("Activer" in browser.page.words) == (kind in ("moodle", "canvas"))
    assert ("déploiement, il" not in browser.page.words) or kind == "canvas"
    assert "Vous pouvez fermer cette fenêtre." in browser.page.words
    assert "frame-ancestors *" in done.headers["Content-Security-Policy"]


def test_the_platforms_own_words_are_used_when_it_is_a_moodle(
    site: Site, moodle: RegistrationPeer, invite: str
) -> None:
    browser = opened(site, moodle, invite)
    browser.get(press(browser).location)

    for words in ("« Activer »", "sélecteur d'activité", "« Fenêtre existante »"):
        assert words in browser.page.words


def test_a_person_is_asked_first_when_endpoints_lie_elsewhere(
    site: Site, moodle: RegistrationPeer, invite: str
) -> None:
    """Y05."""
    moodle.changes = {"jwks_uri": "https://keys.example/certs", "token_endpoint": "https://auth.example/t"}
    browser = opened(site, moodle, invite)
    before = site.snapshot()

    shown = press(browser)

    assert (200, "register") == (shown.status_code, browser.page.name)
    assert "keys.example" in browser.page.words
    assert "auth.example" in browser.page.words
    assert {("GET", CONFIGURATION)} == set(moodle.requests())
    assert set() == tables.changed(before, site.snapshot())
    moodle.changes["jwks_uri"] = "https://thief.example/certs"
    press(browser)
    assert "thief.example" in browser.page.words
    assert [] == connected(site)
    assert 303 == press(browser).status_code
    assert "https://thief.example/certs" == connected(site)[0][0].jwks_url


def test_the_connection_is_refreshed_when_the_platform_updates_it(
    site: Site, moodle: RegistrationPeer, invite: str
) -> None:
    press(opened(site, moodle, invite))
    moodle.changes = {"jwks_uri": f"{moodle.url}/new"}
    token = moodle.token("12", scope="reg-update")
    second = site.services.invitations.invite("Autre", site.clock())
    browser = opened(site, moodle, second, registration_token=token)

    answer = press(browser)

    assert {"platform": ["moodle"], "updated": ["1"]} == parse_qs(urlsplit(answer.location).query)
    ((registration, deployments),) = connected(site)
    assert (f"{moodle.url}/new", ("12",)) == (registration.jwks_url, deployments)
    browser.get(answer.location)
    assert "La connexion est mise à jour." == browser.page.heading
    assert "Activer" not in browser.page.words


def test_functions_are_switched_off_visibly_when_the_platform_grants_less(
    site: Site, moodle: RegistrationPeer, invite: str
) -> None:
    """Y09."""
    moodle.refused_scopes = frozenset({SCOPES[2], SCOPES[4]})
    browser = opened(site, moodle, invite)

    browser.get(press(browser).location)

    assert "aucun niveau n'ira dans le carnet" in browser.page.words
    assert "ne donne pas la liste des participants" in browser.page.words
    assert "nouvelle colonne" not in browser.page.words
    assert (SCOPES[0], SCOPES[1], SCOPES[3]) == connected(site)[0][0].granted_scopes


def test_the_picture_may_be_shown_elsewhere_when_a_platform_lists_the_tool(site: Site) -> None:
    answer = site.browser().request("GET", "/lti/logo.svg")

    assert (200, "image/svg+xml") == (answer.status_code, answer.mimetype)
    assert "cross-origin" == answer.headers["Cross-Origin-Resource-Policy"]
    assert "same-origin" == site.browser().request("GET", "/").headers["Cross-Origin-Resource-Policy"]


def test_the_last_line_is_the_address_alone_when_a_command_invites(
    site: Site, moodle: RegistrationPeer
) -> None:
    environment = {
        "PASSERELLE_BASE_URL": "https://tool.example",
        "PASSERELLE_DATABASE_URL": site.installation.settings.database_url,
        "PASSERELLE_SECRET_KEY": "x" * 32,
        "PASSERELLE_INSECURE_PLATFORMS": "1",
    }

    said = CliRunner(env=environment).invoke(platform, ["invite", "--name", "Moodle du centre"])

    assert 0 == said.exit_code
    (address,) = said.stdout.splitlines()
    assert address.startswith("https://tool.example/lti/register?invite=")
    invite = parse_qs(urlsplit(address).query)["invite"][0]
    assert 303 == press(opened(site, moodle, invite)).status_code
    assert "Moodle du centre" == connected(site)[0][0].name


@pytest.mark.parametrize("name", ["", "a\nb", "x" * 256])
def test_nobody_is_invited_when_the_name_cannot_be_shown(site: Site, name: str) -> None:
    environment = {"PASSERELLE_DATABASE_URL": site.installation.settings.database_url}

    said = CliRunner(env=environment).invoke(platform, ["invite", "--name", name])

    assert isinstance(said.exception, SettingsFault)
    assert 0 == tables.count(site.engine, "invitation")

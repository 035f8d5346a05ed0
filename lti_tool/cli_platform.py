"""Commands over platforms: connect one by hand, list them, switch one off."""

from __future__ import annotations

import json
import os
from urllib.parse import urlsplit

import click

from lti_tool.bootstrap import invitations_of, registrations_of, utc_now
from lti_tool.domain.errors import Conflict, SettingsFault
from lti_tool.services.registrations import NewPlatform, Registrations
from lti_tool.settings import Settings, read_settings
from lti_tool.store.opening import open_store

IDENTIFIER_LENGTH, URL_LENGTH = 255, 2000
DEFAULT_BASE_URL = "http://127.0.0.1:8765"


@click.group()
def platform() -> None:
    """Connect learning platforms."""


@platform.command("add")
@click.option("--issuer", required=True, help="The platform's id, such as https://moodle.example.org")
@click.option("--client-id", required=True)
@click.option("--auth-login-url", required=True)
@click.option("--token-url", required=True)
@click.option("--jwks-url", required=True)
@click.option("--deployment-id", "deployment_ids", multiple=True, help="May be given several times.")
@click.option("--token-audience", help="Where the platform wants another audience than its token address.")
@click.option("--name", default="", help="A name for people.")
@click.option("--centre", "centre_id", metavar="ID", help="See « passerelle centre list »; else the first.")
def platform_add(
    issuer: str,
    client_id: str,
    auth_login_url: str,
    token_url: str,
    jwks_url: str,
    deployment_ids: tuple[str, ...],
    token_audience: str | None,
    name: str,
    centre_id: str | None,
) -> None:
    """Connect one platform by hand, with the values that it shows."""
    settings, registrations = _opened()
    for identifier in (issuer, client_id, *deployment_ids):
        _check_identifier(identifier)
    for option, url in (
        ("--auth-login-url", auth_login_url),
        ("--token-url", token_url),
        ("--jwks-url", jwks_url),
    ):
        _check_url(option, url, settings)
    wanted = NewPlatform(
        issuer=issuer,
        client_id=client_id,
        auth_login_url=auth_login_url,
        token_url=token_url,
        jwks_url=jwks_url,
        deployment_ids=tuple(dict.fromkeys(deployment_ids)),
        name=name or urlsplit(issuer).netloc or issuer,
        token_audience=token_audience,
    )
    try:
        added = registrations.add(wanted, utc_now(), centre_id=centre_id)
    except Conflict as error:
        raise click.ClickException(
            "This issuer and client id are already connected. Nothing was changed."
        ) from error
    click.echo(f"Connected {added.name} as {added.id}.")
    if not deployment_ids:
        click.echo("No deployment id was given: launches are refused until one is added.", err=True)


@platform.command("invite")
@click.option("--name", required=True, help="What people call the platform.")
@click.option("--centre", "centre_id", metavar="ID", help="See « passerelle centre list »; else the first.")
def platform_invite(name: str, centre_id: str | None) -> None:
    """Make an address that connects one platform: good once, for an hour."""
    _check_identifier(name)
    settings = read_settings(os.environ, default_base_url=DEFAULT_BASE_URL)
    store = open_store(settings.database_url)
    click.get_current_context().call_on_close(store.close)
    secret = invitations_of(settings, store).invite(name, utc_now(), centre_id=centre_id)
    click.echo("Paste this address where your platform registers LTI Advantage tools.", err=True)
    click.echo("In Moodle: Site administration, Plugins, External tool, Manage tools.", err=True)
    click.echo(f"{settings.base_url}/lti/register?invite={secret}")


@platform.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def platform_list(as_json: bool) -> None:
    """List the connected platforms."""
    _settings, registrations = _opened()
    rows = [
        {
            "id": found.id,
            "centre_id": found.centre_id,
            "name": found.name,
            "issuer": found.issuer,
            "client_id": found.client_id,
            "deployment_ids": list(deployments),
            "enabled": found.is_enabled,
        }
        for found, deployments in registrations.all()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        state = "on" if row["enabled"] else "off"
        click.echo(f"{row['id']}  {state:3}  {row['issuer']}  {row['client_id']}  {row['name']}")
    if not rows:
        click.echo("No platform is connected yet.")


@platform.command("disable", context_settings={"ignore_unknown_options": True})
@click.argument("registration_id", metavar="ID")
def platform_disable(registration_id: str) -> None:
    """Refuse launches from a platform and hold its grades."""
    _settings, registrations = _opened()
    if not registrations.disable(registration_id, utc_now()):
        raise click.ClickException("No platform has this id. See « passerelle platform list ».")
    click.echo("Switched off. Nothing was deleted.")


def _opened() -> tuple[Settings, Registrations]:
    settings = read_settings(os.environ, default_base_url=DEFAULT_BASE_URL)
    store = open_store(settings.database_url)
    click.get_current_context().call_on_close(store.close)
    return settings, registrations_of(settings, store)


def _check_identifier(text: str) -> None:
    if not 1 <= len(text) <= IDENTIFIER_LENGTH or not text.isprintable():
        raise SettingsFault("A name, issuer, client id or deployment id has 1 to 255 printable characters.")


def _check_url(option: str, url: str, settings: Settings) -> None:
    parts = urlsplit(url)
    is_wanted = parts.scheme == "https" or (parts.scheme == "http" and settings.allows_insecure_platforms)
    if not is_wanted or not parts.hostname or parts.fragment or parts.username or len(url) > URL_LENGTH:
        raise SettingsFault(f"{option} must be an https:// address of {URL_LENGTH} characters at most.")

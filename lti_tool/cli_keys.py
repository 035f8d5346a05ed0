"""Commands over the tool's signing keys: list, rotate, revoke, seal anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from lti_tool.bootstrap import keys_of, utc_now
from lti_tool.bootstrap_workspace import badges_of
from lti_tool.cli_platform import DEFAULT_BASE_URL
from lti_tool.domain.errors import NotFound
from lti_tool.domain.keys import PUBLISHED_AFTER_USE, SIGNS_AFTER
from lti_tool.services.badges import Badges
from lti_tool.services.keys import Keys, ListedKey
from lti_tool.settings import read_settings
from lti_tool.store.opening import open_store


@click.group()
def keys() -> None:
    """Look after the keys that the tool signs with."""


@keys.command("list")
def keys_list() -> None:
    """List every published key, the youngest first."""
    with _opened() as found:
        listed = found.all(utc_now())
    for one in listed:
        state = "signs" if one.is_signing else "published"
        click.echo(f"{one.key.kid}  {one.key.created_at:%Y-%m-%d %H:%M}  {state:9}  {_owner_of(one)}")
    if not listed:
        click.echo("There is no key yet: the first one is made when a platform is connected.")


@keys.command("rotate")
@click.option("--registration", "registration_id", metavar="ID", help="One platform alone.")
def keys_rotate(registration_id: str | None) -> None:
    """Publish one more key per platform; it signs a day later, when platforms had time to fetch it."""
    try:
        with _opened() as found:
            made = found.rotate(registration_id, utc_now())
    except NotFound as error:
        raise click.ClickException("No platform has this id. See « passerelle platform list ».") from error
    for registration, kid in made:
        click.echo(f"{kid}  for {registration.name} ({registration.id})")
    if not made:
        click.echo("No platform is connected yet: there is no key to replace.")
        return
    hours, days = int(SIGNS_AFTER.total_seconds() // 3600), PUBLISHED_AFTER_USE.days
    click.echo(
        f"Published. They sign in {hours} hours; the worker deletes the former ones {days} days after."
    )


@keys.command("rotate-badges")
def keys_rotate_badges() -> None:
    """Sign badges with a fresh key in every centre. The former ones stay published: old badges stay good."""
    with _opened_badges() as badges:
        made = badges.rotate()
    for kid in made:
        click.echo(kid)
    if not made:
        click.echo("No badge was made yet: there is no key to replace.")


@keys.command("revoke", context_settings={"ignore_unknown_options": True})
@click.argument("kid")
def keys_revoke(kid: str) -> None:
    """Take a key back at once, in an emergency. Grades may wait until each platform has fetched another."""
    try:
        with _opened() as found:
            served = found.revoke(kid, utc_now())
    except NotFound as error:
        raise click.ClickException("There is no such key. See « passerelle keys list ».") from error
    click.echo("Taken back: it is no longer published, and its private part is deleted.")
    if served:
        click.echo("Call the administrators of these platforms: each must fetch the tool's key set again.")
    for registration in served:
        click.echo(f"{registration.name}  {registration.issuer}  ({registration.id})")


@keys.command("reseal")
def keys_reseal() -> None:
    """Seal every key under the present PASSERELLE_SECRET_KEY, so that former ones can be left out."""
    with _opened() as found, _opened_badges() as badges:
        count = found.reseal() + badges.reseal()
    click.echo(f"Sealed {count} keys under the present secret. PASSERELLE_SECRET_KEY_FALLBACKS can go.")


@contextmanager
def _opened() -> Iterator[Keys]:
    settings = read_settings(os.environ, default_base_url=DEFAULT_BASE_URL)
    store = open_store(settings.database_url)
    try:
        yield keys_of(settings, store)
    finally:
        store.close()


@contextmanager
def _opened_badges() -> Iterator[Badges]:
    settings = read_settings(os.environ, default_base_url=DEFAULT_BASE_URL)
    store = open_store(settings.database_url)
    try:
        yield badges_of(settings, store, utc_now)
    finally:
        store.close()


def _owner_of(listed: ListedKey) -> str:
    if listed.registration is not None:
        return f"{listed.registration.name} ({listed.registration.id})"
    return (
        "a platform that is being connected" if listed.key.registration_id else "every platform without keys"
    )

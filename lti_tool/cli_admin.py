"""Commands over centres and their administrators: a way in, the centres, the audit trail."""

from __future__ import annotations

import json
import os
import sys

import click

from lti_tool.bootstrap import utc_now
from lti_tool.domain.audit import AuditEntry
from lti_tool.domain.errors import SettingsFault
from lti_tool.services.administrators import Administrators
from lti_tool.services.audit import Audit
from lti_tool.settings import Settings, read_settings
from lti_tool.settings_content import NOBODYS, folders_of_nobody
from lti_tool.store.opening import open_store
from lti_tool.store.unit_of_work import Store

NAME_LENGTH = 255
DEFAULT_BASE_URL = "http://127.0.0.1:8765"


@click.group()
def admin() -> None:
    """Let an administrator in; read what administrators did."""


@admin.command("link")
@click.option("--centre", "centre_id", metavar="ID", help="See « passerelle centre list »; else the first.")
def admin_link(centre_id: str | None) -> None:
    """Make an address that opens the administration of one centre: good once, for 15 minutes."""
    settings, store = _opened()
    secret = Administrators(store).make_link(centre_id, utc_now())
    click.echo("Open this address in a browser. It is good once, for 15 minutes.", err=True)
    click.echo(f"{settings.base_url}/admin/enter?link={secret}")


@admin.command("audit")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one entry per line.")
def admin_audit(as_json: bool) -> None:
    """Export the audit trail of every centre and check its chain; exit code 1 when it was altered."""
    _settings, store = _opened()
    trail = Audit(store).checked()
    for entry in trail.entries:
        click.echo(json.dumps(_as_json(entry), ensure_ascii=False) if as_json else _as_line(entry))
    if trail.first_fault is not None:
        click.echo(f"The chain is broken: entry {trail.first_fault} is missing or was altered.", err=True)
        sys.exit(1)
    click.echo(f"The chain of {len(trail.entries)} entries is whole. It ends with {trail.head}.", err=True)


@click.group()
def centre() -> None:
    """Look after the centres of this installation."""


@centre.command("add")
@click.argument("name")
def centre_add(name: str) -> None:
    """Add one centre; the last line is its id."""
    if not 1 <= len(name) <= NAME_LENGTH or not name.isprintable() or not name.strip():
        raise SettingsFault("A name has 1 to 255 printable characters.")
    _settings, store = _opened()
    click.echo(Administrators(store).add_centre(name.strip(), utc_now()))


@centre.command("list")
def centre_list() -> None:
    """List the centres, the first one first; and folders in PASSERELLE_CENTRE_CONTENT that are of none."""
    settings, store = _opened()
    found = Administrators(store).centres()
    for name in folders_of_nobody(settings.centre_content, [one.id for one in found]):
        click.echo(NOBODYS.format(name), err=True)
    for one in found:
        click.echo(f"{one.id}  {one.name}")
    if not found:
        click.echo("There is no centre yet. The first platform makes one.")


def _opened() -> tuple[Settings, Store]:
    settings = read_settings(os.environ, default_base_url=DEFAULT_BASE_URL)
    store = open_store(settings.database_url)
    click.get_current_context().call_on_close(store.close)
    return settings, store


def _as_json(entry: AuditEntry) -> dict[str, object]:
    deed = entry.deed
    return {
        "number": entry.number,
        "at": deed.at.isoformat(timespec="microseconds"),
        "centre_id": deed.centre_id,
        "actor": deed.actor,
        "action": deed.action,
        "object_kind": deed.object_kind,
        "object_id": deed.object_id,
        "detail": deed.detail,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _as_line(entry: AuditEntry) -> str:
    deed = entry.deed
    at = deed.at.isoformat(timespec="seconds")
    return f"{entry.number}  {at}  {deed.actor}  {deed.action}  {deed.object_kind} {deed.object_id}"

"""Commands over everything of one centre: take it along, or erase it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from lti_tool.bootstrap import utc_now
from lti_tool.domain.errors import Conflict, NotFound, SettingsFault
from lti_tool.lti.published_keys import FILE_NAME
from lti_tool.services.centre_data import CentreData
from lti_tool.settings import Settings, read_settings
from lti_tool.settings_content import folders_of_centres
from lti_tool.store.opening import open_store

DEFAULT_BASE_URL = "http://127.0.0.1:8765"
ANY_ID = {"ignore_unknown_options": True}
"""An id may begin with a dash, as an option does."""
NO_CENTRE = "There is no such centre. See « passerelle centre list »."
WAITING = (
    "{count} grades of this centre have not reached their platform, and would be lost."
    " Let « passerelle worker » send them, or repeat with --force."
)


@click.command("export", context_settings=ANY_ID)
@click.argument("centre_id")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def centre_export(centre_id: str, file: Path) -> None:
    """Write everything of a centre into a zip archive of JSON lines, without keys or secrets."""
    _settings, data = _opened()
    try:
        # The archive holds what people said: nobody else may read it, from its first byte on.
        former = os.umask(0o077)
        try:
            counts = data.export(centre_id, file)
        finally:
            os.umask(former)
    except NotFound as error:
        raise SettingsFault(NO_CENTRE) from error
    except OSError as error:
        raise SettingsFault(f"{file} cannot be written, or is there already: give another name.") from error
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables.", err=True)


@click.command("erase", context_settings=ANY_ID)
@click.argument("centre_id")
@click.option("--force", is_flag=True, help="Also while grades wait: they are lost.")
def centre_erase(centre_id: str, force: bool) -> None:
    """Erase everything of a centre for ever: courses, people, results, settings. Asks for its name."""
    settings, data = _opened()
    try:
        name = data.name(centre_id)
    except NotFound as error:
        raise SettingsFault(NO_CENTRE) from error
    waiting = data.waiting(centre_id)
    if waiting and not force:
        raise SettingsFault(WAITING.format(count=waiting))
    typed = click.prompt(f"Everything of « {name} » will be gone for ever. Type its name to go on")
    if typed.strip() != name.strip():
        raise SettingsFault("That is not its name. Nothing was erased.")
    try:
        erased = data.erase(centre_id, is_forced=force)
    except Conflict as error:
        raise SettingsFault(WAITING.format(count=data.waiting(centre_id))) from error
    # A spare of public keys: the tool writes it anew, without those of this centre.
    if settings.data is not None:
        (settings.data / FILE_NAME).unlink(missing_ok=True)
    if folder := folders_of_centres(settings.centre_content).get(centre_id):
        click.echo(f"Its content stays in {folder}: delete it, nobody reads it any more.", err=True)
    click.echo(f"{sum(erased.rows.values())} rows erased. Its lines in the audit trail stay: no names there.")
    click.echo(
        "Grades that platforms have stay there. A backup made before still holds everything:", err=True
    )
    click.echo("after restoring one, erase again.", err=True)
    if not erased.is_compacted:
        click.echo("The file could not be compacted, the database is busy: it is the next time.", err=True)


def _opened() -> tuple[Settings, CentreData]:
    settings = read_settings(os.environ, default_base_url=DEFAULT_BASE_URL)
    store = open_store(settings.database_url)
    click.get_current_context().call_on_close(store.close)
    return settings, CentreData(store, clock=utc_now)

"""The commands of ``passerelle``. Each says what it did; a wrong setting is one sentence and exit code 2."""

from __future__ import annotations

import os
import sys

import click

from lti_tool.cli_admin import admin, centre
from lti_tool.cli_author import new, preview
from lti_tool.cli_backup import backup, upgrade
from lti_tool.cli_calibrate import calibrate
from lti_tool.cli_centre import centre_erase, centre_export
from lti_tool.cli_content import content, diagnose
from lti_tool.cli_doctor import doctor
from lti_tool.cli_export import export
from lti_tool.cli_keys import keys
from lti_tool.cli_person import person
from lti_tool.cli_platform import platform
from lti_tool.cli_serve import demo, serve, worker
from lti_tool.content.yaml_lines import FaultyContent
from lti_tool.domain.errors import PasserelleError, SettingsFault
from lti_tool.logs import set_up_logging
from lti_tool.settings import read_settings
from lti_tool.store.opening import upgrade_store


@click.group()
@click.version_option(package_name="passerelle")
def passerelle() -> None:
    """Passerelle: digital competence diagnosis as an LTI 1.3 activity."""
    set_up_logging()


@passerelle.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database's schema up to date."""
    settings = read_settings(os.environ, default_base_url="http://127.0.0.1:8765")
    upgrade_store(settings.database_url)
    click.echo("The database is up to date.")


for command in (admin, backup, calibrate, centre, content, diagnose, export, keys, person, platform):
    passerelle.add_command(command)
for command in (serve, worker, demo, doctor, upgrade):
    passerelle.add_command(command)
for command in (centre_export, centre_erase):
    centre.add_command(command)
for command in (new, preview):
    content.add_command(command)


def main() -> None:
    """The entry point: our own errors become one sentence and an exit code."""
    try:
        passerelle()
    except SettingsFault as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except FaultyContent as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except PasserelleError as error:
        click.echo(f"Refused: {error.reason.replace('-', ' ')}.", err=True)
        sys.exit(1)

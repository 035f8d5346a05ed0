"""Commands that print figures as files."""

from __future__ import annotations

import os
import sys

import click

from lti_tool import paths
from lti_tool.bootstrap import utc_now
from lti_tool.bootstrap_workspace import figures_of
from lti_tool.content.shelf import load_shelf
from lti_tool.domain.errors import SettingsFault
from lti_tool.domain.export import Row, csv_line
from lti_tool.domain.figures import period_of
from lti_tool.services.administrators import Administrators
from lti_tool.services.figures import BAROMETER_COLUMNS
from lti_tool.settings import read_settings
from lti_tool.store.opening import open_store
from lti_tool.store.unit_of_work import Store

DEFAULT_BASE_URL = "http://127.0.0.1:8765"
FIRST_YEAR, LAST_YEAR = 2000, 2099


@click.group()
def export() -> None:
    """Print figures in which nobody can be recognised."""


@export.command("barometer")
@click.option("--year", type=click.IntRange(FIRST_YEAR, LAST_YEAR), required=True, help="A calendar year.")
@click.option("--centre", "named", metavar="NAME", default="", help="Its name or id; else the first centre.")
def barometer(year: int, named: str) -> None:
    """Print the yearly figures of one centre as CSV: access, use and skills, by fixed definitions.

    Counts are rounded to 5, and those below 5 are empty.
    """
    settings = read_settings(os.environ, default_base_url=DEFAULT_BASE_URL)
    store = open_store(settings.database_url)
    click.get_current_context().call_on_close(store.close)
    centre_id, shelf = _centre(store, named), load_shelf(paths.CONFIG, settings.content)
    found = figures_of(store, shelf, utc_now).barometer(centre_id, period_of(str(year)))
    lines: list[Row] = [BAROMETER_COLUMNS, *found]
    sys.stdout.buffer.write("".join(map(csv_line, lines)).encode())
    sys.stdout.buffer.flush()
    click.echo(f"{len(found)} lines, made on {utc_now().date().isoformat()}.", err=True)


def _centre(store: Store, named: str) -> str:
    """The id of a centre.

    Raises:
        SettingsFault: there is none of this name, or several.
    """
    known = Administrators(store).centres()
    found = [one.id for one in known if named in ("", one.name, one.id)]
    if not found:
        raise SettingsFault("There is no such centre. See « passerelle centre list ».")
    if named and len(found) > 1:
        raise SettingsFault("Several centres have this name: give its id. See « passerelle centre list ».")
    return found[0]

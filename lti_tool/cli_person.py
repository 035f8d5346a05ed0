"""Commands over one person: find somebody, copy what is kept about them, only store it, erase it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from lti_tool.app import create_app
from lti_tool.bootstrap import install, privacy_of, utc_now
from lti_tool.domain.errors import Conflict, NotFound, SettingsFault
from lti_tool.domain.language import LANGUAGES
from lti_tool.services.data_rights import DataRights
from lti_tool.services.person_copy import PersonCopy, as_json
from lti_tool.services.privacy import Privacy
from lti_tool.settings import Settings, read_settings
from lti_tool.store.opening import open_store
from lti_tool.store.unit_of_work import Store
from lti_tool.web.person_file import person_file

DEFAULT_BASE_URL = "http://127.0.0.1:8765"
TRAINS = "This person trains or assists in a course: take that role away in the platform first."
ANY_ID = {"ignore_unknown_options": True}
"""An id may begin with a dash, as an option does."""
NOBODY = "There is no such person. See « passerelle person find »."


@click.group()
def person() -> None:
    """Answer somebody who asks what is kept about them, or wants it erased."""


@person.command("find")
@click.argument("words")
def person_find(words: str) -> None:
    """List people by a part of their name, or by the platform's id of them: centre, id, name, platform."""
    found = _privacy().find(words.strip())
    for one in found:
        since = one.created_at.date().isoformat()
        click.echo(f"{one.centre_id}  {one.person_id}  {one.name or '(no name)'}  {one.platform}  {since}")
    if not found:
        click.echo("Nobody has this name here. Where the platform hides names, use its own id of the person.")


@person.command("export", context_settings=ANY_ID)
@click.argument("centre_id")
@click.argument("person_id")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A file to write."
)
@click.option("--html", "as_html", is_flag=True, help="A page to read, as the person's own page gives it.")
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="The language of that page.")
def person_export(centre_id: str, person_id: str, out: Path, as_html: bool, lang: str) -> None:
    """Write everything that is kept about a person as JSON, into a file that nobody else may read."""
    settings, store = _opened()
    privacy = privacy_of(settings, store, utc_now)
    try:
        copied = privacy.copy(centre_id, person_id)
    except NotFound as error:
        raise SettingsFault(NOBODY) from error
    content = (
        _as_page(settings, copied, (centre_id, privacy.centre_name(centre_id)), lang)
        if as_html
        else as_json(copied)
    )
    try:
        number = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SettingsFault(f"{out} cannot be written, or is there already: give another name.") from error
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write(content)
    click.echo(f"{sum(map(len, copied.tables.values()))} rows of {len(copied.tables)} tables.", err=True)


@person.command("erase", context_settings=ANY_ID)
@click.argument("centre_id")
@click.argument("person_id")
@click.option("--yes", is_flag=True, help="Do not ask.")
def person_erase(centre_id: str, person_id: str, yes: bool) -> None:
    """Erase everything that is kept about a person, for ever. The platform keeps its own grades."""
    if not yes:
        click.confirm("Everything about this person will be gone for ever. Go on?", abort=True)
    try:
        erased = _privacy().erase(centre_id, person_id)
    except NotFound as error:
        raise SettingsFault(NOBODY) from error
    click.echo(f"{sum(erased.rows.values())} rows erased. Grades that the platform has stay there.")
    if not erased.is_compacted:
        click.echo("The file could not be compacted, the database is busy: it is the next time.", err=True)


@person.command("restrict", context_settings=ANY_ID)
@click.argument("centre_id")
@click.argument("person_id")
def person_restrict(centre_id: str, person_id: str) -> None:
    """Only store what is kept about a learner: nothing is shown to trainers, computed or sent."""
    try:
        is_done = _data_rights().restrict(centre_id, person_id)
    except NotFound as error:
        raise SettingsFault(NOBODY) from error
    except Conflict as error:
        raise SettingsFault(TRAINS) from error
    click.echo("Their data are only stored from now on." if is_done else "It was so already.")


@person.command("unrestrict", context_settings=ANY_ID)
@click.argument("centre_id")
@click.argument("person_id")
def person_unrestrict(centre_id: str, person_id: str) -> None:
    """Use a learner's data again, as they were. Grades that waited leave."""
    try:
        is_done = _data_rights().unrestrict(centre_id, person_id)
    except NotFound as error:
        raise SettingsFault(NOBODY) from error
    click.echo("Their data are in use again." if is_done else "They were in use already.")


def _as_page(settings: Settings, copied: PersonCopy, centre: tuple[str, str], language: str) -> str:
    """The page needs the words of tasks and modules: the whole tool is wired for it, and serves nobody."""
    installation = install(settings)
    click.get_current_context().call_on_close(installation.services.store.close)
    return person_file(create_app(installation), copied, centre, language)


def _privacy() -> Privacy:
    settings, store = _opened()
    return privacy_of(settings, store, utc_now)


def _data_rights() -> DataRights:
    settings, store = _opened()
    return DataRights(store, privacy_of(settings, store, utc_now), clock=utc_now)


def _opened() -> tuple[Settings, Store]:
    settings = read_settings(os.environ, default_base_url=DEFAULT_BASE_URL)
    store = open_store(settings.database_url)
    click.get_current_context().call_on_close(store.close)
    return settings, store

"""The yearly figures, as an operator prints them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from lti_tool import cli
from lti_tool.bootstrap import utc_now
from lti_tool.domain.errors import SettingsFault
from lti_tool.services.administrators import Administrators
from lti_tool.services.figures import BAROMETER_COLUMNS
from lti_tool.store.unit_of_work import Store

Run = Callable[..., Result]


@pytest.fixture
def run(engine: Engine, tmp_path: Path) -> Run:
    """Run one command on a database of its own."""
    environment = {
        "PASSERELLE_DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "PASSERELLE_BASE_URL": "https://tool.example",
        "PASSERELLE_SECRET_KEY": "a secret of the tests, long enough to be taken",
        "PASSERELLE_DATA": str(tmp_path),
    }
    return lambda *words, **options: CliRunner().invoke(
        cli.passerelle, list(words), env=environment, **options
    )


@pytest.mark.parametrize("named", [(), ("--centre", "Liège")])
def test_the_barometer_is_a_table_whose_empty_counts_are_hidden(
    run: Run, store: Store, named: tuple[str, ...]
) -> None:
    Administrators(store).add_centre("Liège", utc_now())
    result = run("export", "barometer", "--year", "2026", *named)
    rows = list(csv.DictReader(io.StringIO(result.stdout, newline=""), delimiter=";"))

    assert 0 == result.exit_code
    assert list(BAROMETER_COLUMNS) == list(rows[0])
    assert {("3", "2026", "")} == {(row["definitions"], row["year"], row["people"]) for row in rows}
    assert {"all", "access", "use", "skills", "needs", "who"} == {row["axis"] for row in rows}


@pytest.mark.parametrize(("centres", "named"), [((), ""), (("Liège",), "Namur"), (("Mons", "Mons"), "Mons")])
def test_a_centre_that_is_not_one_is_refused_with_a_sentence(
    run: Run, store: Store, centres: tuple[str, ...], named: str
) -> None:
    for name in centres:
        Administrators(store).add_centre(name, utc_now())
    result = run("export", "barometer", "--year", "2026", "--centre", named)

    assert isinstance(result.exception, SettingsFault)
    assert "centre list" in str(result.exception)
    assert "" == result.stdout


def test_a_year_out_of_range_is_refused(run: Run) -> None:
    assert 2 == run("export", "barometer", "--year", "26").exit_code

"""What an operator answers to somebody who asks for their data."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import Engine

from lti_tool.domain.errors import SettingsFault
from lti_tool.store.unit_of_work import Store
from tests.cli.test_export import Run, run
from tests.people import LEARNER, TRAINER
from tests.store.filling import fill
from tests.store.planting import Planted, join, plant, plant_column

__all__ = ["run"]

MARK = "zq7-canary"


@pytest.fixture
def planted(engine: Engine, store: Store) -> Planted:
    """A learner with a row in every table."""
    made = plant(store)
    plant_column(store, made)
    trainer = join(store, made.centre_id, made.link_id, TRAINER, "the-trainer")
    fill(engine, made, helper_id=trainer, mark=MARK)
    return made


def test_a_person_is_found_copied_and_erased(run: Run, planted: Planted, tmp_path: Path) -> None:
    place, who = tmp_path / "copy.json", (planted.centre_id, planted.person_id)
    found = run("person", "find", LEARNER.name.upper())
    copied = run("person", "export", *who, "--out", str(place))
    document = json.loads(place.read_text(encoding="utf-8"))
    kept = run("person", "erase", *who)
    erased = run("person", "erase", *who, "--yes")

    assert [0, 0, 1, 0] == [one.exit_code for one in (found, copied, kept, erased)]
    assert found.stdout.startswith("  ".join(who))
    assert ("passerelle-person", 1) == (document["schema"], document["version"])
    assert MARK == document["tables"]["note"][0]["text"]
    assert 0o600 == stat.S_IMODE(place.stat().st_mode)
    assert "rows erased" in erased.stdout
    assert "Nobody has this name" in run("person", "find", LEARNER.name).stdout


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("options", "title"), [((), "Mes données dans Passerelle"), (("--lang", "en"), "My data in Passerelle")]
)
def test_a_person_gets_a_page_to_read_when_it_is_asked_for(
    run: Run, planted: Planted, tmp_path: Path, options: tuple[str, ...], title: str
) -> None:
    place, who = tmp_path / "copy.html", (planted.centre_id, planted.person_id)

    said = run("person", "export", *who, "--out", str(place), "--html", *options)

    page = place.read_text(encoding="utf-8")
    assert (0, 0o600) == (said.exit_code, stat.S_IMODE(place.stat().st_mode)), said.output
    assert f"<h1>{title}</h1>" in page
    assert MARK in page
    assert "<script" not in page


def test_nothing_is_written_over(run: Run, planted: Planted, tmp_path: Path) -> None:
    place = tmp_path / "copy.json"
    place.write_text("something else", encoding="utf-8")
    result = run("person", "export", planted.centre_id, planted.person_id, "--out", str(place))

    refused(result, "there already")
    assert "something else" == place.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [("export", "--out", "copy.json"), ("erase", "--yes")])
def test_nobody_is_refused(run: Run, planted: Planted, words: tuple[str, ...]) -> None:
    command, *options = words
    refused(run("person", command, planted.centre_id, "nobody", *options), "no such person")
    refused(run("person", command, "no-centre", planted.person_id, *options), "no such person")


@pytest.mark.parametrize("command", ["export", "erase", "restrict", "unrestrict"])
def test_an_id_is_taken_when_it_begins_like_an_option(run: Run, planted: Planted, command: str) -> None:
    """One id in 64 begins with a dash."""
    options = {"export": ("--out", "copy.json"), "erase": ("--yes",)}.get(command, ())

    refused(run("person", command, "-Qcentre", "-Yperson", *options), "no such person")


def refused(result: Result, words: str) -> None:
    """A clear sentence, and not a trace."""
    assert isinstance(result.exception, SettingsFault)
    assert words in str(result.exception)

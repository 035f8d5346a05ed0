"""What an operator does with folders that belong to one centre: check, calibrate, keep, lay aside."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from lti_tool import cli, paths
from lti_tool.bootstrap import install
from lti_tool.content.calibration import CALIBRATION
from lti_tool.content.yaml_lines import FaultyContent
from lti_tool.domain.attempt import Attempt
from lti_tool.domain.errors import SettingsFault
from lti_tool.settings import read_centre_folders, read_settings
from lti_tool.store.unit_of_work import Store
from tests.cli.backing import KEY, ON_SQLITE, SECRET, address, made
from tests.cli.test_calibrate import HARD, ITEMS, finished
from tests.content.test_own_items import OWN, OWN_PLACE, own_folder
from tests.factories import CENTRE
from tests.store.planting import plant

__all__ = ["finished"]
Run = Callable[..., Result]


@pytest.fixture
def centres(tmp_path: Path) -> Path:
    """The folder that holds those of centres; hidden ones and files are none."""
    (tmp_path / "centres" / ".git").mkdir(parents=True)
    (tmp_path / "centres" / "README").write_text("one folder for each centre", encoding="utf-8")
    return tmp_path / "centres"


@pytest.fixture
def environment(engine: Engine, tmp_path: Path, centres: Path) -> dict[str, str]:
    return {
        "PASSERELLE_DATABASE_URL": address(engine),
        "PASSERELLE_BASE_URL": "https://tool.example",
        "PASSERELLE_SECRET_KEY": SECRET,
        "PASSERELLE_BACKUP_KEY": KEY,
        "PASSERELLE_DATA": str(tmp_path / "data"),
        "PASSERELLE_CENTRE_CONTENT": str(centres),
    }


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    """Run one command of the installation."""
    return lambda *words, **options: CliRunner().invoke(
        cli.passerelle, [str(word) for word in words], env=environment, **options
    )


def test_the_folder_of_centres_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match=f"a folder that does not exist: {tmp_path}/x"):
        read_centre_folders({"PASSERELLE_CENTRE_CONTENT": f"{tmp_path}/x"})

    assert {} == read_centre_folders({})


def test_each_centre_is_checked_with_the_installation(run: Run, centres: Path) -> None:
    own_folder(centres / "liege")
    (centres / "mons").mkdir()
    own_folder(centres / "namur", OWN.replace("version: 1", "version: one"))
    result = run("content", "check")

    assert 1 == result.exit_code
    assert ["Centre liege: 1 items, 0 modules, no fault.", "Centre mons: 0 items, 0 modules, no fault."] == [
        line for line in result.stdout.splitlines() if line.startswith("Centre ")
    ]
    assert f"{centres}/namur/bank/fr/2.1/courriel-maison.yaml" in result.output


def test_a_folder_of_no_centre_is_told_and_stops_nothing(
    run: Run, store: Store, centres: Path, environment: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    plant(store)
    (centres / CENTRE).mkdir()
    (centres / "typo").mkdir()
    with caplog.at_level(logging.WARNING):
        installed = install(read_settings(environment, default_base_url=""))
    installed.services.store.close()
    listed = run("centre", "list")

    said = "PASSERELLE_CENTRE_CONTENT: the folder typo is of no centre"
    assert (0, True) == (listed.exit_code, said in listed.stderr)
    assert 1 == listed.stderr.count("folder")
    assert [True] == [said in record.getMessage() for record in caplog.records]
    assert {CENTRE, "typo"} == set(installed.of_centres)


def test_the_folder_of_an_erased_centre_is_named(run: Run, store: Store, centres: Path) -> None:
    plant(store)
    (centres / CENTRE).mkdir()

    result = run("centre", "erase", CENTRE, "--force", input="Centre\n")

    assert 0 == result.exit_code, result.output
    assert f"Its content stays in {centres / CENTRE}: delete it" in result.stderr


def test_answers_to_a_centre_s_own_item_say_nothing_of_another_s(
    run: Run, finished: Attempt, centres: Path
) -> None:
    """The answers of ``CENTRE`` are to the project's item, or to its own, as its folder says."""

    def n(*words: str) -> dict[str, object]:
        result = run("calibrate", "--json", *words)
        assert 0 == result.exit_code, result.exception
        told = json.loads(result.stdout)
        return {one["item"]: one["n"] for one in told["items"]} | {"others": told["other_versions"]}

    before, item = n(), ITEMS[0]
    place = Path("bank/fr") / item.competence / f"{item.id}.yaml"
    text = (paths.CONFIG / place).read_text(encoding="utf-8")
    own = text.replace(f"version: {item.version}\n", f"version: {item.version + 1}\n") + "replaces: true\n"
    own_folder(centres / CENTRE, own, place)
    alone, refused = n("--centre", CENTRE), run("calibrate", "--centre", "nobody")

    assert (120, 0) == (before[HARD], before["others"])
    assert (0, 120) == (n()[HARD], n()["others"])
    assert (0, 120) == (alone[HARD], alone["others"])
    assert 120 == n()[ITEMS[1].id] == alone[ITEMS[1].id]
    assert "has no folder nobody" in str(refused.exception)


def test_difficulties_of_a_centre_are_written_into_its_folder(
    run: Run, finished: Attempt, centres: Path
) -> None:
    (centres / CENTRE).mkdir()

    result = run("calibrate", "--centre", CENTRE, "--write")

    assert 0 == result.exit_code, result.output
    assert (centres / CENTRE / CALIBRATION).is_file()
    assert "PASSERELLE_CONTENT" not in result.stderr


@ON_SQLITE
def test_content_of_centres_is_there_again_when_restored(
    run: Run, store: Store, centres: Path, tmp_path: Path
) -> None:
    plant(store)
    own_folder(centres / CENTRE)
    (tmp_path / "backups").mkdir()
    (tmp_path / "data").mkdir()
    file, back = made(run, tmp_path / "backups"), tmp_path / "back"
    own_folder(centres / CENTRE, OWN.replace("Samira", "Amina"))
    result = run("backup", "restore", file, "--into", back, "--check")
    found = back / "centre-content" / CENTRE / OWN_PLACE

    assert 0 == result.exit_code, result.exception
    assert OWN == found.read_text(encoding="utf-8")
    assert f"PASSERELLE_CENTRE_CONTENT={back / 'centre-content'}" in result.stdout
    assert "PASSERELLE_CONTENT" not in result.stdout


@ON_SQLITE
def test_a_restore_looks_at_the_content_of_centres_too(
    run: Run, store: Store, centres: Path, tmp_path: Path
) -> None:
    plant(store)
    own_folder(centres / CENTRE, OWN.replace("version: 1", "version: one"))
    (tmp_path / "backups").mkdir()
    (tmp_path / "data").mkdir()

    result = run("backup", "restore", made(run, tmp_path / "backups"), "--into", tmp_path / "back", "--check")

    assert isinstance(result.exception, FaultyContent)
    assert not (tmp_path / "back").exists()

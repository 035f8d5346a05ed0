"""One wheel is a whole installation: built, installed outside the checkout, run from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.catalogues import catalogue_path, compile_stale
from lti_tool.domain.language import LANGUAGES
from tests.packaging.deploying import versioned

pytestmark = pytest.mark.slow
BUNDLED = "lti_tool/_bundled"


def run(installed: Path, folder: Path, *arguments: str) -> str:
    """What a command prints, run in ``folder`` with the installed package before the checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
    environment["PYTHONPATH"] = str(installed)
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_the_installed_package_stands_alone_when_it_runs_elsewhere(installed: Path, tmp_path: Path) -> None:
    script = "from lti_tool import paths; print(paths.ROOT)"

    assert str(installed / BUNDLED) == run(installed, tmp_path, "-c", script)


def test_the_content_is_found_when_it_is_checked_elsewhere(installed: Path, tmp_path: Path) -> None:
    printed = run(installed, tmp_path, "-m", "lti_tool", "content", "check")

    assert "no fault" in printed
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("folder", [paths.TEMPLATES, paths.STATIC, paths.CONFIG], ids=lambda path: path.name)
def test_every_file_travels_when_the_wheel_is_built(wheel: Path, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())

    wanted = {
        f"{BUNDLED}/{path.relative_to(paths.ROOT).as_posix()}" for path in folder.rglob("*") if path.is_file()
    }

    assert set() == wanted - packed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_translations_travel_when_the_wheel_is_built(installed: Path, language: str) -> None:
    """Git ignores compiled catalogues, and hatchling leaves out what git ignores: a hook names them."""
    carried = catalogue_path(installed / "lti_tool" / "locale", language)
    compile_stale()
    expected = catalogue_path(paths.LOCALE, language).with_suffix(".mo").read_bytes()

    assert expected == carried.with_suffix(".mo").read_bytes()
    assert carried.read_bytes() == catalogue_path(paths.LOCALE, language).read_bytes()
    assert not (installed / "lti_tool" / "locale" / "build_hook.py").exists()


def test_migrations_and_licence_travel_when_the_wheel_is_built(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.namelist()

    assert any(name.startswith("lti_tool/store/migrations/versions/0001") for name in packed)
    assert any(name.endswith("licenses/LICENSE") for name in packed)
    assert not any(name.startswith(("tests/", "lti_tool/tests")) for name in packed)


def test_the_source_archive_is_what_a_clean_checkout_holds(archive: Path) -> None:
    """The wheel is built from it: what is missing, and what should not leave a machine, is seen here."""
    with tarfile.open(archive) as packed:
        held = {name.partition("/")[2] for name in packed.getnames()} - {"PKG-INFO"}
    top = ("lti_tool/", "templates/", "static/", "config/", "tests/")
    wanted = {name for name in versioned() if name.startswith(top) and (paths.ROOT / name).is_file()}

    assert set() == wanted - held
    assert set() == {name for name in held - wanted if name.startswith(top)}
    assert {"pyproject.toml", "Makefile", "README.md", "LICENSE"} <= held


def test_every_language_and_paper_travels_when_the_wheel_is_built(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.namelist()
    begins = [f"{BUNDLED}/config/{part}/" for part in ("bank", "modules", "guides", "privacy", "deploy")]
    languages = {
        name.split("/")[4]
        for name in packed
        if name.startswith(f"{BUNDLED}/config/bank/") and name.count("/") > 4
    }

    assert [] == [begin for begin in begins if not any(name.startswith(begin) for name in packed)]
    assert set(LANGUAGES) <= languages

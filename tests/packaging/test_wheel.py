"""One wheel is a whole installation: built, installed outside the checkout, run from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.catalogues import catalogue_path, compile_stale
from lti_tool.domain.language import LANGUAGES
from tests.architecture.sources import ROOT

pytestmark = pytest.mark.slow
BUNDLED = "lti_tool/_bundled"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the source archive, which holds nothing that git ignores, as on a fresh machine."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package alone; what it needs comes from the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    options = ["--quiet", "--no-deps", "--target", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(wheel)], check=True)
    return folder


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

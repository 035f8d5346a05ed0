"""The commands of somebody who writes a module."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner, Result

from lti_tool import cli
from tests.content.module_folder import module_folder
from tests.tool_process import LoopbackProcess, free_port


def run(*words: str, content: str = "") -> Result:
    return CliRunner().invoke(cli.passerelle, list(words), env={"PASSERELLE_CONTENT": content})


def test_a_module_is_begun_and_has_no_fault_when_an_author_asks_for_one(tmp_path: Path) -> None:
    result = run("content", "new", "module", str(tmp_path), "C01", "--title", "Mon premier module")

    assert 0 == result.exit_code, result.output
    *files, look, check = result.output.splitlines()
    assert {*files} == {str(path) for path in tmp_path.rglob("*") if path.is_file()}
    assert look.endswith(f"passerelle content preview {tmp_path}")
    assert check.endswith(f"passerelle content check {tmp_path}")
    assert "0 items, 1 modules, no fault.\n" == run("content", "check", str(tmp_path)).output


@pytest.mark.parametrize("taken", ["M00", "A04", "M42"])
def test_one_sentence_is_said_when_the_id_is_taken_elsewhere(tmp_path: Path, taken: str) -> None:
    """By the project, or in another folder of the centre."""
    module_folder(tmp_path / "other")

    result = run("content", "new", "module", str(tmp_path / "own"), taken, content=str(tmp_path / "other"))

    assert (2, "") == (result.exit_code, result.stdout)
    assert f"There is a module {taken} already" in result.stderr
    assert not (tmp_path / "own").exists()


def test_one_sentence_is_said_when_the_disk_refuses(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "fr").write_text("", encoding="utf-8")

    result = run("content", "new", "module", str(tmp_path), "C01")

    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.splitlines()[-1].startswith("Error: ")
    assert "cannot be written" in result.stderr


class PreviewProcess(LoopbackProcess):
    """`passerelle content preview` of one folder, with no database and no setting."""

    def __init__(self, folder: Path, shown: Path) -> None:
        super().__init__(folder, "preview")
        self.shown, self.port = shown, free_port()

    @property
    def arguments(self) -> Sequence[str]:
        return ("content", "preview", str(self.shown), "--port", str(self.port))

    @property
    def ready_urls(self) -> Sequence[str]:
        return (f"http://127.0.0.1:{self.port}/",)


def test_the_preview_answers_on_this_machine_when_it_is_started(tmp_path: Path) -> None:
    module_folder(tmp_path / "own")

    with PreviewProcess(tmp_path / "process", tmp_path / "own") as process:
        page = requests.get(f"{process.ready_urls[0]}fr/M42", timeout=10).text
        second = run("content", "preview", str(tmp_path / "own"), "--port", str(process.port))

    assert "Le bouton rond" in page
    assert (2, "") == (second.exit_code, second.stdout)
    assert f"Port {process.port} is in use" in second.stderr
    assert f"Open this address in a browser: {process.ready_urls[0]}" in process.log_tail()
    assert "Traceback" not in process.log_tail()

"""The guide « Écrire votre premier module en 20 minutes », followed as an author follows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lti_tool import cli, paths
from lti_tool.content.modules import load_modules
from lti_tool.content.own_folders import misplaced
from lti_tool.content.skeleton import write_module
from lti_tool.content.yaml_lines import FaultyContent
from lti_tool.domain.module import StepKind
from tests.content.test_module_library import WORDS_A_MINUTE, seconds_of, words

GUIDE = (paths.CONFIG / "modules" / "PREMIER-MODULE.md").read_text(encoding="utf-8")
HEAD, TRY, DO, CHECK = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
SHEET, TRAINERS = re.findall(r"```markdown\n(.*?)```", GUIDE, re.DOTALL)
EDITS = 7
MINUTES = 20


def before(text: str, part: str) -> str:
    return text[: text.index(part)]


def after(text: str, part: str) -> str:
    return text[text.index(part) :]


def followed(root: Path, *, removes_the_text: bool = True) -> None:
    """Sections 1 to 6, one after the other."""
    write_module(root, "C01", "Photographier un papier", ())
    folder = root / "modules" / "fr" / "C01"
    file = folder / "module.yaml"
    text = file.read_text(encoding="utf-8")
    text = HEAD + after(text, "steps:\n").removeprefix("steps:\n")
    text = before(text, "  - id: voir") + TRY + after(text, "  - id: faire")
    text = before(text, "  - id: faire") + DO + after(text, "  - id: verifier")
    text = before(text, "  - id: verifier") + CHECK
    file.write_text(text, encoding="utf-8")
    if removes_the_text:
        (folder / "voir.md").unlink()
    (folder / "sheet.md").write_text(SHEET, encoding="utf-8")
    (folder / "guide.md").write_text(TRAINERS, encoding="utf-8")


def test_a_module_without_a_fault_stands_there_when_the_guide_was_followed(tmp_path: Path) -> None:
    followed(tmp_path)

    (module,) = load_modules(tmp_path)

    assert "Photographier un papier" == module.title
    assert [StepKind.TRY, StepKind.DO, StepKind.CHECK] == [step.kind for step in module.steps]
    assert [] == [*misplaced(tmp_path)]
    assert [] == [step.id for step in module.steps if seconds_of(step) > 60 * step.minutes]


def test_the_fault_that_the_guide_foretells_is_met_when_the_text_still_lies_there(tmp_path: Path) -> None:
    followed(tmp_path, removes_the_text=False)

    with pytest.raises(FaultyContent) as caught:
        load_modules(tmp_path)

    assert [("voir.md", "no step asks for this file")] == [
        (Path(fault.file).name, fault.what) for fault in caught.value.faults
    ]
    assert "« no step asks for this file »" in GUIDE


def test_every_command_exists_when_the_guide_names_it() -> None:
    named = {tuple(line.split()[1:3]) for line in GUIDE.splitlines() if line.startswith("passerelle ")}

    assert {("content", "new"), ("content", "preview"), ("content", "check")} == named
    content = cli.passerelle.commands["content"]
    assert {name for _group, name in named} <= set(getattr(content, "commands", {}))


def test_the_guide_takes_as_long_as_it_says_when_it_is_read_slowly() -> None:
    prose = re.sub(r"```.*?```", "", GUIDE, flags=re.DOTALL)
    promised = [int(minutes) for minutes in re.findall(r"^## .*\((\d+) minutes?\)$", prose, re.MULTILINE)]

    assert MINUTES == sum(promised)
    assert words(prose) / WORDS_A_MINUTE + EDITS <= MINUTES

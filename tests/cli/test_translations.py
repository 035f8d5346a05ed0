"""What the check of content says of translations, to whoever writes them."""

from __future__ import annotations

import shutil
from pathlib import Path

from lti_tool import paths
from tests.cli.test_content import Run, run
from tests.content.planted import PLACE, SOUND
from tests.content.test_own_items import OWN, own_folder
from tests.content.test_translations import OWN_DUTCH, OWN_DUTCH_PLACE

__all__ = ["run"]


def small(root: Path) -> Path:
    """A whole content folder with one item."""
    for name in ("activities", "checks", "framework", "resources"):
        shutil.copytree(paths.CONFIG / name, root / name)
    return own_folder(root)


def test_what_is_left_to_translate_is_told_and_no_fault(run: Run, tmp_path: Path) -> None:
    own_folder(own_folder(tmp_path, OWN.replace("version: 1", "version: 2")), OWN_DUTCH, OWN_DUTCH_PLACE)

    result = run("content", "check", str(tmp_path))

    said, stale, counted = result.output.splitlines()
    assert (0, "1 items, 0 modules, no fault.") == (result.exit_code, said)
    assert stale.startswith(
        f"{tmp_path / OWN_DUTCH_PLACE}:2: the item has version 2, and this translates ver"
    )
    assert "nl: 0 of 1 items are translated; the other 1 are given in French." == counted


def test_a_language_waits_when_a_whole_folder_is_half_translated(run: Run, tmp_path: Path) -> None:
    own_folder(small(tmp_path), OWN_DUTCH, OWN_DUTCH_PLACE)
    whole = run("content", "check", str(tmp_path))
    own_folder(tmp_path, SOUND, PLACE)
    half = run("content", "check", str(tmp_path))

    assert "nl: 1 of 1 items are translated." == whole.output.splitlines()[-1]
    left = "nl: 1 of 2 items are translated, 1 are not: until all are, every task is given in French."
    assert (0, left) == (half.exit_code, half.output.splitlines()[-1])


def test_the_line_is_named_when_a_translation_has_another_right_answer(run: Run, tmp_path: Path) -> None:
    own_folder(small(tmp_path), OWN_DUTCH.replace("[repondre]", "[supprimer]"), OWN_DUTCH_PLACE)

    result = run("content", "check", str(tmp_path))

    what = "“supprimer” stands where the item has “repondre” -> leave it as it is in the item"
    assert (1, f"{tmp_path / OWN_DUTCH_PLACE}:20: {what}\n") == (result.exit_code, result.output)

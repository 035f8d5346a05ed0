"""All content of an installation, read once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.content.shelf import load_shelf, stats
from lti_tool.content.yaml_lines import FaultyContent
from lti_tool.domain.framework import AREAS
from tests.content.planted import SOUND, content_folder
from tests.factories import an_item


def full_folder(root: Path) -> Path:
    """A content folder with one item and everything else as it really is; the path of the item."""
    item = content_folder(root)
    others = shutil.ignore_patterns("bank", "framework")
    shutil.copytree(paths.CONFIG, root, ignore=others, dirs_exist_ok=True)
    return item


def test_the_counts_have_their_published_shape_when_they_are_asked_for() -> None:
    items = [
        an_item("b", level=2, format="T13"),
        an_item("a", level=1),
        an_item("c", competence="1.1", language="nl"),
    ]

    assert stats(items, {"M00": {"fr": 4}}) == {
        "items": {
            "total": 3,
            "by_competence": {"1.1": {"1": 1}, "2.1": {"1": 1, "2": 1}},
            "by_format": {"T01": 2, "T13": 1},
            "by_language": {"fr": 2, "nl": 1},
        },
        "modules": {"M00": {"fr": 4}},
    }


def test_the_version_is_another_when_an_item_changes(tmp_path: Path) -> None:
    item = full_folder(tmp_path)
    before = load_shelf(tmp_path).bank.version

    item.write_text(SOUND.replace("Samira", "Amina"), encoding="utf-8")

    assert before != load_shelf(tmp_path).bank.version


def test_the_version_stays_when_nothing_changes(tmp_path: Path) -> None:
    full_folder(tmp_path)

    assert load_shelf(tmp_path).bank.version == load_shelf(tmp_path).bank.version


@pytest.mark.parametrize(
    "spoilt",
    [
        ("mode: standard", "mode: endless"),
        ("kind: diagnostic", "kind: game"),
        ("slug: diagnostic", "slug: Ü"),
    ],
)
def test_the_file_is_named_when_an_activity_is_wrong(tmp_path: Path, spoilt: tuple[str, str]) -> None:
    full_folder(tmp_path)
    activity = tmp_path / "activities" / "diagnostic.yaml"
    activity.write_text(activity.read_text(encoding="utf-8").replace(*spoilt), encoding="utf-8")

    with pytest.raises(FaultyContent) as caught:
        load_shelf(tmp_path)

    assert str(activity) == caught.value.faults[0].file


@pytest.mark.parametrize(
    ("spoilt", "what"),
    [
        (("check: interests", "check: dreams"), "no check dreams"),
        (("picture: about-me", "picture: about-me\nstage: end"), "not asked at the stage end"),
        (("check: interests\n", ""), "names its check"),
    ],
)
def test_the_fault_is_told_when_an_activity_opens_no_check(
    tmp_path: Path, spoilt: tuple[str, str], what: str
) -> None:
    full_folder(tmp_path)
    activity = tmp_path / "activities" / "check-interests.yaml"
    activity.write_text(activity.read_text(encoding="utf-8").replace(*spoilt), encoding="utf-8")

    with pytest.raises(FaultyContent) as caught:
        load_shelf(tmp_path)

    assert (str(activity), True) == (caught.value.faults[0].file, what in caught.value.faults[0].what)


def test_the_file_is_named_when_a_competence_has_no_name(tmp_path: Path) -> None:
    full_folder(tmp_path)
    framework = tmp_path / "framework" / "digcomp.yaml"
    text = framework.read_text(encoding="utf-8")
    framework.write_text(text.replace('id: "5.4"', 'id: "5.9"'), encoding="utf-8")

    with pytest.raises(FaultyContent) as caught:
        load_shelf(tmp_path)

    assert str(framework) == caught.value.faults[0].file


def test_names_are_plain_words_when_the_framework_is_read() -> None:
    shelf = load_shelf(paths.CONFIG)

    assert {"1", "2", "3", "4", "5"} == set(shelf.area_names)
    assert all(shelf.area_names.values())
    assert all(shelf.competence_names.values())


def test_every_activity_can_be_offered_when_a_trainer_chooses() -> None:
    """A sentence and a picture for each; the fuller one stands before the shorter one."""
    activities = load_shelf(paths.CONFIG).activities
    pictures = paths.STATIC / "img" / "activities"

    diagnostics = [slug for slug, activity in activities.items() if activity.kind == "diagnostic"]
    areas = [f"diagnostic-area-{area}" for area in AREAS]
    stages = ["diagnostic", "diagnostic-express", "diagnostic-midway", *areas, "diagnostic-end"]
    assert stages == [slug for slug in diagnostics if slug in stages]
    assert all(activity.summary for activity in activities.values())
    assert {activity.picture for activity in activities.values()} == {
        path.stem for path in pictures.glob("*.svg")
    }

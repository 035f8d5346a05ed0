"""The real bank: complete enough, and every task can be done."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import pytest

from lti_tool import paths
from lti_tool.domain.framework import AREAS, COMPETENCES, FIRST_GESTURES, SAFETY_COMPETENCES
from lti_tool.domain.item import Choose, Item, Scene, Tick
from lti_tool.domain.judging import Missed, Opened, Succeeded, judge
from lti_tool.domain.selection import GESTURES_AT_MOST
from tests.content import blueprint
from tests.content.solving import openings, reachable, right_forms, wrong_forms
from tests.contents import the_items, the_shelf

ITEMS = the_items()
ICONS = {path.stem for path in (paths.STATIC / "img" / "icons").glob("*.svg")}
# The host of a web or mail address: what stands before it and the path behind it are cut off.
HOST = re.compile(r"^(?:https?://)?(?:[^@/]*@)?([^/?#]+).*$")
each_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)


def told(item: Item) -> list[Item]:
    """The item in each of its variants."""
    return list(item.variants or (item,))


def test_the_bank_is_as_planned_when_it_is_counted() -> None:
    assert {} == blueprint.cells_out_of_plan(ITEMS)
    assert len(ITEMS) == 159
    assert len({item.format for item in ITEMS}) >= blueprint.FORMATS_AT_LEAST
    assert [] == blueprint.thin_strands(ITEMS)


def test_most_tasks_are_done_on_a_screen_when_an_area_is_counted() -> None:
    assert [] == blueprint.bookish_areas(ITEMS)


def test_the_items_of_a_cell_differ_when_one_is_kept_for_the_end() -> None:
    assert [] == list(blueprint.twins(ITEMS))


def test_most_tasks_are_told_in_several_ways_when_they_are_counted() -> None:
    assert blueprint.told_share(ITEMS) >= blueprint.TOLD_SHARE


def test_what_is_out_of_plan_is_named_when_the_bank_is_spoilt() -> None:
    alike = [replace(item, family="une", variants=()) for item in ITEMS]
    gestures = [item for item in ITEMS if item.competence == FIRST_GESTURES]
    choices = [item for item in ITEMS if all(isinstance(s.task, Choose | Tick) for s in item.scenes)]

    assert {("1.1", 4): -1} == blueprint.cells_out_of_plan(_without(ITEMS, "1.1", 4))
    assert {("2.6", 1): 2} == blueprint.cells_out_of_plan([*ITEMS, *_cell("2.6", 1)])
    assert ["mouse"] == blueprint.thin_strands([item for item in gestures if item.strand == "touch"] * 4)
    assert list(AREAS) == blueprint.bookish_areas(choices)
    assert list(blueprint.twins(alike))
    assert blueprint.told_share(alike) == 0


def test_there_is_enough_for_everybody_when_a_diagnostic_is_drawn() -> None:
    gestures = [item for item in ITEMS if item.competence == FIRST_GESTURES]

    assert len(gestures) >= GESTURES_AT_MOST
    for competence in SAFETY_COMPETENCES:
        assert len([item for item in ITEMS if item.competence == competence]) >= 3


@each_item
def test_a_task_succeeds_when_it_is_answered_rightly(item: Item) -> None:
    for variant in told(item):
        scenes = [variant.scene(scene_id) for scene_id in reachable(variant)]
        verdicts = [judge(scene, form) for scene in scenes for form in right_forms(scene)]

        assert verdicts
        assert all(isinstance(verdict, Succeeded) for verdict in verdicts)


@each_item
def test_every_scene_can_be_reached_when_the_learner_presses_on(item: Item) -> None:
    assert {scene.id for scene in item.scenes} == reachable(item)
    for scene in item.scenes:
        for target, form in openings(scene).items():
            assert Opened(scene_id=target) == judge(scene, form)


@each_item
def test_a_task_is_missed_when_anything_else_is_answered(item: Item) -> None:
    for scene in [scene for variant in told(item) for scene in variant.scenes]:
        for form in wrong_forms(scene):
            assert isinstance(judge(scene, form), Missed), form


@each_item
def test_there_is_a_way_to_be_wrong_when_a_task_measures(item: Item) -> None:
    assert any(list(wrong_forms(scene)) for scene in item.scenes) or item.level == 0 or _accepts_all(item)


def test_the_help_points_at_something_when_it_names_a_zone() -> None:
    lost = [
        (item.id, scene.highlight)
        for item in ITEMS
        for scene in item.scenes
        if scene.highlight and scene.highlight not in _named("id", scene)
    ]

    assert [] == lost


def test_every_icon_is_drawn_when_a_screen_names_it() -> None:
    missing = [(item.id, _named("icon", scene) - ICONS) for item in ITEMS for scene in item.scenes]

    assert [] == [(name, icons) for name, icons in missing if icons]


def test_every_outcome_exists_when_an_item_names_it() -> None:
    with (paths.CONFIG / "framework" / "learning_outcomes.csv").open(encoding="utf-8", newline="") as lines:
        known = {row["id"]: row["competence"] for row in csv.DictReader(lines)}

    wrong = [
        (item.id, outcome)
        for item in ITEMS
        for outcome in item.outcomes
        if known.get(outcome) != item.competence
    ]

    assert wrong == []


def test_no_address_is_anybody_s_when_a_screen_shows_one() -> None:
    """Invented people and sites live under .example, which nobody can own."""
    shown = {
        (item.id, address)
        for item in [variant for each in ITEMS for variant in told(each)]
        for scene in item.scenes
        for address in (*_named("address", scene), *_named("target", scene), *_mailed(item, scene))
        if "." in address
    }

    assert shown
    assert [] == [(name, a) for name, a in sorted(shown) if not HOST.sub(r"\1", a).endswith(".example")]


def test_the_version_changes_when_the_bank_changes() -> None:
    shelf = the_shelf()

    assert re.fullmatch(r"[0-9a-f]{12}", shelf.bank.version)
    assert {"diagnostic", "diagnostic-express"} <= set(shelf.activities)
    assert set(COMPETENCES) == set(shelf.competence_names)


def _cell(competence: str, level: int) -> list[Item]:
    return [item for item in ITEMS if (item.competence, item.level) == (competence, level)]


def _without(items: list[Item], competence: str, level: int) -> list[Item]:
    return [item for item in items if item not in _cell(competence, level)]


def _named(key: str, scene: Scene) -> set[str]:
    """Every value of this key on a scene's screen or in its task; an icon may be absent."""
    return set(re.findall(rf"\b{key}'?[:=] ?'([^']+)'", f"{dict(scene.screen)} {scene.task}"))


def _mailed(item: Item, scene: Scene) -> list[str]:
    return re.findall(r"[\w.-]+@[\w.-]*\w", f"{item.question} {item.help} {item.context} {scene}")


def _accepts_all(item: Item) -> bool:
    """A task in which everything is welcome, such as saying what one would like to learn."""
    return item.format == "T35"

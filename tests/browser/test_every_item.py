"""Every task of the bank on a phone of 360 px without scripts: each is done alone, missed and then done with
help, left with "Je ne sais pas", and done with help asked for first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lti_tool.domain.framework import COMPETENCES, FIRST_GESTURES
from lti_tool.domain.item import Item, Scene
from lti_tool.domain.judging import Missed, Opened, Succeeded, Verdict, judge
from tests.browser.answering import wrong_move
from tests.browser.workbench import Outcome, Sight, Task, Workbench, seeds_of_all_variants, workbench
from tests.sampling import is_whole, turn
from tests.walking import Move, right_move
from tests.web.site import Parts, the_parts

SCENES_AT_MOST = 3


class Way(StrEnum):
    """How a task is gone through."""

    ALONE = "alone"
    WRONG_FIRST = "wrong, then right"
    UNKNOWN = "Je ne sais pas"
    WITH_HELP = "help asked for"


KEPT: dict[Way, Outcome] = {
    Way.ALONE: "alone",
    Way.WRONG_FIRST: "helped",
    Way.UNKNOWN: "skipped",
    Way.WITH_HELP: "helped",
}
HELP = Move(button="help")
SKIP = Move(button="skip")


@pytest.fixture(scope="module")
def parts() -> Parts:
    """The content of the checkout, and the tool's key."""
    return the_parts()


@pytest.fixture(scope="module")
def bench(chromium: Browser, parts: Parts, migrated_file: Path) -> Iterator[Workbench]:
    """One phone for all tasks of a worker."""
    with workbench(chromium, parts, migrated_file) as opened:
        yield opened


@pytest.mark.parametrize("competence", (FIRST_GESTURES, *COMPETENCES))
def test_every_task_can_be_done_and_left_when_a_phone_shows_it(
    bench: Workbench, parts: Parts, competence: str
) -> None:
    """What is kept is what happened, the help appears and points, and nothing stands beyond the screen."""
    asked = [item for item in parts.shelf.bank.items if item.competence == competence]
    walks = [walk for place, item in enumerate(asked) for walk in _walks(item, place)]
    faults: list[str] = []
    for walk, following in pairwise([*walks, None]):
        assert walk is not None
        faults += [f"{walk}: {fault}" for fault in _walked(bench, walk, following)]

    print(
        f"\n{competence}: {len(asked)} tasks, {len(walks)} ways, {len(bench.watch.requests)} requests so far"
    )
    assert len(walks) >= (3 if is_whole() else 1) * len(asked) > 0
    assert [] == faults
    assert [] == bench.watch.complaints()


@dataclass(frozen=True, kw_only=True)
class Walk:
    """One way through one task."""

    way: Way
    task: Task

    def __str__(self) -> str:
        return f"{self.task.item.id}, {self.way}, seed {self.task.seed}"


def _walks(item: Item, place: int) -> Iterator[Walk]:
    """The four ways through one item, each variant at least once; three where nothing can be wrong. Item by
    item, one half of the ways or the other when the whole is not asked for.
    """
    seeds = seeds_of_all_variants(item)
    for number, way in turn(place, [*enumerate(Way)], 2):
        task = Task(item=item, seed=seeds[number % len(seeds)])
        if way is not Way.WRONG_FIRST or _last_to_miss(task.drawn):
            yield Walk(way=way, task=task)


def _walked(bench: Workbench, walk: Walk, following: Walk | None) -> Iterator[str]:
    """Go one way; what went wrong. The help is asked for or comes with the second try: in the last scene that
    can be missed, so that it appears in later scenes, too.
    """
    drawn, is_helped = walk.task.drawn, walk.way is Way.WITH_HELP
    way = _way(drawn)[: 1 if walk.way is Way.UNKNOWN else None]
    bench.show(walk.task)
    if is_helped:
        bench.make(HELP)
    kept: list[tuple[str, Outcome]] = []
    for scene in way:
        if walk.way is Way.WRONG_FIRST and scene.id == _last_to_miss(drawn):
            bench.make(wrong_move(scene))
            is_helped = True
        yield from _faults(bench.sight(), drawn, scene, is_helped=is_helped)
        move = SKIP if walk.way is Way.UNKNOWN else right_move(scene)
        if scene is way[-1]:
            kept = bench.end(move, following.task if following else None)
        else:
            bench.make(move)
    if kept != [(drawn.id, KEPT[walk.way])]:
        yield f"kept is {kept}"


def _last_to_miss(item: Item) -> str:
    """The id of the last scene that can be answered wrongly; empty where everything is welcome."""
    found = [scene.id for scene in _way(item) if isinstance(_verdict(scene, wrong_move(scene)), Missed)]
    assert found or item.format == "T35" or item.level == 0, f"{item.id} cannot be missed"
    return found[-1] if found else ""


def _way(item: Item) -> list[Scene]:
    """The scenes one after the other when each is answered rightly."""
    scenes = [item.scenes[0]]
    while not isinstance(verdict := _verdict(scenes[-1], right_move(scenes[-1])), Succeeded):
        assert isinstance(verdict, Opened), f"{item.id}: {scenes[-1].id} is not answered rightly"
        assert len(scenes) < SCENES_AT_MOST, f"{item.id} does not end"
        scenes.append(item.scene(verdict.scene_id))
    return scenes


def _verdict(scene: Scene, move: Move) -> Verdict:
    form = {name: [value] for name, value in move.fields.items() if value}
    return judge(scene, {"press": [move.press], "choice": [*move.choices], **form})


def _faults(sight: Sight, item: Item, scene: Scene, *, is_helped: bool) -> Iterator[str]:
    """What a page shows otherwise than the scene wants it."""
    if sight.page != "question" or sight.heading != _plain(scene.question or item.question):
        yield f"{scene.id}: another page, {sight.page}: {sight.heading}"
        return
    if sight.overflow > 0 or sight.beyond:
        yield f"{scene.id}: {sight.overflow:.0f} px to scroll sideways, beyond the screen: {sight.beyond}"
    is_drawn = scene.screen["kind"] != "none"
    if sight.drawn != (scene.alternative if is_drawn else None):
        yield f"{scene.id}: the drawing is called {sight.drawn}"
    if is_helped != bool(sight.help) or (
        is_helped and not sight.help.endswith(_plain(scene.help or item.help))
    ):
        yield f"{scene.id}: the help reads “{sight.help}”"
    if bool(sight.lit) != (is_helped and bool(scene.highlight)):
        yield f"{scene.id}: the help points at “{sight.lit}”"


def _plain(text: str) -> str:
    return " ".join(text.split())

"""The pages of the trial, as values for the templates."""

from __future__ import annotations

from collections.abc import Iterator

from lti_tool.content.shelf import Shelf
from lti_tool.domain.item import Item, Press
from lti_tool.services.trials import Trials
from lti_tool.web.present_trial import TrialPage, TrialTaskPage


def trial(shelf: Shelf) -> Iterator[tuple[str, str, object]]:
    """The first page, each task, the end."""
    around = TrialPage(title="Mon point de départ numérique", next_href="/trial/diagnostic/1", total=5)
    yield "trial/start", "trial/start.html", around
    yield "trial/end", "trial/end.html", around
    for item in Trials(bank=shelf.bank, activities=shelf.activities).tasks:
        yield f"trial/{item.id}", "trial/task.html", _task(item)


def _task(item: Item) -> TrialTaskPage:
    scene = item.scenes[0]
    assert isinstance(scene.task, Press)
    return TrialTaskPage(
        question=scene.question or item.question,
        context=item.context,
        screen=scene.screen,
        task=scene.task,
        number=2,
        total=5,
        back_href="/trial/diagnostic/1",
        next_href="/trial/diagnostic/3",
    )

"""Learner's pages with German below each line: no other of our languages has such long words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from lti_tool.content.shelf import Shelf
from lti_tool.domain.comfort import Comfort
from lti_tool.domain.item import Item, Scene
from lti_tool.domain.module import Module, StepKind
from lti_tool.web.present import QuestionPage
from lti_tool.web.present_module import StepPage
from lti_tool.web.showing_module import part_of, safe

SECOND = "de"
BOTH = Comfort(second_language=SECOND)
FROM_OTHERS = ("welcome", "access", "result", "comfort", "own-data", "resources")
"""The groups of the catalogue whose first page is shown with a second language, too."""
Asked = Callable[[Item, Scene], QuestionPage]
Found = tuple[str, str, object, object]


def second(shelf: Shelf, asked: Asked) -> Iterator[Found]:
    """Name, template, and the values of each in French and in the second language."""
    for kind, item in _one_of_each_task(shelf).items():
        told = shelf.bank.in_language(item, SECOND)
        pages = [replace(asked(one, one.scenes[0]), content_language=one.language) for one in (item, told)]
        helped = [replace(page, help=one.help) for page, one in zip(pages, (item, told), strict=True)]
        yield f"second/{kind}", "learner/question.html", *map(in_both, helped)
    module = shelf.modules["M01"]
    told_module = shelf.module_words(module, SECOND)
    assert told_module is not None
    for kind in (StepKind.SEE, StepKind.DO):
        pair = (in_both(_step(one, kind)) for one in (module, told_module))
        yield f"second/{kind.value}", "module/step.html", *pair


def in_both(page: Any) -> object:  # Any: every page has a frame, and no type says so
    """The same page for somebody who chose the second language."""
    frame = replace(page.frame, comfort=BOTH, comfort_href="/preview/comfort/usual")
    return replace(page, frame=frame)


def _one_of_each_task(shelf: Shelf) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for item in shelf.bank.items:
        found.setdefault(type(item.scenes[0].task).__name__.lower(), item)
    return found


def _step(module: Module, kind: StepKind) -> StepPage:
    step = next(step for step in module.steps if step.kind is kind)
    return StepPage(
        module=module.title,
        title=step.title,
        number=2,
        total=len(module.steps),
        minutes=step.minutes,
        part=part_of(step),
        version=1,
        action="/x",
        content_language=module.language,
        text_language=module.language,
        text=safe(step.text),
        hard_words=step.hard_words,
        drawing=step.drawing,
        intro=step.intro,
        cards=step.gestures,
        before_href="/x",
        stop_href="/x",
        ask_name="Nadia Benali",
    )

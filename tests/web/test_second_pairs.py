"""Every task and every module of the project in two languages: each line finds its own translation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import permutations

import pytest
from flask import Flask, render_template
from markupsafe import escape

from lti_tool.app import create_app
from lti_tool.bootstrap import install
from lti_tool.domain.item import Choice, Choose, Fill, Item, Order, Scene, Tick
from lti_tool.domain.language import LANGUAGES
from lti_tool.domain.module import Module, Step
from lti_tool.settings import Settings
from lti_tool.web.i18n import in_language
from lti_tool.web.present import QuestionPage
from lti_tool.web.present_module import StepPage
from lti_tool.web.second_lines import Line, lines
from lti_tool.web.showing_module import part_of, safe
from tests.contents import the_shelf
from tests.sampling import every, turn

WAYS = tuple(permutations(LANGUAGES, 2))
SECRET = b"a secret of the tests, long enough to be taken"
Draw = Callable[[str], str]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An installation with the content of the project."""
    database = tmp_path_factory.mktemp("pairs") / "passerelle.sqlite3"
    settings = Settings(
        base_url="https://tool.example",
        database_url=f"sqlite:///{database}",
        secret_key=SECRET,
        allows_insecure_platforms=False,
    )
    installation = install(settings, shelf=the_shelf())
    yield create_app(installation)
    installation.services.store.close()


def test_every_line_of_a_task_has_its_translation(app: Flask) -> None:
    """Every third scene in one pair of languages, each pair having its turn; all in all in a whole run."""
    scenes = [(item, scene.id) for item in the_shelf().bank.items for scene in item.scenes]
    missed = []
    with app.test_request_context("/"):
        for place, (item, scene_id) in enumerate(every(3, scenes)):
            for main, second in turn(place, WAYS):
                found = _found(partial(_task, item, scene_id), main, second)
                ours, theirs = (_in(item, language) for language in (main, second))
                pairs = zip(_texts(ours, scene_id), _texts(theirs, scene_id), strict=True)
                missed += [(item.id, mine, other) for mine, other in pairs if not _stands(mine, other, found)]

    assert [] == missed


def test_every_line_of_a_module_has_its_translation(app: Flask) -> None:
    """Every third module in one pair of languages, paragraph by paragraph; all in all in a whole run."""
    alone = []
    with app.test_request_context("/"):
        for place, module in enumerate(every(3, the_shelf().modules.values())):
            for main, second in turn(place, WAYS):
                draws = [_step_of(module, number) for number in range(len(module.steps))]
                pages = [(draw(main), draw(second)) for draw in draws]
                found = [(line, other) for one, other in pages for line in lines(one, other, second)]
                alone += [(module.id, second, line.text) for line, other in found if _is_lost(line, other)]
                assert sum(bool(line.second) for line, _other in found) > 5 * len(draws)

    assert [] == alone


def _is_lost(line: Line, other: str) -> bool:
    """Whether a line stands alone though the other page does not say the same words."""
    return not line.second and str(escape(line.text)) not in other


def _found(draw: Draw, main: str, second: str) -> list[Line]:
    return lines(draw(main), draw(second), second)


def _in(item: Item, language: str) -> Item:
    return the_shelf().bank.in_language(item, language)


def _task(item: Item, scene_id: str, language: str) -> str:
    told = _in(item, language)
    scene = told.scene(scene_id)
    page = QuestionPage(
        question=scene.question or told.question,
        context=told.context if scene.id == told.scenes[0].id else "",
        help=scene.help or told.help,
        screen=scene.screen,
        task=scene.task,
        submission="0123456789abcdef",
        version=1,
        step=2,
        steps=5,
        content_language=told.language,
    )
    with in_language(language):
        return render_template("learner/question.html", page=page)


def _texts(item: Item, scene_id: str) -> list[str]:
    """What somebody reads of a task around its drawn screen."""
    scene = item.scene(scene_id)
    context = item.context if scene.id == item.scenes[0].id else ""
    return [context, scene.question or item.question, scene.help or item.help, *_answers(scene)]


def _answers(scene: Scene) -> list[str]:
    match scene.task:
        case Choose(choices=choices) | Tick(choices=choices) | Order(steps=choices):
            return _words(choices)
        case Fill(fields=fields):
            return [text for one in fields for text in (one.label, one.hint, *_words(one.options))]
    return []


def _words(choices: tuple[Choice, ...]) -> list[str]:
    return [choice.text for choice in choices]


def _stands(mine: str, other: str, found: list[Line]) -> bool:
    """Whether a text has its translation below it; one that is the same in both needs none."""
    is_same = "".join(filter(str.isalnum, mine.casefold())) == "".join(filter(str.isalnum, other.casefold()))
    told = str(escape(other))
    return is_same or any(mine in line.text and told in line.second for line in found)


def _step_of(module: Module, number: int) -> Draw:
    def draw(language: str) -> str:
        told = module if language == module.language else the_shelf().module_words(module, language)
        assert told is not None, (module.id, language)
        with in_language(language):
            return render_template("module/step.html", page=_step(told, told.steps[number], number))

    return draw


def _step(module: Module, step: Step, number: int) -> StepPage:
    return StepPage(
        module=module.title,
        title=step.title,
        number=number + 1,
        total=len(module.steps),
        minutes=step.minutes,
        part="see" if step.exercises else part_of(step),
        version=1,
        action="/x",
        content_language=module.language,
        text_language=module.language,
        heading=step.question or step.title,
        text=safe(step.text),
        hard_words=step.hard_words,
        intro=step.intro,
        cards=step.gestures or step.sayings,
    )

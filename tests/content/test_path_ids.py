"""What modules say of themselves, by which the path proposes them: every id that they name exists."""

from __future__ import annotations

import pytest

from lti_tool.content.shelf import Shelf
from lti_tool.domain.checks import INTERESTS, OBSTACLES
from lti_tool.domain.framework import COMPETENCES, FIRST_GESTURES
from lti_tool.domain.module import Part
from lti_tool.domain.needs import Need
from lti_tool.domain.path import CORE, HALF_DAY_MINUTES, SAFETY, VIDEO_ROOM
from lti_tool.domain.path_templates import TEMPLATES
from tests.contents import the_shelf


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return the_shelf()


def choices(shelf: Shelf, check: str, *, question: str = "") -> set[str]:
    """The answers that somebody may choose, but for "nothing of all this"."""
    return {
        choice.id
        for one in shelf.checks[check].questions
        for choice in one.choices
        if not choice.is_alone and question in ("", one.id)
    }


def test_every_id_exists_that_a_module_names(shelf: Shelf) -> None:
    wanted = {
        "needs": {need.value for need in Need},
        "obstacles": choices(shelf, OBSTACLES),
        "wishes": choices(shelf, INTERESTS, question="wishes"),
        "competences": {FIRST_GESTURES, *COMPETENCES},
    }

    unknown = {
        (module.id, name, one)
        for module in shelf.modules.values()
        for name, known in wanted.items()
        for one in getattr(module, name)
        if one not in known
    }

    assert set() == unknown


def test_every_wish_leads_to_a_module(shelf: Shelf) -> None:
    """S4-05."""
    led = {wish for module in shelf.modules.values() for wish in module.wishes}

    assert choices(shelf, INTERESTS, question="wishes") == led


def test_the_core_the_video_room_and_safety_are_there(shelf: Shelf) -> None:
    core = [shelf.modules[name] for name in sorted(CORE)]

    assert {Part.START} == {module.part for module in core}
    assert sum(module.minutes for module in core) <= HALF_DAY_MINUTES
    assert Part.FURTHER is shelf.modules[SAFETY].part
    assert "first-hands-on" in shelf.modules[VIDEO_ROOM].needs


def test_every_template_holds_the_core_and_safety_and_modules_that_exist(shelf: Shelf) -> None:
    """S4-12."""
    assert 5 == len(TEMPLATES)
    for modules in TEMPLATES.values():
        assert set(shelf.modules) >= set(modules) >= {*CORE, SAFETY}
        assert not [name for name in modules if shelf.modules[name].part is Part.TRAINERS]


def test_something_is_for_a_distance_and_nothing_of_the_start(shelf: Shelf) -> None:
    """The start is made on site."""
    far = {module.id for module in shelf.modules.values() if module.is_for_distance}

    assert "M16" in far
    assert not [name for name in far if shelf.modules[name].part is Part.START]

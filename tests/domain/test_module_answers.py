"""What is said to somebody who asked to be shown how."""

from __future__ import annotations

from dataclasses import replace

from lti_tool.domain.item import Press, Scene
from lti_tool.domain.module import Exercise
from lti_tool.domain.module_answers import Gesture, RightAnswer, right_answers
from tests.modules import chosen, pressed

TOOLS = [
    {"id": "micro", "label": "Micro", "icon": "microphone-off", "icon_only": True},
    {"id": "camera", "label": "Caméra", "icon": "video", "icon_only": False},
    {"id": "bulle", "label": "Discussion", "icon": "chat", "icon_only": True},
]


def room(*right: str) -> Scene:
    """A video meeting where any of these buttons is right."""
    task = Press(right=frozenset(right), buttons=frozenset(str(one["id"]) for one in TOOLS))
    return Scene(id="-".join(right), task=task, screen={"kind": "video_room", "buttons": TOOLS})


def exercise(*scenes: Scene) -> Exercise:
    return replace(pressed(), scenes=scenes)


def test_the_same_press_is_told_as_another_one_when_it_follows() -> None:
    found = right_answers(exercise(room("micro"), room("micro"), room("bulle"), room("micro")))

    assert [False, True, False, False] == [answer.is_again for answer in found]


def test_a_choice_is_never_another_press() -> None:
    (scene,) = chosen().scenes

    assert [False, False] == [answer.is_again for answer in right_answers(exercise(scene, scene))]


def test_the_drawing_is_told_when_a_button_has_no_words() -> None:
    found = right_answers(exercise(room("bulle"), room("camera"), room("micro", "bulle")))

    assert [
        RightAnswer(gesture=Gesture.PRESS, texts=("Discussion",), icon="chat"),
        RightAnswer(gesture=Gesture.PRESS, texts=("Caméra",)),
        RightAnswer(gesture=Gesture.PRESS, texts=("Micro", "Discussion")),
    ] == list(found)

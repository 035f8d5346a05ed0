"""How learners of the tests answer."""

from __future__ import annotations

from playwright.sync_api import Frame, Page

from lti_tool.domain.item import Field, FieldKind, Fill, Item, Scene
from tests.recognising import Recogniser
from tests.walking import Decide, Move, Sight, leave_by, look, make, right_move
from tests.web.answers import wrong_answer

Surface = Page | Frame


class Mixed:
    """Right up to a level, wrong above it: twice where the item allows a second try."""

    def __init__(self, *, right_up_to: int) -> None:
        """Read the bank of the checkout."""
        self._right_up_to = right_up_to
        self._recogniser = Recogniser()

    def __call__(self, sight: Sight) -> Move:
        """What this learner does on a question page."""
        item, scene = self.asked(sight)
        return right_move(scene) if item.level <= self._right_up_to else wrong_move(scene)

    def asked(self, sight: Sight) -> tuple[Item, Scene]:
        """The item and the scene on a page."""
        found = self._recogniser.find(sight.heading, sight.text)
        assert found is not None, sight.heading
        return found


def wrong_move(scene: Scene) -> Move:
    """A complete answer that is not the expected one; "Je ne sais pas" where there is none."""
    if isinstance(scene.task, Fill):
        return Move(fields={f"field-{one.id}": _mistyped(one) for one in scene.task.fields})
    found = wrong_answer(scene)
    if not found:
        return Move(button="skip")
    return Move(
        press="".join(found.get("press", ())),
        choices=tuple(found.get("choice", ())),
        fields={name: values[0] for name, values in found.items() if name.startswith("order-")},
    )


def _mistyped(asked: Field) -> str:
    """Something that the kind of field takes, and that is not expected."""
    if asked.kind is FieldKind.CHECK:
        return "" if asked.expected.checked else "1"
    if asked.kind is FieldKind.SELECT:
        return next(one.id for one in asked.options if one.id != asked.expected.choice)
    if asked.kind is FieldKind.DATE:
        return "2001-02-03"
    return "99987"


def say_i_do_not_know(surface: Surface) -> None:
    """Press "Je ne sais pas" once."""
    leave_by(surface, surface.locator("main form.question button[name=skip]"))


def begin(surface: Surface) -> Sight:
    """From the welcome page to the first question."""
    assert look(surface).page == "welcome"
    leave_by(surface, surface.locator("main form[data-form] button.button"))
    return look(surface)


def forward_to_question(surface: Surface) -> Sight:
    """Leave a pause that was offered; the question that is open."""
    sight = look(surface)
    if sight.page == "pause":
        leave_by(surface, surface.locator("main form[data-form] button.button"))
        sight = look(surface)
    assert sight.page == "question"
    return sight


def answer_once(surface: Surface, decide: Decide) -> None:
    """Answer the task that is open, all its scenes and tries, until another task is open."""
    number = surface.url
    while surface.url.partition("?")[0] == number.partition("?")[0] and look(surface).page == "question":
        make(surface, decide(forward_to_question(surface)))

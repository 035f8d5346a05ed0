"""Right and wrong answers to a task of the bank, as a browser would send them."""

from __future__ import annotations

from lti_tool.domain.item import Choose, Expected, Field, FieldKind, Fill, Item, Order, Press, Scene, Tick
from lti_tool.domain.judging import Incomplete, Missed, Opened, Succeeded, judge
from lti_tool.domain.module import Exercise

Answer = dict[str, list[str]]
STRONG = "Chat-Bleu-42-Lune"


def right_answer(item: Item | Exercise, scene: Scene) -> Answer:
    """An answer that ends the item well, or leads to the scene where it can."""
    good = [answer for answer in _candidates(scene) if isinstance(judge(scene, answer), Succeeded)]
    onward = [answer for answer in _candidates(scene) if _leads_on(item, scene, answer, {scene.id})]
    return (good or onward)[0]


def wrong_answer(scene: Scene) -> Answer | None:
    """A complete answer that is not the expected one; ``None`` when the scene has none."""
    wrong = (answer for answer in _candidates(scene) if isinstance(judge(scene, answer), Missed))
    return next(wrong, None)


def incomplete_answer(scene: Scene) -> Answer:
    """A form that was sent without an answer."""
    assert isinstance(judge(scene, {}), Incomplete)
    return {}


def _leads_on(item: Item | Exercise, scene: Scene, answer: Answer, seen: set[str]) -> bool:
    verdict = judge(scene, answer)
    if isinstance(verdict, Succeeded):
        return True
    if not isinstance(verdict, Opened) or verdict.scene_id in seen:
        return False
    following = item.scene(verdict.scene_id)
    return any(_leads_on(item, following, each, seen | {following.id}) for each in _candidates(following))


def _candidates(scene: Scene) -> list[Answer]:
    """Enough answers for one of each kind to be among them."""
    task = scene.task
    if isinstance(task, Press):
        return [{"press": [name]} for name in sorted(task.buttons)]
    if isinstance(task, Choose):
        return [{"choice": [choice.id]} for choice in task.choices]
    if isinstance(task, Tick):
        return [{"choice": sorted(task.right)}, *({"choice": [choice.id]} for choice in task.choices)]
    if isinstance(task, Order):
        return [_ordered(task.right), _ordered(tuple(reversed(task.right)))]
    return [_filled(task, is_right=True), _filled(task, is_right=False)]


def _ordered(steps: tuple[str, ...]) -> Answer:
    return {f"order-{step}": [str(place)] for place, step in enumerate(steps, 1)}


def _filled(task: Fill, *, is_right: bool) -> Answer:
    typed = {f"field-{one.id}": _typed(one) if is_right else _mistyped(one) for one in task.fields}
    return {name: [value] for name, value in typed.items() if value}


def _typed(asked: Field) -> str:
    wanted: Expected = asked.expected
    if wanted.checked is not None:
        return "1" if wanted.checked else ""
    if wanted.number is not None:
        return str(wanted.number)
    if wanted.day is not None:
        return wanted.day.isoformat()
    if wanted.words:
        return " ".join(wanted.words)
    if wanted.strong_password:
        return STRONG
    return wanted.choice or next(iter(wanted.one_of), "") or "Bonjour"


def _mistyped(asked: Field) -> str:
    if asked.kind is FieldKind.CHECK:
        return "" if asked.expected.checked else "1"
    if asked.kind is FieldKind.SELECT:
        return next(option.id for option in asked.options if option.id != asked.expected.choice)
    return "zzz"

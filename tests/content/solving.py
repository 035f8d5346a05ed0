"""How a scene is answered rightly and wrongly, from what the item itself says."""

from __future__ import annotations

from collections.abc import Iterator

from lti_tool.domain.item import Choose, Expected, Field, FieldKind, Fill, Item, Order, Press, Scene, Tick

STRONG = "trois-vélos-bleus-7"
Form = dict[str, list[str]]


def right_forms(scene: Scene) -> list[Form]:
    """Every way to end the item here: one form per right button or choice that leads nowhere, else one."""
    task = scene.task
    if isinstance(task, Press):
        return [{"press": [name]} for name in sorted(task.right - set(task.opens))]
    if isinstance(task, Choose):
        return [{"choice": [name]} for name in sorted(task.right - set(task.opens))]
    if isinstance(task, Tick):
        return [{"choice": sorted(task.right)}]
    if isinstance(task, Order):
        return [{f"order-{name}": [str(place)] for place, name in enumerate(task.right, 1)}]
    return [] if task.then else [_filled_form(task)]


def wrong_forms(scene: Scene) -> Iterator[Form]:
    """Every single button or choice that is offered, not right and opens nothing; wrong ticks and orders."""
    task = scene.task
    if isinstance(task, Press):
        yield from ({"press": [name]} for name in sorted(task.buttons - task.right - set(task.opens)))
    elif isinstance(task, Choose):
        offered = {choice.id for choice in task.choices}
        yield from ({"choice": [name]} for name in sorted(offered - task.right - set(task.opens)))
    elif isinstance(task, Tick):
        yield from ({"choice": [choice.id]} for choice in task.choices if {choice.id} != task.right)
    elif isinstance(task, Order):
        yield {f"order-{name}": [str(place)] for place, name in enumerate(reversed(task.right), 1)}
    else:
        yield from _spoilt_forms(task)


def openings(scene: Scene) -> dict[str, Form]:
    """The scenes that can be reached from this one, and how."""
    task = scene.task
    if isinstance(task, Fill) and task.then:
        return {task.then: _filled_form(task)}
    if not isinstance(task, Press | Choose):
        return {}
    name = "press" if isinstance(task, Press) else "choice"
    return {target: {name: [button]} for button, target in task.opens.items()}


def reachable(item: Item) -> set[str]:
    """The ids of the scenes that a learner can get to from the first one."""
    seen, waiting = set[str](), [item.scenes[0].id]
    while waiting:
        scene_id = waiting.pop()
        if scene_id not in seen:
            seen.add(scene_id)
            waiting.extend(openings(item.scene(scene_id)))
    return seen


def _spoilt_forms(task: Fill) -> Iterator[Form]:
    for field in task.fields:
        if field.expected.anything:
            continue
        form = _filled_form(task)
        if field.kind is FieldKind.CHECK:
            form.pop(f"field-{field.id}", None) or form.setdefault(f"field-{field.id}", ["on"])
        else:
            form[f"field-{field.id}"] = [_wrong_option(field)]
        yield form


def _filled_form(task: Fill) -> Form:
    return dict(_filled(field) for field in task.fields if _wants_a_value(field))


def _wrong_option(field: Field) -> str:
    others = [option.id for option in field.options if option.id != field.expected.choice]
    return others[0] if others else "zzz"


def _wants_a_value(field: Field) -> bool:
    return field.kind is not FieldKind.CHECK or field.expected.checked is True


def _filled(field: Field) -> tuple[str, list[str]]:
    return f"field-{field.id}", [_value(field.expected)]


def _value(expected: Expected) -> str:
    if expected.checked:
        return "on"
    if expected.number is not None:
        return str(expected.number).replace(".", ",")
    if expected.day is not None:
        return expected.day.strftime("%d/%m/%Y")
    if expected.strong_password:
        return STRONG
    if expected.anything:
        return "Bonjour"
    return expected.choice or " ".join(expected.words) or next(iter(expected.one_of))

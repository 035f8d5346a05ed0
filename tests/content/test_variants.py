"""One task in other clothes: variants of an item file, and the draw of one of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lti_tool.content.items import load_item
from lti_tool.content.shelf import load_items
from lti_tool.content.variants import filled
from lti_tool.content.yaml_lines import FaultyContent
from lti_tool.domain.item import Choose, Item
from tests.content.planted import SOUND, content_folder, line_of

TOLD = (
    SOUND.replace("Vous voulez répondre.", "{{prenom}} vous écrit.")
    + """variants:
  - {prenom: "Samira"}
  - {prenom: "Karim"}
  - {prenom: "Ludivine"}
"""
)
CHOOSE = SOUND.replace(
    "task: {kind: press, right: [repondre]}",
    """task:
      kind: choose
      choices:
        - {id: a, text: "Salle 12"}
        - {id: b, text: "Salle 21"}
        - {id: c, text: "Salle 22"}
        - {id: d, text: "Salle 11"}
      right: [a]""",
)


def item_of(root: Path, text: str) -> Item:
    return load_item(content_folder(root, text), "fr", {"LO2.1.05": "2.1"})


def faults_of(root: Path, text: str) -> FaultyContent:
    content_folder(root, text)
    with pytest.raises(FaultyContent) as caught:
        load_items(root)
    return caught.value


def test_each_variant_tells_the_task_when_the_file_has_several(tmp_path: Path) -> None:
    item = item_of(tmp_path, TOLD)

    assert [one.question.split()[0] for one in item.variants] == ["Samira", "Karim", "Ludivine"]
    assert item.question == item.variants[0].question
    assert {one.id for one in item.variants} == {"courriel-essai"}


def test_one_person_always_meets_the_same_variant_when_the_page_is_drawn_again(tmp_path: Path) -> None:
    item = item_of(tmp_path, TOLD)

    drawn = [item.drawn(seed).question for seed in range(60)]

    assert drawn == [item.drawn(seed).question for seed in range(60)]
    assert set(drawn) == {one.question for one in item.variants}
    assert max(drawn.count(question) for question in drawn) < 40


def test_a_value_keeps_its_type_when_it_is_the_whole_text() -> None:
    template = {"a": "{{day}}", "b": ["{{total}}", "{{ total }} euros"], "variants": []}

    assert {"a": date(2026, 12, 3), "b": [42.5, "42.5 euros"]} == filled(
        template, {"day": date(2026, 12, 3), "total": 42.5}
    )


def test_answers_change_places_when_another_person_meets_them(tmp_path: Path) -> None:
    item = item_of(tmp_path, CHOOSE)

    orders = {_order(item.drawn(seed)) for seed in range(40)}

    assert {"abcd"} != orders
    assert all("".join(sorted(order)) == "abcd" for order in orders)
    assert {"a", "b", "c", "d"} == {order[0] for order in orders}


def test_answers_keep_their_places_when_their_order_says_something(tmp_path: Path) -> None:
    item = item_of(tmp_path, CHOOSE.replace("right: [a]", "right: [a]\n      keep_order: true"))

    assert {"abcd"} == {_order(item.drawn(seed)) for seed in range(20)}


@pytest.mark.parametrize(
    ("before", "instead", "line_holds", "said"),
    [
        ('  - {prenom: "Karim"}', "  - {nom: K}", "nom: K", "no value for “prenom”"),
        (
            '  - {prenom: "Karim"}',
            '  - {prenom: "Karim", age: 3}',
            "age: 3",
            "nothing in the item says {{age}}",
        ),
        ('  - {prenom: "Karim"}', '  - {prenom: "Samira"}', "variants:", "two variants are the same"),
        ("variants:\n", "variants: Karim\nodd:\n", "variants:", "no list of mappings"),
        ("can_do: répondre", "can_do: répondre à {{prenom}}", "can_do", "the same for every variant"),
        ('  - {prenom: "Karim"}', '  - {prenom: "Notre score"}', "question", "not for a learner's text"),
    ],
)
def test_the_fault_is_named_when_a_variant_is_unsound(
    tmp_path: Path, before: str, instead: str, line_holds: str, said: str
) -> None:
    text = TOLD.replace('can_do: "répondre', "can_do: répondre").replace(
        'courriel"\nscenes', "courriel\nscenes"
    )
    assert before in text
    spoilt = text.replace(before, instead, 1)

    faults = faults_of(tmp_path, spoilt).faults

    fitting = [fault for fault in faults if said in fault.what]
    assert fitting, [str(fault) for fault in faults]
    assert line_of(spoilt, line_holds) == fitting[0].line


def test_the_fault_is_named_when_a_placeholder_has_no_variant(tmp_path: Path) -> None:
    text = SOUND.replace("Vous voulez répondre.", "{{prenom}} vous écrit.")

    assert "has no variants" in str(faults_of(tmp_path, text))


def _order(item: Item) -> str:
    task = item.scenes[0].task
    assert isinstance(task, Choose)
    return "".join(choice.id for choice in task.choices)

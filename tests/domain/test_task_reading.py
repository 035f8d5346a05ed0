"""What is read aloud of a task, and when a recording of it says other words than those of today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from lti_tool.domain.item import Choice, Choose, Expected, Field, FieldKind, Fill, Item, Press, Scene
from lti_tool.domain.task_reading import SPOKEN, Reading, reading_met, reading_of, readings_of
from tests.contents import the_bank
from tests.factories import an_item

SILENT = {"kind", "id", "icon", "side", "state"}
"""Parts of a screen that name a picture, a place or a state, and are never shown as words."""
YES, NO = Choice(id="yes", text="Oui"), Choice(id="no", text="Non")
PICTURE: Mapping[str, object] = {"id": "a", "label": "Imprimer", "icon": "printer", "icon_only": True}
BUTTON: Mapping[str, object] = {"id": "b", "label": "Fermer", "icon_only": False, "badge": ""}
LIST: Mapping[str, object] = {"kind": "window", "title": "Fichier", "buttons": [PICTURE, BUTTON]}
CHOOSE = Scene(id="one", task=Choose(choices=(YES, NO), right=frozenset({"yes"})), screen=LIST)
PRESS = Scene(
    id="two",
    task=Press(right=frozenset({"b"}), buttons=frozenset({"a", "b"})),
    screen=LIST,
    question="Et maintenant ?",
)


def an_item_of_two(**changes: object) -> Item:
    """Two screens; ``changes`` are those of the item."""
    return replace(an_item("file"), context="Malik écrit.", scenes=(CHOOSE, PRESS), **changes)  # type: ignore[arg-type]


def first(item: Item) -> Reading:
    """Its first reading."""
    return readings_of(item)[0]


def strings(part: object, key: str = "") -> Iterator[str]:
    """The keys of a screen under which texts stand."""
    if isinstance(part, Mapping):
        for name, inside in part.items():
            yield from strings(inside, name)
    elif isinstance(part, list | tuple):
        for inside in part:
            yield from strings(inside, key)
    elif isinstance(part, str) and part:
        yield key


def test_a_task_is_read_screen_by_screen() -> None:
    item = an_item_of_two()

    one, two = readings_of(item)

    assert ("Malik écrit.", item.question, ("Oui", "Non")) == (one.context, one.question, one.answers)
    assert ("", "Et maintenant ?", ()) == (two.context, two.question, two.answers)
    assert [(1, 1), (1, 2)] == [(one.variant, one.scene), (two.variant, two.scene)]
    assert ("file", item.version, "fr") == (one.item_id, one.item_version, one.language)


def test_a_form_is_read_with_its_fields_and_their_options() -> None:
    field = Field(
        id="a", label="Ville", kind=FieldKind.SELECT, expected=Expected(choice="yes"), options=(YES,)
    )
    item = replace(an_item_of_two(), scenes=(replace(CHOOSE, task=Fill(fields=(field,))),))

    assert ("Ville", "Oui") == first(item).answers


@pytest.mark.parametrize(
    "item",
    [
        an_item_of_two(question="Que dites-vous ?"),
        replace(an_item_of_two(), context="Lina écrit."),
        replace(an_item_of_two(), scenes=(replace(CHOOSE, screen={**LIST, "title": "Dossier"}), PRESS)),
        replace(
            an_item_of_two(),
            scenes=(replace(CHOOSE, task=Choose(choices=(YES,), right=frozenset({"yes"}))), PRESS),
        ),
    ],
)
def test_the_digest_changes_when_a_word_does(item: Item) -> None:
    assert first(an_item_of_two()).fingerprint != first(item).fingerprint


def test_the_digest_stays_when_no_word_changes() -> None:
    before = first(an_item_of_two()).fingerprint
    renamed = {**LIST, "tone": "warm", "buttons": [{**PICTURE, "label": "Papier"}, BUTTON]}
    scene = replace(CHOOSE, screen=renamed, highlight="a", help="Regardez en haut.")

    assert before == first(replace(an_item_of_two(), version=9, scenes=(scene, PRESS))).fingerprint


def test_there_is_no_reading_when_the_place_is_none_of_the_task() -> None:
    item = an_item_of_two()

    assert reading_of(item, 1, 2) == readings_of(item)[1]
    assert [None] * 4 == [reading_of(item, *place) for place in ((1, 0), (1, 3), (0, 1), (2, 1))]


@pytest.mark.parametrize("seed", range(12))
def test_what_a_learner_meets_is_what_was_read(seed: int) -> None:
    """The words of the very variant that the attempt drew, whatever the order of its answers."""
    for item in the_bank().items[::7]:
        drawn = item.drawn(seed)
        for scene in drawn.scenes:
            met = reading_met(item, seed, scene.id)
            assert (scene.question or drawn.question) == met.question
            assert scene.screen == met.shown.screen
            assert reading_of(item, met.variant, met.scene) == met


def test_the_first_screen_is_met_when_the_open_one_was_withdrawn() -> None:
    item = an_item_of_two()

    assert readings_of(item)[0] == reading_met(item, 3, "gone")


def test_every_text_of_a_screen_is_known_as_spoken_or_silent() -> None:
    """A new kind of screen says which of its texts are words: else nobody hears that they changed."""
    keys = {
        key
        for item in the_bank().items
        for reading in readings_of(item)
        for key in strings(reading.shown.screen)
    }

    assert keys <= SPOKEN | SILENT
    assert not SPOKEN & SILENT

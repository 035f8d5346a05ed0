"""One task of the bank as a value."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from tests.factories import a_scene, an_item, choose_one


def test_a_scene_is_found_when_the_item_has_it() -> None:
    scenes = (a_scene(choose_one()), a_scene(choose_one(), "suite"))

    assert scenes[1] == an_item(scenes=scenes).scene("suite")


def test_the_first_scene_opens_when_the_asked_one_was_withdrawn() -> None:
    item = an_item()

    assert item.scenes[0] == item.scene("gone")


def test_an_item_cannot_be_changed_when_it_was_made() -> None:
    with pytest.raises(FrozenInstanceError):
        an_item().level = 4  # type: ignore[misc]

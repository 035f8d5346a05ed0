"""Logos in the store: one for each centre, for centres that are older too, and never too heavy."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from lti_tool.domain.administration import Accent
from lti_tool.domain.logo import Drawing, Logo
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import upgrade
from tests.factories import NOW
from tests.store.test_upgrade import upgrade_to

BEFORE = "0034"
CENTRE = "INSERT INTO centre (id, name, created_at) VALUES ('{}', '{}', '2026-11-20 09:00:00+00')"
DRAWING = Drawing(content=b"x" * 12_288, width=400, height=120)


@pytest.fixture
def upgraded(empty_engine: Engine) -> Store:
    """Two centres of the release before, brought up to date."""
    upgrade_to(empty_engine, BEFORE)
    with empty_engine.begin() as connection:
        connection.execute(text(CENTRE.format("c", "Centre des Acacias")))
        connection.execute(text(CENTRE.format("d", "Centre")))
    upgrade(empty_engine)
    return Store(empty_engine)


def test_each_centre_has_its_own_and_the_later_one_stands(upgraded: Store) -> None:
    with upgraded.writing() as unit:
        unit.logos.replace("c", "logo-1", DRAWING, NOW)
        unit.logos.replace("c", "logo-2", DRAWING, NOW)
        unit.logos.replace("d", "logo-3", Drawing(content=b"y", width=90, height=30), NOW)
    with upgraded.reading() as unit:
        found = [unit.centres.settings(one).logo for one in ("c", "d")]
        contents = [unit.logos.content("c", one) for one in ("logo-1", "logo-2", "logo-3")]

    assert [
        Logo(id="logo-2", name="Centre des Acacias", width=400, height=120),
        Logo(id="logo-3", name="", width=90, height=30),
    ] == found
    assert [None, DRAWING.content, None] == contents


def test_an_older_centre_has_none(upgraded: Store) -> None:
    with upgraded.writing() as unit:
        gone = unit.logos.remove("c")
        settings = unit.centres.settings("c")

    assert gone is None
    assert (None, Accent.BLUE) == (settings.logo, settings.accent)


@pytest.mark.parametrize(
    "row", ["zeroblob", "400, 121", "401, 120", "0, 120"], ids=["empty", "high", "wide", "flat"]
)
def test_the_database_refuses_what_we_would_not_draw(upgraded: Store, empty_engine: Engine, row: str) -> None:
    content, sides = ("''", "1, 1") if row == "zeroblob" else ("'x'", row)
    query = "INSERT INTO centre_logo (centre_id, id, bytes, width, height, created_at) VALUES ('c', 'l', "
    with pytest.raises(IntegrityError), empty_engine.begin() as connection:
        connection.execute(text(f"{query}{content}, {sides}, '2026-11-20 09:00:00+00')"))


@pytest.mark.parametrize(
    ("size", "shown"), [((400, 120), (133, 40)), ((120, 120), (40, 40)), ((90, 30), (90, 30))]
)
def test_it_is_shown_small_and_never_larger_than_it_was_drawn(
    size: tuple[int, int], shown: tuple[int, int]
) -> None:
    assert shown == Logo(id="l", name="", width=size[0], height=size[1]).shown

"""What people chose for their comfort: a table that comes to people who are older than it, and its limits."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from lti_tool.domain.comfort import USUAL, Comfort, Contrast, Size
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import upgrade
from tests.store.planting import plant
from tests.store.test_roster_upgrade import AT, ROWS
from tests.store.test_upgrade import upgrade_to

LARGE = Comfort(size=Size.LARGE, is_one_handed=True)
DARK = Comfort(contrast=Contrast.DARK, has_sound=False, second_language="de")
MOMENTS = {f"at{minute}": AT.format(minute) for minute in range(1, 6)}


def people_at(engine: Engine, revision: str) -> dict[str, str]:
    """An older database with its people; what "yes" and "no" are in it."""
    is_postgresql = engine.dialect.name == "postgresql"
    words = {"yes": "true", "no": "false"} if is_postgresql else {"yes": "1", "no": "0"}
    upgrade_to(engine, "0005")
    with engine.begin() as connection:
        for row in ROWS:
            connection.execute(text(row.format(**MOMENTS, **words)))
    upgrade_to(engine, revision)
    return words


def test_the_later_choice_counts_and_the_usual_one_leaves_no_row(store: Store, engine: Engine) -> None:
    planted = plant(store)
    who = planted.centre_id, planted.person_id
    found = []
    for comfort in (LARGE, DARK, USUAL):
        with store.writing() as work:
            work.comforts.keep(*who, comfort)
        with store.reading() as work, engine.connect() as connection:
            rows = connection.execute(text("SELECT size, contrast FROM comfort")).all()
            found.append((work.comforts.of(*who), len(rows)))

    assert [(LARGE, 1), (DARK, 1), (USUAL, 0)] == found


@pytest.mark.parametrize(
    ("size", "spacing", "contrast", "second"),
    [
        ("huge", "wide", "dark", "nl"),
        ("large", "narrow", "dark", "nl"),
        ("large", "wide", "pink", "nl"),
        ("large", "wide", "dark", "xx"),
    ],
)
def test_unknown_words_are_refused(
    store: Store, engine: Engine, size: str, spacing: str, contrast: str, second: str
) -> None:
    planted = plant(store)
    row = {"size": size, "spacing": spacing, "contrast": contrast, "yes": True, "no": False}
    row |= {"second": second}
    row |= {"centre": planted.centre_id, "person": planted.person_id}

    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO comfort "
                "VALUES (:centre, :person, :size, :spacing, :contrast, :no, :yes, :second)"
            ),
            row,
        )


def test_people_of_the_release_before_have_everything_as_usual(empty_engine: Engine) -> None:
    people_at(empty_engine, "0028")
    upgrade(empty_engine)
    store = Store(empty_engine)
    with store.writing() as work:
        before = work.comforts.of("c", "anna")
        work.comforts.keep("c", "anna", DARK)
    with store.reading() as work:
        after = work.comforts.of("c", "anna")

    assert (USUAL, DARK) == (before, after)


def test_who_chose_before_there_was_a_second_language_has_none(empty_engine: Engine) -> None:
    words = people_at(empty_engine, "0030")
    with empty_engine.begin() as connection:
        row = "INSERT INTO comfort VALUES ('c', 'anna', 'large', 'normal', 'device', {yes}, {yes})"
        connection.execute(text(row.format(**words)))
    upgrade(empty_engine)
    with Store(empty_engine).reading() as work:
        kept = work.comforts.of("c", "anna")

    assert LARGE == kept

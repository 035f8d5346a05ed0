"""Who looked at a record, in the store: one row a day, raised by an upsert, whoever comes at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, text

from lti_tool.domain.errors import Conflict
from lti_tool.domain.record_view import Looked, RecordView
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, MINUTE, NOW, OTHER_CENTRE
from tests.people import OUTSIDER, TRAINER
from tests.store.planting import join, plant

COURSE, PERSON, VIEWER = f"context-{CENTRE}", f"person-{CENTRE}", "viewer"
HOUR, TODAY, AT_MOST = 60 * MINUTE, date(2026, 11, 20), 100
ROUNDS = 6


def people(store: Store) -> None:
    """The planted learner, somebody else of the course, and a trainer who looks."""
    plant(store)
    join(store, CENTRE, f"link-{CENTRE}", TRAINER, VIEWER)
    join(store, CENTRE, f"link-{CENTRE}", OUTSIDER, "other-person")


def look(
    store: Store, now: datetime = NOW, *person_ids: str, what: Looked = Looked.RECORD, **changes: object
) -> None:
    """The viewer looks at the planted learner's record, or at those of these people."""
    given = {
        "centre_id": CENTRE,
        "context_id": COURSE,
        "viewer_id": VIEWER,
        "person_ids": person_ids or (PERSON,),
        "what": what,
        "day": TODAY,
        "now": now,
        **changes,
    }
    with store.writing() as unit:
        unit.record_views.note(**given)  # type: ignore[arg-type]  # one value per argument


def found(store: Store, person_id: str = PERSON, at_most: int = AT_MOST) -> list[RecordView]:
    with store.reading() as unit:
        return list(unit.record_views.of_person(CENTRE, COURSE, person_id, at_most))


def test_a_look_is_read_with_the_viewers_name_of_today(store: Store) -> None:
    people(store)
    look(store)

    assert [RecordView(name=TRAINER.name, what=Looked.RECORD, last_at=NOW)] == found(store)
    with store.writing() as unit:
        unit.courses.remember_name(CENTRE, VIEWER, "Paule Morel", NOW)
    assert ["Paule Morel"] == [view.name for view in found(store)]


def test_a_thousand_openings_of_one_day_are_one_row(store: Store, engine: Engine) -> None:
    people(store)
    with store.writing() as unit:
        for number in range(1000):
            hour, second = divmod(number, 100)
            unit.record_views.note(
                centre_id=CENTRE,
                context_id=COURSE,
                viewer_id=VIEWER,
                person_ids=(PERSON,),
                what=Looked.RECORD,
                day=TODAY,
                now=NOW + hour * HOUR + second * timedelta(seconds=1),
            )

    last = NOW + 9 * HOUR + 61 * timedelta(seconds=1)
    assert [RecordView(name=TRAINER.name, what=Looked.RECORD, last_at=last, times=10)] == found(store)
    with engine.connect() as connection:
        assert 1 == connection.execute(text("SELECT count(*) FROM record_view")).scalar_one()


@pytest.mark.parametrize(("minutes", "times"), [(0, 1), (5, 1), (6, 2)])
def test_pages_opened_within_five_minutes_are_one_look(store: Store, minutes: int, times: int) -> None:
    people(store)
    look(store)
    look(store, NOW + minutes * MINUTE)

    assert [times] == [view.times for view in found(store)]


def test_the_later_moment_stays_when_two_windows_cross(store: Store) -> None:
    people(store)
    look(store, NOW + MINUTE)
    look(store, NOW)

    assert [(NOW + MINUTE, 1)] == [(view.last_at, view.times) for view in found(store)]


def test_each_day_and_each_way_of_looking_has_its_line_and_the_last_look_comes_first(store: Store) -> None:
    people(store)
    look(store)
    for hours, what in enumerate((Looked.DOCUMENT, Looked.EXPORT, Looked.TOGETHER), 1):
        look(store, NOW + hours * HOUR, what=what)
    look(store, NOW + 24 * HOUR, day=TODAY + timedelta(days=1))

    wanted = [Looked.RECORD, Looked.TOGETHER, Looked.EXPORT, Looked.DOCUMENT, Looked.RECORD]
    assert wanted == [view.what for view in found(store)]
    assert wanted[:2] == [view.what for view in found(store, at_most=2)]


def test_no_look_is_lost_and_no_row_is_doubled_when_two_look_at_once(store: Store) -> None:
    """Two windows note the same people, each in the other's order."""
    people(store)
    faults: list[Exception] = []
    orders = ((PERSON, "other-person"), ("other-person", PERSON))
    barrier = Barrier(len(orders))

    def run(order: tuple[str, ...]) -> None:
        try:
            for number in range(ROUNDS):
                barrier.wait()
                look(store, NOW + number * HOUR, *order)
        except Exception as error:  # a thread would hide it
            faults.append(error)
            barrier.abort()

    threads = [Thread(target=run, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == faults
    assert [ROUNDS] == [view.times for view in found(store)]
    assert [ROUNDS] == [view.times for view in found(store, "other-person")]


def test_others_are_counted_once_each_since_a_moment(store: Store) -> None:
    people(store)
    join(store, CENTRE, f"link-{CENTRE}", TRAINER, "second")
    look(store)
    look(store, what=Looked.EXPORT)
    look(store, NOW - 24 * HOUR, day=TODAY - timedelta(days=1), viewer_id="other-person")

    def others(viewer_id: str, since: datetime) -> int:
        with store.reading() as unit:
            return unit.record_views.count_others(CENTRE, COURSE, PERSON, viewer_id, since)

    assert (0, 1, 2, 1) == (
        others(VIEWER, NOW),
        others("second", NOW),
        others("second", NOW - 24 * HOUR),
        others(VIEWER, NOW - 24 * HOUR),
    )


def test_the_days_before_one_are_forgotten_when_they_are_swept(store: Store) -> None:
    people(store)
    look(store)
    look(store, NOW - 24 * HOUR, day=TODAY - timedelta(days=1))
    with store.writing() as unit:
        unit.record_views.sweep(TODAY)

    assert [NOW] == [view.last_at for view in found(store)]


def test_a_look_stays_in_its_course_and_its_centre(store: Store) -> None:
    people(store)
    plant(store, OTHER_CENTRE)
    look(store)

    with store.reading() as unit:
        for centre, course in ((OTHER_CENTRE, COURSE), (CENTRE, f"context-{OTHER_CENTRE}")):
            assert () == unit.record_views.of_person(centre, course, PERSON, AT_MOST)
    assert [] == found(store, "other-person")


@pytest.mark.parametrize(
    "changes",
    [
        {"viewer_id": PERSON},
        {"viewer_id": "nobody"},
        {"viewer_id": f"person-{OTHER_CENTRE}"},
        {"person_ids": ("nobody",)},
        {"context_id": "nowhere"},
        {"context_id": f"context-{OTHER_CENTRE}"},
    ],
)
def test_a_row_that_cannot_be_true_is_refused(store: Store, changes: dict[str, object]) -> None:
    people(store)
    plant(store, OTHER_CENTRE)

    with pytest.raises(Conflict):
        look(store, **changes)
    assert [] == found(store)


@pytest.mark.parametrize(
    "change", ["times = 0", "what = 'gossip'", "last_at = '2020-01-01 00:00:00.000000+00:00'"]
)
def test_a_change_that_cannot_be_true_is_refused(store: Store, engine: Engine, change: str) -> None:
    people(store)
    look(store)

    with pytest.raises(Exception, match="ck_record_view_known_"), engine.begin() as connection:
        connection.execute(text(f"UPDATE record_view SET {change}"))

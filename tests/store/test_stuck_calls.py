"""Calls for help in the store: one open call in one place, and none lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.domain.errors import Conflict
from lti_tool.domain.stuck import Cause, SolvedBy, StuckCall, answered, solved
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, MINUTE, NOW, OTHER_CENTRE
from tests.people import OUTSIDER
from tests.store.planting import join, plant

PLACE = (CENTRE, f"person-{CENTRE}", f"context-{CENTRE}", f"link-{CENTRE}")
ALONE = (CENTRE, f"person-{CENTRE}", None, f"link-{CENTRE}")
CALL = StuckCall(
    id="call",
    centre_id=CENTRE,
    person_id=f"person-{CENTRE}",
    resource_link_id=f"link-{CENTRE}",
    context_id=f"context-{CENTRE}",
    called_at=NOW,
    place="tasks/3",
)


def arrive(store: Store, person_id: str, centre: str = CENTRE) -> None:
    """Somebody is a learner of the planted course."""
    with store.writing() as unit:
        unit.course_members.launched(
            centre_id=centre,
            context_id=f"context-{centre}",
            person_id=person_id,
            rights="learner",
            is_learner=True,
            groups=None,
            now=NOW,
        )


def waiting(store: Store, person_id: str = "", centre: str = CENTRE) -> list[tuple[StuckCall, str, int]]:
    """Who waits in the planted course."""
    with store.reading() as unit:
        return list(unit.stuck_calls.waiting(centre, f"context-{CENTRE}", person_id))


def add(store: Store, *calls: StuckCall) -> None:
    for call in calls:
        with store.writing() as unit:
            unit.stuck_calls.add(call)


def test_a_call_is_read_as_it_was_written(store: Store) -> None:
    plant(store)
    told = replace(CALL, cause=Cause.PIN, coming_at=NOW + MINUTE)
    add(store, told)

    with store.reading() as unit:
        assert told == unit.stuck_calls.latest(*PLACE)
        assert unit.stuck_calls.latest(*ALONE) is None


@pytest.mark.parametrize("context_id", [f"context-{CENTRE}", None])
def test_one_person_waits_once_in_one_place(store: Store, context_id: str | None) -> None:
    plant(store)
    here = replace(CALL, context_id=context_id)
    add(store, here)

    with pytest.raises(Conflict):
        add(store, replace(here, id="twice"))


def test_another_call_is_taken_when_the_first_one_is_over(store: Store) -> None:
    plant(store)
    first = solved(CALL, SolvedBy.LEARNER, NOW + MINUTE)
    second = replace(CALL, id="second", called_at=NOW + 2 * MINUTE)
    add(store, first)
    with store.reading() as unit:
        assert first == unit.stuck_calls.latest(*PLACE)

    add(store, second)

    with store.reading() as unit:
        assert second == unit.stuck_calls.latest(*PLACE)


def test_a_call_in_a_course_and_one_without_stand_side_by_side(store: Store) -> None:
    plant(store)
    alone = replace(CALL, id="alone", context_id=None)
    add(store, CALL, alone)

    with store.reading() as unit:
        assert (CALL, alone) == (unit.stuck_calls.latest(*PLACE), unit.stuck_calls.latest(*ALONE))


def test_who_waits_longest_comes_first(store: Store) -> None:
    plant(store)
    join(store, CENTRE, f"link-{CENTRE}", OUTSIDER, "other-person")
    for person_id in (CALL.person_id, "other-person"):
        arrive(store, person_id)
    late = replace(CALL, called_at=NOW + MINUTE)
    early = replace(CALL, id="early", person_id="other-person")
    add(store, late, early)

    assert [(early, "Omar Diallo", 2), (late, "Inès Martin", 1)] == waiting(store)
    assert [(late, "Inès Martin", 1)] == waiting(store, CALL.person_id)


def test_nobody_waits_in_a_course_that_they_are_not_in(store: Store) -> None:
    plant(store)
    add(store, CALL)

    assert [] == waiting(store)


def test_a_move_is_stored_and_an_ended_call_waits_no_more(store: Store) -> None:
    plant(store)
    arrive(store, CALL.person_id)
    add(store, CALL)
    moved = solved(answered(CALL, NOW + MINUTE), SolvedBy.TRAINER, NOW + 2 * MINUTE)

    with store.writing() as unit:
        assert CALL == unit.stuck_calls.lock(CALL)
        unit.stuck_calls.save(moved)

    with store.reading() as unit:
        assert moved == unit.stuck_calls.latest(*PLACE)
    assert [] == waiting(store)


def test_a_call_stays_in_its_centre(store: Store) -> None:
    plant(store)
    plant(store, OTHER_CENTRE)
    add(store, CALL)

    with store.reading() as unit:
        assert [] == unit.stuck_calls.waiting(OTHER_CENTRE, f"context-{OTHER_CENTRE}")
        assert [] == unit.stuck_calls.waiting(OTHER_CENTRE, f"context-{CENTRE}")
        other = (OTHER_CENTRE, f"person-{OTHER_CENTRE}", f"context-{OTHER_CENTRE}", f"link-{OTHER_CENTRE}")
        assert unit.stuck_calls.latest(*other) is None


def test_an_end_without_a_name_is_refused(store: Store) -> None:
    plant(store)

    with pytest.raises(Conflict):
        add(store, replace(CALL, solved_at=NOW))

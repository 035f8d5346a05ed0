"""The decisions about paths in the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread
from types import MappingProxyType

import pytest
from sqlalchemy import Engine, text

from lti_tool.domain.activity import Phase
from lti_tool.domain.errors import Conflict
from lti_tool.domain.path_plan import (
    Choice,
    Plan,
    Skip,
    SkipReason,
    confirmed,
    going_on,
    taken_up,
    waiting,
)
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, DAY, NOW, OTHER_CENTRE
from tests.paths import a_plan
from tests.store.planting import plant

TRAINER = f"person-{CENTRE}"
PLACE = (CENTRE, f"person-{CENTRE}", f"context-{CENTRE}", f"link-{CENTRE}")
WHOLE = a_plan(
    version=3,
    confirmed_at=NOW,
    confirmed_by=TRAINER,
    waits_since=NOW,
    waits_by=TRAINER,
    wait_reason="Le prêt arrive lundi.",
    choices=MappingProxyType(
        {
            "M00": Choice(is_wanted=False, by=TRAINER, at=NOW),
            "M12": Choice(is_wanted=True, by=TRAINER, at=NOW + DAY),
        }
    ),
    skips=MappingProxyType({Phase.END: Skip(reason=SkipReason.LEFT, by=TRAINER, at=NOW)}),
)


def kept(store: Store, plan: Plan) -> Plan:
    with store.writing() as unit:
        unit.path_plans.add(plan)
    return plan


def found(store: Store, centre: str = CENTRE, context: str | None = PLACE[2]) -> Plan | None:
    with store.reading() as unit:
        return unit.path_plans.find(centre, f"person-{centre}", context, f"link-{centre}")


def test_a_plan_is_read_as_it_was_written(store: Store) -> None:
    plant(store)

    kept(store, WHOLE)

    assert WHOLE == found(store)


def test_a_change_is_kept_with_what_went_away(store: Store) -> None:
    plant(store)
    kept(store, WHOLE)
    changed = taken_up(going_on(WHOLE, NOW + DAY), Phase.END, NOW + DAY)
    changed = confirmed(changed, {"M12"}, {"M06"}, by=TRAINER, now=NOW + DAY)

    with store.writing() as unit:
        unit.path_plans.save(changed, WHOLE)

    assert changed == found(store)
    assert {"M00": False, "M12": False, "M06": True} == changed.wanted


def test_the_second_of_two_trainers_is_told_and_nothing_of_hers_is_stored(store: Store) -> None:
    plant(store)
    before = kept(store, a_plan())
    first = confirmed(before, {"M00"}, {"M00"}, by=TRAINER, now=NOW)
    second = waiting(before, "Plus tard.", by=TRAINER, now=NOW)
    with store.writing() as unit:
        unit.path_plans.save(first, before)

    with pytest.raises(Conflict), store.writing() as unit:
        unit.path_plans.save(second, before)

    assert first == found(store)


def test_one_of_two_trainers_decides_first_when_both_press_at_once(store: Store) -> None:
    """A person has one plan: the other press is refused by the database, whoever it is."""
    plant(store)
    plans = [replace(WHOLE, id=f"plan-{number}") for number in (1, 2)]
    outcomes = together(*(lambda plan=plan: kept(store, plan) for plan in plans))

    assert ["Conflict", "kept"] == sorted(outcomes)
    winner = found(store)
    assert winner is not None
    assert winner in plans


def test_one_plan_belongs_to_a_link_without_a_course(store: Store) -> None:
    plant(store)
    alone = kept(store, replace(WHOLE, id="alone", context_id=None))
    kept(store, a_plan())

    with pytest.raises(Conflict):
        kept(store, replace(alone, id="twice"))
    assert alone == found(store, context=None)


def test_nobody_elses_plans_are_read_when_two_centres_have_the_same(store: Store) -> None:
    plant(store)
    plant(store, OTHER_CENTRE)
    kept(store, a_plan())
    other = kept(store, a_plan(OTHER_CENTRE))

    assert other == found(store, OTHER_CENTRE, f"context-{OTHER_CENTRE}")
    assert found(store, CENTRE, f"context-{OTHER_CENTRE}") is None
    with store.reading() as unit:
        assert () == unit.path_plans.of_people(CENTRE, PLACE[2], PLACE[3], ())


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE path_plan SET waits_since = NULL",
        "UPDATE path_plan SET wait_reason = ''",
        "UPDATE path_plan SET confirmed_by = NULL",
        "UPDATE path_plan SET waits_by = 'nobody'",
        "UPDATE path_skip SET stage = 'warm-up'",
        "UPDATE path_skip SET reason = ''",
        "UPDATE path_choice SET plan_id = 'another'",
    ],
)
def test_the_database_refuses_what_is_no_decision(store: Store, engine: Engine, wrong: str) -> None:
    plant(store)
    kept(store, WHOLE)

    with pytest.raises(Exception, match=r"(?i)constraint|violates"), engine.begin() as connection:
        connection.execute(text(wrong))

    assert WHOLE == found(store)


def together(*moves: Callable[[], object]) -> list[str]:
    """Run all at the same moment; what became of each."""
    barrier, outcomes = Barrier(len(moves)), list[str]()

    def run(move: Callable[[], object]) -> None:
        barrier.wait()
        try:
            move()
            outcomes.append("kept")
        except Conflict as error:
            outcomes.append(type(error).__name__)

    threads = [Thread(target=run, args=(move,)) for move in moves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes

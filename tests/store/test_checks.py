"""Checks and results from elsewhere in the store."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from lti_tool.domain.checks import CheckAnswer
from lti_tool.domain.errors import Conflict
from lti_tool.domain.outside import agreed, withdrawn
from lti_tool.domain.start import Stage
from lti_tool.store.unit_of_work import Store
from tests.checks import SKIPPED, a_result, a_run
from tests.factories import CENTRE, DAY, MINUTE, NOW, OTHER_CENTRE
from tests.store.planting import plant

ANSWERS = MappingProxyType(
    {
        "life": CheckAnswer(choices=("cost", "time")),
        "screen": SKIPPED,
        "own-words": CheckAnswer(line="Mon fils a l'ordinateur, « souvent »"),
    }
)
PLACE = (CENTRE, f"person-{CENTRE}", f"context-{CENTRE}", f"link-{CENTRE}")
WITHOUT_COURSE = (CENTRE, f"person-{CENTRE}", None, f"link-{CENTRE}")


def test_a_check_is_read_as_it_was_written_with_all_kinds_of_answers(store: Store) -> None:
    plant(store)
    run = a_run(answers=ANSWERS, finished_at=NOW, shared_at=NOW + MINUTE)

    with store.writing() as unit:
        unit.checks.add(run)

    with store.reading() as unit:
        assert [run] == list(unit.checks.of_person(*PLACE))
        assert run == unit.checks.find(*PLACE, "obstacles", Stage.ENTRY)
        assert unit.checks.find(*PLACE, "obstacles", Stage.END) is None


def test_one_check_is_begun_once_at_each_stage_of_a_course(store: Store) -> None:
    plant(store)
    with store.writing() as unit:
        unit.checks.add(a_run())
        unit.checks.add(a_run(id="at-the-end", stage=Stage.END))

    with pytest.raises(Conflict), store.writing() as unit:
        unit.checks.add(a_run(id="twice"))


def test_one_check_is_begun_once_at_a_link_without_a_course(store: Store) -> None:
    plant(store)
    alone = a_run(id="alone", context_id=None)
    with store.writing() as unit:
        unit.checks.add(a_run())
        unit.checks.add(alone)

    with pytest.raises(Conflict), store.writing() as unit:
        unit.checks.add(replace(alone, id="twice"))
    with store.reading() as unit:
        assert [alone] == list(unit.checks.of_person(*WITHOUT_COURSE))


def test_answers_of_two_windows_stand_side_by_side_when_both_are_saved(store: Store) -> None:
    """Each writes its own answer; neither undoes the other's."""
    plant(store)
    begun = a_run()
    with store.writing() as unit:
        unit.checks.add(begun)
    one, other = (replace(begun, answers=MappingProxyType({name: SKIPPED})) for name in ("life", "screen"))

    for moved in (one, other):
        with store.writing() as unit:
            unit.checks.save(moved, begun)

    with store.reading() as unit:
        (found,) = unit.checks.of_person(*PLACE)
    assert {"life": SKIPPED, "screen": SKIPPED} == found.answers


def test_a_later_answer_replaces_an_earlier_one(store: Store) -> None:
    plant(store)
    run = a_run(answers=ANSWERS)
    moved = replace(
        run, answers=MappingProxyType({**ANSWERS, "life": SKIPPED}), updated_at=NOW + DAY, shared_at=NOW + DAY
    )
    with store.writing() as unit:
        unit.checks.add(run)
    with store.writing() as unit:
        unit.checks.save(moved, unit.checks.lock(run))

    with store.reading() as unit:
        assert [moved] == list(unit.checks.of_person(*PLACE))


def test_nobody_elses_answers_are_read_when_two_centres_have_the_same(store: Store) -> None:
    plant(store)
    plant(store, OTHER_CENTRE)
    with store.writing() as unit:
        for centre in (CENTRE, OTHER_CENTRE):
            unit.checks.add(a_run(centre=centre, answers=ANSWERS))
            unit.outside_results.add(a_result(centre))

    with store.reading() as unit:
        assert [CENTRE] == [run.centre_id for run in unit.checks.of_person(*PLACE)]
        assert [CENTRE] == [one.centre_id for one in unit.outside_results.of_person(*PLACE)]


def test_a_result_is_read_as_it_was_written_and_written_once(store: Store) -> None:
    plant(store)
    result = a_result(says="« Réussi »", area="4", level_id="basic", agreed_at=NOW)

    with store.writing() as unit:
        unit.outside_results.add(result)
        unit.outside_results.add(replace(result, says="another"))

    with store.reading() as unit:
        assert (result,) == unit.outside_results.of_person(*PLACE)
        assert () == unit.outside_results.of_person(*WITHOUT_COURSE)


def test_a_yes_and_its_end_are_kept_with_their_moments(store: Store) -> None:
    plant(store)
    result = a_result()
    decided = withdrawn(agreed(result, NOW), NOW + DAY)
    with store.writing() as unit:
        unit.outside_results.add(result)
        unit.outside_results.save_agreement(decided)

    with store.reading() as unit:
        assert (decided,) == unit.outside_results.of_person(*PLACE)
    with store.writing() as unit:
        unit.outside_results.remove(CENTRE, result.id)
        assert () == unit.outside_results.of_person(*PLACE)

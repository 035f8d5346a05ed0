"""What trainers decide about a path."""

from __future__ import annotations

import pytest

from lti_tool.domain.activity import Phase
from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.path_plan import (
    Choice,
    Skip,
    SkipReason,
    confirmed,
    going_on,
    put_off,
    skipped,
    taken_back,
    taken_up,
    waiting,
)
from tests.factories import DAY, NOW
from tests.paths import a_plan


def test_what_is_not_ticked_is_taken_away_when_the_list_is_confirmed() -> None:
    plan = confirmed(a_plan(), {"M00", "M06"}, {"M06", "M12"}, by="t", now=NOW)

    assert {"M00": False, "M06": True, "M12": True} == plan.wanted
    assert (1, NOW, "t") == (plan.version, plan.confirmed_at, plan.confirmed_by)


def test_a_choice_keeps_its_author_when_another_trainer_agrees() -> None:
    first = confirmed(a_plan(), {"M00", "M06"}, {"M06"}, by="t", now=NOW)
    second = confirmed(first, {"M00", "M06"}, {"M00", "M06"}, by="u", now=NOW + DAY)

    assert Choice(is_wanted=True, by="t", at=NOW) == second.choices["M06"]
    assert Choice(is_wanted=True, by="u", at=NOW + DAY) == second.choices["M00"]
    assert "u" == second.confirmed_by


def test_waiting_keeps_its_first_day_and_ends_when_it_ends() -> None:
    begun = waiting(a_plan(), "  Le prêt\tarrive  lundi. ", by="t", now=NOW)
    changed = waiting(begun, "Mardi.", by="u", now=NOW + DAY)
    ended = going_on(changed, NOW + DAY)

    assert (NOW, "t", "Le prêt arrive lundi.") == (begun.waits_since, begun.waits_by, begun.wait_reason)
    assert (NOW, "u", "Mardi.") == (changed.waits_since, changed.waits_by, changed.wait_reason)
    assert (None, None, "") == (ended.waits_since, ended.waits_by, ended.wait_reason)
    assert going_on(ended, NOW) is ended


@pytest.mark.parametrize(
    ("line", "reason"),
    [("", "wait-reason-missing"), (" \n", "wait-reason-missing"), ("x" * 121, "wait-reason-too-long")],
)
def test_waiting_is_refused_without_a_short_reason(line: str, reason: str) -> None:
    with pytest.raises(MalformedRequest) as refusal:
        waiting(a_plan(), line, by="t", now=NOW)

    assert reason == refusal.value.reason


def test_a_stage_is_skipped_for_a_reason_and_taken_up_again() -> None:
    plan = skipped(a_plan(), Phase.END, "left", by="t", now=NOW)

    assert {Phase.END: Skip(reason=SkipReason.LEFT, by="t", at=NOW)} == plan.skips
    assert {} == taken_up(plan, Phase.END, NOW).skips
    assert taken_up(plan, Phase.DIAGNOSTIC, NOW) is plan


@pytest.mark.parametrize(
    ("stage", "reason"),
    [(Phase.END, ""), (Phase.END, "no-reason"), (Phase.WARM_UP, "left"), (Phase.TRAINERS, "left")],
)
def test_nothing_is_skipped_without_a_reason_of_the_list(stage: Phase, reason: str) -> None:
    """S4-18."""
    with pytest.raises(MalformedRequest):
        skipped(a_plan(), stage, reason, by="t", now=NOW)


def test_not_now_takes_a_module_off_the_list_until_it_is_taken_back() -> None:
    plan = confirmed(a_plan(), {"M06", "M12"}, {"M06"}, by="t", now=NOW)
    said = put_off(plan, "M06", NOW + DAY)
    back = taken_back(said, "M06", NOW + DAY + DAY)

    assert Choice(is_wanted=False, by=plan.person_id, at=NOW + DAY) == said.put_off["M06"]
    assert {"M06"} == set(said.put_off)
    assert said.version == plan.version + 1
    assert put_off(said, "M06", NOW) is said
    assert {"M06": True, "M12": False} == back.wanted
    assert {} == back.put_off
    assert taken_back(back, "M06", NOW) is back


def test_what_a_trainer_took_away_is_not_taken_back_by_the_person() -> None:
    plan = confirmed(a_plan(), {"M06"}, set(), by="t", now=NOW)

    assert taken_back(plan, "M06", NOW) is plan
    assert {} == plan.put_off


def test_a_trainer_may_put_a_module_on_the_list_again_after_a_not_now() -> None:
    said = put_off(a_plan(), "M06", NOW)
    kept = confirmed(said, {"M00"}, {"M00"}, by="t", now=NOW + DAY)
    wanted = confirmed(said, {"M00"}, {"M00", "M06"}, by="t", now=NOW + DAY)

    assert {"M06"} == set(kept.put_off)
    assert Choice(is_wanted=True, by="t", at=NOW + DAY) == wanted.choices["M06"]

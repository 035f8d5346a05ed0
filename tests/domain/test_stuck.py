"""« Je suis bloqué », from the tap to the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lti_tool.domain.stuck import (
    Cause,
    SolvedBy,
    StuckCall,
    answered,
    called_again,
    is_told,
    safe_place,
    solved,
    with_cause,
)
from tests.factories import MINUTE, NOW

CALL = StuckCall(
    id="call",
    centre_id="centre",
    person_id="person",
    resource_link_id="link",
    context_id="course",
    called_at=NOW,
    place="tasks/3",
)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", ""),
        ("tasks/3", "tasks/3"),
        ("tasks/3?saved=already#contenu", "tasks/3"),
        ("modules/M05/steps/2", "modules/M05/steps/2"),
        ("access/hands-on", "access/hands-on"),
        ("checks/", "checks/"),
        *(
            (odd, "")
            for odd in ("//evil.example", "/tasks/3", "https://evil.example", "..", "a/../b", "a//b")
        ),
        *((odd, "") for odd in ("a\\b", "a b", "é", "a\n", "a\x00", "%2e%2e", "@evil", ".hidden", "x" * 121)),
        *((odd, "") for odd in ("stuck", "stuck/cause", "javascript:alert(1)", "?tasks/3")),
    ],
)
def test_the_way_back_stays_inside_the_launch(text: str, place: str) -> None:
    assert place == safe_place(text)


def test_a_second_tap_waits_since_the_first_one_and_leads_back_to_the_last_place() -> None:
    again = called_again(CALL, "tasks/4")

    assert (NOW, "tasks/4") == (again.called_at, again.place)
    assert CALL == called_again(CALL, "")


def test_the_first_answer_and_the_first_end_count() -> None:
    coming = answered(with_cause(CALL, Cause.PIN), NOW + MINUTE)
    over = solved(answered(coming, NOW + 2 * MINUTE), SolvedBy.TRAINER, NOW + 3 * MINUTE)

    assert (Cause.PIN, NOW + MINUTE, NOW + 3 * MINUTE) == (over.cause, over.coming_at, over.solved_at)
    assert over is solved(over, SolvedBy.LEARNER, NOW + 9 * MINUTE)
    assert over is with_cause(over, Cause.OTHER)
    assert over is answered(over, NOW + 9 * MINUTE)
    assert (True, False) == (coming.is_open, over.is_open)


def test_the_learner_reads_of_a_call_for_some_hours() -> None:
    over = solved(CALL, SolvedBy.TRAINER, NOW)

    assert is_told(CALL, NOW + timedelta(days=9))
    assert is_told(over, NOW + timedelta(hours=11))
    assert not is_told(over, NOW + timedelta(hours=12))

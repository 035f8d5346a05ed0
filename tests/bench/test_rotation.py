"""A slice of the rotation bench: keys and secret are replaced under load, and a broken way is noticed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bench.rotating import Tool, round_of
from tests.bench.rotation_bench import NEXT, Result, replace_secret, result_of, rotate_keys, tool

LAUNCHES = 2


@pytest.fixture
def made() -> Iterator[Tool]:
    """A tool of two processes and a worker."""
    with tool() as running:
        yield running


def is_met(result: Result) -> bool:
    return all(goal.is_met for goal in result.goals)


def test_nothing_is_lost_when_signing_keys_are_replaced_under_load(made: Tool) -> None:
    result = rotate_keys(made, LAUNCHES)

    assert ([], 0, 0) == (result.faults, result.refused_tokens, result.wrong)
    assert 2 == result.signed_with
    assert 1 == len(made.worker.services.keys.all(made.clock()))


def test_nothing_is_lost_when_the_secret_is_replaced_under_load(made: Tool) -> None:
    result = replace_secret(made, LAUNCHES)

    assert ([], 0, 0) == (result.faults, result.refused_tokens, result.wrong)
    assert result.forms >= 4 * LAUNCHES


def test_it_is_noticed_when_a_process_does_not_know_the_next_secret(made: Tool) -> None:
    """Without the first step of the guide, what one process signs is nothing to the other."""
    changed = made.made(secret_key=NEXT, former_secrets=(made.worker.settings.secret_key,))
    made.processes[0].become(changed)
    round_of(made, LAUNCHES, lambda: None)

    assert not is_met(result_of("half", made))

"""Mutated logins and launches: the tool does what an independent judge says.

Every run of the tests takes twenty thousand. ``make fuzz`` takes two hundred thousand and ``make fuzz
MESSAGES=…`` that many for each of the twenty seeds; ``python -m tests.fuzz.running --messages 5000000 --seed
7`` goes on with one seed.
"""

from __future__ import annotations

import ast
import os
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from tests.fuzz.running import differences, message_of

# In twenty portions, so that the processes of a run share them.
SEEDS = range(1, 21)
MESSAGES = int(os.environ.get("PASSERELLE_FUZZ_MESSAGES", "1000"))
JUDGES = ("facts", "judge", "judge_claims", "judge_token", "judge_words")
SHOWN = 10


@pytest.mark.slow
@pytest.mark.timeout(30 + MESSAGES // 20)
@pytest.mark.parametrize("seed", SEEDS)
def test_tool_and_judge_agree_when_messages_are_mutated(seed: int) -> None:
    """G1, G6, G8, G9 for what no table lists: same verdict, an error of ours, nothing left behind."""
    assert [] == list(islice(differences(seed, range(MESSAGES)), SHOWN))


def test_every_verdict_comes_up_when_a_few_messages_are_judged() -> None:
    """A fuzzer whose messages all end at the first check would prove nothing."""
    seen = Counter[int]()

    assert [] == list(islice(differences(0, range(3000), seen), SHOWN))
    assert set(seen) == {302, 303, 400, 401, 403, 413, 422, 503}
    assert min(seen.values()) >= 15
    assert seen[302] + seen[303] < sum(seen.values()) / 2


def test_a_message_is_the_same_when_it_is_made_again() -> None:
    """Seed and number are all that is needed to look at a difference again."""
    assert [message_of(7, number) for number in range(200)] == [
        message_of(7, number) for number in range(200)
    ]
    assert message_of(7, 3) != message_of(8, 3)


def test_the_judge_is_independent_when_it_judges() -> None:
    """It imports nothing of the tool, so that no fault can stand on both sides."""
    folder = Path(__file__).parent
    allowed = {"tests.fuzz.facts", *(f"tests.fuzz.{name}" for name in JUDGES)}
    imported = {
        name
        for judge in JUDGES
        for node in ast.walk(ast.parse((folder / f"{judge}.py").read_text(encoding="utf-8")))
        for name in _names(node)
    }

    assert {name for name in imported if name.startswith(("lti_tool", "tests"))} <= allowed
    assert not {name for name in imported if name.partition(".")[0] in ("jwt", "pylti1p3", "jwcrypto")}


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []

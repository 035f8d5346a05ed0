"""Every single check of the verifier is missed when it is gone: a hundred broken verifiers, all noticed. A
quarter of them in each run; `make fuzz` and `make whole` try them all.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from tests.architecture.sources import ROOT
from tests.fuzz.mutants import MUTANTS
from tests.fuzz.mutating import applies
from tests.sampling import every

# In portions, so that the processes of a run share them.
PARTS = 8


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", every(4, range(PARTS)))
def test_a_broken_verifier_is_noticed_when_one_check_is_gone(part: int) -> None:
    """Each mutant in a process of its own; ``tests/fuzz/mutating.py`` names those that get away."""
    tried = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.mutating", str(part), str(PARTS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert tried.returncode == 0, tried.stdout + tried.stderr[-2000:]
    assert tried.stdout.startswith(f"{len(MUTANTS[part::PARTS])} mutants"), tried.stdout


def test_every_mutant_changes_exactly_one_place_when_the_verifier_changes() -> None:
    assert [] == [mutant.name for mutant in MUTANTS if not applies(mutant)]
    assert [] == [name for name, times in Counter(each.name for each in MUTANTS).items() if times > 1]
    assert len(MUTANTS) >= 100

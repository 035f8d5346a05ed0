"""A run of the fuzzer: ``python -m tests.fuzz.running --messages 1000000 --seed 7`` for a longer one.

A message is made from the seed and its number alone: ``--only 1234`` repeats one of them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from random import Random

from tests.fuzz.comparing import Message, difference, judged
from tests.fuzz.mutate_launch import launch_ready, launch_signed, launch_with_keys
from tests.fuzz.mutate_login import login
from tests.fuzz.world import Desk

_KINDS = (login, launch_signed, launch_ready, launch_with_keys)
_WEIGHTS = (36, 36, 25, 3)


def message_of(seed: int, number: int) -> Message:
    """The message of this number in the run of this seed."""
    random = Random(f"{seed}/{number}")
    (make,) = random.choices(_KINDS, _WEIGHTS)
    return make(random)


def differences(seed: int, messages: range, seen: Counter[int] | None = None) -> Iterator[str]:
    """Every message in which tool and judge differ, in words. ``seen`` counts the statuses that came up."""
    desk = Desk()
    for number in messages:
        message = message_of(seed, number)
        verdict = judged(message)
        if seen is not None:
            seen[verdict.status] += 1
        wrong = difference(desk, message, verdict)
        if wrong:
            yield f"seed {seed}, message {number} ({', '.join(message.trail)}): {wrong}"


def main(words: list[str]) -> int:
    """Run and print; 1 when there was any difference."""
    parser = argparse.ArgumentParser(description="Compare the tool with the judge.")
    parser.add_argument("--messages", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    asked = parser.parse_args(words)
    numbers = range(asked.messages) if asked.only is None else range(asked.only, asked.only + 1)
    began, seen, found = time.perf_counter(), Counter[int](), 0
    for line in differences(asked.seed, numbers, seen):
        print(line)
        found += 1
    spent = time.perf_counter() - began
    print(
        f"{len(numbers)} messages in {spent:.0f} s, {found} differences, judged {dict(sorted(seen.items()))}"
    )
    if asked.only is not None:
        print(message_of(asked.seed, asked.only))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

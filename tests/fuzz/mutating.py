"""Try the tests on broken verifiers: ``python -m tests.fuzz.mutating [part parts]``.

Each mutant lives in a process of its own, forked after everything that does not change was read: the
messages and the judge's verdicts are made once. First the messages go through the mutant, then, if nothing
was noticed, the tests of ``tests/lti``. One line per mutant that does not apply, does not load or survives.
"""

from __future__ import annotations

import importlib
import os
import resource
import signal
import sys
import time
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType

import pytest

from lti_tool import paths
from tests.fuzz.comparing import Message, judged
from tests.fuzz.facts import Verdict
from tests.fuzz.mutants import MUTANTS, Mutant
from tests.fuzz.running import message_of

SEED, MESSAGES = 20, 8000
# Of the processor and of the clock: the machine may be busy with other things.
PROCESSOR_SECONDS_AT_MOST, SECONDS_AT_MOST = 60, 300
PACKAGE = Path(paths.__file__).parent / "lti"
UNIT_TESTS = tuple(
    f"tests/lti/test_{name}.py"
    for name in ("verify", "claims", "login", "launch", "hand_over", "keys", "service_claims", "strict_json")
)
SURVIVED, BY_MESSAGES, BY_TESTS, NOT_LOADED = range(4)
Case = tuple[Message, Verdict]
NOTHING = Mutant(name="nothing", module="verify", old="", new="")


class _Patched(SourceFileLoader):
    """Reads a module and changes one place in it."""

    def __init__(self, name: str, mutant: Mutant) -> None:
        super().__init__(name, str(PACKAGE / f"{mutant.module}.py"))
        self._mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        return compile(_source_of(self._mutant), self.path, "exec")


class _Finder:
    """Finds the changed module in place of the one on disk."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        self._name = f"lti_tool.lti.{mutant.module}"

    def find_spec(self, name: str, _path: object, _target: object = None) -> ModuleSpec | None:
        return spec_from_loader(name, _Patched(name, self._mutant)) if name == self._name else None


def _source_of(mutant: Mutant) -> str:
    text = (PACKAGE / f"{mutant.module}.py").read_text(encoding="utf-8")
    return text.replace(mutant.old, mutant.new) if mutant.old else text


def applies(mutant: Mutant) -> bool:
    """Whether there is exactly one place to change."""
    return (PACKAGE / f"{mutant.module}.py").read_text(encoding="utf-8").count(mutant.old) == 1


def fate(mutant: Mutant, cases: Sequence[Case]) -> int:
    """What becomes of a mutant, in a process of its own."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS_AT_MOST, PROCESSOR_SECONDS_AT_MOST))
        signal.alarm(SECONDS_AT_MOST)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os._exit(_lived(mutant, cases))
    _pid, status = os.waitpid(child, 0)
    # One that never ends was noticed as well.
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else BY_MESSAGES


def _lived(mutant: Mutant, cases: Sequence[Case]) -> int:
    for name in [*sys.modules]:
        if name.startswith(("lti_tool.lti", "tests.fuzz.comparing", "tests.fuzz.world")):
            del sys.modules[name]
    sys.meta_path.insert(0, _Finder(mutant))  # type: ignore[arg-type]  # It answers what is asked of it.
    try:
        world = importlib.import_module("tests.fuzz.world")
        comparing = importlib.import_module("tests.fuzz.comparing")
        desk = world.Desk()
    except Exception:
        return NOT_LOADED
    if any(comparing.difference(desk, message, verdict) for message, verdict in cases):
        return BY_MESSAGES
    quiet = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly"]
    return BY_TESTS if pytest.main([*quiet, *UNIT_TESTS]) else SURVIVED


def main(words: list[str]) -> int:
    """Try every mutant of this part and print the ones that got away."""
    part, parts = (int(word) for word in words) if words else (0, 1)
    began = time.perf_counter()
    messages = [message_of(SEED, number) for number in range(MESSAGES)]
    cases = [(message, judged(message)) for message in messages]
    counts, wrong = [0, 0, 0, 0], 0
    if fate(NOTHING, cases) != SURVIVED:
        print("the unchanged verifier does not pass")
        return 1
    for mutant in MUTANTS[part::parts]:
        found = fate(mutant, cases) if applies(mutant) else NOT_LOADED
        counts[found] += 1
        if found in (SURVIVED, NOT_LOADED):
            wrong += 1
            print(
                f"{mutant.name} {'survived' if found == SURVIVED else 'does not apply or load'}", flush=True
            )
    spent = time.perf_counter() - began
    print(
        f"{sum(counts)} mutants in {spent:.0f} s: {counts[1]} seen by the messages, {counts[2]} by the tests"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Keys and the secret are replaced while people launch and grades leave: nothing fails and nothing is lost.

The keys of a platform: rotated, signing a day later, the former one deleted two weeks after that, all under
load, with a platform that reads our keys over again when its copy is 23 hours old. The secret: as the guide
says for several processes, one after the other, then everything sealed anew, then the former one forgotten.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from lti_tool.settings import Settings
from lti_tool.store.engine import make_engine
from lti_tool.store.upgrade import upgrade
from tests.bench.report import Goal, Report, Size, Table
from tests.bench.rotating import URL, Tool, round_of
from tests.bench.rotating_process import Clock

FORMER, NEXT = b"the former secret of the bench, long enough", b"the next secret of the bench, long enough"
LAUNCHES = {Size.QUICK: 4, Size.FULL: 60}
"""In each round; there are four rounds for each."""
PEOPLE = 12
HEADS = ("what is replaced", "launches", "forms", "scores", "tokens", "keys that signed", "faults")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one rotation came to."""

    name: str
    launches: int
    forms: int
    scores: int
    tokens: int
    refused_tokens: int
    signed_with: int
    wrong: int
    faults: list[str]

    @property
    def goals(self) -> list[Goal]:
        """The promises."""
        return [
            Goal(name=f"{self.name}: launches and forms that failed", value=len(self.faults), at_most=0),
            Goal(name=f"{self.name}: assertions that were refused", value=self.refused_tokens, at_most=0),
            Goal(name=f"{self.name}: grades that are not as wanted", value=self.wrong, at_most=0),
        ]

    @property
    def row(self) -> list[str | float]:
        """The figures."""
        return [self.name, self.launches, self.forms, self.scores, self.tokens, self.signed_with,
                "; ".join(self.faults[:3]) or "none"]  # fmt: skip


@contextmanager
def tool() -> Iterator[Tool]:
    """The tool on a new SQLite file, on the disk."""
    with tempfile.TemporaryDirectory(prefix="passerelle-rotation-") as folder:
        url = f"sqlite:///{Path(folder) / 'passerelle.sqlite3'}"
        engine = make_engine(url)
        upgrade(engine)
        engine.dispose()
        settings = Settings(base_url=URL, database_url=url, secret_key=FORMER, allows_insecure_platforms=True)
        made = Tool(settings, Clock(), PEOPLE)
        try:
            yield made
        finally:
            made.close()


def rotate_keys(made: Tool, launches: int) -> Result:
    """One more key, a day, two weeks, and the former key is gone."""
    keys = made.worker.services.keys
    round_of(made, launches, lambda: keys.rotate(made.registration.id, made.clock()))
    for spell in (timedelta(hours=1), timedelta(hours=23, minutes=30), timedelta(days=15)):
        made.pass_(spell)
        made.lms.forget_tokens()
        round_of(made, launches, lambda: keys.sweep(made.clock()))
    return result_of("signing keys", made)


def replace_secret(made: Tool, launches: int) -> Result:
    """Everybody learns the next secret, everybody uses it, everything is sealed anew, the former one goes."""
    round_of(made, launches, lambda: made.restart(former_secrets=(NEXT,)))
    round_of(made, launches, lambda: made.restart(secret_key=NEXT, former_secrets=(FORMER,)))
    round_of(made, launches, lambda: made.worker.services.keys.reseal())
    made.pass_(timedelta(hours=8))
    made.lms.forget_tokens()
    round_of(made, launches, lambda: made.restart(former_secrets=()))
    return result_of("secret", made)


def result_of(name: str, made: Tool) -> Result:
    """Let everything come to rest, and count."""
    wrong = made.wrong_grades()
    tokens, scores = made.lms.requests_to("token"), made.lms.requests_to("scores")
    return Result(
        name=name,
        launches=made.counts.launches,
        forms=made.counts.forms,
        scores=len(scores),
        tokens=len(tokens),
        refused_tokens=sum(entry.status != 200 for entry in tokens),
        signed_with=len({entry.bearer_kid for entry in scores}),
        wrong=wrong,
        faults=made.counts.faults,
    )


def run(size: Size) -> Report:
    """Both, each with a tool of its own."""
    results = []
    for rotation in (rotate_keys, replace_secret):
        with tool() as made:
            results.append(rotation(made, LAUNCHES[size]))
    return Report(
        name="rotation",
        size=size,
        goals=[goal for one in results for goal in one.goals],
        tables=[Table(title="Under load", heads=HEADS, rows=[one.row for one in results])],
        notes=["Two processes and a worker, each an installation with a memory of its own, over HTTP."],
    )

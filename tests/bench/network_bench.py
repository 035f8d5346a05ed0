"""Diagnostics on a network that breaks: answers lost and answers kept twice, in a real browser."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from lti_tool import paths
from lti_tool.content.shelf import load_shelf
from lti_tool.store.engine import make_engine
from lti_tool.store.upgrade import upgrade
from tests.bench.report import Goal, Report, Size, Table
from tests.browser.bad_network import Walked, Walker, behind_a_bad_line
from tests.keys import key_maker
from tests.walking import running_chromium
from tests.web.site import SECRET, Clock, Parts

WALKS = {Size.QUICK: 1, Size.FULL: 5}
CUTS = 40


def run(size: Size) -> Report:
    """Whole diagnostics, each with its own seed and 40 cuts."""
    started = time.monotonic()
    walks = _walks(WALKS[size])
    cuts = sum((walked.cuts for walked in walks), Counter[str]())
    return Report(
        name="network",
        size=size,
        goals=[
            Goal(name="cuts", value=cuts.total(), at_least=WALKS[size] * CUTS),
            Goal(name="answers lost", value=sum(one.lost for one in walks), at_most=0),
            Goal(name="answers kept twice", value=sum(one.doubled for one in walks), at_most=0),
        ],
        tables=(
            Table(title="Where the network broke", heads=("where", "times"), rows=sorted(cuts.items())),
            Table(
                title="What was given",
                heads=("diagnostics", "presses", "answers kept", "pages loaded anew", "seconds"),
                rows=[
                    (
                        len(walks),
                        sum(len(one.acts) for one in walks),
                        sum(len(one.kept) + len(one.equipment) for one in walks),
                        sum(one.reloads for one in walks),
                        time.monotonic() - started,
                    )
                ],
            ),
        ),
    )


def _walks(count: int) -> list[Walked]:
    parts = Parts(shelf=load_shelf(paths.CONFIG), key=key_maker(SECRET).make("", "", Clock()()))
    found: list[Walked] = []
    with TemporaryDirectory(prefix="passerelle-") as folder, running_chromium() as browser:
        empty = Path(folder) / "empty.sqlite3"
        engine = make_engine(f"sqlite:///{empty}")
        upgrade(engine)
        engine.dispose()
        with behind_a_bad_line(parts, empty, Path(folder)) as (house, lms, line):
            for seed in range(1, count + 1):
                line.done.clear()
                walker = Walker(house.opened(lms), line, browser, seed=seed, cuts=CUTS)
                found.append(walker.walk())
                walker.watch.close()
    return found

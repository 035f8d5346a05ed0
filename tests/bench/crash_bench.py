"""SIGKILL of writing processes, and full disks, on SQLite in both journal modes."""

from __future__ import annotations

from tests.bench.filling import fill_by_refusing, fill_small_disk
from tests.bench.killing import Harm, kill_many
from tests.bench.power import JOURNALS
from tests.bench.report import Goal, Report, Size, Table

DEATHS = {Size.QUICK: 60, Size.FULL: 500}
FULL_DISKS = {Size.QUICK: 5, Size.FULL: 25}
PROOF_DEATHS = 30


def run(size: Size) -> Report:
    """Half of everything in each journal mode."""
    kills = [(journal, kill_many(journal, DEATHS[size])) for journal in JOURNALS]
    refused = [(journal, fill_by_refusing(journal, FULL_DISKS[size])) for journal in JOURNALS]
    small = [(journal, fill_small_disk(journal, FULL_DISKS[size])) for journal in JOURNALS]
    mounted = [(journal, harm) for journal, harm in small if harm is not None]
    hasty = kill_many(JOURNALS[0], PROOF_DEATHS, is_hasty=True)
    kinds = [("SIGKILL", kills), ("full at any write", refused), ("full tmpfs", mounted)]
    rows = [[kind, journal, *_figures(harm)] for kind, found in kinds for journal, harm in found]
    goals = [goal for kind, found in kinds if found for goal in _goals(kind, [harm for _j, harm in found])]
    heads = (
        "kind",
        "journal",
        "times",
        "journal left",
        "steps told",
        "lost",
        "ungraded",
        "half kept",
        "corrupt",
    )
    notes = (
        () if mounted else ("No file system may be mounted here: full disks are those of the recording VFS.",)
    )
    return Report(
        name="crash",
        size=size,
        goals=[
            *goals,
            Goal(
                name="SIGKILL: writers killed",
                value=sum(harm.deaths for _journal, harm in kills),
                at_least=2 * DEATHS[size],
            ),
            Goal(name="a tool that acknowledges too early: lost", value=hasty.lost, at_least=1),
        ],
        tables=(Table(title="After each kind of trouble", heads=heads, rows=rows),),
        notes=notes,
    )


def _goals(kind: str, found: list[Harm]) -> list[Goal]:
    return [
        Goal(name=f"{kind}: acknowledged steps lost", value=sum(one.lost for one in found), at_most=0),
        Goal(name=f"{kind}: half kept, ungraded or corrupt",
             value=sum(one.all_bad - one.lost for one in found), at_most=0),
        Goal(name=f"{kind}: not said to be full", value=sum(len(one.reasons) for one in found), at_most=0),
    ]  # fmt: skip


def _figures(harm: Harm) -> list[str | float]:
    return [
        harm.deaths,
        harm.in_a_transaction,
        harm.told,
        harm.lost,
        harm.ungraded,
        harm.half_kept,
        harm.corrupt,
    ]

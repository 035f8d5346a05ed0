"""Commands over the content: check it, count it, and run the engine without a browser."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import click

from lti_tool import paths
from lti_tool.content.shelf import Shelf, load_items, load_shelf, stats
from lti_tool.content.yaml_lines import FaultyContent
from lti_tool.domain.ability import LevelEstimate, Outcome, area_estimate, competence_estimate
from lti_tool.domain.framework import AREAS, COMPETENCES
from lti_tool.domain.item import Item
from lti_tool.domain.selection import Given, belief_after, given_of, next_item


@click.group()
def content() -> None:
    """Check and count the items."""


@content.command("check")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
def content_check(path: Path | None) -> None:
    """Check every content file below PATH (default: the installation's own content)."""
    try:
        shelf = load_shelf(path or paths.CONFIG)
    except FaultyContent as error:
        for fault in error.faults:
            click.echo(str(fault))
        raise SystemExit(1) from error
    click.echo(f"{len(shelf.bank.items)} items, {len(shelf.activities)} activities, no fault.")


@content.command("stats")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
def content_stats(as_json: bool) -> None:
    """Count the items by competence, level, format and language."""
    counted = stats(load_items(paths.CONFIG), {})
    click.echo(json.dumps(counted, ensure_ascii=False, indent=None if as_json else 2))


@click.command()
@click.option("--jsonl", is_flag=True, required=True, help="Talk in JSON lines.")
@click.option("--activity", default="diagnostic", show_default=True, help="The slug of a diagnostic.")
@click.option("--seed", type=int, default=0, show_default=True)
def diagnose(jsonl: bool, activity: str, seed: int) -> None:
    """Run the engine without a browser: print a task, read its outcome, and so on to the levels."""
    shelf = load_shelf(paths.CONFIG)
    if activity not in shelf.activities:
        raise click.BadParameter(f"known: {', '.join(shelf.activities)}", param_hint="--activity")
    for line in _dialogue(shelf, activity, seed):
        click.echo(json.dumps(line, ensure_ascii=False))
        sys.stdout.flush()


def _dialogue(shelf: Shelf, activity: str, seed: int) -> Iterator[dict[str, object]]:
    mode = shelf.activities[activity].length
    history: list[Given] = []
    while True:
        random = Random(f"{seed}:{len(history)}")  # noqa: S311 - a draw of tasks, no secret
        belief = belief_after(history)
        item = next_item(shelf.bank.items, history, belief, mode, strand="", random=random)
        if item is None:
            break
        yield _asked(item)
        history.append(given_of(item, _read_outcome()))
    yield {
        "done": True,
        "areas": {area: _level(area_estimate(belief, area)) for area in AREAS},
        "competences": {name: _level(competence_estimate(belief, name)) for name in COMPETENCES},
    }


def _asked(item: Item) -> dict[str, object]:
    return {
        "item": item.id,
        "competence": item.competence,
        "level": item.level,
        "format": item.format,
        "done": False,
    }


def _read_outcome() -> Outcome:
    line = sys.stdin.readline()
    try:
        return Outcome(json.loads(line)["outcome"])
    except (ValueError, KeyError, TypeError) as error:
        words = ", ".join(outcome.value for outcome in Outcome)
        raise click.ClickException(
            f'expected {{"outcome": one of {words}}}, one JSON object a line'
        ) from error


def _level(estimate: LevelEstimate) -> dict[str, object]:
    return {"level": estimate.level, "low": estimate.low, "high": estimate.high, "p": round(estimate.p, 4)}

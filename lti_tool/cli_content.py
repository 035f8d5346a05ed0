"""Commands over the content: check it, count it, and run the engine without a browser."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

import click

from lti_tool import paths
from lti_tool.cli_easy import easy_faults
from lti_tool.content.bank import ItemFolder, load_folders, load_items, load_outcomes
from lti_tool.content.drawings import drawings_in
from lti_tool.content.levels import FOLDER as LEVELS
from lti_tool.content.levels import levelling_faults, load_levellings
from lti_tool.content.module_texts import MODULE
from lti_tool.content.module_translations import module_translation_faults, translated_steps
from lti_tool.content.modules import MODULE_FILES, load_modules, steps_by_language
from lti_tool.content.once import Once
from lti_tool.content.resources import FOLDER as CARDS
from lti_tool.content.shelf import Shelf, load_shelf, stats
from lti_tool.content.telling import is_translation
from lti_tool.content.translations import Coverage, coverages, translation_faults
from lti_tool.content.yaml_lines import Fault, FaultyContent
from lti_tool.domain.ability import LevelEstimate, Outcome, area_estimate, competence_estimate
from lti_tool.domain.activity import Activity
from lti_tool.domain.framework import AREAS, COMPETENCES
from lti_tool.domain.item import Item
from lti_tool.domain.language import BASE_LANGUAGE
from lti_tool.domain.levelling import pairs_of, weighted_kappa
from lti_tool.domain.selection import Given, belief_after, given_of, next_item
from lti_tool.settings import read_centre_folders, read_content_folders

Found = TypeVar("Found")


class BadInput(click.ClickException):
    """What was typed cannot be used: one sentence, and the exit code of a wrong setting."""

    exit_code = 2


@click.group()
def content() -> None:
    """Check and count the items."""


@content.command("check")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
def content_check(path: Path | None) -> None:
    """Check every content file below PATH: a folder of items or modules of your own, or a whole content
    folder.

    Without PATH: the content of this installation, with the folders of PASSERELLE_CONTENT, and those of
    centres in PASSERELLE_CENTRE_CONTENT.
    """
    root, own = _to_check(path)
    is_own = path is not None and path in own
    once = Once()
    shelf, folders = _sound(root, own, once, is_own=is_own)
    if path is not None and is_own and not _holds_something(folders[-1]):
        raise BadInput(_nothing_in(path))
    _tell(folders, own, "" if is_own else f"{len(shelf.activities)} activities, ")
    for centre_id, folder in {} if path is not None else read_centre_folders(os.environ).items():
        _shelf, folders = _sound(root, (*own, folder), once, is_own=True)
        click.echo(f"Centre {centre_id}: ", nl=False)
        _tell(folders, (folder,))


def _sound(root: Path, own: Sequence[Path], once: Once, *, is_own: bool) -> tuple[Shelf, list[ItemFolder]]:
    """All content, and the folders that were looked at: the last one alone where ``is_own``. Or the end of
    the command with every fault.
    """
    shelf, folders = _read(root, own, once)
    looked_at = folders[-1:] if is_own else folders
    faults = [fault for folder in looked_at for fault in _later_faults(folder, root)]
    _refuse([*faults, *easy_faults(folder.root for folder in looked_at)])
    return shelf, looked_at


def _tell(folders: Sequence[ItemFolder], own: Sequence[Path], activities: str = "") -> None:
    modules = sum(map(_modules_in, folders))
    counted = {item.id: item for folder in folders for item in folder.items.values()}
    click.echo(f"{len(counted)} items, {modules} modules, {activities}no fault.")
    others = sum(item.language != BASE_LANGUAGE for item in counted.values())
    if others:
        click.echo(f"{others} of them are not in French: they are counted and not given to anybody yet.")
    for folder in folders:
        _tell_translations(folder.root, is_own=folder.root in own)


def _modules_in(folder: ItemFolder) -> int:
    return sum(not is_translation(path) for path in folder.root.glob(MODULE_FILES))


def _holds_something(folder: ItemFolder) -> bool:
    return bool(folder.items or _modules_in(folder) or _holds_cards(folder.root))


@content.command("stats")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
def content_stats(as_json: bool) -> None:
    """Count the items by competence, level, format and language."""
    own = read_content_folders(os.environ)
    steps = steps_by_language(load_modules(paths.CONFIG, own))
    for folder in (paths.CONFIG, *own):
        for module, told in translated_steps(folder).items():
            steps[module] = {**steps.get(module, {}), **told}
    translated = Counter[str]()
    for folder in (paths.CONFIG, *own):
        translated.update({one.language: one.translated for one in coverages(folder)})
    counted = stats(load_items(paths.CONFIG, own), steps, translated)
    click.echo(json.dumps(counted, ensure_ascii=False, indent=None if as_json else 2))
    pairs = pairs_of([*load_levellings(paths.CONFIG).values()])
    if pairs and not as_json:
        kappa = weighted_kappa(pairs)
        click.echo(f"Agreement of the two levellings of {len(pairs)} items: weighted kappa {kappa:.2f}.")


@click.command()
@click.option("--jsonl", is_flag=True, required=True, help="Talk in JSON lines.")
@click.option("--activity", default="diagnostic", show_default=True, help="The slug of a diagnostic.")
@click.option("--seed", type=int, default=0, show_default=True)
def diagnose(jsonl: bool, activity: str, seed: int) -> None:
    """Run the engine without a browser: print a task, read its outcome, and so on to the levels.

    It ends in silence when there is nothing more to read.
    """
    shelf = load_shelf(paths.CONFIG, read_content_folders(os.environ))
    for line in _dialogue(shelf, _diagnostic(shelf, activity), seed):
        click.echo(json.dumps(line, ensure_ascii=False))
        sys.stdout.flush()


def _to_check(path: Path | None) -> tuple[Path, tuple[Path, ...]]:
    """The content folder, and the folders of own items to read with it."""
    if path is None:
        return paths.CONFIG, read_content_folders(os.environ)
    if (path / "framework").is_dir():
        return path, ()
    return paths.CONFIG, (path,)


def _read(root: Path, own: Sequence[Path], once: Once) -> tuple[Shelf, list[ItemFolder]]:
    """All content, or the end of the command with every fault of every file, each once."""
    faults: list[Fault] = []
    folders = _tried(partial(load_folders, root, own, once), faults)
    _tried(partial(load_modules, root, own, once), faults)
    shelf = _tried(partial(load_shelf, root, own, once), faults)
    _refuse([*dict.fromkeys(faults)])
    if folders is None or shelf is None:  # pragma: no cover - then there was a fault
        raise SystemExit(1)
    return shelf, folders


def _tried(load: Callable[[], Found], faults: list[Fault]) -> Found | None:
    try:
        return load()
    except FaultyContent as error:
        faults += error.faults
        return None


def _tell_translations(root: Path, *, is_own: bool) -> None:
    """How far a folder is translated, and what was translated from an older version."""
    for found in coverages(root):
        for fault in found.stale:
            click.echo(str(fault))
        click.echo(_translated_in_words(found, is_own=is_own))


def _translated_in_words(found: Coverage, *, is_own: bool) -> str:
    said = f"{found.language}: {found.translated} of {found.total} items are translated"
    left = found.total - found.translated
    if not left:
        return f"{said}."
    if is_own:
        return f"{said}; the other {left} are given in French."
    return f"{said}, {left} are not: until all are, every task is given in French."


def _nothing_in(path: Path) -> str:
    return (
        f"{path} holds no item, module or card: an item lies in bank/<language>/<competence>/<id>.yaml,"
        f" a module in modules/<language>/<ID>/{MODULE}."
    )


def _holds_cards(path: Path) -> bool:
    """Whether a folder of a centre brings cards of its library, which the shelf checks with it."""
    return any((path / CARDS).glob("*.yaml"))


def _later_faults(folder: ItemFolder, root: Path) -> list[Fault]:
    """What is wrong beside sound items: every item of the project's bank was levelled, where a centre may do
    without, and a translation is the same task.
    """
    is_required = folder.root == root and (root == paths.CONFIG or (root / LEVELS).is_dir())
    faults = levelling_faults(folder.root, [*folder.items.values()], is_required=is_required)
    faults += translation_faults(folder.root, load_outcomes(root))
    return faults + module_translation_faults(folder.root, drawings_in(root) | drawings_in(folder.root))


def _refuse(faults: Sequence[Fault]) -> None:
    for fault in faults:
        click.echo(str(fault))
    if faults:
        raise SystemExit(1)


def _diagnostic(shelf: Shelf, slug: str) -> Activity:
    known = {name: one for name, one in shelf.activities.items() if one.kind == "diagnostic"}
    if slug not in known:
        raise BadInput(f"There is no diagnostic “{slug}”. Known: {', '.join(known)}.")
    return known[slug]


def _dialogue(shelf: Shelf, activity: Activity, seed: int) -> Iterator[dict[str, object]]:
    mode = activity.length
    history: list[Given] = []
    while True:
        random = Random(f"{seed}:{len(history)}")  # noqa: S311 - a draw of tasks, no secret
        belief = belief_after(history)
        item = next_item(shelf.bank.items, history, belief, mode, strand="", random=random)
        if item is None:
            break
        yield _asked(item)
        outcome = _read_outcome()
        if outcome is None:
            return
        history.append(given_of(item, outcome))
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


def _read_outcome() -> Outcome | None:
    """How the task ended; ``None`` when nobody says anything more."""
    try:
        line = sys.stdin.readline()
        return Outcome(json.loads(line)["outcome"]) if line else None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        words = ", ".join(outcome.value for outcome in Outcome)
        raise BadInput(f'Expected {{"outcome": one of {words}}}, one JSON object a line.') from error


def _level(estimate: LevelEstimate) -> dict[str, object]:
    return {"level": estimate.level, "low": estimate.low, "high": estimate.high, "p": round(estimate.p, 4)}

"""The command that reads the stored answers and says how hard each item turned out to be."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from lti_tool import paths
from lti_tool.bootstrap import utc_now
from lti_tool.content.bank import load_bank, load_folders
from lti_tool.content.calibration import load_calibration, write_calibration
from lti_tool.content.once import Once
from lti_tool.domain.ability import Outcome, difficulty_of
from lti_tool.domain.calibration import CALIBRATED_FROM
from lti_tool.domain.errors import SettingsFault
from lti_tool.domain.item_watch import GROUP_AT_LEAST, Bias
from lti_tool.services.calibrations import Answers, Calibrations, ItemReport, Report
from lti_tool.settings import read_settings
from lti_tool.settings_content import folders_of_centres
from lti_tool.store.opening import open_store

DEFAULT_BASE_URL = "http://127.0.0.1:8765"
NOT_STORED = ("gender", "age", "language", "screen reader")
HEADINGS = (
    *("item", "level", "n", "alone", "helped", "failed", "skipped", "before", "shown", "±", "after"),
    *("expected", "outfit", "median s", "5 % s", "look again"),
)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
@click.option("--write", is_flag=True, help="Write the difficulties: a new version of the bank.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The content folder to write into; else the last one of PASSERELLE_CONTENT, or the centre's.",
)
@click.option(
    "--centre", "centre_id", metavar="ID", help="The answers of one centre, to its bank with its own items."
)
def calibrate(as_json: bool, write: bool, out: Path | None, centre_id: str | None) -> None:
    """Read every answer, and say how hard each item is and what wants a second look.

    The ability of whoever answered is taken from the other answers of the same attempt.
    """
    settings = read_settings(os.environ, default_base_url=DEFAULT_BASE_URL)
    centres = folders_of_centres(settings.centre_content)
    if centre_id is not None and centre_id not in centres:
        raise SettingsFault(f"PASSERELLE_CENTRE_CONTENT has no folder {centre_id}.")
    own = settings.content if centre_id is None else (*settings.content, centres[centre_id])
    folder = _folder(out, own) if write else None
    before = load_calibration([paths.CONFIG, *own])
    once = Once()
    bank = load_bank(paths.CONFIG, own, once)
    store = open_store(settings.database_url)
    click.get_current_context().call_on_close(store.close)
    apart = {} if centre_id is not None else _items_apart(settings.content, centres, once)
    read = Answers(centre_id=centre_id or "", apart=apart)
    report = Calibrations(store, bank).report(before, utc_now().date(), read)
    if as_json:
        click.echo(json.dumps(_as_json(report), ensure_ascii=False))
    else:
        for line in _as_lines(report):
            click.echo(line)
    if folder is not None:
        _write(folder, report, is_read=folder.resolve() in own)


def _items_apart(own: tuple[Path, ...], centres: Mapping[str, Path], once: Once) -> dict[str, frozenset[str]]:
    """The items that each centre has of its own, or in another one's place."""
    return {
        centre_id: frozenset(load_folders(paths.CONFIG, (*own, folder), once)[-1].items)
        for centre_id, folder in centres.items()
    }


def _folder(out: Path | None, own: tuple[Path, ...]) -> Path:
    if out is None and not own:
        raise SettingsFault("Nowhere to write: name a folder with --out, or set PASSERELLE_CONTENT.")
    return out if out is not None else own[-1]


def _write(folder: Path, report: Report, *, is_read: bool) -> None:
    if not report.calibration:
        click.echo(f"Nothing was written: no item has {CALIBRATED_FROM} answers yet.", err=True)
        return
    try:
        path = write_calibration(folder, report.calibration)
    except OSError as error:
        raise SettingsFault(f"The folder {folder} cannot be written: {error.strerror}.") from error
    click.echo(f"{len(report.calibration)} difficulties are in {path}.", err=True)
    if not is_read:
        click.echo(f"Add {folder.resolve()} to PASSERELLE_CONTENT, else they are not read.", err=True)
    click.echo("They count once serve and worker are restarted.", err=True)


def _as_lines(report: Report) -> Iterator[str]:
    rows = [_row(one) for one in report.items if one.watch.n]
    widths = [max(len(cell) for cell in column) for column in zip(HEADINGS, *rows, strict=True)]
    for row in (HEADINGS, *rows) if rows else ():
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join([first.strip().ljust(widths[0]), *others]).rstrip()
    yield f"{report.answers} answers of {report.attempts} finished attempts, bank {report.bank_version}."
    if report.other_versions:
        yield f"{report.other_versions} of them are to items that were changed or withdrawn since."
    silent = sum(not one.watch.n for one in report.items)
    if silent:
        yield f"{silent} items have no answer yet."
    yield f"Below {CALIBRATED_FROM} answers a difficulty stays as it is. “=” marks an anchor."
    yield "The ability beside an answer comes from the other answers of the same attempt (leave one out)."
    yield (
        f"Bias is looked for by device strand, from {GROUP_AT_LEAST} answers in each group on."
        f" Not stored, hence not looked for: {', '.join(NOT_STORED)}."
    )


def _row(one: ItemReport) -> tuple[str, ...]:
    watch = one.watch
    after = "" if one.after is None else f"{one.after.difficulty:.2f}{'=' if one.after.is_anchor else ''}"
    return (
        *(one.item.id, str(one.item.level), str(watch.n)),
        *(f"{watch.share(outcome):.0%}" for outcome in Outcome),
        *(f"{_before(one):.2f}", f"{one.shown.mean:.2f}", f"{one.shown.sd:.2f}", after),
        *(f"{watch.expected_alone:.0%}", f"{watch.outfit:.2f}"),
        *(f"{watch.seconds_median:.0f}", f"{watch.seconds_low:.0f}", ", ".join(_flags(one))),
    )


def _flags(one: ItemReport) -> list[str]:
    biased = [f"{bias.group} {bias.delta:+.1f}" for bias in one.watch.bias if bias.size != "none"]
    return [*one.watch.flags, *biased]


def _as_json(report: Report) -> dict[str, object]:
    return {
        "date": report.on.isoformat(),
        "bank": report.bank_version,
        "attempts": report.attempts,
        "answers": report.answers,
        "other_versions": report.other_versions,
        "ability": "leave-one-out",
        "not_stored": list(NOT_STORED),
        "items": [_item_as_json(one) for one in report.items],
    }


def _item_as_json(one: ItemReport) -> dict[str, object]:
    watch = one.watch
    return {
        "item": one.item.id,
        "version": one.item.version,
        "competence": one.item.competence,
        "level": one.item.level,
        "n": watch.n,
        **{outcome.value: watch.counts[outcome] for outcome in Outcome},
        "difficulty": {
            "expert": difficulty_of(one.item.level),
            "before": _before(one),
            "shown": round(one.shown.mean, 3),
            "sd": round(one.shown.sd, 3),
            "after": None if one.after is None else round(one.after.difficulty, 3),
            "anchor": one.after is not None and one.after.is_anchor,
        },
        "share_alone": round(watch.observed_alone, 3),
        "expected_alone": round(watch.expected_alone, 3),
        "outfit": round(watch.outfit, 3),
        "seconds": {"median": watch.seconds_median, "p5": watch.seconds_low},
        "share_helped": round(watch.share(Outcome.HELPED), 3),
        "share_skipped": round(watch.share(Outcome.SKIPPED), 3),
        "bias": [_bias_as_json(bias) for bias in watch.bias],
        "flags": list(watch.flags),
    }


def _bias_as_json(bias: Bias) -> dict[str, object]:
    return {
        "by": "strand",
        "group": bias.group,
        "reference": bias.reference,
        "n": [bias.n, bias.n_reference],
        "delta": round(bias.delta, 2),
        "chi_square": round(bias.chi_square, 2),
        "size": bias.size,
    }


def _before(one: ItemReport) -> float:
    return difficulty_of(one.item.level) if one.item.difficulty is None else one.item.difficulty

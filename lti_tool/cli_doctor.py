"""The command that looks whether an installation is well, and says how to mend what is not."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

import click

from lti_tool.bootstrap import doctor_of, utc_now
from lti_tool.cli_platform import DEFAULT_BASE_URL
from lti_tool.domain.checkup import Finding, State, worst_of
from lti_tool.settings import read_settings_as_found

STATE_WIDTH, NAME_WIDTH = 5, 18


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--centre", "centre_id", metavar="ID", default="", help="The platforms of one centre alone.")
@click.option(
    "--disk-free",
    type=click.IntRange(0, 100),
    default=10,
    show_default=True,
    help="How many percent of the disk must be free.",
)
def doctor(as_json: bool, centre_id: str, disk_free: int) -> None:
    """Look at the whole installation; each line says what was found, and how to mend it.

    Nothing is changed; one login is begun and never ended. Exit code 1 when something is at fault; warnings
    alone are 0.
    """
    found = read_settings_as_found(os.environ, default_base_url=DEFAULT_BASE_URL)
    with doctor_of(found, utc_now, centre_id=centre_id, disk_free_at_least=disk_free / 100) as look:
        findings = look()
    for line in [_as_json(findings)] if as_json else _as_lines(findings):
        click.echo(line)
    if worst_of(findings) is State.FAULT:
        sys.exit(1)


def _as_lines(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        about = f"{finding.about}: " if finding.about else ""
        yield f"{finding.state.value:{STATE_WIDTH}}  {finding.name:{NAME_WIDTH}}  {about}{finding.found}"
        if finding.remedy:
            yield f"{'':{STATE_WIDTH}}  {'':{NAME_WIDTH}}  To mend it: {finding.remedy}"
    counts = Counter(finding.state for finding in findings)
    yield f"{counts[State.OK]} ok, {counts[State.WARN]} to watch, {counts[State.FAULT]} at fault."


def _as_json(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.state for finding in findings)
    lines = [
        {
            "name": finding.name,
            "state": finding.state.value,
            "about": finding.about,
            "found": finding.found,
            "remedy": finding.remedy,
        }
        for finding in findings
    ]
    document = {"state": worst_of(findings).value, "counts": {each.value: counts[each] for each in State}}
    return json.dumps({**document, "findings": lines}, ensure_ascii=False)

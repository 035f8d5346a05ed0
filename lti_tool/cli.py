"""The commands of ``passerelle``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from lti_tool import paths
from lti_tool.content.shelf import load_items, stats
from lti_tool.content.yaml_lines import FaultyContent


@click.group()
def main() -> None:
    """Passerelle: digital competence diagnosis as an LTI 1.3 activity."""


@main.group()
def content() -> None:
    """Check and count the items and modules."""


@content.command("check")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
def content_check(path: Path | None) -> None:
    """Check every content file below PATH (default: the installation's own content)."""
    try:
        items = load_items(path or paths.CONFIG)
    except FaultyContent as error:
        for fault in error.faults:
            click.echo(str(fault))
        raise SystemExit(1) from error
    click.echo(f"{len(items)} items, no fault.")


@content.command("stats")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def content_stats(as_json: bool) -> None:
    """Count the items by competence, level, format and language."""
    counted = stats(load_items(paths.CONFIG), {})
    click.echo(json.dumps(counted, ensure_ascii=False, indent=None if as_json else 2))

"""What answers have shown of the items: ``bank/calibration.yaml``, written by ``passerelle calibrate``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from lti_tool.content.screens import Slug, Strict
from lti_tool.content.yaml_lines import read_document, unlike_schema
from lti_tool.domain.calibration import Calibrated

CALIBRATION = Path("bank") / "calibration.yaml"
HEAD = """\
# Difficulties that answers have shown, in logits. Written by “passerelle calibrate --write”: do not edit it,
# remove it to go back to the levels that the items were given. “anchor” items keep the scale in its place.
"""
DECIMALS = 3


class CalibratedFile(Strict):
    """One item."""

    difficulty: Annotated[float, Field(ge=-6.0, le=6.0, allow_inf_nan=False)]
    n: Annotated[int, Field(ge=0)]
    date: date
    version: Annotated[int, Field(ge=1)]
    anchor: bool = False


class CalibrationFile(Strict):
    """The file."""

    items: dict[Slug, CalibratedFile]


def load_calibration(roots: Iterable[Path]) -> dict[str, Calibrated]:
    """What is known of each item by its id. Where two content folders know one item, the later one counts.

    Raises:
        FaultyContent: a file cannot be read.
    """
    found: dict[str, Calibrated] = {}
    for root in roots:
        if (root / CALIBRATION).is_file():
            found.update(_load(root / CALIBRATION))
    return found


def write_calibration(root: Path, calibrated: Mapping[str, Calibrated]) -> Path:
    """Write the file of a content folder whole, in place of the former one, and return its path.

    Raises:
        OSError: the folder cannot be written; a former file stays as it was.
    """
    path = root / CALIBRATION
    path.parent.mkdir(parents=True, exist_ok=True)
    items = {item_id: _as_values(calibrated[item_id]) for item_id in sorted(calibrated)}
    text = HEAD + yaml.safe_dump({"items": items}, sort_keys=False, default_flow_style=None, width=200)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
    return path


def _load(path: Path) -> dict[str, Calibrated]:
    document = read_document(path)
    try:
        checked = CalibrationFile.model_validate(document.values)
    except ValidationError as error:
        mend = "remove the file and run “passerelle calibrate --write” again"
        raise unlike_schema(document, error, mend) from error
    return {
        item_id: Calibrated(
            difficulty=one.difficulty,
            n=one.n,
            on=one.date,
            item_version=one.version,
            is_anchor=one.anchor,
        )
        for item_id, one in checked.items.items()
    }


def _as_values(one: Calibrated) -> dict[str, object]:
    return {
        "difficulty": round(one.difficulty, DECIMALS),
        "n": one.n,
        "date": one.on,
        "version": one.item_version,
        "anchor": one.is_anchor,
    }

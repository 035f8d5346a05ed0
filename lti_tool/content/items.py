"""From a checked item file to the domain's ``Item``, with the checks that a schema alone cannot make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from lti_tool.content import schema
from lti_tool.content.scenes import Location, scene_faults, scene_of
from lti_tool.content.typography import bound
from lti_tool.content.variants import filled, variant_faults
from lti_tool.content.wording import wording_faults
from lti_tool.content.yaml_lines import Document, Fault, FaultyContent, read_document
from lti_tool.domain.item import Item

GUESS_RATES: Mapping[str, float] = MappingProxyType(
    {
        "T01": 0.10, "T02": 0.08, "T03": 0.05, "T04": 0.01, "T05": 0.08, "T06": 0.20, "T07": 0.20,
        "T08": 0.15, "T09": 0.20, "T10": 0.05, "T11": 0.10, "T12": 0.08, "T13": 0.05, "T14": 0.15,
        "T15": 0.15, "T16": 0.20, "T17": 0.10, "T18": 0.10, "T19": 0.02, "T20": 0.01, "T21": 0.10,
        "T22": 0.15, "T23": 0.10, "T24": 0.08, "T25": 0.03, "T26": 0.02, "T27": 0.20, "T28": 0.04,
        "T29": 0.12, "T30": 0.05, "T31": 0.20, "T32": 0.20, "T33": 0.20, "T34": 0.15, "T35": 0.20,
        "T36": 0.03,
    }
)  # fmt: skip
"""The chance of success by luck, per format. Source: the project's table of formats."""

SCREEN_SLOPE, CHOICE_SLOPE = 1.6, 1.0


def load_item(path: Path, language: str, outcomes: Mapping[str, str]) -> Item:
    """Read one item file. ``outcomes`` maps every known outcome id to its competence.

    Raises:
        FaultyContent: with every fault of the file.
    """
    return item_of(read_document(path), language, outcomes)


def item_of(document: Document, language: str, outcomes: Mapping[str, str]) -> Item:
    """The item that a file tells, which was read already.

    Raises:
        FaultyContent: with every fault of the file.
    """
    template = document.values if isinstance(document.values, dict) else {}
    faults = [_fault(document, *found) for found in variant_faults(template)]
    if faults:
        raise FaultyContent(faults)
    told = [filled(template, values) for values in template.get("variants", [])]
    first, *others = [_read(document, one, language, outcomes) for one in told or [document.values]]
    return replace(first, variants=(first, *others)) if others else first


def _read(document: Document, values: object, language: str, outcomes: Mapping[str, str]) -> Item:
    """One variant of a file, or the file itself when it has none."""
    try:
        checked = schema.ItemFile.model_validate(bound(values))
    except ValidationError as error:
        raise FaultyContent([_schema_fault(document, dict(e)) for e in error.errors()]) from error
    found = [*_meaning_faults(checked, document.path, outcomes), *wording_faults(checked, language)]
    faults = [_fault(document, *one) for one in found]
    if faults:
        raise FaultyContent(faults)
    return _item(checked, language)


def _fault(document: Document, location: Location, what: str, mend: str) -> Fault:
    return Fault(file=str(document.path), line=document.line_of(location), what=what, mend=mend)


def _schema_fault(document: Document, error: Mapping[str, object]) -> Fault:
    location = error["loc"]
    if not isinstance(location, tuple):  # pragma: no cover - pydantic always gives a tuple
        location = ()
    where = ".".join(str(step) for step in location) or "the file"
    mend = (
        "remove this key or spell it as in the guide"
        if error["type"] == "extra_forbidden"
        else "see the guide"
    )
    return Fault(
        file=str(document.path), line=document.line_of(location), what=f"{where}: {error['msg']}", mend=mend
    )


def _meaning_faults(
    item: schema.ItemFile, path: Path, outcomes: Mapping[str, str]
) -> Iterator[tuple[Location, str, str]]:
    if item.id != path.stem:
        yield ("id",), f"the id “{item.id}” is not the file's name", f"name the file {item.id}.yaml"
    if path.parent.name != item.competence:
        yield ("competence",), "the file lies in another competence's folder", "move it"
    if (item.level == 0) != (item.competence == "0.0"):
        yield ("level",), "level 0 belongs to competence 0.0 and to no other", "change one of the two"
    for place, outcome in enumerate(item.outcomes):
        if outcomes.get(outcome) != item.competence:
            yield (
                ("outcomes", place),
                f"{outcome} is no outcome of {item.competence}",
                "see the framework's list",
            )
    if not item.outcomes and item.competence != "0.0":
        yield ("outcomes",), "no learning outcome is named", "name at least one"
    scene_ids = [scene.id for scene in item.scenes]
    for place, scene in enumerate(item.scenes):
        yield from (
            (("scenes", place, *rest), what, mend) for rest, what, mend in scene_faults(scene, scene_ids)
        )


def _item(checked: schema.ItemFile, language: str) -> Item:
    is_choice = all(isinstance(scene.task, schema.ChooseTask | schema.TickTask) for scene in checked.scenes)
    return Item(
        id=checked.id,
        version=checked.version,
        language=language,
        format=checked.format,
        competence=checked.competence,
        level=checked.level,
        family=checked.family,
        strand=checked.strand,
        outcomes=tuple(checked.outcomes),
        guess=GUESS_RATES[checked.format] if checked.guess is None else checked.guess,
        slope=CHOICE_SLOPE if is_choice else SCREEN_SLOPE,
        question=checked.question,
        help=checked.help,
        can_do=checked.can_do,
        context=checked.context,
        scenes=tuple(scene_of(scene) for scene in checked.scenes),
    )

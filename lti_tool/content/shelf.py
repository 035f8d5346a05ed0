"""All content of an installation, read once at start: the bank, the activities, the framework's names."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from lti_tool.content.items import load_item
from lti_tool.content.screens import Slug, Strict
from lti_tool.content.yaml_lines import Fault, FaultyContent, read_document
from lti_tool.domain.activity import Activity, Phase
from lti_tool.domain.attempt import Bank
from lti_tool.domain.framework import AREAS, COMPETENCES
from lti_tool.domain.item import Item
from lti_tool.domain.needs import AccessChoice, AccessQuestion, Need


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What the services read. ``area_names`` and ``competence_names`` are plain labels in French."""

    bank: Bank
    activities: dict[str, Activity]
    area_names: dict[str, str]
    competence_names: dict[str, str]
    access: tuple[AccessQuestion, ...]


class AccessChoiceFile(Strict):
    """One answer of the access check."""

    id: Slug
    text: str
    icon: str = ""
    need: Need | None = None


class AccessQuestionFile(Strict):
    """One condition of the access check."""

    id: Slug
    question: str
    choices: list[AccessChoiceFile]


class AccessFile(Strict):
    """The access check."""

    questions: list[AccessQuestionFile]


class ActivityFile(Strict):
    """One activity: what a resource link can open."""

    slug: Slug
    kind: str
    mode: str
    title: str
    minutes: str
    phase: Phase
    summary: str
    picture: Slug


def load_shelf(root: Path) -> Shelf:
    """Read everything below ``root`` (the ``config`` folder).

    Raises:
        FaultyContent: with every fault of every file.
    """
    items = load_items(root)
    areas, competences = _framework_names(root / "framework" / "digcomp.yaml")
    return Shelf(
        bank=Bank(items, _version_of(root / "bank")),
        activities={activity.slug: activity for activity in _load_activities(root / "activities")},
        area_names=areas,
        competence_names=competences,
        access=_load_access(root / "checks" / "access.yaml"),
    )


def load_items(root: Path) -> list[Item]:
    """Every item of the bank, in the order of their ids.

    Raises:
        FaultyContent: with every fault of every file, and items that share an id.
    """
    outcomes = _outcomes(root / "framework" / "learning_outcomes.csv")
    items: list[Item] = []
    faults: list[Fault] = []
    for path in sorted((root / "bank").glob("*/*/*.yaml")):
        try:
            items.append(load_item(path, path.parent.parent.name, outcomes))
        except FaultyContent as error:
            faults.extend(error.faults)
    for item_id, count in Counter(item.id for item in items).items():
        if count > 1:
            faults.append(Fault(file=item_id, line=1, what=f"{count} items share this id", mend="rename one"))
    if faults:
        raise FaultyContent(faults)
    return sorted(items, key=lambda item: item.id)


def stats(items: list[Item], modules: dict[str, dict[str, int]]) -> dict[str, object]:
    """How many items there are, by competence and level, by format and by language; and the modules."""
    by_competence: dict[str, Counter[str]] = {}
    for item in items:
        by_competence.setdefault(item.competence, Counter())[str(item.level)] += 1
    return {
        "items": {
            "total": len(items),
            "by_competence": {
                name: dict(sorted(levels.items())) for name, levels in sorted(by_competence.items())
            },
            "by_format": dict(sorted(Counter(item.format for item in items).items())),
            "by_language": dict(sorted(Counter(item.language for item in items).items())),
        },
        "modules": modules,
    }


def _outcomes(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["competence"] for row in csv.DictReader(lines)}


def _version_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*/*/*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _load_activities(folder: Path) -> list[Activity]:
    activities = []
    for path in sorted(folder.glob("*.yaml"), key=lambda path: path.stem):
        document = read_document(path)
        try:
            checked = ActivityFile.model_validate(document.values)
            activities.append(Activity(**checked.model_dump()))
        except (ValidationError, ValueError) as error:
            fault = Fault(file=str(path), line=1, what=str(error), mend="see the files beside it")
            raise FaultyContent([fault]) from error
    return activities


def _load_access(path: Path) -> tuple[AccessQuestion, ...]:
    document = read_document(path)
    try:
        checked = AccessFile.model_validate(document.values)
    except ValidationError as error:
        fault = Fault(file=str(path), line=1, what=str(error), mend="see the questions beside it")
        raise FaultyContent([fault]) from error
    return tuple(
        AccessQuestion(
            id=question.id,
            question=question.question,
            choices=tuple(AccessChoice(**choice.model_dump()) for choice in question.choices),
        )
        for question in checked.questions
    )


def _framework_names(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    values = read_document(path).values
    areas = {area["id"]: area["plain"]["fr"] for area in values["areas"]}
    competences = {entry["id"]: entry["plain"]["fr"] for entry in values["competences"]}
    if set(areas) != set(AREAS) or set(competences) != set(COMPETENCES):
        fault = Fault(
            file=str(path), line=1, what="areas or competences are missing", mend="restore the file"
        )
        raise FaultyContent([fault])
    return areas, competences

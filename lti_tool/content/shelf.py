"""All content of an installation, read once at start: the bank, the activities, the framework's names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from lti_tool.content.bank import load_bank, load_items
from lti_tool.content.checks import load_access, load_background, load_checks, load_outside
from lti_tool.content.desk import load_desk
from lti_tool.content.drawings import load_drawings
from lti_tool.content.glossary import load_glossary
from lti_tool.content.module_translations import ModuleTranslations
from lti_tool.content.modules import load_modules
from lti_tool.content.official_names import load_official_names
from lti_tool.content.once import Once
from lti_tool.content.resources import load_library
from lti_tool.content.screens import Slug, Strict
from lti_tool.content.yaml_lines import Fault, FaultyContent, read_document
from lti_tool.domain.activity import MODULE, Activity, Phase
from lti_tool.domain.attempt import Bank
from lti_tool.domain.checks import BACKGROUND, OBSTACLES, Check
from lti_tool.domain.desk import DeskQuestion
from lti_tool.domain.framework import AREAS, COMPETENCES
from lti_tool.domain.glossary import with_hard_words
from lti_tool.domain.item import Item
from lti_tool.domain.language import BASE_LANGUAGE
from lti_tool.domain.module import Module, Part
from lti_tool.domain.needs import AccessQuestion
from lti_tool.domain.outside import OutsideSource
from lti_tool.domain.readings import OfficialNames
from lti_tool.domain.resources import Card
from lti_tool.domain.start import Stage

__all__ = ["ActivityFile", "Shelf", "Shelves", "load_items", "load_shelf", "load_shelves", "stats"]


NO_BACKGROUND = Check(slug=BACKGROUND, title="", minutes=1, why="", questions=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What the services read. ``area_names`` and ``competence_names`` are plain labels in French, and
    ``official_names`` those of the framework, by the id of area or competence; ``modules`` go by id and
    ``drawings`` by the names of their files."""

    bank: Bank
    activities: dict[str, Activity]
    area_names: dict[str, str]
    competence_names: dict[str, str]
    access: tuple[AccessQuestion, ...]
    background: Check = NO_BACKGROUND
    checks: Mapping[str, Check] = field(default_factory=dict)
    outside: tuple[OutsideSource, ...] = ()
    official_names: Mapping[str, OfficialNames] = field(default_factory=dict)
    desk: tuple[DeskQuestion, ...] = ()
    resources: tuple[Card, ...] = ()
    card_words: Mapping[tuple[str, str], Card] = field(default_factory=dict)
    modules: Mapping[str, Module] = field(default_factory=dict)
    module_words: Callable[[Module, str], Module | None] = lambda _module, _language: None
    drawings: Mapping[str, bytes] = field(default_factory=dict)


PHASES = {Part.START: Phase.WARM_UP, Part.FURTHER: Phase.ACTIVITIES, Part.TRAINERS: Phase.TRAINERS}


class ActivityFile(Strict):
    """One activity: what a resource link can open."""

    slug: Slug
    kind: str
    mode: str = ""
    title: str
    minutes: str
    phase: Phase
    summary: str
    picture: Slug
    stage: Stage = Stage.ENTRY
    areas: tuple[str, ...] = ()
    place: int = 50
    check: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """The content of one installation: what all centres share, and by a centre's id what is read there, where
    it has a folder of its own.
    """

    shared: Shelf
    of_centres: Mapping[str, Shelf] = field(default_factory=dict)


def load_shelves(root: Path, own: Sequence[Path], centres: Mapping[str, Path]) -> Shelves:
    """Read everything: ``root`` and ``own`` as ``load_shelf``, and for each of these ``centres`` its folder
    after them. What they share is read once.

    Raises:
        FaultyContent: with every fault of every file, each once.
    """
    once, faults = Once(), list[Fault]()
    shared = load_shelf(root, own, once)
    of_centres = {}
    for centre_id, folder in centres.items():
        try:
            of_centres[centre_id] = load_shelf(root, (*own, folder), once)
        except FaultyContent as error:
            faults += error.faults
    if faults:
        raise FaultyContent(list(dict.fromkeys(faults)))
    return Shelves(shared=shared, of_centres=of_centres)


def load_shelf(root: Path, own: Sequence[Path] = (), once: Once | None = None) -> Shelf:
    """Read everything below ``root`` (the ``config`` folder), and the items and cards of the centre's ``own``
    folders.

    Raises:
        FaultyContent: with every fault of every file.
    """
    once = once or Once()
    bank = load_bank(root, own, once)
    areas, competences = _framework_names(root / "framework" / "digcomp.yaml")
    checks = load_checks(root / "checks", areas, competences)
    activities = _load_activities(root / "activities", checks)
    glossary = load_glossary([root, *own], BASE_LANGUAGE)
    modules = [with_hard_words(module, glossary) for module in _given(load_modules(root, own, once))]
    library = load_library(root, own, obstacles=_obstacles(checks))
    activities += [_activity_of(module, place) for place, module in enumerate(modules)]
    return Shelf(
        bank=bank,
        activities={activity.slug: activity for activity in _in_order(activities)},
        area_names=areas,
        competence_names=competences,
        access=load_access(root / "checks" / "access.yaml"),
        background=load_background(root / "checks" / f"{BACKGROUND}.yaml"),
        checks=checks,
        outside=load_outside(root / "checks" / "outside.yaml"),
        official_names=load_official_names(root / "framework" / "digcomp.yaml"),
        desk=load_desk(root / "checks" / "desk.yaml"),
        resources=library.cards,
        card_words=library.words,
        modules={module.id: module for module in modules},
        module_words=ModuleTranslations([root, *own]),
        drawings=load_drawings([root, *own]),
    )


def stats(
    items: list[Item],
    modules: dict[str, dict[str, int]],
    translated: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, object]:
    """How many items there are, by competence and level, by format and by language; and the modules.

    ``translated`` counts the items that are told in a language beside their own: they are no items more.
    """
    by_language = Counter(item.language for item in items) + Counter(translated)
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
            "by_language": dict(sorted(by_language.items())),
        },
        "modules": modules,
    }


def _load_activities(folder: Path, checks: Mapping[str, Check]) -> list[Activity]:
    activities = []
    for path in sorted(folder.glob("*.yaml"), key=lambda path: path.stem):
        document = read_document(path)
        try:
            checked = ActivityFile.model_validate(document.values)
            if checked.check and checked.check not in checks:
                raise ValueError(f"there is no check {checked.check}")
            if checked.check and checked.stage not in checks[checked.check].stages:
                raise ValueError(f"the check {checked.check} is not asked at the stage {checked.stage}")
            activities.append(Activity(**checked.model_dump()))
        except (ValidationError, ValueError) as error:
            fault = Fault(file=str(path), line=1, what=str(error), mend="see the files beside it")
            raise FaultyContent([fault]) from error
    return activities


def _in_order(activities: list[Activity]) -> list[Activity]:
    order = list(Phase)
    return sorted(activities, key=lambda one: (order.index(one.phase), one.place, one.slug))


def _given(modules: Sequence[Module]) -> list[Module]:
    """The modules that learners are given: those in French, whatever language the pages speak."""
    return [module for module in modules if module.language == BASE_LANGUAGE]


def _activity_of(module: Module, place: int) -> Activity:
    return Activity(
        slug=module.slug,
        kind=MODULE,
        module=module.id,
        title=module.title,
        minutes=str(module.minutes),
        phase=PHASES[module.part],
        summary=module.goal,
        picture=f"module-{module.part.value}",
        place=100 + place,
    )


def _obstacles(checks: Mapping[str, Check]) -> set[str]:
    """Every obstacle that somebody may name."""
    found = checks.get(OBSTACLES)
    return {choice.id for question in found.questions for choice in question.choices} if found else set()


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

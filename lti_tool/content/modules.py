"""Modules: folders of YAML and Markdown, read into values with every fault named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lti_tool.content import module_files as files
from lti_tool.content.drawings import drawing_faults, drawings_in
from lti_tool.content.module_texts import MODULE, Text, texts_of
from lti_tool.content.module_words import module_wording_faults
from lti_tool.content.once import Once
from lti_tool.content.scenes import Location, scene_faults, scene_of
from lti_tool.content.telling import is_translation
from lti_tool.content.typography import bound, french
from lti_tool.content.yaml_lines import Document, Fault, FaultyContent, read_document, unlike_schema
from lti_tool.domain.item import Choice
from lti_tool.domain.language import LANGUAGES
from lti_tool.domain.module import Drawing, Exercise, Module, Part, Saying, Step, StepKind

MODULE_FILES = f"modules/*/*/{MODULE}"
"""Below a content folder: language, id."""

Modules = dict[tuple[str, str], Module]
"""By language and id."""

_MEND = "see config/modules/README.md"


def load_modules(root: Path, own: Sequence[Path] = (), once: Once | None = None) -> list[Module]:
    """Every module of the project and of the centre's ``own`` folders, as it was written and in the order of
    the ids; one of a centre may take another's place where it says so.

    Raises:
        FaultyContent: with every fault of every file.
    """
    read = _read((root, *own), once or Once())
    if read.faults:
        raise FaultyContent(read.faults)
    return [read.found[key] for key in sorted(read.found)]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What some content folders hold together."""

    found: Modules
    drawings: dict[str, Path]
    faults: list[Fault]


def _read(folders: tuple[Path, ...], once: Once) -> _Reading:
    """The last folder is read beside the former ones, which others may have read already."""

    def reading() -> _Reading:
        if not folders:
            return _Reading({}, {}, [])
        before = _read(folders[:-1], once)
        found, drawings = dict(before.found), dict(before.drawings)
        faults = [*before.faults, *read_folder(folders[-1], found, drawings)]
        return _Reading(found, drawings, faults)

    return once.read(("modules", folders), reading)


def read_folder(folder: Path, found: Modules, drawings: dict[str, Path]) -> list[Fault]:
    """Add the modules and drawings of one more content folder; every fault of its files."""
    drawings |= drawings_in(folder)
    faults = [fault for path in drawings_in(folder).values() for fault in drawing_faults(path)]
    for path in sorted(folder.glob(MODULE_FILES)):
        if is_translation(path):
            continue
        try:
            module, document = _load(path, drawings)
            key = (module.language, module.id)
            faults += _meeting(document, module, found.get(key))
            found[key] = module
        except FaultyContent as error:
            faults += error.faults
    return faults


def load_module(path: Path, drawings: Mapping[str, Path]) -> Module:
    """One module by its ``module.yaml``.

    Raises:
        FaultyContent: with every fault of its files.
    """
    return _load(path, drawings)[0]


def steps_by_language(modules: Sequence[Module]) -> dict[str, dict[str, int]]:
    """How many steps each module has, by id and language."""
    counted: dict[str, dict[str, int]] = {}
    for module in modules:
        counted.setdefault(module.id, {})[module.language] = len(module.steps)
    return counted


def _load(path: Path, drawings: Mapping[str, Path]) -> tuple[Module, Document]:
    document, language = read_document(path), path.parent.parent.name
    try:
        checked = files.ModuleFile.model_validate(_spaced(document.values, language))
    except ValidationError as error:
        raise unlike_schema(document, error, _MEND) from error
    found = [*_meaning_faults(checked, path, drawings), *module_wording_faults(checked, language)]
    faults = [
        Fault(file=str(path), line=document.line_of(where), what=what, mend=mend)
        for where, what, mend in found
    ]
    texts, text_faults = texts_of(checked, path.parent, language)
    faults += text_faults
    if faults:
        raise FaultyContent(faults)
    return _module(checked, language, texts), document


def _spaced(values: Any, language: str) -> Any:  # Any: YAML, not checked yet
    return french(bound(values)) if language == "fr" else bound(values)


def _meeting(document: Document, module: Module, other: Module | None) -> Iterator[Fault]:
    """What is wrong where a module of a centre has the id of another one, or says so and has not."""
    is_meant = document.values.get("replaces", False) is True
    key = what = mend = ""
    if other is None and is_meant:
        key, what = "replaces", f"there is no module “{module.id}” to replace"
        mend = "remove “replaces” or mend the id"
    elif other is not None and not is_meant:
        key, what = "id", f"there is another module “{module.id}”"
        mend = "take another id, or write replaces: true"
    elif other is not None and module.version <= other.version:
        key, what = "version", f"the module that it replaces has version {other.version}"
        mend = f"write version: {other.version + 1}"
    if what:
        line = document.line_of((key,))
        yield Fault(file=str(document.path), line=line, what=what, mend=mend)


def _meaning_faults(
    module: files.ModuleFile, path: Path, drawings: Mapping[str, Path]
) -> Iterator[tuple[Location, str, str]]:
    if module.id != path.parent.name:
        yield ("id",), f"the id “{module.id}” is not the folder's name", f"name the folder {module.id}"
    if path.parent.parent.name not in LANGUAGES:
        yield (), f"“{path.parent.parent.name}” is no language of ours", f"use one of {', '.join(LANGUAGES)}"
    for twice in _twice([step.id for step in module.steps]):
        yield ("steps",), f"two steps are called “{twice}”", "rename one"
    for place, step in enumerate(module.steps):
        if step.id in ("sheet", "guide"):
            yield ("steps", place, "id"), f"“{step.id}.md” is a page to print", "give the step another id"
    kinds = [step.kind for step in module.steps]
    if not {"try", "say"} & set(kinds) or "do" not in kinds:
        yield ("steps",), "there is nothing to try, or nothing to do for real", "add such a step"
    end = kinds[:-1] if kinds[-1] == "say" else kinds
    if kinds.count("check") != 1 or end[-1] != "check":
        yield ("steps",), "the one check is not at the end", "put it last, or before a last “say”"
    for place, step in enumerate(module.steps):
        if step.picture is not None and step.picture.name not in drawings:
            mend = f"draw modules/pictures/{step.picture.name}.svg"
            yield ("steps", place, "picture"), f"there is no drawing “{step.picture.name}”", mend
        yield from ((("steps", place, *rest), what, mend) for rest, what, mend in _step_faults(step))


def _step_faults(step: files.StepFile) -> Iterator[tuple[Location, str, str]]:
    match step:
        case files.TryStep() | files.CheckStep():
            for twice in _twice([task.id for task in step.tasks]):
                yield ("tasks",), f"two tasks are called “{twice}”", "rename one"
            for number, task in enumerate(step.tasks):
                scene_ids = [scene.id for scene in task.scenes]
                for at, scene in enumerate(task.scenes):
                    faults = scene_faults(scene, scene_ids)
                    yield from (
                        (("tasks", number, "scenes", at, *rest), what, mend) for rest, what, mend in faults
                    )
        case files.DoStep():
            for twice in _twice([one.id for one in step.lines]):
                yield ("lines",), f"two lines are called “{twice}”", "rename one"
        case files.SayStep():
            for twice in _twice([one.id for one in step.choices]):
                yield ("choices",), f"two answers are called “{twice}”", "rename one"
        case _:
            pass


def _module(checked: files.ModuleFile, language: str, texts: Mapping[str, Text]) -> Module:
    return Module(
        id=checked.id,
        version=checked.version,
        language=language,
        title=checked.title,
        goal=checked.goal,
        can_do=checked.can_do,
        competences=tuple(checked.competences),
        part=Part(checked.part),
        aims_at=checked.aims_at,
        steps=tuple(_step(step, texts) for step in checked.steps),
        sheet=texts["sheet"].html,
        guide=texts["guide"].html,
        needs=tuple(checked.needs),
        obstacles=tuple(checked.obstacles),
        wishes=tuple(checked.wishes),
        is_for_distance=checked.for_distance,
    )


def _step(checked: files.StepFile, texts: Mapping[str, Text]) -> Step:
    drawn = checked.picture
    step = Step(
        id=checked.id,
        kind=StepKind(checked.kind),
        title=checked.title,
        minutes=checked.minutes,
        drawing=Drawing(name=drawn.name, alternative=drawn.alternative) if drawn else None,
    )
    match checked:
        case files.TryStep() | files.CheckStep():
            return replace(step, exercises=tuple(_exercise(task) for task in checked.tasks))
        case files.DoStep():
            gestures = tuple(Choice(id=one.id, text=one.text, icon=one.icon) for one in checked.lines)
            return replace(step, intro=checked.intro, gestures=gestures)
        case files.SayStep():
            sayings = tuple(
                Saying(id=one.id, text=one.text, icon=one.icon, reply=one.reply) for one in checked.choices
            )
            return replace(step, question=checked.question, sayings=sayings, is_told=checked.told)
        case _:
            text = texts[checked.id]
            return replace(step, text=text.html, markdown=text.markdown)


def _exercise(checked: files.ExerciseFile) -> Exercise:
    return Exercise(
        id=checked.id,
        question=checked.question,
        hints=tuple(checked.hints),
        scenes=tuple(scene_of(scene) for scene in checked.scenes),
        context=checked.context,
        done=checked.done,
    )


def _twice(names: Sequence[str]) -> list[str]:
    return sorted({name for name in names if list(names).count(name) > 1})

"""The checks of an installation: from ``config/checks/*.yaml`` to the domain's values, every fault named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from lti_tool.content.check_files import (
    CHOICES_AT_LEAST,
    AccessFile,
    CheckChoiceFile,
    CheckFile,
    CheckQuestionFile,
    OutsideFile,
)
from lti_tool.content.wording import text_faults
from lti_tool.content.yaml_lines import Document, Fault, FaultyContent, read_document, unlike_schema
from lti_tool.domain.checks import BACKGROUND, Answering, Check, CheckChoice, CheckQuestion, FilledBy
from lti_tool.domain.needs import AccessChoice, AccessQuestion
from lti_tool.domain.outside import OutsideLevel, OutsideSource, ScoreBand

ACCESS, OUTSIDE, DESK = "access", "outside", "desk"
APART = (ACCESS, OUTSIDE, DESK, BACKGROUND)
"""The files that are no check which somebody else may read."""

Location = tuple[int | str, ...]
Found = tuple[Location, str, str]
File = TypeVar("File", bound=BaseModel)


def load_access(path: Path) -> tuple[AccessQuestion, ...]:
    """The questions of the access check.

    Raises:
        FaultyContent: with every fault of the file.
    """
    document, checked = _read(path, AccessFile)
    _refuse(document, _access_faults(checked))
    return tuple(
        AccessQuestion(
            id=question.id,
            question=question.question,
            choices=tuple(AccessChoice(**choice.model_dump()) for choice in question.choices),
        )
        for question in checked.questions
    )


def load_checks(
    folder: Path, area_names: Mapping[str, str], competence_names: Mapping[str, str]
) -> dict[str, Check]:
    """Every check of a folder by its slug.

    Raises:
        FaultyContent: with every fault of every file.
    """
    faults: list[Fault] = []
    found: dict[str, Check] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.stem in APART:
            continue
        try:
            document, checked = _read(path, CheckFile)
            _refuse(document, _check_faults(checked, path.stem, {**area_names, **competence_names}))
            found[checked.slug] = _check(checked, {**area_names, **competence_names})
        except FaultyContent as error:
            faults.extend(error.faults)
    if faults:
        raise FaultyContent(faults)
    return found


def load_background(path: Path) -> Check:
    """The questions about who somebody is, which count in totals alone.

    Raises:
        FaultyContent: with every fault of the file; a question with anything but one choice is one.
    """
    document, checked = _read(path, CheckFile)
    _refuse(document, _background_faults(checked, path.stem))
    return _check(checked, {})


def load_outside(path: Path) -> tuple[OutsideSource, ...]:
    """Where results may come from.

    Raises:
        FaultyContent: with every fault of the file.
    """
    document, checked = _read(path, OutsideFile)
    _refuse(document, _outside_faults(checked))
    return tuple(
        OutsideSource(
            id=source.id,
            name=source.brand or source.name,
            sd=source.sd,
            levels=tuple(OutsideLevel(**level.model_dump()) for level in source.levels),
            score_low=source.score.low if source.score else 0,
            score_high=source.score.high if source.score else 0,
            bands=tuple(ScoreBand(**band.model_dump()) for band in source.bands),
            by_area=source.by_area,
        )
        for source in checked.sources
    )


def _read(path: Path, kind: type[File]) -> tuple[Document, File]:
    document = read_document(path)
    try:
        return document, kind.model_validate(document.values)
    except ValidationError as error:
        raise unlike_schema(document, error, "see the checks beside it") from error


def _refuse(document: Document, found: Iterator[Found]) -> None:
    faults = [
        Fault(file=str(document.path), line=document.line_of(location), what=what, mend=mend)
        for location, what, mend in found
    ]
    if faults:
        raise FaultyContent(faults)


def _access_faults(checked: AccessFile) -> Iterator[Found]:
    yield from _twice(("questions",), [question.id for question in checked.questions])
    for place, question in enumerate(checked.questions):
        where = ("questions", place)
        yield from _worded((*where, "question"), question.question)
        yield from _twice((*where, "choices"), [choice.id for choice in question.choices])
        for number, choice in enumerate(question.choices):
            yield from _worded((*where, "choices", number, "text"), choice.text)


def _background_faults(checked: CheckFile, stem: str) -> Iterator[Found]:
    yield from _check_faults(checked, stem, {})
    for place, question in enumerate(checked.questions):
        if question.answering is not Answering.ONE:
            yield ("questions", place), "a total needs one answer of each person", "write `answering: one`"


def _check_faults(checked: CheckFile, stem: str, names: Mapping[str, str]) -> Iterator[Found]:
    if checked.slug != stem:
        yield (
            ("slug",),
            f"the slug “{checked.slug}” is not the file's name",
            f"name the file {checked.slug}.yaml",
        )
    for key in ("title", "why", "lead"):
        yield from _worded((key,), getattr(checked, key))
    yield from _choice_faults(("choices",), checked.choices)
    yield from _twice(("questions",), [question.id for question in checked.questions])
    for place, question in enumerate(checked.questions):
        yield from _question_faults(("questions", place), question, checked, names)


def _question_faults(
    where: Location, question: CheckQuestionFile, checked: CheckFile, names: Mapping[str, str]
) -> Iterator[Found]:
    subject = question.area or question.competence
    if question.area and question.competence:
        yield where, "a question about an area and a competence at once", "keep one of the two"
    if subject and subject not in names:
        yield where, f"there is no competence {subject}", "see the framework"
    if not question.text and not subject:
        yield where, "a question without text, area or competence", "write what is asked"
    yield from _worded((*where, "text"), question.text or "")
    yield from _worded((*where, "hint"), question.hint)
    yield from _choice_faults((*where, "choices"), question.choices)
    choices = question.choices or checked.choices
    if question.answering is Answering.LINE and question.choices:
        yield (*where, "choices"), "a line of one's own has no choices", "remove them"
    if question.answering is not Answering.LINE and len(choices) < CHOICES_AT_LEAST:
        yield where, "fewer than two choices", "offer two or more"
    if subject and any(choice.rating is None for choice in choices) and checked.filled_by is FilledBy.LEARNER:
        yield where, "a choice about an area or a competence has no rating", "add `rating: 0` to 3"


def _choice_faults(where: Location, choices: Sequence[CheckChoiceFile]) -> Iterator[Found]:
    yield from _twice(where, [choice.id for choice in choices])
    for place, choice in enumerate(choices):
        yield from _worded((*where, place, "text"), choice.text)


def _outside_faults(checked: OutsideFile) -> Iterator[Found]:
    yield from _twice(("sources",), [source.id for source in checked.sources])
    for place, source in enumerate(checked.sources):
        where = ("sources", place)
        if bool(source.brand) == bool(source.name):
            yield where, "a source needs a `brand` or a `name`", "write one of the two"
        yield from _twice((*where, "levels"), [level.id for level in source.levels])
        if bool(source.score) != bool(source.bands):
            yield where, "`score` and `bands` belong together", "write both or none"
        starts = [band.start for band in source.bands]
        if starts != sorted(set(starts)) or (source.score and starts[:1] != [source.score.low]):
            yield (*where, "bands"), "the bands do not rise from the lowest score", "put them in order"
        if source.score and starts and not source.score.low < source.score.high >= starts[-1]:
            yield (*where, "score"), "the highest score lies below a band", "raise it"


def _twice(where: Location, ids: Sequence[str]) -> Iterator[Found]:
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        last = len(ids) - 1 - ids[::-1].index(name)
        yield (*where, last), f"the id “{name}” stands twice", "rename one"


def _worded(where: Location, text: str) -> Iterator[Found]:
    yield from ((where, what, mend) for what, mend in text_faults(text))


def _check(checked: CheckFile, names: Mapping[str, str]) -> Check:
    return Check(
        slug=checked.slug,
        title=checked.title,
        minutes=checked.minutes,
        why=checked.why,
        lead=checked.lead,
        filled_by=checked.filled_by,
        stages=tuple(checked.stages),
        questions=tuple(_question(question, checked, names) for question in checked.questions),
    )


def _question(question: CheckQuestionFile, checked: CheckFile, names: Mapping[str, str]) -> CheckQuestion:
    subject = question.area or question.competence or ""
    is_line = question.answering is Answering.LINE
    choices = () if is_line else question.choices or checked.choices
    return CheckQuestion(
        id=question.id,
        text=question.text or names[subject],
        answering=question.answering,
        hint=question.hint,
        subject=subject,
        choices=tuple(
            CheckChoice(
                id=choice.id,
                text=choice.text,
                icon=choice.icon,
                areas=tuple(choice.areas),
                rating=choice.rating,
                is_alone=choice.is_alone,
            )
            for choice in choices
        ),
    )

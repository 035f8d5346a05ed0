"""One filled paper form, as a trainer keyed it: what is the matter with it, and the attempt that it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from types import MappingProxyType

from lti_tool.domain.ability import Outcome
from lti_tool.domain.answer import Answer
from lti_tool.domain.attempt import Attempt, AttemptState
from lti_tool.domain.framework import AREAS, area_of
from lti_tool.domain.item import Item
from lti_tool.domain.judging import Missed, Submitted, Succeeded, judge
from lti_tool.domain.modes import EXPRESS
from lti_tool.domain.needs import NO_ANSWER, AccessQuestion
from lti_tool.domain.observation import day_of
from lti_tool.domain.paper import (
    DONT_KNOW,
    NOT_ANSWERED,
    TASKS_AT_LEAST,
    PaperForm,
    submitted_of,
)
from lti_tool.domain.selection import curve_of

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NOON = time(12, tzinfo=UTC)


class Standing(StrEnum):
    """What there is of this person at this stage before a sheet is keyed.

    ``EMPTY`` was opened on a screen and holds no answer, ``KEYED`` came from an earlier sheet: both may be
    replaced. ``ON_SCREEN`` holds at least one answer given on a screen and is never replaced.
    """

    NOTHING = "nothing"
    EMPTY = "empty"
    KEYED = "keyed"
    ON_SCREEN = "on-screen"


class Fault(StrEnum):
    """What is the matter with one field of a keyed sheet."""

    MISSING = "missing"
    ODD = "odd"
    OTHER_FORM = "other-form"
    DAY = "day"
    TOO_FEW = "too-few"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """The fields of the page as they were typed: ``answers`` and ``access`` by the number of the task or
    question, from 1.
    """

    code: str = ""
    day: str = ""
    answers: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    helped: frozenset[int] = frozenset()
    access: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    is_agreed: bool = False
    replaces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One task of a sheet: what was written, or ``None`` for "I don't know"; and whether somebody helped."""

    item: Item
    submitted: Submitted | None
    is_helped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet that can be stored. Tasks that were left empty are not in it: they say nothing."""

    done_on: date
    filled: tuple[Filled, ...]
    access: Mapping[str, str]


def standing_of(found: Attempt | None) -> Standing:
    """What an attempt means for a sheet that is to be keyed."""
    if found is None:
        return Standing.NOTHING
    if found.paper_on is not None:
        return Standing.KEYED
    is_tried = found.current is not None and (found.current.tries > 0 or found.current.is_helped)
    has_answers = found.answers or found.access or found.is_finished or is_tried
    return Standing.ON_SCREEN if has_answers else Standing.EMPTY


def read_sheet(
    form: PaperForm, questions: Sequence[AccessQuestion], keyed: Keyed, today: date
) -> Sheet | dict[str, Fault]:
    """The sheet, or what is the matter by field: "code", "day", "agreed", "tasks", "task-3", "access-2".

    "tasks" is wrong when fewer than ten tasks, or none of an area, were tried: no level follows from that.
    """
    day = day_of(keyed.day, today)
    faults = {
        "code": _code_fault(form, keyed.code),
        "day": Fault.DAY if day is None else None,
        "agreed": None if keyed.is_agreed else Fault.MISSING,
    }
    filled: list[Filled] = []
    for number, item in enumerate(form.tasks, 1):
        text = keyed.answers.get(number, "").strip()
        faults[f"task-{number}"] = _task_fault(item, text)
        if text != NOT_ANSWERED:
            submitted = None if text == DONT_KNOW else submitted_of(item, text)
            filled.append(Filled(item=item, submitted=submitted, is_helped=number in keyed.helped))
    access: dict[str, str] = {}
    for number, question in enumerate(questions, 1):
        given = _access_answer(question, keyed.access.get(number, ""))
        faults[f"access-{number}"] = _access_fault(given, keyed.access.get(number, ""))
        access[question.id] = given or NO_ANSWER
    tried = {area_of(one.item.competence) for one in filled}
    if len(filled) < min(TASKS_AT_LEAST, len(form.tasks)) or tried != set(AREAS):
        faults["tasks"] = Fault.TOO_FEW
    found = {name: fault for name, fault in faults.items() if fault is not None}
    if found or day is None:
        return found
    return Sheet(done_on=day, filled=tuple(filled), access=MappingProxyType(access))


def with_sheet(begun: Attempt, form: PaperForm, sheet: Sheet, submission_id: str, now: datetime) -> Attempt:
    """The attempt, finished as the sheet says, on the day on which it was filled in; it is sent to the
    trainer, with whom the person agreed on that.

    ``begun`` says whose attempt it is and what was known before. What it held is gone.
    """
    done_at = min(datetime.combine(sheet.done_on, NOON), now)
    answers = tuple(
        _answer(one, position, submission_id, done_at) for position, one in enumerate(sheet.filled, 1)
    )
    return replace(
        begun,
        mode=EXPRESS.name,
        state=AttemptState.FINISHED,
        seed=form.seed,
        strand="",
        current=None,
        last_submission=submission_id,
        answers=answers,
        access=sheet.access,
        paper_on=sheet.done_on,
        started_at=done_at,
        updated_at=now,
        finished_at=done_at,
        shared_at=now,
    )


def _answer(one: Filled, position: int, submission_id: str, done_at: datetime) -> Answer:
    """On paper there is one try. What took how long is not known."""
    outcome, missed = _judged(one)
    return Answer(
        position=position,
        item_id=one.item.id,
        item_version=one.item.version,
        competence=one.item.competence,
        level=one.item.level,
        family=one.item.family,
        format=one.item.format,
        outcome=outcome,
        tries=0 if outcome is Outcome.SKIPPED else 1,
        right_parts=missed.right_parts,
        parts=missed.parts,
        seconds=0,
        submission_id=f"{submission_id}/{position}",
        answered_at=done_at,
        curve=curve_of(one.item),
    )


def _judged(one: Filled) -> tuple[Outcome, Missed]:
    if one.submitted is None:
        return Outcome.SKIPPED, Missed(right_parts=0)
    verdict = judge(one.item.scenes[0], one.submitted)
    if isinstance(verdict, Succeeded):
        return (Outcome.HELPED if one.is_helped else Outcome.ALONE), Missed(right_parts=1, parts=1)
    return Outcome.FAILED, verdict if isinstance(verdict, Missed) else Missed()


def _code_fault(form: PaperForm, typed: str) -> Fault | None:
    code = typed.upper().replace(" ", "").removeprefix("P-")
    if not code:
        return Fault.MISSING
    return None if code == form.code.removeprefix("P-") else Fault.OTHER_FORM


def _task_fault(item: Item, text: str) -> Fault | None:
    if not text:
        return Fault.MISSING
    is_known = text in (DONT_KNOW, NOT_ANSWERED) or submitted_of(item, text) is not None
    return None if is_known else Fault.ODD


def _access_answer(question: AccessQuestion, typed: str) -> str | None:
    text = typed.strip().upper()
    if text in (DONT_KNOW, NOT_ANSWERED):
        return NO_ANSWER
    return next(
        (one.id for letter, one in zip(LETTERS, question.choices, strict=False) if letter == text), None
    )


def _access_fault(given: str | None, typed: str) -> Fault | None:
    if given is not None:
        return None
    return Fault.ODD if typed.strip() else Fault.MISSING

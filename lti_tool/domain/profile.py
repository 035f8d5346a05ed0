"""What a person reads at the end: what they can do first, then each area, then one small next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from lti_tool.domain.ability import LevelEstimate, Outcome
from lti_tool.domain.answer import Answer
from lti_tool.domain.attempt import Attempt, Bank, both_beliefs, measured_belief
from lti_tool.domain.framework import AREAS, COMPETENCES, FIRST_GESTURES, area_of
from lti_tool.domain.prior import reported_area, reported_competence, reported_overall
from lti_tool.domain.progress import Progress, progress_between
from lti_tool.domain.together import count_accompanied

CAN_DO_AT_MOST = 6
WITH_HELP_AT_MOST = 4
NOTABLE_AT_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What was shown in one area, completing "Vous savez …", the most advanced first: all of it."""

    alone: tuple[str, ...] = ()
    with_help: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CanDo:
    """One thing that the person can do, completing "Vous savez …"; not ``is_alone`` means with help."""

    text: str
    is_alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquired:
    """One thing that the person can do, with the ids of the learning outcomes that it shows, or none."""

    text: str
    is_alone: bool
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One attempt read as a result.

    ``areas`` holds the areas that were asked, and ``is_whole`` tells whether these are all five: only then
    ``overall`` means anything. ``alone`` and ``with_help`` complete "Vous savez …", the most advanced first;
    both are empty for somebody who did nothing yet. ``next_step`` is the easiest thing not done yet, or
    empty. ``shown`` is what lies behind the level of each area, and under "0" the first gestures.

    ``strengths`` and ``to_improve`` are three sentences each at most, of different competences.
    ``acquired`` is all that was shown, the most advanced first, each thing once. ``tasks_accompanied`` counts
    the tasks that ended side by side. ``paper_on`` is the day of an attempt that was done on paper.
    """

    overall: LevelEstimate
    areas: Mapping[str, LevelEstimate]
    competences: Mapping[str, LevelEstimate]
    alone: tuple[str, ...]
    with_help: tuple[str, ...]
    next_step: str
    tasks: int
    tasks_with_help: int
    shown: Mapping[str, Shown] = field(default_factory=lambda: MappingProxyType({}))
    strengths: tuple[CanDo, ...] = ()
    to_improve: tuple[str, ...] = ()
    acquired: tuple[Acquired, ...] = ()
    tasks_accompanied: int = 0
    paper_on: date | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all five areas were asked."""
        return len(self.areas) == len(AREAS)


def profile_of(attempt: Attempt, bank: Bank) -> Profile:
    """Read an attempt, finished or not, as a result."""
    beliefs = both_beliefs(attempt, bank)
    done, helped, missed = (_ended(attempt, *outcomes) for outcomes in _ENDS)
    asked = {answer.competence for answer in attempt.answers}
    return Profile(
        overall=reported_overall(*beliefs),
        areas={area: reported_area(*beliefs, area) for area in attempt.start.asked},
        competences={name: reported_competence(*beliefs, name) for name in COMPETENCES if name in asked},
        alone=_can_do(attempt, bank, _hardest_first(done))[:CAN_DO_AT_MOST],
        with_help=_can_do(attempt, bank, _hardest_first(helped))[:WITH_HELP_AT_MOST],
        next_step=next(iter(_can_do(attempt, bank, _easiest_first(missed) + _easiest_first(helped))), ""),
        tasks=len(attempt.answers),
        tasks_with_help=len(helped),
        shown={area: _shown(attempt, bank, area, done, helped) for area in _GROUPS},
        strengths=_strengths(attempt, bank, done, helped),
        to_improve=_notable(attempt, bank, _easiest_first(missed) or _easiest_first(helped)),
        acquired=_acquired(attempt, bank, done, helped),
        tasks_accompanied=count_accompanied(attempt),
        paper_on=attempt.paper_on,
    )


def progress_of(before: Attempt, after: Attempt, bank: Bank) -> Progress:
    """What changed between two finished attempts of one person, in the areas that both asked."""
    both = set(before.start.asked) & set(after.start.asked)
    return progress_between(measured_belief(before, bank), measured_belief(after, bank), both)


_GROUPS = (area_of(FIRST_GESTURES), *AREAS)
_ENDS = ((Outcome.ALONE,), (Outcome.HELPED,), (Outcome.FAILED, Outcome.SKIPPED))


def _ended(attempt: Attempt, *outcomes: Outcome) -> list[Answer]:
    return [answer for answer in attempt.answers if answer.outcome in outcomes]


def _hardest_first(answers: Sequence[Answer]) -> list[Answer]:
    return sorted(answers, key=lambda answer: -answer.level)


def _easiest_first(answers: Sequence[Answer]) -> list[Answer]:
    return sorted(answers, key=lambda answer: answer.level)


def _can_do(attempt: Attempt, bank: Bank, answers: Sequence[Answer]) -> tuple[str, ...]:
    """The sentences of these answers, each once; nothing for an item that was withdrawn since."""
    found = (bank.drawn(answer.item_id, attempt.seed) for answer in answers)
    return tuple(dict.fromkeys(item.can_do for item in found if item is not None))


def _shown(
    attempt: Attempt, bank: Bank, area: str, done: Sequence[Answer], helped: Sequence[Answer]
) -> Shown:
    alone, with_help = (
        _can_do(attempt, bank, [one for one in _hardest_first(some) if area_of(one.competence) == area])
        for some in (done, helped)
    )
    return Shown(alone=alone, with_help=tuple(one for one in with_help if one not in alone))


def _strengths(
    attempt: Attempt, bank: Bank, done: Sequence[Answer], helped: Sequence[Answer]
) -> tuple[CanDo, ...]:
    alone = _notable(attempt, bank, _hardest_first(done))
    with_help = _notable(attempt, bank, _hardest_first(helped))
    found = [CanDo(text=text, is_alone=True) for text in alone]
    found += [CanDo(text=text, is_alone=False) for text in with_help if text not in alone]
    return tuple(found[:NOTABLE_AT_MOST])


def _notable(attempt: Attempt, bank: Bank, answers: Sequence[Answer]) -> tuple[str, ...]:
    """One sentence of each competence, as far as there is room."""
    first_of_each = {answer.competence: answer for answer in reversed(answers)}
    kept = [answer for answer in answers if first_of_each[answer.competence] is answer]
    return _can_do(attempt, bank, kept)[:NOTABLE_AT_MOST]


def _acquired(
    attempt: Attempt, bank: Bank, done: Sequence[Answer], helped: Sequence[Answer]
) -> tuple[Acquired, ...]:
    found: dict[str, Acquired] = {}
    for answer in _hardest_first([*done, *helped]):
        item = bank.drawn(answer.item_id, attempt.seed)
        if item is None:
            continue
        known = found.get(item.can_do)
        is_alone = answer.outcome is Outcome.ALONE or (known is not None and known.is_alone)
        outcomes = (*known.outcomes, *item.outcomes) if known else item.outcomes
        found[item.can_do] = Acquired(
            text=item.can_do, is_alone=is_alone, outcomes=tuple(dict.fromkeys(outcomes))
        )
    return tuple(found.values())

"""Which modules are proposed to one person, in which order, and why.

A proposal is an offer with one reason. Nothing is forbidden by it: every module stays open to everybody, and
a trainer may add to the list or take away from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from lti_tool.domain.framework import FIRST_GESTURES, area_of
from lti_tool.domain.module import Module, Part
from lti_tool.domain.module_progress import ModuleRun

WELCOME, VIDEO_ROOM, CHARTER, SAFETY = "M00", "M06", "M07", "M12"
CORE = frozenset({WELCOME, VIDEO_ROOM, CHARTER})
"""What everybody who arrives is offered, whatever they can do."""

HALF_DAY_MINUTES = 210
"""The first half-day lasts 3 h 30 at most."""


class Why(StrEnum):
    """Why a module is on the list; the pages say it in one sentence.

    ``AGAIN`` is for a module that was done, where a later measure still shows something to learn.
    """

    AGAIN = "again"
    NEED = "need"
    OBSTACLE = "obstacle"
    WISH = "wish"
    GESTURES = "gestures"
    WITH_HELP = "with-help"
    TO_LEARN = "to-learn"
    FURTHER = "further"
    AREA = "area"
    SAFETY = "safety"
    CORE = "core"
    CHOSEN = "chosen"


_RANKS = {why: place for place, why in enumerate(Why)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the newest measure says of one competence: ``level`` 0 to 4, and of the first gestures 1 when
    they are there. ``is_helped`` and ``is_missed`` tell whether a task of it was done with help, or not done.
    """

    level: int
    at: datetime
    is_helped: bool = False
    is_missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one person. ``areas`` are the newest levels by area, empty before any result.

    ``needs``, ``obstacles`` and ``wishes`` are ids of the checks' answers, the wishes in their order.
    ``is_leaving`` tells that the end of the training was measured: then nobody is welcomed any more.
    """

    competences: Mapping[str, Seen] = field(default_factory=lambda: MappingProxyType({}))
    areas: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    needs: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    is_leaving: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One module of the list. ``about`` is the id that the reason speaks of: a competence, an area, a need,
    an obstacle, a wish, or nothing. ``is_first_half_day`` belongs to modules of the start alone.
    """

    module: Module
    why: Why
    about: str = ""
    is_first_half_day: bool = False


def proposed(
    modules: Mapping[str, Module],
    known: Known,
    runs: Mapping[str, ModuleRun],
    choices: Mapping[str, bool] = MappingProxyType({}),
) -> tuple[Proposal, ...]:
    """The list of one person: the start first, then what follows in the order of their wishes.

    ``choices`` are the trainer's: ``True`` adds a module, ``False`` takes it away. What is done is not on the
    list, unless it is worth doing again. Nothing of the trainers' own track is ever on it.
    """
    found: list[Proposal] = []
    for module in modules.values():
        if choices.get(module.id) is False:
            continue
        run = runs.get(module.id)
        reason = _again(module, known, run) if run and run.is_finished else reason_for(module, known)
        if reason is None and choices.get(module.id) and not (run and run.is_finished):
            reason = Why.CHOSEN, ""
        if reason is not None:
            found.append(Proposal(module=module, why=reason[0], about=reason[1]))
    start = _in_half_days([one for one in found if one.module.part is Part.START])
    further = sorted(
        (one for one in found if one.module.part is Part.FURTHER), key=lambda one: _place(one, known)
    )
    return (*start, *further)


def reason_for(module: Module, known: Known) -> tuple[Why, str] | None:
    """Why a module that was not done is proposed, and what the reason is about; ``None`` when it is not.

    Needs and obstacles call for a module whatever the level; a wish does where there is something to learn,
    or where nothing of it was measured.
    """
    for why, wanted, told in (
        (Why.NEED, module.needs, known.needs),
        (Why.OBSTACLE, module.obstacles, known.obstacles),
    ):
        about = next((one for one in told if one in wanted), "")
        if about:
            return why, about
    below = _below_aim(module, known)
    wish = next((one for one in known.wishes if one in module.wishes), "")
    is_measured = any(one in known.competences or area_of(one) in known.areas for one in module.competences)
    if wish and (below is not None or not is_measured):
        return Why.WISH, wish
    if below is not None:
        return below
    if module.id == SAFETY and not is_measured:
        return Why.SAFETY, ""
    if module.id in CORE and not known.is_leaving:
        return Why.CORE, ""
    return None


def next_of(list_: Sequence[Proposal], runs: Mapping[str, ModuleRun]) -> Proposal | None:
    """The next small step: what is under way, the last one first, else the first of the list."""
    under_way = [one for one in list_ if one.module.id in runs and runs[one.module.id].is_open]
    last = max(under_way, key=lambda one: runs[one.module.id].updated_at, default=None)
    return last or next(iter(list_), None)


def _below_aim(module: Module, known: Known) -> tuple[Why, str] | None:
    """The best reason among the competences that lie below what the module leads to."""
    found: list[tuple[Why, str]] = []
    for competence in module.competences:
        seen, area = known.competences.get(competence), area_of(competence)
        if seen is not None and seen.level < module.aims_at:
            found.append((_of_competence(competence, seen), competence))
        elif seen is None and known.areas.get(area, module.aims_at) < module.aims_at:
            found.append((Why.AREA, area))
    return min(found, key=lambda one: _RANKS[one[0]], default=None)


def _of_competence(competence: str, seen: Seen) -> Why:
    if competence == FIRST_GESTURES:
        return Why.GESTURES
    if seen.is_helped:
        return Why.WITH_HELP
    return Why.TO_LEARN if seen.is_missed else Why.FURTHER


def _again(module: Module, known: Known, run: ModuleRun) -> tuple[Why, str] | None:
    """A module that was done, where a later measure missed something that it teaches."""
    done_at = run.ended_at or run.finished_at
    for competence in module.competences:
        seen = known.competences.get(competence)
        if seen is None or done_at is None or seen.at <= done_at:
            continue
        if seen.is_missed and seen.level < module.aims_at:
            return Why.AGAIN, competence
    return None


def _in_half_days(found: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """The modules of the start by id; those that do not fit into the first half-day come after it. The core
    has its place in it before the others.
    """
    by_id = sorted(found, key=lambda one: one.module.id)
    left, fitting = HALF_DAY_MINUTES, set[str]()
    for one in sorted(by_id, key=lambda one: one.module.id not in CORE):
        if one.module.minutes <= left:
            left -= one.module.minutes
            fitting.add(one.module.id)
    first = [
        Proposal(module=one.module, why=one.why, about=one.about, is_first_half_day=True)
        for one in by_id
        if one.module.id in fitting
    ]
    return (*first, *(one for one in by_id if one.module.id not in fitting))


def _place(proposal: Proposal, known: Known) -> tuple[int, int, str]:
    """What was wished for comes first, in the order of the wishes; then the stronger reason."""
    wished = [place for place, wish in enumerate(known.wishes) if wish in proposal.module.wishes]
    return min(wished, default=len(known.wishes)), _RANKS[proposal.why], proposal.module.id

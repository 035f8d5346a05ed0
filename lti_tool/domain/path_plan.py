"""What trainers decided about one person's path, and what the person put off.

Every move takes who and when, and returns a new value.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from lti_tool.domain.activity import Phase
from lti_tool.domain.checks import LINE_LENGTH, tidied
from lti_tool.domain.errors import MalformedRequest

STAGES = (Phase.DIAGNOSTIC, Phase.WARM_UP, Phase.ACTIVITIES, Phase.END)
"""The four stages of a path, in this order."""

SKIPPABLE = frozenset({Phase.DIAGNOSTIC, Phase.END})
"""What is made general and is never skipped without a word."""


class SkipReason(StrEnum):
    """Why a stage is skipped: a short list, so that it is said in one press."""

    NOT_WILLING = "not-willing"
    DONE_ELSEWHERE = "done-elsewhere"
    OTHER_WAY = "other-way"
    NO_TIME = "no-time"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One module that a trainer added or kept (``is_wanted``), or took away; or the person themselves, who
    said « not now » to it or took it back.
    """

    is_wanted: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """A stage that a trainer skipped, with the reason."""

    reason: SkipReason
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The decisions about one person in one course. ``by`` and the like are ids of people.

    ``context_id`` is our course, ``None`` when the platform names none: then it belongs to the resource link.
    ``confirmed_at`` is when the list was last confirmed. ``waits_since`` is set while a trainer asks to wait
    with activities at a distance; ``wait_reason`` says why in a short line. ``version`` reveals that a
    second trainer was faster.
    """

    id: str
    centre_id: str
    person_id: str
    resource_link_id: str
    context_id: str | None
    updated_at: datetime
    version: int = 0
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None
    waits_since: datetime | None = None
    waits_by: str | None = None
    wait_reason: str = ""
    choices: Mapping[str, Choice] = field(default_factory=lambda: MappingProxyType({}))
    skips: Mapping[Phase, Skip] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def wanted(self) -> Mapping[str, bool]:
        """The choices by module: ``True`` for what was added or kept, ``False`` for what was taken away."""
        return {module: choice.is_wanted for module, choice in self.choices.items()}

    @property
    def own(self) -> Mapping[str, Choice]:
        """The choices of the person themselves, by module; nothing of a trainer's."""
        return {module: choice for module, choice in self.choices.items() if choice.by == self.person_id}

    @property
    def put_off(self) -> Mapping[str, Choice]:
        """The modules to which the person said « not now », with when; not those that a trainer took away."""
        return {module: choice for module, choice in self.own.items() if not choice.is_wanted}


def confirmed(plan: Plan, shown: Collection[str], wanted: Collection[str], *, by: str, now: datetime) -> Plan:
    """The list as a trainer wants it: what was ``shown`` on it and is not ``wanted`` is taken away, and what
    is wanted stays on it, whatever is measured later. A choice that stands keeps its author and its day.
    """
    choices = dict(plan.choices)
    for module in {*shown, *wanted}:
        is_wanted, known = module in wanted, choices.get(module)
        if known is None or known.is_wanted is not is_wanted:
            choices[module] = Choice(is_wanted=is_wanted, by=by, at=now)
    return _moved(plan, now, choices=MappingProxyType(choices), confirmed_at=now, confirmed_by=by)


def put_off(plan: Plan, module: str, now: datetime) -> Plan:
    """The person says « not now » to a module: it leaves their list, and stays open to them like every other
    one. Once more changes nothing.
    """
    if module in plan.put_off:
        return plan
    return _chosen(plan, module, now, is_wanted=False)


def taken_back(plan: Plan, module: str, now: datetime) -> Plan:
    """The person wants a module after all to which they said « not now ». What a trainer took away stays
    away.
    """
    if module not in plan.put_off:
        return plan
    return _chosen(plan, module, now, is_wanted=True)


def waiting(plan: Plan, reason: str, *, by: str, now: datetime) -> Plan:
    """Ask to wait with activities at a distance.

    Raises:
        MalformedRequest: ``wait-reason-missing`` or ``wait-reason-too-long``.
    """
    line = tidied(reason)
    if not line:
        raise MalformedRequest(reason="wait-reason-missing")
    if len(line) > LINE_LENGTH:
        raise MalformedRequest(reason="wait-reason-too-long")
    return _moved(plan, now, waits_since=plan.waits_since or now, waits_by=by, wait_reason=line)


def going_on(plan: Plan, now: datetime) -> Plan:
    """Activities at a distance may begin."""
    if plan.waits_since is None:
        return plan
    return _moved(plan, now, waits_since=None, waits_by=None, wait_reason="")


def skipped(plan: Plan, stage: Phase, reason: str, *, by: str, now: datetime) -> Plan:
    """Skip a stage, for a reason of the list.

    Raises:
        MalformedRequest: this stage is never skipped, or the reason is none of the list.
    """
    if stage not in SKIPPABLE or reason not in set(SkipReason):
        raise MalformedRequest(reason="skip-reason-missing")
    skip = Skip(reason=SkipReason(reason), by=by, at=now)
    return _moved(plan, now, skips=MappingProxyType({**plan.skips, stage: skip}))


def taken_up(plan: Plan, stage: Phase, now: datetime) -> Plan:
    """A skipped stage is to be done after all."""
    if stage not in plan.skips:
        return plan
    left = {one: skip for one, skip in plan.skips.items() if one is not stage}
    return _moved(plan, now, skips=MappingProxyType(left))


def _chosen(plan: Plan, module: str, now: datetime, *, is_wanted: bool) -> Plan:
    choice = Choice(is_wanted=is_wanted, by=plan.person_id, at=now)
    return _moved(plan, now, choices=MappingProxyType({**plan.choices, module: choice}))


def _moved(plan: Plan, now: datetime, **changes: object) -> Plan:
    return replace(plan, version=plan.version + 1, updated_at=now, **changes)  # type: ignore[arg-type]  # fields

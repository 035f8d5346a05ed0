"""What the services of actions and loans share: where an action belongs, and how one is moved and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from lti_tool.domain import action as rules
from lti_tool.domain.action import Action, ActionState
from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.errors import NotAllowed, NotFound
from lti_tool.domain.needs import AccessQuestion, Need
from lti_tool.domain.roles import Rights
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.store.unit_of_work import UnitOfWork


def place_of(visit: Visit) -> tuple[str, str]:
    """Centre and course of a visit.

    Raises:
        NotFound: the platform names no course, and so there is no group to act for (C37).
    """
    if visit.link.context_id is None:
        raise NotFound(reason="no-course")
    return visit.link.centre_id, visit.link.context_id


def only_trainers(visit: Visit) -> None:
    """Let no assistant pass, whatever they read.

    Raises:
        NotAllowed: the visitor is no trainer.
    """
    if visit.rights is not Rights.TRAINER:
        raise NotAllowed("e-role", reason="not-a-trainer")


def actions_in(
    unit: UnitOfWork,
    place: tuple[str, str],
    person_id: str,
    access: Sequence[AccessQuestion],
    quiet_since: datetime | None = None,
) -> tuple[Action, ...]:
    """Everything to do or done for one person, with two queries. An absence is in it where the caller knows
    of one.
    """
    told = _told(unit, place, person_id, access)
    stored = unit.actions.of_person(*place, person_id)
    return rules.actions_of(place, person_id, told, stored, quiet_since)


def keep_move(unit: UnitOfWork, action: Action, to: ActionState, reason: str, by: str, now: datetime) -> None:
    """Store an action in another state, with its entry in the audit trail; nothing where it stands so.

    Raises:
        MalformedRequest: see ``domain.action.moved``.
        Conflict: another trainer was faster.
    """
    after = rules.moved(action, to, reason, by=by, now=now)
    if after is action:
        return
    if action.id:
        unit.actions.save(after, action)
    else:
        after = replace(after, id=new_id())
        unit.actions.add(after)
    write_down(unit, after.centre_id, by, "action-settled", after.id, now, detail=to.value)


def settle_loan_need(
    unit: UnitOfWork,
    place: tuple[str, str],
    person_id: str,
    access: Sequence[AccessQuestion],
    by: str,
    now: datetime,
) -> None:
    """Whoever is lent a device needs none any more: what their answers asked for is done."""
    for action in actions_in(unit, place, person_id, access):
        if action.kind == Need.DEVICE_LOAN and action.added_by is None and not action.is_settled:
            keep_move(unit, action, ActionState.DONE, "", by, now)


def write_down(
    unit: UnitOfWork, centre_id: str, by: str, deed: str, object_id: str, now: datetime, *, detail: str = ""
) -> None:
    """An entry in the audit trail about an action or a loan."""
    unit.audit.append(
        Deed(
            at=now,
            centre_id=centre_id,
            actor=actor_of(TRAINER, by),
            action=deed,
            object_kind=deed.partition("-")[0],
            object_id=object_id,
            detail=detail,
        )
    )


def _told(
    unit: UnitOfWork, place: tuple[str, str], person_id: str, access: Sequence[AccessQuestion]
) -> Mapping[Need, datetime]:
    return rules.needs_told(access, unit.tellings.in_course(*place, person_id))

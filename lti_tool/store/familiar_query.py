"""The one query before a launch writes: all that it names hangs on its registration, where it is known."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Label, Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from lti_tool.store.course_rows import (
    ContextRow,
    MembershipRow,
    PersonNameRow,
    PersonRow,
    ResourceLinkRow,
)
from lti_tool.store.delivery_rows import DeliveryRow, LineItemRow
from lti_tool.store.platforms import PlatformSignRow
from lti_tool.store.registrations import RegistrationRow
from lti_tool.store.roster_rows import CourseMemberRow, RosterRow
from lti_tool.store.shelf_rows import RestrictionRow

_COLUMNS = (
    RegistrationRow.is_enabled,
    PlatformSignRow.first_message_at,
    ContextRow.id.label("course_id"),
    ContextRow.title.label("course_title"),
    ContextRow.history,
    ResourceLinkRow.id.label("link_id"),
    ResourceLinkRow.title,
    ResourceLinkRow.activity,
    ResourceLinkRow.deep_link,
    ResourceLinkRow.columns,
    ResourceLinkRow.lineitems_url,
    ResourceLinkRow.lineitem_url,
    ResourceLinkRow.scopes,
    PersonRow.id.label("person_id"),
    PersonNameRow.name,
    PersonNameRow.refreshed_at,
    MembershipRow.rights.label("link_rights"),
    MembershipRow.is_graded,
    CourseMemberRow.rights.label("course_rights"),
    CourseMemberRow.is_learner,
    CourseMemberRow.groups,
    CourseMemberRow.left_at,
    RosterRow.id.label("roster_id"),
    RosterRow.url,
    RosterRow.due_at,
    RosterRow.read_at,
    RosterRow.tried_at,
    RestrictionRow.restricted_at,
)


def _is_waiting() -> Label[bool]:
    """Whether some grade of the link is not on its way."""
    link, item = ResourceLinkRow, aliased(LineItemRow)
    waiting = (
        select(1)
        .select_from(DeliveryRow)
        .join(item, (item.centre_id == DeliveryRow.centre_id) & (item.id == DeliveryRow.line_item_id))
        .where(
            item.centre_id == link.centre_id,
            item.resource_link_id == link.id,
            (DeliveryRow.state == "parked") | (DeliveryRow.state == "retry"),
        )
    )
    return waiting.exists().label("has_waiting")


def query(*, has_course: bool) -> Select[Any]:  # Any: the columns are read by name
    """One row of everything that a launch names, or none where its registration is gone."""
    link = ResourceLinkRow
    same_course = link.context_id == ContextRow.id if has_course else link.context_id.is_(None)
    course = (
        select(*_COLUMNS, _is_waiting())
        .select_from(RegistrationRow)
        .outerjoin(
            PlatformSignRow,
            and_(
                PlatformSignRow.centre_id == RegistrationRow.centre_id,
                PlatformSignRow.registration_id == RegistrationRow.id,
            ),
        )
        .outerjoin(
            ContextRow,
            and_(
                ContextRow.centre_id == RegistrationRow.centre_id,
                ContextRow.deployment_id == bindparam("deployment"),
                ContextRow.context_id == bindparam("course"),
            ),
        )
        .outerjoin(
            link,
            and_(
                link.centre_id == RegistrationRow.centre_id,
                link.deployment_id == bindparam("deployment"),
                link.resource_link_id == bindparam("place"),
                same_course,
            ),
        )
        .where(
            RegistrationRow.centre_id == bindparam("centre"),
            RegistrationRow.id == bindparam("registration"),
        )
    )
    return _with_people(course)


def _with_people(course: Select[Any]) -> Select[Any]:  # Any: see above
    link = ResourceLinkRow
    return (
        course.outerjoin(
            PersonRow,
            and_(
                PersonRow.centre_id == RegistrationRow.centre_id,
                PersonRow.registration_id == RegistrationRow.id,
                PersonRow.sub == bindparam("sub"),
            ),
        )
        .outerjoin(
            PersonNameRow,
            and_(PersonNameRow.centre_id == PersonRow.centre_id, PersonNameRow.id == PersonRow.id),
        )
        .outerjoin(
            RestrictionRow,
            and_(RestrictionRow.centre_id == PersonRow.centre_id, RestrictionRow.person_id == PersonRow.id),
        )
        .outerjoin(
            MembershipRow,
            and_(
                MembershipRow.centre_id == RegistrationRow.centre_id,
                MembershipRow.resource_link_id == link.id,
                MembershipRow.person_id == PersonRow.id,
            ),
        )
        .outerjoin(
            CourseMemberRow,
            and_(
                CourseMemberRow.centre_id == RegistrationRow.centre_id,
                CourseMemberRow.context_id == ContextRow.id,
                CourseMemberRow.person_id == PersonRow.id,
            ),
        )
        .outerjoin(
            RosterRow, and_(RosterRow.centre_id == ContextRow.centre_id, RosterRow.id == ContextRow.id)
        )
    )

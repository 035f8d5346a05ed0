"""Stand-ins for the functions of the consumer's edX compatibility layer that this site reaches.

The layer exists so that the consumer can be separated from the edX platform; each function replaced here
would import the platform. Functions left alone either work without it or fail loudly with ImportError,
which is how a future version of the consumer would show that it needs one more.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from edx_site.block import USAGE_KEY, course_block
from edx_site.people import PEOPLE, account_from_external_id, account_of, person_of
from lti_consumer.exceptions import LtiError
from lti_consumer.lti_xblock import LtiConsumerXBlock
from lti_consumer.plugin import compat
from opaque_keys.edx.keys import CourseKey, UsageKey


def load_block(location: UsageKey) -> LtiConsumerXBlock:
    """Return the course's block; the modulestore of this site holds one and no other."""
    if location != USAGE_KEY:
        raise LookupError(f"no such block: {location}")
    return course_block()


def get_course(course_key: CourseKey) -> SimpleNamespace:
    """Return the course titles that end up in the context claim."""
    return SimpleNamespace(
        display_name_with_default="First steps online",
        display_org_with_default=course_key.org,
        lti_passports=[],
    )


def may_write_in_studio(user: Any, course_key: CourseKey) -> bool:
    """Tell whether the person may change the course: its staff and instructors."""
    person = person_of(user)
    return person is not None and person.role in ("staff", "instructor")


def course_members(course_key: CourseKey) -> dict[int, dict[str, Any]]:
    """Return everybody of the course by account, as the LMS's course API describes them.

    Each is enrolled, so that those who teach hold the role `student` too, as whoever makes a course in
    Studio does. The keys come backwards: the LMS promises no order.
    """
    members = {
        account_of(person).id: {
            "id": account_of(person).id,
            "username": person.username,
            "email": person.email,
            "name": person.full_name,
            "enrollment_mode": "audit",
            "roles": list(dict.fromkeys(("student", person.role))),
        }
        for person in reversed(PEOPLE.values())
    }
    if len(members) > settings.COURSE_MEMBER_API_ENROLLMENT_LIMIT:
        raise LtiError(f"NRPS is not available for {course_key}")
    return members


def external_ids(users: Any) -> dict[int, SimpleNamespace]:
    """Return the identifiers that tools see, by account.

    The profiles that the consumer asks for with the accounts are the LMS's own table, which is not here.
    """
    accounts = users.prefetch_related(None)
    return {user.id: SimpleNamespace(external_user_id=PEOPLE[user.username].external_id) for user in accounts}


STUBS: dict[str, Callable[..., Any]] = {
    "load_enough_xblock": load_block,
    "load_block_as_user": load_block,
    "get_user_from_external_user_id": account_from_external_id,
    "get_course_by_id": get_course,
    "user_has_studio_write_access": may_write_in_studio,
    "get_course_members": course_members,
    "batch_get_or_create_externalids": external_ids,
}


def install_stubs() -> None:
    """Put the stand-ins in place, refusing to invent a function the layer does not have."""
    for name, stub in STUBS.items():
        if not hasattr(compat, name):
            raise RuntimeError(f"lti_consumer.plugin.compat has no {name}: its stand-in is out of date")
        setattr(compat, name, stub)

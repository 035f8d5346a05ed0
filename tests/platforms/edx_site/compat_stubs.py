"""Stand-ins for the functions of the consumer's edX compatibility layer that this site reaches.

The layer exists so that the consumer can be separated from the edX platform; each function replaced here
would import the platform. Functions left alone either work without it or fail loudly with ImportError,
which is how a future version of the consumer would show that it needs one more.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from edx_site.block import USAGE_KEY, course_block
from edx_site.people import account_from_external_id
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


STUBS: dict[str, Callable[..., Any]] = {
    "load_enough_xblock": load_block,
    "load_block_as_user": load_block,
    "get_user_from_external_user_id": account_from_external_id,
    "get_course_by_id": get_course,
}


def install_stubs() -> None:
    """Put the stand-ins in place, refusing to invent a function the layer does not have."""
    for name, stub in STUBS.items():
        if not hasattr(compat, name):
            raise RuntimeError(f"lti_consumer.plugin.compat has no {name}: its stand-in is out of date")
        setattr(compat, name, stub)

"""The course's only LTI block: the consumer's own XBlock class, held by a minimal runtime."""

from typing import Any

from django.conf import settings
from edx_site.gradebook import PublishedGrade, record
from edx_site.people import Person, account_of
from lti_consumer.lti_xblock import LtiConsumerXBlock
from opaque_keys.edx.keys import UsageKey
from xblock.core import XBlock
from xblock.field_data import DictFieldData
from xblock.fields import ScopeIds
from xblock.reference.user_service import UserService, XBlockUser
from xblock.runtime import MemoryIdManager, Runtime

USAGE_KEY = UsageKey.from_string("block-v1:Demo+NUM1+2025+type@lti_consumer+block@activity")


class CourseFields:
    """The fields that edX adds to each block by inheritance from the course; the consumer reads these."""

    due = None
    graceperiod = None
    graded = True


class PersonService(UserService):
    """The runtime's `user` service for one person."""

    def __init__(self, person: Person) -> None:
        """Remember whose requests this runtime serves."""
        super().__init__()
        self._person = person

    def get_current_user(self) -> XBlockUser:
        """Describe the person with the attributes an LMS would give."""
        person = self._person
        user = XBlockUser(is_current_user=True, emails=[person.email], full_name=person.full_name)
        user.opt_attrs = {
            "edx-platform.is_authenticated": True,
            "edx-platform.user_id": account_of(person).id,
            "edx-platform.username": person.username,
            "edx-platform.user_role": person.role,
            # The flag means staff of the whole installation; nobody in this course is.
            "edx-platform.user_is_staff": False,
        }
        return user

    def get_external_user_id(self, type_name: str) -> str | None:
        """Return the identifier shown to LTI tools; other kinds do not exist here."""
        return self._person.external_id if type_name == "lti" else None


class RebindService:
    """The LMS service that rebinds a block to the person being graded."""

    def rebind_noauth_module_to_user(self, block: XBlock, user: Any) -> None:
        """Do nothing: the block of this site holds no state that depends on a person."""


class CourseRuntime(Runtime):
    """Just enough of the LMS's block runtime for the consumer: services, and an ear for grades."""

    def __init__(self, person: Person | None) -> None:
        """Offer the services the consumer asks for; `user` only when a person is present."""
        ids = MemoryIdManager()
        services: dict[str, Any] = {"rebind_user": RebindService()}
        if person is not None:
            services["user"] = PersonService(person)
        super().__init__(id_reader=ids, id_generator=ids, services=services, mixins=(CourseFields,))

    def publish(self, block: XBlock, event_type: str, event_data: dict[str, Any]) -> None:
        """Write grade events to the gradebook, as the LMS does; other events have no reader here."""
        if event_type == "grade":
            record(
                PublishedGrade(
                    usage_key=str(block.scope_ids.usage_id),
                    user_id=event_data["user_id"],
                    value=event_data["value"],
                    max_value=event_data["max_value"],
                )
            )

    def handler_url(self, *args: Any, **kwargs: Any) -> str:
        """Refuse: block handlers belong to LTI 1.1 and to Studio."""
        raise NotImplementedError

    def resource_url(self, resource: str) -> str:
        """Refuse: the site renders no block assets."""
        raise NotImplementedError

    def local_resource_url(self, block: XBlock, uri: str) -> str:
        """Refuse: the site renders no block assets."""
        raise NotImplementedError


def course_block(person: Person | None = None) -> LtiConsumerXBlock:
    """Return the course's LTI block, bound to a person or to nobody (service calls from tools)."""
    fields = DictFieldData(
        {
            "display_name": "Activity",
            # The tool's addresses are stored in the database row, where the tests' set-up writes them.
            "config_type": "database",
            "lti_version": "lti_1p3",
            "custom_parameters": ["activity=diagnostic"],
            "has_score": True,
            "weight": 1.0,
            "ask_to_send_username": settings.SHARE_NAMES,
            "ask_to_send_full_name": settings.SHARE_NAMES,
            "ask_to_send_email": settings.SHARE_NAMES,
        }
    )
    user_id = account_of(person).id if person else None
    scope_ids = ScopeIds(user_id, "lti_consumer", USAGE_KEY, USAGE_KEY)
    return CourseRuntime(person).construct_xblock_from_class(LtiConsumerXBlock, scope_ids, fields)

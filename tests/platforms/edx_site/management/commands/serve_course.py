"""The one command of the site: prepare the database, register the tool, serve the course."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.servers.basehttp import get_internal_wsgi_application, run
from edx_site.block import USAGE_KEY, course_block
from edx_site.people import PEOPLE, account_of
from lti_consumer.api import config_id_for_block
from lti_consumer.models import CourseAllowPIISharingInLTIFlag, LtiConfiguration


def register_tool() -> None:
    """Write the tool's addresses where a course author would have entered them."""
    config = LtiConfiguration.objects.get(config_id=config_id_for_block(course_block()))
    config.lti_1p3_oidc_url = f"{settings.TOOL_URL}/lti/login"
    config.lti_1p3_launch_url = f"{settings.TOOL_URL}/lti/launch"
    config.lti_advantage_ags_mode = LtiConfiguration.LTI_ADVANTAGE_AGS_PROGRAMMATIC
    config.lti_advantage_deep_linking_enabled = True
    config.lti_advantage_deep_linking_launch_url = config.lti_1p3_launch_url
    config.lti_advantage_enable_nrps = settings.GIVES_ROSTER
    config.save()
    passport = config.lti_1p3_passport
    passport.lti_1p3_tool_keyset_url = f"{settings.TOOL_URL}/lti/jwks"
    passport.save()
    config.full_clean()


def allow_names() -> None:
    """Let the course give names to tools, which an administrator of the LMS does apart from the block."""
    CourseAllowPIISharingInLTIFlag.objects.create(
        course_id=USAGE_KEY.context_key, enabled=settings.SHARE_NAMES
    )


class Command(BaseCommand):
    """Serve the course on loopback until the process is ended."""

    help = "Prepare the course site and serve it on 127.0.0.1."
    requires_system_checks: list[str] = []  # noqa: RUF012 - the name and the form are Django's

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, fill, serve; a thread per request, because the tool calls back during a launch."""
        call_command("migrate", verbosity=0)
        for person in PEOPLE.values():
            account_of(person)
        register_tool()
        allow_names()
        run("127.0.0.1", settings.PORT, get_internal_wsgi_application(), threading=True)

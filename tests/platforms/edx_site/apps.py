"""The Django application that stands for the rest of Open edX."""

from django.apps import AppConfig
from edx_site.compat_stubs import install_stubs


class CourseSiteConfig(AppConfig):
    """Puts the stand-ins in place once every application is loaded, before the first request."""

    name = "edx_site"

    def ready(self) -> None:
        """Replace the functions that would import the edX platform."""
        install_stubs()

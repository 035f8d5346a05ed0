"""How this installation reaches platforms and its own public address."""

from __future__ import annotations

from lti_tool import __version__
from lti_tool.lti.front_door import HttpFrontDoor
from lti_tool.lti.transport import Transport
from lti_tool.settings import Settings

USER_AGENT = f"Passerelle/{__version__}"


def transport_of(settings: Settings) -> Transport:
    """The way to every platform."""
    return Transport(
        allow_insecure=settings.allows_insecure_platforms,
        user_agent=USER_AGENT,
        authorities=settings.authorities,
        intranet_hosts=settings.intranet_hosts,
    )


def front_door_of(settings: Settings) -> HttpFrontDoor:
    """The way to the tool's own public address."""
    return HttpFrontDoor(user_agent=USER_AGENT, authorities=settings.authorities)

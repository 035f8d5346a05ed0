"""The recorded voice on the page of an open task."""

from __future__ import annotations

from flask import url_for

from lti_tool.services.attempts import Standing
from lti_tool.services.launches import Visit
from lti_tool.web.headers import allow_sound
from lti_tool.web.state import services
from lti_tool.web.state import visit as present_visit


def voice_href_of(visit: Visit, standing: Standing) -> str:
    """Where the voice is that reads the open task of ``visit`` aloud, in the language in which it is told;
    the page may play it. Empty where nobody reads it, and for whoever wants no sound.

    The address is one of whoever looks at the page, who may be the trainer beside.
    """
    here, attempt, item, scene = present_visit(), standing.attempt, standing.item, standing.scene
    if attempt is None or item is None or scene is None or not here.launch.comfort.has_sound:
        return ""
    found = services().workspace.task_voices.heard(visit, attempt, scene.id, item.language)
    if found is None:
        return ""
    allow_sound()
    return url_for("task_voices.sound", handle=here.launch.handle, sound=found.id)
